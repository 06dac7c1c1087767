from __future__ import annotations

import base64
import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pyverless.config import override_settings
from pyverless.crypto import PBKDF2PasswordHasher, check_password, make_password
from pyverless.crypto import passwords as module

SALT = "seasaltseasaltseasalt1"
DIGEST = "a75qzbogeVhNFeMqhdgyyoqGKpIzYUo651sq57RERew="

# Made by Django 1.10 from "lètmein".
DJANGO_HASH = f"pbkdf2_sha256$30000$seasalt2${DIGEST}"


@pytest.fixture(autouse=True)
def _few_iterations():
    with override_settings(PASSWORD_ITERATIONS=20):
        yield


@pytest.fixture
def rounds(monkeypatch) -> list[int]:
    """Record how many rounds are run, and run them."""
    spent = []

    def pbkdf2_hmac(name, password, salt, iterations):
        spent.append(iterations)
        return hashlib.pbkdf2_hmac(name, password, salt, iterations)

    monkeypatch.setattr(module, "pbkdf2_hmac", pbkdf2_hmac)
    return spent


def by_hand(password: str, salt: str, iterations: int) -> str:
    digest = hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), iterations)
    return f"pbkdf2_sha256${iterations}${salt}${base64.b64encode(digest).decode()}"


MALFORMED = [
    None,
    "",
    "!unusable",
    "correct horse",
    7,
    b"pbkdf2_sha256$1$salt$hash",
    f"pbkdf2_sha1$20$seasalt${DIGEST}",
    f"pbkdf2_sha256$-1$seasalt${DIGEST}",
    f"pbkdf2_sha256$0$seasalt${DIGEST}",
    f"pbkdf2_sha256$020$seasalt${DIGEST}",
    f"pbkdf2_sha256$many$seasalt${DIGEST}",
    f"pbkdf2_sha256$1e3$seasalt${DIGEST}",
    f"pbkdf2_sha256$\u0661$seasalt${DIGEST}",
    f"pbkdf2_sha256$10000001$seasalt${DIGEST}",
    f"pbkdf2_sha256${'9' * 5000}$seasalt${DIGEST}",
    f"pbkdf2_sha256$20$${DIGEST}",
    f"pbkdf2_sha256$20$\ud800${DIGEST}",
    f"pbkdf2_sha256$20$seasalt${DIGEST}\n",
    f"pbkdf2_sha256$20$seasalt${DIGEST}$",
    "pbkdf2_sha256$20$seasalt$",
    "pbkdf2_sha256$20$seasalt$\u00e9\ud800",
    "pbkdf2_sha256$20",
]


# Known answers


def test_a_hash_made_by_django_is_verified():
    assert check_password("lètmein", DJANGO_HASH)
    assert not check_password("letmein", DJANGO_HASH)


def test_a_hash_is_what_django_makes():
    assert PBKDF2PasswordHasher().encode("lètmein", "seasalt2", 30000) == DJANGO_HASH


@pytest.mark.parametrize(
    "password", ["", "hunter2", "pässwörd", "🔑" * 50, "a$b", "\0"]
)
def test_a_hash_is_what_hashlib_makes(password):
    encoded = PBKDF2PasswordHasher().encode(password, "seasalt")

    assert encoded == by_hand(password, "seasalt", 20)


def test_a_hash_is_that_of_the_rfc():
    """RFC 7914 §11, PBKDF2-HMAC-SHA-256 with one round."""
    encoded = PBKDF2PasswordHasher().encode("passwd", "salt", 1)

    digest = base64.b64decode(encoded.rpartition("$")[2])
    assert digest.hex() == (
        "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
    )


# Making hashes


def test_a_password_gets_a_new_salt_each_time():
    first, second = make_password("hunter2"), make_password("hunter2")

    assert first != second
    assert check_password("hunter2", first)
    assert check_password("hunter2", second)


def test_a_hash_has_the_iterations_of_the_settings():
    with override_settings(PASSWORD_ITERATIONS=30):
        encoded = make_password("hunter2")

    assert re.fullmatch(r"pbkdf2_sha256\$30\$[\w-]{22}\$[\w+/]{43}=", encoded)


