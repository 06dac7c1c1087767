"""Where a page ends: DynamoDB's LastEvaluatedKey, as JSON and back without loss."""

from __future__ import annotations

from base64 import b64decode, b64encode
from decimal import Decimal

from pynamodb.constants import BINARY, NUMBER

from pyverless.casts import cast
from pyverless.contrib.pynamodb.casts import as_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from pyverless.contrib.pynamodb.casts import Wire
    from pyverless.contrib.pynamodb.plans import Plan

__all__ = ["read_position", "write_position"]


def write_position(key: Mapping[str, Wire] | None) -> dict[str, str] | None:
    """Return the names and values of a key; None is the end."""
    return None if key is None else {name: _as_text(key[name]) for name in key}


def read_position(plan: Plan, types: Mapping[str, str], token: Any) -> dict[str, Wire]:
    """Return the key that a token stands for.

    `types` has the names of its parts. Raises ValueError for what is no key of a place
    where this plan could have stopped: DynamoDB would refuse it.
    """
    if not isinstance(token, dict) or token.keys() != types.keys():
        raise ValueError(f"{token!r:.100} is not the position of an object")
    key = {name: _as_wire(token[name], types[name]) for name in types}
    if not all(condition.is_met(key) for condition in plan.key_conditions):
        raise ValueError(f"{token!r:.100} is not within what is looked for")
    return key


def _as_text(wire: Wire) -> str:
    [(kind, value)] = wire.items()
    return b64encode(value).decode() if kind == BINARY else str(value)


def _as_wire(text: Any, kind: str) -> Wire:
    if not isinstance(text, str):
        raise ValueError(f"{text!r:.100} is not a part of a position")
    value: str | bytes = text
    if kind == BINARY:
        value = b64decode(text, validate=True)
    elif kind == NUMBER:
        cast(text, Decimal)
    else:
        cast(text, str)
    return as_key({kind: value}, is_range=False) or {}
