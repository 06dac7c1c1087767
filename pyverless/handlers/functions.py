"""What Lambda calls for HTTP requests; `event_functions` has it for other events."""

from __future__ import annotations

import os
from logging import INFO
from time import perf_counter

from pyverless.config import changes
from pyverless.http.gateways import FIRST_GUESS, read_event
from pyverless.http.gateways.base import SURELY_FITS
from pyverless.logs import environment, request_logger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pyverless.http.request import Request
    from pyverless.http.response import Response
    from pyverless.types import AwsContext, LambdaFunction

    Respond = Callable[[Request], Response]

__all__ = ["as_http_function"]

_logs = request_logger.isEnabledFor


if os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start":
    # Its hooks import before the snapshot what requests may want.
    import pyverless.snapstart  # noqa: F401


def as_http_function(  # noqa: C901 - see `handler`
    get_respond: Callable[[], Respond],
) -> LambdaFunction:
    """Return a Lambda function that answers HTTP events.

    `get_respond` returns what makes the responses; it is called during INIT, and again
    when settings have changed. The function raises UnsupportedEventError for what is no
    HTTP request; everything else is answered.
    """
    generation, respond = changes.count, get_respond()
    _prepare_to_log()
    # A function mostly has one front, which is asked first.
    gateway = FIRST_GUESS

    # In one piece: every function that part of it were moved to would be one call more.
    def handler(event: Any, context: AwsContext = None) -> Any:
        nonlocal generation, respond, gateway
        is_dict = isinstance(event, dict)
        # Most events are told from warm-ups without a call.
        is_marked = is_dict and ("source" in event or "warmer" in event)
        try:
            client = context.client_context
        except AttributeError:
            client = None
        if (is_marked or client is not None) and _is_warmup(event, context):
            return None
        if generation != changes.count:
            generation, respond = changes.count, get_respond()
        started = perf_counter()
        request = gateway.request(event, context) if is_dict else None
        if request is None:
            request = read_event(event, context)
            gateway = request.gateway
        try:
            response = respond(request)
        except Exception as exc:  # noqa: BLE001 - there must be an answer
            from pyverless.handlers.answers import get_last_answer

            response = get_last_answer(exc, request)
        content = response.content
        if (
            response.compress
            or request.method == "HEAD"
            or response.status_code >= 500
            or (content is not None and len(content) > SURELY_FITS)
            or _logs(INFO)
        ):
            from pyverless.handlers.answers import finish_response

            response = finish_response(response, request, started)
            content = response.content
        environment["is_cold"] = False
        if (
            response.own_headers is None
            and response.own_cookies is None
            and type(content) is str
            and request.gateway.has_plain_answers
        ):
            # What most answers are, without another call.
            return {
                "statusCode": response.status_code,
                "headers": {"Content-Type": response.media_type},
                "body": content,
                "isBase64Encoded": False,
            }
        return request.gateway.render(response, request)

    return handler


def _is_warmup(event: Any, context: AwsContext) -> bool:
    from pyverless.warmup import handle_warmup

    return handle_warmup(event, context)


def _prepare_to_log() -> None:
    # The runtime has set the level before INIT.
    if _logs(INFO):
        import pyverless.handlers.answers  # noqa: F401
