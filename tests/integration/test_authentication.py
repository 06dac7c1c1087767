"""Who calls, end to end: API Gateway, Cognito and issuers in front of functions.

ministack stands in for AWS, so a status that a gateway answers is compared, never the
shape of an event: those are golden ones in other tests.
"""

from __future__ import annotations

import base64
import json
import sqlite3
import sys
import uuid
from contextlib import closing
from pathlib import Path

import jwt
import pytest

from example_project import seed
from tests.issuers import Issuer, make_key
from tests.services.availability import have

from .api_gateway import (
    cognito_authorizer,
    jwt_authorizer,
    request_authorizer,
    simple_authorizer,
    token_authorizer,
)
from .aws_api import Account
from .example import make_example
from .provisioning import get_function_environment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from .aws_api import Api, UserPool

pytestmark = pytest.mark.integration

APPS = Path(__file__).with_name("apps")

#: Where an issuer has its keys.
KEYS = "/.well-known/jwks.json"


def forge(token: str, **header: str) -> str:
    """Return a token with the claims of another and a signature by nobody."""
    said = base64.urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")
    head, claims, signature = token.split(".")
    return ".".join((said if header else head, claims, signature[::-1]))


# Cognito


@pytest.fixture(scope="module")
def pool(account) -> UserPool:
    return account.make_user_pool()


@pytest.fixture(scope="module")
def admin(pool) -> dict[str, str]:
    """The tokens of a user who is in two groups."""
    return pool.add_user("ada", "admins", "users")


@pytest.fixture(scope="module")
def guest(pool) -> dict[str, str]:
    """The tokens of a user who is in no group."""
    return pool.add_user("guest")


@pytest.fixture(scope="module")
def members(account) -> str:
    """The function that believes the gateway: it has no key to verify a token with."""
    return account.deploy("members.handler", {}, directory=APPS)


@pytest.fixture(scope="module")
def http_api(account, pool, members) -> Api:
    return account.make_http_api(members, jwt_authorizer(pool.issuer, pool.client_id))


@pytest.fixture(scope="module")
def rest_api(account, pool, members) -> Api:
    return account.make_rest_api(members, cognito_authorizer(pool.arn))


@pytest.fixture(scope="module")
def open_api(account, pool) -> Api:
    """An API whose function verifies the tokens of the pool itself."""
    env = {
        "USER_POOL_ID": pool.id,
        "CLIENT_ID": pool.client_id,
        "JWKS_URL": pool.jwks_url,
    }
    return account.make_http_api(
        account.deploy("pool_members.handler", env, directory=APPS)
    )


@pytest.fixture(params=["http_api", "rest_api", "open_api"])
def pool_api(request) -> Api:
    """The API behind each that can verify the tokens of a user pool."""
    return request.getfixturevalue(request.param)


def test_who_logged_in_at_cognito_is_known_by_id_and_groups(pool_api, admin):
    claims = jwt.decode(admin["AccessToken"], options={"verify_signature": False})

    answer = pool_api.request("GET", "/me", admin["AccessToken"])

    assert answer.status == 200
    assert answer.json() == {
        "id": claims["sub"],
        "groups": ["admins", "users"],
        "scopes": claims["scope"].split(),
    }


def test_a_group_of_cognito_opens_what_it_guards(pool_api, admin, guest):
    answers = [
        pool_api.request("GET", "/members", user["AccessToken"])
        for user in (admin, guest)
    ]

    assert [answer.status for answer in answers] == [200, 403]


def test_a_token_that_the_pool_did_not_sign_is_refused(pool_api, account, admin):
    token = admin["AccessToken"]
    stranger = account.make_user_pool().add_user("ada", "admins")["AccessToken"]

    answers = [
        pool_api.request("GET", "/me", refused)
        for refused in (None, "wrong", forge(token), forge(token, alg="none"), stranger)
    ]

    assert {answer.status for answer in answers} == {401}


@pytest.mark.parametrize("name", ["http_api", "open_api"])
def test_a_token_for_another_app_is_refused(request, pool, admin, name):
    # Cognito authorizers of REST APIs take the tokens of every app, as on AWS.
    elsewhere = pool.log_in("ada", pool.make_client())["AccessToken"]

    answer = request.getfixturevalue(name).request("GET", "/me", elsewhere)

    assert answer.status == 401


