"""Events and answers in the log, without secrets: what debug mode shows.

Hidden is what stands under the name of a secret, wherever that is: in headers, cookies,
query, form, JSON, claims, or the address of a link. Bodies are shown where their parts
have names, as in JSON and in forms; of others only the length is.
"""

from __future__ import annotations

import json
from binascii import a2b_base64
from collections.abc import Mapping
from logging import INFO
from math import isfinite
from urllib.parse import unquote

from pyverless.encoding import loads
from pyverless.http.masking import (
    MASK,
    hide_cookies,
    hide_text,
    is_secret,
    plain_name,
    show_codes,
)
from pyverless.logs import request_logger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from typing import Any

__all__ = ["log_exchange", "mask"]

# All that is shown of what the front found out about the caller.
_OF_CALLER = {"principalid", "scope", "scopes", "sourceip", "sub", "useragent"}

# In characters. CloudWatch once cut records of more than 256 KB.
_LONGEST_RECORD = 200_000
_LONGEST_TEXT = 2_000
_LONGEST_READ = 20_000
_LONGEST_NAME = 200
_DEEPEST = 30


def log_exchange(event: Any, answer: Any) -> None:
    """Write an event and its answer as JSON to `pyverless.request`, at INFO.

    Called in debug mode, after each invocation. Secrets are masked. It raises nothing,
    whatever event and answer are.
    """
    if not request_logger.isEnabledFor(INFO):
        return
    for what, value in (("Event", event), ("Answer", answer)):
        request_logger.info("%s: %s", what, _show(value))


def mask(value: Any) -> Any:
    """Return a copy of an event or an answer as JSON data, with secrets masked.

    What JSON can't say is there as its `repr()`, and what is very long or deep is cut.
    """
    return _Masker(value).mask(value)


def _show(value: Any) -> str:
    try:
        masked = mask(value)
        text = json.dumps(masked, ensure_ascii=False)
        # A terminal must not get control characters, nor a log the breaks of Unicode.
        return text if text.isprintable() else json.dumps(masked)
    except Exception as exc:  # noqa: BLE001 - the answer must not depend on it
        return f"can't be shown ({type(exc).__name__})"


