"""Handlers of files, whatever brings the news of them."""

from __future__ import annotations

import pytest

from pyverless.contrib.memory import IdempotencyMixin
from pyverless.exceptions import (
    ImproperlyConfigured,
    NotFoundError,
    UnsupportedEventError,
)
from pyverless.handlers import BaseHandler, S3FileMixin, S3Handler
from pyverless.test import Client, s3_event, s3_test_event, sqs_event

VIAS = [None, "sqs", "sns", "sns-sqs", "eventbridge", "eventbridge-sqs"]


class Names(S3FileMixin, BaseHandler):
    def perform_action(self):
        return self.file["file_name"]


class Files(S3Handler):
    """Keeps the names of what it has processed; "bad" ones fail."""

    done: list[str]

    def process_file(self, file):
        if "bad" in file["file_name"]:
            raise ValueError("a bad file")
        self.done.append(file["file_name"])


@pytest.fixture(autouse=True)
def done():
    Files.done = []
    return Files.done


def invoke(handler, event):
    return Client(handler).invoke(event)


def failures_of(result):
    return [failure["itemIdentifier"] for failure in result["batchItemFailures"]]


def queued(*bodies, **options):
    """The event of messages whose ids are 0, 1, …"""
    records = [{"body": b, "messageId": str(n)} for n, b in enumerate(bodies)]
    return sqs_event(records, **options)


def message_of(**attributes):
    with pytest.raises(ImproperlyConfigured) as caught:
        Files.as_handler(**attributes)
    return str(caught.value)


# The mixin


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
    class Handler(Names):
        seen = []

        def perform_action(self):
            self.seen.append(self.file["file_name"])
            if self.file["file_name"] == "b":
                raise NotFoundError("no such owner")

    with pytest.raises(NotFoundError, match="no such owner"):
        invoke(Handler, s3_event(["a", "b", "c"]))
    assert Handler.seen == ["a", "b", "c"]


def test_get_file_can_be_overridden():
    class Handler(S3FileMixin, BaseHandler):
        def get_file(self):
            return super().get_file() | {"size": 7}

        def perform_action(self):
            return self.file["size"]

    assert invoke(Handler, s3_event("a")) == [7]


@pytest.mark.parametrize("via", [None, "eventbridge"])
def test_a_part_of_a_record_is_found_or_empty(via):
    class Handler(S3FileMixin, BaseHandler):
        def perform_action(self):
            part = self.get_message_part(self.record, "bucket")
            return part["name"], self.get_message_part(self.record, "nothing")

    [result] = invoke(Handler, s3_event("a.txt", bucket="photos", via=via))

    assert result == ["photos", {}]


# The handler


@pytest.mark.parametrize("via", VIAS)
def test_a_file_is_processed_whatever_brought_it(done, via):
    result = invoke(Files, s3_event("a/März 100% b+c%2B", via=via))

    assert done == ["a/März 100% b+c%2B"]
    assert result in ([None], {"batchItemFailures": []})


def test_what_process_file_returns_is_not_read():
    class Handler(S3Handler):
        def process_file(self, file):
            return object()

    assert invoke(Handler, s3_event("a")) == [None]


def test_process_file_may_be_a_coroutine(done):
    class Handler(Files):
        async def process_file(self, file):
            super().process_file(file)

    invoke(Handler, s3_event(["a", "b"]))
    assert done == ["a", "b"]


@pytest.mark.parametrize("via", ["sqs", "sns-sqs", "eventbridge-sqs"])
def test_only_the_message_of_a_file_that_fails_comes_back(done, via):
    event = s3_event(["a", "bad", "c"], via=via)

    result = invoke(Files, event)

    assert failures_of(result) == [event["Records"][1]["messageId"]]
    assert done == ["a", "c"]


def test_a_message_comes_back_when_one_of_its_files_fails(done):
    event = queued(s3_event(["a", "bad", "c", "bad too"]), s3_event("d"))

    assert failures_of(invoke(Files, event)) == ["0"]
    assert done == ["a", "c", "d"]


