"""Texts that only this service can read: Fernet tokens under SECRET_KEY.

https://github.com/fernet/spec. The key is derived from SECRET_KEY with HKDF-SHA256
(https://www.rfc-editor.org/rfc/rfc5869), so that it is not the key that signs tokens.
SECRET_KEY_FALLBACKS go on decrypting what older keys have encrypted.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pyverless.config import settings

__all__ = ["decrypt", "encrypt", "rotate"]

_REFUSAL = (
    "The value can't be decrypted: it was not encrypted with SECRET_KEY or one of "
    "SECRET_KEY_FALLBACKS, was altered, or is older than its ttl. If the secret was "
    "changed, add the old one to SECRET_KEY_FALLBACKS."
)


def encrypt(value: str) -> str:
    """Return `value` encrypted under SECRET_KEY, as ASCII text that is safe in a URL.

    Each call returns another text. It shows when it was made and about how long the
    value is.
    """
    if not isinstance(value, str):
        raise TypeError(
            f"encrypt() takes text, not {type(value).__name__}. Decode bytes, with "
            "base64 if need be, and write other values as JSON."
        )
    return _fernet(settings.generation).encrypt(value.encode()).decode()


def decrypt(token: str, ttl: int | None = None) -> str:
    """Return the text that `encrypt` was given, at most `ttl` seconds ago if set.

    Raises ValueError for what is no such text, or too old.
    """
    fernet = _fernet(settings.generation)
    try:
        return fernet.decrypt(token, ttl).decode()
    except (InvalidToken, ValueError):  # ValueError: not ASCII
        raise ValueError(_REFUSAL) from None


def rotate(token: str) -> str:
    """Return `token` encrypted anew under the current SECRET_KEY; its age stays.

    Call it on all that is stored before a key leaves SECRET_KEY_FALLBACKS. Raises
    ValueError as `decrypt` does.
    """
    fernet = _fernet(settings.generation)
    try:
        return fernet.rotate(token).decode()
    except (InvalidToken, ValueError):
        raise ValueError(_REFUSAL) from None


@lru_cache(maxsize=1)
def _fernet(generation: int) -> MultiFernet:  # noqa: ARG001 - the key of the cache
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derive(key)) for key in keys])


def _derive(secret: str | bytes) -> bytes:
    material = secret.encode() if isinstance(secret, str) else secret
    hkdf = HKDF(SHA256(), length=32, salt=None, info=b"pyverless.encryption")
    return urlsafe_b64encode(hkdf.derive(material))
