"""Files of Amazon S3, as its notifications and EventBridge tell of them.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
"""

from __future__ import annotations

from datetime import datetime
from io import BufferedReader
from urllib.parse import unquote_plus

from pyverless.events.s3_names import get_event_name, is_removal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from os import PathLike
    from typing import Any

    Base = dict[str, Any]
else:
    Base = dict

__all__ = ["S3File", "get_part", "normalize_sequencer"]

# What S3 answers where there is nothing (any more); the last for a delete marker.
_GONE = ("404", "NoSuchKey", "NoSuchVersion", "MethodNotAllowed")

# How much is read at once, at least.
_BUFFER_SIZE = 1 << 16


class S3File(Base):
    """One file: `bucket`, `file_name`, `size` and more. What is not told is None.

    `file_name` is the key, decoded exactly once; `raw_key` is the key as it was
    written. `event_name` says what happened, as in `ObjectCreated:Put`, and `time` is
    when, in UTC. `size` is in bytes; it and `etag` are of files that are there, so a
    removal has none. `version_id` is for buckets with versions, `sequencer` for
    `is_newer_than()`. `owner` is the principal that owns the bucket (not told by
    EventBridge), `region` the bucket's.
    """

    #: The record that it was made of, or the event of EventBridge.
    record: dict[str, Any]

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> S3File:
        """Return the file of one record, or of one event of EventBridge."""
        read = _read_event if "detail" in record else _read_record
        file = cls(read(record))
        if is_removal(file["event_name"]):
            # A delete marker may come with those of an empty file.
            file["size"] = file["etag"] = None
        file.record = record
        return file

    def is_newer_than(self, sequencer: str | None) -> bool:
        """Return whether this happened after what has that sequencer.

        Only for events of the same key; they may arrive in any order. True as well
        where there is nothing to compare: None is what was never seen, and events
        other than creations and removals have no sequencer.
        """
        own: str | None = self["sequencer"]
        if own is None or sequencer is None:
            return True
        if len(own) == len(sequencer):
            return own.upper() > sequencer.upper()
        return normalize_sequencer(own) > normalize_sequencer(sequencer)

    def open(self) -> BufferedReader:
        """Return the content as a binary file, read from S3 as you go; close it.

        It is that of `version_id`, and without one what the bucket has now. Raises
        FileNotFoundError where it is gone. Everything else that goes wrong is boto3's
        ClientError: a function that may not list the bucket gets AccessDenied for what
        is gone, too.
        """
        from pyverless.aws import get_client

        client = get_client("s3")
        wanted = {"Bucket": self["bucket"], "Key": self["file_name"]}
        if self["version_id"] is not None:
            wanted["VersionId"] = self["version_id"]
        try:
            body = client.get_object(**wanted)["Body"]
        except client.exceptions.ClientError as exc:
            if exc.response["Error"]["Code"] not in _GONE:
                raise
            place = f"s3://{self['bucket']}/{self['file_name']}"
            raise FileNotFoundError(f"There is no {place} (any more)") from exc
        return BufferedReader(body, _BUFFER_SIZE)

    def download_to(self, path: str | PathLike[str]) -> None:
        """Write the content into a file, for what needs one on disk: see `open()`.

        The file is there when all of it is: a retry must not find a part of it.
        """
        import os
        from contextlib import suppress
        from shutil import copyfileobj

        partial = os.path.join(os.path.dirname(path), f".{os.urandom(8).hex()}")
        try:
            with self.open() as source, open(partial, "wb") as target:
                copyfileobj(source, target)
            os.replace(partial, path)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(partial)


def get_part(record: dict[str, Any], part: str) -> dict[str, Any]:
    """Return a part of a record (`bucket`, `object`, …), or an empty one."""
    inner = record.get("s3") or record.get("detail")
    found = record.get(part)
    if not found and isinstance(inner, dict):
        found = inner.get(part)
    return found if isinstance(found, dict) else {}


def normalize_sequencer(sequencer: str) -> str:
    """Return a sequencer without what S3 and EventBridge write differently.

    S3 pads the left, and shorter ones are to be padded on the right: see
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
    """
    return sequencer.strip("0").upper()


def _read_record(record: dict[str, Any]) -> dict[str, Any]:
    bucket, obj = get_part(record, "bucket"), get_part(record, "object")
    key = obj.get("key") or ""
    return {
        "bucket": bucket.get("name"),
        "owner": get_part(bucket, "ownerIdentity").get("principalId"),
        "file_name": unquote_plus(key),
        "size": obj.get("size"),
        "raw_key": key,
        "event_name": record.get("eventName"),
        "etag": obj.get("eTag"),
        "version_id": obj.get("versionId") or None,
        "sequencer": obj.get("sequencer") or None,
        "time": _as_time(record.get("eventTime")),
        "region": record.get("awsRegion"),
    }


def _read_event(event: dict[str, Any]) -> dict[str, Any]:
    bucket, obj = get_part(event, "bucket"), get_part(event, "object")
    key = obj.get("key") or ""  # not encoded
    return {
        "bucket": bucket.get("name"),
        "owner": None,
        "file_name": key,
        "size": obj.get("size"),
        "raw_key": key,
        "event_name": get_event_name(event),
        "etag": obj.get("etag"),
        "version_id": obj.get("version-id") or None,
        "sequencer": obj.get("sequencer") or None,
        "time": _as_time(event.get("time")),
        "region": event.get("region"),
    }


def _as_time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
