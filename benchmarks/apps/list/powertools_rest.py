"""Powertools: a function view that makes dictionaries by hand."""

import os
from datetime import UTC, datetime

from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.event_handler.exceptions import BadRequestError


class User:
    def __init__(self, number):
        self.id = number
        self.name = f"User {number}"
        self.email = f"user{number}@example.com"
        self.active = number % 2 == 0
        self.score = number / 4
        self.created = datetime(2026, 11, 21, 12, 0, number % 60, tzinfo=UTC)


USERS = [User(number) for number in range(1, 1001)]


def represent(user):
    return {
        "id": user.id,
        "name": user.name,
        "email": user.email,
        "active": user.active,
        "score": user.score,
        "created": user.created.isoformat(),
    }


app = APIGatewayRestResolver()


@app.get("/users", compress=bool(os.environ["GZIPPED"]))
def list_users():
    query = app.current_event.query_string_parameters
    try:
        limit, offset = int(query.get("limit", 20)), int(query.get("offset", 0))
    except ValueError:
        raise BadRequestError("limit and offset must be numbers.") from None
    if not (1 <= limit <= 100 and offset >= 0):
        raise BadRequestError("limit must be between 1 and 100.")
    return [represent(user) for user in USERS[offset : offset + limit]]


def handler(event, context):
    return app.resolve(event, context)
