"""What is special about models of SQLAlchemy: their units of work, objects, columns."""

from __future__ import annotations

from contextvars import copy_context
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column

from pyverless.config import override_settings
from pyverless.contrib.sqlalchemy import (
    ModelMixin,
    QuerySet,
    atomic,
    create_all,
    drop_all,
    get_engine,
    get_session,
)
from pyverless.exceptions import ConflictError
from tests.contrib.sqlalchemy.models import Author, Book, Note


@pytest.fixture
def author(database):
    author = Author(email="a@example.com")
    author.save()
    return author


# Units of work


def test_a_unit_of_work_has_one_session(database):
    with atomic() as session:
        assert get_session() is session
        with atomic() as inner:
            assert inner is session
        author = Author(email="a@example.com")
        author.save()
        assert Author.objects.get(id=author.id) is author
        assert session.scalar(select(func.count()).select_from(Author)) == 1


def test_outside_of_a_unit_there_is_no_session(database):
    with atomic():
        context = copy_context()

    for call in (get_session, lambda: context.run(get_session)):
        with pytest.raises(RuntimeError, match="Use `with atomic"):
            call()


def test_a_unit_that_is_over_gave_its_connection_back(database):
    @atomic()
    def work():
        Author(email="a@example.com").save()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()

    assert get_engine().pool.checkedout() == 0


def test_objects_stay_usable_after_their_unit(author):
    with atomic():
        found = Author.objects.get()

    assert found.email == Author.objects.get().email == author.email


@pytest.mark.parametrize("email", ["c@example.com", "a@example.com"])
def test_what_a_failed_unit_only_read_stays_usable(author, email):
    other = Author(email="b@example.com")
    other.save()
    seen = {}

    @atomic()
    def work():
        seen["user"] = Author.objects.get(email="a@example.com")
        seen["object"] = Author.objects.get(email="b@example.com")
        seen["object"].rank = 5
        seen["object"].save()
        Author(email=email).save()
        raise ConflictError

    with pytest.raises(ConflictError):
        work()

    assert seen["user"].email == "a@example.com"
    assert Author.objects.get(email="b@example.com").rank is None


def test_what_the_session_changed_is_written_at_the_end(author):
    with atomic():
        Author.objects.get().rank = 7

    assert Author.objects.get().rank == 7


# Conflicts


def test_a_conflict_is_raised_by_save_itself(author):
    @atomic()
    def work():
        with pytest.raises(ConflictError):
            Author(email=author.email).save()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()


def test_a_unit_cannot_go_on_after_a_conflict_as_if_nothing_was(author):
    @atomic()
    def work():
        Author(email="b@example.com").save()
        with pytest.raises(ConflictError):
            Author(email=author.email).save()

    with pytest.raises(InvalidRequestError, match="rolled back"):
        work()
    assert Author.objects.count() == 1
    with atomic(), pytest.raises(InvalidRequestError, match="rolled back"):
        work()
    assert Author.objects.count() == 1


def test_a_conflict_at_the_end_of_a_unit(author):
    @atomic()
    def work():
        Book(author_id=99, number=1).save()

    with pytest.raises(ConflictError):
        work()
    assert Book.objects.count() == 0


def test_a_conflict_of_what_a_query_writes_first(author):
    Author(email="b@example.com").save()

    @atomic()
    def work():
        Author.objects.get(email="b@example.com").email = author.email
        with pytest.raises(ConflictError):
            Author.objects.count()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()


def test_a_conflict_in_a_statement_of_ones_own(author):
    @atomic()
    def work():
        get_session().execute(insert(Author).values(email=author.email))

    with pytest.raises(ConflictError):
        work()


def test_deleting_what_others_refer_to_is_a_conflict(author):
    Note(author_id=author.id, title="a").save()

    with pytest.raises(ConflictError):
        author.delete()


def test_an_older_version_is_a_conflict(author):
    Note(author_id=author.id, title="a").save()
    first, second, third = (Note.objects.get() for _ in range(3))
    first.title = "b"
    first.save()

    second.title = "c"
    with pytest.raises(ConflictError):
        second.save()
    with pytest.raises(ConflictError):
        third.delete()


# Objects


def test_what_the_database_makes_of_an_update_is_there_after_saving(author):
    assert author.saves == 1

    author.rank = 1
    author.save()

    assert author.saves == 2


def test_an_object_from_outside_takes_the_place_of_the_one_in_the_unit(author):
    with atomic():
        inside = Author.objects.get()
        inside.rank = 1
        author.fans = 2
        author.save()
        assert get_session().get(Author, author.id) is author

    found = Author.objects.get()
    assert (found.rank, found.fans) == (1, 2)


