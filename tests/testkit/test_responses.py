"""Results are understood, or refused, as each front does."""

import base64

import pytest

from pyverless.test import (
    GATEWAYS,
    MalformedResponseError,
    TestResponse,
    parse_response,
)

PAYLOAD_1 = ("rest", "http1")
PAYLOAD_2 = ("http2", "function_url")
ALB = ("alb", "alb_multi")


def result(gateway, **members):
    """Return a minimal result of a front, with other members."""
    minimal = {"statusCode": 200}
    if gateway in ALB:
        headers = "headers" if gateway == "alb" else "multiValueHeaders"
        minimal |= {"isBase64Encoded": False, headers: {}}
    return minimal | members


# Every front


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_a_status_and_a_body_are_an_answer(gateway):
    response = parse_response(gateway, result(gateway, statusCode=201, body="é"))

    assert response.status_code == 201
    assert response.content == "é".encode()
    assert response.text == "é"


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_a_body_is_not_needed(gateway):
    assert parse_response(gateway, result(gateway)).content == b""


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_base64_becomes_bytes(gateway):
    body = base64.b64encode(b"\x89PNG").decode()
    members = {"body": body, "isBase64Encoded": True}

    assert parse_response(gateway, result(gateway, **members)).content == b"\x89PNG"


@pytest.mark.parametrize("gateway", GATEWAYS)
@pytest.mark.parametrize("status", [204, 304])
def test_an_answer_without_content_has_no_body(gateway, status):
    answer = result(gateway, statusCode=status, body="ignored")

    assert parse_response(gateway, answer).content == b""


@pytest.mark.parametrize("gateway", GATEWAYS)
@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"body": {"a": 1}}, "body is a dict, not a text; json.dumps()"),
        ({"body": "!", "isBase64Encoded": True}, "body is not base64: '!'"),
        ({"isBase64Encoded": "true"}, "isBase64Encoded is 'true', not true or false"),
        ({"statusCode": "OK"}, "statusCode is 'OK', not a number"),
        ({"statusCode": True}, "statusCode is True, not a number"),
        ({"statusCode": 20}, "statusCode is 20, not a number from 100 to 599"),
    ],
)
def test_what_is_malformed_everywhere(gateway, members, reason):
    with pytest.raises(MalformedResponseError) as raised:
        parse_response(gateway, result(gateway, **members))

    assert reason in str(raised.value)


@pytest.mark.parametrize("gateway", sorted({*GATEWAYS} - {"alb_multi"}))
@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        (["X-One"], "headers is a list, not a dict"),
        ({"X-One": 1}, "the header X-One is 1, not a text"),
        ({"X-One": None}, "the header X-One is None, not a text"),
        ({"X-One": "a\r\nX-Two: b"}, "the header X-One has a line break"),
    ],
)
def test_malformed_headers_are_refused(gateway, headers, reason):
    with pytest.raises(MalformedResponseError) as raised:
        parse_response(gateway, result(gateway, headers=headers))

    assert reason in str(raised.value)


def test_a_refusal_names_the_front_and_shows_the_result():
    with pytest.raises(MalformedResponseError) as raised:
        parse_response("rest", {"statusCode": 200, "cookies": []})

    assert str(raised.value) == (
        "The REST API refuses what the function returned: it knows no key 'cookies', "
        "only body, headers, isBase64Encoded, multiValueHeaders, statusCode. It was: "
        '{"statusCode": 200, "cookies": []}'
    )


def test_an_unknown_gateway_is_named():
    with pytest.raises(ValueError, match="There is no gateway 'http3'"):
        parse_response("http3", {})


@pytest.mark.parametrize("gateway", sorted({*GATEWAYS} - {*PAYLOAD_2}))
@pytest.mark.parametrize("answer", [None, "text", [1], 7])
def test_what_is_no_object_is_refused(gateway, answer):
    with pytest.raises(MalformedResponseError, match="not a dict"):
        parse_response(gateway, answer)


# Payload 1.0


def test_a_rest_api_needs_nothing():
    response = parse_response("rest", {})

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"


def test_a_rest_api_keeps_the_content_type_of_the_function():
    answer = {"headers": {"content-type": "text/html"}}

    assert parse_response("rest", answer).headers.getlist("Content-Type") == [
        "text/html"
    ]


@pytest.mark.parametrize("gateway", [*PAYLOAD_1, *PAYLOAD_2])
def test_api_gateway_takes_a_status_as_text(gateway):
    assert parse_response(gateway, {"statusCode": "404"}).status_code == 404


@pytest.mark.parametrize("gateway", PAYLOAD_1)
def test_null_members_are_absent_ones(gateway):
    answer = {"headers": None, "multiValueHeaders": None, "body": None}
    response = parse_response(gateway, {"statusCode": 200, **answer})

    assert response.content == b""


@pytest.mark.parametrize("gateway", PAYLOAD_1)
def test_lists_win_over_single_headers(gateway):
    response = parse_response(
        gateway,
        {
            "statusCode": 200,
            "headers": {"x-one": "0", "X-Two": True},
            "multiValueHeaders": {"X-One": ["1", "2"], "X-Three": [False]},
        },
    )

    assert response.headers.getlist("X-One") == ["1", "2"]
    assert response.headers["x-two"] == "true"
    assert response.headers["x-three"] == "false"


@pytest.mark.parametrize("gateway", PAYLOAD_1)
def test_multi_value_headers_must_be_lists(gateway):
    answer = {"statusCode": 200, "multiValueHeaders": {"X-One": "1"}}

    with pytest.raises(MalformedResponseError, match="X-One is a str, not a list"):
        parse_response(gateway, answer)


