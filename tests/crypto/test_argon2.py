"""`Argon2PasswordHasher`, also against Django's."""

from __future__ import annotations

import os
import subprocess
import sys
from base64 import b64decode

import pytest
from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret
from django.contrib.auth.hashers import Argon2PasswordHasher as DjangoHasher
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pyverless.config import override_settings
from pyverless.crypto import argon2 as module
from pyverless.crypto import check_password, make_password
from pyverless.exceptions import ImproperlyConfigured

SALT = "seasaltseasaltseasalt1"

# Made by Django from "secret".
DJANGO_HASH = (
    "argon2$argon2id$v=19$m=102400,t=2,p=8$Y041dExhNkljRUUy$TMa6A8fPJhCAUXRhJXCXdw"
)


class Hasher(module.Argon2PasswordHasher):
    """As cheap as it gets."""

    time_cost = 1
    memory_cost = 8


@pytest.fixture(autouse=True)
def _cheap():
    with override_settings(PASSWORD_HASHERS=[Hasher]):
        yield


@pytest.fixture
def filled(monkeypatch) -> list[int]:
    """How much memory is filled from now on, all passes of a hash together."""
    work, original = [], module.hash_secret_raw

    def counted(secret, salt, passes, memory, *args):
        work.append(passes * memory)
        return original(secret, salt, passes, memory, *args)

    monkeypatch.setattr(module, "hash_secret_raw", counted)
    return work


def make(kind="id", version="v=19$", costs="m=8,t=1,p=1", salt="c2Vhc2FsdHNlYQ", n=43):
    return f"argon2$argon2{kind}${version}{costs}${salt}${'A' * n}"


# What costs more than any real hash is refused, not tried.
UNBEARABLE = [
    "m=4194304,t=1,p=1",
    "m=262145,t=1,p=1",
    "m=9999999999,t=1,p=1",
    "m=99999999999,t=1,p=1",
    "m=8,t=1000000000,p=1",
    "m=8,t=101,p=1",
    "m=262144,t=17,p=1",
    "m=262144,t=1,p=17",
    "m=15,t=1,p=2",
    "m=7,t=1,p=1",
    "m=0,t=1,p=1",
    "m=8,t=0,p=1",
    "m=8,t=1,p=0",
    "m=-8,t=1,p=1",
    "m=8,t=1",
]
MALFORMED = [
    *[make(costs=costs) for costs in UNBEARABLE],
    *[make(kind=""), make(kind="ids"), make(version="v=18$"), make(version="v=$")],
    *[make(salt=""), make(salt="c2Vhc2Fs"), make(salt="A" * 13), make(salt="c2Fsd\n")],
    *[make(n=0), make(n=21), make(n=25), make(n=87), make(salt="A" * 87)],
    *[make() + "\n", make() + "$", " " + make(), make().upper(), "argon2", "argon2$"],
    make().removeprefix("argon2"),
    make(costs="m=\u0661,t=1,p=1"),
    make(salt="\ud800" * 22),
    *[None, "", "!unusable", 7, make().encode()],
]


# Known answers


def test_a_hash_made_by_django_is_verified():
    assert check_password("secret", DJANGO_HASH)
    assert not check_password("Secret", DJANGO_HASH)
    assert Hasher().must_update(DJANGO_HASH)


@pytest.mark.parametrize("kind", Type)
@pytest.mark.parametrize("version", [16, 19])
def test_hashes_of_all_kinds_and_versions_are_verified(kind, version):
    made = hash_secret(b"secret", SALT.encode(), 2, 16, 2, 64, kind, version)
    encoded = f"argon2{made.decode()}"
    # argon2 did not write its version before there were two.
    spellings = [encoded, encoded.replace("v=16$", "")]

    for each in spellings:
        assert DjangoHasher().verify("secret", each), "our spelling is Django's"
        assert check_password("secret", each)
        assert not check_password("Secret", each)


@pytest.mark.parametrize("password", ["", "lètmein", "🔑" * 50, "a$b", "\0"])
def test_django_verifies_our_hashes_and_need_not_renew_them(password):
    django = DjangoHasher()
    django.time_cost, django.memory_cost, django.parallelism = 1, 8, 1
    encoded = make_password(password)

    assert django.verify(password, encoded)
    assert not django.verify(f"{password}!", encoded)
    assert not django.must_update(encoded)


@pytest.mark.parametrize("password", ["", "lètmein", "🔑" * 50, "a$b", "\0"])
def test_we_verify_what_django_makes_and_need_not_renew_it(password):
    django = DjangoHasher()
    django.time_cost, django.memory_cost, django.parallelism = 1, 8, 1
    encoded = django.encode(password, django.salt())

    assert check_password(password, encoded)
    assert not check_password(f"{password}!", encoded)
    assert not Hasher().must_update(encoded)


def test_a_hash_is_the_same_as_that_of_django():
    django = DjangoHasher()
    django.time_cost, django.memory_cost, django.parallelism = 1, 8, 1

    assert Hasher().encode("lètmein", SALT) == django.encode("lètmein", SALT)


# Making hashes


def test_the_defaults_are_what_owasp_advises():
    encoded = module.Argon2PasswordHasher().encode("hunter2", SALT)

    start, _, digest = encoded.rpartition("$")
    assert start == (
        "argon2$argon2id$v=19$m=19456,t=2,p=1$c2Vhc2FsdHNlYXNhbHRzZWFzYWx0MQ"
    )
    assert len(b64decode(digest + "=")) == 32
    assert len(encoded) <= 128, "the length of Django's column"


