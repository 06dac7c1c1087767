"""The routes of an App, and finding one for a request."""

from __future__ import annotations

from pyverless.exceptions import ImproperlyConfigured
from pyverless.routing.patterns import split_path
from pyverless.routing.tree import ANY_METHOD, Tree, get_target

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Any

    from pyverless.http.request import Request
    from pyverless.routing.patterns import Segment
    from pyverless.routing.targets import Target

    #: A target, and the parameters that the path has for it.
    Found = tuple[Target, dict[str, Any]]

__all__ = ["Table"]

# A gateway has fewer routes than that: https://docs.aws.amazon.com/apigateway/latest/
# developerguide/limits.html. Events made by hand shall not fill the memory.
_MOST_KEYS = 1000


class Table:
    """The targets of an App by what events say of their path.

    A gateway that has the same routes names one of them in its events: then a
    dictionary is enough. Everything else goes through the tree of segments, and after
    that through the regular expressions.
    """

    def __init__(self, *, strict_slashes: bool) -> None:
        self._strict_slashes = strict_slashes
        self._tree = Tree()
        self._patterns: list[_Pattern] = []
        # What events name, once it was asked for; `find()` uses the short way only.
        self._learned: dict[str, _Template | None] = {}
        self._by_key: dict[Any, dict[str | None, Target]] = {}

    # What there is

    def add(self, target: Target) -> None:
        """Add a target.

        Raises ImproperlyConfigured when another one has the same paths and methods.
        """
        if target.pattern is not None:
            leaf = self._add_pattern(target.pattern)
        else:
            segments = target.segments
            if not self._strict_slashes and segments and segments[-1].literal == "":
                segments = segments[:-1]
            leaf = self._tree.add(segments)
        for method in sorted(target.endpoint.methods):
            known = leaf.setdefault(method, target)
            if known is not target:
                what = "All" if method == ANY_METHOD else method
                raise ImproperlyConfigured(
                    f"{what} requests would reach both {known.place} and "
                    f"{target.place}. Limit the methods of one of them, or change its "
                    "rule."
                )
        self._learned.clear()
        self._by_key.clear()

    def _add_pattern(self, pattern: re.Pattern[str]) -> dict[str, Any]:
        for known in self._patterns:
            if known.pattern == pattern:
                return known.leaf
        added = _Pattern(pattern)
        self._patterns.append(added)
        # The one that begins with more literal text is the more specific one.
        self._patterns.sort(key=lambda p: (-p.literal_start, -len(p.pattern.pattern)))
        return added.leaf

    # Finding

    def find(self, request: Request) -> Target | None:
        """Return what answers a request, which then has its parameters; or None.

        This is the short way, for events that name a known route and have texts for
        its parameters that need no decoding: `search()` does all else.
        """
        event = request.aws_event
        try:
            # Only REST and HTTP APIs have these, and no caller can choose them.
            targets = self._by_key.get(event.get("resource") or event.get("routeKey"))
            if targets is None:
                return None
            target = targets[request.method]
            given, names = event.get("pathParameters") or {}, target.names
            if len(given) != len(names):
                return None
            for name in names:
                text = given[name]
                if type(text) is not str or not text or "%" in text:
                    return None
        except (KeyError, TypeError):  # events made by hand may have anything there
            return None
        request.arguments = given
        return target

    def search(
        self, request: Request, method: str | None, allowed: set[str]
    ) -> Found | None:
        """Return what answers a method on the path of a request, and its parameters.

        Where nothing does, `allowed` gets the methods that are answered there.
        """
        found = self._find_by_template(request, method)
        if found is not None:
            return found
        raw = request.raw_path
        # Split before decoding: an encoded slash is a part of its segment.
        texts = split_path(raw, strict_slashes=self._strict_slashes)
        if "%" in raw:
            texts = [request.decode_path(text) for text in texts]
        match = self._tree.find(texts, method, allowed)
        if self._patterns and (match is None or match[0].is_open):
            start = -1 if match is None else match[0].literal_start
            found = self._find_by_pattern(request.path, method, allowed, start)
            if found is not None:
                return found
        if match is None:
            return None
        target, values = match
        return target, dict(zip(target.names, values, strict=True))

    def _find_by_template(self, request: Request, method: str | None) -> Found | None:
        """Return the target of the route that the event itself names."""
        event = request.aws_event
        key = event.get("resource") or event.get("routeKey")
        if not isinstance(key, str):
            return None
        template = self._learned[key] if key in self._learned else self._learn(key)
        if template is None:
            return None
        target = get_target(template.leaf, method)
        # One with other names may be nearer: for GET, where this is for every method.
        if target is None or target.names != template.names:
            return None
        values = template.read(request)
        return None if values is None else (target, values)

    def _learn(self, key: str) -> _Template | None:
        """Return the template that a gateway's route is, if no other can shadow it."""
        template = None if self._strict_slashes else self._read_key(key)
        if len(self._learned) < _MOST_KEYS:
            self._learned[key] = template
            if template is not None and template.is_text:
                self._by_key[key] = template.get_targets()
        return template

    def _read_key(self, key: str) -> _Template | None:
        # HTTP APIs put the method before it.
        path = key.rpartition(" ")[2]
        steps = split_path(path, strict_slashes=True)
        found = self._tree.follow(steps) if path.startswith("/") else None
        if found is None:
            return None
        names = tuple([step[1:-1] for step in steps if step.startswith("{")])
        return _Template(names, *found)

    def _find_by_pattern(
        self, path: str, method: str | None, allowed: set[str], start: int
    ) -> Found | None:
        """Return the target of the first expression with more than `start` literals."""
        if not self._strict_slashes and len(path) > 1:
            path = path.removesuffix("/")
        for known in self._patterns:
            if known.literal_start <= start:
                break
            found = known.pattern.fullmatch(path)
            if found is None:
                continue
            target = get_target(known.leaf, method)
            if target is not None:
                # What took no part in the match is left to the view's default.
                texts = found.groupdict().items()
                return target, {n: text for n, text in texts if text is not None}
            allowed.update(known.leaf)
        return None


