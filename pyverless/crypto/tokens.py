"""JSON Web Tokens, signed and verified as the JWT_* settings say.

https://www.rfc-editor.org/rfc/rfc7519, with the advice of RFC 8725: one algorithm that
a token can't choose, an expiry on every token, keys of the algorithm's full strength,
and access tokens that can't be taken for refresh tokens. A token that is refused raises
UnauthorizedError, a bad key ImproperlyConfigured.
"""

from __future__ import annotations

from functools import lru_cache
from time import time

import jwt

from pyverless.config import settings
from pyverless.crypto.jwks import JWKSet
from pyverless.crypto.keys import get_signing_key, get_verifying_keys
from pyverless.crypto.verifiers import REFRESH_TYPE, TokenVerifier, as_names
from pyverless.exceptions import ImproperlyConfigured, UnauthorizedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from pyverless.crypto.verifiers import Keys

__all__ = [
    "decode_json_web_token",
    "decode_refresh_token",
    "get_json_web_token",
    "get_refresh_token",
    "get_verifier",
    "is_expired",
]


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
    return _sign(payload, expiry, settings.JWT_REFRESH_EXPIRY, REFRESH_TYPE)


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


def get_verifier() -> TokenVerifier:
    """Return the verifier that the settings describe, made once for them."""
    return _verifier(settings.generation)


@lru_cache(maxsize=1)
def _verifier(generation: int) -> TokenVerifier:  # noqa: ARG001 - the key of the cache
    return TokenVerifier(
        _get_keys(),
        algorithm=settings.JWT_ALGORITHM,
        issuer=settings.JWT_ISSUER,
        audience=settings.JWT_AUDIENCE,
        leeway=settings.JWT_LEEWAY,
    )


def _get_keys() -> Keys:
    if not settings.has("JWT_JWKS_URL"):
        return get_verifying_keys()
    if settings.has("JWT_VERIFYING_KEY"):
        raise ImproperlyConfigured(
            "JWT_JWKS_URL and JWT_VERIFYING_KEY are both set. Set one of them to None: "
            "the keys that verify tokens come from one place."
        )
    return JWKSet(settings.JWT_JWKS_URL, settings.JWT_ALGORITHM)


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
    if issuers := as_names("issuer", settings.JWT_ISSUER):
        claims["iss"] = issuers[0]
    if audiences := as_names("audience", settings.JWT_AUDIENCE):
        claims["aud"] = audiences[0]
    return claims
