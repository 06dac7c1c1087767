"""`as_handler()`: a class becomes a Lambda function."""

from __future__ import annotations

import inspect
import logging

import pytest

from pyverless.contrib.memory import Model
from pyverless.handlers import (
    BaseHandler,
    EventHandler,
    ListHandler,
    MethodHandler,
    RequestBodyMixin,
    RetrieveHandler,
)
from pyverless.logs import environment
from pyverless.test import Client, FakeContext, override_settings, warmup_event

WARM_CLIENT = {"custom": {"source": "serverless-plugin-warmup"}}


class Article(Model):
    title: str = ""


class Greeting(BaseHandler):
    """Say hello."""

    name = "world"

    def perform_action(self):
        return f"hello {self.name}"


def json_of(handler, **options):
    return Client(handler).get("/", **options).json()


def test_the_function_is_plain_and_carries_its_class():
    handler = Greeting.as_handler(name="you")

    assert inspect.isfunction(handler)
    assert handler.handler_class is Greeting
    assert handler.handler_initkwargs == {"name": "you"}
    assert handler.__doc__ == "Say hello."
    assert handler.__module__ == __name__


def test_a_keyword_replaces_a_class_attribute_for_this_function_only():
    renamed, plain = Greeting.as_handler(name="you"), Greeting.as_handler()

    assert json_of(renamed) == "hello you"
    assert json_of(plain) == "hello world"
    assert Greeting.name == "world"


def test_a_keyword_that_is_no_attribute_is_a_type_error():
    with pytest.raises(TypeError) as caught:
        Greeting.as_handler(nmae="you")

    assert str(caught.value) == (
        "Greeting.as_handler() received an invalid keyword 'nmae'. It only accepts "
        "names that are already attributes of the class."
    )


def test_a_keyword_that_is_a_method_of_http_is_a_type_error():
    class Handler(MethodHandler):
        def get(self):
            return None

    with pytest.raises(TypeError) as caught:
        Handler.as_handler(get=print)

    assert str(caught.value) == (
        "Handler.as_handler() can't take 'get': it is the method for GET requests. "
        "Define it on a subclass."
    )


def test_as_handler_is_for_classes_not_for_instances():
    with pytest.raises(AttributeError, match="for the class, not an instance"):
        Greeting().as_handler()


def test_a_keyword_may_be_what_a_mixin_declares():
    class Handler(RequestBodyMixin, BaseHandler):
        def perform_action(self):
            return self.body

    client = Client(Handler.as_handler(required_body_keys=["a"], success_code=202))

    assert client.post("/", json={"a": 1}).status_code == 202
    assert client.post("/", json={"b": 1}).status_code == 400


def test_keywords_can_make_a_generic_handler_complete():
    handler = ListHandler.as_handler(
        queryset=lambda: [1, 2], serializer=str, limit=1, allowed_methods=("GET",)
    )

    assert json_of(handler) == ["1"]


def test_a_keyword_can_replace_a_method():
    handler = ListHandler.as_handler(
        get_queryset=lambda: [1, 2], serialize=lambda obj: obj + 1
    )

    assert json_of(handler) == [2, 3]


def test_stage_methods_can_be_a_keyword():
    class Handler(RequestBodyMixin, BaseHandler):
        def perform_action(self):
            return hasattr(self, "body")

    client = Client(Handler.as_handler(stage_methods={"load_body": ("POST",)}))

    assert client.post("/", json={}).json() is True
    assert client.get("/", body="{").json() is False


def test_every_invocation_has_a_fresh_instance():
    class Handler(BaseHandler):
        made = []

        def perform_action(self):
            first = not hasattr(self, "seen")
            self.seen = self.user = "somebody"
            self.made.append(self)
            return first

    client = Client(Handler)

    assert [client.get("/").json() for _ in range(3)] == [True, True, True]
    assert len({id(instance) for instance in Handler.made}) == 3


def test_what_an_invocation_sets_is_not_there_for_the_next():
    class Handler(MethodHandler):
        def get(self):
            return None

        def post(self):
            self.success_code = 201
            self.allowed_methods = ()

    client = Client(Handler)

    assert client.post("/").status_code == 201
    assert client.get("/").status_code == 200


