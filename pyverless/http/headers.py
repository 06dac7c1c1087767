"""Request headers: names without case, several values each."""

from __future__ import annotations

from collections.abc import Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Headers"]


class Headers(Mapping[str, str]):
    """The headers of a request, looked up without regard to case (RFC 9110 §5.1).

    `headers["accept"]` joins repeated lines with a comma, as RFC 9110 §5.3 allows and
    as API Gateway does; `getlist` keeps them apart where the front did. Names come out
    in lower case.
    """

    __slots__ = ("_values",)

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name.lower(), []).append(value)

    def getlist(self, name: str) -> list[str]:
        """Return the values of a header, line by line; none: an empty list."""
        return list(self._values.get(name.lower(), ()))

    def __getitem__(self, name: str) -> str:
        values = self._values.get(name.lower())
        if values is None:
            raise KeyError(name)
        # Cookies are the one exception to the comma: RFC 9113 §8.2.3.
        return ("; " if name.lower() == "cookie" else ", ").join(values)

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Headers({self._values!r})"
