"""What Lambda calls for events that are no HTTP requests."""

from __future__ import annotations

import os

from pyverless.config import changes, settings
from pyverless.warmup import handle_warmup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pyverless.types import AwsContext, AwsEvent, LambdaFunction

__all__ = ["as_event_function"]


if os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start":
    # Its hooks import before the snapshot what events may want.
    import pyverless.snapstart  # noqa: F401


def as_event_function(get_invoke: Callable[[], LambdaFunction]) -> LambdaFunction:
    """Return a Lambda function for events that are no HTTP requests.

    `get_invoke` returns what turns one into its result; it is called during INIT, and
    again when settings have changed. Exceptions get out.
    """
    generation, invoke = changes.count, get_invoke()

    def handler(event: AwsEvent, context: AwsContext = None) -> Any:
        nonlocal generation, invoke
        if handle_warmup(event, context):
            return None
        if generation != changes.count:
            generation, invoke = changes.count, get_invoke()
        if settings.DEBUG:
            return _invoke_and_log(invoke, event, context)
        return invoke(event, context)

    return handler


def _invoke_and_log(
    invoke: LambdaFunction, event: AwsEvent, context: AwsContext
) -> Any:
    from pyverless.http.debugging import log_exchange

    result = None
    try:
        result = invoke(event, context)
        return result
    finally:  # what failed is what one wants to see
        log_exchange(event, result)
