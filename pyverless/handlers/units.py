"""The unit of work of a handler: of all stores that it uses.

Imported only for handlers that use one.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager

from pyverless.config import settings
from pyverless.models import get_atomic, get_manager, get_units, prepare_stores

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from typing import Any

    from pyverless.handlers.plan import Plan

    Begin = Callable[[], AbstractContextManager[Any]]

__all__ = ["get_begin"]


def get_begin(plan: Plan) -> Begin | None:
    """Return what begins the unit of work of a handler; None where it needs none."""
    units = _get_units(plan)
    prepare_stores()
    if len(units) > 1:
        return lambda: _all_of(units)
    return units[0] if units else None


def _get_units(plan: Plan) -> list[Begin]:
    models = [plan.model]
    if plan.access.authenticates:
        models.append(_get_user_model())
    found = [get_atomic(model) for model in models if model is not None]
    if plan.idempotency_store is not None:
        # The outermost: what is done counts as done when it is committed elsewhere.
        found.insert(0, plan.idempotency_store.atomic)
    if plan.joins_stores:
        found += get_units()
    return list(dict.fromkeys(unit for unit in found if unit is not None))


def _get_user_model() -> Any:
    """Return USER_MODEL; ImproperlyConfigured where users can't be looked up there."""
    model = settings.resolve("USER_MODEL")
    if model is not None:
        manager = get_manager(model)
        if hasattr(manager, "check_lookups"):
            manager.check_lookups((settings.USER_ID_FIELD,), ())
    return model


@contextmanager
def _all_of(units: Sequence[Begin]) -> Iterator[None]:
    with ExitStack() as stack:
        for begin in units:
            stack.enter_context(begin())
        yield
