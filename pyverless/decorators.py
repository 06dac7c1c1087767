"""Decorators for plain Lambda functions."""

from __future__ import annotations

from functools import wraps

from pyverless.warmup import handle_warmup

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
        if handle_warmup(event, context):
            return None
        return function(event, context)

    return wrapper
