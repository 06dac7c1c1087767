"""Tokens of identity providers, verified with the keys that those publish."""

from __future__ import annotations

import pytest

from pyverless.auth import (
    AllowAny,
    CognitoAuthentication,
    JWTAuthentication,
    OIDCAuthentication,
)
from pyverless.crypto import get_json_web_token
from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers import AuthorizationMixin, BaseHandler
from pyverless.test import Client, override_settings
from tests.issuers import Issuer

AUDIENCE = "https://api.example.com"


@pytest.fixture(scope="module")
def issuer():
    with Issuer("first") as running:
        yield running


@pytest.fixture(scope="module")
def stranger():
    with Issuer("first") as running:
        yield running


class Me(AuthorizationMixin, BaseHandler):
    def perform_action(self):
        return self.user.id


def client_of(*authenticators, base=Me, gateway="rest", **attributes):
    attributes["authentication_classes"] = [*authenticators]
    return Client(type("Handler", (base,), attributes), gateway)


def provider(issuer, **attributes):
    defaults = {"issuer": issuer.url, "audience": AUDIENCE}
    return type("Provider", (OIDCAuthentication,), defaults | attributes)


def pool(issuer, **attributes):
    defaults = {"issuer": issuer.url, "client_id": "app"}
    return type("Pool", (CognitoAuthentication,), defaults | attributes)


def status_of(client, token):
    headers = {"Authorization": f"Bearer {token}"}
    return client.get("/", headers=headers).status_code


# OpenID Connect


def test_the_user_of_a_providers_token_is_the_caller(gateway, issuer):
    client = client_of(provider(issuer), gateway=gateway)
    token = issuer.sign("first", sub="ada", aud=AUDIENCE)

    response = client.get("/", headers={"Authorization": f"Bearer {token}"})

    assert (response.status_code, response.json()) == (200, "ada")


def test_the_audience_may_be_one_of_several(issuer):
    client = client_of(provider(issuer, audience=["other", AUDIENCE]))

    assert status_of(client, issuer.sign("first", sub="a", aud=["x", AUDIENCE])) == 200
    assert status_of(client, issuer.sign("first", sub="a", aud=["x", "y"])) == 401


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"aud": "another"},
        {"aud": AUDIENCE, "exp": 1},
        {"aud": AUDIENCE, "iss": ""},
        {"aud": AUDIENCE, "sub": None},
    ],
)
def test_a_token_that_does_not_hold_is_a_401(issuer, claims):
    client = client_of(provider(issuer))

    assert status_of(client, issuer.sign("first", **{"sub": "ada"} | claims)) == 401


def test_a_token_of_a_key_that_is_not_published_is_a_401(issuer):
    token = issuer.sign("unknown", sub="ada", aud=AUDIENCE)

    assert status_of(client_of(provider(issuer)), token) == 401


def test_what_is_no_token_is_a_401_where_nobody_is_required(issuer):
    client = client_of(provider(issuer), permission_classes=[AllowAny])

    for token in ("", "junk", "a.b.c"):
        assert status_of(client, token) == 401


def test_without_a_token_nobody_is_asked(gateway, issuer):
    client = client_of(provider(issuer), gateway=gateway)

    assert client.get("/").status_code == 401
    basic = {"Authorization": "Basic YTpi"}
    assert client.get("/", headers=basic).json()["code"] == "not_authenticated"


def test_a_token_of_another_issuer_is_left_to_the_next_authenticator(issuer, stranger):
    client = client_of(provider(issuer), provider(stranger))

    assert status_of(client, stranger.sign("first", sub="a", aud=AUDIENCE)) == 200
    assert status_of(client, issuer.sign("first", sub="a", aud=AUDIENCE)) == 200
    client = client_of(provider(issuer))
    assert status_of(client, stranger.sign("first", sub="a", aud=AUDIENCE)) == 401


def test_an_issuer_can_not_sign_for_another(issuer, stranger):
    client = client_of(provider(issuer), provider(stranger))
    forged = stranger.sign("unknown", sub="ada", aud=AUDIENCE, iss=issuer.url)

    assert status_of(client, forged) == 401


@pytest.mark.parametrize("own_issuer", ["us", None])
@override_settings(SECRET_KEY="a secret of ours, of 32 bytes and more")
def test_our_own_tokens_are_accepted_beside_those_of_a_provider(issuer, own_issuer):
    client = client_of(provider(issuer), JWTAuthentication)

    with override_settings(JWT_ISSUER=own_issuer):
        assert status_of(client, issuer.sign("first", sub="ada", aud=AUDIENCE)) == 200
        assert status_of(client, get_json_web_token({"sub": "ada"})) == 200
        posing = {"sub": "ada", "iss": issuer.url, "aud": AUDIENCE}
        assert status_of(client, get_json_web_token(posing)) == 401


def test_another_claim_can_name_the_user(issuer):
    client = client_of(provider(issuer, user_claim="email"))
    token = issuer.sign("first", sub="7", email="ada@example.com", aud=AUDIENCE)

    response = client.get("/", headers={"Authorization": f"Bearer {token}"})

    assert response.json() == "ada@example.com"


