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
    s3_test_event,
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


# Buckets


def test_each_file_has_an_instance_of_its_own():
    class Handler(S3FileMixin, BaseHandler):
        def perform_action(self):
            fresh = not hasattr(self, "seen")
            self.seen = True
            return [self.file["file_name"], self.record["eventName"], fresh]

    assert invoke(Handler, s3_event(["a/ä b.txt", "c"])) == [
        ["a/ä b.txt", "ObjectCreated:Put", True],
        ["c", "ObjectCreated:Put", True],
    ]


def test_a_removed_file_has_no_size():
    class Handler(S3FileMixin, BaseHandler):
        def perform_action(self):
            return self.file["size"]

    event = s3_event("a", event_name="ObjectRemoved:Delete")
    assert invoke(Handler, event) == [None]


def test_the_error_of_a_file_gets_out_when_the_others_are_done():
    class Handler(Bucket):
        seen = []

        def perform_action(self):
            self.seen.append(self.file["file_name"])
            if self.file["file_name"] == "b":
                raise NotFoundError("no such owner")

    with pytest.raises(NotFoundError, match="no such owner"):
        invoke(Handler, s3_event(["a", "b", "c"]))
    assert Handler.seen == ["a", "b", "c"]


def test_the_test_event_of_a_bucket_is_no_work():
    class Handler(Bucket):
        def perform_action(self):
            raise AssertionError

    assert invoke(Handler, s3_test_event()) == {"batchItemFailures": []}


def test_get_file_can_be_overridden():
    class Handler(S3FileMixin, BaseHandler):
        def get_file(self):
            return super().get_file() | {"size": 7}

        def perform_action(self):
            return self.file["size"]

    assert invoke(Handler, s3_event("a")) == [7]


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
        (Bucket, sqs_event("a"), "aws:sqs"),
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


def test_a_part_of_a_record_is_found_or_empty():
    class Handler(S3FileMixin, BaseHandler):
        def perform_action(self):
            part = self.get_message_part(self.record, "bucket")
            return part["name"], self.get_message_part(self.record, "nothing")

    [result] = Client(Handler).invoke(s3_event("a.txt", bucket="photos"))

    assert result == ["photos", {}]
