"""SNSHandler: a handler of what a topic publishes."""

from __future__ import annotations

from pyverless.events.sns import SNSNotification
from pyverless.handlers.payloads import PayloadMixin
from pyverless.handlers.records import RecordsHandler

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["SNSHandler"]


class SNSHandler(PayloadMixin, RecordsHandler):
    """A handler of the notifications of a topic: `process_notification()`.

    Amazon SNS reads no report. Where a notification fails the function raises, after
    the others of the event, and Lambda calls it twice more with the same event. What
    fails then goes to the function's `OnFailure` destination or dead-letter queue,
    and is lost without one. See
    https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html.
    """

    event_source = "aws:sns"

    #: The notification: see `pyverless.events.sns.SNSNotification`.
    notification: SNSNotification

    def load_records(self) -> None:
        """Set `notification`, and `body` where there is a serializer."""
        self.notification = self.get_notification()
        self.set_body(self.notification)

    def get_notification(self) -> SNSNotification:
        """Return the notification of the record."""
        return SNSNotification.from_record(self.record)

    def get_idempotency_key(self) -> str | None:
        """Return the id of the message, which is the same in every attempt."""
        key: str | None = (self.record.get("Sns") or {}).get("MessageId")
        return key

    def perform_action(self) -> None:
        """Process the notification."""
        self.process_payload(self.notification, self.process_notification)

    def process_notification(self, notification: SNSNotification) -> Any:
        """Do what is to be done with one notification; raise to have it come again.

        What it returns is not read. May be a coroutine.
        """
        raise NotImplementedError
