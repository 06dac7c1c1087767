"""App: one Lambda function for a whole API."""

from __future__ import annotations

import functools
import inspect
import re
import sys

import pytest

import pyverless.routing
from pyverless import models
from pyverless.auth import IsAuthenticated
from pyverless.contrib.memory import Model
from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers import (
    BaseHandler,
    CreateHandler,
    DeleteHandler,
    EventHandler,
    ListHandler,
    MethodHandler,
    RetrieveHandler,
    SQSMessagesMixin,
    UpdateHandler,
)
from pyverless.routing import App, path
from pyverless.routing.endpoints import Endpoint
from pyverless.test import (
    Client,
    FakeContext,
    http_event,
    override_settings,
    warmup_event,
)


class Article(Model):
    title: str = ""


@pytest.fixture(autouse=True)
def articles():
    yield Article.objects
    Article.objects.clear()


def serialize(article):
    return {"id": article.id, "title": article.title}


class Base:
    model = Article
    serializer = staticmethod(serialize)
    optional_body_keys = ["title"]


class List(Base, ListHandler):
    pass


class Create(Base, CreateHandler):
    location = "/articles/{id}"


class Retrieve(Base, RetrieveHandler):
    pass


class Update(Base, UpdateHandler):
    pass


class Delete(Base, DeleteHandler):
    pass


class Version(BaseHandler):
    version = "1"
    allowed_methods = ("GET",)

    def perform_action(self):
        return self.version


VERSION = f"{__name__}.Version"


class Echo(MethodHandler):
    def post(self):
        return self.kwargs


API = App(
    [
        path("/articles", List, Create),
        path("/articles/{id}", Retrieve, Update, Delete),
        path("/version", Version),
    ]
)


@pytest.fixture
def client(gateway):
    return Client(API, gateway)


def test_one_function_serves_a_whole_api(client):
    created = client.post("/articles", json={"title": "a"})
    assert created.status_code == 201
    key = created.json()["id"]
    assert created.headers["Location"].endswith(f"/articles/{key}")

    assert client.get("/articles").json() == [{"id": key, "title": "a"}]
    assert client.get(f"/articles/{key}").json()["title"] == "a"
    assert client.put(f"/articles/{key}", json={"title": "b"}).json()["title"] == "b"
    assert client.patch(f"/articles/{key}", json={}).status_code == 200
    assert client.delete(f"/articles/{key}").status_code == 204
    assert client.get(f"/articles/{key}").status_code == 404


def test_a_path_of_no_rule_is_a_404(client):
    response = client.get("/nothing")

    assert response.status_code == 404
    assert response.json()["code"] == "not_found"


def test_a_method_that_no_handler_of_the_path_has_is_a_405(client):
    response = client.delete("/articles")
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, POST"

    response = client.post("/articles/1", json={})
    assert response.status_code == 405
    assert response.headers["Allow"] == "DELETE, GET, HEAD, PATCH, PUT"


def test_head_is_answered_from_get(client):
    response = client.head("/version")

    assert (response.status_code, response.content) == (200, b"")
    for target, status in (("/nothing", 404), ("/articles/1", 404)):
        response = client.head(target)
        assert (response.status_code, response.content) == (status, b"")


def test_a_trailing_slash_is_tolerated(client):
    assert client.get("/version/").json() == "1"
    assert client.get("/articles/").status_code == 200


@pytest.mark.parametrize(
    ("gateway", "stage"), [("rest", "dev"), ("http1", "dev"), ("http2", "dev")]
)
def test_a_stage_is_no_part_of_the_path(gateway, stage):
    assert Client(API, gateway, stage=stage).get("/version").json() == "1"


@pytest.mark.parametrize("gateway", ["rest", "http1", "http2"])
def test_the_parameters_are_those_of_the_rule_not_of_the_front(gateway):
    app = App([path("/{kind}/{id}", Echo)])
    client = Client(app, gateway, route="/{proxy+}")

    assert client.post("/a/1").json() == {"kind": "a", "id": "1"}


