"""Texts that only this service can read: Fernet tokens under SECRET_KEY.

https://github.com/fernet/spec. The key is made from SECRET_KEY for the purpose that
`salt` names, so that it is not the key that signs tokens. SECRET_KEY_FALLBACKS go on
decrypting what older keys have encrypted.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from pyverless.config import settings
from pyverless.crypto.derivation import derive_keys
from pyverless.crypto.signing import as_max_age

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import timedelta
    from typing import Any

__all__ = ["decrypt", "encrypt", "is_current", "rotate"]

_REFUSAL = (
    "The value can't be decrypted: it was not encrypted with SECRET_KEY or one of "
    "SECRET_KEY_FALLBACKS, not with this salt, was altered, or is older than its ttl. "
    "If the secret was changed, add the old one to SECRET_KEY_FALLBACKS."
)


def encrypt(value: str, *, salt: str = "") -> str:
    """Return `value` encrypted under SECRET_KEY, as ASCII text that is safe in a URL.

    Each call returns another text. It shows when it was made and about how long the
    value is. `salt` is what it is for, such as "customers.card": it can be decrypted
    with the same one only. Raises TypeError for what is no text, and ValueError for
    text that is not Unicode.
    """
    if not isinstance(value, str):
        raise TypeError(
            f"encrypt() takes text, not {type(value).__name__}. Decode bytes, with "
            "base64 if need be, and write other values as JSON."
        )
    try:
        plain = value.encode()
    except UnicodeEncodeError:  # it would show a part of the value
        raise ValueError(
            "encrypt() takes text that is Unicode, and this has half of a surrogate "
            "pair in it."
        ) from None
    return _get_fernet(salt).encrypt(plain).decode()


def decrypt(token: str, ttl: float | timedelta | None = None, *, salt: str = "") -> str:
    """Return the text that `encrypt` was given, at most `ttl` seconds ago if set.

    `ttl` is a number of seconds or a timedelta. Raises ValueError for what is no such
    text, was encrypted with another `salt`, or is too old; TypeError for what is no
    text at all.
    """
    _check_token("decrypt", token)
    # Fernet only adds it to a time.
    longest: Any = as_max_age(ttl, "decrypt() takes as ttl")
    fernet = _get_fernet(salt)
    try:
        return fernet.decrypt(token, longest).decode()
    except (InvalidToken, ValueError):  # ValueError: not ASCII
        raise ValueError(_REFUSAL) from None


def rotate(token: str, *, salt: str = "") -> str:
    """Return `token` encrypted anew under the current SECRET_KEY; its age stays.

    Call it on all that is stored before a key leaves SECRET_KEY_FALLBACKS. Raises what
    `decrypt` does.
    """
    _check_token("rotate", token)
    fernet = _get_fernet(salt)
    try:
        return fernet.rotate(token).decode()
    except (InvalidToken, ValueError):
        raise ValueError(_REFUSAL) from None


def is_current(token: str, *, salt: str = "") -> bool:
    """Return whether `token` is encrypted under SECRET_KEY, and not under a fallback.

    False as well for what can't be decrypted at all.
    """
    try:
        _get_fernets(settings.generation, salt)[0].decrypt(token)
    except (InvalidToken, TypeError, ValueError):
        return False
    return True


def _get_fernet(salt: str) -> MultiFernet:
    if not isinstance(salt, str):
        raise TypeError(f"A salt is a text, not {type(salt).__name__}.")
    return MultiFernet(_get_fernets(settings.generation, salt))


@lru_cache(maxsize=64)
def _get_fernets(generation: int, salt: str) -> list[Fernet]:  # noqa: ARG001 - the key
    purpose = f"pyverless.encryption:{salt}" if salt else "pyverless.encryption"
    return [Fernet(urlsafe_b64encode(key)) for key in derive_keys(purpose)]


def _check_token(name: str, token: object) -> None:
    if not isinstance(token, str):
        raise TypeError(
            f"{name}() takes the text that encrypt() returned, not "
            f"{type(token).__name__}. Decode bytes."
        )
