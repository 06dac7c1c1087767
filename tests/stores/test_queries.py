"""Statements and requests per call: as many as a function written by hand makes."""

from __future__ import annotations

import marshmallow
import msgspec
import pytest
from marshmallow import fields
from marshmallow_sqlalchemy import SQLAlchemyAutoSchema
from marshmallow_sqlalchemy.fields import Nested
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session, selectinload

from pyverless.config import override_settings
from pyverless.contrib.sqlalchemy import atomic, get_engine
from pyverless.handlers import (
    AuthorizationMixin,
    ConditionalMixin,
    ListCreateHandler,
    ListHandler,
    RetrieveUpdateDeleteHandler,
)
from pyverless.pagination import CursorPagination, LimitOffsetPagination
from pyverless.serializers import Serializer
from pyverless.test import Client
from tests.stores.sql import Article, Author, Comment

pytestmark = pytest.mark.parametrize(
    "store",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.integration)],
    indirect=True,
)

BRIEF = Serializer(include=["id", "title", "views"])


class Statements:
    """What an engine executes, and whether a connection was asked for at all."""

    def __init__(self, engine):
        self.texts = []
        self.checkouts = 0
        event.listen(engine, "before_cursor_execute", self._add)
        event.listen(engine, "checkout", self._count)

    def _add(self, connection, cursor, statement, *_):
        # psycopg begins transactions without being told so.
        if statement != "BEGIN":
            self.texts.append(" ".join(statement.split()))

    def _count(self, *_):
        self.checkouts += 1

    def take(self):
        """Return the statements since the last time."""
        texts, self.texts = self.texts, []
        return texts


@pytest.fixture
def statements(store):
    """What is executed from now on; there is an article."""
    with atomic() as session:
        session.add(Article(title="One"))
    return Statements(get_engine())


class ArticleList(ListCreateHandler):
    model = Article
    serializer = BRIEF
    optional_body_keys = ["title"]
    filter_fields = ["views__gte"]
    ordering_fields = ["title"]


class ArticleDetail(RetrieveUpdateDeleteHandler):
    model = Article
    serializer = BRIEF
    optional_body_keys = ["title", "views"]


class ConditionalDetail(ConditionalMixin, ArticleDetail):
    pass


# Functions written by hand


def retrieve(session):
    found = session.get(Article, 1)
    return found.id, found.title, found.views


def list_page(session):
    query = select(Article).where(Article.views >= 0)
    return session.scalars(query.order_by(Article.title, Article.id).limit(5)).all()


def list_counted(session):
    query = select(Article).order_by(Article.id).limit(21)
    count = session.scalar(select(func.count()).select_from(Article))
    return session.scalars(query).all(), count


def create(session):
    session.add(Article(title="New"))


def change(session):
    found = session.get(Article, 1)
    found.title = "Two"


def change_nothing(session):
    found = session.get(Article, 1)
    found.title = "One"


def remove(session):
    session.delete(session.get(Article, 1))


class CountedPages(LimitOffsetPagination):
    with_count = True


class CountedList(ListHandler):
    model = Article
    serializer = BRIEF
    ordering = "id"
    pagination_class = CountedPages


@pytest.mark.parametrize(
    ("handler", "call", "by_hand"),
    [
        (ArticleDetail, ("GET", "/1", None), retrieve),
        (ConditionalDetail, ("GET", "/1", None), retrieve),
        (
            ArticleList,
            ("GET", "/?views__gte=0&ordering=title&limit=4", None),
            list_page,
        ),
        (CountedList, ("GET", "/", None), list_counted),
        (ArticleList, ("POST", "/", {"title": "New"}), create),
        (ArticleDetail, ("PATCH", "/1", {"title": "Two"}), change),
        (ArticleDetail, ("PATCH", "/1", {"title": "One"}), change_nothing),
        (ArticleDetail, ("DELETE", "/1", None), remove),
    ],
)
def test_a_call_makes_as_many_statements_as_by_hand(
    statements, store, handler, call, by_hand
):
    with Session(get_engine()) as session:
        by_hand(session)
        session.flush()
        expected = sorted(each.split()[0] for each in statements.take())
        session.rollback()
    before = statements.checkouts
    method, target, body = call
    options = {} if body is None else {"json": body}

    response = Client(handler, route="/{id}" if target == "/1" else None).request(
        method, target, **options
    )

    assert response.status_code < 300
    made = statements.take()
    assert sorted(each.split()[0] for each in made) == expected
    assert statements.checkouts == before + 1


