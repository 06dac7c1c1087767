"""What can stand behind a rule: handler classes and function views."""

from __future__ import annotations

from pyverless.exceptions import ImproperlyConfigured
from pyverless.routing.tree import ANY_METHOD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from typing import Any

    from pyverless.http.request import Request
    from pyverless.http.response import Response
    from pyverless.routing.routes import Options

    Respond = Callable[[Request], Response]

__all__ = ["Endpoint", "get_endpoint"]


class Endpoint:
    """Something that answers requests with certain methods."""

    #: The methods it answers, or ANY_METHOD. HEAD comes with GET.
    methods: Collection[str]
    #: Whether it wants to answer OPTIONS itself, where CORS would.
    answers_options: bool
    #: What it declares of itself; None: nothing. See `Lifecycle`.
    cors: Any = None
    compress: bool | None = None
    cache_control: str | None = None
    etag: Any = None

    @property
    def description(self) -> str:
        """How messages name it."""
        raise NotImplementedError

    def check_taken(self, rule: str, names: Collection[str]) -> None:
        """Raise ImproperlyConfigured for a parameter that it does not take."""

    def check_given(self, rule: str, names: Collection[str]) -> None:
        """Raise ImproperlyConfigured for a parameter that it needs and doesn't get."""

    def prepare(self, names: Sequence[str]) -> Respond:
        """Return what answers requests to a rule that has these parameters.

        Called during INIT, and again when settings have changed.
        """
        raise NotImplementedError

    def protect(self, respond: Respond, options: Options) -> Respond:
        """Return `respond` for callers who may use the endpoint; after `prepare()`."""
        return respond


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
