"""Mixins for what queues and buckets deliver: exceptions get out, nothing is lost.

An error that is answered as `{"statusCode": 500}` counts as success for Lambda, which
would delete the message. See
https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html.
"""

from __future__ import annotations

from pyverless.events.s3 import S3File, get_file_records, get_part
from pyverless.events.sqs import get_messages
from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers.lifecycle import Lifecycle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.events.sqs import SQSMessage
    from pyverless.handlers.plan import Plan
    from pyverless.types import AwsContext, AwsEvent

__all__ = ["S3FileMixin", "SQSMessagesMixin"]


class SQSMessagesMixin(Lifecycle):
    """The messages of a queue: `self.messages`, from `get_messages()`.

    The action runs once for the batch, in one unit of work.
    """

    is_http = False

    #: The messages, in order: see `pyverless.events.sqs.SQSMessage`.
    messages: list[SQSMessage]

    def load_records(self) -> None:
        """Set `messages`."""
        self.messages = self.get_messages()

    def get_messages(self) -> list[SQSMessage]:
        """Return the messages of the event."""
        return get_messages(self.event)


class S3FileMixin(Lifecycle):
    """A file in a bucket: `self.file`, from `get_file()`.

    The action runs for every record of the event, each time on a fresh instance and in
    a unit of work of its own.
    """

    is_http = False

    #: The file: see `pyverless.events.s3.S3File`.
    file: S3File
    #: The record of the event that this instance is about.
    record: dict[str, Any]

    def prepare(self, plan: Plan) -> None:
        """Check that there is one kind of records."""
        super().prepare(plan)
        if isinstance(self, SQSMessagesMixin):
            raise ImproperlyConfigured(
                f"{plan.name} has both S3FileMixin and SQSMessagesMixin, but an event "
                "has records of one kind. Take one of them away."
            )

    @classmethod
    def invoke(cls, plan: Plan, event: AwsEvent, context: AwsContext) -> Any:
        """Run the action for each file; return the results."""
        results = []
        for record in get_file_records(event):
            handler: Any = plan.make(event, context)
            handler.record = record
            results.append(plan.run(handler))
        return results

    def load_records(self) -> None:
        """Set `file`."""
        self.file = self.get_file()

    def get_file(self) -> S3File:
        """Return the file of the record."""
        return S3File.from_record(self.record)

    def get_message_part(self, record: dict[str, Any], part: str) -> dict[str, Any]:
        """Return a part of a record ("bucket", "object", …), or an empty dictionary."""
        return get_part(record, part)
