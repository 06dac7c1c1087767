"""Conditions in SQL: what look-ups are, and what comes after a place in an order."""

from __future__ import annotations

from operator import eq, ge, gt, le, lt

from sqlalchemy import Boolean, and_, false, literal, or_, tuple_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import QueryableAttribute
    from sqlalchemy.sql.compiler import SQLCompiler

    Column = QueryableAttribute[Any]
    Condition = ColumnElement[bool]

__all__ = ["Step", "get_condition", "get_position"]

_COMPARISONS = {"exact": eq, "gt": gt, "gte": ge, "lt": lt, "lte": le}


def get_condition(column: Column, lookup: str, value: Any) -> Condition:
    """Return what a look-up of a column is in SQL; the value is cast already."""
    condition: Condition
    if lookup in _COMPARISONS:
        # None makes IS NULL of ==.
        condition = _compare(_COMPARISONS[lookup], column, value)
    elif lookup == "isnull":
        condition = column.is_(None) if value else column.is_not(None)
    elif lookup == "in":
        condition = column.in_(value)
    else:
        condition = _TEXT_LOOKUPS[lookup](column, value)
    return condition


def _compare(operation: Callable[..., Any], column: Column, value: Any) -> Condition:
    if isinstance(value, bool) and operation is not eq:
        # SQLAlchemy has no order for True and False, but databases do.
        value = literal(value, column.type)
    condition: Condition = operation(column, value)
    return condition


class _Contains(FunctionElement[bool]):
    """Whether the first clause has the second in it; the third says it with LIKE."""

    type = Boolean()
    inherit_cache = True


class _StartsWith(FunctionElement[bool]):
    """Whether the first clause begins with the second; the third is as above."""

    type = Boolean()
    inherit_cache = True


@compiles(_Contains)
@compiles(_StartsWith)
def _compile_like(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    *_, like = element.clauses
    return compiler.process(like, **options)


# LIKE takes "A" and "a" for the same on SQLite, and only there.
@compiles(_Contains, "sqlite")
def _compile_instr(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    text, part, _ = (compiler.process(each, **options) for each in element.clauses)
    return f"instr({text}, {part}) > 0"


@compiles(_StartsWith, "sqlite")
def _compile_substr(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    text, part, _ = (compiler.process(each, **options) for each in element.clauses)
    return f"substr({text}, 1, length({part})) = {part}"


def _contains(column: Column, value: str) -> Condition:
    like = column.contains(value, autoescape=True)
    return _Contains(column, literal(value, column.type), like)


def _icontains(column: Column, value: str) -> Condition:
    return column.icontains(value, autoescape=True)


def _startswith(column: Column, value: str) -> Condition:
    like = column.startswith(value, autoescape=True)
    return _StartsWith(column, literal(value, column.type), like)


_TEXT_LOOKUPS = {
    "contains": _contains,
    "icontains": _icontains,
    "startswith": _startswith,
}


class Step:
    """One column of an order, and the value that the position has in it."""

    def __init__(
        self, column: Column, value: Any, *, descending: bool, nullable: bool
    ) -> None:
        self.column = column
        self.value = value
        self.descending = descending
        self.nullable = nullable

    def get_condition(self) -> Condition:
        """Return the condition of what comes later by this column; NULL is least."""
        if self.value is None:
            return false() if self.descending else self.column.is_not(None)
        condition = _compare(lt if self.descending else gt, self.column, self.value)
        if self.descending and self.nullable:
            condition = or_(condition, self.column.is_(None))
        return condition


def get_position(steps: Sequence[Step]) -> Condition:
    """Return the condition of what comes after a position in an order."""
    first = steps[0]
    if len(steps) == 1:
        return first.get_condition()
    is_simple = not any(step.nullable or step.value is None for step in steps)
    if is_simple and len({step.descending for step in steps}) == 1:
        return _get_row_condition(steps)
    condition: Condition = false()
    for step in reversed(steps):
        same = step.column == step.value
        condition = or_(step.get_condition(), and_(same, condition))
    if first.nullable or first.value is None:
        return condition
    # Says nothing new, but databases see where in an index to begin.
    compare = le if first.descending else ge
    return and_(_compare(compare, first.column, first.value), condition)


def _get_row_condition(steps: Sequence[Step]) -> Condition:
    """Return a comparison of row values, which one index on the columns serves."""
    columns: Any = tuple_(*(step.column for step in steps))
    values = tuple_(*(literal(step.value, step.column.type) for step in steps))
    compare = lt if steps[0].descending else gt
    condition: Condition = compare(columns, values)
    return condition
