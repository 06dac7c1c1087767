"""Batches of a queue beside a model of what AWS documents, whatever goes wrong.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
"""

from __future__ import annotations

import json
import logging
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import SimpleNamespace
from unittest.mock import patch

import marshmallow
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pyverless.handlers import SQSHandler

#: How long the function may run, and the part of it in which nothing is begun, in ms.
TIME, MARGIN = 1000, 500
CONTEXT = SimpleNamespace(get_remaining_time_in_millis=lambda: TIME)
#: How often a message is delivered before it goes to the dead-letter queue.
DELIVERIES = 4
QUEUES = ("standard", "fifo", "groups")  # groups: FIFO, and `isolates_groups`


@dataclass(frozen=True)
class Sent:
    """A message, and what becomes of it when it is processed."""

    outcome: str
    id: str | None
    group: str = "g"
    milliseconds: int = 0
    number: int = 0

    def as_record(self, queue):
        body = "no JSON" if self.outcome == "invalid" else '{"number": 1}'
        arn = "arn:aws:sqs:eu-west-1:123456789012:orders"
        record = {
            "receiptHandle": str(self.number),
            "body": body,
            "attributes": {"MessageGroupId": self.group},
            "eventSource": "aws:sqs",
            "eventSourceARN": arn if queue == "standard" else f"{arn}.fifo",
        }
        return record if self.id is None else {**record, "messageId": self.id}


class World:
    """What a function does to the world: what it begins, what it commits, and when."""

    def __init__(self, batch):
        self.sent = {str(message.number): message for message in batch}
        self.begun, self.committed, self.clock = [], [], 0

    def monotonic(self):
        return self.clock / 1000


class Body(marshmallow.Schema):
    number = marshmallow.fields.Integer(required=True)


class Orders(SQSHandler):
    serializer = Body
    deadline_margin = MARGIN
    world: World

    @contextmanager
    def atomic(self):
        sent = self.world.sent[self.record["receiptHandle"]]
        self.world.begun.append(sent.number)
        self.world.clock += sent.milliseconds
        yield
        if sent.outcome == "uncommitted":
            raise ConnectionError
        self.world.committed.append(sent.number)

    def process_message(self, message):
        sent = self.world.sent[message.record["receiptHandle"]]
        if sent.outcome == "raises":
            raise LookupError
        if sent.outcome == "exits":
            raise SystemExit


@pytest.fixture(autouse=True, scope="module")
def _no_log():
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


# AWS


def deliver(handler, batch, queue, reports):
    """Return the world, which messages are deleted, and whether the function raised."""
    world = World(batch)
    event = {"Records": [message.as_record(queue) for message in batch]}
    with (
        patch.object(Orders, "world", world, create=True),
        patch("pyverless.handlers.batches.monotonic", world.monotonic),
    ):
        try:
            answer = handler(event, CONTEXT)
        except BaseException:  # noqa: BLE001 - the runtime ends with SystemExit
            return world, set(), True
    ids = [message.id for message in batch]
    kept = get_kept(json.loads(json.dumps(answer)), ids) if reports else set()
    deleted = {message.number for message in batch if message.id not in kept}
    return world, deleted, False


def get_kept(answer, ids):
    """Return the ids of what becomes visible again, as AWS reads a response."""
    if not answer or (isinstance(answer, list) and not any(ids)):
        return set()
    kept = {failure.get("itemIdentifier") for failure in answer["batchItemFailures"]}
    is_readable = all(kept) and kept <= set(ids)
    return kept if is_readable else set(ids)


# What is to be expected


def expect(batch, queue, reports):
    """Return which messages are begun, which are committed, and which are deleted."""
    clock, begun, done, held = 0, [], [], set()
    for message in batch:
        lines = {"standard": message.number, "fifo": "all", "groups": message.group}
        line = lines[queue]
        if clock >= TIME - MARGIN or line in held:
            continue
        begun.append(message.number)
        clock += message.milliseconds
        if message.outcome == "exits":
            return begun, done, set()
        if message.outcome == "ok":
            done.append(message.number)
        else:
            held.add(line)
    failed = {message.id for message in batch if message.number not in done}
    if failed and (not done or not reports or None in failed or "" in failed):
        return begun, done, set()
    return begun, done, {m.number for m in batch if m.id not in failed}


def numbered(messages):
    return [replace(message, number=n) for n, message in enumerate(messages)]


outcomes = st.sampled_from(["ok", "ok", "ok", "raises", "invalid", "uncommitted"])
messages = st.builds(
    Sent,
    outcome=outcomes | st.sampled_from(["ok", "ok", "ok", "ok", "exits"]),
    id=st.uuids().map(str) | st.sampled_from(["a", "b", "c", "c", None, ""]),
    group=st.sampled_from("gh"),
    milliseconds=st.sampled_from([0, 0, 0, 300]),
)
switches = {"queue": st.sampled_from(QUEUES), "reports": st.booleans()}


def make_handler(queue, reports):
    return Orders.as_handler(
        isolates_groups=queue == "groups", reports_failures=reports
    )


@settings(max_examples=100, deadline=None)
@given(batch=st.lists(messages, max_size=10).map(numbered), **switches)
@example(batch=[], queue="fifo", reports=True)
@example(
    batch=numbered([Sent("ok", "a"), Sent("raises", None), Sent("ok", "b")]),
    queue="standard",
    reports=True,
)
@example(
    batch=numbered([Sent("ok", "a"), Sent("ok", None)]),
    queue="standard",
    reports=True,
)
@example(
    batch=numbered([Sent("ok", "a"), Sent("raises", "a"), Sent("ok", "b")]),
    queue="standard",
    reports=True,
)
def test_what_is_deleted_was_done_and_what_is_not_comes_back(batch, queue, reports):
    handler = make_handler(queue, reports)

    world, deleted, has_raised = deliver(handler, batch, queue, reports)

    assert (world.begun, world.committed, deleted) == expect(batch, queue, reports)
    assert deleted <= set(world.committed)
    assert has_raised or world.committed or not batch


# A queue until it is empty


@settings(max_examples=40, deadline=None)
@given(
    sent=st.lists(
        st.tuples(
            st.sampled_from("gh"),
            st.lists(outcomes | st.just("exits"), max_size=DELIVERIES),
            st.sampled_from([0, 0, 300]),
        ),
        max_size=12,
    ),
    size=st.integers(1, 10),
    **switches,
)
def test_nothing_is_lost_and_order_holds_until_a_queue_is_empty(
    sent, size, queue, reports
):
    handler = make_handler(queue, reports)
    waiting, received = list(range(len(sent))), [0] * len(sent)
    processed, dead = [], set()

    while waiting:
        batch = []
        for number in waiting[:size]:
            group, outcomes, milliseconds = sent[number]
            outcome = (*outcomes, *["ok"] * DELIVERIES)[received[number]]
            batch.append(Sent(outcome, f"m{number}", group, milliseconds, number))
            received[number] += 1
        world, deleted, _ = deliver(handler, batch, queue, reports)
        processed += world.committed
        waiting = [number for number in waiting if number not in deleted]
        dead |= {number for number in waiting if received[number] == DELIVERIES}
        waiting = [number for number in waiting if number not in dead]

    assert {*processed} | dead == {*range(len(sent))}
    for line in {"standard": (), "fifo": ("gh",), "groups": ("g", "h")}[queue]:
        first = dict.fromkeys(n for n in processed if sent[n][0] in line)
        assert list(first) == sorted(first)
