"""A CreateHandler with declared body keys."""

from pyverless.handlers import CreateHandler


class User:
    def __init__(self, **values):
        self.__dict__.update(values)

    def save(self):
        self.id = 7


class UserCreate(CreateHandler):
    model = User
    required_body_keys = ["name", "age"]
    optional_body_keys = ["email"]


handler = UserCreate.as_handler()
