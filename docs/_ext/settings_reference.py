"""The directive `settings-reference`: all settings, from the file that has them."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

from settings_source import get_settings
from sphinx.util.docutils import SphinxDirective

from pyverless.config import base_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from settings_source import Setting
    from sphinx.application import Sphinx

__all__ = ["setup"]


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
