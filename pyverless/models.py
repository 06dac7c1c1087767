"""Models as handlers see them: a manager, querysets, objects. No store is known."""

from __future__ import annotations

import os
import sys

from pyverless.config import settings
from pyverless.exceptions import ImproperlyConfigured

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager
    from typing import Any

__all__ = [
    "add_unit",
    "find_object",
    "get_all",
    "get_atomic",
    "get_manager",
    "get_units",
    "is_bad_value",
    "prepare_stores",
    "save_object",
    "with_related",
]

# What begins a unit of work in each store that is imported.
_units: list[Callable[[], AbstractContextManager[Any]]] = []
# What prepares each of them.
_preparations: list[Callable[[], object]] = []

# inspect.CO_VARKEYWORDS
_TAKES_ANY_KEYWORD = 0x08


def get_manager(model: Any) -> Any:
    """Return the manager of a model, named by the setting MODEL_MANAGER."""
    try:
        return getattr(model, settings.MODEL_MANAGER)
    except AttributeError:
        raise ImproperlyConfigured(
            f"{model.__name__} has no manager {settings.MODEL_MANAGER!r}. Give it one, "
            "name another in the setting MODEL_MANAGER, or override get_queryset()."
        ) from None


def get_all(model: Any) -> Any:
    """Return a queryset of all objects of a model.

    A manager that can be filtered and sliced is one: the `all()` of neomodel's `nodes`
    would fetch every node.
    """
    manager = get_manager(model)
    is_queryset = hasattr(manager, "filter") and hasattr(manager, "__getitem__")
    if is_queryset or not hasattr(manager, "all"):
        return manager
    return manager.all()


def get_atomic(model: Any) -> Callable[[], AbstractContextManager[Any]] | None:
    """Return the unit of work of a model's store; None where it has none."""
    manager = getattr(model, settings.MODEL_MANAGER, None)
    return getattr(manager, "atomic", None)


def add_unit(
    atomic: Callable[[], AbstractContextManager[Any]],
    prepare: Callable[[], object] | None = None,
) -> None:
    """Have records be units of work of a store, also where no `model` names it.

    Stores call it when they are imported, with what begins a unit of work. `prepare` is
    what `prepare_stores()` calls; it must be quick when it is called again.
    """
    _units.append(atomic)
    if prepare is not None:
        _preparations.append(prepare)


def get_units() -> list[Callable[[], AbstractContextManager[Any]]]:
    """Return what begins a unit of work in each store that is imported."""
    return list(_units)


def prepare_stores() -> None:
    """Have the stores that are imported make what the first request would wait for.

    That is an engine or a client, and no connection. Called during INIT, in Lambda
    only: elsewhere a module of handlers is imported without a database or credentials.
    """
    if "AWS_LAMBDA_FUNCTION_NAME" in os.environ:
        for prepare in _preparations:
            prepare()


def find_object(queryset: Any, name: str, value: Any, model: Any = None) -> Any:
    """Return the one object whose field `name` is `value`, or None.

    A value that the field can't hold is found nowhere, rather than being an error.
    """
    try:
        if hasattr(queryset, "get_or_none"):
            return queryset.get_or_none(**{name: value})
        if hasattr(queryset, "get"):
            return _get(queryset, name, value, model)
    except Exception as exc:
        if is_bad_value(exc):
            return None
        raise
    return _scan(queryset, name, value)


def is_bad_value(exc: Exception) -> bool:
    """Return whether a look-up failed because its field can't have such a value.

    That is what stores mean by TypeError, ValueError and OverflowError: an id of the
    wrong type, or a number beyond the range of a column.
    """
    if isinstance(exc, (TypeError, ValueError, OverflowError)):
        return True
    # Django's own, for UUIDs and dates. Where it is not loaded nothing can be of it.
    django = sys.modules.get("django.core.exceptions")
    return django is not None and isinstance(exc, django.ValidationError)


def with_related(queryset: Any, paths: Iterable[str]) -> Any:
    """Return a queryset that fetches the related objects in `paths` along.

    Only stores that offer it know which of the paths lead to related objects.
    """
    if paths and hasattr(queryset, "with_related"):
        return queryset.with_related(*paths)
    return queryset


def _get(queryset: Any, name: str, value: Any, model: Any) -> Any:
    model = model or getattr(queryset, "model", None)
    try:
        return queryset.get(**{name: value})
    except getattr(model, "DoesNotExist", ()):
        return None


def _scan(objects: Iterable[Any], name: str, value: Any) -> Any:
    """Return the first match in a plain list; the value may be its text."""
    for obj in objects:
        held = obj.get(name) if isinstance(obj, dict) else getattr(obj, name, None)
        if held is not None and (held == value or str(held) == value):
            return obj
    return None


def save_object(obj: Any, fields: Iterable[str] | None = None) -> None:
    """Save an object where it can be saved; only `fields` where `save()` takes them."""
    if not hasattr(obj, "save"):
        return
    if fields is not None and _takes_fields(type(obj)):
        obj.save(update_fields=list(fields))
    else:
        obj.save()


def _takes_fields(cls: type) -> bool:
    """Return whether `save()` takes `update_fields`, or hands them on to a base."""
    for base in cls.__mro__:
        code = getattr(vars(base).get("save"), "__code__", None)
        if code is None:
            continue
        if "update_fields" in _arguments(code):
            return True
        if not code.co_flags & _TAKES_ANY_KEYWORD:
            return False
    return False


def _arguments(code: Any) -> tuple[str, ...]:
    names: tuple[str, ...] = code.co_varnames
    return names[: code.co_argcount + code.co_kwonlyargcount]
