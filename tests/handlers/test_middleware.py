"""Middleware: what stands around handlers, Routers and Apps."""

from __future__ import annotations

import pytest

from pyverless.exceptions import (
    ConflictError,
    ImproperlyConfigured,
    NotFoundError,
    UnauthorizedError,
)
from pyverless.handlers import BaseHandler
from pyverless.handlers.errors import error_handlers_of
from pyverless.handlers.pipeline import add_finish, add_middleware
from pyverless.http import Response
from pyverless.routing import App, Router, path
from pyverless.test import Client, override_settings


def marking(mark):
    """Return a middleware that leaves a mark in a header, and in the context."""

    def middleware(get_response):
        def handle(request):
            request.context.setdefault("marks", []).append(mark)
            response = get_response(request)
            response.headers.add("X-Marks", mark)
            return response

        return handle

    return middleware


outer, inner = marking("outer"), marking("inner")


def view_of_marks(app):
    return lambda: {"marks": app.context["marks"]}


def nothing():
    return {}


def no_items():
    return []


class Plain(BaseHandler):
    """Says which middleware it came through, or raises."""

    error = None

    def perform_action(self):
        if self.error:
            raise self.error
        return self.request.context.get("marks", [])


class Marked(Plain):
    middleware = [outer, inner]


def marks_of(response):
    return response.headers.get("X-Marks", "").replace(", ", ",").split(",")


# Order


def test_the_first_middleware_of_a_class_is_the_outermost(gateway):
    response = Client(Marked, gateway).get("/")

    assert response.json() == ["outer", "inner"]
    assert marks_of(response) == ["inner", "outer"]


def test_an_app_is_around_its_routers_and_those_are_around_classes(gateway):
    parts, users = Router(middleware=[marking("2")]), Router(middleware=[marking("3")])
    parts.include_router(users)
    users.add_route(path("/", Marked))
    app = App(middleware=[marking("0"), marking("1")])
    app.include_router(parts)

    response = Client(app, gateway).get("/")

    assert response.json() == ["0", "1", "2", "3", "outer", "inner"]
    assert marks_of(response) == ["inner", "outer", "3", "2", "1", "0"]


def test_the_middleware_of_a_router_is_around_its_own_routes_only():
    router = Router(middleware=[inner])
    router.add_route(path("/a", Plain))
    app = App([path("/b", Plain)], middleware=[outer])
    app.include_router(router)
    client = Client(app)

    assert client.get("/a").json() == ["outer", "inner"]
    assert client.get("/b").json() == ["outer"]


def test_middleware_is_around_what_has_no_route(gateway):
    get_only = Plain.as_handler(allowed_methods=("GET",))
    client = Client(App([path("/a", get_only)], middleware=[outer]), gateway)
    missing, refused = client.get("/nothing"), client.post("/a")

    assert (missing.status_code, marks_of(missing)) == (404, ["outer"])
    assert (refused.status_code, marks_of(refused)) == (405, ["outer"])


def test_a_keyword_of_as_handler_is_the_middleware():
    function = Marked.as_handler(middleware=[inner])

    assert Client(function).get("/").json() == ["inner"]
    assert Client(App([path("/", function)])).get("/").json() == ["inner"]


def test_views_share_the_context_with_middleware(gateway):
    app = App(middleware=[outer, inner])
    app.get("/")(view_of_marks(app))

    assert Client(app, gateway).get("/").json() == {"marks": ["outer", "inner"]}


# Answers of its own


@pytest.mark.parametrize(
    ("answer", "status", "content"),
    [
        ({"a": 1}, 200, b'{"a":1}'),
        (("no", 418), 418, b'"no"'),
        (("no", 403, {"Content-Type": "text/plain"}), 403, b"no"),
        (None, 200, b"null"),
        (b"raw", 200, b"raw"),
    ],
)
def test_a_middleware_may_answer_itself(gateway, answer, status, content):
    def middleware(get_response):
        return lambda request: answer

    seen = []
    app = App(middleware=[outer, middleware])
    app.get("/")(lambda: seen.append("view"))

    response = Client(app, gateway).get("/")

    assert (response.status_code, response.content) == (status, content)
    assert marks_of(response) == ["outer"]
    assert seen == []


