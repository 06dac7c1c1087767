"""Function views: how they are registered, and which requests reach them."""

from __future__ import annotations

import re

import pytest

from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers import BaseHandler
from pyverless.http import Cookie, Response
from pyverless.routing import App, Router, path
from pyverless.test import Client, http_event

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")


class Read(BaseHandler):
    allowed_methods = ("GET",)
    word = "class"

    def perform_action(self):
        return self.word


def one():
    return "one"


def two():
    return "two"


# Decorators


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("cls", [App, Router])
def test_each_method_has_a_decorator(name, cls, gateway):
    owner = cls()

    @getattr(owner, name.lower())("/a")
    def view():
        owner.response.headers["X-Method"] = owner.request.method
        return name

    app = App()
    app.include_router(owner)
    client = Client(app, gateway)

    response = client.request(name, "/a")
    assert response.headers["X-Method"] == name
    assert response.content == (b"" if name == "HEAD" else f'"{name}"'.encode())
    others = {*METHODS, "PURGE"} - {name, *(["HEAD"] if name == "GET" else [])}
    for other in others:
        refused = client.request(other, "/a")
        assert refused.status_code == 405
        assert refused.headers["Allow"] == {"GET": "GET, HEAD"}.get(name, name)


def test_a_decorator_leaves_the_view_as_it_is():
    app = App()

    for decorate in (app.get("/a"), app.route("/b"), Router().post("/c")):
        assert decorate(one) is one


def test_decorators_stack(gateway):
    app = App()

    @app.get("/a/{id}")
    @app.get("/b/{id}")
    @app.post("/b/{id}")
    @app.put("/c")
    def view(id="none"):
        return [app.request.route, id]

    client = Client(app, gateway)
    assert client.get("/a/1").json() == ["/a/{id}", "1"]
    assert client.get("/b/2").json() == ["/b/{id}", "2"]
    assert client.post("/b/3").json() == ["/b/{id}", "3"]
    assert client.put("/c").json() == ["/c", "none"]
    assert client.post("/a/1").status_code == 405


@pytest.mark.parametrize(
    ("methods", "answered"),
    [
        (["GET", "POST"], {"GET", "HEAD", "POST"}),
        (("get", "Post"), {"GET", "HEAD", "POST"}),
        ({"PUT"}, {"PUT"}),
        ("delete", {"DELETE"}),
        (["M-SEARCH"], {"M-SEARCH"}),
        (iter(["GET"]), {"GET", "HEAD"}),
        (None, {*METHODS, "PURGE", "M-SEARCH"}),
    ],
)
def test_methods_are_a_list_or_one_and_by_default_all(methods, answered):
    app = App()
    app.route("/a", methods)(one)
    client = Client(app)

    asked = {*METHODS, "PURGE", "M-SEARCH"}
    found = {m for m in asked if client.request(m, "/a").status_code == 200}
    assert found == answered


@pytest.mark.parametrize("methods", [["GET", 5], ["A B"], [""], [None], ["GET,POST"]])
def test_what_is_no_method_is_refused(methods):
    wrong = methods[-1]

    for wanted_by, register in (
        ("The route '/a'", lambda: App().route("/a", methods)),
        ("path('/a')", lambda: path("/a", one, methods=methods)),
    ):
        with pytest.raises(ImproperlyConfigured) as caught:
            register()
        assert str(caught.value) == (
            f"{wanted_by} has the method {wrong!r}. Methods are words, as in "
            "methods=['GET', 'POST']."
        )


def test_methods_that_are_no_list_are_refused():
    with pytest.raises(ImproperlyConfigured, match="has the method 5"):
        App().route("/a", methods=5)


def test_an_empty_list_of_methods_is_refused():
    with pytest.raises(ImproperlyConfigured) as caught:
        App().route("/a", methods=[])

    assert str(caught.value) == (
        "The route '/a' has no methods. Leave them out where every method is meant."
    )


def test_an_unknown_option_of_a_route_is_refused():
    with pytest.raises(TypeError, match="chache_control"):
        App().get("/a", chache_control="no-store")(one)


def test_routes_are_named_by_their_views():
    app = App()
    app.get("/a")(one)

    line = one.__code__.co_firstlineno
    assert [repr(route) for route in app.routes] == [
        f"<Route /a one() in {__file__}:{line}>"
    ]


# path()


def test_a_view_in_path_answers_every_method_or_those_that_are_named(gateway):
    app = App([path("/a", one), path("/b", one, methods=["PUT"])])
    client = Client(app, gateway)

    assert client.get("/a").json() == client.put("/b").json() == "one"
    assert client.delete("/a").json() == "one"
    assert client.get("/b").headers["Allow"] == "PUT"


