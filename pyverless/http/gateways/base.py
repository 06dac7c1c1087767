"""What all fronts have in common."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pyverless.http.request import Request
    from pyverless.http.response import Response
    from pyverless.types import AwsContext

__all__ = [
    "Gateway",
    "SURELY_FITS",
    "base_answer",
    "header_lists",
    "merged_pairs",
    "text_of",
]

# In the runtime's JSON a character takes 12 bytes at most, and no front takes less than
# 1 MB: shorter bodies need not be measured.
SURELY_FITS = 80_000

if TYPE_CHECKING:
    Pairs = Iterable[tuple[str, str]]


class Gateway:
    """A front of Lambda functions: how its events are read and its answers written.

    One subclass per contract. Instances have no state. Every container of an event may
    be absent, null or empty.
    """

    #: The front's name in messages.
    name: str
    #: Whether paths and path parameters arrive percent-encoded.
    path_is_encoded = True
    #: The most bytes of JSON that the front takes as an answer.
    max_answer = 6_291_556

    def __init__(self) -> None:
        # Not on the class, because every answer asks for it: whether one with a text
        # and no headers of its own looks like that of API Gateway.
        self.has_plain_answers = True

    def request(self, event: dict[str, Any], context: AwsContext) -> Request | None:
        """Return the request that an event is, or None where it is another front's."""
        raise NotImplementedError

    def render(self, response: Response, request: Request) -> dict[str, Any]:
        """Return what the function must answer for an encoded response."""
        raise NotImplementedError

    # The parts of an event; a request asks for them when it needs them

    def context(self, event: Any) -> dict[str, Any]:
        """Return the event's `requestContext`."""
        found = event.get("requestContext")
        return found if isinstance(found, dict) else {}

    def authorizer(self, event: Any) -> dict[str, Any]:
        """Return what an authorizer found out; empty where there is none."""
        found = self.context(event).get("authorizer")
        return found if isinstance(found, dict) else {}

    def raw_path(self, event: Any) -> str:
        """Return the path without the stage."""
        return text_of(event.get("path")) or "/"

    def route(self, event: Any) -> str | None:
        """Return the template of the route, where the front has routes."""
        return None

    def header_pairs(self, event: Any) -> Pairs:
        """Return the header lines."""
        return merged_pairs(event.get("headers"), event.get("multiValueHeaders"))

    def content_type(self, request: Request) -> str:
        """Return the Content-Type header; all others need not be read for it."""
        headers = request.aws_event.get("headers")
        if type(headers) is dict:
            # How fronts and nearly all clients spell it.
            line = headers.get("content-type") or headers.get("Content-Type")
            if type(line) is str:
                return line
        return request.headers.get("content-type", "")

    def query_pairs(self, event: Any) -> Pairs:
        """Return the decoded query parameters, in the order the front kept."""
        return merged_pairs(
            event.get("queryStringParameters"),
            event.get("multiValueQueryStringParameters"),
        )

    def cookie_header(self, request: Request) -> str:
        """Return the cookies as one Cookie header."""
        return request.headers.get("cookie", "")

    def client_ip(self, request: Request) -> str | None:
        """Return the address that the front saw."""
        # The right-most entry is the one that the front itself appended.
        forwarded = request.headers.get("x-forwarded-for")
        return forwarded.rpartition(",")[2].strip() if forwarded else None

    def base_url(self, request: Request) -> str:
        """Return scheme and host, and what stands in front of the path."""
        # Not every front replaces what a caller sends.
        is_http = _line_of(request, "X-Forwarded-Proto") == "http"
        scheme = "http" if is_http else "https"
        return f"{scheme}://{_line_of(request, 'Host') or 'localhost'}"


def _line_of(request: Request, name: str) -> str | None:
    """Return a header; where it is spelt as usual, all others need not be read."""
    event = request.aws_event
    several = event.get("multiValueHeaders")
    if type(several) is dict:
        lines = several.get(name) if name.lower() not in several else None
        if type(lines) is list and len(lines) == 1 and type(lines[0]) is str:
            line: str = lines[0]
            return line
    elif not several and type(event.get("headers")) is dict:
        headers = event["headers"]
        found = headers.get(name) or headers.get(name.lower())
        if type(found) is str:
            return found
    return request.headers.get(name)


def text_of(value: Any) -> str:
    """Return a text of an event; what is none (an event made by hand) is empty."""
    return value if isinstance(value, str) else ""


def merged_pairs(single: Any, multi: Any) -> Pairs:
    """Return the pairs of a map of values and a map of lists; the lists win."""
    pairs: list[tuple[str, Any]] = []
    for name, values in (multi or {}).items():
        pairs += [(name, value) for value in values or ()]
    for name, value in (single or {}).items():
        if not multi or name not in multi:
            # VPC Lattice has lists here, API Gateway has texts.
            values = value if isinstance(value, list) else [value]
            pairs += [(name, value) for value in values]
    return [(name, str(value)) for name, value in pairs if value is not None]


def base_answer(response: Response, **parts: Any) -> dict[str, Any]:
    """Return an answer with what is the same for all fronts, and `parts` of one."""
    content, is_binary = response.content, False
    if isinstance(content, bytes):
        # Here, because few answers are bytes.
        from binascii import b2a_base64

        content, is_binary = b2a_base64(content, newline=False).decode(), True
    return {
        "statusCode": response.status_code,
        **parts,
        "body": content or "",
        "isBase64Encoded": is_binary,
    }


def header_lists(
    response: Response, *, with_cookies: bool = True
) -> dict[str, list[str]]:
    """Return the headers of a response with all their values."""
    kind = response.media_type
    lists: dict[str, list[str]] = {} if kind is None else {"Content-Type": [kind]}
    if response.own_headers:
        lists |= response.own_headers.lists()
    if response.own_cookies and with_cookies:
        lists["Set-Cookie"] = [str(cookie) for cookie in response.own_cookies]
    return lists
