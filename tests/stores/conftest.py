"""The stores that the tests of this folder lose nothing in."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from pyverless.config import override_settings
from pyverless.contrib.sqlalchemy import create_all, get_engine
from tests.services.clients import use
from tests.stores import dynamo, sql

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class Store:
    """A store with tables: which models it has, and how a process finds it."""

    def __init__(self, module: str, environment: dict[str, str]) -> None:
        self.module = module
        self.environment = environment


@contextmanager
def sql_store(url: str) -> Iterator[Store]:
    """Have empty tables in a database."""
    with override_settings(DATABASE_URL=url):
        create_all(sql.Base)
        yield Store("sql", {"PYVERLESS_DATABASE_URL": url})
        get_engine().dispose()


@pytest.fixture
def sqlite(tmp_path) -> Iterator[Store]:
    """SQLite in a file."""
    with sql_store(f"sqlite:///{tmp_path}/database") as store:
        yield store


@pytest.fixture
def postgresql(postgresql_url) -> Iterator[Store]:
    """A database of PostgreSQL."""
    with sql_store(postgresql_url) as store:
        yield store


@pytest.fixture(scope="module")
def dynamodb_store(dynamodb) -> Iterator[Store]:
    """Tables of DynamoDB, for the tests of a module."""
    with use(dynamodb.environment):
        for model in dynamo.MODELS:
            model.create_table(wait=True)
        yield Store("dynamo", dynamodb.environment)
        for model in dynamo.MODELS:
            model.delete_table()


@pytest.fixture
def dynamodb_tables(dynamodb_store) -> Iterator[Store]:
    """Empty tables of DynamoDB."""
    yield dynamodb_store
    for model in dynamo.MODELS:
        with model.batch_write() as batch:
            for each in model.scan():
                batch.delete(each)


@pytest.fixture
def store(request) -> Store:
    """The store whose fixture a test names as its parameter."""
    return request.getfixturevalue(request.param)
