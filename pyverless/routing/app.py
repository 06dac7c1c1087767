"""App: one Lambda function for a whole API."""

from __future__ import annotations

import sys

from pyverless.config import settings
from pyverless.exceptions import (
    ImproperlyConfigured,
    MethodNotAllowedError,
    NotFoundError,
)
from pyverless.handlers.errors import check_settings
from pyverless.handlers.functions import as_http_function
from pyverless.http.headers import ALL_METHODS
from pyverless.routing.router import Router, current_request
from pyverless.routing.table import Table
from pyverless.routing.targets import Nowhere, Preflight, Target
from pyverless.routing.tree import ANY_METHOD, NO_METHOD

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable
    from typing import Any

    from pyverless.http.cors import CORSConfig
    from pyverless.http.request import Request
    from pyverless.http.response import Response
    from pyverless.routing.routes import Route
    from pyverless.types import AwsContext, AwsEvent, LambdaFunction

    Respond = Callable[[Request], Response]

__all__ = ["App"]


# What every request needs is bound once.
_set_current, _reset_current = current_request.set, current_request.reset


class App(Router):
    """The routes of an API behind one Lambda function::

        app = App([path("/articles", ArticleList, ArticleCreate)])

        @app.get("/hello/{name}")
        def hello(name: str):
            return {"message": f"hello {name}"}

        handler = app.as_handler()

    Everything is prepared when it is registered, during INIT. A path that no rule
    matches is answered with 404, a method that nothing there answers with 405.

    `middleware` (default: the setting MIDDLEWARE), `cors` and error handlers hold for
    all routes, and for what has none. `debug` (default: the setting DEBUG) puts
    tracebacks into answers, and events and answers into the log. `serializer` writes
    bodies as JSON text instead of `pyverless.encoding.dumps`. `strip_prefixes` are
    texts and patterns that may stand before every path. A trailing slash is tolerated
    unless `strict_slashes` is set.
    """

    def __init__(
        self,
        routes: Iterable[Route] = (),
        *,
        middleware: Iterable[Any] | None = None,
        cors: Any = None,
        debug: bool | None = None,
        serializer: Callable[[Any], str | bytes] | None = None,
        strip_prefixes: Iterable[str | re.Pattern[str]] = (),
        strict_slashes: bool = False,
    ) -> None:
        super().__init__(middleware=middleware or (), cors=cors)
        if middleware is None:
            self.middleware = None
        self.debug = debug
        self.strict_slashes = strict_slashes
        self._dumps = None if serializer is None else _as_text(serializer)
        self._strip: Callable[[Request], None] | None = None
        if strip_prefixes != ():
            from pyverless.routing.prefixes import make_strip

            self._strip = make_strip(strip_prefixes)
        self._table = Table(strict_slashes=strict_slashes)
        self._targets: list[Target] = []
        self._dresses = {self._strip, debug, serializer} != {None}
        self._nowhere = Nowhere(self)
        self._function = as_http_function(self._prepare)
        for route in routes:
            self.add_route(route)

    # Routes

    def _take_route(self, route: Route) -> None:
        for endpoint in route.endpoints:
            target = Target(route, endpoint, (self, *route.scopes))
            target.prepare(self._get_chain)
            self._table.add(target)
            self._targets.append(target)
        super()._take_route(route)

    def _prepare(self) -> Respond:
        """Put together what depends on settings; called again when they change."""
        check_settings()
        self._chains: dict[Router, Respond | None] = {}
        for target in (self._nowhere, *self._targets):
            target.prepare(self._get_chain)
        return self.respond

    def _get_chain(self, router: Router) -> Respond | None:
        """Return the middleware of a Router, made once, or None where it has none."""
        if router not in self._chains:
            factories = router.middleware
            if factories is None and router is self:
                factories = settings.resolve("MIDDLEWARE")
            self._chains[router] = _make_chain(router, factories) if factories else None
        return self._chains[router]

    # Requests

    def __call__(self, event: AwsEvent, context: AwsContext = None) -> Any:
        """Answer one invocation: an App is a Lambda function as it is."""
        return self._function(event, context)

    def as_handler(self) -> LambdaFunction:
        """Return the Lambda function of this App, a plain `handler(event, context)`."""
        # Views may use a store, which no class of handlers names then.
        if "pyverless.models" in sys.modules:
            from pyverless.models import prepare_stores

            prepare_stores()
        return self._function

    def respond(self, request: Request) -> Response:
        """Return the encoded response to a request."""
        if self._dresses:
            self._dress(request)
        target: Any = self._table.find(request)
        if target is None:
            target = self._search(request, request.method)
        request.target = target
        request.token = token = _set_current(request)
        respond: Respond = target.respond
        try:
            return respond(request)
        finally:
            _reset_current(token)

    def _dress(self, request: Request) -> None:
        """Give a request what the App declares for all of them."""
        if self._dumps is not None:
            request.dumps = self._dumps
        request.debug = self.debug
        if self._strip is not None:
            self._strip(request)

    def _search(self, request: Request, method: str | None) -> Target | Preflight:
        """Return what answers where the event does not name the route."""
        allowed: set[str] = set()
        found = self._table.search(request, method, allowed)
        if method == "OPTIONS" and not (found and found[0].endpoint.answers_options):
            preflight = self._get_preflight(request)
            if preflight is not None:
                return preflight
        if found is not None:
            target, request.arguments = found
            return target
        if not allowed:
            request.failure = NotFoundError()
            return self._nowhere
        headers = {"Allow": ", ".join(_expanded(allowed))}
        request.failure = MethodNotAllowedError(headers=headers)
        if self._nowhere.cors is not None:
            return self._nowhere
        return self._nowhere.with_cors(_first_cors(self._get_targets(request, allowed)))

    def _get_targets(self, request: Request, offered: set[str]) -> dict[str, Target]:
        """Return what answers the methods on the path of a request."""
        methods = _expanded(offered)
        found = {m: self._table.search(request, m, set()) for m in methods}
        return {m: pair[0] for m, pair in found.items() if pair is not None}

    def _get_preflight(self, request: Request) -> Preflight | None:
        """Return what answers OPTIONS on a path that has CORS, or None.

        The configuration is that of the method that is asked for.
        """
        offered: set[str] = set()
        self._table.search(request, NO_METHOD, offered)
        targets = self._get_targets(request, offered)
        wanted = request.headers.get("access-control-request-method", "")
        asked = targets.get(wanted)
        cors = asked.cors if asked is not None else _first_cors(targets)
        if cors is None:
            return None
        shared = [m for m, target in targets.items() if target.cors == cors]
        return Preflight(cors, [*targets], shared, (self,))


