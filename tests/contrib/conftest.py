"""The stores, each with an empty table of articles: see stores.py."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from pyverless.config import override_settings
from pyverless.contrib.sqlalchemy import atomic, create_all, get_engine
from tests.contrib.stores import Base, DynamoArticle, MemoryArticle, SqlArticle
from tests.services.clients import use

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def in_memory(request: pytest.FixtureRequest) -> Iterator[type[MemoryArticle]]:
    yield MemoryArticle
    MemoryArticle.objects.clear()


def in_sqlite(request: pytest.FixtureRequest) -> Iterator[type[SqlArticle]]:
    with override_settings(DATABASE_URL="sqlite://"):
        create_all(Base)
        yield SqlArticle
        get_engine().dispose()


def in_postgresql(request: pytest.FixtureRequest) -> Iterator[type[SqlArticle]]:
    url = request.getfixturevalue("_article_database")
    with override_settings(DATABASE_URL=url):
        yield SqlArticle
        with atomic() as session:
            session.execute(text("TRUNCATE articles RESTART IDENTITY"))
        get_engine().dispose()


def in_dynamodb(request: pytest.FixtureRequest) -> Iterator[type[DynamoArticle]]:
    with use(request.getfixturevalue("_article_table")):
        yield DynamoArticle
        for found in DynamoArticle.objects.all():
            found.delete()


@pytest.fixture(scope="session")
def _article_database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a PostgreSQL database with the table in it."""
    server = request.getfixturevalue("postgresql_server")
    url = server.make_database()
    with override_settings(DATABASE_URL=url):
        create_all(Base)
        get_engine().dispose()
    yield url
    server.drop_database(url)


@pytest.fixture(scope="session")
def _article_table(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """The environment of a DynamoDB with the table in it."""
    environment = request.getfixturevalue("dynamodb").environment
    with use(environment):
        DynamoArticle.create_table(wait=True)
    yield environment
    with use(environment):
        DynamoArticle.delete_table()


STORES = [
    pytest.param(in_memory, id="memory"),
    pytest.param(in_sqlite, id="sqlite"),
    pytest.param(in_postgresql, id="postgresql", marks=pytest.mark.integration),
]
DYNAMODB = pytest.param(in_dynamodb, id="dynamodb", marks=pytest.mark.integration)


@pytest.fixture(params=STORES)
def article(
    request: pytest.FixtureRequest,
) -> Iterator[type[MemoryArticle] | type[SqlArticle]]:
    """The model, with keys that the store makes and fields of all types."""
    yield from request.param(request)


@pytest.fixture(params=[*STORES, DYNAMODB])
def keyed_article(
    request: pytest.FixtureRequest,
) -> Iterator[type[MemoryArticle] | type[SqlArticle] | type[DynamoArticle]]:
    """The model, for tests that give keys themselves and keep to DynamoDB's fields."""
    yield from request.param(request)
