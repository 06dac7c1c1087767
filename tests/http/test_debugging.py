"""What debug mode logs, and what it hides."""

from __future__ import annotations

import base64
import json
import logging
from copy import deepcopy
from datetime import date
from enum import Enum
from types import MappingProxyType
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyverless.http.debugging import log_exchange, mask
from pyverless.test import http_event

SECRET = "hunter2-hunter2"
MASK = "********"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def encoded(content):
    return base64.b64encode(content).decode()


def written(value):
    return json.dumps(value, default=repr, ensure_ascii=False)


# Names


@pytest.mark.parametrize(
    "name",
    [
        "Authorization",
        "authorization",
        "X-Amzn-Oidc-Data",
        "x-api-key",
        "X-Amz-Security-Token",
        "X-Amz-Signature",
        "X-Amz-Credential",
        "X-CSRF-Token",
        "password",
        "PASSWORD",
        "new_password",
        "passwordConfirmation",
        "pass-word",
        "passwd",
        "pwd",
        "passphrase",
        "passcode",
        "pass",
        "client_secret",
        "clientSecret",
        "refresh_token",
        "accessToken",
        "access%5Ftoken",
        "toke%6E",
        "user[password]",
        "apiKeyId",
        "private_key",
        "sessionId",
        "sid",
        "SAMLResponse",
        "jwt",
        "pin",
        "user_pin",
        "userPIN",
        "PINCode",
        "smsOtp",
        "cvv",
        "credit-card",
        "cardNumber",
        "code",
        "verification_code",
        "userArn",
        "oauth",
    ],
)
def test_the_name_of_a_secret_hides_its_value(name):
    assert mask({name: SECRET}) == {name: MASK}
    assert mask({"a": [{name: [SECRET]}]}) == {"a": [{name: MASK}]}
    assert mask({name: 1234}) == {name: MASK}


@pytest.mark.parametrize(
    "name",
    [
        "routeKey",
        "author",
        "author_id",
        "keywords",
        "Access-Control-Allow-Credentials",
        "shipping",
        "opinion",
        "passenger",
        "footprint",
        "statusCode",
        "zip_code",
        "resource",
        "resourceId",
        "inside",
    ],
)
def test_other_names_hide_nothing(name):
    assert mask({name: "a value"}) == {name: "a value"}


def test_a_challenge_is_not_hidden():
    headers = {"WWW-Authenticate": 'Bearer realm="api", error="invalid_token"'}

    assert mask(headers) == headers


@pytest.mark.parametrize(
    "text", ["Basic realm='a'", 'Bearer resource_metadata="https://a.example/b"']
)
def test_what_is_no_bearer_token_is_not_hidden(text):
    assert mask(text) == text


@pytest.mark.parametrize("value", [None, "", True, False])
def test_what_tells_nothing_is_not_hidden(value):
    assert mask({"token": value}) == {"token": value}


@pytest.mark.parametrize("key", ["name", "Name", "key", "Key"])
def test_a_name_may_stand_beside_its_value(key):
    [masked] = mask([{key: "X-Api-Key", "Value": SECRET}])

    assert masked["Value"] == MASK


def test_the_value_beside_another_name_is_shown():
    parameter = {"name": "colour", "value": "red"}

    assert mask(parameter) == parameter


# The codes of our errors


def an_answer(problem, content_type="application/problem+json", **members):
    headers = {"Content-Type": content_type}
    answer = {"statusCode": 401, "headers": headers, "body": json.dumps(problem)}
    return answer | members


def masked_body(message):
    return json.loads(mask(message)["body"])


def test_an_error_of_ours_can_be_read():
    problem = {
        "title": "Unauthorized",
        "code": "token_expired",
        "errors": [{"code": "required", "detail": "a"}, {"code": "E42"}, "a"],
    }
    lists = {"headers": None, "multiValueHeaders": {"content-type": ["a", "a"]}}
    lists["multiValueHeaders"]["content-type"] = ["application/problem+json"]

    assert masked_body(an_answer(problem)) == problem
    assert masked_body(an_answer(problem, **lists)) == problem


@pytest.mark.parametrize(
    "code", ["4/0AX4XfWh", "4821", 4821, "a b", "a" * 65, ["required"], {"a": "b"}]
)
def test_what_names_no_error_stays_hidden_in_it(code):
    problem = {"code": code, "errors": [{"code": code}]}

    assert masked_body(an_answer(problem)) == {"code": MASK, "errors": [{"code": MASK}]}


