"""Attacks on tokens: all that must not get in, whatever signs them."""

from __future__ import annotations

import json

import jwt
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pyverless.config import override_settings
from pyverless.crypto import (
    decode_json_web_token,
    get_json_web_token,
    get_refresh_token,
)
from pyverless.crypto.jwks import JWKSet
from pyverless.crypto.verifiers import TokenVerifier
from pyverless.exceptions import UnauthorizedError
from tests.forgery import (
    ALGORITHMS,
    PAIRS,
    SECRET,
    code_of,
    get_jwk,
    get_pair,
    get_settings,
    now,
    seal,
    segment,
)
from tests.issuers import Issuer

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.fixture(params=ALGORITHMS)
def algorithm(request):
    with override_settings(**get_settings(request.param)):
        yield request.param


# For what is checked in the same way under every algorithm.
@pytest.fixture
def hs256():
    with override_settings(**get_settings("HS256")):
        yield "HS256"


def token_of(algorithm, header=None, **claims):
    """Return a token with a good signature."""
    header = {"typ": "JWT", "alg": algorithm} | (header or {})
    return seal(header, {"sub": "7", "exp": now() + 60} | claims, algorithm)


def payload_of(text):
    """Return a signed token whose payload is a text."""
    return seal({"alg": "HS256"}, text, "HS256")


def test_the_token_that_the_others_are_made_of_gets_in(algorithm):
    assert decode_json_web_token(token_of(algorithm))["sub"] == "7"
    assert decode_json_web_token(get_json_web_token({"sub": "7"}))["sub"] == "7"


# The algorithm


@pytest.mark.parametrize(
    "alg", ["none", "None", "nOnE", "NONE", "none ", "", None, 0, [], ["HS256"], {}]
)
def test_a_token_without_a_real_algorithm_is_refused(algorithm, alg):
    payload = segment({"sub": "7", "exp": now() + 60})
    signature = token_of(algorithm).split(".")[2]
    for header in ({"typ": "JWT", "alg": alg}, {"alg": alg, "typ": "JWT"}):
        for end in ("", "AAAA", signature):
            assert code_of(f"{segment(header)}.{payload}.{end}") == "token_invalid"
        assert code_of(f"{segment(header)}.{payload}") == "token_invalid"


def test_a_token_must_name_its_algorithm(algorithm):
    token = seal({"typ": "JWT"}, {"exp": now() + 60}, algorithm)

    assert code_of(token) == "token_invalid"


def test_a_token_can_not_choose_another_algorithm(algorithm):
    for other in ("HS384", "HS512", "RS512", "PS256", "ES384", "HS256", *PAIRS):
        if other != algorithm:
            token = token_of(algorithm, {"alg": other})
            assert code_of(token) == "token_invalid"
    assert code_of(token_of(algorithm, {"alg": algorithm.lower()})) == "token_invalid"


@pytest.mark.parametrize("algorithm", PAIRS, indirect=True)
@pytest.mark.parametrize("claimed", ["HS256", None])
def test_a_public_key_can_not_be_used_as_an_hmac_secret(algorithm, claimed):
    _, public = get_pair(algorithm)
    jwk = get_jwk(algorithm)
    texts = [public, public.strip(), public.replace("\n", "\r\n"), json.dumps(jwk)]
    texts += [value for value in jwk.values() if isinstance(value, str)]
    hmac = jwt.get_algorithm_by_name("HS256")
    header = {"typ": "JWT", "alg": claimed or algorithm}
    text = f"{segment(header)}.{segment({'exp': now() + 60})}"
    for key in texts:
        signature = hmac.sign(text.encode(), key.encode())
        assert code_of(f"{text}.{segment(signature)}") == "token_invalid"


# The key


def test_a_key_of_somebody_else_is_not_ours(algorithm):
    key = "x" * 64 if algorithm == "HS256" else get_pair(algorithm, "stranger")[0]
    token = seal({"alg": algorithm}, {"exp": now() + 60}, algorithm, key)

    assert code_of(token) == "token_invalid"


@pytest.mark.parametrize("key", [b"", b"\0", b"\0" * 32, b"None", b"secret"])
def test_nothing_is_no_secret(hs256, key):
    text = f"{segment({'alg': 'HS256'})}.{segment({'exp': now() + 60})}"
    signature = jwt.get_algorithm_by_name("HS256").sign(text.encode(), key)

    assert code_of(f"{text}.{segment(signature)}") == "token_invalid"


