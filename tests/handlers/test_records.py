"""Handlers of records and of raw events: whatever fails gets out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pyverless.contrib.memory import Model
from pyverless.exceptions import NotFoundError, UnsupportedEventError
from pyverless.handlers import (
    BaseHandler,
    EventHandler,
    S3FileMixin,
    SQSMessagesMixin,
)
from pyverless.http import Response
from pyverless.test import (
    Client,
    FakeContext,
    http_event,
    s3_event,
    schedule_event,
    sns_event,
    sqs_event,
)


class Article(Model):
    title: str = ""


class Queue(SQSMessagesMixin, BaseHandler):
    def perform_action(self):
        return [message["text_message"] for message in self.messages]


class Bucket(S3FileMixin, BaseHandler):
    def perform_action(self):
        return self.file["file_name"]


class Nightly(EventHandler):
    def perform_action(self):
        return self.event["detail-type"]


def invoke(handler, event, context=None):
    return Client(handler).invoke(event, context)


# Queues


def test_the_messages_of_a_batch_come_in_order():
    assert invoke(Queue, sqs_event(["a", "b", "c"])) == ["a", "b", "c"]
    assert invoke(Queue, sqs_event(["a", "b"], fifo=True)) == ["a", "b"]


def test_the_error_of_a_message_gets_out():
    class Handler(Queue):
        def perform_action(self):
            raise NotFoundError("no such order")

        def handle_exception(self, exc):
            return Response("this would delete the message")

    with pytest.raises(NotFoundError, match="no such order"):
        invoke(Handler, sqs_event("a"))


def test_get_messages_can_be_overridden():
    class Handler(Queue):
        def get_messages(self):
            return super().get_messages()[:1]

    assert invoke(Handler, sqs_event(["a", "b"])) == ["a"]


# Events of the wrong kind


@pytest.mark.parametrize("handler", [Queue, Bucket])
@pytest.mark.parametrize(
    "event",
    [{}, {"Records": None}, [], None, "text", {"body": "{}"}, schedule_event()],
)
def test_an_event_without_records_is_refused(handler, event):
    source = "aws:sqs" if handler is Queue else "aws:s3"

    with pytest.raises(UnsupportedEventError, match=f"expects records of {source}"):
        invoke(handler, event)


@pytest.mark.parametrize(
    ("handler", "event", "found"),
    [
        (Queue, s3_event("a"), "aws:s3"),
        (Queue, sns_event("a"), "aws:sns"),
    ],
)
def test_records_of_another_kind_are_refused(handler, event, found):
    with pytest.raises(UnsupportedEventError, match=f"not of '?{found}'?"):
        invoke(handler, event)


@pytest.mark.parametrize("handler", [Queue, Bucket])
def test_a_request_to_a_handler_of_records_is_refused(gateway, handler):
    with pytest.raises(UnsupportedEventError, match="no list of Records"):
        invoke(handler, http_event(gateway))


@pytest.mark.parametrize("event", [sqs_event("a"), s3_event("a"), schedule_event(), []])
def test_an_http_handler_refuses_what_is_no_request(event):
    with pytest.raises(UnsupportedEventError, match="want an EventHandler, or a"):
        invoke(BaseHandler, event)


# Raw events


def test_an_event_goes_in_and_json_comes_out():
    assert invoke(Nightly, schedule_event()) == "Scheduled Event"


def test_the_result_is_plain_json_and_no_response():
    class Handler(EventHandler):
        def perform_action(self):
            at = datetime(2026, 1, 2, tzinfo=UTC)
            return {"at": at, "ids": {1}, "context": self.context.function_name}

    result = Handler.as_handler()({}, FakeContext("nightly"))

    assert result == {
        "at": "2026-01-02T00:00:00Z",
        "ids": [1],
        "context": "nightly",
    }
    assert type(result["ids"]) is list


@pytest.mark.parametrize("event", [None, [], "text", 5, {"body": "{}"}])
def test_any_event_will_do(event):
    class Handler(EventHandler):
        def perform_action(self):
            return [self.event]

    assert invoke(Handler, event) == [event]


def test_the_error_of_an_event_gets_out():
    class Handler(EventHandler):
        def perform_action(self):
            raise NotFoundError

        def finalize_response(self, response):
            raise AssertionError

    with pytest.raises(NotFoundError):
        invoke(Handler, {})


@pytest.mark.parametrize("result", [object(), float("nan"), {"a": b""}])
def test_a_result_that_json_can_not_say_gets_out_as_an_error(result):
    class Handler(EventHandler):
        def perform_action(self):
            return result

    with pytest.raises((TypeError, ValueError)):
        Handler.as_handler()({})


def test_setup_and_initial_run_for_events_too():
    class Handler(EventHandler):
        def setup(self, event, context):
            self.steps = ["setup"]

        def check_throttles(self):
            self.steps.append("check_throttles")

        def initial(self):
            self.steps.append("initial")
            super().initial()

        def perform_action(self):
            return self.steps

    assert invoke(Handler, {}) == ["setup", "initial", "check_throttles"]


def test_every_event_has_a_fresh_instance():
    class Handler(EventHandler):
        def perform_action(self):
            fresh = not hasattr(self, "seen")
            self.seen = True
            return fresh

    client = Client(Handler)

    assert [client.invoke({}), client.invoke({})] == [True, True]
