"""pyverless: a CreateHandler with msgspec Structs."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from pyverless.handlers import CreateHandler


class User:
    def __init__(self, **values):
        self.__dict__.update(values)

    def save(self):
        self.id = 7


class UserIn(Struct, forbid_unknown_fields=True):
    name: Annotated[str, Meta(min_length=1, max_length=100)]
    email: Annotated[str, Meta(min_length=1, max_length=254)]
    age: Annotated[int, Meta(ge=0, le=150)]
    active: bool
    score: Annotated[float, Meta(ge=0, le=1)]
    born: date


class UserOut(Struct):
    id: int
    name: str
    email: str
    age: int
    active: bool
    score: float
    born: date


class UserCreate(CreateHandler):
    model = User
    input_serializer = UserIn
    serializer = UserOut


handler = UserCreate.as_handler()
