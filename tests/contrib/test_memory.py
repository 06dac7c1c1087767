"""What is special about models in memory."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from enum import Enum
from typing import Any, ClassVar, Literal, Optional, Union

import pytest

from pyverless.contrib.memory import Model, QuerySet, atomic
from pyverless.exceptions import (
    BadRequestError,
    ConflictError,
    ImproperlyConfigured,
    StaleObjectError,
)


class Color(Enum):
    RED = 1


class Thing(Model):
    count: ClassVar[int] = 3
    name: str
    tags: list[str] = []
    size: Optional[int] = None  # noqa: UP045 - users write it so
    color: Color = Color.RED
    extra: Any = None
    mixed: Union[int, str, None] = None  # noqa: UP007 - users write it so
    kind: Literal["a", "b"] = "a"


class SpecialThing(Thing):
    weight: float = 0.0


class Event(Model):
    at: datetime


@pytest.fixture(autouse=True)
def empty():
    yield
    Thing.objects.clear()
    SpecialThing.objects.clear()
    Event.objects.clear()


def test_annotations_are_fields_and_their_values_defaults():
    thing = Thing(name="a", size=2)

    assert (
        vars(thing).items()
        >= {
            "id": None,
            "name": "a",
            "tags": [],
            "size": 2,
            "color": Color.RED,
        }.items()
    )
    assert "count" not in vars(thing)


def test_a_missing_field_is_named():
    with pytest.raises(TypeError, match=r"Thing\(\) needs a value for 'name'\."):
        Thing(size=1)


@pytest.mark.parametrize("name", ["nmae", "count", "objects"])
def test_an_unknown_field_is_named(name):
    with pytest.raises(TypeError, match=rf"Thing has no field '{name}'\. .*id, name,"):
        Thing(name="a", **{name: 1})


def test_defaults_are_not_shared():
    Thing(name="a").tags.append("x")

    assert Thing(name="b").tags == []


def test_changing_a_list_in_place_changes_the_store_only_when_saved():
    thing = Thing(name="a", tags=["x"])
    thing.save()
    thing.tags.append("y")
    found = Thing.objects.get(id=1)
    found.tags.append("z")

    assert Thing.objects.get(id=1).tags == ["x"]
    thing.save()
    assert Thing.objects.get(id=1).tags == ["x", "y"]


def test_every_model_has_a_table_of_its_own():
    Thing(name="a").save()
    SpecialThing(name="b", weight=1.5).save()

    assert [thing.name for thing in Thing.objects] == ["a"]
    assert SpecialThing.objects.get(weight="1.5", name="b").id == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("size", "5"), ("color", "RED"), ("color", "1"), ("extra", "5"), ("kind", "b")],
)
def test_annotations_decide_what_text_is_read_as(field, value):
    held = {"size": 5, "color": Color.RED, "extra": "5", "kind": "b"}[field]
    Thing(name="a", **{field: held}).save()

    assert Thing.objects.filter(**{field: value}).count() == 1


def test_a_union_of_types_takes_values_as_they_are():
    Thing(name="a", mixed=5).save()
    Thing(name="b", mixed="5").save()

    assert Thing.objects.get(mixed="5").name == "b"


def test_text_is_no_list():
    with pytest.raises(ValueError, match="'x' is not a valid list"):
        Thing.objects.filter(tags="x")


def test_an_annotation_that_cannot_be_read_is_a_mistake():
    class Odd(Model):
        other: Missing  # noqa: F821

    with pytest.raises(ImproperlyConfigured, match=r"annotation of Odd .*'Missing'"):
        Odd(other=1)


def test_clear_makes_a_table_as_good_as_new():
    for name in "abc":
        Thing(name=name).save()

    Thing.objects.filter(name="b").clear()
    assert [thing.name for thing in Thing.objects] == ["a", "c"]

    Thing.objects.clear()
    new = Thing(name="d")
    new.save()
    assert new.id == 1


def test_clear_is_taken_back_with_its_unit():
    Thing(name="a").save()

    @atomic()
    def work():
        Thing.objects.clear()
        assert not Thing.objects.all()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()
    Thing(name="b").save()

    assert [(thing.id, thing.name) for thing in Thing.objects] == [(1, "a"), (2, "b")]


def test_ids_may_be_of_another_type():
    class Tagged(Model):
        id: str

    Tagged(id="x").save()

    assert Tagged.objects.get(id="x").id == "x"


def test_the_id_of_a_stored_object_is_for_good():
    thing = Thing(name="a")
    thing.save()

    thing.id = 2
    with pytest.raises(BadRequestError, match=r"^id can't be changed\.$") as caught:
        thing.save()

    assert caught.value.field == "id"
    assert caught.value.errors[0]["pointer"] == "#/id"


@pytest.mark.parametrize(
    "at",
    [
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=5))),
        datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-5))),
    ],
)
def test_a_time_that_no_database_has_is_refused(at):
    with pytest.raises(BadRequestError, match=r"^at must be a date and time") as caught:
        Event(at=at).save()

    assert caught.value.field == "at"
    assert caught.value.errors[0]["pointer"] == "#/at"
    assert not Event.objects.order_by("at")


@pytest.mark.parametrize(
    "at", [datetime(2024, 5, 17), datetime(2024, 5, 17, tzinfo=timezone.max)]
)
def test_a_time_stays_as_it_is(at):
    Event(at=at).save()

    [found] = Event.objects.filter(at__gte="2024-05-01")
    assert (found.at, found.at.tzinfo) == (at, at.tzinfo)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "a\0", "name must be text without NUL characters."),
        ("size", "big", "size must be a whole number."),
        ("size", 2**63, "size must be a whole number from -9223372036854775808 to"),
        ("color", "blue", "color must be one of: 1."),
    ],
)
def test_a_value_of_another_type_is_refused(field, value, message):
    with pytest.raises(BadRequestError) as caught:
        Thing(**{"name": "a", field: value}).save()

    assert str(caught.value).startswith(message)
    assert caught.value.field == field


def test_text_becomes_of_the_type_of_its_field():
    thing = Thing(name="a", size="5", color="RED", extra="5")

    thing.save()

    for held in (thing, Thing.objects.get(id=1)):
        assert (held.size, held.color, held.extra) == (5, Color.RED, "5")


def test_deleting_twice_or_what_is_not_stored():
    thing = Thing(name="a")
    thing.save()
    other = Thing.objects.get(id=thing.id)
    thing.delete()
    other.delete()

    with pytest.raises(ValueError, match=r"<Thing id=1> is not stored"):
        thing.delete()


def test_a_deleted_object_can_be_saved_again():
    thing = Thing(name="a")
    thing.save()
    thing.delete()

    thing.save()

    assert Thing.objects.get(id=1).name == "a"


def test_an_id_that_is_taken_is_named():
    Thing(name="a").save()

    with pytest.raises(ConflictError) as caught:
        Thing(id=1, name="b").save()

    assert caught.value.field == "id"
    assert caught.value.errors == [
        {
            "pointer": "#/id",
            "detail": "There is one with this id already.",
            "code": "unique",
        }
    ]


@pytest.mark.parametrize("lookup", ["gt", "lte", "contains", "icontains", "startswith"])
def test_what_has_no_one_type_is_compared_with_its_like_only(lookup):
    Thing(name="a", mixed=5).save()
    Thing(name="b", mixed="5").save()
    Thing(name="c").save()

    found = Thing.objects.filter(**{f"mixed__{lookup}": "5"})

    names = [] if lookup == "gt" else ["b"]
    assert [thing.name for thing in found] == names


# What is changed between reading and writing


def change(how):
    """Change or delete the one thing, as somebody else would."""
    thing = Thing.objects.get(id=1)
    thing.size = 9
    thing.delete() if how == "delete" else thing.save()


@pytest.fixture
def guarded():
    Thing(name="a", tags=["x"]).save()
    return Thing.objects.select_for_update().get(id=1)


@pytest.mark.parametrize("how", ["change", "delete"])
@pytest.mark.parametrize("write", ["save", "delete"])
def test_a_guarded_object_is_not_written_over_a_change(guarded, how, write):
    change(how)

    guarded.name = "b"
    with pytest.raises(StaleObjectError):
        getattr(guarded, write)()
    assert [thing.name for thing in Thing.objects] == ["a"] * (how == "change")


def test_a_guarded_object_can_be_written_again_and_again(guarded):
    for name in "bcd":
        guarded.name = name
        guarded.tags.append(name)
        guarded.save()

    assert Thing.objects.get(id=1).tags == ["x", "b", "c", "d"]
    guarded.delete()
    assert not Thing.objects.all()


def test_a_change_that_was_taken_back_is_none(guarded):
    @atomic()
    def work():
        change("change")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()

    guarded.name = "b"
    guarded.save()

    assert Thing.objects.get(id=1).name == "b"


def test_objects_in_a_list_are_guarded_as_well(guarded):
    [thing] = Thing.objects.filter(name="a").select_for_update()[:5]
    change("change")

    with pytest.raises(StaleObjectError):
        thing.save()


def test_of_many_who_count_up_at_once_nobody_is_lost():
    Thing(name="a", size=0).save()
    refused = []

    def count_up(_):
        thing = Thing.objects.select_for_update().get(id=1)
        thing.size += 1
        try:
            thing.save()
        except StaleObjectError:
            refused.append(thing)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count_up, range(400)))

    assert Thing.objects.get(id=1).size == 400 - len(refused)


def test_objects_are_a_queryset():
    assert isinstance(Thing.objects, QuerySet)
    assert Thing.objects.model is Thing


def test_it_loads_nothing_heavy():
    code = (
        "import sys; import pyverless.contrib.memory; "
        "print(*{'sqlalchemy', 'marshmallow', 'dataclasses', 'inspect', 'asyncio'}"
        ".intersection(sys.modules))"
    )
    # Without pytest-cov's hook in the new process, which loads much itself.
    environment = {n: v for n, v in os.environ.items() if not n.startswith("COV")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, check=True
    )

    assert done.stdout.split() == []
