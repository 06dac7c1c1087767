"""Tokens, passwords and encryption, each loaded when first used.

`get_json_web_token`, `decode_json_web_token` and `is_expired` are JSON Web Tokens,
`make_password`, `check_password` and `PBKDF2PasswordHasher` passwords in Django's
format, `encrypt`, `decrypt` and `rotate` texts that only this service can read, `sign`
and `unsign` texts that only this service can make.
"""

from __future__ import annotations

from pyverless._imports import lazy_face

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyverless.crypto.encryption import decrypt, encrypt, rotate
    from pyverless.crypto.password_validation import validate_password
    from pyverless.crypto.passwords import (
        BasePasswordHasher,
        PBKDF2PasswordHasher,
        check_password,
        make_password,
        verify_password,
    )
    from pyverless.crypto.signing import (
        BadSignatureError,
        SignatureExpiredError,
        constant_time_compare,
        sign,
        unsign,
    )
    from pyverless.crypto.tokens import (
        decode_json_web_token,
        decode_refresh_token,
        get_json_web_token,
        get_refresh_token,
        is_expired,
    )

__all__ = [
    "BadSignatureError",
    "BasePasswordHasher",
    "check_password",
    "constant_time_compare",
    "decode_json_web_token",
    "decode_refresh_token",
    "decrypt",
    "encrypt",
    "get_json_web_token",
    "get_refresh_token",
    "is_expired",
    "make_password",
    "PBKDF2PasswordHasher",
    "rotate",
    "sign",
    "SignatureExpiredError",
    "unsign",
    "validate_password",
    "verify_password",
]

__getattr__, __dir__ = lazy_face(
    __name__,
    {
        "BadSignatureError": "pyverless.crypto.signing",
        "BasePasswordHasher": "pyverless.crypto.passwords",
        "check_password": "pyverless.crypto.passwords",
        "constant_time_compare": "pyverless.crypto.signing",
        "decode_json_web_token": "pyverless.crypto.tokens",
        "decode_refresh_token": "pyverless.crypto.tokens",
        "decrypt": "pyverless.crypto.encryption",
        "encrypt": "pyverless.crypto.encryption",
        "get_json_web_token": "pyverless.crypto.tokens",
        "get_refresh_token": "pyverless.crypto.tokens",
        "is_expired": "pyverless.crypto.tokens",
        "make_password": "pyverless.crypto.passwords",
        "PBKDF2PasswordHasher": "pyverless.crypto.passwords",
        "rotate": "pyverless.crypto.encryption",
        "sign": "pyverless.crypto.signing",
        "SignatureExpiredError": "pyverless.crypto.signing",
        "unsign": "pyverless.crypto.signing",
        "validate_password": "pyverless.crypto.password_validation",
        "verify_password": "pyverless.crypto.passwords",
    },
)
