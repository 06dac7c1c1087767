"""What is done once, in each store: claims, crashes and races."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from threading import Barrier, Thread

import pytest
from botocore.client import BaseClient
from botocore.exceptions import CredentialRetrievalError
from sqlalchemy import CheckConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from pyverless.config import override_settings
from pyverless.contrib import pynamodb, sqlalchemy
from pyverless.contrib.sqlalchemy import create_all, get_engine
from pyverless.exceptions import ConflictError, ImproperlyConfigured, ServiceError
from pyverless.idempotency import Entry, check_store, get_hash
from tests.idempotent import STORES, Base, do
from tests.services.clients import use
from tests.stores.faults import LOST, FaultyDynamoDB, get_error


class Store:
    """A store, a model of the same store, and what another process needs for them."""

    def __init__(self, name, environment=None):
        self.name = name
        self.environment = environment or {}
        self.done, self.effect = STORES[name]

    def count(self):
        return len(list(self.effect.objects.all()))

    def do(self, key="key", **options):
        """Do something once, as a unit of work."""
        with self.done.atomic():
            return do(self.done, self.effect, key, **options)

    def fail(self, key="key"):
        """Do something, and fail at the end of it."""
        with suppress(ZeroDivisionError), self.done.atomic():
            do(self.done, self.effect, key)
            raise ZeroDivisionError


def in_memory(request):
    store = Store("memory")
    yield store
    store.done.clear()
    store.effect.objects.clear()


def in_sql(url):
    with override_settings(DATABASE_URL=url):
        create_all(Base)
        yield Store("sql", {"PYVERLESS_DATABASE_URL": url})
        get_engine().dispose()


def in_sqlite(request):
    folder = request.getfixturevalue("tmp_path")
    yield from in_sql(f"sqlite:///{folder}/database")


def in_postgresql(request):
    yield from in_sql(request.getfixturevalue("postgresql_url"))


def in_dynamodb(request):
    store = request.getfixturevalue("_tables")
    with use(store.environment):
        yield store
        for model in (store.done, store.effect):
            for found in model.objects.all():
                found.delete()


@pytest.fixture(scope="module")
def _tables(dynamodb):
    store = Store("dynamo", dynamodb.environment)
    with use(store.environment):
        store.done.create_table(wait=True)
        store.effect.create_table(wait=True)
    yield store
    with use(store.environment):
        store.done.delete_table()
        store.effect.delete_table()


MEMORY = pytest.param(in_memory, id="memory")
SQLITE = pytest.param(in_sqlite, id="sqlite")
POSTGRESQL = pytest.param(in_postgresql, id="postgresql", marks=pytest.mark.integration)
DYNAMODB = pytest.param(in_dynamodb, id="dynamodb", marks=pytest.mark.integration)

every_store = pytest.mark.parametrize(
    "store", [MEMORY, SQLITE, POSTGRESQL, DYNAMODB], indirect=True
)
in_databases = pytest.mark.parametrize("store", [SQLITE, POSTGRESQL], indirect=True)
on_dynamodb = pytest.mark.parametrize("store", [DYNAMODB], indirect=True)
on_postgresql = pytest.mark.parametrize("store", [POSTGRESQL], indirect=True)


@pytest.fixture
def store(request):
    yield from request.param(request)


def in_thread(function):
    """Return what a function returns or raises elsewhere, in a context of its own."""
    found = []

    def run():
        try:
            found.append(function())
        except ServiceError as exc:
            found.append(exc)

    thread = Thread(target=run)
    thread.start()
    thread.join()
    return found[0]


def move_clock(monkeypatch, seconds):
    """Have stores believe that time has passed."""
    real = time.time
    for package in ("memory", "pynamodb", "sqlalchemy"):
        module = sys.modules[f"pyverless.contrib.{package}.idempotency"]
        monkeypatch.setattr(module, "time", lambda: real() + seconds)


# Remembering


@every_store
def test_what_was_done_is_remembered_and_not_done_again(store):
    assert store.do() is None
    found = store.do()

    assert (found.fingerprint, found.answer) == ("f", "a")
    assert found.expires > time.time()
    assert store.count() == 1


@every_store
def test_keys_have_nothing_to_do_with_each_other(store):
    store.do("one")

    assert store.do("other") is None
    assert store.count() == 2


@every_store
def test_a_unit_of_work_may_have_several_keys(store):
    with store.done.atomic():
        store.done.claim("one", lease=60)
        store.done.claim("other", lease=60)
        store.done.complete("one", Entry(expires=2**33, answer="1"))
        store.done.complete("other", Entry(expires=2**33, answer="2"))

    assert [store.do("one").answer, store.do("other").answer] == ["1", "2"]


@every_store
def test_a_failure_takes_everything_back_so_that_it_can_be_done_at_once(store):
    store.fail()
    assert store.count() == 0

    assert store.do() is None
    assert store.count() == 1


@every_store
def test_what_has_expired_is_done_again(store, monkeypatch):
    store.do()
    move_clock(monkeypatch, 61)

    assert store.do() is None
    assert store.count() == 2


@every_store
def test_there_may_be_no_answer(store):
    with store.done.atomic():
        store.done.claim("key", lease=60)
        store.done.complete("key", Entry(expires=2**33))

    found = store.do()
    assert (found.expires, found.fingerprint, found.answer) == (2**33, "", None)


@every_store
def test_a_block_that_fails_gives_back_what_was_claimed_in_it(store):
    with store.done.atomic():
        store.fail()
        assert do(store.done, store.effect, "key") is None

    assert store.count() == 1


@every_store
def test_a_claim_needs_a_unit_of_work(store):
    with pytest.raises(RuntimeError, match="unit of work"):
        store.done.claim("key", lease=60)


@pytest.mark.parametrize("store", [MEMORY, DYNAMODB], indirect=True)
def test_what_is_not_claimed_is_not_completed(store):
    with store.done.atomic(), pytest.raises(RuntimeError, match="not claimed"):
        store.done.complete("key", Entry(expires=2**33))


@in_databases
def test_rows_that_have_expired_can_be_deleted(store, monkeypatch):
    store.do("old")
    move_clock(monkeypatch, 61)
    store.do("new")
    with store.done.atomic():
        store.done.claim("newest", lease=60)
        store.done.complete("newest", Entry(expires=2**33))

    assert store.done.delete_expired() == 2
    assert [row.id for row in store.done.objects.all()] == ["newest"]


# Somebody else


@pytest.mark.parametrize("store", [MEMORY, POSTGRESQL, DYNAMODB], indirect=True)
def test_who_comes_second_is_refused_as_long_as_it_is_not_done(store):
    with store.done.atomic():
        assert store.done.claim("key", lease=60) is None
        refusal = in_thread(store.do)
        assert in_thread(lambda: store.do("other")) is None
        store.done.complete("key", Entry(expires=2**33))

    assert isinstance(refusal, ConflictError)
    assert refusal.code == "in_progress"
    assert in_thread(store.do).expires == 2**33
    assert [effect.title for effect in store.effect.objects.all()] == ["other"]


@pytest.mark.parametrize("store", [SQLITE], indirect=True)
def test_sqlite_has_others_wait(store):
    def hurry():
        with store.done.atomic() as session:
            session.execute(text("PRAGMA busy_timeout = 0"))
            return store.done.claim("key", lease=60)

    with store.done.atomic():
        assert store.done.claim("key", lease=60) is None
        refusal = in_thread(hurry)
        assert do(store.done, store.effect, "key") is None

    assert refusal.status_code == 503
    assert in_thread(hurry).answer == "a"


@pytest.mark.parametrize("store", [POSTGRESQL, DYNAMODB], indirect=True)
def test_what_is_not_committed_is_not_done(store):
    with suppress(ZeroDivisionError), store.done.atomic():
        do(store.done, store.effect, "key")
        refusal = in_thread(store.do)
        raise ZeroDivisionError

    assert isinstance(refusal, ConflictError)
    assert in_thread(store.do) is None


@pytest.mark.parametrize("store", [MEMORY, DYNAMODB], indirect=True)
def test_a_claim_that_was_lost_takes_everything_back(store, monkeypatch):
    def be_late():
        with store.done.atomic():
            store.done.claim("key", lease=1)
            store.effect(id="late", title="late").save()
            move_clock(monkeypatch, 3)
            assert in_thread(store.do) is None
            store.done.complete("key", Entry(expires=2**33, answer="late"))

    with pytest.raises(ConflictError):
        be_late()

    assert store.do().answer == "a"
    assert [effect.title for effect in store.effect.objects.all()] == ["key"]


@in_databases
def test_what_another_has_stored_without_a_claim_takes_everything_back(store):
    def complete():
        with store.done.atomic():
            store.effect(id="late", title="late").save()
            store.done.complete("key", Entry(expires=2**33))

    store.do()
    with pytest.raises(ConflictError) as info:
        complete()

    assert info.value.code == "in_progress"
    assert store.count() == 1


@every_store
def test_of_many_at_once_one_does_it(store):
    barrier = Barrier(4)
    found = []

    def run():
        barrier.wait()
        try:
            found.append(store.do())
        except ServiceError as exc:
            found.append(exc)

    threads = [Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 4
    assert found.count(None) == 1
    refused = [each.status_code for each in found if isinstance(each, ServiceError)]
    assert set(refused) <= ({409} if store.name != "sql" else {409, 503})
    assert store.count() == 1


# Crashes


def crash(store):
    inherited = {n: v for n, v in os.environ.items() if not n.startswith("COVERAGE_")}
    subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.idempotent", store.name],
        env={**inherited, **store.environment},
        check=True,
    )


@in_databases
def test_after_a_crash_a_database_has_it_done_at_once(store):
    crash(store)

    for _ in range(200):  # until the server has seen that the other is gone
        with suppress(ConflictError):
            assert store.do() is None
            break
        time.sleep(0.01)
    assert store.count() == 1


@on_dynamodb
def test_after_a_crash_dynamodb_has_it_done_when_the_lease_is_over(store, monkeypatch):
    crash(store)
    move_clock(monkeypatch, -60)
    with pytest.raises(ConflictError):
        store.do()

    move_clock(monkeypatch, 60)
    assert store.do() is None
    assert store.count() == 1


@on_postgresql
def test_postgresql_ends_a_transaction_whose_function_is_out_of_time(store):
    patience = text("SHOW idle_in_transaction_session_timeout")

    with store.done.atomic() as session:
        before = session.scalar(patience)
        store.done.claim("key", lease=2.5)
        during = session.scalar(patience)
    with store.done.atomic() as session:
        after = session.scalar(patience)

    assert (before, during, after) == ("0", "2500ms", "0")


# DynamoDB that fails


@pytest.fixture
def front(store, dynamodb):
    """DynamoDB behind something that may fail."""
    front = FaultyDynamoDB(dynamodb.endpoint)
    with use({"AWS_ENDPOINT_URL_DYNAMODB": front.url}):
        yield front
    front.stop()


@on_dynamodb
def test_a_claim_whose_answer_got_lost_is_ours(store, front):
    front.faults = [LOST]

    assert store.do() is None
    assert front.operations[:2] == ["PutItem", "PutItem"]
    assert store.count() == 1


@on_dynamodb
def test_what_is_stored_is_done_also_when_nobody_was_told(store, front):
    front.faults = [None, LOST, LOST, LOST]

    with pytest.raises(ServiceError) as info:
        store.do()

    assert info.value.status_code == 503
    assert front.operations[-2:] == ["TransactWriteItems", "DeleteItem"]
    assert store.do().answer == "a"
    assert store.count() == 1


@on_dynamodb
def test_a_claim_beside_a_transaction_is_refused(store, front):
    front.faults = [get_error(400, "TransactionConflictException")]

    with pytest.raises(ConflictError):
        store.do()


@on_dynamodb
def test_other_errors_of_a_claim_get_out(store, front):
    front.faults = [get_error(400, "AccessDeniedException")]

    with pytest.raises(Exception, match="AccessDenied"):
        store.do()


@on_dynamodb
def test_the_error_of_the_unit_of_work_is_told_also_when_nothing_can_be_given_back(
    store, front, monkeypatch
):
    def fail():
        with store.done.atomic():
            store.done.claim("key", lease=1)
            front.faults = [get_error(400, "AccessDeniedException")]
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert front.operations == ["PutItem", "DeleteItem"]
    move_clock(monkeypatch, 3)
    assert store.do() is None


@on_dynamodb
def test_a_claim_without_an_answer_is_dynamodb_being_away(store, front):
    front.faults = [LOST, LOST, LOST]

    with pytest.raises(ServiceError) as info:
        store.do()

    assert info.value.status_code == 503


@on_dynamodb
def test_credentials_that_run_out_do_not_hide_what_went_wrong(store, monkeypatch):
    def refuse(*args):
        raise CredentialRetrievalError(provider="role", error_msg="expired")

    def fail():
        with store.done.atomic():
            store.done.claim("key", lease=1)
            monkeypatch.setattr(BaseClient, "_make_api_call", refuse)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    monkeypatch.undo()


@on_dynamodb
def test_an_answer_that_is_too_long_is_a_mistake_of_ours(store):
    def answer(size):
        with store.done.atomic():
            store.done.claim("key", lease=60)
            store.done.complete("key", Entry(expires=2**33, answer="ü" * size))

    with pytest.raises(ValueError, match=r"DynamoDone can't keep .* 409600"):
        answer(204_800)
    answer(204_700)


# Databases


class Picky(sqlalchemy.IdempotencyMixin, Base):
    __tablename__ = "picky"
    __table_args__ = (CheckConstraint("expires > 5"),)

    note: Mapped[str | None]
    count: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(server_default="0")


@in_databases
def test_what_is_wrong_with_other_rows_is_not_taken_for_a_claim_that_was_lost(store):
    def add():
        with store.done.atomic() as session:
            session.add(store.effect(id="one", title="b"))
            store.done.complete("key", Entry(expires=2**33))

    store.effect(id="one", title="a").save()
    with pytest.raises(ConflictError, match="this id already"):
        add()


@in_databases
def test_what_else_is_wrong_with_a_row_of_the_store_gets_out(store):
    def complete(expires):
        with Picky.atomic():
            Picky.complete("key", Entry(expires=expires))

    with pytest.raises(ConflictError) as info:
        complete(expires=1)
    assert info.value.code != "in_progress"
    complete(expires=2**33)
    with pytest.raises(ConflictError) as info:
        complete(expires=2**33)
    assert info.value.code == "in_progress"


@on_postgresql
def test_postgresql_waits_as_long_as_it_can_for_a_function_without_a_limit(store):
    with store.done.atomic() as session:
        store.done.claim("key", lease=10**9)
        found = session.scalar(text("SHOW idle_in_transaction_session_timeout"))

    assert found == "2147483647ms"


# Parts


def test_a_hash_depends_on_where_one_part_ends_and_another_begins():
    parts = [("ab", "c"), ("a", "bc"), ("abc",), ("abc", None), ("abc", "None")]

    assert len({get_hash(*each) for each in parts}) == 5
    assert {len(get_hash(*each)) for each in parts} == {64}
    assert get_hash("\ud800") == get_hash("\ud800")


def test_an_entry_shows_no_answer():
    assert "secret" not in repr(Entry(expires=1, answer="secret"))


class NoStore:
    atomic = claim = None


class SqlNoTable(sqlalchemy.IdempotencyMixin):
    pass


class SqlNeedy(sqlalchemy.IdempotencyMixin, Base):
    __tablename__ = "needy"

    created: Mapped[str]


class DynamoNoModel(pynamodb.IdempotencyMixin):
    class Meta:
        table_name = "done"


class DynamoNoMeta(pynamodb.IdempotencyMixin, pynamodb.Model):
    pass


class DynamoNoName(pynamodb.IdempotencyMixin, pynamodb.Model):
    class Meta:
        region = "eu-west-1"


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (sqlalchemy.IdempotencyMixin, "IdempotencyMixin is no table"),
        (SqlNoTable, "SqlNoTable is no table"),
        (SqlNeedy, r"SqlNeedy\.created must have a value"),
        (DynamoNoModel, "DynamoNoModel is no table"),
        (DynamoNoMeta, "DynamoNoMeta is no table"),
        (DynamoNoName, "DynamoNoName is no table"),
    ],
)
def test_a_store_that_is_no_table_is_found_during_init(found, message):
    with pytest.raises(ImproperlyConfigured, match=message):
        check_store(found, 60, "Orders")


@pytest.mark.parametrize("found", [*(done for done, _ in STORES.values()), Picky])
def test_a_store_that_is_a_table_is_right(found):
    check_store(found, 60, "Orders")


@pytest.mark.parametrize(
    ("found", "ttl", "message"),
    [
        (NoStore, 60, r"Orders.idempotency_store is .*NoStore.* has no atomic\(\)"),
        (STORES["sql"][0], 0, "Orders.idempotency_ttl is 0"),
        (STORES["sql"][0], float("inf"), "Orders.idempotency_ttl is inf"),
        (STORES["sql"][0], "1 day", "Orders.idempotency_ttl is '1 day'"),
    ],
)
def test_what_can_not_work_is_named(found, ttl, message):
    with pytest.raises(ImproperlyConfigured, match=message):
        check_store(found, ttl, "Orders")
