"""What every store does alike: look-ups, querysets, saving, units of work."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest

from pyverless.exceptions import ConflictError, ImproperlyConfigured
from tests.contrib.stores import Status

KEY = UUID("0b1f3d5e-1111-4222-8333-444455556666")
NOON = datetime(2024, 5, 17, 12, 0, tzinfo=UTC)


def save(article, *titles, **values):
    """Save articles and return their ids."""
    new = [article(title=title, **values) for title in titles]
    for each in new:
        each.save()
    return [each.id for each in new]


def titles(queryset):
    return [found.title for found in queryset]


# Look-ups


def test_a_saved_object_has_an_id_and_is_found_by_it(article):
    new = article(title="a")
    assert new.id is None

    new.save()

    assert isinstance(new.id, int)
    assert article.objects.get(id=new.id).title == "a"
    assert article.objects.get(id=str(new.id)).title == "a"
    assert article.objects.get_or_none(id=new.id).title == "a"


def test_nothing_found_is_does_not_exist_or_none(article):
    with pytest.raises(article.DoesNotExist, match=r"no \w+Article with id=7\.$"):
        article.objects.get(id=7)
    assert article.objects.get_or_none(id=7) is None
    with pytest.raises(LookupError, match="with these conditions"):
        article.objects.get()


@pytest.mark.parametrize("method", ["get", "get_or_none"])
def test_several_objects_are_not_the_one_asked_for(article, method):
    save(article, "a", "a", "a")

    with pytest.raises(
        article.MultipleObjectsReturned, match=r"More than one .*title='a'"
    ):
        getattr(article.objects.order_by("title"), method)(title="a")


def test_look_ups_add_up(article):
    save(article, "a", "b", views=1)
    save(article, "a", views=2)

    assert titles(article.objects.filter(title="a", views=1)) == ["a"]
    assert article.objects.filter(title="a").filter(views=2).count() == 1
    assert article.objects.filter(title="b").get_or_none(views=2) is None
    assert titles(article.objects.filter()) == ["a", "b", "a"]


def test_none_is_no_value(article):
    save(article, "none")
    save(article, "zero", rating=0.0)

    assert titles(article.objects.filter(rating=None)) == ["none"]
    assert titles(article.objects.filter(rating=0)) == ["zero"]


@pytest.mark.parametrize(
    "use",
    [
        lambda objects: objects.filter(nope=1),
        lambda objects: objects.get(nope=1),
        lambda objects: objects.get_or_none(nope=1),
        lambda objects: objects.order_by("title", "-nope"),
    ],
)
def test_an_unknown_field_is_a_mistake_that_names_the_fields(article, use):
    with pytest.raises(
        ImproperlyConfigured,
        match=r"Article has no field 'nope' to .*id, title, views,",
    ):
        use(article.objects)


# Values


@pytest.mark.parametrize(
    ("field", "value", "given"),
    [
        ("title", "1", "1"),
        ("title", "", ""),
        ("title", "draft", Status.DRAFT),
        ("views", -12, "-12"),
        ("views", 7, "007"),
        ("views", 2**63 - 1, str(2**63 - 1)),
        ("rating", 2.5, "2.5"),
        ("rating", 1e-7, "1e-07"),
        ("rating", 2.0, 2),
        ("price", Decimal("9.5"), "9.50"),
        ("price", Decimal("9.5"), 9.5),
        ("created", NOON.replace(tzinfo=None), "2024-05-17T12:00:00"),
        ("created", NOON.replace(tzinfo=None), "2024-05-17T12:00:00Z"),
        ("created", NOON.replace(tzinfo=None), "2024-05-17T14:00:00+02:00"),
        ("moved", NOON, "2024-05-17T12:00:00"),
        ("moved", NOON, "2024-05-17T14:00:00+02:00"),
        ("moved", NOON, NOON.astimezone(timezone(timedelta(hours=-5)))),
        ("day", date(2024, 5, 17), "2024-05-17"),
        ("at", time(12, 30), "12:30"),
        ("key", KEY, str(KEY)),
        ("key", KEY, str(KEY).upper()),
        ("key", KEY, KEY.hex),
        ("status", Status.PUBLISHED, "live"),
        ("status", Status.PUBLISHED, "PUBLISHED"),
        ("status", Status.PUBLISHED, Status.PUBLISHED),
    ],
)
def test_a_look_up_value_is_cast_to_the_type_of_its_field(article, field, value, given):
    save(article, "other")
    held = {"title": "mine", field: value}
    [mine] = save(article, held.pop("title"), **held)

    assert article.objects.get(**{field: given}).id == mine


@pytest.mark.parametrize("given", ["true", "True", "1", True])
def test_what_is_true_is_not_what_is_false(article, given):
    save(article, "open", is_open=True)
    save(article, "closed", is_open=False)

    assert titles(article.objects.filter(is_open=given)) == ["open"]


@pytest.mark.parametrize("given", ["false", "FALSE", "0", False])
def test_what_is_false_is_not_what_is_true(article, given):
    save(article, "open", is_open=True)
    save(article, "closed", is_open=False)

    assert titles(article.objects.filter(is_open=given)) == ["closed"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(
            ("views", text)
            for text in ["abc", "", "1.0", " 1", "1_000", "+1", "\u0661", "--1"]
        ),
        *(("views", value) for value in [1.0, True, [1], Decimal(1), b"1"]),
        *(("views", value) for value in [2**63, -(2**63) - 1, str(2**63), "9" * 5000]),
        *(("rating", text) for text in ["nan", "inf", "1e999", " 1", "1_0", "x", "e"]),
        *(("rating", value) for value in [float("nan"), 10**400, True, [1.0]]),
        *(
            ("price", text)
            for text in ["NaN", "Infinity", " 1", "1_0", "x", "--", "\u0663"]
        ),
        *(("is_open", value) for value in ["yes", "", "2", 1, "\uff54rue"]),
        *(("created", value) for value in ["yesterday", "", "2024-13-01", 5]),
        ("created", date(2024, 5, 17)),
        ("moved", "0001-01-01T00:00:00+05:00"),
        ("day", "17.5.2024"),
        ("at", "25:00"),
        *(("key", text) for text in ["abc", f"{{{KEY}}}", KEY.urn, "1_" * 16]),
        *(("status", value) for value in ["", "Draft", 1, ["draft"]]),
        *(("title", value) for value in ["a\0b", "\ud800", 5, None.__class__, b"a"]),
    ],
)
def test_a_value_that_the_field_cannot_hold_is_a_value_error(article, field, value):
    with pytest.raises(ValueError, match=r"is not a valid|beyond the range of 64 bits"):
        article.objects.filter(**{field: value})


# Querysets


def test_querysets_are_not_changed_by_their_methods(article):
    save(article, "b", "a")
    everything = article.objects.all()

    everything.filter(title="a")
    everything.order_by("title")
    everything[1:]

    assert titles(everything) == ["b", "a"]
    assert everything.all() is not everything


def test_a_queryset_reads_anew_each_time(article):
    found = article.objects.filter(title="a")
    assert (titles(found), found.count(), bool(found)) == ([], 0, False)

    save(article, "a", "b")

    assert (titles(found), found.count(), bool(found)) == (["a"], 1, True)


def test_objects_are_ordered_up_and_down(article):
    save(article, "b", views=1)
    save(article, "a", views=1)
    save(article, "c", views=2)

    assert titles(article.objects.order_by("title")) == ["a", "b", "c"]
    assert titles(article.objects.order_by("-title")) == ["c", "b", "a"]
    assert titles(article.objects.order_by("-views", "title")) == ["c", "a", "b"]
    assert titles(article.objects.order_by("-views").order_by("title")) == [
        "a",
        "b",
        "c",
    ]


def test_ties_are_broken_by_the_id_so_that_pages_never_overlap(article):
    save(article, "d", "a", "c", "b", views=5)

    assert titles(article.objects.order_by("-views")) == ["d", "a", "c", "b"]
    assert titles(article.objects.order_by("views")[2:]) == ["c", "b"]
    assert titles(article.objects.order_by("-id")) == ["b", "c", "a", "d"]


@pytest.mark.parametrize(
    ("field", "low", "high"),
    [
        ("created", NOON.replace(tzinfo=None), datetime(2025, 1, 1)),
        ("status", Status.DRAFT, Status.PUBLISHED),
        ("rating", -1.0, 0.5),
    ],
)
def test_no_value_is_ordered_before_every_value(article, field, low, high):
    save(article, "high", **{field: high})
    save(article, "none")
    save(article, "low", **{field: low})

    assert titles(article.objects.order_by(field)) == ["none", "low", "high"]
    assert titles(article.objects.order_by(f"-{field}")) == ["high", "low", "none"]


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (slice(1, 3), "bc"),
        (slice(2), "ab"),
        (slice(3, None), "de"),
        (slice(None), "abcde"),
        (slice(4, 100), "e"),
        (slice(9, 12), ""),
        (slice(3, 1), ""),
        (slice(0, 0), ""),
        (slice(10**30, None), ""),
        (slice(1, 10**30), "bcde"),
    ],
)
def test_a_slice_has_what_a_list_would_have(article, part, expected):
    save(article, *"abcde")
    found = article.objects.order_by("title")[part]

    assert titles(found) == list(expected)
    assert found.count() == len(expected)
    assert bool(found) == bool(expected)


def test_slices_can_be_sliced_but_not_widened(article):
    save(article, *"abcdef")
    middle = article.objects.order_by("title")[1:5]

    assert titles(middle[1:3]) == ["c", "d"]
    assert titles(middle[2:100]) == ["d", "e"]
    assert titles(middle[5:]) == []


def test_an_index_is_one_object(article):
    save(article, "b", "a")

    assert article.objects.order_by("title")[1].title == "b"
    with pytest.raises(IndexError):
        article.objects.all()[2]


@pytest.mark.parametrize("index", [-1, slice(-2, None), slice(0, -1), slice(0, 4, 2)])
def test_positions_are_counted_from_the_start(article, index):
    with pytest.raises(
        ValueError, match="does not go from one position to a later one"
    ):
        article.objects.all()[index]


@pytest.mark.parametrize(
    "use",
    [
        lambda part: part.filter(title="a"),
        lambda part: part.order_by("title"),
        lambda part: part.get(title="a"),
    ],
)
def test_a_slice_cannot_be_narrowed_or_ordered(article, use):
    with pytest.raises(
        ImproperlyConfigured, match=r"Call filter\(\) and order_by\(\) first"
    ):
        use(article.objects.all()[:2])


# Saving and deleting


def test_a_changed_object_has_to_be_saved(article):
    save(article, "a")
    found = article.objects.get(title="a")

    found.title = "b"
    assert titles(article.objects.all()) == ["a"]

    found.save()
    assert titles(article.objects.all()) == ["b"]


def test_only_changed_fields_are_written(article):
    [key] = save(article, "a", views=1)
    first, second = article.objects.get(id=key), article.objects.get(id=key)

    first.title = "b"
    first.save()
    second.views = 2
    second.save()
    second.rating = 1.5
    second.save()

    found = article.objects.get(id=key)
    assert (found.title, found.views, found.rating) == ("b", 2, 1.5)


def test_a_deleted_object_is_gone(article):
    save(article, "a", "b")

    article.objects.get(title="a").delete()

    assert titles(article.objects.all()) == ["b"]


def test_a_given_id_is_kept_and_not_given_again(article):
    article(id=1000, title="a").save()
    save(article, "b", "c", "d")

    assert article.objects.get(id=1000).title == "a"
    assert len({found.id for found in article.objects}) == 4


def test_a_second_object_with_the_same_id_is_a_conflict(article):
    article(id=1, title="a").save()

    with pytest.raises(ConflictError):
        article(id=1, title="b").save()
    assert titles(article.objects.all()) == ["a"]


def test_saving_what_was_deleted_in_the_meantime_is_a_conflict(article):
    [key] = save(article, "a")
    mine, theirs = article.objects.get(id=key), article.objects.get(id=key)
    theirs.delete()

    mine.title = "b"
    with pytest.raises(ConflictError):
        mine.save()


# Units of work


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt])
def test_a_unit_of_work_that_fails_leaves_nothing(article, error):
    save(article, "a", "b")

    @article.objects.atomic()
    def work():
        save(article, "c")
        first, second = article.objects.get(title="a"), article.objects.get(title="b")
        first.title = "changed"
        first.save()
        second.delete()
        assert titles(article.objects.all()) == ["changed", "c"]
        raise error

    with pytest.raises(error):
        work()
    assert titles(article.objects.all()) == ["a", "b"]


def test_a_unit_of_work_that_succeeds_is_stored(article):
    with article.objects.atomic():
        save(article, "a")
        assert article.objects.count() == 1

    assert titles(article.objects.all()) == ["a"]


def test_an_inner_unit_is_taken_back_alone(article):
    @article.objects.atomic()
    def work():
        save(article, "b")
        article(id=key, title="c").save()

    with article.objects.atomic():
        [key] = save(article, "a")
        with pytest.raises(ConflictError):
            work()
        with article.objects.atomic():
            save(article, "d")

    assert titles(article.objects.all()) == ["a", "d"]


def test_an_outer_unit_takes_inner_ones_back_too(article):
    @article.objects.atomic()
    def work():
        with article.objects.atomic():
            save(article, "a")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()
    assert article.objects.count() == 0


def test_what_was_taken_back_can_be_saved_again(article):
    new = article(title="a")

    @article.objects.atomic()
    def work():
        new.save()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()
    new.save()

    assert titles(article.objects.all()) == ["a"]


def test_a_context_that_outlives_its_unit_is_outside_of_it(article):
    with article.objects.atomic():
        context = copy_context()

    context.run(save, article, "a")

    assert titles(article.objects.all()) == ["a"]


def test_threads_work_side_by_side(article):
    def work(name):
        for _ in range(5):
            with article.objects.atomic():
                save(article, name)
                assert article.objects.filter(title=name)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, "abcd"))

    assert sorted(titles(article.objects)) == sorted("abcd" * 5)
