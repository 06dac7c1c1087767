"""Querysets: requests that are made when something runs over them."""

from __future__ import annotations

from itertools import islice
from typing import TypeVar

from pynamodb.constants import STRING
from pynamodb.exceptions import VerboseClientError
from pynamodb.models import Model

from pyverless.contrib.exceptions import ObjectDoesNotExist
from pyverless.contrib.pynamodb.casts import (
    SORTABLE,
    as_key,
    cast_to_attribute,
    get_kind,
    get_plain,
)
from pyverless.contrib.pynamodb.conditions import (
    Condition,
    check_lookup,
    make_condition,
)
from pyverless.contrib.pynamodb.encrypted import EncryptedAttribute
from pyverless.contrib.pynamodb.errors import VALIDATION_FAILED, get_code
from pyverless.contrib.pynamodb.plans import get_accesses, get_table, make_plan
from pyverless.contrib.pynamodb.positions import read_position, write_position
from pyverless.contrib.pynamodb.reads import (
    count_items,
    get_item,
    iterate_items,
    read_page,
)
from pyverless.contrib.pynamodb.units import atomic, find_written
from pyverless.contrib.querysets import BaseQuerySet
from pyverless.exceptions import ImproperlyConfigured
from pyverless.pagination import Page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from contextlib import AbstractContextManager
    from typing import Any, Self

    from pynamodb.attributes import Attribute

    from pyverless.contrib.pynamodb.plans import Plan
    from pyverless.contrib.pynamodb.reads import Item

__all__ = ["Manager", "QuerySet"]

M = TypeVar("M", bound=Model)


