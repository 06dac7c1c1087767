"""BaseHandler, which makes Lambda functions of classes, and EventHandler."""

from __future__ import annotations

from functools import partial

from pyverless.handlers.lifecycle import Lifecycle
from pyverless.handlers.plan import Plan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.types import LambdaFunction

    classonlymethod = classmethod
else:

    class classonlymethod(classmethod):  # noqa: N801 - Django's name
        """A class method that an instance does not have."""

        def __get__(self, instance: Any, owner: type) -> Any:
            if instance is not None:
                raise AttributeError("This method is for the class, not an instance.")
            return super().__get__(instance, owner)


__all__ = ["BaseHandler", "EventHandler"]


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

        handler: Any
        if cls.is_http:
            # Here and below, because a function is one of the two.
            from pyverless.handlers.functions import as_http_function

            handler = as_http_function(lambda: Plan(cls, initkwargs).get_answer())
        else:
            from pyverless.handlers.event_functions import as_event_function

            handler = as_event_function(
                lambda: partial(cls.invoke, Plan(cls, initkwargs))
            )
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
