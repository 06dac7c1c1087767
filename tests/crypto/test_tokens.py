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

SECRET = "a secret of this test suite, of 32 bytes and more"
OTHER_SECRET = "another secret, which has more than 32 bytes too"
UUID_1 = UUID("5b7a4a0e-3f0c-4d53-8a5a-0d6f0a1f4c11")


@pytest.fixture(autouse=True)
def _secret():
    with override_settings(SECRET_KEY=SECRET):
        yield


def pem(key) -> tuple[str, str]:
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


KEYS = {
    "RS256": pem(rsa.generate_private_key(public_exponent=65537, key_size=2048)),
    "ES256": pem(ec.generate_private_key(ec.SECP256R1())),
    "EdDSA": pem(ed25519.Ed25519PrivateKey.generate()),
}


def now() -> int:
    return int(time.time())


def forge(claims, key=SECRET, **kwargs) -> str:
    """Return a token that pyverless would not make itself."""
    return jwt.encode({"exp": now() + 60} | claims, key, **kwargs)


def segment(value) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def code_of(token, leeway=None) -> str:
    with pytest.raises(UnauthorizedError) as caught:
        decode_json_web_token(token, leeway)
    return caught.value.code


# The face


def test_the_face_offers_every_name_and_only_those():
    names = pyverless.crypto.__all__

    assert names == sorted(names, key=str.lower)
    assert all(callable(getattr(pyverless.crypto, name)) for name in names)
    assert set(names) <= set(dir(pyverless.crypto))
    with pytest.raises(AttributeError, match="has no attribute 'sign'"):
        pyverless.crypto.sign  # noqa: B018


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
    assert isinstance(caught.value.__cause__, jwt.ExpiredSignatureError)


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


def test_a_tampered_payload_is_refused():
    header, _, signature = get_json_web_token({"sub": "7"}).split(".")
    payload = segment({"sub": "1", "exp": now() + 60})

    assert code_of(f"{header}.{payload}.{signature}") == "token_invalid"


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "", None, ["HS256"], {}, 1])
@pytest.mark.parametrize("signature", ["", "AAAA"])
def test_a_token_without_a_real_algorithm_is_refused(alg, signature):
    header = segment({"typ": "JWT", "alg": alg})

    token = f"{header}.{segment({'exp': now() + 60})}.{signature}"

    assert code_of(token) == "token_invalid"


def test_a_token_can_not_choose_another_algorithm():
    long_secret = SECRET * 2
    with override_settings(SECRET_KEY=long_secret):
        token = forge({}, long_secret, algorithm="HS512")

        assert code_of(token) == "token_invalid"


def test_a_public_key_can_not_be_used_as_an_hmac_secret():
    _, public = KEYS["RS256"]
    signing_input = f"{segment({'alg': 'HS256'})}.{segment({'exp': now() + 60})}"
    hmac = jwt.get_algorithm_by_name("HS256")
    signature = hmac.sign(signing_input.encode(), public.encode())
    token = f"{signing_input}.{base64.urlsafe_b64encode(signature).decode()}"

    with override_settings(JWT_ALGORITHM="RS256", JWT_VERIFYING_KEY=public):
        assert code_of(token) == "token_invalid"


@pytest.mark.parametrize(
    "exp", [None, "soon", [], float("nan"), float("inf"), "9" * 5000]
)
def test_a_token_without_a_usable_exp_is_refused(exp):
    assert code_of(forge({"exp": exp})) == "token_invalid"


def test_a_token_without_exp_is_refused():
    assert code_of(jwt.encode({"sub": "7"}, SECRET)) == "token_invalid"


@pytest.mark.parametrize("claim", ["nbf", "iat"])
def test_a_token_that_is_not_valid_yet_is_refused(claim):
    assert code_of(forge({claim: now() + 600})) == "token_invalid"


