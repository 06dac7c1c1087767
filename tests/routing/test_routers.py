"""Routers: what they bring with them, and what stays on them."""

from __future__ import annotations

import re

import pytest

from pyverless.exceptions import ImproperlyConfigured, NotFoundError, ServiceError
from pyverless.handlers import BaseHandler
from pyverless.http import CORSConfig, Response
from pyverless.routing import App, Router, path
from pyverless.test import Client

ORIGIN = {"Origin": "https://a.example"}


def marking(word):
    """Return a middleware that leaves its mark on responses."""

    def middleware(get_response):
        def handle(request):
            response = get_response(request)
            response.headers.add("X-Mark", word)
            return response

        return handle

    return middleware


def marks(response):
    """Return the marks of a response, the innermost middleware first."""
    joined = ",".join(response.headers.getlist("X-Mark"))
    return [word.strip() for word in joined.split(",") if word]


def one():
    return "one"


class Plain(BaseHandler):
    allowed_methods = ("GET",)

    def perform_action(self):
        return [self.request.route, self.kwargs]


# Prefixes


@pytest.mark.parametrize(
    ("prefix", "rule", "target"),
    [
        ("/users", "/{id}", "/users/7"),
        ("/users/", "/{id}", "/users/7"),
        ("", "/{id}", "/7"),
        ("/", "/{id}", "/7"),
        ("/a/b", "/x/{id}/y", "/a/b/x/7/y"),
        ("/v{id}", "/x", "/v7/x"),
        ("/users/{id}", "/x", "/users/7/x"),
        ("/users/{id}", "/", "/users/7"),
    ],
)
def test_a_prefix_comes_before_every_rule(gateway, prefix, rule, target):
    app, router = App(), Router()
    router.get(rule)(lambda id: [app.request.route, id])
    app.include_router(router, prefix=prefix)

    whole = prefix.rstrip("/") + rule
    shown = whole.removesuffix("/") if rule == "/" else whole
    assert Client(app, gateway).get(target).json() == [shown, "7"]


def test_the_root_of_a_router_is_its_prefix(gateway):
    app, router = App(), Router()
    router.get("/")(one)
    app.include_router(router, prefix="/users")

    client = Client(app, gateway)
    assert client.get("/users").json() == client.get("/users/").json() == "one"
    assert client.get("/").status_code == 404


def test_the_root_of_a_router_without_prefix_is_that_of_the_app():
    app, router = App(strict_slashes=True), Router()
    router.get("/")(one)
    app.include_router(router)

    assert Client(app).get("/").json() == "one"


def test_parameters_of_a_prefix_are_arguments_like_others(gateway):
    app, orgs, users = App(), Router(), Router()

    @users.get("/{id}")
    def view(org: int, id: int):
        return [org, id]

    users.add_route(path("/", Plain))
    orgs.include_router(users, prefix="/{org}/users")
    app.include_router(orgs, prefix="/orgs")

    client = Client(app, gateway)
    assert client.get("/orgs/1/users/2").json() == [1, 2]
    assert client.get("/orgs/x/users/2").status_code == 404
    assert client.get("/orgs/1/users").json() == ["/orgs/{org}/users", {"org": "1"}]


def test_a_parameter_that_the_view_lacks_shows_at_inclusion():
    router = Router()
    router.get("/x")(one)

    with pytest.raises(ImproperlyConfigured, match="has the parameter 'org', which"):
        App().include_router(router, prefix="/{org}")


def test_a_parameter_that_no_prefix_has_given_shows_in_the_app():
    inner, outer = Router(), Router()
    inner.get("/x")(lambda org: org)
    outer.include_router(inner)

    with pytest.raises(ImproperlyConfigured, match="takes 'org', which the rule '/x'"):
        App().include_router(outer)


