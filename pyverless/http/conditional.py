"""Conditional requests: entity tags, preconditions, 304 and 412 (RFC 9110 §8.8, §13).

Imported for routes and classes that have entity tags.
"""

from __future__ import annotations

import re
from hashlib import blake2b

from pyverless.config import settings
from pyverless.exceptions import PreconditionFailedError
from pyverless.http.dates import parse_http_date, whole_seconds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

    from pyverless.http.request import Request
    from pyverless.http.response import Response

__all__ = [
    "check_preconditions",
    "content_etag",
    "finish_conditional",
    "parse_etags",
    "quote_etag",
]

_READS = ("GET", "HEAD")
# They neither select nor change a representation: §13.2.1.
_UNCONDITIONAL = ("CONNECT", "OPTIONS", "TRACE")

# §8.8.3: visible ASCII but the double quote, and what is beyond ASCII.
_TAG = r'(?:W/)?"[!#-~\x80-\U0010ffff]*"'
_TAGS = re.compile(_TAG)
# Lists may have empty elements: §5.6.1.2.
_LIST_OF_TAGS = re.compile(rf"[ \t,]*{_TAG}(?:[ \t]*,[ \t,]*{_TAG})*[ \t,]*")
_SENDABLE_TAG = re.compile(r'(?:W/)?"[!#-~]*"')

# What says something about content, where a 304 has none: §15.4.5.
_ABOUT_CONTENT = (
    "Content-Disposition",
    "Content-Encoding",
    "Content-Language",
    "Content-Length",
    "Content-Range",
    "Content-Type",
)


# Entity tags


def quote_etag(text: str) -> str:
    """Return a text of your own as an entity tag, as in `"v7"`.

    What is an entity tag already stays, `W/"v7"` too. Raises ValueError for what can't
    be one.
    """
    for tag in (f'"{text}"', f"{text}"):
        if _SENDABLE_TAG.fullmatch(tag):
            return tag
    raise ValueError(
        f"{text!r} can't be an entity tag. Make it of visible ASCII characters "
        "without spaces and double quotes."
    )


def content_etag(content: str | bytes) -> str:
    """Return the strong entity tag of a content: a hash of its bytes."""
    data = content.encode() if isinstance(content, str) else content
    return f'"{blake2b(data, digest_size=16).hexdigest()}"'


def parse_etags(header: str) -> list[str]:
    """Return the entity tags of an If-Match or If-None-Match header.

    A tag may contain commas. What is not a list of tags has none; neither has `*`.
    """
    return _TAGS.findall(header) if _LIST_OF_TAGS.fullmatch(header) else []


def _is_among(etag: str | None, header: str, *, exists: bool, weak: bool) -> bool:
    """Compare as §8.8.3.2 says: weak tags are equal to nothing but where `weak` is."""
    if header.strip() == "*":
        return exists
    if etag is None or (etag.startswith("W/") and not weak):
        return False
    tags = parse_etags(header)
    if weak:
        etag, tags = _opaque(etag), [_opaque(tag) for tag in tags]
    # The second is the same, compressed: see compress_response().
    return etag in tags or f'{etag[:-1]}-gzip"' in tags


def _opaque(etag: str) -> str:
    return etag.removeprefix("W/")


# Preconditions


def check_preconditions(
    request: Request, etag: str | None, last_modified: datetime | None, *, exists: bool
) -> int | None:
    """Return the status that the preconditions of a request ask for; None: go on.

    412 means that one does not hold, 304 that the caller of a GET or HEAD has what
    there is. `etag` and `last_modified` are those of the current state, None where
    unknown, and `exists` says whether there is one. The order is that of §13.2.2. Dates
    that are not valid are ignored; lists of tags that are not valid match nothing.
    """
    if request.method in _UNCONDITIONAL:
        return None
    if not _is_as_expected(request, etag, last_modified, exists=exists):
        return 412
    if _is_known(request, etag, last_modified, exists=exists):
        return 304 if request.method in _READS else 412
    return None


def _is_as_expected(
    request: Request, etag: str | None, last_modified: datetime | None, *, exists: bool
) -> bool:
    """Return whether the state is still the one that the caller knows."""
    tags = request.headers.get("if-match")
    if tags is not None:
        return _is_among(etag, tags, exists=exists, weak=False)
    return not _is_newer(last_modified, request.headers.get("if-unmodified-since"))


def _is_known(
    request: Request, etag: str | None, last_modified: datetime | None, *, exists: bool
) -> bool:
    """Return whether the caller has the state, or did not expect one."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return _is_among(etag, tags, exists=exists, weak=True)
    since = request.headers.get("if-modified-since")
    return request.method in _READS and _is_newer(last_modified, since) is False


def _is_newer(last_modified: datetime | None, since: str | None) -> bool | None:
    """Return whether there were changes after a header's date; None: unknown."""
    date = None if since is None else parse_http_date(since)
    if date is None or last_modified is None:
        return None
    return whole_seconds(last_modified) > date


# Responses


def finish_conditional(request: Request, response: Response) -> None:
    """Give an encoded answer its ETag, and make it 304 where its caller has it already.

    This is what `etag=True` does: for answers of status 200 to GET and HEAD. The ETag
    is a hash of the content, unless there is one. Where If-Match or If-Unmodified-Since
    do not hold the answer becomes 412.
    """
    if request.method not in _READS or response.status_code != 200:
        return
    headers = response.headers
    if "ETag" not in headers and response.content is not None:
        headers["ETag"] = content_etag(response.content)
    modified = parse_http_date(headers.get("Last-Modified", ""))
    status = check_preconditions(request, headers.get("ETag"), modified, exists=True)
    if status == 304:
        _make_not_modified(response)
    elif status == 412:
        _make_refusal(request, response)


def _make_not_modified(response: Response) -> None:
    response.status_code = 304
    response.content = response.media_type = None
    for name in _ABOUT_CONTENT:
        response.headers.pop(name, None)


def _make_refusal(request: Request, response: Response) -> None:
    # Nothing of the answer is left: what it says about caching does not hold for this.
    refusal = settings.resolve("ERROR_RENDERER")(PreconditionFailedError(), request)
    refusal.encode()
    response.status_code = refusal.status_code
    response.content, response.media_type = refusal.content, refusal.media_type
    response.headers, response.cookies = refusal.headers, refusal.cookies