@pytest.mark.parametrize("is_first", [True, False])
def test_classes_functions_of_classes_and_views_share_a_path(gateway, is_first):
    post = Read.as_handler(allowed_methods=("POST",), word="keyword")
    targets = [Read, post, one] if is_first else [one, post, Read]
    client = Client(App([path("/a", *targets)]), gateway)

    assert client.get("/a").json() == "class"
    assert client.post("/a").json() == "keyword"
    assert client.put("/a").json() == "one"


def test_classes_and_decorated_views_share_a_path(gateway):
    app = App([path("/a", Read)])
    app.post("/a")(one)
    client = Client(app, gateway)

    assert client.get("/a").json() == "class"
    assert client.post("/a").json() == "one"
    assert client.put("/a").headers["Allow"] == "GET, HEAD, POST"


def test_a_decorator_takes_classes_for_all_that_they_answer():
    app = App()
    assert app.route("/a")(Read) is Read

    assert Client(app).get("/a").json() == "class"
    assert Client(app).post("/a").status_code == 405


@pytest.mark.parametrize("target", [Read, Read.as_handler()])
def test_methods_are_not_for_classes(target):
    for wanted_by, register in (
        ("The route '/a'", lambda: App().get("/a")(target)),
        ("path('/a')", lambda: path("/a", target, methods=["GET"])),
    ):
        with pytest.raises(ImproperlyConfigured) as caught:
            register()
        assert str(caught.value) == (
            f"{wanted_by} has methods for Read, which says itself what it answers. Set "
            "its allowed_methods."
        )


@pytest.mark.parametrize("target", [7, "view", None, dict, ValueError])
def test_a_decorator_takes_functions_and_handlers_only(target):
    message = f"The route '/a' can't lead to {target!r}. It takes classes of HTTP"

    with pytest.raises(ImproperlyConfigured, match=re.escape(message)):
        App().get("/a")(target)


# Methods


def test_a_view_for_every_method_leaves_those_that_others_have(gateway):
    app = App()
    app.route("/a")(lambda: "any")
    app.get("/a")(lambda: "get")
    client = Client(app, gateway)

    assert client.get("/a").json() == "get"
    assert client.post("/a").json() == client.options("/a").json() == "any"


def test_head_goes_to_its_own_view_then_to_that_of_get_then_to_any(gateway):
    def marked(word):
        def view():
            app.response.headers["X-View"] = word

        return view

    app = App()
    app.route("/1")(marked("any"))
    app.route("/2")(marked("any"))
    app.get("/2")(marked("get"))
    app.get("/3")(marked("get"))
    app.head("/3")(marked("head"))
    client = Client(app, gateway)

    found = [client.head(target).headers["X-View"] for target in ("/1", "/2", "/3")]
    assert found == ["any", "get", "head"]
    assert client.get("/3").headers["X-View"] == "get"


def test_a_405_lists_what_all_matching_rules_answer(gateway):
    app = App()
    app.get("/a/b")(one)
    app.post("/a/{x}")(lambda x: x)
    app.put("/{rest+}")(lambda rest: rest)
    app.patch(r"^/a/.*")(one)
    client = Client(app, gateway)

    refused = client.delete("/a/b")
    assert refused.status_code == 405
    assert refused.headers["Allow"] == "GET, HEAD, PATCH, POST, PUT"
    assert client.delete("/c").headers["Allow"] == "PUT"


def test_an_event_without_a_method_reaches_views_for_every_method_only():
    app = App()
    app.route("/any")(one)
    app.get("/get")(one)

    assert app({"path": "/any"})["body"] == '"one"'
    assert app({"path": "/get"})["statusCode"] == 405


# Duplicates


def place(view):
    return f"{view.__qualname__}() in {__file__}:{view.__code__.co_firstlineno}"


def test_two_views_for_one_thing_are_named_with_their_places():
    app = App()
    app.route("/a/{x}", ["GET", "PUT"])(first := lambda x: x)

    with pytest.raises(ImproperlyConfigured) as caught:
        app.route("/a/{y}", ["POST", "PUT"])(second := lambda y: y)

    assert str(caught.value) == (
        f"PUT requests would reach both {place(first)} at '/a/{{x}}' and "
        f"{place(second)} at '/a/{{y}}'. Limit the methods of one of them, or change "
        "its rule."
    )


