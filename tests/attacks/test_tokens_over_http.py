"""Bad tokens at whole handlers and Apps: a 401 that every front takes, never a 500."""

from __future__ import annotations

import base64
import json
from itertools import product
from time import time

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import HMACAlgorithm, RSAAlgorithm

from example_project.models import User
from example_project.seed import EMAIL, PASSWORD
from pyverless.auth import AllowAny, HasScope, IsAuthenticated, IsOwner, ReadOnly
from pyverless.contrib.memory import Model
from pyverless.crypto import get_json_web_token
from pyverless.crypto.tokens import get_refresh_token
from pyverless.handlers import AuthorizationMixin, BaseHandler
from pyverless.routing import App, path
from pyverless.test import GATEWAYS, override_settings
from tests.attacks.strict import StrictClient

SECRET = "a secret of the attacks, long enough for HS256"
ISSUER, AUDIENCE = "https://issuer.example.com", "https://api.example.com"
KEY = SECRET.encode()
CLAIMS = {"sub": "7", "iss": ISSUER, "aud": AUDIENCE, "exp": 2**33}

PRIVATE_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PUBLIC_PEM = PRIVATE_KEY.public_key().public_bytes(
    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
)
PUBLIC_JWK = RSAAlgorithm.to_jwk(PRIVATE_KEY.public_key(), as_dict=True)


class Member(Model):
    is_active: bool = True


class Me(AuthorizationMixin, BaseHandler):
    def perform_action(self):
        return self.user.id if self.user else None


class Optional(Me):
    permission_classes = [AllowAny]


class Reader(Me):
    permission_classes = [ReadOnly | HasScope("write")]


class Owner(Me):
    permission_classes = [IsAuthenticated | IsOwner("id")]


APP = App(
    [
        path("/me", Me),
        path("/optional", Optional),
        path("/reader", Reader),
        path("/owner", Owner),
    ]
)
TARGETS = ("/me", "/optional", "/reader", "/owner")


@pytest.fixture(autouse=True)
def _settings():
    with override_settings(
        SECRET_KEY=SECRET, JWT_ISSUER=ISSUER, JWT_AUDIENCE=AUDIENCE, USER_MODEL=None
    ):
        yield


def segment(value):
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def sign(header, claims=CLAIMS, key=KEY):
    """Return a token whose HMAC holds, whatever its header says."""
    content = f"{segment(header)}.{segment(claims)}"
    algorithm = HMACAlgorithm(HMACAlgorithm.SHA256)
    return f"{content}.{segment(algorithm.sign(content.encode(), key))}"


def with_claims(**claims):
    """Return a token with other claims; None takes one away."""
    merged = CLAIMS | claims
    present = {name: value for name, value in merged.items() if value is not None}
    return jwt.encode(present, SECRET, "HS256")


def with_header(**header):
    return sign({"alg": "HS256", "typ": "JWT"} | header)


GOOD = with_header()
HEAD, BODY, SIGNATURE = GOOD.split(".")
NONE = {"alg": "none", "typ": "JWT"}
OWN_JWK = {"kty": "oct", "k": segment(b"k" * 32)}
DEEP = b'{"sub":' + b"[" * 50_000 + b"]" * 50_000 + b"}"


