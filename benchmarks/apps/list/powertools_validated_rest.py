"""Powertools with pydantic: models say what a query may be, and what goes out."""

import os
from datetime import UTC, datetime
from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel


class User:
    def __init__(self, number):
        self.id = number
        self.name = f"User {number}"
        self.email = f"user{number}@example.com"
        self.active = number % 2 == 0
        self.score = number / 4
        self.created = datetime(2026, 11, 21, 12, 0, number % 60, tzinfo=UTC)


USERS = [User(number) for number in range(1, 1001)]


class UserOut(BaseModel):
    id: int
    name: str
    email: str
    active: bool
    score: float
    created: datetime


app = APIGatewayRestResolver(enable_validation=True)


@app.get("/users", compress=bool(os.environ["GZIPPED"]))
def list_users(
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> list[UserOut]:
    return USERS[offset : offset + limit]


def handler(event, context):
    return app.resolve(event, context)
