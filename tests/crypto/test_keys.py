"""The keys of tokens, in all the forms that the settings take."""

from __future__ import annotations

import json

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from pyverless.auth import JWTAuthentication
from pyverless.config import override_settings
from pyverless.crypto import decode_json_web_token, get_json_web_token, is_expired
from pyverless.crypto.keys import StaticKeys
from pyverless.crypto.tokens import check_settings
from pyverless.exceptions import ImproperlyConfigured
from tests.forgery import (
    ALGORITHMS,
    OTHER_SECRET,
    PAIRS,
    SECRET,
    code_of,
    forge,
    get_jwk,
    get_pair,
    get_private_key,
    get_settings,
    segment,
)


@pytest.fixture(autouse=True)
def _secret():
    with override_settings(SECRET_KEY=SECRET):
        yield


def make(algorithm, **claims):
    with override_settings(**get_settings(algorithm)):
        return get_json_web_token({"sub": "7", **claims})


def mistake(**values):
    """Return what is said when settings can neither sign nor verify."""
    with (
        override_settings(**values),
        pytest.raises(ImproperlyConfigured) as caught,
    ):
        decode_json_web_token(get_json_web_token({}))
    return str(caught.value)


# Secrets


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


@pytest.mark.parametrize(
    ("fallbacks", "kind"),
    [(SECRET, "a text"), (None, "a NoneType"), (lambda: [SECRET], "a function")],
)
@pytest.mark.parametrize("secret", [SECRET, lambda: SECRET])
def test_fallbacks_are_a_list(secret, fallbacks, kind):
    with override_settings(SECRET_KEY=secret, SECRET_KEY_FALLBACKS=fallbacks):
        for use in (check_settings, lambda: decode_json_web_token("nonsense")):
            with pytest.raises(
                ImproperlyConfigured,
                match=f"^SECRET_KEY_FALLBACKS is {kind}; make it a list",
            ) as caught:
                use()
            assert SECRET not in str(caught.value)


@pytest.mark.parametrize("missing", [None, "", lambda: None, lambda: ""])
def test_what_is_not_there_is_no_key_of_a_list(missing):
    with override_settings(SECRET_KEY_FALLBACKS=[missing, OTHER_SECRET]):
        assert decode_json_web_token(forge({}, OTHER_SECRET))
    with override_settings(JWT_VERIFYING_KEY=[missing, OTHER_SECRET]):
        assert decode_json_web_token(forge({}, OTHER_SECRET))
    said = mistake(JWT_VERIFYING_KEY=[missing], JWT_SIGNING_KEY=OTHER_SECRET)
    assert said.startswith("JWT_VERIFYING_KEY has no key for the algorithm 'HS256'.")


@pytest.mark.parametrize(
    "values",
    [
        {"SECRET_KEY": 77777},
        {"SECRET_KEY": ["canary"]},
        {"SECRET_KEY": lambda: {"k": "canary"}},
        {"SECRET_KEY_FALLBACKS": [77777]},
        {"SECRET_KEY_FALLBACKS": [lambda: ["canary"]]},
    ],
)
def test_a_secret_is_a_text(values):
    (name,) = values

    said = mistake(**values)

    assert said.startswith(f"{name} has a secret of the type '")
    assert "canary" not in said
    assert "77777" not in said


def test_a_key_of_its_own_changes_by_way_of_a_list():
    token = get_json_web_token({"sub": "7"})

    with override_settings(
        JWT_SIGNING_KEY=OTHER_SECRET, JWT_VERIFYING_KEY=[OTHER_SECRET, SECRET]
    ):
        assert decode_json_web_token(get_json_web_token({"sub": "8"}))["sub"] == "8"
        assert decode_json_web_token(token)["sub"] == "7"


def test_the_signing_key_verifies_where_no_other_is_set():
    with override_settings(JWT_SIGNING_KEY=OTHER_SECRET):
        token = get_json_web_token({})

        assert decode_json_web_token(token)
        with override_settings(JWT_VERIFYING_KEY=SECRET):
            assert code_of(token) == "token_invalid"


# Pairs


