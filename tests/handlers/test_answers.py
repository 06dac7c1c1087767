"""The last steps of every answer: HEAD, compression, size, the log and debug mode."""

from __future__ import annotations

import gzip
import json
import logging
import sys

import pytest

from pyverless.config import from_settings
from pyverless.exceptions import (
    ConflictError,
    NotFoundError,
    PreconditionFailedError,
    UnsupportedEventError,
)
from pyverless.handlers import (
    BaseHandler,
    ConditionalMixin,
    EventHandler,
    RetrieveHandler,
)
from pyverless.http import CORSConfig, Response
from pyverless.logs import environment
from pyverless.routing import App, path
from pyverless.test import Client, http_event, override_settings

LIMIT = 6_291_556
LIMITS = {"alb": 1_048_576, "alb_multi": 1_048_576}
ZIPPED = {"Accept-Encoding": "gzip"}


class Plain(BaseHandler):
    result = {"a": 1}
    error = None

    def perform_action(self):
        if self.error:
            raise self.error
        return self.result


def forms_of(handler=Plain, **keywords):
    """Return a class with its options as a function of its own and in an App."""
    function = handler.as_handler(**keywords)
    return [function, App([path("/", function)])]


# compress


@pytest.mark.parametrize("form", [0, 1])
def test_a_class_may_compress_its_answers(gateway, form):
    client = Client(forms_of(compress=True)[form], gateway)

    response = client.get("/", headers=ZIPPED)

    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(response.content) == b'{"a":1}'
    plain = client.get("/")
    assert (plain.content, plain.headers["Vary"]) == (b'{"a":1}', "Accept-Encoding")


@pytest.mark.parametrize("form", [0, 1])
def test_errors_of_a_class_that_compresses_are_compressed(form):
    client = Client(forms_of(compress=True, error=KeyError())[form])

    response = client.get("/", headers=ZIPPED)

    assert response.status_code == 500
    assert json.loads(gzip.decompress(response.content))["code"] == "internal_error"


@pytest.mark.parametrize(
    ("declared", "own", "is_zipped"),
    [(True, None, True), (True, False, False), (False, True, True)],
)
@pytest.mark.parametrize("form", [0, 1])
def test_a_response_has_the_last_word_on_compression(declared, own, is_zipped, form):
    result = Response({"a": 1}, compress=own)
    client = Client(forms_of(compress=declared, result=result)[form])

    headers = client.get("/", headers=ZIPPED).headers

    assert ("Content-Encoding" in headers) is is_zipped


@pytest.mark.parametrize("route", [True, False])
def test_a_route_goes_before_its_class(route):
    app = App([path("/", Plain.as_handler(compress=not route), compress=route)])

    headers = Client(app).get("/", headers=ZIPPED).headers

    assert ("Content-Encoding" in headers) is route


# cache_control


@pytest.mark.parametrize("form", [0, 1])
@pytest.mark.parametrize(
    ("result", "value"),
    [
        ({}, "max-age=600"),
        (("", 204), "max-age=600"),
        (("", 304), "max-age=600"),
        (("", 299), "max-age=600"),
        (("", 300), "no-cache"),
        (("", 404), "no-cache"),
        (("", 500), "no-cache"),
        (("", 199), "no-cache"),
        (("", 200, {"Cache-Control": "private"}), "private"),
    ],
)
def test_what_succeeds_may_be_kept_and_errors_are_asked_for_again(form, result, value):
    client = Client(forms_of(cache_control="max-age=600", result=result)[form])

    assert client.get("/").headers["Cache-Control"] == value


@pytest.mark.parametrize("form", [0, 1])
def test_errors_that_are_raised_are_asked_for_again(gateway, form):
    forms = forms_of(cache_control="max-age=600", error=NotFoundError())

    headers = Client(forms[form], gateway).get("/").headers

    assert headers["Cache-Control"] == "no-cache"


# etag


