"""The response, the same for every front."""

from __future__ import annotations

from pyverless.encoding import dumps
from pyverless.http.headers import ResponseHeaders, check_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from pyverless.http.cookies import Cookie

__all__ = ["JSON", "Response", "is_json", "json_response"]

JSON = "application/json"

_new: Any = object.__new__

# Statuses whose answers have no content: RFC 9110 §15.
_WITHOUT_CONTENT = frozenset((204, 205, 304))


# What most answers are: there is nothing to find out about these types.
_JSON_TYPES = (JSON, "application/problem+json")


class Response:
    """An answer with more to it than a body: return it from an action or a view.

    `body` may be anything JSON can say, text, or bytes (sent as base64). Without a
    `content_type`, bytes are `application/octet-stream`, None is no body at all, and
    everything else is written as JSON. With one, text and bytes go out as they are, and
    other bodies need a JSON type; None is `null` then. `headers` is a
    `ResponseHeaders`: a value may be a list, for headers sent several times, and None
    leaves it out. `cookies` are `Cookie` objects or ready Set-Cookie lines. `compress`
    says whether to compress, whatever the route or class declares.
    """

    __slots__ = (
        "body",
        "compress",
        "content",
        "content_type",
        "media_type",
        "own_cookies",
        "own_headers",
        "status_code",
    )

    #: The body as it goes out: text, bytes, or None. Set by `encode()`.
    content: str | bytes | None
    #: The cookies, None while nobody has asked for them: see `cookies`.
    own_cookies: list[Cookie | str] | None
    #: The headers, None while nobody has asked for them: see `headers`.
    own_headers: ResponseHeaders | None
    #: The content type as it goes out, or None. Set by `encode()`.
    media_type: str | None

    def __init__(
        self,
        body: Any = None,
        status_code: int = 200,
        *,
        content_type: str | None = None,
        headers: Mapping[str, Any] | None = None,
        cookies: Iterable[Cookie | str] = (),
        compress: bool | None = None,
    ) -> None:
        self.body = body
        self.status_code = status_code
        self.content_type = content_type
        # Most answers have neither headers nor cookies of their own.
        self.own_headers = ResponseHeaders(headers) if headers else None
        self.own_cookies = list(cookies) if cookies else None
        self.compress = compress

    def __repr__(self) -> str:
        return f"<Response {self.status_code} {self.content_type}>"

    @property
    def headers(self) -> ResponseHeaders:
        """The headers, looked up without regard to case."""
        if self.own_headers is None:
            self.own_headers = ResponseHeaders()
        return self.own_headers

    @headers.setter
    def headers(self, headers: Mapping[str, Any] | None) -> None:
        self.own_headers = ResponseHeaders(headers)

    @property
    def cookies(self) -> list[Cookie | str]:
        """The cookies to set."""
        if self.own_cookies is None:
            self.own_cookies = []
        return self.own_cookies

    @cookies.setter
    def cookies(self, cookies: Iterable[Cookie | str]) -> None:
        # The same list, so that what is appended to it later counts.
        self.own_cookies = cookies if isinstance(cookies, list) else list(cookies)

    def encode(self, dumps: Callable[[Any], str] = dumps) -> None:
        """Make `content` and `media_type` of the body and the content type.

        Called by the framework inside the unit of work, so that an answer that can't be
        written undoes the work, and again when a middleware has had the response.
        Raises TypeError or ValueError saying what is wrong.
        """
        if self.own_headers:
            self._take_headers()
        for cookie in self.own_cookies or ():
            check_line("Set-Cookie", cookie)
        status: object = self.status_code
        if not isinstance(status, int) or not 100 <= status <= 599:
            raise ValueError(
                f"The status is {status!r}; it must be a number from 100 to 599."
            )
        body, kind = self.body, self.content_type
        if status in _WITHOUT_CONTENT:
            body = kind = None
        if kind is not None:
            self.content = _written(body, kind, dumps)
        elif body is None:
            self.content = None
        elif isinstance(body, bytes):
            self.content, kind = body, "application/octet-stream"
        else:
            self.content, kind = dumps(body), JSON
        self.media_type = kind

    def _take_headers(self) -> None:
        """Give the two headers that have a place of their own in answers theirs."""
        headers = self.headers
        if types := headers.getlist("Content-Type"):
            self.content_type = types[-1]  # more explicit than the argument
            del headers["Content-Type"]
        if "Set-Cookie" in headers:
            self.cookies.extend(headers.getlist("Set-Cookie"))
            del headers["Set-Cookie"]


def json_response(body: Any, status_code: int, dumps: Callable[[Any], str]) -> Response:
    """Return the encoded response of a body that is written as JSON.

    The same as `Response(body, status_code)` and `encode(dumps)`, in one step for what
    most requests are answered with.
    """
    response: Response = _new(Response)
    response.body = body
    response.content = dumps(body)
    response.status_code = status_code
    response.media_type = JSON
    response.own_headers = response.own_cookies = None
    response.content_type = response.compress = None
    return response


def is_json(content_type: str) -> bool:
    """Return whether a content type is JSON or built on it (RFC 6839 §3.1)."""
    media_type = content_type.partition(";")[0].strip().lower()
    return media_type == JSON or media_type.endswith("+json")


def _written(
    body: Any, content_type: str, dumps: Callable[[Any], str]
) -> str | bytes | None:
    """Return a body as its author's content type wants it."""
    if content_type in _JSON_TYPES and not isinstance(body, (str, bytes)):
        return dumps(body)
    check_line("Content-Type", content_type)
    if isinstance(body, str):
        body.encode()  # half of a surrogate pair would fail outside of the guard
        return body
    if isinstance(body, bytes):
        return body
    if is_json(content_type):
        return dumps(body)
    if body is not None:
        raise TypeError(
            f"A body of content type {content_type!r} must be text or bytes, "
            f"not {type(body).__name__}."
        )
    return None
