"""What is wrong with a single value, in the words that marshmallow has for it."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import ValidationError, convert, inspect

from pyverless.contrib.msgspec.kinds import get_bare_type, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

__all__ = [
    "get_length_faults",
    "get_members",
    "get_non_null",
    "get_value_faults",
    "get_value_name",
]

_NAMES: dict[type[inspect.Type], str] = {
    inspect.BoolType: "boolean",
    inspect.IntType: "integer",
    inspect.FloatType: "number",
    inspect.DecimalType: "number",
    inspect.StrType: "string",
    inspect.BytesType: "base64 string",
    inspect.ByteArrayType: "base64 string",
    inspect.MemoryViewType: "base64 string",
    inspect.DateTimeType: "datetime",
    inspect.DateType: "date",
    inspect.TimeType: "time",
    inspect.TimeDeltaType: "period of time",
    inspect.UUIDType: "UUID",
    inspect.EnumType: "choice",
    inspect.LiteralType: "choice",
    inspect.DictType: "mapping type",
    inspect.ListType: "list",
    inspect.SetType: "list",
    inspect.FrozenSetType: "list",
    inspect.VarTupleType: "list",
    inspect.TupleType: "tuple",
    inspect.NamedTupleType: "tuple",
    inspect.StructType: "object",
    inspect.TypedDictType: "object",
    inspect.DataclassType: "object",
}

# What is written as something else than text.
_WRITTEN_AS: dict[type[inspect.Type], tuple[type, ...]] = {
    inspect.BoolType: (bool,),
    inspect.IntType: (int,),
    inspect.FloatType: (int, float),
    inspect.DecimalType: (str, int, float),
    inspect.DictType: (dict,),
    inspect.DataclassType: (dict,),
    inspect.TypedDictType: (dict,),
    inspect.ListType: (list,),
    inspect.SetType: (list,),
    inspect.FrozenSetType: (list,),
    inspect.VarTupleType: (list,),
    inspect.TupleType: (list,),
    inspect.NamedTupleType: (list,),
}

_LOWER = (("ge", "greater than or equal to"), ("gt", "greater than"))
_UPPER = (("le", "less than or equal to"), ("lt", "less than"))


def _is_written_as(kind: Any, data: Any) -> bool:
    if isinstance(kind, inspect.AnyType | inspect.CustomType):
        return True
    if isinstance(kind, inspect.StructType):
        return type(data) is (list if kind.array_like else dict)
    choices = _get_choices(kind)
    if choices is not None:
        return any(type(data) is type(choice) for choice in choices)
    return type(data) in _WRITTEN_AS.get(type(kind), (str,))


def get_non_null(kind: Any) -> list[Any]:
    """Return the kinds of a union but null; of what is no union, the kind itself."""
    types = kind.types if isinstance(kind, inspect.UnionType) else [kind]
    return [t for t in map(plain, types) if not isinstance(t, inspect.NoneType)]


def get_members(kind: Any, data: Any) -> list[Any]:
    """Return the kinds that data may be of: those of a union that look like it."""
    if type(kind) in _NAMES:  # no union, as nearly all
        return [kind]
    members = get_non_null(kind)
    if len(members) == 1:
        return members
    return [member for member in members if _is_written_as(member, data)]


def get_value_name(kind: Any) -> str:
    """Return what values of a kind are called, as in "Not a valid integer."."""
    name = _NAMES.get(type(kind), "value")
    if (tz := getattr(kind, "tz", None)) is not None:
        return f"{'aware' if tz else 'naive'} {name}"
    return name


def get_value_faults(kind: Any, data: Any) -> list[str]:
    """Return what is wrong with a value that is not made of others."""
    choices = _get_choices(kind)
    if choices is not None:
        return _get_choice_faults(choices, data)
    try:
        value = convert(data, get_bare_type(kind))
    except ValidationError:
        return [f"Not a valid {get_value_name(kind)}."]
    if isinstance(value, Decimal) and not value.is_finite():
        return ["Special numeric values (nan or infinity) are not permitted."]
    return [*_get_constraint_faults(kind, value)]


def _get_choices(kind: Any) -> list[Any] | None:
    if isinstance(kind, inspect.EnumType):
        return [member.value for member in kind.cls]
    if isinstance(kind, inspect.LiteralType):
        return [value for value in kind.values if value is not None]
    return None


def _get_choice_faults(choices: Sequence[Any], data: Any) -> list[str]:
    if any(type(data) is type(c) and data == c for c in choices):
        return []
    return [f"Must be one of: {', '.join(map(str, choices))}."]


def _get_constraint_faults(kind: Any, value: Any) -> Iterator[str]:
    if (tz := getattr(kind, "tz", None)) is not None and tz != bool(value.tzinfo):
        yield f"Not a valid {get_value_name(kind)}."
    yield from _get_range_faults(kind, value)
    if hasattr(kind, "min_length"):
        yield from get_length_faults(kind, value)
    pattern = getattr(kind, "pattern", None)
    if pattern is not None and not re.search(pattern, value):
        yield "String does not match expected pattern."


def _get_range_faults(kind: Any, value: Any) -> Iterator[str]:
    lower, upper = _get_bound(kind, _LOWER), _get_bound(kind, _UPPER)
    is_low = lower and (value < lower[1] or (lower[1] == value and lower[2]))
    is_high = upper and (value > upper[1] or (upper[1] == value and upper[2]))
    if is_low or is_high:
        words = [bound[0] for bound in (lower, upper) if bound]
        yield f"Must be {' and '.join(words)}."
    multiple_of = getattr(kind, "multiple_of", None)
    if multiple_of is not None and value % multiple_of:
        yield f"Must be a multiple of {multiple_of}."


def _get_bound(kind: Any, names: Any) -> tuple[str, Any, bool] | None:
    """Return a bound in words, its value, and whether it is not allowed itself."""
    for name, words in names:
        if (bound := getattr(kind, name, None)) is not None:
            return f"{words} {bound}", bound, name in ("gt", "lt")
    return None


def get_length_faults(kind: Any, value: Any) -> Iterator[str]:
    """Yield what is wrong with the length of a text or list."""
    low, high, length = kind.min_length or 0, kind.max_length, len(value)
    if low <= length and (high is None or length <= high):
        return
    if low == high:
        yield f"Length must be {low}."
    elif low and high is not None:
        yield f"Length must be between {low} and {high}."
    elif high is not None:
        yield f"Longer than maximum length {high}."
    else:
        yield f"Shorter than minimum length {low}."
