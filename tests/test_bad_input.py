"""Whatever comes in, HTTP gets a well-formed answer, and records let the error out."""

from __future__ import annotations

import json
from contextlib import suppress
from copy import deepcopy
from types import SimpleNamespace
from unittest.mock import MagicMock, Mock

import jwt
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pyverless.crypto import get_json_web_token
from pyverless.exceptions import UnsupportedEventError
from pyverless.handlers import (
    AuthorizationMixin,
    BaseHandler,
    CreateHandler,
    DeleteHandler,
    EventHandler,
    ListHandler,
    RequestBodyMixin,
    RetrieveHandler,
    S3FileMixin,
    SQSMessagesMixin,
    UpdateHandler,
)
from pyverless.routing import App, path
from pyverless.test import (
    GATEWAYS,
    Client,
    MalformedResponseError,
    http_event,
    override_settings,
    parse_response,
    s3_event,
    schedule_event,
    sns_event,
    sqs_event,
)
from tests.mixed import Article, ArticleSchema, read_parts

SECRET = "a secret of this test suite, of 32 bytes and more"


class Base:
    model = Article
    serializer = ArticleSchema


class List(Base, ListHandler):
    pass


class Create(Base, CreateHandler):
    pass


class Retrieve(Base, RetrieveHandler):
    pass


class Update(Base, UpdateHandler):
    required_body_keys = ["title"]
    optional_body_keys = ["rank"]


class Delete(Base, DeleteHandler):
    pass


class Me(AuthorizationMixin, BaseHandler):
    def perform_action(self):
        return self.user.id


class Everything(RequestBodyMixin, BaseHandler):
    """Reads every part of a request."""

    def perform_action(self):
        return [*read_parts(self.request), self.body]


API = App(
    [
        path("/articles", List, Create),
        path("/articles/{id}", Retrieve, Update, Delete),
        path("/me", Me),
    ]
)


@pytest.fixture(autouse=True)
def articles():
    with override_settings(SECRET_KEY=SECRET):
        Article(title="Hello").save()
        yield Article.objects
        Article.objects.clear()


@pytest.fixture
def article(articles):
    return next(iter(articles))


@pytest.fixture
def client(gateway):
    return Client(API, gateway)


def status_of(gateway, answer):
    """Return the status of an answer; its front must be able to read it."""
    answer = json.loads(json.dumps(answer, allow_nan=False))
    return parse_response(gateway, answer).status_code


# Bodies

BAD_BODIES = {
    "malformed": "{",
    "trailing": "{} x",
    "list": "[]",
    "string": '"a"',
    "number": "1",
    "null": "null",
    "NaN": '{"title": NaN}',
    "empty object": "{}",
    "unknown key": '{"title": "a", "is_admin": true}',
    "read-only key": '{"title": "a", "id": 5}',
    "null title": '{"title": null}',
    "long number": '{"title": "a", "rank": ' + "9" * 5000 + "}",
    "deep": '{"title": ' + "[" * 100_000 + "]" * 100_000 + "}",
    "surrogate": '{"title": "\\ud800"}',
    "blank": "  ",
    "byte order mark": "\ufeff{}",
}


@pytest.mark.parametrize("body", BAD_BODIES.values(), ids=BAD_BODIES)
def test_a_bad_body_is_a_400_and_creates_nothing(client, articles, body):
    for headers in ({"Content-Type": "application/json"}, {}):
        response = client.post("/articles", body=body, headers=headers)

        assert response.status_code == 400
        assert response.content_type == "application/problem+json"
    assert articles.count() == 1


@pytest.mark.parametrize("body", BAD_BODIES.values(), ids=BAD_BODIES)
def test_a_bad_body_changes_nothing(client, article, articles, body):
    response = client.put(f"/articles/{article.id}", body=body)

    assert response.status_code == 400
    assert articles.get(id=article.id).title == "Hello"


# In turn: not base64, base64 of text that is not UTF-8, of text that is not JSON.
@pytest.mark.parametrize(
    "body", ["a", "=", "%%%%", "YQ", "\xe9", "Y Q=", "/w==", "YQ=="]
)
def test_base64_that_is_no_json_is_a_400(gateway, body):
    event = http_event(gateway, "POST", "/articles", body="{}")
    event |= {"body": body, "isBase64Encoded": True}

    assert status_of(gateway, API(event)) == 400


