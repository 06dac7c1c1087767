"""Authenticators for tokens of identity providers: OpenID Connect and Cognito.

They verify what the issuer has signed with the keys that it publishes. Subclass one,
and name it in `authentication_classes` or the setting AUTHENTICATION_CLASSES, before
JWTAuthentication where there are tokens of your own as well.
"""

from __future__ import annotations

from functools import lru_cache, partial

from pyverless.auth.authentication import JWTAuthentication
from pyverless.config import from_settings
from pyverless.crypto.jwks import JWKSet, check_published, check_url, discover
from pyverless.crypto.verifiers import (
    TokenVerifier,
    as_names,
    get_unverified_issuer,
)
from pyverless.exceptions import ImproperlyConfigured, UnauthorizedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.http.request import Request

__all__ = ["CognitoAuthentication", "OIDCAuthentication"]


class OIDCAuthentication(JWTAuthentication):
    """The user of a token of an OpenID Connect provider::

        class Auth0(OIDCAuthentication):
            issuer = "https://example.eu.auth0.com/"
            audience = "https://api.example.com"

    A token of another issuer is left to the next authenticator. Those of this one must
    hold, as RFC 9068 §4 says. The keys are shared by all handlers of the process,
    and fetched when the first token comes.
    """

    #: Who issues the tokens, to the letter as in their claim `iss`.
    issuer: str = ""
    #: For whom they are meant, the claim `aud`: a text, or several, of which one will
    #: do.
    audience: str | list[str] = ""
    #: Where the keys are. None: where the issuer's `/.well-known/openid-configuration`
    #: says (OpenID Connect Discovery 1.0 §4).
    jwks_url: str | None = None
    #: The one algorithm that tokens may be signed with.
    algorithm: str = "RS256"
    #: The claim that names the user.
    user_claim: str = "sub"
    #: How many seconds clocks may differ.
    leeway: int = from_settings("JWT_LEEWAY")  # type: ignore[assignment]

    def is_configured(self) -> bool:
        """Return True, or raise ImproperlyConfigured for what is missing."""
        for name in ("issuer", *self.get_required()):
            if not getattr(self, name):
                raise ImproperlyConfigured(
                    f"{type(self).__name__} has no {name}. Set "
                    f"{type(self).__name__}.{name}."
                )
        self._check()
        self._verifier = TokenVerifier(
            _get_keys(self.issuer, self.get_jwks_url(), self.algorithm),
            algorithm=self.algorithm,
            issuer=self.issuer,
            audience=self.audience or None,
            leeway=self.leeway,
        )
        return True

    def _check(self) -> None:
        # Here, where what is wrong has a name.
        name = type(self).__name__
        check_url(self.issuer, f"{name}.issuer")
        if self.jwks_url is not None:
            check_url(self.jwks_url, f"{name}.jwks_url")
        check_published(self.algorithm, f"{name}.algorithm")
        as_names(self.audience, f"{name}.audience")

    def get_required(self) -> tuple[str, ...]:
        """Return the names of attributes that a subclass must set.

        Without an audience, a token that was made for another service would do.
        """
        return ("audience",)

    def get_jwks_url(self) -> str | None:
        """Return where the keys are; None where the issuer's configuration says it."""
        return self.jwks_url

    def authenticate(self, request: Request) -> Any:
        """Return the user of a token of this issuer, None for all others.

        What is no token at all is refused, so an authenticator that knows other things
        after `Bearer` goes before this one.
        """
        token = self.get_token(request)
        if token is None:
            return None
        is_ours = get_unverified_issuer(token) == self.issuer
        return self.get_user(request, token) if is_ours else None

    def get_claims(self, token: str) -> dict[str, Any]:
        """Return the claims of a token that is valid; UnauthorizedError for others."""
        return self._verifier.verify(token)


class CognitoAuthentication(OIDCAuthentication):
    """The user of a token of a Cognito user pool::

        class Pool(CognitoAuthentication):
            user_pool_id = "eu-west-1_AbCdEfGhI"
            client_id = "1example23456789"

    Use it where no authorizer of API Gateway verifies the tokens. See
    https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
    """

    #: The id of the pool, which begins with its region.
    user_pool_id: str = ""
    #: The app client that tokens are for, or several of them.
    client_id: str | list[str] = ""
    #: Which tokens are accepted: "access" or "id". Ids are meant for the client, not
    #: for an API.
    token_use: str = "access"  # noqa: S105 - a kind of tokens

    def is_configured(self) -> bool:
        """Return True, or raise ImproperlyConfigured for what is missing."""
        if self.token_use not in ("access", "id"):
            raise ImproperlyConfigured(
                f"{type(self).__name__}.token_use is {self.token_use!r}. Set it to "
                "'access' or 'id'."
            )
        self.issuer = self.issuer or self._get_issuer()
        if self._takes_ids():
            self.audience = self.client_id
        return super().is_configured()

    def _get_issuer(self) -> str:
        region, _, _ = self.user_pool_id.partition("_")
        if not region or region == self.user_pool_id:
            raise ImproperlyConfigured(
                f"{type(self).__name__}.user_pool_id is {self.user_pool_id!r}. Set it "
                "to the id of a user pool, as in 'eu-west-1_AbCdEfGhI'."
            )
        suffix = ".cn" if region.startswith("cn-") else ""
        host = f"cognito-idp.{region}.amazonaws.com{suffix}"
        return f"https://{host}/{self.user_pool_id}"

    def get_required(self) -> tuple[str, ...]:
        """Return `client_id`: access tokens of Cognito have no audience."""
        return ("client_id",)

    def get_jwks_url(self) -> str:
        """Return where Cognito publishes the keys of a pool."""
        return self.jwks_url or f"{self.issuer}/.well-known/jwks.json"

    def get_claims(self, token: str) -> dict[str, Any]:
        """Return the claims of a token of `token_use` for `client_id`."""
        claims = super().get_claims(token)
        if claims.get("token_use") != self.token_use or not self._is_for_us(claims):
            raise UnauthorizedError("The token is not valid.", code="token_invalid")
        return claims

    def _takes_ids(self) -> bool:
        return self.token_use == "id"  # noqa: S105 - a kind of tokens

    def _is_for_us(self, claims: dict[str, Any]) -> bool:
        if self._takes_ids():
            return True  # as the verifier knows by the audience
        clients = self.client_id
        known = [clients] if isinstance(clients, str) else [*clients]
        return claims.get("client_id") in known


# One for the process, however many handlers authenticate by it.
@lru_cache(maxsize=16)
def _get_keys(issuer: str, url: str | None, algorithm: str) -> JWKSet:
    return JWKSet(url or partial(discover, issuer), algorithm)
