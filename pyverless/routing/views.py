"""Function views behind a rule."""

from __future__ import annotations

from pyverless.config import settings
from pyverless.exceptions import NotFoundError
from pyverless.handlers.errors import answer_safely
from pyverless.handlers.results import as_response, prepare_to_settle
from pyverless.http.response import json_response
from pyverless.routing.endpoints import Endpoint
from pyverless.routing.signatures import Signature

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from typing import Any

    from pyverless.http.request import Request
    from pyverless.http.response import Response
    from pyverless.routing.endpoints import Options

    Respond = Callable[[Request], Response]

__all__ = ["ViewEndpoint"]


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
        own = options.permission_classes
        classes = settings.PERMISSION_CLASSES if own is None else own
        if not classes:
            return respond
        from pyverless.handlers.guards import add_permissions

        wanted_by = f"The route to {self.description}"
        if own is None:
            wanted_by += ", by the setting PERMISSION_CLASSES,"
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
