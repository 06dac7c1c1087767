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

# How msgspec writes a float that is no number, and how a Decimal.
_OF_FLOATS = ("null",)
_OF_DECIMALS = ('NaN"', 'Infinity"')
_SIGNS = _OF_FLOATS + _OF_DECIMALS

# What may hold numbers of any kind.
_OPEN = (inspect.AnyType, inspect.CustomType, inspect.RawType)


class Writer:
    """What writes answers that are made of Structs: the text of `encoding.dumps()`.

    Only floats may be spelt otherwise: 1e22 for 1e+22.
    """

    def __init__(self, struct: Any) -> None:
        self._class = get_origin(struct) or struct
        self._signs = _get_signs(reachable(inspect.type_info(struct)))
        self._encode = Encoder(enc_hook=_as_json).encode

    def dumps(self, body: Any) -> str:
        """Return a body as JSON text, whether or not Structs are in it.

        Raises TypeError or ValueError saying what can't be written.
        """
        try:
            text = self._encode(body).decode()
        except (TypeError, ValueError, OverflowError, RecursionError):
            return _dumps_slowly(body)  # or say what is wrong
        for sign in self._get_signs_in(body):
            if sign in text:
                return _dumps_slowly(body)
        return text

    def _get_signs_in(self, body: Any) -> tuple[str, ...]:
        """Return what may stand for something that is no number, in this body."""
        if type(body) is self._class:
            return self._signs
        if type(body) is list and set(map(type, body)) == {self._class}:
            return self._signs
        return () if self._is_safe(body) else _SIGNS

    def _is_safe(self, body: Any) -> bool:
        kind = type(body)
        if kind is list:
            return all(map(self._is_safe, body))
        if kind is dict:
            return all(map(self._is_safe, body.values()))
        if kind is float:
            return isfinite(body)
        is_own = kind is self._class and not self._signs
        return is_own or kind in (str, int, bool, type(None))


def _get_signs(kinds: list[Any]) -> tuple[str, ...]:
    if any(isinstance(kind, _OPEN) for kind in kinds):
        return _SIGNS
    signs: tuple[str, ...] = ()
    if any(isinstance(kind, inspect.FloatType) for kind in kinds):
        signs += _OF_FLOATS
    if any(isinstance(kind, inspect.DecimalType) for kind in kinds):
        signs += _OF_DECIMALS
    return signs


def _as_json(value: Any) -> Raw:
    return Raw(dumps(value).encode())


def _dumps_slowly(body: Any) -> str:
    kept = (datetime, date, time, Decimal, UUID)
    try:
        data = to_builtins(body, builtin_types=kept, enc_hook=_as_plain, str_keys=True)
    except (TypeError, RecursionError):
        data = body  # to say what is wrong with it
    return dumps(data)


def _as_plain(value: Any) -> Any:
    return loads(dumps(value))
