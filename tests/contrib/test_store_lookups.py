"""What every store does alike: look-ups, orders and pages, as lists need them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice
from uuid import UUID

import pytest

from pyverless.casts import InvalidValueError
from pyverless.encoding import dumps, loads
from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers import ListHandler
from pyverless.pagination import CursorPagination
from pyverless.test import Client, override_settings
from tests.contrib.stores import Status

NOON = datetime(2024, 5, 17, 12, tzinfo=UTC)
SECRET = "a secret of this test suite, of 32 bytes and more"


def titles(objects):
    return [found.title for found in objects]


@pytest.fixture
def articles(keyed_article):
    """Five articles in any store."""
    for key, title, views, rating in [
        (1, "Alpha", 5, None),
        (2, "alphabet", 5, 1.5),
        (3, "50% off", 7, -1.0),
        (4, "beta_1", 0, None),
        (5, "Ünder", -2, 2.5),
    ]:
        moved = NOON + timedelta(hours=key)
        keyed_article(
            id=key, title=title, views=views, rating=rating, moved=moved
        ).save()
    return keyed_article.objects


# Look-ups


@pytest.mark.parametrize(
    ("lookup", "expected"),
    [
        ({"views__exact": "5"}, [1, 2]),
        ({"views__gt": "5"}, [3]),
        ({"views__gte": 5}, [1, 2, 3]),
        ({"views__lt": "0"}, [5]),
        ({"views__lte": "0"}, [4, 5]),
        ({"views__gte": "0", "views__lt": "7"}, [1, 2, 4]),
        ({"views__in": "5,7"}, [1, 2, 3]),
        ({"views__in": ["7", 0]}, [3, 4]),
        ({"views__in": []}, []),
        ({"views__in": ["8"]}, []),
        ({"id__in": "1,9"}, [1]),
        ({"id__gt": "3"}, [4, 5]),
        ({"title__in": "Alpha,beta_1"}, [1, 4]),
        ({"rating__isnull": "true"}, [1, 4]),
        ({"rating__isnull": False}, [2, 3, 5]),
        ({"rating": None}, [1, 4]),
        # No value is beyond every comparison.
        ({"rating__gt": "-2"}, [2, 3, 5]),
        ({"rating__lte": "1.5"}, [2, 3]),
        ({"rating__in": "1.5,2.5"}, [2, 5]),
        ({"moved__gte": "2024-05-17T17:00:00+02:00"}, [3, 4, 5]),
        ({"moved__lt": NOON + timedelta(hours=2)}, [1]),
        ({"title__gte": "beta"}, [4, 5]),
        ({"title__contains": "lpha"}, [1, 2]),
        ({"title__contains": "Alpha"}, [1]),
        ({"title__contains": ""}, [1, 2, 3, 4, 5]),
        ({"title__startswith": "alpha"}, [2]),
        ({"title__startswith": "Ü"}, [5]),
        # Nothing in a value has a meaning of its own.
        ({"title__contains": "%"}, [3]),
        ({"title__contains": "_"}, [4]),
        ({"title__startswith": "_"}, []),
        ({"title__contains": "\\"}, []),
        ({"title__contains": "' OR 1=1 --"}, []),
    ],
)
def test_look_ups_find_what_they_say(articles, lookup, expected):
    found = articles.filter(**lookup)

    assert sorted(int(each.id) for each in found) == expected
    assert found.count() == len(expected)


def test_text_is_found_whatever_the_case_of_its_letters(article):
    for title in ("Alpha", "ALPHABET", "beta", "100%", "1000"):
        article(title=title).save()
    find = article.objects.order_by("id").filter

    assert titles(find(title__icontains="aLpHa")) == ["Alpha", "ALPHABET"]
    assert titles(find(title__icontains="0%")) == ["100%"]
    assert titles(find(title__icontains="_")) == []


def test_members_are_found_by_value_or_name(article):
    for status in (Status.DRAFT, None, Status.PUBLISHED):
        article(title="a", status=status).save()
    find = article.objects.filter

    assert find(status__in="draft,PUBLISHED").count() == 2
    assert find(status__in=[Status.DRAFT]).count() == 1
    assert find(status__isnull="true").count() == 1


def test_what_is_true_is_more_than_what_is_false(article):
    for is_open in (False, True):
        article(title=str(is_open), is_open=is_open).save()
    find = article.objects.filter

    assert titles(find(is_open__gt="false")) == ["True"]
    assert titles(find(is_open__gte="true")) == ["True"]
    assert titles(find(is_open__lt=True)) == ["False"]
    assert titles(find(is_open__in="0,false")) == ["False"]


@pytest.mark.parametrize(
    ("lookup", "expected"),
    [
        ({"views__gte": "x"}, "number"),
        ({"views__gt": None}, "a value"),
        ({"views__in": ""}, "number"),
        ({"views__in": "1,x"}, "number"),
        ({"rating__isnull": "maybe"}, "true or false"),
        ({"rating__isnull": None}, "true or false"),
        ({"title__contains": None}, "text"),
        ({"title__startswith": 5}, "text"),
        ({"title__contains": "\ud800"}, "text"),
        ({"moved__lt": "soon"}, "a date and time"),
        ({"is_open": "yes"}, "true or false"),
    ],
)
def test_what_a_field_can_not_hold_is_a_value_error(keyed_article, lookup, expected):
    with pytest.raises(InvalidValueError) as caught:
        list(keyed_article.objects.filter(**lookup))

    assert expected in caught.value.expected


@pytest.mark.parametrize(
    "query",
    [
        "price__gte=1e999999",
        "price=1e-999999",
        "price__in=1e400,2",
        "rating__gte=1e-400",
        "created__gte=0001-01-01T00:00Z",
        "created__gte=9999-12-31T23:59:59.999999Z",
        "moved__lt=0001-01-01T00:00Z",
        "moved__lt=9999-12-31T23:59Z",
        "day__gte=0001-01-01",
        "at__gte=23:59:59.999999",
        "id=9223372036854775807",
    ],
)
def test_a_value_at_the_ends_of_a_type_is_no_error_of_ours(article, query):
    article(title="a").save()
    name = query.partition("=")[0]
    handler = Filtered.as_handler(model=article, filter_fields=[name])

    response = Client(handler).get(f"/?{query}")

    assert response.status_code in (200, 400)
    if response.status_code == 400:
        assert response.json()["errors"][0]["parameter"] == name


class Filtered(ListHandler):
    filter_fields = ["views", "views__in", "id__gte", "rating__isnull"]
    serializer = staticmethod(lambda article: article.title)


@pytest.mark.parametrize(
    "query",
    [
        "views=x",
        f"views={10**130}",
        "views__in=1,x",
        "id__gte=1.5.5",
        "rating__isnull=2",
    ],
)
def test_a_filter_that_can_not_be_is_a_400_in_every_store(keyed_article, query):
    client = Client(Filtered.as_handler(model=keyed_article))

    response = client.get(f"/?{query}")

    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == query.partition("=")[0]


# What is declared


def test_what_there_is_is_accepted_without_asking_the_store(keyed_article):
    # No such server: whatever asked it would fail.
    with override_settings(DATABASE_URL="postgresql+psycopg://127.0.0.1:1/none"):
        keyed_article.objects.check_lookups(
            ["title", "title__contains", "views__gte", "rating__isnull", "id__in"],
            ["-views", "title"],
        )
        keyed_article.objects.check_lookups([], [])


@pytest.mark.parametrize(
    ("filters", "ordering", "message"),
    [
        (["nope"], [], "Article has no field 'nope' to look up"),
        (["nope__gte"], [], "has no field 'nope' to look up"),
        (["title__regex"], [], "has no field 'title__regex' to look up"),
        (["views__contains"], [], r"Article\.views is no text"),
        (["moved__startswith"], [], r"Article\.moved is no text"),
        ([], ["nope"], "has no field 'nope' to order by"),
        ([], ["-nope"], "has no field 'nope' to order by"),
        ([], ["title__gte"], "has no field 'title__gte' to order by"),
    ],
)
def test_what_there_is_not_is_a_mistake(keyed_article, filters, ordering, message):
    with pytest.raises(ImproperlyConfigured, match=message):
        keyed_article.objects.check_lookups(filters, ordering)


def test_parts_of_what_is_no_text_are_a_mistake_at_any_time(keyed_article):
    with pytest.raises(ImproperlyConfigured, match="views is no text"):
        keyed_article.objects.filter(views__contains="5")


# Orders


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (["id"], [1, 2, 3, 4, 5]),
        (["-id"], [5, 4, 3, 2, 1]),
        (["views", "-id"], [5, 4, 2, 1, 3]),
        (["-views", "id"], [3, 1, 2, 4, 5]),
        (["-views", "-id"], [3, 2, 1, 4, 5]),
        # No value is the least.
        (["rating", "id"], [1, 4, 3, 2, 5]),
        (["-rating", "-id"], [5, 2, 3, 4, 1]),
        (["title"], [3, 1, 2, 4, 5]),
        (["-moved"], [5, 4, 3, 2, 1]),
    ],
)
def test_an_order_is_the_same_in_every_store(articles, order, expected):
    found = articles.order_by(*order)

    assert [each.id for each in found] == expected
    assert [each.id for each in found[1:3]] == expected[1:3]


# Pages


def walk(queryset, limit):
    """Return what is on page after page; tokens go through JSON as they do with us."""
    found, token = [], None
    for _ in range(20):
        page = queryset.paginate(limit=limit, token=token)
        assert len(page.items) <= limit
        found += page.items
        if page.next_token is None:
            return found
        token = loads(dumps(page.next_token))
    raise AssertionError("the pages have no end")


@pytest.mark.parametrize("limit", [1, 2, 5, 9])
def test_the_pages_together_are_everything(articles, limit):
    assert sorted(titles(walk(articles.all(), limit))) == sorted(titles(articles))
    found = walk(articles.filter(views__gte=5), limit)
    assert sorted(each.id for each in found) == [1, 2, 3]


@pytest.mark.parametrize("limit", [1, 2, 9])
@pytest.mark.parametrize(
    "order",
    [
        ["title"],
        ["-views"],
        ["rating", "-views"],
        ["-rating", "title"],
        ["created", "-id"],
        ["-moved", "price"],
        ["day", "at"],
        ["-status", "-day"],
        ["key"],
        ["is_open", "-title"],
    ],
)
def test_the_pages_together_are_the_ordered_list(article, order, limit):
    for number, values in enumerate(VALUES):
        article(title=f"t{number % 3}", views=number % 2, **values).save()
        article(title=f"t{number % 3}", views=number % 2).save()
    queryset = article.objects.order_by(*order)

    found = walk(queryset, limit)

    assert [each.id for each in found] == [each.id for each in queryset]


VALUES = [
    {
        "rating": 0.1,
        "price": Decimal("9.50"),
        "created": NOON.replace(tzinfo=None, microsecond=1),
        "moved": NOON,
        "day": NOON.date(),
        "at": NOON.time(),
        "key": UUID("0b1f3d5e-1111-4222-8333-444455556666"),
        "status": Status.PUBLISHED,
    },
    {
        "rating": 0.1 + 0.2,
        "price": Decimal("-1.25"),
        "created": NOON.replace(tzinfo=None),
        "moved": NOON + timedelta(microseconds=1),
        "day": NOON.date() - timedelta(days=1),
        "at": NOON.replace(hour=1, microsecond=5).time(),
        "key": UUID("fb1f3d5e-1111-4222-8333-444455556666"),
        "status": Status.DRAFT,
        "is_open": True,
    },
]


@pytest.mark.parametrize(
    "token", ["x", 5, True, [], {}, [1, 2, 3, 4], {"id": 1}, {"a": {"b": []}}, [[1]]]
)
def test_a_token_that_is_none_is_a_value_error(articles, token):
    with pytest.raises(ValueError):  # noqa: PT011 - each store has its words
        articles.all().paginate(limit=2, token=token)


def test_a_slice_has_no_pages(articles):
    with pytest.raises(ImproperlyConfigured, match="slice"):
        articles.all()[:2].paginate(limit=1)


def test_what_comes_and_goes_does_not_move_a_page(articles, keyed_article):
    first = articles.all().paginate(limit=2)
    for each in first.items:
        each.delete()
    keyed_article(id=99, title="new").save()

    token = loads(dumps(first.next_token))
    rest = articles.all().paginate(limit=9, token=token)

    left = {1, 2, 3, 4, 5} - {each.id for each in first.items}
    assert {each.id for each in rest.items} - {99} == left


def test_callers_walk_by_cursor(articles, keyed_article):
    options = {"model": keyed_article, "pagination_class": CursorPagination}
    with override_settings(SECRET_KEY=SECRET):
        client = Client(Filtered.as_handler(**options))
        found = [title for page in islice(get_pages(client), 9) for title in page]

    assert sorted(found) == sorted(titles(articles))


def get_pages(client):
    query = "limit=2"
    while query:
        body = client.get(f"/?{query}").json()
        yield body["results"]
        query = (body["next"] or "").partition("?")[2]
