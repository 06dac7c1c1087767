"""Clients of AWS's services: boto3, imported when the first one is made."""

from __future__ import annotations

from functools import cache
from threading import Lock
from weakref import WeakSet

from pyverless.snapstart import after_restore, before_snapshot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["get_client"]

# Somebody waits for a message to be sent, and others for their turn: boto3's defaults,
# for services whose answers may be slow, would take three minutes to give up.
_OPTIONS = {
    "apigatewaymanagementapi": {
        "connect_timeout": 2,
        "read_timeout": 5,
        "retries": {"total_max_attempts": 2},
    },
}

# Two threads must not make clients of one session at the same time.
_lock = Lock()
# Those that are in use, also by whoever kept one over a `cache_clear()`.
_clients: WeakSet[Any] = WeakSet()


@cache
def get_client(service: str, endpoint_url: str | None = None) -> Any:
    """Return boto3's client for a service, as in `get_client("s3")`.

    Made once and kept, with its connections. Region, credentials and endpoints come
    from the environment, as boto3 reads it; `endpoint_url` goes before that. A test
    that changes the environment calls `get_client.cache_clear()`. What sends to
    connections tries twice, for five seconds each.
    """
    try:
        import boto3  # type: ignore[import-untyped]
        from botocore.config import Config  # type: ignore[import-untyped]
    except ImportError as exc:
        raise ImportError(
            f"The client for {service!r} needs boto3, which AWS's own Python runtimes "
            'have. Elsewhere, install "pyverless[aws]".'
        ) from exc

    config = Config(**_OPTIONS.get(service, {}))
    with _lock:
        client = boto3.client(service, endpoint_url=endpoint_url, config=config)
    _clients.add(client)
    return client


def _close_connections() -> None:
    """Close what is open to AWS; clients are used again, and connect anew."""
    for client in list(_clients):
        client.close()


before_snapshot(_close_connections, last=True)
# After it as well: another hook may have asked AWS before the snapshot.
after_restore(_close_connections)
