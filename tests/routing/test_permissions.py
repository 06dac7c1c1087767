"""Function views behind permissions: those of their route, or of the settings."""

from __future__ import annotations

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
)
from pyverless.exceptions import ImproperlyConfigured, UnauthorizedError
from pyverless.handlers import AuthorizationMixin, BaseHandler
from pyverless.routing import App, Router, path
from pyverless.test import Client, override_settings

ADA = ClaimsUser("ada", {"groups": ["admins"], "scope": "read"})
EVE = ClaimsUser("eve", {})


class Header(BaseAuthentication):
    challenge = "Header"

    def authenticate(self, request):
        name = request.headers.get("x-user")
        if name == "nobody":
            raise UnauthorizedError("There is no such user.")
        return name and ClaimsUser(name, {})


@pytest.fixture(autouse=True)
def _authenticators():
    with override_settings(AUTHENTICATION_CLASSES=[Header]):
        yield


def make_app(**options):
    app = App()
    app.calls = []

    @app.route("/notes/{id}", **options)
    def note(id: int):
        app.calls.append(id)
        return {"user": getattr(app.request.user, "id", None), "id": id}

    return app


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 401), ({"X-User": "nobody"}, 401), ({"X-User": "a"}, 200)],
)
def test_a_view_is_for_those_whom_its_permissions_let_in(gateway, headers, status):
    app = make_app(permission_classes=[IsAuthenticated])

    response = Client(app, gateway).get("/notes/1", headers=headers)

    assert response.status_code == status
    assert app.calls == ([1] if status == 200 else [])
    if status == 401:
        assert response.headers["WWW-Authenticate"] == "Header"
    else:
        assert response.json() == {"user": "a", "id": 1}


def test_a_known_caller_who_is_refused_learns_why(gateway):
    client = Client(make_app(permission_classes=[HasScope("write")]), gateway)
    client.force_authenticate(ADA)

    response = client.get("/notes/1")

    assert response.status_code == 403
    assert response.json()["code"] == "insufficient_scope"
    assert 'scope="write"' in response.headers["WWW-Authenticate"]


def test_permissions_know_the_method_and_the_parameters():
    class IsFirst(IsAuthenticated):
        def has_permission(self, handler):
            return handler.kwargs == {"id": "1"}

    client = Client(make_app(permission_classes=[IsFirst & ReadOnly]))

    assert client.get("/notes/1").status_code == 200
    assert client.get("/notes/2").status_code == 401
    assert client.delete("/notes/1").status_code == 401


def test_the_setting_holds_for_views_as_for_classes(gateway):
    class Note(BaseHandler):
        def perform_action(self):
            return "done"

    router = Router()
    router.get("/inner")(lambda: "done")
    app = App([path("/class", Note), path("/view", lambda: "done")])
    app.include_router(router)
    app.get("/health", permission_classes=[])(lambda: "done")
    app.get("/who", permission_classes=[AllowAny])(lambda: app.request.user)
    client = Client(app, gateway)

    with override_settings(PERMISSION_CLASSES=[HasGroup("admins")]):
        for target in ("/class", "/view", "/inner"):
            assert client.get(target).status_code == 401
            client.force_authenticate(EVE)
            assert client.get(target).status_code == 403
            client.force_authenticate(ADA)
            assert client.get(target).status_code == 200
            client.force_authenticate(None)
        assert client.get("/health").status_code == 200
        assert client.get("/who").json() is None
        assert client.get("/nowhere").status_code == 404
    assert client.get("/view").status_code == 200


def test_permissions_come_before_a_tag_that_tells_what_is_there():
    app = make_app(permission_classes=[IsAuthenticated], etag=lambda request: "v1")

    response = Client(app).get("/notes/1", headers={"If-None-Match": '"v1"'})

    assert response.status_code == 401
    assert "ETag" not in response.headers


def test_preflights_are_answered_without_credentials():
    client = Client(make_app(permission_classes=[IsAuthenticated], cors=True))
    headers = {"Origin": "https://x.org", "Access-Control-Request-Method": "GET"}

    assert client.options("/notes/1", headers=headers).status_code == 204
    assert client.get("/notes/1", headers=headers).status_code == 401


def test_a_rule_about_objects_is_refused_on_a_view():
    with pytest.raises(ImproperlyConfigured, match="rule about objects, but a view"):
        make_app(permission_classes=[IsOwner("author_id")])
    with (
        override_settings(PERMISSION_CLASSES=[IsOwner("author_id")]),
        pytest.raises(ImproperlyConfigured, match="by the setting PERMISSION_CLASSES"),
    ):
        make_app()


class Private(AuthorizationMixin, BaseHandler):
    def perform_action(self):
        return self.user is self.request.user


def test_a_class_has_its_own_permissions():
    route = path("/", Private, permission_classes=[AllowAny])

    with pytest.raises(ImproperlyConfigured, match="Set them on the class"):
        App([route])


def test_a_class_that_knows_its_callers_tells_no_tag_before():
    route = path("/", Private, etag=lambda request: "v1")

    with pytest.raises(ImproperlyConfigured, match="tell strangers"):
        App([route])


def test_the_user_of_a_class_is_that_of_the_request():
    client = Client(App([path("/", Private)]))
    client.force_authenticate(ADA)

    assert client.get("/").json() is True
