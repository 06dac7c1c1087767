"""Which columns callers can filter lists by, and order them."""

from __future__ import annotations

from sqlalchemy import JSON, Interval, LargeBinary

from pyverless.contrib.sqlalchemy.encrypted import EncryptedText
from pyverless.exceptions import ImproperlyConfigured
from pyverless.lookups import split_lookup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from sqlalchemy.orm import Mapper

__all__ = ["check_kinds"]

# A parameter has no text for their values, and a cursor no place in their order.
_OPAQUE = (JSON, Interval, LargeBinary)


def check_kinds(
    mapper: Mapper[Any], filters: Iterable[str], ordering: Iterable[str]
) -> None:
    """Raise ImproperlyConfigured for what columns of their types can't be used for."""
    model, columns = mapper.class_.__name__, mapper.columns
    for name in filters:
        field, lookup = split_lookup(name)
        if lookup != "isnull":
            _check_encrypted(mapper, field, f"filtered by {name!r}")
        if lookup != "isnull" and isinstance(columns[field].type, _OPAQUE):
            raise ImproperlyConfigured(
                f"{model}.{field} is {columns[field].type!r}, so lists can't be "
                f"filtered by {name!r}. Use {field}__isnull, or override "
                "filter_queryset()."
            )
    for name in ordering:
        field = name.removeprefix("-")
        _check_encrypted(mapper, field, f"ordered by {name!r}")
        if isinstance(columns[field].type, _OPAQUE):
            raise ImproperlyConfigured(
                f"{model}.{field} is {columns[field].type!r}, so lists can't be "
                f"ordered by {name!r}. Order them in get_queryset()."
            )


def _check_encrypted(mapper: Mapper[Any], field: str, action: str) -> None:
    if isinstance(mapper.columns[field].type, EncryptedText):
        raise ImproperlyConfigured(
            f"{mapper.class_.__name__}.{field} is encrypted, so objects can't be "
            f"{action}. Only {field}__isnull can be asked for; store what is looked "
            "for in a column of its own."
        )
