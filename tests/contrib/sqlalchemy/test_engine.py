"""The engine: which, when, and what it does after forks and snapshots."""

from __future__ import annotations

import os
import time
from socket import socket
from threading import Thread

import pytest
from sqlalchemy import String, create_engine, make_url, text
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from pyverless import models
from pyverless.config import override_settings
from pyverless.contrib.sqlalchemy import (
    Model,
    atomic,
    create_all,
    drop_all,
    get_engine,
    get_session,
)
from pyverless.contrib.sqlalchemy import (
    engine as engines,
)
from pyverless.contrib.sqlalchemy.urls import is_in_memory
from pyverless.exceptions import ImproperlyConfigured, ServiceUnavailableError
from pyverless.handlers import ListHandler
from pyverless.test import Client
from tests.contrib.sqlalchemy.models import Company
from tests.snapshots import run_with_snapshot


class Reader(Model):
    __tablename__ = "readers"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(50))


# URLs


def test_without_a_url_the_setting_is_named():
    with (
        override_settings(DATABASE_URL=""),
        pytest.raises(
            ImproperlyConfigured, match=r"DATABASE_URL.*PYVERLESS_DATABASE_URL"
        ),
    ):
        get_engine()


@pytest.mark.parametrize(
    "url",
    [
        "my secret",
        "nosuch://user:secret@host/name",
        "postgresql://user:secret@host:port/name",
        "postgresql+nosuch://user:secret@host/name",
    ],
)
def test_what_is_no_url_of_a_database_is_named_but_not_shown(url):
    with (
        override_settings(DATABASE_URL=url),
        pytest.raises(
            ImproperlyConfigured, match="setting DATABASE_URL is not"
        ) as error,
    ):
        get_engine()
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        (
            "postgresql+asyncpg://user:secret@host/name",
            "[+]asyncpg, .* asyncio",
        ),
        ("sqlite+aiosqlite://", "sqlite[+]aiosqlite, which is for asyncio"),
        ("postgresql+pg8000://user:secret@host/name", "'pg8000' is not installed. pip"),
    ],
)
def test_a_driver_that_can_not_be_used_is_named(url, message):
    with (
        override_settings(DATABASE_URL=url),
        pytest.raises(ImproperlyConfigured, match=message) as error,
    ):
        get_engine()
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_means_psycopg(scheme):
    with override_settings(DATABASE_URL=f"{scheme}://user:secret@host/name"):
        engine = get_engine()

        assert engine.dialect.driver == "psycopg"
        assert engine.url.password == "secret"
        engine.dispose()


@pytest.fixture
def silence():
    """The URL of a server that takes connections and never says anything."""
    with socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield f"postgresql+psycopg://user@127.0.0.1:{server.getsockname()[1]}/name"


@pytest.mark.parametrize("query", ["?connect_timeout=2", ""])
def test_a_server_that_says_nothing_is_not_waited_for(silence, query, monkeypatch):
    if not query:
        monkeypatch.setenv("PGCONNECT_TIMEOUT", "2")
    with override_settings(DATABASE_URL=silence + query):
        start = time.monotonic()
        with pytest.raises(ServiceUnavailableError):
            Reader.objects.count()
        # Well below the five seconds that it would be otherwise.
        assert time.monotonic() - start < 4.5
        get_engine().dispose()


@pytest.mark.integration
def test_how_long_postgresql_is_waited_for(postgresql_url, monkeypatch):
    def get_timeouts(url):
        with override_settings(DATABASE_URL=url), get_engine().connect() as connection:
            parameters = connection.connection.driver_connection.info.get_parameters()
        connection.engine.dispose()
        names = ("connect_timeout", "tcp_user_timeout")
        return [parameters.get(name) for name in names]

    assert get_timeouts(postgresql_url) == ["5", "5000"]
    assert get_timeouts(postgresql_url + "?connect_timeout=9&tcp_user_timeout=8") == [
        "9",
        "8",
    ]
    monkeypatch.setenv("PGCONNECT_TIMEOUT", "7")
    assert get_timeouts(postgresql_url)[0] != "5"


