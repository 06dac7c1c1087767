"""What exceptions are answered with, and who has a say in it."""

from __future__ import annotations

import sys
from functools import partial

import pytest

from pyverless.exceptions import (
    BadRequestError,
    ConflictError,
    ImproperlyConfigured,
    InternalServerError,
    MethodNotAllowedError,
    NotFoundError,
    ServiceError,
    ServiceUnavailableError,
    ThrottledError,
    UnauthorizedError,
)
from pyverless.handlers import BaseHandler
from pyverless.http import Response
from pyverless.routing import App, Router, path
from pyverless.test import Client, override_settings


class OutOfStock(LookupError):
    """An exception of somebody else, and of a kind."""


class SoldOut(OutOfStock):
    pass


class Failing(BaseHandler):
    error: Exception = KeyError("x")

    def perform_action(self):
        raise self.error


def failing(error):
    def view():
        raise error

    return view


def app_failing(error, gateway="rest", **options):
    """Return an App whose view and whose class raise `error`, and its client."""
    app = App(**options)
    app.get("/view")(failing(error))
    app.add_route(path("/class", Failing.as_handler(error=error)))
    return app, Client(app, gateway)


both = pytest.mark.parametrize("target", ["/view", "/class"])


# exception_handler()


@both
def test_an_exception_is_answered_by_its_handler(gateway, log, target):
    app, client = app_failing(OutOfStock("no apples"), gateway)

    @app.exception_handler(OutOfStock)
    def out_of_stock(exc):
        return {"error": str(exc)}, 409

    response = client.get(target)

    assert (response.status_code, response.json()) == (409, {"error": "no apples"})
    assert [record.status for record in log.records] == [409]


@both
@pytest.mark.parametrize(
    "classes", [(KeyError, OSError), ([KeyError, OSError],), ((OSError,), KeyError)]
)
@pytest.mark.parametrize("error", [KeyError(), OSError(), FileNotFoundError()])
def test_a_handler_may_be_for_several_classes(target, classes, error):
    app, client = app_failing(error)
    app.exception_handler(*classes)(lambda exc: (type(exc).__name__, 400))

    assert client.get(target).json() == type(error).__name__


@both
@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (SoldOut(), "OutOfStock"),
        (OutOfStock(), "OutOfStock"),
        (KeyError(), "LookupError"),
        (ValueError(), "Exception"),
    ],
)
def test_the_handler_of_the_nearest_class_answers(target, error, expected):
    app, client = app_failing(error)
    for cls in (Exception, OutOfStock, LookupError):
        app.exception_handler(cls)(lambda exc, cls=cls: (cls.__name__, 400))

    assert client.get(target).json() == expected


@pytest.mark.parametrize(
    ("error", "expected"),
    [(SoldOut(), "inner"), (KeyError(), "outer"), (ValueError(), "app")],
)
def test_the_nearest_router_that_knows_the_exception_answers(error, expected):
    app, outer, inner = App(), Router(), Router()
    app.exception_handler(Exception)(lambda exc: ("app", 400))
    outer.exception_handler(LookupError)(lambda exc: ("outer", 400))
    inner.exception_handler(OutOfStock)(lambda exc: ("inner", 400))
    inner.get("/view")(failing(error))
    inner.add_route(path("/class", Failing.as_handler(error=error)))
    outer.include_router(inner)
    app.include_router(outer)
    client = Client(app)

    assert client.get("/view").json() == client.get("/class").json() == expected


def test_a_near_handler_for_a_wide_class_goes_before_a_far_one_for_a_narrow_class():
    app, router = App(), Router()
    app.exception_handler(SoldOut)(lambda exc: ("app", 400))
    router.exception_handler(Exception)(lambda exc: ("router", 400))
    router.get("/")(failing(SoldOut()))
    app.include_router(router)

    assert Client(app).get("/").json() == "router"


def test_the_handlers_of_a_router_are_for_its_own_routes_only():
    app, router = App(), Router()
    router.exception_handler(KeyError)(lambda exc: ("router", 400))
    app.include_router(router)
    app.get("/")(failing(KeyError()))

    assert Client(app).get("/").status_code == 500


