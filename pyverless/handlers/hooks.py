"""What overrides a hook is checked during INIT: it must be callable as the hook is.

A coroutine that nobody awaits, or a generator, is neither true nor false, but counts as
true: a rule that is one would let everybody in. And none of it has run: a message would
count as done.
"""

from __future__ import annotations

from functools import cache

from pyverless.exceptions import ImproperlyConfigured

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

__all__ = ["check_hooks"]

# inspect.CO_VARARGS, CO_VARKEYWORDS, CO_COROUTINE, CO_GENERATOR or CO_ASYNC_GENERATOR
_TAKES_ANY = 0x04
_TAKES_ANY_KEYWORD = 0x08
_IS_COROUTINE = 0x80
_IS_GENERATOR = 0x20 | 0x200


def check_hooks(cls: type, may_be_async: Collection[str] = ()) -> None:
    """Refuse hooks that `cls` overrides as coroutines, or with other arguments.

    Hooks are the methods of the classes of pyverless among its bases; those in
    `may_be_async` are awaited. Raises ImproperlyConfigured.
    """
    hooks: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        if base.__module__.startswith("pyverless."):
            hooks |= _get_hooks(base)
            continue
        for name, value in vars(base).items():
            if name in hooks and hasattr(value, "__code__"):
                where = f"{cls.__name__}.{name}()"
                _check_is_called(value, where, is_awaited=name in may_be_async)
                _check_arguments(value, hooks[name], where)


@cache  # most classes have the same bases
def _get_hooks(cls: type) -> dict[str, Any]:
    return {
        name: value
        for name, value in vars(cls).items()
        if hasattr(value, "__code__") and not name.startswith("__")
    }


def _check_is_called(function: Any, where: str, *, is_awaited: bool) -> None:
    flags = function.__code__.co_flags
    if flags & _IS_GENERATOR:
        raise ImproperlyConfigured(
            f"{where} is a generator, which nobody iterates there, so that nothing of "
            "it would run. Make it a plain function, without yield."
        )
    if flags & _IS_COROUTINE and not is_awaited:
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
