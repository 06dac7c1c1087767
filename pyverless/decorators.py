"""Decorators for plain Lambda functions."""

from __future__ import annotations

from functools import wraps

from pyverless.config import settings
from pyverless.warmup import is_warmup, log_warmup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.types import AwsContext, LambdaFunction

__all__ = ["warmup"]


def warmup(function: LambdaFunction) -> LambdaFunction:
    """Answer warm-ups without calling the function.

    For plain functions only: what `as_handler()` returns does it already. The settings
    WARMUP_SOURCES and WARMUP_LOG apply.
    """

    @wraps(function)
    def wrapper(event: Any, context: AwsContext = None) -> Any:
        if is_warmup(event, context, settings.WARMUP_SOURCES):
            if settings.WARMUP_LOG:
                log_warmup(context)
            return None
        return function(event, context)

    return wrapper
