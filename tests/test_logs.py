from __future__ import annotations

import logging
from importlib.util import module_from_spec
from types import SimpleNamespace

import pytest

from pyverless import logs
from pyverless.logs import log_invocation, request_logger

CONTEXT = SimpleNamespace(aws_request_id="5b7a4a0e")


@pytest.fixture
def cold():
    """Return the module as a fresh environment has it."""
    module = module_from_spec(logs.__spec__)
    logs.__spec__.loader.exec_module(module)
    return module


def test_one_line_tells_of_an_invocation(caplog):
    with caplog.at_level(logging.INFO, logger="pyverless.request"):
        log_invocation("GET /articles", 200, CONTEXT, 0.0, status=200)

    (record,) = caplog.records
    assert record.levelname == "INFO"
    assert record.getMessage() == f"GET /articles 200 in {record.duration_ms} ms"
    assert (record.request_id, record.status) == ("5b7a4a0e", 200)
    assert record.exc_info is None


def test_a_failure_is_an_error_with_its_traceback(caplog):
    failure = KeyError("title")
    with caplog.at_level(logging.ERROR, logger="pyverless.request"):
        log_invocation("GET /articles", 500, CONTEXT, 0.0, failure)

    (record,) = caplog.records
    assert record.levelname == "ERROR"
    assert record.exc_info[1] is failure


@pytest.mark.parametrize("context", [None, object()])
def test_a_context_without_a_request_id_is_fine(caplog, context):
    with caplog.at_level(logging.INFO, logger="pyverless.request"):
        log_invocation("GET /articles", 200, context, 0.0)

    assert caplog.records[0].request_id is None


def test_nothing_is_written_below_the_level(caplog):
    with caplog.at_level(logging.WARNING, logger="pyverless.request"):
        log_invocation("GET /articles", 200, CONTEXT, 0.0)

    assert caplog.records == []


@pytest.mark.parametrize(
    ("status", "level"), [(499, "INFO"), (500, "ERROR"), (503, "ERROR")]
)
def test_a_status_from_500_up_is_an_error_without_a_failure_too(caplog, status, level):
    with caplog.at_level(logging.INFO, logger="pyverless.request"):
        log_invocation("GET /articles", status, CONTEXT, 0.0, status=status)

    assert caplog.records[0].levelname == level


@pytest.mark.parametrize("level", [logging.INFO, logging.ERROR])
def test_only_the_first_invocation_is_cold_written_or_not(cold, caplog, level):
    with caplog.at_level(level, logger="pyverless.request"):
        for failure in (None, KeyError(), KeyError()):
            cold.log_invocation("GET /articles", 200, CONTEXT, 0.0, failure)

    colds = [record.cold for record in caplog.records]
    assert colds == ([True, False, False] if level == logging.INFO else [False, False])


def test_after_a_warm_up_nothing_is_cold(cold, caplog):
    cold.environment["is_cold"] = False  # as as_event_function() does
    with caplog.at_level(logging.INFO, logger="pyverless.request"):
        cold.log_invocation("GET /articles", 200, CONTEXT, 0.0)

    assert caplog.records[0].cold is False


def test_no_handlers_are_installed():
    assert request_logger.handlers == []
    assert request_logger.propagate
