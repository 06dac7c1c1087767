from __future__ import annotations

from collections.abc import Mapping

import pytest

from pyverless.http import Headers


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
