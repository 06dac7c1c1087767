"""A CreateHandler with msgspec Structs."""

from msgspec import Struct

from pyverless.handlers import CreateHandler


class User:
    def __init__(self, **values):
        self.__dict__.update(values)

    def save(self):
        self.id = 7


class UserIn(Struct):
    name: str
    age: int
    email: str = ""


class UserOut(UserIn, kw_only=True):
    id: int


class UserCreate(CreateHandler):
    model = User
    input_serializer = UserIn
    serializer = UserOut


handler = UserCreate.as_handler()
