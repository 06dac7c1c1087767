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
from pyverless.crypto.claims import check_claims
from pyverless.crypto.durations import as_seconds
from pyverless.crypto.jwks import JWKSet, check_published, check_url
from pyverless.crypto.keys import (
    check_keys,
    get_algorithm,
    get_signing_key,
    get_verifying_keys,
)
from pyverless.crypto.verifiers import (
    MAX_LENGTH,
    REFRESH_TYPE,
    TokenVerifier,
    as_leeway,
    as_names,
)
from pyverless.exceptions import ImproperlyConfigured, UnauthorizedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta
    from typing import Any

    from pyverless.crypto.verifiers import Keys

    Lifetime = float | timedelta | None

__all__ = [
    "check_settings",
    "decode_json_web_token",
    "decode_refresh_token",
    "get_json_web_token",
    "get_refresh_token",
    "get_verifier",
    "is_expired",
]


def get_json_web_token(payload: Mapping[str, Any], expiry: Lifetime = None) -> str:
    """Return a signed token with the claims of `payload`, which is left as it is.

    The token expires `expiry` from now, seconds or a timedelta; without it at the
    payload's own `exp`, else after JWT_EXPIRY. `iat`, and `iss` and `aud` where they
    are configured (the first of a list), are added unless the payload has them. A `sub`
    that is an int or a UUID is written as text, which RFC 7519 §4.1.2 asks for. What
    would be refused when the token is read is a TypeError, or a ValueError for times
    that are none and a token that is too long.
    """
    return _sign(payload, expiry, "JWT_EXPIRY", "JWT")


def get_refresh_token(payload: Mapping[str, Any], expiry: Lifetime = None) -> str:
    """Return a token that is only good for getting new access tokens.

    It is like one of `get_json_web_token`, but expires after JWT_REFRESH_EXPIRY,
    is of the type `refresh+jwt`, and has a random `jti` unless the payload has
    one, by which it can be told from others and revoked.
    """
    from secrets import token_urlsafe

    payload = {"jti": token_urlsafe(16), **payload}
    return _sign(payload, expiry, "JWT_REFRESH_EXPIRY", REFRESH_TYPE)


def decode_json_web_token(token: str, leeway: Lifetime = None) -> dict[str, Any]:
    """Return the claims of a token whose signature and claims hold.

    It must be signed with JWT_ALGORITHM, have `exp`, and the `iss` and `aud` that are
    configured; with no JWT_AUDIENCE, a token with `aud` is meant for someone else.
    Clocks may differ by `leeway`, seconds or a timedelta; by default JWT_LEEWAY. Raises
    UnauthorizedError with the code "token_expired" for a token that was valid once,
    "token_invalid" for all else, refresh tokens among it.
    """
    return get_verifier().verify(token, leeway)


def decode_refresh_token(token: str, leeway: Lifetime = None) -> dict[str, Any]:
    """Return the claims of a token of `get_refresh_token`; no other is accepted.

    What is checked and raised is what `decode_json_web_token` checks and raises.
    """
    return get_verifier().verify(token, leeway, is_refresh=True)


def is_expired(token: str, leeway: Lifetime = None) -> bool:
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


def check_settings() -> None:
    """Raise ImproperlyConfigured for settings with which no token could be verified.

    Called during INIT, so that a mistake fails the deployment and not the first caller.
    No network is used, and no function called that fetches a key: such keys are checked
    when the first token comes.
    """
    _get_rules()
    _get_lifetime("JWT_EXPIRY")
    _get_lifetime("JWT_REFRESH_EXPIRY")
    if check_keys(verifying=not settings.has("JWT_JWKS_URL")):
        get_verifier()


def get_verifier() -> TokenVerifier:
    """Return the verifier that the settings describe, made once for them."""
    return _verifier(settings.generation)


@lru_cache(maxsize=1)
def _verifier(generation: int) -> TokenVerifier:  # noqa: ARG001 - the key of the cache
    return TokenVerifier(_get_keys(), **_get_rules())


def _get_rules() -> dict[str, Any]:
    """Return what tokens must be like. Checked here, where settings have names."""
    get_algorithm(settings.JWT_ALGORITHM)
    return {
        "algorithm": settings.JWT_ALGORITHM,
        "issuer": as_names(settings.JWT_ISSUER, "JWT_ISSUER"),
        "audience": as_names(settings.JWT_AUDIENCE, "JWT_AUDIENCE"),
        "leeway": as_leeway(settings.JWT_LEEWAY, "JWT_LEEWAY"),
    }


def _get_keys() -> Keys:
    if not settings.has("JWT_JWKS_URL"):
        return get_verifying_keys()
    if settings.has("JWT_VERIFYING_KEY"):
        raise ImproperlyConfigured(
            "JWT_JWKS_URL and JWT_VERIFYING_KEY are both set. Set one of them to None: "
            "the keys that verify tokens come from one place."
        )
    check_published(settings.JWT_ALGORITHM, "JWT_ALGORITHM")
    check_url(settings.JWT_JWKS_URL, "JWT_JWKS_URL")
    if not settings.has("JWT_ISSUER"):
        raise ImproperlyConfigured(
            "JWT_JWKS_URL is set, but JWT_ISSUER is not. Set it to the claim 'iss' of "
            "the tokens: some keys are of many issuers, who could all sign for yours."
        )
    return JWKSet(settings.JWT_JWKS_URL, settings.JWT_ALGORITHM)


def _sign(payload: Mapping[str, Any], expiry: Lifetime, setting: str, kind: str) -> str:
    now = int(time())
    claims = {"iat": now, **_issuer_and_audience(), **payload}
    if expiry is not None:
        claims["exp"] = int(now + _checked_lifetime(expiry))
    elif claims.get("exp") is None:
        claims["exp"] = int(now + _get_lifetime(setting))
    kid, key = get_signing_key()
    headers = {"typ": kind} if kid is None else {"typ": kind, "kid": kid}
    token = jwt.encode(check_claims(claims), key, settings.JWT_ALGORITHM, headers)
    if len(token) > MAX_LENGTH:
        raise ValueError(
            f"The token has {len(token)} characters, and one of more than {MAX_LENGTH} "
            "would be refused. Put less into it."
        )
    return token


def _checked_lifetime(value: Any) -> float:
    seconds = as_seconds(value)
    if seconds is None or not abs(seconds) < float("inf"):
        raise TypeError(
            f"expiry is {value!r:.100}. Make it a number of seconds, a timedelta or "
            "None."
        )
    return seconds


def _get_lifetime(setting: str) -> float:
    """Return the seconds of JWT_EXPIRY or JWT_REFRESH_EXPIRY."""
    value = getattr(settings, setting)
    seconds = as_seconds(value)
    if seconds is None or not 1 <= seconds < float("inf"):
        raise ImproperlyConfigured(
            f"{setting} is {value!r}. Set it to a number of seconds, as in 3600, or to "
            "a timedelta."
        )
    return seconds


def _issuer_and_audience() -> dict[str, str]:
    claims = {}
    if issuers := as_names(settings.JWT_ISSUER, "JWT_ISSUER"):
        claims["iss"] = issuers[0]
    if audiences := as_names(settings.JWT_AUDIENCE, "JWT_AUDIENCE"):
        claims["aud"] = audiences[0]
    return claims
