"""CORS of Apps, Routers, routes and classes, and who answers preflights."""

from __future__ import annotations

import pytest

from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers import BaseHandler
from pyverless.http import CORSConfig
from pyverless.routing import App, Router, path
from pyverless.test import Client

ORIGIN = {"Origin": "https://a.example"}


def one():
    return "one"


def test_the_nearest_cors_holds(gateway):
    app = App(cors=CORSConfig("https://app.example"))
    outer = Router(cors=CORSConfig("https://outer.example"))
    inner, off = Router(), Router(cors=False)
    inner.get("/x")(one)
    inner.get("/y", cors=CORSConfig("https://route.example"))(one)
    off.get("/z")(one)
    app.get("/a")(one)
    outer.include_router(inner)
    outer.include_router(off)
    app.include_router(outer)

    for target, word in (
        ("/x", "outer"),
        ("/y", "route"),
        ("/a", "app"),
        ("/n", "app"),
    ):
        origin = f"https://{word}.example"
        response = Client(app, gateway, headers={"Origin": origin}).get(target)
        assert response.headers["Access-Control-Allow-Origin"] == origin
    response = Client(app, gateway, headers=ORIGIN).get("/z")
    assert "Access-Control-Allow-Origin" not in response.headers


def test_cors_that_is_none_shows_when_it_is_put_to_use():
    router = Router(cors="*")
    router.get("/x")(one)

    with pytest.raises(ImproperlyConfigured, match="must be a CORSConfig"):
        App().include_router(router)
    with pytest.raises(ImproperlyConfigured, match="must be a CORSConfig"):
        Client(App(cors="*")).get("/")


# Preflights


def preflight(app, target, method="GET", gateway="function_url"):
    headers = {**ORIGIN, "Access-Control-Request-Method": method}
    return Client(app, gateway).options(target, headers=headers)


def allowed(response):
    names = response.headers.get("Access-Control-Allow-Methods", "")
    return {name.strip() for name in names.split(",") if name}


def test_a_preflight_lists_what_the_path_answers(gateway):
    app = App(cors=True)
    app.get("/a/{x}")(lambda x: x)
    app.put("/a/b")(one)
    app.route("/any")(one)

    response = preflight(app, "/a/b", "PUT", gateway)
    assert response.status_code == 204
    assert response.headers["Allow"] == "GET, HEAD, PUT"
    assert allowed(response) == {"GET", "HEAD", "PUT"}
    assert preflight(app, "/any").headers["Allow"] == (
        "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"
    )


def test_a_preflight_is_answered_by_the_cors_of_the_method_that_is_asked_for(gateway):
    app = App()
    app.get("/a", cors=CORSConfig("https://a.example"))(one)
    app.put("/a", cors=CORSConfig("https://b.example"))(one)
    app.patch("/a", cors=CORSConfig("https://a.example"))(one)
    app.delete("/a")(one)

    response = preflight(app, "/a", "GET", gateway)
    assert allowed(response) == {"GET", "HEAD", "PATCH"}
    assert response.headers["Allow"] == "DELETE, GET, HEAD, PATCH, PUT"
    assert allowed(preflight(app, "/a", "PUT", gateway)) == set()
    assert preflight(app, "/a", "DELETE", gateway).status_code == 405


def test_options_without_cors_is_a_method_like_others(gateway):
    app = App()
    app.get("/a")(one)
    app.options("/b")(one)

    assert preflight(app, "/a", gateway=gateway).headers["Allow"] == "GET, HEAD"
    assert preflight(app, "/a", gateway=gateway).status_code == 405
    assert preflight(app, "/b", gateway=gateway).json() == "one"


def test_a_route_for_options_wins_over_cors(gateway):
    app = App(cors=True)
    app.get("/a")(one)
    app.options("/a")(one)
    app.route("/b", ["GET", "OPTIONS"])(one)

    for target in ("/a", "/b"):
        response = preflight(app, target, gateway=gateway)
        assert (response.status_code, response.json()) == (200, "one")
        assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_a_class_that_says_options_wins_over_cors(gateway):
    class Options(BaseHandler):
        allowed_methods = ("GET", "OPTIONS")

        def perform_action(self):
            return "own"

    class Every(BaseHandler):
        def perform_action(self):
            return "own"

    app = App([path("/own", Options), path("/every", Every)], cors=True)

    assert preflight(app, "/own", gateway=gateway).json() == "own"
    assert preflight(app, "/every", gateway=gateway).status_code == 204
    # Where the gateway names the route as well.
    client = Client(app, gateway, route="/every", headers=ORIGIN)
    assert client.get("/every").json() == "own"
    assert client.options("/every").status_code == 204


def test_options_of_an_unknown_path_is_a_404_with_the_cors_of_the_app(gateway):
    response = preflight(App(cors=True), "/nothing", gateway=gateway)

    assert response.status_code == 404
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_a_preflight_behind_a_route_of_the_gateway():
    app = App(cors=True)
    app.get("/a/{x}")(lambda x: x)
    app.put("/a/{x}")(lambda x: x)

    for gateway in ("rest", "http1", "http2"):
        client = Client(app, gateway, route="/a/{x}", headers=ORIGIN)
        client.get("/a/1")
        assert client.options("/a/1").headers["Allow"] == "GET, HEAD, PUT"


def test_a_405_has_the_cors_of_its_path_where_the_app_has_none(gateway):
    app = App()
    app.put("/a", cors=CORSConfig("https://a.example"))(one)
    app.put("/b")(one)
    client = Client(app, gateway, headers=ORIGIN)

    allowed = client.get("/a")
    assert allowed.status_code == 405
    assert allowed.headers["Access-Control-Allow-Origin"] == "https://a.example"
    for target in ("/b", "/nothing"):
        assert "Access-Control-Allow-Origin" not in client.get(target).headers


def test_a_405_has_the_cors_of_the_app_where_it_has_some(gateway):
    app = App(cors=CORSConfig("https://app.example"))
    app.put("/a", cors=CORSConfig("https://a.example"))(one)

    response = Client(app, gateway, headers=ORIGIN).get("/a")
    assert response.status_code == 405
    assert "Access-Control-Allow-Origin" not in response.headers
