"""Notifications of Amazon S3.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
"""

from __future__ import annotations

from pyverless.events.records import get_records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Base = dict[str, Any]
else:
    Base = dict

__all__ = ["S3File", "get_file_records", "get_part"]


class S3File(Base):
    """One file: `bucket`, `owner`, `file_name`, `size`, `raw_key`, `event_name`.

    `file_name` is the key, decoded once; `raw_key` is the key as S3 wrote it. `size`
    is in bytes, and None where S3 tells none, as on deletes.
    """

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> S3File:
        """Return the file of one record."""
        from urllib.parse import unquote_plus

        bucket, obj = get_part(record, "bucket"), get_part(record, "object")
        key = obj.get("key") or ""
        return cls(
            bucket=bucket.get("name"),
            owner=(bucket.get("ownerIdentity") or {}).get("principalId"),
            file_name=unquote_plus(key),
            size=obj.get("size"),
            raw_key=key,
            event_name=record.get("eventName"),
        )


def get_part(record: dict[str, Any], part: str) -> dict[str, Any]:
    """Return a part of a record (`bucket`, `object`, …), or an empty one."""
    found = record.get(part) or (record.get("s3") or {}).get(part)
    return found if isinstance(found, dict) else {}


def get_file_records(event: Any) -> list[dict[str, Any]]:
    """Return the records of an S3 event.

    None for the message that S3 sends when a notification is configured.
    """
    if isinstance(event, dict) and event.get("Event") == "s3:TestEvent":
        return []
    return get_records(event, "aws:s3")
