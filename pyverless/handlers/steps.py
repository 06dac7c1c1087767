"""What invocations of a handler class run through, put together during INIT.

What the class decides is decided here, so that an invocation neither asks for hooks
that nobody overrides nor calls them.
"""

from __future__ import annotations

from pyverless.encoding import dumps
from pyverless.exceptions import ImproperlyConfigured, MethodNotAllowedError
from pyverless.handlers.errors import answer_safely
from pyverless.handlers.results import as_response, is_generator
from pyverless.http.response import json_response

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any, TypeVar

    from pyverless.handlers.lifecycle import Lifecycle
    from pyverless.handlers.plan import Plan
    from pyverless.http.request import Request
    from pyverless.http.response import Response

    T = TypeVar("T")
    Respond = Callable[[Request], Response]
    Step = Callable[[Lifecycle], Any]
    Steps = Mapping[str | None, tuple[Step, ...]]

__all__ = [
    "act",
    "ask_about",
    "begin",
    "check_all_was_asked",
    "compile_respond",
    "get_steps",
    "run_in_unit_of_work",
    "run_steps",
]

# A body of these kinds with one of these statuses is all that there is to an answer.
_USUAL_KINDS = (dict, list)
_USUAL_CODES = (200, 201)

# Overriding one of these gives an invocation more to do than its stages and its action.
_AROUND = ("dispatch", "get_response", "finalize_response")


def compile_respond(plan: Plan) -> Respond:
    """Return what makes a handler for a request and has it answer.

    That is `Lifecycle.dispatch()`, done right here where that has nothing else to do.
    """
    make, own_dumps, methods = plan.make_bare, plan.dumps, plan.steps
    has_steps = any(methods.values())
    dispatches = (
        plan.has_atomic
        or plan.has_object_rules
        or plan.around_action is not None
        or any(map(plan.declares, _AROUND))
    )

    def respond(request: Request) -> Response:
        try:
            handler: Lifecycle = make()
            handler.plan = plan
            handler.event = request.aws_event
            handler.context = request.aws_context
            handler.request = request
        except Exception as exc:  # noqa: BLE001 - every error is answered
            return answer_safely(exc, request)
        if own_dumps is not None and request.dumps is dumps:
            request.dumps = own_dumps  # unless an App has a serializer of its own
        if dispatches:
            return handler.dispatch()
        try:
            if has_steps or request.method not in methods:
                begin(handler, request.method)
            result, code = handler.perform_action(), handler.success_code
            if (
                type(result) in _USUAL_KINDS
                and type(code) is int
                and code in _USUAL_CODES
                and request.prepared is None
            ):
                return json_response(result, code, request.dumps)
            response = as_response(result, request, code)
            response.encode(request.dumps)
        except Exception as exc:  # noqa: BLE001 - every error is answered
            return handler.get_error_response(exc)
        return response

    return respond


def act(handler: Lifecycle) -> Response:
    """Return the response of the action, not yet encoded."""
    result = handler.perform_action()
    response = as_response(result, handler.request, handler.success_code)
    if handler.plan.has_object_rules:
        check_all_was_asked(handler)
    return response


def run_in_unit_of_work(handler: Lifecycle, work: Callable[[], T]) -> T:
    """Return what `work` returns, all of it within `Lifecycle.atomic()`."""
    # An exception leaves through atomic() before it becomes a response, and a response
    # is complete before atomic() commits.
    with handler.atomic():
        return work()
    raise ImproperlyConfigured(
        f"{handler.plan.name}.atomic() has swallowed an exception, so that nobody "
        "would learn of the failure. Let it out."
    )


# What comes before the action


def get_steps(plan: Plan) -> Steps:
    """Return what comes before the action, by method: `setup()`, then the stages."""

    def setup(handler: Lifecycle) -> Any:
        done: Any = handler.setup(handler.event, handler.context)  # type: ignore[func-returns-value]
        return done

    def initial(handler: Lifecycle) -> Any:
        done: Any = handler.initial()  # type: ignore[func-returns-value]
        return done

    first = (setup,) if plan.declares("setup") else ()
    overridden = (initial,) if plan.declares("initial") else None
    return {
        method: (*first, *(overridden or stages))
        for method, stages in plan.stages.items()
    }


def begin(handler: Lifecycle, method: str | None) -> None:
    """Do what comes before the action; MethodNotAllowedError where there is none."""
    steps = handler.plan.steps.get(method)
    if steps is None:
        raise MethodNotAllowedError(headers={"Allow": handler.plan.allow})
    if steps:
        run_steps(handler, steps)


def run_steps(handler: Lifecycle, steps: Iterable[Step]) -> None:
    """Call stages and what is called like one."""
    for step in steps:
        done = step(handler)
        if done is not None:  # a call less for nearly all of them
            _check_done(done, handler, step.__name__)


def _check_done(result: object, handler: Lifecycle, hook: str) -> None:
    """Refuse to go on where a hook means to refuse, or has left its work to others."""
    if result is False:
        raise TypeError(
            f"{handler.plan.name}.{hook}() has returned False, which nobody reads. "
            "Raise an exception of pyverless.exceptions to refuse."
        )
    if hasattr(result, "__await__") or is_generator(result):
        raise TypeError(
            f"{handler.plan.name}.{hook}() has returned {result!r:.100}, which nobody "
            "awaits. Make it a plain function."
        )


# Rules about objects


def ask_about(handler: Lifecycle, obj: Any) -> None:
    """Call `check_object_permissions()`, and make sure that it has run."""
    done: Any = handler.check_object_permissions(obj)  # type: ignore[func-returns-value]
    if done is not None:
        _check_done(done, handler, "check_object_permissions")


def check_all_was_asked(handler: Lifecycle) -> None:
    """Refuse to go on where a rule about objects has not been asked about any."""
    if handler.has_checked_objects:
        return
    for permission in handler.plan.access.permissions:
        if permission.decide(handler) is None:
            raise ImproperlyConfigured(
                f"{handler.plan.name} has the permission {permission!r}, which is "
                "about objects, but has not asked it about one. Call "
                "self.check_object_permissions(obj), or take it away."
            )
