"""Notifications of Amazon SNS: https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html."""

from __future__ import annotations

from pyverless.encoding import loads
from pyverless.events.records import Message
from pyverless.events.sqs import bad_attribute, get_typed
from pyverless.exceptions import UnsupportedEventError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

__all__ = ["SNSNotification"]


class SNSNotification(Message):
    """One notification: `message`, `subject`, `topic`, `attributes`, `message_id`.

    `message` is the text that was published, `topic` the ARN of the topic and
    `subscription` that of the function's subscription. `attributes` are the message
    attributes as Lambda delivers them; `record` is the whole record that it was made
    of. What is not there is None.
    """

    text_key = "message"

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> SNSNotification:
        """Return the notification of one record.

        Raises UnsupportedEventError for one that can't be read.
        """
        sns = _get_object(record, "Sns")
        notification = cls(
            {
                "message": sns.get("Message") or "",
                "subject": sns.get("Subject"),
                "topic": sns.get("TopicArn"),
                "attributes": _get_object(sns, "MessageAttributes"),
                "message_id": sns.get("MessageId"),
                "subscription": record.get("EventSubscriptionArn"),
            }
        )
        notification.record = record
        return notification

    @property
    def typed_attributes(self) -> dict[str, Any]:
        """The message attributes by name, as str, int, Decimal, bytes or list.

        BadRequestError where one is not of its type.
        """
        return {
            name: _get_typed(name, attribute.get("Type"), attribute.get("Value"))
            for name, attribute in self["attributes"].items()
        }

    @property
    def sent(self) -> datetime | None:
        """When it was published, in UTC."""
        from datetime import datetime

        text = _get_object(self.record, "Sns").get("Timestamp")
        return datetime.fromisoformat(text) if text else None


def _get_object(parent: dict[str, Any], name: str) -> dict[str, Any]:
    found = parent.get(name) or {}
    if not isinstance(found, dict):
        raise UnsupportedEventError(
            "This handler expects records of aws:sns. In one of them, "
            f"{name} is no object, but of type {type(found).__name__}."
        )
    return found


def _get_typed(name: str, kind: str | None, value: str | None) -> Any:
    # SNS's own type, for filters of subscriptions; it is written as JSON.
    # https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
    if kind == "String.Array" and value is not None:
        try:
            return loads(value)
        except ValueError:
            raise bad_attribute(name, kind) from None
    return get_typed(name, kind, value, value)
