"""The stores that the tests of this folder lose nothing in."""

from __future__ import annotations

import pytest

from pyverless.config import override_settings
from pyverless.contrib.pynamodb.clients import forget_clients
from pyverless.contrib.sqlalchemy import create_all, get_engine
from tests.stores import dynamo, sql

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class Store:
    """A store with empty tables: its models, and what a process needs to find it."""

    def __init__(self, module: str, environment: dict[str, str]) -> None:
        self.module = module
        self.environment = environment


@pytest.fixture
def sqlite(tmp_path) -> Iterator[Store]:
    """SQLite in a file."""
    yield from _make_sql_store(f"sqlite:///{tmp_path}/database")


@pytest.fixture
def postgresql(postgresql_url) -> Iterator[Store]:
    """A database of PostgreSQL."""
    yield from _make_sql_store(postgresql_url)


@pytest.fixture
def dynamodb_tables(dynamodb, monkeypatch) -> Iterator[Store]:
    """Tables of DynamoDB."""
    for name, value in dynamodb.environment.items():
        monkeypatch.setenv(name, value)
    forget_clients()
    for model in dynamo.MODELS:
        model.create_table(wait=True)
    yield Store("dynamo", dynamodb.environment)
    for model in dynamo.MODELS:
        model.delete_table()
    forget_clients()


@pytest.fixture
def store(request) -> Store:
    """The store that a test names as its parameter: see `on()`."""
    return request.getfixturevalue(request.param)


def _make_sql_store(url: str) -> Iterator[Store]:
    with override_settings(DATABASE_URL=url):
        create_all(sql.Base)
        yield Store("sql", {"PYVERLESS_DATABASE_URL": url})
        get_engine().dispose()
