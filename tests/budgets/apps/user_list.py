"""A ListHandler over a list, with a Serializer."""

from types import SimpleNamespace

from pyverless.handlers import ListHandler
from pyverless.serializers import Serializer


class UserList(ListHandler):
    queryset = [
        SimpleNamespace(id=number, name=f"User {number}") for number in range(1, 101)
    ]
    serializer = Serializer(include=["id", "name"])


handler = UserList.as_handler()
