"""What a client receives of a function."""

from __future__ import annotations

import json

from pyverless.http.headers import Headers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

__all__ = ["MalformedResponseError", "ResponseHeaders", "TestResponse"]


class MalformedResponseError(Exception):
    """The front refuses what the function returned; its client gets a 502.

    (An HTTP API says 500.) The message names what is refused, and by whom.
    """


class ResponseHeaders(Headers):
    """Headers as they were sent, looked up without regard to case.

    A header that was sent several times reads as its values joined by commas
    (https://www.rfc-editor.org/rfc/rfc9110#section-5.3); `getlist` has them one by one.
    """

    __slots__ = ("pairs",)

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        #: The headers in their order, with every repetition.
        self.pairs = list(pairs)
        super().__init__(self.pairs)

    def __iter__(self) -> Iterator[str]:
        """Yield the names as they were spelt first."""
        return iter({key.lower(): key for key, _ in reversed(self.pairs)}.values())

    def __repr__(self) -> str:
        return f"ResponseHeaders({self.pairs!r})"


class TestResponse:
    """An HTTP response."""

    # Not a class of tests, whatever its name says.
    __test__ = False

    def __init__(
        self, status_code: int, headers: Iterable[tuple[str, str]], content: bytes
    ) -> None:
        self.status_code = status_code
        #: Without regard to case; `headers.getlist(name)`, `headers.pairs`.
        self.headers = ResponseHeaders(headers)
        #: The body in bytes.
        self.content = content

    @property
    def content_type(self) -> str:
        """The media type, without its parameters; empty where none was sent."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    @property
    def cookies(self) -> dict[str, str]:
        """The values of the cookies by name; `headers` have their attributes."""
        lines = self.headers.getlist("Set-Cookie")
        cookies = (line.partition(";")[0].partition("=") for line in lines)
        return {name.strip(): value.strip() for name, _, value in cookies}

    @property
    def text(self) -> str:
        """The body as UTF-8."""
        return self.content.decode()

    def json(self) -> Any:
        """Return the body read as JSON. Raises ValueError that shows what it is not."""
        try:
            return json.loads(self.content)
        except ValueError as exc:
            raise ValueError(f"{self!r} is not JSON: {exc}") from exc

    def __repr__(self) -> str:
        described = f"{self.status_code} {self.content_type or '(no content type)'}"
        shown = self.content[:200].decode(errors="replace")
        dots = "…" if len(self.content) > 200 else ""
        return f"<TestResponse {described}: {shown}{dots}>"
