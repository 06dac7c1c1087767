"""What objects in DynamoDB may hold, and what is refused before it is asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from marshmallow import Schema, fields

from pyverless.exceptions import BadRequestError, ConflictError
from pyverless.handlers import CreateHandler, RetrieveHandler, UpdateHandler
from pyverless.serializers import Serializer
from pyverless.test import Client

from .models import Address, Comment, Parcel
from .spying import sent

NESTED = ["sender", "stops", "notes", "extra", "labels", "sizes"]


class ParcelCreate(CreateHandler):
    model = Parcel
    lookup_field = "number"
    optional_body_keys = ["number", "weight", *NESTED]
    serializer = Serializer(include=["number", *NESTED])


class ParcelRetrieve(RetrieveHandler):
    model = Parcel
    lookup_field = "number"
    serializer = Serializer(include=["number", *NESTED])


class CommentUpdate(UpdateHandler):
    model = Comment
    lookup_field = "number"
    optional_body_keys = ["number", "text"]
    serializer = Serializer(include=["number", "text"])


def save(**values):
    Parcel(number=1, **values).save()
    return Parcel.objects.get(number=1)


def item():
    params = {"TableName": "parcels", "Key": {"number": {"N": "1"}}}
    return Parcel._get_connection().connection.dispatch("GetItem", params)["Item"]


# What can't be stored


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("labels", ["a", "a"], "Something in labels must be there only once."),
        ("labels", "abc", "labels must be a list."),
        ("labels", 5, "labels must be a list."),
        ("labels", [1], "Something in labels must be text."),
        ("sizes", [1, 1.0], "Something in sizes must be there only once."),
        ("sizes", ["x"], "Something in sizes must be a number."),
        ("sizes", [True], "Something in sizes must be a number."),
        ("sizes", [10**39 + 1], "Something in sizes must be a number of up to 38"),
        ("seals", ["x"], "Something in seals must be bytes."),
        ("sender", {"street": "x", "nope": 1}, "sender must be an object of values"),
        ("sender", "x", "sender must be an object."),
        ("sender", [1], "sender must be an object."),
        ("sender", {"street": 1}, "Something in sender must be text."),
        ("sender", {"street": "x", "number": "1"}, "Something in sender must be a n"),
        ("extra", [1], "extra must be an object."),
        ("extra", "x", "extra must be an object."),
        ("extra", {"self": 1}, "extra must be an object of values"),
        ("extra", {"a": {"b": [1e300]}}, "Something in extra must be a number of up"),
        ("extra", {"a": Decimal(1)}, "extra must be an object of values that this"),
        ("notes", "x", "notes must be a list."),
        ("notes", {"a": 1}, "notes must be a list."),
        ("notes", ["\ud800"], "Something in notes must be text."),
        ("notes", [{"a": "\0"}], "Something in notes must be text without NUL char"),
        ("stops", ["x"], "stops must be a list of values that this field has."),
        ("stops", [{"street": "x", "a": 1}], "stops must be a list of values that"),
        ("weight", Decimal("1e200"), "weight must be a number of up to 38 digits."),
        ("weight", Decimal("NaN"), "weight must be a number."),
        ("expires", "tomorrow", "expires must be a date and time (ISO 8601)."),
        (
            "expires",
            datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=5))),
            "expires must be a date and time (ISO 8601).",
        ),
    ],
)
def test_what_an_attribute_can_t_hold_is_a_bad_request(field, value, sentence):
    with pytest.raises(BadRequestError) as caught:
        Parcel(number=1, **{field: value}).save()

    error = caught.value
    assert error.msg.startswith(sentence)
    assert error.field == field
    assert error.errors == [
        {"pointer": f"#/{field}", "detail": error.msg, "code": "invalid"}
    ]


@pytest.mark.parametrize(
    ("field", "value", "path"),
    [
        ("sender", {"number": 1}, "sender.street"),
        ("stops", [{"street": "x"}, {}], "stops.1.street"),
    ],
)
def test_what_is_missing_within_a_value_is_named(field, value, path):
    with pytest.raises(ConflictError, match=f"a value for {path}") as caught:
        Parcel(number=1, **{field: value}).save()

    assert caught.value.field == field
    assert caught.value.errors[0]["pointer"] == f"#/{path.replace('.', '/')}"


def test_a_mistake_with_what_is_no_attribute_stays_what_it_is():
    class Odd(Parcel):
        class Meta(Parcel.Meta):
            pass

        @property
        def size(self):
            return 5

    with pytest.raises(AttributeError, match="size"):
        Odd(number=1).size = 6


# What can be stored


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("labels", ["a", "b"], {"a", "b"}),
        ("labels", {"a"}, {"a"}),
        ("labels", [], None),
        ("sizes", (1, 2.5), {1, 2.5}),
        ("seals", {b"a"}, {b"a"}),
        ("notes", [1, "x", None, True, b"a", {"a": [{}]}, {"x"}], None),
        ("weight", None, None),
    ],
)
def test_what_an_attribute_can_hold_is_stored(tables, field, value, expected):
    found = getattr(save(**{field: value}), field)

    if field == "notes":
        assert found[:5] == value[:5]
        assert (found[5]["a"][0].keys(), found[6]) == (set(), {"x"})
    else:
        assert found == expected


def test_maps_and_lists_of_them_are_stored(tables):
    address = Address(street="y")

    found = save(
        sender={"street": "x", "number": 1},
        stops=[address, {"street": "z"}, None],
        extra={"a": {"b": 1}},
    )

    assert (found.sender.street, found.sender.number) == ("x", 1)
    assert [stop and stop.street for stop in found.stops] == ["y", "z", None]
    assert found.extra.as_dict() == {"a": {"b": 1}}


@pytest.mark.parametrize("text", ["1.10", "12345678901234567890.123456789", "-0"])
def test_a_decimal_is_written_exactly(tables, text):
    found = save(weight=Decimal(text))

    # DynamoDB leaves zeros out.
    assert Decimal(item()["weight"]["N"]) == Decimal(text)
    assert found.weight == float(text)


def test_a_decimal_that_did_not_change_is_not_written(tables):
    parcel = save(weight=Decimal("1.10"))
    assert sent(Parcel, parcel.save) == []

    parcel.weight = Decimal("1.1")
    assert sent(Parcel, parcel.save) == []


def test_a_decimal_may_be_a_key_and_a_default(tables):
    Parcel(number=Decimal(7)).save()
    params = {"TableName": "parcels", "Item": {"number": {"N": "8"}}}
    Parcel._get_connection().connection.dispatch("PutItem", params)

    assert Parcel.objects.get(number=7).fee == 2.5
    found = Parcel.objects.get(number=8)
    assert (found.fee, sent(Parcel, found.save)) == (Decimal("2.50"), [])


@pytest.mark.parametrize("tz", [None, UTC])
def test_a_time_to_live_without_an_offset_is_in_utc(tables, tz):
    found = save(expires=datetime(2030, 5, 17, 12, tzinfo=tz))

    assert found.expires == datetime(2030, 5, 17, 12, tzinfo=UTC)


# Handlers

BODY = {
    "number": 1,
    "sender": {"street": "x", "number": 1},
    "stops": [{"street": "y"}],
    "notes": [{"a": [1]}],
    "extra": {"as_dict": 1, "isoformat": {"b": None}},
    "labels": ["a"],
    "sizes": [1],
}


def test_maps_are_answered_as_objects(tables):
    response = Client(ParcelCreate).post("/", json=BODY)

    assert (response.status_code, response.json()) == (201, BODY)
    found = Client(ParcelRetrieve).get("/", path_params={"number": "1"})
    assert found.json() == BODY


class AddressSchema(Schema):
    street = fields.String()


class ParcelSchema(Schema):
    sender = fields.Nested(AddressSchema)
    stops = fields.List(fields.Nested(AddressSchema))
    extra = fields.Raw()


def test_maps_are_answered_by_schemas(tables):
    save(sender={"street": "x"}, stops=[{"street": "y"}], extra={"a": {"b": 1}})
    client = Client(ParcelRetrieve.as_handler(serializer=ParcelSchema))

    assert client.get("/", path_params={"number": "1"}).json() == {
        "sender": {"street": "x"},
        "stops": [{"street": "y"}],
        "extra": {"a": {"b": 1}},
    }


@pytest.mark.parametrize(
    "body", [{"labels": ["a", "a"]}, {"sender": {"a": 1}}, {"extra": [1]}]
)
def test_a_value_that_can_t_be_stored_is_a_400(tables, body):
    response = Client(ParcelCreate).post("/", json={"number": 1, **body})

    assert response.status_code == 400
    assert response.json()["errors"][0]["pointer"] == f"#/{next(iter(body))}"


def test_a_key_that_would_change_is_a_400(tables):
    Comment(author="ann", number=1).save()
    client, path_params = Client(CommentUpdate), {"number": "1"}

    response = client.patch("/", json={"number": 2}, path_params=path_params)
    same = client.patch("/", json={"number": 1}, path_params=path_params)

    assert (response.status_code, same.status_code) == (400, 200)
    assert response.json()["errors"] == [
        {
            "pointer": "#/number",
            "detail": "number can't be changed.",
            "code": "invalid",
        }
    ]
