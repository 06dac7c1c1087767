"""How objects are read: one by its keys, a part of a table or index, or everything."""

from __future__ import annotations

from pynamodb.indexes import LocalSecondaryIndex

from pyverless.contrib.pynamodb.casts import get_plain
from pyverless.contrib.pynamodb.conditions import Condition

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from pynamodb.attributes import Attribute
    from pynamodb.indexes import Index
    from pynamodb.models import Model

    from pyverless.contrib.pynamodb.casts import Wire
    from pyverless.contrib.pynamodb.expressions import Expressions

__all__ = ["Access", "Plan", "get_accesses", "get_keys", "get_table", "make_plan"]

_LOWER = ("gt", "gte")
_UPPER = ("lt", "lte")


class Access:
    """What can be queried: the table, or an index that has all attributes.

    `hash_name` and `range_name` are DynamoDB's names of its keys, `types` are the types
    of these and of the table's.
    """

    def __init__(
        self,
        index_name: str | None,
        keys: tuple[Any, Any],
        *,
        is_consistent: bool,
        types: dict[str, str],
    ) -> None:
        hash_key, range_key = keys
        self.index_name = index_name
        self.hash_name: str = hash_key.attr_name
        self.range_name: str | None = range_key and range_key.attr_name
        self.is_consistent = is_consistent
        found = [key for key in keys if key is not None]
        self.types = {**types, **{key.attr_name: key.attr_type for key in found}}


class Plan:
    """One way to read: `key` is for GetItem; without `access` it is a Scan.

    DynamoDB applies `key_conditions` and `filters`; `checks` are left to us, because it
    has no way to say them. `is_ordered` tells whether things come in the order that was
    asked for.
    """

    def __init__(self, access: Access | None = None) -> None:
        self.access = access
        self.key: dict[str, Wire] | None = None
        self.key_conditions: list[Condition] = []
        self.filters: list[Condition] = []
        self.checks: list[Condition] = []
        self.is_ordered = True
        self.is_forward = True
        self.is_empty = False

    def write(self, expressions: Expressions) -> None:
        """Add what DynamoDB is to apply."""
        keys = [each.write(expressions) for each in _pair(self.key_conditions)]
        expressions.say("KeyConditionExpression", keys)
        filters = [each.write(expressions) for each in self.filters]
        expressions.say("FilterExpression", filters)


class _Between:
    """Two conditions on a range key, which DynamoDB takes as one only."""

    def __init__(self, lower: Condition, upper: Condition) -> None:
        self._lower = lower
        self._upper = upper

    def write(self, expressions: Expressions) -> str:
        name = expressions.name(self._lower.name)
        lower, upper = self._lower.value, self._upper.value
        return (
            f"{name} BETWEEN {expressions.value(lower)} AND {expressions.value(upper)}"
        )


def _pair(conditions: Sequence[Condition]) -> Sequence[Condition | _Between]:
    if len(conditions) < 3:
        return conditions
    hash_key, lower, upper = conditions
    return [hash_key, _Between(lower, upper)]


def get_table(model: type[Model]) -> Access:
    """Return the table of a model, as what can be queried."""
    return Access(None, get_keys(model), is_consistent=True, types={})


def get_keys(model: type[Model]) -> tuple[Attribute[Any], Attribute[Any] | None]:
    """Return the hash key and the range key of a model's table."""
    attributes, range_name = model.get_attributes(), model._range_keyname
    return (
        attributes[str(model._hash_keyname)],
        None if range_name is None else attributes[range_name],
    )


def get_accesses(model: type[Model]) -> list[Access]:
    """Return the table, and the indexes with all attributes, the local ones first."""
    table = get_table(model)
    indexes = sorted(model._indexes.values(), key=lambda index: not _is_local(index))
    usable = [i for i in indexes if i.Meta.projection.projection_type == "ALL"]
    return [table, *(_get_index(index, table) for index in usable)]


def _is_local(index: Index[Any]) -> bool:
    return isinstance(index, LocalSecondaryIndex)


def _get_index(index: Index[Any], table: Access) -> Access:
    attributes = index.Meta.attributes.values()
    hash_key = next(each for each in attributes if each.is_hash_key)
    range_key = next((each for each in attributes if each.is_range_key), None)
    return Access(
        index.Meta.index_name,
        (hash_key, range_key),
        is_consistent=_is_local(index),
        types=table.types,
    )