class Article:
    id = "1"
    title = "Lambda"


class Detail(ConditionalMixin, RetrieveHandler):
    queryset = [Article]
    serializer = staticmethod(lambda article: {"title": article.title})


@pytest.mark.parametrize("in_app", [True, False])
def test_a_conditional_class_answers_304_as_function_and_in_an_app(gateway, in_app):
    target, where = Detail.as_handler(), {"path_params": {"id": "1"}}
    if in_app or gateway in ("function_url", "alb", "alb_multi", "lattice"):
        target, where = App([path("/{id}", Detail)]), {}
    client = Client(target, gateway)

    first = client.get("/1", **where)
    again = client.get("/1", headers={"If-None-Match": first.headers["ETag"]}, **where)

    assert first.json() == {"title": "Lambda"}
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize("form", [0, 1])
def test_every_class_may_have_tags_of_its_content(gateway, form):
    client = Client(forms_of(etag=True)[form], gateway)
    tag = client.get("/").headers["ETag"]

    assert client.get("/", headers={"If-None-Match": tag}).status_code == 304
    assert client.post("/").headers.get("ETag") is None


@pytest.mark.parametrize("form", [0, 1])
def test_tags_kept_copies_and_compression_go_together(form):
    options = {"etag": True, "compress": True, "cache_control": "max-age=60"}
    client = Client(forms_of(**options)[form], headers=ZIPPED)
    first = client.get("/")

    again = client.get("/", headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Content-Encoding"] == "gzip"
    assert (again.status_code, again.content) == (304, b"")
    for name in ("ETag", "Cache-Control", "Vary"):
        assert again.headers[name] == first.headers[name]


def test_the_tag_is_that_of_what_middleware_makes_of_the_answer():
    def middleware(get_response):
        def handle(request):
            response = get_response(request)
            response.body = {"b": 2}
            return response

        return handle

    plain, changed = forms_of(etag=True), forms_of(etag=True, middleware=[middleware])
    tags = {Client(target).get("/").headers["ETag"] for target in plain + changed}

    assert len(tags) == 2


# etag= of a route: a function that tells the tag before the view runs


VERSION = '"v1"'


def tagged(tag, calls, gateway="rest", **options):
    """Return a client of a class whose route knows the tag of what is there."""

    class Counted(Plain):
        def perform_action(self):
            calls.append(self.request.method)
            return {"a": 1}

    def get_etag(request):
        if isinstance(tag, Exception):
            raise tag
        return tag

    return Client(App([path("/", Counted, etag=get_etag)], **options), gateway)


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", {}, 200),
        ("GET", {"If-None-Match": VERSION}, 304),
        ("HEAD", {"If-None-Match": VERSION}, 304),
        ("GET", {"If-None-Match": '"v0"'}, 200),
        ("GET", {"If-Match": '"v0"'}, 412),
        ("PUT", {"If-Match": VERSION}, 200),
        ("PUT", {"If-Match": '"v0"'}, 412),
        ("PUT", {"If-None-Match": "*"}, 412),
        ("PUT", {}, 200),
    ],
)
def test_conditions_are_checked_before_the_view_runs(gateway, method, headers, status):
    calls = []
    response = tagged("v1", calls, gateway).request(method, "/", headers=headers)

    assert response.status_code == status
    assert calls == ([method] if status == 200 else [])
    is_read = method in ("GET", "HEAD")
    if status != 412:
        assert response.headers.get("ETag") == (VERSION if is_read else None)
    if status == 304:
        assert response.content == b""


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 200), ({"If-None-Match": "*"}, 200), ({"If-Match": "*"}, 412)],
)
def test_where_nothing_is_there_is_no_tag(headers, status):
    response = tagged(None, []).put("/", headers=headers)

    assert response.status_code == status
    assert "ETag" not in response.headers


