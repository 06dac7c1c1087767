"""Answering HTTP events: whatever happens, the front gets what it can read."""

from __future__ import annotations

from logging import INFO
from time import perf_counter

from pyverless.exceptions import InternalServerError
from pyverless.handlers.errors import as_service_error, render_error
from pyverless.http.gateways import read_event
from pyverless.logs import environment, log_invocation, request_logger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pyverless.http.request import Request
    from pyverless.http.response import Response
    from pyverless.types import AwsContext, AwsEvent, LambdaFunction

__all__ = ["answering"]

# In the runtime's JSON a character takes 12 bytes at most, and no front takes less than
# 1 MB: shorter bodies need not be measured.
_SURELY_FITS = 80_000

# What lets pages of other origins read an answer.
_CORS_HEADERS = (
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Origin",
    "Access-Control-Expose-Headers",
    "Vary",
)

_logs = request_logger.isEnabledFor


def answering(respond: Callable[[Request], Response]) -> LambdaFunction:
    """Return the function that answers HTTP events with the responses of `respond`.

    It raises UnsupportedEventError for what is no HTTP request. Everything else that
    gets out of `respond` is answered with 500.
    """

    def answer(event: AwsEvent, context: AwsContext) -> Any:
        started = perf_counter()
        request = read_event(event, context)
        try:
            response = respond(request)
        except Exception as exc:  # noqa: BLE001 - there must be an answer
            request.failure = exc
            response = render_error(as_service_error(exc), request)
        content = response.content
        if (
            response.compress
            or request.method == "HEAD"
            or (content is not None and len(content) > _SURELY_FITS)
        ):
            response = _as_it_goes_out(response, request)
        if response.status_code >= 500 or _logs(INFO):
            _log_response(request, response, started)
        environment["is_cold"] = False
        return request.gateway.render(response, request)

    return answer


def _as_it_goes_out(response: Response, request: Request) -> Response:
    """Return the response compressed, if it is to be, and no larger than it may be."""
    if response.compress:
        from pyverless.http.compression import compress_response

        try:
            compress_response(request, response)
        except Exception as exc:  # noqa: BLE001 - there must be an answer
            request.failure = exc
            response = render_error(InternalServerError(), request)
    if request.method == "HEAD":
        response.content = None
    content = response.content
    if content is not None and len(content) > _SURELY_FITS:
        return _fitting(response, request)
    return response


def _fitting(response: Response, request: Request) -> Response:
    """Return the response, or an error where it is larger than the front takes."""
    from pyverless.http.limits import measure_answer

    limit = request.gateway.max_answer
    size = measure_answer(request.gateway.render(response, request))
    if size <= limit:
        return response
    request_logger.error(
        "The answer to %s %s takes %d bytes of JSON, %s takes %d at most. Send a "
        "page of it, compress it, or send a redirect to a file.",
        request.method,
        _shown_path(request),
        size,
        request.gateway.name,
        limit,
        extra={"size": size, "limit": limit},
    )
    error = InternalServerError(
        "The answer is too large to be sent. Ask for less of it at a time.",
        code="response_too_large",
    )
    refusal = render_error(error, request)
    for name in filter(response.headers.__contains__, _CORS_HEADERS):
        refusal.headers[name] = response.headers.getlist(name)
    return refusal


def _log_response(request: Request, response: Response, started: float) -> None:
    log_invocation(
        f"{request.method} {_shown_path(request)}",
        response.status_code,
        request.aws_context,
        started,
        request.failure if response.status_code >= 500 else None,
        method=request.method,
        route=request.route,
        status=response.status_code,
    )


def _shown_path(request: Request) -> str:
    # Escaped, so that a path with line breaks can't pass for lines of the log.
    return request.route or repr(request.path)[1:-1]