def test_the_keys_are_fetched_once_for_all_handlers():
    with Issuer("first") as issuer:
        token = issuer.sign("first", sub="ada", aud=AUDIENCE)
        for _ in range(3):
            assert status_of(client_of(provider(issuer)), token) == 200

        assert issuer.requests == ["/.well-known/openid-configuration", "/keys"]


def test_the_keys_may_be_elsewhere():
    with Issuer("first") as issuer:
        client = client_of(provider(issuer, jwks_url=f"{issuer.url}/keys"))

        assert status_of(client, issuer.sign("first", sub="a", aud=AUDIENCE)) == 200
        assert issuer.requests == ["/keys"]


def test_a_provider_that_is_away_is_a_503():
    with Issuer("first") as issuer:
        client = client_of(provider(issuer))
        token = issuer.sign("first", sub="ada", aud=AUDIENCE)
    response = client.get("/", headers={"Authorization": f"Bearer {token}"})

    assert response.status_code == 503
    assert response.headers["Retry-After"]


# Cognito


def test_an_access_token_is_for_a_client_of_the_pool(issuer):
    client = client_of(pool(issuer))
    claims = {"sub": "ada", "token_use": "access", "client_id": "app"}

    assert status_of(client, issuer.sign("first", **claims)) == 200
    assert status_of(client, issuer.sign("first", **claims | {"client_id": "x"})) == 401
    assert (
        status_of(client, issuer.sign("first", **claims | {"token_use": "id"})) == 401
    )
    for missing in ("client_id", "token_use"):
        rest = {name: claims[name] for name in claims if name != missing}
        assert status_of(client, issuer.sign("first", **rest)) == 401


def test_an_id_token_is_for_an_audience(issuer):
    client = client_of(pool(issuer, token_use="id", client_id=["web", "app"]))
    claims = {"sub": "ada", "token_use": "id", "aud": "app"}

    assert status_of(client, issuer.sign("first", **claims)) == 200
    assert status_of(client, issuer.sign("first", **claims | {"aud": "x"})) == 401
    access = {"sub": "ada", "token_use": "access", "client_id": "app"}
    assert status_of(client, issuer.sign("first", **access)) == 401
    assert status_of(client, issuer.sign("first", **access, aud="app")) == 401


def test_groups_of_the_pool_are_the_users(issuer):
    class Groups(Me):
        def perform_action(self):
            return self.user.groups

    claims = {"token_use": "access", "client_id": "app", "cognito:groups": ["admins"]}
    token = issuer.sign("first", sub="ada", **claims)
    client = client_of(pool(issuer), base=Groups)

    response = client.get("/", headers={"Authorization": f"Bearer {token}"})

    assert response.json() == ["admins"]


@pytest.mark.parametrize(
    ("pool_id", "issuer"),
    [
        (
            "eu-west-1_AbC",
            "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC",
        ),
        (
            "cn-north-1_AbC",
            "https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_AbC",
        ),
    ],
)
def test_the_issuer_and_its_keys_follow_from_the_id_of_the_pool(pool_id, issuer):
    attributes = {"user_pool_id": pool_id, "client_id": "app"}
    authenticator = type("Pool", (CognitoAuthentication,), attributes)()

    assert authenticator.is_configured()
    assert authenticator.issuer == issuer
    assert authenticator.get_jwks_url() == f"{issuer}/.well-known/jwks.json"


# What is missing shows during INIT


@pytest.mark.parametrize(
    ("base", "attributes", "message"),
    [
        (OIDCAuthentication, {}, "Mine has no issuer"),
        (OIDCAuthentication, {"issuer": "https://x.org"}, "Mine has no audience"),
        (
            OIDCAuthentication,
            {"issuer": "https://x.org", "audience": "a", "algorithm": "HS256"},
            "HS256",
        ),
        (
            OIDCAuthentication,
            {"issuer": "https://x.org", "audience": "a", "jwks_url": "http://x.org"},
            "https",
        ),
        (CognitoAuthentication, {}, "Mine.user_pool_id is ''"),
        (CognitoAuthentication, {"user_pool_id": "AbC"}, "user_pool_id is 'AbC'"),
        (CognitoAuthentication, {"user_pool_id": "_AbC"}, "user_pool_id is '_AbC'"),
        (CognitoAuthentication, {"user_pool_id": "eu_A"}, "Mine has no client_id"),
        (
            CognitoAuthentication,
            {"user_pool_id": "eu_A", "client_id": "a", "token_use": "refresh"},
            "Set it to 'access' or 'id'",
        ),
    ],
)
def test_what_is_missing_is_named_during_init(base, attributes, message):
    authenticator = type("Mine", (base,), attributes)
    handler = type("Handler", (Me,), {"authentication_classes": [authenticator]})

    with pytest.raises(ImproperlyConfigured, match=message):
        handler.as_handler()
