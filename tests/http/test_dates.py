from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyverless.http.dates import http_date, parse_http_date, whole_seconds

MOMENT = datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)
TEXT = "Sun, 06 Nov 1994 08:49:37 GMT"


def test_a_moment_is_written_as_the_rfc_writes_it():
    assert http_date(MOMENT) == TEXT


@pytest.mark.parametrize(
    "moment",
    [
        MOMENT.replace(tzinfo=None),
        MOMENT.replace(microsecond=999_999),
        MOMENT.astimezone(timezone(timedelta(hours=-9, minutes=-30))),
    ],
)
def test_zones_and_fractions_are_taken_out(moment):
    assert http_date(moment) == TEXT
    assert whole_seconds(moment) == MOMENT


@given(st.datetimes(min_value=datetime(1000, 1, 1), timezones=st.just(UTC)))
def test_every_moment_is_written_as_the_standard_library_does_and_read_again(moment):
    text = http_date(moment)

    assert text == format_datetime(moment, usegmt=True)
    assert parse_http_date(text) == moment.replace(microsecond=0)


def test_a_year_has_four_digits():
    assert http_date(datetime(33, 4, 3)) == "Sun, 03 Apr 0033 00:00:00 GMT"


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        f"  {TEXT}\t",
    ],
)
def test_all_three_formats_are_read(text):
    assert parse_http_date(text) == MOMENT


def test_a_day_of_two_digits_is_read_in_the_format_of_c():
    date = parse_http_date("Wed Nov 16 08:49:37 1994")

    assert date == MOMENT.replace(day=16)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "1994-11-06T08:49:37Z",
        "784111777",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 +0000",
        "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 0000 08:49:37 GMT",
        "Sun, 06 Nop 1994 08:49:37 GMT",
        "Sun, ٠٦ Nov 1994 08:49:37 GMT",
        f"{TEXT}, {TEXT}",
        f"{TEXT};",
    ],
)
def test_what_is_no_valid_date_is_none(text):
    assert parse_http_date(text) is None


def test_a_year_of_two_digits_is_at_most_fifty_years_ahead():
    limit = datetime.now(UTC).year + 50

    for digits in range(100):
        date = parse_http_date(f"Sunday, 06-Nov-{digits:02} 08:49:37 GMT")

        assert date.year % 100 == digits
        assert date.year <= limit
        # Older ones are of this century, or could not be of this one.
        assert date.year // 100 == limit // 100 or date.year + 100 > limit
