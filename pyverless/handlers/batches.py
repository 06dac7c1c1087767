"""A batch: the records of one event, and what becomes of each of them."""

from __future__ import annotations

from logging import INFO
from time import monotonic, perf_counter

from pyverless.deadlines import get_remaining_seconds
from pyverless.handlers.lifecycle import log_and_report, report_failure
from pyverless.logs import log_invocation, request_logger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence
    from typing import Any

    from pyverless.handlers.plan import Plan
    from pyverless.types import AwsContext, AwsEvent

__all__ = ["Batch"]

# What gets out has so many exceptions in it at most, whose frames are kept until then.
_MAX_ERRORS = 10


class Batch:
    """One event of a handler of records.

    Each record gets an instance of its own and a unit of work of its own, and counts as
    done when that is committed. What is not done is reported, or the batch raises.
    """

    def __init__(self, plan: Plan, event: AwsEvent, context: AwsContext) -> None:
        self.plan = plan
        self.event = event
        self.context = context
        #: Asked about records; it is not the one that any of them is processed by.
        self.head: Any = plan.make(event, context)
        self.errors: list[Exception] = []
        self.count = 0
        self.failures = 0
        self.not_begun = 0
        self.is_out_of_time = False
        #: How many seconds the function had when the batch began, where known.
        self.remaining: float | None = None
        #: What is to come back, as a dictionary for its order.
        self.failed_ids: dict[str | None, None] = {}
        #: What failed and must stay in order: nothing with such a key is begun.
        self.held: set[Hashable] = set()
        #: The results, where they may be what comes back.
        self.results: list[Any] = []

    def process(self) -> Any:
        """Process all records; return what Lambda is to know of them, or raise."""
        started = perf_counter()
        try:
            records = self._get_records()
            self._process_all(records)
        except Exception as exc:
            log_and_report(self.head, exc, started)
            raise
        self._log(started)
        if self.failed_ids:
            return self._get_report({self._get_id(record) for record in records})
        # A list is no answer to a source that reads reports.
        has_ids = not self.results or any(map(self.head.get_record_id, records))
        return _report(()) if has_ids else self.results

    def _get_records(self) -> Sequence[Any]:
        records = self.head.get_records()
        if not isinstance(records, list | tuple):
            raise TypeError(
                f"{self.plan.name}.get_records() has returned {records!r:.100}. Return "
                "a list."
            )
        self.count = len(records)
        return records

    def _get_id(self, record: Any) -> str | None:
        """Return what a report can call a record: an empty text is no name."""
        record_id: str | None = self.head.get_record_id(record) or None
        if record_id is not None and not isinstance(record_id, str):
            raise TypeError(
                f"{self.plan.name}.get_record_id() has returned {record_id!r:.100}. "
                "Return a text, or None where no report can name the record."
            )
        return record_id

    def _get_report(self, ids: set[str | None]) -> Any:
        """Return what failed, for Lambda to deliver that again; or raise.

        Without ReportBatchItemFailures Lambda reads no report, and takes the batch for
        done. Where nothing succeeded both are the same, so nothing is risked.
        """
        is_told = self.head.reports_failures and None not in self.failed_ids
        if is_told and len(ids) > len(self.failed_ids):
            return _report(self.failed_ids)
        raise self._get_error()

    def _process_all(self, records: Sequence[Any]) -> None:
        plan, event, context, head = self.plan, self.event, self.context, self.head
        make, has_filter, stop = plan.make_bare, plan.has_filter, self._get_stop()
        work = plan.work = plan.work or head._get_work(plan)
        keeps_results = bool(records) and not head.get_record_id(records[0])
        asks_first = self._asks_first(records)
        for record in records:
            keys = self._get_keys(record) if asks_first else None
            is_held = self.held and keys is not None and keys[1] in self.held
            if is_held or monotonic() >= stop:
                self._leave(record, keys, is_late=not is_held)
                continue
            handler: Any = None
            try:
                if has_filter and not head.accepts(record):
                    continue
                handler = make()
                handler.plan, handler.event = plan, event
                handler.context, handler.record = context, record
                result = work(handler)
            except Exception as exc:  # noqa: BLE001 - the others are not to suffer
                self._fail(handler, record, keys, exc)
            else:
                if keeps_results:
                    self.results.append(result)

    def _asks_first(self, records: Sequence[Any]) -> bool:
        """Return whether what a record is called, and its order, is asked before it.

        Where that is read as a queue has written it, and there is no order to keep, it
        is asked of what fails only. An event has records of one queue.
        """
        if self.plan.has_own_keys or not records:
            return True
        return self.head.get_order_key(records[0]) is not None

    def _get_keys(self, record: Any) -> tuple[str | None, Hashable]:
        """Return the id of a record, and what keeps its order."""
        return self.head.get_record_id(record) or None, self.head.get_order_key(record)

    def _get_stop(self) -> float:
        """Return when no record is begun any more, by a monotonic clock."""
        self.remaining = get_remaining_seconds(self.context)
        if self.remaining is None:
            return float("inf")
        margin: float = self.head.deadline_margin
        return monotonic() + self.remaining - margin / 1000

    def _leave(self, record: Any, keys: Any, *, is_late: bool) -> None:
        record_id, _ = keys or self._get_keys(record)
        self.is_out_of_time |= is_late
        self.not_begun += 1
        self.failed_ids[record_id] = None

    def _fail(self, handler: Any, record: Any, keys: Any, exc: Exception) -> None:
        record_id, order = keys or self._get_keys(record)
        self.failures += 1
        self.failed_ids[record_id] = None
        if order is not None:
            self.held.add(order)
        if len(self.errors) < _MAX_ERRORS:
            self.errors.append(exc)
        if self.count > 1:  # the error of a single record gets out, and is printed
            self._log_failure(record_id, exc)
        report_failure(self.head if handler is None else handler, exc)

    def _log_failure(self, record_id: str | None, exc: Exception) -> None:
        request_logger.error(
            "%s failed for %s (%s)",
            self.plan.name,
            record_id or "a record",
            type(exc).__name__,
            # Where all fail for one reason, a few say why.
            exc_info=exc if self.failures <= _MAX_ERRORS else None,
            extra={"request_id": getattr(self.context, "aws_request_id", None)},
        )

    def _log(self, started: float) -> None:
        is_error = bool(self.failed_ids)
        if is_error or request_logger.isEnabledFor(INFO):
            outcome = self._get_outcome()
            log_invocation(
                self.plan.name, outcome, self.context, started, is_error=is_error
            )

    def _get_outcome(self) -> str:
        if self.count == 1 and self.errors:
            name = next(iter(self.failed_ids))
            where = f" for {name}" if name else ""
            return f"failed{where} ({type(self.errors[0]).__name__})"
        if self.count == 1 and not self.not_begun:
            return "done"
        counts = {
            "done": self.count - self.failures - self.not_begun,
            "failed": self.failures,
            "not begun": self.not_begun,
        }
        return ", ".join(f"{n} {what}" for what, n in counts.items() if n) or "0 done"

    def _get_error(self) -> Exception:
        """Return what makes Lambda deliver all of the batch again."""
        name, count, errors = self.plan.name, self.count, self.errors
        if self.is_out_of_time:
            late = TimeoutError(
                f"{name} did not begin {self.not_begun} of {count} records: at the "
                f"start there were {self.remaining} seconds, and {name}."
                f"deadline_margin is {self.head.deadline_margin} ms. Give the function "
                "more time, or take smaller batches."
            )
            errors = [*errors, late]
        if len(errors) == 1:
            return errors[0]
        shown = f", {_MAX_ERRORS} shown" if self.failures > _MAX_ERRORS else ""
        message = f"{name} failed for {self.failures} of {count} records{shown}"
        return ExceptionGroup(message, errors)


def _report(ids: Iterable[str | None]) -> dict[str, Any]:
    return {"batchItemFailures": [{"itemIdentifier": each} for each in ids]}
