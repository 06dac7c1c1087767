from __future__ import annotations

import pytest

from pyverless.events.records import describe_event, get_records
from pyverless.events.sqs import SQSMessage, get_messages
from pyverless.exceptions import UnsupportedEventError
from tests.golden import (
    OTHERS,
    S3_RECORD,
    SQS_RECORD,
)


def sqs(**changes):
    return {"Records": [{**SQS_RECORD, **changes}]}


# Records of the right source


def test_records_come_in_their_order():
    records = [{"eventSource": "aws:sqs", "messageId": str(n)} for n in range(3)]

    assert get_records({"Records": records}, "aws:sqs") == records
    assert get_records({"Records": []}, "aws:sqs") == []


@pytest.mark.parametrize(
    ("event", "found"),
    [
        ({"Records": None}, "it has the keys 'Records'"),
        ({"order": 42, 5: "secret"}, "it has the keys 'order', 5"),
        ({}, "it is empty"),
        (["secret"], "it is of type list"),
        ("secret", "it is of type str"),
        (None, "it is of type NoneType"),
    ],
)
def test_an_event_without_records_is_refused_without_its_values(event, found):
    with pytest.raises(UnsupportedEventError) as caught:
        get_records(event, "aws:sqs")

    assert str(caught.value) == (
        "This handler expects records of aws:sqs. The event has no list of Records: "
        f"{found}."
    )


def test_an_event_of_many_or_long_keys_does_not_fill_the_log():
    names = describe_event({f"{n:02}": n for n in range(30)})

    assert names.startswith("it has the keys '00', '01', ")
    assert names.endswith(", '19', 10 more")
    assert len(describe_event({"a" * 9999: 1})) < 1100


@pytest.mark.parametrize(
    ("record", "origin"),
    [
        (S3_RECORD, "'aws:s3'"),
        ({"EventSource": "aws:sns"}, "'aws:sns'"),
        ({"eventSource": "minio:s3"}, "'minio:s3'"),
        ({"eventSource": "ada@example.com"}, "another source"),
        ({"eventSource": ["secret"]}, "another source"),
        ({}, "None"),
        ("text", "None"),
        (None, "None"),
    ],
)
def test_one_record_of_another_source_refuses_them_all(record, origin):
    with pytest.raises(
        UnsupportedEventError,
        match=f"^This handler expects records of aws:sqs, not of {origin}",
    ):
        get_records({"Records": [SQS_RECORD, record]}, "aws:sqs")


@pytest.mark.parametrize("kind", [kind for kind in OTHERS if kind != "sqs"])
def test_messages_are_of_sqs_only(kind):
    with pytest.raises(UnsupportedEventError):
        get_messages(OTHERS[kind])


# SQS


def test_a_message_is_a_dictionary_with_what_handlers_need():
    (message,) = get_messages(sqs())

    assert isinstance(message, SQSMessage)
    assert isinstance(message, dict)
    assert message == {
        "attributes": SQS_RECORD["messageAttributes"],
        "text_message": "Hello from SQS!",
        "queue_source": "arn:aws:sqs:eu-west-1:123456789012:articles",
        "region": "eu-west-1",
        "message_id": "059f36b4-87a3-44ab-83d2-661975830a7d",
    }
    assert message.record == SQS_RECORD


def test_messages_keep_the_order_of_the_queue():
    event = {"Records": [*sqs(body="a")["Records"], *sqs(body="b")["Records"]]}

    assert [message["text_message"] for message in get_messages(event)] == ["a", "b"]


def test_a_record_may_lack_everything_but_its_source():
    assert get_messages({"Records": [{"eventSource": "aws:sqs"}]}) == [
        {
            "attributes": {},
            "text_message": "",
            "queue_source": None,
            "region": None,
            "message_id": None,
        }
    ]
    assert get_messages(sqs(body=None, messageAttributes=None))[0]["attributes"] == {}
