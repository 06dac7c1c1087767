"""Headers of requests and of responses: names without case, several values each.

And the names of methods, which every kind of handler needs to know.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

__all__ = [
    "ALL_METHODS",
    "Headers",
    "ResponseHeaders",
    "check_line",
    "is_token",
    "patch_vary",
]

#: The methods that handlers and views can answer: those of RFC 9110 §9.3, and PATCH.
ALL_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

# What a header's name may be made of besides letters and digits: RFC 9110 §5.6.2.
_TOKEN_MARKS = str.maketrans("", "", "!#$%&'*+-.^_`|~")


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


class ResponseHeaders(MutableMapping[str, str]):
    """The headers of a response: names keep their spelling and are found without case.

    `headers["X-Total"] = 3` replaces what was there. A list sets several lines, `add`
    appends one, and None takes the header away. Numbers become text. Raises ValueError
    for what no header can carry, at the line that sets it.
    """

    __slots__ = ("_lines",)

    def __init__(self, headers: Mapping[str, Any] | None = None) -> None:
        self._lines: dict[str, tuple[str, list[str]]] = {}
        if isinstance(headers, ResponseHeaders):
            headers = headers.lists()
        for name, value in (headers or {}).items():
            self[name] = value

    def __setitem__(self, name: str, value: Any) -> None:
        values = value if isinstance(value, list | tuple) else [value]
        lines = [check_line(name, item) for item in values if item is not None]
        if lines:
            self._lines[name.lower()] = (name, lines)
        else:
            self._lines.pop(name.lower(), None)

    def add(self, name: str, value: Any) -> None:
        """Append a line, after those that are there."""
        self[name] = [*self.getlist(name), value]

    def getlist(self, name: str) -> list[str]:
        """Return the lines of a header; none: an empty list."""
        return list(self._lines.get(name.lower(), ("", ()))[1])

    def lists(self) -> dict[str, list[str]]:
        """Return all headers with their lines."""
        return {name: list(lines) for name, lines in self._lines.values()}

    def __getitem__(self, name: str) -> str:
        return ", ".join(self._lines[name.lower()][1])

    def __contains__(self, name: object) -> bool:
        # Mapping's would join lines, or raise and catch.
        return isinstance(name, str) and name.lower() in self._lines

    def __delitem__(self, name: str) -> None:
        del self._lines[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self._lines.values())

    def __len__(self) -> int:
        return len(self._lines)

    def __repr__(self) -> str:
        return f"ResponseHeaders({self.lists()!r})"


def check_line(name: str, value: Any) -> str:
    """Return a header's value as text; ValueError where no header can be like that."""
    # A number or a bool is a 502 at some fronts: see RestGateway and AlbGateway.
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if not is_token(name):
        raise ValueError(f"{name!r} can't be the name of a header.")
    if "\n" in text or "\r" in text or "\0" in text:
        raise ValueError(
            f"The header {name!r} can't carry the text: it has line breaks or NUL. It "
            "is not shown, because it may be a secret."
        )
    if not text.isascii():
        text.encode()  # half of a surrogate pair would fail outside of the guard
    return text


def is_token(text: str) -> bool:
    """Return whether a text can name a header or a method (RFC 9110 §5.6.2)."""
    if not text.isascii():
        return False
    if text.replace("-", "").isalnum():  # nearly all names; translate() is slow
        return True
    rest = text.translate(_TOKEN_MARKS)
    return bool(text) and (not rest or rest.isalnum())


def patch_vary(headers: ResponseHeaders, name: str) -> None:
    """Say that the answer depends on the request header `name` (RFC 9110 §12.5.5)."""
    lines = headers.getlist("Vary")
    known = [item.strip().lower() for line in lines for item in line.split(",")]
    if name.lower() not in known and "*" not in known:
        headers["Vary"] = ", ".join([*filter(None, lines), name])
