"""The events of Lambda authorizers, as API Gateway sends them.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
"""

from __future__ import annotations

from pyverless.test.events import http_event
from pyverless.test.requests import header_pairs
from pyverless.test.sqs import ACCOUNT_ID, REGION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.test.requests import HeaderItems

__all__ = ["AUTHORIZERS", "authorizer_event"]

#: The kinds of Lambda authorizers, to parametrize a test over: REST APIs' TOKEN and
#: REQUEST, HTTP APIs' two payload formats, and WebSocket APIs'.
AUTHORIZERS = ("token", "request", "http1", "http2", "websocket")

_NOT_HANDED_OVER = ("body", "isBase64Encoded")


def authorizer_event(
    kind: str,
    token: str | None = None,
    *,
    method: str = "GET",
    target: str = "/",
    headers: HeaderItems | None = None,
    route: str | None = None,
    stage: str | None = None,
) -> dict[str, Any]:
    """Return what a kind of authorizer (one of AUTHORIZERS) is asked about a request.

    `token` goes into the header `Authorization: Bearer …`, beside `headers`; the
    identity source is that header. The rest is as in `http_event()`, but WebSocket APIs
    have no method and no path.
    """
    if kind not in AUTHORIZERS:
        raise ValueError(
            f"There is no authorizer {kind!r}. Choose one of: {', '.join(AUTHORIZERS)}."
        )
    pairs = header_pairs(headers)
    if token is not None:
        pairs.append(("Authorization", f"Bearer {token}"))
    front = kind if kind.startswith("http") else "rest"
    event = http_event(front, method, target, headers=pairs, route=route, stage=stage)
    return _MAKERS[kind](event)


def _token_event(event: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "TOKEN",
        "authorizationToken": _identity(event) or "",
        "methodArn": _arn(event, event["httpMethod"], event["path"]),
    }


def _request_event(event: dict[str, Any]) -> dict[str, Any]:
    arn = _arn(event, event["httpMethod"], event["path"])
    # To authorizers, REST APIs send empty maps where integrations get null.
    asked = {name: {} if part is None else part for name, part in event.items()}
    return {"type": "REQUEST", "methodArn": arn, **_without_body(asked)}


def _http_1_event(event: dict[str, Any]) -> dict[str, Any]:
    return {
        "version": "1.0",
        "type": "REQUEST",
        "methodArn": _arn(event, event["httpMethod"], event["path"]),
        "identitySource": _identity(event),
        "authorizationToken": _identity(event),
        **_without_body(event),
    }


def _http_2_event(event: dict[str, Any]) -> dict[str, Any]:
    http, identity = event["requestContext"]["http"], _identity(event)
    return {
        "version": "2.0",
        "type": "REQUEST",
        "routeArn": _arn(event, http["method"], http["path"]),
        "identitySource": identity and [identity],
        **_without_body(event),
    }


def _websocket_event(event: dict[str, Any]) -> dict[str, Any]:
    upgrade = {"Connection": "upgrade", "Upgrade": "websocket"}
    lists = {name: [value] for name, value in upgrade.items()}
    context = event["requestContext"]
    shared = ("apiId", "domainName", "extendedRequestId", "requestId", "requestTime")
    return {
        "type": "REQUEST",
        "methodArn": f"{_stage_arn(event)}/$connect",
        "headers": upgrade | event["headers"],
        "multiValueHeaders": lists | event["multiValueHeaders"],
        "queryStringParameters": event["queryStringParameters"] or {},
        "multiValueQueryStringParameters": event["multiValueQueryStringParameters"]
        or {},
        "stageVariables": {},
        "requestContext": {
            **{name: context[name] for name in shared},
            "connectedAt": context["requestTimeEpoch"],
            "connectionId": "L0SM9cOFvHcCIhw=",
            "eventType": "CONNECT",
            "identity": {"sourceIp": context["identity"]["sourceIp"]},
            "messageDirection": "IN",
            "requestTimeEpoch": context["requestTimeEpoch"],
            "routeKey": "$connect",
            "stage": context["stage"],
        },
    }


_MAKERS = {
    "token": _token_event,
    "request": _request_event,
    "http1": _http_1_event,
    "http2": _http_2_event,
    "websocket": _websocket_event,
}


def _identity(event: dict[str, Any]) -> str | None:
    """Return what the usual identity source is: the header Authorization."""
    headers = {name.lower(): value for name, value in event["headers"].items()}
    return headers.get("authorization")


def _without_body(event: dict[str, Any]) -> dict[str, Any]:
    return {name: p for name, p in event.items() if name not in _NOT_HANDED_OVER}


def _stage_arn(event: dict[str, Any]) -> str:
    context = event["requestContext"]
    api = f"{context['apiId']}/{context['stage']}"
    return f"arn:aws:execute-api:{REGION}:{ACCOUNT_ID}:{api}"


def _arn(event: dict[str, Any], method: str, path: str) -> str:
    stage = event["requestContext"]["stage"]
    # HTTP APIs have a named stage in the path as well.
    own = path.removeprefix(f"/{stage}") if "version" in event else path
    return f"{_stage_arn(event)}/{method}/{own.removeprefix('/')}"
