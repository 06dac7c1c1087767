"""The events of WebSocket APIs: who connects, what they say, that they are gone.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
"""

from __future__ import annotations

from pyverless.exceptions import BadRequestError, UnsupportedEventError
from pyverless.http.gateways.apigateway import RestGateway
from pyverless.http.gateways.base import text_of
from pyverless.http.request import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from pyverless.types import AwsContext

__all__ = ["WebSocketEvent", "WebSocketGateway"]

_ROUTES = {"CONNECT": "$connect", "MESSAGE": "$default", "DISCONNECT": "$disconnect"}

# Of the keys of an event of another kind.
_MAX_NAMES = 20


class WebSocketGateway(RestGateway):
    """A WebSocket API: the upgrade has headers and a query, but no path."""

    name = "WebSocket API"


_GATEWAY = WebSocketGateway()


class WebSocketEvent:
    """One event of a connection.

    Raises UnsupportedEventError for any other event.
    """

    #: What happened: CONNECT, MESSAGE or DISCONNECT.
    event_type: str
    #: The id of the connection, for as long as it lasts.
    connection_id: str
    #: The key of the route that API Gateway has chosen.
    route_key: str
    #: What a caller has sent. Only that of CONNECT has headers and a query. None has a
    #: method: a rule that asks for the method is to refuse.
    request: Request
    #: Where API Gateway says the event is from.
    request_context: dict[str, Any]

    def __init__(self, event: Any, context: AwsContext) -> None:
        found = event.get("requestContext") if isinstance(event, dict) else None
        if not isinstance(found, dict) or "methodArn" in event:
            found = {}
        kind, connection_id = found.get("eventType"), found.get("connectionId")
        if kind not in _ROUTES or not isinstance(connection_id, str):
            raise UnsupportedEventError(
                "This handler expects events of a WebSocket API: a requestContext with "
                "a connectionId, and an eventType of CONNECT, MESSAGE or DISCONNECT. "
                f"The event is none: {_describe(event)}."
            )
        self.event_type = kind
        self.connection_id = connection_id
        self.route_key = text_of(found.get("routeKey")) or _ROUTES[kind]
        self.request_context = found
        self.request = Request(_GATEWAY, event, context, None)

    @property
    def data(self) -> str | bytes:
        """The message: text, or bytes where it is binary."""
        event = self.request.aws_event
        return self.request.body if event.get("isBase64Encoded") else self.text

    @property
    def text(self) -> str:
        """The message as text; BadRequestError where it is none."""
        try:
            return self.request.body.decode()
        except UnicodeDecodeError:
            raise BadRequestError("The message is not valid UTF-8.") from None

    @property
    def disconnect_status(self) -> int | None:
        """Why the connection was closed: a code of RFC 6455 §7.4, where known."""
        status = self.request_context.get("disconnectStatusCode")
        return status if isinstance(status, int) else None

    @property
    def disconnect_reason(self) -> str:
        """What the side that closed the connection said about it, if anything."""
        return text_of(self.request_context.get("disconnectReason"))

    def choose_subprotocol(self, known: Sequence[str]) -> str | None:
        """Return the first subprotocol that the caller offers and that is known."""
        lines = self.request.headers.getlist("sec-websocket-protocol")
        offered = (name.strip() for line in lines for name in line.split(","))
        return next((name for name in offered if name in known), None)

    def get_endpoint(self, region: str | None) -> str | None:
        """Return the URL of the management API for connections of this API.

        A custom domain may have any stage behind it, so the API's own one is used. That
        is in the `region`; None is returned where it would be needed and is not known.
        """
        context = self.request_context
        domain = text_of(context.get("domainName"))
        if ".execute-api." not in domain:
            if not region:
                return None
            suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
            domain = f"{context.get('apiId')}.execute-api.{region}.{suffix}"
        return f"https://{domain}/{context.get('stage')}"


def _describe(event: object) -> str:
    """Return what an event has, but none of its values."""
    if not isinstance(event, dict):
        return f"it is of type {type(event).__name__}"
    names = sorted(map(repr, event))[:_MAX_NAMES]
    return f"it has the keys {', '.join(names)}"
