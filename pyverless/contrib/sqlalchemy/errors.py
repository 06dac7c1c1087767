"""What goes wrong in the database, as the errors that handlers answer."""

from __future__ import annotations

from contextlib import contextmanager

from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    SQLAlchemyError,
    StatementError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm.exc import StaleDataError

from pyverless.contrib.sqlalchemy.conflicts import REFERRED, get_conflict
from pyverless.contrib.sqlalchemy.tables import get_table_name
from pyverless.contrib.sqlalchemy.unfit import find_unfit
from pyverless.exceptions import (
    BadRequestError,
    ConflictError,
    ServiceUnavailableError,
    StaleObjectError,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.engine import ExceptionContext

    from pyverless.contrib.sqlalchemy.tables import Tables
    from pyverless.exceptions import ServiceError

__all__ = ["as_data_error", "translated_errors"]

#: How long callers are asked to wait while the database is away, in seconds.
_WAIT = 1
# What drivers raise for values that they or their databases don't take.
_VALUE_ERRORS = (DataError, IntegrityError, InterfaceError, ProgrammingError)
# https://www.sqlite.org/rescode.html: SQLITE_BUSY and SQLITE_LOCKED. Not imported, as
# who uses PostgreSQL need not load SQLite.
_SQLITE_WAITS = (5, 6)
_SQLITE_MISMATCH = 20


@contextmanager
def translated_errors(
    get_tables: Callable[[], Tables],
) -> Iterator[None]:
    """Raise what handlers answer instead of what SQLAlchemy raises, where they do.

    409 for what the database refuses, 400 for values that a column can't hold, 503
    while it is away, busy or asks to try again. `get_tables` returns the tables
    that may be concerned.
    """
    try:
        yield
    except SQLAlchemyError as exc:
        error = _translate(exc, get_tables)
        if error is None:
            raise
        raise error from exc
    except AssertionError as exc:
        # How SQLAlchemy says that a relationship would empty a part of a key.
        if "blank-out primary key" not in str(exc):
            raise
        raise ConflictError(REFERRED) from exc


def _translate(
    exc: SQLAlchemyError, get_tables: Callable[[], Tables]
) -> ServiceError | None:
    if isinstance(exc, StaleDataError):
        return StaleObjectError()
    if _is_away(exc):
        return ServiceUnavailableError(wait=_WAIT)
    if isinstance(exc, IntegrityError) and _get_sqlite_code(exc) != _SQLITE_MISMATCH:
        return get_conflict(exc, get_tables())
    if isinstance(exc, StatementError) and get_table_name(exc.statement):
        return _get_bad_request(exc, get_tables())
    return None


def _is_away(exc: SQLAlchemyError) -> bool:
    if isinstance(exc, DBAPIError) and exc.connection_invalidated:
        return True
    if isinstance(exc, OperationalError):
        # Mistakes are among these on SQLite only, such as tables that are missing.
        code = _get_sqlite_code(exc)
        return code is None or code in _SQLITE_WAITS
    return isinstance(exc, PoolTimeoutError)


def _get_sqlite_code(exc: StatementError) -> int | None:
    code = getattr(exc.orig, "sqlite_errorcode", None)
    # The lower byte; the others say more exactly why.
    return None if code is None else code & 0xFF


def _get_bad_request(exc: StatementError, tables: Tables) -> BadRequestError | None:
    """Return what is wrong with values that were to be written."""
    if isinstance(exc, DBAPIError) and not isinstance(exc, _VALUE_ERRORS):
        return None
    unfit = find_unfit(exc, tables)
    if unfit is not None:
        field, detail = unfit
        return BadRequestError(detail, field=field)
    return BadRequestError() if isinstance(exc, DataError) else None


def as_data_error(context: ExceptionContext) -> DataError | None:
    """Return a DataError for a value that the driver can't send.

    For SQLAlchemy's event `handle_error`: these errors of Python get through it as they
    are, so that nobody could tell them from those of other code.
    """
    exc = context.original_exception
    if isinstance(exc, (OverflowError, UnicodeEncodeError)):
        # As for all others: rows are not for logs.
        is_secret = context.engine is None or context.engine.hide_parameters
        return DataError(
            context.statement, context.parameters, exc, hide_parameters=is_secret
        )
    return None
