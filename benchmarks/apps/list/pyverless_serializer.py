"""pyverless: a ListHandler with a Serializer."""

import os
from datetime import UTC, datetime

from pyverless.handlers import ListHandler
from pyverless.serializers import Serializer


class User:
    def __init__(self, number):
        self.id = number
        self.name = f"User {number}"
        self.email = f"user{number}@example.com"
        self.active = number % 2 == 0
        self.score = number / 4
        self.created = datetime(2026, 11, 21, 12, 0, number % 60, tzinfo=UTC)


USERS = [User(number) for number in range(1, 1001)]


class UserList(ListHandler):
    compress = bool(os.environ["GZIPPED"])
    queryset = USERS
    serializer = Serializer(
        include=["id", "name", "email", "active", "score", "created"]
    )


handler = UserList.as_handler()
