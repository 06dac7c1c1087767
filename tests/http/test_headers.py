from __future__ import annotations

from collections.abc import Mapping, MutableMapping

import pytest

from pyverless.http import Headers
from pyverless.http.headers import ResponseHeaders, check_line, is_token, patch_vary

# Of requests


def test_names_have_no_case():
    headers = Headers([("Content-Type", "text/html")])

    assert headers["content-type"] == headers["CONTENT-TYPE"] == "text/html"
    assert "cOnTeNt-TyPe" in headers
    assert headers.getlist("CONTENT-type") == ["text/html"]


def test_repeated_lines_are_joined_whatever_their_case():
    headers = Headers([("Accept", "text/html"), ("accept", "*/*")])

    assert headers["Accept"] == "text/html, */*"
    assert headers.getlist("accept") == ["text/html", "*/*"]


def test_cookie_lines_are_joined_with_a_semicolon():
    assert Headers([("Cookie", "a=1"), ("cookie", "b=2")])["cookie"] == "a=1; b=2"


def test_an_absent_header_is_none_an_empty_list_or_a_key_error():
    headers = Headers()

    assert headers.get("Accept") is None
    assert headers.getlist("Accept") == []
    with pytest.raises(KeyError):
        headers["Accept"]


def test_headers_are_a_mapping_with_names_in_lower_case():
    headers = Headers([("X-B", "1"), ("X-A", "2"), ("x-b", "3")])

    assert isinstance(headers, Mapping)
    assert list(headers) == ["x-b", "x-a"]
    assert len(headers) == 2
    assert dict(headers) == {"x-b": "1, 3", "x-a": "2"}
    assert repr(headers) == "Headers({'x-b': ['1', '3'], 'x-a': ['2']})"


def test_a_list_of_values_is_a_copy():
    headers = Headers([("Accept", "*/*")])
    headers.getlist("accept").append("changed")

    assert headers.getlist("accept") == ["*/*"]


# Of responses


def test_names_of_response_headers_have_no_case_and_keep_their_spelling():
    headers = ResponseHeaders({"X-Total": "3"})

    assert headers["x-total"] == headers["X-TOTAL"] == "3"
    assert "x-Total" in headers
    assert headers.getlist("X-tOTAL") == ["3"]
    assert list(headers) == ["X-Total"]


def test_response_headers_are_a_mapping_that_can_be_changed():
    headers = ResponseHeaders()
    headers["X-B"] = "1"
    headers["X-A"] = "2"

    assert isinstance(headers, MutableMapping)
    assert len(headers) == 2
    assert headers == {"X-B": "1", "X-A": "2"}
    assert headers.pop("x-b") == "1"
    assert headers.setdefault("x-a", "3") == "2"
    assert repr(headers) == "ResponseHeaders({'X-A': ['2']})"


def test_setting_a_header_replaces_it_whatever_its_case():
    headers = ResponseHeaders({"x-total": ["1", "2"], "X-Other": "3"})
    headers["X-Total"] = "4"

    assert headers.lists() == {"X-Total": ["4"], "X-Other": ["3"]}


@pytest.mark.parametrize("values", [["a", "b"], ("a", "b"), ["a", None, "b"]])
def test_a_list_sets_several_lines(values):
    headers = ResponseHeaders({"X-Value": values})

    assert headers.getlist("x-value") == ["a", "b"]
    assert headers["x-value"] == "a, b"


@pytest.mark.parametrize("nothing", [None, [], [None]])
def test_none_takes_a_header_away(nothing):
    headers = ResponseHeaders({"X-Value": "1", "X-None": nothing})
    headers["x-value"] = nothing

    assert headers == {}


def test_a_header_can_be_deleted():
    headers = ResponseHeaders({"X-Value": "1"})
    del headers["x-VALUE"]

    assert headers == {}
    with pytest.raises(KeyError):
        del headers["x-value"]


