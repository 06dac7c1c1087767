"""Answering HTTP events: whatever happens, the front gets what it can read."""

from __future__ import annotations

from time import perf_counter

from pyverless.exceptions import InternalServerError
from pyverless.http.gateways import detect
from pyverless.http.problems import problem_json
from pyverless.logs import log_invocation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pyverless.exceptions import ServiceError
    from pyverless.http.request import Request
    from pyverless.http.response import Response
    from pyverless.types import AwsContext, AwsEvent

    Renderer = Callable[[ServiceError, Request], Response]

__all__ = ["answer_event", "render_error"]


def answer_event(
    event: AwsEvent, context: AwsContext, respond: Callable[[Request], Response]
) -> Any:
    """Return what the front of an event expects for the response of `respond`.

    Raises UnsupportedEventError for what is no HTTP request. Everything else that gets
    out, of a handler's constructor say, is answered with 500.
    """
    request = detect(event).request(event, context)  # type: ignore[arg-type]
    started = perf_counter()
    try:
        response = respond(request)
    except Exception as exc:  # noqa: BLE001 - there must be an answer
        log_invocation("A request", 500, context, started, exc, status=500)
        response = render_error(problem_json, InternalServerError(), request)
    return request.gateway.render(response, request)


def render_error(render: Renderer, error: ServiceError, request: Request) -> Response:
    """Return the encoded answer to an error, a 500 where the renderer itself fails."""
    try:
        response = render(error, request)
        response.encode()
    except Exception:  # noqa: BLE001 - there must be an answer
        response = problem_json(InternalServerError(), request)
        response.encode()
    return response
