"""Look-up values, which come as text from paths and queries, as the types of fields.

Dates and times are read as ISO 8601, and numbers strictly: Python would also take
`" 1"`, `"1_000"` and the digits of every script.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import Enum
from math import isfinite

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any
    from uuid import UUID

__all__ = ["InvalidValueError", "as_utc", "cast", "describe", "is_known"]

_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_NUMERIC = frozenset("0123456789+-.eE")

# Python takes these for numbers and dates, which no field does.
_SPECIAL = (bool, datetime)

# What callers read, who know nothing of Python.
_EXPECTED: dict[type, str] = {
    bool: "true or false",
    bytes: "bytes",
    date: "a date (YYYY-MM-DD)",
    datetime: "a date and time (ISO 8601)",
    Decimal: "a number",
    float: "a number",
    int: "a whole number",
    str: "text",
    time: "a time (ISO 8601, without an offset)",
}


class InvalidValueError(ValueError):
    """A value that can't be one of a field; `expected` says what would be.

    `expected` is for callers: "a whole number".
    """

    def __init__(self, msg: str, expected: str) -> None:
        self.expected = expected
        super().__init__(msg)


def cast(value: Any, kind: type, bits: int = 64) -> Any:
    """Return a look-up `value` as `kind`, the Python type of a field.

    Text is read; None and values that are of that type already stay as they are, and so
    does everything when the type is `object`. A datetime comes back aware, in UTC; one
    without an offset is taken to be in UTC. `bits` is the size of an integer field.
    Raises InvalidValueError for what can't be such a value.
    """
    if value is None or kind is object:
        return value
    try:
        result = _check(_cast(value, kind))
    except (ArithmeticError, LookupError, TypeError, ValueError):
        raise InvalidValueError(
            f"{value!r:.100} is not a valid {kind.__name__}", describe(kind, value)
        ) from None
    if kind is int and result >> (bits - 1) not in (0, -1):
        raise InvalidValueError(
            f"{value!r:.100} is beyond the range of {bits} bits",
            f"a whole number from {-(1 << bits - 1)} to {(1 << bits - 1) - 1}",
        )
    return result


def describe(kind: type, value: Any = None) -> str:
    """Return what a field of this type takes, in words for callers.

    `value` is what it does not take, where that is known.
    """
    if issubclass(kind, Enum):
        return f"one of: {', '.join(str(member.value) for member in kind)}"
    if _is_uuid(kind):
        return "a UUID"
    if kind is str and isinstance(value, str) and "\0" in value:
        return "text without NUL characters"
    return _EXPECTED.get(kind, "a value of this field")


def is_known(kind: type) -> bool:
    """Return whether this is a type whose values can be told from others."""
    return issubclass(kind, Enum) or kind in _EXPECTED or _is_uuid(kind)


def _is_uuid(kind: type) -> bool:
    # Not imported: where uuid is not loaded, no field can be of its type.
    return kind is getattr(sys.modules.get("uuid"), "UUID", None)


def as_utc(value: datetime) -> datetime:
    """Return an aware datetime in UTC; one without an offset is taken to be in UTC."""
    if value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value.astimezone(UTC)


def _cast(value: Any, kind: type) -> Any:
    if issubclass(kind, Enum):
        return value if isinstance(value, kind) else _enum(value, kind)
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, str) and kind is not str:
        return _uuid(value, kind) if _is_uuid(kind) else _PARSERS[kind](value)
    if kind in (float, Decimal) and _is_number(value):
        return _PARSERS[kind](str(value))
    if isinstance(value, kind) and all(
        isinstance(value, special) == issubclass(kind, special) for special in _SPECIAL
    ):
        return value
    raise TypeError


def _check(value: Any) -> Any:
    """Return a value that every database takes: no NUL, nothing that is not Unicode."""
    if isinstance(value, str):
        value.encode()
        if "\0" in value:
            raise ValueError
    return as_utc(value) if isinstance(value, datetime) else value


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def _enum(value: Any, kind: type[Enum]) -> Enum:
    """Return the member with this value, as text or not, or else with this name."""
    for member in kind:
        if value in (member.value, str(member.value)):
            return member
    return kind[value]


def _int(text: str) -> int:
    if not (text.isascii() and text.removeprefix("-").isdigit()):
        raise ValueError
    return int(text)


def _float(text: str) -> float:
    value = float(text)
    if not (isfinite(value) and _NUMERIC.issuperset(text)):
        raise ValueError
    return value


def _decimal(text: str) -> Decimal:
    if not _NUMERIC.issuperset(text):
        raise InvalidOperation
    return Decimal(text)


def _time(text: str) -> time:
    value = time.fromisoformat(text)
    # With an offset it can't be compared with times that have none.
    if value.tzinfo is not None:
        raise ValueError
    return value


def _uuid(text: str, kind: type[Any]) -> UUID:
    value: UUID = kind(text)
    # UUID() also takes braces, a urn: in front and hyphens anywhere.
    if text.lower() not in (str(value), value.hex):
        raise ValueError
    return value


_PARSERS: dict[type, Callable[[str], Any]] = {
    bool: lambda text: _BOOLEANS[text.lower()],
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    Decimal: _decimal,
    float: _float,
    int: _int,
    time: _time,
}
