"""The directive `settings-reference`: every setting, from the file that defines them."""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx.util.docutils import SphinxDirective

from pyverless.config import base_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx

__all__ = ["Setting", "get_settings", "setup"]

# What the text of an environment variable can be cast to.
SCALARS = ("bool", "int", "float", "str", "type | str")


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
        kind = self.annotation.removesuffix(" | None")
        return f"PYVERLESS_{self.name}" if kind in SCALARS else None


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


class SettingsReference(SphinxDirective):
    """All settings, each with its type, default, documentation and variable."""

    def run(self) -> list[nodes.Node]:
        """Return what the settings are in the document."""
        self.env.note_dependency(inspect.getfile(base_settings))
        settings = get_settings()
        names = [setting.name for setting in settings]
        lines = [line for setting in settings for line in describe(setting, names)]
        return self.parse_text_to_nodes("\n".join(lines))


def describe(setting: Setting, names: list[str]) -> Iterator[str]:
    """Yield the reST of a setting; `names` of others become links."""
    yield f".. py:data:: {setting.name}"
    yield f"   :type: {setting.annotation}"
    if "\n" not in setting.default:
        yield f"   :value: {setting.default}"
    yield ""
    yield f"   {link(setting.comment, [n for n in names if n != setting.name])}"
    if "\n" in setting.default:
        yield "\n   Default::\n"
        yield from (f"      {line}" for line in setting.default.splitlines())
    yield ""
    if setting.variable:
        yield f"   In the environment: ``{setting.variable}``."
    else:
        yield f"   Not in the environment, as it is a ``{setting.annotation}``."
    yield ""


def link(text: str, names: list[str]) -> str:
    """Return a text in which settings are links, and URLs are code."""
    text = re.sub(r"\b[a-z+]+://[^\s,]*[^\s,.]", r"``\g<0>``", text)
    return re.sub(rf"(?<!`)\b({'|'.join(names)})\b(?!`)", r":py:data:`\1`", text)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("settings-reference", SettingsReference)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
