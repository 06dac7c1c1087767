"""Events as each front sends them, written down by hand.

RICH is one request with everything in it, as seen through seven fronts:

    POST /articles/a%2Fb%20%C3%A9?tag=x%2Cy&tag=z+1&empty=&q%5Bid%5D=7
    Content-Type: application/json
    Cookie: session=abc; theme=dark
    User-Agent: golden/1.0
    X-Forwarded-For: 10.9.8.7          (made up by the caller, whose address is
    X-Two: one                          203.0.113.7)
    X-Two: two

    {"title": "é"}

BARE is `GET /` with nothing. `OTHERS` are events that are no HTTP requests at all.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

FRONTS = (
    "rest",
    "http_1",
    "http_2",
    "function_url",
    "alb",
    "alb_multi",
    "lattice",
)

#: As a value in `rich()` and `bare()`: take the key away.
ABSENT = object()

BODY = '{"title": "é"}'

_API = "abc123.execute-api.eu-west-1.amazonaws.com"
_URL = "abc123.lambda-url.eu-west-1.on.aws"
_ALB = "articles-1234567890.eu-west-1.elb.amazonaws.com"
_LATTICE = "articles-0abc.7d67968.vpc-lattice-svcs.eu-west-1.on.aws"
_ARN = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/articles/0123"
_SERVICE = "arn:aws:vpc-lattice:eu-west-1:123456789012:service/svc-0abc"
_TRACE = "Root=1-6a512b08-0123456789abcdef01234567"
_FORWARDED = "10.9.8.7, 203.0.113.7"

_REST_CONTEXT = {
    "accountId": "123456789012",
    "apiId": "abc123",
    "domainName": _API,
    "domainPrefix": "abc123",
    "extendedRequestId": "JKJaXmPLvHcESHA=",
    "httpMethod": "POST",
    "identity": {"sourceIp": "203.0.113.7", "userAgent": "golden/1.0", "user": None},
    "path": "/prod/articles/a%2Fb%20%C3%A9",
    "protocol": "HTTP/1.1",
    "requestId": "5b7a4a0e-3f0c-4d53-8a5a-0d6f0a1f4c11",
    "requestTime": "10/Jul/2026:19:19:04 +0000",
    "requestTimeEpoch": 1783711144000,
    "resourceId": "1a2b3c",
    "resourcePath": "/articles/{proxy+}",
    "stage": "prod",
    "authorizer": {"principalId": "user-1", "integrationLatency": 12},
}

# The caller's own header came over HTTP/2 in lower case; the API wrote the others.
_REST: dict[str, Any] = {
    "resource": "/articles/{proxy+}",
    "path": "/articles/a%2Fb%20%C3%A9",
    "httpMethod": "POST",
    "headers": {
        "content-type": "application/json",
        "cookie": "session=abc; theme=dark",
        "Host": _API,
        "User-Agent": "golden/1.0",
        "X-Amzn-Trace-Id": _TRACE,
        "X-Forwarded-For": _FORWARDED,
        "X-Forwarded-Port": "443",
        "X-Forwarded-Proto": "https",
        "x-two": "two",
    },
    "multiValueHeaders": {
        "content-type": ["application/json"],
        "cookie": ["session=abc; theme=dark"],
        "Host": [_API],
        "User-Agent": ["golden/1.0"],
        "X-Amzn-Trace-Id": [_TRACE],
        "X-Forwarded-For": [_FORWARDED],
        "X-Forwarded-Port": ["443"],
        "X-Forwarded-Proto": ["https"],
        "x-two": ["one", "two"],
    },
    "queryStringParameters": {"tag": "z 1", "empty": "", "q[id]": "7"},
    "multiValueQueryStringParameters": {
        "tag": ["x,y", "z 1"],
        "empty": [""],
        "q[id]": ["7"],
    },
    "pathParameters": {"proxy": "a%2Fb%20%C3%A9"},
    "stageVariables": {"colour": "blue"},
    "requestContext": _REST_CONTEXT,
    "body": BODY,
    "isBase64Encoded": False,
}

# A named stage is in the path, and everything in it is decoded.
_HTTP_1: dict[str, Any] = {
    **_REST,
    "version": "1.0",
    "path": "/prod/articles/a/b é",
    "pathParameters": {"proxy": "a/b é"},
    "requestContext": {**_REST_CONTEXT, "path": "/prod/articles/a/b é"},
}
del _HTTP_1["requestContext"]["resourceId"]

_HTTP_2: dict[str, Any] = {
    "version": "2.0",
    "routeKey": "ANY /articles/{proxy+}",
    "rawPath": "/prod/articles/a/b é",
    "rawQueryString": "tag=x%2Cy&tag=z+1&empty=&q%5Bid%5D=7",
    "cookies": ["session=abc", "theme=dark"],
    "headers": {
        "content-length": "15",
        "content-type": "application/json",
        "host": _API,
        "user-agent": "golden/1.0",
        "x-amzn-trace-id": _TRACE,
        "x-forwarded-for": _FORWARDED,
        "x-forwarded-port": "443",
        "x-forwarded-proto": "https",
        "x-two": "one,two",
    },
    "queryStringParameters": {"tag": "x,y,z 1", "empty": "", "q[id]": "7"},
    "pathParameters": {"proxy": "a/b é"},
    "stageVariables": {"colour": "blue"},
    "requestContext": {
        "accountId": "123456789012",
        "apiId": "abc123",
        "authorizer": {"jwt": {"claims": {"sub": "user-1"}, "scopes": None}},
        "domainName": _API,
        "domainPrefix": "abc123",
        "http": {
            "method": "POST",
            "path": "/prod/articles/a/b é",
            "protocol": "HTTP/1.1",
            "sourceIp": "203.0.113.7",
            "userAgent": "golden/1.0",
        },
        "requestId": "JKJaXmPLvHcESHA=",
        "routeKey": "ANY /articles/{proxy+}",
        "stage": "prod",
        "time": "10/Jul/2026:19:19:04 +0000",
        "timeEpoch": 1783711144000,
    },
    "body": BODY,
    "isBase64Encoded": False,
}

# `rawPath` stays encoded, and the cookies are there twice.
_FUNCTION_URL: dict[str, Any] = {
    "version": "2.0",
    "routeKey": "$default",
    "rawPath": "/articles/a%2Fb%20%C3%A9",
    "rawQueryString": "tag=x%2Cy&tag=z+1&empty=&q%5Bid%5D=7",
    "cookies": ["session=abc", "theme=dark"],
    "headers": {
        **_HTTP_2["headers"],
        "cookie": "session=abc; theme=dark",
        "host": _URL,
    },
    "queryStringParameters": {"tag": "x,y,z 1", "empty": "", "q[id]": "7"},
    "pathParameters": None,
    "requestContext": {
        "accountId": "anonymous",
        "apiId": "abc123",
        "domainName": _URL,
        "domainPrefix": "abc123",
        "http": {
            "method": "POST",
            "path": "/articles/a/b é",
            "protocol": "HTTP/1.1",
            "sourceIp": "203.0.113.7",
            "userAgent": "golden/1.0",
        },
        "requestId": "5b7a4a0e-3f0c-4d53-8a5a-0d6f0a1f4c11",
        "routeKey": "$default",
        "stage": "$default",
        "time": "10/Jul/2026:19:19:04 +0000",
        "timeEpoch": 1783711144000,
    },
    "body": BODY,
    "isBase64Encoded": False,
}

# Nothing is decoded, and of what was sent twice only the last is there.
_ALB_SINGLE: dict[str, Any] = {
    "requestContext": {"elb": {"targetGroupArn": _ARN}},
    "httpMethod": "POST",
    "path": "/articles/a%2Fb%20%C3%A9",
    "queryStringParameters": {"tag": "z+1", "empty": "", "q%5Bid%5D": "7"},
    "headers": {
        "content-length": "15",
        "content-type": "application/json",
        "cookie": "session=abc; theme=dark",
        "host": _ALB,
        "user-agent": "golden/1.0",
        "x-amzn-trace-id": _TRACE,
        "x-forwarded-for": _FORWARDED,
        "x-forwarded-port": "80",
        "x-forwarded-proto": "http",
        "x-two": "two",
    },
    "body": BODY,
    "isBase64Encoded": False,
}

_ALB_MULTI: dict[str, Any] = {
    "requestContext": {"elb": {"targetGroupArn": _ARN}},
    "httpMethod": "POST",
    "path": "/articles/a%2Fb%20%C3%A9",
    "multiValueQueryStringParameters": {
        "tag": ["x%2Cy", "z+1"],
        "empty": [""],
        "q%5Bid%5D": ["7"],
    },
    "multiValueHeaders": {
        "content-length": ["15"],
        "content-type": ["application/json"],
        "cookie": ["session=abc", "theme=dark"],
        "host": [_ALB],
        "user-agent": ["golden/1.0"],
        "x-amzn-trace-id": [_TRACE],
        "x-forwarded-for": [_FORWARDED],
        "x-forwarded-port": ["80"],
        "x-forwarded-proto": ["http"],
        "x-two": ["one", "two"],
    },
    "body": BODY,
    "isBase64Encoded": False,
}

_LATTICE_EVENT: dict[str, Any] = {
    "version": "2.0",
    "path": "/articles/a%2Fb%20%C3%A9",
    "method": "POST",
    "headers": {
        "content-type": ["application/json"],
        "cookie": ["session=abc; theme=dark"],
        "host": [_LATTICE],
        "user-agent": ["golden/1.0"],
        "x-forwarded-for": [_FORWARDED],
        "x-two": ["one", "two"],
    },
    "queryStringParameters": {"tag": ["x,y", "z 1"], "empty": [""], "q[id]": ["7"]},
    "body": BODY,
    "isBase64Encoded": False,
    "requestContext": {
        "serviceArn": _SERVICE,
        "serviceNetworkArn": _SERVICE.replace("service/svc", "servicenetwork/sn"),
        "targetGroupArn": _SERVICE.replace("service/svc", "targetgroup/tg"),
        "identity": {"sourceVpcArn": "arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-0"},
        "region": "eu-west-1",
        "timeEpoch": "1783711144000000",
    },
}

RICH: dict[str, dict[str, Any]] = {
    "rest": _REST,
    "http_1": _HTTP_1,
    "http_2": _HTTP_2,
    "function_url": _FUNCTION_URL,
    "alb": _ALB_SINGLE,
    "alb_multi": _ALB_MULTI,
    "lattice": _LATTICE_EVENT,
}

# What is not there is null for one front, absent or empty for another.
BARE: dict[str, dict[str, Any]] = {
    "rest": {
        "resource": "/",
        "path": "/",
        "httpMethod": "GET",
        "headers": None,
        "multiValueHeaders": None,
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": {"path": "/prod/", "stage": "prod", "identity": None},
        "body": None,
        "isBase64Encoded": False,
    },
    "http_1": {
        "version": "1.0",
        "resource": "$default",
        "path": "/prod",
        "httpMethod": "GET",
        "headers": {},
        "multiValueHeaders": {},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": {
            "authorizer": {"claims": None, "scopes": None},
            "domainName": _API,
            "identity": {},
            "path": "/prod",
            "stage": "prod",
        },
        "body": None,
        "isBase64Encoded": False,
    },
    "http_2": {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": "/prod",
        "rawQueryString": "",
        "headers": {},
        "requestContext": {
            "domainName": _API,
            "http": {"method": "GET", "path": "/prod"},
            "stage": "prod",
        },
        "isBase64Encoded": False,
    },
    "function_url": {
        "version": "2.0",
        "rawPath": "/",
        "rawQueryString": "",
        "headers": {},
        "requestContext": {
            "authorizer": None,
            "domainName": _URL,
            "http": {"method": "GET", "path": "/"},
            "stage": "$default",
        },
        "isBase64Encoded": False,
    },
    "alb": {
        "requestContext": {"elb": {"targetGroupArn": _ARN}},
        "httpMethod": "GET",
        "path": "/",
        "queryStringParameters": {},
        "headers": {},
        "multiValueHeaders": None,
        "body": "",
        "isBase64Encoded": False,
    },
    "alb_multi": {
        "requestContext": {"elb": {"targetGroupArn": _ARN}},
        "httpMethod": "GET",
        "path": "/",
        "multiValueQueryStringParameters": {},
        "headers": None,
        "multiValueHeaders": {},
        "body": "",
        "isBase64Encoded": False,
    },
    "lattice": {
        "version": "2.0",
        "path": "/",
        "method": "GET",
        "headers": {},
        "body": "",
        "requestContext": {"serviceArn": _SERVICE, "timeEpoch": "1783711144000000"},
    },
}


def rich(front: str, **changes: Any) -> dict[str, Any]:
    """Return a fresh event of RICH; `changes` replace its keys."""
    return _changed(RICH[front], changes)


def bare(front: str, **changes: Any) -> dict[str, Any]:
    """Return a fresh event of BARE; `changes` replace its keys."""
    return _changed(BARE[front], changes)


def with_context(event: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return an event with changes in its `requestContext`."""
    return {**event, "requestContext": _changed(event["requestContext"], changes)}


