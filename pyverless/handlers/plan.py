"""What is worked out once per handler class, so that invocations need not."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial

from pyverless.config import settings
from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers.errors import check_settings, error_handlers_of
from pyverless.handlers.hooks import check_hooks
from pyverless.handlers.lifecycle import STAGES, Lifecycle
from pyverless.handlers.results import prepare_to_settle
from pyverless.handlers.steps import compile_respond, get_steps
from pyverless.http.headers import ALL_METHODS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from typing import Any

    from pyverless.handlers.access import Access
    from pyverless.handlers.steps import Step, Steps
    from pyverless.http.request import Request
    from pyverless.http.response import Response
    from pyverless.types import AwsContext

    Respond = Callable[[Request], Response]

__all__ = ["Anybody", "Plan"]

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


class Anybody:
    """Who may call a handler that does not ask who calls: see `Access`."""

    permissions: Sequence[Any] = ()
    authenticators: Sequence[Any] = ()
    authenticates = is_about_objects = checks_changes = False
    challenge = "Bearer"

    def identify(self, request: Request) -> None:
        """Return None: nobody is known."""

    def as_user(self, found: Any, wanted_by: str) -> Any:
        """Return what was found."""
        return found

    def get_refusing(self, handler: Lifecycle) -> Sequence[Any]:
        """Return no permission."""
        return ()


class Plan:
    """The stages, serializers, permissions and unit of work of one handler class.

    Made by `as_handler()` during INIT, and again when settings change. Mixins keep what
    they prepare as attributes of their own.
    """

    # What `prepare()` of the class and of its mixins fills in:

    #: The permissions and authenticators. It has no value that a class could keep by
    #: forgetting something.
    access: Access | Anybody
    #: The `access` of handlers that do not ask who calls.
    anybody = Anybody()
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
    #: Whether the text of a message is loaded.
    has_payload: bool = False
    #: What processes a record: see `RecordsMixin._get_work()`.
    work: Callable[[Any], Any] | None = None
    #: Whether the class itself says what records are called, or which order they have.
    has_own_keys: bool = False
    #: Which files are processed.
    file_filter: Any = None
    #: Whether the unit of work is of every store that is imported, named or not.
    joins_stores: bool = False
    #: Where it is kept what was done, so that it is not done twice.
    idempotency_store: Any = None
    #: What is called with the handler and its action, instead of the action.
    around_action: Callable[..., Response] | None = None
    #: The methods for the route keys of a WebSocketHandler.
    routes: Mapping[str, str] = {}
    #: The body keys that may be absent, however they were spelt.
    optional_body_keys: Sequence[str] = ()
    #: The body keys that must be there, as the class declares them.
    required_body_keys: Sequence[str] = ()
    #: All keys that a body may have.
    body_keys: frozenset[str] = frozenset()

    #: What answers a request: see `compile_respond()`. Only HTTP handlers have it.
    respond: Respond

    def __init__(self, cls: type[Lifecycle], initkwargs: dict[str, Any]) -> None:
        self.cls = cls
        self.name = cls.__name__
        self.initkwargs = initkwargs
        self.generation = settings.generation
        self._adapters: dict[str, Any] = {}
        own = [vars(base) for base in cls.__mro__ if base is not Lifecycle]
        self._declared = set(initkwargs).union(*own)
        self._check_class()
        prototype = cls(**initkwargs)
        prototype.plan = self
        self.model = prototype.get_model()
        prototype.prepare(self)
        self._check_prepared(prototype)
        self._take_methods(prototype.get_allowed_methods())
        self.cors = prototype.cors
        self.compress = prototype.compress
        self.cache_control = prototype.cache_control
        self.etag = prototype.etag
        self.middleware = prototype.middleware
        self._compile()

    def _check_class(self) -> None:
        if not self.cls.is_http:
            # Here, as below, because plain handlers of requests need none of it.
            from pyverless.handlers.refusals import (
                refuse_http_parts,
                refuse_mixed_records,
            )

            refuse_http_parts(self)
            refuse_mixed_records(self)
        check_hooks(self.cls, _AWAITED)

    def _check_prepared(self, prototype: Lifecycle) -> None:
        if not hasattr(self, "access"):
            raise ImproperlyConfigured(
                f"{self.name}.prepare() has not called super().prepare(plan), so that "
                "its permissions are not known. Call it first."
            )
        if getattr(prototype, "idempotency_store", None) is not None:
            from pyverless.handlers.refusals import refuse_unused_store

            refuse_unused_store(self)
        if self.cls.is_http:
            check_settings()
        for name in _ACTIONS:
            if self.declares(name):
                prepare_to_settle(self.declared(name))

    def _take_methods(self, allowed: tuple[str, ...]) -> None:
        #: The methods that the class says it answers.
        self.declared_methods = frozenset(allowed)
        #: Every method that is answered; whoever answers GET answers HEAD.
        self.methods = {*allowed, *({"HEAD"} if "GET" in allowed else ())}
        self.allow = ", ".join(sorted(self.methods))
        # Any class can answer OPTIONS; only one that says so wants to, see `cors`.
        self.answers_options = "OPTIONS" in allowed and allowed is not ALL_METHODS

    def _compile(self) -> None:
        #: The stages that have work to do, by method.
        self.stages = self._get_stages()
        #: Everything that comes before the action, by method.
        self.steps: Steps = get_steps(self)
        # Who overrides the check says what is enough.
        self.has_object_rules = self.access.is_about_objects and not self.declares(
            "check_object_permissions"
        )
        self.make_bare = self._get_make()
        self._begin = self._get_begin()
        self.has_atomic = self._begin is not None or self.declares("atomic")
        if self.cls.is_http:
            self.respond = compile_respond(self)

    def _get_make(self) -> Callable[[], Lifecycle]:
        """Return what makes an instance without anything of an invocation."""
        cls, initkwargs = self.cls, self.initkwargs
        # Nearly no class has anything to do in `__init__()`, and calling it costs more
        # than the rest of `make()`.
        made: Any = (cls.__new__, cls.__init__)
        if made == (object.__new__, Lifecycle.__init__) and not initkwargs:
            return partial(object.__new__, cls)
        return partial(cls, **initkwargs)

    def declared(self, name: str) -> Any:
        """Return what the class or the keywords of `as_handler()` declare as `name`.

        A function among them is not bound to an instance.
        """
        if name in self.initkwargs:
            return self.initkwargs[name]
        return getattr(self.cls, name)

    def declares(self, name: str) -> bool:
        """Return whether the class or a keyword sets what Lifecycle has as `name`."""
        return name in self._declared

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

    # Stages

    def _get_stages(self) -> dict[str | None, tuple[Step, ...]]:
        working = {n: getattr(self.cls, n) for n in STAGES if self._has_work(n)}
        if not self.declares("stage_methods"):
            return dict.fromkeys((None, *self.methods), tuple(working.values()))
        from pyverless.handlers.refusals import get_limits

        limits = get_limits(self, STAGES, ALL_METHODS)
        return {
            method: tuple(
                stage
                for name, stage in working.items()
                if method is None or method in limits.get(name, self.methods)
            )
            for method in (None, *self.methods)
        }

    def _has_work(self, name: str) -> bool:
        if getattr(getattr(self.cls, name), "has_no_work", False):
            return False
        if name == "perform_authentication" and not self.declares(name):
            return self.access.authenticates
        if name == "check_permissions" and not self.declares(name):
            return bool(self.access.permissions)
        return True

    # The unit of work

    def _get_begin(self) -> Callable[[], AbstractContextManager[Any]] | None:
        uses_stores = (
            self.model is not None
            or self.access.authenticates
            or self.idempotency_store is not None
            or self.joins_stores
        )
        if not uses_stores:
            return None
        from pyverless.handlers.units import get_begin

        return get_begin(self)

    def atomic(self) -> AbstractContextManager[Any]:
        """Return the unit of work of all stores that the handler uses."""
        return nullcontext() if self._begin is None else self._begin()

    # Invocations

    def make(self, event: Any, context: AwsContext) -> Lifecycle:
        """Return a fresh instance: nothing of one invocation is left for the next."""
        handler: Lifecycle = self.make_bare()
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