def test_a_subclass_sets_its_own_iterations():
    class Hasher(PBKDF2PasswordHasher):
        iterations = 40

    assert Hasher().encode("hunter2", SALT) == by_hand("hunter2", SALT, 40)
    assert Hasher().must_update(by_hand("hunter2", SALT, 20))


@pytest.mark.parametrize(
    ("salt", "iterations"),
    [
        *[("", 20), ("a$b", 20), ("a b", 20), ("é", 20), ("a\n", 20)],
        *[(SALT, 0), (SALT, -1), (SALT, 10_000_001), (SALT, 10**30)],
    ],
)
def test_a_hash_that_could_not_be_verified_is_not_made(salt, iterations):
    with pytest.raises(ValueError, match="Use a salt of printable ASCII"):
        PBKDF2PasswordHasher().encode("hunter2", salt, iterations)


@pytest.mark.parametrize("password", [None, b"hunter2", 7, ["hunter2"]])
@pytest.mark.parametrize(
    "use",
    [
        make_password,
        lambda password: check_password(password, make_password("hunter2")),
        lambda password: check_password(password, None),
        lambda password: PBKDF2PasswordHasher().verify(password, ""),
    ],
)
def test_a_password_that_is_no_text_is_a_type_error(use, password):
    with pytest.raises(TypeError, match="must be text, but it is of type") as caught:
        use(password)

    assert "hunter2" not in str(caught.value)


# Checking passwords


@pytest.mark.parametrize("password", ["hunter2", "", "pässwörd", "\ud800"])
def test_a_password_fits_its_own_hash_only(password):
    encoded = make_password(password)

    assert check_password(password, encoded) is True
    assert check_password(password + " ", encoded) is False


@pytest.mark.parametrize("encoded", MALFORMED)
def test_a_malformed_hash_fits_no_password(encoded):
    assert PBKDF2PasswordHasher().verify("hunter2", encoded) is False
    assert check_password("hunter2", encoded) is False


@pytest.mark.parametrize("around", ["{}\n", "{} ", "{}$", "\n{}", " {}", "x{}"])
def test_a_hash_with_something_around_it_is_none(around):
    encoded = around.format(by_hand("hunter2", SALT, 20))

    assert check_password("hunter2", encoded) is False
    assert PBKDF2PasswordHasher().must_update(encoded) is True


@hypothesis_settings(deadline=None, max_examples=60)
@given(st.text(), st.text(st.characters(codec=None), max_size=60))
def test_no_text_makes_verify_raise(password, encoded):
    hasher = PBKDF2PasswordHasher()

    assert hasher.verify(password, encoded) is False
    assert hasher.verify(password, f"pbkdf2_sha256$1${encoded}${DIGEST}") is False


def test_the_largest_number_of_iterations_is_tried(rounds, monkeypatch):
    monkeypatch.setattr(module, "_MAX_ITERATIONS", 50)

    encoded = PBKDF2PasswordHasher().encode("hunter2", SALT, 50)

    assert check_password("hunter2", encoded)
    assert not check_password("hunter2", by_hand("hunter2", SALT, 51))
    assert rounds == [50, 50, 20]


@pytest.mark.parametrize(
    "encoded",
    [*MALFORMED, by_hand("other", SALT, 20), by_hand("other", SALT, 19)],
)
def test_every_refusal_costs_as_much_as_a_wrong_password(encoded, rounds):
    assert check_password("hunter2", encoded) is False

    assert sum(rounds) == 20


def test_a_dearer_hash_than_today_is_verified_at_its_own_cost(rounds):
    assert check_password("hunter2", by_hand("other", SALT, 25)) is False

    assert rounds == [25]


# Renewing hashes


def test_a_hash_of_today_need_not_be_renewed():
    assert PBKDF2PasswordHasher().must_update(make_password("hunter2")) is False


@pytest.mark.parametrize(
    "encoded",
    [
        by_hand("hunter2", SALT, 19),
        by_hand("hunter2", SALT, 21),
        by_hand("hunter2", SALT[:-1], 20),
        *MALFORMED,
    ],
)
def test_a_hash_of_another_cost_or_with_a_short_salt_must_be_renewed(encoded):
    assert PBKDF2PasswordHasher().must_update(encoded) is True
