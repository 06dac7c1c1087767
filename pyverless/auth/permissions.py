"""Permissions: what a known or anonymous caller may do."""

from __future__ import annotations

from pyverless.auth.composition import BasePermission
from pyverless.auth.users import get_groups, get_scopes, get_user_id

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.types import Handler

__all__ = [
    "AllowAny",
    "HasGroup",
    "HasScope",
    "IsAuthenticated",
    "IsOwner",
    "ReadOnly",
]

# RFC 9110 §9.2.1
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class AllowAny(BasePermission):
    """Everybody may. With `AuthorizationMixin`: the user is known, or None."""

    def check(self) -> None:
        """Let it be: it is meant to let everybody in."""


class IsAuthenticated(BasePermission):
    """Known users only; anybody else gets 401."""

    def has_permission(self, handler: Handler) -> bool:
        """Return whether there is a user."""
        return handler.user is not None


class ReadOnly(BasePermission):
    """GET, HEAD and OPTIONS only: `ReadOnly | IsOwner("author_id")`."""

    def has_permission(self, handler: Handler) -> bool:
        """Return whether the request changes nothing."""
        return handler.request.method in _SAFE_METHODS


class HasScope(BasePermission):
    """Callers whose token has a scope: `HasScope("articles:write")`.

    A user object may have `scopes`, a list; otherwise they are those of the claims.
    Refused callers learn which scope they need: RFC 6750 §3.1.
    """

    code = "insufficient_scope"

    def __init__(self, scope: str) -> None:
        # RFC 6749 §3.3
        _check_name("HasScope", scope)
        if not scope.isascii() or not scope.isprintable() or {*scope} & {*' "\\'}:
            scope = ""
        if not scope:
            raise ValueError(
                "HasScope() takes one scope: printable ASCII without a blank, quote or "
                "backslash. Write HasScope('a') & HasScope('b') for two."
            )
        self.scope = scope
        self.message = f"This takes a token with the scope {scope}."
        self.challenge = f'Bearer error="insufficient_scope", scope="{scope}"'

    def has_permission(self, handler: Handler) -> bool:
        """Return whether the scope is among the caller's."""
        return self.scope in get_scopes(handler.user, handler.request.claims)


class HasGroup(BasePermission):
    """Callers who are in a group: `HasGroup("admins")`.

    A user object may have `groups`, a list of names; otherwise they are those of the
    claims, which are as old as the token.
    """

    def __init__(self, group: str) -> None:
        _check_name("HasGroup", group)
        if not group:
            raise ValueError("HasGroup() takes the name of a group.")
        self.group = group

    def has_permission(self, handler: Handler) -> bool:
        """Return whether the group is among the caller's."""
        return self.group in get_groups(handler.user, handler.request.claims)


class IsOwner(BasePermission):
    """Callers to whom the object belongs: `IsOwner("author_id")`.

    Or a subclass with `field` and a `message`. Lists show what belongs to the caller.
    New objects must, and nobody can give away what is theirs by changing the field.
    """

    #: The field of objects that holds the id of their owner, or the owner.
    field: str = "owner_id"
    checks_changes = True

    def __init__(self, field: str | None = None) -> None:
        if field is not None:
            _check_name("IsOwner", field)
            self.field = field

    def has_permission(self, handler: Handler) -> bool:
        """Return whether there is a user, who may own something."""
        return get_user_id(handler.user) is not None

    def has_object_permission(self, handler: Handler, obj: Any) -> bool:
        """Return whether the caller is the owner."""
        owner = obj[self.field] if isinstance(obj, dict) else getattr(obj, self.field)
        owner_id = get_user_id(owner)
        # As text, because tokens have nothing else.
        return owner_id is not None and owner_id == get_user_id(handler.user)

    def filter_queryset(self, handler: Handler, queryset: Any) -> Any:
        """Return the objects of the caller."""
        return queryset.filter(**{self.field: get_user_id(handler.user)})


def _check_name(rule: str, name: object) -> None:
    if not isinstance(name, str):
        raise TypeError(
            f"{rule}() takes a text, but it was given {name!r:.100}. Combine two rules "
            "with & or |."
        )