def test_a_middleware_may_answer_with_a_response(gateway):
    def middleware(get_response):
        return lambda request: Response("made", 202, content_type="text/html")

    response = Client(Plain.as_handler(middleware=[outer, middleware]), gateway).get(
        "/"
    )

    assert (response.status_code, response.text) == (202, "made")
    assert marks_of(response) == ["outer"]


def test_a_middleware_may_be_asynchronous():
    def middleware(get_response):
        async def handle(request):
            return get_response(request)

        return handle

    assert Client(Plain.as_handler(middleware=[middleware])).get("/").json() == []


# What it sees and changes


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (None, 200),
        (NotFoundError(), 404),
        (UnauthorizedError(), 401),
        (KeyError(), 500),
    ],
)
def test_middleware_sees_responses_never_exceptions(gateway, error, status):
    seen = []

    def middleware(get_response):
        def handle(request):
            response = get_response(request)
            seen.append((response.status_code, type(response.content)))
            return response

        return handle

    function = Plain.as_handler(middleware=[middleware], error=error)

    assert Client(function, gateway).get("/").status_code == status
    assert seen == [(status, str)]


def changing(**changes):
    def middleware(get_response):
        def handle(request):
            response = get_response(request)
            for name, value in changes.items():
                setattr(response, name, value)
            return response

        return handle

    return middleware


@pytest.mark.parametrize("base", [Plain, None])
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"body": {"b": 2}}, (200, "application/json", b'{"b":2}')),
        ({"body": b"x"}, (200, "application/octet-stream", b"x")),
        ({"body": "x", "content_type": "text/plain"}, (200, "text/plain", b"x")),
        ({"status_code": 202}, (202, "application/json", b"[]")),
    ],
)
def test_changes_of_an_encoded_response_go_out(gateway, base, changes, expected):
    app = App(middleware=[changing(**changes)])
    app.get("/")(no_items) if base is None else app.add_route(path("/", base))

    answer = Client(app, gateway).get("/")

    assert (answer.status_code, answer.content_type, answer.content) == expected


def test_a_status_without_content_takes_the_content_away(gateway):
    function = Plain.as_handler(middleware=[changing(status_code=204)])
    response = Client(function, gateway).get("/")

    assert (response.status_code, response.content) == (204, b"")


def test_headers_and_cookies_of_an_encoded_response_can_be_changed(gateway):
    def middleware(get_response):
        def handle(request):
            response = get_response(request)
            response.headers["content-type"] = "application/vnd.api+json"
            response.headers["ETag"] = '"1"'
            response.cookies.append("a=1")
            return response

        return handle

    response = Client(Plain.as_handler(middleware=[middleware]), gateway).get("/")

    assert response.content_type == "application/vnd.api+json"
    assert response.headers["ETag"] == '"1"'
    assert response.cookies == {"a": "1"}
    assert response.json() == []


def test_what_a_middleware_makes_of_a_response_goes_through_the_serializer_of_the_app():
    app = App(middleware=[changing(body={"b": 2})], serializer=lambda body: f"<{body}>")
    app.get("/")(nothing)

    assert Client(app).get("/").text == "<{'b': 2}>"


# Its exceptions


def failing(error, *, late=False):
    def middleware(get_response):
        def handle(request):
            if late:
                get_response(request)
            raise error

        return handle

    return middleware


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize(
    ("error", "status"),
    [(ConflictError("taken"), 409), (KeyError("x"), 500)],
)
def test_an_exception_of_a_middleware_is_answered(gateway, log, late, error, status):
    function = Plain.as_handler(middleware=[outer, failing(error, late=late)])

    response = Client(function, gateway).get("/")

    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    assert marks_of(response) == ["outer"]
    [record] = log.records
    assert record.status == status
    assert bool(record.exc_info) is (status == 500)


def test_a_response_that_can_not_be_written_is_answered_for_the_next_one_outwards(log):
    changed = changing(body=object())
    response = Client(Plain.as_handler(middleware=[outer, changed])).get("/")

    assert response.status_code == 500
    assert marks_of(response) == ["outer"]
    assert "object is not something that JSON can say" in log.text


