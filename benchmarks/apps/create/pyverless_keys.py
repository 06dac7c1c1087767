"""pyverless: a CreateHandler that names the keys, and checks the values by hand."""

from datetime import date

from pyverless.exceptions import BadRequestError
from pyverless.handlers import CreateHandler
from pyverless.serializers import Serializer


class User:
    def __init__(self, **values):
        self.__dict__.update(values)

    def save(self):
        self.id = 7


def check_text(body, key, longest, errors):
    value = body[key]
    if not isinstance(value, str):
        errors.append({"pointer": f"#/{key}", "detail": "Not a valid string."})
    elif not 1 <= len(value) <= longest:
        detail = f"Length must be between 1 and {longest}."
        errors.append({"pointer": f"#/{key}", "detail": detail})


def check_number(body, key, kinds, least, most, errors):
    value = body[key]
    if isinstance(value, bool) or not isinstance(value, kinds):
        errors.append({"pointer": f"#/{key}", "detail": "Not a valid number."})
    elif not least <= value <= most:
        detail = f"Must be between {least} and {most}."
        errors.append({"pointer": f"#/{key}", "detail": detail})


def check_date(body, key, errors):
    try:
        body[key] = date.fromisoformat(body[key])
    except (TypeError, ValueError):
        errors.append({"pointer": f"#/{key}", "detail": "Not a valid date."})


def find_errors(body):
    errors = []
    check_text(body, "name", 100, errors)
    check_text(body, "email", 254, errors)
    check_number(body, "age", int, 0, 150, errors)
    if not isinstance(body["active"], bool):
        errors.append({"pointer": "#/active", "detail": "Not a valid boolean."})
    check_number(body, "score", (int, float), 0, 1, errors)
    check_date(body, "born", errors)
    return errors


class UserCreate(CreateHandler):
    model = User
    required_body_keys = ["name", "email", "age", "active", "score", "born"]
    serializer = Serializer(
        include=["id", "name", "email", "age", "active", "score", "born"]
    )

    def get_body(self):
        body = super().get_body()
        if errors := find_errors(body):
            raise BadRequestError("The body is not valid.", errors=errors)
        return body


handler = UserCreate.as_handler()
