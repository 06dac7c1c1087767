"""The methods of a WebSocketHandler that messages are for."""

from __future__ import annotations

from collections.abc import Mapping

from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers.results import prepare_to_settle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["find_routes", "get_method_name"]


def find_routes(cls: type, declared: Any) -> dict[str, str]:
    """Return the methods for route keys, and those that are called as their route is.

    Callers may choose the key, so it never leads to a method that is pyverless's own.
    Raises ImproperlyConfigured for a route that leads nowhere.
    """
    own = _get_own_methods(cls)
    _check_declared(declared, own, cls.__name__)
    for function in own.values():
        prepare_to_settle(function)
    return {method: method for method in own} | dict(declared)


def get_method_name(route_key: str) -> str:
    """Return the name of the method for a route key."""
    return "".join(c if f"_{c}".isidentifier() else "_" for c in route_key)


def _check_declared(declared: Any, own: Mapping[str, Any], name: str) -> None:
    if not isinstance(declared, Mapping):
        raise ImproperlyConfigured(
            f"{name}.routes is {declared!r}. Set it to a dictionary of route keys and "
            'names of methods, as in {"send-text": "say"}.'
        )
    for key, method in declared.items():
        are_names = isinstance(key, str) and isinstance(method, str)
        if not are_names or key.startswith("$") or method not in own:
            raise ImproperlyConfigured(
                f"{name}.routes has {key!r}: {method!r}. Name a method that {name} "
                "itself defines, without arguments. $connect, $disconnect and $default "
                "have theirs."
            )


def _get_own_methods(cls: type) -> dict[str, Any]:
    """Return the methods that need no arguments and are not pyverless's, by name."""
    functions = _get_functions(cls)
    taken = {name for base in (*_get_bases(cls), object) for name in _get_names(base)}
    for name in sorted(functions.keys() & taken):
        _check_hides_nothing(cls, name)
    return {
        name: function
        for name, function in functions.items()
        if not (name in taken or name.startswith("_") or _wants_more(function))
    }


def _check_hides_nothing(cls: type, name: str) -> None:
    for base in _get_bases(cls):
        if name in _get_names(base) and not callable(getattr(base, name, None)):
            raise ImproperlyConfigured(
                f"{cls.__name__}.{name}() would be in the place of self.{name}, which "
                "is no method. Call it otherwise; for a route of that key, as in "
                f'routes = {{"{name}": "get_{name}"}}.'
            )


def _get_functions(cls: type) -> dict[str, Any]:
    """Return the plain methods that a class has from classes of its own."""
    own = (base for base in cls.__mro__ if not _is_ours(base))
    found = {
        name: getattr(cls, name)
        for base in own
        for name, value in vars(base).items()
        if hasattr(value, "__code__")
    }
    return {name: each for name, each in found.items() if hasattr(each, "__code__")}


def _get_bases(cls: type) -> list[type]:
    return [base for base in cls.__mro__ if _is_ours(base)]


def _is_ours(cls: type) -> bool:
    return cls.__module__.startswith("pyverless.")


def _get_names(cls: type) -> set[str]:
    return {*vars(cls), *getattr(cls, "__annotations__", ())}


def _wants_more(function: Any) -> bool:
    """Return whether a method takes arguments that nobody would give it."""
    code = function.__code__
    required: int = code.co_argcount - len(function.__defaults__ or ())
    keywords: int = code.co_kwonlyargcount - len(function.__kwdefaults__ or ())
    return required > 1 or keywords > 0
