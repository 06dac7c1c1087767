from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pyverless.config import override_settings
from pyverless.crypto import decrypt, encrypt, rotate
from pyverless.crypto.encryption import is_current
from pyverless.exceptions import ImproperlyConfigured

SECRET = "a secret of this test suite, of 32 bytes and more"
OTHER_SECRET = "another secret, which has more than 32 bytes too"


@pytest.fixture(autouse=True)
def _secret():
    with override_settings(SECRET_KEY=SECRET):
        yield


def fernet_by_hand(secret: bytes, info: bytes = b"pyverless.encryption") -> Fernet:
    """Return what RFC 5869 makes of a secret, in two steps."""
    extracted = hmac.digest(bytes(32), secret, "sha256")
    expanded = hmac.digest(extracted, info + b"\x01", "sha256")
    return Fernet(base64.urlsafe_b64encode(expanded))


def altered(token: str) -> str:
    return token[:60] + ("A" if token[60] != "A" else "B") + token[61:]


@pytest.mark.parametrize(
    "value", ["", "a card number", "clé 🔑", "a\nb\0", "x" * 10_000]
)
def test_what_is_encrypted_can_be_decrypted(value):
    assert decrypt(encrypt(value)) == value


@hypothesis_settings(deadline=None, max_examples=50)
@given(st.text())
def test_any_text_survives_encryption_and_rotation(value):
    with override_settings(SECRET_KEY=SECRET):
        assert decrypt(rotate(encrypt(value))) == value


def test_the_token_is_url_safe_text_that_hides_the_value():
    token = encrypt("a card number")

    assert isinstance(token, str)
    assert b"a card number" not in base64.urlsafe_b64decode(token)
    assert token != encrypt("a card number")


def test_the_key_is_derived_as_rfc_5869_says():
    fernet = fernet_by_hand(SECRET.encode())

    assert decrypt(fernet.encrypt(b"hello").decode()) == "hello"
    assert fernet.decrypt(encrypt("hello")) == b"hello"


def test_the_secret_itself_is_not_the_key():
    key = base64.urlsafe_b64encode(hashlib.sha256(SECRET.encode()).digest())

    with pytest.raises(ValueError, match="can't be decrypted"):
        decrypt(Fernet(key).encrypt(b"hello").decode())


def test_a_secret_may_be_bytes():
    with override_settings(SECRET_KEY=lambda: SECRET.encode()):
        token = encrypt("hello")

    assert decrypt(token) == "hello"


# Purposes


def test_a_salt_makes_a_key_of_its_own():
    fernet = fernet_by_hand(SECRET.encode(), b"pyverless.encryption:customers.card")

    assert fernet.decrypt(encrypt("hello", salt="customers.card")) == b"hello"
    assert decrypt(fernet.encrypt(b"hi").decode(), salt="customers.card") == "hi"


@pytest.mark.parametrize("use", [decrypt, rotate])
@pytest.mark.parametrize("other", ["", "customers.cards", "customers.Card", "\ud800"])
def test_a_token_is_good_for_its_salt_only(use, other):
    token = encrypt("hello", salt="customers.card")

    assert use(token, salt="customers.card")
    with pytest.raises(ValueError, match="not with this salt"):
        use(token, salt=other)
    with pytest.raises(ValueError, match="not with this salt"):
        use(encrypt("hello", salt=other), salt="customers.card")


@pytest.mark.parametrize("salt", [None, b"card", 7, ["card"]])
def test_a_salt_is_text(salt):
    for use in (encrypt, decrypt, rotate):
        with pytest.raises(TypeError, match=r"^A salt is a text, not"):
            use("hello", salt=salt)


# Refusals


@pytest.mark.parametrize(
    "token",
    ["", "hello", "é", "\ud800", "gAAAAA==", "=" * 7, "gAAA" * 50, "A" * 1_000_000],
)
@pytest.mark.parametrize("use", [decrypt, rotate])
def test_what_is_no_token_is_a_value_error(use, token):
    with pytest.raises(ValueError, match=r"^The value can't be decrypted") as caught:
        use(token)

    assert type(caught.value) is ValueError
    assert "SECRET_KEY_FALLBACKS" in str(caught.value)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("use", [decrypt, rotate])
def test_an_altered_token_is_a_value_error(use):
    token = encrypt("hello")

    with pytest.raises(ValueError, match="was altered"):
        use(altered(token))


def test_a_token_of_another_secret_is_a_value_error():
    token = encrypt("hello")

    with override_settings(SECRET_KEY=OTHER_SECRET):
        for use in (decrypt, rotate):
            with pytest.raises(ValueError, match="not encrypted with SECRET_KEY"):
                use(token)