def test_a_handler_may_be_registered_after_the_routes_and_after_a_request():
    app, client = app_failing(KeyError())
    assert client.get("/view").status_code == 500

    app.exception_handler(KeyError)(lambda exc: ("handled", 400))

    assert client.get("/view").json() == "handled"


@pytest.mark.parametrize(
    ("method", "target", "status"),
    [("GET", "/nothing", 404), ("POST", "/view", 405), ("GET", "/view", 400)],
)
def test_a_handler_for_exception_does_not_see_what_is_an_answer_already(
    gateway, method, target, status
):
    app, client = app_failing(BadRequestError(), gateway)
    app.exception_handler(Exception)(lambda exc: ("seen", 418))

    assert client.request(method, target).status_code == status


@pytest.mark.parametrize(
    ("method", "target", "seen"),
    [
        ("GET", "/nothing", "NotFoundError"),
        ("POST", "/view", "MethodNotAllowedError"),
        ("GET", "/view", "ConflictError"),
    ],
)
def test_a_handler_for_service_error_sees_them_all(gateway, method, target, seen):
    app, client = app_failing(ConflictError(), gateway)
    app.exception_handler(ServiceError)(lambda exc: (type(exc).__name__, 418))

    response = client.request(method, target)

    assert (response.status_code, response.json()) == (418, seen)


def test_a_405_can_be_answered_in_ones_own_words():
    app, client = app_failing(KeyError())

    @app.exception_handler(MethodNotAllowedError)
    def refused(exc):
        return {"allowed": exc.headers["Allow"]}

    response = client.post("/view")

    assert (response.status_code, response.json()) == (405, {"allowed": "GET, HEAD"})


# not_found


@pytest.mark.parametrize("target", ["/nothing", "/view", "/class"])
def test_not_found_sees_paths_without_a_route_and_every_not_found_error(
    gateway, target
):
    app, client = app_failing(NotFoundError("No such article."), gateway)

    @app.not_found
    def missing(exc):
        return {"missing": app.request.path, "why": exc.msg}

    response = client.get(target)

    assert response.status_code == 404
    assert response.json()["missing"] == target
    assert response.json()["why"] in ("No such article.", NotFoundError().msg)


def test_a_router_may_have_a_not_found_for_what_its_views_raise():
    app, router = App(), Router()
    app.not_found(lambda exc: "app")
    router.not_found(lambda exc: "router")
    router.get("/a")(failing(NotFoundError()))
    app.include_router(router, "/users")
    client = Client(app)

    assert client.get("/users/a").json() == "router"
    assert client.get("/users/b").json() == "app", "no route is of no Router"


def test_a_not_found_may_say_another_status():
    app = App()
    app.not_found(lambda exc: ("gone", 410))

    assert Client(app).get("/").status_code == 410


def test_not_found_is_seen_by_head_as_well(gateway):
    app = App()
    app.not_found(lambda exc: Response("page", 404, content_type="text/html"))

    response = Client(app, gateway).head("/")

    assert (response.status_code, response.content) == (404, b"")
    assert response.content_type == "text/html"


# What handlers return


@both
@pytest.mark.parametrize(
    ("result", "status", "content"),
    [
        ({"a": 1}, 500, b'{"a":1}'),
        ([1], 500, b"[1]"),
        ("text", 500, b'"text"'),
        (b"raw", 500, b"raw"),
        (0, 500, b"0"),
        (({"a": 1}, 409), 409, b'{"a":1}'),
        ((None, 409), 409, b"null"),
        (("x", 409, {"Content-Type": "text/plain"}), 409, b"x"),
    ],
)
def test_a_handler_returns_whatever_a_view_may(
    gateway, target, result, status, content
):
    app, client = app_failing(KeyError(), gateway)
    app.exception_handler(KeyError)(lambda exc: result)

    response = client.get(target)

    assert (response.status_code, response.content) == (status, content)


@both
def test_a_handler_may_return_a_response(gateway, target):
    app, client = app_failing(KeyError(), gateway)

    @app.exception_handler(KeyError)
    def handled(exc):
        return Response("no", 418, content_type="text/plain", cookies=["a=1"])

    response = client.get(target)

    assert (response.status_code, response.text) == (418, "no")
    assert response.cookies == {"a": "1"}


