"""Saving and deleting objects in DynamoDB, alone and in units of work."""

from __future__ import annotations

import threading
from contextvars import copy_context
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from pyverless.contrib.pynamodb import Model, atomic
from pyverless.exceptions import (
    BadRequestError,
    ConflictError,
    StaleObjectError,
)

from .models import Article, Comment, Counter
from .spying import sent


@pytest.fixture
def counter(tables, asked):
    """A counter that is stored."""
    new = Counter(name="a")
    new.save()
    asked.clear()
    return new


def again(obj):
    """Return an object as it is stored now."""
    return Counter.objects.get(name=obj.name)


def value(name="a"):
    found = Counter.objects.get_or_none(name=name)
    return None if found is None else found.value


# New objects


def test_a_new_object_is_put(asked):
    Article(slug="a", views=3).save()

    assert asked == ["PutItem"]
    assert Article.objects.get(slug="a").views == 3


def test_a_new_object_overwrites_nothing(counter):
    with pytest.raises(ConflictError) as caught:
        Counter(name="a", value=7).save()

    sentence = "There is one with this name already."
    assert str(caught.value) == sentence
    assert caught.value.field == "name"
    assert caught.value.errors == [
        {"pointer": "#/name", "detail": sentence, "code": "unique"}
    ]
    assert value() == 0


def test_a_conflict_of_two_keys_names_both(tables):
    Comment(author="ann", number=1).save()
    Comment(author="ann", number=2).save()

    with pytest.raises(ConflictError, match="this author and number") as caught:
        Comment(author="ann", number=1).save()

    assert caught.value.field is None
    assert [error["pointer"] for error in caught.value.errors] == [
        "#/author",
        "#/number",
    ]


@pytest.mark.parametrize(
    ("values", "field"), [({}, "slug"), ({"slug": "a", "title": None}, "title")]
)
def test_a_value_that_is_missing_is_a_conflict(asked, values, field):
    with pytest.raises(ConflictError, match=f"must be a value for {field}") as caught:
        Article(**values).save()

    assert caught.value.errors[0]["code"] == "required"
    assert caught.value.field == field
    assert asked == []


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"slug": ""}, "slug must be from 1 to 2048 bytes long"),
        ({"status": "x" * 2049}, "status must be from 1 to 2048 bytes long"),
        ({"title": 5}, "title must be text"),
        ({"title": "\0"}, "title must be text without NUL characters"),
        ({"views": "7"}, "views must be a number"),
        ({"views": float("nan")}, "views must be a number"),
        ({"views": 10**39 + 1}, "views must be a number of up to 38 digits"),
        ({"is_open": "false"}, "is_open must be true or false"),
        ({"created": "2024-05-17"}, "created must be a date and time"),
        ({"picture": "x"}, "picture must be bytes"),
    ],
)
def test_a_value_that_can_t_be_stored_is_a_bad_request(asked, values, message):
    with pytest.raises(BadRequestError, match=message) as caught:
        Article(**{"slug": "a", **values}).save()

    assert caught.value.field == next(iter(values))
    assert asked == []


def test_an_item_that_is_too_large_is_a_bad_request(tables):
    with pytest.raises(BadRequestError, match="is too large: up to 400 KB"):
        Article(slug="a", picture=b"x" * 500_000).save()


def test_the_object_holds_afterwards_what_is_stored(tables):
    new = Article(slug="a", created=datetime(2024, 5, 17), expires=timedelta(days=1))

    new.save()

    stored = Article.objects.get(slug="a")
    assert new.attribute_values == stored.attribute_values


# Changes


def test_only_what_changed_is_written(tables):
    Article(slug="a", rating=1, tags={"x", "y"}, extra={"a": [1]}).save()
    article = Article.objects.get(slug="a")
    article.views, article.rating, article.tags = 5, None, {"y", "x"}

    [request] = sent(Article, article.save)

    assert sorted(request["ExpressionAttributeNames"].values()) == [
        "rating",
        "slug",
        "v",
    ]
    stored = Article.objects.get(slug="a")
    assert (stored.views, stored.rating, stored.tags) == (5, None, {"x", "y"})


def test_what_did_not_change_is_not_written(counter, asked):
    counter.version = 17

    counter.save()

    assert asked == []
    assert counter.version == 1


