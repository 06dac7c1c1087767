"""What the querysets of every store have in common.

A queryset is lazy and never changes: each method returns a new one, and whatever runs
over it asks the store again.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from copy import copy
from typing import Generic, TypeVar, overload

from pyverless.contrib.exceptions import MultipleObjectsReturned, ObjectDoesNotExist
from pyverless.exceptions import ImproperlyConfigured
from pyverless.lookups import (
    LOOKUPS,
    TEXT_LOOKUPS,
    cast_lookup,
    get_names,
    split_lookup,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from typing import Any, Self, SupportsIndex

__all__ = ["BaseQuerySet"]

T = TypeVar("T")

#: Where any store's positions end: the largest 64-bit integer.
_END = 2**63 - 1


class BaseQuerySet(ABC, Generic[T]):
    """The objects of a model, narrowed by look-ups. A store adds how they are found."""

    def __init__(self, model: type[T]) -> None:
        #: The class of the objects.
        self.model = model
        self._conditions: tuple[Any, ...] = ()
        # None: in any order. Otherwise ties are broken by the key, so that pages of
        # one list never overlap.
        self._order: tuple[str, ...] | None = ()
        self._start = 0
        self._stop = _END

    @property
    def _limit(self) -> int | None:
        return None if self._stop == _END else self._stop - self._start

    @abstractmethod
    def _get_fields(self) -> Collection[str]:
        """Return the names that look-ups and orderings may use."""

    @abstractmethod
    def _get_keys(self) -> tuple[str, ...]:
        """Return the fields that identify an object; they break ties."""

    @abstractmethod
    def _get_kind(self, field: str) -> type:
        """Return the Python type of a field, `object` where it is not known."""

    @abstractmethod
    def _cast(self, field: str, value: Any) -> Any:
        """Return a value, which may be text, as one of a field, or raise ValueError."""

    @abstractmethod
    def _get_condition(self, field: str, lookup: str, value: Any) -> Any:
        """Return what a look-up of a field is to this store; the value is cast."""

    @abstractmethod
    def _fetch(self) -> list[T]:
        """Return the objects."""

    @abstractmethod
    def count(self) -> int:
        """Return how many objects there are, without fetching them."""

    def all(self) -> Self:
        """Return the same objects, as a queryset of its own."""
        return self._copy()

    def filter(self, **lookup: Any) -> Self:
        """Return the objects that meet all look-ups: `views__gt=100, status="draft"`.

        `pyverless.lookups` has the look-ups there are. None is no value. Text is cast
        to the type of the field; ValueError says that it can't be.
        """
        names = self._split(lookup)
        conditions = [
            self._get_condition(field, kind, self._cast_lookup(field, kind, value))
            for (field, kind), value in zip(names, lookup.values(), strict=True)
        ]
        return self._copy(_conditions=(*self._conditions, *conditions))

    def order_by(self, *fields: str) -> Self:
        """Return the objects ordered by these fields; `-field` is descending."""
        self._check(get_names(fields), "order by")
        return self._copy(_order=fields)

    def check_lookups(self, filters: Iterable[str], ordering: Iterable[str]) -> None:
        """Raise ImproperlyConfigured for look-ups and fields that there are not.

        Called during INIT, with what a list handler declares; nothing is fetched.
        """
        self._split(filters)
        self._check(get_names(ordering), "order by")

    def _get_whole_order(self) -> tuple[str, ...]:
        """Return the order, with the keys, so that no two objects have one place."""
        order = self._order or ()
        named = get_names(order)
        return (*order, *(key for key in self._get_keys() if key not in named))

    def _cast_lookup(self, field: str, lookup: str, value: Any) -> Any:
        return cast_lookup(value, lookup, lambda item: self._cast(field, item))

    def get(self, **lookup: Any) -> T:
        """Return the one object that meets all look-ups.

        Raises the model's `DoesNotExist` or `MultipleObjectsReturned`.
        """
        found = self.get_or_none(**lookup)
        if found is None:
            raise ObjectDoesNotExist(f"There is no {self._describe(lookup)}.")
        return found

    def get_or_none(self, **lookup: Any) -> T | None:
        """Return the one object that meets all look-ups, or None."""
        found = self.filter(**lookup)._copy(_order=None, _stop=2)._fetch()
        if len(found) > 1:
            raise MultipleObjectsReturned(f"More than one {self._describe(lookup)}.")
        return found[0] if found else None

    @overload
    def __getitem__(self, index: slice) -> Self: ...
    @overload
    def __getitem__(self, index: int) -> T: ...
    def __getitem__(self, index: slice | int) -> Self | T:
        """Return the object at a position, or a part: `[20:30]` skips 20, has up to 10.

        Positions are counted from the start. Raises IndexError where no object is.
        """
        if isinstance(index, slice):
            return self._slice(index)
        return self._slice(slice(index, index + 1))._fetch()[0]

    def __iter__(self) -> Iterator[T]:
        return iter(self._fetch())

    def __bool__(self) -> bool:
        """Return whether there is any object, as a list would tell."""
        return bool(self._slice(slice(1))._copy(_order=None)._fetch())

    def _slice(self, part: slice) -> Self:
        start, stop = _position(part.start, 0), _position(part.stop, _END)
        if part.step is not None or min(start, stop) < 0:
            raise ValueError(f"{part} does not go from one position to a later one.")
        return self._copy(
            _start=min(self._start + start, self._stop),
            _stop=min(self._start + max(start, stop), self._stop),
        )

    def _copy(self, **changes: Any) -> Self:
        new = copy(self)
        vars(new).update(changes)
        return new

    def _check(self, fields: Iterable[str], action: str) -> None:
        if (self._start, self._stop) != (0, _END):
            raise ImproperlyConfigured(
                f"A slice of {self.model.__name__} objects can't be narrowed or "
                "ordered. Call filter() and order_by() first, then slice."
            )
        available = self._get_fields()
        for field in fields:
            if field not in available:
                raise ImproperlyConfigured(
                    f"{self.model.__name__} has no field {field!r} to {action}. "
                    f"Choose from: {', '.join(available)}.{_explain(field)}"
                )

    def _split(self, lookups: Iterable[str]) -> list[tuple[str, str]]:
        """Return fields and look-ups, which there must be."""
        names = [split_lookup(name) for name in lookups]
        self._check([field for field, _ in names], "look up")
        for field, lookup in names:
            if lookup in TEXT_LOOKUPS and self._get_kind(field) not in (str, object):
                raise ImproperlyConfigured(
                    f"{self.model.__name__}.{field} is no text, so it can't be looked "
                    f"up by {field}__{lookup}."
                )
        return names

    def _describe(self, lookup: dict[str, Any]) -> str:
        values = " and ".join(
            f"{name}={value!r:.100}" for name, value in lookup.items()
        )
        return f"{self.model.__name__} with {values or 'these conditions'}"


def _explain(field: str) -> str:
    """Return what there is to say about a name that is more than a field."""
    if "__" not in field:
        return ""
    return (
        f" Look-ups are {', '.join(LOOKUPS)}; fields of related objects can't be "
        "looked up by name."
    )


def _position(value: SupportsIndex | None, default: int) -> int:
    return default if value is None else min(value.__index__(), _END)
