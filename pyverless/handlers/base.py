"""BaseHandler, which makes Lambda functions of classes, and EventHandler."""

from __future__ import annotations

from functools import partial

from pyverless.config import changes, settings
from pyverless.handlers.answers import answering
from pyverless.handlers.lifecycle import Lifecycle
from pyverless.handlers.plan import Plan
from pyverless.logs import environment
from pyverless.warmup import is_warmup, log_warmup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pyverless.types import AwsContext, AwsEvent, LambdaFunction

    classonlymethod = classmethod
else:

    class classonlymethod(classmethod):  # noqa: N801 - Django's name
        """A class method that an instance does not have."""

        def __get__(self, instance: Any, owner: type) -> Any:
            if instance is not None:
                raise AttributeError("This method is for the class, not an instance.")
            return super().__get__(instance, owner)


__all__ = ["BaseHandler", "EventHandler", "as_function"]


def as_function(
    get_invoke: Callable[[], LambdaFunction], *, debug: bool | None = None
) -> LambdaFunction:
    """Return a Lambda function that answers warm-ups before it does anything.

    `get_invoke` returns what does all else; it is called during INIT, and again when
    settings have changed. In debug mode (None: as the setting DEBUG says) events and
    answers are logged.
    """
    generation = changes.count
    invoke: LambdaFunction | None = get_invoke()
    sources, logs_exchange = settings.WARMUP_SOURCES, _is_on(debug)

    def handler(event: AwsEvent, context: AwsContext = None) -> Any:
        nonlocal generation, invoke, sources, logs_exchange
        if generation != changes.count:
            generation, invoke = changes.count, None
            sources, logs_exchange = settings.WARMUP_SOURCES, _is_on(debug)
        # Most events are told from warm-ups without a call.
        is_marked = type(event) is dict and ("source" in event or "warmer" in event)
        try:
            client = context.client_context
        except AttributeError:
            client = None
        if (is_marked or client is not None) and is_warmup(event, context, sources):
            return _answer_warmup(context)
        work = invoke  # another thread may change settings in the meantime
        if work is None:
            work = invoke = get_invoke()
        if not logs_exchange:
            return work(event, context)
        from pyverless.http.debugging import log_exchange

        answer = work(event, context)
        log_exchange(event, answer)
        return answer

    return handler


def _is_on(debug: bool | None) -> bool:
    return settings.DEBUG if debug is None else debug


def _answer_warmup(context: AwsContext) -> None:
    environment["is_cold"] = False
    if settings.WARMUP_LOG:
        log_warmup(context)


class BaseHandler(Lifecycle):
    """The base of all handlers. Override `perform_action()`, compose with mixins.

    `as_handler()` returns what Lambda calls. A fresh instance serves each invocation,
    so that nothing of one caller is there for the next.
    """

    @classonlymethod
    def as_handler(cls, **initkwargs: Any) -> LambdaFunction:
        """Return a Lambda function of this class, a plain `handler(event, context)`.

        Keywords replace class attributes for this function; each must exist
        (TypeError). What the class declares is resolved here, so that mistakes show
        during INIT: ImproperlyConfigured says what is missing.
        """
        _check_initkwargs(cls, initkwargs)

        def get_invoke() -> LambdaFunction:
            plan = Plan(cls, initkwargs)
            if cls.is_http:
                return answering(plan.get_answer())
            return partial(cls.invoke, plan)

        handler: Any = as_function(get_invoke)
        handler.handler_class = cls
        handler.handler_initkwargs = initkwargs
        handler.__doc__ = cls.__doc__
        handler.__module__ = cls.__module__
        function: LambdaFunction = handler
        return function


class EventHandler(BaseHandler):
    """A handler of raw events: schedules, triggers, direct invokes.

    `self.event` in, JSON out. Exceptions get out as well: Lambda must learn of them, to
    deliver again or to tell who called.
    """

    is_http = False


def _check_initkwargs(cls: type[Lifecycle], initkwargs: dict[str, Any]) -> None:
    for name in initkwargs:
        if name.upper() in cls.allowed_methods and callable(getattr(cls, name, None)):
            raise TypeError(
                f"{cls.__name__}.as_handler() can't take {name!r}: it is the method "
                f"for {name.upper()} requests. Define it on a subclass."
            )
        if not hasattr(cls, name):
            raise TypeError(
                f"{cls.__name__}.as_handler() received an invalid keyword {name!r}. "
                "It only accepts names that are already attributes of the class."
            )
