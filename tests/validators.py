"""What each front accepts of a function: `read(front, answer)` refuses the rest.

A refusal stands for the 502 (500 at HTTP APIs) that callers would get.
"""

from __future__ import annotations

import base64
import json
import re
from typing import Any, NamedTuple

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_API_KEYS = {"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"}
_V2_KEYS = {"statusCode", "headers", "cookies", "body", "isBase64Encoded"}
_ALB_KEYS = {"statusCode", "statusDescription", "body", "isBase64Encoded"}
_LATTICE_KEYS = {*_ALB_KEYS, "headers"}


class Answer(NamedTuple):
    """What the caller receives; header names are in lower case."""

    status: int
    headers: dict[str, list[str]]
    cookies: list[str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def read(front: str, answer: Any) -> Answer:
    """Return what the caller of a front receives; AssertionError is a 502."""
    assert isinstance(answer, dict), f"not an object: {answer!r}"
    # Lambda turns the result into JSON; what comes out must be what went in.
    assert json.loads(json.dumps(answer, allow_nan=False)) == answer
    # That JSON is UTF-8 from Python 3.12 on: half of a surrogate pair ends the process.
    json.dumps(answer, ensure_ascii=False).encode()
    pairs = _READERS[front](answer)
    status = answer["statusCode"]
    assert isinstance(status, int), f"the status is {status!r}, not a number"
    assert 100 <= status <= 599
    headers: dict[str, list[str]] = {}
    for name, value in pairs:
        assert _TOKEN.fullmatch(name), f"not a header name: {name!r}"
        assert isinstance(value, str), f"{name} is {value!r}, not a text"
        assert not {*"\r\n\0"} & {*value}, f"{name} has line breaks: {value!r}"
        headers.setdefault(name.lower(), []).append(value)
    body = _body(answer)
    if status in (204, 304):
        assert not body
        assert "content-type" not in headers
    elif body:
        assert len(headers["content-type"]) == 1
    return Answer(status, headers, headers.pop("set-cookie", []), body)


def _api_gateway_1(answer: dict[str, Any]) -> list[tuple[str, Any]]:
    # A REST API answers 502 for any key that it does not know.
    assert answer.keys() <= _API_KEYS
    several = answer.get("multiValueHeaders", {})
    single = answer.get("headers", {})
    # Where both maps have a name, the lists win and the other is lost.
    assert not {*map(str.lower, single)} & {*map(str.lower, several)}
    return [*single.items(), *_lines(several)]


def _payload_2(answer: dict[str, Any]) -> list[tuple[str, Any]]:
    assert answer.keys() <= _V2_KEYS
    assert "set-cookie" not in map(str.lower, answer["headers"])
    cookies = answer.get("cookies", [])
    assert isinstance(cookies, list)
    return [*answer["headers"].items(), *(("set-cookie", line) for line in cookies)]


def _alb(answer: dict[str, Any]) -> list[tuple[str, Any]]:
    assert answer.keys() <= _ALB_KEYS | {"headers"}
    _check_alb(answer)
    return list(answer["headers"].items())


def _alb_multi(answer: dict[str, Any]) -> list[tuple[str, Any]]:
    assert answer.keys() <= _ALB_KEYS | {"multiValueHeaders"}
    _check_alb(answer)
    return _lines(answer["multiValueHeaders"])


def _check_alb(answer: dict[str, Any]) -> None:
    assert None not in answer.values()
    assert isinstance(answer["isBase64Encoded"], bool)
    assert re.fullmatch(r"\d{3} .+", answer.get("statusDescription", "200 OK"))


def _lattice(answer: dict[str, Any]) -> list[tuple[str, Any]]:
    assert answer.keys() <= _LATTICE_KEYS
    headers = answer["headers"]
    return _lines({n: v if isinstance(v, list) else [v] for n, v in headers.items()})


def _lines(headers: dict[str, Any]) -> list[tuple[str, Any]]:
    for name, values in headers.items():
        assert isinstance(values, list), f"{name} is {values!r}, not a list"
        assert values, f"{name} has no values"
    return [(name, value) for name, values in headers.items() for value in values]


def _body(answer: dict[str, Any]) -> bytes:
    body = answer.get("body")
    is_base64 = answer.get("isBase64Encoded", False)
    assert isinstance(body, str), f"the body is {body!r}, not a text"
    assert isinstance(is_base64, bool)
    return base64.b64decode(body, validate=True) if is_base64 else body.encode()


_READERS = {
    "rest": _api_gateway_1,
    "http_1": _api_gateway_1,
    "http_2": _payload_2,
    "function_url": _payload_2,
    "alb": _alb,
    "alb_multi": _alb_multi,
    "lattice": _lattice,
}
