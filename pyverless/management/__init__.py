"""The commands of `python -m pyverless`, a module each.

A command has `add_arguments(parser)` and `run(options)`, which returns the exit status;
its docstring is its help.
"""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

__all__ = ["CommandError", "load_target"]


class CommandError(Exception):
    """What the user of a command did wrong, and the way out. The exit status is 2."""


def load_target(target: str) -> Any:
    """Return the object that `module:attribute` on a command line names.

    What is wrong inside the module gets out as it is, with its traceback.
    """
    path, _, name = target.partition(":")
    if not path or not name:
        raise CommandError(
            f"{target!r} does not name a function. Write module:attribute, as in "
            f"blog.api:app."
        )
    module = _import(path)
    if not hasattr(module, name):
        close = get_close_matches(name, dir(module), n=1)
        hint = f"Did you mean {path}:{close[0]}?" if close else "Check the name."
        raise CommandError(f"The module {path!r} has no attribute {name!r}. {hint}")
    return getattr(module, name)


def _import(path: str) -> ModuleType:
    try:
        return import_module(path)
    except ModuleNotFoundError as exc:
        # Only the module asked for, or a package around it; not one that it imports.
        if not f"{path}.".startswith(f"{exc.name}."):
            raise
        raise CommandError(
            f"There is no module {exc.name!r}. Name it as Python imports it from this "
            f"directory: blog.api:app is app in blog/api.py."
        ) from exc
