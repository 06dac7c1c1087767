"""Paging a list with `?limit=` and `?offset=`."""

from __future__ import annotations

from itertools import islice

from pyverless.exceptions import BadRequestError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.http.request import Request

__all__ = ["Page", "get_page", "whole_number"]

# Beyond this, stores answer with errors of their own.
_MAX_OFFSET = 2**31 - 1


class Page:
    """A part of a queryset: `items`, where it starts, and whether more follow."""

    __slots__ = ("has_next", "items", "limit", "offset")

    def __init__(
        self, items: list[Any], limit: int, offset: int, has_next: bool
    ) -> None:
        self.items = items
        self.limit = limit
        self.offset = offset
        self.has_next = has_next

    def link_header(self, request: Request) -> str:
        """Return the Link header to the pages before and after (RFC 8288), or ''."""
        links = []
        if self.offset:
            before = max(self.offset - self.limit, 0)
            links.append(f'<{self._url(request, before)}>; rel="prev"')
        if self.has_next:
            after = self.offset + self.limit
            links.append(f'<{self._url(request, after)}>; rel="next"')
        return ", ".join(links)

    def _url(self, request: Request, offset: int) -> str:
        from urllib.parse import quote, urlencode

        path = request.raw_path
        if not request.gateway.path_is_encoded:
            path = quote(path)
        paging = {"limit": str(self.limit), "offset": str(offset)}
        others = [(n, v) for n, vs in request.query.lists() for v in vs]
        pairs = [(n, v) for n, v in others if n not in paging] + list(paging.items())
        return f"{request.base_url}{path}?{urlencode(pairs)}"


def get_page(queryset: Any, limit: int, offset: int) -> Page:
    """Return `limit` objects from `offset` on; one more is asked for, none counted."""
    if hasattr(queryset, "__getitem__"):
        found = list(queryset[offset : offset + limit + 1])
    else:
        found = list(islice(queryset, offset, offset + limit + 1))
    return Page(found[:limit], limit, offset, has_next=len(found) > limit)


def whole_number(name: str, text: str, minimum: int, maximum: int = _MAX_OFFSET) -> int:
    """Return a query parameter as a number between `minimum` and `maximum`.

    Raises BadRequestError naming the parameter and the range.
    """
    # Only plain digits: int() would take spaces, signs and underscores as well.
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(maximum))
    if is_number and minimum <= int(text) <= maximum:
        return int(text)
    detail = f"{name} must be a whole number from {minimum} to {maximum}."
    raise BadRequestError(
        detail,
        errors=[{"parameter": name, "detail": detail, "code": "invalid"}],
    )
