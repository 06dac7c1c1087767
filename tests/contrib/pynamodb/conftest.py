"""Empty tables in DynamoDB, and what is asked of it."""

from __future__ import annotations

import pytest

from tests.services.clients import use

from .models import MODELS, Article


@pytest.fixture(scope="module")
def aws(dynamodb):
    """The environment of a function that may use DynamoDB."""
    with use(dynamodb.environment):
        yield


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
        connection, start_key = model._get_connection(), None
        while True:
            page = connection.scan(exclusive_start_key=start_key)
            for item in page["Items"]:
                keys = [next(iter(item[name].values())) for name in _get_keys(model)]
                connection.delete_item(*keys)
            start_key = page.get("LastEvaluatedKey")
            if start_key is None:
                break


def _get_keys(model):
    """Return the names of the hash key and the range key."""
    keys = model._get_connection().get_meta_table()
    return [name for name in (keys.hash_keyname, keys.range_keyname) if name]


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
