"""Signed values can be read, and can't be made up."""

from __future__ import annotations

import hashlib
import hmac
import string
import uuid
from base64 import b64encode, urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pyverless.config import override_settings
from pyverless.crypto import (
    BadSignatureError,
    SignatureExpiredError,
    constant_time_compare,
    sign,
    signing,
    unsign,
)
from pyverless.crypto.signing import read_signed, write_signed
from pyverless.exceptions import ImproperlyConfigured

SECRET = "a secret of this test suite, of 32 bytes and more"
OTHER = "another secret of this test suite, of 32 bytes"
ALPHABET = string.ascii_letters + string.digits + "-_"
NOW = 1_700_000_000.5

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(-1e9, 1e9),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@pytest.fixture(autouse=True)
def _secret():
    with override_settings(SECRET_KEY=SECRET):
        yield


@pytest.fixture
def clock(monkeypatch):
    """The time; `clock.now` may be set."""

    class Clock:
        now = NOW

        def __call__(self):
            return self.now

    monkeypatch.setattr(signing, "time", clock := Clock())
    return clock


@hypothesis_settings(deadline=None, max_examples=100)
@given(JSON.filter(lambda value: "\\ud" not in ascii(value)), st.text(min_size=1))
def test_a_value_comes_back_from_text_that_is_safe_in_a_url(value, salt):
    text = sign(value, salt=salt)

    assert set(text) <= set(ALPHABET)
    assert unsign(text, salt=salt) == value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ((1, "a"), [1, "a"]),
        ({7: "a"}, {"7": "a"}),
        (datetime(2026, 7, 1, 12, tzinfo=UTC), "2026-07-01T12:00:00Z"),
        (uuid.UUID(int=7), "00000000-0000-0000-0000-000000000007"),
    ],
)
def test_what_json_has_no_type_for_comes_back_as_what_it_has(value, expected):
    assert unsign(sign(value, salt="a"), salt="a") == expected


def test_the_signature_is_that_of_rfc_2104_under_a_key_of_rfc_5869(clock):
    extracted = hmac.digest(bytes(32), SECRET.encode(), "sha256")
    key = hmac.digest(extracted, b"pyverless.signing:reset\x01", "sha256")
    content = b'[1700000000,{"id":7}]'
    signature = hmac.new(key, content, hashlib.sha256).digest()

    text = sign({"id": 7}, salt="reset")

    assert urlsafe_b64decode(text + "=" * (-len(text) % 4)) == signature + content


@pytest.mark.parametrize("same", [SECRET.encode(), lambda: SECRET.encode()])
def test_a_secret_may_be_bytes_or_fetched(same):
    text = sign(1, salt="a")

    with override_settings(SECRET_KEY=same):
        assert unsign(text, salt="a") == 1


def test_what_is_written_without_the_time_is_always_the_same(clock):
    before = write_signed([1], "pyverless.cursors:1")
    clock.now += 1000

    assert write_signed([1], "pyverless.cursors:1") == before
    assert read_signed(before, "pyverless.cursors:1") == [1]


# Refusals


def is_refused(text, salt="a"):
    try:
        unsign(text, salt=salt)
    except BadSignatureError:
        return True
    return False


# Of all three lengths that base64 may leave over.
@pytest.mark.parametrize("value", [1, 12, 123])
def test_a_text_altered_anywhere_is_refused(value):
    text = sign(value, salt="a")

    assert not is_refused(text)
    for place, old in enumerate(text):
        start, end = text[:place], text[place + 1 :]
        assert is_refused(start + end)
        for new in {*ALPHABET, *"+/= \né\0"} - {old}:
            assert is_refused(start + new + end)
            assert is_refused(start + new + old + end)
    assert is_refused(text + "=")
    assert is_refused(text + "==")


@pytest.mark.parametrize(
    "text",
    [
        *(None, 7, b"AAAA", ["a"], "", "=", "====", "A", "é", "\ud800", "\0", "null"),
        "A" * 100_000,
        "é" * 100_000,
        urlsafe_b64encode(b"\0" * 32 + b"[1,1]").decode(),
        b64encode(b"[1,1]").decode(),
    ],
)
def test_what_is_no_signed_text_is_refused(text):
    assert is_refused(text)


def test_every_refusal_is_a_value_error_without_the_text():
    text = sign("a", salt="a")[:-1]

    with pytest.raises(ValueError, match="signed here") as caught:
        unsign(text, salt="a")
    assert text not in str(caught.value)


@pytest.mark.parametrize("salt", ["b", "A", "a ", "aa"])
def test_a_value_is_good_for_what_it_was_signed_for_only(salt):
    assert is_refused(sign(1, salt="a"), salt)


def test_a_value_that_was_signed_is_no_cursor_and_no_cursor_such_a_value():
    cursor = write_signed([int(NOW), 1], "pyverless.cursors:a")

    assert is_refused(cursor)
    with pytest.raises(BadSignatureError):
        read_signed(sign(1, salt="a"), "pyverless.cursors:a")


@pytest.mark.parametrize("salt", ["", None, b"a", 7])
@pytest.mark.parametrize("use", [sign, unsign])
def test_a_value_is_signed_for_something(use, salt):
    with pytest.raises(ValueError, match=r"^The salt is .* 'password-reset'\.$"):
        use("x", salt=salt)