@pytest.mark.parametrize("algorithm", PAIRS)
def test_a_pair_of_keys_signs_and_verifies(algorithm):
    private, public = get_pair(algorithm)
    with override_settings(JWT_ALGORITHM=algorithm, JWT_SIGNING_KEY=private):
        token = get_json_web_token({"sub": "7"})

    assert jwt.get_unverified_header(token)["alg"] == algorithm
    with override_settings(JWT_ALGORITHM=algorithm, JWT_VERIFYING_KEY=public):
        assert decode_json_web_token(token)["sub"] == "7"
        assert code_of(token[:-8] + "AAAAAAAA") == "token_invalid"


@pytest.mark.parametrize("algorithm", PAIRS)
def test_a_private_key_alone_signs_and_verifies(algorithm):
    private, _ = get_pair(algorithm)
    with override_settings(JWT_ALGORITHM=algorithm, JWT_SIGNING_KEY=private):
        assert decode_json_web_token(get_json_web_token({"sub": "7"}))["sub"] == "7"


@pytest.mark.parametrize("algorithm", PAIRS)
def test_a_public_key_can_not_sign(algorithm):
    _, public = get_pair(algorithm)
    for use in (get_json_web_token, decode_json_web_token):
        with (
            override_settings(JWT_ALGORITHM=algorithm, JWT_SIGNING_KEY=public),
            pytest.raises(
                ImproperlyConfigured, match=r"^JWT_SIGNING_KEY is a public key.*JWT_VER"
            ),
        ):
            use({})


@pytest.mark.parametrize("algorithm", PAIRS)
@pytest.mark.parametrize("kind", [str, json.dumps, repr])
def test_a_pem_of_the_environment_has_no_line_breaks(algorithm, kind):
    private, public = get_pair(algorithm)
    values = {"JWT_SIGNING_KEY": private, "JWT_VERIFYING_KEY": public}
    written = {name: kind(value).strip("'\"") for name, value in values.items()}
    with override_settings(JWT_ALGORITHM=algorithm, **written):
        assert decode_json_web_token(get_json_web_token({"sub": "7"}))["sub"] == "7"


def get_encrypted_pem():
    return (
        get_private_key("ES256")
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"a passphrase"),
        )
        .decode()
    )


MISTAKES = {
    "a word": ("ES256", "canary", "not a key for the algorithm 'ES256'"),
    "bytes": ("ES256", b"canary", "not a key for the algorithm 'ES256'"),
    "an int": ("ES256", 77777, "of the type 'int', which is no key"),
    "an int for HMAC": ("HS256", 77777, "of the type 'int', which is no key"),
    "a function without a result": ("ES256", lambda: None, "of the type 'NoneType'"),
    "a path": ("ES256", "/etc/canary", "the path of a file"),
    "a file": ("RS256", "canary.pem", "the path of a file"),
    "a short text that looks like a path": ("HS256", "/canary.pem", "too short"),
    "the start of a PEM": (
        "EdDSA",
        "-----BEGIN PRIVATE KEY-----",
        "a PEM that was cut",
    ),
    "a PEM that is cut": ("ES256", get_pair("ES256")[0][:90], "a PEM that was cut"),
    "a PEM with other letters": (
        "ES256",
        get_pair("ES256")[0].replace("\nM", "\nA"),
        "a PEM, but has no key for 'ES256' in it",
    ),
    "an encrypted PEM": ("ES256", get_encrypted_pem(), "a PEM that is encrypted"),
    "a certificate": (
        "RS256",
        "-----BEGIN CERTIFICATE-----\ncanary\n-----END CERTIFICATE-----\n",
        "a certificate. Set it to the public key",
    ),
    "another curve": (
        "ES256",
        get_pair("ES384")[0],
        "a key for the algorithm 'ES384', not for 'ES256'",
    ),
    "another curve as a JWK": (
        "ES256",
        get_jwk("ES384"),
        "a key for the algorithm 'ES384', not for 'ES256'",
    ),
    "RSA for EdDSA": (
        "EdDSA",
        get_pair("RS256")[0],
        "a key for the algorithm 'RS256', not",
    ),
    "RSA for HMAC": (
        "HS256",
        get_pair("RS256")[1],
        "a key for the algorithm 'RS256', not",
    ),
    "a JWK Set without keys": ("ES256", {"keys": "canary"}, "not a key for"),
    "an object": (
        "RS256",
        get_private_key("EdDSA"),
        "a key for the algorithm 'EdDSA', not",
    ),
}