def test_what_is_changed_in_place_is_written(tables):
    Article(slug="a", extra={"a": [1]}, tags={"x"}).save()
    article = Article.objects.get(slug="a")
    article.extra["a"].append(2)
    article.tags.add("y")

    article.save()

    stored = Article.objects.get(slug="a")
    assert (stored.extra, stored.tags) == ({"a": [1, 2]}, {"x", "y"})


def test_an_empty_set_is_no_value(tables):
    Article(slug="a", tags={"x"}).save()
    article = Article.objects.get(slug="a")
    article.tags = set()

    article.save()

    assert article.tags is None
    assert Article.objects.filter(tags__isnull=True).count() == 1


def put(model, item):
    params = {"TableName": model.Meta.table_name, "Item": item}
    model._get_connection().connection.dispatch("PutItem", params)


def get(model, **key):
    params = {"TableName": model.Meta.table_name, "Key": key}
    return model._get_connection().connection.dispatch("GetItem", params)["Item"]


def test_what_the_model_does_not_know_and_defaults_stay_as_they_are(tables):
    key = {"slug": {"S": "a"}}
    put(Article, {**key, "status": {"S": "x"}, "other": {"N": "1"}})
    article = Article.objects.get(slug="a")
    assert article.title == "Untitled"

    article.status = "y"
    article.save()
    article.save()

    stored = get(Article, **key)
    assert stored == {**key, "status": {"S": "y"}, "other": {"N": "1"}}


class Marked(Model):
    class Meta:
        table_name = Counter.Meta.table_name

    name = UnicodeAttribute(hash_key=True)
    value = NumberAttribute(default=0)
    note = UnicodeAttribute(default=lambda: uuid4().hex)


def test_defaults_that_are_never_the_same_stay_out_as_well(tables):
    put(Marked, {"name": {"S": "a"}})
    marked = Marked.objects.get(name="a")

    marked.value = 1
    marked.save()
    assert get(Marked, name={"S": "a"}) == {"name": {"S": "a"}, "value": {"N": "1"}}

    marked.note = "x"
    marked.save()
    assert get(Marked, name={"S": "a"})["note"] == {"S": "x"}


def test_a_key_is_for_good(counter):
    counter.name = "b"

    with pytest.raises(BadRequestError, match=r"^name can't be changed\.$") as caught:
        counter.save()

    assert caught.value.field == "name"
    assert caught.value.errors == [
        {"pointer": "#/name", "detail": str(caught.value), "code": "invalid"}
    ]


def test_a_change_of_what_was_deleted_is_stale(tables):
    Article(slug="a").save()
    first, second = Article.objects.get(slug="a"), Article.objects.get(slug="a")
    first.delete()
    second.title = "x"

    with pytest.raises(StaleObjectError):
        second.save()
    assert Article.objects.count() == 0


def test_two_changes_of_different_attributes_are_both_made(tables):
    Article(slug="a").save()
    first, second = Article.objects.get(slug="a"), Article.objects.get(slug="a")
    first.views = 5
    second.title = "x"

    first.save()
    second.save()

    stored = Article.objects.get(slug="a")
    assert (stored.views, stored.title) == (5, "x")


# PynamoDB's own methods


def test_objects_of_pynamodb_s_own_methods_are_stored_ones(counter, asked):
    found = Counter.get("a")
    found.update([Counter.value.set(3)])
    found.refresh()
    found.value += 1
    found.save()

    assert asked == ["GetItem", "UpdateItem", "GetItem", "UpdateItem"]
    assert value() == 4


# Versions and guards


def test_a_version_counts_up(counter):
    assert counter.version == 1
    counter.version = 17
    counter.value = 1
    counter.save()

    assert (counter.version, again(counter).version) == (2, 2)


def test_who_comes_second_is_refused_by_the_version(counter):
    first, second = again(counter), again(counter)
    first.value, second.value = 1, 2
    first.save()

    with pytest.raises(StaleObjectError):
        second.save()
    with pytest.raises(StaleObjectError):
        second.delete()

    assert (value(), second.version) == (1, 1)


