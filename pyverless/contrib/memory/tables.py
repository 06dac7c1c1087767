"""Tables in memory: rows that are replaced as a whole, and how to take that back."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count
from threading import Lock

from pyverless.exceptions import ConflictError, StaleObjectError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from pyverless.types import ErrorDetail

    Row = Mapping[str, Any]

__all__ = ["Table", "atomic", "get_undo", "remember"]

# How to take back what the current unit of work did, in the order of what it did.
_undo: ContextVar[list[Callable[[], object]] | None] = ContextVar("undo", default=None)


@contextmanager
def atomic() -> Iterator[None]:
    """Make what runs inside one unit of work: all of it is stored, or nothing.

    A block inside another is taken back alone when it fails. Other threads see what is
    written before the unit is complete.
    """
    steps: list[Callable[[], object]] = []
    token = _undo.set(steps)
    try:
        yield
    except BaseException:
        for step in reversed(steps):
            step()
        raise
    finally:
        _undo.reset(token)
    if (outer := _undo.get()) is not None:
        outer += steps


class Table:
    """The rows of a model by their ids, and the types of its fields."""

    def __init__(self, fields: dict[str, type]) -> None:
        self.fields = fields
        self._rows: dict[Any, Row] = {}
        self._last_id = 0
        self._lock = Lock()

    def get_rows(self) -> list[Row]:
        """Return all rows; they are not to be changed."""
        with self._lock:
            return list(self._rows.values())

    def insert(self, row: dict[str, Any]) -> Any:
        """Add a row and return its id, which is counted up where the row has none."""
        with self._lock:
            if row["id"] is None:
                free = (n for n in count(self._last_id + 1) if n not in self._rows)
                row["id"] = self._last_id = next(free)
            if row["id"] in self._rows:
                detail = "There is one with this id already."
                errors: list[ErrorDetail] = [
                    {"pointer": "#/id", "detail": detail, "code": "unique"}
                ]
                raise ConflictError(detail, field="id", errors=errors)
            self._put(row["id"], row)
        return row["id"]

    def update(self, key: Any, changes: Row, expected: Row | None = None) -> None:
        """Change some fields of a row, which must be as `expected` where that is given.

        Raises StaleObjectError when it is gone or is not.
        """
        with self._lock:
            self._check(key, expected)
            self._put(key, {**self._rows[key], **changes})

    def delete(self, key: Any, expected: Row | None = None) -> None:
        """Remove a row, unless it is gone already; `expected` is as in `update()`."""
        with self._lock:
            if expected is not None:
                self._check(key, expected)
            self._put(key, None)

    def _check(self, key: Any, expected: Row | None) -> None:
        row = self._rows.get(key)
        if row is None or expected not in (None, row):
            raise StaleObjectError

    def restart(self) -> None:
        """Count ids from 1 again."""
        self._last_id = 0

    def _put(self, key: Any, row: Row | None) -> None:
        before = self._rows.get(key)
        remember(lambda: self._restore(key, before))
        self._restore(key, row)

    def _restore(self, key: Any, row: Row | None) -> None:
        if row is None:
            self._rows.pop(key, None)
        else:
            self._rows[key] = row


def get_undo() -> list[Callable[[], object]]:
    """Return what is called when the current unit of work fails, the last one first.

    Raises RuntimeError outside of one.
    """
    steps = _undo.get()
    if steps is None:
        raise RuntimeError("There is no unit of work here. Use `with atomic():`.")
    return steps


def remember(step: Callable[[], object]) -> None:
    """Have `step` called when the current unit of work is taken back."""
    if (steps := _undo.get()) is not None:
        steps.append(step)
