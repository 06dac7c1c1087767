"""Who calls, by what the front's authorizer or a token says."""

from __future__ import annotations

import json

import jwt
import pytest

from pyverless.auth import (
    AllowAny,
    AuthorizerAuthentication,
    BaseAuthentication,
    JWTAuthentication,
    find_user,
)
from pyverless.contrib.memory import Model
from pyverless.crypto import get_json_web_token
from pyverless.exceptions import UnauthorizedError
from pyverless.handlers import AuthorizationMixin, BaseHandler
from pyverless.test import Client, http_event, override_settings

SECRET = "a secret of this test suite, of 32 bytes and more"


class User(Model):
    name: str = ""
    is_active: bool = True


class Me(AuthorizationMixin, BaseHandler):
    def perform_action(self):
        return self.user.id


@pytest.fixture(autouse=True)
def _secret():
    with override_settings(SECRET_KEY=SECRET):
        yield


@pytest.fixture
def users():
    with override_settings(USER_MODEL=f"{__name__}.User"):
        yield User.objects
    User.objects.clear()


@pytest.fixture
def ada(users):
    user = User(name="ada")
    user.save()
    return user


def call(authorization, gateway="rest", handler=Me):
    return Client(handler, gateway).get("/", headers={"Authorization": authorization})


@pytest.fixture(
    params=[
        ("rest", lambda claims: claims),
        ("rest", lambda claims: {"claims": claims}),
        ("http1", lambda claims: {"claims": claims, "scopes": None}),
        ("http2", lambda claims: {"jwt": {"claims": claims, "scopes": None}}),
        ("http2", lambda claims: {"lambda": claims}),
    ],
    ids=["rest lambda", "cognito", "http1 jwt", "http2 jwt", "http2 lambda"],
)
def gateway_with_authorizer(request):
    return request.param


# The authorizer of the front


@pytest.mark.parametrize(
    ("gateway", "authorizer"),
    [
        ("rest", {"principalId": "7", "integrationLatency": 3}),
        ("rest", {"claims": {"sub": "7", "cognito:username": "ada"}}),
        ("rest", {"principalId": "7", "claims": "a text of a Lambda authorizer"}),
        ("http1", {"jwt": {"claims": {"sub": "7"}, "scopes": None}}),
        ("http1", {"principalId": "7"}),
        ("http2", {"jwt": {"claims": {"sub": "7"}, "scopes": ["a"]}}),
        ("rest", {"claims": {"sub": "7", "principalId": "8"}}),
        ("http2", {"jwt": {"claims": {"sub": "7", "principalId": "8"}}}),
        ("http2", {"lambda": {"sub": "7"}}),
        ("http2", {"lambda": {"principalId": "7", "sub": "8"}}),
        ("http2", {"lambda": {"principalId": 7}}),
        ("http2", {"lambda": {"principalId": "", "sub": "7"}}),
        ("http2", {"iam": {"userArn": "7", "userId": "8", "cognitoIdentity": None}}),
        ("function_url", {"iam": {"userArn": "7"}}),
        ("http2", {"iam": {"userArn": "8", "cognitoIdentity": {"identityId": "7"}}}),
    ],
)
def test_the_user_of_the_authorizer_is_the_caller(gateway, authorizer):
    response = Client(Me, gateway).get("/", authorizer=authorizer)

    assert (response.status_code, response.json()) == (200, "7")


@pytest.mark.parametrize(
    "authorizer",
    [
        {},
        {"lambda": None},
        {"lambda": {}},
        {"jwt": None},
        {"jwt": {"claims": None}},
        {"claims": {}},
        {"iam": {"userId": "AIDA"}},
        {"principalId": ""},
        {"principalId": None},
        {"principalId": {"id": 7}},
        {"principalId": True},
        {"iam": "AIDA"},
        {
            "iam": {
                "userArn": "arn",
                "cognitoIdentity": {"amr": ["unauthenticated"], "identityId": "7"},
            }
        },
    ],
)
def test_an_authorizer_that_names_nobody_leaves_the_caller_anonymous(authorizer):
    for gateway in ("rest", "http1", "http2"):
        response = Client(Me, gateway).get("/", authorizer=authorizer)

        assert response.status_code == 401
        assert response.json()["code"] == "not_authenticated"


