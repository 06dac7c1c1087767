"""Messages of Amazon SQS: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html."""

from __future__ import annotations

from pyverless.events.records import get_records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Base = dict[str, Any]
else:
    Base = dict

__all__ = ["SQSMessage", "get_messages"]


class SQSMessage(Base):
    """One message: `attributes`, `text_message`, `queue_source`, `region` and more.

    `attributes` are the message attributes as Lambda delivers them, `message_id` is
    what SQS calls the message; `record` is the whole record that it was made of.
    """

    #: The record as Lambda delivered it.
    record: dict[str, Any]

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> SQSMessage:
        """Return the message of one record."""
        message = cls(
            attributes=record.get("messageAttributes") or {},
            text_message=record.get("body") or "",
            queue_source=record.get("eventSourceARN"),
            region=record.get("awsRegion"),
            message_id=record.get("messageId"),
        )
        message.record = record
        return message


def get_messages(event: Any) -> list[SQSMessage]:
    """Return the messages of an SQS event, in order."""
    return [SQSMessage.from_record(r) for r in get_records(event, "aws:sqs")]
