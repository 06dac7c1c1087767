"""What attacks are tried on."""

from __future__ import annotations

import pytest

from example_project.api import app
from example_project.seed import seed
from pyverless.contrib.sqlalchemy import get_engine
from pyverless.test import override_settings
from tests.attacks.strict import StrictClient

SECRET = "a secret of the attacks, long enough for HS256"


@pytest.fixture
def example(tmp_path):
    """The example's settings on a seeded SQLite, for as long as the test."""
    with override_settings(
        USER_MODEL="example_project.models.User",
        DATABASE_URL=f"sqlite:///{tmp_path / 'example.sqlite3'}",
        SECRET_KEY=SECRET,
        PASSWORD_ITERATIONS=1,
    ):
        seed()
        yield
        get_engine().dispose()


@pytest.fixture
def client(example):
    """A client of the example, who is nobody yet."""
    return StrictClient(app, "http2")
