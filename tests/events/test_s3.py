from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO

import pytest
from botocore.exceptions import IncompleteReadError
from botocore.response import StreamingBody
from botocore.stub import Stubber

from pyverless.aws import get_client
from pyverless.events.s3 import S3File, get_part
from pyverless.events.s3_names import check_event_name, get_event_name, matches
from pyverless.events.s3_records import S3Record, get_file_records
from pyverless.exceptions import UnsupportedEventError
from tests.golden import (
    OTHERS,
    S3_DELETE_RECORD,
    S3_RECORD,
    S3_TEST_EVENT,
    SQS_RECORD,
    rich,
)

BRIDGED = {
    "version": "0",
    "id": "17793124-05d4-b198-2fde-7ededc63b103",
    "detail-type": "Object Created",
    "source": "aws.s3",
    "account": "111122223333",
    "time": "2026-07-10T19:19:04Z",
    "region": "eu-west-1",
    "resources": ["arn:aws:s3:::uploads"],
    "detail": {
        "version": "0",
        "bucket": {"name": "uploads"},
        "object": {
            "key": "holiday photos/café 100% a+b.jpg",
            "size": 5,
            "etag": "b1946ac92492d2347c6235b4d2611184",
            "version-id": "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e",
            "sequencer": "617f08299329d189",
        },
        "request-id": "N4N7GDK58NMKJ12R",
        "requester": "123456789012",
        "source-ip-address": "203.0.113.7",
        "reason": "PutObject",
    },
}
DIRECT = {"Records": [S3_RECORD]}


def nameless(name):
    """A record whose bucket or object lacks a part."""
    changed = {
        part: {n: v for n, v in S3_RECORD["s3"][part].items() if n != name}
        for part in ("bucket", "object")
    }
    return {**S3_RECORD, "s3": changed}


def bridged(kind, **detail):
    return {**BRIDGED, "detail-type": kind, "detail": {**BRIDGED["detail"], **detail}}


def message(content, **changes):
    body = content if isinstance(content, str) else json.dumps(content)
    return {**SQS_RECORD, "body": body, **changes}


def queued(*contents):
    return {"Records": [message(content) for content in contents]}


def notification(content):
    """What a topic hands over, and what it sends to a queue."""
    return {"Type": "Notification", "Message": json.dumps(content)}


def published(content):
    return {"Records": [{"EventSource": "aws:sns", "Sns": notification(content)}]}


def file_of(sequencer):
    return S3File.from_record({"s3": {"object": {"sequencer": sequencer}}})


# Files


def test_a_file_is_a_dictionary_with_what_handlers_need():
    file = S3File.from_record(S3_RECORD)

    assert isinstance(file, dict)
    assert file == {
        "bucket": "uploads",
        "owner": "A3NL1KOZZKExample",
        "file_name": "holiday photos/café 100% a+b.jpg",
        "size": 1024,
        "raw_key": "holiday+photos/caf%C3%A9+100%25+a%2Bb.jpg",
        "event_name": "ObjectCreated:Put",
        "etag": "d41d8cd98f00b204e9800998ecf8427e",
        "version_id": None,
        "sequencer": "0055AED6DCD90281E5",
        "time": datetime(2026, 7, 10, 19, 19, 4, tzinfo=UTC),
        "region": "eu-west-1",
    }
    assert file.record is S3_RECORD


def test_eventbridge_tells_the_same_and_encodes_no_key():
    file = S3File.from_record(BRIDGED)

    assert file == {
        "bucket": "uploads",
        "owner": None,
        "file_name": "holiday photos/café 100% a+b.jpg",
        "size": 5,
        "raw_key": "holiday photos/café 100% a+b.jpg",
        "event_name": "ObjectCreated:Put",
        "etag": "b1946ac92492d2347c6235b4d2611184",
        "version_id": "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e",
        "sequencer": "617f08299329d189",
        "time": datetime(2026, 7, 10, 19, 19, 4, tzinfo=UTC),
        "region": "eu-west-1",
    }