class _Template:
    """The route of a gateway, and the rules of an App for the same paths."""

    def __init__(
        self, names: tuple[str, ...], leaf: dict[str, Target], parameters: list[Segment]
    ) -> None:
        #: The names of the parameters; only targets with the same ones get their values
        #: from the event.
        self.names = names
        #: The targets of all rules that differ in nothing but names.
        self.leaf = leaf
        self._parameters = parameters
        #: Whether all parameters stay the texts that they are.
        self.is_text = all(segment.is_text for segment in parameters)

    def get_targets(self) -> dict[str | None, Target]:
        """Return the targets with the same names, by their methods.

        OPTIONS is left out: CORS has a say in that.
        """
        return {
            method: target
            for method, target in self.leaf.items()
            if target.names == self.names and method != "OPTIONS"
        }

    def read(self, request: Request) -> dict[str, Any] | None:
        """Return the parameters, if these are the event's as well and fit; or None."""
        given = request.aws_event.get("pathParameters") or {}
        if not isinstance(given, dict) or given.keys() != {*self.names}:
            return None
        values = {}
        for name, segment in zip(self.names, self._parameters, strict=True):
            text = given[name]
            found = None
            if isinstance(text, str):
                found = segment.match(request.decode_path(text))
            if found is None:
                return None
            values[name] = found[0]
        return values


class _Pattern:
    """A regular expression, and what answers the paths that match it."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self.leaf: dict[str, Any] = {}
        self.literal_start = _literal_start(pattern.pattern)


def _literal_start(pattern: str) -> int:
    """Return how many characters a pattern begins with that stand for themselves."""
    text = pattern.lstrip("^")
    special = [index for index, mark in enumerate(text) if mark in "\\.+*?[](){}|$"]
    if not special:
        return len(text)
    # What is repeated or left out is not literal; alternatives make nothing literal.
    if "|" in text:
        return 0
    first = special[0]
    return max(first - 1, 0) if text[first] in "+*?{" else first