def test_an_item_without_a_version_gets_one(tables):
    put(Counter, {"name": {"S": "a"}, "value": {"N": "1"}})
    first, second = Counter.objects[0], Counter.objects[0]
    first.value, second.value = 2, 3

    first.save()

    assert first.version == 1
    with pytest.raises(StaleObjectError):
        second.save()


@pytest.fixture
def guarded(tables):
    """An article from `select_for_update()`, and one from before it."""
    put(Article, {"slug": {"S": "a"}, "tags": {"SS": ["x", "y"]}, "o": {"N": "1"}})
    return Article.objects.select_for_update().get(slug="a"), Article.objects[0]


def test_what_was_selected_for_update_can_be_saved_and_deleted(guarded):
    article, _ = guarded
    for views in (1, 2):
        article.views = views
        article.save()
    assert Article.objects.get(slug="a").views == 2

    article.delete()

    assert Article.objects.count() == 0


@pytest.mark.parametrize("field", ["title", "rating", "tags"])
@pytest.mark.parametrize("act", ["save", "delete"])
def test_what_was_selected_for_update_must_not_have_changed(guarded, field, act):
    article, other = guarded
    setattr(other, field, {"title": "x", "rating": 1, "tags": {"z"}}[field])
    other.save()
    article.views = 5

    with pytest.raises(StaleObjectError):
        getattr(article, act)()

    assert Article.objects.get(slug="a").views == 0


@pytest.mark.parametrize("act", ["save", "delete"])
def test_what_was_selected_for_update_must_not_be_gone(guarded, act):
    article, other = guarded
    other.delete()
    article.views = 5

    with pytest.raises(StaleObjectError):
        getattr(article, act)()


# Deleting


def test_a_deleted_object_is_gone_and_can_be_saved_again(counter):
    counter.delete()
    assert value() is None

    counter.save()

    assert (value(), counter.version) == (0, 1)


def test_what_is_gone_already_may_be_deleted(tables):
    Article(slug="a").save()
    first, second = Article.objects.get(slug="a"), Article.objects.get(slug="a")

    first.delete()
    second.delete()

    assert Article.objects.count() == 0


def test_what_is_not_stored_can_t_be_deleted():
    with pytest.raises(ValueError, match="is not stored, so it can't be deleted"):
        Counter(name="a").delete()


# Units of work


def test_writes_wait_for_the_end_and_go_out_together(counter, asked):
    with atomic():
        counter.value = 1
        counter.save()
        Counter(name="b").save()
        Article(slug="a").save()
        assert asked == []

    assert asked == ["TransactWriteItems"]
    assert (value(), value("b"), Article.objects.count()) == (1, 0, 1)


def test_one_write_needs_no_transaction(counter, asked):
    with atomic():
        counter.value = 1
        counter.save()
        counter.value = 2
        counter.save()
        assert counter.version == 3

    assert asked == ["UpdateItem"]
    assert (value(), again(counter).version) == (2, 3)


def test_a_unit_without_writes_asks_nothing(asked):
    with atomic():
        pass

    assert asked == []


def test_an_exception_leaves_nothing_written(counter, asked):
    new = Counter(name="b", value=1)

    @atomic()
    def work():
        counter.value = 1
        counter.save()
        new.save()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()

    assert asked == []
    assert (counter.version, new.version) == (1, None)
    # So that both can be tried again.
    counter.save()
    new.save()
    assert (value(), value("b")) == (1, 1)


def test_what_is_written_is_got_by_its_key_before_the_end(counter):
    with atomic():
        counter.value = 1
        counter.save()
        Counter(name="b", value=2).save()

        assert (value(), value("b")) == (1, 2)
        assert Counter.objects.filter(value=5).get_or_none(name="b") is None
        assert [each.name for each in Counter.objects] == ["a"]
        counter.delete()
        assert value() is None

    assert value() is None


def test_another_context_does_not_see_it(counter):
    seen = []
    with atomic():
        counter.value = 1
        counter.save()
        thread = threading.Thread(target=lambda: seen.append(value()))
        thread.start()
        thread.join()

    assert seen == [0]


def test_a_context_that_outlives_the_unit_writes_at_once(counter, asked):
    with atomic():
        context = copy_context()

    counter.value = 1
    context.run(counter.save)

    assert asked == ["UpdateItem"]


