from __future__ import annotations

import re

import pytest

from pyverless.events.records import get_records
from pyverless.events.s3 import S3File, get_file_records, get_part
from pyverless.events.sqs import SQSMessage, get_messages
from pyverless.exceptions import UnsupportedEventError
from tests.golden import (
    OTHERS,
    S3_DELETE_RECORD,
    S3_RECORD,
    S3_TEST_EVENT,
    SQS_RECORD,
    rich,
)


def sqs(**changes):
    return {"Records": [{**SQS_RECORD, **changes}]}


def key(text):
    record = {"s3": {"object": {"key": text}}}
    return S3File.from_record(record)["file_name"]


# Records of the right source


def test_records_come_in_their_order():
    records = [{"eventSource": "aws:sqs", "messageId": str(n)} for n in range(3)]

    assert get_records({"Records": records}, "aws:sqs") == records
    assert get_records({"Records": []}, "aws:sqs") == []


@pytest.mark.parametrize(
    ("event", "found"),
    [
        ({"Records": None}, "keys ['Records']"),
        ({"order": 42}, "keys ['order']"),
        ({}, "keys []"),
        (["a"], "['a']"),
        ("text", "'text'"),
        (None, "None"),
        ("x" * 1000, "'" + "x" * 79 + "."),
    ],
)
def test_an_event_without_records_is_refused_rather_than_done(event, found):
    with pytest.raises(UnsupportedEventError) as caught:
        get_records(event, "aws:sqs")

    assert str(caught.value) == (
        "This handler expects records of aws:sqs. The event has no list of Records: "
        f"{found.removesuffix('.')}."
    )


@pytest.mark.parametrize(
    ("record", "origin"),
    [
        (S3_RECORD, "'aws:s3'"),
        ({"EventSource": "aws:sns"}, "'aws:sns'"),
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


@pytest.mark.parametrize("kind", [k for k in OTHERS if k not in ("s3", "s3 test")])
def test_files_are_of_s3_only(kind):
    with pytest.raises(UnsupportedEventError):
        get_file_records(OTHERS[kind])
    with pytest.raises(UnsupportedEventError):
        get_file_records(rich("rest"))


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


# S3


def test_a_file_is_a_dictionary_with_what_handlers_need():
    (record,) = get_file_records({"Records": [S3_RECORD]})
    file = S3File.from_record(record)

    assert isinstance(file, dict)
    assert file == {
        "bucket": "uploads",
        "owner": "A3NL1KOZZKExample",
        "file_name": "holiday photos/café 100% a+b.jpg",
        "size": 1024,
        "raw_key": "holiday+photos/caf%C3%A9+100%25+a%2Bb.jpg",
        "event_name": "ObjectCreated:Put",
    }


def test_a_deleted_file_has_no_size():
    file = S3File.from_record(S3_DELETE_RECORD)

    assert file["size"] is None
    assert file["file_name"] == "old.jpg"
    assert file["event_name"] == "ObjectRemoved:Delete"


def test_an_empty_file_has_a_size():
    assert S3File.from_record({"s3": {"object": {"key": "a", "size": 0}}})["size"] == 0


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("a+b", "a b"),
        ("a%2Bb", "a+b"),
        ("a%2541", "a%41"),
        ("folder/file.txt", "folder/file.txt"),
        ("%E2%82%AC.txt", "€.txt"),
        (None, ""),
    ],
)
def test_a_key_is_decoded_exactly_once(raw, name):
    assert key(raw) == name


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"s3": None},
        {"s3": {}},
        {"s3": {"bucket": None, "object": None}},
        {"s3": {"bucket": {"ownerIdentity": None}}},
    ],
)
def test_a_record_may_lack_every_part(record):
    assert S3File.from_record(record) == {
        "bucket": None,
        "owner": None,
        "file_name": "",
        "size": None,
        "raw_key": "",
        "event_name": None,
    }


def test_the_message_that_s3_sends_when_it_is_set_up_has_no_files():
    assert get_file_records(S3_TEST_EVENT) == []


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("bucket", S3_RECORD["s3"]["bucket"]),
        ("object", S3_RECORD["s3"]["object"]),
        ("s3", S3_RECORD["s3"]),
        ("userIdentity", S3_RECORD["userIdentity"]),
        ("glacierEventData", {}),
        ("eventName", {}),
        ("configurationId", {}),
    ],
)
def test_a_part_of_a_record_is_found_wherever_it_is(part, found):
    assert get_part(S3_RECORD, part) == found


def test_the_message_names_what_was_expected():
    with pytest.raises(UnsupportedEventError, match=re.escape("records of aws:s3.")):
        get_file_records({"Event": "something else"})
