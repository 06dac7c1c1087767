"""What API Gateway asks Lambda authorizers, and the documents that answer."""

from __future__ import annotations

import pytest

from pyverless.events.authorizer import (
    AuthorizerEvent,
    check_result,
    clean_context,
    flatten_context,
)
from pyverless.exceptions import UnsupportedEventError
from pyverless.test import (
    AUTHORIZERS,
    authorizer_event,
    http_event,
    schedule_event,
    sqs_event,
)

STAGE = "arn:aws:execute-api:us-east-1:123456789012:abcdef123"

# As in API Gateway's developer guide.
TOKEN = {
    "type": "TOKEN",
    "authorizationToken": "Bearer a.b.c",
    "methodArn": f"{STAGE}/prod/GET/articles/5",
}
REQUEST = {
    "type": "REQUEST",
    "methodArn": f"{STAGE}/test/GET/request",
    "resource": "/request",
    "path": "/request",
    "httpMethod": "GET",
    "headers": {"Accept": "*/*", "Authorization": "Bearer a.b.c"},
    "multiValueHeaders": {"Accept": ["*/*"], "Authorization": ["Bearer a.b.c"]},
    "queryStringParameters": {"QueryString1": "queryValue1"},
    "multiValueQueryStringParameters": {"QueryString1": ["queryValue1"]},
    "pathParameters": {},
    "stageVariables": {"StageVar1": "stageValue1"},
    "requestContext": {
        "path": "/request",
        "accountId": "123456789012",
        "resourceId": "05c7jb",
        "stage": "test",
        "requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
        "identity": {"apiKey": "key", "sourceIp": "203.0.113.7"},
        "resourcePath": "/request",
        "httpMethod": "GET",
        "apiId": "abcdef123",
    },
}
HTTP_1 = {
    "version": "1.0",
    "type": "REQUEST",
    "methodArn": f"{STAGE}/$default/GET/request",
    "identitySource": "Bearer a.b.c",
    "authorizationToken": "Bearer a.b.c",
    "resource": "/request",
    "path": "/request",
    "httpMethod": "GET",
    "headers": {"authorization": "Bearer a.b.c"},
    "queryStringParameters": {"QueryString1": "queryValue1"},
    "pathParameters": {},
    "stageVariables": {"StageVar1": "stageValue1"},
    "requestContext": {
        "accountId": "123456789012",
        "apiId": "abcdef123",
        "httpMethod": "GET",
        "identity": {"sourceIp": "203.0.113.7", "userAgent": "PostmanRuntime/7.28.4"},
        "path": "/request",
        "protocol": "HTTP/1.1",
        "requestTime": "04/Mar/2020:19:15:17 +0000",
        "requestTimeEpoch": 1583349317135,
        "resourceId": None,
        "resourcePath": "/request",
        "stage": "$default",
    },
}
HTTP_2 = {
    "version": "2.0",
    "type": "REQUEST",
    "routeArn": f"{STAGE}/test/GET/request",
    "identitySource": ["Bearer a.b.c"],
    "routeKey": "GET /request",
    "rawPath": "/test/request",
    "rawQueryString": "QueryString1=queryValue1",
    "cookies": ["cookie1=1"],
    "headers": {"authorization": "Bearer a.b.c"},
    "queryStringParameters": {"QueryString1": "queryValue1"},
    "requestContext": {
        "accountId": "123456789012",
        "apiId": "abcdef123",
        "domainName": "abcdef123.execute-api.us-east-1.amazonaws.com",
        "http": {
            "method": "GET",
            "path": "/test/request",
            "protocol": "HTTP/1.1",
            "sourceIp": "203.0.113.7",
            "userAgent": "agent",
        },
        "requestId": "id",
        "routeKey": "GET /request",
        "stage": "test",
        "time": "12/Mar/2020:19:03:58 +0000",
        "timeEpoch": 1583348638390,
    },
}
WEBSOCKET = {
    "type": "REQUEST",
    "methodArn": f"{STAGE}/default/$connect",
    "headers": {"Connection": "upgrade", "Authorization": "Bearer a.b.c"},
    "multiValueHeaders": {
        "Connection": ["upgrade"],
        "Authorization": ["Bearer a.b.c"],
    },
    "queryStringParameters": {"QueryString1": "queryValue1"},
    "multiValueQueryStringParameters": {"QueryString1": ["queryValue1"]},
    "stageVariables": {},
    "requestContext": {
        "routeKey": "$connect",
        "eventType": "CONNECT",
        "extendedRequestId": "id",
        "requestTime": "19/Jan/2023:21:13:26 +0000",
        "messageDirection": "IN",
        "stage": "default",
        "connectedAt": 1674162806344,
        "requestTimeEpoch": 1674162806345,
        "identity": {"sourceIp": "203.0.113.7"},
        "requestId": "id",
        "domainName": "abcdef123.execute-api.us-east-1.amazonaws.com",
        "connectionId": "connection-id",
        "apiId": "abcdef123",
    },
}
GOLDEN = {
    "token": TOKEN,
    "request": REQUEST,
    "http1": HTTP_1,
    "http2": HTTP_2,
    "websocket": WEBSOCKET,
}