def test_a_token_can_not_bring_its_key(algorithm):
    with Issuer() as issuer:
        key = get_jwk("ES256", name="stranger")
        url = f"{issuer.url}/keys"
        for injected in (
            {"jwk": key},
            {"jku": url},
            {"x5u": url},
            {"x5c": [key["x"]]},
            {"x5t": "AAAA", "x5t#S256": "AAAA"},
            {"jwk": key, "jku": url, "x5u": url, "kid": url},
        ):
            # The key of the token is not taken, and ours counts as it always does.
            stranger = get_pair("ES256", "stranger")[0]
            header = {"alg": algorithm} | injected
            forged = seal(header, {"exp": now() + 60}, "ES256", stranger)
            assert code_of(forged) == "token_invalid"
            assert decode_json_web_token(token_of(algorithm, injected))
        assert issuer.requests == []


KIDS = [
    "../../../../../../dev/null",
    "/dev/null",
    "file:///etc/passwd",
    "' UNION SELECT 'key' --",
    "key\0",
    "$(id)",
    "http://169.254.169.254/",
    "k" * 8000,
    "",
]


@pytest.mark.parametrize("kid", KIDS, ids=range(len(KIDS)))
def test_a_kid_names_a_key_and_nothing_else(algorithm, kid):
    for key in ("", "\0" * 32, "key"):
        rules = jwt.get_algorithm_by_name("HS256")
        text = f"{segment({'alg': algorithm, 'kid': kid})}.{segment({'exp': 9**10})}"
        signature = segment(rules.sign(text.encode(), key.encode()))
        assert code_of(f"{text}.{signature}") == "token_invalid"
    # None of our keys has a name, so that all of them are tried.
    assert decode_json_web_token(token_of(algorithm, {"kid": kid}))


@pytest.mark.parametrize("kid", KIDS, ids=range(len(KIDS)))
def test_a_kid_is_no_part_of_what_is_fetched(kid):
    with Issuer("first") as issuer:
        keys = JWKSet(f"{issuer.url}/keys", "RS256")
        token = seal({"alg": "RS256", "kid": kid}, {"exp": now() + 60}, "RS256")
        with pytest.raises(UnauthorizedError):
            TokenVerifier(keys, algorithm="RS256").verify(token)
        assert issuer.requests == ["/keys"]


@pytest.mark.parametrize("kid", [None, 7, True, [], ["a"], {}, {"a": 1}])
def test_a_kid_that_is_no_text_is_refused(hs256, kid):
    assert code_of(token_of(hs256, {"kid": kid})) == "token_invalid"


# The header


@pytest.mark.parametrize("crit", [["exp"], ["b64"], ["x"], [], None, "exp", {}, [[]]])
def test_what_must_be_understood_and_is_not_is_refused(hs256, crit):
    for more in ({}, {"x": 1}, {"b64": True}, {"b64": False}):
        header = {"crit": crit} | more
        assert code_of(token_of(hs256, header)) == "token_invalid"


@pytest.mark.parametrize("b64", [False, True, None, "false"])
def test_a_payload_is_always_encoded(hs256, b64):
    assert code_of(token_of(hs256, {"b64": b64})) == "token_invalid"
    detached = token_of(hs256, {"b64": b64, "crit": ["b64"]}).split(".")
    assert code_of(f"{detached[0]}..{detached[2]}") == "token_invalid"


@pytest.mark.parametrize(
    "typ", ["JWT", "jwt", "at+jwt", "AT+JWT", "application/at+jwt", "application/JWT"]
)
def test_access_tokens_of_all_kinds_get_in(hs256, typ):
    assert decode_json_web_token(token_of(hs256, {"typ": typ}))


@pytest.mark.parametrize(
    "typ",
    [
        "refresh+jwt",
        "Refresh+JWT",
        "application/refresh+jwt",
        "logout+jwt",
        "secevent+jwt",
        "dpop+jwt",
        "JOSE",
        "",
        "application/application/jwt",
        None,
        7,
        ["JWT"],
    ],
)
def test_a_token_of_another_type_is_refused(hs256, typ):
    assert code_of(token_of(hs256, {"typ": typ})) == "token_invalid"


def test_a_refresh_token_is_no_access_token_in_any_disguise(hs256):
    token = get_refresh_token({"sub": "7"})
    _, payload, signature = token.split(".")
    header = segment({"alg": hs256, "typ": "JWT"})

    assert code_of(token) == "token_invalid"
    assert code_of(f"{header}.{payload}.{signature}") == "token_invalid"


# The claims


@pytest.mark.parametrize(
    "exp",
    [
        None,
        "soon",
        "9999999999",
        "9" * 5000,
        True,
        [],
        [9_999_999_999],
        {},
        10**12 * 2,
        1e300,
        float("nan"),
        float("inf"),
        float("-inf"),
    ],
)
def test_a_token_must_say_when_it_expires(hs256, exp):
    assert code_of(token_of(hs256, exp=exp)) == "token_invalid"


def test_a_token_without_exp_is_refused(hs256):
    token = seal({"alg": hs256}, {"sub": "7"}, hs256)

    assert code_of(token) == "token_invalid"


