"""What each front accepts of a function, and what its client receives.

The rules are those of AWS's documentation and of its own code. Where a front's
tolerance is not known, the stricter reading holds. The renaming of headers by REST APIs
(`WWW-Authenticate` becomes `x-amzn-Remapped-WWW-Authenticate`) is left out, and so are
limits of size.
"""

from __future__ import annotations

import base64
import binascii
import json
import re

from pyverless.test.events import GATEWAY_NAMES, check_gateway
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
_JSON_TYPE = ("Content-Type", "application/json")


def parse_response(gateway: str, result: Any) -> TestResponse:
    """Return what the client of a front (one of GATEWAYS) receives for a result.

    `result` is what the function returned, as it is after JSON. Raises
    MalformedResponseError for what the front answers with an error of its own.
    """
    check_gateway(gateway)
    try:
        return _PARSERS[gateway](result)
    except _RefusedError as exc:
        raise MalformedResponseError(
            f"The {GATEWAY_NAMES[gateway]} refuses what the function returned: {exc}. "
            f"It was: {json.dumps(result):.500}"
        ) from None


class _RefusedError(Exception):
    """Why a front refuses a result."""


# The fronts


def _parse_rest(result: Any) -> TestResponse:
    result = _object(result)
    if unknown := sorted(result.keys() - _PAYLOAD_1_KEYS):
        known = ", ".join(sorted(_PAYLOAD_1_KEYS))
        raise _RefusedError(f"it knows no key {unknown[0]!r}, only {known}")
    headers = _payload_1_headers(result)
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(_JSON_TYPE)
    return _response(_status(result.get("statusCode", 200)), headers, result)


def _parse_http1(result: Any) -> TestResponse:
    result = _object(result)
    status = _status(result.get("statusCode"))
    return _response(status, _payload_1_headers(result), result)


def _parse_payload_2(result: Any) -> TestResponse:
    if not isinstance(result, dict) or "statusCode" not in result:
        return TestResponse(200, [_JSON_TYPE], json.dumps(result).encode())
    headers = _headers(_map(result, "headers"))
    for cookie in _list("cookies", result.get("cookies") or []):
        headers.append(("Set-Cookie", _value("Set-Cookie", cookie)))
    return _response(_status(result["statusCode"]), headers, result)


def _parse_alb(result: Any) -> TestResponse:
    result = _alb_object(result, headers="headers", other="multiValueHeaders")
    headers = _headers(_map(result, "headers"))
    return _response(_number(result["statusCode"]), headers, result)


def _parse_alb_multi(result: Any) -> TestResponse:
    result = _alb_object(result, headers="multiValueHeaders", other="headers")
    headers = _multi_headers(_map(result, "multiValueHeaders"))
    return _response(_number(result["statusCode"]), headers, result)


def _parse_lattice(result: Any) -> TestResponse:
    result = _object(result)
    mapped = _map(result, "headers")
    lists = {n: v if isinstance(v, list) else [v] for n, v in mapped.items()}
    headers = _multi_headers(lists)
    return _response(_number(result.get("statusCode")), headers, result)


_PARSERS = {
    "rest": _parse_rest,
    "http1": _parse_http1,
    "http2": _parse_payload_2,
    "function_url": _parse_payload_2,
    "alb": _parse_alb,
    "alb_multi": _parse_alb_multi,
    "lattice": _parse_lattice,
}


# The parts of a result


def _object(result: Any) -> dict[str, Any]:
    if not isinstance(result, dict):
        raise _RefusedError(f"it is a {type(result).__name__}, not a dict")
    return result


def _alb_object(result: Any, *, headers: str, other: str) -> dict[str, Any]:
    answer = _object(result)
    for key in ("isBase64Encoded", "statusCode", headers):
        if key not in answer:
            raise _RefusedError(f"it has no {key}")
    if other in answer:
        raise _RefusedError(f"it has {other}, but the request had {headers}")
    if None in answer.values():
        raise _RefusedError("one of its members is null")
    description = answer.get("statusDescription", "200 OK")
    if not re.fullmatch(r"\d{3} .+", str(description)):
        raise _RefusedError(f"statusDescription is {description!r}, not as in '200 OK'")
    return answer


def _status(value: Any) -> int:
    """Return a status that may also be a text of digits."""
    if isinstance(value, str) and re.fullmatch("[0-9]{3}", value):
        return _number(int(value))
    return _number(value)


def _number(value: Any) -> int:
    if isinstance(value, int) and 100 <= value <= 599:
        return value
    raise _RefusedError(f"statusCode is {value!r}, not a number from 100 to 599")


def _map(result: Result, key: str) -> dict[str, Any]:
    value = result.get(key)
    if not isinstance(value, dict | None):
        raise _RefusedError(f"{key} is a {type(value).__name__}, not a dict")
    return value or {}


def _list(name: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _RefusedError(f"{name} is a {type(value).__name__}, not a list")
    return value


def _payload_1_headers(result: Result) -> Pairs:
    """Return both maps as one; where both have a name, the lists win."""
    several = _multi_headers(_map(result, "multiValueHeaders"), (str, bool))
    names = {name.lower() for name, _ in several}
    single = _headers(_map(result, "headers"), (str, bool))
    return [pair for pair in single if pair[0].lower() not in names] + several


def _headers(headers: dict[str, Any], types: tuple[type, ...] = (str,)) -> Pairs:
    return [(name, _value(name, value, types)) for name, value in headers.items()]


def _multi_headers(headers: dict[str, Any], types: tuple[type, ...] = (str,)) -> Pairs:
    return [
        (name, _value(name, value, types))
        for name, values in headers.items()
        for value in _list(f"the header {name}", values)
    ]


def _value(name: str, value: Any, types: tuple[type, ...] = (str,)) -> str:
    if not isinstance(value, types):
        raise _RefusedError(f"the header {name} is {value!r}, not a text")
    text = value if isinstance(value, str) else json.dumps(value)
    if "\r" in text or "\n" in text:
        raise _RefusedError(f"the header {name} has a line break: {text!r}")
    return text


def _response(status: int, headers: Pairs, result: Result) -> TestResponse:
    content = _content(result)
    # Nothing that fronts send has a body with these: RFC 9110 §15.3.5 and §15.4.5.
    return TestResponse(status, headers, b"" if status in (204, 304) else content)


def _content(result: Result) -> bytes:
    body, encoded = result.get("body"), result.get("isBase64Encoded")
    if not isinstance(body, str | None):
        kind = type(body).__name__
        raise _RefusedError(
            f"body is a {kind}, not a text; json.dumps() makes one of it"
        )
    if not isinstance(encoded, bool | None):
        raise _RefusedError(f"isBase64Encoded is {encoded!r}, not true or false")
    if not encoded:
        return (body or "").encode(errors="replace")
    try:
        return base64.b64decode(body or "", validate=True)
    except binascii.Error:
        raise _RefusedError(f"body is not base64: {body!r:.100}") from None
