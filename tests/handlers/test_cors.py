"""CORS around handlers, Apps, Routers and routes: who declares, and what is told."""

from __future__ import annotations

import pytest

from pyverless.auth import IsAuthenticated
from pyverless.exceptions import (
    ImproperlyConfigured,
    NotFoundError,
    UnprocessableEntityError,
)
from pyverless.handlers import BaseHandler, MethodHandler
from pyverless.http import CORSConfig
from pyverless.routing import App, Router, path
from pyverless.test import Client, override_settings

ORIGIN = "https://a.example"
PREFLIGHT = {"Origin": ORIGIN, "Access-Control-Request-Method": "GET"}
ALLOWED = "Access-Control-Allow-Origin"
HERE = CORSConfig(ORIGIN)


def config(name):
    """Return a configuration that can be told from others by the origin it allows."""
    return CORSConfig("*", expose_headers=[f"X-{name}"])


def told_by(response):
    """Return the name of the configuration that an answer is from."""
    exposed = response.headers.get("Access-Control-Expose-Headers")
    if exposed is None:
        assert ALLOWED not in response.headers
        return None
    assert response.headers[ALLOWED] == "*"
    return exposed.removeprefix("X-")


class Plain(BaseHandler):
    allowed_methods = ("GET", "POST")
    error: Exception | None = None

    def perform_action(self):
        if self.error:
            raise self.error
        return {}


def get(target, gateway="rest", **headers):
    return Client(target, gateway, headers={"Origin": ORIGIN, **headers}).get("/")


def preflight(target, gateway="rest", rule="/", method="GET"):
    headers = {**PREFLIGHT, "Access-Control-Request-Method": method}
    return Client(target, gateway).options(rule, headers=headers)


# Off and on


def test_cors_is_off_until_somebody_declares_it(gateway):
    for target in (Plain, App([path("/", Plain)])):
        response = get(target, gateway)
        assert ALLOWED not in response.headers
        assert "Vary" not in response.headers
        assert preflight(target, gateway).status_code == 405


@pytest.mark.parametrize(
    "target",
    [
        Plain.as_handler(cors=HERE),
        App([path("/", Plain.as_handler(cors=HERE))]),
        App([path("/", Plain, cors=HERE)]),
        App([path("/", Plain)], cors=HERE),
    ],
)
def test_a_page_of_an_allowed_origin_may_read_and_ask_before(gateway, target):
    response = get(target, gateway)
    assert response.headers[ALLOWED] == ORIGIN
    assert response.headers["Vary"] == "Origin"

    answer = preflight(target, gateway)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers[ALLOWED] == ORIGIN
    assert answer.headers["Access-Control-Allow-Methods"] == "GET,HEAD,POST"
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
    assert answer.headers["Allow"] == "GET, HEAD, POST"


def test_a_page_of_another_origin_is_told_nothing_and_caches_are_told_to_vary(gateway):
    response = get(Plain.as_handler(cors=HERE), gateway, Origin="https://b.example")

    assert response.status_code == 200
    assert ALLOWED not in response.headers
    assert response.headers["Vary"] == "Origin"


def test_a_plain_options_is_answered_where_there_is_cors(gateway):
    answer = Client(Plain.as_handler(cors=HERE), gateway).options("/")

    assert answer.status_code == 204
    assert answer.headers["Allow"] == "GET, HEAD, POST"


def test_the_setting_is_for_functions_and_apps():
    targets = [Plain.as_handler(), App([path("/", Plain)])]
    with override_settings(CORS_ORIGIN=ORIGIN):
        targets += [Plain.as_handler(), App([path("/", Plain)])]
        for target in targets:
            assert get(target).headers[ALLOWED] == ORIGIN
            assert preflight(target).status_code == 204
    for target in targets:
        assert ALLOWED not in get(target).headers


# Precedence


LEVELS = ("route", "class", "router", "app", "settings")


def declared(**levels):
    """Return an App of one route where each level declares what is said."""
    handler = Plain.as_handler(cors=levels.get("class"))
    router = Router(cors=levels.get("router"))
    router.add_route(path("/", handler, cors=levels.get("route")))
    app = App(cors=levels.get("app"))
    app.include_router(router)
    return app


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ({}, None),
        *[({level: config(level)}, level) for level in LEVELS[:4]],
        ({level: config(level) for level in LEVELS[:4]}, "route"),
        ({level: config(level) for level in LEVELS[1:4]}, "class"),
        ({level: config(level) for level in LEVELS[2:4]}, "router"),
        ({"route": False, "class": config("class")}, None),
        ({"class": False, "app": config("app")}, None),
        ({"router": False, "app": config("app")}, None),
        ({"app": False}, None),
        ({"class": True, "app": config("app")}, "app"),
        ({"route": True, "class": False, "app": config("app")}, "app"),
        ({"route": True, "router": config("router"), "app": False}, "router"),
        ({"class": config("class"), "app": False}, "class"),
    ],
)
def test_the_nearest_to_the_view_decides(levels, expected):
    app = declared(**levels)

    assert told_by(get(app)) == expected
    answer = preflight(app)
    assert answer.status_code == (405 if expected is None else 204)