def test_the_same_parameter_in_prefix_and_rule_is_refused():
    router = Router()
    router.get("/{id}")(lambda id: id)

    with pytest.raises(ImproperlyConfigured, match="has a parameter name twice"):
        App().include_router(router, prefix="/{id}")


def test_a_prefix_starts_with_a_slash():
    with pytest.raises(ImproperlyConfigured) as caught:
        App().include_router(Router(), prefix="users")

    assert str(caught.value) == "The prefix 'users' must start with a slash."


# Inclusion


def test_routers_nest(gateway):
    app = App(middleware=[marking("app")])
    routers = [Router(middleware=[marking(str(number))]) for number in range(3)]
    routers[2].get("/x")(lambda: app.request.route)
    routers[1].include_router(routers[2], prefix="/2")
    routers[0].include_router(routers[1], prefix="/1")
    app.include_router(routers[0], prefix="/0")

    response = Client(app, gateway).get("/0/1/2/x")

    assert response.json() == "/0/1/2/x"
    assert marks(response) == ["2", "1", "0", "app"]


def test_routes_that_come_after_inclusion_are_there_too():
    app, outer, inner, last = App(), Router(), Router(), Router()
    app.include_router(outer, prefix="/outer")
    outer.include_router(inner, prefix="/inner")
    inner.get("/x")(one)
    inner.include_router(last, prefix="/last")
    last.add_route(path("/y", Plain))

    client = Client(app)
    assert client.get("/outer/inner/x").json() == "one"
    assert client.get("/outer/inner/last/y").status_code == 200
    assert [route.rule for route in app.routes] == [
        "/outer/inner/x",
        "/outer/inner/last/y",
    ]
    assert [route.rule for route in inner.routes] == ["/x", "/last/y"]


def test_a_router_can_be_included_twice(gateway):
    app, router = App(), Router(middleware=[marking("router")])
    router.get("/x")(lambda: router.request.route)
    app.include_router(router, prefix="/v1")
    app.include_router(router, prefix="/v2")
    router.get("/y")(lambda: router.request.route)

    client = Client(app, gateway)
    for target in ("/v1/x", "/v2/x", "/v1/y", "/v2/y"):
        response = client.get(target)
        assert response.json() == target
        assert marks(response) == ["router"]


def test_a_router_can_be_shared_by_apps(gateway):
    router = Router()
    apps = [App(middleware=[marking("first")]), App(middleware=[marking("second")])]
    router.get("/x")(lambda: [app.request.path for app in [router]])
    for app in apps:
        app.include_router(router)

    responses = [Client(app, gateway).get("/x") for app in apps]

    assert [response.json() for response in responses] == [["/x"], ["/x"]]
    assert [marks(response) for response in responses] == [["first"], ["second"]]


def test_an_app_can_be_a_part_of_another():
    outer, inner = App(), App(middleware=[marking("inner")])
    outer.include_router(inner, prefix="/inner")
    inner.get("/x")(lambda: inner.request.route)

    assert Client(outer).get("/inner/x").json() == "/inner/x"
    assert marks(Client(outer).get("/inner/x")) == ["inner"]
    assert Client(inner).get("/x").json() == "/x"


def test_a_router_does_not_include_itself():
    first, second, third = Router(), Router(), Router()
    first.include_router(second)
    second.include_router(third)

    for outer, inner in ((first, first), (second, first), (third, first)):
        with pytest.raises(ImproperlyConfigured) as caught:
            outer.include_router(inner)
        assert str(caught.value) == (
            f"include_router() can't take {inner!r}. It takes a Router that does not "
            "include this one."
        )
    first.include_router(third, prefix="/again")


@pytest.mark.parametrize("router", [None, "users.router", Router, [Router()]])
def test_only_routers_are_included(router):
    message = re.escape(f"include_router() can't take {router!r}.")

    with pytest.raises(ImproperlyConfigured, match=message):
        App().include_router(router)


# What stays on a Router


