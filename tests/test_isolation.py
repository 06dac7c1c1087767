"""No request sees anything of another one, and nothing of a request is left over."""

from __future__ import annotations

import asyncio
import gc
import json
import weakref
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from pyverless.exceptions import ConflictError, NotFoundError
from pyverless.handlers import BaseHandler, RequestBodyMixin
from pyverless.http import Response
from pyverless.logs import request_logger
from pyverless.routing import App, Router, path
from pyverless.routing.router import current_request
from pyverless.test import GATEWAYS, FakeContext, http_event, parse_response
from tests import golden
from tests.validators import read

THREADS = 32
FRONTS = dict(zip(GATEWAYS, golden.FRONTS, strict=True))


def call(function, gateway="rest", method="GET", target="/", **parts):
    """Return what the caller of a function receives."""
    event = http_event(gateway, method, target, **parts)
    return parse_response(gateway, function(event, FakeContext()))


def nothing_is_current():
    return current_request.get(None) is None


# Calls in calls


class Chain:
    """Two Apps that call each other, and a Router that both include.

    Each step is answered by the App whose turn it is: `/a/3` calls `/b/2` of the other
    one, that calls `/a/1`, and so on; what a step sees of itself is written down before
    and after the call.
    """

    def __init__(self, last="answer"):
        self.last = last
        self.seen = []
        self.router = Router(middleware=[self.counted])
        self.a, self.b = App(), App()
        for app, other, name in ((self.a, self.b, "a"), (self.b, self.a, "b")):
            app.include_router(self.router, prefix=f"/{name}")
            app.exception_handler(ZeroDivisionError)(self.failed)
            app.get("/next/{left:int}")(lambda left, other=other: self.go(other, left))
        self.router.get("/{left:int}")(self.step)
        self.router.get("/async/{left:int}")(self.async_step)

    def counted(self, get_response):
        def handle(request):
            request.context["path"] = request.path
            response = get_response(request)
            response.headers["X-Path"] = request.context["path"]
            return response

        return handle

    def failed(self, exc):
        return {"failed": self.router.request.path}, 409

    def look(self):
        router = self.router
        return router.request.path, router.context["path"], router.response.status_code

    def step(self, left):
        before = self.look()
        router = self.router
        router.response.headers["X-Left"] = left
        router.response.cookies.append(f"left={left}")
        router.response.status_code = 200 + left
        inner = self.call_other(left) if left else self.end()
        assert self.look() == (before[0], before[1], 200 + left)
        self.seen.append(before)
        return {"left": left, "inner": inner}

    async def async_step(self, left):
        await asyncio.sleep(0)
        result = self.step(left)
        await asyncio.sleep(0)
        assert self.router.request.path == self.router.context["path"]
        return result

    def end(self):
        return 1 / 0 if self.last == "error" else "end"

    def call_other(self, left):
        route = self.router.request.path.split("/")
        other, name = (self.b, "b") if route[1] == "a" else (self.a, "a")
        kind = "/".join([name, *route[2:-1]])
        response = call(other, target=f"/{kind}/{left - 1}")
        assert response.headers["X-Path"] == f"/{kind}/{left - 1}"
        return response.json()

    def go(self, other, left):
        name = "a" if other is self.a else "b"
        return call(other, target=f"/{name}/{left}").json()


@pytest.mark.parametrize("kind", ["", "/async"])
def test_apps_that_call_each_other_have_requests_of_their_own(gateway, kind):
    chain = Chain()
    response = call(chain.a, gateway, target=f"/a{kind}/4")

    assert response.status_code == 200 + 4
    assert chain.seen == [
        (f"/{name}{kind}/{left}", f"/{name}{kind}/{left}", 200)
        for left, name in enumerate("ababa")
    ]
    assert response.headers["X-Path"] == f"/a{kind}/4"
    assert response.headers["X-Left"] == "4"
    assert response.cookies == {"left": "4"}
    assert nothing_is_current()


@pytest.mark.parametrize("kind", ["", "/async"])
def test_a_failure_of_the_innermost_call_is_its_own(gateway, kind):
    chain = Chain(last="error")
    response = call(chain.a, gateway, target=f"/a{kind}/1")

    assert response.status_code == 201
    assert response.json()["inner"] == {"failed": f"/b{kind}/0"}
    assert response.cookies == {"left": "1"}
    assert nothing_is_current()


def test_what_an_app_does_not_include_stays_that_of_the_caller():
    chain = Chain()
    handler = BaseHandler.as_handler()

    @chain.a.get("/mixed")
    def mixed():
        inner = [call(chain.b, target="/next/1").json(), call(handler).status_code]
        return [chain.a.request.path, inner]

    response = call(chain.a, target="/mixed")

    inner = {"left": 1, "inner": {"left": 0, "inner": "end"}}
    assert response.json() == ["/mixed", [inner, 500]]


