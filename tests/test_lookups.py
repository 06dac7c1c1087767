from __future__ import annotations

import re
from datetime import date
from enum import Enum
from functools import partial

import pytest

from pyverless import lookups
from pyverless.casts import InvalidValueError, cast
from pyverless.lookups import (
    LOOKUPS,
    TEXT_LOOKUPS,
    cast_lookup,
    get_sort_key,
    is_after,
    matches,
    split_lookup,
)


class Status(Enum):
    # By their names the other way round than by their values.
    DRAFT = "z"
    LIVE = "a"


as_int = partial(cast, kind=int)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("created", ("created", "exact")),
        ("created__exact", ("created", "exact")),
        ("created__gte", ("created", "gte")),
        ("author__name", ("author__name", "exact")),
        ("author__name__in", ("author__name", "in")),
        ("created__year", ("created__year", "exact")),
        ("in", ("in", "exact")),
        ("__in", ("__in", "exact")),
        ("a____lt", ("a__", "lt")),
        ("", ("", "exact")),
    ],
)
def test_a_look_up_stands_behind_the_field(name, expected):
    assert split_lookup(name) == expected


def test_every_look_up_is_explained():
    for lookup in LOOKUPS[1:]:
        assert re.search(rf"__{lookup}\b", lookups.__doc__)
    assert set(TEXT_LOOKUPS) < set(LOOKUPS)


@pytest.mark.parametrize(
    ("lookup", "value", "expected"),
    [
        *((lookup, "5", 5) for lookup in ("exact", "gt", "gte", "lt", "lte")),
        ("exact", None, None),
        ("in", "1,2", [1, 2]),
        ("in", "1", [1]),
        ("in", ["1", 2, None], [1, 2, None]),
        ("in", (), []),
        ("isnull", "true", True),
        ("isnull", False, False),
        # Parts of text, whatever the type of the field.
        ("contains", "5", "5"),
        ("icontains", "", ""),
        ("startswith", "x", "x"),
    ],
)
def test_a_value_is_read_as_the_look_up_needs_it(lookup, value, expected):
    assert cast_lookup(value, lookup, as_int) == expected


@pytest.mark.parametrize(
    ("lookup", "value", "expected"),
    [
        ("exact", "x", "a whole number"),
        ("gte", "x", "a whole number"),
        ("gt", None, "a value"),
        ("in", "", "a whole number"),
        ("in", "1,", "a whole number"),
        ("in", "1, 2", "a whole number"),
        ("isnull", "maybe", "true or false"),
        ("isnull", None, "true or false"),
        ("contains", 5, "text"),
        ("contains", "a\0", "text without NUL characters"),
        ("startswith", None, "text"),
    ],
)
def test_what_no_look_up_can_mean_is_refused(lookup, value, expected):
    with pytest.raises(InvalidValueError) as caught:
        cast_lookup(value, lookup, as_int)
    assert caught.value.expected == expected


MATCHES = [
    ("exact", 5, 5),
    ("gt", 6, 5),
    ("gte", 5, 5),
    ("gte", 6, 5),
    ("lt", 4, 5),
    ("lte", 5, 5),
    ("lte", 4, 5),
    ("in", 5, [4, 5]),
    ("isnull", None, True),
    ("isnull", 5, False),
    ("exact", None, None),
    ("contains", "Hello", "ell"),
    ("contains", "Hello", ""),
    ("icontains", "HeLLo", "ElL"),
    ("startswith", "Hello", "He"),
]
NO_MATCHES = [
    ("exact", 5, 6),
    ("gt", 5, 5),
    ("gte", 4, 5),
    ("lt", 5, 5),
    ("lte", 6, 5),
    ("in", 5, []),
    ("in", 5, [4, 6]),
    ("isnull", 5, True),
    ("isnull", None, False),
    ("contains", "Hello", "ELL"),
    ("icontains", "Hello", "x"),
    ("startswith", "Hello", "ello"),
    ("startswith", "Hello", "he"),
    # No value is beyond every comparison.
    *((lookup, None, 5) for lookup in LOOKUPS[:5]),
    *((lookup, None, "") for lookup in TEXT_LOOKUPS),
    ("in", None, [None]),
    ("exact", 5, None),
    # So is a value of another type.
    ("gt", "a", 5),
    ("contains", 5, "5"),
    ("icontains", 5, "5"),
    ("startswith", 5, "5"),
]


@pytest.mark.parametrize(("lookup", "held", "value"), MATCHES)
def test_what_is_meant_is_found(lookup, held, value):
    assert matches(held, lookup, value) is True


@pytest.mark.parametrize(("lookup", "held", "value"), NO_MATCHES)
def test_what_is_not_meant_is_not_found(lookup, held, value):
    assert matches(held, lookup, value) is False


def test_values_are_ordered_with_none_first_and_members_by_name():
    values = [Status.LIVE, None, Status.DRAFT]
    assert sorted(values, key=get_sort_key) == [None, Status.DRAFT, Status.LIVE]

    days = [date(2024, 1, 2), None, date(2024, 1, 1)]
    assert sorted(days, key=get_sort_key) == [None, date(2024, 1, 1), date(2024, 1, 2)]


@pytest.mark.parametrize(
    ("order", "held", "values", "expected"),
    [
        (["a"], [2], [1], True),
        (["a"], [1], [1], False),
        (["a"], [0], [1], False),
        (["-a"], [0], [1], True),
        (["-a"], [2], [1], False),
        (["-a"], [None], [1], True),
        (["a"], [None], [1], False),
        (["a"], [1], [None], True),
        (["a", "b"], [1, 2], [1, 1], True),
        (["a", "-b"], [1, 2], [1, 1], False),
        (["-a", "b"], [0, 0], [1, 1], True),
        (["a", "b"], [None, 2], [None, 1], True),
        (["a"], [Status.LIVE], [Status.DRAFT], True),
    ],
)
def test_a_place_is_after_another_in_an_order(order, held, values, expected):
    assert is_after(held, order, values) is expected
