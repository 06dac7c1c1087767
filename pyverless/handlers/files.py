"""Handlers of files in buckets: S3FileMixin."""

from __future__ import annotations

from pyverless.events.s3 import S3File, get_file_records, get_part
from pyverless.handlers.records import RecordsMixin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["S3FileMixin"]


class S3FileMixin(RecordsMixin):
    """A file in a bucket: `self.file`, from `get_file()`."""

    #: The file: see `pyverless.events.s3.S3File`.
    file: S3File

    def get_records(self) -> list[dict[str, Any]]:
        """Return the records of the event."""
        return get_file_records(self.event)

    def load_records(self) -> None:
        """Set `file`."""
        self.file = self.get_file()

    def get_file(self) -> S3File:
        """Return the file of the record."""
        return S3File.from_record(self.record)

    def get_message_part(self, record: dict[str, Any], part: str) -> dict[str, Any]:
        """Return a part of a record ("bucket", "object", …), or an empty dictionary."""
        return get_part(record, part)
