"""The fronts of a Lambda function, each with a contract of its own."""

from __future__ import annotations

from pyverless.exceptions import UnsupportedEventError
from pyverless.http.gateways.alb import AlbGateway
from pyverless.http.gateways.apigateway import HttpApiV1Gateway, RestGateway
from pyverless.http.gateways.http_api import FunctionUrlGateway, HttpApiV2Gateway
from pyverless.http.gateways.lattice import LatticeGateway

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.http.gateways.base import Gateway
    from pyverless.http.request import Request
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
    request = _latest[0].request(event, context) if isinstance(event, dict) else None
    return _detect(event, context) if request is None else request


def _detect(event: Any, context: AwsContext) -> Request:
    for gateway in GATEWAYS if isinstance(event, dict) else ():
        request = gateway.request(event, context)
        if request is not None:
            _latest[0] = gateway
            return request
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
