"""What each front accepts of a function, and what its client receives.

The rules are those of AWS's documentation and of its own code. Where a front's tolerance
is not known, the stricter reading holds. The renaming of headers by REST APIs
(`WWW-Authenticate` becomes `x-amzn-Remapped-WWW-Authenticate`) is left out, and so are
limits of size.
"""

from __future__ import annotations

import base64
import binascii
import json
import re

from pyverless.test.events import check_gateway
from pyverless.test.responses import MalformedResponseError, TestResponse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Result = dict[str, Any]
    Pairs = list[tuple[str, str]]

__all__ = ["parse_response"]

_PAYLOAD_1_KEYS = {
    "body",
    "headers",
    "isBase64Encoded",
    "multiValueHeaders",
    "statusCode",
}
_ALB_KEYS = ("isBase64Encoded", "statusCode")
_JSON_TYPE = ("Content-Type", "application/json")


def parse_response(gateway: str, result: Any) -> TestResponse:
    """Return what the client of a front (one of GATEWAYS) receives for a result.

    `result` is what the function returned, as it is after JSON. Raises
    MalformedResponseError for what the front answers with an error of its own.
    """
    check_gateway(gateway)
    name, parse = _FRONTS[gateway]
    try:
        return parse(result)
    except _Refused as exc:
        raise MalformedResponseError(
            f"{name} refuses what the function returned: {exc}. It was: "
            f"{json.dumps(result):.500}"
        ) from None


class _Refused(Exception):
    """Why a front refuses a result."""


# The fronts


def _parse_rest(result: Any) -> TestResponse:
    result = _object(result)
    if unknown := sorted(result.keys() - _PAYLOAD_1_KEYS):
        raise _Refused(
            f"it knows no key {unknown[0]!r}, only {', '.join(sorted(_PAYLOAD_1_KEYS))}"
        )
    status = _status(result.get("statusCode", 200))
    headers = _merged_headers(result)
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(_JSON_TYPE)
    return TestResponse(status, headers, _content(result, status))


def _parse_http1(result: Any) -> TestResponse:
    result = _object(result)
    status = _status(result.get("statusCode"))
    return TestResponse(status, _merged_headers(result), _content(result, status))


def _parse_payload_2(result: Any) -> TestResponse:
    if not isinstance(result, dict) or "statusCode" not in result:
        return TestResponse(200, [_JSON_TYPE], json.dumps(result).encode())
    status = _status(result["statusCode"])
    cookies = result.get("cookies") or []
    headers = [
        *_header_pairs(_map(result, "headers"), str),
        *_header_pairs({"Set-Cookie": _list("cookies", cookies)}, str),
    ]
    return TestResponse(status, headers, _content(result, status))


def _parse_alb(result: Any) -> TestResponse:
    result = _alb_object(result, wanted="headers", other="multiValueHeaders")
    status = _status(result["statusCode"], text=False)
    headers = _header_pairs(_map(result, "headers"), str)
    return TestResponse(status, headers, _content(result, status))


def _parse_alb_multi(result: Any) -> TestResponse:
    result = _alb_object(result, wanted="multiValueHeaders", other="headers")
    status = _status(result["statusCode"], text=False)
    headers = _header_pairs(_lists(result, "multiValueHeaders"), str)
    return TestResponse(status, headers, _content(result, status))


def _parse_lattice(result: Any) -> TestResponse:
    result = _object(result)
    status = _status(result.get("statusCode"), text=False)
    headers = _header_pairs(_map(result, "headers"), str)
    return TestResponse(status, headers, _content(result, status))


_FRONTS = {
    "rest": ("A REST API", _parse_rest),
    "http1": ("An HTTP API with payload 1.0", _parse_http1),
    "http2": ("An HTTP API with payload 2.0", _parse_payload_2),
    "function_url": ("A function URL", _parse_payload_2),
    "alb": ("A load balancer", _parse_alb),
    "alb_multi": ("A load balancer with multi-value headers", _parse_alb_multi),
    "lattice": ("VPC Lattice", _parse_lattice),
}


# The parts of a result
