"""Cursors can't be made up."""

from __future__ import annotations

import string
from base64 import b64encode, urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pyverless.config import override_settings
from pyverless.pagination.signing import read_cursor, write_cursor

SECRET = "a secret of this test suite, of 32 bytes and more"
OTHER = "another secret of this test suite, of 32 bytes"
ALPHABET = string.ascii_letters + string.digits + "-_"
SCOPE = ["handler", [["id", "1"]], None]

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(-1e9, 1e9),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@pytest.fixture(autouse=True)
def secret():
    with override_settings(SECRET_KEY=SECRET):
        yield


@hypothesis_settings(deadline=None, max_examples=100)
@given(JSON.filter(lambda value: "\\ud" not in ascii(value)), JSON)
def test_a_position_comes_back_where_it_was_given(position, scope):
    cursor = write_cursor(position, scope)

    assert set(cursor) <= set(ALPHABET)
    assert read_cursor(cursor, scope) == position


@pytest.mark.parametrize("same", [SECRET, SECRET.encode()], ids=["text", "bytes"])
def test_a_key_may_be_text_or_bytes(same):
    cursor = write_cursor([1], SCOPE)

    with override_settings(SECRET_KEY=same):
        assert read_cursor(cursor, SCOPE) == [1]


def is_refused(text):
    try:
        read_cursor(text, SCOPE)
    except ValueError:
        return True
    return False


# Of all three lengths that base64 may leave over.
@pytest.mark.parametrize("position", [[1], [12], [123]])
def test_a_cursor_altered_anywhere_is_refused(position):
    cursor = write_cursor(position, SCOPE)

    assert not is_refused(cursor)
    for place, old in enumerate(cursor):
        start, end = cursor[:place], cursor[place + 1 :]
        assert is_refused(start + end)
        for new in {*ALPHABET, *"+/= \né\0"} - {old}:
            assert is_refused(start + new + end)
            assert is_refused(start + new + old + end)
    assert is_refused(cursor + "=")
    assert is_refused(cursor + "==")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "=",
        "====",
        "A",
        "é",
        "\ud800",
        "\0",
        "null",
        "A" * 100_000,
        "é" * 100_000,
        urlsafe_b64encode(b"\0" * 16 + b"[1]").decode(),
        b64encode(b"[1]").decode(),
    ],
)
def test_what_is_no_cursor_is_refused(text):
    assert is_refused(text)


@pytest.mark.parametrize(
    "scope",
    [
        None,
        [],
        ["handler", [["id", "2"]], None],
        ["handler", [["id", "1"]], "None"],
        ["handler", [["id", "1"]], None, None],
        ["Handler", [["id", "1"]], None],
    ],
)
def test_a_cursor_is_good_in_its_scope_only(scope):
    cursor = write_cursor([1], SCOPE)

    with pytest.raises(ValueError, match="not signed here, or for something else"):
        read_cursor(cursor, scope)


def test_a_cursor_of_another_key_is_refused():
    cursor = write_cursor([1], SCOPE)

    with (
        override_settings(SECRET_KEY=OTHER),
        pytest.raises(ValueError, match="not signed here"),
    ):
        read_cursor(cursor, SCOPE)


def test_cursors_of_earlier_keys_go_on_working():
    cursor = write_cursor([1], SCOPE)

    with override_settings(SECRET_KEY=OTHER, SECRET_KEY_FALLBACKS=["x" * 32, SECRET]):
        assert read_cursor(cursor, SCOPE) == [1]
        assert write_cursor([1], SCOPE) != cursor