def test_an_id_token_is_no_access_token(open_api, admin):
    answer = open_api.request("GET", "/me", admin["IdToken"])

    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


# Other issuers

AUDIENCE = "members"


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    with Issuer("key") as issuer:
        yield issuer


def issue(issuer: Issuer, key: str = "key", **claims: Any) -> str:
    """Return a token for Ada; `claims` win."""
    return issuer.sign(key, **{"aud": AUDIENCE, "sub": "ada", **claims})


def settings_for(issuer: Issuer) -> dict[str, str]:
    """Return what a function needs that verifies tokens of the issuer itself."""
    return {
        "PYVERLESS_JWT_ALGORITHM": "RS256",
        "PYVERLESS_JWT_JWKS_URL": f"{issuer.url}{KEYS}",
        "PYVERLESS_JWT_ISSUER": issuer.url,
        "PYVERLESS_JWT_AUDIENCE": AUDIENCE,
    }


@pytest.fixture(scope="module")
def gatekeeper(account, issuer) -> str:
    """The Lambda authorizer."""
    return account.deploy("gatekeeper.handler", settings_for(issuer), directory=APPS)


@pytest.fixture(scope="module")
def issuer_apis(account, issuer, members, gatekeeper) -> dict[str, Api]:
    """The API behind each that can verify the tokens of an issuer."""
    verifier = account.deploy("members.handler", settings_for(issuer), directory=APPS)
    make_http_api, make_rest_api = account.make_http_api, account.make_rest_api
    return {
        "JWT": make_http_api(members, jwt_authorizer(issuer.url, AUDIENCE)),
        "simple": make_http_api(members, simple_authorizer(gatekeeper)),
        "TOKEN": make_rest_api(members, token_authorizer(gatekeeper)),
        "REQUEST": make_rest_api(members, request_authorizer(gatekeeper)),
        "function": make_http_api(verifier),
    }


#: What each answers a bad token: for HTTP APIs, a Lambda authorizer can't say 401.
ISSUER_APIS = {"JWT": 401, "simple": 403, "TOKEN": 401, "REQUEST": 401, "function": 401}


@pytest.mark.parametrize("name", ISSUER_APIS)
def test_who_has_a_token_of_the_issuer_is_known(issuer_apis, issuer, name):
    token = issue(issuer, groups=["admins", "users"], scope="read write")

    answer = issuer_apis[name].request("GET", "/me", token)

    expected = {"id": "ada", "groups": ["admins", "users"], "scopes": ["read", "write"]}
    assert (answer.status, answer.json()) == (200, expected)


@pytest.mark.parametrize("name", ISSUER_APIS)
def test_no_claim_passes_for_what_a_gateway_says(issuer_apis, issuer, name):
    other = {"principalId": "eve", "sub": "eve"}
    nested = {"claims": other, "iam": {"userArn": "eve"}, "lambda": other}
    token = issue(issuer, principalId="eve", jwt={"claims": other}, **nested)

    answer = issuer_apis[name].request("GET", "/me", token)

    assert (answer.status, answer.json()["id"]) == (200, "ada")


@pytest.mark.parametrize("name", ISSUER_APIS)
def test_what_one_route_refuses_another_does_not(issuer_apis, issuer, name):
    # Where a Lambda authorizer is asked, its first answer is cached for all routes.
    token = issue(issuer, sub="guest")

    answers = [
        issuer_apis[name].request("GET", target, token)
        for target in ("/members", "/me", "/none")
    ]

    assert [answer.status for answer in answers] == [403, 200, 404]


@pytest.mark.parametrize(("name", "status"), ISSUER_APIS.items())
def test_a_bad_token_of_the_issuer_is_refused(issuer_apis, issuer, name, status):
    tokens = [
        forge(issue(issuer)),
        issue(issuer, exp=1),
        issue(issuer, nbf=2**31),
        issue(issuer, aud="others"),
        issue(issuer, iss="https://issuer.example"),
        issue(issuer, "stranger"),
    ]

    answers = [issuer_apis[name].request("GET", "/me", token) for token in tokens]

    assert [answer.status for answer in answers] == [status] * len(tokens)