def test_a_refused_unit_writes_nothing(counter, asked):
    first, second = again(counter), again(counter)
    first.value = 1
    first.save()

    @atomic()
    def work():
        Counter(name="b").save()
        second.value = 2
        second.save()

    with pytest.raises(StaleObjectError):
        work()

    assert (value(), value("b"), second.version) == (1, None, 1)


def test_a_new_object_of_a_unit_overwrites_nothing(counter):

    @atomic()
    def work():
        Counter(name="b").save()
        Counter(name="a").save()

    with pytest.raises(ConflictError, match="this name already"):
        work()
    with pytest.raises(ConflictError, match="this name already"), atomic():
        Counter(name="a").save()

    assert value("b") is None


def test_an_item_that_is_too_large_is_a_bad_request_of_its_unit(tables):

    @atomic()
    def work():
        Article(slug="a").save()
        Article(slug="b", picture=b"x" * 500_000).save()

    with pytest.raises(BadRequestError):
        work()

    assert Article.objects.count() == 0


def test_an_inner_unit_that_fails_drops_its_own_writes(counter):
    with atomic():
        counter.value = 1
        counter.save()

        @atomic()
        def work():
            counter.value = 2
            counter.save()
            Counter(name="b").save()
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            work()
        assert (counter.version, value()) == (2, 1)
        with atomic():
            Counter(name="c").save()
            assert value() == 1

    assert (value(), value("b"), value("c")) == (1, None, 0)


def test_an_outer_unit_that_fails_drops_the_writes_of_inner_ones(counter):

    @atomic()
    def work():
        with atomic():
            counter.value = 1
            counter.save()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()

    assert (counter.version, value()) == (1, 0)


def test_inner_units_add_to_what_the_outer_one_writes(counter, asked):
    with atomic():
        counter.value = 1
        counter.save()
        with atomic():
            same = again(counter)
            assert same.value == 1
            same.note = "x"
            same.save()
            assert again(counter).value == 1
        assert again(counter).note == "x"

    assert asked == ["UpdateItem"]
    stored = again(counter)
    assert (stored.value, stored.note, stored.version) == (1, "x", 3)


def test_an_object_holds_what_its_unit_makes_of_the_item(tables):
    Article(slug="a").save()
    first, second = Article.objects.get(slug="a"), Article.objects.get(slug="a")
    with atomic():
        first.views = 5
        first.save()
        with atomic():
            second.title = "x"
            second.save()
            assert second.views == 5
            assert Article.objects.get(slug="a").views == 5

    stored = Article.objects.get(slug="a")
    assert stored.attribute_values == second.attribute_values


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (["create", "change"], 1),
        (["create", "delete"], None),
        (["create", "delete", "create"], 0),
        (["create", "change", "delete", "create", "change"], 1),
    ],
)
def test_several_writes_of_a_new_object_are_one(asked, steps, expected):
    new = Counter(name="a")
    play(new, steps)

    assert len(asked) == 1
    assert value() == expected
    play(Counter(name="b"), ["create"])
    with pytest.raises(ConflictError):
        play(Counter(name="b"), steps)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (["change", "change"], 2),
        (["change", "delete"], None),
        (["delete", "create"], 0),
        (["delete", "create", "change", "delete"], None),
    ],
)
def test_several_writes_of_a_stored_object_are_one(counter, asked, steps, expected):
    counter.note = "so that the version is none of a new object"
    counter.save()
    stale = again(counter)
    counter.note = None
    counter.save()
    asked.clear()
    play(counter, steps)

    assert len(asked) == 1
    assert value() == expected
    with pytest.raises(StaleObjectError):
        play(stale, steps)
    assert value() == expected


def play(obj, steps):
    with atomic():
        for step in steps:
            if step == "change":
                obj.value += 1
            if step == "create":
                obj.value = 0
            obj.delete() if step == "delete" else obj.save()


def test_what_is_deleted_unseen_may_be_made_anew(tables):
    Article(slug="a", title="old").save()
    with atomic():
        Article.objects.get(slug="a").delete()
        Article(slug="a", title="new").save()

    assert Article.objects.get(slug="a").title == "new"


