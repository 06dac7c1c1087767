"""The example with its articles in DynamoDB."""

from __future__ import annotations

from importlib import import_module

import pytest

from example_project.seed import EMAIL, PASSWORD
from pyverless.contrib.sqlalchemy import get_engine
from pyverless.test import Client, override_settings


@pytest.fixture
def client(dynamodb, monkeypatch, tmp_path):
    for name, value in dynamodb.environment.items():
        monkeypatch.setenv(name, value)
    with override_settings(
        USER_MODEL="example_project.models.User",
        DATABASE_URL=f"sqlite:///{tmp_path / 'example.sqlite3'}",
        SECRET_KEY="a secret of the tests, long enough for HS256",
        PASSWORD_ITERATIONS=1000,
    ):
        # Here, because a list with cursors can't be made without SECRET_KEY.
        from example_project import dynamodb as example

        example.fill()
        yield Client(example.app)
        example.Article.delete_table()
        get_engine().dispose()


def log_in(client):
    body = {"email": EMAIL, "password": PASSWORD}
    token = client.post("/login", json=body).json()["access_token"]
    client.credentials(Authorization=f"Bearer {token}")


def titles(response):
    return [article["title"] for article in response.json()["results"]]


def test_articles_come_page_by_page_the_newest_first(client):
    first = client.get("/articles?limit=2")
    following = first.json()["next"]
    second = client.get(following[following.index("/articles") :])

    assert titles(first) == ["Queues", "Cold starts"]
    assert titles(second) == ["Hello"]
    assert second.json()["next"] is None


def test_the_articles_of_an_author_are_in_the_order_that_is_asked_for(client):
    response = client.get("/articles?author_id=1&ordering=created")

    assert titles(response) == ["Hello", "Cold starts", "Queues"]
    assert titles(client.get("/articles?author_id=2")) == []


def test_an_author_creates_changes_and_deletes_an_article(client):
    log_in(client)
    created = client.post("/articles", json={"title": "New", "text": "…"})
    where = f"/articles/{created.json()['id']}"
    known = {"If-Match": client.get(where).headers["ETag"]}

    assert created.headers["Location"].endswith(where)
    changed = client.patch(where, json={"title": "One"}, headers=known)
    late = client.patch(where, json={"title": "Two"}, headers=known)
    assert (changed.status_code, late.status_code) == (200, 412)
    assert client.get(where).json()["title"] == "One"
    assert client.delete(where).status_code == 204
    assert client.get(where).status_code == 404


def test_filling_twice_changes_nothing(client):
    import_module("example_project.dynamodb").fill()

    assert len(titles(client.get("/articles"))) == 3