@pytest.mark.parametrize("body", [5, [], {}, True, {"title": "a"}])
def test_a_body_that_is_no_text_is_answered(gateway, body):
    event = http_event(gateway, "POST", "/articles") | {"body": body}

    assert status_of(gateway, API(event)) == 400


def test_an_unknown_content_type_is_a_415(client):
    for content_type in ("text/plain", "multipart/form-data; boundary=x", "json", ";"):
        headers = {"Content-Type": content_type}
        response = client.post("/articles", body='{"title": "a"}', headers=headers)

        expected = 201 if content_type == ";" else 415
        assert response.status_code == expected


# Paths and methods


@pytest.mark.parametrize(
    "key",
    ["99", "abc", "1.5", "9" * 30, "9" * 5000, "%00", "%FF", "a%2Fb", "-0", "%20"],
)
@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_an_id_that_no_article_has_is_a_404(client, articles, method, key):
    body = {} if method in ("GET", "DELETE") else {"json": {"title": "a"}}

    response = client.request(method, f"/articles/{key}", **body)

    assert response.status_code == 404
    assert articles.count() == 1


def test_a_missing_path_parameter_is_a_500_that_tells_the_caller_nothing(gateway, log):
    response = Client(Retrieve, gateway).get("/articles/1")

    assert response.status_code == 500
    assert "Retrieve" not in response.text
    assert "Retrieve looks for the path parameter 'id'" in log.text


@pytest.mark.parametrize("target", ["/nothing", "//", "/articles/1/2", "/%", "/..%2F"])
def test_an_unknown_path_is_a_404(client, target):
    assert client.get(target).status_code == 404


def test_a_wrong_method_is_a_405(client):
    for method in ("PUT", "DELETE", "OPTIONS", "TRACE", "PURGE", "get_queryset"):
        response = client.request(method, "/articles")

        assert response.status_code == 405
        assert response.headers["Allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize(
    "query", ["limit=x", "limit=1&limit=2", "a", "=", "%FF=1", "&"]
)
def test_a_bad_query_is_answered(client, query):
    response = client.get(f"/articles?{query}")

    assert response.status_code in (200, 400)


# Callers


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("missing", "not_authenticated"),
        ("expired", "token_expired"),
        ("forged", "token_invalid"),
        ("unsigned", "token_invalid"),
        ("garbage", "token_invalid"),
    ],
)
def test_a_token_that_does_not_hold_is_a_401(client, kind, code):
    token = {
        "missing": "",
        "expired": get_json_web_token({"sub": "7"}, expiry=-60),
        "forged": jwt.encode({"sub": "7", "exp": 2**40}, SECRET[::-1], "HS256"),
        "unsigned": jwt.encode({"sub": "7", "exp": 2**40}, None, "none"),
        "garbage": "a.b.c",
    }[kind]
    headers = {"Authorization": f"Bearer {token}"} if token else {}

    response = client.get("/me", headers=headers)

    assert response.status_code == 401
    challenge = 'Bearer error="invalid_token"' if token else "Bearer"
    assert response.headers["WWW-Authenticate"] == challenge
    assert response.json()["code"] == code


# What goes wrong on our side


@pytest.mark.parametrize("result", [object(), float("nan"), {"a": {1j}}, "\ud800"])
def test_a_result_that_can_not_be_written_is_answered(gateway, result):
    class Handler(BaseHandler):
        def perform_action(self):
            return result

    response = Client(Handler, gateway).get("/")

    assert response.status_code == (200 if result == "\ud800" else 500)


class Failing(BaseHandler):
    def perform_action(self):
        raise RuntimeError("secret details")

    def finalize_response(self, response):
        raise RuntimeError("secret details")


def failing_renderer(error, request):
    raise RuntimeError("secret details")


@pytest.mark.parametrize("renderer", [None, failing_renderer])
def test_what_fails_while_an_error_is_answered_is_answered(gateway, renderer):
    renderers = {"ERROR_RENDERER": renderer} if renderer else {}

    with override_settings(**renderers):
        response = Client(Failing, gateway).get("/")

    assert response.status_code == 500
    assert response.json()["code"] == "internal_error"
    assert "secret" not in response.text


@pytest.mark.parametrize(
    "context",
    [None, object(), Mock(), MagicMock(), SimpleNamespace(aws_request_id=5), "text"],
)
def test_any_context_will_do(gateway, context):
    event = http_event(gateway, "POST", "/articles")

    assert status_of(gateway, API(event, context)) == 400
    assert status_of(gateway, Failing.as_handler()(event, context)) == 500


# Events of no known kind