@pytest.mark.parametrize(
    "problem",
    [
        {"a": {"code": "abc"}},
        {"errors": {"code": "abc"}},
        {"errors": 5},
        {"errors": [{"a": {"code": "abc"}}]},
        {"errors": [[{"code": "abc"}]]},
        [{"code": "abc"}],
    ],
)
def test_other_codes_in_it_stay_hidden(problem):
    expected = json.dumps(problem).replace("abc", MASK)

    assert masked_body(an_answer(problem)) == json.loads(expected)


@pytest.mark.parametrize(
    "message",
    [
        {**an_answer({"code": "abc"}), "headers": {"Content-Type": "application/json"}},
        an_answer({"code": "abc"}, headers={}),
        {k: v for k, v in an_answer({"code": "abc"}).items() if k != "statusCode"},
    ],
)
def test_the_code_of_other_bodies_and_of_requests_stays_hidden(message):
    assert masked_body(message) == {"code": MASK}


def test_errors_that_were_cut_are_not_put_back():
    """The log would be longer than it may be."""
    problem = {"errors": [{"code": "required", "a": "b" * 1500}] * 200}

    assert len(mask(an_answer(problem))["body"]) <= 2100


# Texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://a.example/?token=abc&b=1", "https://a.example/?token=********&b=1"),
        (
            "https://a.example/?password=a,b;c#d",
            "https://a.example/?password=********#d",
        ),
        (
            "https://a.example/#access_token=a,b",
            "https://a.example/#access_token=********",
        ),
        ("postgres://me:hunter2@db/a", "postgres://********@db/a"),
        ("password: correct horse\nstaple", "password: ********\nstaple"),
        (
            'mutation { login(password: "a \\" b") }',
            "mutation { login(password: ********) }",
        ),
        ("{'secret': 'a \\' b', 'c': 1}", "{'secret': ********, 'c': 1}"),
        ('broken {"token":"abc', 'broken {"token":********'),
        ("user[password]=abc", "user[password]=********"),
        ("Use Bearer abcdefgh012= here", "Use ******** here"),
        ("a eyJhbGciOiJIUzI1NiJ9.eyJzdWIi.c-_ b", "a ******** b"),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n.",
            "********\n.",
        ),
        ("-----BEGIN PRIVATE KEY-----\nMIIE", "********"),
        ("/login?next=%2Fa%3Ftoken%3Dabc", "/login?next=/a?token=********"),
        ('{"token": "abc password=d e", "b"', '{"token": ********, "b"'),
        ('{"token":"abc","b":[1]}', '{"token":"********","b":[1]}'),
        ("%7B%22token%22%3A%22abc%22%7D", '{"token":"********"}'),
        ('{"body": "abc"}', '{"body":"abc"}'),
        ("https://a.example/?b=1&token=a,b", "https://a.example/?b=1&token=********"),
        ("token=&b=1", "token=&b=1"),
        ("token=", "token="),
    ],
)
def test_secrets_in_the_midst_of_a_text_are_hidden(text, expected):
    assert mask(text) == expected
    assert mask({"url": text}) == {"url": expected}


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "100 %",
        "/a%2Fb",
        "[draft] a title",
        "{name} of a template",
        "text/html; charset=utf-8",
        "12:34:56",
        "arn:aws:iam::123456789012:role/a",
        "https://a.example/path?a=1#b",
        "bearer of news",
    ],
)
def test_other_texts_are_as_they_were(text):
    assert mask(text) == text


# Events and answers


def test_the_events_of_all_fronts_are_shown_without_secrets(gateway):
    event = http_event(
        gateway,
        "POST",
        f"/verify/{SECRET}?code={SECRET}&page=2",
        route="/verify/{token}",
        headers={
            "Authorization": f"Bearer {SECRET}",
            "Cookie": f"id={SECRET}; theme={SECRET}",
            "X-Api-Key": SECRET,
            "Referer": f"https://a.example/?reset_token={SECRET}",
            "Accept": "text/html",
        },
        body=json.dumps({"title": "Hello", "password": SECRET}),
    )
    before = deepcopy(event)

    text = written(mask(event))

    assert event == before
    hidden_in_path = gateway in ("rest", "http1", "http2")
    assert (SECRET in text) is not hidden_in_path
    assert SECRET not in text.replace(f"/verify/{SECRET}", "")
    for shown in ("page", "text/html", "POST", "Hello", "theme"):
        assert shown in text