def test_a_change_writes_what_was_sent_and_no_more(statements):
    client = Client(ArticleDetail, route="/{id}")
    client.patch("/1", json={"views": 7, "title": "One"})

    update = statements.take()[-1]
    assert update.startswith("UPDATE articles SET views=")
    assert "title" not in update


@pytest.mark.parametrize(
    ("paginator", "is_counted"),
    [(None, False), (CursorPagination, False), (CountedPages, True)],
)
def test_a_list_is_counted_only_when_that_is_asked_for(
    statements, paginator, is_counted
):
    with override_settings(SECRET_KEY="a secret for nothing but these tests"):
        function = ArticleList.as_handler(pagination_class=paginator)
        assert Client(function).get("/").status_code == 200

    made = statements.take()
    assert ["count(" in each for each in made] == [False] + [True] * is_counted


# Calls that need no store


class PrivateDetail(AuthorizationMixin, ArticleDetail):
    pass


@pytest.mark.parametrize(
    ("handler", "method", "target", "options", "status"),
    [
        (ArticleList, "GET", "/?nope=1", {}, 400),
        (ArticleList, "GET", "/?limit=0", {}, 400),
        (ArticleList, "GET", "/?views__gte=much", {}, 400),
        (ArticleList, "GET", "/?ordering=views", {}, 400),
        (ArticleList, "POST", "/", {"json": {"nope": 1}}, 400),
        (ArticleList, "POST", "/", {"body": "{"}, 400),
        (ArticleDetail, "PATCH", "/1", {"json": {"nope": 1}}, 400),
        (PrivateDetail, "GET", "/1", {}, 401),
        (ArticleList, "DELETE", "/", {}, 405),
        (ArticleDetail, "GET", "/one", {}, 404),
    ],
)
def test_a_call_that_is_refused_asks_nothing(
    statements, handler, method, target, options, status
):
    route = None if handler is ArticleList else "/{id}"
    response = Client(handler, route=route).request(method, target, **options)

    assert response.status_code == status
    assert statements.take() == []
    assert statements.checkouts == 0


# Nested serializers


class AuthorSchema(marshmallow.Schema):
    name = fields.String()


class CommentSchema(marshmallow.Schema):
    text = fields.String()
    author = fields.Nested(AuthorSchema)


class ArticleSchema(marshmallow.Schema):
    title = fields.String()
    author = fields.Nested(AuthorSchema)
    comments = fields.List(fields.Nested(CommentSchema))


class AuthorModelSchema(SQLAlchemyAutoSchema):
    class Meta:
        model = Author
        fields = ("name",)


class CommentModelSchema(SQLAlchemyAutoSchema):
    class Meta:
        model = Comment
        fields = ("text", "author")

    author = Nested(AuthorModelSchema)


class ArticleModelSchema(SQLAlchemyAutoSchema):
    class Meta:
        model = Article
        fields = ("title", "author", "comments")

    author = Nested(AuthorModelSchema)
    comments = Nested(CommentModelSchema, many=True)


class AuthorStruct(msgspec.Struct):
    name: str


class CommentStruct(msgspec.Struct):
    text: str
    author: AuthorStruct


class ArticleStruct(msgspec.Struct):
    title: str
    author: AuthorStruct
    comments: list[CommentStruct]


def add_articles(numbers):
    with atomic() as session:
        for number in numbers:
            author = Author(name=f"Author {number}")
            critics = [Author(name=f"Critic {number}.{each}") for each in range(3)]
            comments = [Comment(text="Yes", author=critic) for critic in critics]
            article = Article(title=f"{number}", author=author, comments=comments)
            session.add(article)


@pytest.mark.parametrize(
    "serializer", [ArticleSchema, ArticleModelSchema, ArticleStruct]
)
def test_a_list_of_what_is_nested_makes_as_many_statements_as_by_hand(
    store, serializer
):
    add_articles(range(100))
    statements = Statements(get_engine())
    with Session(get_engine()) as session:
        comments = selectinload(Article.comments)
        query = select(Article).options(
            selectinload(Article.author), comments.selectinload(Comment.author)
        )
        assert len(session.scalars(query).all()) == 100
    by_hand = len(statements.take())
    handler = ListHandler.as_handler(model=Article, serializer=serializer)

    for limit in (1, 5, 100):
        found = Client(handler).get(f"/?limit={limit}").json()
        assert len(found) == limit
        assert all(len(each["comments"]) == 3 for each in found)
        assert found[-1]["comments"][2]["author"] == {"name": f"Critic {limit - 1}.2"}
        assert len(statements.take()) == by_hand == 4
