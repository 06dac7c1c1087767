"""The claims of new tokens, checked as strictly as those of tokens that come.

What would be refused when the token is read is a mistake of whoever makes it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["LATEST", "check_claims"]

#: The year 10000: what is later is in milliseconds, or a token that never expires.
LATEST = 253_402_300_800


def check_claims(claims: dict[str, Any]) -> dict[str, Any]:
    """Return the claims as they are written: times as numbers, the subject as text.

    Raises TypeError for a claim of RFC 7519 §4.1 of the wrong type, ValueError for a
    time that is none.
    """
    known = {name: check for name, check in _CHECKS.items() if name in claims}
    return claims | {name: check(name, claims[name]) for name, check in known.items()}


def _time(name: str, value: Any) -> float:
    if hasattr(value, "timestamp"):
        value = _timestamp(name, value)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise _wrong_type(name, value, "a number of seconds since 1970, or a datetime")
    if not -LATEST < value < LATEST:
        raise ValueError(
            f"The claim {name!r} is {value!r}, which is no time before the year 10000. "
            "Times are in seconds since 1970, not in milliseconds."
        )
    return value


def _timestamp(name: str, value: Any) -> int:
    if value.utcoffset() is None:
        raise TypeError(
            f"The claim {name!r} is {value!r}, which has no time zone. Make it one "
            "that has, as datetime.now(UTC) does."
        )
    return int(value.timestamp())


def _subject(name: str, value: Any) -> str:
    # A UUID is known by what it offers, so that the module need not be imported.
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if is_number or hasattr(value, "urn"):
        return str(value)
    if isinstance(value, str):
        return value
    raise _wrong_type(name, value, "a text, an int or a UUID")


def _text(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    raise _wrong_type(name, value, "a text")


def _texts(name: str, value: Any) -> Any:
    items = value if isinstance(value, list | tuple) else [value]
    if all(isinstance(item, str) for item in items):
        return value
    raise _wrong_type(name, value, "a text or a list of texts")


def _wrong_type(name: str, value: Any, wanted: str) -> TypeError:
    return TypeError(
        f"The claim {name!r} is {value!r:.100}. Make it {wanted}, as other types would "
        "be refused when the token is decoded."
    )


_CHECKS = {
    "aud": _texts,
    "exp": _time,
    "iat": _time,
    "iss": _text,
    "jti": _text,
    "nbf": _time,
    "sub": _subject,
}
