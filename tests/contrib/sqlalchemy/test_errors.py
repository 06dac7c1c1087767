"""What the database refuses, as callers read it; and what it is to be away."""

from __future__ import annotations

from decimal import Decimal
from threading import Event, Thread

import pytest
from sqlalchemy import event, insert, select, text
from sqlalchemy.exc import OperationalError, ProgrammingError, SQLAlchemyError

from pyverless.config import override_settings
from pyverless.contrib.sqlalchemy import atomic, get_engine, get_session
from pyverless.exceptions import (
    BadRequestError,
    ConflictError,
    ServiceUnavailableError,
    StaleObjectError,
)
from tests.contrib.sqlalchemy.models import (
    Article,
    Author,
    Book,
    Branch,
    Comment,
    Line,
    Note,
    Order,
    Rule,
)

REFERRED = "Something else still refers to this."


@pytest.fixture
def author(database):
    author = Author(email="a@example.com")
    author.save()
    return author


def get_error(save, kind=ConflictError):
    with pytest.raises(kind) as error:
        save()
    assert type(error.value) is kind
    assert error.value.__cause__ is not None
    return error.value


# Constraints


@pytest.mark.parametrize(
    ("values", "fields", "code", "sentence"),
    [
        ({"id": 1}, ["id"], "unique", "There is one with this id already."),
        (
            {"section": 1, "number": 2},
            ["section", "number"],
            "unique",
            "There is one with this section and number already.",
        ),
        ({"name": "A"}, ["name"], "unique", "There is one with this name already."),
        (
            {"low": 5, "high": 4},
            ["low", "high"],
            "invalid",
            "The value of low and high is not allowed.",
        ),
        ({"weight": 0}, ["weight"], "invalid", "The value of weight is not allowed."),
        (
            {"parent_id": 99},
            ["parent_id"],
            "reference",
            "What parent_id refers to does not exist.",
        ),
    ],
)
def test_a_row_that_is_refused_names_the_fields(
    database, values, fields, code, sentence
):
    Rule(section=1, number=2, name="a").save()

    error = get_error(Rule(**values).save)

    assert error.msg == sentence
    assert error.field == (fields[0] if len(fields) == 1 else None)
    assert error.errors == [
        {"pointer": f"#/{field}", "detail": sentence, "code": code} for field in fields
    ]


def test_a_row_without_a_value_that_it_must_have_names_the_field(author):
    error = get_error(Note(author_id=author.id).save)

    sentence = "There must be a value for title."
    assert (error.msg, error.field) == (sentence, "title")
    assert error.errors == [
        {"pointer": "#/title", "detail": sentence, "code": "required"}
    ]


def test_a_change_that_is_refused_names_the_fields(database):
    Rule(id=1, section=1, number=2).save()
    other = Rule(id=2, section=1, number=3)
    other.save()

    other.number = 2
    error = get_error(other.save)

    assert [each["pointer"] for each in error.errors] == ["#/section", "#/number"]


def test_what_others_refer_to_can_not_be_deleted(database):
    parent = Rule()
    parent.save()
    Rule(parent_id=parent.id).save()

    error = get_error(parent.delete)

    assert error.msg == REFERRED
    assert (error.field, error.errors) == (None, [])


def test_the_key_of_what_others_refer_to_can_not_be_changed(database):
    parent = Rule()
    parent.save()
    Rule(parent_id=parent.id).save()

    parent.id = 99
    error = get_error(parent.save)

    # SQLite does not say which side of a reference it is about.
    on_sqlite = get_engine().dialect.name == "sqlite"
    sentence = ConflictError.default_msg if on_sqlite else REFERRED
    assert (error.msg, error.field, error.errors) == (sentence, None, [])


def test_of_two_references_none_is_guessed(database):
    error = get_error(Comment(text="a", article_id=99).save)

    on_sqlite = get_engine().dialect.name == "sqlite"
    assert error.field == (None if on_sqlite else "article_id")


def test_a_conflict_at_the_end_of_a_unit_has_what_is_known(author):
    @atomic()
    def work():
        Book(author_id=99, number=1).save()

    error = get_error(work)

    assert error.field in ("author_id", None)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"id": 1}, "id"),
        ({"low": None}, "low"),
        # SQLite names neither, nor is it known which models there are.
        ({"parent": 99}, "parent"),
        ({"weight": 0}, None),
        ({"full_name": "A"}, None),
    ],
)
def test_a_statement_of_ones_own_names_columns(database, values, field):
    Rule(id=1, name="a").save()

    @atomic()
    def work():
        get_session().execute(insert(Rule.__table__).values({"id": 2, **values}))

    assert get_error(work).field in (field, None)