@pytest.mark.parametrize(
    ("error", "status"), [(NotFoundError(), 404), (KeyError(), 500)]
)
def test_what_the_function_raises_is_answered(gateway, error, status):
    calls = []

    assert tagged(error, calls, gateway).get("/").status_code == status
    assert calls == []


def test_a_tag_that_no_header_carries_is_a_500_without_the_work(log):
    calls = []

    assert tagged('a"b', calls).get("/").status_code == 500
    assert calls == []


def test_the_412_of_a_route_is_seen_by_the_handlers_of_errors():
    app = App()
    app.exception_handler(PreconditionFailedError)(lambda exc: "changed")
    app.add_route(path("/", Plain, etag=lambda request: "v1"))

    response = Client(app).put("/", headers={"If-Match": '"v0"'})

    assert (response.status_code, response.json()) == (412, "changed")


def test_a_304_of_a_route_is_finished_like_every_answer():
    cors = CORSConfig("https://a.example")
    app = App(cors=cors)
    app.add_route(
        path("/", Plain, etag=lambda request: "v1", cache_control="max-age=9")
    )
    headers = {"If-None-Match": VERSION, "Origin": "https://a.example"}

    response = Client(app).get("/", headers=headers)

    assert response.status_code == 304
    assert response.headers["Cache-Control"] == "max-age=9"
    assert response.headers["Access-Control-Allow-Origin"] == "https://a.example"


# HEAD


@pytest.mark.parametrize("form", [0, 1])
@pytest.mark.parametrize(
    "keywords",
    [
        {},
        {"compress": True},
        {"etag": True, "cache_control": "max-age=60"},
        {"error": NotFoundError()},
        {"result": b"raw"},
        {"result": ("x" * 90_000, 201)},
    ],
)
def test_head_has_the_headers_of_get_and_no_content(gateway, form, keywords):
    client = Client(forms_of(**keywords)[form], gateway, headers=ZIPPED)
    as_get, as_head = client.get("/"), client.head("/")

    assert as_head.content == b""
    assert as_head.status_code == as_get.status_code
    names = {name for name, _ in as_get.headers.pairs} - {"Content-Length"}
    for name in names:
        assert as_head.headers[name] == as_get.headers[name]


def test_the_size_of_what_head_leaves_out_does_not_count():
    assert Client(Plain.as_handler(result="x" * LIMIT)).head("/").status_code == 200


# The size of answers


class Sized(BaseHandler):
    text = ""
    kind = "text/plain"

    def perform_action(self):
        return Response(self.text, content_type=self.kind)