@pytest.mark.parametrize("via", [None, "sns", "eventbridge"])
def test_a_file_without_a_queue_raises(via):
    with pytest.raises(ValueError, match="a bad file"):
        invoke(Files, s3_event("bad", via=via))


@pytest.mark.parametrize(
    "body",
    [
        "hello",
        {"order": 42},
        {"Records": [None]},
        {"Records": [{"eventSource": "aws:s3"}]},
    ],
)
def test_a_message_that_can_not_be_read_comes_back_alone(done, body):
    event = queued(s3_event("a"), body, s3_event("b"))

    assert failures_of(invoke(Files, event)) == ["1"]
    assert done == ["a", "b"]


def test_where_no_message_can_be_read_that_is_what_gets_out():
    with pytest.raises(UnsupportedEventError, match="is not JSON"):
        invoke(Files, sqs_event("hello"))


def test_a_test_message_is_no_work():
    assert invoke(Files, s3_test_event()) == {"batchItemFailures": []}
    assert invoke(Files, queued(s3_test_event())) == {"batchItemFailures": []}


def test_a_test_message_counts_as_done_among_others():
    event = queued(s3_test_event(), s3_event("bad"))

    assert failures_of(invoke(Files, event)) == ["1"]


# Order


def in_groups(names, groups):
    bodies = [s3_event(name, via="eventbridge") for name in names]
    event = queued(*bodies, fifo=True)
    for record, group in zip(event["Records"], groups, strict=True):
        record["attributes"]["MessageGroupId"] = group
    return event


def test_after_a_failure_in_a_fifo_queue_nothing_is_begun(done):
    result = invoke(Files, in_groups(["a", "bad", "c", "d"], "xyxy"))

    assert failures_of(result) == ["1", "2", "3"]
    assert done == ["a"]


def test_a_failure_may_hold_up_its_message_group_only(done):
    handler = Files.as_handler(isolates_groups=True)

    result = handler(in_groups(["a", "bad", "c", "d"], "xyxy"), None)

    assert failures_of(result) == ["1", "3"]
    assert done == ["a", "c"]


# Which files


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({}, ["in/a b.jpg", "in/c.PNG", "out/ü+.jpg"]),
        ({"bucket": "photos"}, ["in/a b.jpg", "in/c.PNG", "out/ü+.jpg"]),
        ({"bucket": ["films", "photos"]}, ["in/a b.jpg", "in/c.PNG", "out/ü+.jpg"]),
        ({"bucket": "photo"}, []),
        ({"prefix": "in/"}, ["in/a b.jpg", "in/c.PNG"]),
        ({"prefix": "in/a b"}, ["in/a b.jpg"]),
        ({"prefix": ["out/ü+", "in/a+b"]}, ["out/ü+.jpg"]),
        ({"prefix": ""}, ["in/a b.jpg", "in/c.PNG", "out/ü+.jpg"]),
        ({"suffix": ".jpg"}, ["in/a b.jpg", "out/ü+.jpg"]),
        ({"suffix": (".jpg", ".PNG"), "prefix": "in"}, ["in/a b.jpg", "in/c.PNG"]),
        (
            {"event_names": "ObjectCreated:Put"},
            ["in/a b.jpg", "in/c.PNG", "out/ü+.jpg"],
        ),
        ({"event_names": ["ObjectCreated:Copy", "s3:ObjectRemoved:*"]}, []),
    ],
)
@pytest.mark.parametrize("via", [None, "eventbridge-sqs"])
def test_a_class_says_which_files_it_is_for(done, attributes, expected, via):
    event = s3_event(["in/a b.jpg", "in/c.PNG", "out/ü+.jpg"], bucket="photos", via=via)

    result = Files.as_handler(**attributes)(event, None)

    assert done == expected
    assert result in ([None] * len(expected), {"batchItemFailures": []})


def test_what_can_not_be_read_is_no_file_of_others():
    event = queued(s3_event("a"), "hello")

    assert failures_of(Files.as_handler(prefix="b")(event, None)) == ["1"]