@pytest.fixture(params=AUTHORIZERS)
def kind(request):
    return request.param


# What is asked


def test_the_request_has_the_headers_and_no_method(kind):
    request = AuthorizerEvent(GOLDEN[kind], None).request

    assert request.headers["authorization"] == "Bearer a.b.c"
    assert request.method is None
    assert request.aws_event is GOLDEN[kind]


@pytest.mark.parametrize("kind", [k for k in AUTHORIZERS if k != "token"])
def test_the_request_has_a_query_and_an_address(kind):
    request = AuthorizerEvent(GOLDEN[kind], None).request

    assert dict(request.query) == {"QueryString1": "queryValue1"}
    assert request.client_ip == "203.0.113.7"
    assert request.path == ("/" if kind == "websocket" else "/request")


@pytest.mark.parametrize(
    ("kind", "stage"),
    [
        ("token", "prod"),
        ("request", "test"),
        ("http1", "$default"),
        ("http2", "test"),
        ("websocket", "default"),
    ],
)
def test_the_stage_is_that_of_the_arn(kind, stage):
    assert AuthorizerEvent(GOLDEN[kind], None).stage_arn == f"{STAGE}/{stage}"


def test_http_apis_are_known_and_payload_2_may_be_simple():
    asked = {kind: AuthorizerEvent(GOLDEN[kind], None) for kind in AUTHORIZERS}

    assert {k for k, a in asked.items() if a.is_http_api} == {"http1", "http2"}
    assert {k for k, a in asked.items() if a.can_be_simple} == {"http2"}


def test_a_token_that_is_no_text_is_none():
    event = TOKEN | {"authorizationToken": None}

    assert AuthorizerEvent(event, None).request.headers["Authorization"] == ""


@pytest.mark.parametrize(
    "event",
    [
        None,
        [],
        {},
        "TOKEN",
        {"type": "TOKEN"},
        {"type": "TOKEN", "methodArn": 5},
        TOKEN | {"type": "SECRET"},
        {k: v for k, v in REQUEST.items() if k != "type"},
        REQUEST | {"version": "3.0"},
        REQUEST | {"version": None},
        REQUEST | {"version": ["1.0"]},
        REQUEST | {"version": "2.0"},
        HTTP_2 | {"version": "1.0"},
        WEBSOCKET | {"requestContext": {"eventType": "MESSAGE"}},
        http_event("rest"),
        http_event("http2"),
        sqs_event("a"),
        schedule_event(),
    ],
)
def test_other_events_are_refused(event):
    with pytest.raises(UnsupportedEventError, match="expects what API Gateway asks a"):
        AuthorizerEvent(event, None)


def test_of_an_event_that_is_none_the_keys_are_shown_whole():
    event = {f"a-key-that-is-rather-long-{number}": "secret" for number in range(21)}

    with pytest.raises(UnsupportedEventError) as caught:
        AuthorizerEvent(event, None)
    message = str(caught.value)
    assert message.endswith("'a-key-that-is-rather-long-8', 1 more.")
    assert "secret" not in message
    with pytest.raises(UnsupportedEventError, match=r"it is of type list\.$"):
        AuthorizerEvent(["secret"], None)


# ARNs


@pytest.mark.parametrize(
    "path", ["GET/", "GET/a/b", "GET/a:b/:execute", "$connect", ""]
)
@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov", "aws-iso-b"])
def test_the_whole_stage_is_allowed_in_every_partition(partition, path):
    stage = f"arn:{partition}:execute-api:cn-north-1:123456789012:abc/$default"
    asked = AuthorizerEvent(TOKEN | {"methodArn": f"{stage}/{path}"}, None)

    assert asked.get_policy("Allow", "ada") == {
        "principalId": "ada",
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Action": "execute-api:Invoke",
                    "Effect": "Allow",
                    "Resource": [f"{stage}/*"],
                }
            ],
        },
    }


def test_a_path_can_not_name_another_stage():
    arn = f"{STAGE}/prod/GET/arn:aws:execute-api:eu-west-1:999999999999:evil/stage/GET"

    with_path = AuthorizerEvent(TOKEN | {"methodArn": arn}, None)

    assert with_path.stage_arn == f"{STAGE}/prod"


