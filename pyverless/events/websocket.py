"""The events of WebSocket APIs: who connects, what they say, that they are gone.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
"""

from __future__ import annotations

import re

from pyverless.events.records import describe_event
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

# What becomes a part of a URL that credentials are sent to.
_API_ID = re.compile(r"[a-z0-9]+")
_STAGE = re.compile(r"[\w$-]+", re.ASCII)
_REGION = re.compile(r"[a-z]+(?:-[a-z]+)+-[0-9]+")

# AWS's own domains by how their regions begin, the one to send to first:
# https://docs.aws.amazon.com/general/latest/gr/rande.html
_DOMAINS = {
    "cn-": ("amazonaws.com.cn", "api.amazonwebservices.com.cn"),
    "eu-isoe-": ("cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
    "eusc-": ("amazonaws.eu", "api.amazonwebservices.eu"),
    "us-iso-": ("c2s.ic.gov", "api.aws.ic.gov"),
    "us-isob-": ("sc2s.sgov.gov", "api.aws.scloud"),
    "us-isof-": ("csp.hci.ic.gov", "api.aws.hci.ic.gov"),
    "": ("amazonaws.com", "api.aws"),
}


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
        kind = text_of(found.get("eventType"))
        connection_id = found.get("connectionId")
        if kind not in _ROUTES or not isinstance(connection_id, str):
            raise UnsupportedEventError(
                "This handler expects events of a WebSocket API: a requestContext with "
                "a connectionId, and an eventType of CONNECT, MESSAGE or DISCONNECT. "
                f"The event is none: {describe_event(event)}."
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
        Raises UnsupportedEventError where the event names no API and stage.
        """
        context = self.request_context
        api_id, stage = text_of(context.get("apiId")), text_of(context.get("stage"))
        if not (_API_ID.fullmatch(api_id) and _STAGE.fullmatch(stage)):
            raise UnsupportedEventError(
                "The event does not say where to send messages: its requestContext has "
                "no valid apiId and stage. Set endpoint_url, or "
                "AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI in the environment."
            )
        domain = text_of(context.get("domainName"))
        if not _is_own_domain(domain, api_id):
            if not region:
                return None
            domain = f"{api_id}.execute-api.{region}.{_get_domains(region)[0]}"
        return f"https://{domain}/{stage}"


def _is_own_domain(domain: str, api_id: str) -> bool:
    """Return whether a domain is the one that AWS has given to an API."""
    if not domain.startswith(f"{api_id}.execute-api."):
        return False
    region, _, rest = domain.removeprefix(f"{api_id}.execute-api.").partition(".")
    return _REGION.fullmatch(region) is not None and rest in _get_domains(region)


def _get_domains(region: str) -> tuple[str, ...]:
    return next(_DOMAINS[start] for start in _DOMAINS if region.startswith(start))
