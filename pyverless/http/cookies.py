"""Cookies, in and out (RFC 6265)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Cookie", "parse_cookies"]

# Browsers drop a cookie that has one, without a word (RFC 6265bis §5.6).
_CONTROLS = frozenset(map(chr, [*range(0x20), 0x7F]))
_FORBIDDEN = _CONTROLS | {*';," \\'}


class Cookie:
    """A cookie to set: `Response(..., cookies=[Cookie("session", "abc")])`.

    Secure and HttpOnly unless told otherwise. `max_age` is in seconds (0 or less
    removes the cookie), `expires` an aware datetime, `same_site` one of Strict, Lax
    and None. Raises ValueError for a name, value or attribute that no cookie can carry.
    """

    __slots__ = ("_text", "name", "value")

    def __init__(
        self,
        name: str,
        value: str = "",
        *,
        path: str | None = None,
        domain: str | None = None,
        secure: bool = True,
        http_only: bool = True,
        max_age: int | None = None,
        expires: datetime | None = None,
        same_site: str | None = None,
    ) -> None:
        self.name = name
        self.value = value
        attributes = [
            path and f"Path={path}",
            domain and f"Domain={domain}",
            expires and f"Expires={_http_date(expires)}",
            max_age is not None and f"Max-Age={max(max_age, 0)}",
            secure and "Secure",
            http_only and "HttpOnly",
            same_site and f"SameSite={same_site}",
        ]
        present = [text for text in attributes if text]
        _check(name, value, present)
        self._text = "; ".join([f"{name}={value}", *present])

    def __str__(self) -> str:
        return self._text


def parse_cookies(header: str) -> dict[str, str]:
    """Return the cookies of a Cookie header; what is no pair is passed over."""
    cookies = {}
    for part in header.split(";"):
        name, separator, value = part.partition("=")
        if separator and name.strip():
            cookies[name.strip()] = value.strip().removeprefix('"').removesuffix('"')
    return cookies


def _check(name: str, value: str, attributes: list[str]) -> None:
    if not name or "=" in name or _FORBIDDEN & set(name):
        raise ValueError(f"{name!r} can't be the name of a cookie.")
    if _FORBIDDEN & set(value):
        raise ValueError(
            f"The text can't be the value of the cookie {name!r}: spaces, commas, "
            "semicolons, quotes, backslashes and control characters must be encoded. "
            "It is not shown, because it may be a secret."
        )
    for text in attributes:
        if ";" in text or _CONTROLS & set(text):
            raise ValueError(f"{text!r} can't be an attribute of the cookie {name!r}.")


def _http_date(moment: datetime) -> str:
    from pyverless.http.dates import http_date

    return http_date(moment)
