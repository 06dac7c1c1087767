from __future__ import annotations

import logging
from types import SimpleNamespace

import pytest

from pyverless.config import override_settings
from pyverless.decorators import warmup
from pyverless.warmup import handle_warmup, is_warmup

SOURCES = ["serverless-plugin-warmup", "mine"]
PLUGIN = {"source": "serverless-plugin-warmup"}


def from_client(custom):
    """Return a context as Lambda's runtime makes it of a client context."""
    client = SimpleNamespace(client={}, custom=custom, env={})
    return SimpleNamespace(client_context=client)


@pytest.mark.parametrize(
    ("event", "context"),
    [
        (PLUGIN, None),
        (PLUGIN, SimpleNamespace(client_context=None)),
        ({"source": "mine", "more": 1}, None),
        ({"warmer": True, "concurrency": 3}, None),
        ({}, from_client(PLUGIN)),
        ({"httpMethod": "GET"}, from_client(PLUGIN)),
        (None, from_client({"source": "mine"})),
        ("text", from_client({"source": "mine"})),
    ],
)
def test_warm_ups_are_recognised(event, context):
    assert is_warmup(event, context, SOURCES)
    assert is_warmup(event, context, frozenset(SOURCES))


@pytest.mark.parametrize(
    ("event", "context"),
    [
        ({}, None),
        ({"source": "aws.events", "detail-type": "Scheduled Event"}, None),
        ({"source": None}, None),
        ({"source": ["serverless-plugin-warmup"]}, None),
        ({"source": {"a": 1}}, None),
        ({"warmer": "true"}, None),
        ({"warmer": 1}, None),
        ({"warmer": False}, None),
        ([], None),
        (["serverless-plugin-warmup"], None),
        ("serverless-plugin-warmup", None),
        (42, None),
        (None, None),
        ({}, object()),
        ({}, SimpleNamespace(client_context={"custom": PLUGIN})),
        ({}, from_client(None)),
        ({}, from_client({})),
        ({}, from_client("serverless-plugin-warmup")),
        ({}, from_client({"source": ["mine"]})),
    ],
)
def test_everything_else_is_work(event, context):
    assert not is_warmup(event, context, SOURCES)
    assert not is_warmup(event, context, frozenset(SOURCES))


def test_without_sources_only_the_warmer_counts():
    assert not is_warmup(PLUGIN, None, [])
    assert is_warmup({"warmer": True}, None, [])


@pytest.mark.parametrize(
    ("context", "line"),
    [
        (SimpleNamespace(function_name="articles"), "articles is warm"),
        (object(), "The function is warm"),
        (None, "The function is warm"),
    ],
)
def test_a_line_says_what_is_warm(caplog, context, line):
    caplog.set_level(logging.INFO, logger="pyverless.warmup")
    with override_settings(WARMUP_LOG=True):
        assert handle_warmup(PLUGIN, context)

    assert caplog.record_tuples == [("pyverless.warmup", logging.INFO, line)]


# The decorator


@warmup
def echo(event, context):
    """Return what was given."""
    return event, context


def test_a_decorated_function_does_not_see_warm_ups():
    assert echo(PLUGIN, None) is None
    assert echo({"warmer": True}) is None
    assert echo({}, from_client(PLUGIN)) is None


@pytest.mark.parametrize("event", [{"id": 1}, {}, [], "text", None])
def test_a_decorated_function_sees_everything_else(event):
    context = object()

    assert echo(event, context) == (event, context)
    assert echo(event) == (event, None)
    assert echo.__name__ == "echo"
    assert echo.__doc__ == "Return what was given."


def test_the_sources_are_a_setting():
    with override_settings(WARMUP_SOURCES=["aws.events"]):
        assert echo({"source": "aws.events"}) is None
        assert echo(PLUGIN) is not None


@pytest.mark.parametrize(("is_on", "lines"), [(True, 1), (False, 0)])
def test_a_line_is_written_when_the_setting_says_so(caplog, is_on, lines):
    with (
        caplog.at_level(logging.INFO, logger="pyverless.warmup"),
        override_settings(WARMUP_LOG=is_on),
    ):
        echo(PLUGIN)
        echo({"id": 1})

    assert len(caplog.messages) == lines