def sides(**options):
    """Return an App with routes of its own and of two Routers, and the Routers."""
    app, left, right = App(), Router(**options), Router()
    for owner in (app, left, right):
        owner.get("/x")(one)
        owner.get("/fail")(lambda: 1 / 0)
        owner.get("/missing")(_missing)
    app.include_router(left, prefix="/left")
    app.include_router(right, prefix="/right")
    return app, left, right


def _missing():
    raise NotFoundError("There is none.")


def test_middleware_is_for_the_routes_of_its_router(gateway, log):
    app, *_ = sides(middleware=[marking("1"), marking("2")])
    client = Client(app, gateway)

    assert marks(client.get("/left/x")) == ["2", "1"]
    assert marks(client.get("/left/fail")) == ["2", "1"]
    for target in ("/x", "/right/x", "/left/nothing", "/left"):
        assert marks(client.get(target)) == []
    assert marks(client.post("/left/x")) == []


def test_the_middleware_of_an_app_is_around_everything(gateway):
    app = App(middleware=[marking("app")], cors=True)
    router = Router(middleware=[marking("router")])
    router.get("/x")(one)
    app.include_router(router)
    client = Client(app, gateway)

    assert marks(client.get("/x")) == ["router", "app"]
    assert marks(client.get("/nothing")) == marks(client.post("/x")) == ["app"]
    # A preflight is answered before.
    assert marks(client.options("/x", headers=ORIGIN)) == []


def failing(get_response):
    def handle(request):
        get_response(request)
        raise KeyError(request.path)

    return handle


def test_a_middleware_that_fails_is_answered_by_the_handlers_around_it(gateway):
    app = App(middleware=[marking("app")])
    outer = Router(middleware=[marking("outer"), failing])
    inner = Router()
    for owner, word in ((app, "app"), (outer, "outer"), (inner, "inner")):
        owner.exception_handler(LookupError)(lambda exc, word=word: (word, 400))
    inner.get("/x")(one)
    outer.include_router(inner)
    app.include_router(outer)

    response = Client(app, gateway).get("/x")

    assert (response.status_code, response.json()) == (400, "outer")
    assert marks(response) == ["outer", "app"]


def test_where_its_router_has_no_handler_the_next_one_outwards_answers(gateway):
    app, router = App(), Router(middleware=[failing])
    app.exception_handler(KeyError)(lambda exc: ("app", 400))
    router.get("/x")(one)
    app.include_router(router)

    assert Client(app, gateway).get("/x").json() == "app"


def test_a_middleware_of_an_app_that_fails_leaves_out_the_handlers_of_routers(gateway):
    app, router = App(middleware=[marking("app"), failing]), Router()
    router.exception_handler(KeyError)(lambda exc: ("router", 400))
    router.get("/x")(one)
    app.include_router(router)
    client = Client(app, gateway)

    for target in ("/x", "/nothing"):
        response = client.get(target)
        assert response.status_code == 500
        assert marks(response) == ["app"]


def test_a_middleware_may_answer_itself(gateway):
    def closed(get_response):
        return lambda request: ({"closed": request.path}, 503)

    app, router = App(middleware=[marking("app")]), Router(middleware=[closed])
    router.get("/x")(one)
    app.include_router(router)

    response = Client(app, gateway).get("/x")
    assert (response.status_code, response.json()) == (503, {"closed": "/x"})
    assert marks(response) == ["app"]


def test_middleware_by_its_dotted_path(gateway):
    app, router = App(), Router(middleware=[f"{__name__}.failing"])
    router.get("/x")(one)
    app.include_router(router)

    assert Client(app, gateway).get("/x").status_code == 500


