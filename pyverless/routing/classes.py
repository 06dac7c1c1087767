"""Handler classes behind a rule."""

from __future__ import annotations

from pyverless.config import settings
from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers.lifecycle import Lifecycle
from pyverless.handlers.plan import Plan
from pyverless.routing.endpoints import Endpoint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from pyverless.http.request import Request
    from pyverless.http.response import Response
    from pyverless.routing.endpoints import Options

    Respond = Callable[[Request], Response]

__all__ = ["HandlerEndpoint", "is_http_handler"]


class HandlerEndpoint(Endpoint):
    """A handler class, with the keywords of `as_handler()`."""

    def __init__(self, cls: type[Lifecycle], initkwargs: dict[str, Any]) -> None:
        self.cls = cls
        self.initkwargs = initkwargs
        self._take(Plan(cls, initkwargs))

    def _take(self, plan: Plan) -> None:
        self._plan = plan
        self.methods = plan.declared_methods
        self.answers_options = plan.answers_options
        self.cors = plan.cors
        self.compress = plan.compress or None
        self.cache_control = plan.cache_control
        self.etag = plan.etag or None

    @property
    def description(self) -> str:
        """The module and the name of the class."""
        return f"{self.cls.__module__}.{self.cls.__qualname__}"

    def prepare(self, names: Sequence[str]) -> Respond:
        """Return what answers requests, with the class's own middleware around it."""
        if self._plan.generation != settings.generation:
            self._take(Plan(self.cls, self.initkwargs))
        return self._plan.get_respond()

    def protect(self, respond: Respond, options: Options) -> Respond:
        """Return `respond`: the class has permissions of its own.

        Raises ImproperlyConfigured for options that would come before these.
        """
        if options.permission_classes is not None:
            raise ImproperlyConfigured(
                f"A route to {self.description} has permission_classes. Set them on "
                "the class."
            )
        if callable(options.etag) and self._plan.access.authenticates:
            raise ImproperlyConfigured(
                f"A route to {self.description} has a function as etag, which would "
                "tell strangers what the class keeps from them. Give the class "
                "ConditionalMixin and get_etag()."
            )
        return respond


def is_http_handler(cls: type) -> bool:
    """Return whether a class is a handler of HTTP requests."""
    return issubclass(cls, Lifecycle) and cls.is_http
