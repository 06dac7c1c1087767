"""Look-ups, orders and pages in SQL, alike in every database."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Enum, ForeignKey, String, inspect
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    column_property,
    mapped_column,
    relationship,
)

from pyverless.casts import InvalidValueError
from pyverless.contrib.sqlalchemy import ModelMixin, create_all, drop_all, get_engine
from pyverless.encoding import dumps
from pyverless.exceptions import ImproperlyConfigured
from tests.contrib.sqlalchemy.models import Article, Author, Book, Reading, Status

NOON = datetime(2024, 5, 17, 12)


def titles(found):
    return [article.title for article in found]


def save(*articles):
    for article in articles:
        article.save()


# Look-ups


@pytest.mark.parametrize(
    ("lookup", "expected"),
    [
        ({"views": 1}, "b"),
        ({"views__exact": "1"}, "b"),
        ({"views__gt": "1"}, "c"),
        ({"views__gte": 1}, "bc"),
        ({"views__lt": 1}, "a"),
        ({"views__lte": "1"}, "ab"),
        ({"views__in": "0,2"}, "ac"),
        ({"views__in": [0, None]}, "a"),
        ({"views__in": []}, ""),
        ({"rating": None}, "ab"),
        ({"rating__isnull": "true"}, "ab"),
        ({"rating__isnull": False}, "c"),
        ({"rating__in": [None]}, ""),
        ({"rating__lt": 5}, "c"),
        ({"created__gte": "2024-05-17T13:00:00Z"}, "bc"),
        ({"created__lt": NOON + timedelta(hours=1)}, "a"),
        ({"is_open": "true"}, "c"),
        ({"is_open__lt": True}, "ab"),
        ({"is_open__gte": "false"}, "abc"),
        ({"status": "live"}, "b"),
        ({"status__in": "draft,live"}, "bc"),
    ],
)
def test_look_ups(database, lookup, expected):
    for number, title in enumerate("abc"):
        Article(
            title=title, views=number, created=NOON + timedelta(hours=number)
        ).save()
    b, c = Article.objects.order_by("title")[1:]
    b.status, c.status, c.rating = Status.PUBLISHED, Status.DRAFT, 4.5
    c.is_open = True
    save(b, c)

    found = Article.objects.filter(**lookup)

    assert titles(found.order_by("title")) == list(expected)
    assert found.count() == len(expected)


TEXTS = ["Abc", "abc", "a%c", "a_c", "a/c", "a\\c", "a*c", "a?c", "[a]c", "", "ümlaut"]


@pytest.mark.parametrize(
    "part", [*TEXTS, "A", "b", "c", "%", "_", "/", "\\", "*", "?", "[", "ml", "aBC"]
)
def test_look_ups_of_text_are_those_of_python(database, part):
    for value in TEXTS:
        Article(title=value).save()

    def find(lookup):
        return titles(Article.objects.filter(**{lookup: part}))

    assert find("title__contains") == [each for each in TEXTS if part in each]
    assert find("title__startswith") == [
        each for each in TEXTS if each.startswith(part)
    ]
    lower = part.lower()
    assert find("title__icontains") == [each for each in TEXTS if lower in each.lower()]


def test_very_long_text_is_not_found(database):
    Article(title="a").save()

    for lookup in ("contains", "startswith"):
        assert not Article.objects.filter(**{f"title__{lookup}": "%" * 60_000})


def test_look_ups_are_made_while_other_models_are_not_there_yet():
    class Here(ModelMixin, DeclarativeBase):
        pass

    class Song(Here):
        __tablename__ = "songs"

        id: Mapped[int] = mapped_column(primary_key=True)
        title: Mapped[str | None] = mapped_column("name")
        length: Mapped[int] = mapped_column(deferred=True)
        album_id: Mapped[int] = mapped_column(ForeignKey("albums.id"))
        album: Mapped[Album] = relationship()

    found = Song.objects.filter(title__contains="a", album_id="1", length__gt=2)
    found = found.order_by("-title").select_related("album").with_related("album")
    found.check_lookups(["title__startswith", "length__in"], ["-length"])
    with pytest.raises(
        ImproperlyConfigured, match="Choose from: id, title, length, alb"
    ):
        found.filter(nothing=1)
    assert not inspect(Song).configured

    class Album(Here):
        __tablename__ = "albums"

        id: Mapped[int] = mapped_column(primary_key=True)

    assert "songs.name DESC" in str(found._get_statement(get_dialect()))


def get_dialect():
    from sqlalchemy.dialects import sqlite

    return sqlite.dialect()


def test_an_enumeration_of_texts_is_no_text():
    class Here(ModelMixin, DeclarativeBase):
        pass

    class Song(Here):
        __tablename__ = "songs"

        id: Mapped[int] = mapped_column(primary_key=True)
        kind: Mapped[str] = mapped_column(Enum("jazz", "folk", name="kinds"))
        name: Mapped[str] = mapped_column(String(5))

    Song.objects.check_lookups(["name__contains", "kind__in"], [])
    with pytest.raises(ImproperlyConfigured, match=r"Song\.kind is no text"):
        Song.objects.check_lookups(["kind__contains"], [])


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.integration
def test_a_number_that_is_beyond_the_column_is_refused(database):
    for value in (2**31, str(-(2**31) - 1)):
        with pytest.raises(InvalidValueError) as error:
            Article.objects.filter(views__gt=value)
        assert error.value.expected == ("a whole number from -2147483648 to 2147483647")


@pytest.mark.parametrize(
    ("model", "filters", "ordering", "message"),
    [
        (Reading, ["data"], [], r"Reading\.data is JSON\(.*filtered by 'data'"),
        (Reading, ["length__gt"], [], r"Interval\(.*length__isnull"),
        (Author, ["photo__in"], [], r"Author\.photo is LargeBinary"),
        (Reading, [], ["data"], r"Reading\.data is JSON\(.*ordered by 'data'"),
        (Reading, [], ["-length"], r"Reading\.length is Interval\(.*'-length'"),
        (Author, [], ["photo"], r"Author\.photo is LargeBinary"),
    ],
)
def test_what_a_list_can_not_be_asked_for_is_refused(model, filters, ordering, message):
    with pytest.raises(ImproperlyConfigured, match=message):
        model.objects.check_lookups(filters, ordering)


def test_whether_there_is_a_value_can_be_asked_of_every_column(database):
    Reading.objects.check_lookups(
        iter(["data__isnull", "length__isnull", "price"]), ["price"]
    )
    Reading(data={"a": 1}).save()

    assert Reading.objects.filter(data__isnull="false").count() == 1
    assert Reading.objects.filter(length__isnull="false").count() == 0


# Orders


RATINGS = [None, 2.0, 1.0, None, 2.0]


def test_no_value_is_the_least(database):
    for number, rating in enumerate(RATINGS):
        Article(title=str(number), rating=rating).save()

    assert titles(Article.objects.order_by("rating")) == ["0", "3", "2", "1", "4"]
    assert titles(Article.objects.order_by("-rating")) == ["1", "4", "2", "0", "3"]
    assert titles(Article.objects.order_by("-rating", "-id")) == [*"41230"]


def test_only_what_may_be_null_is_ordered_with_a_word_about_it(database, statements):
    list(Article.objects.order_by("rating", "-views"))

    is_postgresql = get_engine().dialect.name == "postgresql"
    assert ("articles.rating ASC NULLS FIRST, " in statements[-1]) is is_postgresql
    assert "articles.views DESC, articles.id ASC" in statements[-1]


def test_a_count_is_one_statement(database, statements):
    save(*(Article(views=number) for number in range(3)))
    statements.clear()

    found = Article.objects.filter(views__gt=0).order_by("title")
    assert found.count() == 2
    assert len(statements) == 1
    assert "ORDER BY" not in statements[0]


def test_nothing_is_fetched_before_it_is_needed(database, statements):
    found = Article.objects.filter(views=1).order_by("title").with_related("writer")
    found.select_for_update().check_lookups(["views__gt"], ["title"])
    found[:5]

    assert statements == []


# Pages


def walk(found, limit):
    token = None
    while True:
        page = found.paginate(limit=limit, token=token)
        assert len(page.items) <= limit
        yield from page.items
        if page.next_token is None:
            return
        # As it comes back from the caller.
        token = json.loads(dumps(page.next_token))


FIELDS = ["title", "views", "is_open", "rating", "created", "status"]
orders = st.lists(
    st.tuples(st.sampled_from(["", "-"]), st.sampled_from(FIELDS)),
    unique_by=lambda item: item[1],
    max_size=3,
).map(lambda items: tuple(sign + field for sign, field in items))
rows = st.lists(
    st.fixed_dictionaries(
        {
            "title": st.sampled_from(["", "a", "b"]),
            "views": st.integers(0, 2),
            "is_open": st.booleans(),
            "rating": st.sampled_from([None, 0.1, 1 / 3]),
            "created": st.sampled_from([None, NOON, NOON + timedelta(microseconds=1)]),
            "status": st.sampled_from([None, *Status]),
        }
    ),
    max_size=12,
)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rows=rows, order=orders, id_sign=st.sampled_from(["", "-"]), limit=st.integers(1, 4)
)
def test_pages_have_what_the_list_has(database, rows, order, id_sign, limit):
    with Article.objects.atomic() as session:
        session.execute(Article.__table__.delete())
        session.add_all(Article(**row) for row in rows)
    found = Article.objects.order_by(*order, f"{id_sign}id")

    assert [each.id for each in walk(found, limit)] == [each.id for each in found]


@pytest.mark.parametrize("order", [("views",), ("-views",), ("-rating", "title")])
def test_what_comes_and_goes_moves_no_page(database, order):
    for number in range(20):
        Article(title=str(number), views=number % 3, rating=number % 2 or None).save()
    expected = [article.id for article in Article.objects.order_by(*order)]
    found = []

    for article in walk(Article.objects.order_by(*order), 3):
        found.append(article.id)
        article.delete()
        if len(found) < 10:
            Article(views=0, title="new").save()

    assert [each for each in found if each in expected] == expected


@pytest.mark.parametrize(
    ("order", "condition"),
    [
        (("views",), "(articles.views, articles.id) > ("),
        (
            ("-views", "-title", "-id"),
            "(articles.views, articles.title, articles.id) < (",
        ),
        (("-id",), "articles.id < "),
        (("-views", "title"), "articles.views <= "),
    ],
)
def test_an_index_on_the_order_serves_its_pages(database, statements, order, condition):
    save(*(Article(views=number) for number in range(3)))
    found = Article.objects.order_by(*order)
    token = found.paginate(limit=1).next_token

    found.paginate(limit=1, token=token)

    assert condition in statements[-1]


def test_a_key_of_two_columns_is_the_end_of_every_order(database):
    for email in "ab":
        Author(email=email).save()
        author_id = Author.objects.get(email=email).id
        for number in (3, 1, 2):
            Book(author_id=author_id, number=number).save()

    for order in ((), ("-number",), ("number", "-author_id")):
        found = Book.objects.order_by(*order)
        keys = [(book.author_id, book.number) for book in walk(found, 2)]
        assert keys == [(book.author_id, book.number) for book in found]
        assert len(keys) == 6


@pytest.mark.parametrize(
    "token", [[], ["x", 1], [1], "a", {"a": 1}, [1, 2, 3], [2**70, 1]]
)
def test_a_token_that_is_none_is_a_value_error(database, token):
    with pytest.raises(ValueError, match=r"position|valid|range|beyond"):
        Article.objects.order_by("views").paginate(limit=1, token=token)


def test_a_position_without_a_value_where_there_must_be_one(database):
    save(Article(views=1), Article(views=2))

    page = Article.objects.order_by("views").paginate(limit=5, token=[None, None])

    assert [article.views for article in page.items] == [1, 2]


def test_a_computed_column_can_be_looked_up_and_ordered_by(database):
    class Here(ModelMixin, DeclarativeBase):
        pass

    class Sum(Here):
        __tablename__ = "sums"

        id: Mapped[int] = mapped_column(primary_key=True)
        a: Mapped[int] = mapped_column()
        total: Mapped[int] = column_property(a + 1)

    create_all(Here)
    for number in (3, 1, 2):
        Sum(a=number).save()

    found = Sum.objects.filter(total__gte="3").order_by("-total")
    assert [each.a for each in walk(found, 1)] == [3, 2]
    drop_all(Here)
