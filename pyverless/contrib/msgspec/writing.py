"""From Structs to JSON text."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from typing import get_origin
from uuid import UUID

from msgspec import Raw, inspect, to_builtins
from msgspec.json import Encoder

from pyverless.contrib.msgspec.kinds import reachable
from pyverless.encoding import dumps, loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["Writer"]

# What may hold a number that JSON can't say.
_DOUBTFUL = (
    inspect.FloatType,
    inspect.DecimalType,
    inspect.AnyType,
    inspect.CustomType,
    inspect.RawType,
)

# How msgspec writes NaN and infinity.
_SIGNS = ("null", 'NaN"', 'Infinity"')


class Writer:
    """What writes answers that are made of Structs: the text of `encoding.dumps()`.

    Only floats may be spelt otherwise: 1e22 for 1e+22.
    """

    def __init__(self, struct: Any) -> None:
        self._class = get_origin(struct) or struct
        kinds = reachable(inspect.type_info(struct))
        self._is_doubtful = any(isinstance(kind, _DOUBTFUL) for kind in kinds)
        self._encode = Encoder(enc_hook=_as_json).encode

    def dumps(self, body: Any) -> str:
        """Return a body as JSON text, whether or not Structs are in it.

        Raises TypeError or ValueError saying what can't be written.
        """
        try:
            text = self._encode(body).decode()
        except (TypeError, ValueError, OverflowError, RecursionError):
            return _dumps_slowly(body)  # or say what is wrong
        if not self._is_safe(body) and any(sign in text for sign in _SIGNS):
            return _dumps_slowly(body)
        return text

    def _is_safe(self, body: Any) -> bool:
        """Return whether there can't be a NaN, which msgspec writes as null."""
        kind = type(body)
        if kind is self._class:
            return not self._is_doubtful
        if kind is list:
            kinds = set(map(type, body))
            if kinds == {self._class}:
                return not self._is_doubtful
            return all(map(self._is_safe, body))
        if kind is dict:
            return all(map(self._is_safe, body.values()))
        if kind is float:
            return isfinite(body)
        return kind in (str, int, bool, type(None))


def _as_json(value: Any) -> Raw:
    return Raw(dumps(value).encode())


def _dumps_slowly(body: Any) -> str:
    kept = (datetime, date, time, Decimal, UUID)
    try:
        data = to_builtins(body, builtin_types=kept, enc_hook=_as_plain, str_keys=True)
    except RecursionError:
        data = body  # whose depth is said below
    return dumps(data)


def _as_plain(value: Any) -> Any:
    return loads(dumps(value))
