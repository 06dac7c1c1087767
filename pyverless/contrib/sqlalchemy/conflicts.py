"""Which constraint a row does not meet, as a ConflictError that names the fields.

PostgreSQL says it in the diagnostics of its errors, SQLite in their text.
"""

from __future__ import annotations

import re

from sqlalchemy import CheckConstraint

from pyverless.contrib.sqlalchemy.tables import get_table_name, get_words
from pyverless.exceptions import ConflictError
from pyverless.http.problems import pointer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy import Table
    from sqlalchemy.exc import IntegrityError

    from pyverless.contrib.sqlalchemy.tables import Tables

__all__ = ["REFERRED", "get_conflict"]

# https://www.postgresql.org/docs/current/errcodes-appendix.html
_SQLSTATES = {
    "23001": "reference",
    "23502": "required",
    "23503": "reference",
    "23505": "unique",
    "23514": "invalid",
}
_SQLITE_KINDS = {
    "CHECK": "invalid",
    "FOREIGN KEY": "reference",
    "NOT NULL": "required",
    "UNIQUE": "unique",
}
_SQLITE_MESSAGE = re.compile(r"([A-Z ]+) constraint failed(?:: (.+))?", re.S)
# `Key (author_id, number)=(1, 2) …`, whatever the language.
_POSTGRESQL_KEY = re.compile(r"\((.*?)\)=\(", re.S)

_SENTENCES = {
    "invalid": "The value of {names} is not allowed.",
    "reference": "What {names} refers to does not exist.",
    "required": "There must be a value for {names}.",
    "unique": "There is one with this {names} already.",
}
#: What callers read who would leave others without what they refer to.
REFERRED = "Something else still refers to this."


class _Fault:
    """What a database says: the kind of constraint, its table, names of columns."""

    def __init__(self, code: str, table: Table | None, columns: list[str]) -> None:
        self.code = code
        self.table = table
        self.columns = columns


def get_conflict(exc: IntegrityError, tables: Tables) -> ConflictError:
    """Return what handlers answer; nothing of SQL or of other rows is in it."""
    diagnostics = getattr(exc.orig, "diag", None)
    if diagnostics is not None:
        fault = _read_diagnostics(diagnostics, tables)
    else:
        fault = _read_message(str(exc.orig), exc, tables)
    if fault is None:
        return ConflictError()
    if _is_referred(exc, fault, tables):
        return ConflictError(REFERRED)
    fields = [tables.get_attribute(fault.table, name) for name in fault.columns]
    error = _make_error(fault.code, fields)
    if tables.is_foreign(fault.table):
        # The caller's body has no such field, or has it somewhere below.
        error.field, error.errors = None, []
    return error


def _make_error(code: str, fields: list[str]) -> ConflictError:
    if not fields:
        return ConflictError()
    *others, last = fields
    names = f"{', '.join(others)} and {last}" if others else last
    sentence = _SENTENCES[code].format(names=names)
    return ConflictError(
        sentence,
        field=None if others else last,
        errors=[
            {"pointer": pointer(field), "detail": sentence, "code": code}
            for field in fields
        ],
    )


def _read_diagnostics(diagnostics: Any, tables: Tables) -> _Fault | None:
    code = _SQLSTATES.get(diagnostics.sqlstate)
    if code is None:
        return None
    table = tables.find(diagnostics.table_name, diagnostics.schema_name)
    if code == "invalid":
        return _Fault(code, table, _get_checked(table, diagnostics.constraint_name))
    if code == "required":
        return _Fault(code, table, [diagnostics.column_name])
    key = _POSTGRESQL_KEY.search(diagnostics.message_detail or "")
    return _Fault(code, table, _get_columns(table, key[1]) if key else [])


def _get_columns(table: Table | None, key: str) -> list[str]:
    """Return the columns of `author_id, "Number"`, or those of `lower(name::text)`."""
    names = [name.strip('"') for name in key.split(", ")]
    if table is None:
        return names if all(name.isidentifier() for name in names) else []
    is_plain = all(name in table.columns for name in names)
    return names if is_plain else _get_mentioned(table, key)


def _get_mentioned(table: Table, text: str) -> list[str]:
    words = get_words(text)
    return [column.name for column in table.columns if column.name in words]


def _get_checked(table: Table | None, text: str) -> list[str]:
    """Return the columns of a CHECK, by its name or, on SQLite, by what it checks."""
    if table is None:
        return []
    for constraint in table.constraints:
        if isinstance(constraint, CheckConstraint) and constraint.name == text:
            return _get_mentioned(table, str(constraint.sqltext))
    # What PostgreSQL calls it when nobody names it.
    column = text.removeprefix(f"{table.name}_").removesuffix("_check")
    return _get_mentioned(table, column)


def _read_message(text: str, exc: IntegrityError, tables: Tables) -> _Fault | None:
    found = _SQLITE_MESSAGE.match(text)
    code = _SQLITE_KINDS.get(found[1]) if found else None
    if found is None or code is None:
        return None
    table = tables.find(get_table_name(exc.statement))
    if code == "invalid":
        return _Fault(code, table, _get_checked(table, found[2]))
    if code == "reference":
        return _Fault(code, table, _get_only_reference(table, exc.statement))
    if found[2].startswith("index "):
        return _Fault(code, table, _get_indexed(table, found[2][7:-1]))
    names = [name.rpartition(".")[2] for name in found[2].split(", ")]
    return _Fault(code, table, names)


def _get_indexed(table: Table | None, name: str) -> list[str]:
    if table is None:
        return []
    return [
        column
        for index in table.indexes
        if index.name == name
        for column in _get_mentioned(table, " ".join(map(str, index.expressions)))
    ]


def _get_only_reference(table: Table | None, statement: str | None) -> list[str]:
    """Return the columns of the one foreign key that is written; SQLite names none."""
    keys = [] if table is None else table.foreign_key_constraints
    words = get_words(statement or "")
    names = [[column.name for column in key.columns] for key in keys]
    written = [key for key in names if words.issuperset(key)]
    return written[0] if len(written) == 1 else []


def _is_referred(exc: IntegrityError, fault: _Fault, tables: Tables) -> bool:
    """Return whether others refer to this row, rather than this one to nothing."""
    verb = (exc.statement or "").upper().split(None, 1)[:1]
    if fault.code == "required":
        return _is_emptied(verb, fault, tables)
    if fault.code == "reference":
        return verb == ["DELETE"] or _refers_to_this(fault)
    return False


def _is_emptied(verb: list[str], fault: _Fault, tables: Tables) -> bool:
    """Return whether others would lose their reference, which they must have.

    SQLAlchemy empties the foreign keys of what a relationship loses, and so does
    ON DELETE SET NULL.
    """
    if verb != ["UPDATE"]:
        return verb == ["DELETE"]
    if fault.table is None or not (
        tables.is_deleting or tables.is_foreign(fault.table)
    ):
        return False
    columns = fault.table.columns
    return any(columns[name].foreign_keys for name in fault.columns)


def _refers_to_this(fault: _Fault) -> bool:
    if fault.table is None or not fault.columns:
        return False
    # PostgreSQL names the table that refers, and the columns of whatever is missing or
    # still referred to.
    keys = fault.table.foreign_key_constraints
    return all(
        {column.name for column in key.columns} != set(fault.columns) for key in keys
    )
