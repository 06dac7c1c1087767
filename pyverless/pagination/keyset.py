"""Paging by the values of the last object, for querysets that don't do it themselves.

A store that has `paginate()` is asked. For every other queryset with Django's look-ups,
`(a, b) > (x, y)` is asked in parts: first what has `a = x` and `b > y`, then `a > x`.
Where no value comes in such an order is up to the store, so there must be values.
"""

from __future__ import annotations

from pyverless.exceptions import ImproperlyConfigured
from pyverless.lists import ListQuerySet, as_queryset
from pyverless.lookups import get_names
from pyverless.pagination.pages import Page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

__all__ = ["paginate"]


def paginate(queryset: Any, limit: int, position: Any, order: Sequence[str]) -> Page:
    """Return up to `limit` objects after a position, the first ones where it is None.

    `order` names the fields to order by, the key last; `-field` is descending. A store
    of its own knows its order. Raises ValueError for a position that is none.
    """
    if hasattr(queryset, "paginate"):
        page: Page = queryset.paginate(limit=limit, token=position)
        return page
    order = _without_repetition(order)
    objects = as_queryset(queryset)
    found: list[Any] = []
    for part in _get_parts(objects, order, position):
        wanted = limit + 1 - len(found)
        found += part.order_by(*order)[:wanted] if wanted else ()
    items = found[:limit]
    if len(found) == len(items):
        return Page(items)
    token = _get_position(items[-1], order)
    if not isinstance(objects, ListQuerySet):
        _check_values(token, order)
    return Page(items, token)


def _without_repetition(order: Sequence[str]) -> list[str]:
    """Return the fields up to the one that tells all objects apart: the key."""
    names = get_names(order)
    return [*order[: names.index(names[-1]) + 1]]


def _get_parts(queryset: Any, order: Sequence[str], position: Any) -> Iterator[Any]:
    if position is None:
        yield queryset
        return
    if not isinstance(position, list) or len(position) != len(order):
        raise ValueError(f"{position!r:.100} is not the position of an object")
    if isinstance(queryset, ListQuerySet):
        yield queryset.get_after(order, position)
        return
    names = get_names(order)
    for place in reversed(range(len(order))):
        equal = dict(zip(names[:place], position, strict=False))
        beyond = "lt" if order[place].startswith("-") else "gt"
        part = queryset.filter(
            **equal, **{f"{names[place]}__{beyond}": position[place]}
        )
        if part is queryset:
            raise ImproperlyConfigured(
                f"{type(queryset).__name__}.filter() changes the queryset instead of "
                "returning another one, so it can't be paged by cursor. Page by limit "
                "and offset."
            )
        yield part


def _get_position(obj: Any, order: Sequence[str]) -> list[Any]:
    return [
        obj[name] if isinstance(obj, dict) else getattr(obj, name)
        for name in get_names(order)
    ]


def _check_values(values: list[Any], order: Sequence[str]) -> None:
    if None in values:
        name = get_names(order)[values.index(None)]
        raise ImproperlyConfigured(
            f"A page would end at an object without a value for {name!r}. Order by "
            "fields that always have one, or give the queryset a method paginate()."
        )
