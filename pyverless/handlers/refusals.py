"""What a handler class may not declare, where that takes more than a look.

Imported only by plans of classes that could be concerned: handlers of events and
records, and those that declare one of these things.
"""

from __future__ import annotations

from pyverless.exceptions import ImproperlyConfigured

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

    from pyverless.handlers.plan import Plan

__all__ = [
    "get_limits",
    "refuse_http_parts",
    "refuse_mixed_records",
    "refuse_unused_store",
]

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


def refuse_http_parts(plan: Plan) -> None:
    """Refuse parts of requests for handlers that get none."""
    caller_parts = () if plan.cls.has_caller else _CALLER_PARTS
    for name in (*caller_parts, *_HTTP_PARTS):
        if plan.declares(name):
            raise ImproperlyConfigured(
                f"{plan.name} has {name}, which only a handler of HTTP requests "
                f"can use. Take the class that brings {name} away, or the one that "
                "makes this a handler of records or events."
            )


def refuse_mixed_records(plan: Plan) -> None:
    """Refuse two kinds of records for one handler."""
    kinds = [
        base.__name__
        for base in plan.cls.__mro__
        if base.__module__.startswith("pyverless.")
        and "load_records" in vars(base)
        and not hasattr(vars(base)["load_records"], "has_no_work")
    ]
    if len(kinds) > 1:
        raise ImproperlyConfigured(
            f"{plan.name} has both {kinds[0]} and {kinds[1]}, but an event has "
            "records of one kind. Take one of them away."
        )


def refuse_unused_store(plan: Plan) -> None:
    """Refuse an idempotency store that nothing asks."""
    if plan.idempotency_store is None:
        raise ImproperlyConfigured(
            f"{plan.name} has an idempotency_store, but nothing asks it. Take it "
            "away, or make this a CreateHandler, an SQSHandler or another handler "
            "of one record at a time."
        )


def get_limits(
    plan: Plan, stages: Collection[str], known: Collection[str]
) -> dict[str, set[str]]:
    """Return the methods by stage; refuse limits that are not what they look like.

    A class adds to the `stage_methods` of its bases, and keywords add to those.
    """
    limits: dict[str, Any] = {}
    for declared in (*map(vars, reversed(plan.cls.__mro__)), plan.initkwargs):
        limits |= declared.get("stage_methods", {})
    checked = {}
    for name, methods in limits.items():
        if name not in stages or name in _ALWAYS:
            raise ImproperlyConfigured(
                f"{plan.name}.stage_methods has {name!r}. It can limit "
                f"{', '.join(each for each in stages if each not in _ALWAYS)}."
            )
        if isinstance(methods, str) or not {*methods} <= {*known}:
            raise ImproperlyConfigured(
                f"{plan.name}.stage_methods[{name!r}] is {methods!r}. Set it to a "
                "list of HTTP methods in capitals."
            )
        # HEAD comes with GET.
        checked[name] = {*methods, *(("HEAD",) if "GET" in methods else ())}
    return checked
