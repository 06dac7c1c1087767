"""Plain lists of objects or dictionaries, filtered and ordered like querysets."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from pyverless.casts import as_utc, cast
from pyverless.exceptions import ImproperlyConfigured
from pyverless.lookups import (
    TEXT_LOOKUPS,
    cast_lookup,
    get_names,
    get_sort_key,
    is_after,
    matches,
    split_lookup,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

__all__ = ["ListQuerySet", "as_queryset"]

# Each holds what is in those after it.
_NUMBERS = (Decimal, float, int)


def as_queryset(objects: Any) -> Any:
    """Return a queryset of what may be a plain list; querysets stay as they are."""
    return objects if hasattr(objects, "filter") else ListQuerySet(objects)


class ListQuerySet:
    """The objects of a list as a queryset: `filter()`, `order_by()`, slices.

    Text is cast to the type that the objects have as the field.
    """

    def __init__(self, objects: Iterable[Any]) -> None:
        self._objects = list(objects)

    def filter(self, **lookup: Any) -> ListQuerySet:
        """Return the objects that meet all look-ups of `pyverless.lookups`."""
        found = self._objects
        for name, value in lookup.items():
            field, kind = split_lookup(name)
            wanted = cast_lookup(value, kind, self._make_cast(field, kind))
            found = [obj for obj in found if matches(_get(obj, field), kind, wanted)]
        return ListQuerySet(found)

    def order_by(self, *fields: str) -> ListQuerySet:
        """Return the objects ordered by these fields; `-field` is descending."""
        found = [*self._objects]
        for field in reversed(fields):
            found.sort(key=_sort_by(field), reverse=field.startswith("-"))
        return ListQuerySet(found)

    def get_after(self, order: Sequence[str], values: Sequence[Any]) -> ListQuerySet:
        """Return the objects that come after one with these values, in this order.

        `order` is as in `order_by()`. Text is cast as in `filter()`.
        """
        names = get_names(order)
        place = [
            self._make_cast(name)(value)
            for name, value in zip(names, values, strict=True)
        ]
        return ListQuerySet(
            obj
            for obj in self.order_by(*order)
            if is_after([_get(obj, name) for name in names], order, place)
        )

    def count(self) -> int:
        """Return how many objects there are."""
        return len(self._objects)

    def __getitem__(self, index: slice) -> list[Any]:
        return self._objects[index]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._objects)

    def _make_cast(self, field: str, lookup: str = "exact") -> Callable[[Any], Any]:
        kind = self._get_kind(field)
        if lookup in TEXT_LOOKUPS and kind not in (str, object):
            raise ImproperlyConfigured(
                f"{field} is no text, so it can't be looked up by {field}__{lookup}."
            )
        return lambda value: cast(value, kind)

    def _get_kind(self, field: str) -> type:
        """Return the type that the objects have as a field, `object` for several."""
        held = (_get(obj, field) for obj in self._objects)
        kinds = {type(value) for value in held if value is not None}
        if kinds and kinds.issubset(_NUMBERS):
            return next(kind for kind in _NUMBERS if kind in kinds)
        return kinds.pop() if len(kinds) == 1 else object


def _sort_by(field: str) -> Callable[[Any], Any]:
    name = field.removeprefix("-")
    return lambda obj: get_sort_key(_get(obj, name))


def _get(obj: Any, field: str) -> Any:
    try:
        value = obj[field] if isinstance(obj, dict) else getattr(obj, field)
    except (AttributeError, KeyError):
        raise ImproperlyConfigured(
            f"{obj!r:.100} has no {field!r} to filter or order by."
        ) from None
    return as_utc(value) if isinstance(value, datetime) else value
