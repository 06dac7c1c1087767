"""The records of an event: what queues, buckets and topics deliver."""

from __future__ import annotations

import re

from pyverless.encoding import loads
from pyverless.exceptions import BadRequestError, UnsupportedEventError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Base = dict[str, Any]
else:
    Base = dict

__all__ = ["Message", "check_source", "describe_event", "get_records"]

# What errors get to say of an event ends up in the log, so it is nobody's data.
_MAX_NAMES = 20
_SOURCE = r"[a-z]{1,20}:[a-z0-9]{1,20}"


class Message(Base):
    """A message, which may be JSON: what SQSMessage and SNSNotification share."""

    # So that nearly no message needs a dictionary for attributes.
    __slots__ = ("record",)

    #: The key that the text has in the dictionary.
    text_key: str
    #: The record as Lambda delivered it.
    record: dict[str, Any]

    @property
    def text(self) -> str:
        """The message, as text."""
        text: str = self[self.text_key]
        return text

    @property
    def json_body(self) -> Any:
        """The message, parsed as JSON; BadRequestError where it is none."""
        try:
            return loads(self[self.text_key])
        except ValueError as exc:
            raise BadRequestError(f"The message is not JSON: {exc}.") from exc


def get_records(event: Any, source: str) -> list[dict[str, Any]]:
    """Return the records of an event that must come from `source`, as in `aws:sqs`.

    Raises UnsupportedEventError for anything else, so that nothing is taken for done.
    """
    records = event.get("Records") if isinstance(event, dict) else None
    if not isinstance(records, list):
        raise UnsupportedEventError(
            f"This handler expects records of {source}. The event has no list of "
            f"Records: {describe_event(event)}."
        )
    for record in records:
        if not isinstance(record, dict) or record.get("eventSource") != source:
            check_source(record, source)
    return records


def check_source(record: Any, source: str) -> None:
    """Raise UnsupportedEventError for a record that is not of `source`."""
    origin = None
    if isinstance(record, dict):
        # Amazon SNS writes it with a capital.
        origin = record.get("eventSource", record.get("EventSource"))
    if origin != source:
        is_shown = isinstance(origin, str) and re.fullmatch(_SOURCE, origin)
        found = repr(origin) if is_shown or origin is None else "another source"
        raise UnsupportedEventError(
            f"This handler expects records of {source}, not of {found}."
        )


def describe_event(event: object) -> str:
    """Return what an event is, or which keys it has, but none of its values."""
    if not isinstance(event, dict):
        return f"it is of type {type(event).__name__}"
    if not event:
        return "it is empty"
    names = sorted(map(repr, event))
    rest = len(names) - _MAX_NAMES
    shown = [*names[:_MAX_NAMES], *([f"{rest} more"] if rest > 0 else ())]
    return f"it has the keys {', '.join(shown):.1000}"
