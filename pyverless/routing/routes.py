"""Routes: which handlers stand behind which rule."""

from __future__ import annotations

from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers.base import Endpoint
from pyverless.handlers.lifecycle import Lifecycle
from pyverless.routing.patterns import parse_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["Route", "path"]


class Route:
    """A rule and the handlers behind it; make one with `path()`."""

    def __init__(self, rule: str, endpoints: list[Endpoint]) -> None:
        parse_rule(rule)  # so that a mistake shows at the line that has it
        self.rule = rule
        self.endpoints = endpoints

    def __repr__(self) -> str:
        names = ", ".join(endpoint.plan.name for endpoint in self.endpoints)
        return f"<Route {self.rule} {names}>"


def path(rule: str, *targets: Any) -> Route:
    """Return the route of a rule to handler classes or functions from `as_handler()`.

    Each target answers its own HTTP methods: `path("/articles", ArticleList,
    ArticleCreate)`. Raises ImproperlyConfigured for a rule or a target that can't be
    used.
    """
    if not targets:
        raise ImproperlyConfigured(
            f"path({rule!r}) leads nowhere: name a handler class."
        )
    return Route(rule, [_get_endpoint(rule, target) for target in targets])


def _get_endpoint(rule: str, target: Any) -> Endpoint:
    cls = getattr(target, "handler_class", target)
    if hasattr(target, "__wrapped__"):
        # functools.wraps() copies handler_class; what it wraps would run undecorated.
        raise ImproperlyConfigured(
            f"path({rule!r}) can't lead to {target!r}, because it is decorated. Name "
            "the handler class, and put what the decorator does into its dispatch()."
        )
    if not (isinstance(cls, type) and issubclass(cls, Lifecycle) and cls.is_http):
        raise ImproperlyConfigured(
            f"path({rule!r}) can't lead to {target!r}. It takes classes of HTTP "
            "handlers, and the functions that their as_handler() returns."
        )
    return Endpoint(cls, getattr(target, "handler_initkwargs", {}))