def filled(gateway, extra, fill="x", width=1):
    """Return a Lambda function whose answer takes `extra` bytes more than it may."""
    empty = json.dumps(Sized.as_handler()(http_event(gateway), None))
    room = LIMITS.get(gateway, LIMIT) - len(empty.encode()) + extra
    text = fill * (room // width) + "x" * (room % width)
    return Sized.as_handler(text=text)


def test_an_answer_of_just_the_size_that_the_front_takes_goes_out(gateway, log):
    function = filled(gateway, 0)
    log.clear()

    assert Client(function, gateway).get("/").status_code == 200
    assert [record.levelno for record in log.records] == [logging.INFO]


def test_one_byte_more_is_an_error_that_says_what_to_do(gateway, log):
    function = filled(gateway, 1)
    log.clear()
    answer = function(http_event(gateway), None)

    assert answer["statusCode"] == 500
    problem = json.loads(answer["body"])
    assert problem["code"] == "response_too_large"
    assert problem["detail"].endswith("Ask for less of it at a time.")
    warning, line = log.records
    limit = LIMITS.get(gateway, LIMIT)
    assert (warning.levelno, warning.size, warning.limit) == (
        logging.ERROR,
        limit + 1,
        limit,
    )
    assert f"takes {limit + 1} bytes of JSON, " in warning.getMessage()
    assert (line.levelno, line.status, line.exc_info) == (logging.ERROR, 500, None)


@pytest.mark.parametrize(
    ("fill", "width"), [("é", 6), ("😀", 12), ("\n", 2), ('"', 2), ("\0", 6)]
)
@pytest.mark.parametrize(("extra", "status"), [(0, 200), (1, 500)])
def test_characters_count_as_the_runtime_writes_them(
    monkeypatch, fill, width, extra, status
):
    monkeypatch.delenv("AWS_EXECUTION_ENV", raising=False)
    function = filled("alb", extra, fill, width)

    assert function(http_event("alb"), None)["statusCode"] == status


@pytest.mark.parametrize(("extra", "status"), [(0, 200), (1, 500)])
def test_the_runtimes_of_aws_write_utf_8(monkeypatch, extra, status):
    monkeypatch.setenv("AWS_EXECUTION_ENV", "AWS_Lambda_python3.13")
    monkeypatch.setattr(sys, "version_info", (3, 13))
    function = filled("alb", extra, "é", 2)

    assert function(http_event("alb"), None)["statusCode"] == status


def test_bytes_count_as_base64():
    room = (LIMITS["alb"] - 200) // 4 * 3
    for size, status in ((room, 200), (room + 600, 500)):
        handler = Plain.as_handler(result=b"\0" * size)
        assert handler(http_event("alb"), None)["statusCode"] == status


def test_headers_count_as_well():
    big = {"X-Big": "x" * (LIMITS["alb"] - 90_000)}
    for size, status in ((80_001, 200), (95_000, 500)):
        handler = Plain.as_handler(result=Response("x" * size, headers=big))
        assert handler(http_event("alb"), None)["statusCode"] == status


def test_what_is_compressed_counts_by_what_is_left():
    result = Response("x" * LIMIT, compress=True)

    for headers, status in ((ZIPPED, 200), ({}, 500)):
        event = http_event("rest", headers=headers)
        assert Plain.as_handler(result=result)(event, None)["statusCode"] == status


def test_the_error_of_a_large_answer_has_none_of_its_headers_and_cookies():
    result = Response("x" * LIMIT, headers={"X-Total": 1}, cookies=["a=1"])

    response = Client(Plain.as_handler(result=result)).get("/")

    assert response.status_code == 500
    assert "X-Total" not in response.headers
    assert response.cookies == {}


def test_an_app_guards_the_size_as_well(gateway):
    app = App()
    app.get("/")(lambda: "x" * LIMIT)

    response = Client(app, gateway).get("/")

    assert response.json()["code"] == "response_too_large"


def test_the_path_of_a_large_answer_can_not_pass_for_lines_of_the_log(log):
    Client(Plain.as_handler(result="x" * LIMIT), "alb").get("/a%0AERROR")

    assert "GET /a\\nERROR takes" in log.records[0].getMessage()


# What gets past all guards


def test_what_is_no_request_gets_out():
    for target in forms_of():
        with pytest.raises(UnsupportedEventError, match="This HTTP handler was given"):
            target({"Records": []}, None)


def test_what_gets_out_of_everything_is_answered_and_logged(gateway, log):
    class Broken(Plain):
        def get_error_response(self, exc):
            raise ZeroDivisionError

    for target in forms_of(Broken, error=KeyError()):
        log.clear()
        response = Client(target, gateway).get("/")
        assert response.status_code == 500
        assert response.json()["code"] == "internal_error"
        [record] = log.records
        assert record.exc_info[0] is ZeroDivisionError


class Unsendable(Response):
    """Has half of a surrogate pair as its content, in spite of all checks."""

    def encode(self, *arguments):
        super().encode()
        self.content = "\ud800"


def test_what_can_not_be_compressed_is_answered_and_logged(gateway, log):
    for target in forms_of(compress=True, result=Unsendable({})):
        log.clear()
        response = Client(target, gateway, headers=ZIPPED).get("/")
        assert response.status_code == 500
        [record] = log.records
        assert record.exc_info[0] is UnicodeEncodeError


# The log


def test_failures_are_logged_where_info_is_off(caplog):
    caplog.set_level(logging.ERROR, "pyverless")
    for keywords in ({}, {"error": NotFoundError()}, {"error": KeyError()}):
        Client(Plain.as_handler(**keywords)).get("/")

    assert [record.status for record in caplog.records] == [500]


@pytest.mark.parametrize("level", [logging.INFO, logging.ERROR])
def test_after_an_answer_nothing_is_cold_logged_or_not(caplog, monkeypatch, level):
    monkeypatch.setitem(environment, "is_cold", True)
    caplog.set_level(level, "pyverless")

    Client(Plain).get("/")

    assert environment == {"is_cold": False}


def test_an_exception_that_is_answered_below_500_is_not_in_the_log(log):
    app = App()
    app.get("/")(lambda: 1 / 0)
    app.exception_handler(ZeroDivisionError)(lambda exc: ("no", 400))

    Client(app).get("/")

    [record] = log.records
    assert (record.status, record.exc_info) == (400, None)


def test_an_answer_that_a_middleware_makes_a_5xx_is_no_failure_of_the_view(log):
    def middleware(get_response):
        def handle(request):
            response = get_response(request)
            response.status_code = 503
            return response

        return handle

    forms = forms_of(middleware=[middleware], error=ConflictError())
    for target in forms:
        Client(target).get("/")

    assert [record.status for record in log.records] == [503, 503]
    assert [record.exc_info for record in log.records] == [None, None]


# Debug mode


@pytest.fixture
def debug_log(log):
    log.set_level(logging.DEBUG, "pyverless")
    return log


def test_debug_mode_logs_events_and_answers(gateway, debug_log):
    with override_settings(DEBUG=True):
        for target in forms_of():
            debug_log.clear()
            Client(target, gateway).get("/")
            assert len(debug_log.records) == 3, debug_log.text


def test_debug_mode_is_off_by_default(debug_log):
    for target in forms_of():
        Client(target).get("/")

    assert len(debug_log.records) == 2


@pytest.mark.parametrize(
    ("debug", "setting", "count"),
    [(True, False, 3), (False, True, 1), (None, True, 3), (None, False, 1)],
)
def test_an_app_goes_before_the_setting(debug_log, debug, setting, count):
    app = App([path("/", Plain)], debug=debug)
    with override_settings(DEBUG=setting):
        Client(app).get("/")

    assert len(debug_log.records) == count


@override_settings(DEBUG=True)
def test_debug_mode_logs_other_events_too(debug_log):
    class Nightly(EventHandler):
        def perform_action(self):
            return {"done": True}

    assert Client(Nightly).invoke({"job": "nightly"}) == {"done": True}
    assert "nightly" in debug_log.text


@override_settings(DEBUG=True)
def test_debug_mode_logs_events_that_fail(debug_log):
    class Nightly(EventHandler):
        def perform_action(self):
            raise LookupError

    with pytest.raises(LookupError):
        Client(Nightly).invoke({"job": "nightly"})
    assert "nightly" in debug_log.text


@override_settings(DEBUG=True)
def test_debug_mode_keeps_secrets_out_of_the_log(gateway, debug_log):
    client = Client(Plain, gateway, headers={"Authorization": "Bearer hunter2"})
    client.post("/?token=hunter2", json={"password": "hunter2"})

    assert "hunter2" not in debug_log.text


# Settings that change


def test_handlers_of_events_notice_settings_that_change():
    class Nightly(EventHandler):
        model = from_settings("USER_MODEL")

        def perform_action(self):
            return str(self.plan.model)

    client = Client(Nightly)

    assert client.invoke({}) == "None"
    with override_settings(USER_MODEL=f"{__name__}.Article"):
        assert client.invoke({}) == str(Article)
    assert client.invoke({}) == "None"