def test_two_views_for_every_method_are_refused():
    app = App([path("/a", one)])
    both = (
        f"All requests would reach both {place(one)} at '/a' and {place(two)} at '/a'."
    )

    with pytest.raises(ImproperlyConfigured, match=re.escape(both)):
        app.route("/a")(two)


def test_the_same_view_twice_is_refused_as_well():
    app = App([path("/a", one)])

    with pytest.raises(ImproperlyConfigured, match="All requests would reach both"):
        app.route("/a/")(one)


def test_duplicates_across_routers_are_refused():
    app, router = App(), Router()
    app.get("/v1/a")(one)
    app.include_router(router, prefix="/v1")

    with pytest.raises(ImproperlyConfigured, match="GET requests would reach both"):
        router.get("/a")(one)


def test_the_same_expression_twice_is_refused():
    app = App()
    app.get(r"^/(?P<x>a+)")(first := lambda x: x)
    app.post(re.compile(r"^/(?P<x>a+)"))(lambda x: x)

    with pytest.raises(ImproperlyConfigured) as caught:
        app.get(re.compile(r"^/(?P<x>a+)"))(second := lambda x: x)

    assert str(caught.value).startswith(
        f"GET requests would reach both {place(first)} at '^/(?P<x>a+)' and "
        f"{place(second)} at"
    )


# Results


@pytest.mark.parametrize(
    ("result", "status", "kind", "content"),
    [
        ({"a": 1}, 200, "application/json", b'{"a":1}'),
        ([1, 2], 200, "application/json", b"[1,2]"),
        ("é", 200, "application/json", '"é"'.encode()),
        (b"\xff", 200, "application/octet-stream", b"\xff"),
        (None, 200, "application/json", b"null"),
        (7, 200, "application/json", b"7"),
        (({"a": 1}, 201), 201, "application/json", b'{"a":1}'),
        (("x", 418, {"X-A": "b"}), 418, "application/json", b'"x"'),
        (("x", 200, {"Content-Type": "text/plain"}), 200, "text/plain", b"x"),
        (Response("x", 202, content_type="text/css"), 202, "text/css", b"x"),
        (Response(b"x", content_type="text/css"), 200, "text/css", b"x"),
    ],
)
def test_views_return_what_is_at_hand(gateway, result, status, kind, content):
    app = App()
    app.get("/a")(lambda: result)

    response = Client(app, gateway).get("/a")

    assert (response.status_code, response.content_type) == (status, kind)
    assert response.content == content


def test_what_a_view_prepares_is_in_its_answer(gateway):
    app = App()

    @app.get("/a")
    def view():
        app.response.status_code = 201
        app.response.headers["X-A"] = "b"
        app.response.cookies.append(Cookie("c", "d"))
        return {"e": 1}

    response = Client(app, gateway).get("/a")

    assert (response.status_code, response.json()) == (201, {"e": 1})
    assert response.headers["x-a"] == "b"
    assert response.cookies == {"c": "d"}


def test_async_views_are_waited_for(gateway):
    app = App()

    @app.get("/a/{id}")
    async def view(id: int):
        return {"id": id, "path": app.request.path}

    assert Client(app, gateway).get("/a/7").json() == {"id": 7, "path": "/a/7"}


def test_a_view_that_fails_is_answered_and_logged(gateway, log):
    app = App()
    app.get("/a")(lambda: 1 / 0)

    response = Client(app, gateway).get("/a")

    assert response.status_code == 500
    assert response.json()["code"] == "internal_error"
    [record] = log.records
    assert record.exc_info[0] is ZeroDivisionError
    assert record.route == "/a"


@pytest.mark.parametrize("result", [object(), (1,), (1, "x"), ("x", 200, {"A": "\n"})])
def test_what_can_not_be_sent_is_a_500(gateway, log, result):
    app = App()
    app.get("/a")(lambda: result)

    assert Client(app, gateway).get("/a").status_code == 500


def test_a_view_does_not_see_what_another_request_had():
    app = App()

    @app.get("/{id}")
    def view(id):
        app.request.path_params["more"] = id
        app.context[id] = id
        app.response.headers[f"X-{id}"] = id
        return [sorted(app.request.path_params), sorted(app.context)]

    client = Client(app, "function_url")
    client.get("/a")
    response = client.get("/b")

    assert response.json() == [["id", "more"], ["b"]]
    assert "X-a" not in response.headers


def test_an_app_answers_the_events_of_a_known_route_of_any_front(gateway):
    app = App()
    app.get("/a/{id}")(lambda id: id)
    event = http_event(gateway, "GET", "/a/1", route="/a/{id}")

    # The second one takes the way that the first has found.
    assert app(event)["body"] == app(event)["body"] == '"1"'
