"""The events of REST APIs and of HTTP APIs with payload 1.0, as AWS sends them.

Where fronts differ is where code breaks: what is decoded, what is joined or lost, and
whether a thing that is not there is null, empty or absent.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote

from pyverless.test.apigateway import (
    API_HOST,
    API_TEXT_TYPES,
    add_stage,
    base_context,
    decode,
    is_binary,
    now,
    now_ms,
)
from pyverless.test.requests import body_fields, group

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from pyverless.test.requests import ClientRequest

__all__ = ["http1_event", "rest_event"]

# As if the binaryMediaTypes of the API were all the others.
_REST_TEXT_TYPES = (*API_TEXT_TYPES, "application/x-www-form-urlencoded")

# Spelled like this by a REST API, however the client spelled them.
_REST_SPELLING = {
    "host": "Host",
    "user-agent": "User-Agent",
    "x-amzn-trace-id": "X-Amzn-Trace-Id",
    "x-forwarded-for": "X-Forwarded-For",
    "x-forwarded-port": "X-Forwarded-Port",
    "x-forwarded-proto": "X-Forwarded-Proto",
}
_NOT_IN_REST = ("connection", "content-length")

# The members of `requestContext.identity` that are null without IAM or Cognito.
_IDENTITY = (
    "accessKey",
    "accountId",
    "caller",
    "cognitoAuthenticationProvider",
    "cognitoAuthenticationType",
    "cognitoIdentityId",
    "cognitoIdentityPoolId",
    "user",
    "userArn",
)


def rest_event(request: ClientRequest) -> dict[str, Any]:
    """Return the event of a REST API: paths stay encoded, both maps of everything.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
    """
    route = _proxy_route(request)
    stage = request.stage or "prod"
    headers = [
        (_REST_SPELLING.get(name.lower(), name), value)
        for name, value in request.get_all_headers(API_HOST)
        if name.lower() not in _NOT_IN_REST
    ]
    # A custom domain is mapped to a stage and hides it.
    own_domain = ".execute-api." not in request.get_host(API_HOST)
    typed = request.get_header("Content-Type") is not None
    text = request.is_text(*_REST_TEXT_TYPES) if typed else request.is_utf8()
    return {
        "resource": route,
        "path": request.path,
        "pathParameters": request.get_parameters(route, slash_optional=True) or None,
        **_payload_1(request, headers),
        "requestContext": {
            **_context_1(request, route),
            "path": request.path if own_domain else f"/{stage}{request.path}",
            "resourceId": "abc123",
            "stage": stage,
        },
        **body_fields(request.content, binary=not text, absent=None),
    }


def http1_event(request: ClientRequest) -> dict[str, Any]:
    """Return the event of an HTTP API with payload 1.0: decoded, with a named stage.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
    """
    route = _proxy_route(request)
    path = add_stage(request, unquote(request.path))
    return {
        "version": "1.0",
        "resource": route,
        "path": path,
        "pathParameters": decode(request.get_parameters(route)) or None,
        **_payload_1(request, request.get_all_headers(API_HOST)),
        "requestContext": {
            **_context_1(request, route),
            "path": path,
            "stage": request.stage or "$default",
        },
        **body_fields(request.content, binary=is_binary(request), absent=None),
    }


def _proxy_route(request: ClientRequest) -> str:
    """Return the route; an API without routes of its own has `/` and the rest."""
    return request.route or ("/" if request.path == "/" else "/{proxy+}")


def _payload_1(
    request: ClientRequest, headers: Iterable[tuple[str, str]]
) -> dict[str, Any]:
    values = group(headers)
    query: dict[str, list[str]] = {}
    for name, value in parse_qsl(request.query, keep_blank_values=True):
        query.setdefault(name, []).append(value)
    return {
        "httpMethod": request.method,
        "headers": _last(values),
        "multiValueHeaders": values,
        "queryStringParameters": _last(query) or None,
        "multiValueQueryStringParameters": query or None,
        "stageVariables": None,
    }


def _last(values: Mapping[str, list[str]]) -> dict[str, str]:
    return {name: several[-1] for name, several in values.items()}


def _context_1(request: ClientRequest, route: str) -> dict[str, Any]:
    identity: dict[str, Any] = dict.fromkeys(_IDENTITY)
    identity["sourceIp"] = request.source_ip
    identity["userAgent"] = request.get_header("User-Agent")
    return {
        **base_context(request, API_HOST),
        "extendedRequestId": "JKJaXmPLvHcESHA=",
        "httpMethod": request.method,
        "identity": identity,
        "protocol": "HTTP/1.1",
        "requestTime": now(),
        "requestTimeEpoch": now_ms(),
        "resourcePath": route,
    }