def test_an_object_from_outside_can_be_deleted_in_a_unit_that_knows_it(author):
    with atomic():
        assert Author.objects.get()
        author.delete()
        assert not Author.objects.all()

    assert Author.objects.count() == 0


def test_an_object_made_in_a_unit_can_be_deleted_in_it(database):
    with atomic():
        author = Author(email="a@example.com")
        author.save()
        author.delete()

    assert Author.objects.count() == 0


def test_deleting_what_was_never_saved_stores_nothing(database):
    with pytest.raises(InvalidRequestError, match="not persisted"):
        Author(email="a@example.com").delete()
    assert Author.objects.count() == 0


# Querysets


def test_criteria_of_sqlalchemy_narrow_too(database):
    for rank in range(5):
        Author(email=f"{rank}@example.com", rank=rank, fans=rank % 2).save()

    found = Author.objects.filter(Author.rank > 1, fans=0).order_by("-rank")

    assert isinstance(found, QuerySet)
    assert [author.rank for author in found] == [4, 2]
    assert found[:1].count() == 1


def test_collections_that_are_joined_do_not_multiply_objects(author):
    for number in (1, 2):
        Book(author_id=author.id, number=number).save()

    assert [len(found.books) for found in Author.objects] == [2]
    assert Author.objects.get(id=author.id).books[1].number == 2
    assert Author.objects.count() == 1


def test_every_column_of_a_key_breaks_ties(author):
    for number in (3, 1, 2):
        Book(author_id=author.id, number=number).save()

    assert [book.number for book in Book.objects] == [1, 2, 3]
    assert [book.number for book in Book.objects.order_by("-number")] == [3, 2, 1]


@pytest.mark.parametrize(
    ("url", "field", "bits"),
    [
        ("sqlite://", "rank", 16),
        ("sqlite://", "fans", 64),
        ("sqlite://", "points", 64),
        ("postgresql+psycopg://host/name", "rank", 16),
        ("postgresql+psycopg://host/name", "fans", 32),
        ("postgresql+psycopg://host/name", "points", 64),
    ],
)
def test_a_number_has_to_fit_the_column_without_asking_the_database(url, field, bits):
    with override_settings(DATABASE_URL=url):
        for value in (2 ** (bits - 1) - 1, str(-(2 ** (bits - 1)))):
            Author.objects.filter(**{field: value})
        for value in (str(2 ** (bits - 1)), -(2 ** (bits - 1)) - 1):
            with pytest.raises(ValueError, match=f"range of {bits} bits"):
                Author.objects.filter(**{field: value})


def test_a_decorated_type_gets_what_its_type_would(author):
    author.born = datetime(2024, 5, 17, 12, tzinfo=UTC)
    author.save()

    for value in ("2024-05-17T12:00:00", "2024-05-17T14:00:00+02:00", author.born):
        assert Author.objects.get(born=value).id == author.id
    with pytest.raises(ValueError, match="'soon' is not a valid datetime"):
        Author.objects.filter(born="soon")


def test_a_decorated_type_may_say_what_it_takes(author):
    author.level = 3
    author.save()

    assert Author.objects.get(level="3").level == 3
    assert Author.objects.get(level=3).id == author.id
    with pytest.raises(ValueError, match="'x' is not a valid int"):
        Author.objects.filter(level="x")


def test_a_type_of_unknown_values_gets_them_as_they_are(author):
    author.anything, author.old = "a", "b"
    author.save()

    assert Author.objects.get(anything="a", old="b").id == author.id
    assert not Author.objects.filter(anything=["a"])


def test_a_value_that_only_the_column_can_refuse_is_a_value_error(author):
    with pytest.raises(ValueError, match="is not a valid bytes"):
        Author.objects.filter(photo="text")
    with pytest.raises(ValueError, match="Author can't be looked up so"):
        Author.objects.get(anything=lambda: None)


# Bases


def test_a_declarative_base_of_ones_own(database):
    class Base(ModelMixin, MappedAsDataclass, DeclarativeBase):
        pass

    class Tag(Base):
        __tablename__ = "tags"

        id: Mapped[int] = mapped_column(primary_key=True, init=False)
        name: Mapped[str]

    create_all(Base)
    Tag("a").save()

    assert Tag.objects.get(name="a") == Tag.objects.get(id="1")
    assert Tag.objects.model is Tag
    with pytest.raises(Tag.DoesNotExist):
        Tag.objects.get(id=2)
    drop_all(Base)
