"""Router: routes, middleware and error handlers that an App or a Router includes."""

from __future__ import annotations

from contextvars import ContextVar, Token

from pyverless.exceptions import ImproperlyConfigured, NotFoundError
from pyverless.handlers.errors import ErrorHandlers
from pyverless.routing.endpoints import NO_OPTIONS, Options
from pyverless.routing.routes import Route, get_endpoint, get_methods

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from typing import Any, TypeVar, Unpack

    from pyverless.http.request import Request
    from pyverless.http.response import Response
    from pyverless.routing.routes import Rule
    from pyverless.types import RouteOptions

    F = TypeVar("F", bound=Callable[..., Any])

__all__ = ["Router", "current_request"]

#: The request that is being answered, in this thread or task.
current_request: ContextVar[Request] = ContextVar("pyverless.current_request")


class Router:
    """A part of an API, to be included in an App or in another Router::

        router = Router()

        @router.get("/{name}")
        def get_user(name: str): ...

        app.include_router(router, prefix="/users")

    What is declared here (middleware, error handlers, `cors`) holds for its own routes
    only. Mistakes raise ImproperlyConfigured at the line that makes them.
    """

    def __init__(self, *, middleware: Iterable[Any] = (), cors: Any = None) -> None:
        self.routes: list[Route] = []
        self.middleware: list[Any] | None = list(middleware)
        self.cors = cors
        self.error_handlers = ErrorHandlers()
        self._owners: list[tuple[Router, str]] = []

    # Routes

    def add_route(self, route: Route) -> None:
        """Register a route of `path()`, here and wherever this is included."""
        self._take_route(route)
        self.routes.append(route)

    def _take_route(self, route: Route) -> None:
        for owner, prefix in self._owners:
            owner.add_route(route.included(self, prefix))

    def route(
        self,
        rule: Rule,
        methods: Collection[str] | str | None = None,
        **options: Unpack[RouteOptions],
    ) -> Callable[[F], F]:
        """Return a decorator that registers a view for these methods, by default all.

        The view stays as it is, so that decorators can be stacked. `options` are those
        of `path()`.
        """
        named = None
        if methods is not None:
            named = get_methods(methods, f"The route {rule!r}")
        return self._register(rule, named, options)

    def _register(
        self, rule: Rule, methods: Collection[str] | None, options: RouteOptions
    ) -> Callable[[F], F]:
        declared = Options(**options) if options else NO_OPTIONS

        def register(view: F) -> F:
            endpoint = get_endpoint(view, methods, f"The route {rule!r}")
            self.add_route(Route(rule, [endpoint], declared))
            return view

        return register

    def get(self, rule: Rule, **options: Unpack[RouteOptions]) -> Callable[[F], F]:
        """Return a decorator that registers a view for GET; it answers HEAD as well."""
        return self._register(rule, frozenset(("GET",)), options)

    def post(self, rule: Rule, **options: Unpack[RouteOptions]) -> Callable[[F], F]:
        """Return a decorator that registers a view for POST."""
        return self._register(rule, frozenset(("POST",)), options)

    def put(self, rule: Rule, **options: Unpack[RouteOptions]) -> Callable[[F], F]:
        """Return a decorator that registers a view for PUT."""
        return self._register(rule, frozenset(("PUT",)), options)

    def patch(self, rule: Rule, **options: Unpack[RouteOptions]) -> Callable[[F], F]:
        """Return a decorator that registers a view for PATCH."""
        return self._register(rule, frozenset(("PATCH",)), options)

    def delete(self, rule: Rule, **options: Unpack[RouteOptions]) -> Callable[[F], F]:
        """Return a decorator that registers a view for DELETE."""
        return self._register(rule, frozenset(("DELETE",)), options)

    def head(self, rule: Rule, **options: Unpack[RouteOptions]) -> Callable[[F], F]:
        """Return a decorator that registers a view for HEAD, where GET's won't do."""
        return self._register(rule, frozenset(("HEAD",)), options)

    def options(self, rule: Rule, **options: Unpack[RouteOptions]) -> Callable[[F], F]:
        """Return a decorator that registers a view for OPTIONS, instead of CORS."""
        return self._register(rule, frozenset(("OPTIONS",)), options)

    def include_router(self, router: Router, prefix: str = "") -> None:
        """Include all routes of a Router, those that it gets later as well.

        `prefix`, as in `/users` or `/users/{id}`, comes before their rules.
        """
        self._check_included(router)
        if prefix and not prefix.startswith("/"):
            raise ImproperlyConfigured(
                f"The prefix {prefix!r} must start with a slash."
            )
        owner = (self, prefix.rstrip("/"))
        for route in router.routes:
            self.add_route(route.included(router, owner[1]))
        router._owners.append(owner)

    def _check_included(self, router: Any) -> None:
        if not isinstance(router, Router) or router is self or self._is_in(router):
            raise ImproperlyConfigured(
                f"include_router() can't take {router!r}. It takes a Router that does "
                "not include this one."
            )

    def _is_in(self, router: Router) -> bool:
        return any(owner is router or owner._is_in(router) for owner, _ in self._owners)

    # Errors

    def exception_handler(self, *exceptions: Any) -> Callable[[F], F]:
        """Return a decorator for the function that answers these exceptions::

            @app.exception_handler(ValueError, KeyError)
            def bad_value(exc): return {"error": str(exc)}, 400

        Subclasses are meant too; the nearest class wins, then the nearest Router. The
        function gets the exception and returns what a view may. One for Exception does
        not see the errors that are answers already: name ServiceError for those.
        """
        classes: list[Any] = []
        for item in exceptions:
            classes += item if isinstance(item, list | tuple) else [item]

        def register(function: F) -> F:
            self.error_handlers.register(classes, function)
            return function

        if not classes:
            raise ImproperlyConfigured(
                "exception_handler() has no classes. Name some, as in "
                "exception_handler(ValueError)."
            )
        return register

    def not_found(self, function: F) -> F:
        """Register the function that answers every NotFoundError; a decorator.

        On an App it answers paths without a route as well.
        """
        return self.exception_handler(NotFoundError)(function)

    # The current request

    @property
    def request(self) -> Request:
        """The request that is being answered, in a view and all it calls."""
        return _get_request(self)

    @property
    def response(self) -> Response:
        """What the view prepares of its answer: status, headers, cookies."""
        return _get_request(self).response

    @property
    def context(self) -> dict[str, Any]:
        """Values for this request, which a middleware hands to a view."""
        return _get_request(self).context


def _get_request(router: Router) -> Request:
    """Return the innermost request that is answered by a route of `router`."""
    request = current_request.get(None)
    while request is not None:
        if router in request.target.scopes:
            return request
        outer = request.token.old_value
        request = None if outer is Token.MISSING else outer
    raise RuntimeError(
        "There is no request here. app.request, app.response and app.context are there "
        "while a view answers, in its own thread; hand them to other threads yourself."
    )
