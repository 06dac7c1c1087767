"""Error answers: problem+json (RFC 9457), and the format of old pyverless."""

from __future__ import annotations

from pyverless.http.response import Response

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.exceptions import ServiceError
    from pyverless.http.request import Request

__all__ = ["legacy", "pointer", "problem_json"]


# What a UUID is made of.
_CHARACTERS = "0123456789abcdefABCDEF-"

# The phrases of the statuses that most errors have, because http takes longer to be
# imported than most requests to be answered; and of others that there were.
_titles = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    412: "Precondition Failed",
    415: "Unsupported Media Type",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


def problem_json(error: ServiceError, request: Request) -> Response:
    """Return an error as `application/problem+json`, RFC 9457.

    The default of the setting ERROR_RENDERER. Write a function of these two arguments
    to answer in a format of your own.
    """
    problem: dict[str, Any] = {
        "type": "about:blank",
        "title": _titles.get(error.status_code) or _get_title(error.status_code),
        "status": error.status_code,
        "detail": error.msg,
        "code": error.code,
    }
    if errors := _errors(error):
        problem["errors"] = errors
    request_id = request.request_id
    if _is_uuid(request_id):
        problem["instance"] = f"urn:uuid:{request_id}"
    if error.status_code >= 500 and error.__cause__ is not None and request.is_debug:
        problem["traceback"] = _traceback(error.__cause__)
    return Response(
        problem,
        error.status_code,
        content_type="application/problem+json",
        headers=error.headers,
    )


def legacy(error: ServiceError, request: Request) -> Response:  # noqa: ARG001
    """Return an error as old pyverless did: `{"code", "message", "field"}`."""
    body = {"code": error.code, "message": error.msg, "field": error.field}
    return Response(body, error.status_code, headers=error.headers)


def pointer(*path: object) -> str:
    """Return the JSON pointer to a place in the body: a URI fragment, RFC 6901 §6."""
    if len(path) == 1 and isinstance(path[0], str) and _is_plain(path[0]):
        return f"#/{path[0]}"
    from urllib.parse import quote

    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in path)
    return "#" + "".join(
        f"/{quote(step, safe='~', errors='replace')}" for step in steps
    )


def _is_plain(step: str) -> bool:
    """Return whether a step needs no escapes, as nearly all names of fields."""
    return step.isascii() and step.isidentifier()


def _errors(error: ServiceError) -> list[Any]:
    if error.errors or error.field is None:
        return error.errors
    return [
        {"pointer": pointer(error.field), "detail": error.msg, "code": error.code},
    ]


def _get_title(status_code: int) -> str:
    from http import HTTPStatus

    try:
        title = _titles[status_code] = HTTPStatus(status_code).phrase
    except ValueError:
        return "Error"
    return title


def _is_uuid(text: Any) -> bool:
    # Contexts of unit tests may have anything as their request id.
    if not isinstance(text, str) or len(text) != 36:
        return False
    has_hyphens = text[8] == text[13] == text[18] == text[23] == "-"
    # Of a text of such characters, taking them away from its ends leaves nothing.
    return has_hyphens and text.count("-") == 4 and not text.strip(_CHARACTERS)


def _traceback(exc: BaseException) -> list[str]:
    from traceback import format_exception

    return "".join(format_exception(exc)).splitlines()
