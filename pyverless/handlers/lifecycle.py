"""The life of an invocation: every hook there is, in the order of its call.

`Lifecycle` is the root of all handlers *and* of all mixins. What one of them overrides
is therefore found before the default here, whatever the order of the bases.
"""

from __future__ import annotations

from operator import attrgetter
from time import perf_counter

from pyverless.config import from_settings, resolve
from pyverless.encoding import dumps, loads
from pyverless.handlers.errors import (
    answer_exception,
    as_error_response,
    as_service_error,
    error_handlers_of,
    get_error_response,
)
from pyverless.handlers.results import settle
from pyverless.handlers.steps import act, begin, run_in_unit_of_work, run_steps
from pyverless.http.headers import ALL_METHODS
from pyverless.http.response import Response
from pyverless.logs import log_invocation, request_logger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from typing import Any

    from pyverless.exceptions import ServiceError
    from pyverless.handlers.plan import Plan
    from pyverless.http.cors import CORSConfig
    from pyverless.http.request import Request
    from pyverless.types import AwsContext, AwsEvent

__all__ = [
    "Lifecycle",
    "log_and_report",
    "no_work",
    "report_failure",
    "STAGES",
]

#: The stages of `initial()`. This is the only ordering rule of the framework: it holds
#: for every order of mixins.
STAGES = (
    "perform_authentication",  # bad credentials: 401; none: user is None
    "check_permissions",  # refused: 401 with a challenge when anonymous, else 403
    "check_throttles",  # 429
    "load_queryparams",  # 400
    "load_body",  # 400, 415
    "load_queryset",
    "load_object",  # 404, then object permissions
    "check_conditions",  # 412, 428, 304
    "load_records",  # messages, files
)


def no_work(stage: Any) -> Any:
    """Mark a stage that does nothing, so that it is not even called."""
    stage.has_no_work = True
    return stage


