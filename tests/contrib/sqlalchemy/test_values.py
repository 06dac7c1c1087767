"""What is written is what is answered, and what is read back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text

from pyverless.contrib.sqlalchemy import atomic, get_engine, get_session
from pyverless.encoding import dumps
from pyverless.exceptions import BadRequestError
from tests.contrib.sqlalchemy.models import Line, Order, Reading

EAST = timezone(timedelta(hours=5))
WEST = timezone(timedelta(hours=-5))
NOON = datetime(2024, 5, 17, 12)


def store(**values):
    """Return what an object holds after it was written, and what is read of it."""
    reading = Reading(**values)
    reading.save()
    (name,) = values
    return getattr(reading, name), getattr(Reading.objects.get(id=reading.id), name)


@pytest.mark.parametrize("field", ["at", "since"])
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (NOON.replace(tzinfo=EAST), "2024-05-17T07:00:00"),
        (NOON.replace(tzinfo=WEST), "2024-05-17T17:00:00"),
        (NOON, "2024-05-17T12:00:00"),
        (NOON.isoformat() + "+05:00", "2024-05-17T07:00:00"),
        (date(2024, 5, 17), "2024-05-17T00:00:00"),
        (datetime(1, 1, 1, 5, tzinfo=EAST), "0001-01-01T00:00:00"),
        (datetime(9999, 12, 31, 18, tzinfo=WEST), "9999-12-31T23:00:00"),
    ],
)
def test_moments_are_kept_in_utc(database, field, value, expected):
    held, read = store(**{field: value})

    assert dumps(held) == dumps(read)
    assert held.replace(tzinfo=None).isoformat() == expected
    assert Reading.objects.filter(**{field: expected}).count() == 1
    has_offset = field == "at" and get_engine().dialect.name == "postgresql"
    assert (held.tzinfo is not None) is has_offset


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("day", datetime(2024, 5, 17, 12), date(2024, 5, 17)),
        ("day", "2024-05-17", date(2024, 5, 17)),
        ("hour", "12:30", time(12, 30)),
        ("hour", time(12, 30), time(12, 30)),
        ("price", 1, Decimal("1.00")),
        ("price", "1.5", Decimal("1.50")),
        ("price", Decimal("1.555"), Decimal("1.56")),
        ("price", Decimal("-1.555"), Decimal("-1.56")),
        ("price", Decimal("-0.001"), Decimal("0.00")),
        ("price", Decimal("1e-999999999"), Decimal("0.00")),
        ("price", Decimal("0e999999999"), Decimal("0.00")),
        ("price", 0.125, Decimal("0.13")),
        ("price", Decimal("99999999.994"), Decimal("99999999.99")),
        ("whole", Decimal("12.5"), Decimal(13)),
        ("fraction", Decimal("0.994"), Decimal("0.99")),
        ("share", Decimal("1.555"), 1.56),
        ("ratio", Decimal("0.1"), 0.1),
        ("ratio", 3, 3.0),
        ("ratio", -0.0, 0.0),
        ("exact", Decimal("1e3"), Decimal(1000)),
        ("exact", Decimal("1.5"), Decimal("1.5")),
        ("measure", Decimal("1.5"), Decimal("1.5")),
        ("measure", 1e-12, Decimal(0)),
    ],
)
def test_the_answer_of_a_write_is_what_is_stored(database, field, value, expected):
    held, read = store(**{field: value})

    assert held == read == expected
    assert type(held) is type(read)
    assert dumps(held) == dumps(read)


def test_the_answer_of_a_change_is_what_is_stored(database):
    reading = Reading(price=1)
    reading.save()

    reading.price = Decimal("2.5")
    reading.save()

    assert str(reading.price) == str(Reading.objects.get().price) == "2.50"
    assert reading.double == 5


@given(
    st.one_of(
        st.decimals(allow_nan=False, allow_infinity=False),
        st.floats(allow_nan=False, allow_infinity=False),
    ),
    st.sampled_from(["price", "whole", "exact", "ratio", "measure"]),
)
@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_number_is_refused_or_read_back(database, number, field):
    try:
        held, read = store(**{field: number})
    except BadRequestError:
        return
    assert str(held) == str(read)


def test_what_python_fills_in_is_as_it_is_read_back(database):
    reading = Reading()
    reading.save()
    assert_as_read(reading)

    reading.day = date(2024, 5, 17)
    reading.save()
    assert_as_read(reading)


def assert_as_read(reading):
    read = Reading.objects.get()
    for name in ("created", "changed", "fee"):
        assert dumps(getattr(reading, name)) == dumps(getattr(read, name))


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("at", "0001-01-01T00:00:00+05:00", "a date and time (ISO 8601)"),
        ("at", datetime(1, 1, 1, tzinfo=EAST), "a date and time (ISO 8601)"),
        ("at", datetime(9999, 12, 31, 23, tzinfo=WEST), "a date and time (ISO 8601)"),
        ("since", datetime(1, 1, 1, tzinfo=EAST), "a date and time (ISO 8601)"),
        ("at", "infinity", "a date and time (ISO 8601)"),
        ("at", 5, "a date and time (ISO 8601)"),
        ("day", "infinity", "a date (YYYY-MM-DD)"),
        ("hour", time(12, tzinfo=EAST), "a time (ISO 8601, without an offset)"),
        ("price", Decimal("1e8"), "a number with at most 8 digits before the point"),
        (
            "price",
            Decimal("99999999.995"),
            "a number with at most 8 digits before the point",
        ),
        (
            "price",
            Decimal("1e999999999"),
            "a number with at most 8 digits before the point",
        ),
        ("price", Decimal("NaN"), "a number"),
        ("price", float("inf"), "a number"),
        ("price", True, "a number"),
        ("price", "many", "a number"),
        ("ratio", float("nan"), "a number"),
        ("ratio", 10**400, "a number"),
        ("fraction", 1, "a number with at most 0 digits before the point"),
        ("measure", "1e308", "a number with at most 308 digits before the point"),
    ],
)
def test_what_can_not_be_read_back_is_not_written(database, field, value, sentence):
    with pytest.raises(BadRequestError) as error:
        store(**{field: value})

    assert error.value.msg == f"{field} must be {sentence}."
    assert error.value.field == field
    assert Reading.objects.count() == 0


def test_a_number_without_a_precision_has_an_end_as_well(database):
    digits = 308 if get_engine().dialect.name == "sqlite" else 131072
    for exponent in (digits, 999999999):
        with pytest.raises(BadRequestError, match=f"at most {digits} digits"):
            store(exact=Decimal((0, (1,), exponent)))
    held, read = store(exact=Decimal((0, (1,), digits - 1)))
    assert held == read
    held, read = store(exact=Decimal("1e-20000"))
    assert held == read == 0


def test_values_that_are_not_plain_stay_as_they_are(database):
    reading = Reading(price=1, at=None, hour=None)
    reading.save()

    reading.price = Reading.price + Decimal("0.5")
    reading.there = time(12)
    reading.save()

    assert reading.price == Reading.objects.get().price == Decimal("1.5")
    assert reading.at is None


def test_a_model_that_checks_values_is_not_asked_twice(database):
    seen = []

    def check(target, value, *_: object):
        seen.append(value)

    event.listen(Reading.since, "set", check)
    moment = NOON.replace(tzinfo=EAST)
    held, _ = store(since=moment)
    event.remove(Reading.since, "set", check)

    assert seen == [moment]
    assert held == datetime(2024, 5, 17, 7)


@pytest.mark.parametrize("database_url", ["memory", "file"], indirect=True)
def test_what_was_in_the_database_before_is_left_alone(database):
    Reading().save()
    with atomic() as session:
        session.execute(text("UPDATE readings SET price = 1e9"))

    reading = Reading.objects.get()
    reading.day = date(2024, 5, 17)
    reading.save()

    assert Reading.objects.get().price == 10**9


def test_pages_ordered_by_rounded_numbers_come_to_an_end(database):
    for number in (0.125, 0.135, 0.125):
        Reading(price=Decimal(str(number))).save()

    found, token = [], None
    for _ in range(4):
        page = Reading.objects.order_by("price").paginate(limit=1, token=token)
        found += page.items
        token = page.next_token
        if token is None:
            break
    assert [str(each.price) for each in found] == ["0.13", "0.13", "0.14"]


def test_a_bad_value_of_a_related_object_names_no_field_of_the_body(database):
    order = Order(lines=[Line(quantity=1, price=Decimal(1000))])

    with pytest.raises(BadRequestError, match="price must be a number") as error:
        order.save()

    assert error.value.field is None


def test_a_bad_value_at_the_end_of_a_unit_names_its_field(database):
    with pytest.raises(BadRequestError) as error, atomic():
        get_session().add(Reading(price=Decimal("1e8")))

    assert error.value.field == "price"
