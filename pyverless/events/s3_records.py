"""What brings the notifications of Amazon S3: a queue, a topic, EventBridge, or S3.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html
"""

from __future__ import annotations

from pyverless.encoding import loads
from pyverless.exceptions import UnsupportedEventError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Base = dict[str, Any]
else:
    Base = dict

__all__ = ["S3Record", "get_file_records"]


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
        return _read(event)
    return [found for record in records for found in _unwrap(record)]


def _unwrap(record: Any) -> list[S3Record]:
    """Return what is in one record of the event."""
    if isinstance(record, dict):
        if record.get("eventSource") == "aws:sqs":
            return _read_message(record)
        # Amazon SNS writes it with a capital.
        if record.get("EventSource") == "aws:sns":
            return _read_text((record.get("Sns") or {}).get("Message"))
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
    return _read(value)


def _read(value: Any) -> list[S3Record]:
    """Return the records of what S3 or EventBridge has written."""
    if isinstance(value, dict):
        if isinstance(value.get("Records"), list):
            return [_check(record) for record in value["Records"]] or [_make_empty()]
        if value.get("Event") == "s3:TestEvent":
            return [_make_empty()]
        if value.get("source") == "aws.s3" and _is_about_file(value.get("detail")):
            return [S3Record(value)]
    found = f"keys {sorted(value)}" if isinstance(value, dict) else type(value).__name__
    raise UnsupportedEventError(
        "This handler expects records of aws:s3. The event has no list of Records, and "
        f"is no event of EventBridge about a file: {found:.200}."
    )


def _check(record: Any) -> S3Record:
    origin = None
    if isinstance(record, dict):
        origin = record.get("eventSource", record.get("EventSource"))
    if origin != "aws:s3":
        raise UnsupportedEventError(
            f"This handler expects records of aws:s3, not of {origin!r:.80}."
        )
    return S3Record(record)


def _is_about_file(detail: Any) -> bool:
    # CloudTrail's events have the same source and nothing of this.
    return isinstance(detail, dict) and all(
        isinstance(detail.get(part), dict) for part in ("bucket", "object")
    )


def _make_empty() -> S3Record:
    record = S3Record()
    record.has_file = False
    return record
