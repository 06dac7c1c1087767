"""What `encode()` makes of a response; the fronts are in test_gateways_responses."""

from __future__ import annotations

import pytest

from pyverless.http import Cookie, Response


def encoded(*arguments, **keywords):
    response = Response(*arguments, **keywords)
    response.encode()
    return response.content_type, response.content


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        ({"a": 1}, None, ("application/json", '{"a":1}')),
        ("text", None, ("application/json", '"text"')),
        (b"bytes", None, ("application/octet-stream", b"bytes")),
        (None, None, (None, None)),
        (None, "application/json", ("application/json", "null")),
        (None, "text/html", ("text/html", None)),
        ("text", "text/html", ("text/html", "text")),
        ("é", "text/html; charset=utf-8", ("text/html; charset=utf-8", "é")),
        (b"bytes", "text/html", ("text/html", b"bytes")),
        (b"{}", "application/json", ("application/json", b"{}")),
        ("a", "Application/JSON; a=b", ("Application/JSON; a=b", '"a"')),
        ([1], "application/vnd.api+json", ("application/vnd.api+json", "[1]")),
        ([1], "application/problem+json", ("application/problem+json", "[1]")),
    ],
)
def test_body_and_content_type_decide_what_goes_out(body, content_type, expected):
    assert encoded(body, content_type=content_type) == expected


@pytest.mark.parametrize("body", [{"a": 1}, 1, True, bytearray(b"a")])
def test_what_is_neither_text_nor_bytes_needs_a_json_type(body):
    with pytest.raises(TypeError, match="'text/html' must be text or bytes, not "):
        encoded(body, content_type="text/html")


def test_text_that_is_no_unicode_is_refused_where_it_would_go_out_as_it_is():
    with pytest.raises(ValueError, match="surrogates not allowed"):
        encoded("\ud800", content_type="text/plain")


def test_a_response_shares_nothing_with_its_arguments():
    headers, cookies = {"X-Value": 1}, ["a=1"]
    response = Response({}, headers=headers, cookies=cookies)
    response.headers["X-Other"] = "2"
    response.cookies.append("b=2")
    response.encode()

    assert headers == {"X-Value": 1}
    assert cookies == ["a=1"]


def test_responses_share_nothing():
    Response().headers["X-Value"] = 1
    Response().cookies.append("a=1")

    assert Response().headers == {}
    assert Response().cookies == []


def test_encoding_again_changes_nothing():
    response = Response(
        {}, headers={"X-Value": 1, "Set-Cookie": "b=2"}, cookies=[Cookie("a", "1")]
    )
    response.encode()
    first = (response.content, response.headers, list(map(str, response.cookies)))
    response.encode()

    assert first == ("{}", {"X-Value": ["1"]}, ["a=1; Secure; HttpOnly", "b=2"])
    assert first == (response.content, response.headers, [*map(str, response.cookies)])


def test_the_representation_tells_status_and_content_type():
    assert repr(Response("a", 201, content_type="text/html")) == (
        "<Response 201 text/html>"
    )


def test_a_misspelt_attribute_is_refused():
    with pytest.raises(AttributeError):
        Response().status = 404  # type: ignore[attr-defined]
