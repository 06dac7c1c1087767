"""Rules of routes: `/articles/{id}`, `/articles/{id:int}`, `/files/{rest+}`.

Everything outside of braces is literal. `<id>` and `<int:id>` are read as well. A
parameter takes a whole segment, or shares it with literal text and other parameters, as
in `/files/{name}.{suffix}`.
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

# Kinds of segments, the most specific first.
_LITERAL, _PARTIAL, _TYPED, _PLAIN, _GREEDY = range(5)


class Segment:
    """One piece of a rule, between two slashes.

    Two segments with the same `key` match the same; keys sort the most specific first.
    """

    __slots__ = (
        "_literals",
        "converters",
        "is_greedy",
        "is_text",
        "key",
        "literal",
        "names",
    )

    def __init__(
        self,
        key: tuple[Any, ...],
        *,
        names: tuple[str, ...] = (),
        converters: tuple[Converter, ...] = (),
        literals: tuple[str, ...] = ("", ""),
    ) -> None:
        self.key = key
        self.literal: str | None = key[1] if key[0] == _LITERAL else None
        self.names = names
        self.converters = converters
        self._literals = literals
        self.is_greedy = key[0] == _GREEDY
        #: Whether the text of a parameter is its value, just as it is.
        self.is_text = key[0] in (_PLAIN, _GREEDY)

    def match(self, text: str) -> tuple[Any, ...] | None:
        """Return the values of the parameters, or None where the text does not fit."""
        if not text:
            return None
        if self.is_text:
            return (text,)
        texts = _cut(text, self._literals)
        try:
            values = [c(t) for c, t in zip(self.converters, texts, strict=False)]
        except ValueError:
            return None
        return tuple(values) or None


def _cut(text: str, literals: tuple[str, ...]) -> list[str]:
    """Return what stands between literals, each but the last as long as it can be.

    Not a regular expression, which takes quadratic time and more for long texts.
    """
    first, *others, last = literals
    if not (text.startswith(first) and text.endswith(last)):
        return []
    start, end = len(first), len(text) - len(last)
    texts: list[str] = []
    for literal in reversed(others):
        at = text.rfind(literal, start + 1, end - 1)
        if at < 0:
            return []
        texts.insert(0, text[at + len(literal) : end])
        end = at
    return [text[start:end], *texts] if end > start else []


def split_path(path: str, *, strict_slashes: bool = False) -> list[str]:
    """Return what stands between the slashes.

    A trailing slash does not count, unless `strict_slashes`: then it is an empty
    segment.
    """
    inner = path.removeprefix("/")
    if not strict_slashes:
        inner = inner.removesuffix("/")
    return inner.split("/") if inner else []


def parse_rule(rule: str) -> tuple[list[Segment], tuple[str, ...]]:
    """Return the segments of a rule and the names of its parameters.

    A trailing slash makes an empty segment. Raises ImproperlyConfigured for unpaired
    braces, an unknown converter, the same name twice, or two parameters that take
    several segments.
    """
    texts = split_path(rule, strict_slashes=True)
    segments = [_known.get(text) or _parse_segment(text, rule) for text in texts]
    names = tuple([name for segment in segments for name in segment.names])
    if len(names) > 1:
        _check_together(rule, segments, names)
    return segments, names


def _check_together(rule: str, segments: list[Segment], names: tuple[str, ...]) -> None:
    """Refuse parameters that can't be in one rule."""
    if len(names) != len({*names}):
        raise ImproperlyConfigured(f"The rule {rule!r} has a parameter name twice.")
    if len([segment for segment in segments if segment.is_greedy]) > 1:
        # What goes to which would be a guess, and long paths would take long to guess.
        raise ImproperlyConfigured(
            f"The rule {rule!r} has two parameters that take several segments. One of "
            "them must take a single one."
        )


# One segment

# Those that were parsed already: rules have much in common.
_known: dict[str, Segment] = {}


def _parse_segment(text: str, rule: str) -> Segment:
    if "{" in text or "}" in text or "<" in text or ">" in text:
        segment = _parse_parameters(text, rule)
    else:
        segment = Segment((_LITERAL, text))
    _known[text] = segment
    return segment


def _parse_parameters(text: str, rule: str) -> Segment:
    # Parameters are in braces or, as Flask and Powertools write them, angle brackets.
    # A regular expression for that would take longer to compile than an App to import.
    brackets = [index for index, mark in enumerate(text) if mark in "{}<>"]
    starts, stops = brackets[::2], brackets[1::2]
    pairs = {text[a] + text[b] for a, b in zip(starts, stops, strict=False)}
    if len(brackets) % 2 or not pairs <= {"{}", "<>"}:
        raise ImproperlyConfigured(
            f"The rule {rule!r} has {text!r}, whose brackets don't pair. A parameter "
            "is written {id} or {id:int}."
        )
    edges = zip([-1, *stops], [*starts, len(text)], strict=True)
    literals = [text[stop + 1 : start] for stop, start in edges]
    parameters = [
        _parse_parameter(text[start : stop + 1], rule)
        for start, stop in zip(starts, stops, strict=True)
    ]
    names = tuple(name for name, _, _ in parameters)
    types = [type_name for _, type_name, _ in parameters]
    converters = tuple(CONVERTERS[type_name] for type_name in types)
    is_greedy = any(greedy for _, _, greedy in parameters)
    if literals == ["", ""]:
        return Segment(_key(types[0], is_greedy), names=names, converters=converters)
    if is_greedy or "" in literals[1:-1]:
        raise ImproperlyConfigured(
            f"The rule {rule!r} has {text!r}. A parameter that takes several segments "
            "stands alone in its place, and between two parameters there is some text."
        )
    text_length, plain = len("".join(literals)), types.count("str")
    key = (_PARTIAL, -text_length, plain, *types, *literals)
    return Segment(
        key,
        names=names,
        converters=converters,
        literals=tuple(literals),
    )


def _key(type_name: str, is_greedy: bool) -> tuple[Any, ...]:
    if is_greedy:
        return (_GREEDY,)
    return (_PLAIN,) if type_name == "str" else (_TYPED, type_name)


def _parse_parameter(text: str, rule: str) -> tuple[str, str, bool]:
    """Return the name, the type and whether it takes several segments."""
    inner, is_angular = text[1:-1], text[0] == "<"
    is_greedy = inner.endswith("+")
    # {name:int}, as in Starlette, but <int:name>, as in Django.
    first, colon, second = inner.removesuffix("+").partition(":")
    name, type_name = (second, first) if is_angular and colon else (first, second)
    if not name.isidentifier():
        raise ImproperlyConfigured(
            f"The rule {rule!r} has the parameter {name!r}, which is not a valid name."
        )
    if type_name and type_name not in CONVERTERS:
        raise ImproperlyConfigured(
            f"The rule {rule!r} has the converter {type_name!r}. There are "
            f"{', '.join(CONVERTERS)}."
        )
    if is_greedy and type_name not in ("", "str"):
        raise ImproperlyConfigured(
            f"The rule {rule!r} has {inner!r}. What takes several segments is text: "
            f"leave {type_name!r} out."
        )
    return name, type_name or "str", is_greedy
