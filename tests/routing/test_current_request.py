"""`app.request`, `app.response` and `app.context`: whose they are, and when."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from pyverless.handlers import BaseHandler
from pyverless.routing import App, Router, path
from pyverless.test import Client, FakeContext, http_event

NAMES = ("request", "response", "context")


def test_a_view_has_the_request_and_all_of_it(gateway):
    app = App()

    @app.post("/{id}")
    def view(id):
        request = app.request
        return [request.method, request.path, request.json_body, request.route, id]

    response = Client(app, gateway).post("/7", json={"a": 1})
    assert response.json() == ["POST", "/7", {"a": 1}, "/{id}", "7"]


def test_the_event_and_the_context_of_lambda_are_there(gateway):
    app, context = App(), FakeContext()
    event = http_event(gateway, "GET", "/x")
    seen = []
    app.get("/x")(lambda: seen.append((app.request.aws_event, app.request.aws_context)))

    app(event, context)

    assert seen[0][0] is event
    assert seen[0][1] is context


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("cls", [App, Router])
def test_outside_of_a_request_there_is_none(name, cls):
    with pytest.raises(RuntimeError) as caught:
        getattr(cls(), name)

    assert str(caught.value) == (
        "There is no request here. app.request, app.response and app.context are there "
        "while a view answers, in its own thread; hand them to other threads yourself."
    )


@pytest.mark.parametrize("name", NAMES)
def test_after_a_request_there_is_none_any_more(name, log):
    app = App()
    app.get("/x")(lambda: None)
    app.get("/fail")(lambda: 1 / 0)
    for target in ("/x", "/fail", "/nothing"):
        Client(app).get(target)

    with pytest.raises(RuntimeError, match="There is no request here"):
        getattr(app, name)


@pytest.mark.parametrize("name", NAMES)
def test_an_app_has_no_part_in_the_requests_of_others(name):
    app, other = App(), App()
    router = Router()

    @app.get("/x")
    def view():
        for stranger in (other, router):
            with pytest.raises(RuntimeError, match="There is no request here"):
                getattr(stranger, name)
        return "fine"

    assert Client(app).get("/x").json() == "fine"


def test_middleware_views_and_error_handlers_share_a_request(gateway):
    def middleware(get_response):
        def handle(request):
            assert app.request is request
            app.context["trace"] = ["middleware"]
            response = get_response(request)
            response.headers["X-Trace"] = " ".join(app.context["trace"])
            return response

        return handle

    app = App(middleware=[middleware])

    @app.get("/x")
    def view():
        app.context["trace"].append("view")
        assert app.context is app.request.context
        raise ValueError

    @app.exception_handler(ValueError)
    def bad(exc):
        app.context["trace"].append("handler")
        return app.request.path, 400

    response = Client(app, gateway).get("/x")

    assert (response.status_code, response.json()) == (400, "/x")
    assert response.headers["X-Trace"] == "middleware view handler"


def test_what_is_prepared_before_a_failure_is_not_sent(gateway):
    app = App()

    @app.get("/x")
    def view():
        app.response.status_code = 201
        app.response.headers["X-View"] = "a"
        raise ValueError

    @app.exception_handler(ValueError)
    def bad(exc):
        app.response.headers["X-Handler"] = "b"
        return "bad", 400

    response = Client(app, gateway).get("/x")

    assert response.status_code == 400
    assert "X-View" not in response.headers
    assert response.headers["X-Handler"] == "b"


def test_classes_have_it_too(gateway):
    class Handler(BaseHandler):
        def perform_action(self):
            return [app.request is self.request, router.request is self.request]

    app, router = App(), Router()
    router.add_route(path("/x", Handler))
    app.include_router(router)

    assert Client(app, gateway).get("/x").json() == [True, True]


def test_not_found_has_the_request_of_the_app_but_not_of_a_router():
    app, router = App(), Router()
    app.include_router(router, prefix="/r")

    @app.not_found
    def not_found(exc):
        with pytest.raises(RuntimeError, match="There is no request here"):
            _ = router.request
        return app.request.path

    assert Client(app).get("/r/x").json() == "/r/x"


def test_routers_around_a_view_have_its_request_and_no_others():
    app, outer, inner, other = App(), Router(), Router(), Router()
    outer.include_router(inner)
    app.include_router(outer)
    app.include_router(other)

    @inner.get("/x")
    def view():
        with pytest.raises(RuntimeError, match="There is no request here"):
            _ = other.request
        return app.request is outer.request is inner.request

    assert Client(app).get("/x").json() is True


def test_an_app_in_a_view_of_another_has_a_request_of_its_own(gateway):
    outer, inner = App(), App()

    @inner.get("/inner")
    def inner_view():
        inner.context["a"] = "inner"
        inner.response.status_code = 202
        return [outer.request.path, inner.request.path]

    @outer.get("/outer")
    def outer_view():
        outer.context["a"] = "outer"
        response = Client(inner, gateway).get("/inner")
        with pytest.raises(RuntimeError, match="There is no request here"):
            _ = inner.request
        return [
            response.json(),
            outer.request.path,
            outer.context,
            response.status_code,
        ]

    response = Client(outer, gateway).get("/outer")

    assert response.status_code == 200
    assert response.json() == [
        ["/outer", "/inner"],
        "/outer",
        {"a": "outer"},
        202,
    ]


def test_an_app_that_calls_itself_sees_the_inner_request_then_the_outer_one(gateway):
    app = App()
    app.get("/inner")(lambda: app.request.path)

    @app.get("/outer")
    def view():
        inner = Client(app, gateway).get("/inner").json()
        return [inner, app.request.path]

    assert Client(app, gateway).get("/outer").json() == ["/inner", "/outer"]


def test_a_router_that_two_apps_share_has_the_inner_request():
    router, outer, inner = Router(), App(), App()
    outer.include_router(router)
    inner.include_router(router)

    @router.get("/{depth:int}")
    def view(depth):
        if not depth:
            return [router.request.path, outer.request.path, inner.request.path]
        found = Client(inner).get(f"/{depth - 1}").json()
        return [*found, router.request.path]

    assert Client(outer).get("/1").json() == ["/0", "/1", "/0", "/1"]


def test_requests_in_threads_do_not_meet():
    app, together = App(), threading.Barrier(4)

    @app.get("/{id}")
    def view(id):
        app.context["id"] = id
        together.wait(timeout=10)
        return [app.request.path, app.context["id"], id]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda n: Client(app).get(f"/{n}").json(), range(4)))

    assert found == [[f"/{n}", str(n), str(n)] for n in range(4)]


def test_a_thread_of_a_view_has_no_request_of_its_own():
    app = App()

    @app.get("/x")
    def view():
        with ThreadPoolExecutor(1) as pool:
            return str(pool.submit(lambda: app.request).exception())

    assert "hand them to other threads yourself" in Client(app).get("/x").json()


def test_async_views_have_the_request_after_waiting(gateway):
    import asyncio

    app = App()

    @app.get("/{id}")
    async def view(id):
        await asyncio.sleep(0)
        app.response.headers["X-Id"] = id
        return app.request.path

    response = Client(app, gateway).get("/7")
    assert (response.json(), response.headers["X-Id"]) == ("/7", "7")
