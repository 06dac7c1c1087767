"""Attributes that are encrypted."""

from __future__ import annotations

import pytest
from pynamodb.attributes import ListAttribute, MapAttribute, UnicodeAttribute

from pyverless.config import override_settings
from pyverless.contrib.pynamodb import EncryptedAttribute, Model
from pyverless.crypto import decrypt
from pyverless.crypto.encryption import is_current
from pyverless.exceptions import (
    BadRequestError,
    ImproperlyConfigured,
    StaleObjectError,
)
from pyverless.handlers import CreateHandler, ListHandler, RetrieveHandler
from pyverless.test import Client

SECRET = "a secret of this test suite, of 32 bytes and more"
OTHER = "another secret of this test suite, of 32 bytes"
CARD = "4111 1111 1111 1111"


class Customer(Model):
    class Meta:
        table_name = "encrypted-customers"
        billing_mode = "PAY_PER_REQUEST"

    id = UnicodeAttribute(hash_key=True)
    name = UnicodeAttribute(default="ada")
    card = EncryptedAttribute(null=True)
    note = EncryptedAttribute(null=True, attr_name="remark")
    old = EncryptedAttribute(null=True, salt="clients.tel")
    level = EncryptedAttribute(default="basic")


@pytest.fixture(scope="module")
def _table(aws):
    Customer.create_table(wait=True)
    yield
    Customer.delete_table()


@pytest.fixture(autouse=True)
def _secret():
    with override_settings(SECRET_KEY=SECRET):
        yield


@pytest.fixture
def customers(_table):
    """The manager of an empty table."""
    yield Customer.objects
    for key in [item["id"]["S"] for item in raw_items()]:
        connection().delete_item(key)


def connection():
    return Customer._get_connection()


def raw_items():
    return connection().scan()["Items"]


def raw():
    """Return the only item, as DynamoDB has it."""
    [item] = raw_items()
    return {name: next(iter(value.values())) for name, value in item.items()}


def test_what_is_stored_is_encrypted_for_its_attribute(customers):
    Customer(id="1", card=CARD, note="vip", old="007").save()

    found = customers.get(id="1")
    assert (found.card, found.note, found.old) == (CARD, "vip", "007")
    item = raw()
    assert decrypt(item["card"], salt="Customer.card") == CARD
    assert decrypt(item["remark"], salt="Customer.remark") == "vip"
    assert decrypt(item["old"], salt="clients.tel") == "007"


def test_no_value_stays_none(customers):
    Customer(id="1").save()

    assert "card" not in raw()
    assert [each.card for each in customers.filter(card__isnull=True)] == [None]


def test_only_what_changed_is_written(customers):
    Customer(id="1", card=CARD, note="vip").save()
    before = raw()

    found = customers.get(id="1")
    found.name, found.note = "grace", "gone"
    found.save()

    after = raw()
    assert after["name"] == "grace"
    assert after["remark"] != before["remark"]
    assert (after["card"], after["level"]) == (before["card"], before["level"])
    assert customers.get(id="1").note == "gone"


def test_what_a_default_has_added_is_not_written(customers):
    connection().put_item("1", attributes={"name": {"S": "a"}})

    found = customers.select_for_update().get(id="1")
    assert found.level == "basic"
    found.name = "b"
    found.save()

    assert raw() == {"id": "1", "name": "b"}


def test_a_value_can_be_taken_away(customers):
    Customer(id="1", card=CARD).save()

    found = customers.get(id="1")
    found.card = None
    found.save()

    assert "card" not in raw()


@pytest.mark.parametrize("value", [7, b"7", "\ud800", ["7"]])
def test_what_is_no_text_is_the_callers_mistake(value):
    with pytest.raises(BadRequestError, match=r"^card must be text\.$") as caught:
        Customer(id="1", card=value).save()
    assert caught.value.field == "card"


def test_it_is_no_key():
    with pytest.raises(TypeError, match="hash_key"):
        EncryptedAttribute(hash_key=True)


def test_it_can_not_be_in_a_map():
    # Python 3.11 wraps what goes wrong in a RuntimeError.
    with pytest.raises((ImproperlyConfigured, RuntimeError)) as caught:
        type("Place", (MapAttribute,), {"street": EncryptedAttribute(salt="a")})

    error = caught.value.__cause__ or caught.value
    assert "Place.street is an EncryptedAttribute" in str(error)


