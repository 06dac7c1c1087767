"""Importing late: dotted paths, and package faces that load on first use."""

from __future__ import annotations

import sys
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

__all__ = ["import_string", "lazy_face"]


def import_string(path: str, wanted_by: str) -> Any:
    """Return the object behind the dotted `path`; `wanted_by` names who asked.

    An object that is not a string is what callers already have: see `resolve` in
    `pyverless.config`. Raises ImportError naming the path, the asker and the cause.
    """
    module_path, _, name = path.rpartition(".")
    try:
        if not module_path:
            raise ImportError("a dotted path was expected, as in 'package.module.name'")
        return getattr(import_module(module_path), name)
    except (ImportError, AttributeError) as exc:
        raise ImportError(
            f"Could not import {path!r} for {wanted_by}. {type(exc).__name__}: {exc}."
        ) from exc


def lazy_face(
    package: str, names: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return `__getattr__` and `__dir__` for a package whose names load on first use.

    `names` maps each public name to the module that defines it. A name found is stored
    in the package, so that the second look-up costs what any attribute costs.
    """

    def __getattr__(name: str) -> Any:  # noqa: N807
        if name not in names:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(names[name]), name)
        setattr(sys.modules[package], name, value)
        return value

    def __dir__() -> list[str]:  # noqa: N807
        return sorted({*vars(sys.modules[package]), *names})

    return __getattr__, __dir__
