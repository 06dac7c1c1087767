"""What every store does alike: writes, of which none is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from pyverless.exceptions import (
    ConflictError,
    ServiceUnavailableError,
    StaleObjectError,
)
from pyverless.handlers import SQSHandler
from pyverless.test import sqs_event


@pytest.fixture
def stored(keyed_article):
    """An article that is stored."""
    new = keyed_article(id=1, title="a", views=0)
    new.save()
    return new


def get_locked(model):
    return model.objects.select_for_update().get(id=1)


def test_an_object_is_found_by_its_key(stored, keyed_article):
    assert keyed_article.objects.get(id=1).title == "a"
    assert keyed_article.objects.get(id="1").title == "a"
    assert keyed_article.objects.get_or_none(id=2) is None
    with pytest.raises(keyed_article.DoesNotExist, match="id=2"):
        keyed_article.objects.get(id=2)


def test_only_what_was_changed_is_written(stored, keyed_article):
    mine, theirs = (keyed_article.objects.get(id=1) for _ in range(2))
    mine.title = "b"
    mine.save()
    theirs.views = 5
    theirs.save()

    found = keyed_article.objects.get(id=1)
    assert (found.title, found.views) == ("b", 5)


def test_a_second_object_with_the_same_key_is_a_conflict(stored, keyed_article):
    with pytest.raises(ConflictError) as caught:
        keyed_article(id=1, title="b").save()

    assert not isinstance(caught.value, StaleObjectError)
    assert caught.value.field == "id"
    assert caught.value.errors[0]["pointer"] == "#/id"
    assert keyed_article.objects.get(id=1).title == "a"


def test_saving_what_was_deleted_meanwhile_is_refused_as_stale(stored, keyed_article):
    mine = keyed_article.objects.get(id=1)
    keyed_article.objects.get(id=1).delete()

    mine.title = "b"
    with pytest.raises(StaleObjectError):
        mine.save()
    assert keyed_article.objects.get_or_none(id=1) is None


def test_a_message_that_fails_leaves_nothing_also_where_no_model_is_named(
    keyed_article,
):
    class Handler(SQSHandler):
        def process_message(self, message):
            keyed_article(id=int(message.text), title="a").save()
            assert message.text == "2"

    report = Handler.as_handler()(sqs_event(["1", "2"]))

    assert len(report["batchItemFailures"]) == 1
    assert keyed_article.objects.get_or_none(id=1) is None
    assert keyed_article.objects.get(id=2).title == "a"


def test_a_unit_of_work_that_fails_leaves_nothing(stored, keyed_article):
    @keyed_article.objects.atomic()
    def work():
        keyed_article(id=2, title="b").save()
        mine = keyed_article.objects.get(id=1)
        mine.title = "c"
        mine.save()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()
    assert [found.title for found in keyed_article.objects] == ["a"]


def test_a_unit_of_work_that_succeeds_is_stored(stored, keyed_article):
    with keyed_article.objects.atomic():
        keyed_article(id=2, title="b").save()
        mine = keyed_article.objects.get(id=1)
        mine.delete()

    assert [found.title for found in keyed_article.objects] == ["b"]


# Locks, or what stands in for them


def test_a_locked_object_is_changed_and_deleted_like_any_other(stored, keyed_article):
    with keyed_article.objects.atomic():
        mine = get_locked(keyed_article)
        mine.title = "b"
        mine.save()
    assert keyed_article.objects.get(id=1).title == "b"

    with keyed_article.objects.atomic():
        get_locked(keyed_article).delete()
    assert keyed_article.objects.get_or_none(id=1) is None


def test_what_is_not_there_can_not_be_locked(keyed_article):
    with keyed_article.objects.atomic():
        found = keyed_article.objects.select_for_update().get_or_none(id=1)

    assert found is None


def test_a_locked_object_can_be_saved_again_in_its_unit(stored, keyed_article):
    with keyed_article.objects.atomic():
        mine = get_locked(keyed_article)
        for views in (1, 2, 3):
            mine.views = views
            mine.save()

    assert keyed_article.objects.get(id=1).views == 3


def test_a_queryset_stays_what_it_is(keyed_article):
    everything = keyed_article.objects.all()
    everything.select_for_update()

    # Outside of a unit of work nothing can be locked.
    assert list(everything) == []


def count_up(model):
    """Read, add and write as a handler does, until nobody else comes in between."""
    for _ in range(200):
        try:
            with model.objects.atomic():
                mine = get_locked(model)
                mine.views += 1
                mine.save()
        except (StaleObjectError, ServiceUnavailableError):
            continue
        return
    raise AssertionError("it is never our turn")


def test_of_those_who_count_up_at_once_nobody_is_lost(stored, keyed_article):
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(count_up, keyed_article) for _ in range(20)]:
            done.result()

    assert keyed_article.objects.get(id=1).views == 20
