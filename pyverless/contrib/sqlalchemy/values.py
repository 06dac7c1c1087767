"""Values as their columns give them back, before they are written.

So the answer of a write has what is stored, and nothing is stored that can't be read.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from weakref import WeakKeyDictionary

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Float,
    Numeric,
    Time,
    TypeDecorator,
)

from pyverless.casts import InvalidValueError, cast
from pyverless.contrib.sqlalchemy.decimals import NumberForm
from pyverless.exceptions import BadRequestError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from sqlalchemy import Dialect
    from sqlalchemy.orm import InstanceState, Mapper
    from sqlalchemy.types import TypeEngine

    Convert = Callable[[Any], Any]

__all__ = ["normalize", "normalize_generated"]

# What callers send. Other values are for SQLAlchemy, such as `Article.views + 1`.
_PLAIN = (str, int, float, Decimal, date, time)
# These keep what they are given, without an offset.
_WITHOUT_ZONES = ("mariadb", "mysql", "sqlite")


class _Converters:
    """How the attributes of a model are converted, by their names."""

    def __init__(self, mapper: Mapper[Any], dialect: Dialect) -> None:
        self.all: dict[str, Convert] = {}
        #: Those of columns that Python has values for when nobody else has.
        self.generated: dict[str, Convert] = {}
        for name, column in _get_columns(mapper):
            convert = _get_converter(column.type, dialect)
            if convert is not None:
                self.all[name] = convert
                if column.default is not None or column.onupdate is not None:
                    self.generated[name] = convert


# Worked out once for each mapper and dialect.
_known: WeakKeyDictionary[Mapper[Any], dict[str, _Converters]] = WeakKeyDictionary()


def normalize(state: InstanceState[Any], dialect: Dialect, *, is_named: bool) -> None:
    """Convert the values of an object that were set and are not written yet.

    Raises BadRequestError for what a column can't hold; `is_named` is whether the field
    is one of the caller's body.
    """
    # Not by setattr(), which would call validators and listeners of the model again.
    values, changed = state.dict, state.committed_state
    for name, convert in _get_converters(state.mapper, dialect).all.items():
        if name in changed and isinstance(values.get(name), _PLAIN):
            try:
                values[name] = convert(values[name])
            except InvalidValueError as exc:
                raise BadRequestError(
                    f"{name} must be {exc.expected}.", field=name if is_named else None
                ) from exc


def normalize_generated(state: InstanceState[Any], dialect: Dialect) -> None:
    """Convert what an object was given by `default` and `onupdate` of its columns."""
    values = state.dict
    for name, convert in _get_converters(state.mapper, dialect).generated.items():
        if isinstance(values.get(name), _PLAIN):
            with suppress(InvalidValueError):
                values[name] = convert(values[name])


def _get_converters(mapper: Mapper[Any], dialect: Dialect) -> _Converters:
    known = _known.setdefault(mapper, {})
    if dialect.name not in known:
        known[dialect.name] = _Converters(mapper, dialect)
    return known[dialect.name]


def _get_columns(mapper: Mapper[Any]) -> Iterator[tuple[str, Column[Any]]]:
    for attribute in mapper.column_attrs:
        column = attribute.columns[0]
        # Others are expressions, which nobody writes.
        if isinstance(column, Column):
            yield attribute.key, column


def _get_converter(column_type: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    """Return how values of a type are converted; None: they stay as they are."""
    if isinstance(column_type, TypeDecorator):
        # It has a way of its own.
        return None
    held = column_type.dialect_impl(dialect)
    if isinstance(held, DateTime):
        is_aware = held.timezone and dialect.name not in _WITHOUT_ZONES
        return _as_aware if is_aware else _as_naive
    if isinstance(held, (Numeric, Float)):
        # In SQLAlchemy 2.0 a Float that PostgreSQL holds is a Numeric.
        numbers = column_type if isinstance(column_type, Float) else held
        return _get_number_converter(numbers, dialect)
    if isinstance(held, Time):
        return None if held.timezone else _as_time
    return _as_date if isinstance(held, Date) else None


def _get_number_converter(
    column_type: Numeric[Any] | Float[Any], dialect: Dialect
) -> Convert:
    if isinstance(column_type, Float) and not column_type.asdecimal:
        return _as_float
    # All others have decimals, and their drivers take them.
    is_exact = dialect.name != "sqlite"
    return NumberForm(column_type, is_exact=is_exact).convert


def _as_aware(value: Any) -> datetime:
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    moment: datetime = cast(value, datetime)
    return moment


def _as_naive(value: Any) -> datetime:
    return _as_aware(value).replace(tzinfo=None)


def _as_date(value: Any) -> date:
    day: date = value.date() if isinstance(value, datetime) else cast(value, date)
    return day


def _as_time(value: Any) -> time:
    # As text: those with an offset are refused then, which the column would drop.
    text = value.isoformat() if isinstance(value, time) else value
    result: time = cast(text, time)
    return result


def _as_float(value: Any) -> float:
    number: float = cast(value, float)
    # SQLite knows no -0.
    return number + 0.0
