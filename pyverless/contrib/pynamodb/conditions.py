"""Look-ups as DynamoDB's conditions."""

from __future__ import annotations

from pynamodb.attributes import DiscriminatorAttribute, JSONAttribute
from pynamodb.constants import BINARY, BOOLEAN, NULL, NUMBER, STRING, STRING_SET

from pyverless.contrib.pynamodb.casts import get_kind, get_plain
from pyverless.contrib.pynamodb.encrypted import EncryptedAttribute
from pyverless.exceptions import ImproperlyConfigured
from pyverless.lookups import matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from pynamodb.attributes import Attribute

    from pyverless.contrib.pynamodb.casts import Wire
    from pyverless.contrib.pynamodb.expressions import Expressions

__all__ = ["Condition", "check_lookup", "make_condition"]

#: The most values that one IN may have.
_IN_VALUES = 100

_ANY = ("exact", "in", "isnull")
_RANGES = (*_ANY, "gt", "gte", "lt", "lte")
_LOOKUPS = {
    BINARY: _RANGES,
    BOOLEAN: _ANY,
    NUMBER: _RANGES,
    STRING: (*_RANGES, "contains", "startswith"),
    STRING_SET: ("isnull", "contains"),
}

_TEXTS = {
    "exact": "{} = {}",
    "gt": "{} > {}",
    "gte": "{} >= {}",
    "lt": "{} < {}",
    "lte": "{} <= {}",
    "contains": "contains({}, {})",
    "startswith": "begins_with({}, {})",
}


class Condition:
    """A look-up of an attribute, by the name that it has in DynamoDB.

    `value` is as DynamoDB has it; a list of such for `in`, a bool for `isnull`.
    """

    __slots__ = ("lookup", "name", "value")

    def __init__(self, name: str, lookup: str, value: Any) -> None:
        self.name = name
        self.lookup = lookup
        self.value = value

    @property
    def is_impossible(self) -> bool:
        """Whether nothing can meet it."""
        return self.lookup == "in" and not self.value

    def is_met(self, item: Mapping[str, Wire]) -> bool:
        """Return whether an item meets this condition, as DynamoDB would say."""
        held, value = item.get(self.name), self.value
        if self.lookup == "isnull":
            return (get_plain(held) is None) is value
        if held is None:
            return False
        if self.lookup == "in":
            return any(
                held.keys() == each.keys() and _is_equal(held, each) for each in value
            )
        # Values of different types meet nothing; a set contains values of its type.
        if held.keys() != value.keys() and self.lookup != "contains":
            return False
        return matches(get_plain(held), self.lookup, get_plain(value))

    def write(self, expressions: Expressions) -> str:
        """Return this condition as part of an expression."""
        name = expressions.name(self.name)
        if self.lookup == "isnull":
            null = expressions.value({STRING: NULL})
            text = f"(attribute_not_exists({name}) OR attribute_type({name}, {null}))"
            return text if self.value else f"NOT {text}"
        if self.lookup == "in":
            return _write_in(name, [expressions.value(each) for each in self.value])
        return _TEXTS[self.lookup].format(name, expressions.value(self.value))


def make_condition(attribute: Attribute[Any], lookup: str, value: Any) -> Condition:
    """Return the condition of a look-up; text and flags are as `cast_lookup` has them.

    Other values are as DynamoDB has them. No value is only equal to None.
    """
    name = attribute.attr_name
    if lookup == "exact" and value is None:
        return Condition(name, "isnull", True)
    if lookup == "in":
        value = [each for each in value if each is not None]
    if isinstance(value, str):
        value = {STRING: value}
    return Condition(name, lookup, value)


def check_lookup(field: str, attribute: Attribute[Any], lookup: str) -> None:
    """Raise ImproperlyConfigured for what DynamoDB can't look up."""
    if isinstance(attribute, EncryptedAttribute) and lookup != "isnull":
        raise ImproperlyConfigured(
            f"{field} is encrypted, so {field}__{lookup} can't be looked up. It has: "
            "isnull. Store what is looked for in an attribute of its own."
        )
    is_opaque = isinstance(attribute, (DiscriminatorAttribute, JSONAttribute))
    allowed = ("isnull",) if is_opaque else _get_allowed(attribute)
    if lookup not in allowed:
        raise ImproperlyConfigured(
            f"DynamoDB can't look up {field}__{lookup} in a "
            f"{type(attribute).__name__}. It has: {', '.join(allowed)}. Filter in "
            "get_queryset(), or store what is looked for in an attribute of its own."
        )


def _get_allowed(attribute: Attribute[Any]) -> tuple[str, ...]:
    allowed = _LOOKUPS.get(attribute.attr_type, ("isnull",))
    # Text that stands for something else, such as a time, has no parts.
    if attribute.attr_type == STRING and get_kind(attribute) not in (str, object):
        return _RANGES
    return allowed


def _is_equal(one: Wire, other: Wire) -> bool:
    return bool(get_plain(one) == get_plain(other))


def _write_in(name: str, values: list[str]) -> str:
    parts = [
        f"{name} IN ({', '.join(values[start : start + _IN_VALUES])})"
        for start in range(0, len(values), _IN_VALUES)
    ]
    return f"({' OR '.join(parts)})"
