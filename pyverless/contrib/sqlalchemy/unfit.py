"""Which value of a row a column can't hold. Databases often don't say."""

from __future__ import annotations

import re
from decimal import Decimal

from sqlalchemy import Numeric, String

from pyverless.casts import InvalidValueError
from pyverless.contrib.sqlalchemy.casts import cast_to_column
from pyverless.contrib.sqlalchemy.decimals import NumberForm
from pyverless.contrib.sqlalchemy.tables import get_table_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from sqlalchemy.exc import StatementError
    from sqlalchemy.types import TypeEngine

    from pyverless.contrib.sqlalchemy.tables import Tables

__all__ = ["find_unfit"]

# How SQLAlchemy numbers the parameters of several rows in one statement.
_NUMBER = re.compile(r"__\d+$")


def find_unfit(exc: StatementError, tables: Tables) -> tuple[str | None, str] | None:
    """Return the field that was to hold too much, and a sentence; None: unknown.

    The field is None for another object than the one that is being written.
    """
    table = tables.find(get_table_name(exc.statement))
    if table is None:
        return None
    for name, value in _get_parameters(exc.params):
        for column in table.columns:
            if column.key == name and (limit := _get_limit(column.type, value)):
                attribute = tables.get_attribute(table, column.name)
                field = None if tables.is_foreign(table) else attribute
                return field, f"{attribute} must be {limit}."
    return None


def _get_parameters(params: Any) -> Iterator[tuple[str, Any]]:
    for row in params if isinstance(params, (list, tuple)) else [params]:
        if isinstance(row, dict):
            for name, value in row.items():
                yield _NUMBER.sub("", name), value


def _get_limit(column_type: TypeEngine[Any], value: Any) -> str | None:
    """Return what a value would have to be; None where it is that."""
    try:
        value = cast_to_column(value, column_type)
        if isinstance(column_type, Numeric) and isinstance(value, Decimal):
            NumberForm(column_type, is_exact=True).convert(value)
    except InvalidValueError as exc:
        return exc.expected
    if isinstance(column_type, String) and isinstance(value, str):
        return _get_text_limit(column_type, value)
    return None


def _get_text_limit(column_type: String, value: str) -> str | None:
    length = column_type.length
    if length is None or len(value) <= length:
        return None
    return f"at most {length} characters long"