def test_error_handlers_are_for_the_routes_of_their_router(gateway, log):
    app, left, _ = sides()
    left.exception_handler(ZeroDivisionError)(lambda exc: ({"left": str(exc)}, 400))
    left.not_found(lambda exc: {"left": str(exc)})
    client = Client(app, gateway)

    assert client.get("/left/fail").json() == {"left": "division by zero"}
    assert client.get("/left/fail").status_code == 400
    assert client.get("/right/fail").status_code == client.get("/fail").status_code
    assert client.get("/fail").status_code == 500

    assert client.get("/left/missing").json() == {"left": "There is none."}
    assert client.get("/left/missing").status_code == 404
    for target in ("/missing", "/right/missing", "/left/nothing"):
        assert client.get(target).json()["code"] == "not_found"


def test_the_nearest_error_handler_answers(gateway):
    app, left, _ = sides()
    app.exception_handler(ArithmeticError)(lambda exc: ("app", 400))
    left.exception_handler(ArithmeticError)(lambda exc: ("left", 400))
    app.exception_handler(ZeroDivisionError)(lambda exc: ("app, nearer class", 400))
    client = Client(app, gateway)

    assert client.get("/left/fail").json() == "left"
    assert client.get("/fail").json() == "app, nearer class"
    assert client.get("/right/fail").json() == "app, nearer class"


def test_an_error_handler_may_come_after_the_routes_and_take_several_classes(gateway):
    app = App()
    app.get("/key")(lambda: {}["x"])
    app.get("/value")(lambda: int("x"))
    app.get("/type")(lambda: len(5))

    @app.exception_handler(KeyError, [ValueError, TypeError])
    def bad(exc):
        return {"error": type(exc).__name__}, 400

    client = Client(app, gateway)
    for name in ("Key", "Value", "Type"):
        response = client.get(f"/{name.lower()}")
        assert (response.status_code, response.json()) == (
            400,
            {"error": f"{name}Error"},
        )


def test_a_decorator_for_errors_leaves_the_function_as_it_is():
    app = App()

    assert app.exception_handler(ValueError)(one) is one
    assert app.not_found(one) is one


def test_an_exception_handler_without_classes_is_refused():
    for classes in ((), ([],)):
        with pytest.raises(ImproperlyConfigured) as caught:
            App().exception_handler(*classes)
        assert str(caught.value) == (
            "exception_handler() has no classes. Name some, as in "
            "exception_handler(ValueError)."
        )


def test_a_handler_for_exception_does_not_see_what_is_an_answer(gateway):
    app, *_ = sides()
    app.exception_handler(Exception)(lambda exc: ("any", 418))
    client = Client(app, gateway)

    assert client.get("/fail").status_code == 418
    assert client.get("/missing").status_code == 404
    assert client.get("/nothing").status_code == 404
    assert client.post("/x").status_code == 405

    app.exception_handler(ServiceError)(lambda exc: {"status": exc.status_code})
    assert client.get("/nothing").json() == {"status": 404}
    response = client.post("/x")
    assert (response.status_code, response.json()) == (405, {"status": 405})


def test_not_found_of_an_app_sees_what_no_rule_matches(gateway):
    app, *_ = sides()

    @app.not_found
    def not_found(exc):
        return Response(app.request.path, 404, content_type="text/plain")

    client = Client(app, gateway)
    for target in ("/nothing", "/left/nothing", "/missing", "/left/missing"):
        response = client.get(target)
        assert (response.status_code, response.text) == (404, target)
    assert client.post("/x").status_code == 405


def test_cors_is_for_the_routes_of_its_router(gateway):
    app, *_ = sides(cors=CORSConfig("https://a.example"))
    client = Client(app, gateway, headers=ORIGIN)
    name = "Access-Control-Allow-Origin"

    assert client.get("/left/x").headers[name] == "https://a.example"
    assert client.get("/left/missing").headers[name] == "https://a.example"
    preflight = client.options("/left/x")
    assert (preflight.status_code, preflight.headers[name]) == (
        204,
        "https://a.example",
    )
    for target in ("/x", "/right/x", "/left/nothing"):
        assert name not in client.get(target).headers
    assert client.options("/x").status_code == 405
