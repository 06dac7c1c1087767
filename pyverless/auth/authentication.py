"""Authenticators: who calls, by what the front or a token says."""

from __future__ import annotations

from pyverless.auth.claims import normalise_claims
from pyverless.auth.users import as_user, forced_user, get_user, is_active
from pyverless.config import from_settings, settings
from pyverless.exceptions import UnauthorizedError
from pyverless.logs import auth_logger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from pyverless.http.request import Request

__all__ = [
    "AuthorizerAuthentication",
    "BaseAuthentication",
    "JWTAuthentication",
    "find_user",
    "identify",
    "read_authorizer",
]

_UNKNOWN_USER = "The user of these credentials does not exist."

# RFC 6750 §3.1
_INVALID_TOKEN = 'Bearer error="invalid_token"'  # noqa: S105 - a challenge


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
    """The user whom the front's authorizer has found.

    REST APIs: `principalId` of a Lambda authorizer, or `claims` of Cognito. HTTP APIs:
    `jwt.claims`, or `lambda` with `principalId` or the user's claim. IAM, in front of
    both and of function URLs: the identity of a Cognito identity pool, or `userArn`.
    """

    def authenticate(self, request: Request) -> Any:
        """Return the user of the authorizer's claims; None where there is none."""
        user_id, claims = read_authorizer(request.authorizer)
        if user_id is None:
            return None
        request.claims = normalise_claims(claims)
        return _existing_user(user_id, request.claims)


class JWTAuthentication(BaseAuthentication):
    """The user of a token in `Authorization: Bearer …` (RFC 6750 §2.1).

    Tokens are verified as the JWT_* settings say. Override `get_token()` for tokens
    that come otherwise.
    """

    challenge = "Bearer"
    #: The claim that names the user.
    user_claim: str = from_settings("JWT_USER_CLAIM")  # type: ignore[assignment]

    def is_configured(self) -> bool:
        """Return whether there is a key; if so, PyJWT is imported now.

        Raises ImproperlyConfigured for settings with which no token could be verified.
        """
        names = ("JWT_VERIFYING_KEY", "JWT_JWKS_URL", "JWT_SIGNING_KEY", "SECRET_KEY")
        if not any(map(settings.has, names)):
            return False
        from pyverless.crypto.tokens import check_settings, decode_json_web_token

        check_settings()
        self._decode = decode_json_web_token
        return True

    def authenticate(self, request: Request) -> Any:
        """Return the user of the token; None where there is no Bearer token."""
        token = self.get_token(request)
        return None if token is None else self.get_user(request, token)

    def get_token(self, request: Request) -> str | None:
        """Return the token of a request; None where it has none.

        Raises UnauthorizedError where there are two Authorization headers: parties that
        read different ones would take the request for that of different users.
        """
        lines = request.headers.getlist("authorization")
        if len(lines) > 1:
            raise _refusal("The request has more than one Authorization header.")
        scheme, _, token = "".join(lines).partition(" ")
        return token.strip(" ") if scheme.lower() == "bearer" else None

    def get_user(self, request: Request, token: str) -> Any:
        """Return the user of a token.

        Raises UnauthorizedError for a token that is not valid, or of nobody.
        """
        try:
            claims = self.get_claims(token)
            user = self.find_user(claims)
        except UnauthorizedError as exc:
            # The kind of mistake only: texts may have parts of the token.
            reason = exc.code if exc.__cause__ is None else type(exc.__cause__).__name__
            auth_logger.info("%s refused a token: %s", type(self).__name__, reason)
            exc.headers.setdefault("WWW-Authenticate", _INVALID_TOKEN)
            raise
        request.claims = claims
        return user

    def get_claims(self, token: str) -> dict[str, Any]:
        """Return the claims of a token that is valid; UnauthorizedError for others.

        Override it to add what others call otherwise, such as `groups`.
        """
        return self._decode(token)

    def find_user(self, claims: Mapping[str, Any]) -> Any:
        """Return the user whom claims name, or raise UnauthorizedError.

        Override it where a user is more than one claim: `sub` is unique to its issuer
        only (OpenID Connect Core 1.0 §5.7).
        """
        return find_user(claims, self.user_claim)


def find_user(claims: Mapping[str, Any], user_claim: str | None = None) -> Any:
    """Return the user whom the claims of a token name, by default with JWT_USER_CLAIM.

    For tokens that no authenticator reads, as in
    `find_user(decode_refresh_token(token))`. Raises UnauthorizedError where they name
    nobody, or somebody who was deleted or deactivated.
    """
    user_id = _user_id(claims, user_claim or settings.JWT_USER_CLAIM)
    if user_id is None:
        raise _refusal("The token names no user.")
    return _existing_user(user_id, claims)


def identify(request: Request, authenticators: Sequence[BaseAuthentication]) -> Any:
    """Return the user of a request: the first that an authenticator finds, or None."""
    try:
        return forced_user.get()
    except LookupError:
        pass
    for authenticator in authenticators:
        name = type(authenticator).__name__
        user = as_user(authenticator.authenticate(request), f"{name}.authenticate()")
        if user is not None:
            return user
    if request.headers.get("authorization"):
        _log_unread(authenticators)
    return None


def read_authorizer(
    authorizer: Mapping[str, Any],
) -> tuple[str | None, Mapping[str, Any]]:
    """Return whom the front's authorizer names, None for nobody, and what it says."""
    claims, names = _authorizer_claims(authorizer)
    return _user_id(claims, *names), claims


def _log_unread(authenticators: Sequence[BaseAuthentication]) -> None:
    """Say why a caller with credentials is nobody, which is hard to find out else."""
    asked = ", ".join(type(each).__name__ for each in authenticators) or "none"
    auth_logger.info(
        "Nobody has taken what the Authorization header has. Authenticators: %s. "
        "JWTAuthentication takes part where SECRET_KEY or another key is set.",
        asked,
    )


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
    if isinstance(authorizer.get("iam"), dict):
        return _iam_claims(authorizer["iam"])
    context = authorizer.get("lambda")
    claims = context if isinstance(context, dict) else authorizer
    return claims, ["principalId", settings.JWT_USER_CLAIM]


def _iam_claims(identity: dict[str, Any]) -> tuple[Mapping[str, Any], list[str]]:
    """Return what IAM says of a caller, and under which names.

    It names nobody where a Cognito identity pool lets guests in, who have an identity
    and a role as well.
    """
    cognito = identity.get("cognitoIdentity")
    known = identity | cognito if isinstance(cognito, dict) else {**identity}
    for name in ("accessKey", "apiKey", "apiKeyId"):
        known.pop(name, None)
    is_guest = (
        "unauthenticated" in (known.get("amr") or ())
        or known.get("cognitoAuthenticationType") == "unauthenticated"
    )
    return known, [] if is_guest else ["identityId", "userArn"]


def _user_id(claims: Mapping[str, Any], *names: str) -> str | None:
    """Return the first of the claims `names` that can name a user, as text."""
    for value in map(claims.get, names):
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if is_number or (isinstance(value, str) and value):
            return str(value)
    return None


def _existing_user(user_id: str, claims: Mapping[str, Any]) -> Any:
    """Return the user with an id, who may have been deleted or deactivated since."""
    user = get_user(user_id, claims)
    if user is None or not is_active(user):
        raise UnauthorizedError(_UNKNOWN_USER, code="user_unknown")
    return user


def _refusal(msg: str) -> UnauthorizedError:
    headers = {"WWW-Authenticate": _INVALID_TOKEN}
    return UnauthorizedError(msg, code="token_invalid", headers=headers)
