"""pyverless: a ListHandler with a msgspec Struct."""

import os
from datetime import UTC, datetime

from msgspec import Struct

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


class UserOut(Struct):
    id: int
    name: str
    email: str
    active: bool
    score: float
    created: datetime


class UserList(ListHandler):
    compress = bool(os.environ["GZIPPED"])
    queryset = USERS
    serializer = UserOut


handler = UserList.as_handler()
