"""JWTAuthorizerHandler: who is let in, and how API Gateway is told."""

from __future__ import annotations

import json
import logging

import pytest

from pyverless.auth import (
    AllowAny,
    BaseAuthentication,
    ClaimsUser,
    HasGroup,
    HasScope,
    IsAuthenticated,
    IsOwner,
    ReadOnly,
    force_user,
)
from pyverless.config import override_settings
from pyverless.contrib.memory import Model
from pyverless.crypto import get_json_web_token
from pyverless.exceptions import (
    ImproperlyConfigured,
    ServiceUnavailableError,
    UnauthorizedError,
    UnsupportedEventError,
)
from pyverless.handlers import (
    AuthorizationMixin,
    BaseHandler,
    EventHandler,
    JWTAuthorizerHandler,
    QueryParamsMixin,
    SQSMessagesMixin,
)
from pyverless.test import AUTHORIZERS, Client, authorizer_event, warmup_event

KEY = "a key that is long enough for HS256, surely"
CLAIMS = {
    "sub": "1",
    "scope": "articles:read articles:write",
    "groups": ["admins", "those who write"],
    "address": {"city": "Köln"},
    "level": 3,
    "verified": True,
    "nickname": None,
    "exp": 4102444800,
    "iat": 1700000000,
}
API = "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5"
STAGES = dict.fromkeys(AUTHORIZERS, f"{API}/prod") | {
    "http1": f"{API}/$default",
    "http2": f"{API}/$default",
}


class User(Model):
    name: str = ""


class AwayManager:
    def get_or_none(self, **lookup):
        raise ServiceUnavailableError


class Away:
    objects = AwayManager()


class Authorizer(JWTAuthorizerHandler):
    pass


class Policies(Authorizer):
    simple_responses = False


@pytest.fixture(params=AUTHORIZERS)
def kind(request):
    return request.param


@pytest.fixture(autouse=True)
def _key():
    with override_settings(SECRET_KEY=KEY):
        yield
    User.objects.clear()


def make_token(**claims):
    return get_json_web_token({**CLAIMS, **claims})


def ask(handler, kind, token=None, **options):
    """Return the answer, as API Gateway reads it; or what was raised for a 401."""
    event = authorizer_event(kind, token, **options)
    try:
        answer = handler.as_handler()(event, None)
    except UnauthorizedError as exc:
        return str(exc)
    check(kind, answer, simple=handler.simple_responses)
    return json.loads(json.dumps(answer, allow_nan=False))


def check(kind, answer, *, simple):
    """Hold an answer against what API Gateway takes."""
    assert len(json.dumps(answer).encode()) <= 8192
    if kind == "http2" and simple:
        assert answer.keys() <= {"isAuthorized", "context"}
        assert type(answer["isAuthorized"]) is bool
        return
    assert answer.keys() - {"context", "usageIdentifierKey"} == {
        "principalId",
        "policyDocument",
    }
    assert isinstance(answer["principalId"], str)
    document = answer["policyDocument"]
    assert document.keys() == {"Version", "Statement"}
    assert document["Version"] == "2012-10-17"
    [statement] = document["Statement"]
    assert statement.keys() == {"Action", "Effect", "Resource"}
    assert statement["Action"] == "execute-api:Invoke"
    for resource in statement["Resource"]:
        assert resource.startswith(f"{STAGES[kind]}/")
        assert len(resource) <= 512
    for value in answer.get("context", {}).values():
        assert isinstance(value, str | int | float | bool)


def effect_of(answer):
    """Return what an answer comes to."""
    if answer == "Unauthorized":
        return "401"
    if "isAuthorized" in answer:
        return "Allow" if answer["isAuthorized"] else "Deny"
    return answer["policyDocument"]["Statement"][0]["Effect"]


def policy(kind, effect, principal_id, *, resource="*"):
    statement = {
        "Action": "execute-api:Invoke",
        "Effect": effect,
        "Resource": [f"{STAGES[kind]}/{resource}"],
    }
    document = {"Version": "2012-10-17", "Statement": [statement]}
    return {"principalId": principal_id, "policyDocument": document}


# Who is let in

FLAT = {name: value for name, value in CLAIMS.items() if value is not None} | {
    "groups": '["admins","those who write"]',
    "address": '{"city":"Köln"}',
}


@pytest.mark.parametrize("kind", ["token", "request", "websocket"])
def test_rest_and_websocket_apis_get_a_policy_for_the_whole_stage(kind):
    answer = ask(Authorizer, kind, make_token(), target="/articles/5", method="PUT")

    assert answer == {**policy(kind, "Allow", "1"), "context": FLAT}


