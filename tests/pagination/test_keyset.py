"""Paging by the last object's values, for querysets that can't do it themselves."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pyverless.exceptions import ImproperlyConfigured
from pyverless.lists import ListQuerySet
from pyverless.pagination import Page
from pyverless.pagination.keyset import paginate

ROWS = [{"id": number, "half": number // 2} for number in range(6)]


class Lookups:
    """A queryset with Django's look-ups, which can't page; it remembers its slices."""

    def __init__(self, objects, slices):
        self.objects = objects
        self.slices = slices

    def filter(self, **lookup):
        return Lookups(self.objects.filter(**lookup), self.slices)

    def order_by(self, *fields):
        return Lookups(self.objects.order_by(*fields), self.slices)

    def __getitem__(self, index):
        self.slices.append(index)
        return self.objects[index]


def as_lookups(rows, slices=()):
    return Lookups(ListQuerySet(rows), [*slices])


def ids(page):
    return [row["id"] for row in page.items]


@pytest.fixture(params=[list, as_lookups], ids=["list", "look-ups"])
def make(request):
    return request.param


@pytest.mark.parametrize(
    ("order", "position", "expected", "token"),
    [
        (["id"], None, [0, 1, 2, 3], [3]),
        (["id"], [3], [4, 5], None),
        (["-id"], [3], [2, 1, 0], None),
        (["id"], [1], [2, 3, 4, 5], None),
        (["id"], [9], [], None),
        (["half", "id"], [0, 1], [2, 3, 4, 5], None),
        (["-half", "id"], None, [4, 5, 2, 3], [1, 3]),
        (["-half", "id"], [1, 2], [3, 0, 1], None),
        (["half", "-id"], [1, 3], [2, 5, 4], None),
        # A place that nothing has any more.
        (["half", "id"], [0, 9], [2, 3, 4, 5], None),
    ],
)
def test_a_page_is_what_comes_after_a_place(make, order, position, expected, token):
    page = paginate(make(ROWS), 4, position, order)

    assert ids(page) == expected
    assert page.next_token == token


def test_objects_may_have_attributes():
    rows = [SimpleNamespace(**row) for row in ROWS]
    page = paginate(rows, 2, [1], ["id"])

    assert page.items == rows[2:4]
    assert page.next_token == [3]


@pytest.mark.parametrize("order", [["-id", "id"], ["-id", "half", "id"]])
def test_what_tells_all_objects_apart_ends_the_order(make, order):
    page = paginate(make(ROWS), 2, None, order)

    assert ids(page) == [5, 4]
    assert page.next_token == [4]


@pytest.mark.parametrize("position", ["x", 5, {}, [], [1], [1, 2, 3]])
def test_a_position_that_is_none_is_refused(make, position):
    with pytest.raises(ValueError, match="is not the position of an object"):
        paginate(make(ROWS), 2, position, ["half", "id"])


@pytest.mark.parametrize("position", [["x", 1], [[], 1]])
def test_a_position_of_other_types_is_refused(make, position):
    with pytest.raises(ValueError, match="is not a valid int"):
        paginate(make(ROWS), 2, position, ["half", "id"])


def test_no_more_is_asked_for_than_a_page_and_one():
    rows = as_lookups(ROWS)

    paginate(rows, 1, [1, 2], ["half", "id"])
    assert rows.slices == [slice(2), slice(1)]

    rows.slices.clear()
    paginate(rows, 1, [0, 0], ["half", "id"])
    assert rows.slices == [slice(2), slice(1)]

    rows.slices.clear()
    paginate(rows, 1, [1, 1], ["half", "id"])
    assert rows.slices == [slice(2)], "two were found at once"


def test_a_list_may_have_objects_without_a_value():
    rows = [{"id": 1, "rank": 5}, {"id": 2, "rank": None}, {"id": 3, "rank": None}]
    first = paginate(rows, 1, None, ["rank", "id"])
    second = paginate(rows, 1, first.next_token, ["rank", "id"])
    third = paginate(rows, 1, second.next_token, ["rank", "id"])

    assert [*ids(first), *ids(second), *ids(third)] == [2, 3, 1]
    assert first.next_token == [None, 2]


def test_other_stores_order_no_value_as_they_like_so_there_must_be_one():
    rows = as_lookups([{"id": 1, "rank": None}, {"id": 2, "rank": 5}])

    with pytest.raises(
        ImproperlyConfigured, match=r"^A page would end .* value for 'rank'\. Order by"
    ):
        paginate(rows, 1, None, ["-rank", "id"][::-1])


def test_a_queryset_that_changes_itself_is_refused():
    class Changing(Lookups):
        def filter(self, **lookup):
            self.objects = self.objects.filter(**lookup)
            return self

    with pytest.raises(ImproperlyConfigured, match=r"^Changing\.filter\(\) changes"):
        paginate(Changing(ListQuerySet(ROWS), []), 2, [1], ["id"])


def test_a_field_that_is_not_there_is_a_mistake():
    with pytest.raises(ImproperlyConfigured, match="has no 'id' to filter or order by"):
        paginate(["Monday"], 1, None, ["id"])


def test_a_store_that_pages_is_left_to_it():
    class Store:
        def paginate(self, **given):
            return Page([given])

    page = paginate(Store(), 2, {"any": "thing"}, ["id"])

    assert page.items == [{"limit": 2, "token": {"any": "thing"}}]