def test_accepts_can_be_overridden(done):
    class Handler(Files):
        suffix = ".txt"

        def accepts(self, record):
            return super().accepts(record) and not record["s3"]["object"]["size"]

    event = s3_event("a.txt", size=0)
    event["Records"] += s3_event(["b.txt", "c.jpg"])["Records"]

    invoke(Handler, event)
    assert done == ["a.txt"]


@pytest.mark.parametrize("name", ["bucket", "prefix", "suffix", "event_names"])
@pytest.mark.parametrize("value", [[], (), 5, b"a", [None], ["a", 5], {"a": 1}])
def test_a_filter_is_of_texts(name, value):
    assert message_of(**{name: value}) == (
        f"Files.{name} is {value!r}. Set it to a text or a list of texts, or to None "
        "for anything."
    )


@pytest.mark.parametrize("bucket", ["", "arn:aws:s3:::photos", ["a", ""]])
def test_a_bucket_is_a_name(bucket):
    assert "no name of a bucket. Set it to the name" in message_of(bucket=bucket)


def test_an_event_that_s3_does_not_have_shows_during_init():
    assert message_of(event_names=["ObjectCreated:*", "Created"]) == (
        "Files.event_names has 'Created', which S3 has no events of. Set it to names "
        'as in "ObjectCreated:Put", or "ObjectCreated:*" for all of a kind. For an '
        "event that is newer than that, override Files.accepts()."
    )


# Duplicates


class Keys(S3FileMixin, BaseHandler):
    found: list[str | None]

    def perform_action(self):
        self.found.append(self.get_idempotency_key())


def keys_of(*events):
    Keys.found = []
    for event in events:
        invoke(Keys, event)
    return Keys.found


def test_all_that_tells_of_the_same_change_has_the_same_key():
    ways = [s3_event("a b", version_id="1", via=via) for via in VIAS]

    [first, *others] = keys_of(*ways)

    assert isinstance(first, str)
    assert others == [first] * 5


@pytest.mark.parametrize(
    "changes",
    [
        {"bucket": "films"},
        {"version_id": "1"},
        {"sequencer": "01"},
        {"event_name": "ObjectRemoved:Delete"},
    ],
)
def test_another_change_has_another_key(changes):
    first, other, name = keys_of(s3_event("a"), s3_event("a", **changes), s3_event("b"))

    assert len({first, other, name}) == 3


def test_the_same_change_may_have_its_sequencer_in_two_forms():
    first, other = keys_of(
        s3_event("a", sequencer="00617F08299329D189"),
        s3_event("a", sequencer="617f08299329d189", via="eventbridge"),
    )

    assert first == other


@pytest.mark.parametrize("via", [None, "eventbridge"])
def test_an_event_without_a_sequencer_has_the_request_as_its_key(via):
    event, other, neither = (s3_event("a", via=via) for _ in range(3))
    for number, each in enumerate((event, other, neither)):
        record = each["detail"] if via else each["Records"][0]
        del (record if via else record["s3"])["object"]["sequencer"]
        if via:
            record["request-id"] = f"request {number}"
        else:
            record["responseElements"] = {"x-amz-request-id": f"request {number}"}
        if each is neither:
            record["request-id" if via else "responseElements"] = None

    first, second, none = keys_of(event, other, neither)

    assert first != second
    assert (None in (first, second), none) == (False, None)


def test_with_a_store_a_change_is_processed_once(done):
    class Done(IdempotencyMixin):
        pass

    handler = Files.as_handler(idempotency_store=Done)
    for via in VIAS:
        handler(s3_event(["a b"], via=via), None)
    handler(s3_event("a b", sequencer="0C"), None)

    assert done == ["a b", "a b"]


def test_a_message_that_can_not_be_read_has_no_key():
    class Handler(S3Handler):
        def load_records(self):
            self.file = self.get_idempotency_key()

        def process_file(self, file):
            assert file is None

    assert invoke(Handler, sqs_event("hello")) == {"batchItemFailures": []}