def test_a_parameter_is_decoded_once(gateway):
    client = Client(App([path("/{id}", Echo)]), gateway)

    assert client.post("/a%20b%2541").json() == {"id": "a b%41"}


@pytest.mark.parametrize("gateway", ["rest", "function_url", "alb", "lattice"])
def test_an_encoded_slash_is_a_part_of_its_segment(gateway):
    client = Client(App([path("/{id}", Echo)]), gateway)

    assert client.post("/a%2Fb").json() == {"id": "a/b"}


def test_another_rule_may_have_the_method(gateway):
    class Special(Version):
        version = "special"

    app = App([path("/a", Special), path("/{name}", Echo)])
    client = Client(app, gateway)

    assert client.get("/a").json() == "special"
    assert client.post("/a").json() == {"name": "a"}
    assert client.put("/a").headers["Allow"] == "GET, HEAD, POST"


# The function


def test_an_app_is_a_lambda_function_as_it_is(gateway):
    event = http_event(gateway, "GET", "/version")

    assert API(event)["body"] == API(event, FakeContext())["body"] == '"1"'
    handler = API.as_handler()
    assert inspect.isfunction(handler)
    assert handler(event, None)["body"] == '"1"'


def test_an_app_answers_warm_ups():
    assert API(warmup_event(), None) is None


def test_an_app_without_routes_answers_404(gateway):
    assert Client(App(), gateway).get("/").status_code == 404


def test_an_event_without_method_and_path_is_answered():
    assert API({}, None)["statusCode"] == 404
    assert App([path("/", Version)])({}, None)["statusCode"] == 405


def test_routes_can_be_added_later():
    app = App()
    app.add_route(path("/version", Version))

    assert Client(app).get("/version").json() == "1"
    assert [repr(route) for route in app.routes] == [f"<Route /version {VERSION}>"]


def test_a_function_of_as_handler_brings_its_keywords(gateway):
    app = App(
        [
            path("/1", Version.as_handler()),
            path("/2", Version.as_handler(version="2")),
            path("/3", Version.as_handler(version="3", allowed_methods=["POST"])),
        ]
    )
    client = Client(app, gateway)

    assert client.get("/1").json() == "1"
    assert client.get("/2").json() == "2"
    assert client.post("/3").json() == "3"
    assert client.get("/3").status_code == 405


def test_the_same_route_can_be_in_two_apps():
    route = path("/version", Version)

    for app in (App([route]), App([route], strict_slashes=True)):
        assert Client(app).get("/version").json() == "1"


def test_override_settings_reaches_an_app():
    with override_settings(ERROR_RENDERER="pyverless.http.problems.legacy"):
        assert "message" in Client(API).get("/nothing").json()
        assert "message" in Client(API).get("/articles/99").json()
    assert "detail" in Client(API).get("/nothing").json()


@override_settings(PERMISSION_CLASSES=[IsAuthenticated])
def test_what_does_not_exist_is_a_404_for_everybody(gateway):
    client = Client(API, gateway)

    assert client.get("/nothing").status_code == 404
    assert client.delete("/articles").status_code == 405
    assert client.get("/articles").status_code == 401


def test_a_failing_renderer_is_answered(gateway, log):
    def broken(error, request):
        raise ZeroDivisionError

    with override_settings(ERROR_RENDERER=broken):
        response = Client(API, gateway).get("/nothing")

    assert response.status_code == 500
    assert response.json()["code"] == "internal_error"
    [record] = log.records
    assert record.exc_info[0] is ZeroDivisionError


@pytest.mark.parametrize("broken", [{"path": 5}, {"path": ["/"]}, {"httpMethod": {}}])
def test_a_path_or_method_of_the_wrong_type_is_answered(broken):
    event = http_event("rest", "GET", "/version") | broken

    answer = API(event, None)

    assert answer["statusCode"] in (404, 405, 500)


# Mistakes


def test_middleware_that_is_none_shows_when_the_app_is_made():
    with pytest.raises(ImproperlyConfigured, match="The middleware of the App has 7"):
        App([path("/version", Version)], middleware=[7])


