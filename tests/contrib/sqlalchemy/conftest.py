"""The databases that models of SQLAlchemy are tested in."""

from __future__ import annotations

import pytest
from sqlalchemy import event, text

from pyverless.config import override_settings
from pyverless.contrib.sqlalchemy import atomic, create_all, get_engine
from tests.contrib.sqlalchemy.models import Base

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

BACKENDS = [
    "memory",
    "file",
    pytest.param("postgresql", marks=pytest.mark.integration),
]


@pytest.fixture(scope="module", params=BACKENDS)
def database_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A database for the tests of a module."""
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql_server")
        url = server.make_database()
        yield url
        server.drop_database(url)
    elif request.param == "file":
        yield f"sqlite:///{tmp_path_factory.mktemp('database')}/file"
    else:
        yield "sqlite://"


@pytest.fixture(scope="module")
def _tables(database_url: str) -> None:
    with override_settings(DATABASE_URL=database_url):
        create_all(Base)
        get_engine().dispose()


@pytest.fixture
def database(database_url: str, _tables: None) -> Iterator[str]:
    """The URL of a database with empty tables, which is that of the settings."""
    with override_settings(DATABASE_URL=database_url):
        if database_url == "sqlite://":
            create_all(Base)
        yield database_url
        _empty()
        get_engine().dispose()


def _empty() -> None:
    tables = reversed(Base.metadata.sorted_tables)
    with atomic() as session:
        if get_engine().dialect.name == "postgresql":
            names = ", ".join(table.name for table in tables)
            session.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
        else:
            for table in tables:
                session.execute(table.delete())


@pytest.fixture
def statements(database: str) -> list[str]:
    """The statements that are executed from now on; units begin without being seen."""
    found: list[str] = []

    @event.listens_for(get_engine(), "before_cursor_execute")
    def remember(connection, cursor, statement, *_: object) -> None:
        if statement != "BEGIN":
            found.append(statement)

    return found
