"""The least that a Lambda function can do: what every other app is compared with."""

import json

USERS = [
    {"id": 1, "name": "Ada Lovelace", "email": "ada@example.com", "active": True},
    {"id": 2, "name": "Alan Turing", "email": "alan@example.com", "active": False},
]
JSON_HEADERS = {"Content-Type": "application/json"}


def handler(event, context):  # noqa: ARG001
    wanted = int(event["pathParameters"]["id"])
    for user in USERS:
        if user["id"] == wanted:
            return {
                "statusCode": 200,
                "headers": JSON_HEADERS,
                "body": json.dumps(user),
            }
    return {"statusCode": 404, "headers": JSON_HEADERS, "body": "null"}