@pytest.mark.parametrize("gateway", PAYLOAD_1)
def test_single_headers_must_not_be_lists(gateway):
    with pytest.raises(MalformedResponseError, match=r"X-One is \['1'\], not a text"):
        parse_response(gateway, {"statusCode": 200, "headers": {"X-One": ["1"]}})


def test_an_http_api_1_ignores_other_keys_but_wants_a_status():
    assert parse_response("http1", {"statusCode": 200, "more": 1}).status_code == 200
    with pytest.raises(MalformedResponseError, match="statusCode is None"):
        parse_response("http1", {"body": "hello"})


# Payload 2.0


@pytest.mark.parametrize("gateway", PAYLOAD_2)
@pytest.mark.parametrize("answer", [None, "text", [1], {"errors": []}])
def test_without_a_status_payload_2_infers_one(gateway, answer):
    response = parse_response(gateway, answer)

    assert response.status_code == 200
    assert response.content_type == "application/json"
    assert response.json() == answer


@pytest.mark.parametrize("gateway", PAYLOAD_2)
def test_cookies_become_headers(gateway):
    cookies = ["a=1; Path=/; HttpOnly", "b=2"]
    response = parse_response(gateway, {"statusCode": 200, "cookies": cookies})

    assert response.headers.getlist("Set-Cookie") == cookies
    assert response.cookies == {"a": "1", "b": "2"}


@pytest.mark.parametrize("gateway", PAYLOAD_2)
@pytest.mark.parametrize("cookies", ["a=1", {"a": "1"}, [1]])
def test_cookies_must_be_a_list_of_texts(gateway, cookies):
    with pytest.raises(MalformedResponseError, match="not a"):
        parse_response(gateway, {"statusCode": 200, "cookies": cookies})


# Load balancers


@pytest.mark.parametrize("gateway", ALB)
@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"statusCode": "200"}, "statusCode is '200', not a number"),
        ({"body": None}, "one of its members is null"),
        ({"statusDescription": None}, "one of its members is null"),
        ({"statusDescription": "OK"}, "statusDescription is 'OK', not as in '200 OK'"),
        ({"isBase64Encoded": 0}, "isBase64Encoded is 0, not true or false"),
        (
            {"headers": {}, "multiValueHeaders": {}},
            "eaders, but the request had ",
        ),
    ],
)
def test_load_balancers_are_strict(gateway, members, reason):
    with pytest.raises(MalformedResponseError) as raised:
        parse_response(gateway, result(gateway, **members))

    assert reason in str(raised.value)


@pytest.mark.parametrize("gateway", ALB)
@pytest.mark.parametrize("key", ["statusCode", "isBase64Encoded", "eaders"])
def test_load_balancers_want_three_members(gateway, key):
    answer = {n: v for n, v in result(gateway).items() if not n.endswith(key)}

    with pytest.raises(MalformedResponseError, match=f"it has no .*{key}"):
        parse_response(gateway, answer)


def test_a_load_balancer_takes_no_bool_as_header():
    with pytest.raises(MalformedResponseError, match="X-One is True, not a text"):
        parse_response("alb", result("alb", headers={"X-One": True}))


def test_a_load_balancer_takes_a_status_description():
    answer = result("alb", statusDescription="200 OK", headers={"X-One": "1"})

    assert parse_response("alb", answer).headers["X-One"] == "1"


def test_a_load_balancer_with_multi_value_headers_takes_lists():
    answer = result("alb_multi", multiValueHeaders={"Set-Cookie": ["a=1", "b=2"]})

    assert parse_response("alb_multi", answer).cookies == {"a": "1", "b": "2"}


# VPC Lattice


def test_lattice_takes_texts_and_lists():
    headers = {"X-One": "1", "Set-Cookie": ["a=1", "b=2"]}
    response = parse_response("lattice", {"statusCode": 200, "headers": headers})

    assert response.headers["X-One"] == "1"
    assert response.headers.getlist("Set-Cookie") == ["a=1", "b=2"]


# The response


def test_headers_are_found_in_any_case():
    response = TestResponse(200, [("X-One", "1"), ("Vary", "a"), ("vary", "b")], b"")

    assert response.headers["x-ONE"] == "1"
    assert response.headers["Vary"] == "a, b"
    assert response.headers.get("X-Two") is None
    assert "x-two" not in response.headers
    assert len(response.headers) == 2
    assert sorted(response.headers) == ["Vary", "X-One"]
    assert response.headers.pairs[2] == ("vary", "b")
    assert "('Vary', 'a')" in repr(response.headers)


def test_a_missing_header_is_a_key_error_that_names_it():
    with pytest.raises(KeyError, match="X-One"):
        TestResponse(200, [], b"").headers["X-One"]


def test_the_content_type_comes_without_parameters():
    response = TestResponse(200, [("content-type", "Text/HTML; charset=utf-8")], b"")

    assert response.content_type == "text/html"
    assert TestResponse(200, [], b"").content_type == ""


def test_what_is_not_json_is_shown():
    response = TestResponse(200, [("Content-Type", "text/html")], b"<h1>")

    with pytest.raises(ValueError, match="200 text/html: <h1>> is not JSON: Expecting"):
        response.json()


def test_a_response_shows_itself():
    assert repr(TestResponse(404, [], b"")) == "<TestResponse 404 (no content type): >"
    long = repr(TestResponse(200, [("Content-Type", "text/plain")], b"a" * 300))
    assert long == f"<TestResponse 200 text/plain: {'a' * 200}…>"