def test_a_declared_list_is_the_same_for_every_invocation():
    class Handler(ListHandler):
        queryset = [3, 1, 2]
        serializer = int

        def get_queryset(self):
            objects = super().get_queryset()
            objects.append(4)
            return objects

    client = Client(Handler)

    assert client.get("/").json() == [3, 1, 2, 4]
    assert client.get("/").json() == [3, 1, 2, 4]


def test_a_declared_queryset_is_read_anew_by_every_invocation():
    class Rows(list):
        def all(self):
            return list(stored)

    class Handler(ListHandler):
        queryset = Rows()
        serializer = int

    stored = [1]
    client = Client(Handler)

    assert client.get("/").json() == [1]
    stored.append(2)
    assert client.get("/").json() == [1, 2]


def test_a_context_is_not_needed():
    assert Greeting.as_handler()({})["body"] == '"hello world"'


def test_an_attribute_from_the_settings_is_read_when_it_is_used():
    class Handler(ListHandler):
        queryset = [1, 2, 3]
        serializer = int

    handler = Handler.as_handler()

    assert json_of(handler) == [1, 2, 3]
    with override_settings(PAGE_LIMIT=2):
        assert json_of(handler) == [1, 2]
        with override_settings(PAGE_LIMIT=1):
            assert json_of(handler) == [1]
    assert json_of(handler) == [1, 2, 3]


def test_override_settings_reaches_what_was_resolved_during_init():
    class Handler(BaseHandler):
        def perform_action(self):
            return self.missing

    handler = Handler.as_handler()

    def error_of():
        return sorted(Client(handler).get("/").json())[:2]

    assert error_of() == ["code", "detail"]
    with override_settings(ERROR_RENDERER="pyverless.http.problems.legacy"):
        assert error_of() == ["code", "field"]
    assert error_of() == ["code", "detail"]


# Warm-ups


class Counted(BaseHandler):
    """Counts whatever of it is used."""

    calls = []

    def __init__(self, **initkwargs):
        super().__init__(**initkwargs)
        self.calls.append("init")

    def prepare(self, plan):
        super().prepare(plan)
        self.calls.append("prepare")

    def perform_action(self):
        self.calls.append("action")


@pytest.mark.parametrize(
    ("event", "context"),
    [
        (warmup_event(), None),
        ({"warmer": True, "concurrency": 1}, None),
        ({}, FakeContext(client_context=WARM_CLIENT)),
    ],
)
@pytest.mark.parametrize("base", [BaseHandler, EventHandler])
def test_a_warm_up_touches_nothing_of_the_handler(base, event, context):
    class Handler(Counted, base):
        pass

    handler = Handler.as_handler()
    Handler.calls.clear()

    with override_settings(DEBUG=True):  # settings that changed cause no work either
        assert handler(event, context) is None
    assert Handler.calls == []


def test_a_schedule_is_work_and_no_warm_up():
    class Handler(EventHandler):
        def perform_action(self):
            return self.event["source"]

    assert Client(Handler).invoke({"source": "aws.events"}) == "aws.events"


@override_settings(WARMUP_LOG=True)
def test_a_warm_up_is_logged_where_the_setting_says_so(log):
    Greeting.as_handler()(warmup_event(), FakeContext("articles"))

    [record] = log.records
    assert (record.name, record.levelno) == ("pyverless.warmup", logging.INFO)
    assert record.getMessage() == "articles is warm"


def test_a_warm_up_is_not_logged_by_default(log):
    Greeting.as_handler()(warmup_event(), FakeContext("articles"))

    assert log.records == []


def test_a_warm_up_takes_the_cold_start(log, monkeypatch):
    monkeypatch.setitem(environment, "is_cold", True)
    handler = Greeting.as_handler()

    handler(warmup_event(), None)
    handler({}, None)

    assert [record.cold for record in log.records] == [False]


def test_a_model_may_be_a_dotted_path():
    class Handler(RetrieveHandler):
        model = f"{__name__}.Article"
        serializer = "json.dumps"

    assert Handler.as_handler().handler_class is Handler


def test_a_dotted_path_that_leads_nowhere_shows_during_init():
    class Handler(RetrieveHandler):
        model = "pyverless.nothing.Article"
        serializer = str

    with pytest.raises(ImportError, match=r"Could not import .* for Handler\.model"):
        Handler.as_handler()
