"""Events as AWS sends them, for tests.

`http_event` makes the event of an HTTP request at any front; the others make the events
of queues, buckets, topics, schedules and warm-ups. All are plain dictionaries of what
JSON can say, and new with every call.
"""

from __future__ import annotations

from pyverless.test.load_balancers import alb_event, alb_multi_event, lattice_event
from pyverless.test.payload_1 import http1_event, rest_event
from pyverless.test.payload_2 import function_url_event, http2_event
from pyverless.test.records import (
    schedule_event,
    sns_event,
    warmup_event,
)
from pyverless.test.requests import (
    ClientRequest,
    encode_target,
    header_pairs,
    with_defaults,
)
from pyverless.test.s3 import s3_event, s3_test_event
from pyverless.test.sqs import sqs_event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from pyverless.test.requests import HeaderItems

__all__ = [
    "check_gateway",
    "GATEWAY_NAMES",
    "GATEWAYS",
    "http_event",
    "s3_event",
    "s3_test_event",
    "schedule_event",
    "sns_event",
    "sqs_event",
    "warmup_event",
]

_BUILDERS = {
    "rest": rest_event,
    "http1": http1_event,
    "http2": http2_event,
    "function_url": function_url_event,
    "alb": alb_event,
    "alb_multi": alb_multi_event,
    "lattice": lattice_event,
}

#: The fronts of a function, to parametrize a test over.
GATEWAYS = tuple(_BUILDERS)

#: What the fronts are.
GATEWAY_NAMES = {
    "rest": "REST API",
    "http1": "HTTP API 1.0",
    "http2": "HTTP API 2.0",
    "function_url": "function URL",
    "alb": "Application Load Balancer",
    "alb_multi": "Application Load Balancer with multi-value headers",
    "lattice": "VPC Lattice service",
}

_WITHOUT_PATH_PARAMS = ("function_url", "alb", "alb_multi", "lattice")
_WITHOUT_AUTHORIZER = ("alb", "alb_multi", "lattice")


def http_event(
    gateway: str,
    method: str = "GET",
    target: str = "/",
    *,
    headers: HeaderItems | None = None,
    body: str | bytes | None = None,
    route: str | None = None,
    path_params: Mapping[str, Any] | None = None,
    stage: str | None = None,
    authorizer: Mapping[str, Any] | None = None,
    source_ip: str = "203.0.113.7",
) -> dict[str, Any]:
    """Return the event that a front (one of GATEWAYS) makes of a request.

    `target` is what a client sends: the percent-encoded path, without a stage, and a
    query if there is one. `headers` are a mapping, or pairs where names are repeated.
    `route` is the template that is configured at the front, as in `/articles/{id}` or
    `/files/{path+}`; the path must match it. Without one, payload 1.0 has `/{proxy+}`
    and 2.0 `$default`; a front that has no routes takes no notice of it. `path_params`
    are the decoded parameters for a test that wants no route. `authorizer` becomes
    `requestContext.authorizer` as it is.

    Raises ValueError for what the front could not send.
    """
    check_gateway(gateway)
    _check_has(gateway, "path parameters", path_params, _WITHOUT_PATH_PARAMS)
    _check_has(gateway, "authorizers", authorizer, _WITHOUT_AUTHORIZER)
    content = body.encode() if isinstance(body, str) else body or b""
    sent_by_every_client = {"User-Agent": "pyverless.test"}
    if content:
        sent_by_every_client["Content-Length"] = str(len(content))
    path, query = encode_target(target)
    request = ClientRequest(
        method=method.upper(),
        path=path,
        query=query,
        headers=with_defaults(header_pairs(headers), sent_by_every_client),
        content=content,
        route=route,
        stage=stage,
        path_params=path_params,
        authorizer=authorizer,
        source_ip=source_ip,
    )
    return _BUILDERS[gateway](request)


def check_gateway(gateway: str) -> None:
    """Raise ValueError unless `gateway` is one of GATEWAYS."""
    if gateway not in _BUILDERS:
        raise ValueError(
            f"There is no gateway {gateway!r}. Choose one of: {', '.join(GATEWAYS)}."
        )


def _check_has(gateway: str, what: str, value: Any, without: tuple[str, ...]) -> None:
    if value is not None and gateway in without:
        raise ValueError(
            f"The gateway {gateway!r} has no {what}, so {value!r} would not arrive. "
            f"Leave them out, or choose another gateway."
        )
