"""Functions under AWS's own runtime: the harness first, then the example project."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from textwrap import dedent

import pytest

from pyverless.test.events import http_event, sqs_event

from .provisioning import cached

pytestmark = pytest.mark.integration

HANDLER = """
    import logging
    import os
    import sys

    def echo(event, context):
        logging.getLogger("echo").error("asked for %s", event)
        custom = context.client_context and context.client_context.custom
        return {"event": event, "custom": custom}

    def fail(event, context):
        raise ValueError("a reason")

    def describe(event, context):
        python = "%d.%d" % sys.version_info[:2]
        import pyverless
        return {"pid": os.getpid(), "python": python, "pyverless": pyverless.__file__}
"""

CLASSES = """
    from types import SimpleNamespace
    from pyverless.handlers import BaseHandler, RetrieveHandler, SQSMessagesMixin

    class Article(SimpleNamespace):
        pass

    Article.objects = [Article(id=1, title="Ça va")]

    class ArticleRetrieve(RetrieveHandler):
        model = Article
        serializer = vars

    class Import(SQSMessagesMixin, BaseHandler):
        def perform_action(self):
            raise LookupError(self.messages[0]["text_message"])

    retrieve = ArticleRetrieve.as_handler()
    import_articles = Import.as_handler()
"""


@pytest.fixture
def directory(tmp_path):
    (tmp_path / "plain.py").write_text(dedent(HANDLER))
    (tmp_path / "classes.py").write_text(dedent(CLASSES))
    return tmp_path


def is_running(pid):
    """Return whether there is such a process; a zombie is none."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


# The harness


def test_a_function_gets_the_event_and_the_client_context(function, directory):
    with function("plain.echo", directory=directory) as running:
        answers = [
            running.invoke({"naïve": [1, None]}),
            running.invoke("text", client_context={"custom": {"source": "a plugin"}}),
        ]

    assert answers == [
        {"event": {"naïve": [1, None]}, "custom": None},
        {"event": "text", "custom": {"source": "a plugin"}},
    ]
    assert "asked for text" in running.logs


def test_a_function_that_raises_is_an_error_of_the_invocation(function, directory):
    with function("plain.fail", directory=directory) as running:
        answer = running.invoke({})

    assert answer["errorType"] == "ValueError"
    assert answer["errorMessage"] == "a reason"


def test_a_handler_that_does_not_exist_is_an_error_of_the_runtime(function, directory):
    with function("absent.handler", directory=directory) as running:
        answer = running.invoke({})

    assert answer["errorType"] == "Runtime.ImportModuleError"


def test_the_function_runs_the_clone_under_the_wanted_python(
    function, python, directory
):
    with function("plain.describe", directory=directory) as running:
        answer = running.invoke({})

    assert answer["pyverless"] == str(
        Path(__file__).parents[2] / "pyverless" / "__init__.py"
    )
    assert f"-python{answer['python']}." in str(python)


def test_nothing_runs_on_afterwards(function, directory):
    with function("plain.describe", directory=directory) as running:
        pid = running.invoke({})["pid"]
        assert is_running(pid)

    assert not is_running(pid)


def test_invocations_from_several_threads_are_served_in_turn(function, directory):
    with (
        function("plain.echo", directory=directory) as running,
        ThreadPoolExecutor(4) as pool,
    ):
        answers = list(pool.map(running.invoke, range(12)))

    assert [answer["event"] for answer in answers] == list(range(12))


# Handler classes


def test_a_handler_answers_each_kind_of_api(function, directory):
    with function("classes.retrieve", directory=directory) as running:
        answers = {
            gateway: running.invoke(
                http_event(gateway, target="/articles/1", route="/articles/{id}")
            )
            for gateway in ("rest", "http1", "http2")
        }

    for gateway, answer in answers.items():
        assert answer["statusCode"] == 200, gateway
        assert json.loads(answer["body"]) == {"id": 1, "title": "Ça va"}


def test_a_handler_recognises_a_warm_up(function, directory):
    event = {"source": "serverless-plugin-warmup"}

    with function("classes.retrieve", directory=directory) as running:
        answers = [
            running.invoke(event),
            running.invoke({"other": 1}, client_context={"custom": event}),
        ]

    assert answers == [None, None]


def test_an_event_that_no_gateway_sends_is_an_error_that_says_so(function, directory):
    with function("classes.retrieve", directory=directory) as running:
        answer = running.invoke(sqs_event("for another function"))

    assert answer["errorType"] == "UnsupportedEventError"
    assert "records of aws:sqs" in answer["errorMessage"]


def test_an_exception_over_a_message_gets_out_so_that_it_is_not_lost(
    function, directory
):
    with function("classes.import_articles", directory=directory) as running:
        answer = running.invoke(sqs_event("a message"))

    assert answer["errorType"] == "LookupError"
    assert answer["errorMessage"] == "a message"


# The cache


def test_two_that_build_the_same_at_once_end_with_one_copy(tmp_path, monkeypatch):
    monkeypatch.setenv("PYVERLESS_CACHE", str(tmp_path / "cache"))
    both = threading.Barrier(2, timeout=10)

    def build(folder):
        both.wait()
        (folder / "file").write_text("whole")

    with ThreadPoolExecutor(2) as pool:
        folders = list(pool.map(lambda _: cached("thing", build), range(2)))

    assert folders == [tmp_path / "cache" / "thing"] * 2
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["thing"]
    assert (folders[0] / "file").read_text() == "whole"


def test_a_build_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setenv("PYVERLESS_CACHE", str(tmp_path))

    def build(folder):
        (folder / "file").write_text("half")
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        cached("thing", build)

    assert list(tmp_path.iterdir()) == []