@pytest.mark.parametrize("exp", [0, 1, -1, -1e30, 1.5])
def test_a_token_expires(hs256, exp):
    assert code_of(token_of(hs256, exp=exp)) == "token_expired"
    assert code_of(token_of(hs256, exp=now() - 61), leeway=60) == "token_expired"
    assert code_of(token_of(hs256, exp=now())) == "token_expired"


@pytest.mark.parametrize("claim", ["nbf", "iat"])
def test_a_token_that_is_not_valid_yet_is_refused(hs256, claim):
    for value in (now() + 61, now() + 10**8, 1e300, "1", True, None, [], {}, "x"):
        token = token_of(hs256, exp=now() + 10**9, **{claim: value})
        assert code_of(token, leeway=0) == "token_invalid"
    assert decode_json_web_token(token_of(hs256, **{claim: now() + 30}), leeway=60)


@pytest.mark.parametrize(
    "claims", [{"sub": 7}, {"sub": None}, {"sub": ["7"]}, {"jti": 7}]
)
def test_a_claim_of_the_wrong_type_is_refused(hs256, claims):
    assert code_of(token_of(hs256, **claims)) == "token_invalid"


OTHERS = ["other", "", None, 7, True, [], {}, "our", "ours ", "Ours", "oursx", "ours\0"]


@pytest.mark.parametrize("issuer", [*OTHERS, ["ours"], {"ours": 1}])
@pytest.mark.parametrize("setting", ["ours", ["ours"]])
def test_a_token_of_another_issuer_is_refused(hs256, issuer, setting):
    with override_settings(JWT_ISSUER=setting):
        assert decode_json_web_token(token_of(hs256, iss="ours"))
        assert code_of(token_of(hs256, iss=issuer)) == "token_invalid"
        assert code_of(token_of(hs256)) == "token_invalid"


@pytest.mark.parametrize(
    "audience",
    [
        *OTHERS,
        {"ours": 1},
        ["other"],
        [["ours"]],
        ["ours", 7],
        ["ours", None],
        ["ours", ["x"]],
        [{"ours": 1}],
        "ours other",
        ["ours,other"],
    ],
)
@pytest.mark.parametrize("setting", ["ours", ["ours"]])
def test_a_token_for_another_audience_is_refused(hs256, audience, setting):
    with override_settings(JWT_AUDIENCE=setting):
        for good in ("ours", ["ours"], ["other", "ours"]):
            assert decode_json_web_token(token_of(hs256, aud=good))
        assert code_of(token_of(hs256, aud=audience)) == "token_invalid"
        assert code_of(token_of(hs256)) == "token_invalid"


def test_a_token_for_somebody_is_refused_where_nobody_is_configured(hs256):
    for audience in ("x", ["x"], {"x": 1}, 1):
        assert code_of(token_of(hs256, aud=audience)) == "token_invalid"


def test_what_never_was_valid_has_not_just_expired(hs256):
    with override_settings(JWT_ISSUER="ours", JWT_AUDIENCE="ours"):
        good = {"iss": "ours", "aud": "ours", "exp": 1}
        assert code_of(token_of(hs256, **good)) == "token_expired"
        for bad in ({"iss": "x"}, {"aud": "x"}, {"nbf": now() + 600}, {"sub": 7}):
            assert code_of(token_of(hs256, **good | bad)) == "token_invalid"


# The signature


def test_another_payload_needs_another_signature(algorithm):
    header, _, signature = token_of(algorithm).split(".")
    payload = segment({"sub": "1", "exp": now() + 60})

    assert code_of(f"{header}.{payload}.{signature}") == "token_invalid"


def test_a_signature_of_zeros_is_none(algorithm):
    # CVE-2022-21449, "psychic signatures": r = s = 0 was good for every message.
    header, payload, signature = token_of(algorithm).split(".")
    length = len(signature) * 3 // 4
    for data in (b"\0" * length, b"\xff" * length, b"\0" * 63 + b"\1", b"\0"):
        assert code_of(f"{header}.{payload}.{segment(data)}") == "token_invalid"
    # The same numbers as DER, which is no JWS.
    der = bytes.fromhex("3006020100020100")
    assert code_of(f"{header}.{payload}.{segment(der)}") == "token_invalid"


def test_a_token_has_one_spelling(algorithm):
    token = token_of(algorithm)
    header, payload, signature = token.split(".")
    for other in (
        f" {token}",
        f"{token} ",
        f"{token}\n",
        f"{token}\0",
        f"{token}=",
        f"{token}==",
        f"{token}.",
        f".{token}",
        f"{token}.AAAA",
        f"{header}..{payload}.{signature}",
        f"{header}=.{payload}.{signature}",
        f"{header}.{payload}=.{signature}",
        f"{header}.{payload}\n.{signature}",
        f"{header}.{payload}.!{signature}",
        f"{header}.{payload}.{signature[:9]} {signature[9:]}",
        f"{header}.{payload}.{signature[:9]}é{signature[9:]}",
        f"Bearer {token}",
        f'"{token}"',
        token.encode(),
        [token],
    ):
        assert code_of(other) == "token_invalid"