@pytest.mark.parametrize(
    ("path", "parameter"),
    [("a b+c!", "a b+c!"), ("a%20b%2Bc!", "a b+c!"), ("a b+c!", "a%20b%2Bc!")],
)
def test_a_secret_in_the_path_is_hidden_however_it_is_written(path, parameter):
    event = {
        "path": f"/verify/{path}",
        "pathParameters": {"token": parameter, "id": "verify"},
    }

    assert mask(event) == {
        "path": "/verify/********",
        "pathParameters": {"token": MASK, "id": "verify"},
    }


@pytest.mark.parametrize("parameters", [{"key": "7"}, {"key": None}, ["key"], None])
def test_what_is_too_short_to_be_a_secret_stays_in_the_path(parameters):
    event = {"path": "/a7/7", "pathParameters": parameters}

    assert mask(event)["path"] == "/a7/7"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("a=1&token=abc&a=2", "a=1&token=********&a=2"),
        ("access%5Ftoken=a%26b", "access%5Ftoken=********"),
        ("password=a,b;c", "password=********"),
        ("filter=%7B%22pin%22%3A1234%7D", 'filter={"pin":"********"}'),
        ("next=%2Fa%3Ftoken%3Dabc", "next=/a?token=********"),
        ("q=100%25+sure&flag&token=", "q=100%25+sure&flag&token="),
        ('{"token":"abc"}', '{"token":"********"}'),
    ],
)
def test_query_strings_are_hidden_by_name(query, expected):
    assert mask({"rawQueryString": query}) == {"rawQueryString": expected}


def test_query_parameters_are_hidden_in_both_maps():
    event = {
        "queryStringParameters": {"a": "1", "token": SECRET, "access%5Fkey": SECRET},
        "multiValueQueryStringParameters": {"a": ["1"], "token": [SECRET]},
    }

    assert mask(event) == {
        "queryStringParameters": {"a": "1", "token": MASK, "access%5Fkey": MASK},
        "multiValueQueryStringParameters": {"a": ["1"], "token": MASK},
    }


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("Cookie", "a=1; b=2", "a=********; b=********"),
        ("cookie", "a", MASK),
        ("cookie", "path=1; path=2=3", "path=********; path=********"),
        ("cookies", ["a=1", "b"], ["a=********", MASK]),
        ("cookies", {"a": "1"}, MASK),
        ("cookies", [1], MASK),
        (
            "Set-Cookie",
            ["a=1; Path=/; Max-Age=3; HttpOnly; SameSite=Lax", "b=2; Secure"],
            [
                "a=********; Path=/; Max-Age=3; HttpOnly; SameSite=Lax",
                "b=********; Secure",
            ],
        ),
        (
            "Set-Cookie",
            "a=1; Path=/, b=2; X=3",
            "a=********; Path=********; X=********",
        ),
    ],
)
def test_of_cookies_the_names_are_shown(name, value, expected):
    assert mask({"headers": {name: value}}) == {"headers": {name: expected}}


def test_of_the_caller_only_a_little_is_shown():
    context = {
        "authorizer": {
            "principalId": "user-7",
            "claims": {"sub": "7", "email": "a@example.com", "exp": 1, "ok": True},
            "jwt": {"claims": {"sub": "7", "name": "A"}, "scopes": ["read"]},
            "groups": ["admins", None],
        },
        "identity": {
            "sourceIp": "192.0.2.1",
            "userAgent": "curl",
            "apiKey": SECRET,
            "accessKey": None,
            "userArn": "arn:aws:iam::123456789012:user/a",
            "user": "AIDA",
        },
        "authentication": {"clientCert": {"subjectDN": "a"}},
    }

    assert mask({"requestContext": context}) == {
        "requestContext": {
            "authorizer": {
                "principalId": "user-7",
                "claims": {"sub": "7", "email": MASK, "exp": MASK, "ok": True},
                "jwt": {"claims": {"sub": "7", "name": MASK}, "scopes": ["read"]},
                "groups": [MASK, None],
            },
            "identity": {
                "sourceIp": "192.0.2.1",
                "userAgent": "curl",
                "apiKey": MASK,
                "accessKey": None,
                "userArn": MASK,
                "user": MASK,
            },
            "authentication": MASK,
        }
    }