@pytest.mark.parametrize("name", ISSUER_APIS)
def test_without_a_token_nobody_gets_in(issuer_apis, name):
    assert issuer_apis[name].request("GET", "/me").status == 401


# Keys that change


@pytest.fixture
def own_issuer() -> Iterator[Issuer]:
    """An issuer of a test that changes its keys."""
    with Issuer("old") as issuer:
        yield issuer


def deploy_verifier(account: Account, issuer: Issuer, handler: str) -> Api:
    """Return an API whose function verifies the tokens of an issuer itself."""
    env = settings_for(issuer)
    return account.make_http_api(account.deploy(handler, env, directory=APPS))


def test_keys_rotate_without_a_logged_out_user(account, own_issuer):
    def get_statuses(*tokens: str) -> list[int]:
        return [api.request("GET", "/me", token).status for token in tokens]

    api = deploy_verifier(account, own_issuer, "impatient_members.handler")
    old, new = issue(own_issuer, "old"), issue(own_issuer, "new")

    before = get_statuses(old, new)
    own_issuer.kids.append("new")
    both = get_statuses(new, old)
    own_issuer.kids.remove("old")
    # One that is not known has the keys fetched.
    after = get_statuses(issue(own_issuer, "stranger"), old, new)

    assert (before, both, after) == ([200, 401], [200, 200], [401, 401, 200])


def test_forged_key_ids_do_not_flood_the_issuer(account, own_issuer):
    api = deploy_verifier(account, own_issuer, "members.handler")
    claims = {"iss": own_issuer.url, "aud": AUDIENCE, "sub": "ada", "exp": 2**31}
    forged = [
        jwt.encode(claims, make_key("stranger"), "RS256", {"kid": f"forged {number}"})
        for number in range(5)
    ]

    answers = [api.request("GET", "/me", token) for token in forged]
    accepted = api.request("GET", "/me", issue(own_issuer, "old"))

    assert [answer.status for answer in answers] == [401] * 5
    assert accepted.status == 200
    assert own_issuer.requests.count(KEYS) <= 2


# The example


@pytest.fixture(scope="module")
def example_env(tmp_path_factory) -> dict[str, str]:
    """The environment of the example's functions, with a database that has users."""
    python = have(get_function_environment, Path(sys.executable))
    return make_example(python, tmp_path_factory.mktemp("example"))


@pytest.fixture(scope="module")
def example(account, example_env) -> str:
    return account.deploy("example_project.api.handler", example_env)


@pytest.fixture(scope="module")
def authorizer(account, example_env) -> str:
    return account.deploy("example_project.authorizer.authorizer", example_env)


@pytest.fixture(scope="module")
def example_apis(account, example, example_env, authorizer) -> dict[str, Api]:
    """The example, open and behind its own Lambda authorizer."""
    # It can't verify what the other one signs, so it has to believe the authorizer.
    other = {"PYVERLESS_SECRET_KEY": "another secret of thirty-two bytes or more"}
    guarded = account.deploy("example_project.api.handler", example_env | other)
    routes = dict.fromkeys(["POST /users", "POST /login", "POST /refresh"], example)
    simple, token = simple_authorizer(authorizer), token_authorizer(authorizer)
    return {
        "open": account.make_http_api(example),
        "simple": account.make_http_api(guarded, simple, routes),
        "TOKEN": account.make_rest_api(guarded, token, routes),
    }


@pytest.fixture(params=["open", "simple", "TOKEN"])
def example_api(request, example_apis) -> Api:
    return example_apis[request.param]


ADA = {"email": seed.EMAIL, "password": seed.PASSWORD}
ADMIN = {"email": seed.ADMIN_EMAIL, "password": seed.ADMIN_PASSWORD}


def make_account() -> dict[str, str]:
    """Return the body that registers somebody new."""
    return {"email": f"{uuid.uuid4().hex}@example.com", "password": seed.PASSWORD}


def post(api: Api, target: str, body: dict[str, str], status: int = 200) -> Any:
    """Return what an API answers, once its status is the expected one."""
    answer = api.request("POST", target, body=json.dumps(body))
    assert answer.status == status, answer
    return answer.json()


