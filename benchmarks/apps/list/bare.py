"""By hand: dictionaries and `json.dumps`."""

import json
import os
from datetime import UTC, datetime

if os.environ["GZIPPED"]:
    import gzip
    from base64 import b64encode

JSON_HEADERS = {"Content-Type": "application/json"}
GZIP_HEADERS = {
    **JSON_HEADERS,
    "Content-Encoding": "gzip",
    "Vary": "Accept-Encoding",
}
PROBLEM_HEADERS = {"Content-Type": "application/problem+json"}
PARAMETERS = {"limit", "offset"}


class User:
    def __init__(self, number):
        self.id = number
        self.name = f"User {number}"
        self.email = f"user{number}@example.com"
        self.active = number % 2 == 0
        self.score = number / 4
        self.created = datetime(2026, 11, 21, 12, 0, number % 60, tzinfo=UTC)


USERS = [User(number) for number in range(1, 1001)]


def represent(user):
    return {
        "id": user.id,
        "name": user.name,
        "email": user.email,
        "active": user.active,
        "score": user.score,
        "created": user.created.isoformat(),
    }


def get_slice(query):
    if not query.keys() <= PARAMETERS:
        raise ValueError("The parameters are limit and offset.")
    limit, offset = int(query.get("limit", 20)), int(query.get("offset", 0))
    if not (1 <= limit <= 100 and offset >= 0):
        raise ValueError("limit must be between 1 and 100.")
    return offset, offset + limit


def refuse(detail):
    problem = {"title": "Bad Request", "status": 400, "detail": detail}
    answer = json.dumps(problem)
    return {"statusCode": 400, "headers": PROBLEM_HEADERS, "body": answer}


def respond(headers, body):
    accepted = headers.get("Accept-Encoding") or headers.get("accept-encoding", "")
    if not os.environ["GZIPPED"] or "gzip" not in accepted:
        return {"statusCode": 200, "headers": JSON_HEADERS, "body": body}
    content = gzip.compress(body.encode(), compresslevel=5, mtime=0)
    return {
        "statusCode": 200,
        "headers": GZIP_HEADERS,
        "body": b64encode(content).decode(),
        "isBase64Encoded": True,
    }


def handler(event, context):  # noqa: ARG001
    try:
        start, stop = get_slice(event["queryStringParameters"] or {})
    except ValueError as exc:
        return refuse(str(exc))
    body = json.dumps([represent(user) for user in USERS[start:stop]])
    return respond(event["headers"], body)
