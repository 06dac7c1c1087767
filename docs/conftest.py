"""The samples of the documentation are tests, each page in a namespace of its own.

A block of Python whose caption is a file is that file: later blocks import from it, and
what settings.py says holds to the end of the page. Of templates the functions and the
environment variables are looked up. Nothing that a page changes outlives it.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import ExitStack
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE
from types import ModuleType
from typing import TYPE_CHECKING
from unittest.mock import patch

from sybil import Sybil
from sybil.evaluators.python import pad
from sybil.parsers.rest import CodeBlockParser, DocTestParser

from pyverless._imports import import_string
from pyverless.config import override_settings, settings

if TYPE_CHECKING:
    from typing import Any

    from sybil import Example

# What a page has to put back, under a name that no sample uses.
STACK = "__stack__"


def set_up(namespace: dict[str, Any]) -> None:
    """Begin a page."""
    stack = namespace[STACK] = ExitStack()
    namespace["__name__"] = "sample"
    stack.callback(settings.reset)
    stack.enter_context(patch.dict(os.environ))


def tear_down(namespace: dict[str, Any]) -> None:
    """Put back what the page has changed."""
    namespace[STACK].close()


def run_python(example: Example) -> None:
    """Run a block, in the namespace of the file that it is captioned with."""
    caption = example.region.lexemes["options"].get("caption", "")
    stack, namespace = example.namespace[STACK], example.namespace
    if caption.endswith(".py"):
        namespace = vars(get_module(caption, stack))
    source = pad(example.parsed, example.line + example.parsed.line_offset)
    exec(compile(source, example.path, "exec", dont_inherit=True), namespace)
    if caption.endswith("settings.py"):
        values = {name: namespace[name] for name in namespace if name.isupper()}
        stack.enter_context(override_settings(**values))


def get_module(file: str, stack: ExitStack) -> ModuleType:
    """Return the module of a file, made when it is first named."""
    *packages, name = file.removesuffix(".py").split("/")
    path = ""
    for part in [*packages, name]:
        parent, path = path, f"{path}.{part}".lstrip(".")
        if path not in sys.modules:
            module = sys.modules[path] = ModuleType(path)
            module.__path__ = []
            stack.callback(sys.modules.pop, path)
            if parent:
                setattr(sys.modules[parent], part, module)
    return sys.modules[path]


def check_template(example: Example) -> None:
    """Look up what a template names: functions, and settings in the environment."""
    for path in re.findall(r"handler: \"?([\w.]+)", example.parsed, re.IGNORECASE):
        if not callable(import_string(path, "the template")):
            raise AssertionError(f"{path} is no function")
    for name in re.findall(r"PYVERLESS_(\w+)", example.parsed):
        if name not in ("SETTINGS", *dir(settings)):
            raise AssertionError(f"there is no setting {name}")


pytest_collect_file = Sybil(
    parsers=[
        DocTestParser(optionflags=ELLIPSIS | NORMALIZE_WHITESPACE),
        CodeBlockParser("python", run_python),
        CodeBlockParser("yaml", check_template),
        CodeBlockParser("typescript", check_template),
    ],
    patterns=["*.rst"],
    excludes=["_build/**/*.rst"],
    setup=set_up,
    teardown=tear_down,
).pytest()
