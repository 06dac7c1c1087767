"""Pages by their place in the list: `?limit=&offset=` and `?page=`."""

from __future__ import annotations

from itertools import islice

from pyverless.pagination.pages import (
    MAX_OFFSET,
    BasePagination,
    Page,
    whole_number,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["LimitOffsetPagination", "PageNumberPagination"]


class LimitOffsetPagination(BasePagination):
    """`?limit=20&offset=40`: twenty objects after the first forty.

    One more object is asked for to know whether there is another page; none is counted.
    What is inserted or deleted before the offset meanwhile shifts the pages.
    """

    query_param = "offset"

    def paginate(
        self, queryset: Any, limit: int, token: str | None, handler: Any
    ) -> Page:
        """Return the objects from the offset on."""
        name = self.query_param
        offset = 0 if token is None else whole_number(name, token, 0)
        items, has_next = _get_slice(queryset, offset, limit)
        return Page(
            items,
            str(offset + limit) if has_next else None,
            self.get_count(queryset),
            str(max(offset - limit, 0)) if offset else None,
        )


class PageNumberPagination(BasePagination):
    """`?page=3`: pages are counted from 1. One beyond the last is empty."""

    query_param = "page"

    def paginate(
        self, queryset: Any, limit: int, token: str | None, handler: Any
    ) -> Page:
        """Return the objects of the page with this number."""
        name = self.query_param
        last = MAX_OFFSET // limit + 1
        number = 1 if token is None else whole_number(name, token, 1, last)
        items, has_next = _get_slice(queryset, (number - 1) * limit, limit)
        return Page(
            items,
            str(number + 1) if has_next else None,
            self.get_count(queryset),
            str(number - 1) if number > 1 else None,
        )


def _get_slice(queryset: Any, offset: int, limit: int) -> tuple[list[Any], bool]:
    """Return a part of anything that can be sliced or iterated; are there more?"""
    if hasattr(queryset, "__getitem__"):
        found = list(queryset[offset : offset + limit + 1])
    else:
        found = list(islice(queryset, offset, offset + limit + 1))
    return found[:limit], len(found) > limit