def test_one_without_a_name_says_what_is_missing():
    class Folder(Model):
        class Meta:
            table_name = "folders"

        id = UnicodeAttribute(hash_key=True)
        texts = ListAttribute(of=EncryptedAttribute)

    with pytest.raises(ImproperlyConfigured, match=r"salt='customers\.card'"):
        Folder(id="1", texts=["a"]).save()


# Look-ups


@pytest.mark.parametrize("lookup", ["card", "card__in", "card__gt", "card__contains"])
def test_nothing_can_be_looked_for_in_it(lookup):
    for look_up in (
        lambda: Customer.objects.filter(**{lookup: "a"}),
        lambda: Customer.objects.check_lookups([lookup], []),
    ):
        with pytest.raises(ImproperlyConfigured, match=r"^card is encrypted, so card_"):
            look_up()


def test_it_has_no_order():
    with pytest.raises(ImproperlyConfigured, match="which has no order"):
        Customer.objects.check_lookups(["card__isnull"], ["-card"])


@pytest.mark.parametrize(
    "declared", [{"filter_fields": ["card"]}, {"ordering_fields": ["card"]}]
)
def test_a_list_that_would_look_into_it_fails_during_init(declared):
    cls = type("Customers", (ListHandler,), {"model": Customer, **declared})
    cls.serializer = staticmethod(vars)

    with pytest.raises(ImproperlyConfigured, match=r"card is .*ncrypted"):
        cls.as_handler()


# Handlers


class Retrieve(RetrieveHandler):
    model = Customer

    def serialize(self, obj):
        return {"card": obj.card}


class Create(CreateHandler):
    model = Customer
    required_body_keys = ["id", "card"]


def test_a_caller_who_sends_no_text_reads_which_field_it_is():
    response = Client(Create).post("/", json={"id": "1", "card": 4111})

    assert response.status_code == 400
    assert response.json()["detail"] == "card must be text."


@pytest.mark.parametrize("is_swapped", [False, True])
def test_what_can_not_be_decrypted_is_our_mistake_and_shows_nothing(
    customers, log, is_swapped
):
    Customer(id="1", card=CARD, note="vip").save()
    token = raw()["remark" if is_swapped else "card"]
    if is_swapped:
        connection().put_item("1", attributes={"card": {"S": token}})
    client = Client(Retrieve, route="/customers/{id}")

    with override_settings(SECRET_KEY=SECRET if is_swapped else OTHER):
        response = client.get("/customers/1")

    assert response.status_code == 500
    assert "What is stored in Customer.card can't be decrypted" in log.text
    for secret in (token, CARD, "vip", SECRET, OTHER):
        assert secret not in log.text
        assert secret not in response.text


# Rotation


def encrypt_anew():
    """Return the number of objects that others have changed meanwhile."""
    missed = 0
    for customer in Customer.objects.select_for_update():
        try:
            customer.save()
        except StaleObjectError:
            missed += 1
    return missed


def test_after_a_rotation_the_old_secret_is_not_needed(customers):
    for number in range(3):
        Customer(id=str(number), card=f"card {number}").save()
    Customer(id="3").save()

    with override_settings(SECRET_KEY=OTHER, SECRET_KEY_FALLBACKS=[SECRET]):
        assert encrypt_anew() == 0
        before = raw_items()
        assert encrypt_anew() == 0
        assert raw_items() == before, "what is current is not written again"
    with override_settings(SECRET_KEY=OTHER):
        cards = {each.id: each.card for each in customers.all()}
    assert cards == {"0": "card 0", "1": "card 1", "2": "card 2", "3": None}


def test_a_rotation_does_not_undo_what_others_do(customers):
    Customer(id="1", card=CARD).save()

    with override_settings(SECRET_KEY=OTHER, SECRET_KEY_FALLBACKS=[SECRET]):
        ours = customers.select_for_update().get(id="1")
        theirs = customers.get(id="1")
        theirs.card = "new"
        theirs.save()
        with pytest.raises(StaleObjectError):
            ours.save()
        assert customers.get(id="1").card == "new"


def test_an_object_that_is_not_guarded_leaves_what_an_older_secret_wrote(customers):
    Customer(id="1", card=CARD).save()

    with override_settings(SECRET_KEY=OTHER, SECRET_KEY_FALLBACKS=[SECRET]):
        found = customers.get(id="1")
        found.name = "grace"
        found.save()
        assert raw()["name"] == "grace"
        assert not is_current(raw()["card"], salt="Customer.card")
