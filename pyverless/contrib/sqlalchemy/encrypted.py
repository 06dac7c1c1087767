"""Columns that only this service can read."""

from __future__ import annotations

from sqlalchemy import Column, ColumnElement, Table, Text, TypeDecorator, event
from sqlalchemy.sql import operators

from pyverless.contrib.ciphers import FieldCipher
from pyverless.exceptions import ImproperlyConfigured

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy import Dialect
    from sqlalchemy.sql.operators import OperatorType

__all__ = ["EncryptedText"]

_EQUALITIES = (operators.eq, operators.ne)
_IS = (operators.is_, operators.is_not)
_HARMLESS = (ColumnElement, type(None))


class _Comparator(TypeDecorator.Comparator[str]):
    """Knows NULL from values, and nothing else: each encryption makes another text."""

    __slots__ = ()

    def operate(self, op: OperatorType, *other: Any, **kwargs: Any) -> Any:
        # SQLAlchemy itself asks whether two columns are the same one.
        is_harmless = op in _EQUALITIES and isinstance(other[0], _HARMLESS)
        if op in _IS or is_harmless:
            return super().operate(op, *other, **kwargs)
        raise _get_error(self.expr)

    def reverse_operate(self, op: OperatorType, other: Any, **kwargs: Any) -> Any:
        raise _get_error(self.expr)


class EncryptedText(TypeDecorator[str]):
    """Text that is encrypted in the database: `mapped_column(EncryptedText)`.

    `salt` is what `pyverless.crypto.encrypt` gets: by default the names of the table
    and the column, so that what is stored in one column can't be read from another. Set
    it to the old names where these change. NULL stays NULL, and is all that can be
    looked for.
    """

    impl = Text
    cache_ok = True
    comparator_factory = _Comparator

    def __init__(self, salt: str | None = None) -> None:
        super().__init__()
        self.salt = salt
        self._cipher = FieldCipher(salt or "")

    @property
    def python_type(self) -> type[str]:
        """What values are."""
        return str

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return what is stored for a value."""
        return self._cipher.encrypt(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the value of what is stored."""
        return self._cipher.decrypt(value)

    def with_salt(self, salt: str) -> EncryptedText:
        """Return the same type for what `salt` says, unless it has one already."""
        if self.salt:
            return self
        other = self.copy()
        other.salt, other._cipher = salt, FieldCipher(salt)
        return other


def _get_error(column: ColumnElement[Any]) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"{column} is encrypted, so nothing can be looked for in it, and it has no "
        "order. Only NULL is known. Store what is looked for in a column of its own."
    )


# A type may be shared by columns, and is part of the cache's key of a statement: each
# column gets one that says its salt.
@event.listens_for(Column, "after_parent_attach")
def _set_salt(column: Column[Any], parent: Any) -> None:
    if isinstance(column.type, EncryptedText) and isinstance(parent, Table):
        column.type = column.type.with_salt(f"{parent.fullname}.{column.name}")
