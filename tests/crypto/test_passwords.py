from __future__ import annotations

import base64
import hashlib
import re

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher as DjangoHasher
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pyverless.config import override_settings
from pyverless.crypto import PBKDF2PasswordHasher, check_password, make_password
from pyverless.crypto import passwords as module
from pyverless.crypto.passwords import BasePasswordHasher, verify_password
from pyverless.exceptions import ImproperlyConfigured

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


@pytest.mark.parametrize("password", ["", "lètmein", "🔑" * 50, "a$b", "\0"])
def test_django_and_we_verify_the_hashes_of_each_other(password):
    django = DjangoHasher()
    django.iterations = 20
    ours, theirs = make_password(password), django.encode(password, django.salt())

    assert django.verify(password, ours)
    assert not django.must_update(ours)
    assert check_password(password, theirs)
    assert not PBKDF2PasswordHasher().must_update(theirs)


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


# Several hashers


class Legacy(BasePasswordHasher):
    """What an own table of users may have had before."""

    algorithm = "md5"

    def verify(self, password, encoded):
        digest = hashlib.md5(self.get_bytes(password)).hexdigest()
        return encoded == f"md5${digest}"


class Dearer(PBKDF2PasswordHasher):
    algorithm = "dearer"
    iterations = 30


MD5 = f"md5${hashlib.md5(b'hunter2').hexdigest()}"
BOTH = ["pyverless.crypto.passwords.PBKDF2PasswordHasher", Legacy]


@override_settings(PASSWORD_HASHERS=BOTH)
def test_the_first_hasher_makes_hashes_and_all_verify():
    encoded = make_password("hunter2")

    assert encoded.startswith("pbkdf2_sha256$20$")
    assert verify_password("hunter2", encoded) == (True, False)
    assert verify_password("hunter2", by_hand("hunter2", SALT, 10)) == (True, True)
    assert verify_password("hunter2", MD5) == (True, True)
    assert verify_password("Hunter2", MD5) == (False, False)


@override_settings(PASSWORD_HASHERS=[Legacy])
def test_a_password_that_is_no_text_is_a_type_error_for_every_hasher():
    with pytest.raises(TypeError, match="must be text"):
        check_password(b"hunter2", None)


def test_a_hash_of_no_hasher_fits_no_password():
    assert check_password("hunter2", MD5) is False


@override_settings(PASSWORD_HASHERS=[PBKDF2PasswordHasher, Dearer, Legacy])
@pytest.mark.parametrize(
    "encoded", [None, "?", MD5[:-1], "dearer$", by_hand("other", SALT, 10)]
)
def test_every_hasher_spends_its_cost_on_a_refusal(encoded, rounds):
    """Or the time would tell who has a hash of the first, of another, or none."""
    assert check_password("hunter2", encoded) is False

    assert sum(rounds) == 20 + 30


# What others have made


@pytest.mark.parametrize(
    ("encoded", "told"),
    [
        ("scrypt$16384$secretsalt$8$1$c2VjcmV0", "of the algorithm scrypt"),
        ("argon2$argon2id$v=19$m=8,t=1,p=1$secret", "of the algorithm argon2"),
        ("$2b$12$secretsecretsecret", "of no known algorithm"),
        ("secret", "of no known algorithm"),
        ("pa$$word secret", "of no known algorithm"),
    ],
)
def test_a_hash_that_no_hasher_is_for_is_a_warning_without_the_hash(
    encoded, told, caplog
):
    assert check_password("hunter2", encoded) is False

    [record] = caplog.records
    assert (record.name, record.levelname) == ("pyverless.auth", "WARNING")
    assert told in record.getMessage()
    assert not re.search("secret|pa[$]|pa,|hunter2", record.getMessage())


@pytest.mark.parametrize(
    "encoded", [None, "", "!", "!Jq1eR", 7, f"pbkdf2_sha256$20$seasalt${DIGEST}"]
)
def test_an_ordinary_refusal_is_no_warning(encoded, caplog):
    check_password("hunter2", encoded)

    assert caplog.records == []


def test_hashers_are_imported_once_for_all_calls(monkeypatch):
    with override_settings(PASSWORD_HASHERS=BOTH):
        check_password("hunter2", None)
        monkeypatch.setattr("pyverless.config.import_string", None)
        check_password("hunter2", None)


@pytest.mark.parametrize("hashers", [[], None, BOTH[0]])
def test_there_must_be_a_list_of_hashers(hashers):
    with (
        override_settings(PASSWORD_HASHERS=hashers),
        pytest.raises(
            ImproperlyConfigured,
            match=f"is {re.escape(repr(hashers))}. Make it a list of hashers",
        ),
    ):
        make_password("hunter2")


@pytest.mark.parametrize(
    "hasher",
    [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "hashlib.sha256",
        "pyverless.crypto.passwords",
        dict,
        Legacy(),
        None,
    ],
)
@pytest.mark.parametrize(
    "use", [make_password, lambda password: check_password(password, None)]
)
def test_a_hasher_is_a_class_of_ours_and_shown_as_it_was_written(use, hasher):
    with (
        override_settings(PASSWORD_HASHERS=[PBKDF2PasswordHasher, hasher]),
        pytest.raises(
            ImproperlyConfigured,
            match=f"names {re.escape(repr(hasher))}, which is no subclass of",
        ),
    ):
        use("hunter2")


@pytest.mark.parametrize("iterations", [0, -1, 10_000_001, "600000", 2.5, True, None])
@pytest.mark.parametrize(
    "use",
    [
        make_password,
        lambda password: check_password(password, None),
        lambda password: verify_password(password, by_hand(password, SALT, 20)),
    ],
)
def test_iterations_that_make_no_sense_are_a_mistake_of_ours(use, iterations):
    with (
        override_settings(PASSWORD_ITERATIONS=iterations),
        pytest.raises(ImproperlyConfigured, match="the setting PASSWORD_ITERATIONS"),
    ):
        use("hunter2")


@override_settings(PASSWORD_HASHERS=["pyverless.crypto.scrypt.Hasher"])
def test_a_hasher_that_is_not_there_is_named_with_its_setting():
    with pytest.raises(ImportError, match=r"scrypt\.Hasher.* setting PASSWORD_HASHERS"):
        make_password("hunter2")


def test_a_hasher_of_ones_own_says_what_it_lacks():
    with pytest.raises(NotImplementedError, match=r"Legacy makes no hashes.*another"):
        Legacy().encode("hunter2")
    with pytest.raises(NotImplementedError, match=r"BasePasswordHasher verifies no"):
        BasePasswordHasher().verify("hunter2", MD5)
    assert BasePasswordHasher().must_update(MD5) is False
