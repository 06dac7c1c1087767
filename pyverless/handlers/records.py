"""Handlers of records: whatever fails comes back, so that nothing is lost.

An error that is answered as `{"statusCode": 500}` counts as success for Lambda, which
would delete the message. See
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html.
"""

from __future__ import annotations

from operator import methodcaller

from pyverless.events.records import get_records
from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers.base import BaseHandler
from pyverless.handlers.batches import Batch
from pyverless.handlers.lifecycle import Lifecycle
from pyverless.handlers.results import finish
from pyverless.handlers.steps import run_steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from typing import Any

    from pyverless.handlers.plan import Plan
    from pyverless.types import AwsContext, AwsEvent

__all__ = ["RecordsHandler", "RecordsMixin"]


# What subclasses override; that of a source comes before the one of any source.
_HOOKS = ("process_message", "process_file", "process_notification", "process_record")

# What declares the body of a request.
_PARTS_OF_REQUESTS = ("input_serializer", "required_body_keys", "optional_body_keys")


class RecordsMixin(Lifecycle):
    """One action per record of an event: an instance and a unit of work for each.

    A record is done when its unit of work is committed. What fails, or is not begun in
    time, is reported by its id, and delivered again; the event source mapping must have
    `ReportBatchItemFailures` for that. Where a failure can't be reported, and where
    nothing succeeded, the function raises: the exception itself, or an ExceptionGroup
    of several.
    """

    is_http = False

    #: How many milliseconds before the function's time is up no further record is
    #: begun. It should be more than one takes.
    deadline_margin: int = 500
    #: Whether the event source mapping has ReportBatchItemFailures. False: a failure
    #: raises after the batch, and all of it is delivered again.
    reports_failures: bool = True
    #: Where it is kept which records were done, so that duplicates are not processed
    #: again: see `pyverless.idempotency`. None: nowhere.
    idempotency_store: Any = None
    #: How many seconds that is kept. Queues keep a message for up to 14 days.
    idempotency_ttl: int = 14 * 86_400
    #: What keys belong to; None: the class, by its import path. Set it where that path
    #: changes, because the class is renamed or moved, and where two functions of one
    #: class are to process the same records.
    idempotency_scope: str | None = None

    #: The record that this instance is about.
    record: Any
    #: Why the record is not valid; what is done about it is not kept as done.
    fault: Exception | None = None

    def prepare(self, plan: Plan) -> None:
        """Check what the class declares, and that there is one kind of records."""
        super().prepare(plan)
        _refuse_parts_of_requests(self, plan.name)
        _check_margin(self.deadline_margin, plan.name)
        for name in ("reports_failures", "isolates_groups"):
            _check_flag(getattr(self, name, True), f"{plan.name}.{name}")
        plan.joins_stores = True
        plan.has_filter = plan.overrides("accepts", RecordsMixin)
        hooks = ("get_record_id", "get_order_key")
        plan.has_own_keys = any(_is_own(plan.declared(name)) for name in hooks)
        if self.idempotency_store is not None:
            # Here, because most handlers have none.
            from pyverless.handlers.idempotency import prepare_records

            prepare_records(self, plan, RecordsMixin)

    @classmethod
    def invoke(cls, plan: Plan, event: AwsEvent, context: AwsContext) -> Any:
        """Process the records of an event; return the report, or raise."""
        return Batch(plan, event, context).process()

    @classmethod
    def _get_work(cls, plan: Plan) -> Callable[[Any], Any]:
        """Return what processes the record of an instance. Called once."""
        # dispatch_event() would only call get_result().
        is_plain = not (plan.has_atomic or plan.declares("dispatch_event"))
        return methodcaller("get_result" if is_plain else "dispatch_event")

    def get_result(self) -> Any:
        """Return the result of the action, None for a duplicate."""
        plan = self.plan
        run_steps(self, plan.steps[None])
        around = plan.around_action
        if around is None or isinstance(self.fault, Exception):
            return self._act_on_event()
        return around(self, Lifecycle._act_on_event)

    # What is asked about a batch, of an instance of its own

    def get_records(self) -> Sequence[Any]:
        """Return the records of the event; UnsupportedEventError where it has none."""
        raise NotImplementedError

    def accepts(self, record: Any) -> bool:
        """Return whether to process a record; others count as done."""
        return True

    def get_record_id(self, record: Any) -> str | None:
        """Return what a report calls a record, None where none can name it."""
        return None

    def get_order_key(self, record: Any) -> Hashable | None:
        """Return what keeps its order: after a failure, what follows is not begun.

        Records with the same key do so among themselves; None is a record that may be
        processed at any time.
        """
        return None

    # What is asked about a record

    def get_idempotency_key(self) -> str | None:
        """Return what duplicates of `record` have in common; None: there can be none.

        Asked where there is an `idempotency_store`, when the record is loaded and
        valid. The default is the id of the record.
        """
        return self.get_record_id(self.record)


class RecordsHandler(RecordsMixin, BaseHandler):
    """A handler of any source of records: set `event_source`.

    Override `process_record()`; where the source reports failures `get_record_id()`,
    and where it has an order `get_order_key()`.
    """

    #: What every record names as its source, as in "aws:kinesis".
    event_source: str

    def prepare(self, plan: Plan) -> None:
        """Check that the source is known, and that something is done."""
        super().prepare(plan)
        is_own = plan.overrides("get_records", RecordsHandler)
        if not (is_own or getattr(self, "event_source", None)):
            raise ImproperlyConfigured(
                f"{plan.name} has no event_source. Set {plan.name}.event_source to "
                'what its records have as eventSource, as in "aws:kinesis".'
            )
        hook = next(name for name in _HOOKS if hasattr(self, name))
        if not any(_is_own(plan.declared(name)) for name in (hook, "perform_action")):
            raise ImproperlyConfigured(
                f"{plan.name} does nothing. Override {plan.name}.{hook}()."
            )

    def get_records(self) -> Sequence[Any]:
        """Return the records, which must all be of `event_source`."""
        return get_records(self.event, self.event_source)

    def perform_action(self) -> Any:
        """Process the record."""
        finish(self.process_record(self.record), self.plan.name)

    def process_record(self, record: Any) -> Any:
        """Do what is to be done with one record; raise to have it delivered again.

        What it returns is not read. May be a coroutine.
        """
        raise NotImplementedError


def _is_own(function: Any) -> bool:
    """Return whether a method is of a user's class."""
    module: str = getattr(function, "__module__", "")
    return not module.startswith("pyverless.")


def _refuse_parts_of_requests(handler: Any, name: str) -> None:
    for part in _PARTS_OF_REQUESTS:
        if hasattr(handler, part):
            raise ImproperlyConfigured(
                f"{name} has {part}, which is for the bodies of requests. What loads "
                f"messages is {name}.serializer."
            )


def _check_margin(margin: Any, name: str) -> None:
    if not isinstance(margin, int | float) or not 0 <= margin < float("inf"):
        raise ImproperlyConfigured(
            f"{name}.deadline_margin is {margin!r}. Set it to a number of "
            "milliseconds, 0 for none."
        )


def _check_flag(value: Any, name: str) -> None:
    # A text of the environment would count as true, "false" as well.
    if not isinstance(value, bool):
        raise ImproperlyConfigured(f"{name} is {value!r}. Set it to True or False.")