class Lifecycle:
    """The hooks of an invocation, for handlers and mixins to override."""

    #: The class of the objects that this handler is about, or its dotted path.
    model: Any = None
    #: The field of `model` that identifies an object.
    lookup_field: str = "id"
    #: The HTTP methods that this handler answers; others get 405.
    allowed_methods: tuple[str, ...] = ALL_METHODS
    #: The status of an answer that is not a Response already.
    success_code: int = 200
    #: The rules that must all hold; default: the setting PERMISSION_CLASSES.
    permission_classes: Any = from_settings("PERMISSION_CLASSES")
    #: Who is asked for the user, in this order; default: AUTHENTICATION_CLASSES.
    authentication_classes: Any = from_settings("AUTHENTICATION_CLASSES")
    #: Stages that run for some HTTP methods only, as in {"load_body": ("POST",)}. A
    #: subclass adds to what its bases say.
    stage_methods: Mapping[str, Iterable[str]] = {}
    #: What stands around this handler: factories `get_response -> (request ->
    #: response)` or their dotted paths, the outermost first.
    middleware: Sequence[Any] = ()
    #: Who may read answers from other origins; False: nobody. None: as the Router, the
    #: App or the settings say.
    cors: CORSConfig | bool | None = None
    #: Whether answers are compressed for callers who accept that.
    compress: bool = False
    #: The Cache-Control header of answers that succeed, as in "max-age=600".
    cache_control: str | None = None
    #: Whether answers to GET have an ETag of their content: see ConditionalMixin.
    etag: bool = False

    #: Whether invocations are HTTP requests, with a caller and an answer.
    is_http: bool = True
    #: Whether invocations that are no HTTP requests have a caller all the same.
    has_caller: bool = False
    #: What the log says of an event that was handled.
    outcome: str = "done"

    #: What `as_handler()` worked out for this class.
    plan: Plan
    #: The event as Lambda handed it over.
    event: Any
    #: Lambda's context object, or None.
    context: AwsContext
    #: The request; only HTTP handlers have one.
    request: Request
    # Not a function of ours, which would be one call more.
    kwargs: Mapping[str, Any] = property(  # type: ignore[assignment]
        attrgetter("request.path_params"), doc="The path parameters, decoded."
    )
    #: The caller; None when anonymous, and where nothing asks who calls.
    user: Any = None
    #: Whether rules about objects were asked, or have limited a list.
    has_checked_objects: bool = False

    def __init__(self, **initkwargs: Any) -> None:
        """Take the keywords of `as_handler()`; called for every invocation."""
        for name, value in initkwargs.items():
            setattr(self, name, value)

    def prepare(self, plan: Plan) -> None:
        """Resolve what the class declares; called once, during INIT.

        `self` is an instance of its own, without event or request. Mixins extend it,
        raise ImproperlyConfigured for what is missing, and keep what they made on
        `plan`.
        """
        plan.access = plan.anybody
        if not (self.is_http or self.has_caller):
            return
        permission_classes = self.get_permission_classes()
        if self.wants_user(plan) or permission_classes not in ([], ()):
            # Here, because many handlers don't ask who calls.
            from pyverless.handlers.access import Access

            plan.access = Access(permission_classes, self.authentication_classes)

    def wants_user(self, plan: Plan) -> bool:
        """Return whether to find out who calls, even where no permission asks.

        Called during INIT.
        """
        names = ("authentication_classes", "get_user", "perform_authentication")
        return any(map(plan.declares, names))

    def get_permission_classes(self) -> Sequence[Any]:
        """Return the permissions that must all hold. Called during INIT."""
        declared: Sequence[Any] = self.permission_classes
        return declared

    def get_model(self) -> Any:
        """Return `model`, imported where it is a dotted path. Called during INIT."""
        return resolve(self.model, f"{type(self).__name__}.model")

    def get_allowed_methods(self) -> tuple[str, ...]:
        """Return the HTTP methods that this handler answers. Called during INIT."""
        return self.allowed_methods

    # One invocation

    @classmethod
    def invoke(cls, plan: Plan, event: AwsEvent, context: AwsContext) -> Any:
        """Turn one invocation that is no HTTP request into its result.

        Exceptions get out. Mixins override it where an event is more than one unit of
        work.
        """
        started = perf_counter()
        handler = plan.make(event, context)
        try:
            result = handler.dispatch_event()
        except Exception as exc:
            log_and_report(handler, exc, started)
            raise
        log_invocation(plan.name, handler.outcome, context, started)
        return result

    def setup(self, event: Any, context: AwsContext) -> None:
        """Do what must come before everything else; nothing by default."""

    def dispatch(self) -> Response:
        """Do one HTTP request as one unit of work; return an encoded response."""
        try:
            if not self.plan.has_atomic:
                return self.get_response()
            return run_in_unit_of_work(self, self.get_response)
        except Exception as exc:  # noqa: BLE001 - every error is answered
            return self.get_error_response(exc)

    def dispatch_event(self) -> Any:
        """Do one unit of work that is no HTTP request; return what JSON can say.

        Exceptions get out: see EventHandler.
        """
        if not self.plan.has_atomic:
            return self.get_result()
        return run_in_unit_of_work(self, self.get_result)

    def atomic(self) -> AbstractContextManager[Any]:
        """Return the context manager around the unit of work.

        The default comes from the store of `model` and of USER_MODEL. An exception
        rolls back; nothing is answered that was not committed.
        """
        return self.plan.atomic()

    def get_response(self) -> Response:
        """Return the encoded response of an action that succeeds."""
        begin(self, self.request.method)
        around = self.plan.around_action
        return self._complete(act(self) if around is None else around(self, act))

    def get_result(self) -> Any:
        """Return the result of an action that answers no HTTP, as plain JSON data."""
        begin(self, None)
        return self._act_on_event()

    def _act_on_event(self) -> Any:
        result = self.perform_action()
        if result is None:
            return None
        # Lambda's runtime writes dates and UUIDs not at all, and NaN as no JSON.
        return loads(dumps(settle(result)))

    def initial(self) -> None:
        """Run everything that comes before the action: see STAGES."""
        request = getattr(self, "request", None)
        run_steps(self, self.plan.stages[request and request.method])

    # Stages, in the order of their call

    def perform_authentication(self) -> None:
        """Find out who calls."""
        found = self.get_user()
        self.user = self.plan.access.as_user(found, f"{self.plan.name}.get_user()")
        self.request.user = self.user

    def get_user(self) -> Any:
        """Return who calls, or None; raise UnauthorizedError for bad credentials."""
        return self.plan.access.identify(self.request)

    def check_permissions(self) -> None:
        """Refuse callers who may not use this handler at all."""
        for permission in self.plan.access.get_refusing(self):
            self.permission_denied(permission)

    def check_object_permissions(self, obj: Any) -> None:
        """Refuse callers who may not do this to `obj`.

        Called by `get_object()` and `create_object()`. A handler that gets or makes its
        objects otherwise calls it itself.
        """
        self.has_checked_objects = True
        for permission in self.plan.access.permissions:
            if not permission.allows_object(self, obj):
                self.permission_denied(permission)

    def permission_denied(self, permission: Any) -> None:
        """Raise 401 with a challenge for anonymous callers, 403 for known ones."""
        from pyverless.handlers.access import get_refusal

        raise get_refusal(self.user, permission)

    @no_work
    def check_throttles(self) -> None:
        """Raise ThrottledError for callers who call too often. Nothing by default."""

    @no_work
    def load_queryparams(self) -> None:
        """Set `queryparams`: see QueryParamsMixin."""

    @no_work
    def load_body(self) -> None:
        """Set `body`: see RequestBodyMixin."""

    @no_work
    def load_queryset(self) -> None:
        """Set `queryset`: see ListMixin."""

    @no_work
    def load_object(self) -> None:
        """Set `object`: see ObjectMixin."""

    def locks_object(self) -> bool:
        """Return whether nobody else may change the object until this is done.

        See ConditionalMixin; asked by `get_object()`.
        """
        return False

    @no_work
    def check_conditions(self) -> None:
        """Raise 412 or 428 for preconditions that do not hold. Nothing by default."""

    @no_work
    def load_records(self) -> None:
        """Set `messages` or `file`: see SQSMessagesMixin and S3FileMixin."""

    # The action and what comes after it

    def perform_action(self) -> Any:
        """Do what this handler is for.

        Return what JSON can say, text, bytes, `(body, status)` or a Response. May be a
        coroutine.
        """
        raise NotImplementedError(
            f"{type(self).__name__} does nothing. Override "
            f"{type(self).__name__}.perform_action()."
        )

    def finalize_response(self, response: Response) -> Response:
        """Return the response to send, errors included. Override to add headers."""
        return response

    def handle_exception(self, exc: Exception) -> Any:
        """Return the answer to an exception; override it for exceptions of your own.

        What `perform_action()` may return may be returned here. The default asks the
        error handlers of the Router and the App, where the handler is behind one, and
        then renders the error.
        """
        handlers = error_handlers_of(self.request)
        return answer_exception(exc, self.request, handlers, self.as_service_error)

    def as_service_error(self, exc: Exception) -> ServiceError:
        """Return the error that an exception is answered with: 500 for unknown ones."""
        return as_service_error(exc, self.plan.access.challenge)

    def report_exception(self, exc: Exception) -> None:
        """Tell a service like Sentry about an error that became a 5xx."""

    def get_error_response(self, exc: Exception) -> Response:
        """Return the encoded answer to an exception, even when hooks fail as well."""
        request = self.request
        response = get_error_response(exc, request, self._answer)
        if response.status_code >= 500 and request.failure is not None:
            report_failure(self, request.failure)
        return response

    def _answer(self, exc: Exception) -> Response:
        response = self.handle_exception(exc)
        if not isinstance(response, Response):
            wanted_by = f"{self.plan.name}.handle_exception()"
            response = as_error_response(response, exc, self.request, wanted_by)
        return self._complete(response)

    def _complete(self, response: Response) -> Response:
        response = self.finalize_response(response)
        if not isinstance(response, Response):
            raise TypeError(
                f"{self.plan.name} was to send {response!r:.100}. Return a Response "
                "from finalize_response()."
            )
        response.encode(self.request.dumps)
        return response


def report_failure(handler: Lifecycle, exc: Exception) -> None:
    """Call `report_exception()`; when that fails too, there is a line in the log."""
    try:
        handler.report_exception(exc)
    except Exception:  # noqa: BLE001 - the answer must not depend on it
        request_logger.exception("%s.report_exception() failed", handler.plan.name)


def log_and_report(handler: Lifecycle, exc: Exception, started: float) -> None:
    """Log the end of an invocation whose exception gets out, and report it."""
    # Without the traceback, which the runtime prints.
    name, outcome = handler.plan.name, f"failed ({type(exc).__name__})"
    log_invocation(name, outcome, handler.context, started, is_error=True)
    report_failure(handler, exc)