def test_a_conflict_of_another_kind_is_just_that(database):
    if get_engine().dialect.name == "sqlite":
        trigger = "CREATE TEMP TRIGGER no BEFORE INSERT ON rules BEGIN {} END"
        statements = [trigger.format("SELECT RAISE(ABORT, 'secret');")]
    else:
        statements = ["DO $$ BEGIN RAISE SQLSTATE '23P01'; END $$"]

    @atomic()
    def work():
        for statement in statements:
            get_session().execute(text(statement))
        Rule().save()

    error = get_error(work)
    assert (error.msg, error.errors) == (ConflictError.default_msg, [])


def test_nothing_of_sql_or_values_is_in_an_error(author):
    error = get_error(Author(email="a@example.com").save)

    shown = f"{error.msg} {error.errors} {error.field} {error.headers}"
    assert "example" not in shown
    assert "authors" not in shown
    assert "INSERT" not in shown


# What belongs to the object that is written


@pytest.fixture
def order(database):
    order = Order(lines=[Line(quantity=1), Line(quantity=2)])
    order.save()
    return order


def get_order():
    return Order.objects.prefetch_related("lines").get()


def assert_referred(error):
    assert (error.msg, error.field, error.errors) == (REFERRED, None, [])


def test_what_has_others_that_must_refer_to_it_can_not_be_deleted(order):
    assert_referred(get_error(lambda: get_order().delete()))
    assert Line.objects.count() == 2


def test_what_must_refer_to_an_object_can_not_be_taken_from_it(order):
    @atomic()
    def work():
        found = get_order()
        found.lines.pop()
        found.save()

    assert_referred(get_error(work))


def test_what_has_others_of_its_kind_can_not_be_deleted(database):
    for number, parent in ((1, 1), (2, 1), (3, 2)):
        Branch(id=number, parent_id=parent).save()

    assert_referred(get_error(Branch.objects.get(id=2).delete))
    other = Branch.objects.get(id=3)
    other.parent_id = None
    assert get_error(other.save).field == "parent_id"


def test_what_has_others_with_it_in_their_key_can_not_be_deleted(author):
    Book(author_id=author.id, number=1).save()

    assert_referred(get_error(Author.objects.get().delete))
    assert Book.objects.count() == 1


def test_an_assertion_of_ones_own_stays_what_it_is(database):
    with pytest.raises(AssertionError, match="mine"), atomic():
        raise AssertionError("mine")


def test_a_reference_that_the_database_empties_is_one(database):
    with atomic() as session:
        for statement in (
            "CREATE TABLE tails (id INTEGER PRIMARY KEY, rule_id INTEGER NOT NULL"
            " REFERENCES rules (id) ON DELETE SET NULL)",
            "INSERT INTO rules (id, low, high, weight) VALUES (1, 0, 0, 1)",
            "INSERT INTO tails VALUES (1, 1)",
        ):
            session.execute(text(statement))

    assert_referred(get_error(Rule.objects.get().delete))

    with atomic() as session:
        session.execute(text("DROP TABLE tails"))


@pytest.mark.parametrize(
    ("values", "kind", "sentence"),
    [
        ({}, ConflictError, "There must be a value for quantity."),
        ({"quantity": 2**80}, BadRequestError, "quantity must be a whole number from"),
    ],
)
def test_a_fault_of_a_related_object_names_no_field_of_the_body(
    order, values, kind, sentence
):
    @atomic()
    def work():
        found = get_order()
        found.lines.append(Line(**values))
        found.save()

    error = get_error(work, kind)

    assert sentence in error.msg
    assert (error.field, error.errors) == (None, [])


def test_a_reference_that_an_object_must_have_is_its_own_field(order):
    line = Line.objects.order_by("id")[0]
    line.order_id = None

    assert get_error(line.save).errors[0]["pointer"] == "#/order_id"


