"""pyverless: a ListHandler with a marshmallow schema."""

import os
from datetime import UTC, datetime

from marshmallow import Schema, fields

from pyverless.handlers import ListHandler


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


class UserList(ListHandler):
    compress = bool(os.environ["GZIPPED"])
    queryset = USERS
    serializer = UserSchema


handler = UserList.as_handler()
