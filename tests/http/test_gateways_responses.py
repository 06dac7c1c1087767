"""What each front is answered: exactly what its contract allows."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from decimal import Decimal
from http import HTTPStatus

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pyverless.exceptions import NotFoundError, ServiceError, ThrottledError
from pyverless.handlers import BaseHandler
from pyverless.http import Cookie, Response
from pyverless.http.gateways import read_event
from pyverless.http.response import JSON
from tests.golden import FRONTS, bare, rich, with_context
from tests.validators import Answer, read

#: Where several cookies fit into an answer.
WITH_COOKIES = [front for front in FRONTS if front != "alb"]


def send(front, response, event=None) -> Answer:
    """Return what the caller of a front receives of a response."""
    request = read_event(event or rich(front), None)
    response.encode()
    return read(front, request.gateway.render(response, request))


def call(front, result, **changes) -> Answer:
    """Return what the caller of a front receives of a handler's result or error."""

    class Handler(BaseHandler):
        def perform_action(self):
            if isinstance(result, Exception):
                raise result
            return result

    return read(front, Handler.as_handler()(bare(front, **changes), None))


# Bodies


@pytest.mark.parametrize("front", FRONTS)
@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"price": Decimal("1.10"), "name": "é"}, '{"price":"1.10","name":"é"}'),
        ([], "[]"),
        ("hello", '"hello"'),
        (0, "0"),
        (False, "false"),
        ("\ud800", r'"\ud800"'),
    ],
)
def test_a_plain_body_goes_out_as_json(front, body, text):
    answer = send(front, Response(body))

    assert answer == (200, {"content-type": ["application/json"]}, [], text.encode())


@pytest.mark.parametrize("front", FRONTS)
@pytest.mark.parametrize("content", [b"\x00\xff\x89PNG", b"", b"text"])
def test_bytes_go_out_as_base64(front, content):
    answer = send(front, Response(content, content_type="image/png"))

    assert answer.headers == {"content-type": ["image/png"]}
    assert answer.body == content


@pytest.mark.parametrize("front", FRONTS)
def test_text_of_another_type_goes_out_as_it_is(front):
    answer = send(front, Response("<p>é</p>", content_type="text/html"))

    assert answer.body == "<p>é</p>".encode()


@pytest.mark.parametrize("front", FRONTS)
@pytest.mark.parametrize("status", [204, 205, 304])
@pytest.mark.parametrize("content_type", [None, "application/json", "text/html"])
def test_some_statuses_have_neither_body_nor_content_type(front, status, content_type):
    response = Response({"a": 1}, status, content_type=content_type)
    response.headers["ETag"] = '"1"'

    assert send(front, response) == (status, {"etag": ['"1"']}, [], b"")


@pytest.mark.parametrize("front", FRONTS)
def test_no_body_has_no_content_type(front):
    assert send(front, Response()) == (200, {}, [], b"")


@pytest.mark.parametrize("front", FRONTS)
def test_head_is_answered_with_the_headers_of_get_alone(front):
    as_get = call(front, {"title": "Hello"})
    keys = {"httpMethod": "HEAD"}
    if front in ("http_2", "function_url"):
        keys = with_context(bare(front), http={"method": "HEAD"})
    elif front == "lattice":
        keys = {"method": "HEAD"}
    as_head = call(front, {"title": "Hello"}, **keys)

    assert as_get.body == b'{"title":"Hello"}'
    assert as_head == as_get._replace(body=b"")


# Headers


@pytest.mark.parametrize("front", FRONTS)
@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("text", "text"),
        (3600, "3600"),
        (1.5, "1.5"),
        (True, "true"),
        (False, "false"),
        ("", ""),
        (["one"], "one"),
    ],
)
def test_header_values_become_text(front, value, line):
    answer = send(front, Response({}, headers={"X-Value": value}))

    assert answer.headers["x-value"] == [line]


@pytest.mark.parametrize("front", FRONTS)
@pytest.mark.parametrize("value", [None, [], [None], ()])
def test_a_header_without_a_value_is_left_out(front, value):
    answer = send(front, Response({}, headers={"X-Value": value}))

    assert answer.headers == {"content-type": ["application/json"]}


