"""The engine: one per process, of the setting DATABASE_URL.

Made at first use. A function instance answers one event at a time, so its pool keeps
one connection, and tests it before use: it may have died while the instance was frozen.
"""

from __future__ import annotations

import os
from threading import Lock

from sqlalchemy import QueuePool, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from pyverless.config import settings
from pyverless.exceptions import ImproperlyConfigured

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection as SQLiteConnection
    from typing import Any

    from sqlalchemy import URL, Connection, Engine

__all__ = ["get_engine"]

_lock = Lock()
# At most one, by process and URL.
_engines: dict[tuple[int, str], Engine] = {}


def get_engine() -> Engine:
    """Return the engine of this process.

    A new one is made after a fork and when DATABASE_URL has changed, as under
    `override_settings`. Raises ImproperlyConfigured when the setting is no URL of a
    database.
    """
    key = (os.getpid(), settings.DATABASE_URL)
    with _lock:
        if key not in _engines:
            _let_go()
            _engines[key] = _make_engine(key[1])
        return _engines[key]


def _let_go() -> None:
    while _engines:
        (pid, _), engine = _engines.popitem()
        # Connections that were opened before a fork are the parent's to close.
        engine.dispose(close=pid == os.getpid())


def _make_engine(url: str) -> Engine:
    if not url:
        raise ImproperlyConfigured(
            "The setting DATABASE_URL is empty. Set it in your settings module or as "
            "PYVERLESS_DATABASE_URL in the environment, to sqlite:///app.sqlite3, say."
        )
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            return _make_sqlite_engine(parsed)
        return create_engine(parsed, pool_size=1, max_overflow=4, pool_pre_ping=True)
    except (ArgumentError, ValueError) as exc:
        # A URL that can't be read is not shown: there may be a password in it.
        reason = exc if isinstance(exc, NoSuchModuleError) else "it can't be read"
        raise ImproperlyConfigured(
            f"The setting DATABASE_URL is not the URL of a database: {reason}. Set it "
            "to sqlite:///app.sqlite3 or postgresql+psycopg://user@host/name, say."
        ) from None


def _make_sqlite_engine(url: URL) -> Engine:
    options: dict[str, Any] = {}
    if ":memory:" in (url.database or ":memory:") or url.query.get("mode") == "memory":
        # The database lives and dies with its connection, so all threads take turns.
        options = {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0}
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
