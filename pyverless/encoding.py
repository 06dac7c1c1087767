"""JSON as pyverless reads and writes it.

Compact, UTF-8, without NaN: https://www.rfc-editor.org/rfc/rfc8259. Beside JSON's own
types, `dumps` writes datetime, date and time as ISO 8601 (`Z` for UTC), Decimal and
UUID as text, an Enum as its value, sets as lists, and msgspec's Structs and PynamoDB's
maps as objects.
"""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from enum import Enum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

__all__ = ["dumps", "loads"]


def dumps(value: Any) -> str:
    """Return `value` as JSON text.

    Raises TypeError or ValueError saying what can't be written.
    """
    try:
        text = "".join(_chunks(value, 0))
        if not text.isascii():
            text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair: legal only as an escape
        return "".join(_ascii_chunks(value, 0))
    except RecursionError:
        raise ValueError("the value nests too deeply, or contains itself") from None
    return text


def loads(text: str | bytes) -> Any:
    """Return the value of a JSON text.

    Raises ValueError for what is not JSON (NaN is not), for text that is not Unicode,
    and for nesting or numbers beyond what the interpreter takes.
    """
    try:
        if isinstance(text, bytes):
            text = text.decode()
        elif not text.isascii():
            text.encode()
        value = _decode(text)
        if "\\u" in text:
            # An escaped half of a surrogate pair is no Unicode.
            "".join(_chunks(value, 0)).encode()
    except RecursionError:
        raise ValueError("the nesting is too deep") from None
    except UnicodeEncodeError:
        raise ValueError("half of a surrogate pair is no character") from None
    except ValueError as exc:
        # The interpreter's own words are for developers. A function of ours in the
        # place of int() would say it better, but slow down every number.
        if "integer string conversion" not in str(exc):
            raise
        raise ValueError("a number has too many digits") from None
    return value


def _default(value: Any) -> Any:
    """Return what JSON can say for a `value` that the encoder does not know."""
    if type(value) is _datetime and value.tzinfo is _utc:
        # isoformat() takes longer to write an offset than all the rest.
        return f"{value.date().isoformat()}T{value.time().isoformat()}Z"
    write = _writers.get(type(value), _write_other)
    return write(value)


def _write_other(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return _finite(value)
    if isinstance(value, (set, frozenset)):
        return list(value)
    # PynamoDB's maps. Not whatever has as_dict(): there may be more in it than its
    # author meant callers to see.
    if hasattr(type(value), "is_raw") and hasattr(type(value), "as_dict"):
        return value.as_dict()
    # Asked for by what they offer: datetime and uuid need not be imported for it.
    if hasattr(value, "isoformat"):
        return _write_and_learn(value, _moment)
    if hasattr(value, "hex") and hasattr(value, "urn"):
        return _write_and_learn(value, str)
    if hasattr(value, "__struct_fields__"):
        # Whoever has a Struct has imported msgspec, which knows how it is written.
        to_builtins = sys.modules["msgspec"].to_builtins
        return to_builtins(value, builtin_types=(Decimal,), enc_hook=_default)
    # Not shown: a row of a user has a password, and bytes may be a key.
    raise TypeError(f"{type(value).__name__} is not something that JSON can say")


def _write_and_learn(value: Any, write: Callable[[Any], str]) -> str:
    """Return what `write` makes of a value; others of its type take a shorter way now.

    Only those of the standard library: subclasses may write themselves otherwise.
    """
    global _datetime, _utc
    kind: Any = type(value)
    module: Any = sys.modules.get(kind.__module__)
    is_own = getattr(module, kind.__name__, None) is kind
    if is_own and kind.__module__ in ("datetime", "uuid"):
        # Only a date has never an offset.
        _writers[kind] = kind.isoformat if kind.__name__ == "date" else write
        if kind.__name__ == "datetime":
            _utc, _datetime = module.timezone.utc, kind
    return write(value)


def _moment(value: Any) -> str:
    text: str = value.isoformat()
    return text[:-6] + "Z" if text.endswith("+00:00") else text


def _finite(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError(f"{value!r} is not something that JSON can say")
    return str(value)


# The type and the time zone, once a value of that type was seen.
_datetime: Any = None
_utc: Any = None

# By their exact type. Lists have many of these values.
_writers: dict[type, Callable[[Any], Any]] = {
    Decimal: _finite,
    frozenset: list,
    set: list,
}


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _fraction(text: str) -> float:
    value = float(text)
    if value in _INFINITE:  # dumps() could not write it again
        raise ValueError("a number is too large")
    return value


def _make_chunks(write_text: Callable[[str], str]) -> Callable[[Any, int], Any]:
    # json.dumps() and JSONEncoder.encode() make one of these for every call. It keeps
    # no list of what it is in, so that what contains itself is found by its depth.
    encoder: Any = json.encoder
    chunks: Callable[[Any, int], Any] = encoder.c_make_encoder(
        None, _default, write_text, None, ":", ",", False, False, False
    )
    return chunks


_chunks = _make_chunks(json.encoder.encode_basestring)
_ascii_chunks = _make_chunks(json.encoder.encode_basestring_ascii)
_decoder: Any = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_fraction)
_scan = _decoder.scan_once
_BLANKS = " \t\n\r"
_INFINITE = (float("inf"), float("-inf"))


def _decode(text: str) -> Any:
    # JSONDecoder.decode() looks for blanks with two regular expressions.
    start = len(text) - len(text.lstrip(_BLANKS)) if text[:1] in _BLANKS else 0
    try:
        value, end = _scan(text, start)
    except StopIteration as exc:
        raise json.JSONDecodeError("Expecting value", text, exc.value) from None
    if end != len(text) and text[end:].strip(_BLANKS):
        raise json.JSONDecodeError("Extra data", text, end)
    return value