def test_a_loop_that_runs_already_can_call_an_app():
    chain = Chain()

    async def main():
        results = []
        for _ in range(3):
            results.append(call(chain.a, target="/a/async/2"))
            await asyncio.sleep(0)
            assert nothing_is_current()
        return results

    results = asyncio.run(main())

    assert {response.status_code for response in results} == {202}
    assert {response.headers["X-Path"] for response in results} == {"/a/async/2"}


def test_tasks_of_one_loop_have_requests_of_their_own():
    app = App()

    @app.get("/{name}")
    def view(name):
        return [name, app.request.path]

    async def one(name):
        await asyncio.sleep(0)
        response = call(app, target=f"/{name}")
        await asyncio.sleep(0)
        return response.json()

    async def main():
        return await asyncio.gather(*(one(str(number)) for number in range(50)))

    assert asyncio.run(main()) == [[str(n), f"/{n}"] for n in range(50)]


# Threads


class Meeting:
    """An App whose requests all wait for each other in the middle of their work."""

    def __init__(self, number=THREADS):
        self.barrier = Barrier(number, timeout=30)
        self.app = app = App(middleware=[self.around])
        self.users = users = Router(middleware=[self.around])
        app.include_router(users, prefix="/users")
        app.post("/view/{mark}")(self.view)
        app.post("/async/{mark}")(self.async_view)
        users.post("/{mark}")(self.view)
        app.add_route(path("/class/{mark}", self.make_class()))
        app.exception_handler(KeyError)(lambda exc: self.answer(exc.args[0], 418))
        app.exception_handler(ConflictError)(lambda exc: self.answer(exc.msg))

    def around(self, get_response):
        def handle(request):
            mark = request.headers["x-mark"]
            request.context.setdefault("marks", []).append(mark)
            self.barrier.wait()
            response = get_response(request)
            self.barrier.wait()
            assert request.context["marks"][0] == mark
            response.headers.add("X-Around", mark)
            return response

        return handle

    def view(self, mark):
        app = self.app
        app.response.headers["X-Mark"] = mark
        self.barrier.wait()
        app.response.cookies.append(f"mark={mark}")
        if mark.endswith("7"):
            raise KeyError(mark)
        if mark.endswith("9"):
            raise ConflictError(mark)
        return self.answer(mark)

    async def async_view(self, mark):
        await asyncio.sleep(0)
        result = self.view(mark)
        await asyncio.sleep(0.001)
        assert self.app.request.path_params == {"mark": mark}
        return result

    def answer(self, mark, status=None):
        request = self.app.request
        body = {
            "mark": mark,
            "path": request.path_params["mark"],
            "query": request.query["mark"],
            "body": request.json_body["mark"],
            "header": request.headers["x-mark"],
            "cookie": request.cookies["mark"],
            "context": sorted({*request.context["marks"]}),
        }
        return (body, status) if status else body

    def make_class(self):
        meeting = self

        class Handler(RequestBodyMixin, BaseHandler):
            required_body_keys = ["mark"]
            kept = None

            def perform_action(self):
                assert self.kept is None
                self.kept = self.kwargs["mark"]
                result = meeting.view(self.kept)
                assert self.kept == self.body["mark"]
                return result

        return Handler

    def ask(self, gateway, prefix, mark):
        event = http_event(
            gateway,
            "POST",
            f"{prefix}/{mark}?mark={mark}",
            headers={"X-Mark": mark, "Cookie": f"mark={mark}"},
            body=json.dumps({"mark": mark}),
        )
        result = self.app(event, FakeContext())
        assert nothing_is_current()
        return read(FRONTS[gateway], result)


PREFIXES = ("/view", "/async", "/class", "/users")


@pytest.mark.parametrize("prefix", [*PREFIXES, None])
def test_requests_in_threads_see_nothing_of_each_other(prefix):
    meeting = Meeting()
    jobs = [
        (
            GATEWAYS[number % len(GATEWAYS)],
            prefix or PREFIXES[number % 3],
            f"m{number}",
        )
        for number in range(THREADS)
    ]

    with ThreadPoolExecutor(THREADS) as pool:
        answers = [*pool.map(lambda job: meeting.ask(*job), jobs)]

    for (_, kind, mark), answer in zip(jobs, answers, strict=True):
        check_own(answer, mark, around=2 if kind == "/users" else 1)


def check_own(answer, mark, around):
    """Check that all of an answer is about one mark."""
    failed = {"7": 418, "9": 409}.get(mark[-1])
    body = answer.json

    assert answer.status == (failed or 200)
    assert body.pop("context") == [mark]
    assert {*body.values()} == {mark}
    assert ", ".join(answer.headers["x-around"]) == ", ".join([mark] * around)
    # What was prepared for a success is not that of the answer to an error.
    assert answer.headers.get("x-mark") == (None if failed else [mark])
    assert answer.cookies == ([] if failed else [f"mark={mark}"])


