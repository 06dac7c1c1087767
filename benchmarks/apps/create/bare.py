"""By hand: each field is checked, all faults are told."""

import json
from datetime import date

JSON = "application/json"
JSON_HEADERS = {"Content-Type": JSON}
PROBLEM_HEADERS = {"Content-Type": "application/problem+json"}
FIELDS = ("name", "email", "age", "active", "score", "born")


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
    errors = [
        {"pointer": f"#/{key}", "detail": "Missing data for required field."}
        for key in FIELDS
        if key not in body
    ]
    errors += [
        {"pointer": f"#/{key}", "detail": "Unknown field."}
        for key in body
        if key not in FIELDS
    ]
    if errors:
        return errors
    check_text(body, "name", 100, errors)
    check_text(body, "email", 254, errors)
    check_number(body, "age", int, 0, 150, errors)
    if not isinstance(body["active"], bool):
        errors.append({"pointer": "#/active", "detail": "Not a valid boolean."})
    check_number(body, "score", (int, float), 0, 1, errors)
    check_date(body, "born", errors)
    return errors


def represent(user):
    return {
        "id": user.id,
        "name": user.name,
        "email": user.email,
        "age": user.age,
        "active": user.active,
        "score": user.score,
        "born": user.born.isoformat(),
    }


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
    if not isinstance(body, dict):
        return refuse(400, "Bad Request", "The body must be a JSON object.")
    if errors := find_errors(body):
        return refuse(400, "Bad Request", "The body is not valid.", errors=errors)
    user = User(**body)
    user.save()
    answer = json.dumps(represent(user))
    return {"statusCode": 201, "headers": JSON_HEADERS, "body": answer}
