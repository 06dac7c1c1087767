"""What is worked out once per handler class, so that invocations need not."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from time import perf_counter

from pyverless.config import settings
from pyverless.encoding import dumps
from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers.errors import (
    answer_safely,
    check_settings,
    error_handlers_of,
)
from pyverless.handlers.lifecycle import (
    ALL_METHODS,
    STAGES,
    Lifecycle,
    log_and_report,
)
from pyverless.handlers.results import prepare_to_settle
from pyverless.logs import log_invocation
from pyverless.models import get_atomic, get_manager, get_units

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from typing import Any

    from pyverless.handlers.access import Access
    from pyverless.http.request import Request
    from pyverless.http.response import Response
    from pyverless.types import AwsContext

__all__ = ["Plan"]

# What only makes sense for a handler that has a caller.
_CALLER_PARTS = (
    "permission_classes",
    "get_permission_classes",
    "authentication_classes",
    "get_user",
    "perform_authentication",
    "check_permissions",
)
# What only makes sense for a handler that answers a request.
_HTTP_PARTS = (
    "load_queryparams",
    "load_body",
    "load_object",
    "check_conditions",
    "stage_methods",
    "middleware",
    "cors",
    "compress",
    "cache_control",
    "etag",
)

# The stages that no method may do without.
_ALWAYS = ("perform_authentication", "check_permissions")

# What may be a coroutine: actions, and what answers an exception.
_ACTIONS = (
    "perform_action",
    "process_record",
    "process_message",
    "process_file",
    "process_notification",
    "on_invalid_message",
    "connect",
    "disconnect",
    "default",
    *map(str.lower, ALL_METHODS),
)
_AWAITED = (*_ACTIONS, "handle_exception")


class Plan:
    """The stages, serializers, permissions and unit of work of one handler class.

    Made by `as_handler()` during INIT, and again when settings change. Mixins keep what
    they prepare as attributes of their own.
    """

    # What `prepare()` of the class and of its mixins fills in:

    #: The permissions and authenticators.
    access: Access
    #: The adapter of the serializer for answers.
    output: Any = None
    #: Whether the body has declared keys.
    has_keys: bool = False
    #: Whether the class has a `serialize()` of its own.
    has_serialize: bool = False
    #: The adapter of the serializer for bodies.
    input: Any = None
    #: The declared queryset, list or function.
    queryset: Any = None
    #: What the serializer reads of an object, related objects by `author__name`.
    related: Sequence[str] = ()
    #: What writes answers as JSON, where the serializer has its own way.
    dumps: Callable[[Any], str] | None = None
    #: Whether the class has an `update_object()` of its own.
    updates_otherwise: bool = False
    #: What cuts lists into pages.
    paginator: Any = None
    #: The order of lists for callers who don't choose one.
    ordering: tuple[str, ...] = ()
    #: Whether some records are left out.
    has_filter: bool = False
    #: Which files are processed.
    file_filter: Any = None
    #: Whether the unit of work is of every store that is imported, named or not.
    joins_stores: bool = False
    #: Where it is kept what was done, so that it is not done twice.
    idempotency_store: Any = None
    #: The methods for the route keys of a WebSocketHandler.
    routes: Mapping[str, str] = {}
    #: The body keys that may be absent, however they were spelt.
    optional_body_keys: Sequence[str] = ()

    def __init__(self, cls: type[Lifecycle], initkwargs: dict[str, Any]) -> None:
        self.cls = cls
        self.name = cls.__name__
        self.initkwargs = initkwargs
        self._adapters: dict[str, Any] = {}
        self.generation = settings.generation
        if not cls.is_http:
            self._refuse_http_parts()
            self._refuse_mixed_records()
        if _overrides_hooks(cls):
            # Here, because many handlers only declare.
            from pyverless.handlers.hooks import check_hooks

            check_hooks(cls, _AWAITED)
        prototype = cls(**initkwargs)
        prototype.plan = self
        self.model = prototype.get_model()
        prototype.prepare(self)
        self._refuse_unused_store(prototype)
        if cls.is_http:
            check_settings()
        allowed = prototype.get_allowed_methods()
        #: The methods that the class says it answers.
        self.declared_methods = frozenset(allowed)
        #: Every method that is answered; whoever answers GET answers HEAD.
        self.methods = {*allowed, *({"HEAD"} if "GET" in allowed else ())}
        self.allow = ", ".join(sorted(self.methods))
        # Any class can answer OPTIONS; only one that says so wants to, see `cors`.
        self.answers_options = "OPTIONS" in allowed and allowed is not ALL_METHODS
        self.cors = prototype.cors
        self.compress = prototype.compress
        self.cache_control = prototype.cache_control
        self.etag = prototype.etag
        self.middleware = prototype.middleware
        for name in _ACTIONS:
            prepare_to_settle(getattr(cls, name, None))
        self.has_setup = self.declares("setup")
        self.has_initial = self.declares("initial")
        self.stages = self._get_stages()
        # Who overrides the check says what is enough.
        self.has_object_rules = self.access.is_about_objects and not self.declares(
            "check_object_permissions"
        )
        # Nearly no class has anything to do in `__init__()`, and calling it costs more
        # than the rest of `make()`.
        made = (cls.__new__, cls.__init__)
        is_plain = made == (object.__new__, Lifecycle.__init__) and not initkwargs
        self._make: Any = object.__new__ if is_plain else _construct
        self._units = self._get_units()
        self.has_atomic = bool(self._units) or self.declares("atomic")

    def declared(self, name: str) -> Any:
        """Return what the class or the keywords of `as_handler()` declare as `name`.

        A function among them is not bound to an instance.
        """
        if name in self.initkwargs:
            return self.initkwargs[name]
        return getattr(self.cls, name)

    def declares(self, name: str) -> bool:
        """Return whether the class or a keyword sets what Lifecycle has as `name`."""
        mixins = (base for base in self.cls.__mro__ if base is not Lifecycle)
        return name in self.initkwargs or any(name in vars(base) for base in mixins)

    def get_adapter(self, name: str) -> Any:
        """Return the adapter of the serializer that is declared as `name`, or None.

        Made once, however many mixins ask for it.
        """
        # Here, because a handler without serializers does not need the module.
        from pyverless.serializers import get_adapter

        if name not in self._adapters:
            wanted_by = f"{self.name}.{name}"
            self._adapters[name] = get_adapter(
                self.declared(name), wanted_by, for_bodies=name == "input_serializer"
            )
        return self._adapters[name]

    def overrides(self, name: str, base: type) -> bool:
        """Return whether the class or a keyword has another `name` than `base`."""
        return self.declared(name) is not getattr(base, name)

    def _refuse_http_parts(self) -> None:
        caller_parts = () if self.cls.has_caller else _CALLER_PARTS
        for name in (*caller_parts, *_HTTP_PARTS):
            if self.declares(name):
                raise ImproperlyConfigured(
                    f"{self.name} has {name}, which only a handler of HTTP requests "
                    f"can use. Take the class that brings {name} away, or the one that "
                    "makes this a handler of records or events."
                )

    def _refuse_mixed_records(self) -> None:
        kinds = [
            base.__name__
            for base in self.cls.__mro__
            if base is not Lifecycle
            and base.__module__.startswith("pyverless.")
            and "load_records" in vars(base)
        ]
        if len(kinds) > 1:
            raise ImproperlyConfigured(
                f"{self.name} has both {kinds[0]} and {kinds[1]}, but an event has "
                "records of one kind. Take one of them away."
            )

    def _refuse_unused_store(self, prototype: Lifecycle) -> None:
        store = getattr(prototype, "idempotency_store", None)
        if store is not None and self.idempotency_store is None:
            raise ImproperlyConfigured(
                f"{self.name} has an idempotency_store, but nothing asks it. Take it "
                "away, or make this a CreateHandler, an SQSHandler or another handler "
                "of one record at a time."
            )

    # Stages

    def _get_stages(self) -> dict[str | None, tuple[Callable[[Lifecycle], None], ...]]:
        working = [name for name in STAGES if self._has_work(name)]
        limits: dict[str, Any] = {}
        for base in reversed(self.cls.__mro__):
            limits |= vars(base).get("stage_methods", {})
        limits |= self.initkwargs.get("stage_methods", {})
        self._check_limits(limits)
        return {
            method: tuple(
                getattr(self.cls, name)
                for name in working
                if method is None or method in limits.get(name, self.methods)
            )
            for method in (None, *self.methods)
        }

    def _check_limits(self, limits: dict[str, Any]) -> None:
        """Refuse limits of stages that would not be what they look like."""
        for name, methods in limits.items():
            if name not in STAGES or name in _ALWAYS:
                raise ImproperlyConfigured(
                    f"{self.name}.stage_methods has {name!r}. It can limit "
                    f"{', '.join(each for each in STAGES if each not in _ALWAYS)}."
                )
            if isinstance(methods, str) or not {*methods} <= {*ALL_METHODS}:
                raise ImproperlyConfigured(
                    f"{self.name}.stage_methods[{name!r}] is {methods!r}. Set it to a "
                    "list of HTTP methods in capitals."
                )
            if "GET" in methods:  # HEAD comes with it
                limits[name] = {*methods, "HEAD"}

    def _has_work(self, name: str) -> bool:
        if getattr(getattr(self.cls, name), "has_no_work", False):
            return False
        if name == "perform_authentication" and not self.declares(name):
            return self.access.authenticates
        if name == "check_permissions" and not self.declares(name):
            return bool(self.access.permissions)
        return True

    # The unit of work

    def _get_units(self) -> list[Callable[[], AbstractContextManager[Any]]]:
        models = [self.model]
        if self.access.authenticates:
            models.append(_get_user_model())
        found = [get_atomic(model) for model in models if model is not None]
        if self.idempotency_store is not None:
            # The outermost: what is done counts as done when it is committed elsewhere.
            found.insert(0, self.idempotency_store.atomic)
        if self.joins_stores:
            found += get_units()
        return list(dict.fromkeys(unit for unit in found if unit is not None))

    def atomic(self) -> AbstractContextManager[Any]:
        """Return the unit of work of all stores that the handler uses."""
        return self._units[0]() if len(self._units) == 1 else _all_of(self._units)

    # Invocations

    def make(self, event: Any, context: AwsContext) -> Lifecycle:
        """Return a fresh instance: nothing of one invocation is left for the next."""
        handler: Lifecycle = self._make(self.cls, **self.initkwargs)
        handler.plan = self
        handler.event = event
        handler.context = context
        return handler

    def get_respond(self) -> Callable[[Request], Response]:
        """Return what answers requests: `respond` inside of the class's middleware."""
        if not self.middleware:
            return self.respond
        from pyverless.handlers.pipeline import add_middleware

        return add_middleware(
            self.respond, self.middleware, f"{self.name}.middleware", error_handlers_of
        )

    def get_answer(self) -> Callable[[Request], Response]:
        """Return what answers requests where the handler is a function by itself."""
        respond = self.get_respond()
        if self._is_plain():
            return respond
        from pyverless.handlers.pipeline import prepare_function

        return prepare_function(respond, self)

    def _is_plain(self) -> bool:
        """Return whether nothing is to be done to answers; most functions are plain."""
        options = (self.cors, self.compress, self.cache_control, self.etag)
        is_default = options == (None, False, None, False)
        return is_default and not (settings.MIDDLEWARE or settings.CORS_ORIGIN)

    def respond(self, request: Request) -> Response:
        """Return the encoded response to an HTTP request."""
        try:
            handler = self.make(request.aws_event, request.aws_context)
        except Exception as exc:  # noqa: BLE001 - every error is answered
            return answer_safely(exc, request)
        handler.request = request
        if self.dumps is not None and request.dumps is dumps:
            request.dumps = self.dumps  # unless an App has a serializer of its own
        return handler.dispatch()

    def run(self, handler: Lifecycle) -> Any:
        """Do one unit of work that is no HTTP request; return what JSON can say.

        Exceptions get out, so that Lambda knows of the failure and delivers again.
        """
        started = perf_counter()
        try:
            result = handler.dispatch_event()
        except Exception as exc:
            log_and_report(handler, exc, started)
            raise
        log_invocation(self.name, handler.outcome, handler.context, started)
        return result


def _get_user_model() -> Any:
    """Return USER_MODEL; ImproperlyConfigured where users can't be looked up there."""
    model = settings.resolve("USER_MODEL")
    if model is not None:
        manager = get_manager(model)
        if hasattr(manager, "check_lookups"):
            manager.check_lookups((settings.USER_ID_FIELD,), ())
    return model


def _overrides_hooks(cls: type) -> bool:
    """Return whether a class of others has methods that are hooks of ours."""
    names: set[str] = set()
    for base in cls.__mro__:  # the subclasses come first
        functions = {n for n, each in vars(base).items() if hasattr(each, "__code__")}
        if base.__module__.startswith("pyverless."):
            if names & functions:
                return True
        else:
            names |= functions
    return False


def _construct(cls: type[Lifecycle], **initkwargs: Any) -> Lifecycle:
    return cls(**initkwargs)


@contextmanager
def _all_of(units: Sequence[Callable[[], Any]]) -> Iterator[None]:
    with ExitStack() as stack:
        for unit in units:
            stack.enter_context(unit())
        yield
