"""Users: the claims themselves, objects of a model, or whom a test puts there."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

import pyverless.auth
from pyverless.auth import (
    AllowAny,
    BasePermission,
    ClaimsUser,
    IsAuthenticated,
    force_user,
    get_user_model,
)
from pyverless.auth.users import is_active
from pyverless.contrib.memory import Model
from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers import AuthorizationMixin, BaseHandler
from pyverless.routing import App, path
from pyverless.test import Client, override_settings


class User(Model):
    name: str = ""


class Me(AuthorizationMixin, BaseHandler):
    def perform_action(self):
        return str(self.user)


# ClaimsUser


def test_a_claims_user_has_the_id_and_the_claims():
    claims = {"sub": "7", "email": "a@x.org"}
    user = ClaimsUser("7", claims)

    assert (user.id, user.claims) == ("7", claims)
    assert (user.scopes, user.groups) == ([], [])
    assert repr(user) == "<ClaimsUser 7>"


@pytest.mark.parametrize(
    ("claims", "scopes", "groups"),
    [
        ({"scope": "read write"}, ["read", "write"], []),
        ({"scp": ["read", "write"]}, ["read", "write"], []),
        ({"cognito:groups": "[admins editors]"}, [], ["admins", "editors"]),
        ({"cognito:groups": "admins,editors"}, [], ["admins", "editors"]),
        ({"cognito:groups": ["admins"], "groups": ["no"]}, [], ["admins"]),
        ({"groups": ["a", 1]}, [], ["a", "1"]),
        ({"scope": None, "groups": 5}, [], []),
        ({"scope": {"a": 1}, "groups": ""}, [], []),
    ],
)
def test_scopes_and_groups_are_lists_however_they_were_written(claims, scopes, groups):
    user = ClaimsUser("7", claims)

    assert (user.scopes, user.groups) == (scopes, groups)


def test_two_claims_users_with_one_id_are_equal():
    assert ClaimsUser("7", {}) == ClaimsUser("7", {"a": 1})
    assert ClaimsUser("7", {}) != ClaimsUser("8", {})
    assert ClaimsUser("7", {}) != "7"
    assert ClaimsUser("7", {"iss": "a"}) == ClaimsUser("7", {"iss": "a", "b": 1})
    assert ClaimsUser("7", {"iss": "a"}) != ClaimsUser("7", {"iss": "b"})
    assert len({ClaimsUser("7", {}), ClaimsUser("7", {})}) == 1


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({}, True),
        ({"is_active": True}, True),
        ({"is_active": False}, False),
        ({"is_active": None}, False),
        ({"is_active": lambda: True}, True),
        ({"is_active": lambda: False}, False),
    ],
)
def test_a_user_is_active_unless_it_says_no(attributes, expected):
    assert is_active(SimpleNamespace(**attributes)) is expected


# get_user_model()


def test_there_is_no_user_model_by_default():
    assert get_user_model() is None


@pytest.mark.parametrize("model", [User, f"{__name__}.User"])
def test_the_user_model_is_a_class_or_its_dotted_path(model):
    with override_settings(USER_MODEL=model):
        assert get_user_model() is User


@pytest.mark.parametrize("model", ["pyverless.nothing.User", f"{__name__}.Nobody", "U"])
def test_a_user_model_that_does_not_exist_is_named(model):
    with (
        override_settings(USER_MODEL=model),
        pytest.raises(ImportError, match=f"{model!r} for the setting USER_MODEL"),
    ):
        get_user_model()


def test_a_user_model_without_a_manager_is_refused_during_init():
    with (
        override_settings(USER_MODEL=dict),
        pytest.raises(ImproperlyConfigured, match="dict has no manager 'objects'"),
    ):
        Me.as_handler()


def test_a_field_that_users_do_not_have_is_refused_during_init():
    with (
        override_settings(USER_MODEL=f"{__name__}.User", USER_ID_FIELD="uuid"),
        pytest.raises(ImproperlyConfigured, match="uuid"),
    ):
        Me.as_handler()


# force_user()


def test_force_user_puts_a_user_in_place_of_the_callers(gateway):
    client = Client(Me, gateway)

    with force_user("ada"):
        assert client.get("/").json() == "ada"
        with force_user("grace"):
            assert client.get("/").json() == "grace"
        assert client.get("/").json() == "ada"
    assert client.get("/").status_code == 401


def test_force_user_none_is_anonymous_whatever_the_request_has():
    client = Client(Me)

    with force_user(None):
        assert client.get("/", authorizer={"principalId": "7"}).status_code == 401


def test_force_user_ends_when_the_block_fails():
    with pytest.raises(ImproperlyConfigured), force_user("ada"):
        raise ImproperlyConfigured

    assert Client(Me).get("/").status_code == 401


def test_the_client_forces_a_user_through_an_app(gateway):
    client = Client(App([path("/me", Me)]), gateway)

    client.force_authenticate("ada")
    assert client.get("/me").json() == "ada"
    client.force_authenticate(None)
    assert client.get("/me").status_code == 401


def test_a_forced_user_still_needs_the_permissions():
    class Never(BasePermission):
        def has_permission(self, handler):
            return False

    class Handler(Me):
        permission_classes = [Never]

    with force_user("ada"):
        assert Client(Handler).get("/").status_code == 403


# Permissions


def test_a_permission_refuses_nothing_by_default():
    handler = BaseHandler()

    for permission in (BasePermission(), AllowAny()):
        assert permission.has_permission(handler)
        assert permission.has_object_permission(handler, object())
        assert (permission.message, permission.code) == (None, None)


def test_is_authenticated_wants_a_user():
    handler = BaseHandler()

    assert not IsAuthenticated().has_permission(handler)
    handler.user = "ada"
    assert IsAuthenticated().has_permission(handler)


def test_the_face_offers_every_name():
    for name in pyverless.auth.__all__:
        assert name in dir(pyverless.auth)
        assert callable(getattr(pyverless.auth, name))