class QuerySet(BaseQuerySet[M]):
    """The objects of a model in DynamoDB.

    Where look-ups name the whole key that is one GetItem; where they name the hash key
    of the table or of an index with all attributes, a Query; otherwise a Scan, which
    reads the whole table. An order costs nothing where it is that of the range key;
    otherwise all that is found is read and sorted.
    """

    _is_guarded = False

    def get(self, **lookup: Any) -> M:
        """Return the one object that meets all look-ups.

        Raises the model's `DoesNotExist` or `MultipleObjectsReturned`.
        """
        found = self.get_or_none(**lookup)
        if found is None:
            error = _get_missing(self.model.DoesNotExist)
            raise error(f"There is no {self._describe(lookup)}.")
        return found

    def count(self) -> int:
        """Return how many objects there are; DynamoDB reads them all for that."""
        plan = self._make_plan()
        if plan.is_empty or plan.key is not None:
            return len(self._fetch())
        found = count_items(self.model, plan)
        return max(0, min(found, self._stop) - self._start)

    def select_for_update(self) -> Self:
        """Return objects that can't be saved once somebody else has changed them.

        `save()` and `delete()`, or the end of the unit of work, raise StaleObjectError
        then. Nothing is locked.
        """
        return self._copy(_is_guarded=True)

    def check_lookups(self, filters: Iterable[str], ordering: Iterable[str]) -> None:
        """Raise ImproperlyConfigured for what the model or DynamoDB does not have.

        Called during INIT, with what a list handler declares; nothing is fetched.
        """
        self._split(filters)
        self.order_by(*ordering)

    def order_by(self, *fields: str) -> Self:
        """Return the objects ordered by these fields; `-field` is descending."""
        found = super().order_by(*fields)
        for field in fields:
            attribute = self._get_attribute(field.removeprefix("-"))
            is_encrypted = isinstance(attribute, EncryptedAttribute)
            if attribute.attr_type not in SORTABLE or is_encrypted:
                raise ImproperlyConfigured(
                    f"{self.model.__name__}.{field.removeprefix('-')} is a "
                    f"{type(attribute).__name__}, which has no order. Order by text, "
                    "numbers or times."
                )
        return found

    def paginate(self, *, limit: int, token: Any = None) -> Page:
        """Return a part of the objects, read in one request that looks at `limit`.

        It is short, and may be empty, where a filter leaves things out. `token` is the
        `next_token` of the part before: DynamoDB's own position. Raises ValueError for
        a token that is none, and ImproperlyConfigured for an order that is not that of
        a range key.
        """
        self._check((), "paginate")
        plan = self._make_plan()
        if not plan.is_ordered:
            self._refuse_order()
        if plan.is_empty or plan.key is not None:
            return Page(self._fetch())
        access = plan.access or get_table(self.model)
        key = None if token is None else read_position(plan, access.types, token)
        page = self._read_page(plan, limit, key)
        position = write_position(page.get("LastEvaluatedKey"))
        return Page([self._make(item) for item in page["Items"]], position)

    @staticmethod
    def atomic() -> AbstractContextManager[None]:
        """Return a unit of work: see `pyverless.contrib.pynamodb.atomic`."""
        return atomic()

    def _get_fields(self) -> Collection[str]:
        return self.model.get_attributes()

    def _get_keys(self) -> tuple[str, ...]:
        names = (self.model._hash_keyname, self.model._range_keyname)
        return tuple(name for name in names if name is not None)

    def _get_kind(self, field: str) -> type:
        return get_kind(self._get_attribute(field))

    def _get_attribute(self, field: str) -> Attribute[Any]:
        return self.model.get_attributes()[field]

    def _cast(self, field: str, value: Any) -> Any:
        attribute = self._get_attribute(field)
        wire = cast_to_attribute(value, attribute)
        for access in get_accesses(self.model):
            if attribute.attr_name == access.hash_name:
                wire = as_key(wire, is_range=False)
            elif attribute.attr_name == access.range_name:
                wire = as_key(wire, is_range=True)
        return wire

    def _get_condition(self, field: str, lookup: str, value: Any) -> Condition:
        return make_condition(self._get_attribute(field), lookup, value)

    def _split(self, lookups: Iterable[str]) -> list[tuple[str, str]]:
        names = super()._split(lookups)
        for field, lookup in names:
            check_lookup(field, self._get_attribute(field), lookup)
        return names

    def _make_plan(self) -> Plan:
        conditions = [*self._conditions, *_get_own(self.model)]
        return make_plan(self.model, conditions, self._get_names(self._order or ()))

    def _get_names(self, order: Iterable[str]) -> list[str]:
        """Return an order with the names that attributes have in DynamoDB."""
        return [
            "-" * field.startswith("-")
            + self._get_attribute(field.removeprefix("-")).attr_name
            for field in order
        ]

    def _fetch(self) -> list[M]:
        plan = self._make_plan()
        if plan.is_empty or self._start >= self._stop:
            return []
        if plan.key is not None:
            items = self._get_by_key(plan, plan.key)[self._start : self._stop]
        elif plan.is_ordered:
            stop = self._start + self._limit if self._limit is not None else None
            found = iterate_items(self.model, plan, stop)
            items = list(islice(found, self._start, stop))
        else:
            items = self._sort(list(iterate_items(self.model, plan)))
            items = items[self._start : self._stop]
        return [self._make(item) for item in items]

    def _get_by_key(self, plan: Plan, key: Item) -> list[Item]:
        written = find_written(self.model, key)
        item = get_item(self.model, key) if written is None else written.item
        if item is None or not all(each.is_met(item) for each in plan.checks):
            return []
        return [item]

    def _read_page(self, plan: Plan, limit: int, key: Item | None) -> dict[str, Any]:
        try:
            return read_page(self.model, plan, limit=limit, start_key=key)
        except VerboseClientError as exc:
            if key is not None and get_code(exc) == VALIDATION_FAILED:
                raise ValueError("The position is not one of these objects") from exc
            raise

    def _sort(self, items: list[Item]) -> list[Item]:
        for field in reversed(self._get_names(self._get_whole_order())):
            name = field.removeprefix("-")
            items.sort(
                key=lambda item: _get_sort_key(item, name),
                reverse=field.startswith("-"),
            )
        return items

    def _make(self, item: Item) -> M:
        obj = self.model.from_raw_data(item)
        obj._is_guarded = self._is_guarded  # type: ignore[attr-defined]
        return obj

    def _refuse_order(self) -> None:
        fixed = [c.name for c in self._conditions if c.lookup == "exact"]
        key = f"hash key {fixed[0]!r}" if fixed else "a hash key that filter() names"
        field = next(iter(self._order or ())).removeprefix("-")
        way_out = (
            f"Add an index to {self.model.__name__} with {key}, range key {field!r} "
            "and AllProjection()"
        )
        if self._has_sparse_index(field, fixed):
            way_out = (
                f"Its index has only what has a value: add filter({field}__isnull="
                "False), if the rest may be left out"
            )
        raise ImproperlyConfigured(
            f"DynamoDB can't give {self.model.__name__} objects in pages ordered by "
            f"{field!r}. {way_out}, order by another field, or page by limit and "
            "offset, which reads and sorts everything."
        )

    def _has_sparse_index(self, field: str, fixed: list[str]) -> bool:
        """Return whether an index gives an order, but not all that is looked for."""
        [name] = self._get_names([field])
        if any(condition.name == name for condition in self._conditions):
            return False
        return self._get_attribute(field).null and any(
            access.range_name == name and access.hash_name in fixed
            for access in get_accesses(self.model)
        )


class Manager:
    """The `objects` of a model: a queryset of all of them, made at each access."""

    def __get__(self, instance: object, owner: type[M]) -> QuerySet[M]:
        return QuerySet(owner)


def _get_missing(error: type[Exception]) -> type[Exception]:
    """Return PynamoDB's exception of a model, as one of ours too."""
    return type(error.__name__, (error, ObjectDoesNotExist), {})


def _get_own(model: type[Model]) -> list[Condition]:
    """Return the condition that a model with a discriminator has of its own."""
    attribute = model._get_discriminator_attribute()
    if attribute is None:
        return []
    classes = attribute.get_registered_subclasses(model)
    values = [{STRING: attribute._class_map[each]} for each in classes]
    return [Condition(attribute.attr_name, "in", values)]


def _get_sort_key(item: Item, name: str) -> tuple[bool, str, Any]:
    """Return what an item is sorted by; no value is the least."""
    wire = item.get(name)
    plain = get_plain(wire)
    if wire is None or plain is None:
        return False, "", None
    return True, next(iter(wire)), plain
