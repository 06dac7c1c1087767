"""The events of WebSocket APIs, as API Gateway sends them.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
"""

from __future__ import annotations

import base64
import uuid

from pyverless.test.authorizers import authorizer_event
from pyverless.test.sqs import as_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from pyverless.test.requests import HeaderItems

__all__ = ["websocket_event"]


def websocket_event(
    route: str = "$default",
    body: Any = "",
    *,
    connection_id: str = "L0SM9cOFvHcCIhw=",
    target: str = "/",
    headers: HeaderItems | None = None,
    authorizer: Mapping[str, Any] | None = None,
    stage: str = "prod",
    domain: str | None = None,
    status: int = 1000,
    reason: str = "",
) -> dict[str, Any]:
    """Return the event of a connection: `$connect`, `$disconnect`, or a message.

    `route` is the key of the route, and any other one is that of a message. Its `body`
    is text as it is, bytes for a binary one, and anything else as JSON. `target` and
    `headers` are those of the upgrade; the target has only a query, if any.
    `authorizer` becomes `requestContext.authorizer`. `status` and `reason` are why the
    connection was closed.
    """
    event = authorizer_event("websocket", target=target, headers=headers, stage=stage)
    context = event["requestContext"] | {"connectionId": connection_id}
    context["routeKey"] = route
    if domain is not None:
        context["domainName"] = domain
    if authorizer is not None:
        context["authorizer"] = dict(authorizer)
    if route == "$connect":
        return _connect_event(event, context)
    if route == "$disconnect":
        return _disconnect_event(context, status, reason)
    return _message_event(context, body)


def _connect_event(event: dict[str, Any], context: dict[str, Any]) -> dict[str, Any]:
    names = ("queryStringParameters", "multiValueQueryStringParameters")
    return {
        "headers": event["headers"],
        "multiValueHeaders": event["multiValueHeaders"],
        # Left out where there is no query.
        **{name: event[name] for name in names if event[name]},
        "requestContext": context,
        "isBase64Encoded": False,
    }


def _disconnect_event(
    context: dict[str, Any], status: int, reason: str
) -> dict[str, Any]:
    host = {"Host": context["domainName"], "x-api-key": "", "X-Forwarded-For": ""}
    closed = {"disconnectStatusCode": status, "disconnectReason": reason}
    return {
        "headers": host,
        "multiValueHeaders": {name: [value] for name, value in host.items()},
        "requestContext": {**context, "eventType": "DISCONNECT", **closed},
        "isBase64Encoded": False,
    }


def _message_event(context: dict[str, Any], body: Any) -> dict[str, Any]:
    is_binary = isinstance(body, bytes)
    text = base64.b64encode(body).decode() if is_binary else as_text(body)
    message_id = base64.b64encode(uuid.uuid4().bytes[:11]).decode()
    return {
        "requestContext": {
            **context,
            "eventType": "MESSAGE",
            "messageId": message_id,
        },
        "body": text,
        "isBase64Encoded": is_binary,
    }