@pytest.mark.parametrize(
    "claims", [{"sub": 7}, {"sub": None}, {"jti": 7}, {"nbf": "x"}, {"iat": {}}]
)
def test_a_token_with_a_claim_of_the_wrong_type_is_refused(claims):
    assert code_of(forge(claims)) == "token_invalid"


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


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "a.b",
        "a.b.c.d",
        "\ud800.\ud800.\ud800",
        "é.é.é",
        f"{segment('[]')}.{segment({})}.AAAA",
        f"{segment('[' * 100_000)}.{segment({})}.AAAA",
        f"{segment('9' * 5000)}.{segment({})}.AAAA",
        f"{segment({'alg': 'HS256', 'kid': 7})}.{segment({})}.AAAA",
        f"{segment({'alg': 'HS256', 'crit': ['exp'], 'exp': 1})}.{segment({})}.AAAA",
        f"{segment({'alg': 'HS256', 'b64': False, 'crit': ['b64']})}..AAAA",
    ],
)
def test_a_malformed_token_is_refused(token):
    assert code_of(token) == "token_invalid"


@pytest.mark.parametrize("payload", ["[" * 100_000, "[]", "nonsense", "7", "null"])
def test_a_signed_payload_that_is_no_object_is_refused(payload):
    token = jwt.PyJWS().encode(payload.encode(), SECRET, "HS256")

    assert code_of(token) == "token_invalid"


@hypothesis_settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_whatever_is_changed_in_a_token_it_is_refused(data):
    with override_settings(SECRET_KEY=SECRET):
        token = get_json_web_token({"sub": "7"})
        at = data.draw(st.integers(0, len(token) - 1))
        other = data.draw(st.characters().filter(lambda char: char != token[at]))

        assert code_of(token[:at] + other + token[at + 1 :]) == "token_invalid"


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


# Keys


def test_tokens_outlive_a_change_of_the_secret_as_long_as_it_is_a_fallback():
    token = get_json_web_token({"sub": "7"})
    expired = get_json_web_token({"sub": "7"}, expiry=-60)

    with override_settings(SECRET_KEY=OTHER_SECRET):
        assert code_of(token) == "token_invalid"
        with override_settings(SECRET_KEY_FALLBACKS=["x" * 32, SECRET]):
            assert decode_json_web_token(token)["sub"] == "7"
            assert decode_json_web_token(get_json_web_token({"sub": "8"}))["sub"] == "8"
            assert is_expired(expired)
            assert code_of(forge({}, "y" * 32)) == "token_invalid"


def test_fallbacks_of_the_secret_do_not_stand_in_for_a_key_of_its_own():
    token = get_json_web_token({})

    with override_settings(JWT_SIGNING_KEY=OTHER_SECRET, SECRET_KEY_FALLBACKS=[SECRET]):
        assert decode_json_web_token(get_json_web_token({}))
        assert code_of(token) == "token_invalid"


def test_the_signing_key_verifies_where_no_other_is_set():
    with override_settings(JWT_SIGNING_KEY=OTHER_SECRET):
        token = get_json_web_token({})

        assert decode_json_web_token(token)
        with override_settings(JWT_VERIFYING_KEY=SECRET):
            assert code_of(token) == "token_invalid"


@pytest.mark.parametrize("algorithm", KEYS)
def test_a_pair_of_keys_signs_and_verifies(algorithm):
    private, public = KEYS[algorithm]
    with override_settings(JWT_ALGORITHM=algorithm, JWT_SIGNING_KEY=private):
        token = get_json_web_token({"sub": "7"})

    assert jwt.get_unverified_header(token)["alg"] == algorithm
    with override_settings(JWT_ALGORITHM=algorithm, JWT_VERIFYING_KEY=public):
        assert decode_json_web_token(token)["sub"] == "7"
        assert code_of(token[:-8] + "AAAAAAAA") == "token_invalid"


@pytest.mark.parametrize("algorithm", KEYS)
def test_a_private_key_alone_signs_and_verifies(algorithm):
    private, _ = KEYS[algorithm]
    with override_settings(JWT_ALGORITHM=algorithm, JWT_SIGNING_KEY=private):
        assert decode_json_web_token(get_json_web_token({"sub": "7"}))["sub"] == "7"


@pytest.mark.parametrize("algorithm", KEYS)
def test_a_public_key_can_not_sign(algorithm):
    _, public = KEYS[algorithm]
    with (
        override_settings(JWT_ALGORITHM=algorithm, JWT_SIGNING_KEY=public),
        pytest.raises(
            ImproperlyConfigured, match=r"^JWT_SIGNING_KEY is a public key.*JWT_VERIFY"
        ),
    ):
        get_json_web_token({})


