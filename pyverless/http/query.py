"""The query string as a dictionary with several values per key."""

from __future__ import annotations

from collections.abc import Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["QueryDict", "parse_query_string", "unquote_pairs"]


class QueryDict(Mapping[str, str]):
    """Query parameters: `query["a"]` is the last value, `getlist("a")` has all.

    Django's `QueryDict`, without the ways to change it.
    """

    __slots__ = ("_values",)

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name, []).append(value)

    def getlist(self, name: str) -> list[str]:
        """Return all values of a parameter, in order; none: an empty list."""
        return list(self._values.get(name, ()))

    def lists(self) -> Iterator[tuple[str, list[str]]]:
        """Yield each name with all its values."""
        for name, values in self._values.items():
            yield name, list(values)

    def __getitem__(self, name: str) -> str:
        return self._values[name][-1]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"QueryDict({self._values!r})"


def parse_query_string(text: str) -> list[tuple[str, str]]:
    """Return the decoded pairs of a raw query string, blank values included."""
    # Here and below, urllib.parse is imported late: most requests have no query.
    from urllib.parse import parse_qsl

    return parse_qsl(text, keep_blank_values=True)


def unquote_pairs(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return pairs that a front handed on as they were sent, decoded."""
    from urllib.parse import unquote_plus

    return [(unquote_plus(name), unquote_plus(value)) for name, value in pairs]
