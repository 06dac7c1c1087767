"""Handlers of streams: the records of Kinesis, and the changes of a DynamoDB table."""

from __future__ import annotations

from base64 import b64decode, b64encode
from decimal import Decimal

from pyverless.encoding import loads
from pyverless.handlers import RecordsHandler


class StreamHandler(RecordsHandler):
    """The records of one shard, in their order; the first failure ends the batch.

    The event source mapping must have `ReportBatchItemFailures`. It goes on with the
    first record that is reported, and delivers all that follow again as well, so there
    is nothing to win by processing them now.
    """

    def get_order_key(self, record):
        return "shard"

    def get_idempotency_key(self):
        # A sequence number is of one shard only, and parts of a record share it.
        return self.record["eventID"]


class KinesisHandler(StreamHandler):
    """The records of a stream: override `process_data()`.

    Where a producer packs several records into one, override `unpack()`.
    """

    event_source = "aws:kinesis"

    def get_records(self):
        records = super().get_records()
        return [part for record in records for part in self.unpack(record)]

    def unpack(self, record):
        """Return what was packed into a record, each made by `make_part()`."""
        return [record]

    def get_record_id(self, record):
        return record["kinesis"]["sequenceNumber"]

    def load_records(self):
        self.partition_key = self.record["kinesis"]["partitionKey"]
        self.data = b64decode(self.record["kinesis"]["data"])

    @property
    def json_data(self):
        return loads(self.data)

    def process_record(self, record):
        return self.process_data(self.data)

    def process_data(self, data):
        raise NotImplementedError


def make_part(record, number, data):
    """Return a part of a record, with an id of its own that duplicates have as well."""
    kinesis = record["kinesis"] | {"data": b64encode(data).decode()}
    return {**record, "eventID": f"{record['eventID']}/{number}", "kinesis": kinesis}


class TableHandler(StreamHandler):
    """The changes of a table: override `inserted()`, `modified()` and `removed()`.

    An image is an item as it was before or is after the change. It is None where there
    is none, and where the stream's view type leaves it out.
    """

    event_source = "aws:dynamodb"

    def get_record_id(self, record):
        return record["dynamodb"]["SequenceNumber"]

    def load_records(self):
        change = self.record["dynamodb"]
        self.keys = parse_item(change.get("Keys"))
        self.old_image = parse_item(change.get("OldImage"))
        self.new_image = parse_item(change.get("NewImage"))

    @property
    def has_expired(self):
        """Whether the item was removed because its time to live is over."""
        identity = self.record.get("userIdentity") or {}
        return identity.get("principalId") == "dynamodb.amazonaws.com"

    def process_record(self, record):
        actions = {
            "INSERT": self.inserted,
            "MODIFY": self.modified,
            "REMOVE": self.removed,
        }
        return actions[record["eventName"]]()

    def inserted(self):
        """There is a new item."""

    def modified(self):
        """An item has changed."""

    def removed(self):
        """An item was removed."""


def parse_item(item):
    """Return an item as DynamoDB writes it, without the names of the types."""
    return item and {name: parse_value(value) for name, value in item.items()}


def parse_value(value):
    # https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
    ((kind, content),) = value.items()
    return _PARSERS[kind](content)


# Lambda has base64 where DynamoDB's own answers, and so boto3's TypeDeserializer, have
# bytes.
_PARSERS = {
    "S": str,
    "N": Decimal,
    "B": b64decode,
    "BOOL": bool,
    "NULL": lambda _: None,
    "L": lambda content: [parse_value(each) for each in content],
    "M": parse_item,
    "SS": set,
    "NS": lambda content: {Decimal(each) for each in content},
    "BS": lambda content: {b64decode(each) for each in content},
}
