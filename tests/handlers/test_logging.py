"""One line per invocation, and what is never in it."""

from __future__ import annotations

import logging

import pytest

from pyverless.auth import IsAuthenticated
from pyverless.crypto import get_json_web_token
from pyverless.exceptions import (
    BadRequestError,
    NotFoundError,
    ServiceUnavailableError,
)
from pyverless.handlers import (
    BaseHandler,
    EventHandler,
    RequestBodyMixin,
    S3FileMixin,
    SQSMessagesMixin,
)
from pyverless.http import Response
from pyverless.logs import environment
from pyverless.routing import App, path
from pyverless.test import (
    Client,
    FakeContext,
    http_event,
    override_settings,
    s3_event,
    sqs_event,
)

SECRET = "a secret of this test suite, of 32 bytes and more"


class Handler(BaseHandler):
    """Raises `error`, or answers with `status`."""

    error = None
    status = 200

    def perform_action(self):
        if self.error:
            raise self.error
        return Response({}, self.status)


class Reporting(Handler):
    reported = []

    def report_exception(self, exc):
        self.reported.append(exc)


@pytest.fixture
def reported():
    Reporting.reported.clear()
    return Reporting.reported


@pytest.fixture
def cold(monkeypatch):
    monkeypatch.setitem(environment, "is_cold", True)


def test_an_invocation_is_one_line_with_its_fields(gateway, log, cold):
    context = FakeContext(aws_request_id="4f5bd7a5-0c3a-4d3a-9d3c-1b5bc3f0a111")
    event = http_event(gateway, "POST", "/articles")

    Handler.as_handler()(event, context)

    [record] = log.records
    assert (record.name, record.levelno) == ("pyverless.request", logging.INFO)
    assert record.request_id == "4f5bd7a5-0c3a-4d3a-9d3c-1b5bc3f0a111"
    assert (record.method, record.status, record.cold) == ("POST", 200, True)
    assert record.duration_ms >= 0
    assert record.exc_info is None


@pytest.mark.parametrize("gateway", ["rest", "http1", "http2"])
def test_the_route_of_the_front_is_logged(log, gateway):
    Client(Handler, gateway, route="/articles/{id}").get("/articles/1")

    [record] = log.records
    assert record.route == "/articles/{id}"
    assert record.getMessage().startswith("GET /articles/{id} 200 in ")


def test_the_route_of_an_app_is_logged(gateway, log):
    Client(App([path("/articles/{id}", Handler)]), gateway).get("/articles/1")

    [record] = log.records
    assert record.route == "/articles/{id}"


def test_an_app_logs_what_it_answers_itself(gateway, log):
    client = Client(App([path("/a", Handler.as_handler(allowed_methods=["GET"]))]))

    client.get("/nothing")
    client.post("/a")

    assert [record.status for record in log.records] == [404, 405]
    assert {record.levelno for record in log.records} == {logging.INFO}


def test_only_the_first_invocation_is_cold(log, cold):
    handler = Handler.as_handler()

    handler({}), handler({})

    assert [record.cold for record in log.records] == [True, False]


def test_a_first_invocation_that_is_not_logged_was_cold_too(caplog, cold):
    caplog.set_level(logging.WARNING, "pyverless")
    Handler.as_handler()({})
    Handler.as_handler(error=KeyError())({})

    [record] = caplog.records
    assert record.cold is False


@pytest.mark.parametrize("error", [NotFoundError(), BadRequestError("no")])
def test_the_mistake_of_a_caller_is_an_info(gateway, log, error):
    Client(Handler.as_handler(error=error), gateway).get("/")

    [record] = log.records
    assert (record.levelno, record.exc_info) == (logging.INFO, None)
    assert record.status == error.status_code


@pytest.mark.parametrize("error", [KeyError("x"), ServiceUnavailableError("later")])
def test_a_failure_is_an_error_with_its_traceback(gateway, log, error):
    Client(Handler.as_handler(error=error), gateway).get("/")

    [record] = log.records
    assert record.levelno == logging.ERROR
    assert record.exc_info[1] is error
    assert record.status == getattr(error, "status_code", 500)


def test_a_failure_is_logged_where_info_is_not(caplog):
    caplog.set_level(logging.ERROR, "pyverless")
    Handler.as_handler()({})
    Handler.as_handler(error=KeyError())({})

    assert [record.status for record in caplog.records] == [500]


