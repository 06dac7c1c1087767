"""Recognising the invocations that only keep a function warm.

serverless-plugin-warmup sends `{"source": "serverless-plugin-warmup"}` as the event,
as the client context or as both; lambda-warmer sends `{"warmer": true}`. An
EventBridge schedule is work, not a warm-up.
"""

from __future__ import annotations

from pyverless.config import settings
from pyverless.logs import environment, warmup_logger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

    from pyverless.types import AwsContext

__all__ = ["handle_warmup", "is_warmup"]


def handle_warmup(event: Any, context: AwsContext) -> bool:
    """Return whether an invocation is a warm-up, which is all that is done about it.

    The settings WARMUP_SOURCES and WARMUP_LOG apply.
    """
    if not is_warmup(event, context, settings.WARMUP_SOURCES):
        return False
    environment["is_cold"] = False
    if settings.WARMUP_LOG:
        name = getattr(context, "function_name", None)
        warmup_logger.info("%s is warm", name or "The function")
    return True


def is_warmup(event: Any, context: AwsContext, sources: Collection[str]) -> bool:
    """Return whether an invocation is a warm-up from one of `sources`."""
    if isinstance(event, dict):
        source = event.get("source")
        if isinstance(source, str) and source in sources:
            return True
        if event.get("warmer") is True:
            return True
    client = getattr(context, "client_context", None)
    return client is not None and _is_warm_client(client, sources)


def _is_warm_client(client: Any, sources: Collection[str]) -> bool:
    custom = getattr(client, "custom", None)
    source = custom.get("source") if isinstance(custom, dict) else None
    return isinstance(source, str) and source in sources
