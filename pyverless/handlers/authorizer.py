"""JWTAuthorizerHandler, the Lambda authorizer of an API.

API Gateway asks it before it calls anything else; see `pyverless.events.authorizer`.
"""

from __future__ import annotations

from pyverless.auth.users import get_user_id
from pyverless.events.authorizer import (
    AuthorizerEvent,
    check_result,
    clean_context,
    flatten_context,
)
from pyverless.exceptions import (
    ForbiddenError,
    ImproperlyConfigured,
    UnauthorizedError,
)
from pyverless.handlers.base import BaseHandler

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from pyverless.handlers.plan import Plan
    from pyverless.types import AwsContext, AwsEvent

__all__ = ["JWTAuthorizerHandler"]


class JWTAuthorizerHandler(BaseHandler):
    """A Lambda authorizer of REST, HTTP and WebSocket APIs, whatever its type.

    Who has a valid token and passes `permission_classes` may use the whole stage: API
    Gateway caches the answer by the token, so it must hold for every route. Without a
    user the answer is 401 (403 at HTTP APIs), for users who may not it is 403.
    Exceptions get out, which is a 500: nobody is let in by a failure.
    """

    is_http = False
    has_caller = True

    #: Who is asked for the user, in this order.
    authentication_classes: Any = ("pyverless.auth.authentication.JWTAuthentication",)
    #: The rules that must all hold beside that there is a user. They are about the
    #: caller: the request has no method, and its path is the first of many.
    permission_classes: Any = ()
    #: Whether HTTP APIs with payload format 2.0 get `{"isAuthorized": …}`. False for
    #: authorizers without EnableSimpleResponses, which get a policy as all others do.
    simple_responses: bool = True

    #: What API Gateway asks.
    asked: AuthorizerEvent

    def prepare(self, plan: Plan) -> None:
        """Check that users can be known, and that rules are about them."""
        super().prepare(plan)
        own = map(plan.declares, ("get_user", "perform_authentication"))
        if not (plan.access.authenticators or any(own)):
            raise ImproperlyConfigured(
                f"{plan.name} has no authenticator that could know a user. Set "
                "SECRET_KEY or JWT_VERIFYING_KEY, or "
                f"{plan.name}.authentication_classes."
            )
        if plan.access.is_about_objects:
            raise ImproperlyConfigured(
                f"{plan.name}.permission_classes has a rule about objects, but an "
                "authorizer knows none. Give it to the handlers of the objects."
            )

    def wants_user(self, plan: Plan) -> bool:
        """Return True: nobody is let in without a user, whatever the permissions."""
        return True

    @classmethod
    def invoke(cls, plan: Plan, event: AwsEvent, context: AwsContext) -> Any:
        """Return the answer; raise "Unauthorized" where API Gateway wants it so."""
        result = super().invoke(plan, event, context)
        if result is None:
            # REST and WebSocket APIs answer 401 for exactly this text, 500 for others.
            raise UnauthorizedError("Unauthorized")
        return result

    def dispatch_event(self) -> Any:
        """Return the answer, or None for a 401; what failed gets out."""
        self.asked = AuthorizerEvent(self.event, self.context)
        self.request = self.asked.request
        try:
            result = super().dispatch_event()
        except UnauthorizedError:
            self.outcome = "unauthorized"
            return self.get_refusal() if self.asked.is_http_api else None
        except ForbiddenError:
            self.outcome = "denied"
            return self.get_refusal()
        self.outcome = "allowed"
        return result

    def perform_action(self) -> Any:
        """Return the answer for a caller who may use the API."""
        if self.user is None:
            raise UnauthorizedError
        name, user_id = self.plan.name, self.get_principal_id(self.user)
        context = clean_context(self.get_context(self.user), name)
        if not self.is_simple:
            context = flatten_context(context)
        if self.asked.is_http_api:
            # Those hand over nothing but the context.
            context["principalId"] = user_id
        answer = self._get_answer(user_id)
        if context:
            answer["context"] = context
        check_result(answer, name)
        return answer

    def get_refusal(self) -> dict[str, Any]:
        """Return the answer for callers who may not use the API."""
        if self.is_simple:
            return {"isAuthorized": False}
        user_id = get_user_id(self.user)
        return self.asked.get_policy("Deny", user_id or "anonymous")

    @property
    def is_simple(self) -> bool:
        """Whether the answer is `{"isAuthorized": …}` and no policy."""
        return self.simple_responses and self.asked.can_be_simple

    # What to override

    def get_principal_id(self, user: Any) -> str:
        """Return the id of the user, as text; handlers behind the API look it up."""
        user_id = get_user_id(user)
        if not user_id:
            raise TypeError(
                f"{type(user).__name__}, the user of {self.plan.name}, has no id. "
                f"Override {self.plan.name}.get_principal_id(user)."
            )
        return user_id

    def get_context(self, user: Any) -> Mapping[str, Any]:
        """Return what handlers behind the API learn about the user: the claims.

        Where a policy is the answer, lists and dictionaries arrive as JSON text.
        `principalId` and other names that mean something to API Gateway are left out.
        """
        claims: Mapping[str, Any] = self.request.claims
        return claims

    def get_resources(self, user: Any) -> Sequence[str]:
        """Return what of the stage the user may use, as in `["GET/articles/*"]`.

        All of it by default; an empty list denies. Each has a method and a path, with
        `*` for any text; for WebSocket APIs it is the key of a route. It must name all
        that the user may ever use, because the answer is cached. Policies only: see
        `simple_responses`.
        """
        return ["*"]

    def get_usage_key(self, user: Any) -> str | None:
        """Return the API key whose usage plan counts, for REST APIs that ask for it.

        That is where `ApiKeySource` is AUTHORIZER. None by default.
        """
        return None

    def _get_answer(self, user_id: str) -> dict[str, Any]:
        if self.is_simple:
            if self.plan.overrides("get_resources", JWTAuthorizerHandler):
                raise ImproperlyConfigured(
                    f"{self.plan.name} has get_resources(), which a simple response "
                    f"can't say. Set {self.plan.name}.simple_responses = False, and "
                    "take EnableSimpleResponses away from the authorizer."
                )
            return {"isAuthorized": True}
        resources = self.get_resources(self.user)
        if isinstance(resources, str):
            raise TypeError(
                f"{self.plan.name}.get_resources() returned {resources!r}. Return a "
                "list."
            )
        if not resources:
            raise ForbiddenError
        policy = self.asked.get_policy("Allow", user_id, resources)
        key = self.get_usage_key(self.user)
        return policy if key is None else {**policy, "usageIdentifierKey": key}
