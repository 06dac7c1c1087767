"""Compressing answers with gzip: RFC 9110 §8.4 and §12.5.3.

Imported for routes and classes that set `compress`, so that others never load zlib.
"""

from __future__ import annotations

import re
import zlib
from functools import lru_cache

from pyverless.http.headers import patch_vary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyverless.http.request import Request
    from pyverless.http.response import Response

__all__ = ["accepts_gzip", "compress_response"]

# Lists of JSON from 100 KB to 5 MB: 6 makes them 2 to 3 % smaller than 5 in 40 % more
# time, 9 another 2 % in twice that; 1 takes half of the time of 5, and 20 % more bytes.
_LEVEL = 5

# With the header and trailer of gzip around the data, and zero as the time: the same
# content is always compressed to the same bytes.
_GZIP = 16

# The window, as a power of two, and the memory for what is in it. What fits into the
# small one gets no larger by it, and takes 15 to 40 microseconds less: the system is
# not asked for a quarter of a megabyte each time.
_SMALL, _LARGE = (14, 7), (15, 8)
_SMALL_SIZE = 1 << 14

# How much of a text is encoded at a time: 5 MB would be there twice otherwise.
_PIECE = 1 << 16

# Browsers send a few headers that are all the same.
_KNOWN = 32

_WEIGHT = re.compile(r"[ \t]*q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)[ \t]*")


@lru_cache(_KNOWN)
def accepts_gzip(header: str) -> bool:
    """Return whether an Accept-Encoding header lets the answer be compressed.

    False for "", which stands for no header. `x-gzip` is gzip, `*` is gzip where that
    is not named. A weight of zero refuses, and so does one that can't be read. Who
    gives `identity` a higher weight than gzip gets what is preferred.
    """
    weights: dict[str, float] = {}
    for item in header.lower().split(","):
        coding, _, weight = item.partition(";")
        weights[coding.strip()] = _weight(weight)
    for name in ("gzip", "x-gzip", "*"):
        if name in weights:
            return weights[name] > 0 and weights[name] >= weights.get("identity", 0)
    return False


def _weight(text: str) -> float:
    if not text.strip():
        return 1.0
    match = _WEIGHT.fullmatch(text)
    return float(match[1]) if match else 0.0


def compress_response(request: Request, response: Response) -> None:
    """Compress an encoded response where its caller accepts that.

    There is no minimal size: who says compress means it. A response that could have
    been compressed says so in Vary, whoever asked. It is left alone where it has no
    content or a Content-Encoding of its own, or is a part (206). An ETag gets the
    suffix `-gzip`, as these are other bytes; `check_preconditions` knows it.

    Compressed answers are binary: a REST API or HTTP API behind which they are made
    must take them as such, a REST API by `*/*` among its binary media types.

    Do not compress answers that have a secret as well as something that the caller
    sent: their size tells about the secret (https://www.breachattack.com).
    """
    # A 304 has the headers of the answer that it stands for: RFC 9110 §15.4.5.
    if response.status_code != 304 and not _is_compressible(response):
        return
    patch_vary(response.headers, "Accept-Encoding")
    if accepts_gzip(request.headers.get("accept-encoding", "")):
        _mark_etag(response)
        if response.content:
            _compress(response, response.content)


def _is_compressible(response: Response) -> bool:
    # The ranges of a part count bytes of what is not compressed.
    return (
        bool(response.content)
        and response.status_code != 206
        and "Content-Encoding" not in response.headers
    )


def _mark_etag(response: Response) -> None:
    etag = response.headers.get("ETag", "")
    if etag.startswith('"') and not etag.endswith('-gzip"'):
        response.headers["ETag"] = f'{etag[:-1]}-gzip"'


def _compress(response: Response, content: str | bytes) -> None:
    response.content = _gzip(content)
    response.headers["Content-Encoding"] = "gzip"
    # It would cut the answer off, or have its reader wait for more.
    response.headers.pop("Content-Length", None)


def _gzip(content: str | bytes) -> bytes:
    if isinstance(content, str) and len(content) <= _PIECE:
        content = content.encode()
    window, memory = _SMALL if len(content) <= _SMALL_SIZE else _LARGE
    made = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP + window, memory)
    parts = []
    for start in range(0, len(content), _PIECE):
        piece = content[start : start + _PIECE]
        parts.append(made.compress(piece.encode() if isinstance(piece, str) else piece))
    return b"".join([*parts, made.flush()])
