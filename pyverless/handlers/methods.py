"""MethodHandler: one class, one method per HTTP verb."""

from __future__ import annotations

from pyverless.exceptions import MethodNotAllowedError
from pyverless.handlers.base import BaseHandler
from pyverless.handlers.lifecycle import ALL_METHODS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["MethodHandler"]


class MethodHandler(BaseHandler):
    """A handler with `get`, `post`, `put`, `patch`, `delete`, `head` or `options`
    methods.

    The methods that a subclass defines are those it answers; HEAD is answered by `get`.
    Bodies are read for POST, PUT and PATCH only: see `stage_methods`.
    """

    stage_methods = {"load_body": ("POST", "PUT", "PATCH")}

    def get_allowed_methods(self) -> tuple[str, ...]:
        """Return the HTTP methods that the class defines."""
        return tuple(m for m in self.allowed_methods if hasattr(self, m.lower()))

    def perform_action(self) -> Any:
        """Call the method of the request's verb."""
        method = self.request.method
        if method == "HEAD" and not hasattr(self, "head"):
            method = "GET"
        if method not in ALL_METHODS:
            raise MethodNotAllowedError(headers={"Allow": self.plan.allow})
        return getattr(self, method.lower())()
