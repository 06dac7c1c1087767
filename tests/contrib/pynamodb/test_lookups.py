"""Look-ups and orderings in DynamoDB, and the requests that they cost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from pynamodb.attributes import (
    Attribute,
    DiscriminatorAttribute,
    NumberAttribute,
    UnicodeAttribute,
)

from pyverless.casts import InvalidValueError
from pyverless.contrib.exceptions import ObjectDoesNotExist
from pyverless.contrib.pynamodb import Model
from pyverless.exceptions import ImproperlyConfigured

from .models import Article, Comment, Counter
from .spying import sent

NOON = datetime(2024, 5, 17, 12, tzinfo=UTC)


@pytest.fixture
def articles(tables, asked):
    """Articles a to e: two drafts and three that are live, with 0 to 4 views."""
    for views, slug in enumerate("abcde"):
        status = "draft" if views < 2 else "live"
        Article(slug=slug, status=status, views=views, title=slug.upper()).save()
    asked.clear()
    return Article.objects


@pytest.fixture
def comments(tables, asked):
    """Ten comments of ann, written backwards, and one of bob."""
    for number in range(10):
        Comment(author="ann", number=number, text=f"{9 - number}").save()
    Comment(author="bob", number=3).save()
    asked.clear()
    return Comment.objects


def slugs(queryset):
    return [found.slug for found in queryset]


def numbers(queryset):
    return [found.number for found in queryset]


# One object


def test_an_object_is_got_by_its_key_in_one_request(articles, asked):
    assert articles.get(slug="a").title == "A"
    assert articles.get_or_none(slug="z") is None
    assert slugs(articles.filter(slug="a")) == ["a"]
    assert articles.filter(slug="a").count() == 1
    assert asked == ["GetItem"] * 4


def test_other_look_ups_narrow_what_the_key_finds(articles, asked):
    assert articles.filter(status="draft").get(slug="a", views=0).slug == "a"
    assert articles.filter(status="live").get_or_none(slug="a") is None
    assert articles.filter(slug="b").get_or_none(slug="a") is None
    assert asked == ["GetItem"] * 3


def test_both_keys_find_one_object(comments, asked):
    assert comments.filter(author="ann").get(number="7").text == "2"
    assert comments.get(author="bob", number=3).text == "-"
    assert asked == ["GetItem"] * 2


@pytest.mark.parametrize("error", ["DoesNotExist", "ours"])
def test_nothing_found_is_does_not_exist(tables, error):
    expected = ObjectDoesNotExist if error == "ours" else Article.DoesNotExist

    with pytest.raises(expected, match=r"There is no Article with slug='z'\.$"):
        Article.objects.get(slug="z")


def test_several_objects_are_not_the_one_asked_for(articles):
    with pytest.raises(Article.MultipleObjectsReturned, match="status='live'"):
        articles.get(status="live")


@pytest.mark.parametrize("key", ["", "x" * 2049, "é" * 1025])
def test_what_no_key_can_be_is_not_looked_for(articles, asked, key):
    with pytest.raises(InvalidValueError) as caught:
        articles.get(slug=key)

    assert caught.value.expected == "from 1 to 2048 bytes long"
    assert asked == []


# What is asked


@pytest.mark.parametrize(
    ("lookup", "found", "request_"),
    [
        ({"status": "live"}, "cde", "Query"),
        ({"status": "live", "views": 3}, "d", "Query"),
        ({"status": "live", "views__gt": "3"}, "e", "Query"),
        ({"status": "live", "views__gte": 3}, "de", "Query"),
        ({"status": "live", "views__lt": 3}, "c", "Query"),
        ({"status": "live", "views__lte": 3}, "cd", "Query"),
        ({"status": "live", "views__gte": 3, "views__lte": 3}, "d", "Query"),
        ({"status": "live", "views__gt": 2, "views__lt": 4}, "d", "Query"),
        ({"status": "live", "views__in": [2, 4]}, "ce", "Query"),
        ({"status": "live", "title__startswith": "D"}, "d", "Query"),
        ({"status": "live", "slug__in": "c,e"}, "ce", "Query"),
        ({"status": "live", "status__in": ["draft"]}, "", "Query"),
        ({"views": 1}, "b", "Scan"),
        ({"title": "C"}, "c", "Scan"),
        ({"title__contains": "C"}, "c", "Scan"),
        ({"slug__gte": "d"}, "de", "Scan"),
        ({"is_open": "false"}, "abcde", "Scan"),
    ],
)
def test_look_ups_use_an_index_where_there_is_one(
    articles, asked, lookup, found, request_
):
    assert sorted(slugs(articles.filter(**lookup))) == list(found)
    assert asked == [request_]


@pytest.mark.parametrize(
    "lookup",
    [
        {"slug__in": []},
        {"slug__in": [None]},
        {"status": "live", "views__gte": 4, "views__lte": 3},
    ],
)
def test_what_nothing_can_meet_is_not_asked(articles, asked, lookup):
    assert slugs(articles.filter(**lookup)) == []
    assert articles.filter(**lookup).count() == 0
    assert articles.filter(**lookup).paginate(limit=3).items == []
    assert asked == []


def test_more_values_than_an_in_may_have_are_several(articles):
    values = [str(number) for number in range(150)]

    assert slugs(articles.filter(title__in=[*values, "A"])) == ["a"]


def test_the_range_key_of_the_table_narrows_a_query(comments, asked):
    ann = comments.filter(author="ann")

    assert numbers(ann) == [*range(10)]
    assert numbers(ann.filter(number__lt=3)) == [0, 1, 2]
    assert numbers(ann.filter(text__startswith="9")) == [0]
    assert ann.filter(text__gte="5", text__lt="8").count() == 3
    assert asked == ["Query"] * 4


def test_a_sparse_index_is_not_used_for_what_it_does_not_have(articles):
    Article(slug="f", status="live", rating=5).save()

    assert len(slugs(articles.filter(status="live"))) == 4
    assert slugs(articles.filter(status="live").order_by("-rating"))[0] == "f"
    assert len(slugs(articles.filter(status="live", rating=None))) == 3


def test_a_sparse_index_is_used_for_what_it_has(articles, asked):
    Article(slug="f", status="live", rating=5).save()
    asked.clear()

    found = articles.filter(status="live", rating__isnull=False).order_by("rating")

    assert slugs(found) == ["f"]
    assert slugs(articles.filter(status="live", rating__gt=4)) == ["f"]
    assert found.paginate(limit=5).items[0].slug == "f"
    assert asked == ["Query"] * 3


# The order


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (["views"], "cde"),
        (["-views"], "edc"),
        (["status", "-views"], "edc"),
        (["-views", "views", "-status"], "edc"),
    ],
)
def test_an_index_gives_the_order_of_its_range_key(articles, asked, order, expected):
    live = articles.filter(status="live").order_by(*order)

    assert "".join(slugs(live)) == expected
    assert "".join(slugs(live.paginate(limit=9).items)) == expected
    assert asked == ["Query"] * 2


def test_the_index_with_the_order_is_used_rather_than_the_one_with_conditions(
    comments, asked
):
    found = comments.filter(author="ann", number__gte=5).order_by("text")

    assert numbers(found.paginate(limit=3).items) == [9, 8, 7]
    assert numbers(found[:3]) == [9, 8, 7]
    assert asked == ["Query"] * 2


def test_an_index_does_not_order_what_has_the_same_place_in_it(tables):
    for slug in "abc":
        Article(slug=slug, views=7, title="x").save()
    drafts = Article.objects.filter(status="draft")

    assert slugs(drafts.order_by("views", "-slug")) == ["c", "b", "a"]
    with pytest.raises(ImproperlyConfigured, match="ordered by 'views'"):
        drafts.order_by("views", "-slug").paginate(limit=2)


@pytest.mark.parametrize(
    ("lookup", "order", "way_out"),
    [
        (
            {"status": "live"},
            ["-rating"],
            r"only what has a value: add filter\(rating__isnull=False\), if the rest",
        ),
        (
            {"status": "live", "rating__isnull": False},
            ["rating", "slug"],
            "Add an index to Article with hash key 'status', range key 'rating'",
        ),
        ({"title": "A"}, ["rating"], "hash key 'title', range key 'rating'"),
        ({"status": "live"}, ["created"], "hash key 'status', range key 'created'"),
    ],
)
def test_an_order_that_pages_can_t_have_says_the_way_out(lookup, order, way_out):
    found = Article.objects.filter(**lookup).order_by(*order)

    with pytest.raises(ImproperlyConfigured, match=way_out) as caught:
        found.paginate(limit=2)

    assert ("isnull" in str(caught.value)) is ("has a value" in way_out)


@pytest.mark.parametrize("order", [("-title",), ("status", "-slug"), ("created", "v")])
def test_any_other_order_is_made_of_all_that_is_found(articles, order):
    if "v" in order:
        order = ("-created", "views")
        Article(slug="f", created=NOON).save()
        expected = "fabcde"
    else:
        expected = "edcba" if order == ("-title",) else "baedc"

    found = articles.order_by(*order)

    assert "".join(slugs(found)) == expected
    assert "".join(slugs(found[1:3])) == expected[1:3]


def test_ties_are_broken_by_the_key(tables):
    for slug in "dacb":
        Article(slug=slug).save()

    assert slugs(Article.objects.order_by("-status")) == ["a", "b", "c", "d"]


# No more than is needed


def read(queryset):
    """Return what DynamoDB looked at for the objects of a queryset."""
    counts = []
    events = queryset.model._get_connection().connection.client.meta.events

    def remember(parsed, **_):
        counts.append(parsed.get("ScannedCount"))

    events.register("after-call.dynamodb.*", remember)
    list(queryset)
    events.unregister("after-call.dynamodb.*", remember)
    return counts


def test_a_slice_reads_up_to_its_end(comments):
    ann = comments.filter(author="ann")

    assert numbers(ann[2:4]) == [2, 3]
    assert ann[3].number == 3
    assert numbers(ann.order_by("-number")[:2]) == [9, 8]
    assert read(ann[2:4]) == [4]
    assert read(ann[3:3]) == []
    assert read(ann) == [10]
    assert bool(ann)
    with pytest.raises(IndexError):
        ann[10]


def test_what_is_filtered_is_read_in_growing_parts(comments):
    found = comments.filter(author="ann", number__in=[0, 9])

    assert numbers(found[:2]) == [0, 9]
    assert read(found[:2]) == [2, 8]
    assert read(found[:1]) == [1]


@pytest.mark.parametrize(
    ("queryset", "is_consistent"),
    [
        (Comment.objects.filter(author="a", number=1), True),
        (Comment.objects.filter(author="a"), True),
        (Comment.objects.filter(author="a").order_by("text"), True),
        (Article.objects.filter(status="draft"), False),
        (Article.objects.all(), None),
    ],
)
def test_what_was_just_written_is_read_where_that_is_possible(
    tables, queryset, is_consistent
):
    [request] = sent(queryset.model, lambda: list(queryset))

    assert request.get("ConsistentRead") is is_consistent


def test_the_rest_of_a_slice_is_asked_for_where_an_answer_was_too_large(tables):
    for number in range(5):
        Article(slug=f"{number}", picture=b"x" * 390_000, views=number).save()
    drafts = Article.objects.filter(status="draft")

    first, *others = sent(Article, lambda: list(drafts[:4]))

    assert first["Limit"] == 4
    assert others
    assert all(request["Limit"] < 4 for request in others)


def test_a_count_reads_without_sending(articles, asked):
    [request] = sent(Article, articles.count)
    assert request["Select"] == "COUNT"
    asked.clear()

    assert articles.count() == 5
    assert articles[1:3].count() == 2
    assert articles[4:9].count() == 1
    assert articles[9:].count() == 0
    assert articles.filter(status="live", views__in=[2, 3]).count() == 2
    assert asked == ["Scan", "Scan", "Scan", "Scan", "Query"]


def test_a_table_that_is_larger_than_one_answer_is_read_whole(tables, asked):
    for number in range(5):
        Article(slug=f"{number}", picture=b"x" * 390_000, views=number).save()
    asked.clear()
    drafts = Article.objects.filter(status="draft")

    assert slugs(drafts) == ["0", "1", "2", "3", "4"]
    assert drafts.count() == 5
    assert len(asked) > 2


# Values


def save(**values):
    Article(slug="a", **values).save()


@pytest.mark.parametrize(
    ("field", "value", "equal", "different"),
    [
        ("title", "x", ["x"], ["X", "xy"]),
        ("views", 7, [7, "7", "7.0", 7.0, Decimal(7)], [8, "7.1"]),
        ("rating", 0.1, ["0.1", 0.1, Decimal("0.10")], ["0.11"]),
        ("is_open", True, [True, "true", "1"], [False, "false"]),
        ("created", NOON, [NOON, "2024-05-17T14:00:00+02:00"], ["2024-05-17"]),
        ("expires", NOON, [NOON, "2024-05-17T12:00:00Z"], ["2024-05-17"]),
        ("picture", b"\xff", [b"\xff"], [b"\xfe"]),
    ],
)
def test_values_are_cast_by_the_attribute(tables, field, value, equal, different):
    save(**{field: value})

    for key in ({}, {"slug": "a"}):
        for each in equal:
            assert Article.objects.filter(**key, **{field: each}).count() == 1
        for each in different:
            assert Article.objects.filter(**key, **{field: each}).count() == 0


def test_no_digit_of_a_number_is_lost(tables):
    number = 2**100 + 1
    save(views=number)

    assert Article.objects.get(views=str(number)).views == number
    assert Article.objects.get_or_none(views=number - 1) is None


@pytest.mark.parametrize(
    ("lookup", "expected"),
    [
        ({"views": "x"}, "a number"),
        ({"views": True}, "a number"),
        ({"views": "9" * 39}, "a number of up to 38 digits"),
        ({"views": "1e200"}, "a number of up to 38 digits"),
        ({"is_open": "maybe"}, "true or false"),
        ({"created": "soon"}, "a date and time (ISO 8601)"),
        ({"title": "\ud800"}, "text"),
        ({"picture": "text"}, "bytes"),
        ({"status": ""}, "from 1 to 2048 bytes long"),
        ({"rating__isnull": "x"}, "true or false"),
    ],
)
def test_what_an_attribute_can_t_hold_is_said_in_plain_words(lookup, expected):
    with pytest.raises(InvalidValueError) as caught:
        Article.objects.filter(**lookup)

    assert caught.value.expected == expected


def test_a_range_key_is_shorter_than_a_hash_key():
    with pytest.raises(InvalidValueError) as caught:
        Comment.objects.filter(text="x" * 1025)

    assert caught.value.expected == "from 1 to 1024 bytes long"


def test_none_is_no_value(articles):
    Article(slug="f", rating=1, tags={"a"}).save()

    assert articles.filter(slug="a").get_or_none(rating=1) is None
    for key in ({}, {"slug": "f"}):
        assert slugs(articles.filter(rating__isnull=False, **key)) == ["f"]
        assert slugs(articles.filter(tags__isnull="false", **key)) == ["f"]
        assert slugs(articles.filter(rating=1, created=None, **key)) == ["f"]
        assert slugs(articles.filter(rating=None, **key)) == slugs(
            articles.filter(rating__isnull=True, **key)
        )


def test_a_null_of_somebody_else_s_is_no_value_either(tables):
    put(Article, {"slug": {"S": "a"}, "created": {"NULL": True}})

    for key in ({}, {"slug": "a"}):
        assert Article.objects.filter(created=None, **key).count() == 1
        assert Article.objects.filter(created__lt=NOON, **key).count() == 0
    assert slugs(Article.objects.order_by("created")) == ["a"]


def put(model, item):
    params = {"TableName": model.Meta.table_name, "Item": item}
    model._get_connection().connection.dispatch("PutItem", params)


def test_values_of_other_types_are_found_by_nothing(tables):
    put(Counter, {"name": {"S": "a"}, "note": {"N": "1"}})

    for key in ({}, {"name": "a"}):
        assert Counter.objects.filter(note="1", **key).count() == 0
        assert Counter.objects.filter(note__gte="1", **key).count() == 0
        assert Counter.objects.filter(note__contains="1", **key).count() == 0
        assert Counter.objects.filter(note__in=["1"], **key).count() == 0


def test_a_set_can_be_looked_into(tables):
    save(tags={"red", "green"})

    for key in ({}, {"slug": "a"}):
        assert Article.objects.filter(tags__contains="red", **key).count() == 1
        assert Article.objects.filter(tags__contains="re", **key).count() == 0


class UUIDAttribute(Attribute):
    attr_type = "S"

    def serialize(self, value):
        return str(value)

    def deserialize(self, value):
        return UUID(value)


class CentsAttribute(NumberAttribute):
    def serialize(self, value):
        return str(int(value * 100))

    def deserialize(self, value):
        return Decimal(value) / 100


class Account(Model):
    class Meta:
        table_name = "accounts"
        billing_mode = "PAY_PER_REQUEST"

    id = UUIDAttribute(hash_key=True)
    balance = CentsAttribute(default=0)


KEY = UUID("0b1f3d5e-1111-4222-8333-444455556666")


@pytest.fixture
def account(tables):
    Account.create_table(wait=True)
    yield Account
    Account.delete_table()


def test_attributes_of_one_s_own_read_and_write_as_they_do(account):
    account(id=KEY, balance=Decimal("1.5")).save()

    assert account.objects.get(id=str(KEY).upper()).balance == Decimal("1.5")
    assert account.objects.get(id=KEY, balance=Decimal("1.5")).id == KEY
    assert account.objects.filter(balance__gt="149").count() == 1
    for lookup in ({"id": "x"}, {"balance": "x"}, {"balance": []}):
        with pytest.raises(InvalidValueError):
            account.objects.get_or_none(**lookup)


# Models of one table


class Animal(Model):
    class Meta:
        table_name = "animals"
        billing_mode = "PAY_PER_REQUEST"

    name = UnicodeAttribute(hash_key=True)
    kind = DiscriminatorAttribute()


class Cat(Animal, discriminator="cat"):
    lives = NumberAttribute(default=9)


class Dog(Animal, discriminator="dog"):
    pass


@pytest.fixture
def animals(tables):
    Animal.create_table(wait=True)
    Cat(name="tom").save()
    Dog(name="rex").save()
    yield
    Animal.delete_table()


def test_a_model_of_several_in_a_table_has_its_own_objects(animals):
    assert [each.name for each in Cat.objects] == ["tom"]
    assert Cat.objects.count() == 1
    assert Cat.objects.get_or_none(name="rex") is None
    assert isinstance(Cat.objects.get(name="tom"), Cat)


def test_their_base_has_all_objects_each_of_its_model(animals):
    # pynamodb has no class for what is of the base itself.
    found = {each.name: type(each) for each in (Cat.objects[0], Dog.objects[0])}

    assert found == {"tom": Cat, "rex": Dog}


# What can't be


@pytest.mark.parametrize(
    ("lookup", "message"),
    [
        ("title__icontains", "title__icontains in a UnicodeAttribute"),
        ("views__contains", "Article.views is no text"),
        ("created__startswith", "Article.created is no text"),
        ("is_open__gt", "is_open__gt in a BooleanAttribute"),
        ("tags__startswith", "tags__startswith in a UnicodeSetAttribute"),
        ("tags", "tags__exact"),
        ("extra", "extra__exact in a JSONAttribute"),
        ("place", "place__exact in a MapAttribute. It has: isnull"),
    ],
)
def test_look_ups_that_dynamodb_does_not_have_are_refused(lookup, message):
    with pytest.raises(ImproperlyConfigured, match=message):
        Article.objects.check_lookups([lookup], [])
    with pytest.raises(ImproperlyConfigured, match=message):
        Article.objects.filter(**{lookup: "1"})


@pytest.mark.parametrize(
    ("filters", "ordering", "message"),
    [
        (["nope"], [], "no field 'nope' to look up. Choose from: created, expires"),
        ([], ["-nope"], "no field 'nope' to order by"),
        ([], ["-tags"], "Article.tags is a UnicodeSetAttribute, which has no order"),
    ],
)
def test_fields_that_there_are_not_are_refused(filters, ordering, message):
    with pytest.raises(ImproperlyConfigured, match=message):
        Article.objects.check_lookups(filters, ordering)


def test_fields_and_look_ups_that_there_are_need_no_request():
    Article.objects.check_lookups(
        ["status", "views__gte", "title__contains", "tags__contains", "extra__isnull"],
        ["-views", "title", "is_open"],
    )


def test_times_are_in_order(tables):
    for number, slug in enumerate("abc"):
        Article(slug=slug, created=NOON + timedelta(days=number)).save()

    after = Article.objects.filter(created__gt=NOON)

    assert slugs(after.order_by("-created")) == ["c", "b"]


def test_a_version_is_a_whole_number(tables):
    Counter(name="a").save()

    assert Counter.objects.get(version="1").name == "a"
    with pytest.raises(InvalidValueError, match="valid int"):
        Counter.objects.filter(version="1.5")
