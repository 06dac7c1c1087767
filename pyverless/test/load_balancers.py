"""The events of an Application Load Balancer and of VPC Lattice."""

from __future__ import annotations

import time
from urllib.parse import parse_qsl

from pyverless.test.requests import TEXT_TYPES, body_fields, group

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.test.requests import ClientRequest

__all__ = ["alb_event", "alb_multi_event", "lattice_event"]

ALB_HOST = "articles-1234567890.us-east-1.elb.amazonaws.com"
ALB_ARN = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup"
LATTICE_HOST = "articles-0a40eebed65f8d69c.7d67968.vpc-lattice-svcs.us-east-1.on.aws"
LATTICE_ARN = "arn:aws:vpc-lattice:us-east-1:123456789012"


def alb_event(request: ClientRequest) -> dict[str, Any]:
    """Return the event of a load balancer: the last value of what is repeated.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
    """
    query = {name: values[-1] for name, values in _raw_query(request).items()}
    headers = {name: values[-1] for name, values in _headers(request, ALB_HOST).items()}
    event = {"queryStringParameters": query, "headers": headers}
    return {**event, **_common(request)}


def alb_multi_event(request: ClientRequest) -> dict[str, Any]:
    """Return the event of a target group that has multi-value headers."""
    return {
        "multiValueQueryStringParameters": _raw_query(request),
        "multiValueHeaders": _headers(request, ALB_HOST),
        **_common(request),
    }


def lattice_event(request: ClientRequest) -> dict[str, Any]:
    """Return the event (version 2) of a VPC Lattice service.

    https://docs.aws.amazon.com/vpc-lattice/latest/ug/lambda-functions.html
    """
    event: dict[str, Any] = {
        "version": "2.0",
        "path": request.path,
        "method": request.method,
        "headers": _headers(request, LATTICE_HOST),
        "requestContext": {
            "serviceNetworkArn": f"{LATTICE_ARN}:servicenetwork/sn-0bf3f2882e9cc805a",
            "serviceArn": f"{LATTICE_ARN}:service/svc-0a40eebed65f8d69c",
            "targetGroupArn": f"{LATTICE_ARN}:targetgroup/tg-6d0ecf831eec9f09",
            "identity": {
                "sourceVpcArn": "arn:aws:ec2:us-east-1:123456789012:vpc/vpc-0b8"
            },
            "region": "us-east-1",
            "timeEpoch": str(time.time_ns() // 1000),
        },
        **_body(request),
    }
    for name, value in parse_qsl(request.query, keep_blank_values=True):
        event.setdefault("queryStringParameters", {}).setdefault(name, []).append(value)
    return event


def _common(request: ClientRequest) -> dict[str, Any]:
    target_group = f"{ALB_ARN}/articles/6d0ecf831eec9f09"
    return {
        "requestContext": {"elb": {"targetGroupArn": target_group}},
        "httpMethod": request.method,
        "path": request.path,
        **_body(request),
    }


def _headers(request: ClientRequest, host: str) -> dict[str, list[str]]:
    return group((n.lower(), value) for n, value in request.get_all_headers(host))


def _raw_query(request: ClientRequest) -> dict[str, list[str]]:
    """Return the query as load balancers do: neither names nor values decoded."""
    query: dict[str, list[str]] = {}
    for part in filter(None, request.query.split("&")):
        name, _, value = part.partition("=")
        query.setdefault(name, []).append(value)
    return query


def _body(request: ClientRequest) -> dict[str, Any]:
    text = request.is_text(*TEXT_TYPES) and request.is_utf8()
    if request.get_header("Content-Encoding") is not None:
        text = False
    return body_fields(request.content, binary=not text, absent="")
