"""By hand, with a marshmallow schema."""

import json
from datetime import UTC, datetime

from marshmallow import Schema, fields

JSON_HEADERS = {"Content-Type": "application/json"}


class User:
    def __init__(self, number):
        self.id = number
        self.name = f"User {number}"
        self.email = f"user{number}@example.com"
        self.active = number % 2 == 0
        self.score = number / 4
        self.created = datetime(2026, 11, 21, 12, 0, number % 60, tzinfo=UTC)


USERS = [User(number) for number in range(1, 1001)]


class UserSchema(Schema):
    id = fields.Integer()
    name = fields.String()
    email = fields.String()
    active = fields.Boolean()
    score = fields.Float()
    created = fields.DateTime()


SCHEMA = UserSchema(many=True)


def handler(event, context):  # noqa: ARG001
    query = event["queryStringParameters"] or {}
    limit, offset = int(query.get("limit", 20)), int(query.get("offset", 0))
    if not (1 <= limit <= 100 and offset >= 0):
        return {"statusCode": 400, "headers": JSON_HEADERS, "body": "{}"}
    body = json.dumps(SCHEMA.dump(USERS[offset : offset + limit]))
    return {"statusCode": 200, "headers": JSON_HEADERS, "body": body}
