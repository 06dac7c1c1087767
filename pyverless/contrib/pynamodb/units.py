"""The unit of work: writes that wait for its end, known to a context variable."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar

from pynamodb.exceptions import VerboseClientError

from pyverless.contrib.pynamodb.errors import (
    CONDITION_FAILED,
    explain_code,
    get_code,
    get_response,
)
from pyverless.contrib.pynamodb.requests import send
from pyverless.contrib.pynamodb.writes import get_identity, merge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from pynamodb.models import Model

    from pyverless.contrib.pynamodb.reads import Item
    from pyverless.contrib.pynamodb.writes import Write
    from pyverless.exceptions import ServiceError

__all__ = ["apply_write", "atomic", "find_written", "get_undo"]

#: The most that one transaction may have.
_MAX_WRITES = 100


class _Unit:
    """The writes of a unit of work by their items, and how to take them back."""

    def __init__(self, outer: _Unit | None) -> None:
        self.outer = outer
        self.is_over = False
        self.writes: dict[tuple[Any, ...], Write] = {}
        self.undo: list[Callable[[], object]] = []

    def find(self, identity: tuple[Any, ...]) -> Write | None:
        if identity in self.writes or self.outer is None:
            return self.writes.get(identity)
        return self.outer.find(identity)

    def add(self, write: Write) -> None:
        identity = get_identity(write.model, write.key)
        if len({identity}.union(self.get_identities())) > _MAX_WRITES:
            raise RuntimeError(
                f"This unit of work writes more than {_MAX_WRITES} items, which is all "
                "that a transaction of DynamoDB can have. Do it in several units."
            )
        before = self.find(identity)
        if before is not None:
            # Also where that belongs to a unit around this one: for what it raises.
            merged = merge(before, write)
            write.item = merged.item
            if identity in self.writes:
                write = merged
        self.writes[identity] = write

    def get_identities(self) -> set[tuple[Any, ...]]:
        outer = set() if self.outer is None else self.outer.get_identities()
        return outer.union(self.writes)

    def complete(self) -> None:
        if self.outer is None:
            _send_all(list(self.writes.values()))
            return
        for write in self.writes.values():
            self.outer.add(write)
        self.outer.undo += self.undo

    def take_back(self) -> None:
        for step in reversed(self.undo):
            step()


_current: ContextVar[_Unit | None] = ContextVar("pyverless_pynamodb", default=None)


@contextmanager
def atomic() -> Iterator[None]:
    """Make what runs inside one unit of work: all of it is stored, or nothing.

    A handler's unit of work is such a block already. Writes wait for its end, which is
    where DynamoDB may refuse them: with ConflictError, or with StaleObjectError where
    somebody else came first. `get()` by the whole key sees them before that, other
    look-ups do not. A block inside another drops its own writes when it fails. At its
    end there may be writes of up to 100 items.
    """
    unit = _Unit(_get_open())
    token = _current.set(unit)
    try:
        yield
        unit.complete()
    except BaseException:
        unit.take_back()
        raise
    finally:
        unit.is_over = True
        _current.reset(token)


def apply_write(write: Write, remember: Callable[[], Callable[[], object]]) -> None:
    """Send a write, or have it sent at the end of the current unit of work.

    `remember` tells the object what is stored from now on, and returns how to take that
    back.
    """
    unit = _get_open()
    if unit is None:
        _send_all([write])
        remember()
    else:
        unit.add(write)
        unit.undo.append(remember())


def find_written(model: type[Model], key: Item) -> Write | None:
    """Return what the current unit of work does to an item, None for nothing."""
    unit = _get_open()
    return None if unit is None else unit.find(get_identity(model, key))


def get_undo() -> list[Callable[[], object]]:
    """Return what is called when the current unit of work fails, the last one first.

    Raises RuntimeError outside of one.
    """
    unit = _get_open()
    if unit is None:
        raise RuntimeError("There is no unit of work here. Use `with atomic():`.")
    return unit.undo


def _get_open() -> _Unit | None:
    # A task or thread that copied the context may outlive the unit.
    unit = _current.get()
    return None if unit is None or unit.is_over else unit


def _send_all(writes: list[Write]) -> None:
    if len(writes) == 1:
        _send_one(writes[0])
    elif writes:
        _send_together(writes)


def _send_one(write: Write) -> None:
    params = {
        **write.as_params(),
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }
    try:
        send(write.model, f"{write.action}Item", params)
    except VerboseClientError as exc:
        error: ServiceError | None
        if get_code(exc) == CONDITION_FAILED:
            if _was_first_attempt_done(exc, write):
                return
            error = write.get_conflict()
        else:
            error = _explain(exc)
        if error is None:
            raise
        raise error from exc


def _was_first_attempt_done(exc: Exception, write: Write) -> bool:
    """Return whether what is in the way is this write itself.

    botocore repeats a request that got no answer, and that one may have been done.
    """
    response = get_response(exc)
    retries = response.get("ResponseMetadata", {}).get("RetryAttempts", 0)
    return bool(retries) and write.is_done(response.get("Item"))


def _send_together(writes: list[Write]) -> None:
    places = {(write.model.Meta.host, write.model.Meta.region) for write in writes}
    if len(places) > 1:
        raise RuntimeError(
            "This unit of work writes to tables in several places, and a transaction "
            f"of DynamoDB can't: {sorted(map(str, places))}. Use a unit for each."
        )
    items = [{write.action: write.as_params()} for write in writes]
    try:
        # botocore adds a token, by which DynamoDB knows a request that is repeated.
        send(writes[0].model, "TransactWriteItems", {"TransactItems": items})
    except VerboseClientError as exc:
        error = _explain_together(exc, writes)
        if error is None:
            raise
        raise error from exc


def _explain(exc: VerboseClientError) -> ServiceError | None:
    message = get_response(exc).get("Error", {}).get("Message", "")
    return explain_code(get_code(exc), message)


def _explain_together(
    exc: VerboseClientError, writes: list[Write]
) -> ServiceError | None:
    reasons = exc.cancellation_reasons
    found: list[ServiceError | None] = [_explain(exc)]
    for write, reason in zip(writes, reasons, strict=False):
        if reason is not None and reason.code == CONDITION_FAILED:
            return write.get_conflict()
        if reason is not None:
            found.append(explain_code(reason.code, reason.message or ""))
    return next((error for error in found if error is not None), None)
