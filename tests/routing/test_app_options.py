"""What an App takes from the settings and from its own keywords."""

from __future__ import annotations

import re

import pytest

from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers import BaseHandler
from pyverless.http import Response
from pyverless.routing import App, Router, path
from pyverless.test import Client, override_settings


class Version(BaseHandler):
    allowed_methods = ("GET",)

    def perform_action(self):
        return "1"


class Other(Version):
    pass


# Settings


def marking(word):
    """Return a middleware that leaves its mark on responses."""

    def middleware(get_response):
        def handle(request):
            response = get_response(request)
            response.headers["X-Mark"] = word
            return response

        return handle

    return middleware


def test_the_middleware_of_the_settings_is_around_apps_that_name_none(gateway):
    apps = [App([path("/version", Version)], middleware=m) for m in (None, [], ())]
    clients = [Client(app, gateway) for app in apps]

    with override_settings(MIDDLEWARE=[marking("settings")]):
        found = [client.get("/version").headers.get("X-Mark") for client in clients]
        assert found == ["settings", None, None]
        assert clients[0].get("/nothing").headers["X-Mark"] == "settings"
        routers = Router()
        routers.add_route(path("/router", Version))
        apps[1].include_router(routers)
        assert "X-Mark" not in clients[1].get("/router").headers
    assert "X-Mark" not in clients[0].get("/version").headers


def test_the_middleware_of_the_settings_is_read_when_an_app_is_made():
    with override_settings(MIDDLEWARE=[marking("a")]):
        app = App([path("/version", Version)])
        assert Client(app).get("/version").headers["X-Mark"] == "a"
    with override_settings(MIDDLEWARE=[marking("b")]):
        assert Client(app).get("/version").headers["X-Mark"] == "b"


def test_the_middleware_of_the_settings_is_around_the_outermost_app_only():
    outer, inner = App(), App([path("/version", Version)])
    outer.include_router(inner)
    calls = []

    def middleware(get_response):
        def handle(request):
            calls.append(request.path)
            return get_response(request)

        return handle

    with override_settings(MIDDLEWARE=[middleware]):
        Client(outer).get("/version")

    assert calls == ["/version"]


def test_middleware_is_composed_once():
    made = []

    def middleware(get_response):
        made.append(get_response)
        return get_response

    app = App([path("/a", Other), path("/b", Version)], middleware=[middleware])
    for target in ("/a", "/b", "/nothing", "/a"):
        Client(app).get(target)

    assert len(made) == 1


def test_the_cors_of_the_settings_reaches_an_app_that_was_there_before(gateway):
    client = Client(
        App([path("/version", Version)]),
        gateway,
        headers={"Origin": "https://a.example"},
    )
    name = "Access-Control-Allow-Origin"
    assert name not in client.get("/version").headers

    with override_settings(CORS_ORIGIN="https://a.example"):
        for target in ("/version", "/nothing"):
            assert client.get(target).headers[name] == "https://a.example"
        assert client.options("/version").status_code == 204
    assert name not in client.get("/version").headers
    assert client.options("/version").status_code == 405


@pytest.mark.parametrize(
    ("debug", "setting", "is_shown"),
    [
        (True, False, True),
        (True, True, True),
        (False, True, False),
        (False, False, False),
        (None, True, True),
        (None, False, False),
    ],
)
def test_debug_of_an_app_counts_more_than_the_setting(debug, setting, is_shown, log):
    app = App(debug=debug)
    app.get("/fail")(lambda: 1 / 0)

    with override_settings(DEBUG=setting):
        response = Client(app).get("/fail")

    assert response.status_code == 500
    assert (b"ZeroDivisionError" in response.content) is is_shown
    logged = any(r.getMessage().startswith("Event: ") for r in log.records)
    assert logged is is_shown


# The serializer


def counting(value):
    return f'{{"written":"{type(value).__name__}"}}'


@pytest.mark.parametrize(
    "serializer", [counting, lambda value: counting(value).encode()]
)
@pytest.mark.parametrize(
    ("result", "status", "kind"),
    [
        ({}, 200, "dict"),
        ([], 200, "list"),
        ("a", 200, "str"),
        (7, 200, "int"),
        (({}, 201), 201, "dict"),
        (("a", 201, {"X-A": "b"}), 201, "str"),
        (Response({}, 202), 202, "dict"),
        (Response({}, 202, content_type="application/hal+json"), 202, "dict"),
    ],
)
def test_a_serializer_writes_bodies(gateway, serializer, result, status, kind):
    app = App(serializer=serializer)
    app.get("/a")(lambda: result)

    response = Client(app, gateway).get("/a")

    assert (response.status_code, response.json()) == (status, {"written": kind})


def test_a_serializer_writes_what_classes_and_error_handlers_return(gateway):
    app = App([path("/class", Version)], serializer=counting)
    app.get("/fail")(lambda: 1 / 0)
    app.exception_handler(ZeroDivisionError)(lambda exc: ([], 400))
    app.not_found(lambda exc: {})

    @app.get("/prepared")
    def prepared():
        app.response.headers["X-A"] = "b"
        return "text"

    client = Client(app, gateway)
    for target, kind in (
        ("/class", "str"),
        ("/fail", "list"),
        ("/nothing", "dict"),
        ("/prepared", "str"),
    ):
        assert client.get(target).json() == {"written": kind}


def test_a_serializer_leaves_alone_what_is_no_json(gateway):
    app = App(serializer=counting)
    app.get("/text")(lambda: Response("a", content_type="text/plain"))
    app.get("/bytes")(lambda: b"a")

    client = Client(app, gateway)
    assert client.get("/text").content == client.get("/bytes").content == b"a"


def broken(value):
    raise ZeroDivisionError


@pytest.mark.parametrize(
    "serializer", [broken, lambda value: b"\xff", lambda value: None]
)
@pytest.mark.parametrize("result", [{}, ({}, 201), Response({})])
def test_a_serializer_that_fails_is_answered(gateway, serializer, result, log):
    app = App(serializer=serializer)
    app.get("/a")(lambda: result)

    response = Client(app, gateway).get("/a")

    assert (response.status_code, response.json()["code"]) == (500, "internal_error")


@pytest.mark.parametrize("serializer", ["json.dumps", 7, {}])
def test_a_serializer_is_a_function(serializer):
    message = f"serializer={serializer!r} must be a function that returns JSON text."

    with pytest.raises(ImproperlyConfigured, match=re.escape(message)):
        App(serializer=serializer)
