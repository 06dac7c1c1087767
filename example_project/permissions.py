"""Who may do what."""

from __future__ import annotations

from typing import Any

from pyverless.auth import BasePermission, IsOwner


class IsAdmin(BasePermission):
    """Administrators only."""

    message = "Only administrators may do this."

    def has_permission(self, handler: Any) -> bool:
        """Return whether the caller is one."""
        return bool(handler.user and handler.user.is_admin)


class IsAuthor(IsOwner):
    """Only who wrote an article; with others: `IsAuthor | IsAdmin`."""

    field = "author_id"
    message = "Only the author may change this article."