@pytest.mark.parametrize(
    ("level", "value", "expected"),
    [
        (None, None, ORIGIN),
        ("app", True, ORIGIN),
        ("app", False, None),
        ("route", False, None),
        ("class", True, ORIGIN),
        ("router", config("router"), "*"),
    ],
)
@override_settings(CORS_ORIGIN=ORIGIN)
def test_the_settings_come_last(level, value, expected):
    app = declared(**{level: value} if level else {})

    assert get(app).headers.get(ALLOWED) == expected


@pytest.mark.parametrize("level", LEVELS[:4])
def test_true_without_anything_declared_farther_out_allows_every_page(level):
    response = get(declared(**{level: True}))

    assert response.headers[ALLOWED] == "*"
    assert "Vary" not in response.headers


@pytest.mark.parametrize(
    ("cors", "setting", "expected"),
    [
        (None, None, None),
        (None, ORIGIN, ORIGIN),
        (False, ORIGIN, None),
        (True, ORIGIN, ORIGIN),
        (True, None, "*"),
        (config("class"), ORIGIN, "*"),
    ],
)
def test_a_function_has_what_its_class_says_and_then_the_settings(
    cors, setting, expected
):
    class Declared(Plain):
        pass

    Declared.cors = cors
    with override_settings(CORS_ORIGIN=setting):
        for target in (Declared, Plain.as_handler(cors=cors)):
            assert get(target).headers.get(ALLOWED) == expected
            status = 405 if expected is None else 204
            assert preflight(target).status_code == status


@pytest.mark.parametrize("wrong", ["*", ORIGIN, 1.5, ["*"], CORSConfig, {}, ""])
def test_what_is_no_configuration_shows_during_init(wrong):
    makers = [
        lambda: Plain.as_handler(cors=wrong),
        lambda: App(cors=wrong),
        lambda: declared(router=wrong),
        lambda: declared(route=wrong),
    ]
    for make in makers:
        with pytest.raises(ImproperlyConfigured) as caught:
            make()
        assert str(caught.value) == (
            f"cors={wrong!r} was declared. It must be a CORSConfig, True, False or "
            "None."
        )


@pytest.mark.parametrize("make", [Plain.as_handler, App])
def test_a_setting_that_can_not_be_used_shows_during_init(make):
    with (
        override_settings(CORS_ORIGIN="a.example"),
        pytest.raises(
            ImproperlyConfigured, match=r"The settings CORS_\* can't be used"
        ),
    ):
        make()


# Before everything else


def failing_middleware(get_response):
    def handle(request):
        raise ZeroDivisionError

    return handle


class Guarded(Plain):
    permission_classes = [IsAuthenticated]


@pytest.mark.parametrize("kind", ["function", "class", "app"])
def test_a_preflight_is_answered_before_authentication_and_middleware(gateway, kind):
    around = [failing_middleware]
    target = Guarded.as_handler(cors=HERE, middleware=around if kind != "app" else [])
    if kind != "function":
        target = App(
            [path("/", target)], middleware=around if kind == "app" else [], cors=HERE
        )

    answer = preflight(target, gateway)

    assert (answer.status_code, answer.headers[ALLOWED]) == (204, ORIGIN)
    assert get(target, gateway).status_code == 500


@override_settings(MIDDLEWARE=[failing_middleware], CORS_ORIGIN=ORIGIN)
@pytest.mark.parametrize("make", [Plain.as_handler, lambda: App([path("/", Plain)])])
def test_a_preflight_is_answered_before_the_middleware_of_the_setting(make):
    assert preflight(make()).status_code == 204


class Telling(MethodHandler):
    def get(self):
        return {}

    def options(self):
        return "own"


class Listed(BaseHandler):
    allowed_methods = ("GET", "OPTIONS")

    def perform_action(self):
        return "own"


@pytest.mark.parametrize("handler", [Telling, Listed])
def test_a_class_that_says_it_answers_options_does(gateway, handler):
    for target in (
        handler.as_handler(cors=HERE),
        App([path("/", handler)], cors=HERE),
    ):
        answer = preflight(target, gateway)
        assert (answer.status_code, answer.json()) == (200, "own")
        assert answer.headers[ALLOWED] == ORIGIN


def test_a_class_that_limits_nothing_leaves_options_to_cors():
    class Any(BaseHandler):
        def perform_action(self):
            return "own"

    assert preflight(Any.as_handler(cors=HERE)).status_code == 204
    assert preflight(App([path("/", Any)], cors=HERE)).status_code == 204
    assert preflight(Any).json() == "own"


