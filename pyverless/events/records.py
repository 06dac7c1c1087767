"""The records of an event: what queues, buckets and topics deliver."""

from __future__ import annotations

import re

from pyverless.exceptions import UnsupportedEventError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["check_source", "describe_event", "get_records"]

# What errors get to say of an event ends up in the log, so it is nobody's data.
_MAX_NAMES = 20
_SOURCE = re.compile(r"[a-z]{1,20}:[a-z0-9]{1,20}")


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
        is_shown = isinstance(origin, str) and _SOURCE.fullmatch(origin)
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