@both
def test_a_handler_may_be_asynchronous(target):
    app, client = app_failing(NotFoundError())

    @app.exception_handler(NotFoundError)
    async def handled(exc):
        return "handled"

    response = client.get(target)

    assert (response.status_code, response.json()) == (404, "handled")


@both
@pytest.mark.parametrize(
    ("error", "status"),
    [(KeyError(), 500), (ThrottledError(), 429), (ServiceError(418), 418)],
)
def test_without_a_status_it_is_that_of_the_exception(target, error, status):
    app, client = app_failing(error)
    app.exception_handler(KeyError, ServiceError)(lambda exc: {"handled": True})

    assert client.get(target).status_code == status


@both
def test_a_handler_may_prepare_its_answer_and_what_the_view_prepared_is_gone(target):
    app = App()

    @app.get("/view")
    def view():
        app.response.headers["X-View"] = "1"
        app.response.status_code = 201
        raise KeyError

    class Prepared(BaseHandler):
        def perform_action(self):
            self.request.response.headers["X-View"] = "1"
            self.request.response.status_code = 201
            raise KeyError

    app.add_route(path("/class", Prepared))

    @app.exception_handler(KeyError)
    def handled(exc):
        app.response.headers["X-Handler"] = "1"
        return {}

    response = Client(app).get(target)

    assert response.status_code == 500
    assert response.headers["X-Handler"] == "1"
    assert "X-View" not in response.headers


@both
def test_none_is_a_mistake_and_named_in_the_log(gateway, log, target):
    app, client = app_failing(KeyError("first"), gateway)

    @app.exception_handler(KeyError)
    def forgetful(exc):
        pass

    response = client.get(target)

    assert response.status_code == 500
    assert response.json()["code"] == "internal_error"
    assert "forgetful() returned None for KeyError. Return what a view" in log.text
    assert "KeyError: 'first'" in log.text


def test_a_handler_without_a_name_is_shown_in_messages(log):
    class Handler:
        def __call__(self, exc):
            return None

        def __repr__(self):
            return "<Handler>"

    app, client = app_failing(KeyError())
    app.exception_handler(KeyError)(Handler())

    assert client.get("/view").status_code == 500
    assert "<Handler>() returned None" in log.text


# Handlers that fail


@both
def test_a_handler_that_fails_is_answered_and_both_errors_are_logged(
    gateway, log, target
):
    app, client = app_failing(KeyError("first"), gateway)

    @app.exception_handler(KeyError)
    def broken(exc):
        raise ZeroDivisionError

    response = client.get(target)

    assert response.status_code == 500
    assert response.content_type == "application/problem+json"
    [record] = log.records
    assert record.exc_info[0] is ZeroDivisionError
    assert "KeyError: 'first'" in log.text


@both
@pytest.mark.parametrize("error", [ConflictError("taken"), NotFoundError()])
def test_a_handler_may_raise_an_error_that_is_an_answer(gateway, log, target, error):
    app, client = app_failing(KeyError(), gateway)

    @app.exception_handler(KeyError)
    def translated(exc):
        raise error

    response = client.get(target)

    assert response.status_code == error.status_code
    assert response.json()["detail"] == error.msg
    assert log.records[0].exc_info is None


@both
@pytest.mark.parametrize(
    "result", [object(), ("a", 200, {}, 4), ("a", "200"), ({}, 409, {"X": "a\nb"})]
)
def test_a_result_that_can_not_be_sent_is_a_500(gateway, target, result):
    app, client = app_failing(NotFoundError(), gateway)
    app.exception_handler(NotFoundError)(lambda exc: result)

    response = client.get(target)

    assert response.status_code == 500
    assert response.json()["code"] == "internal_error"


# Classes


def test_the_handle_exception_of_a_class_goes_before_the_handlers_of_the_app():
    class Own(Failing):
        def handle_exception(self, exc):
            return "class", 400

    app = App([path("/", Own)])
    app.exception_handler(Exception)(lambda exc: ("app", 400))

    assert Client(app).get("/").json() == "class"


