"""JSON Web Tokens, signed and verified as the JWT_* settings say.

https://www.rfc-editor.org/rfc/rfc7519, with the advice of RFC 8725: one algorithm that
a token can't choose, an expiry on every token, keys of the algorithm's full strength. A
token that is refused raises UnauthorizedError, a bad key ImproperlyConfigured.
"""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from time import time

import jwt
from jwt.algorithms import HMACAlgorithm

from pyverless.config import settings
from pyverless.exceptions import ImproperlyConfigured, UnauthorizedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from jwt.algorithms import Algorithm

__all__ = ["decode_json_web_token", "get_json_web_token", "is_expired"]

# What a hostile token can cause, in PyJWT and in what it calls on unread input.
_REFUSED = (jwt.PyJWTError, ArithmeticError, RecursionError, TypeError, ValueError)


def get_json_web_token(payload: Mapping[str, Any], expiry: int | None = None) -> str:
    """Return a signed token with the claims of `payload`, which is left as it is.

    The token expires `expiry` seconds from now; without it at the payload's own `exp`,
    else after JWT_EXPIRY seconds. `iat`, and `iss` and `aud` where they are configured,
    are added unless the payload has them. A `sub` that is an int or a UUID is written
    as text, which RFC 7519 §4.1.2 asks for; another type is a TypeError.
    """
    now = int(time())
    claims = {"iat": now, **_issuer_and_audience(), **payload}
    if expiry is not None or claims.get("exp") is None:
        claims["exp"] = now + (settings.JWT_EXPIRY if expiry is None else expiry)
    if "sub" in claims:
        claims["sub"] = _subject(claims["sub"])
    key = _signing_key(settings.generation)
    return jwt.encode(claims, key, settings.JWT_ALGORITHM)


def decode_json_web_token(token: str, leeway: float | None = None) -> dict[str, Any]:
    """Return the claims of a token whose signature and claims hold.

    It must be signed with JWT_ALGORITHM, have `exp`, and the `iss` and `aud` that are
    configured; with no JWT_AUDIENCE, a token with `aud` is meant for someone else.
    Clocks may differ by `leeway` seconds, by default JWT_LEEWAY. Raises
    UnauthorizedError with the code "token_expired" for a token that was valid once,
    "token_invalid" for all else.
    """
    keys = _verifying_keys(settings.generation)
    checks = _checks(leeway)
    try:
        try:
            return _claims(token, keys, checks)
        except jwt.ExpiredSignatureError as exc:
            # PyJWT looks at `exp` early; what is wrong otherwise has not just expired.
            _claims(token, keys, checks | {"options": _options(verify_exp=False)})
            raise UnauthorizedError(
                "The token has expired.", code="token_expired"
            ) from exc
    except _REFUSED as exc:
        raise UnauthorizedError(
            "The token is not valid.", code="token_invalid"
        ) from exc


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
    claims = {"iss": settings.JWT_ISSUER, "aud": settings.JWT_AUDIENCE}
    return {name: value for name, value in claims.items() if value}


def _checks(leeway: float | None) -> dict[str, Any]:
    return {
        "algorithms": [settings.JWT_ALGORITHM],
        "issuer": settings.JWT_ISSUER or None,
        "audience": settings.JWT_AUDIENCE or None,
        "leeway": settings.JWT_LEEWAY if leeway is None else leeway,
        "options": _options(),
    }


def _options(*, verify_exp: bool = True) -> dict[str, Any]:
    return {"require": ["exp"], "verify_exp": verify_exp}


def _claims(token: str, keys: list[Any], checks: dict[str, Any]) -> dict[str, Any]:
    """Return the claims under the first of `keys` that made the signature."""
    for key in keys[:-1]:
        with suppress(jwt.InvalidSignatureError):
            return jwt.decode(token, key, **checks)
    return jwt.decode(token, keys[-1], **checks)


# Keys are parsed and checked once per generation of the settings, and outside of what
# answers 401: a key that is wrong or can't be fetched is no fault of the caller's.


@lru_cache(maxsize=1)
def _signing_key(generation: int) -> Any:
    name = _key_setting("JWT_SIGNING_KEY")
    key = _prepare(name, _fetch(name, generation))
    if hasattr(key, "public_bytes"):
        raise ImproperlyConfigured(
            f"{name} is a public key, which can't sign. Set {name} to the private key "
            "and JWT_VERIFYING_KEY to the public one."
        )
    return key


@lru_cache(maxsize=1)
def _verifying_keys(generation: int) -> list[Any]:
    name = _key_setting("JWT_VERIFYING_KEY", "JWT_SIGNING_KEY")
    key = _prepare(name, _fetch(name, generation))
    if hasattr(key, "public_key"):  # of a private key, the half that verifies
        key = key.public_key()
    fallbacks = settings.SECRET_KEY_FALLBACKS if name == "SECRET_KEY" else []
    return [key, *(_prepare("SECRET_KEY_FALLBACKS", old) for old in fallbacks)]


@lru_cache(maxsize=2)  # the keys that sign and verify, of one generation
def _fetch(name: str, generation: int) -> Any:  # noqa: ARG001 - a key of the cache
    value = getattr(settings, name)
    return value() if callable(value) else value


def _key_setting(*names: str) -> str:
    """Return the first of the settings `names` that has a value, else SECRET_KEY."""
    algorithm = _algorithm()
    for name in names:
        if settings.has(name):
            return name
    if isinstance(algorithm, HMACAlgorithm):
        return "SECRET_KEY"
    raise ImproperlyConfigured(
        f"JWT_ALGORITHM is {settings.JWT_ALGORITHM!r}, which SECRET_KEY is no key for. "
        f"Set {' or '.join(names)} to a key in PEM format."
    )


def _algorithm() -> Algorithm:
    name = settings.JWT_ALGORITHM
    with suppress(NotImplementedError):
        if name != "none":
            return jwt.get_algorithm_by_name(name)
    raise ImproperlyConfigured(
        f"JWT_ALGORITHM is {name!r}, which is no algorithm that signs. "
        "Set it to 'HS256', 'RS256', 'ES256', 'EdDSA' or another one of PyJWT's."
    )


def _prepare(name: str, value: Any) -> Any:
    """Return the key of the setting `name` as PyJWT works with it."""
    algorithm = _algorithm()
    try:
        key = algorithm.prepare_key(value)
    except Exception as exc:
        raise ImproperlyConfigured(
            f"{name} is not a key for JWT_ALGORITHM {settings.JWT_ALGORITHM!r}. Set it "
            "to random text for HS algorithms, to a key in PEM format for the others."
        ) from exc
    if problem := algorithm.check_key_length(key):
        raise ImproperlyConfigured(
            f"{name} is too short. {problem} Set it to a longer key; for HS "
            "algorithms, secrets.token_urlsafe(64) makes one."
        )
    return key