@pytest.mark.parametrize(("algorithm", "key", "said"), MISTAKES.values(), ids=MISTAKES)
@pytest.mark.parametrize("setting", ["JWT_SIGNING_KEY", "JWT_VERIFYING_KEY"])
def test_a_mistake_about_a_key_is_told_without_the_key(setting, algorithm, key, said):
    with (
        override_settings(**{"JWT_ALGORITHM": algorithm, setting: key}),
        pytest.raises(ImproperlyConfigured, match=f"^{setting} is {said}") as caught,
    ):
        (get_json_web_token if "SIGN" in setting else decode_json_web_token)({})

    assert " Set it to " in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    shown = key if isinstance(key, str) else "77777"
    lines = [line for line in shown.splitlines() if "-----" not in line]
    assert not any(line in str(caught.value) for line in ["canary", *lines])


def test_a_list_can_not_sign():
    said = mistake(JWT_SIGNING_KEY=[OTHER_SECRET])

    assert said.startswith("JWT_SIGNING_KEY is of the type 'list', which is no key.")


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


@pytest.mark.parametrize(
    ("algorithm", "said"),
    [
        ("none", "no algorithm that signs"),
        ("HS255", "no algorithm that signs"),
        ("", "no algorithm that signs"),
        (["HS256"], "of the type 'list', not the name of one algorithm"),
        (None, "of the type 'NoneType', not the name of one algorithm"),
    ],
)
@pytest.mark.parametrize("use", [get_json_web_token, decode_json_web_token])
def test_an_algorithm_that_does_not_sign_is_refused(algorithm, said, use):
    with (
        override_settings(JWT_ALGORITHM=algorithm, JWT_SIGNING_KEY=lambda: ""),
        pytest.raises(ImproperlyConfigured) as caught,
    ):
        use({})

    told = f"JWT_ALGORITHM is {algorithm!r}, which is {said}. Set it to 'HS256', "
    assert str(caught.value).startswith(told)


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


@pytest.mark.parametrize(
    "algorithm",
    ["HS256", "HS384", "HS512", "RS384", "RS512", "PS256", "PS384", "PS512"],
)
def test_every_algorithm_that_signs_will_do(algorithm):
    key = SECRET * 2 if algorithm.startswith("HS") else get_pair("RS256")[0]
    with override_settings(JWT_ALGORITHM=algorithm, JWT_SIGNING_KEY=key):
        token = get_json_web_token({"sub": "7"})
        assert decode_json_web_token(token)["sub"] == "7"

    assert jwt.get_unverified_header(token)["alg"] == algorithm


@pytest.mark.parametrize("algorithm", ["ES256", "ES384", "ES512"])
def test_an_elliptic_curve_belongs_to_one_algorithm(algorithm):
    private, _ = get_pair(algorithm)
    for other in ("ES256", "ES384", "ES512"):
        with override_settings(JWT_ALGORITHM=other, JWT_SIGNING_KEY=private):
            if other == algorithm:
                assert decode_json_web_token(get_json_web_token({}))
            else:
                with pytest.raises(ImproperlyConfigured, match=f"not for '{other}'"):
                    get_json_web_token({})


def test_a_short_pair_is_refused():
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    public = RSAAlgorithm.to_jwk(key.public_key())

    said = mistake(
        JWT_ALGORITHM="RS256",
        JWT_VERIFYING_KEY=public,
        JWT_SIGNING_KEY=get_pair("RS256")[0],
    )

    assert said.startswith("JWT_VERIFYING_KEY is too short.")


