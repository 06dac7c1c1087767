"""What exceptions are answered with."""

from __future__ import annotations

import sys

from pyverless.config import resolve, settings
from pyverless.exceptions import (
    ImproperlyConfigured,
    InternalServerError,
    ServiceError,
)
from pyverless.handlers.results import as_response
from pyverless.http.problems import problem_json
from pyverless.http.response import Response

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from pyverless.http.request import Request

__all__ = [
    "ErrorHandlers",
    "answer_exception",
    "answer_safely",
    "as_error_response",
    "as_service_error",
    "check_settings",
    "error_handlers_of",
    "get_error_response",
    "render_error",
]


class ErrorHandlers:
    """The functions that an App or a Router has for exceptions."""

    def __init__(self) -> None:
        self._functions: dict[type[BaseException], Callable[[Any], Any]] = {}

    def register(self, classes: Iterable[Any], function: Callable[[Any], Any]) -> None:
        """Answer exceptions of these classes, and of their subclasses.

        Raises ImproperlyConfigured for what is no exception or no function, and for a
        class that has a function already.
        """
        if not callable(function):
            raise ImproperlyConfigured(
                f"{function!r} can't handle exceptions. It must be a function of the "
                "exception."
            )
        for cls in classes:
            if not (isinstance(cls, type) and issubclass(cls, Exception)):
                raise ImproperlyConfigured(
                    f"exception_handler() takes classes of exceptions, not {cls!r}."
                )
            known = self._functions.setdefault(cls, function)
            if known is not function:
                raise ImproperlyConfigured(
                    f"{cls.__name__} would be handled by both {_name_of(known)}() and "
                    f"{_name_of(function)}(). Take one of them away."
                )

    def find(self, exc: Exception) -> Callable[[Any], Any] | None:
        """Return the function for an exception: the one for its nearest class.

        A function for Exception does not see the errors that are answers already, 404
        and 405 among them: they end at ServiceError.
        """
        for cls in type(exc).__mro__:
            if cls in self._functions:
                return self._functions[cls]
            if cls is ServiceError:
                break
        return None


def error_handlers_of(request: Request) -> Iterable[ErrorHandlers]:
    """Return the error handlers around what answers a request, the nearest first."""
    if request.target is None:
        return ()
    handlers: Iterable[ErrorHandlers] = request.target.error_handlers
    return handlers


def answer_exception(
    exc: Exception,
    request: Request,
    handlers: Iterable[ErrorHandlers],
    translate: Callable[[Exception], ServiceError],
) -> Response:
    """Return the answer to an exception; not yet encoded.

    The handlers are asked one after the other. What none of them knows is translated
    and rendered by the setting ERROR_RENDERER.
    """
    function = _find_function(exc, handlers) if handlers else None
    if function is None:
        error = translate(exc)
        if error is not exc and not isinstance(error, InternalServerError):
            # An exception of others, with a meaning: `not_found` sees those as well.
            function = _find_function(error, handlers)
        if function is None:
            response: Response = settings.resolve("ERROR_RENDERER")(error, request)
            return response
        exc = error
    # What a view had prepared when it failed is not meant for the answer to that.
    request.prepared = None
    return as_error_response(function(exc), exc, request, f"{_name_of(function)}()")


def as_error_response(
    result: Any, exc: Exception, request: Request, wanted_by: str
) -> Response:
    """Return the response that an error handler's result means; not yet encoded.

    Without a status it is that of the exception: a 404 stays one.
    """
    if isinstance(result, Response):
        return result
    if result is None:
        raise TypeError(
            f"{wanted_by} returned None for {type(exc).__name__}. Return what a view "
            "may return, or raise the exception again."
        )
    status = exc.status_code if isinstance(exc, ServiceError) else 500
    return as_response(result, request, status)


def _name_of(function: Any) -> str:
    name: str = getattr(function, "__qualname__", None) or repr(function)
    return name


def _find_function(
    exc: Exception, handlers: Iterable[ErrorHandlers]
) -> Callable[[Any], Any] | None:
    for scope in handlers:
        function = scope.find(exc)
        if function is not None:
            return function
    return None


def answer_safely(
    exc: Exception,
    request: Request,
    handlers: Iterable[ErrorHandlers] | None = None,
) -> Response:
    """Return the encoded answer to an exception, where no handler class has a say.

    The handlers are those around what answers the request, unless others are given.
    """

    def answer(exc: Exception) -> Response:
        asked = error_handlers_of(request) if handlers is None else handlers
        response = answer_exception(exc, request, asked, as_service_error)
        response.encode(request.dumps)
        return response

    return get_error_response(exc, request, answer)


def get_error_response(
    exc: Exception, request: Request, answer: Callable[[Exception], Response]
) -> Response:
    """Return what `answer` has encoded for an exception, even when that fails too."""
    try:
        response = answer(exc)
    except Exception as another:  # noqa: BLE001 - there must be an answer
        exc = another
        response = render_error(as_service_error(another), request)
    if response.status_code >= 500:
        request.failure = exc
    return response


def render_error(error: ServiceError, request: Request) -> Response:
    """Return the encoded answer to an error, a 500 where the renderer itself fails."""
    try:
        response: Response = settings.resolve("ERROR_RENDERER")(error, request)
        response.encode()
    except Exception:  # noqa: BLE001 - there must be an answer
        response = problem_json(InternalServerError(), request)
        response.encode()
    return response


# Exceptions of others


def as_service_error(exc: Exception, challenge: str = "Bearer") -> ServiceError:
    """Return the error that an exception is answered with: 500 for unknown ones.

    A 401 gets the challenge that RFC 9110 §15.5.2 asks for. The setting EXCEPTION_MAP
    translates exceptions of others.
    """
    error = exc if isinstance(exc, ServiceError) else _translate(exc)
    if error.status_code == 401:
        error.headers.setdefault("WWW-Authenticate", challenge)
    return error


def _translate(exc: Exception) -> ServiceError:
    meant = settings.EXCEPTION_MAP
    for cls in type(exc).__mro__ if meant else ():
        for name, target in meant.items():
            if cls is (_find_loaded(name) if isinstance(name, str) else name):
                return _make_error(name, target, exc)
    return _caused_by(InternalServerError(), exc)


def _find_loaded(path: str) -> Any:
    """Return the class behind a dotted path; not imported, nothing can be of it."""
    module, _, name = path.rpartition(".")
    return getattr(sys.modules.get(module), name, None)


def _make_error(name: object, target: Any, exc: Exception) -> ServiceError:
    target = resolve(target, f"EXCEPTION_MAP[{name!r}]")
    if isinstance(target, type):
        error: ServiceError = target()
        return _caused_by(error, exc)
    return _caused_by(ServiceError(target), exc)


def _caused_by(error: ServiceError, exc: Exception) -> ServiceError:
    error.__cause__ = exc
    return error


def check_settings() -> None:
    """Raise ImproperlyConfigured or ImportError for settings that can't be used.

    Called during INIT, so that no first error of a caller finds the mistake.
    """
    settings.resolve("ERROR_RENDERER")
    for name, value in settings.EXCEPTION_MAP.items():
        target = resolve(value, f"EXCEPTION_MAP[{name!r}]")
        is_error = isinstance(target, type) and issubclass(target, ServiceError)
        is_status = isinstance(target, int) and 400 <= target <= 599
        if not (is_error or is_status):
            raise ImproperlyConfigured(
                f"EXCEPTION_MAP[{name!r}] is {value!r}. It must be a status from 400 "
                "to 599, or a class of pyverless.exceptions, or its dotted path."
            )