# Bodies


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"a": 1, "password": "x"}', '{"a":1,"password":"********"}'),
        (' [{"token": "x"}, 2] ', '[{"token":"********"},2]'),
        ('{"a": "ü"}', '{"a":"ü"}'),
        ('{"a": {"b": "{\\"pin\\": 1}"}}', '{"a":{"b":"{\\"pin\\":\\"********\\"}"}}'),
        ('{"body": "a comment"}', '{"body":"a comment"}'),
        ('{"password": "x"', "<text, 16 characters>"),
        ('"hunter2"', "<text, 9 characters>"),
        ("password=hunter2", "<text, 16 characters>"),
        ("hunter2", "<text, 7 characters>"),
        ("", ""),
        (None, None),
    ],
)
def test_of_bodies_json_is_shown(body, expected):
    assert mask({"body": body}) == {"body": expected}


def test_the_bodies_of_queued_messages_are_bodies():
    bodies = ["hunter2", '{"pin":1,"body":"a comment"}', "hunter2"]

    masked = mask({"Records": [{"body": body} for body in bodies]})

    assert [record["body"] for record in masked["Records"]] == [
        "<text, 7 characters>",
        '{"pin":"********","body":"a comment"}',
        "<text, 7 characters>",
    ]


def test_a_body_that_is_no_text_is_shown_as_what_it_is():
    assert mask({"body": {"token": "x", "a": 1}}) == {"body": {"token": MASK, "a": 1}}


@pytest.mark.parametrize(
    ("headers", "multi"),
    [
        (FORM, None),
        ({}, {"content-type": ["application/x-www-form-urlencoded; charset=utf-8"]}),
    ],
)
def test_of_bodies_forms_are_shown(headers, multi):
    form = urlencode({"name": "A B", "password": "a&b=c", "next": "/?token=abc"})

    masked = mask({"headers": headers, "multiValueHeaders": multi, "body": form + "&"})

    assert masked["body"] == "name=A+B&password=********&next=/?token=********&"


@pytest.mark.parametrize("body", ["hunter2", "a=1&hunter2", '{"password": "x"'])
def test_a_form_that_is_none_is_not_shown(body):
    masked = mask({"headers": FORM, "body": body})

    assert masked["body"] == f"<text, {len(body)} characters>"


def test_json_that_claims_to_be_a_form_is_json():
    masked = mask({"headers": FORM, "body": '{"password":"a=b"}'})

    assert masked["body"] == '{"password":"********"}'


@pytest.mark.parametrize("headers", [{"Content-Type": "text/plain"}, {"a": "b"}, [], 3])
def test_without_the_type_of_a_form_a_body_is_not_read_as_one(headers):
    masked = mask({"headers": headers, "body": "a=1&b=2"})

    assert masked["body"] == "<text, 7 characters>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (encoded(b'{"token": "x"}'), '{"token":"********"}'),
        (encoded(b"hunter2"), "<text, 7 characters>"),
        (encoded(b"\xff\xfe" * 617), "<1234 bytes>"),
        ("abcde", "<text that is not base64, 5 characters>"),
        ("ü", "<text that is not base64, 1 characters>"),
    ],
)
def test_a_base64_body_is_decoded_where_it_is_text(body, expected):
    masked = mask({"isBase64Encoded": True, "body": body})

    assert masked["body"] == expected


# What may come


class Colour(Enum):
    RED = "red"


class Broken:
    def __repr__(self):
        raise ValueError


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2026, 1, 2), "datetime.date(2026, 1, 2)"),
        (Colour.RED, "<Colour.RED: 'red'>"),
        (b"hunter2", "<7 bytes>"),
        (float("nan"), "nan"),
        pytest.param(10**5000, "<int>", id="huge"),
        (Broken(), "<Broken>"),
        ((1, 2.5), [1, 2.5]),
        ({3}, [3]),
        (MappingProxyType({"pin": 1}), {"pin": MASK}),
        ({1: "a", None: "b", b"token": "c"}, {"1": "a", "None": "b", "<5 bytes>": "c"}),
        ({("token",): "c"}, {"('token',)": MASK}),
        ({f"Bearer {SECRET}": 1}, {MASK: 1}),
        (None, None),
        (True, True),
    ],
)
def test_what_json_can_not_say_is_represented(value, expected):
    assert mask(value) == expected
    json.dumps(mask(value), allow_nan=False)


def test_long_texts_are_cut():
    assert mask("a" * 2_000) == "a" * 2_000
    assert mask("a" * 2_001) == "a" * 2_000 + "… (cut)"
    assert mask({"a" * 300: 1}) == {"a" * 200 + "… (cut)": 1}


def test_a_secret_is_not_cut_before_it_is_hidden():
    text = "a" * 1_995 + " token=" + SECRET * 1_000

    assert mask(text).endswith(" toke… (cut)")
    assert mask("token=" + SECRET * 1_000) == "token=" + MASK


