"""Finding the routes of a path in a tree of its segments."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pyverless.routing.patterns import Segment

    #: A target that was found, and the values of the parameters on the way to it.
    Match = tuple[Any, tuple[Any, ...]]

__all__ = ["ANY_METHOD", "NO_METHOD", "Tree", "get_target"]

#: Stands for every method that has no target of its own.
ANY_METHOD = "*"
#: What no target has: to look for it is to learn which methods there are.
NO_METHOD = ""


class Tree:
    """The segments of all rules, added in any order: the most specific match wins.

    A literal beats a segment that has some literal text, that beats a typed parameter,
    that beats a plain one, that beats one that takes several segments. What leads
    nowhere is taken back. Names of parameters don't count: rules that differ in nothing
    else share their branches.
    """

    __slots__ = ("leaf", "lengths", "literals", "parameters")

    def __init__(self) -> None:
        self.literals: dict[str, Tree] = {}
        self.parameters: list[tuple[Segment, Tree]] = []
        #: What ends here: methods and their targets, for the tree's owner to fill.
        self.leaf: dict[str, Any] = {}
        #: How many segments the rules still have from here on, after a greedy one.
        self.lengths: set[int] | None = None

    def add(self, segments: list[Segment]) -> dict[str, Any]:
        """Return the leaf of a rule."""
        node = self
        for index, segment in enumerate(segments, start=1):
            node = node._child(segment)
            if segment.is_greedy:
                node.lengths = {*(node.lengths or ()), len(segments) - index}
        return node.leaf

    def _child(self, segment: Segment) -> Tree:
        if segment.literal is not None:
            if segment.literal not in self.literals:
                self.literals[segment.literal] = Tree()
            return self.literals[segment.literal]
        for known, child in self.parameters:
            if known.key == segment.key:
                return child
        child = Tree()
        self.parameters.append((segment, child))
        if len(self.parameters) > 1:
            self.parameters.sort(key=lambda pair: pair[0].key)
        return child

    def follow(self, steps: list[str]) -> tuple[dict[str, Any], list[Segment]] | None:
        """Return the leaf of a path as gateways write it, `{id}` among its steps.

        Also, the parameters on the way. None where it leads nowhere, or where another
        rule may match what it matches: one that would be preferred, or tried first.
        """
        node, parameters = self, []
        for step in steps:
            if not step.startswith("{"):
                if step not in node.literals:
                    return None
                node = node.literals[step]
                continue
            if node.literals or len(node.parameters) != 1:
                return None
            segment, node = node.parameters[0]
            parameters.append(segment)
        return node.leaf, parameters

    def find(
        self,
        segments: list[str],
        method: str | None,
        allowed: set[str],
        start: int = 0,
        values: tuple[Any, ...] = (),
    ) -> Match | None:
        """Return the target of a method on the most specific leaf that has it.

        Where there is none, `allowed` gets the methods of the leaves that match.
        """
        if start == len(segments):
            target = get_target(self.leaf, method)
            if target is not None:
                return target, values
            allowed.update(self.leaf)
            return None
        literal = self.literals.get(segments[start])
        if literal is not None:
            found = literal.find(segments, method, allowed, start + 1, values)
            if found is not None:
                return found
        if self.parameters:
            return self._find_parameter(segments, method, allowed, start, values)
        return None

    def _find_parameter(
        self,
        segments: list[str],
        method: str | None,
        allowed: set[str],
        start: int,
        values: tuple[Any, ...],
    ) -> Match | None:
        for segment, child in self.parameters:
            stops: Iterable[int] = (start + 1,)
            if segment.is_greedy:
                stops = _stops(child, start, len(segments))
            for stop in stops:
                text = segments[start]
                if stop - start > 1:
                    text = "/".join(segments[start:stop])
                more = segment.match(text)
                if more is None:
                    continue
                found = child.find(segments, method, allowed, stop, values + more)
                if found is not None:
                    return found
        return None


def get_target(leaf: dict[str, Any], method: str | None) -> Any:
    """Return the target of a method; whoever answers GET answers HEAD."""
    target = leaf.get(method)  # type: ignore[arg-type]
    if target is None and method == "HEAD":
        target = leaf.get("GET")
    if target is None and method != NO_METHOD:
        target = leaf.get(ANY_METHOD)
    return target


def _stops(child: Tree, start: int, end: int) -> list[int]:
    """Return where a parameter for several segments may end, the nearest rule first.

    It leaves as many as its rule has after it: no rule has two such parameters, so that
    nothing need be tried out.
    """
    lengths = sorted(child.lengths or (), reverse=True)
    return [end - length for length in lengths if end - length > start]
