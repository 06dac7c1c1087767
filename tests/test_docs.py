"""What the documentation must have; its samples are tests of their own, in docs/."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from docs._ext.settings_source import get_settings
from pyverless.config import override_settings, settings
from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers.lifecycle import STAGES, Lifecycle

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "docs" / "reference").glob("*.rst"))
MODULES = [f"pyverless.{page.stem}" for page in PAGES if page.stem != "settings"]


def read(page: str) -> str:
    return (ROOT / "docs" / page).read_text(encoding="utf-8")


def test_every_public_module_has_a_reference_page():
    public = {
        "auth",
        "aws",
        "config",
        "contrib.marshmallow_sqlalchemy",
        "contrib.memory",
        "contrib.msgspec",
        "contrib.pynamodb",
        "contrib.sqlalchemy",
        "crypto",
        "decorators",
        "exceptions",
        "handlers",
        "http",
        "idempotency",
        "lookups",
        "pagination",
        "routing",
        "serializers",
        "snapstart",
        "test",
        "types",
        "websockets",
    }
    assert {page.stem for page in PAGES} == public | {"settings"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_reference_page_names_sources_that_exist(page):
    line = re.search(r"^:source: (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    files = re.findall(r"``(.+?)``", line[1])
    assert files
    assert [file for file in files if not (ROOT / file).is_file()] == []


@pytest.mark.parametrize("module", MODULES)
def test_a_reference_page_has_every_name_of_its_module(module):
    page = read(f"reference/{module.removeprefix('pyverless.')}.rst")
    names = import_module(module).__all__
    if module == "pyverless.exceptions":  # shown as the tree in the docstring
        page += import_module(module).__doc__
    assert [name for name in names if not re.search(rf"\b{name}\b", page)] == []


def test_the_reference_has_every_hook_of_a_handler():
    page = read("reference/handlers.rst")
    names = [*vars(Lifecycle), *Lifecycle.__annotations__]
    hooks = [name for name in names if not name.startswith("_")]
    pattern = r"auto(?:method|attribute|property):: {}$"
    missing = [h for h in hooks if not re.search(pattern.format(h), page, re.MULTILINE)]
    assert missing == []


def test_the_table_of_stages_is_in_the_order_of_their_call():
    rows = re.findall(r"^   \* - ``(\w+)\(\)``$", read("lifecycle.rst"), re.MULTILINE)
    assert tuple(rows) == STAGES


@pytest.mark.parametrize("setting", get_settings(), ids=lambda setting: setting.name)
def test_a_setting_is_explained(setting):
    assert setting.comment.endswith(".")
    assert setting.default


@pytest.mark.parametrize("setting", get_settings(), ids=lambda setting: setting.name)
def test_a_setting_is_settable_where_the_reference_says(setting, monkeypatch):
    monkeypatch.setenv(f"PYVERLESS_{setting.name}", "1")
    with override_settings():  # forgets what was read before, and afterwards
        if setting.variable:
            assert str(getattr(settings, setting.name)) in ("1", "1.0", "True")
        else:
            with pytest.raises(ImproperlyConfigured, match="environment"):
                getattr(settings, setting.name)


def test_every_setting_is_in_the_reference():
    names = {setting.name for setting in get_settings()}
    assert {name for name in dir(settings) if name.isupper()} == names


def test_every_sample_is_of_a_kind_that_is_checked():
    pages = (ROOT / "docs").glob("[!_]*/*.rst"), (ROOT / "docs").glob("*.rst")
    text = "".join(page.read_text(encoding="utf-8") for each in pages for page in each)
    kinds = set(re.findall(r"^ *\.\. code-block:: (\w+)$", text, re.MULTILINE))
    # Commands are for the reader; docs/conftest.py takes care of the others.
    assert kinds == {"console", "python", "typescript", "yaml"}
    assert not re.search(r"::\n\n +(?:>>>|def |class |from |import )", text)
