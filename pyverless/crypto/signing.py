"""Signed values: texts that callers may keep and read, but can't make up or change.

A text is base64url, without padding, of a signature and of the value as JSON. The
signature is HMAC-SHA256 (https://www.rfc-editor.org/rfc/rfc2104) in full, as nothing is
gained by a shorter one but 22 characters, under a key that is made from SECRET_KEY for
the one purpose. Texts under SECRET_KEY_FALLBACKS go on being read.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from time import time

from pyverless.crypto.derivation import derive_keys
from pyverless.crypto.durations import as_seconds
from pyverless.encoding import dumps, loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import timedelta
    from typing import Any

__all__ = [
    "BadSignatureError",
    "SignatureExpiredError",
    "as_max_age",
    "constant_time_compare",
    "read_signed",
    "sign",
    "unsign",
    "write_signed",
]

#: The bytes of a signature.
_SIZE = 32
#: How many seconds the clocks of two machines may differ.
_SKEW = 60


class BadSignatureError(ValueError):
    """A text that was not signed here, not for this purpose, or was altered."""


class SignatureExpiredError(BadSignatureError):
    """A text that was signed here, but too long ago."""


def sign(value: Any, *, salt: str) -> str:
    """Return a value as signed text, safe in a URL, that remembers when it was made.

    `value` is anything that JSON can say, and anybody can read it. What JSON has no
    type for comes back as what it has: a tuple or a set as a list, a datetime, a UUID
    or a Decimal as text, the keys of a dictionary as text. `salt` is what the text is
    for, such as "password-reset": it is good for nothing else.
    """
    return write_signed([int(time()), value], _get_purpose(salt))


def unsign(text: str, *, salt: str, max_age: float | timedelta | None = None) -> Any:
    """Return the value that `sign` was given with the same `salt`.

    `max_age` is a number of seconds or a timedelta. Raises SignatureExpiredError when
    it is longer ago than that, and BadSignatureError for whatever else is no such text;
    both are ValueErrors.
    """
    longest = as_max_age(max_age, "unsign() takes as max_age")
    moment, value = read_signed(text, _get_purpose(salt))
    age = time() - moment
    if age < -_SKEW:
        raise BadSignatureError(
            "The text was signed in the future. Set the clocks of all machines."
        )
    if longest is not None and age > longest:
        raise SignatureExpiredError(f"The text is older than {longest} seconds.")
    return value


def write_signed(value: Any, purpose: str) -> str:
    """Return a value as signed text, the same whenever it is asked for.

    What `sign` and cursors are made of. Each kind begins its purposes with a name of
    its own and a colon.
    """
    content = dumps(value).encode()
    return _encode(_sign(derive_keys(purpose)[0], content) + content)


def read_signed(text: str, purpose: str) -> Any:
    """Return the value of a text that `write_signed` made for the same purpose.

    Raises BadSignatureError for everything else.
    """
    data = _decode(text)
    signature, content = data[:_SIZE], data[_SIZE:]
    for key in derive_keys(purpose):
        if constant_time_compare(signature, _sign(key, content)):
            return loads(content)
    raise BadSignatureError(
        "The text was not signed here for this purpose, or was altered."
    )


def as_max_age(value: float | timedelta | None, wanted_by: str) -> float | None:
    """Return the most seconds that something may be old; None, any, as it is.

    Raises TypeError for what is no length of time; `wanted_by` begins its message.
    """
    seconds = as_seconds(value)
    # Nothing is ever older than NaN.
    if value is None or (seconds is not None and seconds == seconds):
        return seconds
    raise TypeError(
        f"{wanted_by} a number of seconds, a timedelta or None, not {value!r:.100}."
    )


def constant_time_compare(a: str | bytes, b: str | bytes) -> bool:
    """Return whether two secrets are equal, without telling by the time it takes.

    Only their lengths may show. Text is compared as UTF-8; anything but text and bytes
    is a TypeError.
    """
    return hmac.compare_digest(_as_bytes(a), _as_bytes(b))


def _get_purpose(salt: object) -> str:
    if not isinstance(salt, str) or not salt:
        raise ValueError(
            f"The salt is {salt!r:.100}. Make it a text that says what the value is "
            "signed for, such as 'password-reset'."
        )
    return f"pyverless.signing:{salt}"


def _sign(key: bytes, content: bytes) -> bytes:
    return hmac.digest(key, content, "sha256")


def _encode(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _decode(text: object) -> bytes:
    try:
        if isinstance(text, str):
            data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
            # There are several spellings of the same bytes, and what is no base64 is
            # left out. Only ours is good.
            if _encode(data) == text:
                return data
    except ValueError:
        pass
    raise BadSignatureError("The text is not one that was signed here.")


def _as_bytes(value: object) -> bytes:
    if isinstance(value, str):
        return value.encode(errors="surrogatepass")
    if isinstance(value, bytes):
        return value
    raise TypeError(
        f"constant_time_compare() takes text or bytes, not {type(value).__name__}."
    )