# JWKs


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize(
    "form", [dict, json.dumps, lambda jwk: f" {json.dumps(jwk)}\n"]
)
def test_a_jwk_signs_and_verifies(algorithm, form):
    private, public = get_jwk(algorithm, private=True), get_jwk(algorithm)
    with override_settings(JWT_ALGORITHM=algorithm, JWT_SIGNING_KEY=form(private)):
        token = get_json_web_token({"sub": "7"})
        assert decode_json_web_token(token)["sub"] == "7"
    with override_settings(JWT_ALGORITHM=algorithm, JWT_VERIFYING_KEY=form(public)):
        assert decode_json_web_token(token)["sub"] == "7"

    assert "kid" not in jwt.get_unverified_header(token)


def test_the_name_of_the_key_that_signs_is_in_the_token():
    key = get_jwk("ES256", private=True) | {"kid": "2026-01"}
    with override_settings(JWT_ALGORITHM="ES256", JWT_SIGNING_KEY=key):
        token = get_json_web_token({})

        assert jwt.get_unverified_header(token)["kid"] == "2026-01"
        assert decode_json_web_token(token)


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"use": "enc"}, "'use' is 'enc', not 'sig'"),
        ({"alg": "ES384"}, "'alg' is 'ES384', not 'ES256'"),
        ({"kty": "RSA"}, "'kty' is 'RSA', not 'EC'"),
        ({"kid": 7}, "'kid' is 7, not a text"),
        ({"key_ops": ["encrypt"]}, r"'key_ops' are ['encrypt']"),
        ({"key_ops": []}, "'key_ops' are []"),
        ({"key_ops": "sign"}, "'key_ops' are 'sign'"),
    ],
)
@pytest.mark.parametrize("setting", ["JWT_SIGNING_KEY", "JWT_VERIFYING_KEY"])
def test_a_jwk_for_another_purpose_is_a_mistake_of_ours(setting, members, message):
    jwk = get_jwk("ES256", private=True)
    values = {"JWT_SIGNING_KEY": jwk, setting: jwk | members}

    said = mistake(JWT_ALGORITHM="ES256", **values)

    assert said.startswith(f"{setting} is a JWK")
    assert message in said
    assert "Set it to" in said
    assert jwk["d"] not in said


def test_operations_of_a_jwk_are_minded():
    jwk = get_jwk("ES256", private=True)
    verifies, signs = jwk | {"key_ops": ["verify"]}, jwk | {"key_ops": ["sign"]}

    assert "can't sign" in mistake(JWT_ALGORITHM="ES256", JWT_SIGNING_KEY=verifies)
    for key in (signs, jwk | {"key_ops": ["sign", "verify"], "use": "sig"}):
        with override_settings(JWT_ALGORITHM="ES256", JWT_SIGNING_KEY=key):
            assert decode_json_web_token(get_json_web_token({}))


@pytest.mark.parametrize(
    "jwk", [{"k": "x"}, {"kty": "EC"}, {"kty": "EC", "crv": "P-256"}]
)
def test_half_a_jwk_is_a_mistake_of_ours(jwk):
    said = mistake(JWT_ALGORITHM="ES256", JWT_SIGNING_KEY=jwk)

    assert said.startswith("JWT_SIGNING_KEY is not a key for the algorithm 'ES256'.")


def test_a_public_jwk_can_not_sign():
    said = mistake(JWT_ALGORITHM="EdDSA", JWT_SIGNING_KEY=get_jwk("EdDSA"))

    assert said.startswith("JWT_SIGNING_KEY is a public key, which can't sign.")


@pytest.mark.parametrize("key", ["{", b"{}x", "{'kty': 'oct'}"])
def test_a_brace_begins_a_jwk(key):
    assert "begins with a brace but is no JSON" in mistake(JWT_SIGNING_KEY=key)


def test_a_secret_may_begin_with_a_brace():
    with override_settings(SECRET_KEY="{" + SECRET):
        token = get_json_web_token({})
        assert decode_json_web_token(token)
    with override_settings(SECRET_KEY_FALLBACKS=["{" + SECRET]):
        assert decode_json_web_token(token)


