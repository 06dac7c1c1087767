from __future__ import annotations

from datetime import datetime, timedelta, timezone
from http.cookies import SimpleCookie

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pyverless.http import Cookie
from pyverless.http.cookies import parse_cookies

MOMENT = datetime(2026, 7, 10, 21, 19, 4, tzinfo=timezone(timedelta(hours=2)))
# RFC 6265 §4.1.1: cookie-octet, and token for names.
OCTETS = [chr(n) for n in range(33, 127) if chr(n) not in '",;\\']
NAMES = [c for c in OCTETS if c.isalnum() or c in "!#$%&'*+-.^_`|~"]


# Out


def test_a_cookie_is_secure_and_http_only_unless_told_otherwise():
    assert str(Cookie("session", "abc")) == "session=abc; Secure; HttpOnly"
    assert str(Cookie("a", "1", secure=False, http_only=False)) == "a=1"


def test_a_cookie_may_be_empty():
    assert str(Cookie("a", secure=False, http_only=False)) == "a="


def test_every_attribute_is_written():
    cookie = Cookie(
        "a",
        "1",
        path="/x",
        domain="example.com",
        max_age=60,
        expires=MOMENT,
        same_site="Lax",
    )

    assert str(cookie) == (
        "a=1; Path=/x; Domain=example.com; Expires=Fri, 10 Jul 2026 19:19:04 GMT; "
        "Max-Age=60; Secure; HttpOnly; SameSite=Lax"
    )
    assert (cookie.name, cookie.value) == ("a", "1")


@pytest.mark.parametrize(("max_age", "written"), [(1, "1"), (0, "0"), (-5, "0")])
def test_an_age_of_zero_or_less_removes_the_cookie(max_age, written):
    assert f"Max-Age={written};" in str(Cookie("a", max_age=max_age))


CONTROLS = [chr(n) for n in [*range(0x20), 0x7F]]


@pytest.mark.parametrize(
    "name", ["", "a b", "a;b", "a,b", "a=b", 'a"', "a\\", "a\r\n", *CONTROLS]
)
def test_a_name_that_no_cookie_can_have_is_refused(name):
    with pytest.raises(ValueError, match="can't be the name of a cookie"):
        Cookie(name, "1")


@pytest.mark.parametrize("value", ["a b", "a;b", "a,b", 'a"', "a\\", "a\n", *CONTROLS])
def test_a_value_that_no_cookie_can_carry_is_refused(value):
    with pytest.raises(ValueError, match="can't be the value of the cookie 'a'"):
        Cookie("a", value)


@pytest.mark.parametrize(
    "text", ["/; Domain=evil.example", "/\r\nX-Evil: 1", *CONTROLS]
)
@pytest.mark.parametrize("attribute", ["path", "domain", "same_site"])
def test_an_attribute_that_smuggles_another_is_refused(attribute, text):
    with pytest.raises(ValueError, match="can't be an attribute of the cookie 'a'"):
        Cookie("a", "1", **{attribute: text})


# In


@pytest.mark.parametrize(
    ("header", "cookies"),
    [
        ("a=1; b=2", {"a": "1", "b": "2"}),
        ("a=1;b=2", {"a": "1", "b": "2"}),
        ("  a = 1 ;  ", {"a": "1"}),
        ('a="quoted"', {"a": "quoted"}),
        ("a=x=y==", {"a": "x=y=="}),
        ("a=", {"a": ""}),
        ("a=1; a=2", {"a": "2"}),
        ("a=%20; b=é", {"a": "%20", "b": "é"}),
        ("no pair; =nameless; ; a=1", {"a": "1"}),
        ('a="', {"a": ""}),
        ('a="b; c"', {"a": "b"}),
        ("a b=c d", {"a b": "c d"}),
        ("a=1, b=2", {"a": "1, b=2"}),
        ("A=1; a=2", {"A": "1", "a": "2"}),
        ("a==", {"a": "="}),
        ("$Version=1; a=b", {"$Version": "1", "a": "b"}),
        ("a=\x01\x7f", {"a": "\x01\x7f"}),
        ("a=1;" * 10_000, {"a": "1"}),
        (";;;", {}),
        ("", {}),
    ],
)
def test_what_is_no_pair_is_passed_over(header, cookies):
    assert parse_cookies(header) == cookies


@hypothesis_settings(deadline=None, max_examples=50)
@given(
    st.text(st.sampled_from(NAMES), min_size=1),
    st.text(st.sampled_from(OCTETS)),
)
def test_any_cookie_comes_back_as_it_was_set(name, value):
    line = str(Cookie(name, value, secure=False, http_only=False))

    assert parse_cookies(f"first=1; {line}; last=2")[name] == value


def test_the_standard_library_reads_what_is_set():
    jar = SimpleCookie(str(Cookie("a", "1", path="/", max_age=60, same_site="Strict")))

    assert jar["a"].value == "1"
    assert jar["a"]["max-age"] == "60"
    assert jar["a"]["httponly"] is jar["a"]["secure"] is True
    assert jar["a"]["samesite"] == "Strict"


@hypothesis_settings(deadline=None, max_examples=100)
@given(st.text())
def test_no_header_makes_the_parser_fail(header):
    assert all(name for name in parse_cookies(header))
