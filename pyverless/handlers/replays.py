"""Answers that are kept, and given again: see `pyverless.handlers.idempotency`.

Imported only for handlers that have an `idempotency_store`.
"""

from __future__ import annotations

import json
from binascii import a2b_base64, b2a_base64

from pyverless.encoding import loads
from pyverless.http.response import JSON, Response

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pyverless.http.request import Request

__all__ = ["read_answer", "write_answer"]


def write_answer(response: Response, request: Request) -> str:
    """Return a response as text. Cookies are left out: they may be credentials."""
    response.encode(request.dumps)
    headers, content = response.own_headers, response.content
    answer: dict[str, Any] = {
        "status": response.status_code,
        "type": response.content_type,
        "headers": headers.lists() if headers else {},
        "compress": response.compress,
    }
    if isinstance(content, bytes):
        answer["base64"] = b2a_base64(content, newline=False).decode()
    else:
        is_as_given = content is None or content is response.body
        answer["text" if is_as_given else "json"] = content
    return json.dumps(answer)


def read_answer(text: str, request: Request) -> Response:
    """Return the response that `write_answer()` was given, not yet encoded."""
    answer = json.loads(text)
    body, content_type = _read_body(answer, request.dumps)
    return Response(
        body,
        answer["status"],
        content_type=content_type,
        # As at Stripe; the draft has no name for it.
        headers={**answer["headers"], "Idempotent-Replayed": "true"},
        compress=answer["compress"],
    )


def _read_body(
    answer: dict[str, Any], dumps: Callable[[Any], str]
) -> tuple[Any, str | None]:
    """Return a body and its content type, as hooks have found them the first time."""
    content_type: str | None = answer["type"]
    if "base64" in answer:
        return a2b_base64(answer["base64"]), content_type
    if "json" not in answer:
        return answer["text"], content_type
    written: str = answer["json"]
    try:
        again = Response(loads(written), content_type=content_type)
        again.encode(dumps)
    except ValueError:
        # A writer of others may write what is no JSON to us.
        return written, content_type or JSON
    if again.content != written:
        return written, content_type or JSON
    return again.body, content_type
