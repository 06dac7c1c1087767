"""What can stand behind a rule: handler classes and function views."""

from __future__ import annotations

from pyverless.config import settings
from pyverless.exceptions import ImproperlyConfigured, NotFoundError
from pyverless.handlers.errors import answer_safely
from pyverless.handlers.lifecycle import Lifecycle
from pyverless.handlers.plan import Plan
from pyverless.handlers.results import as_response, prepare_to_settle
from pyverless.http.response import json_response
from pyverless.routing.signatures import Signature
from pyverless.routing.tree import ANY_METHOD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from typing import Any

    from pyverless.http.request import Request
    from pyverless.http.response import Response
    from pyverless.routing.routes import Options

    Respond = Callable[[Request], Response]

__all__ = ["Endpoint", "HandlerEndpoint", "ViewEndpoint", "get_endpoint"]


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


class HandlerEndpoint(Endpoint):
    """A handler class, with the keywords of `as_handler()`."""

    def __init__(self, cls: type[Lifecycle], initkwargs: dict[str, Any]) -> None:
        self.cls = cls
        self.initkwargs = initkwargs
        self._take(Plan(cls, initkwargs))

    def _take(self, plan: Plan) -> None:
        self._plan = plan
        self.methods = plan.declared_methods
        self.answers_options = plan.answers_options
        self.cors = plan.cors
        self.compress = plan.compress or None
        self.cache_control = plan.cache_control
        self.etag = plan.etag or None

    @property
    def description(self) -> str:
        """The module and the name of the class."""
        return f"{self.cls.__module__}.{self.cls.__qualname__}"

    def prepare(self, names: Sequence[str]) -> Respond:
        """Return what answers requests, with the class's own middleware around it."""
        if self._plan.generation != settings.generation:
            self._take(Plan(self.cls, self.initkwargs))
        return self._plan.get_respond()

    def protect(self, respond: Respond, options: Options) -> Respond:
        """Return `respond`: the class has permissions of its own.

        Raises ImproperlyConfigured for options that would come before these.
        """
        if options.permission_classes is not None:
            raise ImproperlyConfigured(
                f"A route to {self.description} has permission_classes. Set them on "
                "the class."
            )
        if callable(options.etag) and self._plan.access.authenticates:
            raise ImproperlyConfigured(
                f"A route to {self.description} has a function as etag, which would "
                "tell strangers what the class keeps from them. Give the class "
                "ConditionalMixin and get_etag()."
            )
        return respond


class ViewEndpoint(Endpoint):
    """A function view, with the methods it was registered for."""

    def __init__(self, view: Callable[..., Any], methods: Collection[str]) -> None:
        self.view = view
        self.methods = methods
        self.answers_options = "OPTIONS" in methods
        self._signature = Signature(view)
        prepare_to_settle(view)

    @property
    def description(self) -> str:
        """The name of the view and the place of its source."""
        return self._signature.description

    def check_taken(self, rule: str, names: Collection[str]) -> None:
        """Raise ImproperlyConfigured for a parameter that the view does not take."""
        self._signature.check_taken(rule, names)

    def check_given(self, rule: str, names: Collection[str]) -> None:
        """Raise ImproperlyConfigured for a parameter that the rule does not have."""
        self._signature.check_given(rule, names)

    def prepare(self, names: Sequence[str]) -> Respond:
        """Return what answers requests with what the view returns."""
        view, get_arguments = self.view, self._get_arguments(names)
        # By place, where that is sure to be the same: Python does it in half the time.
        only = names[0] if names and self._signature.is_by_place(names) else None

        def respond(request: Request) -> Response:
            try:
                arguments: Any = request.arguments
                if get_arguments is not None:
                    result = view(**get_arguments(request))
                elif only in arguments:
                    result = view(arguments[only])
                else:
                    result = view(**arguments)
                if type(result) is dict and request.prepared is None:
                    return json_response(result, 200, request.dumps)
                response = as_response(result, request)
                response.encode(request.dumps)
            except Exception as exc:  # noqa: BLE001 - every error is answered
                return answer_safely(exc, request)
            return response

        return respond

    def protect(self, respond: Respond, options: Options) -> Respond:
        """Return `respond` behind the permissions of the route, or of the settings."""
        classes = options.permission_classes
        wanted_by = f"The route to {self.description}"
        if classes is None:
            classes = settings.PERMISSION_CLASSES
            wanted_by += ", by the setting PERMISSION_CLASSES,"
        if not classes:
            return respond
        from pyverless.handlers.guards import add_permissions

        return add_permissions(respond, classes, wanted_by)

    def _get_arguments(
        self, names: Collection[str]
    ) -> Callable[[Request], dict[str, Any]] | None:
        """Return what makes the arguments of the view, None: the path parameters."""
        converters = self._signature.get_converters(names)
        requests = self._signature.get_request_names(names)
        if not converters and not requests:
            return None

        def get_arguments(request: Request) -> dict[str, Any]:
            values = dict(request.path_params)
            for name, convert in converters.items():
                if name in values:
                    values[name] = _convert(convert, values[name])
            for name in requests:
                values[name] = request
            return values

        return get_arguments


def _convert(convert: Callable[[str], Any], value: Any) -> Any:
    # What the rule has converted, {id:int}, is a value already.
    try:
        return convert(value) if isinstance(value, str) else value
    except ValueError as exc:
        raise NotFoundError from exc


def get_endpoint(
    target: Any, methods: Collection[str] | None, wanted_by: str
) -> Endpoint:
    """Return the endpoint of a handler class, an `as_handler()` function or a view.

    `methods` are for views; None means every method. Raises ImproperlyConfigured for
    what can't be used.
    """
    cls = getattr(target, "handler_class", target)
    if isinstance(cls, type) and issubclass(cls, Lifecycle) and cls.is_http:
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
    if isinstance(cls, type) or not callable(target):
        raise ImproperlyConfigured(
            f"{wanted_by} can't lead to {target!r}. It takes classes of HTTP handlers, "
            "the functions that their as_handler() returns, and function views."
        )
    return ViewEndpoint(target, ANY_METHOD if methods is None else methods)
