"""Handlers of files in buckets: S3Handler, and S3FileMixin for other actions."""

from __future__ import annotations

from pyverless.encoding import dumps
from pyverless.events.s3 import S3File, get_part, normalize_sequencer
from pyverless.events.s3_names import check_event_name, matches
from pyverless.events.s3_records import get_file_records
from pyverless.events.sqs import get_message_id, get_order_key
from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers.records import RecordsHandler, RecordsMixin
from pyverless.handlers.results import finish

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from typing import Any

    from pyverless.events.s3_records import S3Record
    from pyverless.handlers.plan import Plan

__all__ = ["S3FileMixin", "S3Handler"]


class S3FileMixin(RecordsMixin):
    """A file in a bucket: `self.file`, from `get_file()`.

    The action runs for each file of the event, whether S3 has sent it, EventBridge, an
    SNS topic or a queue. What fails of a queue's messages comes back alone, if the
    event source mapping has `ReportBatchItemFailures`.
    """

    #: Whether a failure in a FIFO queue holds up its message group only.
    isolates_groups: bool = False

    #: The file: see `pyverless.events.s3.S3File`.
    file: S3File
    #: What S3 says of it: see `pyverless.events.s3_records.S3Record`.
    record: S3Record

    def get_records(self) -> Sequence[Any]:
        """Return what S3 says of each file, whatever brought it."""
        return get_file_records(self.event)

    def accepts(self, record: S3Record) -> bool:
        """Return whether to process a record; S3's test message is about no file."""
        return record.has_file or record.error is not None

    def get_record_id(self, record: S3Record) -> str | None:
        """Return the id of the message that brought the file, if one did."""
        return None if record.message is None else get_message_id(record.message)

    def get_order_key(self, record: S3Record) -> Hashable | None:
        """Return what keeps its order: a FIFO queue, or each group of it."""
        if record.message is None:
            return None
        return get_order_key(record.message, self.isolates_groups)

    def get_idempotency_key(self) -> str | None:
        """Return what all that tells of the same change of the same file has in common.

        None where nothing does.
        """
        file = S3File.from_record(self.record)
        # Requests have a number each; not every event has a place in a sequence.
        place = file["sequencer"]
        change = normalize_sequencer(place) if place else _get_request_id(self.record)
        names = ("bucket", "file_name", "version_id", "event_name")
        return change and dumps([*(file[name] for name in names), change])

    def load_records(self) -> None:
        """Set `file`; raise UnsupportedEventError for a message that has none."""
        if self.record.error is not None:
            raise self.record.error
        self.file = self.get_file()

    def get_file(self) -> S3File:
        """Return the file of the record."""
        return S3File.from_record(self.record)

    def get_message_part(self, record: dict[str, Any], part: str) -> dict[str, Any]:
        """Return a part of a record ("bucket", "object", …), or an empty dictionary."""
        return get_part(record, part)


class S3Handler(S3FileMixin, RecordsHandler):
    """A handler of files in buckets, one by one: `process_file()`.

    The class says which files it is for; others count as done. A text is one, a list
    or tuple are several.
    """

    event_source = "aws:s3"

    #: The buckets, by name. None: any.
    bucket: str | Sequence[str] | None = None
    #: What `file_name` may begin with, as in "uploads/". None: anything.
    prefix: str | Sequence[str] | None = None
    #: What `file_name` may end with, as in (".jpg", ".png"). None: anything.
    suffix: str | Sequence[str] | None = None
    #: What may have happened, as in `ObjectCreated:*`. None: anything.
    event_names: str | Sequence[str] | None = None

    def prepare(self, plan: Plan) -> None:
        """Check which files the class is for."""
        super().prepare(plan)
        plan.file_filter = _FileFilter(self, plan.name)

    def accepts(self, record: S3Record) -> bool:
        """Return whether a file is one that the class is for.

        What can't be read is, so that it comes back. For other rules override it, and
        ask it first: S3's test message has no file.
        """
        if not record.has_file:
            return super().accepts(record)
        found: bool = self.plan.file_filter.accepts(record)
        return found

    def perform_action(self) -> None:
        """Process the file."""
        finish(self.process_file(self.file), self.plan.name)

    def process_file(self, file: S3File) -> Any:
        """Do what is to be done with one file; raise to have it delivered again.

        What it returns is not read. May be a coroutine.
        """
        raise NotImplementedError


class _FileFilter:
    """Which files an S3Handler is for, worked out once."""

    def __init__(self, handler: S3Handler, name: str) -> None:
        self._buckets = _get_texts(handler, name, "bucket")
        self._prefixes = _get_texts(handler, name, "prefix")
        self._suffixes = _get_texts(handler, name, "suffix")
        self._events = [
            _get_pattern(text, name)
            for text in _get_texts(handler, name, "event_names")
        ]
        for bucket in self._buckets:
            if not bucket or ":" in bucket:
                raise ImproperlyConfigured(
                    f"{name}.bucket is {bucket!r}, which is no name of a bucket. Set "
                    "it to the name alone, without an ARN, or to None for any bucket."
                )
        limits = (self._buckets, self._prefixes, self._suffixes, self._events)
        self._is_limited = any(limits)

    def accepts(self, record: S3Record) -> bool:
        """Return whether a file is one of them. Keys are compared decoded."""
        if not self._is_limited:
            return True
        file = S3File.from_record(record)
        key, event = file["file_name"], file["event_name"]
        return (
            (not self._buckets or file["bucket"] in self._buckets)
            and (not self._prefixes or key.startswith(self._prefixes))
            and (not self._suffixes or key.endswith(self._suffixes))
            and (not self._events or any(matches(event, each) for each in self._events))
        )


def _get_texts(handler: S3Handler, name: str, attribute: str) -> tuple[str, ...]:
    """Return what a class declares, as texts; none where it is for anything."""
    declared = getattr(handler, attribute)
    if declared is None:
        return ()
    several = (declared,) if isinstance(declared, str) else declared
    is_right = isinstance(several, list | tuple | set | frozenset) and several
    if not is_right or not all(isinstance(each, str) for each in several):
        raise ImproperlyConfigured(
            f"{name}.{attribute} is {declared!r}. Set it to a text or a list of texts, "
            "or to None for anything."
        )
    return tuple(several)


def _get_pattern(text: str, name: str) -> str:
    try:
        return check_event_name(text)
    except ValueError:
        raise ImproperlyConfigured(
            f"{name}.event_names has {text!r}, which S3 has no events of. Set it to "
            'names as in "ObjectCreated:Put", or "ObjectCreated:*" for all of a kind. '
            f"For an event that is newer than that, override {name}.accepts()."
        ) from None


def _get_request_id(record: S3Record) -> str | None:
    elements = get_part(record, "responseElements")
    found: str | None = elements.get("x-amz-request-id")
    return found or get_part(record, "detail").get("request-id")