BAD_TOKENS = {
    "alg none": f"{segment(NONE)}.{BODY}.",
    "alg none, signed": sign(NONE),
    "alg None": sign({"alg": "None"}),
    "alg NONE": sign({"alg": "NONE"}),
    "alg nOnE": f"{segment({'alg': 'nOnE'})}.{BODY}.{SIGNATURE}",
    "alg empty": sign({"alg": ""}),
    "alg null": sign({"alg": None}),
    "alg list": sign({"alg": ["HS256"]}),
    "alg number": sign({"alg": 256}),
    "alg missing": sign({"typ": "JWT"}),
    "alg in lower case": sign({"alg": "hs256"}),
    "alg of another strength": jwt.encode(CLAIMS, SECRET * 2, "HS512"),
    "RS256 for HS256": jwt.encode(CLAIMS, PRIVATE_KEY, "RS256"),
    "jwk": sign({"alg": "HS256", "jwk": OWN_JWK}, key=b"k" * 32),
    "jku": sign({"alg": "HS256", "jku": "http://127.0.0.1:9/k"}, key=b"k" * 32),
    "x5u": sign({"alg": "HS256", "x5u": "http://127.0.0.1:9/k"}, key=b"k" * 32),
    "kid as path": sign({"alg": "HS256", "kid": "/dev/null"}, key=b""),
    "kid as SQL": sign({"alg": "HS256", "kid": "' UNION SELECT 'k' --"}, key=b"k"),
    "kid as object": with_header(kid={"a": 1}),
    "crit": with_header(crit=["exp"]),
    "crit unknown": with_header(crit=["x"], x=1),
    "b64 false": with_header(b64=False),
    "empty key": sign({"alg": "HS256"}, key=b""),
    "expired": with_claims(exp=1),
    "without exp": with_claims(exp=None),
    "exp text": with_claims(exp=str(2**33)),
    "exp true": sign({"alg": "HS256"}, CLAIMS | {"exp": True}),
    "exp infinite": sign({"alg": "HS256"}, CLAIMS | {"exp": float("inf")}),
    "exp huge": with_claims(exp=10**400),
    "not yet valid": with_claims(nbf=2**33),
    "from the future": with_claims(iat=int(time()) + 10_000),
    "other issuer": with_claims(iss="https://evil.example.com"),
    "issuer list": sign({"alg": "HS256"}, CLAIMS | {"iss": [ISSUER]}),
    "without issuer": with_claims(iss=None),
    "other audience": with_claims(aud="https://other.example.com"),
    "audience list of others": with_claims(aud=["a", "b"]),
    "audience object": with_claims(aud={AUDIENCE: True}),
    "audience part": with_claims(aud=AUDIENCE[:-1]),
    "without audience": with_claims(aud=None),
    "refresh token": with_header(typ="refresh+jwt"),
    "refresh token with a media type": with_header(typ="application/refresh+JWT"),
    "other type": with_header(typ="id+jwt"),
    "without subject": with_claims(sub=None),
    "subject list": sign({"alg": "HS256"}, CLAIMS | {"sub": ["7"]}),
    "subject true": sign({"alg": "HS256"}, CLAIMS | {"sub": True}),
    "claims twice": sign({"alg": "HS256"}, b'{"exp":1,"exp":8589934592}'),
    "claims as list": sign({"alg": "HS256"}, [CLAIMS]),
    "claims nested deeply": sign({"alg": "HS256"}, DEEP),
    "header nested deeply": f"{segment(DEEP)}.{BODY}.{SIGNATURE}",
    "header as list": sign([{"alg": "HS256"}]),
    "header that is no UTF-8": f"{segment(bytes([255]))}.{BODY}.{SIGNATURE}",
    "1 MB": f"{HEAD}.{'A' * 1_000_000}.{SIGNATURE}",
    "empty": "",
    "dots": "..",
    "two parts": f"{HEAD}.{BODY}",
    "four parts": f"{GOOD}.{SIGNATURE}",
    "without a signature": f"{HEAD}.{BODY}.",
    "cut signature": GOOD[:-4],
    "padded": f"{GOOD}==",
    "twice": f"{GOOD} {GOOD}",
    "two in a list": f"{GOOD},{GOOD}",
    "in quotes": f'"{GOOD}"',
    "NUL": f"{GOOD}\0",
    "line break": f"{GOOD}\r\nX-User: 1",
    "half of a surrogate pair": f"{GOOD}\ud800",
    "not ASCII": f"{GOOD}é",
    "digits that are not ASCII": f"{GOOD}\u0661",
    "blank that is not ASCII": f"\u3000{GOOD}",
}


def call(client, target, token):
    return client.get(target, headers={"Authorization": f"Bearer {token}"})


@pytest.mark.parametrize("target", TARGETS)
def test_the_good_token_that_the_bad_ones_are_made_of_gets_in(gateway, target):
    response = call(StrictClient(APP, gateway), target, GOOD)

    assert (response.status_code, response.json()) == (200, "7")


@pytest.mark.parametrize("token", BAD_TOKENS.values(), ids=BAD_TOKENS)
def test_a_bad_token_is_a_401_whatever_the_permissions_are(token):
    for gateway, target in product(GATEWAYS, TARGETS):
        response = call(StrictClient(APP, gateway), target, token)

        assert response.status_code == 401
        assert response.content_type == "application/problem+json"
        assert response.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
        assert response.json()["code"] in ("token_invalid", "token_expired")


@pytest.mark.parametrize("token", BAD_TOKENS.values(), ids=BAD_TOKENS)
def test_a_bad_token_is_a_401_where_users_are_looked_up(token):
    with override_settings(USER_MODEL=Member):
        assert call(StrictClient(Me), "/", token).status_code == 401