def test_a_table_without_a_model_is_foreign(order):
    with atomic() as session:
        session.execute(
            text("CREATE TABLE others (name TEXT NOT NULL, order_id INTEGER NOT NULL)")
        )

    @event.listens_for(Order, "before_update")
    def fail(mapper, connection, target):
        connection.execute(text("INSERT INTO others (order_id) VALUES (1)"))
        connection.execute(text("UPDATE others SET name = NULL"))

    order.parent_id = order.id
    try:
        error = get_error(order.save)
    finally:
        event.remove(Order, "before_update", fail)
        with atomic() as session:
            session.execute(text("DROP TABLE others"))

    assert (error.field, error.errors) == (None, [])


def test_a_change_without_a_model_can_miss_a_value(order):
    with atomic() as session:
        session.execute(text("CREATE TABLE others (name TEXT NOT NULL)"))
        session.execute(text("INSERT INTO others VALUES ('a')"))

    @atomic()
    def work():
        get_session().execute(text("UPDATE others SET name = NULL"))

    try:
        assert get_error(work).field == "name"
    finally:
        with atomic() as session:
            session.execute(text("DROP TABLE others"))


@pytest.mark.parametrize("is_changed", [True, False])
def test_an_error_of_ones_own_gets_out_where_objects_own_others(database, is_changed):
    Article(title="a", comments=[Comment(text="b"), Comment(text="c")]).save()

    @atomic()
    def work():
        article = Article.objects.prefetch_related("comments").get()
        if is_changed:
            article.comments[0].text = "d"
        found.append(article)
        raise BadRequestError("no")

    found = []
    with pytest.raises(BadRequestError, match="no"):
        work()

    assert (found[0].title, len(found[0].comments)) == ("a", 2)
    assert Comment.objects.filter(text="d").count() == 0


def test_rows_are_not_shown_in_tracebacks(database):
    for run in (
        lambda: get_session().execute(text("SELECT :a FROM nothing"), {"a": "secret"}),
        lambda: get_session().execute(text("SELECT :a"), {"a": "secret\ud800"}),
    ):
        with pytest.raises(SQLAlchemyError) as error, atomic():
            run()
        assert "secret" not in str(error.value).partition("[SQL")[2]
        assert "hidden" in str(error.value)


def test_rows_are_shown_while_debugging(database_url):
    statement = "SELECT :a FROM nothing"
    with override_settings(DATABASE_URL=f"{database_url}?", DEBUG=True):
        with pytest.raises(SQLAlchemyError, match="shown"), atomic() as session:
            session.execute(text(statement), {"a": "shown"})
        get_engine().dispose()


# Values


@pytest.mark.parametrize(
    ("model", "field", "value", "sentence"),
    [
        (Author, "points", 2**80, "must be a whole number from -9223372036854775808"),
        (Author, "email", "\ud800", "email must be text."),
        (Author, "fans", {"a": 1}, "fans must be a whole number."),
        (Rule, "since", "soon", "since must be a date and time (ISO 8601)."),
    ],
)
def test_a_value_that_can_not_be_stored_is_a_bad_request(
    database, model, field, value, sentence
):
    values = {"email": "a@example.com"} if model is Author else {}
    error = get_error(model(**values | {field: value}).save, BadRequestError)

    assert error.field == field
    assert sentence in error.msg


def test_a_change_that_can_not_be_stored_is_a_bad_request(author):
    author.points = 2**80

    assert get_error(author.save, BadRequestError).field == "points"


def test_a_bad_value_that_a_query_writes_first_is_a_bad_request(author):
    @atomic()
    def work():
        Author.objects.get().points = 2**80
        Author.objects.count()

    assert get_error(work, BadRequestError).field == "points"


def test_a_key_of_another_type_is_a_bad_request(database):
    error = get_error(Rule(id="first").save, BadRequestError)

    assert error.msg == "id must be a whole number."


@pytest.mark.parametrize(
    ("model", "field", "value", "sentence"),
    [
        (Author, "email", "a" * 51, "email must be at most 50 characters long."),
        (Author, "email", "a\0b", "email must be text without NUL"),
        (Author, "rank", 2**15, "rank must be a whole number from -32768 to 32767."),
        (Author, "fans", 2**31, "must be a whole number from -2147483648 to"),
        (Author, "fans", "many", "fans must be a whole number."),
        (Rule, "name", "a" * 21, "name must be at most 20 characters long."),
        (Rule, "price", Decimal(1000), "price must be a number with at most 3 digits"),
    ],
)
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.integration
def test_what_postgresql_can_not_store_is_a_bad_request(
    database, model, field, value, sentence
):
    values = {"email": "a@example.com"} if model is Author else {}
    error = get_error(model(**values | {field: value}).save, BadRequestError)

    assert error.field == field
    assert sentence in error.msg


