"""App: one Lambda function for a whole API."""

from __future__ import annotations

from pyverless.exceptions import (
    ImproperlyConfigured,
    MethodNotAllowedError,
    NotFoundError,
)
from pyverless.handlers.answers import answer_event
from pyverless.handlers.base import BaseHandler, Endpoint, as_function
from pyverless.routing.patterns import parse_rule, split_path
from pyverless.routing.tree import Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pyverless.http.request import Request
    from pyverless.http.response import Response
    from pyverless.routing.routes import Route
    from pyverless.types import AwsContext, AwsEvent, LambdaFunction

__all__ = ["App"]


class _Nowhere(BaseHandler):
    """What answers where no handler does, to everybody."""

    permission_classes = ()


class App:
    """The routes of an API behind one Lambda function::

        app = App([path("/articles", ArticleList, ArticleCreate)])
        handler = app.as_handler()

    Handlers are prepared when they are registered, during INIT. A path that no rule
    matches is answered with 404, a method that none of its handlers has with 405. A
    trailing slash is tolerated unless `strict_slashes` is set.
    """

    def __init__(
        self, routes: Iterable[Route] = (), *, strict_slashes: bool = False
    ) -> None:
        self.routes: list[Route] = []
        self.strict_slashes = strict_slashes
        self._tree = Tree()
        self._places: dict[Any, str] = {}
        self._nowhere = Endpoint(_Nowhere, {})
        self._function = as_function(self._invoke)
        for route in routes:
            self.add_route(route)

    def add_route(self, route: Route) -> None:
        """Register a route of `path()`.

        Raises ImproperlyConfigured when another route has the same paths and method.
        """
        segments = parse_rule(route.rule, strict_slashes=self.strict_slashes)
        names = [segment.name for segment in segments if segment.name]
        leaf = self._tree.add(segments)
        for endpoint in route.endpoints:
            place = f"{endpoint.plan.name} at {route.rule!r}"
            for method in sorted(endpoint.plan.methods):
                self._claim((*(segment.key for segment in segments), method), place)
                leaf[method] = (route, names, endpoint)
        self.routes.append(route)

    def _claim(self, shape: tuple[Any, ...], place: str) -> None:
        """Remember who answers a method on paths of a shape; nobody else may."""
        if shape in self._places:
            raise ImproperlyConfigured(
                f"{shape[-1]} requests would reach both {self._places[shape]} and "
                f"{place}. Limit allowed_methods of one of them, or change its rule."
            )
        self._places[shape] = place

    def __call__(self, event: AwsEvent, context: AwsContext = None) -> Any:
        """Answer one invocation: an App is a Lambda function as it is."""
        return self._function(event, context)

    def as_handler(self) -> LambdaFunction:
        """Return the Lambda function of this App, a plain `handler(event, context)`."""
        return self._function

    def _invoke(self, event: AwsEvent, context: AwsContext) -> Any:
        return answer_event(event, context, self.respond)

    def respond(self, request: Request) -> Response:
        """Return the encoded response to a request."""
        try:
            endpoint = self._find(request)
        except Exception as exc:  # noqa: BLE001 - every error is answered
            return self._nowhere.plan.respond(request, exc)
        return endpoint.plan.respond(request)

    def _find(self, request: Request) -> Endpoint:
        """Return the endpoint of a request, which then has its arguments."""
        raw = request.raw_path
        # Split before decoding: an encoded slash is a part of its segment.
        segments = split_path(raw, strict_slashes=self.strict_slashes)
        if "%" in raw:
            segments = [request.decode_path(text) for text in segments]
        allowed: set[str] = set()
        found = self._tree.find(segments, request.method, allowed)
        if found is None:
            if allowed:
                allow = ", ".join(sorted(allowed))
                raise MethodNotAllowedError(headers={"Allow": allow})
            raise NotFoundError
        (route, names, endpoint), values = found
        request.path_params = dict(zip(names, values, strict=True))
        request.route = route.rule
        target: Endpoint = endpoint
        return target