@pytest.mark.parametrize(
    "arn",
    [
        "",
        "*",
        "arn:aws:execute-api:abcdef123/prod/GET/",
        "arn:aws:execute-api:us-east-1:123456789012:abcdef123",
        "arn:aws:execute-api:us-east-1:123456789012:/prod/GET/",
        "arn:aws:execute-api:us-east-1:123456789012:abcdef123//GET/",
        "arn:aws:execute-api:us-east-1::abcdef123/prod/GET/",
        "arn:aws:execute-api::123456789012:abcdef123/prod/GET/",
        "arn::execute-api:us-east-1:123456789012:abcdef123/prod/GET/",
        "aws:execute-api:us-east-1:123456789012:abcdef123/prod/GET/",
        "arn:aws:lambda:us-east-1:123456789012:abcdef123/prod/GET/",
        "arn:aws:s3:execute-api:us-east-1:123456789012:abcdef123/prod/GET/",
    ],
)
def test_an_arn_without_a_stage_is_refused(arn):
    with pytest.raises(UnsupportedEventError, match="names no stage of an API"):
        AuthorizerEvent(TOKEN | {"methodArn": arn}, None)


def test_resources_are_limited_to_what_an_arn_may_have():
    asked = AuthorizerEvent(TOKEN, None)
    fits = "x" * (512 - len(asked.stage_arn) - 1)

    policy = asked.get_policy("Allow", "ada", ["GET/a", fits])

    [statement] = policy["policyDocument"]["Statement"]
    assert statement["Resource"] == [f"{STAGE}/prod/GET/a", f"{STAGE}/prod/{fits}"]
    with pytest.raises(ValueError, match=r"longer than the 512 .*get_resources\(\)"):
        asked.get_policy("Allow", "ada", [fits + "x"])


# Contexts


def test_a_policy_gets_a_flat_context():
    context = {"a": "b", "n": 1, "f": 1.5, "t": True, "l": ["ä", 1], "d": {"x": None}}

    assert flatten_context(context | {"none": None, "empty": ""}) == {
        "a": "b",
        "n": 1,
        "f": 1.5,
        "t": True,
        "l": '["ä",1]',
        "d": '{"x":null}',
        "empty": "",
    }


def test_reserved_names_are_left_out():
    reserved = ("principalId", "integrationLatency", "claims", "jwt", "lambda", "iam")

    assert clean_context(dict.fromkeys(reserved, "x") | {"sub": "ada"}, "A") == {
        "sub": "ada"
    }


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), "\ud800"])
def test_what_json_can_not_say_names_the_hook(value):
    with pytest.raises((TypeError, ValueError), match=r"^A\.get_context\(\) returned"):
        clean_context({"a": value}, "A")


def test_an_answer_of_8_kb_fits_and_a_larger_one_names_the_hook():
    text = "é" * ((8192 - len('{"a": ""}')) // 2)

    check_result({"a": text + "x"}, "A")
    with pytest.raises(ValueError, match=r"8194 bytes.*A\.get_context\(\)"):
        check_result({"a": text + "éx"}, "A")


# The events that tests make


def test_made_events_look_like_those_of_aws(kind):
    made = authorizer_event(kind, "a.b.c", target="/request?QueryString1=queryValue1")

    unmade = {"stageVariables", "cookies", "pathParameters"}  # where there are none
    assert GOLDEN[kind].keys() - made.keys() <= unmade
    extra = {"multiValueHeaders", "multiValueQueryStringParameters"}
    assert made.keys() - GOLDEN[kind].keys() <= extra
    for name in ("type", "version", "authorizationToken", "identitySource"):
        assert made.get(name) == GOLDEN[kind].get(name)
    known = GOLDEN[kind].get("requestContext", {}).keys()
    assert known - made.get("requestContext", {}).keys() <= {"resourceId"}


@pytest.mark.parametrize(
    ("kind", "stage", "arn"),
    [
        ("token", None, "prod/PUT/a/b"),
        ("request", "dev", "dev/PUT/a/b"),
        ("http1", None, "$default/PUT/a/b"),
        ("http2", "dev", "dev/PUT/a/b"),
        ("websocket", "dev", "dev/$connect"),
    ],
)
def test_made_events_have_the_arn_of_the_request(kind, stage, arn):
    event = authorizer_event(kind, method="put", target="/a/b", stage=stage)

    made = event.get("methodArn") or event["routeArn"]
    assert made == f"arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/{arn}"


def test_made_events_without_a_token_have_no_identity():
    assert authorizer_event("token")["authorizationToken"] == ""
    assert authorizer_event("http1")["identitySource"] is None
    assert authorizer_event("http2")["identitySource"] is None


def test_an_unknown_kind_of_authorizer_is_refused():
    with pytest.raises(ValueError, match=r"no authorizer 'cognito'\. Choose one"):
        authorizer_event("cognito")
