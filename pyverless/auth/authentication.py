"""Authenticators: who calls, by what the front or a token says."""

from __future__ import annotations

from pyverless.auth.users import forced_user, get_user
from pyverless.config import settings
from pyverless.exceptions import UnauthorizedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from pyverless.http.request import Request

__all__ = [
    "AuthorizerAuthentication",
    "BaseAuthentication",
    "JWTAuthentication",
    "identify",
]

_UNKNOWN_USER = "The user of these credentials does not exist."


class BaseAuthentication:
    """One way to tell who calls: subclass it, name it in `authentication_classes`."""

    #: What a 401 answers in WWW-Authenticate (RFC 9110 §11.6.1); None where the front
    #: authenticates, so that the caller has nothing to send.
    challenge: str | None = None

    def is_configured(self) -> bool:
        """Return whether this authenticator can work; asked once, during INIT."""
        return True

    def authenticate(self, request: Request) -> Any:
        """Return the user, or None when the request has no credentials of this kind.

        Raise UnauthorizedError for credentials of this kind that are bad: no other
        authenticator is asked then.
        """
        raise NotImplementedError


class AuthorizerAuthentication(BaseAuthentication):
    """The user whom API Gateway's authorizer has found.

    REST APIs: `principalId` of a Lambda authorizer, or `claims` of Cognito. HTTP APIs:
    `jwt.claims`, or `lambda` with `principalId` or the user's claim.
    """

    def authenticate(self, request: Request) -> Any:
        """Return the user of the authorizer's claims; None where there is none."""
        claims, names = _authorizer_claims(request.authorizer)
        user_id = _user_id(claims, *names)
        return None if user_id is None else _existing_user(user_id, claims)


class JWTAuthentication(BaseAuthentication):
    """The user of a token in `Authorization: Bearer …` (RFC 6750 §2.1)."""

    challenge = "Bearer"

    def is_configured(self) -> bool:
        """Return whether there is a key; if so, PyJWT is imported now."""
        names = ("JWT_VERIFYING_KEY", "JWT_SIGNING_KEY", "SECRET_KEY")
        if not any(map(settings.has, names)):
            return False
        from pyverless.crypto import tokens

        self._decode = tokens.decode_json_web_token
        return True

    def authenticate(self, request: Request) -> Any:
        """Return the user of the token; None where there is no Bearer token."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        claims = self._decode(token.strip())
        user_id = _user_id(claims, settings.JWT_USER_CLAIM)
        if user_id is None:
            raise UnauthorizedError("The token names no user.", code="token_invalid")
        return _existing_user(user_id, claims)


def identify(request: Request, authenticators: Sequence[BaseAuthentication]) -> Any:
    """Return the user of a request: the first that an authenticator finds, or None."""
    try:
        return forced_user.get()
    except LookupError:
        pass
    for authenticator in authenticators:
        user = authenticator.authenticate(request)
        if user is not None:
            return user
    return None


def _authorizer_claims(
    authorizer: Mapping[str, Any],
) -> tuple[Mapping[str, Any], list[str]]:
    """Return what an authorizer says, and under which names it may say who calls."""
    jwt = authorizer.get("jwt")
    of_a_token = jwt.get("claims") if isinstance(jwt, dict) else None
    for claims in (of_a_token, authorizer.get("claims")):
        if isinstance(claims, dict):
            # A token may have a claim `principalId`, which its user may have chosen.
            return claims, [settings.JWT_USER_CLAIM]
    context = authorizer.get("lambda")
    claims = context if isinstance(context, dict) else authorizer
    return claims, ["principalId", settings.JWT_USER_CLAIM]


def _user_id(claims: Mapping[str, Any], *names: str) -> str | None:
    """Return the first of the claims `names` that can name a user, as text."""
    values = map(claims.get, names)
    return next((str(v) for v in values if v != "" and isinstance(v, str | int)), None)


def _existing_user(user_id: str, claims: Mapping[str, Any]) -> Any:
    user = get_user(user_id, claims)
    if user is None:
        raise UnauthorizedError(_UNKNOWN_USER)
    return user