@pytest.mark.parametrize(
    "event",
    [
        None,
        [],
        "text",
        5,
        {"hello": "world"},
        {"version": "9.0"},
        sqs_event("a"),
        s3_event("a"),
        sns_event("a"),
        schedule_event(),
    ],
)
@pytest.mark.parametrize("function", [API, Create.as_handler()])
def test_an_event_of_no_front_is_refused_saying_what_was_expected(function, event):
    with pytest.raises(UnsupportedEventError) as caught:
        function(event, None)

    assert "It expects the event of REST API, function URL, HTTP API" in str(
        caught.value
    )


class Queue(SQSMessagesMixin, BaseHandler):
    def perform_action(self):
        raise RuntimeError("broken")


class Bucket(S3FileMixin, BaseHandler):
    def perform_action(self):
        raise RuntimeError("broken")


class Nightly(EventHandler):
    def perform_action(self):
        raise RuntimeError("broken")


@pytest.mark.parametrize(
    ("handler", "event"),
    [(Queue, sqs_event("a")), (Bucket, s3_event("a")), (Nightly, schedule_event())],
)
@override_settings(ERROR_RENDERER=failing_renderer)
def test_the_error_of_a_record_gets_out(handler, event):
    with pytest.raises(RuntimeError, match="broken"):
        Client(handler).invoke(event)


@pytest.mark.parametrize("record", [None, 5, "text", [], {}, {"eventSource": None}])
@pytest.mark.parametrize("handler", [Queue, Bucket])
def test_a_record_that_is_none_is_refused(handler, record):
    with pytest.raises(UnsupportedEventError):
        Client(handler).invoke({"Records": [record]})


# Events that are nearly right

WRONG_VALUES = [None, "", "x", 0, 5, -1.5, True, [], [None], [5], {}, {"a": None}]


def places(value, at=()):
    """Yield the way to every value in an event, the event itself left out."""
    pairs = value.items() if isinstance(value, dict) else ()
    for key, nested in pairs:
        yield (*at, key)
        yield from places(nested, (*at, key))


def change(event, place, value):
    """Replace what is at a place, or take it away where `value` is Ellipsis."""
    *way, key = place
    for step in way:
        event = event.get(step) if isinstance(event, dict) else None
    if isinstance(event, dict):
        if value is ...:
            event.pop(key, None)
        else:
            event[key] = deepcopy(value)


EVENTS = {
    gateway: http_event(
        gateway,
        "POST",
        "/articles/1?limit=1&a=b",
        headers={"Cookie": "a=b", "Content-Type": "application/json"},
        body='{"title": "a"}',
        route="/articles/{id}",
        authorizer={"claims": {"sub": "7"}} if gateway in GATEWAYS[:3] else None,
    )
    for gateway in GATEWAYS
}
FUNCTIONS = [
    API,
    Create.as_handler(),
    List.as_handler(allowed_methods=("GET", "POST")),
    Retrieve.as_handler(allowed_methods=("GET", "POST")),
    Me.as_handler(),
    Everything.as_handler(),
]


def check(gateway, function, event):
    try:
        answer = function(event, None)
    except UnsupportedEventError:
        return None
    # What is left of an event may be that of another front.
    for front in (gateway, *GATEWAYS):
        with suppress(MalformedResponseError):
            return status_of(front, answer)
    pytest.fail(f"No front can read {answer}.")


@pytest.mark.parametrize("value", [..., *WRONG_VALUES], ids=repr)
def test_every_value_of_an_event_may_be_wrong(gateway, value):
    for place in places(EVENTS[gateway]):
        for function in FUNCTIONS:
            event = deepcopy(EVENTS[gateway])
            change(event, place, value)

            check(gateway, function, event)


@st.composite
def damaged_events(draw):
    gateway = draw(st.sampled_from(GATEWAYS))
    event = deepcopy(EVENTS[gateway])
    for _ in range(draw(st.integers(1, 5))):
        place = draw(st.sampled_from(list(places(EVENTS[gateway]))))
        value = draw(st.sampled_from([..., *WRONG_VALUES]) | JSON)
        change(event, place, value)
    return gateway, event


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda nested: st.lists(nested) | st.dictionaries(st.text(), nested),
    max_leaves=5,
)


@given(damaged=damaged_events(), function=st.sampled_from(FUNCTIONS))
@hypothesis_settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_several_values_of_an_event_may_be_wrong(damaged, function):
    gateway, event = damaged
    check(gateway, function, event)
