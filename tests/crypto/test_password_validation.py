"""`validate_password()`: which passwords are refused, and which must not be."""

from __future__ import annotations

import gzip
import random
import subprocess
import sys
from pathlib import Path
from secrets import token_urlsafe

import django.contrib.auth
import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, fields

from pyverless.config import override_settings
from pyverless.crypto import guessing, validate_password
from pyverless.crypto.common_words import TRACKS, WORDS
from pyverless.crypto.guessing import fold
from pyverless.exceptions import BadRequestError
from pyverless.handlers import BaseHandler, RequestBodyMixin
from pyverless.test import Client

GOOD = "vlinder7-kozijn"


def codes(password, **kwargs):
    """Return the codes of the faults of a password."""
    try:
        validate_password(password, **kwargs)
    except BadRequestError as exc:
        return [error["code"] for error in exc.errors]
    return []


# Length


@pytest.mark.parametrize(
    ("least", "expected"), [(15, []), (16, ["password_too_short"])]
)
def test_a_password_must_have_the_length_of_the_settings(least, expected):
    with override_settings(PASSWORD_MIN_LENGTH=least):
        assert codes(GOOD) == expected


def test_characters_count_not_bytes():
    assert codes("щцжхъэю") == ["password_too_short"]
    assert codes("щцжхъэюж") == []


def test_what_would_keep_the_function_busy_is_refused():
    assert codes(GOOD + "x" * (4096 - len(GOOD))) == []
    assert codes(GOOD + "x" * (4097 - len(GOOD))) == ["password_too_long"]
    assert codes("x" * 10**6) == ["password_too_long"]


@pytest.mark.parametrize("password", [None, 12345678, b"correct horse", ["x"]])
def test_what_is_no_text_is_refused(password):
    assert codes(password) == ["invalid"]


# What is guessed first

EASY = [
    *["password", "PASSWORD", "Password1!", "p@ssw0rd", "pa$$w0rd123", "drowssap"],
    *["pässwörd", "\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44", "!!password!!"],
    *["passwordpassword", "welcome2024", "Summer2024!", "liverpool1", "michael1985"],
    *["12345678", "87654321", "19871224", "0401234567", "11111111", "1122334455"],
    *["qwertyuiop", "1qaz2wsx", "zaq12wsx", "asdfghjkl;", "1q2w3e4r5t", "poiuytrewq"],
    *["abcdefgh", "a1b2c3d4", "aaaaaaaa", "abababab", "xkcdxkcdxkcd", "        "],
    *["iloveyou", "ihateyou2", "dragon84711", "drag0n-tiger", "fuckoff!!", "letmein99"],
    "dragontiger1987",
]


@pytest.mark.parametrize("password", EASY)
def test_an_easy_password_is_refused(password):
    assert codes(password) == ["password_too_common"]


def test_a_name_that_is_made_to_take_long_is_cut_before_it_is_folded(monkeypatch):
    lengths = []

    def measured(text):
        lengths.append(len(text))
        return fold(text)

    monkeypatch.setattr(guessing, "fold", measured)
    validate_password(GOOD, similar_to=["a" + "\u0301\u0316" * 1_000_000])

    assert max(lengths) <= 254


def test_of_a_very_long_password_the_beginning_is_judged():
    """All of it would take seconds."""
    assert codes("password" * 16 + GOOD) == ["password_too_common"]
    assert codes("password" * 15 + GOOD) == []


def test_nearly_all_of_djangos_common_passwords_are_refused():
    """Our list is our own; a part of theirs is what nobody could list."""
    folder = Path(django.contrib.auth.__file__).parent
    text = gzip.decompress((folder / "common-passwords.txt.gz").read_bytes()).decode()
    common = [line for line in text.split("\n") if len(line) >= 8]

    refused = sum(codes(password) == ["password_too_common"] for password in common)

    assert len(common) > 8000
    assert refused / len(common) > 0.85


# What must be let through


@pytest.mark.parametrize(
    "password",
    [
        *["correct horse battery staple", "correcthorsebatterystaple", "Tr0ub4dor&3"],
        *[
            "k3x9q2p7vm",
            "kqzvmxwj",
            "k3x94q27",
            "ich mag keine Montage",
            "mnie się podoba zimą",
        ],
        *[
            "пятница вечером",
            "六月的雨下个不停呢",
            "🔑🐎🔋📎🌧️🌵🚲🎷",
            "\ud800 lone surrogate",
        ],
        *[
            "dragontiger8731",
            "dragontigerelephant",
            "7041 8823 1946 2207",
            "x" * 3 + "Jv-9" * 2 + "wq",
        ],
    ],
)
def test_a_good_password_is_let_through(password):
    assert codes(password) == []


