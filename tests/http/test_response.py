"""What `encode()` makes of a response; the fronts are in test_gateways_responses."""

from __future__ import annotations

from http import HTTPStatus

import pytest

from pyverless.encoding import dumps
from pyverless.http import Cookie, Response
from pyverless.http.response import is_json, json_response


def encoded(*arguments, **keywords):
    response = Response(*arguments, **keywords)
    response.encode()
    return response.media_type, response.content


def snapshot(response):
    cookies = [str(cookie) for cookie in response.cookies]
    sent = (response.media_type, response.content)
    return sent, response.headers.lists(), cookies


# Bodies


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
        ('{"a":1}', "application/json", ("application/json", '{"a":1}')),
        (1, "Application/JSON; a=b", ("Application/JSON; a=b", "1")),
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


@pytest.mark.parametrize("content_type", ["text/plain", "application/json"])
def test_text_that_is_no_unicode_is_refused_where_it_would_go_out_as_it_is(
    content_type,
):
    with pytest.raises(ValueError, match="surrogates not allowed"):
        encoded("\ud800", content_type=content_type)


@pytest.mark.parametrize("status_code", [204, 205, 304])
@pytest.mark.parametrize("body", [None, {"a": 1}, "a", b"a"])
def test_some_statuses_have_no_content(status_code, body):
    assert encoded(body, status_code) == (None, None)
    assert encoded(body, status_code, content_type="application/json") == (None, None)


@pytest.mark.parametrize("status_code", [100, 200, 599, HTTPStatus.CREATED])
def test_a_status_is_a_number_of_three_digits(status_code):
    assert encoded({}, status_code) == ("application/json", "{}")


@pytest.mark.parametrize("status_code", [99, 600, -1, 0, True, None, "200", 200.0])
def test_any_other_status_is_refused(status_code):
    with pytest.raises(ValueError, match=f"The status is {status_code!r}; it must be"):
        encoded({}, status_code)


def test_bodies_are_written_by_the_function_that_is_given():
    response = Response({"a": 1}, content_type="application/hal+json")
    response.encode(dumps=lambda body: f"written {body!r}")

    assert response.content == "written {'a': 1}"


@pytest.mark.parametrize("body", ["a", b"a", None])
def test_what_goes_out_as_it_is_is_not_written(body):
    response = Response(body, content_type="text/html")
    response.encode(dumps=pytest.fail)

    assert response.content == body


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("application/json", True),
        (" Application/JSON ;charset=utf-8", True),
        ("application/problem+json", True),
        ("application/json-seq", False),
        ("application/jsonp", False),
        ("application/geojson", False),
        ("text/html; type=application/json", False),
        ("", False),
    ],
)
def test_json_types_are_known_by_their_name_or_suffix(content_type, expected):
    assert is_json(content_type) is expected


@pytest.mark.parametrize("body", [{"a": 1}, [1], "text", None])
def test_a_response_of_json_is_like_one_that_was_encoded(body):
    response = json_response([body], 201, dumps)
    other = Response([body], 201)
    other.encode()

    for name in Response.__slots__:
        assert getattr(response, name) == getattr(other, name)


def test_a_response_of_json_can_be_changed_like_any_other():
    response = json_response({"a": 1}, 200, lambda body: "written")
    assert response.content == "written"
    response.headers["X-Value"] = 1
    response.cookies.append("a=1")
    response.body = b"bytes"
    response.encode()

    assert snapshot(response) == (
        ("application/octet-stream", b"bytes"),
        {"X-Value": ["1"]},
        ["a=1"],
    )


# Headers and cookies


def test_headers_are_found_without_case_and_checked_where_they_are_set():
    response = Response(headers={"X-Value": 1})

    assert response.headers["x-value"] == "1"
    with pytest.raises(ValueError, match="line breaks"):
        response.headers["X-Value"] = "a\nb"
    with pytest.raises(ValueError, match="can't be the name of a header"):
        Response(headers={"X Value": "a"})


def test_a_response_without_headers_gets_them_when_asked():
    response = Response()
    response.headers["X-Value"] = 1

    assert response.headers == {"X-Value": "1"}


@pytest.mark.parametrize(
    ("headers", "expected"), [({"x-b": 2}, {"x-b": "2"}), ({}, {}), (None, {})]
)
def test_headers_can_be_replaced(headers, expected):
    response = Response(headers={"X-A": 1})
    response.headers = headers
    response.headers["X-C"] = 3

    assert response.headers == {**expected, "X-C": "3"}


@pytest.mark.parametrize("name", ["Content-Type", "content-type"])
def test_a_content_type_among_the_headers_goes_before_the_argument(name):
    response = Response(
        "a", content_type="text/plain", headers={name: ["text/csv", "text/html"]}
    )
    response.encode()

    assert response.media_type == response.content_type == "text/html"
    assert response.headers == {}


def test_the_content_type_is_what_was_asked_for_and_the_media_type_what_goes_out():
    response = Response({})
    response.encode()

    assert response.content_type is None
    assert response.media_type == "application/json"


def test_a_body_may_be_of_another_kind_when_it_is_encoded_again():
    response = Response({"a": 1})
    response.encode()
    response.body = b"bytes"
    response.encode()

    assert response.media_type == "application/octet-stream"
    assert response.content == b"bytes"


@pytest.mark.parametrize("name", ["Set-Cookie", "set-cookie"])
def test_cookies_among_the_headers_go_with_the_others(name):
    response = Response(headers={name: ["b=2", "c=3"]}, cookies=["a=1"])
    response.encode()

    assert response.cookies == ["a=1", "b=2", "c=3"]
    assert response.headers == {}


@pytest.mark.parametrize(
    "keywords",
    [
        {"cookies": ["a=1\r\nX-Value: 1"]},
        {"content_type": "text/html\nX-Value: 1"},
        {"content_type": "application/json\r\nX-Value: 1"},
    ],
)
def test_line_breaks_are_refused_wherever_they_hide(keywords):
    with pytest.raises(ValueError, match="line breaks"):
        encoded("a", **keywords)


# Responses as objects


@pytest.mark.parametrize("compress", [None, True, False])
def test_a_response_says_whether_to_compress_it(compress):
    assert Response({}, compress=compress).compress is compress


def test_a_response_leaves_compression_to_its_route():
    assert Response({}).compress is None


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
    first = snapshot(response)
    response.encode()

    assert first == (
        ("application/json", "{}"),
        {"X-Value": ["1"]},
        ["a=1; Secure; HttpOnly", "b=2"],
    )
    assert first == snapshot(response)


def test_the_representation_tells_status_and_content_type():
    assert repr(Response("a", 201, content_type="text/html")) == (
        "<Response 201 text/html>"
    )


def test_a_misspelt_attribute_is_refused():
    with pytest.raises(AttributeError):
        Response().status = 404  # type: ignore[attr-defined]
