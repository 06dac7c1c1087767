"""The client calls functions as fronts and Lambda do."""

import base64
import decimal
import json

import pytest

from pyverless.auth import ClaimsUser
from pyverless.handlers import AuthorizationMixin, BaseHandler
from pyverless.http import Response
from pyverless.routing import App, path
from pyverless.test import (
    GATEWAYS,
    Client,
    FakeContext,
    MalformedResponseError,
    TestResponse,
    sqs_event,
    warmup_event,
)


def echo(event, context):
    """Answer, at any front, with the event."""
    headers = {"Content-Type": "application/json"}
    answer = {
        "statusCode": 200,
        "headers": headers,
        "body": json.dumps(event),
        "isBase64Encoded": False,
    }
    if "elb" in event.get("requestContext", {}) and "multiValueHeaders" in event:
        answer["multiValueHeaders"] = {n: [v] for n, v in answer.pop("headers").items()}
    return answer


def get_headers(event):
    return {name.lower(): value for name, value in event["headers"].items()}


# What can be called


class Hello:
    """What the client expects of a handler class."""

    @classmethod
    def as_handler(cls):
        return lambda event, context: {"statusCode": 200, "body": "hello"}


class Application:
    """What the client expects of an App."""

    def __call__(self, event, context):
        return {"statusCode": 200, "body": "app"}


@pytest.mark.parametrize(
    ("target", "text"),
    [
        (Hello, "hello"),
        (Hello.as_handler(), "hello"),
        (Application(), "app"),
    ],
)
def test_classes_apps_and_functions_can_be_called(target, text):
    assert Client(target).get("/").text == text


@pytest.mark.parametrize("target", [None, "blog.api:app", dict])
def test_anything_else_is_refused(target):
    with pytest.raises(TypeError, match="is no Lambda function"):
        Client(target)


def test_an_unknown_gateway_is_refused_at_once():
    with pytest.raises(ValueError, match="There is no gateway 'api'"):
        Client(echo, "api")


# Requests


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_every_front_calls_and_answers(gateway):
    response = Client(echo, gateway).post("/articles?a=1", json={"title": "é"})

    assert isinstance(response, TestResponse)
    assert response.status_code == 200
    event = response.json()
    assert json.loads(event["body"]) == {"title": "é"}


@pytest.mark.parametrize(
    "method", ["get", "head", "options", "post", "put", "patch", "delete"]
)
def test_each_method_has_its_own(method):
    event = getattr(Client(echo), method)("/").json()

    assert event["httpMethod"] == method.upper()


def test_any_method_can_be_sent():
    assert Client(echo).request("PURGE", "/").json()["httpMethod"] == "PURGE"


def test_the_route_and_the_stage_are_those_of_the_client():
    client = Client(echo, "http2", route="/articles/{id}", stage="dev")
    event = client.get("/articles/1").json()

    assert event["routeKey"] == "GET /articles/{id}"
    assert event["pathParameters"] == {"id": "1"}
    assert event["rawPath"] == "/dev/articles/1"


def test_path_params_and_an_authorizer_belong_to_a_request():
    event = (
        Client(echo)
        .get("/", path_params={"id": 1}, authorizer={"principalId": "u1"})
        .json()
    )

    assert event["pathParameters"] == {"id": "1"}
    assert event["requestContext"]["authorizer"] == {"principalId": "u1"}


@pytest.mark.parametrize(
    ("target", "query", "raw"),
    [
        ("/", {"q": "a b&c", "n": 1}, "q=a+b%26c&n=1"),
        ("/?a=1", {"b": [2, 3]}, "a=1&b=2&b=3"),
        ("/", [("a", "1"), ("b", "2"), ("a", "3")], "a=1&a=3&b=2"),
        ("/?a=1", {}, "a=1"),
        ("/", {"a": []}, ""),
    ],
)
def test_queries_are_encoded_and_added(target, query, raw):
    event = Client(echo, "http2").get(target, query=query).json()

    assert event["rawQueryString"] == raw


def test_json_has_its_content_type_unless_it_is_given():
    client = Client(echo)

    event = client.post("/", json=None).json()
    assert event["body"] == "null"
    assert event["headers"]["Content-Type"] == "application/json"
    merge = {"content-type": "application/merge-patch+json"}
    event = client.patch("/", json={}, headers=merge).json()
    assert event["multiValueHeaders"]["content-type"] == [merge["content-type"]]
    assert "Content-Type" not in event["headers"]


def test_json_may_hold_what_pyverless_writes():
    event = Client(echo).post("/", json={"price": decimal.Decimal("1.10")}).json()

    assert json.loads(event["body"]) == {"price": "1.10"}


def test_a_body_is_sent_as_it_is():
    event = Client(echo).post("/", body=b"\xff\x00").json()

    assert base64.b64decode(event["body"]) == b"\xff\x00"
    assert "content-type" not in get_headers(event)


def test_a_request_has_one_body():
    with pytest.raises(TypeError, match="give either json or body, not both"):
        Client(echo).post("/", json={}, body="{}")


# Headers