def make_plan(
    model: type[Model], conditions: Sequence[Condition], order: Sequence[str]
) -> Plan:
    """Return the cheapest way to what meets these conditions, in this order.

    `order` has DynamoDB's names, with `-` where it is descending. A way that gives the
    order comes first, then the one that has the most conditions in its keys.
    """
    equal = {c.name: c.value for c in reversed(conditions) if c.lookup == "exact"}
    order = _get_open(order, equal)
    plan = _get_by_key(model, conditions, equal)
    if plan is None:
        found = [
            _query(access, conditions, order)
            for access in get_accesses(model)
            if access.hash_name in equal and _has_all(access, model, conditions)
        ]
        found.sort(key=lambda each: (each.is_ordered, len(each.key_conditions)))
        best = [each for each in found if _rank(each) == _rank(found[-1])]
        plan = best[0] if best else _scan(conditions, order)
    plan.is_empty = plan.is_empty or any(c.is_impossible for c in conditions)
    return plan


def _rank(plan: Plan) -> tuple[bool, int]:
    return plan.is_ordered, len(plan.key_conditions)


def _get_open(order: Sequence[str], equal: dict[str, Any]) -> list[str]:
    """Return the part of an order that is not settled by equality, each name once."""
    found: dict[str, str] = {}
    for field in order:
        found.setdefault(field.removeprefix("-"), field)
    return [field for name, field in found.items() if name not in equal]


def _get_by_key(
    model: type[Model], conditions: Sequence[Condition], equal: dict[str, Wire]
) -> Plan | None:
    names = list(get_table(model).types)
    if not all(name in equal for name in names):
        return None
    plan = Plan()
    plan.key = {name: equal[name] for name in names}
    plan.checks = list(conditions)
    return plan


def _has_all(
    access: Access, model: type[Model], conditions: Iterable[Condition]
) -> bool:
    """Return whether everything that is looked for is in an index.

    What has no value for one of its keys is not.
    """
    name = access.range_name
    if access.index_name is None or name is None:
        return True
    if any(
        c.name == name and (c.lookup, c.value) != ("isnull", True) for c in conditions
    ):
        return True
    attributes = model.get_attributes().values()
    return any(each.attr_name == name and not each.null for each in attributes)


def _scan(conditions: Sequence[Condition], order: Sequence[str]) -> Plan:
    plan = Plan()
    plan.filters = list(conditions)
    plan.is_ordered = not order
    return plan


def _query(
    access: Access, conditions: Sequence[Condition], order: Sequence[str]
) -> Plan:
    plan = Plan(access)
    names = (access.hash_name, access.range_name)
    on_keys = [c for c in conditions if c.name in names]
    plan.filters = [c for c in conditions if c.name not in names]
    hash_key = next(
        c for c in on_keys if (c.name, c.lookup) == (access.hash_name, "exact")
    )
    ranges = _get_ranges([c for c in on_keys if c.name == access.range_name])
    plan.key_conditions = [hash_key, *ranges]
    plan.checks = [c for c in on_keys if c not in plan.key_conditions]
    if len(ranges) == 2:
        lower, upper = ranges
        plan.is_empty = get_plain(lower.value) > get_plain(upper.value)
    _set_order(plan, access, order)
    return plan


def _get_ranges(conditions: Sequence[Condition]) -> list[Condition]:
    """Return what can be said of a range key: one condition, or both its bounds."""
    for lookup in ("exact", "startswith"):
        for condition in conditions:
            if condition.lookup == lookup:
                return [condition]
    lower = [c for c in conditions if c.lookup in _LOWER][:1]
    upper = [c for c in conditions if c.lookup in _UPPER][:1]
    if lower and upper:
        # BETWEEN, which includes its ends.
        return [_with_end(lower[0], "gte"), _with_end(upper[0], "lte")]
    return lower + upper


def _with_end(condition: Condition, lookup: str) -> Condition:
    return Condition(condition.name, lookup, condition.value)


def _set_order(plan: Plan, access: Access, order: Sequence[str]) -> None:
    if not order:
        return
    first, *others = order
    # Only in the table is there no more than one thing for each range key.
    is_unique = access.index_name is None
    is_served = first.removeprefix("-") == access.range_name
    plan.is_ordered = is_served and (is_unique or not others)
    plan.is_forward = not first.startswith("-")
