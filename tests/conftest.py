"""What tests of several packages share."""

from __future__ import annotations

import logging
import os

import pytest

from pyverless.test import GATEWAYS
from tests.integration.provisioning import get_ministack_environment, get_postgresql
from tests.services.availability import have

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.services.aws import DynamoDBEndpoint, MiniStack
    from tests.services.postgresql import PostgreSQL, PostgreSQLServer

#: Fixtures that start a server; whoever asks for one is an integration test.
SERVICES = {"dynamodb", "ministack", "postgresql_server"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that name a service, directly or through other fixtures."""
    for item in items:
        if SERVICES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.integration)


@pytest.fixture(params=GATEWAYS)
def gateway(request) -> str:
    """Each front in turn."""
    return request.param


@pytest.fixture
def log(caplog) -> pytest.LogCaptureFixture:
    """What pyverless logs from now on, INFO included: `log.records`."""
    caplog.set_level(logging.INFO, "pyverless")
    return caplog


@pytest.fixture(scope="session")
def _is_wanted(request: pytest.FixtureRequest) -> None:
    # `getfixturevalue("…")` is not seen when tests are collected.
    if "not integration" in request.config.getoption("markexpr"):
        pytest.fail(
            "This test starts a service but is not marked `integration`. Mark it, or "
            "the parameter that needs the service.",
            pytrace=False,
        )


@pytest.fixture(scope="session")
def postgresql_server(_is_wanted: None) -> Iterator[PostgreSQLServer]:
    """PostgreSQL for all tests: `make_database()` returns the URL of an empty one."""
    from tests.services.postgresql import PostgreSQL, PostgreSQLServer

    url = os.environ.get("PYVERLESS_TEST_POSTGRESQL")
    with PostgreSQLServer(url) if url else PostgreSQL(have(get_postgresql)) as server:
        yield server


@pytest.fixture
def postgresql_url(postgresql_server: PostgreSQLServer) -> Iterator[str]:
    """The URL of an empty database, for one test."""
    url = postgresql_server.make_database()
    yield url
    postgresql_server.drop_database(url)


@pytest.fixture
def restartable_postgresql(postgresql_server: PostgreSQLServer) -> Iterator[PostgreSQL]:
    """PostgreSQL that may be stopped; it runs again after the test."""
    from tests.services.postgresql import PostgreSQL

    if not isinstance(postgresql_server, PostgreSQL):
        pytest.skip("PYVERLESS_TEST_POSTGRESQL names a server that we do not stop")
    yield postgresql_server
    postgresql_server.start()


@pytest.fixture(scope="session")
def ministack(_is_wanted: None) -> Iterator[MiniStack]:
    """AWS's services for all tests: each names what it makes so that none collide."""
    from tests.services.aws import MiniStack

    with MiniStack(have(get_ministack_environment)) as services:
        yield services


@pytest.fixture(scope="session")
def dynamodb(request: pytest.FixtureRequest) -> DynamoDBEndpoint | MiniStack:
    """DynamoDB for all tests: each names its tables so that none collide."""
    from tests.services.aws import DynamoDBEndpoint

    if endpoint := os.environ.get("PYVERLESS_TEST_DYNAMODB"):
        return DynamoDBEndpoint(endpoint)
    return request.getfixturevalue("ministack")
