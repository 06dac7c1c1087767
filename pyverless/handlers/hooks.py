"""What overrides a hook is checked during INIT: it must be callable as the hook is.

A coroutine that nobody awaits is neither true nor false, but counts as true: a rule
that is one would let everybody in.
"""

from __future__ import annotations

from pyverless.exceptions import ImproperlyConfigured

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from typing import Any

__all__ = ["check_hooks"]

# inspect.CO_VARARGS, CO_VARKEYWORDS, and CO_COROUTINE or CO_ASYNC_GENERATOR
_TAKES_ANY = 0x04
_TAKES_ANY_KEYWORD = 0x08
_IS_ASYNC = 0x80 | 0x200


def check_hooks(cls: type, may_be_async: Collection[str] = ()) -> None:
    """Refuse hooks that `cls` overrides as coroutines, or with other arguments.

    Hooks are the methods of the classes of pyverless among its bases; those in
    `may_be_async` are awaited. Raises ImproperlyConfigured.
    """
    hooks: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        if base.__module__.startswith("pyverless."):
            hooks |= dict(_get_functions(base))
            continue
        for name, function in _get_functions(base):
            if name in hooks:
                where = f"{cls.__name__}.{name}()"
                _check_is_called(function, where, is_awaited=name in may_be_async)
                _check_arguments(function, hooks[name], where)


def _get_functions(cls: type) -> Iterator[tuple[str, Any]]:
    for name, value in vars(cls).items():
        if hasattr(value, "__code__") and not name.startswith("__"):
            yield name, value


def _check_is_called(function: Any, where: str, *, is_awaited: bool) -> None:
    if function.__code__.co_flags & _IS_ASYNC and not is_awaited:
        raise ImproperlyConfigured(
            f"{where} is a coroutine, which nobody awaits there. Make it a plain "
            "function; an action may be a coroutine."
        )


def _check_arguments(function: Any, hook: Any, where: str) -> None:
    code, wanted = function.__code__, hook.__code__
    if wanted.co_flags & _TAKES_ANY_KEYWORD:
        return
    count = wanted.co_argcount
    required = code.co_argcount - len(function.__defaults__ or ())
    takes_all = code.co_argcount >= count or code.co_flags & _TAKES_ANY
    if required > count or not takes_all:
        names = ", ".join(wanted.co_varnames[:count])
        found = ", ".join(code.co_varnames[: code.co_argcount])
        raise ImproperlyConfigured(
            f"{where} takes ({found}), but it is called with ({names}). Take these."
        )
