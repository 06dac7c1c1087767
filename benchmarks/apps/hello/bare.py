"""The least that a Lambda function can do: what every other app is compared with."""

import json

JSON_HEADERS = {"Content-Type": "application/json"}


def handler(event, context):  # noqa: ARG001
    return {
        "statusCode": 200,
        "headers": JSON_HEADERS,
        "body": json.dumps({"message": "hello " + event["pathParameters"]["name"]}),
    }