def test_an_options_route_wins():
    app = App([path("/", Plain)], cors=HERE)

    @app.options("/")
    def own():
        return "own"

    answer = preflight(app)

    assert (answer.json(), answer.headers[ALLOWED]) == ("own", ORIGIN)


def test_the_configuration_of_the_method_that_is_asked_for_counts():
    class Create(Plain):
        allowed_methods = ("POST",)
        cors = config("class")

    class Read(Plain):
        allowed_methods = ("GET",)
        cors = HERE

    app = App([path("/", Create, Read)])

    answer = preflight(app, method="POST")
    assert answer.headers[ALLOWED] == "*"
    assert answer.headers["Access-Control-Allow-Methods"] == "POST"
    assert answer.headers["Allow"] == "GET, HEAD, POST"
    answer = preflight(app, method="GET")
    assert answer.headers[ALLOWED] == ORIGIN
    assert answer.headers["Access-Control-Allow-Methods"] == "GET,HEAD"


def test_a_preflight_of_what_is_not_there_is_a_404_that_pages_can_read():
    answer = preflight(App([path("/", Plain)], cors=HERE), rule="/nothing")

    assert (answer.status_code, answer.headers[ALLOWED]) == (404, ORIGIN)


# On every answer


class Strict(Plain):
    def load_body(self):
        raise UnprocessableEntityError


def raising_middleware(error):
    return lambda get_response: raising(error)


def raising(error):
    def handle(request):
        raise error

    return handle


ERRORS = [
    (Guarded, {}, 401),
    (Plain, {"error": NotFoundError()}, 404),
    (Plain, {"allowed_methods": ("PUT",)}, 405),
    (Strict, {}, 422),
    (Plain, {"error": KeyError()}, 500),
    (Plain, {"middleware": [raising_middleware(KeyError())]}, 500),
    (Plain, {"middleware": [raising_middleware(NotFoundError())]}, 404),
    (Plain, {"success_code": 999}, 500),
]


@pytest.mark.parametrize(("cls", "keywords", "status"), ERRORS)
def test_pages_can_read_errors_of_every_kind(gateway, cls, keywords, status):
    function = cls.as_handler(cors=HERE, **keywords)
    for target in (function, App([path("/", function)], cors=HERE)):
        response = get(target, gateway)
        assert response.status_code == status
        assert response.headers[ALLOWED] == ORIGIN
        assert response.headers["Vary"] == "Origin"


@pytest.mark.parametrize(
    ("target", "status"), [("/nothing", 404), ("/broken", 500), ("/post", 405)]
)
def test_pages_can_read_the_errors_of_an_app(gateway, target, status):
    app = App(cors=HERE)
    app.post("/post")(lambda: {})  # noqa: PIE807
    app.get("/broken")(lambda: 1 / 0)

    client = Client(app, gateway, headers={"Origin": ORIGIN})
    response = client.get(target)

    assert (response.status_code, response.headers[ALLOWED]) == (status, ORIGIN)


def test_pages_can_read_the_failure_of_a_constructor(gateway):
    class Fragile(Plain):
        cors = HERE
        broken = False

        def __init__(self, **initkwargs):
            super().__init__(**initkwargs)
            if self.broken:
                raise ZeroDivisionError

    targets = [Fragile.as_handler(), App([path("/", Fragile)])]
    Fragile.broken = True
    for target in targets:
        response = get(target, gateway)
        assert (response.status_code, response.headers[ALLOWED]) == (500, ORIGIN)


@pytest.mark.parametrize(
    ("cors", "vary"),
    [
        (CORSConfig(ORIGIN, allow_credentials=True, expose_headers=["ETag"]), "Origin"),
        (CORSConfig(expose_headers=["ETag"]), None),
    ],
)
def test_pages_can_read_that_an_answer_is_too_large(gateway, cors, vary):
    app = App(cors=cors)

    @app.get("/")
    def view():
        return "x" * 7_000_000, 200, {"X-Total": 1, "ETag": '"1"'}

    before, response = get(App([path("/", Plain)], cors=cors)), get(app, gateway)

    assert response.status_code == 500
    assert response.json()["code"] == "response_too_large"
    for name in (
        ALLOWED,
        "Access-Control-Allow-Credentials",
        "Access-Control-Expose-Headers",
    ):
        assert response.headers.get(name) == before.headers.get(name)
    assert response.headers.get("Vary") == vary
    assert "X-Total" not in response.headers
    assert "ETag" not in response.headers


def test_what_a_view_says_itself_stays():
    app = App(cors=HERE)
    app.get("/")(lambda: ({}, 200, {ALLOWED: "null"}))

    assert get(app).headers[ALLOWED] == "null"
