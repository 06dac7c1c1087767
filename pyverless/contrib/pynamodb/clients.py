"""Clients of botocore: one for all models that are reached alike.

PynamoDB would make one for each model, and each takes longer to make than most requests
take to answer.
"""

from __future__ import annotations

import os
from threading import Lock

from pyverless.snapstart import after_restore, before_snapshot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pynamodb.connection.base import Connection

__all__ = ["close_connections", "forget_clients", "share_client"]

_OPTIONS = (
    "region",
    "host",
    "_connect_timeout_seconds",
    "_read_timeout_seconds",
    "_max_retry_attempts_exception",
    "_retry_configuration",
    "_max_pool_connections",
    "_extra_headers",
    "_aws_access_key_id",
    "_aws_secret_access_key",
    "_aws_session_token",
)

_lock = Lock()
_clients: dict[str, Any] = {}
# Those that have one of these clients.
_connections: list[Connection] = []


def share_client(connection: Connection) -> None:
    """Give a connection the client of those with the same options, or make it."""
    if connection._client is not None:
        return
    key = repr([getattr(connection, name) for name in _OPTIONS])
    with _lock:
        if key not in _clients:
            _clients[key] = connection.client
        connection._client = _clients[key]
        _connections.append(connection)


def close_connections() -> None:
    """Close what is open to AWS; the next request opens a connection of its own.

    For SnapStart: a connection does not survive the time between a snapshot and the
    instances that are made of it. Clients do.
    """
    with _lock:
        for client in _clients.values():
            client.close()


def forget_clients() -> None:
    """Have new clients made: with what the environment now says, say.

    Called after a fork: two processes that share a connection read each other's
    answers.
    """
    global _lock
    # Another thread of the parent may have held it.
    _lock = Lock()
    for connection in _connections:
        connection._client = None
        # Clients are made of sessions, which would remember the environment.
        connection._local.session = None
    _connections.clear()
    _clients.clear()


os.register_at_fork(after_in_child=forget_clients)
before_snapshot(close_connections, last=True)
# After it as well: another hook may have asked AWS before the snapshot.
after_restore(close_connections)