def test_http_apis_get_a_policy_or_a_simple_response():
    token, flat = make_token(), {**FLAT, "principalId": "1"}

    assert ask(Authorizer, "http1", token) == {
        **policy("http1", "Allow", "1"),
        "context": flat,
    }
    assert ask(Policies, "http2", token) == {
        **policy("http2", "Allow", "1"),
        "context": flat,
    }
    assert ask(Authorizer, "http2", token) == {
        "isAuthorized": True,
        "context": {**CLAIMS, "principalId": "1"},
    }


REFUSALS = {
    "token": "Unauthorized",
    "request": "Unauthorized",
    "websocket": "Unauthorized",
    "http1": policy("http1", "Deny", "anonymous"),
    "http2": {"isAuthorized": False},
}
BAD_TOKENS = {
    "none": lambda: None,
    "empty": lambda: "",
    "expired": lambda: make_token(exp=1700000001),
    "forged": lambda: make_token()[:-4] + "AAAA",
    "of another key": lambda: _signed_elsewhere(),
    "without a user": lambda: get_json_web_token({"name": "Ada"}),
}


def _signed_elsewhere():
    with override_settings(SECRET_KEY=KEY[::-1]):
        return make_token()


@pytest.mark.parametrize("token", BAD_TOKENS)
def test_nobody_is_let_in_without_a_good_token(kind, token):
    assert ask(Authorizer, kind, BAD_TOKENS[token]()) == REFUSALS[kind]


def test_a_policy_denies_where_responses_are_not_simple():
    assert ask(Policies, "http2") == policy("http2", "Deny", "anonymous")


@pytest.mark.parametrize("rules", [[], [AllowAny], [AllowAny()], [~IsAuthenticated()]])
def test_no_permission_lets_anybody_in(kind, rules):
    handler = type("Handler", (Authorizer,), {"permission_classes": rules})

    assert ask(handler, kind) == REFUSALS[kind]


def test_a_user_without_permission_is_denied(kind):
    class Handler(Authorizer):
        permission_classes = [HasGroup("editors")]

    denied = policy(kind, "Deny", "1")
    expected = {"isAuthorized": False} if kind == "http2" else denied

    assert ask(Handler, kind, make_token()) == expected
    assert effect_of(ask(Handler, kind, make_token(groups=["editors"]))) == "Allow"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_rule_about_the_method_refuses_because_the_answer_is_for_all(kind, method):
    class Handler(Authorizer):
        permission_classes = [ReadOnly]

    assert effect_of(ask(Handler, kind, make_token(), method=method)) == "Deny"


def test_the_permissions_of_http_handlers_are_not_the_authorizers(kind):
    with override_settings(PERMISSION_CLASSES=[ReadOnly]):
        assert effect_of(ask(Authorizer, kind, make_token())) == "Allow"


def test_the_mixin_of_http_handlers_may_be_there(kind):
    class Handler(AuthorizationMixin, Authorizer):
        pass

    assert effect_of(ask(Handler, kind, make_token())) == "Allow"


# Users of a table


def test_the_user_is_looked_up_and_must_still_be_there(kind):
    user = User(name="Ada")
    user.save()
    token = make_token(sub=user.id)
    with override_settings(USER_MODEL=User):
        known = ask(Authorizer, kind, token)
        user.delete()
        deleted = ask(Authorizer, kind, token)

    assert effect_of(known) == "Allow"
    assert str(user.id) in (known.get("principalId"), known["context"]["sub"])
    assert deleted == REFUSALS[kind]


def test_the_principal_is_what_users_are_looked_up_by(kind):
    User(name="ada").save()
    with override_settings(USER_MODEL=User, USER_ID_FIELD="name"):
        answer = ask(Authorizer, kind, make_token(sub="ada"))

    assert "ada" in (answer.get("principalId"), answer["context"].get("principalId"))


@pytest.mark.parametrize("handler", [Authorizer, Policies])
def test_a_store_that_is_away_lets_nobody_in(kind, handler, log):
    function = handler.as_handler()
    with override_settings(USER_MODEL=Away), pytest.raises(ServiceUnavailableError):
        function(authorizer_event(kind, make_token()), None)

    assert "failed (ServiceUnavailableError)" in log.text


def test_the_look_up_is_one_unit_of_work():
    seen = []

    class Handler(Authorizer):
        def atomic(self):
            return Unit()

    class Unit:
        def __enter__(self):
            seen.append("begin")

        def __exit__(self, kind, exc, traceback):
            seen.append(kind)

    ask(Handler, "http2", make_token())
    ask(Handler, "http2", "bad")

    assert seen == ["begin", None, "begin", UnauthorizedError]


# What handlers behind the API learn


def authorizer_context(kind, answer):
    """Return what the API hands over, as `requestContext.authorizer`."""
    if kind in ("http1", "http2"):
        return {"lambda": answer["context"]}
    context = {k: _as_rest_does(v) for k, v in answer["context"].items()}
    return {**context, "principalId": answer["principalId"], "integrationLatency": 5}