def test_one_of_many_rows_that_can_not_be_stored_is_found(database):
    @atomic()
    def work():
        session = get_session()
        session.add_all([Rule(section=1), Rule(section=2**80), Rule(section=3)])

    assert get_error(work, BadRequestError).field == "section"


def test_a_statement_of_ones_own_with_an_unfit_value_is_a_bad_request(database):
    @atomic()
    def work():
        get_session().execute(insert(Rule.__table__).values(section=2**80))

    assert get_error(work, BadRequestError).msg == BadRequestError.default_msg


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.integration
@pytest.mark.parametrize("number", ["999.995", "1e999999999"])
def test_a_statement_of_ones_own_with_a_large_number_names_it(database, number):
    @atomic()
    def work():
        Rule().save()
        get_session().execute(
            insert(Rule.__table__).values(price=Decimal(number), high=1, low=0)
        )

    error = get_error(work, BadRequestError)
    assert error.msg == "price must be a number with at most 3 digits before the point."


def test_values_without_names_are_not_looked_at(database):
    mark = "?" if get_engine().dialect.name == "sqlite" else "%s"
    statement = f"UPDATE rules SET section = {mark}"

    @atomic()
    def work():
        Rule().save()
        get_session().connection().exec_driver_sql(statement, (2**80,))

    assert get_error(work, BadRequestError).field is None


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.integration
def test_what_is_computed_from_good_values_may_be_unfit(database):
    @atomic()
    def work():
        Rule().save()
        get_session().execute(
            insert(Rule).values(section=text("1 / 0"), high=1, price=Decimal(1))
        )

    error = get_error(work, BadRequestError)
    assert (error.msg, error.field) == (BadRequestError.default_msg, None)


def test_a_value_of_a_query_is_no_bad_request(database):
    with pytest.raises(ValueError, match="Rule can't be looked up so"):
        Rule.objects.filter(Rule.section == 2**80).count()


def test_mistakes_stay_what_they_are(database):
    for statement in (
        "SELECT nothing",
        "UPDATE rules SET nothing = 1",
        "SELECT * nope",
    ):
        with (
            pytest.raises((OperationalError, ProgrammingError)),
            atomic() as session,
        ):
            session.execute(text(statement))


# Versions


@pytest.fixture
def note(author):
    note = Note(author_id=author.id, title="a")
    note.save()
    return note


def test_a_version_is_counted(note):
    assert note.version == 1
    note.title = "b"
    note.save()
    assert note.version == 2
    note.save()
    assert Note.objects.get().version == 2


@pytest.mark.parametrize(
    "change", [lambda note: note.save(), lambda note: note.delete()]
)
def test_a_write_that_comes_second_is_stale(note, change):
    other = Note.objects.get()
    other.title = "b"
    other.save()

    note.title = "c"
    get_error(lambda: change(note), StaleObjectError)
    assert Note.objects.get().title == "b"


def test_a_write_that_comes_second_is_stale_at_the_end_of_a_unit_too(note):
    @atomic()
    def work():
        mine = Note.objects.get()
        get_session().execute(text("UPDATE notes SET version = 7"))
        mine.title = "c"

    get_error(work, StaleObjectError)
    assert Note.objects.get().version == 1


def test_saving_what_is_gone_is_stale(database):
    rule = Rule()
    rule.save()
    Rule.objects.get().delete()

    rule.low = 1
    get_error(rule.save, StaleObjectError)


def test_deleting_what_is_gone_is_done_already(database):
    rule = Rule()
    rule.save()
    Rule.objects.get().delete()

    rule.delete()


@pytest.mark.parametrize("version", [0, 2, 7, None])
def test_a_version_can_not_be_set(note, version):
    note.version = version
    note.title = "b"

    with pytest.raises(StaleObjectError):
        note.save()

    found = Note.objects.get()
    assert (found.version, found.title) == (1, "a")


def test_the_version_that_there_is_may_be_sent(note):
    note.version = 1
    note.title = "b"
    note.save()

    assert Note.objects.get().version == 2


def test_a_new_object_begins_with_version_one(author):
    note = Note(author_id=author.id, title="a", version=7)
    note.save()

    assert note.version == Note.objects.get().version == 1


