"""What makes a JSON Web Token valid: its form, its header, its signature, its claims.

https://www.rfc-editor.org/rfc/rfc7519, with the advice of RFC 8725. PyJWT checks the
signature and the claims. What is added here refuses tokens before a key is looked for,
and those that two readers could understand differently.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from contextlib import suppress
from json import JSONDecoder
from math import isfinite
from time import time

import jwt

from pyverless.crypto.claims import LATEST
from pyverless.crypto.durations import as_seconds
from pyverless.crypto.keys import get_algorithm
from pyverless.exceptions import ImproperlyConfigured, UnauthorizedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta
    from typing import Any, Protocol

    class Keys(Protocol):
        """Where the keys come from that may have signed a token."""

        def candidates(self, header: Mapping[str, Any]) -> list[Any]:
            """Return the keys that may have made the signature."""
            ...


__all__ = [
    "MAX_LENGTH",
    "REFRESH_TYPE",
    "TokenVerifier",
    "as_leeway",
    "as_names",
    "get_unverified_issuer",
]

# What a hostile token can cause, in PyJWT and in what it calls on unread input.
_REFUSED = (jwt.PyJWTError, ArithmeticError, RecursionError, TypeError, ValueError)

#: API Gateway takes 10 KB of headers, and no issuer makes tokens of this length.
MAX_LENGTH = 16 * 1024

# Three parts without padding, line breaks or anything else that decoders overlook.
_is_compact = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII).fullmatch

#: The `typ` of refresh tokens: RFC 8725 §3.11, tokens say what they are for.
REFRESH_TYPE = "refresh+jwt"
# RFC 9068 §2.1 has the second.
_ACCESS_TYPES = ("jwt", "at+jwt")


class TokenVerifier:
    """Verifies tokens of one algorithm, under `keys` that may be fetched.

    `keys` is a `StaticKeys`, a `JWKSet`, or another object with their method
    `candidates(header)`. `issuer` and `audience` are a text or a list of texts, of
    which a token must have one; with no audience, a token that has one is meant for
    someone else. `leeway` is a number of seconds or a timedelta. A wrong type raises
    ImproperlyConfigured at once.
    """

    def __init__(
        self,
        keys: Keys,
        *,
        algorithm: str,
        issuer: str | list[str] | None = None,
        audience: str | list[str] | None = None,
        leeway: float | timedelta = 0,
    ) -> None:
        get_algorithm(algorithm, "The algorithm of tokens")
        self._keys = keys
        self._algorithm = algorithm
        self._issuer = as_names(issuer, "The issuer of tokens")
        self._audience = as_names(audience, "The audience of tokens")
        self._leeway = as_leeway(leeway)

    def verify(
        self,
        token: str,
        leeway: float | timedelta | None = None,
        *,
        is_refresh: bool = False,
    ) -> dict[str, Any]:
        """Return the claims of a token whose signature and claims hold.

        Raises UnauthorizedError with the code "token_expired" for a token that was
        valid once, "token_invalid" for all else.
        """
        seconds = self._leeway if leeway is None else as_leeway(leeway)
        try:
            header = _read_header(token)
            _check_header(header, self._algorithm, is_refresh)
        except _REFUSED as exc:
            raise _invalid() from exc
        # Not within what is refused: keys that can't be had are no fault of the token.
        keys = self._keys.candidates(header)
        try:
            claims = self._get_claims(token, keys, seconds)
        except _REFUSED as exc:
            raise _invalid() from exc
        # Last: what is wrong otherwise has not just expired.
        if claims["exp"] <= time() - seconds:
            raise UnauthorizedError("The token has expired.", code="token_expired")
        return claims

    def _get_claims(self, token: str, keys: list[Any], leeway: float) -> dict[str, Any]:
        """Return the claims under the first of `keys` that made the signature."""
        for key in keys:
            with suppress(jwt.InvalidSignatureError):
                return _jwt.decode(
                    token,
                    key,
                    algorithms=[self._algorithm],
                    issuer=self._issuer,
                    audience=self._audience,
                    leeway=leeway,
                )
        raise jwt.InvalidSignatureError("None of the keys made the signature")


def get_unverified_issuer(token: str) -> str | None:
    """Return the `iss` that a token claims to have, or None.

    Only to choose who verifies a token. Never trust it: anybody can write it. Raises
    UnauthorizedError for what is no token at all.
    """
    try:
        _read_header(token)
        issuer = _read_json(_decode(token.split(".")[1])).get("iss")
    except _REFUSED as exc:
        raise _invalid() from exc
    return issuer if isinstance(issuer, str) else None


def as_names(value: Any, wanted_by: str) -> list[str] | None:
    """Return a text or a list of texts as a list; None for what is not configured.

    Raises ImproperlyConfigured for all else; `wanted_by` begins its message.
    """
    if value is None or value == "":
        return None
    names = [value] if isinstance(value, str) else value
    is_list = isinstance(names, list | tuple) and names
    if not is_list or not all(name and isinstance(name, str) for name in names):
        raise ImproperlyConfigured(
            f"{wanted_by} is {value!r}. Set it to a text, to a list of texts of which "
            "a token must have one, or to None."
        )
    return list(names)


def as_leeway(value: Any, wanted_by: str = "The leeway of tokens") -> float:
    """Return by how many seconds clocks may differ.

    Raises ImproperlyConfigured for what is no such number; `wanted_by` begins its
    message.
    """
    seconds = as_seconds(value)
    # Infinity and what is no number would make tokens that never expire.
    if seconds is None or not 0 <= seconds < float("inf"):
        raise ImproperlyConfigured(
            f"{wanted_by} is {value!r}. Set it to a number of seconds, as few as the "
            "clocks need: 60, say."
        )
    return seconds


def _invalid() -> UnauthorizedError:
    return UnauthorizedError("The token is not valid.", code="token_invalid")


def _read_header(token: Any) -> dict[str, Any]:
    """Return the header of what has the form of a token."""
    if not isinstance(token, str) or len(token) > MAX_LENGTH or not _is_compact(token):
        raise jwt.DecodeError("This is no token")
    return _read_json(_decode(token.partition(".")[0]))


def _check_header(header: dict[str, Any], algorithm: str, is_refresh: bool) -> None:
    """Refuse a token for its header, before a key is looked for.

    `jwk`, `jku`, `x5u` and `x5c` are not looked at: a token can't bring its own key.
    """
    if header.get("alg") != algorithm:
        raise jwt.InvalidAlgorithmError("The algorithm is not the configured one")
    if not isinstance(header.get("kid", ""), str):
        raise jwt.InvalidTokenError("The key ID is no text")
    # RFC 7515 §4.1.11: what must be understood and is not. RFC 7797 §7 forbids b64.
    if "crit" in header or "b64" in header:
        raise jwt.InvalidTokenError("The token has extensions")
    # RFC 7515 §4.1.9: without a slash, application/ is meant.
    kind = str(header.get("typ", "JWT")).lower().removeprefix("application/")
    if kind not in ((REFRESH_TYPE,) if is_refresh else _ACCESS_TYPES):
        raise jwt.InvalidTokenError("The token is of another type")


class _StrictJWT(jwt.PyJWT):
    def _decode_payload(self, decoded: dict[str, Any]) -> dict[str, Any]:
        """Return the claims, when they mean the same to every reader of JSON."""
        claims = _read_json(decoded["payload"])
        for name in ("exp", "nbf", "iat"):
            value = claims.get(name, 0)
            # PyJWT takes texts and truth values for numbers.
            if isinstance(value, bool | str) or value >= LATEST:
                raise jwt.DecodeError(f"The claim {name} is no time")
        return claims


# `exp` is looked at by the verifier, after all the rest.
_jwt = _StrictJWT({"require": ["exp"], "verify_exp": False})


def _decode(segment: str) -> bytes:
    return urlsafe_b64decode(segment + "=" * (-len(segment) % 4))


def _read_json(data: bytes) -> dict[str, Any]:
    value = _json.decode(data.decode())
    if not isinstance(value, dict):
        raise jwt.DecodeError("This is no JSON object")
    return value


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("A name is there twice")
    return members


def _finite(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError("A number is not finite")
    return value


_json = JSONDecoder(
    object_pairs_hook=_distinct, parse_constant=_finite, parse_float=_finite
)
