"""What stands around handlers and views: middleware, and the finish of responses."""

from __future__ import annotations

from pyverless.config import resolve, settings
from pyverless.exceptions import ImproperlyConfigured, PreconditionFailedError
from pyverless.handlers.errors import answer_safely, error_handlers_of
from pyverless.handlers.results import as_response
from pyverless.http.response import Response

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from pyverless.handlers.errors import ErrorHandlers
    from pyverless.handlers.plan import Plan
    from pyverless.http.cors import CORSConfig
    from pyverless.http.request import Request

    Respond = Callable[[Request], Response]
    Finisher = Callable[[Request, Response], None]

__all__ = [
    "add_finish",
    "add_middleware",
    "add_precondition",
    "choose_cors",
    "prepare_function",
]


def prepare_function(respond: Respond, plan: Plan) -> Respond:
    """Return `respond` as a Lambda function of its own needs it.

    What the handler class declares holds, then what the settings say.
    """
    cors = choose_cors(plan.cors)
    respond = add_middleware(
        respond, settings.resolve("MIDDLEWARE"), "MIDDLEWARE", error_handlers_of
    )
    respond = add_finish(
        respond,
        cors=cors,
        compress=plan.compress,
        cache_control=plan.cache_control,
        etag=plan.etag,
    )
    if cors is None or plan.answers_options:
        return respond
    return _with_preflight(respond, cors, plan.methods)


# Middleware


def add_middleware(
    respond: Respond,
    factories: Iterable[Any],
    wanted_by: str,
    get_error_handlers: Callable[[Request], Iterable[ErrorHandlers]],
) -> Respond:
    """Return `respond` inside of middleware, the first of which is the outermost.

    Each sees responses, never exceptions: what one of them raises is answered before
    the next one outwards goes on.
    """
    for item in reversed([*factories]):
        factory = resolve(item, wanted_by)
        if not callable(factory):
            raise ImproperlyConfigured(
                f"{wanted_by} has {factory!r}. A middleware is a function of "
                "`get_response` that returns a function of the request."
            )
        respond = _guarded(factory(respond), factory, get_error_handlers)
    return respond


def _guarded(
    handle: Any,
    factory: Any,
    get_error_handlers: Callable[[Request], Iterable[ErrorHandlers]],
) -> Respond:
    name = getattr(factory, "__qualname__", repr(factory))
    if not callable(handle):
        raise ImproperlyConfigured(
            f"The middleware {name} returned {handle!r}. It must return a function of "
            "the request."
        )

    def guarded(request: Request) -> Response:
        try:
            response = as_response(handle(request), request)
            # Again, for what the middleware has changed.
            response.encode(request.dumps)
        except Exception as exc:  # noqa: BLE001 - every error is answered
            return answer_safely(exc, request, get_error_handlers(request))
        return response

    return guarded


# Preconditions


def add_precondition(
    respond: Respond, get_etag: Callable[[Request], str | None]
) -> Respond:
    """Return `respond` for requests whose preconditions hold (RFC 9110 §13).

    `get_etag` tells the current entity tag of what a request is about, None where there
    is none. It is called first, so that 304 and 412 cost nothing more.
    """
    from pyverless.http.conditional import check_preconditions, quote_etag

    def checked(request: Request) -> Response:
        try:
            found = get_etag(request)
            etag = None if found is None else quote_etag(found)
            status = check_preconditions(request, etag, None, exists=etag is not None)
            if status == 412:
                raise PreconditionFailedError
        except Exception as exc:  # noqa: BLE001 - every error is answered
            return answer_safely(exc, request)
        if status == 304:
            response = Response(status_code=304)
            response.encode()
        else:
            response = respond(request)
        if etag is not None and request.method in ("GET", "HEAD"):
            response.headers.setdefault("ETag", etag)
        return response

    return checked


# The finish: in the order that RFC 9110 leaves, validators before codings


def add_finish(
    respond: Respond,
    *,
    cors: CORSConfig | None = None,
    compress: bool | None = None,
    cache_control: str | None = None,
    etag: bool = False,
) -> Respond:
    """Return `respond` with what is done to each of its responses, errors included."""
    if not (cors or compress or etag) and cache_control is None:
        return respond
    finishers: list[Finisher] = []
    if cache_control is not None:
        finishers.append(_cache_for(cache_control))
    if etag:
        from pyverless.http.conditional import finish_conditional

        finishers.append(finish_conditional)
    if compress:
        # For the last steps of an answer, but loaded here: during INIT.
        import binascii  # noqa: F401

        import pyverless.handlers.answers
        import pyverless.http.compression  # noqa: F401

        finishers.append(_want_compression)
    if cors is not None:
        finishers.append(cors.apply)
    return _finished(respond, finishers)


def _finished(respond: Respond, finishers: Sequence[Finisher]) -> Respond:
    def finished(request: Request) -> Response:
        response = respond(request)
        for finish in finishers:
            finish(request, response)
        return response

    return finished


def _cache_for(value: str) -> Finisher:
    def finish(request: Request, response: Response) -> None:  # noqa: ARG001
        # Without this, caches may keep a 404 for as long as they like (RFC 9111 §4.2.2)
        status = response.status_code
        succeeds = 200 <= status < 300 or status == 304
        response.headers.setdefault("Cache-Control", value if succeeds else "no-cache")

    return finish


def _want_compression(request: Request, response: Response) -> None:  # noqa: ARG001
    if response.compress is None:
        response.compress = True


# CORS


def choose_cors(*declared: Any) -> CORSConfig | None:
    """Return the first CORSConfig that is declared, the nearest to the view first.

    False ends the search without one. True means whatever is declared farther out, the
    settings last, and else the defaults.
    """
    wanted = False
    for value in declared:
        if value is True:
            wanted = True
        elif value is False and not wanted:
            return None
        elif value not in (None, False):
            return _check_cors(value)
    if not settings.CORS_ORIGIN and not wanted:
        return None
    from pyverless.http.cors import CORSConfig, cors_from_settings

    return cors_from_settings() or (CORSConfig() if wanted else None)


def _check_cors(value: Any) -> CORSConfig:
    from pyverless.http.cors import CORSConfig

    if not isinstance(value, CORSConfig):
        raise ImproperlyConfigured(
            f"cors={value!r} was declared. It must be a CORSConfig, True, False or "
            "None."
        )
    return value


def _with_preflight(
    respond: Respond, cors: CORSConfig, methods: Iterable[str]
) -> Respond:
    def answered(request: Request) -> Response:
        if request.method != "OPTIONS":
            return respond(request)
        response = cors.preflight(request, methods)
        response.encode()
        return response

    return answered
