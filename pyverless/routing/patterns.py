"""Rules of routes: `/articles/{id}`, `/articles/{id:int}`, `/files/{rest+}`.

Everything outside of braces is literal. `<id>` and `<int:id>` are read as well.
"""

from __future__ import annotations

from pyverless.exceptions import ImproperlyConfigured

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    #: Turns the text of a segment into an argument; ValueError means no match.
    Converter = Callable[[str], Any]

__all__ = ["CONVERTERS", "Segment", "parse_rule", "split_path"]


def _whole_number(text: str) -> int:
    # int() would also take signs, spaces and underscores, so that one object had many
    # paths; and it refuses more than 4300 digits in an error of its own.
    if not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return int(text)


def _uuid(text: str) -> Any:
    from uuid import UUID

    value = UUID(text)
    if str(value) != text.lower():
        raise ValueError(text)
    return value


#: What may stand behind the colon of a parameter.
CONVERTERS: dict[str, Converter] = {"str": str, "int": _whole_number, "uuid": _uuid}


class Segment:
    """One piece of a rule, between two slashes."""

    __slots__ = ("converter", "is_greedy", "literal", "name", "type_name")

    def __init__(
        self,
        *,
        literal: str = "",
        name: str = "",
        type_name: str = "",
        is_greedy: bool = False,
    ) -> None:
        self.literal = literal
        self.name = name
        self.type_name = type_name
        self.converter = CONVERTERS[type_name] if type_name else str
        self.is_greedy = is_greedy

    @property
    def key(self) -> tuple[int, str]:
        """What two segments have in common that match the same, most specific first."""
        if self.is_greedy:
            return (3, "")
        if self.name:
            return (1, self.type_name) if self.type_name not in ("", "str") else (2, "")
        return (0, self.literal)


def split_path(path: str, *, strict_slashes: bool = False) -> list[str]:
    """Return what stands between the slashes.

    A trailing slash does not count, unless `strict_slashes`: then it is an empty
    segment.
    """
    inner = path.removeprefix("/")
    if not strict_slashes:
        inner = inner.removesuffix("/")
    return inner.split("/") if inner else []


def parse_rule(rule: str, *, strict_slashes: bool = False) -> list[Segment]:
    """Return the segments of a rule.

    Raises ImproperlyConfigured for a rule that does not start with a slash, has
    unpaired braces, an unknown converter or the same name twice.
    """
    if not rule.startswith("/"):
        raise ImproperlyConfigured(f"The rule {rule!r} must start with a slash.")
    texts = split_path(rule, strict_slashes=strict_slashes)
    segments = [_parse_segment(text, rule) for text in texts]
    names = [segment.name for segment in segments if segment.name]
    if len(names) != len(set(names)):
        raise ImproperlyConfigured(f"The rule {rule!r} has a parameter name twice.")
    return segments


def _parse_segment(text: str, rule: str) -> Segment:
    if not set("{}<>") & set(text):
        return Segment(literal=text)
    inner = text[1:-1]
    if text[0] + text[-1] not in ("{}", "<>") or set("{}<>") & set(inner):
        raise ImproperlyConfigured(
            f"The rule {rule!r} has {text!r}. A parameter takes a whole segment, as in "
            "/articles/{id} or /articles/{id:int}."
        )
    is_greedy = inner.endswith("+")
    name, type_name = _name_and_type(inner.removesuffix("+"), is_django=text[0] == "<")
    if not name.isidentifier():
        raise ImproperlyConfigured(
            f"The rule {rule!r} has the parameter {name!r}, which is not a valid name."
        )
    if type_name and type_name not in CONVERTERS:
        raise ImproperlyConfigured(
            f"The rule {rule!r} has the converter {type_name!r}. There are "
            f"{', '.join(CONVERTERS)}."
        )
    return Segment(name=name, type_name=type_name, is_greedy=is_greedy)


def _name_and_type(inner: str, *, is_django: bool) -> tuple[str, str]:
    first, _, second = inner.partition(":")
    # {name:int}, as in Starlette, but <int:name>, as in Django.
    return (second, first) if is_django and second else (first, second)
