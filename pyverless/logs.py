"""The loggers of pyverless. It installs no handlers: the runtime has its own."""

from __future__ import annotations

import logging
from time import perf_counter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.types import AwsContext

__all__ = [
    "auth_logger",
    "environment",
    "log_invocation",
    "request_logger",
    "warmup_logger",
]

#: One line per invocation, at ERROR with a traceback for answers from 500 up.
request_logger = logging.getLogger("pyverless.request")
#: Why credentials were refused, without anything of them; issuers that are away.
auth_logger = logging.getLogger("pyverless.auth")
#: One line per warm-up, when the setting WARMUP_LOG is on.
warmup_logger = logging.getLogger("pyverless.warmup")

#: Whether this environment has still to serve an invocation or a warm-up.
environment = {"is_cold": True}


def log_invocation(
    what: str,
    outcome: object,
    context: AwsContext,
    started: float,
    failure: BaseException | None = None,
    is_error: bool = False,
    **fields: Any,
) -> None:
    """Write the line of one invocation; `started` is a value of `perf_counter()`.

    The fields go out as `extra`, so that Lambda's JSON log format prints them. Nothing
    of a body, a header or a query is among them.
    """
    is_cold = environment["is_cold"]
    environment["is_cold"] = False
    is_error = is_error or failure is not None or fields.get("status", 0) >= 500
    level = logging.ERROR if is_error else logging.INFO
    if not request_logger.isEnabledFor(level):
        return
    duration = round((perf_counter() - started) * 1000, 2)
    fields |= {
        "request_id": getattr(context, "aws_request_id", None),
        "duration_ms": duration,
        "cold": is_cold,
    }
    request_logger.log(
        level,
        "%s %s in %s ms",
        what,
        outcome,
        duration,
        extra=fields,
        exc_info=failure,
    )
