"""Turning the texts of path parameters into what the annotations of views ask for."""

from __future__ import annotations

import re
from enum import EnumMeta
from math import isfinite
from types import UnionType

from pyverless.routing.patterns import CONVERTERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.routing.patterns import Converter

__all__ = ["PatternField", "get_converter"]


class PatternField:
    """A path parameter that must match a regular expression, as a whole::

        @app.get("/articles/{year}")
        def by_year(year: PatternField(r"[0-9]{4}")): ...

    Type checkers want `Annotated[str, PatternField(r"[0-9]{4}")]` instead. The value
    stays text; what does not match is a 404.
    """

    __slots__ = ("_pattern",)

    def __init__(self, pattern: str) -> None:
        self._pattern = re.compile(pattern)

    def __call__(self, text: str) -> str:
        """Return the text; ValueError where it does not match."""
        if self._pattern.fullmatch(text) is None:
            raise ValueError(text)
        return text

    def __repr__(self) -> str:
        return f"PatternField({self._pattern.pattern!r})"


def get_converter(annotation: Any) -> Converter | None:
    """Return what makes a value of a text, None where the text is the value.

    An annotation is a type, `X | None`, `Annotated[X, converter]` or any callable that
    raises ValueError. Raises TypeError for what is none of these.
    """
    annotation = _without_wrapping(annotation)
    if annotation is str or annotation is None:
        return None
    if not callable(annotation) or hasattr(annotation, "__origin__"):
        raise TypeError(f"{annotation!r} can't be made of a text")
    if isinstance(annotation, EnumMeta):
        return _members_of(annotation)
    module = getattr(annotation, "__module__", "")
    name = getattr(annotation, "__qualname__", "")
    converter: Converter = _STRICT.get(f"{module}.{name}", annotation)
    return converter


def _without_wrapping(annotation: Any) -> Any:
    """Return what an annotation is about: the type in `X | None`, the field beside it.

    typing's own forms are recognized by what they offer, so that it isn't imported.
    """
    for converter in getattr(annotation, "__metadata__", ()):
        if callable(converter):
            return converter
    if hasattr(annotation, "__metadata__"):
        return _without_wrapping(annotation.__origin__)
    if hasattr(annotation, "__supertype__"):  # of a NewType
        return _without_wrapping(annotation.__supertype__)
    is_union = isinstance(annotation, UnionType)
    if is_union or str(annotation).startswith("typing.Optional["):
        types = [kind for kind in annotation.__args__ if kind is not type(None)]
        return _without_wrapping(types[0]) if len(types) == 1 else annotation
    return _OBJECTS.get(str(annotation), annotation)


# `typing.Any` and `object` ask for nothing.
_OBJECTS = {"typing.Any": str, "<class 'object'>": str}


# Python's own types take more than one spelling of a value (int has signs, spaces and
# underscores, fromisoformat() weeks), so that one object would have many paths; and
# bool("false") is true.


def _int(text: str) -> int:
    if re.fullmatch("-?[0-9]{1,4300}", text) is None:
        raise ValueError(text)
    return int(text)


def _float(text: str) -> float:
    _check_number(text)
    value = float(text)
    if not isfinite(value):  # neither the number that was meant, nor JSON
        raise ValueError(text)
    return value


def _decimal(text: str) -> Any:
    from decimal import Decimal

    _check_number(text)
    return Decimal(text)


def _check_number(text: str) -> None:
    if re.fullmatch("-?[0-9]+([.][0-9]+)?", text) is None:
        raise ValueError(text)


def _bool(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


def _date(text: str) -> Any:
    from datetime import date

    value = date.fromisoformat(text)
    if value.isoformat() != text:
        raise ValueError(text)
    return value


def _time(text: str) -> Any:
    from datetime import time

    value = time.fromisoformat(text)
    if not value.isoformat().startswith(text):  # the seconds may be left out
        raise ValueError(text)
    return value


def _datetime(text: str) -> Any:
    from datetime import datetime

    # "-" in the third place of the text would be a week or a day of the year.
    if re.match("[0-9]{4}-[0-9]{2}-[0-9]{2}T", text) is None:
        raise ValueError(text)
    return datetime.fromisoformat(text)


# By name, so that no type need be imported to be recognized.
_STRICT: dict[str, Converter] = {
    "builtins.bool": _bool,
    "builtins.float": _float,
    "builtins.int": _int,
    "datetime.date": _date,
    "datetime.datetime": _datetime,
    "datetime.time": _time,
    "decimal.Decimal": _decimal,
    "uuid.UUID": CONVERTERS["uuid"],
}


def _members_of(enum: Any) -> Converter:
    """Return what finds the member of an Enum by its value, as text."""
    members = {str(member.value): member for member in enum}

    def convert(text: str) -> Any:
        if text not in members:
            raise ValueError(text)
        return members[text]

    return convert
