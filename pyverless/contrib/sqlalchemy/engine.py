"""The engine: one per process, of the setting DATABASE_URL.

Made during INIT, and outside of Lambda at first use. A function instance answers one
event at a time, so its pool keeps one connection, and tests it before use: it may have
died while the instance was frozen.
"""

from __future__ import annotations

import os
from threading import Lock

from sqlalchemy.orm import configure_mappers

from pyverless.config import settings
from pyverless.contrib.sqlalchemy.urls import is_in_memory, make_engine
from pyverless.snapstart import after_restore, before_snapshot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlalchemy import Engine

__all__ = ["get_engine", "prepare_engine"]

_lock = Lock()
# At most one, by URL.
_engines: dict[str, Engine] = {}
# Those of the parents of this process, whose connections are theirs to close. Kept, as
# what is forgotten is closed.
_inherited: list[Engine] = []


def get_engine() -> Engine:
    """Return the engine of this process.

    A new one is made after a fork, and when DATABASE_URL has changed, as under
    `override_settings`. Raises ImproperlyConfigured when the setting is no URL of a
    database.
    """
    url = settings.DATABASE_URL
    with _lock:
        if url not in _engines:
            _let_go()
            _engines[url] = make_engine(url)
        return _engines[url]


def prepare_engine() -> None:
    """Make the engine, which imports its driver. Without a URL, first use tells.

    Only then: not every endpoint of an App need have to do with the database.
    """
    if settings.DATABASE_URL:
        get_engine()


def _let_go() -> None:
    while _engines:
        _, engine = _engines.popitem()
        engine.dispose()


def _prepare_for_snapshot() -> None:
    # What the first query would do otherwise, now that all models are there.
    configure_mappers()
    prepare_engine()
    _close_connections()


def _close_connections() -> None:
    """Close them all; the engine stays, with what it has found out of the server."""
    with _lock:
        for engine in _engines.values():
            # A database in memory is part of the snapshot, and would be lost.
            if not is_in_memory(engine.url):
                engine.dispose()


def _start_anew() -> None:
    """Begin a forked process, in which nobody holds the lock."""
    global _lock
    _lock = Lock()
    _inherited.extend(_engines.values())
    _engines.clear()


os.register_at_fork(after_in_child=_start_anew)
before_snapshot(_prepare_for_snapshot, last=True)
# After it as well: another hook may have used the database before the snapshot.
after_restore(_close_connections)
