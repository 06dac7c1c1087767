"""What handlers do once: a record that was delivered twice, a request sent twice.

Imported only for handlers that have an `idempotency_store`.
"""

from __future__ import annotations

from time import time

from pyverless.config import resolve
from pyverless.crypto.durations import as_seconds
from pyverless.deadlines import get_remaining_seconds
from pyverless.exceptions import (
    BadRequestError,
    ImproperlyConfigured,
    UnprocessableEntityError,
)
from pyverless.handlers.replays import read_answer, write_answer
from pyverless.handlers.request_keys import get_fingerprint, get_owner
from pyverless.idempotency import Entry, check_store, get_hash
from pyverless.logs import request_logger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pyverless.handlers.plan import Plan
    from pyverless.http.response import Response

__all__ = ["answer_once", "prepare_records", "prepare_requests", "run_once"]

# None: the minimal events of unit tests.
_CREATING = ("POST", None)
# How long a claim holds where nothing says how much time there is, in seconds.
_LEASE = 60
# With these keywords of as_handler() a function does what others of its class do.
_HARMLESS = {"deadline_margin", "isolates_groups", "reports_failures", "serializer"}


def prepare_records(handler: Any, plan: Plan, base: type) -> None:
    """Check what a handler of records declares: during INIT. `base` has the hooks."""
    _prepare(handler, plan)
    hooks = ("get_idempotency_key", "get_record_id")
    if not any(plan.overrides(hook, base) for hook in hooks):
        raise ImproperlyConfigured(
            f"{plan.name} has an idempotency_store, but nothing tells its records "
            f"apart. Override {plan.name}.get_idempotency_key()."
        )
    others = [name for name in plan.initkwargs if _changes_work(name)]
    if others and plan.initkwargs.get("idempotency_scope") is None:
        raise ImproperlyConfigured(
            f"{plan.name}.as_handler({others[0]}=…) would leave alone what another "
            f"function of {plan.name} has done. Give it a name of its own: "
            f"as_handler({others[0]}=…, idempotency_scope=…)."
        )
    plan.around_action = run_once


def prepare_requests(handler: Any, plan: Plan) -> None:
    """Check what a handler of requests declares: during INIT."""
    _prepare(handler, plan)
    methods = handler.get_allowed_methods()
    if "POST" not in methods:
        raise ImproperlyConfigured(
            f"{plan.name} has an idempotency_store, which is for POST, but answers "
            f"{', '.join(methods)}. Take one of them away."
        )
    writing = [each for each in methods if each in ("PUT", "PATCH", "DELETE")]
    if handler.idempotency_key_required and writing:
        raise ImproperlyConfigured(
            f"{plan.name} requires an Idempotency-Key, which is for POST, and answers "
            f"{', '.join(writing)} without one. Make that a handler of its own."
        )
    plan.around_action = answer_once


def _prepare(handler: Any, plan: Plan) -> None:
    # What get_hash() needs.
    import hashlib  # noqa: F401

    store = resolve(handler.idempotency_store, f"{plan.name}.idempotency_store")
    check_store(store, handler.idempotency_ttl, plan.name)
    scope = handler.idempotency_scope
    if scope is not None and not (isinstance(scope, str) and scope):
        raise ImproperlyConfigured(
            f"{plan.name}.idempotency_scope is {scope!r:.100}. Set it to a text, or to "
            "None for the name of the class."
        )
    plan.idempotency_store = store


def _changes_work(keyword: str) -> bool:
    return not (keyword.startswith("idempotency_") or keyword in _HARMLESS)


# Records


def run_once(handler: Any, act: Callable[[Any], Any]) -> Any:
    """Return what the action of a record returns; None where it was done before.

    Called inside of the unit of work, whose end makes it so that the record is done.
    Raises ConflictError where somebody else is at it: the record comes back.
    """
    key = handler.get_idempotency_key()
    if key is None:
        return act(handler)
    store = handler.plan.idempotency_store
    hashed = get_hash(_get_scope(handler), _checked(key, handler))
    if store.claim(hashed, lease=_get_lease(handler)) is not None:
        request_logger.info(
            "%s has done %s before",
            handler.plan.name,
            handler.get_record_id(handler.record) or "a record",
        )
        return None
    result = act(handler)
    store.complete(hashed, Entry(expires=_get_expiry(handler)))
    return result


# Requests


def answer_once(handler: Any, act: Callable[[Any], Response]) -> Response:
    """Return the response of an action; of POST requests with one key, of the first.

    Called inside of the unit of work, when the caller is known to have permission.
    """
    if handler.request.method not in _CREATING:
        return act(handler)
    key = handler.get_idempotency_key()
    if key is None:
        if handler.idempotency_key_required:
            raise BadRequestError(
                "The header Idempotency-Key is missing.", code="required"
            )
        return act(handler)
    request, store = handler.request, handler.plan.idempotency_store
    hashed = get_hash(_get_scope(handler), *get_owner(handler), _checked(key, handler))
    fingerprint = get_fingerprint(request)
    entry = store.claim(hashed, lease=_get_lease(handler))
    if entry is None:
        response = act(handler)
        answer = write_answer(response, request)
        expires = _get_expiry(handler)
        store.complete(
            hashed, Entry(expires=expires, fingerprint=fingerprint, answer=answer)
        )
        return response
    if entry.fingerprint != fingerprint:
        raise UnprocessableEntityError(
            "This Idempotency-Key was used for another request.",
            code="idempotency_key_reused",
        )
    return read_answer(entry.answer, request)


# Both


def _checked(key: Any, handler: Any) -> str:
    if not isinstance(key, str) or not key:
        # Not taken as None: what has one key is done once.
        raise TypeError(
            f"{handler.plan.name}.get_idempotency_key() has returned {key!r:.100}. "
            "Return a text that is not empty, or None for what may be done again."
        )
    return key


def _get_scope(handler: Any) -> str:
    scope: str | None = handler.idempotency_scope
    cls = type(handler)
    return scope or f"{cls.__module__}.{cls.__qualname__}"


def _get_lease(handler: Any) -> float:
    """Return how long a claim holds: as long as the function can run."""
    remaining = get_remaining_seconds(handler.context)
    return _LEASE if remaining is None else max(remaining, 1.0)


def _get_expiry(handler: Any) -> int:
    return int(time() + (as_seconds(handler.idempotency_ttl) or 0)) + 1
