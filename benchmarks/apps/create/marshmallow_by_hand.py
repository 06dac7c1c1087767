"""By hand, with a marshmallow schema."""

import json

from marshmallow import Schema, ValidationError, fields
from marshmallow.validate import Length, Range

JSON = "application/json"
JSON_HEADERS = {"Content-Type": JSON}
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


def refuse(status, title, detail, **members):
    problem = {"type": "about:blank", "title": title, "status": status}
    answer = json.dumps({**problem, "detail": detail, **members})
    return {"statusCode": status, "headers": PROBLEM_HEADERS, "body": answer}


def is_json(headers):
    kind = headers.get("Content-Type") or headers.get("content-type") or JSON
    return kind.partition(";")[0].strip().lower() == JSON


def handler(event, context):  # noqa: ARG001
    if not is_json(event["headers"]):
        return refuse(415, "Unsupported Media Type", "Send application/json.")
    try:
        body = json.loads(event["body"] or "{}")
    except ValueError:
        return refuse(400, "Bad Request", "The body is not JSON.")
    try:
        # A body that is no object is refused by the schema as well.
        data = schema.load(body)
    except ValidationError as exc:
        errors = [
            {"pointer": f"#/{key}", "detail": detail}
            for key, details in exc.messages.items()
            for detail in details
        ]
        return refuse(400, "Bad Request", "The body is not valid.", errors=errors)
    user = User(**data)
    user.save()
    answer = json.dumps(schema.dump(user))
    return {"statusCode": 201, "headers": JSON_HEADERS, "body": answer}
