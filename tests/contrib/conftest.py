"""The stores, each with an empty table of articles: see stores.py."""

from __future__ import annotations

import pytest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

INTEGRATION = pytest.mark.integration


@pytest.fixture(scope="session")
def _article_database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a PostgreSQL database with the table in it."""
    from pyverless.config import override_settings
    from pyverless.contrib.sqlalchemy import create_all, get_engine
    from tests.contrib.stores import Base

    server = request.getfixturevalue("postgresql_server")
    url = server.make_database()
    with override_settings(DATABASE_URL=url):
        create_all(Base)
        get_engine().dispose()
    yield url
    server.drop_database(url)


@pytest.fixture(scope="session")
def _article_table(request: pytest.FixtureRequest) -> Iterator[None]:
    """The table in DynamoDB."""
    from pyverless.contrib.pynamodb.clients import forget_clients
    from tests.contrib.stores import DynamoArticle

    environment = request.getfixturevalue("dynamodb").environment
    with _use(environment):
        DynamoArticle.create_table(wait=True)
    yield
    with _use(environment):
        DynamoArticle.delete_table()
    forget_clients()


def _use(environment: dict[str, str]) -> Any:
    from contextlib import ExitStack

    from pyverless.contrib.pynamodb.clients import forget_clients

    stack = ExitStack()
    patch = stack.enter_context(pytest.MonkeyPatch.context())
    for name, value in environment.items():
        patch.setenv(name, value)
    forget_clients()
    stack.callback(forget_clients)
    return stack


def _in_memory(request: pytest.FixtureRequest) -> Iterator[Any]:
    from tests.contrib.stores import MemoryArticle

    yield MemoryArticle
    MemoryArticle.objects.clear()


def _in_sqlite(request: pytest.FixtureRequest) -> Iterator[Any]:
    from pyverless.config import override_settings
    from pyverless.contrib.sqlalchemy import create_all, get_engine
    from tests.contrib.stores import Base, SqlArticle

    with override_settings(DATABASE_URL="sqlite://"):
        create_all(Base)
        yield SqlArticle
        get_engine().dispose()


def _in_postgresql(request: pytest.FixtureRequest) -> Iterator[Any]:
    from sqlalchemy import text

    from pyverless.config import override_settings
    from pyverless.contrib.sqlalchemy import atomic, get_engine
    from tests.contrib.stores import SqlArticle

    url = request.getfixturevalue("_article_database")
    with override_settings(DATABASE_URL=url):
        yield SqlArticle
        with atomic() as session:
            session.execute(text("TRUNCATE articles RESTART IDENTITY"))
        get_engine().dispose()


def _in_dynamodb(request: pytest.FixtureRequest) -> Iterator[Any]:
    from tests.contrib.stores import DynamoArticle

    request.getfixturevalue("_article_table")
    with _use(request.getfixturevalue("dynamodb").environment):
        yield DynamoArticle
        for found in DynamoArticle.objects.all():
            found.delete()


_STORES = [
    pytest.param(_in_memory, id="memory"),
    pytest.param(_in_sqlite, id="sqlite"),
    pytest.param(_in_postgresql, id="postgresql", marks=INTEGRATION),
]


@pytest.fixture(params=_STORES)
def article(request: pytest.FixtureRequest) -> Iterator[Any]:
    """The model, with keys that the store makes and fields of all types."""
    yield from request.param(request)


@pytest.fixture(
    params=[*_STORES, pytest.param(_in_dynamodb, id="dynamodb", marks=INTEGRATION)]
)
def keyed_article(request: pytest.FixtureRequest) -> Iterator[Any]:
    """The model, for tests that give `id` themselves and need no other fields than
    those that it has in DynamoDB.
    """
    yield from request.param(request)