@pytest.mark.parametrize("algorithm", KEYS)
@pytest.mark.parametrize("key", ["no PEM at all", 7, "-----BEGIN PRIVATE KEY-----"])
def test_a_key_that_is_no_pem_is_a_mistake_of_ours(algorithm, key):
    with (
        override_settings(JWT_ALGORITHM=algorithm, JWT_VERIFYING_KEY=key),
        pytest.raises(
            ImproperlyConfigured, match=f"^JWT_VERIFYING_KEY is not a key.*{algorithm}"
        ) as caught,
    ):
        decode_json_web_token("nonsense")

    assert "no PEM at all" not in str(caught.value)


@override_settings(JWT_SIGNING_KEY=KEYS["RS256"][1])
def test_a_pem_is_no_key_for_hmac():
    with pytest.raises(ImproperlyConfigured, match=r"^JWT_SIGNING_KEY is not a key"):
        get_json_web_token({})


@override_settings(JWT_ALGORITHM="RS256")
def test_the_secret_is_no_key_for_an_asymmetric_algorithm():
    with pytest.raises(
        ImproperlyConfigured,
        match=r"'RS256', which SECRET_KEY.* Set JWT_SIGNING_KEY to",
    ):
        get_json_web_token({})
    with pytest.raises(
        ImproperlyConfigured, match="Set JWT_VERIFYING_KEY or JWT_SIGNING_KEY to"
    ):
        decode_json_web_token("nonsense")


@pytest.mark.parametrize("algorithm", ["none", "HS255", ""])
@pytest.mark.parametrize("use", [get_json_web_token, decode_json_web_token])
def test_an_algorithm_that_does_not_sign_is_refused(algorithm, use):
    with (
        override_settings(JWT_ALGORITHM=algorithm, JWT_SIGNING_KEY=lambda: ""),
        pytest.raises(
            ImproperlyConfigured, match=f"^JWT_ALGORITHM is '{algorithm}'.*'HS256'"
        ),
    ):
        use({})


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"SECRET_KEY": "x" * 31}, "SECRET_KEY"),
        ({"JWT_SIGNING_KEY": "x" * 31}, "JWT_SIGNING_KEY"),
        ({"JWT_VERIFYING_KEY": "x" * 31}, "JWT_VERIFYING_KEY"),
        ({"SECRET_KEY_FALLBACKS": ["x" * 31]}, "SECRET_KEY_FALLBACKS"),
        ({"SECRET_KEY": "x" * 63, "JWT_ALGORITHM": "HS512"}, "SECRET_KEY"),
    ],
)
def test_a_key_that_is_too_short_is_refused(values, name):
    with (
        override_settings(**values),
        pytest.raises(
            ImproperlyConfigured, match=rf"^{name} is too short\. .*token_urlsafe\(64\)"
        ) as caught,
    ):
        decode_json_web_token(get_json_web_token({}))

    assert "xxx" not in str(caught.value)


@override_settings(SECRET_KEY="")
def test_a_missing_secret_is_a_mistake_of_ours():
    with pytest.raises(ImproperlyConfigured, match=r"^The setting SECRET_KEY is empty"):
        decode_json_web_token("nonsense")


def test_a_function_that_fetches_a_key_is_called_once():
    calls = []

    def fetch() -> str:
        calls.append(1)
        return OTHER_SECRET

    with override_settings(JWT_SIGNING_KEY=fetch):
        for _ in range(3):
            decode_json_web_token(get_json_web_token({}))
        assert len(calls) == 1

    with override_settings(JWT_VERIFYING_KEY=fetch):
        assert decode_json_web_token(forge({}, OTHER_SECRET))
        assert decode_json_web_token(forge({}, OTHER_SECRET))
    assert len(calls) == 2


def test_a_key_that_can_not_be_fetched_is_no_fault_of_the_token():
    def fetch() -> str:
        raise ValueError("the secret manager is away")

    with (
        override_settings(JWT_VERIFYING_KEY=fetch),
        pytest.raises(ValueError, match="the secret manager is away"),
    ):
        decode_json_web_token(forge({}))