@pytest.mark.parametrize(
    ("error", "answer"),
    [(KeyError(), (400, "class")), (ValueError(), (422, "app"))],
)
def test_what_a_class_does_not_know_it_leaves_to_the_app_by_super(
    gateway, error, answer
):
    class Own(Failing):
        def handle_exception(self, exc):
            if isinstance(exc, KeyError):
                return "class", 400
            return super().handle_exception(exc)

    app = App([path("/", Own.as_handler(error=error))])
    app.exception_handler(ValueError)(lambda exc: ("app", 422))

    response = Client(app, gateway).get("/")

    assert (response.status_code, response.json()) == answer


def test_what_neither_knows_is_rendered():
    class Own(Failing):
        error = ConflictError("taken")

        def handle_exception(self, exc):
            return super().handle_exception(exc)

    assert Client(Own).get("/").json()["detail"] == "taken"
    assert Client(App([path("/", Own)])).get("/").json()["detail"] == "taken"


@pytest.mark.parametrize(
    ("result", "error", "status"),
    [
        ({"a": 1}, KeyError(), 500),
        ("text", NotFoundError(), 404),
        (({}, 418), NotFoundError(), 418),
        (b"raw", ConflictError(), 409),
    ],
)
def test_handle_exception_may_return_what_a_view_may(gateway, result, error, status):
    class Own(Failing):
        def handle_exception(self, exc):
            return result

    response = Client(Own.as_handler(error=error), gateway).get("/")

    assert response.status_code == status


def test_handle_exception_may_be_a_coroutine():
    class Own(Failing):
        async def handle_exception(self, exc):
            return "handled", 400

    assert Client(Own).get("/").json() == "handled"


def test_a_handle_exception_that_returns_none_is_named_in_the_log(log):
    class Own(Failing):
        def handle_exception(self, exc):
            return None

    assert Client(Own).get("/").status_code == 500
    assert "Own.handle_exception() returned None for KeyError. Return w" in log.text


def test_finalize_response_sees_what_the_handlers_of_the_app_answer():
    class Own(Failing):
        def finalize_response(self, response):
            response.headers["X-Final"] = "yes"
            return response

    app = App([path("/", Own)])
    app.exception_handler(KeyError)(lambda exc: ("app", 400))
    response = Client(app).get("/")

    assert (response.status_code, response.headers["X-Final"]) == (400, "yes")


def test_a_failure_that_is_handled_with_a_5xx_is_reported_and_one_below_is_not():
    reported = []

    class Reporting(Failing):
        def report_exception(self, exc):
            reported.append(exc)

    app = App([path("/", Reporting)])
    answers = iter([("down", 503), ("fine", 200)])
    app.exception_handler(KeyError)(lambda exc: next(answers))
    client = Client(app)

    assert [client.get("/").status_code for _ in range(2)] == [503, 200]
    assert reported == [Reporting.error]


# Registering


@pytest.mark.parametrize("wrong", [int, "KeyError", KeyError(), None, BaseException])
@pytest.mark.parametrize("make", [App, Router])
def test_what_is_no_class_of_exceptions_is_refused(make, wrong):
    register = make().exception_handler(ValueError, wrong)
    with pytest.raises(ImproperlyConfigured) as caught:
        register(lambda exc: "handled")

    assert f"takes classes of exceptions, not {wrong!r}." in str(caught.value)


@pytest.mark.parametrize("classes", [(), ([],), ([], ())])
def test_no_classes_are_refused(classes):
    with pytest.raises(ImproperlyConfigured, match=r"has no classes\. Name some"):
        App().exception_handler(*classes)


def test_two_handlers_for_one_class_are_named():
    def first(exc): ...

    def second(exc): ...

    app = App()
    app.exception_handler(KeyError)(first)
    app.exception_handler(KeyError)(first)
    with pytest.raises(ImproperlyConfigured) as caught:
        app.exception_handler(OSError, KeyError)(second)

    assert "KeyError would be handled by both " in str(caught.value)
    assert "first() and " in str(caught.value)
    assert "second(). Take one of them away." in str(caught.value)


def test_a_second_not_found_is_refused():
    app = App()
    app.not_found(failing)
    with pytest.raises(ImproperlyConfigured) as caught:
        app.not_found(partial(failing, "page"))

    assert "NotFoundError would be handled by both failing() and functools.p" in str(
        caught.value
    )


