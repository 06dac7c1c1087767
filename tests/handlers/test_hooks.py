"""Hooks that could not work are refused during INIT."""

from __future__ import annotations

from functools import wraps

import pytest

from pyverless.auth import BaseAuthentication, BasePermission, IsAuthenticated
from pyverless.crypto import get_json_web_token
from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers import (
    AuthorizationMixin,
    BaseHandler,
    CreateHandler,
    JWTAuthorizerHandler,
    MethodHandler,
    ObjectMixin,
    S3Handler,
    SQSHandler,
    WebSocketHandler,
)
from pyverless.test import Client, authorizer_event, override_settings


async def coroutine(*args):
    """Do nothing, and nobody waits for it."""


def handler(base=BaseHandler, **attributes):
    return type("Handler", (base,), attributes)


@pytest.mark.parametrize(
    "name",
    [
        "get_user",
        "check_permissions",
        "check_throttles",
        "setup",
        "get_allowed_methods",
    ],
)
def test_a_hook_that_is_a_coroutine_is_refused(name):
    with pytest.raises(ImproperlyConfigured, match=rf"Handler.{name}\(\) is a corout"):
        handler(**{name: coroutine}).as_handler()


@pytest.mark.parametrize("name", ["has_permission", "has_object_permission"])
@override_settings(SECRET_KEY="a secret of this test suite, of 32 bytes and more")
def test_a_rule_that_is_a_coroutine_is_refused(name):
    rule = type("Rule", (BasePermission,), {name: coroutine})

    for rules in ([rule], [rule()], [IsAuthenticated | rule], [~rule]):
        for base in (BaseHandler, AuthorizationMixin, JWTAuthorizerHandler):
            bases = (base,) if issubclass(base, BaseHandler) else (base, BaseHandler)
            cls = type("Handler", bases, {"permission_classes": rules})
            with pytest.raises(ImproperlyConfigured, match=rf"Rule.{name}\(\) is a c"):
                cls.as_handler()


def test_an_authenticator_that_is_a_coroutine_is_refused():
    authenticator = type("Mine", (BaseAuthentication,), {"authenticate": coroutine})

    with pytest.raises(ImproperlyConfigured, match=r"Mine.authenticate\(\) is a corou"):
        handler(authentication_classes=[authenticator]).as_handler()


def generator(self, *args):
    """Do nothing unless somebody iterates."""
    yield


async def async_generator(self, *args):
    """Do nothing unless somebody iterates."""
    yield


@pytest.mark.parametrize("function", [generator, async_generator])
@pytest.mark.parametrize(
    ("base", "name"),
    [
        (BaseHandler, "get_user"),
        (BaseHandler, "check_permissions"),
        (BaseHandler, "perform_action"),
        (BaseHandler, "atomic"),
        (SQSHandler, "process_message"),
        (SQSHandler, "on_invalid_message"),
        (SQSHandler, "get_records"),
        (S3Handler, "process_file"),
        (WebSocketHandler, "connect"),
    ],
)
def test_a_hook_that_is_a_generator_is_refused(base, name, function):
    with pytest.raises(
        ImproperlyConfigured, match=rf"Handler.{name}\(\) is a generato"
    ):
        handler(base, **{name: function}).as_handler()


def test_actions_may_be_coroutines_and_so_may_methods_of_ones_own():
    class Handler(MethodHandler):
        async def get(self):
            return await self.find()

        async def find(self):
            return "found"

    assert Client(Handler).get("/").json() == "found"


@pytest.mark.parametrize(
    ("base", "name", "function", "message"),
    [
        (
            BaseHandler,
            "get_user",
            lambda self, request: None,
            r"takes \(self, request\)",
        ),
        (BaseHandler, "setup", lambda self: None, r"called with \(self, event, cont"),
        (BaseHandler, "check_object_permissions", lambda self: None, "self, obj"),
        (
            CreateHandler,
            "represent",
            lambda self, request, obj: None,
            r"represent\(\) takes \(self, request, obj\)",
        ),
    ],
)
def test_a_hook_with_other_arguments_is_refused(base, name, function, message):
    with pytest.raises(ImproperlyConfigured, match=message):
        handler(base, **{name: function}).as_handler()


def test_a_rule_that_is_written_for_drf_is_refused():
    class Rule(BasePermission):
        def has_permission(self, request, view):
            return True

    with pytest.raises(ImproperlyConfigured, match=r"called with \(self, handler\)"):
        handler(permission_classes=[Rule]).as_handler()


@pytest.mark.parametrize(
    "function",
    [
        lambda self, event, context: None,
        lambda self, event, context, more=None: None,
        lambda self, *args: None,
        lambda *args: None,
        lambda self, event=None, *args, **kwargs: None,
    ],
)
def test_arguments_may_be_more_as_long_as_they_need_not_be_given(function):
    handler(setup=function).as_handler()


def test_a_hook_that_takes_any_keyword_may_name_some():
    class Handler(CreateHandler):
        required_body_keys = ["title"]

        def create_object(self, *, title):
            return {"id": title}

    assert Client(Handler).post("/", json={"title": "a"}).status_code == 201


def test_rules_inside_of_combinations_are_looked_at():
    class Rule(BasePermission):
        def has_permission(self, request, view):
            return True

    with pytest.raises(ImproperlyConfigured, match=r"Rule\.has_permission"):
        handler(
            permission_classes=[IsAuthenticated & (IsAuthenticated | ~Rule)]
        ).as_handler()


# What can't be seen during INIT


def traced(function):
    @wraps(function)
    def wrapper(*args):
        result = function(*args)
        result.close()  # nobody will await it
        return result

    return wrapper


HOOKS = ["setup", "initial", "check_permissions", "check_throttles", "load_object"]


@pytest.mark.parametrize("function", [coroutine, generator, async_generator])
@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_that_returns_unfinished_work_ends_the_request(name, function):
    class Handler(ObjectMixin, BaseHandler):
        queryset = [{"id": "1"}]

        def perform_action(self):
            return "secret"

    handler = type("Handler", (Handler,), {name: traced(function)})
    response = Client(handler, route="/{id}").get("/1")

    assert response.status_code == 500
    assert "secret" not in response.text


def test_a_check_of_objects_that_returns_a_coroutine_ends_the_request():
    class Handler(ObjectMixin, BaseHandler):
        queryset = [{"id": "1"}]
        check_object_permissions = traced(coroutine)

        def perform_action(self):
            return self.object

    assert Client(Handler, route="/{id}").get("/1").status_code == 500


@pytest.mark.parametrize("name", [*HOOKS, "check_object_permissions"])
def test_a_hook_that_returns_false_ends_the_request(name):
    class Handler(ObjectMixin, BaseHandler):
        queryset = [{"id": "1"}]

        def perform_action(self):
            return "secret"

    handler = type("Handler", (Handler,), {name: lambda *args: False})
    response = Client(handler, route="/{id}").get("/1")

    assert response.status_code == 500
    assert "secret" not in response.text


def test_a_hook_may_return_what_nobody_reads():
    class Handler(BaseHandler):
        def check_permissions(self):
            return True

        def perform_action(self):
            return "done"

    assert Client(Handler).get("/").json() == "done"


@override_settings(SECRET_KEY="a secret of this test suite, of 32 bytes and more")
def test_an_authorizer_lets_nobody_in_by_a_coroutine():
    class Authorizer(JWTAuthorizerHandler):
        check_permissions = traced(coroutine)

    token = get_json_web_token({"sub": "7"})

    with pytest.raises(TypeError, match="nobody awaits"):
        Authorizer.as_handler()(authorizer_event("http2", token), None)