def test_a_secret_as_a_jwk_must_be_long():
    jwk = {"kty": "oct", "k": segment("x" * 31)}

    assert mistake(JWT_SIGNING_KEY=jwk).startswith("JWT_SIGNING_KEY is too short.")
    assert "is not a key" in mistake(JWT_SIGNING_KEY={"kty": "oct", "k": ""})


# Several keys


def test_any_key_of_a_list_may_have_signed():
    token = make("ES256")
    keys = [
        get_pair("ES256", "other")[1],
        lambda: get_jwk("ES256", name="third") | {"kid": "third"},
        [json.dumps(get_jwk("ES256"))],
    ]
    with override_settings(JWT_ALGORITHM="ES256", JWT_VERIFYING_KEY=keys):
        assert decode_json_web_token(token)["sub"] == "7"
    with override_settings(JWT_ALGORITHM="ES256", JWT_VERIFYING_KEY=keys[:2]):
        assert code_of(token) == "token_invalid"


def test_functions_in_a_list_are_called_once():
    calls = []

    def fetch():
        calls.append(1)
        return OTHER_SECRET

    with override_settings(JWT_VERIFYING_KEY=[fetch, SECRET]):
        for _ in range(3):
            assert decode_json_web_token(forge({}, OTHER_SECRET))
    assert len(calls) == 1


@pytest.mark.parametrize("form", [dict, json.dumps, lambda keys: lambda: keys])
def test_a_key_set_verifies_and_its_other_keys_are_passed_over(form):
    keys = [
        get_jwk("ES256"),
        get_jwk("RS256") | {"use": "enc"},
        get_jwk("RS256", name="other"),
        get_jwk("RS256") | {"kid": "mine"},
    ]
    token = make("RS256")
    with override_settings(
        JWT_ALGORITHM="RS256", JWT_VERIFYING_KEY=form({"keys": keys})
    ):
        assert decode_json_web_token(token)["sub"] == "7"


@pytest.mark.parametrize("keys", [[[]], {"keys": []}, {"keys": [get_jwk("ES256")]}])
def test_no_key_at_all_is_a_mistake_of_ours(keys):
    with (
        override_settings(JWT_ALGORITHM="RS256", JWT_VERIFYING_KEY=keys),
        pytest.raises(
            ImproperlyConfigured, match=r"^JWT_VERIFYING_KEY has no key for .*'RS256'"
        ),
    ):
        decode_json_web_token("nonsense")


def test_the_key_that_a_token_names_is_tried_first():
    keys = StaticKeys([(None, "a"), ("one", "b"), ("two", "c"), ("one", "d")])

    assert keys.candidates({}) == ["a", "b", "c", "d"]
    assert keys.candidates({"kid": "one"}) == ["b", "d", "a", "c"]
    assert keys.candidates({"kid": "unknown"}) == ["a", "b", "c", "d"]


def test_keys_change_without_a_user_who_has_to_log_in_again():
    def service(signing, *verifying):
        return override_settings(
            JWT_ALGORITHM="ES256",
            JWT_SIGNING_KEY=get_jwk("ES256", private=True, name=signing)
            | {"kid": signing},
            JWT_VERIFYING_KEY=[
                get_jwk("ES256", name=name) | {"kid": name} for name in verifying
            ],
        )

    with service("old", "old"):
        before = get_json_web_token({})
    with service("old", "old", "new"):
        between = get_json_web_token({})
        assert decode_json_web_token(before)
    with service("new", "new", "old"):
        after = get_json_web_token({})
        assert all(map(decode_json_web_token, (before, between, after)))
    with service("old", "old", "new"):
        assert decode_json_web_token(after), "not all functions are updated at once"
    with service("new", "new"):
        assert decode_json_web_token(after)
        assert code_of(before) == "token_invalid"


