"""Dotted paths, and packages whose names load when they are used."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

import pyverless
import pyverless.http
from pyverless._imports import import_string, lazy_face


def test_a_dotted_path_is_imported():
    assert import_string("collections.OrderedDict", "a test").__name__ == "OrderedDict"
    assert import_string("os.path", "a test") is sys.modules["os.path"]


@pytest.mark.parametrize(
    ("path", "cause"),
    [
        ("", "ImportError: a dotted path was expected, as in 'package.module.name'"),
        ("json", "ImportError: a dotted path was expected"),
        (".json", "ImportError: a dotted path was expected"),
        ("no.such.thing", "ModuleNotFoundError: No module named 'no'"),
        ("json.no_such_name", "AttributeError: module 'json' has no attribute"),
        ("json.", "AttributeError: module 'json' has no attribute"),
    ],
)
def test_a_path_that_leads_nowhere_is_named_with_who_asked_and_why(path, cause):
    with pytest.raises(ImportError) as caught:
        import_string(path, "the setting ERROR_RENDERER")

    assert str(caught.value).startswith(
        f"Could not import {path!r} for the setting ERROR_RENDERER. {cause}"
    )


@pytest.fixture
def face(monkeypatch):
    """Return a package with the lazy names `dumps` and `missing`."""
    package = ModuleType("lazy_package")
    names = {"dumps": "json", "missing": "json"}
    package.__getattr__, package.__dir__ = lazy_face("lazy_package", names)
    monkeypatch.setitem(sys.modules, "lazy_package", package)
    return package


def test_a_lazy_name_is_loaded_once(face):
    assert "dumps" not in vars(face)
    assert face.dumps is sys.modules["json"].dumps
    assert vars(face)["dumps"] is face.dumps


def test_a_lazy_package_lists_its_names_before_they_are_loaded(face):
    assert {"dumps", "missing", "__name__"} <= set(dir(face))
    assert dir(face) == sorted(dir(face))


def test_a_name_that_a_lazy_package_does_not_have_is_refused(face):
    with pytest.raises(
        AttributeError, match=r"^module 'lazy_package' has no attribute 'other'$"
    ):
        face.other  # noqa: B018
    with pytest.raises(AttributeError, match="missing"):
        face.missing  # noqa: B018


@pytest.mark.parametrize("package", [pyverless, pyverless.http])
def test_every_public_name_can_be_had(package):
    assert package.__all__ == sorted(package.__all__, key=str)
    assert set(package.__all__) <= set(dir(package))
    for name in package.__all__:
        assert getattr(package, name) is not None
