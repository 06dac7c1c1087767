"""What routes, classes and Apps declare: entity tags, caching, compression, CORS."""

from __future__ import annotations

import gzip

import pytest

from pyverless.exceptions import NotFoundError
from pyverless.handlers import BaseHandler
from pyverless.http import CORSConfig, Response
from pyverless.routing import App, Router, path
from pyverless.test import Client

LONG = "x" * 5000
GZIP = {"Accept-Encoding": "gzip"}


class Handler(BaseHandler):
    allowed_methods = ("GET", "PUT")

    def perform_action(self):
        return LONG


class Plain(Handler):
    pass


class Declaring(Handler):
    compress = True
    cache_control = "max-age=60"
    etag = True
    cors = CORSConfig("https://class.example")


# Every way to declare something for a route


def by_decorator(**options):
    app = App()
    app.route("/a", **options)(lambda: LONG)
    return app


def by_path(**options):
    return App([path("/a", lambda: LONG, **options)])


def by_path_of_a_class(**options):
    return App([path("/a", Plain, **options)])


def by_class(**options):
    return App([path("/a", type("Own", (Handler,), options))])


def by_as_handler(**options):
    return App([path("/a", Handler.as_handler(**options))])


def by_router(**options):
    app, router = App(), Router()
    router.get("/a", **options)(lambda: LONG)
    app.include_router(router)
    return app


declared = pytest.mark.parametrize(
    "declare",
    [by_decorator, by_path, by_path_of_a_class, by_class, by_as_handler, by_router],
)


# Entity tags


@declared
def test_an_entity_tag_of_the_content(declare, gateway):
    client = Client(declare(etag=True), gateway)

    response = client.get("/a")
    tag = response.headers["ETag"]
    again = client.get("/a", headers={"If-None-Match": tag})

    assert response.json() == LONG
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == tag
    assert client.get("/a", headers={"If-None-Match": '"x"'}).status_code == 200


@declared
def test_nothing_that_is_not_declared_is_there(declare):
    response = Client(declare()).get("/a", headers=GZIP)

    names = {"etag", "cache-control", "content-encoding", "vary"}
    assert not names & {name.lower() for name in response.headers}


def test_each_method_has_a_decorator_that_takes_options():
    for name in ("get", "post", "put", "patch", "delete", "head", "options"):
        app = App()
        getattr(app, name)("/a", cache_control="no-store")(lambda: None)
        response = Client(app).request(name.upper(), "/a")
        assert response.headers["Cache-Control"] == "no-store"


@pytest.fixture
def versions():
    """What the views of `tagged` are about: versions by key."""
    return {"1": "v1"}


@pytest.fixture
def calls():
    """The calls of the view of `tagged`."""
    return []


@pytest.fixture
def tagged(versions, calls, gateway):
    app = App()

    @app.route("/a/{id}", etag=lambda request: versions.get(request.path_params["id"]))
    def view(id):
        calls.append(id)
        if id not in versions:
            raise NotFoundError
        return versions[id]

    return Client(app, gateway)


