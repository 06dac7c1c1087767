"""From what databases call tables and columns to the attributes of models."""

from __future__ import annotations

import re

from sqlalchemy import Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from sqlalchemy.orm import Mapper

__all__ = ["Tables", "get_table_name", "get_words"]

_WRITE = re.compile(
    r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+(?:[\w\"`]+\.)?[\"`]?(\w+)", re.I
)
_CAST = re.compile(r"::[\w ]+")


def get_table_name(statement: str | None) -> str | None:
    """Return the table that a statement writes to, None when it writes to none."""
    found = _WRITE.match(statement or "")
    return found[1] if found else None


def get_words(text: str) -> set[str]:
    """Return what may be the names of columns in an expression."""
    return set(re.findall(r"\w+", _CAST.sub("", text)))


class Tables:
    """The tables of some mappers, by their names."""

    def __init__(
        self,
        mappers: Iterable[Mapper[Any]],
        *,
        own: Mapper[Any] | None = None,
        is_deleting: bool = False,
    ) -> None:
        """Know the tables of `mappers`; `own` is that of the object being written."""
        self._mappers = list(mappers)
        self._own = own
        #: Whether it is being deleted.
        self.is_deleting = is_deleting

    def is_foreign(self, table: Table | None) -> bool:
        """Return whether a table is not one of the object that is being written."""
        return self._own is not None and table not in self._own.tables

    def find(self, name: str | None, schema: str | None = None) -> Table | None:
        """Return the table of this name; None where it is none of ours."""
        tables = [table for mapper in self._mappers for table in mapper.tables]
        named = [
            table for table in tables if isinstance(table, Table) and table.name == name
        ]
        if exact := [table for table in named if table.schema == schema]:
            return exact[0]
        return named[0] if named else None

    def get_attribute(self, table: Table | None, column: str) -> str:
        """Return the attribute that a column is, or the column where there is none."""
        held = None if table is None else table.columns.get(column)
        for mapper in self._mappers:
            if held is not None and mapper.columns.contains_column(held):
                return mapper.get_property_by_column(held).key
        return column
