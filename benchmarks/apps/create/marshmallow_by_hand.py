"""By hand, with a marshmallow schema."""

import json

from marshmallow import Schema, ValidationError, fields
from marshmallow.validate import Length, Range

JSON_HEADERS = {"Content-Type": "application/json"}
PROBLEM_HEADERS = {"Content-Type": "application/problem+json"}


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


schema = UserSchema()


def handler(event, context):  # noqa: ARG001
    try:
        data = schema.loads(event["body"])
    except ValidationError as exc:
        problem = {
            "type": "about:blank",
            "title": "Bad Request",
            "status": 400,
            "detail": "The body is not valid.",
            "errors": [
                {"pointer": f"#/{key}", "detail": detail}
                for key, details in exc.messages.items()
                for detail in details
            ],
        }
        answer = json.dumps(problem)
        return {"statusCode": 400, "headers": PROBLEM_HEADERS, "body": answer}
    user = User(**data)
    user.save()
    answer = json.dumps(schema.dump(user))
    return {"statusCode": 201, "headers": JSON_HEADERS, "body": answer}