@pytest.mark.parametrize("front", FRONTS)
def test_repeated_headers_are_lines_of_their_own_where_the_front_has_lines(front):
    headers = {"Link": ("<a>", "<b>"), "X-Mixed": [1, True]}
    answer = send(front, Response({}, headers=headers))
    joins = front in ("http_2", "function_url", "alb")

    assert answer.headers["link"] == (["<a>, <b>"] if joins else ["<a>", "<b>"])
    assert answer.headers["x-mixed"] == (["1, true"] if joins else ["1", "true"])


@pytest.mark.parametrize("front", FRONTS)
@pytest.mark.parametrize("name", ["Content-Type", "content-type", "CONTENT-TYPE"])
@pytest.mark.parametrize("value", ["text/csv", ["text/plain", "text/csv"]])
def test_a_content_type_among_the_headers_wins(front, name, value):
    response = Response("a;b", content_type="text/html", headers={name: value})
    answer = send(front, response)

    assert answer.headers == {"content-type": ["text/csv"]}
    assert answer.body == b"a;b"


# Cookies


@pytest.mark.parametrize("front", WITH_COOKIES)
def test_every_cookie_is_set(front):
    expires = datetime(2026, 7, 10, 19, 19, 4, tzinfo=UTC)
    cookies = [Cookie("a", "1", expires=expires), "b=2; Path=/"]
    answer = send(front, Response({}, headers={"X-Value": 1}, cookies=cookies))

    assert answer.cookies == [
        "a=1; Expires=Fri, 10 Jul 2026 19:19:04 GMT; Secure; HttpOnly",
        "b=2; Path=/",
    ]
    assert answer.headers["x-value"] == ["1"]


@pytest.mark.parametrize("front", FRONTS)
def test_one_cookie_is_set_everywhere(front, caplog):
    assert send(front, Response(cookies=["a=1"])).cookies == ["a=1"]
    assert caplog.records == []


@pytest.mark.parametrize("front", WITH_COOKIES)
@pytest.mark.parametrize("name", ["Set-Cookie", "set-cookie"])
def test_cookies_among_the_headers_go_where_cookies_go(front, name):
    lines = ["b=2; Expires=Fri, 10 Jul 2026 19:19:04 GMT", "c=3"]
    answer = send(front, Response(headers={name: lines}, cookies=["a=1"]))

    assert answer.cookies == ["a=1", *lines]


def test_a_load_balancer_with_single_values_sets_the_last_cookie_and_warns(caplog):
    with caplog.at_level(logging.WARNING, logger="pyverless.request"):
        answer = send("alb", Response({}, cookies=["a=1", "c=secret"]))

    assert answer.cookies == ["c=secret"]
    assert "1 of 2 were left out" in caplog.text
    assert "secret" not in caplog.text


# What no front can send


@pytest.mark.parametrize("injected", ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b"])
@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda text: Response(headers={"X-Value": text}), "X-Value"),
        (lambda text: Response(headers={"X-Value": ["fine", text]}), "X-Value"),
        (lambda text: Response(headers={"Content-Type": text}), "Content-Type"),
        (lambda text: Response("body", content_type=text), "Content-Type"),
        (lambda text: Response({}, content_type=f"{JSON}; a={text}"), "Content-Type"),
        (lambda text: Response(cookies=[f"name={text}"]), "Set-Cookie"),
        (lambda text: Response(headers={"set-cookie": text}), "set-cookie"),
    ],
)
def test_line_breaks_are_refused_wherever_they_hide(make, name, injected):
    with pytest.raises(ValueError, match=f"^The header '{name}.* has line breaks"):
        make(injected).encode()


