"""pyverless: a CreateHandler with a marshmallow schema."""

from marshmallow import Schema, fields
from marshmallow.validate import Length, Range

from pyverless.handlers import CreateHandler


class User:
    def __init__(self, **values):
        self.__dict__.update(values)

    def save(self):
        self.id = 7


class UserSchema(Schema):
    id = fields.Integer(dump_only=True)
    name = fields.String(required=True, validate=Length(1, 100))
    email = fields.String(required=True, validate=Length(1, 254))
    age = fields.Integer(required=True, strict=True, validate=Range(0, 150))
    active = fields.Boolean(required=True)
    score = fields.Float(required=True, validate=Range(0, 1))
    born = fields.Date(required=True)


class UserCreate(CreateHandler):
    model = User
    serializer = UserSchema


handler = UserCreate.as_handler()
