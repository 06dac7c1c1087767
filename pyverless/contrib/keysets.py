"""Querysets of stores that can say what comes after an object: paging by its values."""

from __future__ import annotations

from abc import abstractmethod
from typing import TypeVar

from pyverless.contrib.querysets import BaseQuerySet
from pyverless.lookups import get_names
from pyverless.pagination.pages import Page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["KeysetQuerySet"]

T = TypeVar("T")


class KeysetQuerySet(BaseQuerySet[T]):
    """A queryset that can be paged by the values of objects, its keys included."""

    @abstractmethod
    def _get_position(self, order: tuple[str, ...], values: list[Any]) -> Any:
        """Return the condition of what comes after these values in this order."""

    def paginate(self, *, limit: int, token: Any = None) -> Page:
        """Return the first `limit` objects, or those after an earlier page.

        `token` is the `next_token` of that page: where it ends, so that what is
        inserted or deleted before that place does not matter. Raises ValueError for a
        token that is none.
        """
        self._check((), "paginate")
        order = self._get_whole_order()
        part = self
        if token is not None:
            condition = self._get_position(order, self._read_token(order, token))
            part = self._copy(_conditions=(*self._conditions, condition))
        found = part[: limit + 1]._fetch()
        items = found[:limit]
        if len(found) == len(items):
            return Page(items)
        last = items[-1]
        return Page(items, [getattr(last, name) for name in get_names(order)])

    def _read_token(self, order: tuple[str, ...], token: Any) -> list[Any]:
        if not isinstance(token, list) or len(token) != len(order):
            raise ValueError(f"{token!r:.100} is not the position of an object")
        values = zip(get_names(order), token, strict=True)
        return [self._cast(name, value) for name, value in values]