def _changed(event: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    merged = {**deepcopy(event), **changes}
    return {key: value for key, value in merged.items() if value is not ABSENT}


_WEBSOCKET_CONTEXT = {
    "apiId": "abc123",
    "connectionId": "JKJaXmPLvHcESHA=",
    "connectedAt": 1783711144000,
    "domainName": _API,
    "eventType": "CONNECT",
    "identity": {"sourceIp": "203.0.113.7"},
    "messageDirection": "IN",
    "requestId": "JKJaXmPLvHcESHB=",
    "routeKey": "$connect",
    "stage": "prod",
}

_METHOD_ARN = "arn:aws:execute-api:eu-west-1:123456789012:abc123/prod/GET/articles"

SQS_RECORD: dict[str, Any] = {
    "messageId": "059f36b4-87a3-44ab-83d2-661975830a7d",
    "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a...",
    "body": "Hello from SQS!",
    "attributes": {
        "ApproximateReceiveCount": "1",
        "SentTimestamp": "1783711144000",
        "SenderId": "AIDAIENQZJOLO23YVJ4VO",
        "ApproximateFirstReceiveTimestamp": "1783711144001",
    },
    "messageAttributes": {
        "colour": {
            "stringValue": "blue",
            "stringListValues": [],
            "binaryListValues": [],
            "dataType": "String",
        }
    },
    "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
    "eventSource": "aws:sqs",
    "eventSourceARN": "arn:aws:sqs:eu-west-1:123456789012:articles",
    "awsRegion": "eu-west-1",
}

S3_RECORD: dict[str, Any] = {
    "eventVersion": "2.1",
    "eventSource": "aws:s3",
    "awsRegion": "eu-west-1",
    "eventTime": "2026-07-10T19:19:04.000Z",
    "eventName": "ObjectCreated:Put",
    "userIdentity": {"principalId": "AWS:AIDAINPONIXQXHT3IKHL2"},
    "requestParameters": {"sourceIPAddress": "203.0.113.7"},
    "responseElements": {"x-amz-request-id": "C3D13FE58DE4C810"},
    "s3": {
        "s3SchemaVersion": "1.0",
        "configurationId": "uploads",
        "bucket": {
            "name": "uploads",
            "ownerIdentity": {"principalId": "A3NL1KOZZKExample"},
            "arn": "arn:aws:s3:::uploads",
        },
        "object": {
            "key": "holiday+photos/caf%C3%A9+100%25+a%2Bb.jpg",
            "size": 1024,
            "eTag": "d41d8cd98f00b204e9800998ecf8427e",
            "sequencer": "0055AED6DCD90281E5",
        },
    },
}

S3_DELETE_RECORD: dict[str, Any] = {
    **S3_RECORD,
    "eventName": "ObjectRemoved:Delete",
    "s3": {
        **S3_RECORD["s3"],
        "object": {"key": "old.jpg", "sequencer": "0055AED6DCD90281E6"},
    },
}

S3_TEST_EVENT = {
    "Service": "Amazon S3",
    "Event": "s3:TestEvent",
    "Time": "2026-07-10T19:19:04.000Z",
    "Bucket": "uploads",
    "RequestId": "C3D13FE58DE4C810",
    "HostId": "FMyUVURIY8/IgAtTv8xRjskZQpcIZ9KG4V5Wp6S7S/JRWeUWerMUE5JgHvANOjpD",
}

#: What reaches functions and is no HTTP request.
OTHERS: dict[str, Any] = {
    "websocket connect": {
        "headers": {"Host": _API},
        "multiValueHeaders": {"Host": [_API]},
        "requestContext": _WEBSOCKET_CONTEXT,
        "isBase64Encoded": False,
    },
    "websocket message": {
        "requestContext": {
            **_WEBSOCKET_CONTEXT,
            "eventType": "MESSAGE",
            "messageId": "JKJaXmPLvHcESHC=",
            "routeKey": "$default",
        },
        "body": '{"action": "hello"}',
        "isBase64Encoded": False,
    },
    "websocket disconnect": {
        "requestContext": {**_WEBSOCKET_CONTEXT, "eventType": "DISCONNECT"},
        "isBase64Encoded": False,
    },
    "token authorizer": {
        "type": "TOKEN",
        "authorizationToken": "Bearer abc",
        "methodArn": _METHOD_ARN,
    },
    "request authorizer": {**_REST, "type": "REQUEST", "methodArn": _METHOD_ARN},
    "request authorizer 1.0": {
        **_HTTP_1,
        "type": "REQUEST",
        "methodArn": _METHOD_ARN,
        "identitySource": "Bearer abc",
        "authorizationToken": "Bearer abc",
    },
    "request authorizer 2.0": {
        **_HTTP_2,
        "type": "REQUEST",
        "routeArn": _METHOD_ARN,
        "identitySource": ["Bearer abc"],
    },
    "lattice 1.0": {
        "raw_path": "/articles",
        "method": "GET",
        "headers": {"host": _LATTICE},
        "query_string_parameters": {},
        "body": "",
        "is_base64_encoded": False,
    },
    "sqs": {"Records": [SQS_RECORD]},
    "s3": {"Records": [S3_RECORD]},
    "s3 test": S3_TEST_EVENT,
    "sns": {
        "Records": [
            {
                "EventSource": "aws:sns",
                "EventVersion": "1.0",
                "EventSubscriptionArn": "arn:aws:sns:eu-west-1:123456789012:news:1",
                "Sns": {"Type": "Notification", "Message": "hello"},
            }
        ]
    },
    "schedule": {
        "version": "0",
        "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "123456789012",
        "time": "2026-07-10T19:19:04Z",
        "region": "eu-west-1",
        "resources": ["arn:aws:events:eu-west-1:123456789012:rule/nightly"],
        "detail": {},
    },
    "cognito trigger": {
        "version": "1",
        "triggerSource": "PreSignUp_SignUp",
        "region": "eu-west-1",
        "userPoolId": "eu-west-1_abc",
        "request": {"userAttributes": {}},
        "response": {},
    },
    "direct invoke": {"order": 42},
    "list": [{"order": 42}],
    "empty list": [],
    "text": "hello",
    "number": 42,
    "nothing": None,
}