@pytest.mark.parametrize(
    ("identity", "status", "user"),
    [
        ({"userArn": "arn:aws:iam::1:user/7"}, 200, "arn:aws:iam::1:user/7"),
        ({"userArn": "arn", "cognitoIdentityId": "eu-west-1:7"}, 200, "eu-west-1:7"),
        ({"userArn": None, "cognitoIdentityId": None}, 401, None),
        (
            {
                "userArn": "arn",
                "cognitoIdentityId": "eu-west-1:7",
                "cognitoAuthenticationType": "unauthenticated",
            },
            401,
            None,
        ),
        ({"sourceIp": "127.0.0.1"}, 401, None),
        (None, 401, None),
    ],
)
def test_a_rest_api_says_who_iam_has_let_in(identity, status, user):
    event = http_event("rest")
    event["requestContext"]["identity"] = identity

    answer = Me.as_handler()(event, None)

    assert answer["statusCode"] == status
    assert user is None or json.loads(answer["body"]) == user


def test_keys_of_iam_are_no_claims():
    class Claims(Me):
        def perform_action(self):
            return sorted(self.request.claims)

    iam = {"userArn": "7", "accessKey": "ASIA", "apiKey": "x", "accountId": "1"}
    response = Client(Claims, "http2").get("/", authorizer={"iam": iam})

    assert response.json() == ["accountId", "userArn"]


def test_the_claims_of_an_authorizer_have_their_types(gateway_with_authorizer):
    class Claims(Me):
        def perform_action(self):
            assert self.user.claims == self.request.claims
            return [self.request.claims[name] for name in ("exp", "groups")]

    claims = {"sub": "7", "exp": "1795248968", "groups": "[a b]"}
    gateway, wrap = gateway_with_authorizer
    response = Client(Claims, gateway).get("/", authorizer=wrap(claims))

    assert response.json() == [1795248968, ["a", "b"]]


@override_settings(JWT_USER_CLAIM="username")
def test_another_claim_can_name_the_user():
    authorizer = {"lambda": {"sub": "8", "username": "ada"}}

    assert Client(Me, "http2").get("/", authorizer=authorizer).json() == "ada"
    token = get_json_web_token({"sub": "8", "username": "ada"})
    assert call(f"Bearer {token}").json() == "ada"


def test_the_authorizer_comes_before_the_token():
    token = get_json_web_token({"sub": "8"})
    headers = {"Authorization": f"Bearer {token}"}

    response = Client(Me).get("/", authorizer={"principalId": "7"}, headers=headers)

    assert response.json() == "7"


# Tokens


def test_the_user_of_a_token_is_the_caller(gateway):
    token = get_json_web_token({"sub": 7})

    assert call(f"Bearer {token}", gateway).json() == "7"


@pytest.mark.parametrize("prefix", ["bearer ", "BEARER ", "Bearer   "])
def test_the_scheme_has_no_case(gateway, prefix):
    token = get_json_web_token({"sub": "7"})

    assert call(prefix + token, gateway).status_code == 200


@pytest.mark.parametrize(
    "authorization", ["", "Basic YTpi", "Bearertoken", "Token Bearer", "AWS4-HMAC x"]
)
def test_other_schemes_are_no_credentials_of_ours(gateway, authorization):
    response = call(authorization, gateway)

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert response.json()["code"] == "not_authenticated"


@pytest.mark.parametrize(
    ("claims", "key", "code"),
    [
        ({"sub": "7", "exp": 1}, SECRET, "token_expired"),
        ({"sub": "7", "exp": 2**33}, "another secret of 32 bytes and more", None),
        ({"sub": "7"}, SECRET, None),
        ({"exp": 2**33}, SECRET, None),
        ({"sub": "", "exp": 2**33}, SECRET, None),
    ],
    ids=["expired", "forged", "without exp", "without sub", "empty sub"],
)
def test_a_bad_token_is_a_401_with_a_challenge(gateway, claims, key, code):
    token = jwt.encode(claims, key, "HS256")

    response = call(f"Bearer {token}", gateway)

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    assert response.json()["code"] == (code or "token_invalid")


@pytest.mark.parametrize("gateway", ["rest", "http1", "alb_multi", "lattice"])
def test_two_authorization_headers_are_refused(gateway):
    token = get_json_web_token({"sub": "7"})
    lines = [f"Bearer {token}", "Bearer another"]

    for authorization in (lines, lines[::-1], [lines[0]] * 2, ["Basic a", lines[0]]):
        headers = [("Authorization", line) for line in authorization]
        response = Client(Me, gateway).get("/", headers=headers)

        assert response.status_code == 401
        assert response.json()["code"] == "token_invalid"