@pytest.mark.parametrize("wrong", [None, "page.html", {}])
def test_what_is_no_function_can_not_handle_exceptions(wrong):
    with pytest.raises(ImproperlyConfigured) as caught:
        App().not_found(wrong)

    assert str(caught.value) == (
        f"{wrong!r} can't handle exceptions. It must be a function of the exception."
    )


def test_the_decorators_return_the_function():
    app = App()

    def handler(exc): ...

    assert app.exception_handler(KeyError)(handler) is handler
    assert app.not_found(handler) is handler


# EXCEPTION_MAP


class Remote(Exception):
    """Stands for an exception of a client library."""


class RemoteTimeout(Remote):
    pass


HERE = f"{__name__}.Remote"


@both
@pytest.mark.parametrize("name", [Remote, HERE])
@pytest.mark.parametrize("error", [Remote("a secret"), RemoteTimeout("a secret")])
@pytest.mark.parametrize(
    ("meaning", "status", "code"),
    [
        (503, 503, "error"),
        (ServiceUnavailableError, 503, "unavailable"),
        ("pyverless.exceptions.ServiceUnavailableError", 503, "unavailable"),
        (ConflictError, 409, "conflict"),
    ],
)
def test_exceptions_of_others_get_a_meaning(
    log, target, name, error, meaning, status, code
):
    _, client = app_failing(error)
    with override_settings(EXCEPTION_MAP={name: meaning}):
        response = client.get(target)

    assert (response.status_code, response.json()["code"]) == (status, code)
    assert "a secret" not in response.text
    assert ("a secret" in log.text) is (status >= 500)


def test_the_map_holds_for_functions_of_one_handler(gateway):
    with override_settings(EXCEPTION_MAP={HERE: 503}):
        response = Client(Failing.as_handler(error=Remote()), gateway).get("/")

    assert response.status_code == 503


@pytest.mark.parametrize("order", [1, -1])
def test_the_nearest_class_of_the_map_counts_whatever_the_order(order):
    pairs = [(Remote, 502), (RemoteTimeout, 504)][::order]
    with override_settings(EXCEPTION_MAP=dict(pairs)):
        client = Client(Failing.as_handler(error=RemoteTimeout()))
        assert client.get("/").status_code == 504


@pytest.mark.parametrize("name", ["no.such.Error", f"{__name__}.Missing", "Error"])
def test_a_path_of_what_is_not_loaded_is_no_mistake_as_nothing_can_be_of_it(name):
    with override_settings(EXCEPTION_MAP={name: 503}):
        assert Client(Failing).get("/").status_code == 500
    assert "no.such" not in sys.modules


def test_the_module_of_an_exception_is_not_imported():
    assert "this" not in sys.modules
    with override_settings(EXCEPTION_MAP={"this.Error": 503}):
        Client(Failing).get("/")
    assert "this" not in sys.modules


def test_service_errors_are_not_mapped():
    with override_settings(EXCEPTION_MAP={Exception: 503}):
        client = Client(Failing.as_handler(error=ConflictError()))
        assert client.get("/").status_code == 409


@both
def test_a_handler_for_the_exception_itself_goes_before_the_map(target):
    app, client = app_failing(Remote())
    app.exception_handler(Exception)(lambda exc: ("handled", 400))

    with override_settings(EXCEPTION_MAP={Remote: 503}):
        assert client.get(target).json() == "handled"


@both
def test_not_found_sees_what_is_mapped_to_404(gateway, target):
    app, client = app_failing(Remote("no such key"), gateway)

    @app.not_found
    def missing(exc):
        return {"cause": str(exc.__cause__)}

    with override_settings(EXCEPTION_MAP={Remote: NotFoundError}):
        response = client.get(target)

    assert response.status_code == 404
    assert response.json() == {"cause": "no such key"}


@both
def test_a_handler_for_service_error_sees_what_is_mapped_but_no_unknown_failure(target):
    app, client = app_failing(Remote())
    app.exception_handler(ServiceError)(lambda exc: ("seen", exc.status_code))

    assert client.get(target).json() != "seen"
    with override_settings(EXCEPTION_MAP={Remote: 504}):
        response = client.get(target)
    assert (response.status_code, response.json()) == (504, "seen")


