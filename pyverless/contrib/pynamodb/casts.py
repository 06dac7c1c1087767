"""Look-up values as DynamoDB has them: `{"S": "draft"}`, `{"N": "7"}`.

That is also what values are compared by, here as there: no number goes through a float.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from pynamodb.attributes import (
    BinaryAttribute,
    BooleanAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
    VersionAttribute,
)
from pynamodb.constants import (
    BINARY,
    BINARY_SET,
    BOOLEAN,
    NULL,
    NUMBER,
    NUMBER_SET,
    STRING,
    STRING_SET,
)

from pyverless.casts import InvalidValueError, cast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pynamodb.attributes import Attribute

    #: A value as DynamoDB has it, under the name of its type.
    Wire = dict[str, Any]

__all__ = [
    "SETS",
    "SORTABLE",
    "UNFIT",
    "as_key",
    "as_number",
    "cast_to_attribute",
    "get_kind",
    "get_plain",
    "is_same",
]

#: The attributes that are known, the most special ones first, and their Python types.
_KINDS: tuple[tuple[type[Attribute[Any]], type], ...] = (
    (VersionAttribute, int),
    (NumberAttribute, Decimal),
    (TTLAttribute, datetime),
    (UTCDateTimeAttribute, datetime),
    (BooleanAttribute, bool),
    (BinaryAttribute, bytes),
    (UnicodeAttribute, str),
)
#: The types of what can be sorted by.
SORTABLE = (BINARY, BOOLEAN, NUMBER, STRING)
#: The types of sets.
SETS = (BINARY_SET, NUMBER_SET, STRING_SET)

#: What attributes raise for values that they can't hold, each in a way of its own.
UNFIT = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)

# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
_DIGITS = 38
_EXPONENTS = range(-130, 126)
_HASH_KEY_BYTES = 2048
_RANGE_KEY_BYTES = 1024


def get_kind(attribute: Attribute[Any]) -> type:
    """Return the Python type of an attribute, `object` where it is not known.

    An attribute that reads or writes in a way of its own is not known.
    """
    own = type(attribute)
    for known, kind in _KINDS:
        if isinstance(attribute, known):
            is_plain = (own.serialize, own.deserialize) == (
                known.serialize,
                known.deserialize,
            )
            return kind if is_plain else object
    return object


def cast_to_attribute(value: Any, attribute: Attribute[Any]) -> Wire | None:
    """Return a look-up `value` as DynamoDB has it; None is no value.

    Text becomes what the attribute would read from it. Raises InvalidValueError for
    what the attribute can't hold.
    """
    if value is None:
        return None
    kind = get_kind(attribute)
    if kind is object:
        return {attribute.attr_type: _cast_to_unknown(value, attribute)}
    value = cast(value, kind)
    if kind in (Decimal, int):
        return {NUMBER: as_number(Decimal(value))}
    return {attribute.attr_type: attribute.serialize(value)}


def as_key(wire: Wire | None, *, is_range: bool) -> Wire | None:
    """Return a value that is to be compared with a key.

    Raises InvalidValueError for what no key can be: empty, or too long.
    """
    for name in (STRING, BINARY):
        if wire is not None and name in wire:
            value = wire[name]
            size = len(value.encode() if isinstance(value, str) else value)
            limit = _RANGE_KEY_BYTES if is_range else _HASH_KEY_BYTES
            if not 0 < size <= limit:
                raise InvalidValueError(
                    f"{value!r:.100} can't be a key", f"from 1 to {limit} bytes long"
                )
    return wire


def _cast_to_unknown(value: Any, attribute: Attribute[Any]) -> Any:
    """Return what an attribute of somebody else's writes for a value, or for text."""
    try:
        if isinstance(value, str) and attribute.attr_type in (STRING, NUMBER):
            if attribute.attr_type == NUMBER:
                value = as_number(cast(value, Decimal))
            value = attribute.deserialize(value)
        return attribute.serialize(value)
    except UNFIT:
        raise InvalidValueError(
            f"{value!r:.100} is not valid for {attribute.attr_name}",
            "a value of this field",
        ) from None


def as_number(value: Decimal) -> str:
    """Return a number as DynamoDB reads it, without a loss.

    Raises InvalidValueError for what is beyond its 38 digits and exponents.
    """
    # Not by normalize(), which rounds.
    digits = "".join(map(str, value.as_tuple().digits)).strip("0")
    if value and (len(digits) > _DIGITS or value.adjusted() not in _EXPONENTS):
        raise InvalidValueError(
            f"{value!r:.100} is beyond DynamoDB's numbers",
            f"a number of up to {_DIGITS} digits",
        )
    return str(value)


def get_plain(wire: Wire | None) -> Any:
    """Return what a value is compared by; None for no value."""
    if wire is None or NULL in wire:
        return None
    [(name, value)] = wire.items()
    if name == NUMBER:
        return Decimal(value)
    if name in SETS:
        return set(map(Decimal, value)) if name == NUMBER_SET else set(value)
    return value


def is_same(one: Wire | None, other: Wire | None) -> bool:
    """Return whether two values are the same, whatever the order of a set is."""
    if one is None or other is None or one.keys() != other.keys():
        return one is other
    return bool(get_plain(one) == get_plain(other))
