"""The events of HTTP APIs with payload 2.0 and of function URLs, as AWS sends them."""

from __future__ import annotations

from urllib.parse import unquote, unquote_plus

from pyverless.test.apigateway import (
    API_HOST,
    add_stage,
    base_context,
    decode,
    is_binary,
    now,
    now_ms,
)
from pyverless.test.requests import body_fields, group, join_cookies

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.test.requests import ClientRequest

__all__ = ["function_url_event", "http2_event"]

URL_HOST = "a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6.lambda-url.us-east-1.on.aws"


def http2_event(request: ClientRequest) -> dict[str, Any]:
    """Return the event of an HTTP API with payload 2.0: decoded, joined by commas.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
    """
    # The gateway ends the path at a question mark, even at one that was encoded.
    path = add_stage(request, unquote(request.path).partition("?")[0])
    route = f"{request.method} {request.route}" if request.route else "$default"
    event = _payload_2(request, API_HOST, path, route)
    event["headers"].pop("cookie", None)
    event["requestContext"]["stage"] = request.stage or "$default"
    if parameters := decode(request.get_parameters(request.route)):
        event["pathParameters"] = parameters
    return {**event, "rawPath": path}


def function_url_event(request: ClientRequest) -> dict[str, Any]:
    """Return the event of a function URL: payload 2.0 with an encoded path.

    https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
    """
    event = _payload_2(request, URL_HOST, unquote(request.path), "$default")
    event["requestContext"] |= {
        "accountId": "anonymous",
        "domainName": URL_HOST,
        "domainPrefix": URL_HOST.partition(".")[0],
        "stage": "$default",
    }
    return {**event, "rawPath": request.path, "pathParameters": None}


def _payload_2(
    request: ClientRequest, host: str, path: str, route: str
) -> dict[str, Any]:
    lower = [(name.lower(), value) for name, value in request.get_all_headers(host)]
    values = group(lower)
    cookies = join_cookies(values.get("cookie", ()))
    headers = {name: ",".join(several) for name, several in values.items()}
    event: dict[str, Any] = {"version": "2.0", "routeKey": route, **_query_2(request)}
    if cookies:
        headers["cookie"] = "; ".join(cookies)
        event["cookies"] = cookies
    event["headers"] = headers
    event["requestContext"] = {
        **base_context(request, host),
        "http": {
            "method": request.method,
            "path": path,
            "protocol": "HTTP/1.1",
            "sourceIp": request.source_ip,
            "userAgent": headers["user-agent"],
        },
        "routeKey": route,
        "time": now(),
        "timeEpoch": now_ms(),
    }
    body = body_fields(request.content, binary=is_binary(request), absent=None)
    return event | {name: value for name, value in body.items() if value is not None}


def _query_2(request: ClientRequest) -> dict[str, Any]:
    """Return the query as it was sent but grouped by name, and decoded and joined."""
    parts: dict[str, list[str]] = {}
    for part in filter(None, request.query.split("&")):
        parts.setdefault(unquote_plus(part.partition("=")[0]), []).append(part)
    raw = "&".join("&".join(several) for several in parts.values())
    if not parts:
        return {"rawQueryString": ""}
    decoded = {
        name: ",".join(unquote_plus(part.partition("=")[2]) for part in several)
        for name, several in parts.items()
    }
    return {"rawQueryString": raw, "queryStringParameters": decoded}