def test_random_passwords_are_let_through():
    for _ in range(500):
        assert codes(token_urlsafe(12)) == []


@pytest.mark.parametrize("blank", ["", " ", "-"])
def test_four_random_words_are_let_through_even_if_all_are_usual(blank):
    words = sorted({word for word in WORDS.split() if len(word) > 3})
    chosen = random.Random(blank)

    refused = [
        password
        for password in (blank.join(chosen.sample(words, 4)) for _ in range(300))
        if codes(password)
    ]

    assert refused == []


@given(st.text(max_size=80), st.text(max_size=20))
def test_any_text_is_judged(password, name):
    assert set(codes(password, similar_to=[name])) <= {
        "password_too_short",
        "password_too_common",
        "password_too_similar",
    }


# Names


@pytest.mark.parametrize(
    "password",
    [
        *["wojciechowska", "Wojciechowska1", "w0jciechowska!", "akswohceicjow"],
        *["zofia.wojciechowska", "zofiawojciechowska99", "zofia1815"],
    ],
)
def test_a_password_that_is_made_of_the_name_is_refused(password):
    email = "Zofia.Wojciechowska@example.org"

    assert "password_too_similar" in codes(password, similar_to=[None, "", email])


def test_a_single_name_needs_no_list():
    email = "Zofia.Wojciechowska@example.org"

    assert "password_too_similar" in codes("wojciechowska", similar_to=email)


@pytest.mark.parametrize(
    "password", [GOOD, "wojciechowska mag keine Montage", "sunshine", "xukqxuzw"]
)
def test_a_password_that_is_not_made_of_the_name_is_not_similar(password):
    names = ["wojciechowska@example.org", "xu", "x" * 65 + " vlinder kozijn"]

    found = codes(password, similar_to=names)

    assert "password_too_similar" not in found


# The answer


@override_settings(PASSWORD_MIN_LENGTH=10)
def test_all_faults_are_told_at_once_with_where_they_are():
    with pytest.raises(BadRequestError, match="not good enough") as caught:
        validate_password("sunshine", similar_to=["sunshine@x.org"], field="new")

    assert caught.value.errors == [
        {
            "pointer": "#/new",
            "detail": "Use at least 10 characters.",
            "code": "password_too_short",
        },
        {
            "pointer": "#/new",
            "detail": "This password is easy to guess.",
            "code": "password_too_common",
        },
        {
            "pointer": "#/new",
            "detail": "This password is too similar to your name or e-mail address.",
            "code": "password_too_similar",
        },
    ]


def test_a_single_fault_is_the_message():
    with pytest.raises(BadRequestError, match=r"^This password is easy to guess\.$"):
        validate_password("sunshine")


class RegisterSchema(Schema):
    password = fields.String(required=True, validate=validate_password)


class Register(RequestBodyMixin, BaseHandler):
    allowed_methods = ("POST",)
    input_serializer = RegisterSchema

    def perform_action(self):
        return {"length": len(self.body["password"])}


def test_a_schema_of_marshmallow_can_validate_with_it():
    client = Client(Register)

    refused = client.post("/", json={"password": "sunshine"})
    accepted = client.post("/", json={"password": GOOD})

    assert refused.status_code == 400
    assert [(e["pointer"], e["code"]) for e in refused.json()["errors"]] == [
        ("#/password", "password_too_common")
    ]
    assert "sunshine" not in refused.text
    assert accepted.json() == {"length": len(GOOD)}


# The list


def test_the_words_are_folded_sorted_and_each_there_once():
    words = WORDS.split()

    assert words == sorted(set(words))
    assert [word for word in words if fold(word) != word or len(word) < 3] == []
    assert fold(TRACKS) == TRACKS


def test_the_words_are_those_of_the_list_that_is_to_be_changed():
    """If not: python -m tests.crypto.pack_words."""
    source = Path(__file__).with_name("common_words.txt").read_text("utf-8")

    assert source.split() == WORDS.split()


def test_the_words_are_loaded_by_the_first_password():
    program = (
        "import sys\nfrom pyverless.crypto import validate_password\n"
        "assert 'pyverless.crypto.common_words' not in sys.modules\n"
        "validate_password('vlinder7-kozijn')\n"
        "assert 'pyverless.crypto.common_words' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