# One of them


def test_there_is_one_engine_until_the_setting_changes(tmp_path):
    with override_settings(DATABASE_URL=f"sqlite:///{tmp_path}/a"):
        first = get_engine()
        first.connect().close()
        with override_settings(DEBUG=True):
            assert get_engine() is first
        with override_settings(DATABASE_URL=f"sqlite:///{tmp_path}/b"):
            assert get_engine().url.database == f"{tmp_path}/b"
            assert first.pool.checkedin() == 0
        assert get_engine().url == first.url


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.integration
def test_a_connection_that_died_while_it_was_not_used_is_replaced(database):
    Company(name="a").save()
    engine = create_engine(database)
    with engine.begin() as other:
        other.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
                "datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    engine.dispose()

    assert Company.objects.count() == 1


class ElsewhereDialect(SQLiteDialect_pysqlite):
    """A database behind a connection that can break, as far as the engine can tell."""

    supports_statement_cache = True


def test_other_databases_get_a_small_pool_that_survives_a_lost_connection(tmp_path):
    registry.register("elsewhere", __name__, "ElsewhereDialect")
    with override_settings(DATABASE_URL=f"elsewhere:///{tmp_path}/a"):
        engine = get_engine()
        with engine.connect() as connection:
            connection.connection.driver_connection.close()

        with engine.connect() as connection:
            assert connection.scalar(text("SELECT 1")) == 1
        assert engine.pool.size() == 1
        engine.dispose()


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "sqlite:///file:a?mode=memory&uri=true"]
)
def test_a_database_in_memory_is_the_same_in_every_thread(url):
    with override_settings(DATABASE_URL=url):
        create_all()
        thread = Thread(target=Reader(email="a@example.com").save)
        thread.start()
        thread.join()

        assert Reader.objects.count() == 1
        get_engine().dispose()


def test_sqlite_waits_for_locks_and_checks_foreign_keys(tmp_path):
    with (
        override_settings(DATABASE_URL=f"sqlite:///{tmp_path}/a"),
        get_engine().connect() as connection,
    ):
        assert connection.scalar(text("PRAGMA busy_timeout")) == 5000
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
    connection.engine.dispose()


def test_tables_of_models_are_made_and_dropped(tmp_path):
    # In a database of its own, as these are the tables of all models there are.
    with override_settings(DATABASE_URL=f"sqlite:///{tmp_path / 'own'}"):
        create_all()
        create_all()
        Reader(email="a@example.com").save()

        drop_all()

        with pytest.raises(OperationalError, match="readers"):
            Reader.objects.count()
        create_all()
        assert Reader.objects.count() == 0
        get_engine().dispose()


# Forks


