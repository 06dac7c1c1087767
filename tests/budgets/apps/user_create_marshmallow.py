"""A CreateHandler with a marshmallow Schema."""

from marshmallow import Schema, fields

from pyverless.handlers import CreateHandler


class User:
    def __init__(self, **values):
        self.__dict__.update(values)

    def save(self):
        self.id = 7


class UserSchema(Schema):
    id = fields.Integer(dump_only=True)
    name = fields.String(required=True)
    age = fields.Integer(required=True)
    email = fields.String()


class UserCreate(CreateHandler):
    model = User
    serializer = UserSchema


handler = UserCreate.as_handler()
