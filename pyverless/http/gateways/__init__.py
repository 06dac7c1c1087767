"""The fronts of a Lambda function, each with a contract of its own."""

from __future__ import annotations

from pyverless.exceptions import UnsupportedEventError
from pyverless.http.gateways.alb import AlbGateway
from pyverless.http.gateways.apigateway import HttpApiV1Gateway, RestGateway
from pyverless.http.gateways.http_api import FunctionUrlGateway, HttpApiV2Gateway
from pyverless.http.gateways.lattice import LatticeGateway
from pyverless.http.request import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.http.gateways.base import Gateway
    from pyverless.types import AwsContext

__all__ = ["GATEWAYS", "read_event"]

# An event matches one of them at most.
GATEWAYS: tuple[Gateway, ...] = (
    RestGateway(),
    FunctionUrlGateway(),
    HttpApiV2Gateway(),
    AlbGateway(),
    HttpApiV1Gateway(),
    LatticeGateway(),
)

# A function mostly has one front, which is asked first.
_latest: list[Gateway] = [GATEWAYS[0]]


def read_event(event: Any, context: AwsContext) -> Request:
    """Return the request that an event is.

    Raises UnsupportedEventError for an event that is none.
    """
    gateway = _latest[0]
    if not isinstance(event, dict) or not gateway.matches(event):
        gateway = _latest[0] = _detect(event)
    method = event.get("httpMethod") or gateway.method(event)
    return Request(gateway, event, context, method)


def _detect(event: Any) -> Gateway:
    """Return the front that an event came from."""
    if isinstance(event, dict):
        for gateway in GATEWAYS:
            if gateway.matches(event):
                return gateway
    raise UnsupportedEventError(
        f"This HTTP handler was given {_describe(event)}. It expects the event of "
        f"{', '.join(gateway.name for gateway in GATEWAYS)}. Events of other kinds "
        "want an EventHandler, or a handler with SQSMessagesMixin or S3FileMixin."
    )


def _describe(event: Any) -> str:
    if not isinstance(event, dict):
        return f"a {type(event).__name__}"
    records = event.get("Records")
    if isinstance(records, list) and records and isinstance(records[0], dict):
        source = records[0].get("eventSource") or records[0].get("EventSource")
        return f"records of {source}"
    return f"an event with the keys {', '.join(map(repr, event))}"
