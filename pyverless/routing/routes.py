"""Routes: which handlers and views stand behind which rule."""

from __future__ import annotations

import re

from pyverless.exceptions import ImproperlyConfigured
from pyverless.routing.endpoints import Options
from pyverless.routing.patterns import parse_rule
from pyverless.routing.tree import ANY_METHOD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Any

    from pyverless.routing.endpoints import Endpoint
    from pyverless.routing.patterns import Segment
    from pyverless.routing.router import Router

    #: A rule, or a regular expression.
    Rule = str | re.Pattern[str]

__all__ = ["Route", "get_endpoint", "get_methods", "path"]


class Route:
    """A rule and what stands behind it; make one with `path()` or a decorator."""

    def __init__(
        self,
        rule: Rule,
        endpoints: Sequence[Endpoint],
        options: Options,
        scopes: tuple[Router, ...] = (),
    ) -> None:
        #: The regular expression, where the rule is one.
        self.pattern = _as_pattern(rule)
        self.rule: str = rule if isinstance(rule, str) else rule.pattern
        #: The segments, where it has some.
        self.segments: list[Segment] = []
        #: The parameters, in order.
        self.names: tuple[str, ...]
        if self.pattern is None:
            self.segments, self.names = parse_rule(self.rule)
        else:
            self.names = (*self.pattern.groupindex,)
        self.endpoints = endpoints
        self.options = options
        #: The Routers it belongs to, the outermost first.
        self.scopes = scopes
        for endpoint in endpoints:
            endpoint.check_taken(self.rule, self.names)

    def __repr__(self) -> str:
        names = ", ".join(endpoint.description for endpoint in self.endpoints)
        return f"<Route {self.rule} {names}>"

    def included(self, router: Router, prefix: str) -> Route:
        """Return this route as a Router has it that includes it below a prefix."""
        return Route(
            self._below(prefix), self.endpoints, self.options, (router, *self.scopes)
        )

    def _below(self, prefix: str) -> Rule:
        if self.pattern is None:
            # The Router's own root is the prefix itself.
            return prefix if prefix and self.rule == "/" else prefix + self.rule
        if not prefix:
            return self.pattern
        if set("{}<>") & set(prefix):
            raise ImproperlyConfigured(
                f"The prefix {prefix!r} has parameters, the rule {self.rule!r} below "
                "it is a regular expression. Write one expression with named groups."
            )
        # Only at the very start of an expression: the flags are handed over anyway.
        rule = re.sub(r"^(\(\?[aimsux]+\))?\^?", "", self.rule)
        start = "" if rule.startswith("/") else "/"
        pattern = f"{re.escape(prefix)}{start}(?:{rule})"
        return re.compile(pattern, self.pattern.flags)


def _as_pattern(rule: Rule) -> re.Pattern[str] | None:
    if isinstance(rule, re.Pattern) and isinstance(rule.pattern, str):
        return rule
    if not isinstance(rule, str):
        raise ImproperlyConfigured(
            f"A rule is {rule!r}. It must be text, as in '/articles/{{id}}', or a "
            "compiled regular expression of text."
        )
    if rule.startswith("/"):
        return None
    if not rule:
        raise ImproperlyConfigured("A rule is empty. The root of an App is '/'.")
    if rule[0].isalnum() or rule[0] in "{<":
        # A typing error: no path matches such an expression.
        raise ImproperlyConfigured(f"The rule {rule!r} must start with a slash.")
    try:
        return re.compile(rule)
    except re.error as exc:
        raise ImproperlyConfigured(
            f"The rule {rule!r} does not start with a slash, so that it is read as a "
            f"regular expression, but it is none: {exc}."
        ) from exc


def path(
    rule: Rule,
    *targets: Any,
    methods: Collection[str] | str | None = None,
    cors: Any = None,
    compress: bool | None = None,
    cache_control: str | None = None,
    etag: Any = None,
    permission_classes: Any = None,
) -> Route:
    """Return the route of a rule to its targets, for `App([...])` and `add_route()`.

    Targets are handler classes, functions from `as_handler()` and function views. Each
    class answers its own HTTP methods: `path("/articles", ArticleList,
    ArticleCreate)`; views answer `methods`, by default all. The other keywords hold for
    the route instead of what class, Router and App say; `permission_classes` are for
    views, instead of the setting PERMISSION_CLASSES. Raises ImproperlyConfigured for
    a rule or a target that can't be used.
    """
    wanted_by = f"path({rule!r})"
    if not targets:
        raise ImproperlyConfigured(
            f"{wanted_by} leads nowhere: name a handler class or a view."
        )
    named = None if methods is None else get_methods(methods, wanted_by)
    endpoints = [get_endpoint(target, named, wanted_by) for target in targets]
    options = Options(
        cors=cors,
        compress=compress,
        cache_control=cache_control,
        etag=etag,
        permission_classes=permission_classes,
    )
    return Route(rule, endpoints, options)


def get_methods(methods: Any, wanted_by: str) -> frozenset[str]:
    """Return HTTP methods in upper case; ImproperlyConfigured for what is none."""
    is_many = hasattr(methods, "__iter__") and not isinstance(methods, str)
    named = frozenset(methods if is_many else [methods])
    for method in named:
        if not (isinstance(method, str) and method.replace("-", "").isalpha()):
            raise ImproperlyConfigured(
                f"{wanted_by} has the method {method!r}. Methods are words, as in "
                "methods=['GET', 'POST']."
            )
    if not named:
        raise ImproperlyConfigured(
            f"{wanted_by} has no methods. Leave them out where every method is meant."
        )
    return frozenset(method.upper() for method in named)


# Targets


def get_endpoint(
    target: Any, methods: Collection[str] | None, wanted_by: str
) -> Endpoint:
    """Return the endpoint of a handler class, an `as_handler()` function or a view.

    `methods` are for views; None means every method. Raises ImproperlyConfigured for
    what can't be used.
    """
    cls = getattr(target, "handler_class", target)
    if isinstance(cls, type):
        return _get_endpoint_of_class(cls, target, methods, wanted_by)
    if not callable(target):
        raise _unusable(target, wanted_by)
    # Here, because many an App has nothing but classes.
    from pyverless.routing.views import ViewEndpoint

    return ViewEndpoint(target, ANY_METHOD if methods is None else methods)


def _get_endpoint_of_class(
    cls: type, target: Any, methods: Collection[str] | None, wanted_by: str
) -> Endpoint:
    # Here, because many an App has nothing but views.
    from pyverless.routing.classes import HandlerEndpoint, is_http_handler

    if not is_http_handler(cls):
        raise _unusable(target, wanted_by)
    if hasattr(target, "__wrapped__"):
        # functools.wraps() copies handler_class; what it wraps runs undecorated.
        raise ImproperlyConfigured(
            f"{wanted_by} can't lead to {target!r}, because it is decorated. Name "
            "the handler class, and put what the decorator does into a middleware."
        )
    if methods is not None:
        raise ImproperlyConfigured(
            f"{wanted_by} has methods for {cls.__name__}, which says itself what "
            "it answers. Set its allowed_methods."
        )
    return HandlerEndpoint(cls, getattr(target, "handler_initkwargs", {}))


def _unusable(target: Any, wanted_by: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"{wanted_by} can't lead to {target!r}. It takes classes of HTTP handlers, "
        "the functions that their as_handler() returns, and function views."
    )
