"""Targets: endpoints with everything that their route, Routers and App declare."""

from __future__ import annotations

from pyverless.config import settings
from pyverless.exceptions import NotFoundError
from pyverless.handlers.errors import answer_safely
from pyverless.routing.endpoints import Endpoint, Options
from pyverless.routing.routes import Route

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pyverless.handlers.errors import ErrorHandlers
    from pyverless.http.cors import CORSConfig
    from pyverless.http.request import Request
    from pyverless.http.response import Response
    from pyverless.routing.router import Router

    Respond = Callable[[Request], Response]

__all__ = ["Nowhere", "Preflight", "Target"]


class Target:
    """What answers requests of one route and some methods."""

    #: What answers a request; see `prepare()`.
    respond: Respond
    #: Who may read the answers from other origins.
    cors: CORSConfig | None

    def __init__(
        self,
        route: Route,
        endpoint: Endpoint,
        scopes: tuple[Router, ...],
    ) -> None:
        self.rule = route.rule
        self.pattern = route.pattern
        self.segments = route.segments
        self.names = route.names
        self.endpoint = endpoint
        # Only now: a prefix may have what the rule of a Router has not.
        endpoint.check_given(self.rule, self.names)
        #: The App and the Routers around it, the outermost first.
        self.scopes = scopes
        self._options = route.options
        #: What each Router's middleware leads to.
        self.inside: dict[Router, Respond] = {}

    @property
    def is_open(self) -> bool:
        """Whether a part of any length may match."""
        return "+}" in self.rule or "+>" in self.rule

    @property
    def literal_start(self) -> int:
        """How much literal text comes first."""
        return len(self.rule.replace("<", "{").partition("{")[0])

    @property
    def place(self) -> str:
        """What is behind which rule, for messages."""
        return f"{self.endpoint.description} at {self.rule!r}"

    @property
    def error_handlers(self) -> list[ErrorHandlers]:
        """The error handlers around it, the nearest first."""
        return [scope.error_handlers for scope in reversed(self.scopes)]

    def prepare(self, get_chain: Callable[[Router], Respond | None]) -> None:
        """Put everything together that surrounds the endpoint.

        Called during INIT, and again when settings have changed. `get_chain` returns
        the middleware of a Router, which goes on with what `inside` says.
        """
        respond = self.endpoint.prepare(self.names)
        if callable(self._options.etag):
            from pyverless.handlers.pipeline import add_precondition

            respond = add_precondition(respond, self._options.etag)
        respond = self.endpoint.protect(respond, self._options)
        for scope in reversed(self.scopes):
            chain = get_chain(scope)
            if chain is not None:
                self.inside[scope] = respond
                respond = chain
        self.cors = self._choose_cors()
        self.respond = self._finished(respond)

    def _choose_cors(self) -> CORSConfig | None:
        outwards = [scope.cors for scope in reversed(self.scopes)]
        declared = [self._options.cors, self.endpoint.cors, *outwards]
        if declared.count(None) == len(declared) and not settings.CORS_ORIGIN:
            return None  # as in most Apps, which need not load the rest
        from pyverless.handlers.pipeline import choose_cors

        return choose_cors(*declared)

    def _finished(self, respond: Respond) -> Respond:
        """Return `respond` with what is done to its responses, as it is declared."""
        said, own = self._options, self.endpoint
        etag = own.etag if said.etag is None else said.etag
        age = own.cache_control if said.cache_control is None else said.cache_control
        compress = own.compress if said.compress is None else said.compress
        if self.cors is None and age is None and not (compress or etag):
            return respond
        from pyverless.handlers.pipeline import add_finish

        return add_finish(
            respond,
            cors=self.cors,
            compress=compress,
            cache_control=age,
            etag=etag is True,  # a function's tags are not mixed with hashes
        )


class Nowhere(Target):
    """What answers where no route does: with the error that says so.

    The App's middleware and CORS are around it as around everything else.
    """

    def __init__(self, app: Router) -> None:
        super().__init__(Route("/", (), Options()), _Refusal(), (app,))
        self.rule = ""

    def with_cors(self, cors: CORSConfig | None) -> Nowhere:
        """Return this with the CORS of a path, for an App that has none itself."""
        if cors is None:
            return self
        from pyverless.handlers.pipeline import add_finish

        twin = Nowhere.__new__(Nowhere)
        vars(twin).update(vars(self), respond=add_finish(self.respond, cors=cors))
        return twin


class _Refusal(Endpoint):
    """Answers with the exception that a request has met with."""

    def prepare(self, names: Sequence[str]) -> Respond:
        def respond(request: Request) -> Response:
            return answer_safely(request.failure or NotFoundError(), request)

        return respond


class Preflight:
    """What answers OPTIONS for the other methods of a path: CORS, to everybody."""

    rule = ""

    def __init__(
        self,
        cors: CORSConfig,
        methods: Iterable[str],
        shared: Iterable[str],
        scopes: tuple[Router, ...],
    ) -> None:
        self._cors = cors
        self._methods = methods
        self._shared = shared
        self.scopes = scopes

    def respond(self, request: Request) -> Response:
        """Return the encoded response."""
        response = self._cors.preflight(request, self._shared)
        # Methods for which others may be allowed are answered all the same.
        response.headers["Allow"] = ", ".join(self._methods)
        response.encode()
        return response