def test_a_response_that_says_500_is_an_error_as_well(log):
    Client(Handler.as_handler(status=503)).get("/")

    [record] = log.records
    assert (record.levelno, record.status) == (logging.ERROR, 503)
    assert record.exc_info is None


def test_without_a_context_there_is_no_request_id(log):
    Handler.as_handler()({}, None)

    assert log.records[0].request_id is None


@pytest.mark.parametrize("gateway", ["http2", "function_url", "alb", "lattice"])
def test_a_path_can_not_pass_for_lines_of_the_log(gateway, log):
    Client(App(), gateway).get("/a%0AERROR%20b")

    assert "/a\\nERROR b 404 in" in log.records[0].getMessage()


@override_settings(SECRET_KEY=SECRET)
def test_nothing_of_body_token_or_query_is_logged(gateway, log):
    class Login(RequestBodyMixin, Handler):
        permission_classes = [IsAuthenticated]
        required_body_keys = ["password"]

    token = get_json_web_token({"sub": "7"})
    client = Client(Login, gateway, headers={"Authorization": f"Bearer {token}"})
    client.post("/?code=s3cr3t", json={"password": "hunter2"})
    client.post("/?code=s3cr3t", body='{"password": "hunter2"')
    client.post("/?code=s3cr3t", json={"password": "hunter2", "hunter2": 1})
    client.headers["Authorization"] += "forged"
    client.post("/?code=s3cr3t", json={})

    lines = [record for record in log.records if record.name == "pyverless.request"]
    assert [record.status for record in lines] == [200, 400, 400, 401]
    written = "".join(str(vars(record)) for record in log.records)
    for secret in ("hunter2", "s3cr3t", token):
        assert secret not in written


# report_exception()


def test_failures_are_reported(gateway, reported):
    error = KeyError()

    Client(Reporting.as_handler(error=error), gateway).get("/")

    assert reported == [error]


@pytest.mark.parametrize("keywords", [{"error": NotFoundError()}, {}, {"status": 500}])
def test_what_is_no_failure_is_not_reported(reported, keywords):
    Client(Reporting.as_handler(**keywords)).get("/")

    assert reported == []


def test_a_failure_of_the_renderer_is_reported(reported):
    def broken(error, request):
        raise ZeroDivisionError

    with override_settings(ERROR_RENDERER=broken):
        Client(Reporting.as_handler(error=NotFoundError())).get("/")

    assert [type(error) for error in reported] == [ZeroDivisionError]


def test_a_failing_report_does_not_break_the_answer(gateway, log):
    class Broken(Handler):
        def report_exception(self, exc):
            raise ZeroDivisionError

    response = Client(Broken.as_handler(error=KeyError()), gateway).get("/")

    assert response.status_code == 500
    failure, line = log.records
    assert failure.getMessage() == "Broken.report_exception() failed"
    assert failure.exc_info[0] is ZeroDivisionError
    assert line.exc_info[0] is KeyError


# Handlers that answer no HTTP

EVENTS = [
    (EventHandler, {"secret": "hunter2"}),
    (SQSMessagesMixin, sqs_event("hunter2")),
    (S3FileMixin, s3_event("hunter2")),
]


@pytest.mark.parametrize(("base", "event"), EVENTS)
def test_an_event_is_one_line(log, base, event):
    class Nightly(base, BaseHandler):
        def perform_action(self):
            return None

    Client(Nightly).invoke(event, FakeContext(aws_request_id="1"))

    [record] = log.records
    assert record.levelno == logging.INFO
    assert (record.request_id, record.exc_info) == ("1", None)
    assert record.getMessage().startswith("Nightly done in ")


@pytest.mark.parametrize(("base", "event"), EVENTS)
def test_a_failed_event_is_one_line_without_what_was_in_it(log, reported, base, event):
    class Nightly(base, Reporting):
        def perform_action(self):
            raise ValueError("hunter2 is not a number")

    with pytest.raises(ValueError, match="hunter2"):
        Client(Nightly).invoke(event)

    [record] = log.records
    assert record.getMessage().startswith("Nightly failed (ValueError) in ")
    assert "hunter2" not in str(vars(record))
    assert len(reported) == 1


def test_a_failing_report_does_not_hide_the_error_of_an_event(log):
    class Nightly(EventHandler):
        def perform_action(self):
            raise KeyError

        def report_exception(self, exc):
            raise ZeroDivisionError

    with pytest.raises(KeyError):
        Client(Nightly).invoke({})
    assert log.records[-1].getMessage() == "Nightly.report_exception() failed"
