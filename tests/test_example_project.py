"""The example, as its README promises it."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager

import pytest

from example_project.api import app
from example_project.models import User
from example_project.seed import ADMIN_EMAIL, ADMIN_PASSWORD, EMAIL, PASSWORD, seed
from pyverless.contrib.sqlalchemy import get_engine
from pyverless.crypto import get_json_web_token
from pyverless.test import GATEWAYS, Client, http_event, override_settings

ROUTE_ARN = "arn:aws:execute-api:eu-west-1:123456789012:abcdef1234/$default/GET/me"
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


@pytest.fixture
def one_front(database):
    """A client of one front only, for what fronts can't change."""
    return Client(app, "http2")


def log_in(client, email, password):
    response = client.post("/login", json={"email": email, "password": password})
    client.credentials(Authorization=f"Bearer {response.json()['access_token']}")
    return response.json()


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
    assert response.json() == {"id": 3, "email": GRACE["email"]}

    log_in(client, **GRACE)

    assert client.get("/me").json() == {"id": 3, "email": GRACE["email"]}


@pytest.mark.parametrize("password", ["", "short", "password123", GRACE["email"]])
def test_a_password_that_is_easy_to_guess_opens_no_account(one_front, password):
    response = one_front.post("/users", json={**GRACE, "password": password})

    assert response.status_code == 400
    assert {each["pointer"] for each in response.json()["errors"]} == {"#/password"}
    assert User.objects.filter(email=GRACE["email"]).count() == 0


def test_an_address_registers_once(one_front):
    one_front.post("/users", json=GRACE)

    assert one_front.post("/users", json=GRACE).status_code == 409


@pytest.mark.parametrize(
    "body",
    [
        {"email": EMAIL, "password": "wrong"},
        {"email": "nobody@example.com", "password": PASSWORD},
    ],
)
def test_a_wrong_log_in_does_not_tell_what_was_wrong(one_front, body):
    response = one_front.post("/login", json=body)

    assert response.status_code == 401
    detail = response.json()["detail"]
    assert detail == "The e-mail address or the password is wrong."


@pytest.mark.parametrize("body", [{}, {"email": 1, "password": 2}])
def test_a_malformed_log_in_is_refused(one_front, body):
    response = one_front.post("/login", json=body)

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


def test_an_administrator_may_change_and_delete_what_others_wrote(one_front):
    log_in(one_front, ADMIN_EMAIL, ADMIN_PASSWORD)

    changed = one_front.patch("/articles/1", json={"title": "Mended"})

    assert (changed.status_code, changed.json()["author_id"]) == (200, 1)
    assert one_front.delete("/articles/1").status_code == 204


def test_only_administrators_see_who_has_an_account(one_front):
    assert one_front.get("/users").status_code == 401
    log_in(one_front, EMAIL, PASSWORD)
    assert one_front.get("/users").status_code == 403
    log_in(one_front, ADMIN_EMAIL, ADMIN_PASSWORD)

    users = one_front.get("/users").json()

    assert users == [{"id": 1, "email": EMAIL}, {"id": 2, "email": ADMIN_EMAIL}]


def test_a_refresh_token_gets_new_access_tokens(one_front):
    tokens = log_in(one_front, EMAIL, PASSWORD)

    kept = {"refresh_token": tokens["refresh_token"]}
    refreshed = one_front.post("/refresh", json=kept)

    assert [*refreshed.json()] == ["access_token"]
    one_front.credentials(Authorization=f"Bearer {refreshed.json()['access_token']}")
    assert one_front.get("/me").json()["id"] == 1


def test_a_refresh_token_gets_nobody_in(one_front):
    token = log_in(one_front, EMAIL, PASSWORD)["refresh_token"]

    one_front.credentials(Authorization=f"Bearer {token}")

    assert one_front.get("/me").status_code == 401


@pytest.mark.parametrize("token", [None, "garbage", "", "a.b.c"])
def test_what_is_no_refresh_token_gets_no_access_token(one_front, token):
    access_token = log_in(one_front, EMAIL, PASSWORD)["access_token"]

    body = {"refresh_token": access_token if token is None else token}

    assert one_front.post("/refresh", json=body).status_code == 401


def test_the_tokens_of_a_user_who_is_gone_are_good_for_nothing(one_front):
    one_front.post("/users", json=GRACE)
    tokens = log_in(one_front, **GRACE)
    User.objects.get(email=GRACE["email"]).delete()

    body = {"refresh_token": tokens["refresh_token"]}

    assert one_front.post("/refresh", json=body).status_code == 401
    assert one_front.get("/me").status_code == 401


def test_behind_its_own_authorizer_the_api_knows_the_same_users(one_front):
    # Here, because it can't be made without SECRET_KEY.
    from example_project.authorizer import authorizer

    def ask(token):
        headers = {"Authorization": f"Bearer {token}"}
        event = http_event("http2", "GET", "/me", headers=headers, route="/me")
        event |= {"type": "REQUEST", "routeArn": ROUTE_ARN, "version": "2.0"}
        return authorizer(event, None)

    tokens = log_in(one_front, EMAIL, PASSWORD)
    one_front.credentials()

    answer = ask(tokens["access_token"])

    assert answer["isAuthorized"] is True
    me = one_front.get("/me", authorizer={"lambda": answer["context"]})
    assert me.json() == {"id": 1, "email": EMAIL}
    for token in (tokens["refresh_token"], get_json_web_token({"sub": 99}), "a.b.c"):
        assert ask(token) == {"isAuthorized": False}


def test_the_author_of_an_article_can_not_be_sent(one_front):
    log_in(one_front, EMAIL, PASSWORD)

    response = one_front.patch("/articles/1", json={"author_id": 2})

    assert response.status_code == 400
    assert response.json()["errors"][0]["pointer"] == "#/author_id"


def test_a_password_is_never_answered(one_front):
    created = one_front.post("/users", json=GRACE)
    log_in(one_front, **GRACE)

    assert "password" not in created.text + one_front.get("/me").text


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


def test_a_database_of_an_older_example_is_noticed(sqlite_url):
    with override_settings(DATABASE_URL=sqlite_url):
        with get_engine().begin() as connection:
            connection.exec_driver_sql("CREATE TABLE users (id INTEGER, email TEXT)")
        with pytest.raises(SystemExit, match=r"no is_admin, password\. Delete /.+"):
            seed()
        get_engine().dispose()


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
