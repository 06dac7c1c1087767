"""What actions, views and error handlers return, made into responses."""

from __future__ import annotations

from functools import partial
from types import MethodType

from pyverless.http.response import JSON, Response, is_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.http.request import Request

__all__ = [
    "as_response",
    "finish",
    "is_coroutine_function",
    "is_generator",
    "prepare_to_settle",
    "settle",
]

# inspect.CO_COROUTINE and CO_ITERABLE_COROUTINE, which types.coroutine() sets.
_COROUTINE_FLAGS = 0x80 | 0x100


def as_response(result: Any, request: Request, status_code: int = 200) -> Response:
    """Return the response that `result` means; not yet encoded.

    Text, bytes and what JSON can say is a body, None is `null`. A tuple is `(body,
    status)` or `(body, status, headers)`. A Response is itself; everything else goes
    into what the view has prepared as `app.response`, where it has. Awaitables are
    waited for.
    """
    kind = type(result)
    if kind is not dict and kind is not list:
        if isinstance(result, Response):
            return result
        if hasattr(result, "__await__"):
            return as_response(settle(result), request, status_code)
    if request.prepared is not None:
        return _prepared(result, request.prepared, status_code, request)
    if kind is tuple:
        return _prepared(result, Response(), status_code, request)
    return Response(result, status_code, content_type=JSON if result is None else None)


def prepare_to_settle(function: Any) -> None:
    """Load what `settle()` needs, where a function gives coroutines: during INIT."""
    if is_coroutine_function(function):
        import asyncio  # noqa: F401

        import pyverless.handlers.asynchronous  # noqa: F401


def is_coroutine_function(function: Any) -> bool:
    """Return whether a call of `function` gives a coroutine.

    Sees through partials and bound methods, and knows objects whose `__call__` is
    asynchronous. A decorator counts for what it returns, not for what it wraps.
    """
    called = _innermost(function)
    if not hasattr(called, "__code__"):
        called = _innermost(getattr(type(called), "__call__", None))  # noqa: B004
    code = getattr(called, "__code__", None)
    return code is not None and bool(code.co_flags & _COROUTINE_FLAGS)


def _innermost(function: Any) -> Any:
    while True:
        if isinstance(function, partial):
            function = function.func
        elif isinstance(function, MethodType):
            function = function.__func__
        else:
            return function


def settle(result: Any) -> Any:
    """Return what an awaitable comes to; anything else as it is."""
    if result is None or not hasattr(result, "__await__"):
        return result
    from pyverless.handlers.asynchronous import run

    return run(result)


def finish(result: Any, name: str) -> None:
    """Wait for what nobody reads the result of; TypeError where nothing has run.

    `name` is that of the handler class.
    """
    if result is None:
        return
    if is_generator(settle(result)):
        raise TypeError(
            f"An action of {name} has returned a generator, so that nothing of it has "
            "run. Make it a plain function, without yield, or a coroutine."
        )


def is_generator(result: object) -> bool:
    """Return whether a result is work that begins when somebody iterates."""
    return hasattr(result, "gi_frame") or hasattr(result, "ag_frame")


def _prepared(
    result: Any, response: Response, status_code: int, request: Request
) -> Response:
    """Return the response with a result in it."""
    if response.status_code == 200:
        response.status_code = status_code
    if type(result) is tuple:
        result = _take_tuple(result, response)
    # A header is how views name the type, and there it is found at last.
    kind = response.headers.get("Content-Type", response.content_type)
    if isinstance(result, str) and kind is not None and is_json(kind):
        result = request.dumps(result)  # with a type, text goes out as it is
    if result is None and kind is None:
        response.content_type = JSON
    response.body = result
    return response


def _take_tuple(result: tuple[Any, ...], response: Response) -> Any:
    if len(result) == 2:
        body, response.status_code = result
    elif len(result) == 3:
        body, response.status_code, headers = result
        for name, value in headers.items():
            response.headers[name] = value
    else:
        raise TypeError(
            f"A tuple of {len(result)} was returned: {result!r:.100}. A tuple means "
            "(body, status) or (body, status, headers). Return a list for a list."
        )
    return body
