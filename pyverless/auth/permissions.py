"""Permissions: what a known or anonymous caller may do."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.types import Handler

__all__ = ["AllowAny", "BasePermission", "IsAuthenticated"]


class BasePermission:
    """One rule; subclass it and name it in `permission_classes`, where all must hold.

    Both methods get the handler, which knows `user`, `request` and `kwargs`.
    """

    #: The sentence that a refused caller reads; None: the default of the 403.
    message: str | None = None
    #: The machine-readable name of the refusal; None: the default of the 403.
    code: str | None = None

    def has_permission(self, handler: Handler) -> bool:
        """Return whether the caller may use the handler; asked before any work."""
        return True

    def has_object_permission(self, handler: Handler, obj: Any) -> bool:
        """Return whether the caller may do this to `obj`; asked when it was found."""
        return True


class AllowAny(BasePermission):
    """Everybody may. With `AuthorizationMixin`: the user is known, or None."""


class IsAuthenticated(BasePermission):
    """Known users only; anybody else gets 401."""

    def has_permission(self, handler: Handler) -> bool:
        """Return whether there is a user."""
        return handler.user is not None