@pytest.mark.parametrize("make", [BaseHandler.as_handler, App])
@pytest.mark.parametrize("value", [200, 399, 600, "503", None, KeyError, Remote(), 4.5])
def test_a_wrong_meaning_shows_during_init(make, value):
    error = ImportError if value == "503" else ImproperlyConfigured
    with (
        override_settings(EXCEPTION_MAP={HERE: value}),
        pytest.raises(error, match=r"EXCEPTION_MAP\['.*Remote'\]"),
    ):
        make()


@pytest.mark.parametrize("value", [400, 404, 599])
def test_every_status_of_an_error_is_a_meaning(value):
    with override_settings(EXCEPTION_MAP={HERE: value}):
        assert BaseHandler.as_handler()


def test_a_wrong_meaning_says_what_it_must_be():
    with (
        override_settings(EXCEPTION_MAP={"a.B": 200}),
        pytest.raises(ImproperlyConfigured) as caught,
    ):
        App()

    assert str(caught.value) == (
        "EXCEPTION_MAP['a.B'] is 200. It must be a status from 400 to 599, or a class "
        "of pyverless.exceptions, or its dotted path."
    )


def test_a_renderer_that_is_missing_shows_during_init():
    with override_settings(ERROR_RENDERER="no.such"):
        for make in (BaseHandler.as_handler, App):
            with pytest.raises(ImportError, match="for the setting ERROR_RENDERER"):
                make()


# Headers of errors


@both
@pytest.mark.parametrize(
    ("error", "challenge"),
    [
        (UnauthorizedError(), "Bearer"),
        (ServiceError(401), "Bearer"),
        (UnauthorizedError(headers={"WWW-Authenticate": "Basic"}), "Basic"),
    ],
)
def test_a_401_has_a_challenge(gateway, target, error, challenge):
    _, client = app_failing(error, gateway)
    response = client.get(target)

    assert response.status_code == 401
    assert response.headers.getlist("WWW-Authenticate") == [challenge]


def test_a_401_that_the_map_means_has_a_challenge():
    _, client = app_failing(Remote())
    with override_settings(EXCEPTION_MAP={Remote: 401}):
        assert client.get("/view").headers["WWW-Authenticate"] == "Bearer"


@both
def test_the_headers_of_an_error_go_out(gateway, target):
    error = ConflictError(headers={"X-Why": "taken", "Retry-After": "3"})
    _, client = app_failing(error, gateway)
    response = client.get(target)

    assert (response.headers["X-Why"], response.headers["Retry-After"]) == (
        "taken",
        "3",
    )


@both
def test_a_header_that_no_front_takes_is_a_500(gateway, target):
    _, client = app_failing(ConflictError(headers={"X-Why": "a\nb"}), gateway)

    assert client.get(target).status_code == 500


def test_an_internal_error_of_ones_own_words_is_told_to_the_caller():
    _, client = app_failing(InternalServerError("The printer burns."))

    assert client.get("/view").json()["detail"] == "The printer burns."


@both
def test_tracebacks_are_shown_by_an_app_that_says_so(gateway, target):
    _, client = app_failing(KeyError("a detail"), gateway, debug=True)

    assert "KeyError: 'a detail'" in client.get(target).json()["traceback"][-1]


@both
@override_settings(DEBUG=True)
def test_an_app_may_switch_off_what_the_setting_shows(gateway, target):
    _, client = app_failing(KeyError("a detail"), gateway, debug=False)

    assert "traceback" not in client.get(target).json()


@both
def test_tracebacks_follow_the_setting_where_an_app_says_nothing(target):
    _, client = app_failing(KeyError("a detail"))

    with override_settings(DEBUG=True):
        assert "traceback" in client.get(target).json()
    assert "traceback" not in client.get(target).json()


@both
@pytest.mark.parametrize("meaning", [503, ServiceUnavailableError])
def test_the_traceback_of_what_is_mapped_is_that_of_the_exception(target, meaning):
    _, client = app_failing(Remote("a detail"), debug=True)
    with override_settings(EXCEPTION_MAP={Remote: meaning}):
        traceback = client.get(target).json()["traceback"]

    assert traceback[-1].endswith("Remote: a detail")
