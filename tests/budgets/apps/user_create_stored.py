"""A CreateHandler whose model has a store, so that there is a unit of work."""

from pyverless.contrib.memory import Model
from pyverless.handlers import CreateHandler


class User(Model):
    name: str
    age: int
    email: str = ""


class UserCreate(CreateHandler):
    model = User
    required_body_keys = ["name", "age"]
    optional_body_keys = ["email"]


handler = UserCreate.as_handler()
