"""The example, as its README promises it."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager

import pytest

from example_project.api import app
from example_project.seed import EMAIL, PASSWORD, seed
from pyverless.contrib.sqlalchemy import get_engine
from pyverless.test import GATEWAYS, Client, override_settings

GRACE = {"email": "grace@example.com", "password": "a long password"}


@pytest.fixture
def sqlite_url(tmp_path):
    return f"sqlite:///{tmp_path / 'example.sqlite3'}"


@contextmanager
def example_on(url):
    with override_settings(
        USER_MODEL="example_project.models.User",
        DATABASE_URL=url,
        SECRET_KEY="a secret of the tests, long enough for HS256",
        PASSWORD_ITERATIONS=1000,
    ):
        seed()
        yield
        get_engine().dispose()


@pytest.fixture
def database(sqlite_url):
    with example_on(sqlite_url):
        yield


@pytest.fixture(
    params=[
        *((gateway, "sqlite_url") for gateway in GATEWAYS),
        pytest.param(("http2", "postgresql_url"), marks=pytest.mark.integration),
    ],
    ids="-".join,
)
def client(request):
    gateway, url = request.param
    with example_on(request.getfixturevalue(url)):
        yield Client(app, gateway)


def log_in(client, email, password):
    response = client.post("/login", json={"email": email, "password": password})
    client.credentials(Authorization=f"Bearer {response.json()['access_token']}")


def test_everybody_reads_the_seeded_articles(client):
    response = client.get("/articles?limit=2")

    assert response.status_code == 200
    assert [article["id"] for article in response.json()] == [3, 2]
    assert "offset=2" in response.headers["Link"]
    assert client.get("/articles/1").json()["title"] == "Hello"


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("title__icontains=COLD", ["Cold starts"]),
        ("author_id=1&ordering=title", ["Cold starts", "Hello", "Queues"]),
        ("author_id=2", []),
        ("created__lt=2020-01-01T00:00:00Z", []),
    ],
)
def test_articles_are_filtered_and_ordered(client, query, titles):
    found = client.get(f"/articles?{query}").json()

    assert [article["title"] for article in found] == titles


def test_a_new_user_registers_logs_in_and_is_known(client):
    response = client.post("/users", json=GRACE)
    assert response.status_code == 201
    assert response.json() == {"id": 2, "email": GRACE["email"]}

    log_in(client, **GRACE)

    assert client.get("/me").json() == {"id": 2, "email": GRACE["email"]}


def test_an_address_registers_once(client):
    client.post("/users", json=GRACE)

    assert client.post("/users", json=GRACE).status_code == 409


@pytest.mark.parametrize(
    "body",
    [
        {"email": EMAIL, "password": "wrong"},
        {"email": "nobody@example.com", "password": PASSWORD},
    ],
)
def test_a_wrong_log_in_does_not_tell_what_was_wrong(client, body):
    response = client.post("/login", json=body)

    assert response.status_code == 401
    detail = response.json()["detail"]
    assert detail == "The e-mail address or the password is wrong."


@pytest.mark.parametrize("body", [{}, {"email": 1, "password": 2}])
def test_a_malformed_log_in_is_refused(client, body):
    response = client.post("/login", json=body)

    assert response.status_code == 400
    pointers = {error["pointer"] for error in response.json()["errors"]}
    assert pointers == {"#/email", "#/password"}


def test_anonymous_callers_write_nothing(client):
    body = {"title": "Mine", "text": "…"}

    assert client.get("/me").status_code == 401
    assert client.post("/articles", json=body).status_code == 401
    assert client.patch("/articles/1", json=body).status_code == 401
    assert client.delete("/articles/1").status_code == 401
    assert len(client.get("/articles").json()) == 3


def test_an_author_creates_changes_and_deletes_an_article(client):
    log_in(client, EMAIL, PASSWORD)

    response = client.post("/articles", json={"title": "New", "text": "…"})
    assert response.status_code == 201
    assert response.headers["Location"].endswith("/articles/4")
    assert response.json()["author_id"] == 1

    assert client.patch("/articles/4", json={"title": "N"}).json()["text"] == "…"
    assert client.put("/articles/4", json={"title": "N"}).status_code == 400
    put = client.put("/articles/4", json={"title": "O", "text": "o"})
    assert (put.json()["title"], put.json()["text"]) == ("O", "o")

    assert client.delete("/articles/4").status_code == 204
    assert client.get("/articles/4").status_code == 404


def test_nobody_changes_what_somebody_else_wrote(client):
    client.post("/users", json=GRACE)
    log_in(client, **GRACE)

    assert client.patch("/articles/1", json={"title": "Mine"}).status_code == 403
    assert client.delete("/articles/1").status_code == 403
    assert client.get("/articles/1").json()["title"] == "Hello"


def test_the_author_of_an_article_can_not_be_sent(client):
    log_in(client, EMAIL, PASSWORD)

    response = client.patch("/articles/1", json={"author_id": 2})

    assert response.status_code == 400
    assert response.json()["errors"][0]["pointer"] == "#/author_id"


def test_a_password_is_never_answered(client):
    created = client.post("/users", json=GRACE)
    log_in(client, **GRACE)

    assert "password" not in created.text + client.get("/me").text


def test_an_article_that_the_caller_has_is_not_sent_again(client):
    first = client.get("/articles/1")
    known = {"If-None-Match": first.headers["ETag"]}

    again = client.get("/articles/1", headers=known)

    assert (again.status_code, again.content) == (304, b"")


def test_a_change_of_an_article_that_was_changed_meanwhile_is_refused(client):
    log_in(client, EMAIL, PASSWORD)
    known = {"If-Match": client.get("/articles/1").headers["ETag"]}

    first = client.patch("/articles/1", json={"title": "One"}, headers=known)
    second = client.patch("/articles/1", json={"title": "Two"}, headers=known)

    assert (first.status_code, second.status_code) == (200, 412)
    assert client.get("/articles/1").json()["title"] == "One"
    assert first.headers["ETag"] == client.get("/articles/1").headers["ETag"]


def test_pages_of_other_origins_may_call(client):
    origin = {"Origin": "https://blog.example.com"}
    wanted = {**origin, "Access-Control-Request-Method": "PATCH"}

    preflight = client.options("/articles/1", headers=wanted)
    article = client.get("/articles/1", headers=origin)

    allowed = preflight.headers["Access-Control-Allow-Methods"].split(",")
    assert preflight.status_code == 204
    assert {"GET", "PATCH", "DELETE"} <= {*allowed}
    assert article.headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in article.headers["Access-Control-Expose-Headers"]


def test_it_says_that_it_is_well(client):
    response = client.get("/health")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_the_newest_titles_are_there_as_text(client):
    response = client.get("/articles.txt")

    assert response.content_type == "text/plain"
    assert response.text == "Queues\nCold starts\nHello\n"
    assert response.headers["Cache-Control"] == "max-age=60"


def test_seeding_twice_changes_nothing(database):
    seed()

    assert len(Client(app).get("/articles").json()) == 3


@pytest.mark.parametrize(
    ("environment", "missing"),
    [
        ({}, "PYVERLESS_DATABASE_URL"),
        ({"PYVERLESS_DATABASE_URL": "sqlite://"}, "PYVERLESS_SECRET_KEY"),
    ],
)
def test_on_lambda_it_refuses_to_start_without_a_database_or_a_secret(
    environment, missing
):
    done = subprocess.run(
        [sys.executable, "-c", "import example_project.api"],
        env={
            "PATH": os.environ["PATH"],
            "AWS_LAMBDA_FUNCTION_NAME": "api",
            "PYVERLESS_SETTINGS": "example_project.settings",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert f"Set {missing} in the function's environment." in done.stderr
