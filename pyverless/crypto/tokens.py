"""JSON Web Tokens, signed and verified as the JWT_* settings say.

https://www.rfc-editor.org/rfc/rfc7519, with the advice of RFC 8725: one algorithm that
a token can't choose, an expiry on every token, keys of the algorithm's full strength,
and access tokens that can't be taken for refresh tokens. A token that is refused raises
UnauthorizedError, a bad key ImproperlyConfigured.
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode
from contextlib import suppress
from functools import lru_cache
from math import isfinite
from time import time

import jwt

from pyverless.config import settings
from pyverless.crypto.keys import get_algorithm, get_signing_key, get_verifying_keys
from pyverless.exceptions import ImproperlyConfigured, UnauthorizedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Protocol

    class Keys(Protocol):
        """Where the keys come from that may have signed a token."""

        def candidates(self, header: Mapping[str, Any]) -> list[Any]:
            """Return the keys that may have made the signature."""
            ...


__all__ = [
    "TokenVerifier",
    "decode_json_web_token",
    "decode_refresh_token",
    "get_json_web_token",
    "get_keys",
    "get_refresh_token",
    "get_unverified_issuer",
    "get_verifier",
    "is_expired",
]

# What a hostile token can cause, in PyJWT and in what it calls on unread input.
_REFUSED = (jwt.PyJWTError, ArithmeticError, RecursionError, TypeError, ValueError)

# API Gateway takes 10 KB of headers, and no issuer makes tokens of this length.
_MAX_LENGTH = 16 * 1024

# Three parts without padding, line breaks or anything else that decoders overlook.
_is_compact = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII).fullmatch

# RFC 8725 §3.11: what a token is for is in its `typ`. RFC 9068 §2.1 has at+jwt.
_ACCESS_TYPES = ("jwt", "at+jwt")
_REFRESH_TYPE = "refresh+jwt"

# The year 10000: what is later is in milliseconds, or a token that never expires.
_LATEST = 253_402_300_800


class TokenVerifier:
    """Verifies tokens of one algorithm, under `keys` that may be fetched.

    `keys` is a `StaticKeys`, a `JWKSet`, or another object with their method
    `candidates(header)`. `issuer` and `audience` are a text or a list of texts, of
    which a token must have one; with no audience, a token that has one is meant for
    someone else. A wrong type raises ImproperlyConfigured at once.
    """

    def __init__(
        self,
        keys: Keys,
        *,
        algorithm: str,
        issuer: str | list[str] | None = None,
        audience: str | list[str] | None = None,
        leeway: float = 0,
    ) -> None:
        get_algorithm(algorithm, "The algorithm of tokens")
        self.keys = keys
        self._algorithm = algorithm
        self._leeway = _checked_leeway(leeway)
        self._checks = {
            "algorithms": [algorithm],
            "issuer": _checked_names("issuer", issuer),
            "audience": _checked_names("audience", audience),
        }

    def verify(
        self, token: str, leeway: float | None = None, *, is_refresh: bool = False
    ) -> dict[str, Any]:
        """Return the claims of a token whose signature and claims hold.

        Raises UnauthorizedError with the code "token_expired" for a token that was
        valid once, "token_invalid" for all else.
        """
        leeway = self._leeway if leeway is None else leeway
        try:
            header = _read_header(token)
            _check_header(header, self._algorithm, is_refresh)
        except _REFUSED as exc:
            raise _invalid() from exc
        # Not within what is refused: keys that can't be had are no fault of the token.
        keys = self.keys.candidates(header)
        try:
            return self._verify(token, keys, leeway)
        except _REFUSED as exc:
            raise _invalid() from exc

    def _verify(self, token: str, keys: list[Any], leeway: float) -> dict[str, Any]:
        try:
            return self._claims(token, keys, leeway)
        except jwt.ExpiredSignatureError as exc:
            # PyJWT looks at `exp` early; what is wrong otherwise has not just expired.
            self._claims(token, keys, leeway, verify_exp=False)
            raise UnauthorizedError(
                "The token has expired.", code="token_expired"
            ) from exc

    def _claims(
        self, token: str, keys: list[Any], leeway: float, *, verify_exp: bool = True
    ) -> dict[str, Any]:
        """Return the claims under the first of `keys` that made the signature."""
        options: Any = {"require": ["exp"], "verify_exp": verify_exp}
        checks: Any = self._checks | {"leeway": leeway, "options": options}
        for key in keys:
            with suppress(jwt.InvalidSignatureError):
                jwt.decode(token, key, **checks)
                return _read_claims(token)
        raise jwt.InvalidSignatureError("None of the keys made the signature")


def get_json_web_token(payload: Mapping[str, Any], expiry: int | None = None) -> str:
    """Return a signed token with the claims of `payload`, which is left as it is.

    The token expires `expiry` seconds from now; without it at the payload's own `exp`,
    else after JWT_EXPIRY seconds. `iat`, and `iss` and `aud` where they are configured
    (the first of a list), are added unless the payload has them. A `sub` that is an int
    or a UUID is written as text, which RFC 7519 §4.1.2 asks for; another type is a
    TypeError.
    """
    return _sign(payload, expiry, settings.JWT_EXPIRY, "JWT")


def get_refresh_token(payload: Mapping[str, Any], expiry: int | None = None) -> str:
    """Return a token that is only good for getting new access tokens.

    It is like one of `get_json_web_token`, but expires after JWT_REFRESH_EXPIRY
    seconds, is of the type `refresh+jwt`, and has a random `jti` unless the payload has
    one, by which it can be told from others and revoked.
    """
    from secrets import token_urlsafe

    payload = {"jti": token_urlsafe(16), **payload}
    return _sign(payload, expiry, settings.JWT_REFRESH_EXPIRY, _REFRESH_TYPE)


def decode_json_web_token(token: str, leeway: float | None = None) -> dict[str, Any]:
    """Return the claims of a token whose signature and claims hold.

    It must be signed with JWT_ALGORITHM, have `exp`, and the `iss` and `aud` that are
    configured; with no JWT_AUDIENCE, a token with `aud` is meant for someone else.
    Clocks may differ by `leeway` seconds, by default JWT_LEEWAY. Raises
    UnauthorizedError with the code "token_expired" for a token that was valid once,
    "token_invalid" for all else, refresh tokens among it.
    """
    return get_verifier().verify(token, leeway)


def decode_refresh_token(token: str, leeway: float | None = None) -> dict[str, Any]:
    """Return the claims of a token of `get_refresh_token`; no other is accepted.

    What is checked and raised is what `decode_json_web_token` checks and raises.
    """
    return get_verifier().verify(token, leeway, is_refresh=True)


def is_expired(token: str, leeway: float | None = None) -> bool:
    """Return whether a token of ours has expired.

    Raises UnauthorizedError for a token that never was valid.
    """
    try:
        decode_json_web_token(token, leeway)
    except UnauthorizedError as exc:
        if exc.code == "token_expired":
            return True
        raise
    return False


def get_unverified_issuer(token: str) -> str | None:
    """Return the `iss` that a token claims to have, or None.

    Only to choose who verifies a token. Never trust it: anybody can write it. Raises
    UnauthorizedError for what is no token at all.
    """
    try:
        _read_header(token)
        issuer = _read_claims(token).get("iss")
    except _REFUSED as exc:
        raise _invalid() from exc
    return issuer if isinstance(issuer, str) else None


def get_verifier() -> TokenVerifier:
    """Return the verifier that the settings describe, made once for them."""
    return _verifier(settings.generation)


def get_keys(algorithm: str | None = None) -> Keys:
    """Return the keys that verify, as the settings say: JWT_JWKS_URL or the others.

    They are for `algorithm`, by default JWT_ALGORITHM.
    """
    return _keys(settings.generation, algorithm or settings.JWT_ALGORITHM)


@lru_cache(maxsize=1)
def _verifier(generation: int) -> TokenVerifier:  # noqa: ARG001 - the key of the cache
    return TokenVerifier(
        get_keys(),
        algorithm=settings.JWT_ALGORITHM,
        issuer=settings.JWT_ISSUER,
        audience=settings.JWT_AUDIENCE,
        leeway=settings.JWT_LEEWAY,
    )


@lru_cache(maxsize=4)
def _keys(generation: int, algorithm: str) -> Keys:  # noqa: ARG001 - a key of the cache
    if not settings.has("JWT_JWKS_URL"):
        return get_verifying_keys(algorithm)
    if settings.has("JWT_VERIFYING_KEY"):
        raise ImproperlyConfigured(
            "JWT_JWKS_URL and JWT_VERIFYING_KEY are both set. Set one of them to None: "
            "the keys that verify tokens come from one place."
        )
    from pyverless.crypto.jwks import JWKSet

    return JWKSet(settings.JWT_JWKS_URL, algorithm)


# Making tokens


def _sign(
    payload: Mapping[str, Any], expiry: int | None, default: int, kind: str
) -> str:
    now = int(time())
    claims = {"iat": now, **_issuer_and_audience(), **payload}
    if expiry is not None or claims.get("exp") is None:
        claims["exp"] = now + (default if expiry is None else expiry)
    if "sub" in claims:
        claims["sub"] = _subject(claims["sub"])
    kid, key = get_signing_key()
    headers = {"typ": kind} if kid is None else {"typ": kind, "kid": kid}
    return jwt.encode(claims, key, settings.JWT_ALGORITHM, headers)


def _subject(value: Any) -> str:
    # A UUID is known by what it offers, so that the module need not be imported.
    if isinstance(value, int) or hasattr(value, "urn"):
        return str(value)
    if isinstance(value, str):
        return value
    raise TypeError(
        f"The claim 'sub' is {value!r}. Make it a text, an int or a UUID, "
        "as other types would be refused when the token is decoded."
    )


def _issuer_and_audience() -> dict[str, str]:
    claims = {}
    for name, setting in (("iss", "JWT_ISSUER"), ("aud", "JWT_AUDIENCE")):
        if names := _checked_names(setting, getattr(settings, setting)):
            claims[name] = names[0]
    return claims


# Checking tokens


def _invalid() -> UnauthorizedError:
    return UnauthorizedError("The token is not valid.", code="token_invalid")


def _read_header(token: Any) -> dict[str, Any]:
    """Return the header of what has the form of a token."""
    if not isinstance(token, str) or len(token) > _MAX_LENGTH or not _is_compact(token):
        raise jwt.DecodeError("This is no token")
    return _read_json(token.partition(".")[0])


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
    if kind not in ((_REFRESH_TYPE,) if is_refresh else _ACCESS_TYPES):
        raise jwt.InvalidTokenError("The token is of another type")


def _read_claims(token: str) -> dict[str, Any]:
    """Return the claims, when they mean the same to every reader of JSON."""
    claims = _read_json(token.split(".")[1])
    for name in ("exp", "nbf", "iat"):
        value = claims.get(name, 0)
        # PyJWT takes texts and truth values for numbers.
        if isinstance(value, bool | str) or value >= _LATEST:
            raise jwt.DecodeError(f"The claim {name} is no time")
    return claims


def _read_json(segment: str) -> dict[str, Any]:
    data = urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
    value = json.loads(
        data,
        object_pairs_hook=_distinct,
        parse_constant=_number,
        parse_float=_number,
    )
    if not isinstance(value, dict):
        raise jwt.DecodeError("This is no JSON object")
    return value


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("A name is there twice")
    return members


def _number(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError("A number is not finite")
    return value


# Checking what is configured


def _checked_names(what: str, value: Any) -> list[str] | None:
    """Return a text or a list of texts as a list; None for what is not configured."""
    if value is None or value == "":
        return None
    names = [value] if isinstance(value, str) else value
    is_list = isinstance(names, list | tuple) and names
    if not is_list or not all(name and isinstance(name, str) for name in names):
        raise ImproperlyConfigured(
            f"The {what} of tokens is {value!r}. Set it to a text, to a list of texts "
            "of which a token must have one, or to None."
        )
    return list(names)


def _checked_leeway(value: Any) -> float:
    # Not a number: it would make tokens that never expire.
    if isinstance(value, int | float) and 0 <= value < float("inf"):
        return value
    raise ImproperlyConfigured(
        f"The leeway of tokens is {value!r}. Set it to a number of seconds, as few as "
        "the clocks need: 60, say."
    )
