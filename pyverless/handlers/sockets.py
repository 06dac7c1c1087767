"""What a handler knows of the connection that an event is about, and how it sends."""

from __future__ import annotations

from pyverless.handlers.lifecycle import Lifecycle
from pyverless.websockets import (
    ConnectionGoneError,
    Connections,
    check_endpoint_url,
    is_connection_id,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.events.websocket import WebSocketEvent
    from pyverless.handlers.plan import Plan

__all__ = ["SocketMixin"]


class SocketMixin(Lifecycle):
    """The connection of an event, its message, and `send()`: see WebSocketHandler."""

    #: Where the management API is; None: where the event comes from, unless
    #: AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI says otherwise.
    endpoint_url: str | None = None

    #: The event of the connection, as pyverless reads it.
    received: WebSocketEvent

    def prepare(self, plan: Plan) -> None:
        """Check where to send to, where the class says so."""
        super().prepare(plan)
        if self.endpoint_url is not None:
            check_endpoint_url(self.endpoint_url, f"{plan.name}.endpoint_url")

    @property
    def connection_id(self) -> str:
        """The id of the connection, for as long as it lasts."""
        return self.received.connection_id

    @property
    def route_key(self) -> str:
        """The key of the route that API Gateway has chosen."""
        return self.received.route_key

    @property
    def data(self) -> str | bytes:
        """The message: text, or bytes where it is binary."""
        return self.received.data

    @property
    def text(self) -> str:
        """The message as text; BadRequestError where it is none."""
        return self.received.text

    @property
    def json_body(self) -> Any:
        """The message parsed as JSON; BadRequestError where it is none."""
        return self.request.json_body

    @property
    def disconnect_status(self) -> int | None:
        """Why the connection was closed: a code of RFC 6455 §7.4, where known."""
        return self.received.disconnect_status

    @property
    def disconnect_reason(self) -> str:
        """What the side that closed the connection said about it, if anything."""
        return self.received.disconnect_reason

    def send(self, data: Any, connection_id: str | None = None) -> bool:
        """Send to a connection, by default to the caller's; return whether it is there.

        Text and bytes go as they are, anything else as JSON, at once: an exception
        later on does not take it back. Where nobody is there, `on_gone()` is called,
        unless it is no id of a connection at all. Raises ValueError for more than
        128 KB, RuntimeError in `connect()`.
        """
        to = self.connection_id if connection_id is None else connection_id
        if to == self.connection_id and self.received.event_type == "CONNECT":
            raise RuntimeError(
                f"{self.plan.name} can't send to a connection that connect() has still "
                "to accept. Send with the first message."
            )
        if not is_connection_id(to):
            return False
        try:
            self.get_connections().send(to, data)
        except ConnectionGoneError:
            self.on_gone(to)
            return False
        return True

    def get_connections(self) -> Connections:
        """Return what `send()` sends with; it can close connections as well."""
        if self.endpoint_url is None:
            return Connections.of(self.received)
        return Connections(self.endpoint_url)

    def on_gone(self, connection_id: str) -> None:
        """Do what is to be done when `send()` finds nobody at a connection.

        It is closed, or its `connect()` has not returned yet.
        """