def test_a_token_is_decrypted_until_its_ttl_is_over():
    old = fernet_by_hand(SECRET.encode()).encrypt_at_time(b"hello", 1_000_000).decode()

    assert decrypt(old) == "hello"
    with pytest.raises(ValueError, match="older than its ttl"):
        decrypt(old, ttl=3600)
    with pytest.raises(ValueError, match="older than its ttl"):
        decrypt(old, ttl=timedelta(hours=1))
    for ttl in (3600, 0.5e4, timedelta(hours=1)):
        assert decrypt(encrypt("hello"), ttl=ttl) == "hello"


@pytest.mark.parametrize("ttl", ["60", True, float("nan")])
def test_a_ttl_is_a_number_or_a_timedelta(ttl):
    with pytest.raises(TypeError, match=r"takes as ttl a number of seconds, a "):
        decrypt(encrypt("hello"), ttl=ttl)


@pytest.mark.parametrize("value", [None, b"hello", 7, {"a": 1}])
def test_only_text_is_encrypted(value):
    with pytest.raises(TypeError, match=r"encrypt\(\) takes text, not .* as JSON"):
        encrypt(value)


@pytest.mark.parametrize("token", [None, 7, b"gAAAAA==", ["gAAAAA=="]])
@pytest.mark.parametrize("use", [decrypt, rotate])
def test_what_is_no_text_is_a_type_error(use, token):
    with pytest.raises(
        TypeError, match=r"\(\) takes the text that encrypt\(\) returned"
    ):
        use(token)


def test_half_of_a_surrogate_pair_is_refused_without_the_value():
    with pytest.raises(ValueError, match="that is Unicode") as caught:
        encrypt("4111 \ud800")

    assert type(caught.value) is ValueError
    assert "4111" not in str(caught.value)


def test_bytes_that_are_no_text_are_refused():
    token = fernet_by_hand(SECRET.encode()).encrypt(b"\xff").decode()

    with pytest.raises(ValueError, match=r"^The value can't be decrypted"):
        decrypt(token)


@pytest.mark.parametrize(
    "changes", [{"SECRET_KEY": "x" * 31}, {"SECRET_KEY_FALLBACKS": ["x" * 31]}]
)
def test_a_short_secret_is_refused_as_it_is_for_tokens(changes):
    with (
        override_settings(**changes),
        pytest.raises(ImproperlyConfigured, match=r"is too short: 31 bytes"),
    ):
        encrypt("hello")


@override_settings(SECRET_KEY="")
def test_a_missing_secret_is_a_mistake_of_ours():
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is empty"):
        encrypt("hello")


# Rotation


def test_a_fallback_decrypts_and_the_secret_encrypts():
    old = encrypt("hello")

    with override_settings(SECRET_KEY=OTHER_SECRET, SECRET_KEY_FALLBACKS=[SECRET]):
        assert decrypt(old) == "hello"
        new = encrypt("hello")

    assert fernet_by_hand(OTHER_SECRET.encode()).decrypt(new) == b"hello"


def test_a_rotated_token_needs_no_fallback_and_keeps_its_age():
    old = fernet_by_hand(SECRET.encode()).encrypt_at_time(b"hello", 1_000_000).decode()

    with override_settings(SECRET_KEY=OTHER_SECRET, SECRET_KEY_FALLBACKS=[SECRET]):
        new = rotate(old)

    with override_settings(SECRET_KEY=OTHER_SECRET):
        assert decrypt(new) == "hello"
        with pytest.raises(ValueError, match="older than its ttl"):
            decrypt(new, ttl=3600)


def test_what_an_older_secret_encrypted_is_not_current():
    old = encrypt("hello", salt="a")

    assert is_current(old, salt="a")
    with override_settings(SECRET_KEY=OTHER_SECRET, SECRET_KEY_FALLBACKS=[SECRET]):
        assert not is_current(old, salt="a")
        assert is_current(rotate(old, salt="a"), salt="a")


@pytest.mark.parametrize("token", ["", "hello", "é", None, encrypt])
def test_what_is_no_token_is_not_current(token):
    assert not is_current(token)


def test_the_secret_is_asked_for_once():
    calls = []

    def fetch() -> str:
        calls.append(1)
        return SECRET

    with override_settings(SECRET_KEY=fetch):
        for _ in range(3):
            decrypt(rotate(encrypt("hello")))

    assert len(calls) == 1
