from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pyverless.casts import InvalidValueError, as_utc, cast, is_known
from pyverless.encoding import dumps, loads

KEY = UUID("0b1f3d5e-1111-4222-8333-444455556666")
NOON = datetime(2024, 5, 17, 12, 0, tzinfo=UTC)
CET = timezone(timedelta(hours=2))


class Status(Enum):
    DRAFT = "draft"
    LIVE = "live"


class Level(IntEnum):
    LOW = 1
    HIGH = 2


class Colour(StrEnum):
    RED = "red"


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        ("true", bool, True),
        ("False", bool, False),
        ("1", bool, True),
        ("0", bool, False),
        (True, bool, True),
        ("-12", int, -12),
        ("007", int, 7),
        (5, int, 5),
        ("2.5", float, 2.5),
        ("-1e-7", float, -1e-7),
        (2, float, 2.0),
        (Decimal("0.5"), float, 0.5),
        ("9.50", Decimal, Decimal("9.5")),
        (0.1, Decimal, Decimal("0.1")),
        ("text", str, "text"),
        ("", str, ""),
        (Colour.RED, str, "red"),
        ("2024-05-17", date, date(2024, 5, 17)),
        ("12:30", time, time(12, 30)),
        ("2024-05-17T14:00:00+02:00", datetime, NOON),
        ("2024-05-17T12:00", datetime, NOON),
        (NOON.astimezone(CET), datetime, NOON),
        (KEY, UUID, KEY),
        (str(KEY).upper(), UUID, KEY),
        (KEY.hex, UUID, KEY),
        ("draft", Status, Status.DRAFT),
        ("LIVE", Status, Status.LIVE),
        (Status.LIVE, Status, Status.LIVE),
        ("2", Level, Level.HIGH),
        (2, Level, Level.HIGH),
        ("LOW", Level, Level.LOW),
        ("anything", object, "anything"),
        (b"bytes", bytes, b"bytes"),
    ],
)
def test_a_value_is_read_as_the_type_of_its_field(value, kind, expected):
    result = cast(value, kind)

    assert result == expected
    assert type(result) is type(expected)


@pytest.mark.parametrize("kind", [bool, int, str, datetime, Status, object])
def test_none_is_no_value_of_any_type(kind):
    assert cast(None, kind) is None


def test_a_datetime_comes_back_in_utc():
    assert cast("2024-05-17T14:00:00+02:00", datetime).tzinfo is UTC
    assert as_utc(datetime(2024, 5, 17, 12, 0)) == NOON
    assert as_utc(NOON.astimezone(CET)).hour == 12


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        (bool, ["yes", "", "2", 1, "\uff54rue"], "true or false"),
        (
            int,
            ["", "abc", "1.0", " 1", "1_0", "+1", "--1", "٣", 1.0, True, [1]],
            "a whole number",
        ),
        (
            float,
            ["", "nan", "inf", "1e999", " 1", "1_0", "٣", True, float("nan"), 10**400],
            "a number",
        ),
        (Decimal, ["", "NaN", "Infinity", " 1", "1_0", "٣", "e", True], "a number"),
        (str, ["a\0b"], "text without NUL characters"),
        (str, ["\ud800", 5, b"a", None.__class__], "text"),
        (date, ["", "17.5.2024", "2024-13-01", NOON, 5], "a date (YYYY-MM-DD)"),
        (
            datetime,
            ["", "yesterday", "0001-01-01T00:00:00+05:00", date(2024, 5, 17)],
            "a date and time (ISO 8601)",
        ),
        (
            time,
            ["", "25:00", "12:30+02:00", 5],
            "a time (ISO 8601, without an offset)",
        ),
        (UUID, ["", "abc", f"{{{KEY}}}", KEY.urn, "1_" * 16, 5], "a UUID"),
        (Status, ["", "Draft", 1, ["draft"], Colour.RED], "one of: draft, live"),
        (Level, ["3", 0, "low"], "one of: 1, 2"),
        (bytes, ["text"], "bytes"),
        (list, ["text"], "a value of this field"),
    ],
)
def test_what_the_field_cannot_hold_is_refused_in_plain_words(kind, values, expected):
    for value in values:
        with pytest.raises(
            InvalidValueError, match=rf"not a valid {kind.__name__}$"
        ) as (caught):
            cast(value, kind)
        assert caught.value.expected == expected


def test_uuid_is_not_loaded_for_fields_that_are_none():
    code = (
        "import sys; from pyverless.casts import cast; cast('5', int); "
        "print('uuid' in sys.modules); from uuid import UUID; "
        f"print(cast('{KEY}', UUID) == UUID('{KEY}'))"
    )
    # Without pytest-cov's hook in the new process, which loads much itself.
    environment = {n: v for n, v in os.environ.items() if not n.startswith("COV")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, check=True
    )

    assert done.stdout.split() == [b"False", b"True"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [(int, True), (UUID, True), (Status, True), (list, False), (object, False)],
)
def test_types_whose_values_can_be_told_from_others_are_known(kind, expected):
    assert is_known(kind) is expected


@pytest.mark.parametrize("bits", [16, 32, 64])
def test_a_number_beyond_the_column_is_refused_with_the_range(bits):
    highest = 2 ** (bits - 1) - 1

    assert cast(str(highest), int, bits) == highest
    assert cast(-highest - 1, int, bits) == -highest - 1
    for value in (highest + 1, str(-highest - 2)):
        with pytest.raises(InvalidValueError, match=f"range of {bits} bits") as caught:
            cast(value, int, bits)
        expected = f"a whole number from {-highest - 1} to {highest}"
        assert caught.value.expected == expected


def test_a_number_without_end_is_refused_unread():
    with pytest.raises(InvalidValueError, match=r"^'9{98}") as caught:
        cast("9" * 5000, int)
    assert len(str(caught.value)) < 150


VALUES = {
    bool: st.booleans(),
    int: st.integers(-(2**63), 2**63 - 1),
    float: st.floats(allow_nan=False, allow_infinity=False),
    Decimal: st.decimals(allow_nan=False, allow_infinity=False),
    str: st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    time: st.times(),
    UUID: st.uuids(),
    Status: st.sampled_from(Status),
    Level: st.sampled_from(Level),
}


@pytest.mark.parametrize("kind", VALUES)
@hypothesis_settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_every_value_comes_back_from_text_and_from_json(kind, data):
    value = data.draw(VALUES[kind])

    assert cast(value, kind) == value
    assert cast(loads(dumps(value)), kind) == value
    text = dumps(value).strip('"') if kind is not str else value
    assert cast(text, kind) == value


@hypothesis_settings(deadline=None)
@given(st.text(), st.sampled_from(list(VALUES)))
def test_any_text_is_a_value_or_refused(text, kind):
    with suppress(InvalidValueError):
        assert isinstance(cast(text, kind), kind)