def test_a_password_gets_a_new_salt_each_time():
    assert make_password("hunter2") != make_password("hunter2")


@pytest.mark.parametrize("salt", ["", "seasalt", "s" * 65])
def test_a_salt_must_be_of_a_length_that_argon2_takes(salt):
    with pytest.raises(ValueError, match="8 to 64 bytes"):
        Hasher().encode("hunter2", salt)


@pytest.mark.parametrize("costs", [(1, 7, 1), (101, 8, 1), (1, 262_145, 1), (1, 8, 2)])
def test_costs_that_could_not_be_verified_are_refused(costs):
    hasher = Hasher()
    hasher.time_cost, hasher.memory_cost, hasher.parallelism = costs

    with pytest.raises(ImproperlyConfigured, match=r"Hasher has memory_cost .* refuse"):
        hasher.encode("hunter2")


# Checking passwords


@pytest.mark.parametrize("encoded", MALFORMED)
def test_a_malformed_or_unbearable_hash_fits_no_password(encoded, filled):
    assert Hasher().verify("hunter2", encoded) is False
    assert filled == []
    assert check_password("hunter2", encoded) is False
    assert Hasher().must_update(encoded) is True


@hypothesis_settings(deadline=None, max_examples=60)
@given(st.text(), st.text(st.characters(codec=None), max_size=60))
def test_no_text_makes_verify_raise(password, text):
    for encoded in (text, f"argon2${text}", make(salt=text), make(costs=text)):
        assert Hasher().verify(password, encoded) is False


def test_a_hash_with_a_bit_changed_fits_no_password():
    encoded = Hasher().encode("hunter2", SALT)
    # Bits that base64 ignores at its end: another spelling of the same bytes.
    last = encoded[-1]
    others = [encoded[:-1] + chr(ord(last) + 1), encoded[:-1] + last.swapcase()]

    assert [check_password("hunter2", each) for each in others] == [False, False]


@pytest.mark.parametrize("password", [None, b"hunter2", 7])
def test_a_password_that_is_no_text_is_a_type_error(password):
    for use in (Hasher().encode, lambda p: Hasher().verify(p, None)):
        with pytest.raises(TypeError, match="must be text"):
            use(password)


def test_a_lack_of_memory_is_not_a_wrong_password(monkeypatch):
    def refuse(*args):
        raise HashingError("Memory allocation error")

    encoded = make_password("hunter2")
    monkeypatch.setattr(module, "hash_secret_raw", refuse)
    with pytest.raises(HashingError):
        check_password("hunter2", encoded)


# Costs of refusals


@pytest.mark.parametrize(
    "encoded",
    [
        None,
        "!unusable",
        "pbkdf2_sha256$1$salt$x",
        *[make(costs=costs) for costs in ["m=8,t=1,p=1", "m=4194304,t=1,p=1"]],
        *[make(costs=costs) for costs in ["m=64,t=3,p=1", "m=32,t=2,p=4"]],
    ],
)
def test_every_refusal_fills_as_much_memory_as_a_wrong_password(encoded, filled):
    class Dearer(Hasher):
        time_cost = 3
        memory_cost = 64

    with override_settings(PASSWORD_HASHERS=[Dearer]):
        assert check_password("hunter2", encoded) is False

    assert sum(filled) in range(3 * 64 - 2, 3 * 64 + 1)


def test_a_dearer_hash_than_today_is_verified_at_its_own_cost(filled):
    assert check_password("hunter2", make(costs="m=64,t=2,p=1")) is False

    assert filled == [128]


# Renewing hashes


def test_a_hash_of_today_need_not_be_renewed():
    assert Hasher().must_update(make_password("hunter2")) is False


@pytest.mark.parametrize(
    "parts",
    [
        {"kind": "i"},
        {"kind": "d"},
        {"version": "v=16$"},
        {"version": ""},
        {"costs": "m=9,t=1,p=1"},
        {"costs": "m=8,t=2,p=1"},
        {"costs": "m=16,t=1,p=2"},
        {"salt": "c2Vhc2FsdHNlYQ"},
        {"n": 22},
    ],
)
def test_a_hash_of_another_kind_or_cost_must_be_renewed(parts):
    today = {"salt": "A" * 22}

    assert Hasher().must_update(make(**today)) is False
    assert Hasher().must_update(make(**{**today, **parts})) is True


# Imports

WITHOUT_PACKAGE = """
import sys
from pyverless.config import override_settings
from pyverless.crypto import check_password
from pyverless.exceptions import ImproperlyConfigured

assert not check_password("hunter2", None)
assert "argon2" not in sys.modules
sys.modules["argon2"] = None  # as if it were not installed
path = "pyverless.crypto.argon2.Argon2PasswordHasher"
with override_settings(PASSWORD_HASHERS=[path]):
    try:
        check_password("hunter2", None)
    except ImproperlyConfigured as exc:
        print(exc)
"""


def test_argon2_is_imported_when_configured_and_its_lack_names_the_extra():
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_PACKAGE],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYVERLESS_PASSWORD_ITERATIONS": "1"},
    )

    assert "Install pyverless[argon2]" in done.stdout
