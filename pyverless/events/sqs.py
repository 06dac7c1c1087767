"""Messages of Amazon SQS: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html."""

from __future__ import annotations

from pyverless.events.records import Message, get_records
from pyverless.exceptions import BadRequestError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable
    from datetime import datetime
    from typing import Any

__all__ = [
    "SQSMessage",
    "bad_attribute",
    "get_message_id",
    "get_messages",
    "get_order_key",
    "get_typed",
]


class SQSMessage(Message):
    """One message: `attributes`, `text_message`, `queue_source`, `region` and more.

    `attributes` are the message attributes as Lambda delivers them, `message_id` is
    what SQS calls the message; `record` is the whole record that it was made of. What
    is not there is None.
    """

    text_key = "text_message"

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> SQSMessage:
        """Return the message of one record."""
        get = record.get
        message = cls(
            {
                "attributes": get("messageAttributes") or {},
                "text_message": get("body") or "",
                "queue_source": get("eventSourceARN"),
                "region": get("awsRegion"),
                "message_id": get("messageId"),
            }
        )
        message.record = record
        return message

    @property
    def typed_attributes(self) -> dict[str, Any]:
        """The message attributes by name, as str, int, Decimal or bytes.

        BadRequestError where one is not of its type.
        """
        return {
            name: get_typed(
                name,
                attribute.get("dataType"),
                attribute.get("stringValue"),
                attribute.get("binaryValue"),
            )
            for name, attribute in self["attributes"].items()
        }

    @property
    def receive_count(self) -> int:
        """How often the message was delivered, this time included; about that."""
        return int(self._get("ApproximateReceiveCount") or 1)

    @property
    def sent(self) -> datetime | None:
        """When it was sent, in UTC."""
        from datetime import UTC, datetime

        sent = self._get("SentTimestamp")
        return None if sent is None else datetime.fromtimestamp(int(sent) / 1000, UTC)

    @property
    def group_id(self) -> str | None:
        """The message group, in which a FIFO queue keeps the order."""
        return self._get("MessageGroupId")

    @property
    def deduplication_id(self) -> str | None:
        """What a FIFO queue knows duplicates by."""
        return self._get("MessageDeduplicationId")

    @property
    def sequence_number(self) -> str | None:
        """The place in a FIFO queue: longer is later, then compare as texts."""
        return self._get("SequenceNumber")

    def _get(self, name: str) -> str | None:
        system: dict[str, str] = self.record.get("attributes") or {}
        return system.get(name)


def get_messages(event: Any) -> list[SQSMessage]:
    """Return the messages of an SQS event, in order."""
    return [SQSMessage.from_record(r) for r in get_records(event, "aws:sqs")]


def get_message_id(record: dict[str, Any]) -> str | None:
    """Return what SQS calls a message; a report can't name one without an id."""
    return record.get("messageId") or None


def get_order_key(record: dict[str, Any], isolates_groups: bool) -> Hashable | None:
    """Return what a FIFO queue keeps the order of: all of it, or each message group.

    None for standard queues, which may have groups as well, but keep no order.
    """
    if not (record.get("eventSourceARN") or "").endswith(".fifo"):
        return None
    attributes = record.get("attributes") or {}
    return attributes.get("MessageGroupId") or "" if isolates_groups else True


def get_typed(
    name: str, kind: str | None, text: str | None, encoded: str | None
) -> Any:
    """Return the value of a message attribute; BadRequestError where it is none.

    Types may have a label of the sender's own after a point, as in `Number.cents`.
    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
    """
    kind = (kind or "String").partition(".")[0]
    try:
        if kind == "Binary":
            from base64 import b64decode

            return b64decode(encoded or "", validate=True)
        if kind == "Number" and text is not None:
            return _as_number(text)
    except (ArithmeticError, ValueError):
        raise bad_attribute(name, kind) from None
    return text


def bad_attribute(name: str, kind: str) -> BadRequestError:
    """Return the error for a message attribute that is not of its type."""
    return BadRequestError(f"The message attribute {name!r} is not a valid {kind}.")


def _as_number(text: str) -> Any:
    from decimal import Decimal

    if text.lstrip("+-").isdecimal():
        return int(text)
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError(f"{text} is no number")
    return number
