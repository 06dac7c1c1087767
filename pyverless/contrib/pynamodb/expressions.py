"""The expressions of DynamoDB's requests: names and values go in beside the text.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pyverless.contrib.pynamodb.casts import Wire

__all__ = ["Expressions"]


class Expressions:
    """What one request says about attributes; names may be any, reserved words too."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._values: dict[str, Wire] = {}
        self._texts: dict[str, str] = {}

    def name(self, attribute: str) -> str:
        """Return what stands for the name of an attribute."""
        return self._names.setdefault(attribute, f"#{len(self._names)}")

    def value(self, wire: Wire) -> str:
        """Return what stands for a value."""
        placeholder = f":{len(self._values)}"
        self._values[placeholder] = wire
        return placeholder

    def say(self, parameter: str, texts: Iterable[str]) -> None:
        """Make an expression of conditions that must all be met; none: no expression.

        `parameter` is what the request calls it.
        """
        if text := " AND ".join(texts):
            self._texts[parameter] = text

    def as_params(self) -> dict[str, Any]:
        """Return the parameters of the request."""
        params: dict[str, Any] = dict(self._texts)
        if self._names:
            names = {short: name for name, short in self._names.items()}
            params["ExpressionAttributeNames"] = names
        if self._values:
            params["ExpressionAttributeValues"] = self._values
        return params
