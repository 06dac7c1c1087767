"""What brings the notifications of Amazon S3: a queue, a topic, EventBridge, or S3.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html
"""

from __future__ import annotations

from pyverless.encoding import loads
from pyverless.events.records import check_source, describe_event
from pyverless.events.s3 import get_part
from pyverless.exceptions import UnsupportedEventError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Base = dict[str, Any]
else:
    Base = dict

__all__ = ["S3Record", "get_file_records"]

_KINDS = {
    dict: "an object",
    list: "an array",
    str: "a string",
    bool: "a boolean",
    type(None): "null",
}

# What no file is without.
_NAMES = (("bucket", "name"), ("object", "key"))


class S3Record(Base):
    """What S3 says of one file: its record, or the event of EventBridge, as it came."""

    #: The record of the queue's message that this was in. None: it was in none.
    message: dict[str, Any] | None = None
    #: Whether it is about a file. A message may be about none, as S3's test message is.
    has_file: bool = True
    #: Why the message can't be read; it is about no file then, but has failed.
    error: Exception | None = None


def get_file_records(event: Any) -> list[S3Record]:
    """Return the records of all files in an event, whatever brought it.

    A message that is about no file, or can't be read, has a record as well, so that
    something can be said of it. Raises UnsupportedEventError for an event of another
    kind.
    """
    records = event.get("Records") if isinstance(event, dict) else None
    if not isinstance(records, list):
        return _read(event, describe_event)
    return [found for record in records for found in _unwrap(record)]


def _unwrap(record: Any) -> list[S3Record]:
    """Return what is in one record of the event."""
    if isinstance(record, dict):
        if record.get("eventSource") == "aws:sqs":
            return _read_message(record)
        # Amazon SNS writes it with a capital.
        if record.get("EventSource") == "aws:sns":
            return _read_text(get_part(record, "Sns").get("Message"))
    return [_check(record)]


def _read_message(message: dict[str, Any]) -> list[S3Record]:
    try:
        found = _read_text(message.get("body"))
    except UnsupportedEventError as exc:
        failed = S3Record()
        failed.has_file, failed.error = False, exc
        found = [failed]
    for record in found:
        record.message = message
    return found


def _read_text(text: Any) -> list[S3Record]:
    """Return what is in the text of a message or notification."""
    try:
        value = loads(text if isinstance(text, str) else "")
    except ValueError as exc:
        raise UnsupportedEventError(
            f"This handler expects records of aws:s3. The message is not JSON: {exc}."
        ) from exc
    if isinstance(value, dict) and value.get("Type") == "Notification":
        return _read_text(value.get("Message"))  # of a topic that the queue listens to
    # Whoever could write a message has chosen its keys.
    return _read(value, lambda value: f"it is {_KINDS.get(type(value), 'a number')}")


def _read(value: Any, describe: Callable[[Any], str]) -> list[S3Record]:
    """Return the records of what S3 or EventBridge has written."""
    if isinstance(value, dict):
        if isinstance(value.get("Records"), list):
            return [_check(record) for record in value["Records"]] or [_make_empty()]
        if value.get("Event") == "s3:TestEvent":
            return [_make_empty()]
        if _is_bridged(value):
            return [S3Record(value)]
    raise UnsupportedEventError(
        "This handler expects records of aws:s3. The event has no list of Records, and "
        f"is no event of EventBridge about a file: {describe(value)}."
    )


def _check(record: Any) -> S3Record:
    check_source(record, "aws:s3")
    missing = _find_missing(record)
    if missing is not None:
        raise UnsupportedEventError(
            f"This handler expects records of files. One of aws:s3 has no s3.{missing}."
        )
    return S3Record(record)


def _is_bridged(event: dict[str, Any]) -> bool:
    # CloudTrail's events have the same source, and nothing of a file.
    is_of_bucket = event.get("source") == "aws.s3" and "detail" in event
    return is_of_bucket and _find_missing(event) is None


def _find_missing(record: dict[str, Any]) -> str | None:
    """Return the name that a record should have and has not."""
    for part, name in _NAMES:
        found = get_part(record, part).get(name)
        if not (isinstance(found, str) and found):
            return f"{part}.{name}"
    return None


def _make_empty() -> S3Record:
    record = S3Record()
    record.has_file = False
    return record