def test_a_salt_has_no_default():
    with pytest.raises(TypeError):
        sign("x")


@pytest.mark.parametrize("value", [object(), float("nan"), b"x"])
def test_what_json_can_not_say_is_not_signed(value):
    with pytest.raises((TypeError, ValueError), match="JSON"):
        sign(value, salt="a")


# Time


def test_a_text_is_good_until_its_age_is_over(clock):
    text = sign(1, salt="a")
    clock.now = int(NOW) + 60

    assert unsign(text, salt="a", max_age=60) == 1
    clock.now += 0.1
    with pytest.raises(SignatureExpiredError, match="older than 60 seconds"):
        unsign(text, salt="a", max_age=60)
    assert unsign(text, salt="a") == 1


def test_an_age_may_be_a_timedelta(clock):
    text = sign(1, salt="a")
    clock.now = int(NOW) + 60

    assert unsign(text, salt="a", max_age=timedelta(minutes=1)) == 1
    with pytest.raises(SignatureExpiredError, match=r"older than 59\.0 seconds"):
        unsign(text, salt="a", max_age=timedelta(seconds=59))


@pytest.mark.parametrize(
    "max_age", ["60", True, [60], float("nan"), datetime(2026, 7, 1)]
)
def test_an_age_is_a_number_or_a_timedelta(max_age):
    with pytest.raises(TypeError, match=r"takes as max_age a number of seconds, a "):
        unsign("whatever", salt="a", max_age=max_age)


def test_an_altered_text_is_not_said_to_be_old(clock):
    text = sign(1, salt="a")[:-2]
    clock.now += 1000

    with pytest.raises(BadSignatureError) as caught:
        unsign(text, salt="a", max_age=1)
    assert not isinstance(caught.value, SignatureExpiredError)


@pytest.mark.parametrize("max_age", [None, 10])
def test_a_text_of_the_future_is_refused_unless_it_is_a_matter_of_clocks(
    clock, max_age
):
    clock.now = 2_000_000_060
    text = sign(1, salt="a")

    clock.now = 2_000_000_000
    assert unsign(text, salt="a", max_age=max_age) == 1
    clock.now -= 1
    with pytest.raises(BadSignatureError, match="in the future"):
        unsign(text, salt="a", max_age=max_age)


# Keys


def test_a_text_of_another_secret_is_refused():
    text = sign(1, salt="a")

    with override_settings(SECRET_KEY=OTHER):
        assert is_refused(text)


def test_texts_of_earlier_secrets_go_on_working():
    text = sign(1, salt="a")

    with override_settings(SECRET_KEY=OTHER, SECRET_KEY_FALLBACKS=["x" * 32, SECRET]):
        assert unsign(text, salt="a") == 1
        new = sign(1, salt="a")
    with override_settings(SECRET_KEY=OTHER):
        assert unsign(new, salt="a") == 1


def test_a_fallback_may_be_fetched_and_may_be_missing():
    text, calls = sign(1, salt="a"), []

    def fetch():
        calls.append(1)
        return SECRET

    fallbacks = [lambda: None, "", fetch]
    with override_settings(SECRET_KEY=OTHER, SECRET_KEY_FALLBACKS=fallbacks):
        assert [unsign(text, salt="a") for _ in range(3)] == [1, 1, 1]
    assert len(calls) == 1


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("SECRET_KEY", {"SECRET_KEY": "x" * 31}),
        ("SECRET_KEY", {"SECRET_KEY": b"x" * 31}),
        ("SECRET_KEY_FALLBACKS", {"SECRET_KEY_FALLBACKS": ["x" * 31]}),
    ],
)
def test_a_short_secret_is_a_mistake_of_ours(name, changes):
    text = sign(1, salt="a")

    with override_settings(**changes):
        for use in (sign, unsign):
            with pytest.raises(
                ImproperlyConfigured,
                match=rf"^{name} is too short: .* secrets\.token_urlsafe",
            ) as caught:
                use(text, salt="a")
            assert "xx" not in str(caught.value)


# Comparing


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("secret", "secret", True),
        ("clé", "clé".encode(), True),
        (b"", "", True),
        ("\ud800", "\ud800", True),
        ("secret", "secreT", False),
        ("secret", b"secret ", False),
    ],
)
def test_secrets_are_compared(a, b, expected):
    assert constant_time_compare(a, b) is expected


@pytest.mark.parametrize(("a", "b"), [(None, "a"), ("a", 7)])
def test_only_text_and_bytes_are_compared(a, b):
    with pytest.raises(TypeError, match=r"takes text or bytes, not (NoneType|int)"):
        constant_time_compare(a, b)


def test_signatures_are_compared_in_constant_time(monkeypatch):
    compared = []

    def remember(a, b):
        compared.append((a, b))
        return a == b

    monkeypatch.setattr(signing.hmac, "compare_digest", remember)
    good = sign(1, salt="a")
    bad = ("B" if good[0] == "A" else "A") + good[1:]

    assert [unsign(good, salt="a"), is_refused(bad)] == [1, True]
    assert [(len(a), len(b)) for a, b in compared] == [(32, 32), (32, 32)]