def _as_rest_does(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


class WhoAmI(AuthorizationMixin, BaseHandler):
    permission_classes = [HasScope("articles:write"), HasGroup("those who write")]

    def perform_action(self):
        user = self.user
        return [user.id, user.scopes, user.groups, self.request.claims["exp"]]


@pytest.mark.parametrize("handler", [Authorizer, Policies])
@pytest.mark.parametrize("names", [["admins", "those who write"], ["those who write"]])
def test_handlers_see_the_same_user_behind_the_authorizer(kind, handler, names):
    answer = ask(handler, kind, make_token(groups=names))

    front = "http2" if kind.startswith("http") else "rest"
    response = Client(WhoAmI, front).get(
        "/", authorizer=authorizer_context(kind, answer)
    )

    scopes = ["articles:read", "articles:write"]
    assert response.json() == ["1", scopes, names, CLAIMS["exp"]]


CLAIMS_OF_AN_ATTACKER = {
    "principalId": "admin",
    "claims": {"sub": "admin"},
    "jwt": {"claims": {"sub": "admin"}},
    "lambda": {"principalId": "admin"},
    "iam": {"userArn": "admin"},
}


@pytest.mark.parametrize("claim", CLAIMS_OF_AN_ATTACKER)
def test_no_claim_can_name_another_user_behind_the_authorizer(kind, claim):
    token = make_token(**{claim: CLAIMS_OF_AN_ATTACKER[claim]})

    found = authorizer_context(kind, ask(Authorizer, kind, token))
    flat = found.get("lambda", found)  # where the integration has payload 1.0

    for front, authorizer in (("http2", found), ("http1", flat)):
        response = Client(WhoAmI, front).get("/", authorizer=authorizer)
        assert response.json()[0] == "1"


def test_get_context_says_what_is_handed_over(kind):
    class Handler(Authorizer):
        def get_context(self, user):
            return {"tenant": f"t{user.id}"}

    context = ask(Handler, kind, make_token())["context"]

    own = {"principalId": "1"} if kind.startswith("http") else {}
    assert context == {"tenant": "t1", **own}


@pytest.mark.parametrize("kind", ["token", "request", "websocket"])
def test_an_empty_context_is_left_out(kind):
    class Handler(Authorizer):
        def get_context(self, user):
            return {}

    assert ask(Handler, kind, make_token()) == policy(kind, "Allow", "1")


def test_a_context_that_is_too_large_is_an_error_that_says_so(kind):
    with pytest.raises(ValueError, match=r"API Gateway takes 8192. .*get_context\(\)"):
        ask(Authorizer, kind, make_token(groups=["x" * 10] * 800))


# What a subclass may say


def test_resources_can_be_limited():
    class Handler(Policies):
        def get_resources(self, user):
            return [f"GET/users/{user.id}/*"]

    answer = ask(Handler, "http2", make_token())

    limited = policy("http2", "Allow", "1", resource="GET/users/1/*")
    assert answer["policyDocument"] == limited["policyDocument"]


def test_no_resources_are_a_denial():
    class Handler(Authorizer):
        def get_resources(self, user):
            return []

    assert ask(Handler, "token", make_token()) == policy("token", "Deny", "1")


def test_resources_that_are_a_text_are_a_mistake():
    class Handler(Authorizer):
        def get_resources(self, user):
            return "GET/articles"

    with pytest.raises(TypeError, match=r"get_resources\(\) returned 'GET/articles'"):
        ask(Handler, "token", make_token())


def test_a_simple_response_does_not_ignore_limits():
    class Handler(Authorizer):
        def get_resources(self, user):
            return ["GET/articles"]

    with pytest.raises(ImproperlyConfigured, match="simple_responses = False"):
        ask(Handler, "http2", make_token())


def test_a_usage_plan_can_be_named():
    class Handler(Authorizer):
        def get_usage_key(self, user):
            return "key of ada"

    assert ask(Handler, "token", make_token())["usageIdentifierKey"] == "key of ada"


def test_get_user_can_be_overridden(kind):
    class Handler(Authorizer):
        def get_user(self):
            return ClaimsUser("grace", {})

    with override_settings(SECRET_KEY=""):
        assert effect_of(ask(Handler, kind)) == "Allow"


def test_another_authenticator_can_know_the_user():
    class KeyAuthentication(BaseAuthentication):
        def authenticate(self, request):
            key = request.headers.get("x-api-key")
            return ClaimsUser("grace", {}) if key == "k" else None

    class Handler(Authorizer):
        authentication_classes = [KeyAuthentication]

    good, bad = {"X-Api-Key": "k"}, {"X-Api-Key": "?"}
    assert ask(Handler, "request", headers=good) == policy("request", "Allow", "grace")
    assert ask(Handler, "request", headers=bad) == "Unauthorized"


@pytest.mark.parametrize("user", [object(), ClaimsUser("", {})])
def test_a_user_without_an_id_is_a_mistake(user):
    with force_user(user), pytest.raises(TypeError, match=r"get_principal_id\(user\)"):
        ask(Authorizer, "token")


def test_keywords_of_as_handler_count():
    handler = JWTAuthorizerHandler.as_handler(permission_classes=[HasScope("x")])

    answer = handler(authorizer_event("http2", make_token()), None)

    assert answer == {"isAuthorized": False}


# Mistakes


def test_without_a_key_there_is_no_authorizer():
    with (
        override_settings(SECRET_KEY=""),
        pytest.raises(ImproperlyConfigured, match="no authenticator that could know"),
    ):
        Authorizer.as_handler()


def test_rules_about_objects_are_refused():
    class Handler(Authorizer):
        permission_classes = [IsOwner("author_id")]

    with pytest.raises(ImproperlyConfigured, match="a rule about objects"):
        Handler.as_handler()


@pytest.mark.parametrize(
    ("name", "value"), [("cors", True), ("etag", True), ("middleware", [print])]
)
def test_what_is_for_requests_only_is_refused(name, value):
    handler = type("Handler", (Authorizer,), {name: value})

    with pytest.raises(ImproperlyConfigured, match=f"Handler has {name}, which only"):
        handler.as_handler()


@pytest.mark.parametrize("base", [EventHandler, SQSMessagesMixin])
def test_handlers_without_a_caller_still_refuse_permissions(base):
    attributes = {"permission_classes": [IsAuthenticated]}
    handler = type("Handler", (base, BaseHandler), attributes)

    with pytest.raises(ImproperlyConfigured, match="Handler has permission_classes"):
        handler.as_handler()


def test_query_parameters_are_for_requests_only():
    class Handler(QueryParamsMixin, Authorizer):
        pass

    with pytest.raises(ImproperlyConfigured, match="Handler has load_queryparams"):
        Handler.as_handler()


# The log, and what is no question


@pytest.mark.parametrize(
    ("groups", "outcome"), [(["admins"], "allowed"), (["guests"], "denied")]
)
def test_the_log_has_one_line_that_says_how_it_ended(kind, log, groups, outcome):
    class Handler(Authorizer):
        permission_classes = [HasGroup("admins")]

    ask(Handler, kind, make_token(groups=groups))

    [record] = log.records
    assert record.levelno == logging.INFO
    assert record.getMessage().startswith(f"Handler {outcome} in ")


@pytest.mark.parametrize("token", ["expired", "forged", "none"])
def test_bad_credentials_are_no_failure_in_the_log(kind, log, token):
    reported = []

    class Handler(Authorizer):
        def report_exception(self, exc):
            reported.append(exc)

    value = BAD_TOKENS[token]()
    ask(Handler, kind, value)

    *_, last = log.records
    assert last.getMessage().startswith("Handler unauthorized in ")
    for record in log.records:
        assert record.levelno == logging.INFO
        assert record.exc_info is None
        assert value is None or value not in str(vars(record))
    assert reported == []


def test_what_the_runtime_prints_of_a_401_has_no_history():
    with pytest.raises(UnauthorizedError) as caught:
        Authorizer.as_handler()(authorizer_event("token", "bad"), None)

    assert str(caught.value) == "Unauthorized"
    assert caught.value.__cause__ is caught.value.__context__ is None


def test_errors_of_ours_are_reported_and_get_out(kind):
    reported = []

    class Handler(Authorizer):
        def get_context(self, user):
            raise KeyError("tenant")

        def report_exception(self, exc):
            reported.append(exc)

    with pytest.raises(KeyError, match="tenant"):
        ask(Handler, kind, make_token())
    assert len(reported) == 1


def test_an_event_of_another_kind_is_refused_and_logged(log):
    with pytest.raises(UnsupportedEventError, match="asks a Lambda authorizer"):
        Authorizer.as_handler()({"Records": []}, None)

    assert "Authorizer failed (UnsupportedEventError)" in log.text


def test_warm_ups_ask_nothing():
    assert Authorizer.as_handler()(warmup_event(), None) is None


@pytest.mark.parametrize("value", ["Bearer {}", "{}", "opaque {}"])
def test_debug_mode_logs_no_token(kind, caplog, value):
    sent = value.format("abcdef-0123")
    with override_settings(DEBUG=True), caplog.at_level(logging.DEBUG, "pyverless"):
        ask(Authorizer, kind, headers={"Authorization": sent})

    assert caplog.records
    assert "abcdef-0123" not in caplog.text