def test_an_absent_response_header_is_none_an_empty_list_or_a_key_error():
    headers = ResponseHeaders()

    assert headers.get("X-Value") is None
    assert headers.getlist("X-Value") == []
    with pytest.raises(KeyError):
        headers["X-Value"]


def test_a_line_is_added_after_those_that_are_there():
    headers = ResponseHeaders()
    headers.add("Link", "a")
    headers.add("link", 2)

    assert headers.getlist("Link") == ["a", "2"]
    assert len(headers) == 1


def test_adding_none_adds_nothing():
    headers = ResponseHeaders({"Link": "a"})
    headers.add("Link", None)
    headers.add("X-Value", None)

    assert headers.lists() == {"Link": ["a"]}


@pytest.mark.parametrize(
    ("value", "text"), [(3, "3"), (1.5, "1.5"), (True, "true"), (False, "false")]
)
def test_numbers_become_text(value, text):
    headers = ResponseHeaders({"X-Value": value})
    headers.add("X-Value", value)

    assert headers.getlist("X-Value") == [text, text]


def test_headers_of_one_response_can_be_those_of_another():
    headers = ResponseHeaders({"Set-Cookie": ["a=1", "b=2"]})
    copy = ResponseHeaders(headers)
    copy.add("Set-Cookie", "c=3")

    assert copy.getlist("Set-Cookie") == ["a=1", "b=2", "c=3"]
    assert headers.getlist("Set-Cookie") == ["a=1", "b=2"]


def test_the_lines_of_response_headers_are_copies():
    headers = ResponseHeaders({"Link": "a"})
    headers.getlist("Link").append("b")
    headers.lists()["Link"].append("b")

    assert headers.lists() == {"Link": ["a"]}


# What a header can be


@pytest.mark.parametrize(
    "name", ["X-Value", "x_value", "ETag", "!#$%&'*+-.^_`|~09", "-"]
)
def test_a_name_is_made_of_letters_digits_and_some_marks(name):
    assert is_token(name)
    assert check_line(name, "a") == "a"


@pytest.mark.parametrize(
    "name",
    ["", "X Value", "X:", "X\n", "Größe", "X-½", "X(1)", "X,Y", "X/Y", '"X"', "X\0"],
)
def test_other_names_are_refused(name):
    assert not is_token(name)
    with pytest.raises(ValueError, match="can't be the name of a header"):
        check_line(name, "a")


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\0"])
def test_a_value_with_line_breaks_is_refused(end):
    with pytest.raises(ValueError, match=r"'X-Value' can't carry .*line breaks"):
        check_line("X-Value", f"a{end}Set-Cookie: b=2")


@pytest.mark.parametrize("value", ["a\n", ["a", "b\n"]])
def test_what_is_refused_changes_nothing(value):
    headers = ResponseHeaders({"X-Value": "1"})

    with pytest.raises(ValueError, match="line breaks"):
        headers["X-Value"] = value
    with pytest.raises(ValueError, match="line breaks"):
        headers.add("X-Value", "a\n")
    with pytest.raises(ValueError, match="line breaks"):
        headers.add("X-Other", "a\n")
    assert headers.lists() == {"X-Value": ["1"]}


# Vary


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, ["Origin"]),
        ("", ["Origin"]),
        ("Accept", ["Accept, Origin"]),
        (["Accept", "Cookie"], ["Accept, Cookie, Origin"]),
        ("X-Origin", ["X-Origin, Origin"]),
        ("Origin", ["Origin"]),
        ("accept,origin", ["accept,origin"]),
        ("Accept, Origin", ["Accept, Origin"]),
        (["Accept", "ORIGIN"], ["Accept", "ORIGIN"]),
        ("*", ["*"]),
    ],
)
def test_vary_names_a_header_once(before, after):
    headers = ResponseHeaders({"vary": before})
    patch_vary(headers, "Origin")

    assert headers.getlist("Vary") == after
