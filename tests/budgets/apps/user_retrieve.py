"""A RetrieveHandler over a list, with a Serializer."""

from types import SimpleNamespace

from pyverless.handlers import RetrieveHandler
from pyverless.serializers import Serializer


class User(SimpleNamespace):
    pass


User.objects = [User(id=number, name=f"User {number}") for number in range(1, 3)]


class UserRetrieve(RetrieveHandler):
    model = User
    serializer = Serializer(include=["id", "name"])


handler = UserRetrieve.as_handler()