# Databases that are away or busy


def is_unavailable(error):
    return error.headers == {"Retry-After": "1"}


@pytest.mark.integration
def test_a_server_that_is_away_is_unavailable_until_it_is_back(
    restartable_postgresql, postgresql_url
):
    with override_settings(DATABASE_URL=postgresql_url):
        Rule.metadata.create_all(get_engine())
        Rule().save()
        engine = get_engine()

        restartable_postgresql.stop()
        for use in (Rule.objects.count, Rule().save, lambda: list(Rule.objects)):
            assert is_unavailable(get_error(use, ServiceUnavailableError))
        restartable_postgresql.start()

        assert Rule.objects.count() == 1
        assert get_engine() is engine
        engine.dispose()


@pytest.mark.integration
@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_server_that_goes_away_in_a_unit_leaves_nothing(
    restartable_postgresql, postgresql_url, mode
):
    @atomic()
    def work():
        Rule().save()
        restartable_postgresql.restart(mode)
        Rule().save()

    with override_settings(DATABASE_URL=postgresql_url):
        Rule.metadata.create_all(get_engine())
        error = get_error(work, ServiceUnavailableError)

        assert is_unavailable(error)
        assert "127.0.0.1" not in error.msg
        assert Rule.objects.count() == 0
        get_engine().dispose()


@pytest.mark.integration
def test_a_server_that_goes_away_before_the_end_of_a_unit_leaves_nothing(
    restartable_postgresql, postgresql_url
):
    @atomic()
    def work():
        Rule().save()
        restartable_postgresql.restart()

    with override_settings(DATABASE_URL=postgresql_url):
        Rule.metadata.create_all(get_engine())
        get_error(work, ServiceUnavailableError)

        assert Rule.objects.count() == 0
        get_engine().dispose()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.integration
@pytest.mark.parametrize(
    "statement",
    [
        "SET LOCAL statement_timeout = 1; SELECT pg_sleep(1)",
        "SET LOCAL lock_timeout = 1; SELECT * FROM rules FOR UPDATE",
        "SELECT pg_terminate_backend(pg_backend_pid())",
        "DO $$ BEGIN RAISE SQLSTATE '40001'; END $$",
        "DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$",
        "DO $$ BEGIN RAISE SQLSTATE '53300'; END $$",
        "DO $$ BEGIN RAISE SQLSTATE '57P03'; END $$",
    ],
)
def test_what_postgresql_wants_tried_again_is_unavailable(database, statement):
    Rule().save()

    def work():
        with get_engine().begin() as other:
            other.execute(select(Rule.id).with_for_update())
            with atomic() as session:
                for part in (
                    statement.split("; ") if "DO" not in statement else [statement]
                ):
                    session.execute(text(part))

    assert is_unavailable(get_error(work, ServiceUnavailableError))


@pytest.mark.parametrize("database_url", ["file"], indirect=True)
def test_sqlite_that_is_locked_for_too_long_is_unavailable(database):
    is_locked, is_done = Event(), Event()

    @atomic()
    def lock():
        Rule().save()
        is_locked.set()
        is_done.wait(10)

    thread = Thread(target=lock)
    thread.start()
    is_locked.wait(10)

    @atomic()
    def work():
        get_session().execute(text("PRAGMA busy_timeout = 1"))
        Rule().save()

    try:
        error = get_error(work, ServiceUnavailableError)
    finally:
        is_done.set()
        thread.join()

    assert is_unavailable(error)


@pytest.mark.parametrize("database_url", ["file"], indirect=True)
def test_a_connection_that_is_gone_is_unavailable(database):
    @atomic()
    def work():
        connection = get_session().connection()
        connection.connection.driver_connection.close()
        Rule().save()

    assert is_unavailable(get_error(work, ServiceUnavailableError))
    assert Rule.objects.count() == 0


def test_a_pool_without_a_free_connection_is_unavailable(database, monkeypatch):
    engine = get_engine()
    monkeypatch.setattr(engine.pool, "_timeout", 0.01)
    taken = [engine.connect() for _ in range(engine.pool.size())]
    monkeypatch.setattr(engine.pool, "_max_overflow", 0)
    try:
        assert is_unavailable(get_error(Rule.objects.count, ServiceUnavailableError))
    finally:
        for connection in taken:
            connection.close()
