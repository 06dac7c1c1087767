"""Dates in headers: RFC 9110 §5.6.7.

Written by hand: `strftime()` speaks the language of the process, and importing
`email.utils` brings sockets along.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

__all__ = ["http_date", "parse_http_date", "whole_seconds"]

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)

_TIME = r"(?P<time>\d\d:\d\d:\d\d)"
# Today's format, that of RFC 850, and that of asctime() in C.
_FORMATS = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        rf"\w{{3}}, (?P<day>\d\d) (?P<month>\w{{3}}) (?P<year>\d{{4}}) {_TIME} GMT",
        rf"\w{{6,9}}, (?P<day>\d\d)-(?P<month>\w{{3}})-(?P<year>\d\d) {_TIME} GMT",
        rf"\w{{3}} (?P<month>\w{{3}}) (?P<day>[ \d]\d) {_TIME} (?P<year>\d{{4}})",
    )
)


def http_date(moment: datetime) -> str:
    """Return a moment as headers have it; one without a time zone is in UTC."""
    moment = whole_seconds(moment)
    day, month = _DAYS[moment.weekday()], _MONTHS[moment.month - 1]
    return f"{day}, {moment.day:02} {month} {moment.year:04} {moment:%H:%M:%S} GMT"


def parse_http_date(text: str) -> datetime | None:
    """Return the moment that a header names, or None where that is no valid date.

    All three formats are read.
    """
    matches = (each.fullmatch(text.strip()) for each in _FORMATS)
    found = next(filter(None, matches), None)
    if found is None or found["month"] not in _MONTHS:
        return None
    year, month = _year(found["year"]), _MONTHS.index(found["month"]) + 1
    hour, minute, second = map(int, found["time"].split(":"))
    try:
        return datetime(
            year, month, int(found["day"]), hour, minute, second, tzinfo=UTC
        )
    except ValueError:
        return None


def whole_seconds(moment: datetime) -> datetime:
    """Return a moment in UTC, as precisely as a header can tell it."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).replace(microsecond=0)


def _year(text: str) -> int:
    """Return a year; one of two digits is at most 50 years ahead of now."""
    year = int(text)
    if len(text) == 4:
        return year
    this_year = datetime.now(UTC).year
    year += this_year - this_year % 100
    return year - 100 if year > this_year + 50 else year
