"""Columns that are encrypted."""

from __future__ import annotations

import subprocess
import sys
from typing import Annotated

import pytest
from sqlalchemy import MetaData, Text, cast, literal, select, text, type_coerce, update
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.orm.attributes import flag_modified

from pyverless.config import override_settings
from pyverless.contrib.sqlalchemy import (
    EncryptedText,
    ModelMixin,
    atomic,
    create_all,
    get_engine,
)
from pyverless.crypto import decrypt, encrypt
from pyverless.exceptions import BadRequestError, ImproperlyConfigured
from pyverless.handlers import CreateHandler, ListHandler, RetrieveHandler
from pyverless.pagination import CursorPagination
from pyverless.test import Client

SECRET = "a secret of this test suite, of 32 bytes and more"
OTHER = "another secret of this test suite, of 32 bytes"
CARD = "4111 1111 1111 1111"

Secret = Annotated[str, mapped_column(EncryptedText)]
SHARED = EncryptedText()


class Base(ModelMixin, DeclarativeBase):
    pass


class Noted:
    note: Mapped[str | None] = mapped_column("remark", EncryptedText(), key="memo")


class Customer(Noted, Base):
    __tablename__ = "customers"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(default="ada")
    card: Mapped[Secret | None]
    phone: Mapped[str | None] = mapped_column(SHARED)
    old: Mapped[str | None] = mapped_column(EncryptedText(salt="clients.tel"))


class Order(Noted, Base):
    __tablename__ = "orders"
    __table_args__ = {"schema": "main"}

    id: Mapped[int] = mapped_column(primary_key=True)
    card: Mapped[Secret | None]
    phone: Mapped[str | None] = mapped_column(SHARED)


@pytest.fixture(autouse=True)
def _database():
    with override_settings(DATABASE_URL="sqlite://", SECRET_KEY=SECRET):
        create_all(Base)
        yield
        get_engine().dispose()


def stored(column):
    """Return what the database has, of the only row."""
    with atomic() as session:
        return session.scalar(select(type_coerce(column, Text).label("stored")))


def test_what_is_stored_is_encrypted_for_its_column():
    Customer(card=CARD, old="007").save()

    [found] = Customer.objects.all()
    assert (found.card, found.old) == (CARD, "007")
    assert decrypt(stored(Customer.card), salt="customers.card") == CARD
    assert decrypt(stored(Customer.old), salt="clients.tel") == "007"


def test_no_value_stays_none():
    Customer(card=None).save()

    assert stored(Customer.card) is None
    assert [c.card for c in Customer.objects.filter(card=None)] == [None]
    assert not list(Customer.objects.filter(card__isnull=False))


@pytest.mark.parametrize(
    ("column", "salt"),
    [
        (Customer.card, "customers.card"),
        (Customer.note, "customers.remark"),
        (Customer.phone, "customers.phone"),
        (Order.card, "main.orders.card"),
        (Order.note, "main.orders.remark"),
        (Order.phone, "main.orders.phone"),
    ],
)
def test_every_column_has_a_salt_of_its_own(column, salt):
    assert column.type.salt == salt


def test_a_copy_of_a_table_reads_the_same():
    copied = Customer.__table__.to_metadata(MetaData(), name="archive")

    assert copied.c.card.type.salt == "customers.card"


def test_what_is_stored_in_one_column_can_not_be_read_from_another():
    Customer(card=CARD).save()

    with atomic() as session:
        session.execute(text("UPDATE customers SET remark = card"))
    with pytest.raises(
        ImproperlyConfigured, match=r"^What is stored in customers\.remark can't be"
    ):
        list(Customer.objects.all())


def test_statements_that_look_alike_do_not_mix_up_salts():
    with atomic() as session:
        for column in (Customer.card, Customer.phone):
            token = session.scalar(select(cast(literal(CARD, column.type), Text)))
            assert decrypt(token, salt=column.type.salt) == CARD


def test_an_unchanged_value_is_not_written_again():
    Customer(card=CARD).save()
    before = stored(Customer.card)

    found = Customer.objects.get()
    found.name, found.card = "grace", CARD
    found.save()

    assert stored(Customer.card) == before


def test_columns_are_updated_in_bulk():
    Customer(card=CARD).save()

    with atomic() as session:
        session.execute(update(Customer).values(card="1"))
    assert Customer.objects.get().card == "1"


@pytest.mark.parametrize("value", [7, b"7", "\ud800", "a\0"])
def test_what_is_no_text_is_the_callers_mistake(value):
    with pytest.raises(BadRequestError, match=r"^card must be text") as caught:
        Customer(card=value).save()
    assert caught.value.field == "card"