def test_who_registers_can_log_in_refresh_and_is_known(example_api):
    account = make_account()

    registered = post(example_api, "/users", account, 201)
    tokens = post(example_api, "/login", account)
    sent = {"refresh_token": tokens["refresh_token"]}
    refreshed = post(example_api, "/refresh", sent)

    for token in (tokens["access_token"], refreshed["access_token"]):
        me = example_api.request("GET", "/me", token)
        assert (me.status, me.json()) == (200, registered)


def test_only_administrators_see_who_has_an_account(example_api):
    tokens = [post(example_api, "/login", each) for each in (ADA, ADMIN)]

    refused, listed = [
        example_api.request("GET", "/users", each["access_token"]) for each in tokens
    ]

    assert (refused.status, listed.status) == (403, 200)
    emails = [each["email"] for each in listed.json()]
    assert emails[:2] == [seed.EMAIL, seed.ADMIN_EMAIL]


def test_the_example_knows_its_users_behind_a_jwt_authorizer(account, issuer, example):
    """The gateway verifies the tokens, as those of Cognito, and hands on the claims."""
    api = account.make_http_api(example, jwt_authorizer(issuer.url, AUDIENCE))
    ada, admin, gone = [issue(issuer, sub=user) for user in ("1", "2", "99")]

    me = api.request("GET", "/me", ada)
    listed = [api.request("GET", "/users", each) for each in (ada, admin)]
    refused = [api.request("GET", "/me", each) for each in (gone, forge(ada), None)]

    assert (me.status, me.json()["email"]) == (200, seed.EMAIL)
    assert [answer.status for answer in listed] == [403, 200]
    assert [answer.status for answer in refused] == [401] * 3


@pytest.mark.parametrize(
    ("name", "status"), [("open", 401), ("simple", 403), ("TOKEN", 401)]
)
def test_what_is_no_access_token_opens_nothing(example_apis, name, status):
    api = example_apis[name]
    tokens = post(api, "/login", ADA)
    token, refresh_token = tokens["access_token"], tokens["refresh_token"]

    none = api.request("GET", "/me")
    forged = [forge(token), forge(token, alg="none"), forge(token, alg="RS256")]
    answers = [api.request("GET", "/me", each) for each in (refresh_token, *forged)]

    assert none.status == 401
    assert [answer.status for answer in answers] == [status] * 4


def test_an_access_token_does_not_refresh(example_api):
    token = post(example_api, "/login", ADA)["access_token"]

    post(example_api, "/refresh", {"refresh_token": token}, 401)


@pytest.mark.parametrize("name", ["simple", "TOKEN"])
def test_the_authorizer_is_asked_once_for_all_routes(
    account, authorizer, example_apis, name
):
    def count() -> int:
        return account.get_logs(authorizer).count("START RequestId")

    api, somebody = example_apis[name], make_account()
    post(api, "/users", somebody, 201)
    token = post(api, "/login", somebody)["access_token"]
    before = count()

    answers = [api.request("GET", path, token) for path in ("/me", "/articles")]

    assert [answer.status for answer in answers] == [200, 200]
    assert count() == before + 1


@pytest.mark.parametrize("name", ["open", "simple", "TOKEN"])
def test_a_user_who_is_gone_is_nobody(example_apis, example_env, name):
    api, somebody = example_apis[name], make_account()
    post(api, "/users", somebody, 201)
    token = post(api, "/login", somebody)["access_token"]
    path = example_env["PYVERLESS_DATABASE_URL"].removeprefix("sqlite:///")

    before = api.request("GET", "/me", token)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("DELETE FROM users WHERE email = ?", [somebody["email"]])
    after = api.request("GET", "/me", token)

    # Authorizers are not asked again for this token.
    assert (before.status, after.status) == (200, 401)


def test_nothing_logs_a_token_or_a_password(account, example, authorizer, example_apis):
    tokens = post(example_apis["TOKEN"], "/login", ADA)
    example_apis["TOKEN"].request("GET", "/me", tokens["access_token"])

    logs = account.get_logs(example) + account.get_logs(authorizer)

    assert "/login" in logs
    secrets = [*tokens.values(), seed.PASSWORD]
    assert [secret for secret in secrets if secret in logs] == []