def test_an_entity_tag_of_a_function_saves_the_view(tagged, calls):
    response = tagged.get("/a/1")
    assert (response.json(), response.headers["ETag"]) == ("v1", '"v1"')

    again = tagged.get("/a/1", headers={"If-None-Match": '"v1"'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == '"v1"'
    assert calls == ["1"]


def test_a_changed_state_is_not_overwritten(tagged, calls):
    refused = tagged.put("/a/1", headers={"If-Match": '"v0"'})
    assert (refused.status_code, calls) == (412, [])
    assert refused.json()["code"] == "precondition_failed"

    assert tagged.put("/a/1", headers={"If-Match": '"v1"'}).status_code == 200
    assert tagged.put("/a/1", headers={"If-None-Match": "*"}).status_code == 412
    assert calls == ["1"]


def test_answers_to_writes_have_no_entity_tag(tagged):
    assert "ETag" not in tagged.put("/a/1").headers
    assert tagged.head("/a/1").headers["ETag"] == '"v1"'


def test_where_there_is_no_state_there_is_no_entity_tag(tagged, calls):
    response = tagged.get("/a/2")
    assert response.status_code == 404
    assert "ETag" not in response.headers

    assert tagged.put("/a/2", headers={"If-Match": "*"}).status_code == 412
    assert tagged.put("/a/2", headers={"If-None-Match": "*"}).status_code == 404
    assert calls == ["2", "2"]


def test_an_entity_tag_function_that_fails_is_answered(gateway, log):
    app = App()
    app.get("/a", etag=lambda request: 1 / 0)(lambda: None)
    app.get("/b", etag=lambda request: "a b")(lambda: None)

    assert Client(app, gateway).get("/a").status_code == 500
    assert Client(app, gateway).get("/b").status_code == 500

    app.exception_handler(ZeroDivisionError)(lambda exc: ("mended", 400))
    assert Client(app, gateway).get("/a").json() == "mended"


def test_middleware_is_around_the_entity_tag(gateway):
    def middleware(get_response):
        def handle(request):
            response = get_response(request)
            response.headers["X-Status"] = str(response.status_code)
            return response

        return handle

    app = App(middleware=[middleware])
    app.get("/a", etag=lambda request: "v1")(lambda: None)

    response = Client(app, gateway).get("/a", headers={"If-None-Match": '"v1"'})
    assert response.headers["X-Status"] == "304"


# Caching


@declared
def test_what_succeeds_may_be_kept(declare, gateway):
    client = Client(declare(cache_control="max-age=60"), gateway)

    assert client.get("/a").headers["Cache-Control"] == "max-age=60"


def test_errors_are_not_kept(gateway):
    app = App()

    @app.get("/a", cache_control="max-age=60")
    def view():
        raise NotFoundError

    response = Client(app, gateway).get("/a")
    assert response.headers["Cache-Control"] == "no-cache"


def test_what_the_view_says_of_caching_stays(gateway):
    app = App()
    headers = {"Cache-Control": "no-store"}
    app.get("/a", cache_control="max-age=60")(lambda: Response(1, headers=headers))

    assert Client(app, gateway).get("/a").headers["Cache-Control"] == "no-store"


# Compression


@declared
def test_what_is_long_is_compressed_for_those_who_accept_it(declare, gateway):
    client = Client(declare(compress=True), gateway)

    response = client.get("/a", headers=GZIP)
    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content) == f'"{LONG}"'.encode()
    plain = client.get("/a")
    assert "Content-Encoding" not in plain.headers
    assert plain.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("route", "response", "is_compressed"),
    [
        (True, None, True),
        (True, False, False),
        (False, None, False),
        (False, True, True),
        (None, True, True),
        (None, None, False),
    ],
)
def test_the_response_decides_then_the_route(route, response, is_compressed):
    app = App()
    app.get("/a", compress=route)(lambda: Response(LONG, compress=response))

    found = Client(app).get("/a", headers=GZIP)
    assert ("Content-Encoding" in found.headers) is is_compressed


# The nearest word counts


def test_what_a_class_declares_holds_behind_routes(gateway):
    headers = {**GZIP, "Origin": "https://class.example"}
    response = Client(App([path("/a", Declaring)]), gateway, headers=headers).get("/a")

    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Cache-Control"] == "max-age=60"
    assert "ETag" in response.headers
    assert response.headers["Access-Control-Allow-Origin"] == "https://class.example"


def test_what_a_route_declares_holds_instead_of_its_class(gateway):
    route = path(
        "/a",
        Declaring,
        compress=False,
        cache_control="no-store",
        etag=False,
        cors=CORSConfig("https://route.example"),
    )
    headers = {**GZIP, "Origin": "https://route.example"}
    response = Client(App([route]), gateway, headers=headers).get("/a")

    assert "Content-Encoding" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers
    assert response.headers["Access-Control-Allow-Origin"] == "https://route.example"


def test_a_route_can_switch_cors_off(gateway):
    app = App([path("/a", Declaring, cors=False)], cors=True)
    client = Client(app, gateway, headers={"Origin": "https://class.example"})

    assert "Access-Control-Allow-Origin" not in client.get("/a").headers


def test_two_routes_of_one_class_may_differ():
    app = App([path("/a", Plain, cache_control="no-store"), path("/b", Plain)])

    assert Client(app).get("/a").headers["Cache-Control"] == "no-store"
    assert "Cache-Control" not in Client(app).get("/b").headers