def scopes_of(app, router):
    """Let an App and a Router answer the same exception, each in its own way."""
    app.exception_handler(LookupError)(lambda exc: ("app", 400))
    router.exception_handler(KeyError)(lambda exc: ("router", 400))


@pytest.mark.parametrize(
    ("place", "error", "answer"),
    [
        ("app", KeyError(), "app"),
        ("router", KeyError(), "router"),
        ("router", IndexError(), "app"),
        ("class", KeyError(), "router"),
    ],
)
def test_the_error_handlers_of_its_own_scope_answer(place, error, answer):
    layers = {"app": [], "router": [], "class": []}
    layers[place] = [failing(error)]
    app, router = App(middleware=layers["app"]), Router(middleware=layers["router"])
    scopes_of(app, router)
    router.add_route(path("/", Plain.as_handler(middleware=layers["class"])))
    app.include_router(router)

    response = Client(app).get("/")

    assert (response.status_code, response.json()) == (400, answer)


def test_the_middleware_of_an_app_is_answered_by_the_app_where_there_is_no_route():
    app = App(middleware=[failing(KeyError())])
    app.exception_handler(KeyError)(lambda exc: ("app", 400))

    assert Client(app).get("/nothing").json() == "app"


def test_a_handler_for_errors_of_middleware_may_fail_too(gateway, log):
    app = App(middleware=[outer, failing(KeyError())])

    @app.exception_handler(KeyError)
    def broken(exc):
        raise ZeroDivisionError

    response = Client(app, gateway).get("/")

    assert response.status_code == 500
    assert marks_of(response) == ["outer"]
    assert log.records[-1].exc_info[0] is ZeroDivisionError


def test_what_a_view_had_prepared_does_not_reach_the_answer_to_a_later_failure():
    app = App(middleware=[failing(KeyError(), late=True)])
    app.exception_handler(KeyError)(lambda exc: {"error": "handled"})

    @app.get("/")
    def view():
        app.response.headers["X-Secret"] = "1"
        app.response.status_code = 201
        return {}

    response = Client(app).get("/")

    assert (response.status_code, response.json()) == (500, {"error": "handled"})
    assert "X-Secret" not in response.headers


# Dotted paths and the setting


def test_a_middleware_may_be_a_dotted_path():
    here = [f"{__name__}.outer", inner]

    assert Client(Plain.as_handler(middleware=here)).get("/").json() == [
        "outer",
        "inner",
    ]
    app = App([path("/", Plain)], middleware=here)
    assert Client(app).get("/").json() == ["outer", "inner"]


@override_settings(MIDDLEWARE=[outer, f"{__name__}.inner"])
def test_the_setting_is_around_functions_and_apps_and_never_twice(gateway):
    marks = ["outer", "inner"]

    assert Client(Plain, gateway).get("/").json() == marks
    app = App([path("/", Plain), path("/b", Plain.as_handler())])
    assert Client(app, gateway).get("/").json() == marks
    assert Client(app, gateway).get("/b").json() == marks


@override_settings(MIDDLEWARE=[outer])
def test_the_setting_is_around_the_middleware_of_a_class():
    own = Plain.as_handler(middleware=[inner])

    assert Client(own).get("/").json() == ["outer", "inner"]
    assert Client(App([path("/", own)])).get("/").json() == ["outer", "inner"]


@override_settings(MIDDLEWARE=[outer])
@pytest.mark.parametrize(("middleware", "marks"), [([], []), ([inner], ["inner"])])
def test_an_app_that_names_its_middleware_does_not_have_that_of_the_setting(
    middleware, marks
):
    app = App([path("/", Plain)], middleware=middleware)

    assert Client(app).get("/").json() == marks


def test_a_change_of_the_setting_reaches_functions_and_apps():
    clients = [Client(Plain), Client(App([path("/", Plain)]))]
    for client in clients:
        assert client.get("/").json() == []
        with override_settings(MIDDLEWARE=[outer]):
            assert client.get("/").json() == ["outer"]
        assert client.get("/").json() == []


