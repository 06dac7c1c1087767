from __future__ import annotations

import json
import math
from collections import OrderedDict, namedtuple
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pyverless.encoding import dumps, loads

ID = UUID("5b7a4a0e-3f0c-4d53-8a5a-0d6f0a1f4c11")
CAIRO = timezone(timedelta(hours=2))


class Colour(Enum):
    BLUE = "blue"


class Price(Enum):
    FULL = Decimal("1.10")


class Size(StrEnum):
    SMALL = "small"


class Shape(str, Enum):  # noqa: UP042 - what came before StrEnum
    ROUND = "round"


class Rank(IntEnum):
    FIRST = 1


Point = namedtuple("Point", "x y")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"a": [1, 2.5, None, True, "é"]}, '{"a":[1,2.5,null,true,"é"]}'),
        (OrderedDict(b=1, a=2), '{"b":1,"a":2}'),
        ((1, 2), "[1,2]"),
        (Point(1, 2), "[1,2]"),
        ({1: "a", None: "b"}, '{"1":"a","null":"b"}'),
        (datetime(2026, 7, 10, 19, 19, 4), '"2026-07-10T19:19:04"'),
        (datetime(2026, 7, 10, 19, 19, 4, 5, UTC), '"2026-07-10T19:19:04.000005Z"'),
        (
            datetime(2026, 7, 10, 19, 19, 4, tzinfo=CAIRO),
            '"2026-07-10T19:19:04+02:00"',
        ),
        (date(2026, 7, 10), '"2026-07-10"'),
        (time(19, 19, tzinfo=UTC), '"19:19:00Z"'),
        (time(19, 19), '"19:19:00"'),
        (Decimal("1.10"), '"1.10"'),
        (Decimal("-0"), '"-0"'),
        (Decimal("1E+2"), '"1E+2"'),
        (ID, '"5b7a4a0e-3f0c-4d53-8a5a-0d6f0a1f4c11"'),
        (Colour.BLUE, '"blue"'),
        (Price.FULL, '"1.10"'),
        (Size.SMALL, '"small"'),
        (Shape.ROUND, '"round"'),
        (Rank.FIRST, "1"),
        ({"a"}, '["a"]'),
        (frozenset([1]), "[1]"),
        ([{ID}], '[["5b7a4a0e-3f0c-4d53-8a5a-0d6f0a1f4c11"]]'),
        (2**70, "1180591620717411303424"),
        ("\N{GRINNING FACE}", '"\N{GRINNING FACE}"'),
    ],
)
def test_what_json_can_say_is_written(value, text):
    assert dumps(value) == text


class Moment(datetime):
    def isoformat(self):
        return "today"


class Amount(Decimal):
    pass


class Names(set):
    pass


@pytest.mark.parametrize(
    ("plain", "special", "text"),
    [
        (datetime(2026, 7, 10, tzinfo=UTC), Moment(2026, 7, 10, tzinfo=UTC), "today"),
        (Decimal(1), Amount("1.10"), "1.10"),
        ({"a"}, Names("b"), ["b"]),
    ],
)
def test_a_subclass_is_not_taken_for_its_base(plain, special, text):
    dumps([plain, plain])

    assert loads(dumps([special, special])) == [text, text]


class Proxy:
    def __init__(self, value):
        self.value = value

    def __getattr__(self, name):
        return getattr(self.value, name)

    def __str__(self):
        return str(self.value)


def test_objects_of_one_type_may_stand_for_different_values():
    values = [date(2026, 7, 10), ID, date(2026, 7, 11)]

    assert dumps([Proxy(value) for value in values]) == dumps(values)


@given(st.datetimes(timezones=st.sampled_from([None, UTC, CAIRO])))
def test_every_moment_is_written_as_its_isoformat(moment):
    text = moment.isoformat().replace("+00:00", "Z")

    assert [dumps(moment), dumps(moment)] == [f'"{text}"'] * 2


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (b"bytes", "bytes is not something that JSON can say$"),
        (object(), "object is not something that JSON can say$"),
        (timedelta(1), "timedelta is not something that JSON can say"),
        (range(2), "range is not something that JSON can say"),
        ((n for n in "a"), "generator is not something that JSON can say"),
        (1j, "complex is not something that JSON can say"),
        ({ID: 1}, "keys must be str, int, float, bool or None, not UUID"),
        ({"a": [{"b": object}]}, "type is not something that JSON can"),
    ],
)
def test_what_json_cannot_say_is_a_clear_error(value, message):
    with pytest.raises(TypeError, match="^" + message.replace("'", ".")):
        dumps(value)


def test_the_error_shows_no_more_than_a_glimpse():
    with pytest.raises(TypeError) as caught:
        dumps(b"x" * 10_000)

    assert len(str(caught.value)) < 150


@pytest.mark.parametrize(
    "value",
    [
        math.nan,
        [math.inf],
        {"a": -math.inf},
        Decimal("NaN"),
        Decimal("sNaN"),
        [Decimal("Infinity")],
    ],
)
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match="JSON"):
        dumps(value)


def test_a_value_that_holds_itself_is_refused():
    value = []
    value.append(value)

    with pytest.raises(ValueError, match="contains itself"):
        dumps(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [("\ud800", r'"\ud800"'), (["é", "\udfff"], r'["\u00e9","\udfff"]')],
)
def test_half_of_a_surrogate_pair_goes_out_as_an_escape(value, text):
    assert dumps(value) == text
    assert json.loads(dumps(value)) == value


# In; what is refused is in http/test_request.py as well


@pytest.mark.parametrize("make", [str, str.encode])
def test_text_and_bytes_are_read(make):
    assert loads(make('{"a": [1, 2.5, "é", 1e3, -0]}')) == {
        "a": [1, 2.5, "é", 1000.0, 0]
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "nan",
        "NaN",
        "1e999",
        "9" * 5000,
        r'"\ud800"',
        '"\ud800"',
        '["\\u00e9", "\udfff"]',
        b'"\xff"',
        b"\xff\xfe1\x00",
        "[" * 200_000,
        '{"a":' * 200_000,
    ],
)
def test_what_is_no_json_is_a_value_error(text):
    with pytest.raises(ValueError):  # noqa: PT011 - the messages differ
        loads(text)


@hypothesis_settings(deadline=None, max_examples=100)
@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=10,
    )
)
def test_any_json_survives_both_ways(value):
    assert loads(dumps(value)) == value
    assert loads(dumps(value).encode()) == value
    # And other readers see the same.
    assert json.loads(dumps(value)) == value


@hypothesis_settings(deadline=None, max_examples=100)
@given(st.text(st.characters(categories=["Cs", "L", "P"])))
def test_any_text_at_all_can_be_written_as_unicode(value):
    assert json.loads(dumps(value).encode()) == value


@hypothesis_settings(deadline=None, max_examples=100)
@given(st.binary() | st.text())
def test_reading_fails_with_value_errors_only(text):
    with suppress(ValueError):
        dumps(loads(text))