def test_headers_of_the_request_win_over_credentials_and_those_of_the_client():
    client = Client(echo, headers={"X-A": "client", "X-B": "client", "X-C": "client"})
    client.credentials(x_a="credentials", X_B="credentials")
    event = client.get("/", headers=[("X-A", "1"), ("X-A", "2")]).json()

    assert event["multiValueHeaders"]["X-A"] == ["1", "2"]
    headers = get_headers(event)
    assert headers["x-b"] == "credentials"
    assert headers["x-c"] == "client"


def test_credentials_replace_those_before_and_end():
    client = Client(echo)

    client.credentials(Authorization="Bearer 1")
    client.credentials(X_Api_Key="key")
    headers = get_headers(client.get("/").json())
    assert headers["x-api-key"] == "key"
    assert "authorization" not in headers
    client.credentials()
    assert "x-api-key" not in get_headers(client.get("/").json())


# What comes back


def test_what_the_function_raises_gets_out():
    def fail(event, context):
        raise LookupError("the table is gone")

    with pytest.raises(LookupError, match="the table is gone"):
        Client(fail).get("/")


def test_what_the_front_refuses_is_an_error():
    client = Client(lambda event, context: {"status": 200})

    with pytest.raises(MalformedResponseError, match="it knows no key 'status'"):
        client.get("/")


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        ({"body": {1, 2}}, "type set is not JSON serializable"),
        ({"body": b"bytes"}, "type bytes is not JSON serializable"),
        ({"body": float("nan")}, "not JSON compliant"),
    ],
)
def test_a_result_that_json_cannot_say_is_an_error(result, reason):
    with pytest.raises(MalformedResponseError, match=reason):
        Client(lambda event, context: result, "http2").get("/")


def test_events_and_results_go_through_json():
    received = []

    def function(event, context):
        received.append(event)
        return {1: ("a", "b")}

    event = {"ids": (1, 2)}
    result = Client(function).invoke(event)

    assert received == [{"ids": [1, 2]}]
    assert received[0] is not event
    assert result == {"1": ["a", "b"]}


# The real thing


class WhoAmI(AuthorizationMixin, BaseHandler):
    """Answers with the id of the user, who is required."""

    def perform_action(self):
        return {"user": self.user.id}


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_a_forced_user_is_that_of_every_call_until_none(gateway):
    client = Client(WhoAmI, gateway)
    assert client.get("/").status_code == 401

    client.force_authenticate(ClaimsUser("u1", {}))
    assert client.get("/").json() == {"user": "u1"}
    assert client.get("/").json() == {"user": "u1"}
    assert Client(WhoAmI, gateway).get("/").status_code == 401
    client.force_authenticate(None)
    assert client.get("/").status_code == 401


class Echo(BaseHandler):
    """Answers with what it was asked."""

    def perform_action(self):
        asked = {"q": self.request.query["q"], "body": self.request.json_body}
        return Response({**self.kwargs, **asked}, 201, headers={"X-One": "1"})


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_an_app_answers_behind_every_front(gateway):
    client = Client(App([path("/articles/{slug}", Echo)]), gateway)

    response = client.post(
        "/articles/a%20b", query={"q": "a b,c&d"}, json={"title": "é"}
    )

    assert response.status_code == 201
    assert response.headers["X-One"] == "1"
    expected = {"slug": "a b", "q": "a b,c&d", "body": {"title": "é"}}
    assert response.json() == expected


# Any event


def test_any_event_can_be_invoked():
    client = Client(lambda event, context: {"seen": len(event["Records"])})

    assert client.invoke(sqs_event(["a", "b"])) == {"seen": 2}


def test_every_call_has_a_context_of_its_own():
    client = Client(lambda event, context: context.aws_request_id)

    assert client.invoke({}) != client.invoke({})


def test_a_context_can_be_given():
    def is_warm_up(event, context):
        return context.client_context.custom["source"] == event["source"]

    context = FakeContext(client_context={"custom": warmup_event()})

    assert Client(is_warm_up).invoke(warmup_event(), context) is True


# The context


def test_a_context_is_like_that_of_lambda():
    context = FakeContext("articles", "c6af9ac6-7b61-11e6-9a41-93e8deadbeef")

    assert context.function_name == "articles"
    assert context.aws_request_id == "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"
    assert context.invoked_function_arn.endswith(":function:articles")
    assert context.log_group_name == "/aws/lambda/articles"
    assert context.memory_limit_in_mb == "128"
    assert context.client_context is None
    assert context.identity.cognito_identity_id is None
    assert repr(context) == f"<FakeContext articles {context.aws_request_id}>"


def test_the_remaining_time_is_never_negative():
    assert FakeContext(remaining_ms=0).get_remaining_time_in_millis() == 0
    assert 0 < FakeContext(remaining_ms=60_000).get_remaining_time_in_millis() <= 60_000


def test_a_client_context_has_all_its_parts():
    context = FakeContext(client_context={"custom": {"a": 1}}).client_context

    assert context.custom == {"a": 1}
    assert context.client is None
    assert context.env is None


def test_a_request_has_the_address_of_its_caller(gateway):
    class Handler(BaseHandler):
        def perform_action(self):
            return self.request.client_ip

    response = Client(Handler, gateway).get("/", source_ip="198.51.100.9")

    assert response.json() == "198.51.100.9"


def test_an_option_that_does_not_exist_is_refused():
    with pytest.raises(TypeError, match=r"no option 'querry'. Choose from: json"):
        Client(BaseHandler).get("/", querry={})
