"""The recipe of docs/streams.rst: events as AWS documents them, and a real stream."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from decimal import Decimal
from uuid import uuid4

import boto3
import pytest
from boto3.dynamodb.types import TypeDeserializer

from docs.recipes.streams import (
    KinesisHandler,
    TableHandler,
    make_part,
    parse_item,
)
from pyverless.contrib.memory import IdempotencyMixin
from pyverless.exceptions import UnsupportedEventError
from pyverless.test import Client

# https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
KINESIS_RECORD = {
    "kinesis": {
        "kinesisSchemaVersion": "1.0",
        "partitionKey": "1",
        "sequenceNumber": "49590338271490256608559692538361571095921575989136588898",
        "data": "SGVsbG8sIHRoaXMgaXMgYSB0ZXN0Lg==",
        "approximateArrivalTimestamp": 1545084650.987,
    },
    "eventSource": "aws:kinesis",
    "eventVersion": "1.0",
    "eventID": "shardId-000000000006:495903382714902566085596925383615710959215759891",
    "eventName": "aws:kinesis:record",
    "invokeIdentityArn": "arn:aws:iam::123456789012:role/lambda-role",
    "awsRegion": "us-east-2",
    "eventSourceARN": "arn:aws:kinesis:us-east-2:123456789012:stream/lambda-stream",
}

# https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
TABLE_RECORD = {
    "eventID": "1",
    "eventVersion": "1.0",
    "dynamodb": {
        "Keys": {"Id": {"N": "101"}},
        "NewImage": {"Message": {"S": "New item!"}, "Id": {"N": "101"}},
        "StreamViewType": "NEW_AND_OLD_IMAGES",
        "SequenceNumber": "111",
        "SizeBytes": 26,
    },
    "awsRegion": "us-west-2",
    "eventName": "INSERT",
    "eventSourceARN": "arn:aws:dynamodb:us-west-2:123456789012:table/t/stream/s",
    "eventSource": "aws:dynamodb",
}


class Clicks(KinesisHandler):
    """Refuses "bad"; `seen` is emptied by `invoke()`."""

    seen: list = []

    def process_data(self, data):
        if data == b"bad":
            raise LookupError
        self.seen.append((self.partition_key, data))


class Changes(TableHandler):
    seen: list = []

    def inserted(self):
        self.seen.append(("inserted", self.keys, self.old_image, self.new_image))

    def modified(self):
        self.seen.append(("modified", self.keys, self.old_image, self.new_image))

    def removed(self):
        self.seen.append(("removed", self.keys, self.old_image, self.has_expired))


def invoke(handler, records):
    handler.seen.clear()
    return Client(handler).invoke({"Records": records})


def kinesis_record(number, data, partition="1"):
    encoded = b64encode(data).decode()
    changes = {"sequenceNumber": number, "data": encoded, "partitionKey": partition}
    kinesis = KINESIS_RECORD["kinesis"] | changes
    return {**KINESIS_RECORD, "eventID": f"shard:{number}", "kinesis": kinesis}


def get_undone(answer, records):
    """Return what Lambda delivers again: all from the lowest number that is reported.

    https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
    """
    reported = [int(each["itemIdentifier"]) for each in answer["batchItemFailures"]]
    numbers = [int(record["kinesis"]["sequenceNumber"]) for record in records]
    return [n for n in numbers if reported and n >= min(reported)]


# Kinesis


def test_the_data_of_a_record_is_decoded():
    assert invoke(Clicks, [KINESIS_RECORD]) == {"batchItemFailures": []}
    assert Clicks.seen == [("1", b"Hello, this is a test.")]


def test_nothing_is_processed_after_a_failure_and_all_of_that_comes_again():
    records = [
        kinesis_record("99", b"a"),
        kinesis_record("100", b"bad"),
        kinesis_record("101", b"b", "2"),
    ]

    assert get_undone(invoke(Clicks, records), records) == [100, 101]
    assert Clicks.seen == [("1", b"a")]


def test_where_the_first_record_fails_the_batch_fails():
    with pytest.raises(LookupError):
        invoke(Clicks, [kinesis_record("1", b"bad"), kinesis_record("2", b"a")])
    assert Clicks.seen == []


def test_json_is_parsed():
    handler = KinesisHandler()
    handler.record = kinesis_record("1", b'{"page": "/"}')
    handler.load_records()

    assert handler.json_data == {"page": "/"}


def test_parts_of_a_record_are_no_duplicates_of_each_other():
    class Done(IdempotencyMixin):
        pass

    class Packed(Clicks):
        seen: list = []
        idempotency_store = Done

        def unpack(self, record):
            parts = b64decode(record["kinesis"]["data"]).split()
            return [make_part(record, n, part) for n, part in enumerate(parts)]

    record = kinesis_record("2", b"a b bad c")
    delivered = [kinesis_record("1", b"x"), record]
    fixed = {**record["kinesis"], "data": b64encode(b"a b ok c").decode()}

    assert get_undone(invoke(Packed, delivered), delivered) == [2]
    assert [data for _, data in Packed.seen] == [b"x", b"a", b"b"]
    invoke(Packed, [{**record, "kinesis": fixed}])
    assert [data for _, data in Packed.seen] == [b"ok", b"c"]


@pytest.mark.parametrize("handler", [KinesisHandler, TableHandler])
def test_duplicates_are_known_by_the_id_of_the_event(handler):
    instance = handler()
    instance.record = KINESIS_RECORD

    assert instance.get_idempotency_key() == KINESIS_RECORD["eventID"]


# DynamoDB


def change(name, **parts):
    dynamodb = {"Keys": {"Id": {"N": "101"}}, "SequenceNumber": "111", **parts}
    return {**TABLE_RECORD, "eventName": name, "dynamodb": dynamodb}


def test_a_change_has_its_images():
    old, new = {"Message": {"S": "old"}}, {"Message": {"S": "new"}}
    expired = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}
    keys = {"Id": Decimal(101)}

    invoke(
        Changes,
        [
            TABLE_RECORD,
            change("MODIFY", OldImage=old, NewImage=new),
            change("REMOVE", OldImage=old),
            {**change("REMOVE"), "userIdentity": expired},
        ],
    )

    assert Changes.seen == [
        ("inserted", keys, None, {"Message": "New item!", **keys}),
        ("modified", keys, {"Message": "old"}, {"Message": "new"}),
        ("removed", keys, {"Message": "old"}, False),
        ("removed", keys, None, True),
    ]


def test_changes_that_nothing_was_written_for_are_done():
    class Handler(TableHandler):
        seen: list = []

    records = [change("INSERT"), change("MODIFY"), change("REMOVE")]

    assert invoke(Handler, records) == {"batchItemFailures": []}


def test_items_are_parsed_as_boto3_does():
    item = {
        "text": {"S": "ä"},
        "empty": {"S": ""},
        "number": {"N": "-12.50"},
        "large": {"N": "12345678901234567890123456789012345678"},
        "yes": {"BOOL": True},
        "no": {"BOOL": False},
        "nothing": {"NULL": True},
        "list": {"L": [{"N": "1"}, {"M": {"a": {"L": []}}}]},
        "map": {"M": {"b": {"SS": ["x", "y"]}}},
        "numbers": {"NS": ["1", "2.5"]},
    }
    expected = {name: TypeDeserializer().deserialize(v) for name, v in item.items()}

    assert parse_item(item) == expected
    # Binary values are where Lambda and boto3 differ.
    assert parse_item({"b": {"B": "AP8="}, "s": {"BS": ["AA==", "/w=="]}}) == {
        "b": b"\x00\xff",
        "s": {b"\x00", b"\xff"},
    }


@pytest.mark.parametrize(
    ("handler", "record"), [(Clicks, TABLE_RECORD), (Changes, KINESIS_RECORD)]
)
def test_the_records_of_another_stream_are_refused(handler, record):
    with pytest.raises(UnsupportedEventError):
        invoke(handler, [record])


# A real stream


def read_stream(arn, client):
    """Return the records of a stream as Lambda delivers them, in types of JSON."""
    shards = client.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
    records = []
    for shard in shards:
        iterator = client.get_shard_iterator(
            StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        records += client.get_records(ShardIterator=iterator)["Records"]
    return [
        {**json.loads(json.dumps(record, default=as_json)), "eventSourceARN": arn}
        for record in records
    ]


def as_json(value):
    return b64encode(value).decode() if isinstance(value, bytes) else str(value)


def test_the_changes_of_a_table_arrive_in_their_order(ministack, monkeypatch):
    for name, value in ministack.environment.items():
        monkeypatch.setenv(name, value)
    session, name = boto3.Session(), f"articles-{uuid4()}"
    table = session.resource("dynamodb").create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={
            "StreamEnabled": True,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
    )
    first = {"id": "a", "words": 3, "icon": b"\x00\xff", "tags": {"x", "y"}}
    second = {"id": "a", "words": Decimal("3.5")}
    table.put_item(Item=first)
    table.put_item(Item=second)
    table.delete_item(Key={"id": "a"})

    records = read_stream(table.latest_stream_arn, session.client("dynamodbstreams"))
    answer = invoke(Changes, records)

    keys = {"id": "a"}
    assert answer == {"batchItemFailures": []}
    assert Changes.seen == [
        ("inserted", keys, None, first),
        ("modified", keys, first, second),
        ("removed", keys, second, False),
    ]