# Nothing is left over


def make_watched_app(kept):
    """Return an App that puts weak references to what a request has into `kept`."""

    def watched(get_response):
        def handle(request):
            request.context["big"] = big = Big()
            kept.extend([weakref.ref(request), weakref.ref(big)])
            big.response = response = get_response(request)
            return response

        return handle

    app = App(middleware=[watched])
    app.exception_handler(KeyError)(lambda exc: {"a": 1})
    app.get("/response")(lambda: Response({"request": app.request.path}))
    app.get("/nested")(lambda: call(app, target="/error").status_code)
    _add_views(app)
    _add_class(app, kept)
    return app


def _add_views(app):
    @app.get("/view")
    def view():
        app.response.headers["X-A"] = "1"
        return {"a": 1}

    @app.get("/async")
    async def async_view():
        await asyncio.sleep(0)
        return app.request.path

    @app.get("/error")
    def error():
        raise RuntimeError(app.request)

    @app.get("/handled")
    def handled():
        raise KeyError(app.request)


def _add_class(app, kept):
    class Handler(BaseHandler):
        def perform_action(self):
            kept.append(weakref.ref(self))
            if self.request.query:
                raise NotFoundError
            return "fine"

    app.add_route(path("/class", Handler))


class Big:
    """Something that one can have a weak reference to."""


TARGETS = (
    "/view",
    "/async",
    "/response",
    "/error",
    "/handled",
    "/nested",
    "/class",
    "/class?a=1",
    "/nothing",
)


@pytest.fixture
def unlogged(monkeypatch):
    """Log nothing: pytest would keep the exceptions, and what their frames have."""
    monkeypatch.setattr(request_logger, "disabled", True)


@pytest.fixture
def only_new_garbage():
    """Let gc.collect() look at what comes from now on: all tests together have much."""
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("unlogged", "only_new_garbage")
@pytest.mark.parametrize("target", TARGETS)
def test_nothing_keeps_a_request_that_was_answered(target, gateway):
    kept = []
    call(make_watched_app(kept), gateway, target=target)
    gc.collect()

    assert kept
    assert [reference() for reference in kept] == [None] * len(kept)
    assert nothing_is_current()


def test_a_request_that_succeeds_is_freed_without_the_garbage_collector():
    kept = []
    app = make_watched_app(kept)
    call(app, target="/view")
    gc.collect()
    kept.clear()
    gc.disable()
    try:
        call(app, target="/view")
        left = [reference() for reference in kept]
    finally:
        gc.enable()

    assert left == [None] * len(left)


def test_what_gets_out_of_the_app_leaves_no_request_behind():
    app = App()

    @app.get("/stop")
    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        call(app, target="/stop")

    assert nothing_is_current()
    with pytest.raises(RuntimeError, match="There is no request here"):
        _ = app.request


def test_what_one_request_prepares_the_next_does_not_have(gateway):
    app = App()

    @app.get("/first")
    def first():
        app.response.status_code = 202
        app.response.headers["X-First"] = "1"
        app.response.cookies.append("first=1")
        app.context["first"] = True
        return "first"

    @app.get("/fail")
    def fail():
        first()
        raise ConflictError

    @app.get("/second")
    def second():
        return [app.context, app.response.status_code, list(app.response.headers)]

    for target in ("/first", "/fail", "/second"):
        response = call(app, gateway, target=target)

    assert response.status_code == 200
    assert response.json() == [{}, 200, []]
    assert response.cookies == {}
    assert "X-First" not in response.headers


def test_every_invocation_has_an_instance_of_its_own(gateway):
    class Counter(BaseHandler):
        count = 0

        def perform_action(self):
            self.count += 1
            instances.append(self)
            return [self.count, self.request.path, self.user]

    instances = []
    app = App([path("/{name}", Counter)])
    for function in (app, Counter.as_handler()):
        for name in "ab":
            response = call(function, gateway, target=f"/{name}")
            assert response.json() == [1, f"/{name}", None]

    assert len({id(instance) for instance in instances}) == 4


def test_what_callers_choose_does_not_fill_the_memory():
    app = App()
    app.get("/{name}")(lambda name: name)
    event = http_event("rest", "GET", "/a", route="/{name}")
    call(app, target="/a")

    def grown(number):
        gc.collect()
        before = len(gc.get_objects())
        for count in range(number):
            key = f"{number}-{count}"
            headers = {key: key}
            changed = {"path": f"/{key}", "pathParameters": {"name": key}}
            app(event | changed | {"headers": headers}, None)
            call(app, target=f"/{key}?{key}={key}", headers=headers)
        gc.collect()
        return len(gc.get_objects()) - before

    grown(10)
    assert grown(300) < 50