@pytest.mark.parametrize("key", [PUBLIC_PEM, PUBLIC_PEM.strip(), PUBLIC_PEM.decode()])
def test_the_public_key_is_no_secret_to_sign_with(gateway, key):
    secret = key.encode() if isinstance(key, str) else key
    forged = [
        sign({"alg": alg, **header}, key=secret)
        for alg in ("HS256", "RS256")
        for header in ({}, {"jwk": PUBLIC_JWK}, {"kid": "first"})
    ]
    with override_settings(JWT_ALGORITHM="RS256", JWT_VERIFYING_KEY=key):
        client = StrictClient(APP, gateway)
        good = jwt.encode(CLAIMS, PRIVATE_KEY, "RS256")

        assert call(client, "/me", good).status_code == 200
        assert {call(client, "/me", token).status_code for token in forged} == {401}


@pytest.mark.parametrize(
    "subject", ["1", "0", "-1", "1.0", "1e0", "0x1", " 1", "1\0", "٣", "9" * 5000, "{}"]
)
def test_a_subject_that_is_no_users_id_is_nobody(subject):
    token = with_claims(sub=subject)
    with override_settings(USER_MODEL=Member):
        response = call(StrictClient(APP), "/optional", token)

    assert response.status_code == 401


@pytest.mark.parametrize("subject", ["1.0", "1e0", "0x1", " 1", "1 ", "+1", "\uff11"])
def test_an_id_in_another_spelling_is_nobodys(subject):
    with override_settings(USER_MODEL=Member):
        Member().save()
        try:
            response = call(StrictClient(Me), "/", with_claims(sub=subject))
        finally:
            Member.objects.clear()

    assert response.status_code == 401


def test_a_user_who_was_deactivated_or_deleted_is_out_at_once(gateway):
    member = Member()
    client = StrictClient(APP, gateway)
    with override_settings(USER_MODEL=Member):
        member.save()
        token = get_json_web_token({"sub": member.id})
        before = call(client, "/me", token)
        member.is_active = False
        member.save()
        deactivated = call(client, "/me", token)
        member.delete()
        deleted = call(client, "/me", token)

    assert before.status_code == 200
    assert (deactivated.status_code, deleted.status_code) == (401, 401)
    # Nor is it told which of both it was.
    assert deactivated.json()["detail"] == deleted.json()["detail"]


# The example's refresh tokens


def refresh(client, token):
    return client.post("/refresh", json={"refresh_token": token})


@pytest.mark.parametrize("token", BAD_TOKENS.values(), ids=BAD_TOKENS)
def test_what_is_no_refresh_token_is_a_4xx(client, token):
    assert refresh(client, token).status_code in (400, 401)


@pytest.mark.parametrize("body", [{}, {"refresh_token": None}, {"refresh_token": [1]}])
def test_a_refresh_without_a_text_is_a_400(client, body):
    assert client.post("/refresh", json=body).status_code == 400


def log_in(client, email=EMAIL, password=PASSWORD):
    body = {"email": email, "password": password}
    return client.post("/login", json=body).json()


def register(client, email="grace@example.com"):
    """Return the tokens of a new user."""
    account = {"email": email, "password": "a long password"}
    assert client.post("/users", json=account).status_code == 201
    return log_in(client, **account)


def test_neither_kind_of_token_is_good_for_the_other(client):
    tokens = log_in(client)

    assert refresh(client, tokens["access_token"]).status_code == 401
    assert call(client, "/me", tokens["refresh_token"]).status_code == 401
    assert refresh(client, tokens["refresh_token"]).status_code == 200
    assert call(client, "/me", tokens["access_token"]).status_code == 200


def test_a_refresh_token_that_expired_gets_nothing(client):
    assert refresh(client, get_refresh_token({"sub": 1}, expiry=-1)).status_code == 401


@pytest.mark.parametrize("claims", [{}, {"sub": "nobody"}, {"sub": "9" * 30}])
def test_a_refresh_token_of_nobody_gets_nothing(client, claims):
    assert refresh(client, get_refresh_token(claims)).status_code == 401


def test_no_token_of_a_deleted_user_is_good_for_anything(client):
    tokens = register(client)
    User.objects.get(email="grace@example.com").delete()

    client.credentials(Authorization=f"Bearer {tokens['access_token']}")
    body = {"title": "late", "text": "late"}
    calls = [("POST", "/articles"), ("PATCH", "/articles/1"), ("DELETE", "/articles/1")]
    answers = [client.request(*each, json=body).status_code for each in calls]
    answers.append(refresh(client, tokens["refresh_token"]).status_code)
    assert answers == [401] * 4


def test_the_tokens_of_a_deleted_user_are_not_those_of_the_next(client):
    tokens = register(client)
    User.objects.get(email="grace@example.com").delete()
    register(client, "eve@example.com")

    assert call(client, "/me", tokens["access_token"]).status_code == 401
    assert refresh(client, tokens["refresh_token"]).status_code == 401
