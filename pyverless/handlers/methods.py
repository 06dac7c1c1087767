"""MethodHandler: one class, one method per HTTP verb."""

from __future__ import annotations

from pyverless.exceptions import ImproperlyConfigured, MethodNotAllowedError
from pyverless.handlers.base import BaseHandler

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.handlers.plan import Plan

__all__ = ["MethodHandler"]


class MethodHandler(BaseHandler):
    """A handler with a method per verb: `get`, `post`, `put`, `patch`, `delete`, …

    The methods that a subclass defines are those it answers; HEAD is answered by `get`.
    Bodies are read for POST, PUT and PATCH only: see `stage_methods`.
    """

    stage_methods = {"load_body": ("POST", "PUT", "PATCH")}

    def prepare(self, plan: Plan) -> None:
        """Check that there is a method."""
        super().prepare(plan)
        if not self.get_allowed_methods():
            raise ImproperlyConfigured(
                f"{plan.name} answers no HTTP method. Define {plan.name}.get(), "
                f"{plan.name}.post() or another one of {self.allowed_methods!r}."
            )

    def get_allowed_methods(self) -> tuple[str, ...]:
        """Return the HTTP methods that the class defines."""
        return tuple(m for m in self.allowed_methods if hasattr(self, m.lower()))

    def perform_action(self) -> Any:
        """Call the method of the request's verb."""
        method = self.request.method
        if method == "HEAD" and not hasattr(self, "head"):
            method = "GET"
        if method is None:
            raise MethodNotAllowedError(headers={"Allow": self.plan.allow})
        return getattr(self, method.lower())()