@override_settings(MIDDLEWARE=[outer])
def test_an_app_without_routes_has_the_middleware_of_the_setting():
    assert marks_of(Client(App()).get("/")) == ["outer"]


# Composed once, during INIT


def counting(calls):
    def factory(get_response):
        calls.append("made")
        return get_response

    return factory


def test_a_factory_is_called_once_however_many_routes_and_requests_there_are():
    calls = []
    app = App(middleware=[counting(calls)])
    for rule in ("/a", "/b"):
        app.get(rule)(nothing)
    assert calls == ["made"]
    client = Client(app)

    assert [client.get(rule).status_code for rule in ("/a", "/b", "/c")] == [
        200,
        200,
        404,
    ]
    assert calls == ["made"]


def test_the_factory_of_a_router_is_called_once_for_each_app():
    calls = []
    router = Router(middleware=[counting(calls)])
    router.get("/a")(nothing)
    router.get("/b")(nothing)

    for _ in range(2):
        App().include_router(router)

    assert calls == ["made", "made"]


def test_the_factory_of_a_class_is_called_by_as_handler():
    calls = []
    function = Plain.as_handler(middleware=[counting(calls)])
    assert calls == ["made"]

    Client(function).get("/")
    assert calls == ["made"]


def test_without_middleware_and_options_the_function_is_the_very_same():
    def respond(request):
        return Response()

    assert add_middleware(respond, (), "MIDDLEWARE", error_handlers_of) is respond
    assert add_finish(respond) is respond
    assert add_finish(respond, compress=False, etag=False) is respond


# What is none


@pytest.mark.parametrize("wrong", [7, {"a": 1}])
def test_what_is_no_factory_shows_during_init(wrong):
    with pytest.raises(ImproperlyConfigured) as caught:
        Plain.as_handler(middleware=[wrong])

    assert str(caught.value) == (
        f"Plain.middleware has {wrong!r}. A middleware is a function of `get_response` "
        "that returns a function of the request."
    )


def returns_nothing(get_response):
    return None


def test_a_factory_that_returns_no_function_is_named_during_init():
    with pytest.raises(ImproperlyConfigured) as caught:
        Plain.as_handler(middleware=[returns_nothing])

    assert str(caught.value) == (
        "The middleware returns_nothing returned None. It must return a function of "
        "the request."
    )


class Nameless:
    def __call__(self, get_response):
        return None

    def __repr__(self):
        return "<Nameless>"


def test_a_factory_without_a_name_is_shown():
    with pytest.raises(ImproperlyConfigured, match="The middleware <Nameless> ret"):
        Plain.as_handler(middleware=[Nameless()])


@pytest.mark.parametrize(
    ("make", "asker"),
    [
        (lambda: Plain.as_handler(middleware=["no.such"]), r"Plain\.middleware"),
        (lambda: App(middleware=["no.such"]), r"The middleware of the App"),
        (
            lambda: App().include_router(routed(Router(middleware=["no.such"]))),
            r"The middleware of the Router",
        ),
    ],
)
def test_a_path_that_leads_nowhere_names_who_asked(make, asker):
    with pytest.raises(ImportError, match=rf"Could not import 'no\.such' for {asker}"):
        make()


def routed(router):
    router.get("/")(nothing)
    return router


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        (["no.such"], ImportError, "for the setting MIDDLEWARE"),
        ([7], ImproperlyConfigured, "MIDDLEWARE has 7"),
    ],
)
@pytest.mark.parametrize("make", [Plain.as_handler, App])
def test_a_wrong_setting_is_named_during_init(value, error, message, make):
    if make is App and error is ImproperlyConfigured:
        message = "The middleware of the App has 7"
    with override_settings(MIDDLEWARE=value), pytest.raises(error, match=message):
        make()


def test_what_a_middleware_returns_is_named_in_the_log(log):
    def middleware(get_response):
        return lambda request: ("a", 200, {}, "more")

    response = Client(Plain.as_handler(middleware=[middleware])).get("/")

    assert response.status_code == 500
    assert "A tuple of 4 was returned: ('a', 200, {}, 'more')" in log.text
