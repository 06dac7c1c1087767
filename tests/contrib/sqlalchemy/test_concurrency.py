"""Updates that meet: none is lost."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

import pytest
from sqlalchemy import ForeignKey, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from pyverless.contrib.sqlalchemy import (
    ModelMixin,
    atomic,
    create_all,
    drop_all,
    get_engine,
    get_session,
)
from pyverless.exceptions import ServiceUnavailableError, StaleObjectError
from tests.contrib.sqlalchemy.models import Article, Author, Book, Company, Note

# Adds up in a process of its own, as workers do.
WORKER = """
import sys
from pyverless.config import override_settings
from pyverless.contrib.sqlalchemy import atomic
from pyverless.exceptions import ServiceUnavailableError
from tests.contrib.sqlalchemy.models import Article

url, rounds = sys.argv[1], int(sys.argv[2])
with override_settings(DATABASE_URL=url):
    while rounds:
        try:
            with atomic():
                article = Article.objects.select_for_update().get(id=1)
                article.views += 1
                article.save()
            rounds -= 1
        except ServiceUnavailableError:
            pass
"""


@pytest.fixture
def article(database):
    article = Article(title="a")
    article.save()
    return article


# One in memory is that of one process, and has one connection.
shared = pytest.mark.parametrize(
    "database_url",
    ["file", pytest.param("postgresql", marks=pytest.mark.integration)],
    indirect=True,
)


def test_locks_are_held_by_units_of_work_only(article):
    found = Article.objects.select_for_update()

    with pytest.raises(RuntimeError, match=r"select_for_update.*Use `with atomic"):
        list(found)
    assert found.count() == 1
    with atomic():
        assert found.get(id=1).title == "a"


@shared
def test_of_several_processes_none_loses_an_update(article, database):
    command = [sys.executable, "-c", WORKER, database, "25"]
    workers = [subprocess.Popen(command) for _ in range(3)]

    assert [worker.wait(60) for worker in workers] == [0, 0, 0]
    assert Article.objects.get().views == 75


def test_of_several_threads_none_loses_an_update(article):
    def work(_):
        with atomic():
            found = Article.objects.select_for_update().get(id=1)
            found.views += 1
            found.save()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(30)))

    assert Article.objects.get().views == 30


def test_what_is_locked_is_read_anew(article):
    with atomic() as session:
        before = Article.objects.get()
        session.execute(text("UPDATE articles SET views = 5"))
        assert before.views == 0

        assert Article.objects.select_for_update().get(id=1) is before
        assert before.views == 5


def test_what_was_changed_here_is_not_lost_by_locking(article):
    with atomic():
        Article.objects.get().views = 7
        assert Article.objects.select_for_update().get(id=1).views == 7

    assert Article.objects.get().views == 7


def wait_for_lock(use):
    """Return what `use` returns while another thread holds a lock, and then lets go."""
    is_locked, may_end, results = Event(), Event(), []

    def lock():
        with atomic():
            found = Article.objects.select_for_update().get(id=1)
            is_locked.set()
            may_end.wait(10)
            found.views = 1
            found.save()

    def follow():
        results.append(use())

    first, second = Thread(target=lock), Thread(target=follow)
    first.start()
    is_locked.wait(10)
    second.start()
    second.join(0.2)
    was_waiting = second.is_alive()
    may_end.set()
    first.join()
    second.join()
    return was_waiting, results[0]


@shared
def test_the_second_waits_and_sees_what_the_first_did(article):
    def use():
        with atomic():
            return Article.objects.select_for_update().get(id=1).views

    assert wait_for_lock(use) == (True, 1)


@shared
def test_reading_does_not_wait(article):
    assert wait_for_lock(lambda: Article.objects.get(id=1).views) == (False, 0)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.integration
def test_rows_that_refer_to_a_locked_one_can_be_added(article, statements):
    with atomic() as session:
        Article.objects.select_for_update().get(id=1)
        assert statements[-1].endswith("FOR NO KEY UPDATE OF articles")
        with get_engine().begin() as other:
            other.execute(text("SET LOCAL lock_timeout = 100"))
            other.execute(
                text("INSERT INTO comments (text, article_id) VALUES ('a', 1)")
            )
        assert session.scalar(text("SELECT count(*) FROM comments")) == 1


def test_a_locked_object_with_a_collection_that_is_joined(database):
    Author(email="a").save()
    Book(author_id=1, number=1).save()

    with atomic():
        found = Author.objects.select_for_update().get(id=1)
        assert [book.number for book in found.books] == [1]
        assert len(list(Author.objects.select_for_update()[:1])) == 1


def test_objects_whose_columns_are_in_two_tables_are_locked_too(database):
    class Here(ModelMixin, DeclarativeBase):
        pass

    class Animal(Here):
        __tablename__ = "animals"

        id: Mapped[int] = mapped_column(primary_key=True)
        kind: Mapped[str]
        __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "animal"}

    class Dog(Animal):
        __tablename__ = "dogs"

        id: Mapped[int] = mapped_column(ForeignKey(Animal.id), primary_key=True)
        name: Mapped[str | None]
        __mapper_args__ = {"polymorphic_identity": "dog"}

    create_all(Here)
    Dog(name="Rex").save()

    with atomic():
        dog = Dog.objects.select_for_update().order_by("-name", "kind").get(id="1")
        dog.name = "Fido"
        dog.save()

    assert [each.name for each in Dog.objects.filter(kind="dog")] == ["Fido"]
    assert (Dog.objects.count(), Animal.objects.count()) == (1, 1)
    drop_all(Here)


@pytest.mark.parametrize("database_url", ["file"], indirect=True)
def test_sqlite_that_was_read_before_and_changed_since_wants_it_again(article):
    with get_engine().connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA journal_mode = wal")

    @atomic()
    def work():
        Article.objects.get()
        with get_engine().begin() as other:
            other.execute(text("UPDATE articles SET views = 3"))
        list(Article.objects.select_for_update())

    with pytest.raises(ServiceUnavailableError):
        work()
    assert Article.objects.get().views == 3


def test_a_version_that_was_read_before_a_change_loses(database):
    Author(email="a").save()
    Note(author_id=1, title="a").save()

    @atomic()
    def work():
        mine = Note.objects.get()
        get_session().execute(text("UPDATE notes SET version = 9"))
        mine.title = "c"
        mine.save()

    with pytest.raises(StaleObjectError):
        work()


# What is written


def test_only_what_was_changed_is_written(article, statements):
    found = Article.objects.get()
    found.views = 5
    found.save()

    assert statements[-1].startswith("UPDATE articles SET views=")
    assert "title" not in statements[-1]
    found.save()
    assert len(statements) == 2


def test_two_changes_of_different_columns_are_both_kept(article):
    first, second = Article.objects.get(), Article.objects.get()
    first.views, second.title = 5, "b"
    first.save()
    second.save()

    found = Article.objects.get()
    assert (found.views, found.title) == (5, "b")


def test_a_key_may_be_skipped_but_is_not_given_twice(database):
    with pytest.raises(ZeroDivisionError):
        fail_after_saving(Company(name="a"))
    new = Company(name="b")
    new.save()

    assert [each.id for each in Company.objects] == [new.id]


@atomic()
def fail_after_saving(obj):
    obj.save()
    raise ZeroDivisionError