class _Masker:
    """Copies one message, and keeps account of how long the copy is."""

    def __init__(self, message: Any) -> None:
        self.message = message if isinstance(message, Mapping) else {}
        self.secrets = [*_path_secrets(self.message)]
        self.left = _LONGEST_RECORD
        self.is_in_text = False

    def mask(self, value: Any, depth: int = 0, *, of_caller: bool = False) -> Any:
        self.left -= 5
        if isinstance(value, Mapping | list | tuple | set | frozenset):
            if depth > _DEEPEST:
                return "…"
            if isinstance(value, Mapping):
                return self.mask_members(value, depth, of_caller)
            return self.mask_items(value, depth, of_caller)
        if _tells_nothing(value):
            return value
        if of_caller:
            return MASK
        if _is_number(value):
            return value
        text = value if isinstance(value, str) else _represent(value)
        return self.mask_text(text, depth)

    # Containers

    def mask_members(
        self, mapping: Mapping[Any, Any], depth: int, of_caller: bool
    ) -> dict[str, Any]:
        hides_value = _names_a_secret(mapping)
        copy: dict[str, Any] = {}
        for key, value in mapping.items():
            if self.left < 0:
                return copy | {"…": f"{len(mapping) - len(copy)} more"}
            name = key if isinstance(key, str) else _represent(key)
            if hides_value and name.lower() == "value":
                masked: Any = MASK
            else:
                masked = self.mask_member(name, value, depth, of_caller)
            copy[self.cut(self.hide(name, depth), _LONGEST_NAME)] = masked
        return copy

    def mask_items(
        self, items: Collection[Any], depth: int, of_caller: bool
    ) -> list[Any]:
        copy: list[Any] = []
        for value in items:
            if self.left < 0:
                return [*copy, f"… {len(items) - len(copy)} more"]
            copy.append(self.mask(value, depth + 1, of_caller=of_caller))
        return copy

    def mask_member(self, name: str, value: Any, depth: int, of_caller: bool) -> Any:
        plain = plain_name(name)
        if _tells_nothing(value):
            return value
        if of_caller or plain in ("authorizer", "identity"):
            return self.mask(value, depth + 1, of_caller=plain not in _OF_CALLER)
        if plain in ("cookie", "cookies", "setcookie"):
            return self.mask_cookies(value)
        if is_secret(name):
            return MASK
        if isinstance(value, str) and plain == "rawquerystring":
            return self.cut(self.hide_pairs(value, depth))
        if isinstance(value, str) and plain == "body" and not self.is_in_text:
            return self.cut(self.hide_body(value))
        return self.mask(value, depth + 1)

    # Texts

    def mask_cookies(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.cut(hide_cookies(value[:_LONGEST_READ]))
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return [self.cut(hide_cookies(each)) for each in value]
        return MASK

    def mask_text(self, text: str, depth: int) -> str:
        hidden = self.hide(text, depth)
        if "%" in hidden:  # it may be encoded, and then its names are
            decoded = unquote(hidden)
            hidden_too = self.hide(decoded, depth)
            hidden = hidden if hidden_too == decoded else hidden_too
        return self.cut(hidden)

    def hide(self, text: str, depth: int) -> str:
        data = _parse(text)
        if data is not None:
            return self.dump(data, depth + 1)
        text = text[:_LONGEST_READ]
        for secret in self.secrets:
            text = text.replace(secret, MASK)
        return hide_text(text)

    def hide_pairs(self, text: str, depth: int) -> str:
        pairs = []
        for pair in text[:_LONGEST_READ].split("&"):
            name, equals, value = pair.partition("=")
            hides = is_secret(name) and value
            shown = MASK if hides else self.mask_text(value, depth)
            pairs.append(f"{self.hide(name, depth)}{equals}{shown}")
        return "&".join(pairs)

    def hide_body(self, text: str) -> str:
        if self.message.get("isBase64Encoded"):
            try:
                content = a2b_base64(text)
                text = content.decode()
            except UnicodeDecodeError:
                return f"<{len(content)} bytes>"
            except ValueError:
                return f"<text that is not base64, {len(text)} characters>"
        data = _parse(text)
        if data is not None:
            return self.dump(data, 0, shows_codes=_is_problem(self.message))
        has_names = all("=" in pair for pair in text.split("&") if pair)
        if has_names and _is_form(self.message):
            return self.hide_pairs(text, 0)
        return f"<text, {len(text)} characters>"

    def dump(self, data: Any, depth: int, *, shows_codes: bool = False) -> str:
        # What is called "body" in JSON that is a text is nothing but a name there.
        outside, self.is_in_text = self.is_in_text, True
        masked = self.mask(data, depth)
        self.is_in_text = outside
        if shows_codes:
            show_codes(data, masked)
        return json.dumps(masked, ensure_ascii=False, separators=(",", ":"))

    def cut(self, text: str, longest: int = _LONGEST_TEXT) -> str:
        if len(text) > longest:
            text = f"{text[:longest]}… (cut)"
        self.left -= len(text)
        return text


def _names_a_secret(mapping: Mapping[Any, Any]) -> bool:
    """Return whether this is the likes of {"name": "password", "value": …}."""
    names = [mapping.get(each) for each in ("name", "Name", "key", "Key")]
    return any(isinstance(name, str) and is_secret(name) for name in names)


def _path_secrets(message: Mapping[Any, Any]) -> Iterator[str]:
    """Yield what must not be seen in the path either, for routes as /verify/{token}."""
    parameters = message.get("pathParameters")
    for name, value in parameters.items() if isinstance(parameters, Mapping) else ():
        # Fewer than four characters would be found where they mean something else.
        if isinstance(value, str) and len(value) > 3 and is_secret(str(name)):
            yield unquote(value)


def _tells_nothing(value: Any) -> bool:
    return (
        value is None or isinstance(value, bool) or (type(value) is str and not value)
    )


def _is_number(value: Any) -> bool:
    if isinstance(value, int):
        return value.bit_length() < 1_000
    return isinstance(value, float) and isfinite(value)


def _represent(value: Any) -> str:
    if isinstance(value, bytes | bytearray | memoryview):
        return f"<{len(value)} bytes>"
    try:
        return repr(value)
    except Exception:  # noqa: BLE001 - anything may be wrong with it
        return f"<{type(value).__name__}>"


def _parse(text: str) -> Any:
    """Return the object or the list that a text of JSON is, or None."""
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        return loads(text)
    except ValueError:
        return None


def _is_form(message: Mapping[Any, Any]) -> bool:
    return "x-www-form-urlencoded" in _content_type(message)


def _is_problem(message: Mapping[Any, Any]) -> bool:
    """Return whether this is an answer, not a request, with an error of ours."""
    is_answer = "statusCode" in message
    return is_answer and "application/problem+json" in _content_type(message)


def _content_type(message: Mapping[Any, Any]) -> str:
    for headers in (message.get("headers"), message.get("multiValueHeaders")):
        for name, value in headers.items() if isinstance(headers, Mapping) else ():
            if str(name).lower() == "content-type":
                return str(value).lower()
    return ""