@pytest.mark.parametrize("gateway", ["http2", "function_url"])
def test_two_authorization_headers_in_one_are_refused(gateway):
    token = get_json_web_token({"sub": "7"})

    for authorization in (f"Bearer {token},Bearer {token}", f"Bearer {token},"):
        assert call(authorization, gateway).status_code == 401


@pytest.mark.parametrize(
    "write",
    [
        "Bearer\t{}",
        "Bearer{}",
        "Bearer:{}",
        " Bearer {}",
        "Bearer \t{}",
        "Bearer \u00a0{}",
        "Bearer {}\n",
        "Bearer {} x",
        "Bearer Bearer {}",
        '"Bearer {}"',
        "\u0412earer {}",
        "Token {}",
        "{}",
    ],
)
def test_the_scheme_is_followed_by_blanks_and_a_token_and_nothing_else(write):
    token = get_json_web_token({"sub": "7"})

    assert call(write.format(token)).status_code == 401


@pytest.mark.parametrize("name", ["token", "access_token", "authorization", "jwt"])
def test_a_token_in_the_query_or_a_cookie_is_not_looked_at(gateway, name):
    token = get_json_web_token({"sub": "7"})
    client = Client(Me, gateway)

    assert client.get("/", query={name: token}).status_code == 401
    assert client.get("/", query={name: f"Bearer {token}"}).status_code == 401
    assert client.get("/", headers={"Cookie": f"{name}={token}"}).status_code == 401


def test_a_token_that_comes_otherwise_is_for_a_subclass():
    class Protocol(JWTAuthentication):
        def get_token(self, request):
            return request.headers.get("sec-websocket-protocol")

    class Handler(Me):
        authentication_classes = [Protocol]

    token = get_json_web_token({"sub": "7"})
    client = Client(Handler)

    headers = {"Sec-WebSocket-Protocol": token}
    assert client.get("/", headers=headers).json() == "7"
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get("/", headers=headers).status_code == 401


def test_the_claims_of_the_token_are_there_whatever_the_user_is(gateway, ada):
    class Scope(Me):
        def perform_action(self):
            return self.request.claims["scope"]

    token = get_json_web_token({"sub": ada.id, "scope": "read"})

    assert call(f"Bearer {token}", gateway, Scope).json() == "read"


def test_without_credentials_there_are_no_claims():
    class Claims(Me):
        permission_classes = [AllowAny]

        def perform_action(self):
            return dict(self.request.claims)

    assert Client(Claims).get("/").json() == {}


@pytest.mark.parametrize("token", ["", "a", "a.b.c", "é", "." * 100])
def test_what_is_no_token_at_all_is_a_401(token):
    response = call(f"Bearer {token}")

    assert response.status_code == 401
    assert response.json()["code"] == "token_invalid"


def test_a_bad_token_is_refused_where_nobody_is_required():
    class Handler(Me):
        permission_classes = [AllowAny]

    assert call("Bearer nonsense", handler=Handler).status_code == 401


@override_settings(SECRET_KEY="")
def test_without_a_key_tokens_are_not_looked_at():
    response = call("Bearer nonsense")

    assert response.status_code == 401
    assert response.json()["code"] == "not_authenticated"
    assert not JWTAuthentication().is_configured()


@pytest.mark.parametrize("name", ["SECRET_KEY", "JWT_SIGNING_KEY", "JWT_VERIFYING_KEY"])
def test_one_of_the_keys_is_enough(name):
    with override_settings(**({"SECRET_KEY": ""} | {name: SECRET})):
        token = jwt.encode({"sub": "7", "exp": 2**33}, SECRET, "HS256")

        assert call(f"Bearer {token}").json() == "7"


# USER_MODEL


def test_the_user_is_an_object_of_user_model(gateway, ada):
    token = get_json_web_token({"sub": ada.id})

    assert call(f"Bearer {token}", gateway).json() == ada.id


def test_a_deleted_user_is_a_401(gateway, ada):
    token = get_json_web_token({"sub": ada.id})
    ada.delete()

    response = call(f"Bearer {token}", gateway)

    assert response.status_code == 401
    assert response.json()["detail"] == "The user of these credentials does not exist."


