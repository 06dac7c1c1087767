from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from pyverless.events.sns import SNSNotification
from pyverless.exceptions import BadRequestError, UnsupportedEventError

# As https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html shows it.
RECORD = {
    "EventVersion": "1.0",
    "EventSubscriptionArn": "arn:aws:sns:us-east-1:123456789012:sns-lambda:21be56ed",
    "EventSource": "aws:sns",
    "Sns": {
        "SignatureVersion": "1",
        "Timestamp": "2019-01-02T12:45:07.000Z",
        "Signature": "tcc6faL2yUC6dgZdmrwh1Y4cGa/ebXEkAi6RibDsvpi+tE/1+82j...65r==",
        "SigningCertUrl": "https://sns.us-east-1.amazonaws.com/certificate.pem",
        "MessageId": "95df01b4-ee98-5cb9-9903-4c221d41eb5e",
        "Message": '{"id": 5}',
        "MessageAttributes": {
            "Test": {"Type": "String", "Value": "TestString"},
            "TestBinary": {"Type": "Binary", "Value": "VGVzdEJpbmFyeQ=="},
        },
        "Type": "Notification",
        "UnsubscribeUrl": "https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe",
        "TopicArn": "arn:aws:sns:us-east-1:123456789012:sns-lambda",
        "Subject": "TestInvoke",
    },
}


def make(**changes):
    return SNSNotification.from_record({**RECORD, "Sns": {**RECORD["Sns"], **changes}})


def test_a_notification_is_a_dictionary_of_its_parts():
    notification = make()

    assert notification == {
        "message": '{"id": 5}',
        "subject": "TestInvoke",
        "topic": "arn:aws:sns:us-east-1:123456789012:sns-lambda",
        "attributes": RECORD["Sns"]["MessageAttributes"],
        "message_id": "95df01b4-ee98-5cb9-9903-4c221d41eb5e",
        "subscription": RECORD["EventSubscriptionArn"],
    }
    assert notification.record == RECORD
    assert notification.text == '{"id": 5}'
    assert notification.json_body == {"id": 5}
    assert notification.sent == datetime(2019, 1, 2, 12, 45, 7, tzinfo=UTC)


@pytest.mark.parametrize("record", [{}, {"Sns": None}, {"Sns": {"Message": None}}])
def test_what_is_not_there_is_none(record):
    notification = SNSNotification.from_record(record)

    assert (notification.text, notification.typed_attributes) == ("", {})
    assert notification["message_id"] is notification["subject"] is None
    assert notification.sent is None


def test_a_message_that_is_no_json_is_a_bad_request():
    with pytest.raises(BadRequestError, match="not JSON"):
        _ = make(Message="hello").json_body


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("String", "5", "5"),
        ("Number", "-5", -5),
        ("Number", "2.50", Decimal("2.50")),
        ("Binary", "AP8=", b"\x00\xff"),
        ("String.Array", '["a", true, null, 1.5]', ["a", True, None, 1.5]),
        ("String.Array", None, None),
        ("String", None, None),
    ],
)
def test_attributes_have_their_types(kind, text, value):
    typed = make(MessageAttributes={"a": {"Type": kind, "Value": text}})

    assert typed.typed_attributes == {"a": value}
    assert type(typed.typed_attributes["a"]) is type(value)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *(("Number", text) for text in ("x", "++5", "", "9" * 5000, "NaN")),
        ("Binary", "%%%"),
        ("String.Array", "junk"),
    ],
)
def test_an_attribute_that_is_not_of_its_type_is_named(kind, text):
    notification = make(MessageAttributes={"price": {"Type": kind, "Value": text}})

    with pytest.raises(BadRequestError) as raised:
        _ = notification.typed_attributes
    assert str(raised.value) == (
        f"The message attribute 'price' is not a valid {kind}."
    )


@pytest.mark.parametrize(
    ("record", "part"),
    [({"Sns": "x"}, "Sns"), ({"Sns": {"MessageAttributes": [1]}}, "MessageAttributes")],
)
def test_what_can_not_be_read_is_named(record, part):
    with pytest.raises(UnsupportedEventError, match=f"{part} is no object"):
        SNSNotification.from_record(record)
