"""Look-up values as the types of columns."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, DateTime, SmallInteger, TypeDecorator

from pyverless.casts import cast
from pyverless.config import settings
from pyverless.contrib.sqlalchemy.encrypted import EncryptedText

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy.types import TypeEngine

__all__ = ["cast_to_column", "get_python_type"]


def cast_to_column(value: Any, column_type: TypeEngine[Any]) -> Any:
    """Return a look-up `value` as a column of `column_type` takes it.

    A datetime column without time zones is taken to be in UTC. A TypeDecorator gets
    text as the type that it decorates, and other values as they are. Raises ValueError
    for what the column can't hold.
    """
    if isinstance(column_type, TypeDecorator):
        return _cast_to_decorated(value, column_type)
    result = cast(value, get_python_type(column_type), _get_bits(column_type))
    if isinstance(result, datetime) and isinstance(column_type, DateTime):
        return result if column_type.timezone else result.replace(tzinfo=None)
    return result


def _cast_to_decorated(value: Any, column_type: TypeDecorator[Any]) -> Any:
    if isinstance(column_type, EncryptedText):
        return cast(value, str)
    decorated = column_type.impl_instance
    kind = get_python_type(column_type)
    if kind is object:
        kind = get_python_type(decorated)
    # Bytes may be text that the decorator encrypts or packs.
    if kind is bytes or not isinstance(value, str):
        return value
    return cast(value, kind, _get_bits(decorated))


def get_python_type(column_type: TypeEngine[Any]) -> type:
    """Return the Python type of a column, `object` where SQLAlchemy knows none."""
    try:
        return column_type.python_type
    except NotImplementedError:  # how SQLAlchemy 2.0 says `object`
        return object


def _get_bits(column_type: TypeEngine[Any]) -> int:
    if isinstance(column_type, SmallInteger):
        return 16
    # Not asked of the engine: a handler's class may hold a queryset during import.
    on_sqlite = settings.DATABASE_URL.startswith("sqlite")
    return 64 if on_sqlite or isinstance(column_type, BigInteger) else 32
