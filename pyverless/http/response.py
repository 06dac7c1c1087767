"""The response, the same for every front."""

from __future__ import annotations

from pyverless.encoding import dumps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from pyverless.http.cookies import Cookie

__all__ = ["JSON", "Response"]

JSON = "application/json"

# Statuses whose answers have no content: RFC 9110 §15.
_WITHOUT_CONTENT = frozenset((204, 205, 304))

# Headers that are looked for under one name, however they were spelt.
_OWN_PLACE = {"content-type": "Content-Type", "set-cookie": "Set-Cookie"}


class Response:
    """An answer with more to it than a body: return it from an action.

    `body` may be anything JSON can say, text, or bytes (sent as base64). Text with a
    JSON content type is written as a JSON string. The content type is JSON unless the
    body is bytes or None; None is no body at all, except with a JSON content type,
    where it is `null`. Header values may be lists, for headers sent several times; a
    header whose value is None is left out. `cookies` are `Cookie` objects or ready
    Set-Cookie lines.
    """

    __slots__ = (
        "body",
        "content",
        "content_type",
        "cookies",
        "headers",
        "status_code",
    )

    #: The body as it goes out: text, bytes, or None. Set by `encode()`.
    content: str | bytes | None

    def __init__(
        self,
        body: Any = None,
        status_code: int = 200,
        *,
        content_type: str | None = None,
        headers: Mapping[str, Any] | None = None,
        cookies: Iterable[Cookie | str] = (),
    ) -> None:
        self.body = body
        self.status_code = status_code
        self.content_type = content_type
        self.headers: dict[str, Any] = dict(headers) if headers else {}
        self.cookies = list(cookies) if cookies else []

    def __repr__(self) -> str:
        return f"<Response {self.status_code} {self.content_type}>"

    def encode(self) -> None:
        """Make `content` of the body, and the content type what that is.

        Called by the framework inside the unit of work, so that an answer that can't be
        written undoes the work. Raises TypeError or ValueError saying what is wrong.
        """
        _check_status(self.status_code)
        if self.headers:
            self._take_headers()
        for cookie in self.cookies:
            _text("Set-Cookie", cookie)
        if self.content_type is None and self.body is not None:
            is_binary = isinstance(self.body, bytes)
            self.content_type = "application/octet-stream" if is_binary else JSON
        if self.status_code in _WITHOUT_CONTENT or self.content_type is None:
            self.content = self.content_type = None
        elif self.content_type is JSON or _is_json(self.content_type):
            body = self.body
            self.content = body if isinstance(body, bytes) else dumps(body)
        else:
            self.content = _raw(self.body, self.content_type)

    def _take_headers(self) -> None:
        """Check the headers; two of them have a place of their own in answers."""
        self.headers = headers = _checked(self.headers)
        if types := headers.pop("Content-Type", None):
            self.content_type = types[-1]  # more explicit than the argument
        self.cookies += headers.pop("Set-Cookie", ())


def _check_status(status_code: object) -> None:
    if not isinstance(status_code, int) or not 100 <= status_code <= 599:
        raise ValueError(
            f"The status is {status_code!r}; it must be a number from 100 to 599."
        )


def _is_json(content_type: str) -> bool:
    _text("Content-Type", content_type)
    media_type = content_type.partition(";")[0].strip().lower()
    return media_type == JSON or media_type.endswith("+json")


def _raw(body: object, content_type: str) -> str | bytes | None:
    if isinstance(body, str):
        body.encode()  # half of a surrogate pair would fail outside of the guard
    elif not isinstance(body, bytes | None):
        raise TypeError(
            f"A body of content type {content_type!r} must be text or bytes, "
            f"not {type(body).__name__}."
        )
    return body


def _checked(headers: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return headers that every front accepts: texts, one for each line."""
    checked = {}
    for name, value in headers.items():
        items = value if isinstance(value, list | tuple) else [value]
        texts = [_text(name, item) for item in items if item is not None]
        if texts:
            checked[_OWN_PLACE.get(name.lower(), name)] = texts
    return checked


def _text(name: str, value: Any) -> str:
    # A number or a bool is a 502 at some fronts: see RestGateway and AlbGateway.
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if set("\r\n\0") & {*name, *text}:
        raise ValueError(
            f"The header {name!r} can't carry {text!r}: it has line breaks."
        )
    return text