def fork(work):
    """Return what `work()` returns in a child process."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(writer, str(work()).encode())
        finally:
            os._exit(0)
    os.close(writer)  # so that a child that fails is read as nothing
    os.waitpid(pid, 0)
    with open(reader, "rb") as result:
        return result.read().decode()


shared = pytest.mark.parametrize(
    "database_url",
    ["file", pytest.param("postgresql", marks=pytest.mark.integration)],
    indirect=True,
)


@shared
def test_a_forked_process_makes_an_engine_of_its_own(database):
    Company(name="parent").save()
    mine = get_engine()

    def work():
        Company(name="child").save()
        names = [company.name for company in Company.objects]
        return get_engine() is mine, names

    assert fork(work) == "(False, ['parent', 'child'])"
    assert get_engine() is mine
    assert mine.pool.checkedin() == 1
    assert Company.objects.count() == 2


@shared
def test_a_process_forked_inside_a_unit_has_no_part_in_it(database):
    def work():
        try:
            get_session()
        except RuntimeError:
            return Company.objects.count()

    with atomic():
        Company(name="a").save() if "postgresql" in database else None
        assert fork(work) == "0"
        assert Company.objects.count() == ("postgresql" in database)


def test_a_process_forked_while_an_engine_is_made_does_not_wait_for_it(database):
    with engines._lock:
        assert fork(lambda: get_engine().url.render_as_string(False)) == database


# INIT


class ReaderList(ListHandler):
    model = Reader

    def serialize(self, reader):
        return reader.email


@pytest.fixture
def _is_lambda(monkeypatch):
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "readers")
    # Not those of other tests.
    own = [each for each in models._preparations if each is engines.prepare_engine]
    monkeypatch.setattr(models, "_preparations", own)


@pytest.mark.usefixtures("_is_lambda")
def test_the_engine_is_made_during_init():
    with override_settings(DATABASE_URL="postgresql://nobody@127.0.0.1:1/none"):
        ReaderList.as_handler()

        assert [*engines._engines] == ["postgresql://nobody@127.0.0.1:1/none"]


@pytest.mark.usefixtures("_is_lambda")
def test_an_engine_that_can_not_be_made_is_an_error_during_init():
    with (
        override_settings(DATABASE_URL="nosuch://host/name"),
        pytest.raises(ImproperlyConfigured, match="DATABASE_URL"),
    ):
        ReaderList.as_handler()


@pytest.mark.usefixtures("_is_lambda")
def test_without_a_url_first_use_says_so(log):
    with override_settings(DATABASE_URL=""):
        handler = ReaderList.as_handler()

        assert Client(handler).get("/").status_code == 500
    assert "DATABASE_URL" in str(log.records[-1].exc_info[1])


@pytest.mark.parametrize("url", ["", "nosuch://host/name"])
def test_outside_of_lambda_a_handler_needs_no_database(url):
    with override_settings(DATABASE_URL=url):
        ReaderList.as_handler()


# Snapshots

SNAPSHOT = """
    from sqlalchemy import event
    from sqlalchemy.orm import Mapped, mapped_column
    from pyverless.contrib.sqlalchemy import Model, create_all, get_engine

    class Author(Model):
        __tablename__ = "authors"
        id: Mapped[int] = mapped_column(primary_key=True)

    create_all()
    Author(id=1).save()
    before, opened = get_engine(), []
    known = before.dialect.server_version_info

    class Book(Model):
        __tablename__ = "books"
        id: Mapped[int] = mapped_column(primary_key=True)

    take_snapshot()
    kept = before.pool.checkedin()
    is_complete = Book.__mapper__.configured
    Author.objects.count()  # as another hook may
    event.listen(before, "connect", lambda *_: opened.append(1))
    restore()
    left = before.pool.checkedin()
    say(
        connections=[kept, left],
        is_complete=is_complete,
        found=Author.objects.count(),
        opened=len(opened),
        is_same=get_engine() is before,
        knows=before.dialect.server_version_info == known is not None,
    )
"""


def test_a_snapshot_has_the_engine_and_no_connection(tmp_path):
    url = f"sqlite:///{tmp_path}/file"

    facts = run_with_snapshot(SNAPSHOT, PYVERLESS_DATABASE_URL=url)

    assert facts == {
        "connections": [0, 0],
        "is_complete": True,
        "found": 1,
        "opened": 1,
        "is_same": True,
        "knows": True,
    }


@pytest.mark.parametrize("database_url", ["memory"], indirect=True)
def test_a_database_in_memory_is_part_of_the_snapshot(database):
    Company(name="a").save()

    engines._prepare_for_snapshot()

    assert Company.objects.count() == 1


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite://", True),
        ("sqlite:///file:blog?mode=memory&uri=true", True),
        ("sqlite:///blog.db", False),
        ("postgresql://app@database/blog", False),
    ],
)
def test_only_sqlite_keeps_databases_in_memory(url, expected):
    assert is_in_memory(make_url(url)) is expected
