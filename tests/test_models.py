from __future__ import annotations

import sys
from contextlib import nullcontext
from types import SimpleNamespace

import pytest

from pyverless.casts import InvalidValueError
from pyverless.config import override_settings
from pyverless.exceptions import ConflictError, ImproperlyConfigured
from pyverless.models import (
    find_object,
    get_atomic,
    get_manager,
    is_bad_value,
    save_object,
    with_related,
)


class Article:
    class DoesNotExist(Exception):
        pass

    objects = SimpleNamespace(atomic=nullcontext)
    nodes = SimpleNamespace()


class Plain:
    pass


# Managers


def test_a_setting_names_the_manager():
    assert get_manager(Article) is Article.objects
    with override_settings(MODEL_MANAGER="nodes"):
        assert get_manager(Article) is Article.nodes


def test_a_model_without_a_manager_is_named_with_the_ways_out():
    with pytest.raises(
        ImproperlyConfigured,
        match=r"^Plain has no manager 'objects'\. Give it one, name another in the "
        r"setting MODEL_MANAGER, or override get_queryset\(\)\.$",
    ):
        get_manager(Plain)


def test_the_unit_of_work_is_that_of_the_manager():
    assert get_atomic(Article) is nullcontext
    assert get_atomic(Plain) is None
    with override_settings(MODEL_MANAGER="nodes"):
        assert get_atomic(Article) is None


# Look-ups in lists

OBJECTS = [
    SimpleNamespace(id=1, slug="one"),
    SimpleNamespace(id=2, slug=None),
    SimpleNamespace(slug="without id"),
]
DICTS = [{"id": 1, "slug": "one"}, {"id": 2, "slug": None}, {"slug": "without id"}]


@pytest.mark.parametrize("objects", [OBJECTS, DICTS, tuple(DICTS)])
@pytest.mark.parametrize(
    ("name", "value", "index"),
    [
        ("id", 1, 0),
        ("id", "1", 0),
        ("id", "2", 1),
        ("slug", "one", 0),
        ("slug", "without id", 2),
        ("id", "01", None),
        ("id", "3", None),
        ("slug", "None", None),
        ("slug", None, None),
        ("colour", "blue", None),
    ],
)
def test_a_list_is_searched_by_value_or_text(objects, name, value, index):
    expected = None if index is None else objects[index]

    assert find_object(objects, name, value) is expected


@pytest.mark.parametrize("objects", [[], iter(()), {}])
def test_nothing_is_found_in_nothing(objects):
    assert find_object(objects, "id", "1") is None


# Look-ups in querysets


class Getter:
    """A queryset with `get()`, which raises for what is not there."""

    model = None

    def __init__(self, error):
        self.error = error

    def get(self, **lookup):
        if lookup == {"id": "1"}:
            return "found"
        raise self.error


def test_get_or_none_is_preferred_over_get():
    class Both(Getter):
        def get_or_none(self, **lookup):
            return None if lookup == {"id": "1"} else lookup

    assert find_object(Both(KeyError()), "id", "1") is None
    assert find_object(Both(KeyError()), "id", "2") == {"id": "2"}


def test_what_the_model_says_does_not_exist_is_not_found():
    queryset = Getter(Article.DoesNotExist())

    assert find_object(queryset, "id", "1", Article) == "found"
    assert find_object(queryset, "id", "2", Article) is None


def test_a_queryset_may_know_its_model():
    queryset = Getter(Article.DoesNotExist())
    queryset.model = Article

    assert find_object(queryset, "id", "2") is None


@pytest.mark.parametrize("error", [TypeError(), ValueError(), OverflowError()])
@pytest.mark.parametrize("model", [None, Article])
def test_a_value_that_the_field_cannot_hold_is_not_found(error, model):
    assert find_object(Getter(error), "id", "x", model) is None


@pytest.mark.parametrize(
    "error", [KeyError("x"), RuntimeError(), Article.DoesNotExist()]
)
def test_any_other_error_gets_out(error):
    model = None if isinstance(error, Article.DoesNotExist) else Article

    with pytest.raises(type(error)):
        find_object(Getter(error), "id", "x", model)


# Errors of stores


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (TypeError(), True),
        (ValueError(), True),
        (OverflowError(), True),
        (InvalidValueError("x is not a valid int", "a whole number"), True),
        (UnicodeEncodeError("utf-8", "", 0, 0, ""), True),
        (KeyError("id"), False),
        (ConflictError(), False),
        (ImproperlyConfigured("There is no such field."), False),
        (ZeroDivisionError(), False),
    ],
)
def test_some_errors_mean_that_the_value_is_bad(error, expected):
    assert is_bad_value(error) is expected


def test_so_does_djangos_own(monkeypatch):
    from django.core.exceptions import ObjectDoesNotExist, ValidationError

    assert is_bad_value(ValidationError("“x” is not a valid UUID."))
    assert not is_bad_value(ObjectDoesNotExist())
    # Where nobody has loaded it, nothing can be of it.
    monkeypatch.delitem(sys.modules, "django.core.exceptions")
    assert not is_bad_value(ValidationError("x"))


# Related objects


class Related:
    def __init__(self, paths=()):
        self.paths = paths

    def with_related(self, *paths):
        return Related(paths)


def test_a_store_that_can_fetches_related_objects_along():
    queryset = Related()

    assert with_related(queryset, ["author", "author__name"]).paths == (
        "author",
        "author__name",
    )
    assert with_related(queryset, []) is queryset


@pytest.mark.parametrize("objects", [[1], SimpleNamespace()])
def test_a_store_that_can_not_is_left_alone(objects):
    assert with_related(objects, ["author"]) is objects


# Saving


class Row:
    def __init__(self):
        self.saved = []


class WholeRow(Row):
    def save(self):
        self.saved.append("all")


class PartialRow(Row):
    def save(self, force=False, *, update_fields=None):
        self.saved.append(update_fields)


class PositionalRow(Row):
    def save(self, force=False, update_fields=None):
        self.saved.append(update_fields)


class MisleadingRow(Row):
    def save(self):
        update_fields = "a name inside, not an argument"
        self.saved.append(update_fields)


class CallableSave:
    def __init__(self):
        self.calls = []

    def __call__(self):
        self.calls.append("all")


@pytest.mark.parametrize("cls", [PartialRow, PositionalRow])
def test_only_changed_fields_are_saved_where_save_takes_them(cls):
    row = cls()
    save_object(row, {"title": 1, "body": 2})
    save_object(row, [])
    save_object(row)

    assert row.saved == [["title", "body"], [], None]


@pytest.mark.parametrize("cls", [WholeRow, MisleadingRow])
def test_the_whole_object_is_saved_where_save_takes_no_fields(cls):
    row = cls()
    save_object(row, ["title"])

    assert len(row.saved) == 1


def test_save_may_be_any_callable():
    row = SimpleNamespace(save=CallableSave())
    save_object(row, ["title"])

    assert row.save.calls == ["all"]


def test_what_cannot_be_saved_is_left_alone():
    save_object({"title": "Hello"}, ["title"])
    save_object(object())