# During INIT


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"SECRET_KEY": "x" * 31}, "SECRET_KEY is too short"),
        ({"SECRET_KEY_FALLBACKS": ["x" * 31]}, "SECRET_KEY_FALLBACKS is too short"),
        ({"JWT_ALGORITHM": "none"}, "JWT_ALGORITHM is 'none'"),
        ({"JWT_ALGORITHM": "RS256"}, "JWT_ALGORITHM is 'RS256', which SECRET_KEY is"),
        ({"JWT_VERIFYING_KEY": ["x" * 31]}, "JWT_VERIFYING_KEY is too short"),
        ({"JWT_VERIFYING_KEY": [[]]}, "JWT_VERIFYING_KEY has no key"),
        ({"JWT_SIGNING_KEY": "{"}, "JWT_SIGNING_KEY begins with a brace"),
        (
            {"JWT_VERIFYING_KEY": SECRET, "JWT_SIGNING_KEY": "x" * 31},
            "JWT_SIGNING_KEY is too short",
        ),
        (
            {"JWT_ALGORITHM": "ES256", "JWT_SIGNING_KEY": get_pair("ES256")[1]},
            "JWT_SIGNING_KEY is a public key",
        ),
    ],
)
def test_a_mistake_shows_during_init(values, said):
    with (
        override_settings(**values),
        pytest.raises(ImproperlyConfigured, match=f"^{said}"),
    ):
        JWTAuthentication().is_configured()


def never():
    raise AssertionError("nothing is fetched during INIT")


FETCHED = {
    "the secret": {"SECRET_KEY": never},
    "a fallback": {"SECRET_KEY_FALLBACKS": [SECRET, never]},
    "the key that signs": {"JWT_SIGNING_KEY": never},
    "the key that verifies": {"JWT_VERIFYING_KEY": never},
    "one of the keys": {"JWT_VERIFYING_KEY": [SECRET, [never]]},
    "both": {"JWT_SIGNING_KEY": never, "JWT_VERIFYING_KEY": [never]},
}


@pytest.mark.parametrize("values", FETCHED.values(), ids=FETCHED)
def test_nothing_is_fetched_during_init(values):
    with override_settings(**values):
        assert JWTAuthentication().is_configured()
        with pytest.raises(AssertionError):
            decode_json_web_token(get_json_web_token({}))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"SECRET_KEY": never, "JWT_ALGORITHM": "none"}, "JWT_ALGORITHM"),
        ({"SECRET_KEY": never, "JWT_ALGORITHM": "RS256"}, "JWT_ALGORITHM is 'RS256'"),
        (
            {"SECRET_KEY": never, "SECRET_KEY_FALLBACKS": ["x" * 31]},
            "SECRET_KEY_FALLBACKS is too short",
        ),
        (
            {"SECRET_KEY": "x" * 31, "SECRET_KEY_FALLBACKS": [never]},
            "SECRET_KEY is too short",
        ),
        ({"JWT_VERIFYING_KEY": [never, "x" * 31]}, "JWT_VERIFYING_KEY is too short"),
        (
            {"JWT_VERIFYING_KEY": never, "JWT_SIGNING_KEY": "x" * 31},
            "JWT_SIGNING_KEY is too short",
        ),
        ({"SECRET_KEY": never, "JWT_EXPIRY": 0}, "JWT_EXPIRY is 0"),
        ({"SECRET_KEY": never, "JWT_ISSUER": 5}, "JWT_ISSUER is 5"),
    ],
)
def test_what_is_known_is_checked_where_other_keys_are_fetched(values, said):
    with (
        override_settings(**values),
        pytest.raises(ImproperlyConfigured, match=f"^{said}"),
    ):
        JWTAuthentication().is_configured()


@pytest.mark.parametrize(
    "public",
    [
        "https://login.example.com/.well-known/jwks.json",
        "http://localhost/keys/of/this/machine/and/no/secret",
        b"https://login.example.com/.well-known/jwks.json",
        "MII" + "B" * 300,
    ],
)
@pytest.mark.parametrize("name", ["JWT_VERIFYING_KEY", "JWT_SIGNING_KEY", "SECRET_KEY"])
def test_what_everybody_knows_is_no_secret(name, public):
    with (
        override_settings(**{"SECRET_KEY": "x" * 32, name: public}),
        pytest.raises(ImproperlyConfigured, match=f"^{name} is a URL or a public key"),
    ):
        check_settings()
