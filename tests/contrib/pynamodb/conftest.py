"""Empty tables in DynamoDB, and what is asked of it."""

from __future__ import annotations

import pytest

from pyverless.contrib.pynamodb.clients import forget_clients

from .models import MODELS, Article


@pytest.fixture(scope="module")
def aws(dynamodb):
    """The environment of a function that may use DynamoDB."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in dynamodb.environment.items():
            patch.setenv(name, value)
        forget_clients()
        yield
    forget_clients()


@pytest.fixture(scope="module")
def _tables(aws):
    for model in MODELS:
        model.create_table(wait=True)
    yield
    for model in MODELS:
        model.delete_table()


@pytest.fixture
def tables(_tables):
    """Empty tables of all models."""
    yield
    for model in MODELS:
        with model.batch_write() as batch:
            for item in model.scan():
                batch.delete(item)


@pytest.fixture
def asked(tables):
    """The names of the requests from now on; `clear()` forgets them."""
    names = []

    def remember(model, **_):
        names.append(model.name)

    events = Article._get_connection().connection.client.meta.events
    events.register("before-call.dynamodb.*", remember)
    yield names
    events.unregister("before-call.dynamodb.*", remember)
