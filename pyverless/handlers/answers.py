"""The last steps of some answers: the front always gets what it can read.

Imported for those that are large, logged or to be compressed, and when all else fails.
"""

from __future__ import annotations

from logging import INFO

from pyverless.exceptions import InternalServerError
from pyverless.handlers.errors import as_service_error, render_error
from pyverless.http.gateways.base import SURELY_FITS
from pyverless.logs import log_invocation, request_logger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyverless.http.request import Request
    from pyverless.http.response import Response

__all__ = ["finish_response", "get_last_answer"]

# What lets pages of other origins read an answer.
_CORS_HEADERS = (
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Origin",
    "Access-Control-Expose-Headers",
    "Vary",
)


def get_last_answer(exc: Exception, request: Request) -> Response:
    """Return the encoded answer to an exception that nothing else has answered."""
    request.failure = exc
    return render_error(as_service_error(exc), request)


def finish_response(response: Response, request: Request, started: float) -> Response:
    """Return the response as the front can take it, and log what there is to log.

    It is compressed, if it is to be, and no larger than it may be. `started` is as in
    `log_invocation()`.
    """
    if response.compress:
        from pyverless.http.compression import compress_response

        try:
            compress_response(request, response)
        except Exception as exc:  # noqa: BLE001 - there must be an answer
            response = get_last_answer(exc, request)
    if request.method == "HEAD":
        response.content = None
    content = response.content
    if content is not None and len(content) > SURELY_FITS:
        response = _fitting(response, request)
    if response.status_code >= 500 or request_logger.isEnabledFor(INFO):
        _log_response(request, response, started)
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
    """Write the line of a request; in debug mode the event and the answer as well."""
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
    if request.is_debug:
        from pyverless.http.debugging import log_exchange

        log_exchange(request.aws_event, request.gateway.render(response, request))


def _shown_path(request: Request) -> str:
    # Escaped, so that a path with line breaks can't pass for lines of the log.
    return request.route or repr(request.path)[1:-1]
