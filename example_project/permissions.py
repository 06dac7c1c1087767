"""Who may do what."""

from __future__ import annotations

from typing import Any

from pyverless.auth import BasePermission


class IsAuthor(BasePermission):
    """Only who wrote an article may change it."""

    message = "Only the author may change this article."

    def has_object_permission(self, handler: Any, obj: Any) -> bool:
        """Return whether the caller is the author."""
        return bool(obj.author_id == handler.user.id)