@pytest.mark.parametrize(
    "described",
    [
        {"key": "old.jpg"},
        # As stand-ins for S3 write it, and S3 itself for a delete marker.
        {"key": "old.jpg", "size": 0, "eTag": "d41d8cd98f00b204e9800998ecf8427e"},
    ],
)
@pytest.mark.parametrize(
    "name",
    [
        "ObjectRemoved:Delete",
        "ObjectRemoved:DeleteMarkerCreated",
        "LifecycleExpiration:Delete",
    ],
)
def test_a_removed_file_has_neither_size_nor_etag(described, name):
    record = {**S3_DELETE_RECORD, "eventName": name, "s3": {"object": described}}
    file = S3File.from_record(record)

    assert (file["file_name"], file["event_name"]) == ("old.jpg", name)
    assert (file["size"], file["etag"]) == (None, None)


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
    record = {"s3": {"object": {"key": raw}}}

    assert S3File.from_record(record)["file_name"] == name


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"s3": None},
        {"s3": "x"},
        {"s3": {}},
        {"s3": {"bucket": None, "object": None}},
        {"s3": {"bucket": {"ownerIdentity": "x"}, "object": {"versionId": None}}},
        {"detail": {}},
    ],
)
def test_a_record_may_lack_every_part(record):
    file = S3File.from_record(record)

    assert (file.pop("file_name"), file.pop("raw_key")) == ("", "")
    assert set(file.values()) == {None}


@pytest.mark.parametrize(
    ("record", "part", "found"),
    [
        (S3_RECORD, "bucket", S3_RECORD["s3"]["bucket"]),
        (S3_RECORD, "object", S3_RECORD["s3"]["object"]),
        (S3_RECORD, "s3", S3_RECORD["s3"]),
        (S3_RECORD, "userIdentity", S3_RECORD["userIdentity"]),
        (S3_RECORD, "glacierEventData", {}),
        (S3_RECORD, "eventName", {}),
        (S3_RECORD, "configurationId", {}),
        (BRIDGED, "object", BRIDGED["detail"]["object"]),
    ],
)
def test_a_part_of_a_record_is_found_wherever_it_is(record, part, found):
    assert get_part(record, part) == found


# Sequences


@pytest.mark.parametrize(
    ("own", "other", "is_newer"),
    [
        ("0055AED6DCD90281E6", "0055AED6DCD90281E5", True),
        ("0055AED6DCD90281E5", "0055AED6DCD90281E5", False),
        ("0055AED6DCD90281E5", "0055AED6DCD90281E6", False),
        # Of 2026 and 2021, as S3 has written them.
        ("006AC86AD272D3836D", "617f0837b476e463", True),
        ("617f0837b476e463", "006AC86AD272D3836D", False),
        # Shorter ones are to be padded on the right.
        ("0056000000", "0055AED6DCD90281E5", True),
        ("0055AED6DCD90281E5", "0056000000", False),
        ("0055AED6DCD90281E5", "0055AED6DCD9", True),
        ("617f0837b476e463", "00617F0837B476E463", False),
        ("005600", "0056", False),
        ("0060", "0007", True),
        ("0A", "9", True),
        ("a", "A", False),
        ("1", None, True),
        (None, "1", True),
    ],
)
def test_a_sequencer_says_which_came_later(own, other, is_newer):
    assert file_of(own).is_newer_than(other) is is_newer


# Contents


