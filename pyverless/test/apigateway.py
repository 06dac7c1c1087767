"""What the events of REST APIs, HTTP APIs and function URLs have in common."""

from __future__ import annotations

import time
import uuid
from urllib.parse import unquote

from pyverless.test.requests import TEXT_TYPES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from pyverless.test.requests import ClientRequest

__all__ = [
    "API_HOST",
    "add_stage",
    "API_TEXT_TYPES",
    "base_context",
    "decode",
    "is_binary",
    "now",
    "now_ms",
]

API_HOST = "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com"

#: The content types whose bodies arrive as text.
API_TEXT_TYPES = (*TEXT_TYPES, "*+json", "*+xml")


def base_context(request: ClientRequest, host: str) -> dict[str, Any]:
    """Return what every `requestContext` has; `host` is the front's own."""
    domain = request.get_host(host)
    context = {
        "accountId": "123456789012",
        "apiId": host.partition(".")[0],
        "domainName": domain,
        "domainPrefix": domain.partition(".")[0],
        "requestId": str(uuid.uuid4()),
    }
    if request.authorizer is None:
        return context
    return context | {"authorizer": dict(request.authorizer)}


def is_binary(request: ClientRequest) -> bool:
    """Return whether the body arrives in base64."""
    return not (request.is_text(*API_TEXT_TYPES) and request.is_utf8())


def decode(parameters: Mapping[str, str]) -> dict[str, str]:
    """Return path parameters as HTTP APIs hand them over."""
    return {name: unquote(value) for name, value in parameters.items()}


def add_stage(request: ClientRequest, path: str) -> str:
    """Return `path` with the stage in front, which HTTP APIs do with a named one."""
    named = request.stage not in (None, "$default")
    return f"/{request.stage}{path}" if named else path


def now() -> str:
    """Return the time as `requestContext` has it."""
    return time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime())


def now_ms() -> int:
    """Return the time in milliseconds since 1970."""
    return time.time_ns() // 1_000_000
