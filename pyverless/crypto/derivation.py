"""Keys that are made from SECRET_KEY, another one for each purpose.

HKDF with SHA-256 (https://www.rfc-editor.org/rfc/rfc5869) makes them, so that what was
signed or encrypted for one purpose is good for no other, and no key of another purpose
can be worked out from one. Tokens are signed with SECRET_KEY itself.
"""

from __future__ import annotations

import hmac
from functools import lru_cache

from pyverless.config import settings
from pyverless.exceptions import ImproperlyConfigured

__all__ = ["derive_keys"]

# What SHA-256 can make of it at most, and what tokens ask for (RFC 7518 §3.2).
_MIN_BYTES = 32


def derive_keys(purpose: str) -> list[bytes]:
    """Return the keys for a purpose, of 32 bytes: the first one makes new things.

    It is that of SECRET_KEY; those of SECRET_KEY_FALLBACKS follow. Raises
    ImproperlyConfigured where one of these is shorter than 32 bytes.
    """
    # HKDF-Expand, of which one block is enough.
    block = purpose.encode(errors="surrogatepass") + b"\1"
    return [
        hmac.digest(root, block, "sha256") for root in _get_roots(settings.generation)
    ]


@lru_cache(maxsize=1)
def _get_roots(generation: int) -> list[bytes]:  # noqa: ARG001 - the key of the cache
    fallbacks = settings.SECRET_KEY_FALLBACKS
    return [
        _extract("SECRET_KEY", settings.SECRET_KEY),
        *(_extract("SECRET_KEY_FALLBACKS", old) for old in fallbacks),
    ]


def _extract(name: str, secret: str | bytes) -> bytes:
    """Return what HKDF-Extract makes of a secret."""
    material = secret.encode() if isinstance(secret, str) else secret
    if len(material) < _MIN_BYTES:
        raise ImproperlyConfigured(
            f"{name} is too short: {len(material)} bytes, where there must be "
            f"{_MIN_BYTES}. Set it to a longer secret; secrets.token_urlsafe(64) makes "
            "one."
        )
    # Without a salt, which stands for as many zeros as the hash has bytes.
    return hmac.digest(bytes(32), material, "sha256")
