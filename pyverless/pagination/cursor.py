"""Pages by the object that they follow: `?cursor=`."""

from __future__ import annotations

from pyverless.auth.users import get_user_id
from pyverless.config import settings
from pyverless.crypto.signing import read_signed, write_signed
from pyverless.encoding import dumps
from pyverless.exceptions import ImproperlyConfigured
from pyverless.models import is_bad_value
from pyverless.pagination.keyset import paginate
from pyverless.pagination.pages import BasePagination, Page, bad_parameter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["CursorPagination"]


class CursorPagination(BasePagination):
    """`?cursor=…`: the page after the last object of another one, by its values.

    A walk over all pages misses and repeats nothing that stays, whatever is inserted
    and deleted meanwhile, and no page costs more than the first. The order is that of
    the list, then of the key. There is no way back.

    A cursor is signed with SECRET_KEY. It is good for the same handler, path, caller,
    filters and order only; its content is not secret.
    """

    query_param = "cursor"

    def __init__(self) -> None:
        if not settings.has("SECRET_KEY"):
            raise ImproperlyConfigured(
                f"{type(self).__name__} signs cursors. Set the setting SECRET_KEY."
            )

    def paginate(
        self, queryset: Any, limit: int, token: str | None, handler: Any
    ) -> Page:
        """Return the objects after the cursor."""
        # Whatever it is bound to is a part of what it is signed for.
        purpose = f"pyverless.cursors:{dumps(self.get_scope(handler))}"
        order = (*handler.get_ordering(), handler.lookup_field)
        try:
            position = None if token is None else read_signed(token, purpose)
            page = paginate(queryset, limit, position, order)
        except Exception as exc:
            if token is None or not is_bad_value(exc):
                raise
            expected = "a cursor from the last answer to the same query"
            raise bad_parameter(self.query_param, expected) from exc
        if page.next_token is not None:
            page.next_token = write_signed(page.next_token, purpose)
        if page.count is None:
            page.count = self.get_count(queryset)
        return page

    def get_scope(self, handler: Any) -> list[Any]:
        """Return what a cursor is bound to: beside it, only the limit may change."""
        cls, request = handler.plan.cls, handler.request
        paging = self.get_query_params()
        return [
            f"{cls.__module__}.{cls.__qualname__}",
            sorted((name, str(value)) for name, value in handler.kwargs.items()),
            handler.user is not None and [get_user_id(handler.user)],
            sorted(item for item in request.query.lists() if item[0] not in paging),
            handler.get_ordering(),
        ]
