"""Which value of a row a column can't hold. Databases often don't say."""

from __future__ import annotations

import re
from decimal import Decimal

from sqlalchemy import Numeric, String

from pyverless.casts import InvalidValueError
from pyverless.contrib.sqlalchemy.casts import cast_to_column
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


def find_unfit(exc: StatementError, tables: Tables) -> tuple[str, str] | None:
    """Return the attribute that was to hold too much, and a sentence; None: unknown."""
    table = tables.find(get_table_name(exc.statement))
    if table is None:
        return None
    for name, value in _get_parameters(exc.params):
        for column in table.columns:
            if column.key == name and (limit := _get_limit(column.type, value)):
                attribute = tables.get_attribute(table, column.name)
                return attribute, f"{attribute} must be {limit}."
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
    except InvalidValueError as exc:
        return exc.expected
    if isinstance(column_type, String) and isinstance(value, str):
        return _get_text_limit(column_type, value)
    if isinstance(column_type, Numeric) and isinstance(value, Decimal):
        return _get_number_limit(column_type, value)
    return None


def _get_text_limit(column_type: String, value: str) -> str | None:
    length = column_type.length
    if length is None or len(value) <= length:
        return None
    return f"at most {length} characters long"


def _get_number_limit(column_type: Numeric[Any], value: Decimal) -> str | None:
    end = 10 ** ((column_type.precision or 1000) - (column_type.scale or 0))
    return None if abs(value) < end else f"between -{end} and {end}"
