from __future__ import annotations

import base64
import json
import subprocess
import sys
import time
from types import MappingProxyType
from uuid import UUID

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import pyverless.crypto
from pyverless.config import override_settings
from pyverless.crypto import decode_json_web_token, get_json_web_token, is_expired
from pyverless.exceptions import ImproperlyConfigured, UnauthorizedError

UUID_1 = UUID("5b7a4a0e-3f0c-4d53-8a5a-0d6f0a1f4c11")


@pytest.fixture(autouse=True)
def _secret():
    with override_settings(SECRET_KEY=SECRET):
        yield


def forge(claims, key=SECRET, **kwargs) -> str:
    """Return a token that pyverless would not make itself."""
    return jwt.encode({"exp": now() + 60} | claims, key, **kwargs)


# The face


def test_the_face_offers_every_name_and_only_those():
    names = pyverless.crypto.__all__

    assert names == sorted(names, key=str.lower)
    assert all(callable(getattr(pyverless.crypto, name)) for name in names)
    assert set(names) <= set(dir(pyverless.crypto))
    with pytest.raises(AttributeError, match="has no attribute 'sing'"):
        pyverless.crypto.sing  # noqa: B018


def test_importing_the_face_imports_nothing_heavy():
    program = (
        "import sys; before = {*sys.modules}; import pyverless.crypto; "
        "print(*({*sys.modules} - before))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "pyverless" in loaded
    assert not loaded & {"jwt", "cryptography", "hashlib", "secrets", "typing"}


# Making tokens


def test_a_token_gives_back_its_claims():
    claims = decode_json_web_token(get_json_web_token({"sub": "7", "role": "editor"}))

    assert claims["sub"] == "7"
    assert claims["role"] == "editor"


@override_settings(JWT_EXPIRY=120)
def test_a_token_expires_after_jwt_expiry():
    before = now()
    claims = decode_json_web_token(get_json_web_token({}))

    assert before <= claims["iat"] <= now()
    assert claims["exp"] == claims["iat"] + 120


def test_an_expiry_is_in_seconds_from_now():
    claims = decode_json_web_token(get_json_web_token({}, 45))

    assert claims["exp"] == claims["iat"] + 45


def test_the_payload_may_set_exp_and_iat_itself():
    exp, iat = now() + 1000, now() - 1000

    claims = decode_json_web_token(get_json_web_token({"exp": exp, "iat": iat}))

    assert (claims["exp"], claims["iat"]) == (exp, iat)


def test_an_explicit_expiry_wins_over_the_payload():
    claims = decode_json_web_token(get_json_web_token({"exp": now() + 9000}, expiry=5))

    assert claims["exp"] == claims["iat"] + 5


def test_an_empty_exp_does_not_make_a_token_that_lasts():
    claims = decode_json_web_token(get_json_web_token({"exp": None}))

    assert claims["exp"] == claims["iat"] + 3600


def test_the_payload_is_left_as_it_is():
    payload = MappingProxyType({"sub": 7})

    get_json_web_token(payload)

    assert payload == {"sub": 7}


@pytest.mark.parametrize("subject", [7, UUID_1, "7"])
def test_a_subject_is_written_as_text(subject):
    claims = decode_json_web_token(get_json_web_token({"sub": subject}))

    assert claims["sub"] == str(subject)


@pytest.mark.parametrize("subject", [None, 1.5, ["7"]])
def test_a_subject_that_could_not_be_decoded_is_not_written(subject):
    with pytest.raises(TypeError, match=r"'sub' is .* Make it a text, an int or"):
        get_json_web_token({"sub": subject})


@override_settings(JWT_ISSUER="https://blog.example", JWT_AUDIENCE="readers")
def test_configured_issuer_and_audience_are_written():
    claims = decode_json_web_token(get_json_web_token({}))

    assert claims["iss"] == "https://blog.example"
    assert claims["aud"] == "readers"


def test_issuer_and_audience_are_left_out_when_not_configured():
    assert set(decode_json_web_token(get_json_web_token({}))) == {"iat", "exp"}


@override_settings(JWT_AUDIENCE="readers")
def test_the_payload_may_name_another_audience():
    token = get_json_web_token({"aud": ["readers", "writers"]})

    assert decode_json_web_token(token)["aud"] == ["readers", "writers"]


# Refusing tokens


@pytest.mark.parametrize("leeway", [None, 10])
def test_an_expired_token_is_refused(leeway):
    token = get_json_web_token({}, expiry=-60)

    with pytest.raises(UnauthorizedError, match=r"^The token has expired\.$") as caught:
        decode_json_web_token(token, leeway)
    assert caught.value.code == "token_expired"


def test_a_leeway_forgives_clocks_that_differ():
    token = get_json_web_token({}, expiry=-60)

    assert decode_json_web_token(token, leeway=120)
    with override_settings(JWT_LEEWAY=120):
        assert decode_json_web_token(token)
        assert code_of(token, leeway=0) == "token_expired"


def test_a_refusal_is_one_plain_sentence_and_keeps_its_cause():
    with pytest.raises(UnauthorizedError, match=r"^The token is not valid\.$") as error:
        decode_json_web_token("nonsense")

    assert error.value.code == "token_invalid"
    assert isinstance(error.value.__cause__, jwt.DecodeError)


def test_a_token_signed_with_another_secret_is_refused():
    assert code_of(forge({}, OTHER_SECRET)) == "token_invalid"


def test_a_token_without_exp_is_refused():
    assert code_of(jwt.encode({"sub": "7"}, SECRET)) == "token_invalid"


@override_settings(JWT_ISSUER="https://blog.example")
@pytest.mark.parametrize("claims", [{}, {"iss": "https://evil.example"}])
def test_a_token_of_another_issuer_is_refused(claims):
    assert code_of(forge(claims)) == "token_invalid"


@override_settings(JWT_AUDIENCE="readers")
@pytest.mark.parametrize(
    "claims", [{}, {"aud": "writers"}, {"aud": ["writers"]}, {"aud": 7}, {"aud": {}}]
)
def test_a_token_for_another_audience_is_refused(claims):
    assert code_of(forge(claims)) == "token_invalid"


def test_a_token_with_an_audience_is_refused_where_none_is_configured():
    assert code_of(forge({"aud": "readers"})) == "token_invalid"


@override_settings(JWT_ISSUER="", JWT_AUDIENCE="")
def test_an_empty_issuer_and_audience_count_as_not_configured():
    assert decode_json_web_token(get_json_web_token({"sub": "7"}))["sub"] == "7"


@pytest.mark.parametrize(
    "token", [None, 7, 1.5, True, [], {}, object(), b"\xff.\xff.\xff"]
)
def test_a_token_that_is_no_text_is_refused(token):
    assert code_of(token) == "token_invalid"


# Expiry


def test_is_expired_tells_an_expired_token_from_a_valid_one():
    assert is_expired(get_json_web_token({}, expiry=-60)) is True
    assert is_expired(get_json_web_token({}, expiry=-60), leeway=120) is False
    assert is_expired(get_json_web_token({})) is False


@pytest.mark.parametrize("claims", [{"aud": "writers"}, {"iss": "evil"}, {"sub": 7}])
def test_an_expired_token_that_never_was_valid_has_not_just_expired(claims):
    with override_settings(JWT_ISSUER="blog"):
        token = forge({"iss": "blog", "exp": now() - 60} | claims)

        assert code_of(token) == "token_invalid"
        with pytest.raises(UnauthorizedError):
            is_expired(token)


@pytest.mark.parametrize("token", ["nonsense", None, forge({"exp": 1}, OTHER_SECRET)])
def test_is_expired_refuses_what_is_no_token_of_ours(token):
    with pytest.raises(UnauthorizedError) as caught:
        is_expired(token)

    assert caught.value.code == "token_invalid"
