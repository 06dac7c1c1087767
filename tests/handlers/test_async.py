"""Coroutines as actions, views, hooks and handlers of errors."""

from __future__ import annotations

import asyncio
import threading
from contextvars import ContextVar

import pytest

from pyverless.exceptions import ConflictError, NotFoundError
from pyverless.handlers import (
    BaseHandler,
    EventHandler,
    MethodHandler,
    S3FileMixin,
    SQSMessagesMixin,
)
from pyverless.http import Response
from pyverless.routing import App, path
from pyverless.test import Client, s3_event, sqs_event


class Later(BaseHandler):
    result = {"a": 1}
    error = None

    async def perform_action(self):
        await asyncio.sleep(0)
        if self.error:
            raise self.error
        return self.result


def app_of(result=None, error=None):
    app = App([path("/class", Later.as_handler(result=result, error=error))])

    @app.get("/view")
    async def view():
        await asyncio.sleep(0)
        if error:
            raise error
        return result

    return app


both = pytest.mark.parametrize("target", ["/view", "/class"])


def answer_in_a_loop(client, target):
    """Return what a client gets that is called amidst a running loop."""

    async def call():
        return client.get(target)

    return asyncio.run(call())


# Views and actions


@both
@pytest.mark.parametrize(
    ("result", "status", "content"),
    [
        ({"a": 1}, 200, b'{"a":1}'),
        ("text", 200, b'"text"'),
        (None, 200, b"null"),
        (b"raw", 200, b"raw"),
        (("no", 418), 418, b'"no"'),
        (Response("<p>", 202, content_type="text/html"), 202, b"<p>"),
    ],
)
def test_what_a_coroutine_returns_is_answered(gateway, target, result, status, content):
    client = Client(app_of(result), gateway)

    for response in (client.get(target), answer_in_a_loop(client, target)):
        assert (response.status_code, response.content) == (status, content)


@both
@pytest.mark.parametrize(("error", "status"), [(NotFoundError, 404), (KeyError, 500)])
def test_what_a_coroutine_raises_is_answered(gateway, log, target, error, status):
    client = Client(app_of(error=error), gateway)

    assert client.get(target).status_code == status
    assert answer_in_a_loop(client, target).status_code == status
    assert [record.status for record in log.records] == [status] * 2


def test_a_function_of_one_handler_may_be_asynchronous(gateway):
    client = Client(Later, gateway)

    assert client.get("/").json() == {"a": 1}
    assert answer_in_a_loop(client, "/").json() == {"a": 1}


def test_an_asynchronous_view_takes_what_others_take(gateway):
    app = App()

    @app.get("/{id}")
    async def view(id: int, verbose=False):
        return {"id": id, "verbose": verbose}

    client = Client(app, gateway)

    assert client.get("/7").json() == {"id": 7, "verbose": False}
    assert client.get("/x").status_code == 404


def test_the_methods_of_a_class_may_be_asynchronous(gateway):
    class Both(MethodHandler):
        async def get(self):
            return "read"

        def post(self):
            return "created", 201

    client = Client(Both, gateway)

    assert client.get("/").json() == "read"
    assert client.head("/").status_code == 200
    assert client.post("/").status_code == 201


def test_the_status_of_a_class_holds_for_its_coroutine():
    assert Client(Later.as_handler(success_code=201)).get("/").status_code == 201


# The current request


def test_the_request_is_known_inside_of_tasks(gateway):
    app = App()

    async def path_of(seen):
        await asyncio.sleep(0)
        seen.append(app.request.path)
        app.context["seen"] = seen

    @app.get("/{id}")
    async def view(id):
        seen = []
        async with asyncio.TaskGroup() as group:
            group.create_task(path_of(seen))
            group.create_task(path_of(seen))
        app.response.headers["X-Tasks"] = len(app.context["seen"])
        return seen

    client = Client(app, gateway)

    for response in (client.get("/a"), answer_in_a_loop(client, "/a")):
        assert response.json() == ["/a", "/a"]
        assert response.headers["X-Tasks"] == "2"


def test_the_request_is_known_in_threads_that_a_coroutine_starts():
    app = App()

    @app.get("/a")
    async def view():
        return await asyncio.to_thread(lambda: app.request.path)

    assert Client(app).get("/a").json() == "/a"


