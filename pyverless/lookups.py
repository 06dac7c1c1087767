"""Look-ups: what may stand behind a field, as in `created__gte`, by Django's names.

::

    title                   the value, or None for no value
    views__gt, __gte        greater than, or equal
    views__lt, __lte        less than, or equal
    status__in              one of several: a list, or text with commas
    rating__isnull          whether there is no value
    title__contains         text that has this in it
    title__icontains        the same, whatever the case of its letters
    title__startswith       text that begins like this
"""

from __future__ import annotations

from enum import Enum
from operator import eq, ge, gt, le, lt

from pyverless.casts import InvalidValueError, cast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

__all__ = [
    "LOOKUPS",
    "TEXT_LOOKUPS",
    "cast_lookup",
    "get_names",
    "get_sort_key",
    "is_after",
    "matches",
    "split_lookup",
]

# The look-ups that go by the order of values.
_RANGES = ("gt", "gte", "lt", "lte")
#: The look-ups that are for text only.
TEXT_LOOKUPS = ("contains", "icontains", "startswith")

#: All of them; `exact` is the one that need not be written.
LOOKUPS = ("exact", *_RANGES, "in", "isnull", *TEXT_LOOKUPS)


def split_lookup(name: str) -> tuple[str, str]:
    """Return the field and the look-up of a name: `created__gte` is created, gte.

    An ending that is no look-up belongs to the field.
    """
    field, _, lookup = name.rpartition("__")
    return (field, lookup) if field and lookup in LOOKUPS else (name, "exact")


def get_names(order: Iterable[str]) -> list[str]:
    """Return the fields of an order: `-created` is descending, by created."""
    return [field.removeprefix("-") for field in order]


def cast_lookup(value: Any, lookup: str, cast_value: Callable[[Any], Any]) -> Any:
    """Return what a look-up compares with: a list for `in`, a bool for `isnull`.

    `cast_value` makes a value of the field of one that may be text. Raises
    InvalidValueError, or whatever `cast_value` raises for what can't be one.
    """
    if lookup == "isnull":
        return cast(_not_none(value, "true or false"), bool)
    if lookup == "in":
        items = value.split(",") if isinstance(value, str) else value
        return [cast_value(item) for item in items]
    if lookup in TEXT_LOOKUPS:
        return cast(_not_none(value, "text"), str)
    if lookup in _RANGES:
        _not_none(value, "a value")
    return cast_value(value)


def _not_none(value: Any, expected: str) -> Any:
    if value is None:
        raise InvalidValueError("None can't be compared with", expected)
    return value


def matches(held: Any, lookup: str, value: Any) -> bool:
    """Return whether what an object holds meets a look-up; `value` is cast already.

    As in SQL, no value is only equal to None, and is beyond every comparison. So are
    values of different types, which a field without a type may have.
    """
    if lookup == "isnull":
        return (held is None) is value
    if lookup == "in":
        return held is not None and any(held == item for item in value)
    if held is None or value is None:
        return lookup == "exact" and held is value
    try:
        return _COMPARISONS[lookup](held, value)
    except (AttributeError, TypeError):
        return False


_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": eq,
    "gt": gt,
    "gte": ge,
    "lt": lt,
    "lte": le,
    "contains": lambda held, value: value in held,
    "icontains": lambda held, value: value.lower() in held.lower(),
    "startswith": lambda held, value: held.startswith(value),
}


def get_sort_key(value: Any) -> tuple[bool, Any]:
    """Return what values are ordered by: None is the least, members go by names."""
    if isinstance(value, Enum):
        value = value.name
    return value is not None, value


def is_after(held: Iterable[Any], order: Iterable[str], values: Iterable[Any]) -> bool:
    """Return whether an object that holds these comes after the one with `values`.

    Both are in the order of the fields in `order`; of the same place is not after.
    """
    for one, field, other in zip(held, order, values, strict=True):
        mine, theirs = get_sort_key(one), get_sort_key(other)
        if mine != theirs:
            is_greater: bool = mine > theirs
            return is_greater != field.startswith("-")
    return False