@pytest.mark.parametrize("name", ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b", "a b", ""])
def test_what_can_not_name_a_header_is_refused(name):
    with pytest.raises(ValueError, match="can't be the name of a header"):
        Response(headers={name: "value"})


@pytest.mark.parametrize(
    "make",
    [
        lambda: Response(headers={"X-Value": "\ud800"}),
        lambda: Response(headers={"X-Value": ["é", "\udfff"]}),
        lambda: Response(cookies=["a=\ud800"]).encode(),
        lambda: Response("", content_type="text/\ud800").encode(),
    ],
)
def test_what_is_no_unicode_is_refused_in_headers(make):
    with pytest.raises(UnicodeEncodeError):
        make()


@pytest.mark.parametrize("status", [None, "200", 200.0, True, 0, 99, 600, -1, [200]])
def test_a_status_that_no_front_takes_is_refused(status):
    with pytest.raises(ValueError, match="must be a number from 100 to 599"):
        Response({}, status).encode()


@pytest.mark.parametrize("front", FRONTS)
@pytest.mark.parametrize("status", [100, 200, 418, 599, HTTPStatus.CREATED])
def test_every_other_status_goes_out(front, status):
    assert send(front, Response({}, status)).status == status


@pytest.mark.parametrize("front", FRONTS)
@pytest.mark.parametrize(
    "result",
    [
        float("nan"),
        {"a": object()},
        b"\x00".__contains__,
        Response({}, "200"),
        Response({}, cookies=["a=1\nb"]),
        Response({"a": 1}, content_type="text/html"),
        Response("\ud800", content_type="text/html"),
        ServiceError("404", "Not a number"),
    ],
)
def test_what_cannot_be_sent_is_a_500_that_every_front_takes(front, result):
    answer = call(front, result)

    assert answer.status == 500
    assert answer.json["code"] == "internal_error"


@pytest.mark.parametrize("front", FRONTS)
def test_an_error_and_its_headers_go_out(front):
    answer = call(front, ThrottledError(1.5))

    assert answer.status == 429
    assert answer.headers["retry-after"] == ["2"]
    assert answer.headers["content-type"] == ["application/problem+json"]
    assert call(front, NotFoundError()).json["title"] == "Not Found"


# Any response


TEXTS = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20)


@hypothesis_settings(deadline=None, max_examples=50)
@given(
    front=st.sampled_from(FRONTS),
    status=st.integers(100, 599),
    body=st.none() | st.text() | st.binary() | st.dictionaries(TEXTS, st.booleans()),
    headers=st.dictionaries(
        st.sampled_from(["ETag", "X-One", "Link", "Vary"]),
        TEXTS | st.integers() | st.booleans() | st.lists(TEXTS) | st.none(),
    ),
)
def test_any_response_keeps_the_contract(front, status, body, headers):
    answer = send(front, Response(body, status, headers=headers))

    assert answer.status == status
    if isinstance(body, bytes) and status not in (204, 205, 304):
        assert answer.body == body


# The reader that these tests trust


GOOD = {"statusCode": 200, "headers": {}, "body": "", "isBase64Encoded": False}
MULTI = {"multiValueHeaders": {}, "statusCode": 200, "body": ""}


@pytest.mark.parametrize(
    ("front", "answer"),
    [
        ("rest", None),
        ("rest", {**GOOD, "cookies": []}),
        ("rest", {**GOOD, "statusDescription": "200 OK"}),
        ("rest", {**GOOD, "statusCode": "200"}),
        ("rest", {**GOOD, "headers": {"X": 1}}),
        ("rest", {**GOOD, "headers": {"X": ["1"]}}),
        ("rest", {**GOOD, "multiValueHeaders": {"X": "1"}}),
        ("rest", {**GOOD, "headers": {"X": "1"}, "multiValueHeaders": {"x": ["2"]}}),
        ("rest", {**GOOD, "body": {"a": 1}}),
        ("rest", {**GOOD, "body": float("nan")}),
        ("rest", {**GOOD, "body": "no base64!", "isBase64Encoded": True}),
        ("rest", {**GOOD, "headers": {"X": "a\nb"}}),
        ("rest", {**GOOD, "headers": {"X y": "a"}}),
        ("http_1", {**GOOD, "statusCode": 600}),
        ("http_2", {**GOOD, "multiValueHeaders": {}}),
        ("http_2", {**GOOD, "headers": {"Set-Cookie": "a=1"}}),
        ("function_url", {**GOOD, "cookies": "a=1"}),
        ("alb", {**GOOD, "multiValueHeaders": {}}),
        ("alb", {**GOOD, "body": None}),
        ("alb", {**GOOD, "statusDescription": "OK"}),
        ("alb_multi", GOOD),
        ("alb_multi", {**MULTI, "isBase64Encoded": "false"}),
        ("lattice", MULTI),
        ("lattice", {**GOOD, "statusCode": 204, "body": "{}"}),
    ],
)
def test_the_reader_refuses_what_fronts_refuse(front, answer):
    with pytest.raises((AssertionError, LookupError, ValueError)):
        read(front, answer)