def test_a_type_without_a_column_says_what_is_missing():
    with (
        atomic() as session,
        pytest.raises(StatementError, match=r"salt='customers\.card'"),
    ):
        session.scalar(select(literal("a", EncryptedText())))


def test_the_library_is_loaded_where_a_model_has_such_a_column_and_not_before():
    program = """
import sys
from pyverless.contrib.sqlalchemy import EncryptedText
assert "cryptography" not in sys.modules
EncryptedText()
assert "cryptography" in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True)


# Look-ups


@pytest.mark.parametrize("lookup", ["card", "card__in", "card__gt", "card__contains"])
def test_nothing_can_be_looked_for_in_it(lookup):
    with pytest.raises(ImproperlyConfigured, match=r"^customers\.card is encrypted"):
        Customer.objects.filter(**{lookup: "a"})
    with pytest.raises(ImproperlyConfigured, match=r"^Customer\.card is encrypted, so"):
        Customer.objects.check_lookups([lookup], [])


def test_it_has_no_order():
    with pytest.raises(ImproperlyConfigured, match="it has no order"):
        list(Customer.objects.order_by("card"))
    with pytest.raises(ImproperlyConfigured, match="can't be ordered by '-card'"):
        Customer.objects.check_lookups(["card__isnull"], ["-card"])


def test_expressions_of_it_are_refused_too():
    column = Customer.__table__.c.card

    with pytest.raises(ImproperlyConfigured, match="is encrypted"):
        assert column != CARD
    with pytest.raises(ImproperlyConfigured, match="is encrypted"):
        "a" + column
    assert str(column.is_not(None)) == "customers.card IS NOT NULL"


@pytest.mark.parametrize(
    "declared",
    [
        {"filter_fields": ["card"]},
        {"ordering_fields": ["card"]},
        {"ordering": ["card"], "pagination_class": CursorPagination},
    ],
)
def test_a_list_that_would_look_into_it_fails_during_init(declared):
    cls = type("Customers", (ListHandler,), {"model": Customer, **declared})
    cls.serializer = staticmethod(vars)

    with pytest.raises(ImproperlyConfigured, match=r"Customer\.card is encrypted"):
        cls.as_handler()


# Handlers


class Retrieve(RetrieveHandler):
    model = Customer

    def serialize(self, obj):
        return {"card": obj.card}


class Create(CreateHandler):
    model = Customer
    required_body_keys = ["card"]


def test_a_caller_who_sends_no_text_reads_which_field_it_is():
    response = Client(Create).post("/", json={"card": 4111})

    assert response.status_code == 400
    assert response.json()["detail"] == "card must be text."


def test_what_can_not_be_decrypted_is_our_mistake_and_shows_nothing(log):
    Customer(card=CARD).save()
    token = stored(Customer.card)
    client = Client(Retrieve, route="/customers/{id}")

    assert client.get("/customers/1").json() == {"card": CARD}
    with override_settings(SECRET_KEY=OTHER):
        response = client.get("/customers/1")

    assert response.status_code == 500
    assert "SECRET_KEY_FALLBACKS" in log.text
    for secret in (token, CARD, SECRET, OTHER):
        assert secret not in log.text
        assert secret not in response.text
    assert "SECRET_KEY" not in response.text


# Rotation


def encrypt_anew():
    with atomic():
        for customer in Customer.objects.select_for_update():
            flag_modified(customer, "card")
            customer.save()


def test_after_a_rotation_the_old_secret_is_not_needed():
    for number in range(3):
        Customer(card=f"{number}").save()
    Customer(card=None).save()

    with override_settings(SECRET_KEY=OTHER, SECRET_KEY_FALLBACKS=[SECRET]):
        encrypt_anew()
    with override_settings(SECRET_KEY=OTHER):
        cards = [customer.card for customer in Customer.objects.order_by("id")]
    assert cards == ["0", "1", "2", None]


def test_plain_text_of_old_rows_can_be_encrypted():
    with atomic() as session:
        session.execute(text("INSERT INTO customers (name, card) VALUES ('a', '411')"))
        rows = session.execute(
            select(Customer.id, type_coerce(Customer.card, Text).label("plain"))
        )
        for key, plain in rows.all():
            session.execute(update(Customer).filter_by(id=key).values(card=plain))

    assert Customer.objects.get().card == "411"
    assert encrypt("411") != stored(Customer.card) != "411"