@pytest.fixture
def cut_off(monkeypatch):
    """S3, whose connection ends before the file does."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    get_client.cache_clear()
    with Stubber(get_client("s3")) as stubber:
        body = StreamingBody(BytesIO(b"half"), content_length=8)
        stubber.add_response("get_object", {"Body": body})
        yield
    get_client.cache_clear()


def test_a_download_that_fails_leaves_nothing_behind(cut_off, tmp_path):
    known = tmp_path / "known.jpg"
    known.write_bytes(b"old")

    with pytest.raises(IncompleteReadError):
        S3File.from_record(S3_RECORD).download_to(known)

    assert [*tmp_path.iterdir()] == [known]
    assert known.read_bytes() == b"old"


# Names of events


@pytest.mark.parametrize(
    ("kind", "detail", "name"),
    [
        ("Object Created", {"reason": "POST Object"}, "ObjectCreated:Post"),
        ("Object Created", {"reason": "CopyObject"}, "ObjectCreated:Copy"),
        ("Object Created", {"reason": "New"}, "ObjectCreated:New"),
        ("Object Created", {"reason": None}, "ObjectCreated"),
        (
            "Object Deleted",
            {"reason": "DeleteObject", "deletion-type": "Permanently Deleted"},
            "ObjectRemoved:Delete",
        ),
        (
            "Object Deleted",
            {"reason": "DeleteObject", "deletion-type": "Delete Marker Created"},
            "ObjectRemoved:DeleteMarkerCreated",
        ),
        (
            "Object Deleted",
            {"reason": "Lifecycle Expiration", "deletion-type": "Permanently Deleted"},
            "LifecycleExpiration:Delete",
        ),
        ("Object Restore Completed", {}, "ObjectRestore:Completed"),
        ("Object Storage Class Changed", {}, "LifecycleTransition"),
        ("Object Tags Added", {}, "ObjectTagging:Put"),
        ("Object Renamed", {}, "Object Renamed"),
        (None, {}, None),
    ],
)
def test_eventbridge_has_other_names_for_the_same_events(kind, detail, name):
    assert get_event_name(bridged(kind, **detail)) == name


@pytest.mark.parametrize(
    ("name", "pattern", "is_match"),
    [
        ("ObjectCreated:Put", "ObjectCreated:Put", True),
        ("ObjectCreated:Put", "ObjectCreated:Post", False),
        ("ObjectCreated:Put", "ObjectCreated:*", True),
        ("ObjectCreated", "ObjectCreated:*", True),
        ("ObjectRemoved:Delete", "ObjectCreated:*", False),
        ("LifecycleTransition", "LifecycleTransition", True),
        (None, "ObjectCreated:*", False),
    ],
)
def test_a_star_stands_for_all_events_of_a_kind(name, pattern, is_match):
    assert matches(name, pattern) is is_match


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("ObjectCreated:*", "ObjectCreated:*"),
        ("s3:ObjectRemoved:Delete", "ObjectRemoved:Delete"),
        ("s3:LifecycleTransition", "LifecycleTransition"),
    ],
)
def test_events_are_named_as_in_records_or_in_the_configuration(pattern, name):
    assert check_event_name(pattern) == name


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "*",
        "ObjectCreated",
        "ObjectCreated:",
        "ObjectCreated:put",
        "objectCreated:*",
        "ObjectCreated:DeleteMarkerCreated",
        "LifecycleTransition:*",
        "Object Created",
    ],
)
def test_an_event_that_s3_does_not_have_is_refused(pattern):
    with pytest.raises(ValueError, match="S3 has no events"):
        check_event_name(pattern)


# What brings them


@pytest.mark.parametrize(
    ("event", "record", "is_of_queue"),
    [
        (DIRECT, S3_RECORD, False),
        (BRIDGED, BRIDGED, False),
        (published(DIRECT), S3_RECORD, False),
        (published(BRIDGED), BRIDGED, False),
        (queued(DIRECT), S3_RECORD, True),
        (queued(BRIDGED), BRIDGED, True),
        (queued(notification(DIRECT)), S3_RECORD, True),
        (queued(notification(BRIDGED)), BRIDGED, True),
    ],
)
def test_a_file_is_found_whatever_brought_it(event, record, is_of_queue):
    (found,) = get_file_records(event)

    assert found == record
    assert (found.has_file, found.error) == (True, None)
    assert found.message == (event["Records"][0] if is_of_queue else None)


def test_files_keep_the_order_of_messages_and_records():
    both = {"Records": [S3_RECORD, S3_DELETE_RECORD]}
    found = get_file_records(queued(both, BRIDGED))

    assert found == [S3_RECORD, S3_DELETE_RECORD, BRIDGED]


@pytest.mark.parametrize(
    "event",
    [
        S3_TEST_EVENT,
        queued(S3_TEST_EVENT),
        queued(notification(S3_TEST_EVENT)),
        queued({"Records": []}),
        published(S3_TEST_EVENT),
    ],
)
def test_a_message_without_a_file_has_a_record_all_the_same(event):
    (found,) = get_file_records(event)

    assert (found, found.has_file, found.error) == ({}, False, None)


def test_an_event_without_records_has_no_files():
    assert get_file_records({"Records": []}) == []


CLOUDTRAIL = {"source": "aws.s3", "detail": {"eventName": "PutObject"}}
UNREADABLE = [
    ("", "is not JSON"),
    ("hello", "is not JSON"),
    ("[" * 100_000, "is not JSON"),
    ("[]", "about a file: it is an array."),
    ("null", "about a file: it is null."),
    ("5", "about a file: it is a number."),
    ({"ada@example.com": 42}, "about a file: it is an object."),
    (CLOUDTRAIL, "about a file: it is an object."),
    ({**BRIDGED, "source": "shop"}, "about a file: it is an object."),
    ({"Type": "Notification"}, "is not JSON"),
    (notification("hello"), "about a file: it is a string."),
    ({"Records": [SQS_RECORD]}, "not of 'aws:sqs'"),
    ({"Records": [S3_RECORD, None]}, "not of None"),
    ({"Records": [{"eventSource": "ada@example.com"}]}, "not of another source"),
    ({"Records": [{"eventSource": "aws:s3"}]}, "has no s3.bucket.name."),
    ({"Records": [{"eventSource": "aws:s3", "s3": "x"}]}, "has no s3.bucket.name."),
    ({"Records": [nameless("key")]}, "has no s3.object.key."),
    (bridged("Object Created", object={}), "about a file: it is an object."),
    (bridged("Object Created", bucket={"name": ""}), "about a file: it is an object."),
]


@pytest.mark.parametrize(("content", "why"), UNREADABLE)
def test_a_message_that_can_not_be_read_is_the_only_one_to_fail(content, why):
    failed, other = get_file_records(queued(content, DIRECT))

    assert (failed, failed.has_file) == ({}, False)
    assert failed.message["body"] == message(content)["body"]
    assert isinstance(failed.error, UnsupportedEventError)
    assert "ada@" not in str(failed.error)
    assert why in str(failed.error)
    assert (other, other.error) == (S3_RECORD, None)


def test_a_message_may_have_no_body():
    record = {"eventSource": "aws:sqs", "messageId": "1"}
    (found,) = get_file_records({"Records": [record]})

    assert "is not JSON" in str(found.error)


@pytest.mark.parametrize(
    "kind", [kind for kind in OTHERS if kind not in ("s3", "s3 test", "sqs")]
)
def test_an_event_of_another_kind_is_refused(kind):
    with pytest.raises(UnsupportedEventError, match="expects records of aws:s3"):
        get_file_records(OTHERS[kind])


def test_a_topic_may_hand_over_nothing():
    event = {"Records": [{"EventSource": "aws:sns", "Sns": "x"}]}

    with pytest.raises(UnsupportedEventError, match="is not JSON"):
        get_file_records(event)


@pytest.mark.parametrize("event", [rich("rest"), {"Event": "another"}, CLOUDTRAIL])
def test_an_event_that_is_nearly_one_is_refused(event):
    with pytest.raises(UnsupportedEventError, match="no list of Records"):
        get_file_records(event)


@pytest.mark.parametrize(
    ("record", "origin"),
    [
        ({"eventSource": "aws:kinesis"}, "'aws:kinesis'"),
        ({"EventSource": "aws:ses"}, "'aws:ses'"),
        ({}, "None"),
        ("text", "None"),
        (None, "None"),
    ],
)
def test_one_record_of_another_source_refuses_them_all(record, origin):
    with pytest.raises(UnsupportedEventError, match=f"aws:s3, not of {origin}"):
        get_file_records({"Records": [S3_RECORD, record]})


def test_a_record_is_a_dictionary_as_it_came():
    record = S3Record(S3_RECORD)

    assert record["eventName"] == "ObjectCreated:Put"
    assert (record.message, record.has_file, record.error) == (None, True, None)