@pytest.mark.parametrize("name", ["Referer", "Cookie", "rawQueryString"])
def test_of_very_long_texts_only_the_beginning_is_read(name):
    text = "token=" + SECRET * 10_000

    assert mask({name: f"{text}&a=1; b=2"}) == {name: "token=********"}


@pytest.mark.parametrize(
    "huge",
    [
        [[*range(1000)]] * 1000,
        {str(number): "a" * 1000 for number in range(10_000)},
        {"cookies": ["a=" + "b" * 10_000] * 10_000},
        {"rawQueryString": "a=b&" * 1_000_000},
        {"body": json.dumps([{"a": "b"}] * 100_000)},
        {"headers": FORM, "body": "password=b&" * 500_000},
        ["a:" * 1_000_000],
        [["x" * 100_000] * 1000],
    ],
)
def test_of_huge_messages_a_part_is_shown(huge):
    assert len(written(mask(huge))) < 600_000


def test_what_is_left_out_is_counted():
    items, members = mask([1] * 100_000), mask(dict.fromkeys(range(100_000), 1))

    assert items[-1] == f"… {100_001 - len(items)} more"
    assert members["…"] == f"{100_001 - len(members)} more"


def test_what_contains_itself_ends_somewhere():
    event = {"a": 1}
    event["again"] = event
    event["authorizer"] = event
    event["list"] = [event]
    event["list"].append(event["list"])
    event["cookies"] = [event]

    assert "…" in written(mask(event))


def test_deep_nesting_ends_somewhere():
    event = []
    for _ in range(100_000):
        event = [event]

    assert "…" in written(mask(event))


def test_deep_nesting_in_a_body_ends_somewhere():
    body = "[" * 500 + "]" * 500

    assert "…" in mask({"body": body})["body"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda each: st.lists(each) | st.dictionaries(st.text(), each),
)


@settings(max_examples=50, deadline=None)
@given(JSON)
def test_the_copy_is_json_and_hides_what_has_the_name_of_a_secret(value):
    event = {"a": value, "token": SECRET, "b": [{"pin": SECRET}], "c": value}

    assert SECRET not in json.dumps(mask(event), allow_nan=False)


@settings(deadline=None)
@given(st.text(min_size=8), st.sampled_from(["Location", "body", "rawQueryString"]))
def test_a_secret_in_a_query_is_hidden_whatever_it_is(secret, name):
    text = f"a=1&token={quote(secret, safe='')}"

    masked = mask({"headers": FORM, name: f"https://a/?{text}"})

    assert masked[name] == f"https://a/?a=1&token={MASK}"


# The log


def messages(log):
    return [record.getMessage() for record in log.records]


def test_event_and_answer_are_two_records(log):
    log_exchange({"path": "/", "token": SECRET}, {"statusCode": 200, "body": "{}"})

    assert messages(log) == [
        'Event: {"path": "/", "token": "********"}',
        'Answer: {"statusCode": 200, "body": "{}"}',
    ]
    for record in log.records:
        assert (record.name, record.levelno) == ("pyverless.request", logging.INFO)
        assert SECRET not in str(vars(record))


@pytest.mark.parametrize("value", [None, [], "text", 3, float("inf"), b"", object()])
def test_anything_may_be_an_event(log, value):
    log_exchange(value, value)

    assert len(messages(log)) == 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Grüße, 世界", "Grüße, 世界"),
        ("a\n\x1b[31m", "a\\n\\u001b[31m"),
        ("a\u2028b\x85\x9b", "a\\u2028b\\u0085\\u009b"),
        ("\ud800", "\\ud800"),
    ],
)
def test_a_text_can_not_pass_for_lines_of_the_log(log, text, shown):
    log_exchange({"a": text}, None)

    assert messages(log)[0] == f'Event: {{"a": "{shown}"}}'


class Unreadable(dict):
    def items(self):
        raise LookupError(SECRET)


def test_nothing_is_read_where_nothing_is_logged(caplog):
    class Untouched(dict):
        def items(self):
            touched.append(True)
            return []

    touched = []
    caplog.set_level(logging.WARNING, "pyverless")
    log_exchange(Untouched(), Untouched())

    assert touched == caplog.records == []


def test_what_can_not_be_shown_is_said_so(log):
    log_exchange(Unreadable(), {"statusCode": 200})

    assert messages(log) == [
        "Event: can't be shown (LookupError)",
        'Answer: {"statusCode": 200}',
    ]
