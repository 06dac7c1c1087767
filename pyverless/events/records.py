"""The records of an event: what queues, buckets and topics deliver."""

from __future__ import annotations

from pyverless.exceptions import UnsupportedEventError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["get_records"]


def get_records(event: Any, source: str) -> list[dict[str, Any]]:
    """Return the records of an event that must come from `source`, as in `aws:sqs`.

    Raises UnsupportedEventError for anything else, so that nothing is taken for done.
    """
    records = event.get("Records") if isinstance(event, dict) else None
    if not isinstance(records, list):
        found = f"keys {sorted(event)}" if isinstance(event, dict) else repr(event)[:80]
        raise UnsupportedEventError(
            f"This handler expects records of {source}. The event has no list of "
            f"Records: {found}."
        )
    for record in records:
        if not isinstance(record, dict) or record.get("eventSource") != source:
            _check_source(record, source)
    return records


def _check_source(record: Any, source: str) -> None:
    origin = None
    if isinstance(record, dict):
        # Amazon SNS writes it with a capital.
        origin = record.get("eventSource", record.get("EventSource"))
    if origin != source:
        raise UnsupportedEventError(
            f"This handler expects records of {source}, not of {origin!r}."
        )
