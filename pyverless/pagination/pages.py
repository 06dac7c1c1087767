"""Pages, and what all ways to page through a list have in common.

A list handler has one paginator, made during INIT of its `pagination_class`. It reads
the query parameters, cuts the page out of the queryset, and makes the links.
"""

from __future__ import annotations

from pyverless.exceptions import BadRequestError, ImproperlyConfigured

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from pyverless.http.request import Request
    from pyverless.types import ErrorDetail

__all__ = ["BasePagination", "MAX_OFFSET", "Page", "bad_parameter", "whole_number"]

#: Beyond this, stores answer with errors of their own.
MAX_OFFSET = 2**31 - 1

# What stands for itself in URLs: RFC 3986 §2.3.
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


class Page:
    """A part of a queryset: what paginators make, and stores that page themselves.

    `items` are the objects. `next_token` is what leads to the part after this one, None
    where there is none; a page may be empty and have one all the same. `count` is how
    many objects there are in all parts, None where nobody has counted. `previous_token`
    leads to the part before, where that is known.
    """

    __slots__ = ("count", "items", "next_token", "previous_token")

    def __init__(
        self,
        items: list[Any],
        next_token: Any = None,
        count: int | None = None,
        previous_token: Any = None,
    ) -> None:
        self.items = items
        self.next_token = next_token
        self.count = count
        self.previous_token = previous_token


class BasePagination:
    """The base of paginators: override `paginate()`, or the names and the envelope.

    One instance serves all requests to a handler: keep nothing of a request on it.
    """

    #: The query parameter that says how many objects a page has; None: callers can't.
    limit_query_param: str | None = "limit"
    #: The query parameter that says which page.
    query_param: str
    #: Whether `count` is in the envelope. It costs a query of its own.
    with_count: bool = False

    def get_query_params(self) -> list[str]:
        """Return the names of the query parameters."""
        names = (self.limit_query_param, self.query_param)
        return [name for name in names if name is not None]

    def get_limit(self, query: Mapping[str, Any], limit: int, max_limit: int) -> int:
        """Return how many objects the page may have, never more than `max_limit`.

        Raises BadRequestError for what is no number from 1 to `max_limit`.
        """
        name = self.limit_query_param
        if name is None or name not in query:
            return min(limit, max_limit)
        # As text: get_queryparams() may have made a number of it.
        return whole_number(name, str(query[name]), 1, max_limit)

    def paginate(
        self, queryset: Any, limit: int, token: str | None, handler: Any
    ) -> Page:
        """Return up to `limit` objects of a queryset.

        `token` is what the caller has sent as `query_param`, None for the first
        page, and the tokens of the page returned are what may be sent next. Raise
        BadRequestError for one that is not valid.
        """
        raise NotImplementedError(f"Override {type(self).__name__}.paginate().")

    def get_paginated_response(
        self, data: list[Any], page: Page, links: Mapping[str, str | None]
    ) -> Any:
        """Return the envelope of the serialized objects; override it to have another.

        `links` has the URLs `next` and `previous`, None where there is no such page.
        """
        counted = {"count": page.count} if self.with_count else {}
        return {**counted, **links, "results": data}

    def get_links(
        self, page: Page, limit: int, request: Request
    ) -> dict[str, str | None]:
        """Return the URLs of the pages after and before, as the caller must write them.

        They keep all other query parameters.
        """
        tokens = {"next": page.next_token, "previous": page.previous_token}
        links: dict[str, str | None] = dict.fromkeys(tokens)
        found = {name: token for name, token in tokens.items() if token is not None}
        if found:
            # Host and path are read once for both.
            beginning = self._get_beginning(limit, request)
            for name, token in found.items():
                links[name] = f"{beginning}{_escape(self.query_param)}={_escape(token)}"
        return links

    def _get_beginning(self, limit: int, request: Request) -> str:
        """Return the URL of a page up to the token."""
        path = request.raw_path
        if not request.gateway.path_is_encoded:
            path = _quote(path)
        limit_param, query = self.limit_query_param, ""
        for name, values in request.query.lists():
            if name not in (limit_param, self.query_param):
                pairs = [f"{_escape(name)}={_escape(value)}&" for value in values]
                query += "".join(pairs)
        if limit_param is not None:
            query += f"{_escape(limit_param)}={limit}&"
        return f"{request.base_url}{path}?{query}"

    def get_count(self, queryset: Any) -> int | None:
        """Return how many objects there are where `with_count` asks for it."""
        if not self.with_count:
            return None
        if isinstance(queryset, (list, tuple)):
            return len(queryset)
        if not hasattr(queryset, "count"):
            raise ImproperlyConfigured(
                f"{queryset!r:.100} can't be counted. Give it a method count(), or set "
                f"{type(self).__name__}.with_count to False."
            )
        count: int = queryset.count()
        return count


def _quote(path: str) -> str:
    if _PLAIN.issuperset(path.replace("/", "")):
        return path
    from urllib.parse import quote

    return quote(path, errors="replace")


def _escape(value: Any) -> str:
    """Return a name or value as it is written in a query string."""
    text = str(value)
    # urllib is imported for what needs it only: nearly all pages have such parameters.
    if _PLAIN.issuperset(text):
        return text
    from urllib.parse import quote_plus

    # Half of a surrogate pair, which only an event made by hand can have, is no reason
    # for a 500.
    return quote_plus(text, errors="replace")


def whole_number(name: str, text: str, minimum: int, maximum: int = MAX_OFFSET) -> int:
    """Return a query parameter as a number between `minimum` and `maximum`.

    Raises BadRequestError naming the parameter and the range.
    """
    # Only plain digits: int() would take spaces, signs and underscores as well.
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(maximum))
    if is_number and minimum <= int(text) <= maximum:
        return int(text)
    raise bad_parameter(name, f"a whole number from {minimum} to {maximum}")


def bad_parameter(name: str, expected: str) -> BadRequestError:
    """Return the error that says what a query parameter must be."""
    detail = f"{name} must be {expected}."
    errors: list[ErrorDetail] = [
        {"parameter": name, "detail": detail, "code": "invalid"}
    ]
    return BadRequestError(detail, errors=errors)
