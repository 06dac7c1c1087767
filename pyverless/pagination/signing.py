"""Cursors: positions in a list that callers keep, signed so that they can't be made up.

A cursor is base64url of a signature (HMAC-SHA256, RFC 2104, of which 16 bytes are kept)
and of the position as JSON. The key is SECRET_KEY; cursors under SECRET_KEY_FALLBACKS
go on working.
"""

from __future__ import annotations

import hmac
from base64 import b64decode, urlsafe_b64encode

from pyverless.config import settings
from pyverless.encoding import dumps, loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["read_cursor", "write_cursor"]

# What makes these signatures different from all others under the same key.
_PURPOSE = b"pyverless.cursors"
_SIZE = 16


def write_cursor(position: Any, scope: Any) -> str:
    """Return the cursor of a position, which is good where `scope` is the same.

    Both are what JSON can say.
    """
    content = dumps(position).encode()
    signature = _sign(settings.SECRET_KEY, content, scope)
    return _encode(signature + content)


def read_cursor(text: str, scope: Any) -> Any:
    """Return the position of a cursor. Raises ValueError for what is none of ours."""
    # Not urlsafe_b64decode(), which leaves out what is no base64.
    data = b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    if _encode(data) != text:  # base64 has several spellings of the same bytes
        raise ValueError("the cursor is not spelt as we write it")
    signature, content = data[:_SIZE], data[_SIZE:]
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if hmac.compare_digest(signature, _sign(secret, content, scope)):
            return loads(content)
    raise ValueError("the cursor was not signed here, or for something else")


def _encode(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _sign(secret: str | bytes, content: bytes, scope: Any) -> bytes:
    key = secret.encode() if isinstance(secret, str) else secret
    # JSON has no NUL, so that nothing of one part can pass for the other.
    message = b"\0".join((_PURPOSE, dumps(scope).encode(), content))
    return hmac.digest(key, message, "sha256")[:_SIZE]
