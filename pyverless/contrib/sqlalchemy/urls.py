"""Engines for the URLs that we know how to serve well."""

from __future__ import annotations

import os

from sqlalchemy import QueuePool, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from pyverless.config import settings
from pyverless.contrib.sqlalchemy.errors import as_data_error
from pyverless.exceptions import ImproperlyConfigured

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection as SQLiteConnection
    from typing import Any

    from sqlalchemy import URL, Connection, Engine

__all__ = ["is_in_memory", "make_engine"]

# What others call PostgreSQL. SQLAlchemy 2.0 would take psycopg2 for the second.
_POSTGRESQL = ("postgres", "postgresql")
#: The drivers that are built on PostgreSQL's own library, and take its options.
_LIBPQ = ("psycopg", "psycopg2")
#: How long PostgreSQL may take to answer at all, in seconds; SQLite waits as long for
#: a lock. Without an end, the function would be ended instead.
_PATIENCE = 5

_EXAMPLES = "sqlite:///app.sqlite3 or postgresql+psycopg://user@host/name"


def make_engine(url: str) -> Engine:
    """Return a new engine. Raises ImproperlyConfigured where there can be none."""
    if not url:
        raise ImproperlyConfigured(
            "The setting DATABASE_URL is empty. Set it in your settings module or as "
            "PYVERLESS_DATABASE_URL in the environment, to sqlite:///app.sqlite3, say."
        )
    try:
        engine = _make_engine(_read_url(url))
    except (ArgumentError, ValueError) as exc:
        # A URL that can't be read is not shown: there may be a password in it.
        reason = exc if isinstance(exc, NoSuchModuleError) else "it can't be read"
        raise ImproperlyConfigured(
            f"The setting DATABASE_URL is not the URL of a database: {reason}. Set it "
            f"to {_EXAMPLES}, say."
        ) from None
    event.listen(engine, "handle_error", as_data_error, retval=True)
    return engine


def _read_url(text: str) -> URL:
    url = make_url(text)
    if url.drivername in _POSTGRESQL:
        url = url.set(drivername="postgresql+psycopg")
    if url.get_dialect().is_async:
        raise ImproperlyConfigured(
            f"The setting DATABASE_URL names {url.drivername}, which is for asyncio. "
            f"Set it to {_EXAMPLES}, say."
        )
    return url


def _make_engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        return _make_sqlite_engine(url)
    options = _get_options() | {"pool_timeout": _PATIENCE, "pool_pre_ping": True}
    if url.get_driver_name() in _LIBPQ:
        options["connect_args"] = _get_libpq_options(url)
    try:
        return create_engine(url, pool_size=1, max_overflow=4, **options)
    except ModuleNotFoundError as exc:
        raise ImproperlyConfigured(
            f"The setting DATABASE_URL names {url.drivername}, but {exc.name!r} "
            "is not installed. pip install 'pyverless[postgresql]' brings psycopg."
        ) from exc


def _get_options() -> dict[str, Any]:
    # Tracebacks get into logs, which bodies and rows should not.
    return {"hide_parameters": not settings.DEBUG}


def _get_libpq_options(url: URL) -> dict[str, int]:
    """Return how long to wait for a server that does not answer, where not said.

    https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS
    """
    options = {}
    if "connect_timeout" not in url.query and "PGCONNECT_TIMEOUT" not in os.environ:
        options["connect_timeout"] = _PATIENCE
    if "tcp_user_timeout" not in url.query:
        # A connection that died in silence while the function was frozen.
        options["tcp_user_timeout"] = _PATIENCE * 1000
    return options


def is_in_memory(url: URL) -> bool:
    """Return whether a URL is that of a SQLite database without a file."""
    if url.get_backend_name() != "sqlite":
        return False
    in_memory = ":memory:" in (url.database or ":memory:")
    return in_memory or url.query.get("mode") == "memory"


def _make_sqlite_engine(url: URL) -> Engine:
    # Named, so that errors tell which value belongs to which column.
    options = _get_options() | {"paramstyle": "named"}
    if is_in_memory(url):
        # It lives and dies with its connection, so all threads take turns.
        options |= {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0}
        options["connect_args"] = {"check_same_thread": False}
    engine = create_engine(url, **options)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: SQLiteConnection, _record: object) -> None:
    # SQLAlchemy's recipe for transactions and savepoints that hold, with the next:
    # https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#sqlite-transactions
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON").close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