def test_after_the_answer_there_is_no_request():
    app = app_of({})
    Client(app).get("/view")

    with pytest.raises(RuntimeError, match="There is no request here"):
        app.request  # noqa: B018


def test_requests_of_several_threads_do_not_meet():
    app = App()
    barrier = threading.Barrier(4)

    @app.get("/{id}")
    async def view(id):
        barrier.wait(timeout=10)
        await asyncio.sleep(0)
        return app.request.path_params

    found = {}

    def ask(number):
        found[number] = Client(app).get(f"/{number}").json()["id"]

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == {n: str(n) for n in range(4)}


LANGUAGE = ContextVar("language", default="none")


def test_what_the_caller_set_is_seen_and_what_a_view_sets_is_its_own():
    app = App()

    @app.get("/")
    async def view():
        seen = LANGUAGE.get()
        LANGUAGE.set("of the view")
        return seen

    LANGUAGE.set("of the caller")

    assert Client(app).get("/").json() == "of the caller"
    assert LANGUAGE.get() == "of the caller"


# Around views


def test_middleware_is_around_coroutines(gateway):
    def middleware(get_response):
        def handle(request):
            response = get_response(request)
            response.headers["X-Status"] = response.status_code
            return response

        return handle

    app = App(middleware=[middleware])

    @app.get("/")
    async def view():
        raise ConflictError

    response = Client(app, gateway).get("/")

    assert (response.status_code, response.headers["X-Status"]) == (409, "409")


def test_asynchronous_middleware_may_be_around_coroutines(gateway):
    def middleware(get_response):
        async def handle(request):
            await asyncio.sleep(0)
            response = get_response(request)
            response.headers.add("X-Marks", request.path)
            return response

        return handle

    app = App(middleware=[middleware, middleware])

    @app.get("/a")
    async def view():
        await asyncio.sleep(0)
        return app.request.path

    client = Client(app, gateway)

    for response in (client.get("/a"), answer_in_a_loop(client, "/a")):
        assert response.json() == "/a"
        assert response.headers["X-Marks"].replace(" ", "") == "/a,/a"


@both
def test_handlers_of_errors_may_be_asynchronous(target):
    app = app_of(error=KeyError("x"))

    @app.exception_handler(KeyError)
    async def handled(exc):
        await asyncio.sleep(0)
        return str(exc), 400

    response = Client(app).get(target)

    assert (response.status_code, response.json()) == (400, "'x'")


def test_the_unit_of_work_is_around_the_coroutine():
    steps = []

    class Unit(Later):
        def atomic(self):
            return self

        def __enter__(self):
            steps.append("begin")

        def __exit__(self, kind, *rest):
            steps.append(kind)

        async def perform_action(self):
            steps.append("work")
            return await super().perform_action()

    Client(Unit).get("/")
    Client(Unit.as_handler(error=KeyError())).get("/")

    assert steps == ["begin", "work", None, "begin", "work", KeyError]


# Events


class Nightly(EventHandler):
    async def perform_action(self):
        await asyncio.sleep(0)
        return {"got": self.event}


class Queue(SQSMessagesMixin, BaseHandler):
    async def perform_action(self):
        await asyncio.sleep(0)
        return [message["text_message"] for message in self.messages]


class Bucket(S3FileMixin, BaseHandler):
    async def perform_action(self):
        await asyncio.sleep(0)
        return self.file["file_name"]


@pytest.mark.parametrize(
    ("handler", "event", "result"),
    [
        (Nightly, {"a": 1}, {"got": {"a": 1}}),
        (Queue, sqs_event(["a", "b"]), ["a", "b"]),
        (Bucket, s3_event("a.txt"), ["a.txt"]),
    ],
)
def test_handlers_of_events_may_be_asynchronous(handler, event, result):
    client = Client(handler)

    async def call():
        return client.invoke(event)

    assert client.invoke(event) == asyncio.run(call()) == result


def test_what_the_coroutine_of_an_event_raises_gets_out(log):
    class Broken(EventHandler):
        async def perform_action(self):
            raise KeyError("x")

    with pytest.raises(KeyError):
        Client(Broken).invoke({})
    assert "Broken failed (KeyError)" in log.text
