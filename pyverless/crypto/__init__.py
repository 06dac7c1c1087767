"""Tokens, passwords and encryption, each loaded when first used.

`get_json_web_token`, `decode_json_web_token` and `is_expired` are JSON Web Tokens,
`make_password`, `check_password` and `PBKDF2PasswordHasher` passwords in Django's
format, `encrypt`, `decrypt` and `rotate` texts that only this service can read.
"""

from __future__ import annotations

from pyverless._imports import lazy_face

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyverless.crypto.encryption import decrypt, encrypt, rotate
    from pyverless.crypto.passwords import (
        PBKDF2PasswordHasher,
        check_password,
        make_password,
    )
    from pyverless.crypto.tokens import (
        decode_json_web_token,
        get_json_web_token,
        is_expired,
    )

__all__ = [
    "check_password",
    "decode_json_web_token",
    "decrypt",
    "encrypt",
    "get_json_web_token",
    "is_expired",
    "make_password",
    "PBKDF2PasswordHasher",
    "rotate",
]

__getattr__, __dir__ = lazy_face(
    __name__,
    {
        "check_password": "pyverless.crypto.passwords",
        "decode_json_web_token": "pyverless.crypto.tokens",
        "decrypt": "pyverless.crypto.encryption",
        "encrypt": "pyverless.crypto.encryption",
        "get_json_web_token": "pyverless.crypto.tokens",
        "is_expired": "pyverless.crypto.tokens",
        "make_password": "pyverless.crypto.passwords",
        "PBKDF2PasswordHasher": "pyverless.crypto.passwords",
        "rotate": "pyverless.crypto.encryption",
    },
)