def _first_cors(targets: dict[str, Target]) -> CORSConfig | None:
    found = (target.cors for target in targets.values())
    return next((cors for cors in found if cors is not None), None)


def _make_chain(router: Router, factories: Iterable[Any]) -> Respond:
    def go_on(request: Request) -> Response:
        return request.target.inside[router](request)  # type: ignore[no-any-return]

    def get_error_handlers(request: Request) -> list[Any]:
        scopes = request.target.scopes
        around = scopes[: scopes.index(router) + 1]
        return [scope.error_handlers for scope in reversed(around)]

    from pyverless.handlers.pipeline import add_middleware

    wanted_by = f"The middleware of the {type(router).__name__}"
    return add_middleware(go_on, factories, wanted_by, get_error_handlers)


def _expanded(methods: set[str]) -> list[str]:
    """Return the methods that these mean, sorted."""
    if ANY_METHOD in methods:
        return sorted({*methods, *ALL_METHODS} - {ANY_METHOD})
    return sorted({*methods, *({"HEAD"} if "GET" in methods else ())})


def _as_text(serializer: Callable[[Any], str | bytes]) -> Callable[[Any], str]:
    """Return a serializer whose bytes, orjson's say, are text as well."""
    if not callable(serializer):
        raise ImproperlyConfigured(
            f"serializer={serializer!r} must be a function that returns JSON text."
        )

    def dumps(value: Any) -> str:
        text = serializer(value)
        return text if isinstance(text, str) else text.decode()

    return dumps