def test_a_user_who_was_deactivated_is_a_401(gateway, ada):
    token = get_json_web_token({"sub": ada.id})
    ada.is_active = False
    ada.save()

    refused = call(f"Bearer {token}", gateway)
    ada.delete()
    deleted = call(f"Bearer {token}", gateway)

    assert (refused.status_code, deleted.status_code) == (401, 401)
    assert refused.json()["detail"] == deleted.json()["detail"]


@pytest.mark.parametrize("sub", ["abc", "1" * 40, "-1"])
def test_a_user_that_can_not_be_is_a_401(users, sub):
    token = get_json_web_token({"sub": sub})

    assert call(f"Bearer {token}").status_code == 401
    assert Client(Me).get("/", authorizer={"principalId": sub}).status_code == 401


@override_settings(USER_ID_FIELD="name")
def test_another_field_can_identify_the_user(ada):
    token = get_json_web_token({"sub": "ada"})

    assert call(f"Bearer {token}").json() == ada.id


# Authenticators of one's own


def test_the_first_authenticator_that_finds_a_user_wins():
    class Query(BaseAuthentication):
        def authenticate(self, request):
            return request.query.get("user")

    class Handler(Me):
        authentication_classes = [Query, AuthorizerAuthentication]

        def perform_action(self):
            return getattr(self.user, "id", self.user)

    client = Client(Handler)

    assert client.get("/?user=ada", authorizer={"principalId": "7"}).json() == "ada"
    assert client.get("/", authorizer={"principalId": "7"}).json() == "7"
    assert client.get("/").status_code == 401


def test_an_authenticator_must_say_how_it_works():
    with pytest.raises(NotImplementedError):
        BaseAuthentication().authenticate(None)


@pytest.mark.parametrize(
    "found", [True, False, (None, None), ("ada", None), 0, "", [], {}], ids=repr
)
def test_what_is_no_user_lets_nobody_in(found, log):
    class Pair(BaseAuthentication):
        def authenticate(self, request):
            return found

    class Handler(Me):
        authentication_classes = [Pair]

    class Own(Me):
        def get_user(self):
            return found

    assert Client(Handler).get("/").status_code == 500
    assert "Pair.authenticate() has returned" in log.text
    assert Client(Own).get("/").status_code == 500
    assert "Own.get_user() has returned" in log.text


def test_a_coroutine_is_no_user():
    async def find():
        """Find nobody."""

    class Handler(Me):
        def get_user(self):
            coroutine = find()
            coroutine.close()
            return coroutine

    assert Client(Handler).get("/").status_code == 500


def test_djangos_anonymous_user_is_nobody():
    class AnonymousUser:
        id = None
        is_authenticated = False

    class Anonymous(BaseAuthentication):
        def authenticate(self, request):
            return AnonymousUser()

    class Handler(Me):
        authentication_classes = [Anonymous]

    assert Client(Handler).get("/").status_code == 401


# What the log says


@pytest.mark.parametrize(
    ("claims", "key", "reason"),
    [
        ({"sub": "7", "exp": 1}, SECRET, "token_expired"),
        ({"sub": "7", "exp": 2**33, "aud": "x"}, SECRET, "InvalidAudienceError"),
        ({"sub": "7", "exp": 2**33}, SECRET[::-1], "InvalidSignatureError"),
        ({"exp": 2**33}, SECRET, "token_invalid"),
    ],
)
def test_the_log_has_the_kind_of_mistake_and_nothing_of_the_token(
    log, claims, key, reason
):
    token = jwt.encode(claims, key, "HS256")

    call(f"Bearer {token}")

    assert f"JWTAuthentication refused a token: {reason}" in log.messages
    assert not any(part in log.text for part in token.split("."))


def test_the_log_says_who_was_asked_for_what_nobody_has_taken(log):
    with override_settings(SECRET_KEY=""):
        call("Bearer abc")

    [line] = [text for text in log.messages if text.startswith("Nobody has taken")]
    assert "Authenticators: AuthorizerAuthentication." in line
    assert "abc" not in log.text


# find_user()


def test_the_user_of_claims_is_found_as_authenticators_find_it(ada):
    assert find_user({"sub": str(ada.id)}).id == ada.id
    assert find_user({"sub": "x", "name": str(ada.id)}, "name").id == ada.id


@pytest.mark.parametrize("claims", [{}, {"sub": ""}, {"sub": "99"}, {"sub": "x"}])
def test_claims_of_nobody_are_refused(users, claims):
    with pytest.raises(UnauthorizedError):
        find_user(claims)