@pytest.mark.parametrize(
    ("first", "second", "error"),
    [
        ("create", "create", ConflictError),
        ("delete", "change", StaleObjectError),
        ("change", "change", StaleObjectError),
        ("change", "delete", StaleObjectError),
        ("delete", "delete", StaleObjectError),
    ],
)
def test_what_contradicts_itself_is_refused_at_once(
    counter, asked, first, second, error
):
    name = "b" if first == "create" else "a"
    one, other = Counter(name=name), Counter(name=name)
    if first != "create":
        one, other = again(counter), again(counter)
    asked.clear()

    @atomic()
    def work():
        for obj, step in ((one, first), (other, second)):
            obj.value += 1
            obj.delete() if step == "delete" else obj.save()

    with pytest.raises(error):
        work()

    assert asked == []
    assert again(counter).value == 0


def test_a_guard_holds_for_what_is_written_in_between(tables):
    Article(slug="a").save()

    @atomic()
    def work():
        first = Article.objects.get(slug="a")
        first.views = 1
        first.save()
        second = Article.objects.select_for_update().get(slug="a")
        second.title = "x"
        second.save()
        with_others = Article.objects.filter(status="draft")[0]
        write_elsewhere(with_others, rating=5)

    with pytest.raises(StaleObjectError):
        work()

    stored = Article.objects.get(slug="a")
    assert (stored.views, stored.rating, stored.title) == (0, 5, "Untitled")


def write_elsewhere(obj, **values):
    def write():
        for name, each in values.items():
            setattr(obj, name, each)
        obj.save()

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()


def test_a_unit_has_at_most_a_hundred_items(tables):
    with atomic():
        for number in range(100):
            Counter(name=f"{number}").save()
        with pytest.raises(RuntimeError, match="writes more than 100 items"), atomic():
            Counter(name="100").save()

    assert Counter.objects.count() == 100


class Elsewhere(Model):
    class Meta:
        table_name = "elsewhere"
        region = "us-east-1"

    name = UnicodeAttribute(hash_key=True)


def test_a_unit_is_of_one_place(counter):

    @atomic()
    def work():
        counter.value = 1
        counter.save()
        Elsewhere(name="a").save()

    with pytest.raises(RuntimeError, match="tables in several places"):
        work()

    assert value() == 0


# Settings


class Patient(Model):
    class Meta:
        table_name = "patients"
        read_timeout_seconds = 60

    name = UnicodeAttribute(hash_key=True)
    age = NumberAttribute()


class Child(Patient):
    pass


@pytest.mark.parametrize("model", [Patient, Child])
def test_timeouts_are_short_unless_a_model_says_otherwise(model):
    assert model.Meta.connect_timeout_seconds == 2
    assert model.Meta.max_retry_attempts == 2
    assert model.Meta.read_timeout_seconds == 60
    assert Counter.Meta.read_timeout_seconds == 5


# Races


def race(act, count=8):
    """Return what `act(n)` raised in each of several threads at the same time."""
    barrier = threading.Barrier(count)
    results = []

    def run(number):
        barrier.wait()
        try:
            act(number)
        except ConflictError as exc:
            results.append(type(exc))
        else:
            results.append(None)

    threads = [threading.Thread(target=run, args=(each,)) for each in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_several_who_create_one_wins(tables):
    results = race(lambda number: Counter(name="a", value=number).save())

    assert sorted(results, key=str) == [ConflictError] * 7 + [None]


@pytest.mark.parametrize("model", [Counter, Article])
def test_of_several_who_change_one_wins(counter, model):
    Article(slug="a").save()
    key = {"name": "a"} if model is Counter else {"slug": "a"}
    objects = [model.objects.select_for_update().get(**key) for _ in range(8)]

    def change(number):
        field = "value" if model is Counter else "views"
        setattr(objects[number], field, number + 1)
        objects[number].save()

    results = race(change)

    assert sorted(results, key=str) == [StaleObjectError] * 7 + [None]


def test_no_increment_is_lost(counter):
    def increment(number):
        for _ in range(10):
            done = False
            while not done:
                found = again(counter)
                found.value += 1
                try:
                    with atomic():
                        found.save()
                    done = True
                except StaleObjectError:
                    pass

    race(increment, count=4)

    assert value() == 40
