"""PostgreSQL that goes away and comes back, or asks to try again, is a 503."""

from __future__ import annotations

import socket
import uuid
from contextlib import contextmanager

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from pyverless.config import override_settings
from pyverless.contrib.sqlalchemy import get_engine, get_session
from pyverless.handlers import (
    BaseHandler,
    ListCreateHandler,
    RetrieveUpdateDeleteHandler,
    UpdateHandler,
)
from pyverless.serializers import Serializer
from pyverless.test import Client
from tests.stores.processes import Worker
from tests.stores.sql import Account, Counter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

SERIALIZER = Serializer(include=["id", "value"])


class CounterList(ListCreateHandler):
    model = Counter
    serializer = SERIALIZER
    optional_body_keys = ["id", "value"]


class CounterDetail(RetrieveUpdateDeleteHandler):
    model = Counter
    serializer = SERIALIZER
    optional_body_keys = ["value"]


@pytest.fixture
def detail(postgresql) -> Client:
    Counter(id="one", value=0).save()
    return Client(CounterDetail, route="/{id}")


@contextmanager
def connected(url: str) -> Iterator[psycopg.Connection[Any]]:
    """Be somebody else who is connected to a database."""
    connection = psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True)
    with connection:
        yield connection


def terminate_others(url: str) -> None:
    """End all other connections to a database, and wait until they are gone."""
    with connected(url) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@contextmanager
def options(url: str, **settings: str) -> Iterator[str]:
    """Have the handlers' connections made with settings of PostgreSQL."""
    words = " ".join(f"-c {name}={value}" for name, value in settings.items())
    changed = make_url(url).update_query_dict({"options": words})
    url = changed.render_as_string(hide_password=False)
    with override_settings(DATABASE_URL=url):
        yield url
        get_engine().dispose()


def assert_unavailable(response) -> None:
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) >= 1
    body = response.json()
    assert body.keys() <= {"type", "title", "status", "detail", "code", "instance"}
    assert body["detail"] == "The service is not available at the moment."


# A server that is away


@pytest.mark.parametrize("mode", ["immediate", "fast"])
def test_a_restart_is_over_with_the_next_call(restartable_postgresql, detail, mode):
    several = Client(CounterList)
    calls = [
        lambda: detail.get("/one"),
        lambda: several.get("/"),
        lambda: several.post("/", json={"id": "two", "value": 2}),
        lambda: detail.patch("/two", json={"value": 3}),
        lambda: detail.delete("/two"),
    ]
    working = [200, 200, 201, 200, 204]

    assert [call().status_code for call in calls] == working
    restartable_postgresql.stop(mode)
    for call in calls:
        assert_unavailable(call())
    restartable_postgresql.start()
    assert [call().status_code for call in calls] == working
    restartable_postgresql.restart(mode)
    assert [call().status_code for call in calls] == working


def test_a_server_that_does_not_answer_is_not_waited_for():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        url = f"postgresql+psycopg://me@127.0.0.1:{port}/name?connect_timeout=2"
        with override_settings(DATABASE_URL=url):
            assert_unavailable(Client(CounterList).get("/"))


def test_a_server_that_hangs_up_is_unavailable():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    url = f"postgresql+psycopg://me@127.0.0.1:{port}/name"
    with override_settings(DATABASE_URL=url):
        assert_unavailable(Client(CounterList).get("/"))


# A connection that is lost


def test_a_connection_that_is_lost_between_calls_is_not_noticed(postgresql_url, detail):
    for value in range(3):
        assert detail.patch("/one", json={"value": value}).status_code == 200
        terminate_others(postgresql_url)
    assert detail.get("/one").json()["value"] == 2


class Unlucky(UpdateHandler):
    """Loses its connection at a moment of the action, which changes the value."""

    model = Counter
    serializer = SERIALIZER
    optional_body_keys = ["value"]
    moment = "none"

    def lose_connection(self, moment):
        if moment == self.moment:
            url = get_engine().url.render_as_string(hide_password=False)
            terminate_others(url)

    def get_object(self):
        get_session().connection()
        self.lose_connection("before the read")
        return super().get_object()

    def update_object(self, obj, data):
        self.lose_connection("before the write")
        obj = super().update_object(obj, data)
        self.lose_connection("before the commit")
        return obj


@pytest.mark.parametrize(
    "moment", ["before the read", "before the write", "before the commit"]
)
def test_a_connection_that_is_lost_during_a_call_is_unavailable(detail, moment):
    client = Client(Unlucky.as_handler(moment=moment), route="/{id}")

    assert_unavailable(client.patch("/one", json={"value": 7}))

    assert detail.get("/one").json()["value"] == 0
    client = Client(Unlucky, route="/{id}")
    assert client.patch("/one", json={"value": 7}).status_code == 200


# A server that asks to try again


class Sleep(BaseHandler):
    model = Counter

    def perform_action(self):
        get_session().execute(text("SELECT pg_sleep(30)"))


def test_a_statement_that_takes_too_long_is_unavailable(postgresql_url, detail):
    with options(postgresql_url, statement_timeout="100"):
        assert_unavailable(Client(Sleep).get("/"))
        assert detail.get("/one").status_code == 200


def test_a_lock_that_takes_too_long_is_unavailable(postgresql_url, detail):
    with options(postgresql_url, lock_timeout="100"):
        with connected(postgresql_url) as other, other.transaction():
            other.execute("SELECT * FROM counters FOR UPDATE")
            assert_unavailable(detail.patch("/one", json={"value": 1}))
        assert detail.patch("/one", json={"value": 1}).status_code == 200


def test_of_two_that_wait_for_each_other_one_is_done(postgresql):
    Account(id="a", balance=100).save()
    Account(id="b", balance=100).save()
    with (
        Worker(postgresql.environment) as one,
        Worker(postgresql.environment) as other,
    ):
        one.begin("meet", model="sql.Account", giver="a", taker="b")
        other.begin("meet", model="sql.Account", giver="b", taker="a")
        assert (one.hear(), other.hear()) == ("half", "half")
        one.tell()
        other.tell()
        answers = one.hear(), other.hear()

    assert sorted(answers) == [200, 503]
    balances = [Account.objects.get(id=name).balance for name in "ab"]
    assert balances == ([90, 110] if answers[0] == 200 else [110, 90])


def test_too_many_connections_are_unavailable(postgresql_url, detail):
    role = f"pyverless_{uuid.uuid4().hex}"
    url = make_url(postgresql_url).set(username=role, password="secret")
    url = url.render_as_string(hide_password=False)
    with connected(postgresql_url) as admin:
        admin.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'secret' CONNECTION LIMIT 1")
        admin.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}")
        try:
            with override_settings(DATABASE_URL=url):
                with connected(url):
                    assert_unavailable(detail.get("/one"))
                assert detail.get("/one").status_code == 200
                get_engine().dispose()
        finally:
            admin.execute(f"DROP OWNED BY {role}")
            admin.execute(f"DROP ROLE {role}")
