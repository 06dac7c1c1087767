"""Plain lists as querysets."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest

from pyverless.exceptions import ImproperlyConfigured
from pyverless.lists import ListQuerySet, as_queryset

ROWS = [
    {"id": 1, "title": "b", "rank": 2, "at": datetime(2024, 5, 17, 12)},
    {"id": 2, "title": "a", "rank": None, "at": None},
    {"id": 3, "title": "B", "rank": 1.5, "at": datetime(2024, 5, 17, 11, tzinfo=UTC)},
]


@pytest.fixture(params=[dict, SimpleNamespace], ids=["dicts", "objects"])
def rows(request):
    return ListQuerySet(request.param(**row) for row in ROWS)


def ids(objects):
    return [row["id"] if isinstance(row, dict) else row.id for row in objects]


def test_a_queryset_stays_what_it_is():
    queryset = SimpleNamespace(filter=None)

    assert as_queryset(queryset) is queryset
    assert list(as_queryset(iter([1, 2]))) == [1, 2]


def test_changing_the_list_afterwards_changes_nothing():
    objects = [1]
    queryset = as_queryset(objects)
    objects.append(2)

    assert queryset.count() == 1


@pytest.mark.parametrize(
    ("lookup", "expected"),
    [
        ({}, [1, 2, 3]),
        ({"id": "2"}, [2]),
        ({"id__in": "1,3"}, [1, 3]),
        ({"title": "b", "id__lte": "1"}, [1]),
        ({"title__icontains": "b"}, [1, 3]),
        ({"rank__isnull": "true"}, [2]),
        ({"rank": None}, [2]),
        # Whole numbers and others may be mixed.
        ({"rank__gt": "1.4"}, [1, 3]),
        ({"rank": "2"}, [1]),
        # So may datetimes with and without an offset: those without are in UTC.
        ({"at__gte": "2024-05-17T13:30+02:00"}, [1]),
        ({"at": "2024-05-17T11:00Z"}, [3]),
    ],
)
def test_look_ups_filter_a_list(rows, lookup, expected):
    found = rows.filter(**lookup)

    assert ids(found) == expected
    assert found.count() == len(expected)
    assert rows.count() == 3


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (["title"], [3, 2, 1]),
        (["-title"], [1, 2, 3]),
        (["rank"], [2, 3, 1]),
        (["-rank"], [1, 3, 2]),
        (["at"], [2, 3, 1]),
        ([], [1, 2, 3]),
    ],
)
def test_a_list_is_ordered(rows, order, expected):
    assert ids(rows.order_by(*order)) == expected
    assert ids(rows) == [1, 2, 3]


def test_what_is_equal_stays_in_place():
    rows = ListQuerySet({"id": n, "half": n // 2} for n in range(5))

    assert ids(rows.order_by("half")) == [0, 1, 2, 3, 4]
    assert ids(rows.order_by("-half")) == [4, 2, 3, 0, 1]
    assert ids(rows.order_by("half", "-id")) == [1, 0, 3, 2, 4]


def test_a_slice_is_a_list(rows):
    assert ids(rows[1:]) == [2, 3]
    assert rows[5:] == []


@pytest.mark.parametrize(
    ("order", "values", "expected"),
    [
        (["id"], [1], [2, 3]),
        (["-id"], [3], [2, 1]),
        (["rank", "id"], [None, 2], [3, 1]),
        (["-rank", "id"], [1.5, 3], [2]),
        (["at", "id"], ["2024-05-17T11:00:00Z", 3], [1]),
        (["title"], ["b"], []),
    ],
)
def test_what_comes_after_a_place_is_found_in_order(rows, order, values, expected):
    assert ids(rows.get_after(order, values)) == expected


@pytest.mark.parametrize(
    ("values", "text", "found"),
    [
        ([1, 2], "2", [2]),
        ([1, Decimal("2.5"), 0.5], "2.5", [Decimal("2.5")]),
        (["2", None], "2", ["2"]),
        # No type that all have: text is text.
        (["2", 2], "2", ["2"]),
        ([True, 1], "1", []),
        ([None], "x", []),
        ([], "x", []),
    ],
)
def test_text_is_read_as_what_the_objects_have(values, text, found):
    rows = ListQuerySet({"value": value} for value in values)

    assert [row["value"] for row in rows.filter(value=text)] == found


@pytest.mark.parametrize(
    "use",
    [
        lambda rows: rows.filter(nope=1),
        lambda rows: rows.order_by("-nope"),
        lambda rows: rows.get_after(["nope"], [1]),
    ],
)
def test_a_field_that_is_not_there_is_a_mistake(rows, use):
    with pytest.raises(
        ImproperlyConfigured, match=r"has no 'nope' to filter or order by\.$"
    ):
        use(rows)


def test_only_text_is_looked_up_by_its_parts(rows):
    with pytest.raises(
        ImproperlyConfigured, match=r"^id is no text, .* by id__contains\.$"
    ):
        rows.filter(id__contains="1")


def test_a_value_of_another_type_is_refused(rows):
    with pytest.raises(ValueError, match="'x' is not a valid int"):
        rows.filter(id="x")
