"""The fronts of a Lambda function, each with a contract of its own."""

from __future__ import annotations

from pyverless.exceptions import UnsupportedEventError
from pyverless.http.gateways.apigateway import HttpApiV1Gateway, RestGateway
from pyverless.http.gateways.http_api import FunctionUrlGateway, HttpApiV2Gateway

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pyverless.http.gateways.base import Gateway
    from pyverless.http.request import Request
    from pyverless.types import AwsContext

__all__ = ["FIRST_GUESS", "get_gateways", "read_event"]

#: The front that is asked first by functions that have seen no event.
FIRST_GUESS: Gateway = RestGateway()

# An event matches one of all at most, so that the order is of no importance.
_API_GATEWAY = (
    FIRST_GUESS,
    FunctionUrlGateway(),
    HttpApiV2Gateway(),
    HttpApiV1Gateway(),
)
_others: tuple[Gateway, ...] = ()


def get_gateways() -> tuple[Gateway, ...]:
    """Return all fronts. Those that few functions have are loaded now.

    That is when an event may be theirs, because nothing tells before.
    """
    global _others
    if not _others:
        from pyverless.http.gateways.alb import AlbGateway
        from pyverless.http.gateways.lattice import LatticeGateway

        _others = (AlbGateway(), LatticeGateway())
    return (*_API_GATEWAY, *_others)


def read_event(event: Any, context: AwsContext) -> Request:
    """Return the request that an event is.

    Raises UnsupportedEventError for an event that is none.
    """
    if isinstance(event, dict):
        request = _ask(_API_GATEWAY, event, context)
        if request is None:
            request = _ask(get_gateways(), event, context)
        if request is not None:
            return request
    raise UnsupportedEventError(
        f"This HTTP handler was given {_describe(event)}. It expects the event of "
        f"{', '.join(gateway.name for gateway in get_gateways())}. Events of other "
        "kinds want an EventHandler, or an SQSHandler, S3Handler or SNSHandler."
    )


def _ask(
    gateways: Iterable[Gateway], event: dict[str, Any], context: AwsContext
) -> Request | None:
    for gateway in gateways:
        request = gateway.request(event, context)
        if request is not None:
            return request
    return None


def _describe(event: Any) -> str:
    if not isinstance(event, dict):
        return f"a {type(event).__name__}"
    records = event.get("Records")
    if isinstance(records, list) and records and isinstance(records[0], dict):
        source = records[0].get("eventSource") or records[0].get("EventSource")
        return f"records of {source}"
    return f"an event with the keys {', '.join(map(repr, event))}"
