"""The same API with its articles in DynamoDB: `example_project.dynamodb.handler`.

`python -m example_project.dynamodb` makes the table and fills it. Users stay where they
are, so a request that has a user and an article is one unit of work on two stores.
Publishing, followers and attachments are left out: their rows refer to articles that
are rows as well.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from marshmallow import fields
from pynamodb.attributes import (
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
    VersionAttribute,
)
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from example_project import handlers, schemas, seed
from pyverless.contrib.pynamodb import Model
from pyverless.pagination import CursorPagination
from pyverless.routing import App, path


class Newest(GlobalSecondaryIndex[Any]):
    """All articles in the order of their time."""

    class Meta:
        projection = AllProjection()

    kind = UnicodeAttribute(hash_key=True)
    created = UTCDateTimeAttribute(range_key=True)


class ByAuthor(GlobalSecondaryIndex[Any]):
    """The articles of an author in the order of their time."""

    class Meta:
        projection = AllProjection()

    author_id = NumberAttribute(hash_key=True)
    created = UTCDateTimeAttribute(range_key=True)


class Article(Model):
    """A text by a user."""

    class Meta:
        table_name = "pyverless-example-articles"
        billing_mode = "PAY_PER_REQUEST"

    id = UnicodeAttribute(hash_key=True, default_for_new=lambda: uuid4().hex)
    kind = UnicodeAttribute(default="article")
    title = UnicodeAttribute()
    text = UnicodeAttribute()
    created = UTCDateTimeAttribute(default_for_new=lambda: datetime.now(UTC))
    author_id = NumberAttribute()
    version = VersionAttribute()

    newest = Newest()
    by_author = ByAuthor()


class ArticleSchema(schemas.ArticleSchema):
    """An article, whose id is a text here."""

    id = fields.String(dump_only=True)


class ArticleList(handlers.ArticleList):
    """GET /articles: the newest first, page by page."""

    model = Article
    serializer = ArticleSchema
    filter_fields = ["author_id", "created__gte", "created__lt"]
    ordering_fields = ["created"]
    ordering = "-created"
    pagination_class = CursorPagination

    def get_queryset(self) -> Any:
        """Take all articles by an index, so that they are in order."""
        queryset = super().get_queryset()
        if "author_id" in self.queryparams:
            return queryset
        return queryset.filter(kind="article")


class ArticleCreate(handlers.ArticleCreate):
    """POST /articles: who is logged in writes."""

    model = Article
    serializer = ArticleSchema


class ArticleRetrieve(handlers.ArticleRetrieve):
    """GET /articles/{id}: everybody reads; 304 for who has it already."""

    model = Article
    serializer = ArticleSchema


class ArticleUpdate(handlers.ArticleUpdate):
    """PUT or PATCH /articles/{id}: author or administrator; 412 for an old version."""

    model = Article
    serializer = ArticleSchema


class ArticleDelete(handlers.ArticleDelete):
    """DELETE /articles/{id}: author or administrator."""

    model = Article


app = App(
    [
        path("/users", handlers.UserList, handlers.Register),
        path("/login", handlers.Login),
        path("/refresh", handlers.Refresh),
        path("/me", handlers.Me),
        path("/articles", ArticleList, ArticleCreate),
        path("/articles/{id}", ArticleRetrieve, ArticleUpdate, ArticleDelete),
    ]
)

handler = app.as_handler()


def fill() -> None:
    """Make the table, and three articles in it, where it is not there yet."""
    seed.seed()
    if Article.exists():
        return
    Article.create_table(wait=True)
    for title, text in seed.ARTICLES:
        Article(title=title, text=text, author_id=1).save()


if __name__ == "__main__":
    fill()
