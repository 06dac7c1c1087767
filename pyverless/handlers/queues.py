"""Handlers of the messages of a queue: SQSHandler, SQSMessagesMixin."""

from __future__ import annotations

from pyverless.events.sqs import (
    SQSMessage,
    get_message_id,
    get_messages,
    get_order_key,
)
from pyverless.handlers.lifecycle import Lifecycle
from pyverless.handlers.payloads import PayloadMixin
from pyverless.handlers.records import RecordsHandler
from pyverless.handlers.results import finish

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from typing import Any

    from pyverless.handlers.plan import Plan

__all__ = ["SQSHandler", "SQSMessagesMixin"]


class SQSMessagesMixin(Lifecycle):
    """The messages of a queue: `self.messages`, from `get_messages()`.

    The action runs once for the batch, in one unit of work: where it fails, all of the
    batch comes back. SQSHandler has a unit of work for each message.
    """

    is_http = False

    #: The messages, in order: see `pyverless.events.sqs.SQSMessage`.
    messages: list[SQSMessage]

    def prepare(self, plan: Plan) -> None:
        """Make the batch one unit of work of all stores."""
        super().prepare(plan)
        plan.joins_stores = True

    def load_records(self) -> None:
        """Set `messages`."""
        self.messages = self.get_messages()

    def get_messages(self) -> list[SQSMessage]:
        """Return the messages of the event."""
        return get_messages(self.event)


# What an SQSHandler does with a message, besides loading it.
_PARTS = (
    "dispatch_event",
    "get_message",
    "get_result",
    "perform_action",
    "process_payload",
)


class SQSHandler(PayloadMixin, RecordsHandler):
    """A handler of the messages of a queue, one by one: `process_message()`.

    What fails comes back alone, if the event source mapping has
    `ReportBatchItemFailures`. In a FIFO queue nothing after a failure is begun, so that
    the order holds.
    """

    event_source = "aws:sqs"

    #: Whether a failure in a FIFO queue holds up its message group only.
    isolates_groups: bool = False

    #: The message: see `pyverless.events.sqs.SQSMessage`.
    message: SQSMessage

    @classmethod
    def _get_work(cls, plan: Plan) -> Callable[[Any], Any]:
        """Return what processes the message of an instance. Called once."""
        is_changed = (
            plan.has_atomic  # as with every idempotency_store
            or plan.has_payload
            or plan.steps[None] != (SQSHandler.load_records,)
            or any(plan.overrides(name, SQSHandler) for name in _PARTS)
        )
        return super()._get_work(plan) if is_changed else _process

    def get_record_id(self, record: Any) -> str | None:
        """Return the id of the message."""
        return get_message_id(record)

    def get_order_key(self, record: Any) -> Hashable | None:
        """Return what keeps its order: a FIFO queue, or each group of it."""
        return get_order_key(record, self.isolates_groups)

    def load_records(self) -> None:
        """Set `message`, and `body` where there is a serializer."""
        self.message = self.get_message()
        if self.plan.has_payload:
            self.set_body(self.message)

    def get_message(self) -> SQSMessage:
        """Return the message of the record."""
        return SQSMessage.from_record(self.record)

    def perform_action(self) -> None:
        """Process the message."""
        self.process_payload(self.message, self.process_message)

    def process_message(self, message: SQSMessage) -> Any:
        """Do what is to be done with one message; raise to have it delivered again.

        What it returns is not read. May be a coroutine.
        """
        raise NotImplementedError


def _process(handler: SQSHandler) -> None:
    """Do what the parts of SQSHandler do, for classes that override none of them."""
    message = handler.message = SQSMessage.from_record(handler.record)
    result = handler.process_message(message)
    if result is not None:
        finish(result, handler.plan.name)
