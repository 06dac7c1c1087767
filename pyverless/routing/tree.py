"""Finding the routes of a path in a tree of its segments."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from pyverless.routing.patterns import Segment

    #: A leaf that was found, and the values of the parameters on the way to it.
    Match = tuple[dict[str, Any], tuple[Any, ...]]

__all__ = ["Tree"]


class Tree:
    """The segments of all rules, added in any order: the most specific match wins.

    A literal beats a typed parameter, that beats a plain one, that beats one that takes
    several segments. What leads nowhere is taken back. Names of parameters don't count:
    rules that differ in nothing else share their branches.
    """

    def __init__(self) -> None:
        self.literals: dict[str, Tree] = {}
        self.parameters: list[tuple[Segment, Tree]] = []
        #: What ends here: methods and their targets, for the tree's owner to fill.
        self.leaf: dict[str, Any] = {}

    def add(self, segments: list[Segment]) -> dict[str, Any]:
        """Return the leaf of a rule."""
        node = self
        for segment in segments:
            node = node._child(segment)
        return node.leaf

    def _child(self, segment: Segment) -> Tree:
        if not segment.name:
            return self.literals.setdefault(segment.literal, Tree())
        for known, child in self.parameters:
            if known.key == segment.key:
                return child
        child = Tree()
        self.parameters.append((segment, child))
        self.parameters.sort(key=lambda pair: pair[0].key)
        return child

    def find(self, segments: list[str]) -> Iterator[Match]:
        """Yield the leaves that match, most specific first, with their values."""
        if not segments:
            if self.leaf:
                yield self.leaf, ()
            return
        if segments[0] in self.literals:
            yield from self.literals[segments[0]].find(segments[1:])
        for segment, child in self.parameters:
            for length in _lengths(segment, segments):
                yield from _under(segment, child, segments, length)


def _lengths(segment: Segment, segments: list[str]) -> range:
    """Return how many segments a parameter may take, the most first."""
    return range(len(segments) if segment.is_greedy else 1, 0, -1)


def _under(
    segment: Segment, child: Tree, segments: list[str], length: int
) -> Iterator[Match]:
    text = "/".join(segments[:length])
    if not text:
        return
    try:
        value = segment.converter(text)
    except ValueError:
        return
    for leaf, values in child.find(segments[length:]):
        yield leaf, (value, *values)