@pytest.mark.parametrize("spaces", ["", " ", "  "])
def test_no_bit_of_the_text_is_passed_over(algorithm, spaces):
    # Of two characters at the end base64 ignores four bits, of three two.
    token = seal(f'{{"alg":"{algorithm}"{spaces}}}', {"exp": now() + 60}, algorithm)
    assert decode_json_web_token(token)
    parts = token.split(".")
    for at in range(3):
        last = parts[at][-1]
        for other in ALPHABET:
            changed = [*parts]
            changed[at] = parts[at][:-1] + other
            if other != last:
                assert code_of(".".join(changed)) == "token_invalid"


@hypothesis_settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_whatever_is_changed_in_a_token_it_is_refused(data):
    with override_settings(SECRET_KEY=SECRET, JWT_ALGORITHM="HS256"):
        token = token_of("HS256")
        at = data.draw(st.integers(0, len(token) - 1))
        other = data.draw(st.characters().filter(lambda char: char != token[at]))

        assert code_of(token[:at] + other + token[at + 1 :]) == "token_invalid"


# What is no token


@pytest.mark.parametrize(
    "token",
    [
        None,
        7,
        1.5,
        True,
        [],
        {},
        object(),
        b"\xff.\xff.\xff",
        "",
        ".",
        "..",
        "a.b",
        "a.b.c",
        "a.b.c.d",
        "A.A.A",
        "\ud800.\ud800.\ud800",
        "é.é.é",
        "W10.e30.AAAA",
        "eyJhbGciOiJIUzI1NiJ9",
        '{"payload": "e30", "signatures": []}',
        f"{segment({'alg': 'dir', 'enc': 'A128GCM'})}.AAAA.AAAA.AAAA.AAAA",
    ],
    ids=repr,
)
def test_what_is_no_token_is_refused(hs256, token):
    assert code_of(token) == "token_invalid"


def test_a_token_is_not_long(hs256):
    assert decode_json_web_token(token_of("HS256", more="x" * 10_000))
    for length in (16_000, 1_000_000):
        assert code_of(token_of("HS256", more="x" * length)) == "token_invalid"
        assert code_of("a" * length) == "token_invalid"
        assert code_of("." * length) == "token_invalid"


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_deep_json_is_refused(hs256, opening):
    deep = opening * (11_000 // len(opening))
    good = segment({"exp": now() + 60})

    assert code_of(f"{segment(deep)}.{good}.AAAA") == "token_invalid"
    header = f'{{"alg": "HS256", "x": {deep}'
    assert code_of(f"{segment(header)}.{good}.AAAA") == "token_invalid"
    assert code_of(payload_of(deep)) == "token_invalid"


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "[]",
        "7",
        "null",
        "nonsense",
        '"text"',
        "{",
        b"\xff",
        b"\xef\xbb\xbf{}",
        '{"exp": 9999999999}'.encode("utf-16"),
        '{"exp": 9999999999} {}',
        "{'exp': 9999999999}",
        '{"exp": 9999999999, "a": NaN}',
        '{"exp": 9999999999, "a": -Infinity}',
        '{"exp": 9999999999, "a": 1e999}',
        '{"exp": 9999999999, "a": ' + "9" * 5000 + "}",
        '{"exp": 1, "exp": 9999999999}',
        '{"exp": 9999999999, "sub": "7", "sub": "1"}',
        '{"exp": 9999999999, "a": [{"b": 1, "b": 2}]}',
    ],
)
def test_a_payload_that_readers_could_understand_differently_is_refused(hs256, payload):
    assert decode_json_web_token(payload_of('{"exp": 9999999999, "a": [1.5, {}]}'))
    assert code_of(payload_of(payload)) == "token_invalid"


@pytest.mark.parametrize(
    "header",
    [
        '{"alg": "none", "alg": "HS256"}',
        '{"alg": "HS256", "alg": "HS256"}',
        '{"alg": "HS256", "typ": "refresh+jwt", "typ": "JWT"}',
        '{"alg": "HS256", "a": NaN}',
        '{"alg": "HS256"',
        b'\xef\xbb\xbf{"alg": "HS256"}',
        '{"alg": "HS256"}'.encode("utf-16"),
        "[]",
        '"HS256"',
    ],
)
def test_a_header_that_readers_could_understand_differently_is_refused(hs256, header):
    assert code_of(seal(header, {"exp": now() + 60}, "HS256")) == "token_invalid"
