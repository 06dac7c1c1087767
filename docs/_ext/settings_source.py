"""The settings as their file documents them, read without running it."""

from __future__ import annotations

import ast
import inspect
from dataclasses import dataclass

from pyverless.config import base_settings

__all__ = ["Setting", "get_settings"]

# What the text of an environment variable can be cast to.
SCALARS = {"bool", "int", "str"}


@dataclass(frozen=True)
class Setting:
    """One setting as its file documents it."""

    name: str
    annotation: str
    default: str
    comment: str

    @property
    def variable(self) -> str | None:
        """The environment variable that sets it, None where none can."""
        kinds = self.annotation.split(" | ")
        return f"PYVERLESS_{self.name}" if SCALARS & {*kinds} else None


def get_settings() -> list[Setting]:
    """Return the settings in the order of their file."""
    source = inspect.getsource(base_settings)
    lines = source.splitlines()
    return [
        Setting(
            name=ast.unparse(node.target),
            annotation=ast.unparse(node.annotation),
            default=ast.get_source_segment(source, node.value) or "",
            comment=get_comment(lines, node.lineno - 1),
        )
        for node in ast.parse(source).body
        if isinstance(node, ast.AnnAssign) and node.value is not None
    ]


def get_comment(lines: list[str], end: int) -> str:
    """Return the text of the comment that ends right above the line `end`."""
    start = end
    while start and lines[start - 1].startswith("#"):
        start -= 1
    return " ".join(line.removeprefix("#").strip() for line in lines[start:end])