@pytest.mark.parametrize(
    ("routes", "message"),
    [
        (
            [("/a", Version, List)],
            f"GET requests would reach both {VERSION} at '/a' and {__name__}.List at "
            "'/a'. Limit the methods of one of them, or change its rule.",
        ),
        (
            [("/a/{id}", Retrieve), ("/a/{pk}", Version)],
            f"GET requests would reach both {__name__}.Retrieve at '/a/{{id}}' and "
            f"{VERSION} at '/a/{{pk}}'.",
        ),
        (
            [("/a", Version), ("/a/", Version)],
            f"GET requests would reach both {VERSION} at '/a' and {VERSION} at '/a/'.",
        ),
        (
            [("/{a+}", Version), ("/{b+}", Version)],
            f"both {VERSION} at '/{{a+}}' and {VERSION} at '/{{b+}}'.",
        ),
        (
            [("/{a:int}/x", Version), ("/<int:b>/x", Version)],
            f"both {VERSION} at '/{{a:int}}/x' and {VERSION} at '/<int:b>/x'.",
        ),
    ],
)
def test_two_handlers_for_one_thing_are_named(routes, message):
    with pytest.raises(ImproperlyConfigured, match=re.escape(message)):
        App([path(*route) for route in routes])


def test_rules_that_differ_live_side_by_side():
    app = App(
        [
            path("/{a}", Version),
            path("/{a:int}", Version),
            path("/{a:uuid}", Version),
            path("/{a+}", Version),
            path("/a", Version),
            path("/{b}", Echo),
        ]
    )

    assert len(app.routes) == 6


def test_with_strict_slashes_two_rules_may_differ_in_one():
    app = App([path("/a", Version), path("/a/", List)], strict_slashes=True)

    assert Client(app).get("/a").json() == "1"
    assert Client(app).get("/a/").json() == []


def test_path_needs_a_target():
    with pytest.raises(ImproperlyConfigured) as caught:
        path("/a")

    assert str(caught.value) == (
        "path('/a') leads nowhere: name a handler class or a view."
    )


class Queue(SQSMessagesMixin, BaseHandler):
    pass


@pytest.mark.parametrize(
    "target", ["Version", None, dict, Version(), Queue, EventHandler.as_handler()]
)
def test_path_takes_handlers_of_http_and_views_only(target):
    with pytest.raises(ImproperlyConfigured) as caught:
        path("/a", target)

    assert str(caught.value) == (
        f"path('/a') can't lead to {target!r}. It takes classes of HTTP handlers, the "
        "functions that their as_handler() returns, and function views."
    )


def test_a_decorated_function_is_refused_as_its_decorator_would_be_lost():
    function = Version.as_handler()

    @functools.wraps(function)
    def guarded(event, context):
        raise AssertionError

    with pytest.raises(ImproperlyConfigured, match="because it is decorated"):
        path("/a", guarded)


def test_a_class_that_is_not_complete_shows_in_path():
    class Handler(RetrieveHandler):
        pass

    with pytest.raises(ImproperlyConfigured, match="Handler has no model"):
        path("/a", Handler)


def test_an_endpoint_is_described_and_prepared_by_its_kind():
    endpoint = Endpoint()

    with pytest.raises(NotImplementedError):
        endpoint.prepare(())
    with pytest.raises(NotImplementedError):
        _ = endpoint.description


def test_the_face_offers_every_name():
    for name in pyverless.routing.__all__:
        assert name in dir(pyverless.routing)
        assert callable(getattr(pyverless.routing, name))


# Stores


@pytest.mark.parametrize("uses_stores", [True, False])
def test_in_lambda_the_stores_of_views_are_prepared_and_none_is_loaded(
    monkeypatch, uses_stores
):
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "api")
    prepared = []
    monkeypatch.setattr(models, "_preparations", [lambda: prepared.append("store")])
    if not uses_stores:
        monkeypatch.delitem(sys.modules, "pyverless.models")

    App().as_handler()

    assert prepared == ["store"] * uses_stores
    assert ("pyverless.models" in sys.modules) is uses_stores
