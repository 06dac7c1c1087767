"""Real uploads: what S3's notifications say of a file leads back to it.

ministack stands in for AWS; its notifications encode keys as S3 does.
"""

from __future__ import annotations

import io
import json
import uuid

import pytest

from pyverless.aws import get_client
from pyverless.events.s3 import S3File
from pyverless.handlers import S3Handler

KEYS = [
    "holiday/summer 2026.jpg",
    " a  b ",
    "a+b",
    "a%2Bb",
    "100%",
    "%2F",
    "50%/%25/%2525",
    "line\nbreak",
    "tab\tand\rreturn",
    "caf\u00e9",
    "cafe\u0301",
    "😀/日本語.txt",
    "a&b=c?d#e;f",
    "<a>&\"'\\.xml",
    "~.-_*'()!",
    "\x7f",
    "u" * 1024,
]
REGION = "eu-west-1"

# Asked for so often, a second each, before a message counts as lost.
PATIENCE = 30


class Contents(S3Handler):
    """Keeps what it has read, by the names of the files."""

    found: dict[str, bytes]

    def process_file(self, file):
        with file.open() as stream:
            self.found[file["file_name"]] = stream.read()


@pytest.fixture(autouse=True)
def _is_on_ministack(ministack, monkeypatch):
    for name, value in ministack.environment.items():
        monkeypatch.setenv(name, value)
    get_client.cache_clear()
    yield
    get_client.cache_clear()


@pytest.fixture
def bucket():
    name = f"uploads-{uuid.uuid4().hex}"
    place = {"LocationConstraint": REGION}
    get_client("s3").create_bucket(Bucket=name, CreateBucketConfiguration=place)
    return name


def put(bucket, key, body=b"", **options):
    return get_client("s3").put_object(Bucket=bucket, Key=key, Body=body, **options)


def keep_versions(bucket):
    get_client("s3").put_bucket_versioning(
        Bucket=bucket, VersioningConfiguration={"Status": "Enabled"}
    )


def notify(bucket, **configuration):
    get_client("s3").put_bucket_notification_configuration(
        Bucket=bucket, NotificationConfiguration=configuration
    )


class Queue:
    """A queue, and its messages as Lambda hands them over."""

    def __init__(self):
        self._client = get_client("sqs")
        name = f"uploads-{uuid.uuid4().hex}"
        self._url = self._client.create_queue(QueueName=name)["QueueUrl"]
        found = self._client.get_queue_attributes(
            QueueUrl=self._url, AttributeNames=["QueueArn"]
        )
        self.arn = found["Attributes"]["QueueArn"]

    def connect(self, bucket, via):
        """Have notifications of a bucket sent here, directly or through others."""
        events = ["s3:ObjectCreated:*", "s3:ObjectRemoved:*"]
        if via == "sqs":
            target = {"QueueArn": self.arn, "Events": events}
            notify(bucket, QueueConfigurations=[target])
        elif via == "sns-sqs":
            sns = get_client("sns")
            topic = sns.create_topic(Name=bucket)["TopicArn"]
            sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=self.arn)
            notify(bucket, TopicConfigurations=[{"TopicArn": topic, "Events": events}])
        else:
            pattern = {"source": ["aws.s3"], "detail": {"bucket": {"name": [bucket]}}}
            rules = get_client("events")
            rules.put_rule(Name=bucket, EventPattern=json.dumps(pattern))
            rules.put_targets(Rule=bucket, Targets=[{"Id": "1", "Arn": self.arn}])
            notify(bucket, EventBridgeConfiguration={})

    def receive(self):
        """Return an event of some messages, which are no longer there then."""
        answer = self._client.receive_message(
            QueueUrl=self._url, MaxNumberOfMessages=10, WaitTimeSeconds=1
        )
        messages = answer.get("Messages", [])
        for message in messages:
            receipt = message["ReceiptHandle"]
            self._client.delete_message(QueueUrl=self._url, ReceiptHandle=receipt)
        return {"Records": [self._as_record(message) for message in messages]}

    def _as_record(self, message):
        return {
            "messageId": message["MessageId"],
            "body": message["Body"],
            "eventSource": "aws:sqs",
            "eventSourceARN": self.arn,
            "awsRegion": REGION,
        }


@pytest.mark.parametrize("via", ["sqs", "sns-sqs", "eventbridge-sqs"])
def test_a_file_of_any_name_is_found_again(bucket, via):
    queue = Queue()
    queue.connect(bucket, via)
    Contents.found = {}
    handler = Contents.as_handler(bucket=bucket)

    for key in KEYS:
        put(bucket, key, key.encode())

    for _ in range(PATIENCE):
        # S3's test message is among them.
        assert handler(queue.receive(), None) == {"batchItemFailures": []}
        if len(Contents.found) == len(KEYS):
            break
    assert Contents.found == {key: key.encode() for key in KEYS}


def test_what_happened_to_a_file_comes_in_an_order(bucket):
    keep_versions(bucket)
    queue = Queue()
    queue.connect(bucket, "sqs")
    put(bucket, "a b", b"one")
    put(bucket, "a b", b"two")
    get_client("s3").delete_object(Bucket=bucket, Key="a b")
    seen = []

    class Handler(S3Handler):
        def process_file(self, file):
            seen.append(file)

    for _ in range(PATIENCE):
        Handler.as_handler()(queue.receive(), None)
        if len(seen) == 3:
            break
    first, second, removed = sorted(seen, key=lambda file: int(file["sequencer"], 16))

    assert removed.is_newer_than(second["sequencer"])
    assert not first.is_newer_than(second["sequencer"])
    assert removed["event_name"] == "ObjectRemoved:DeleteMarkerCreated"
    assert (removed["size"], removed["etag"]) == (None, None)
    # Each is of its own version, whatever has happened since.
    assert (first.open().read(), second.open().read()) == (b"one", b"two")
    for file in (removed, S3File(removed, version_id=None)):
        with pytest.raises(FileNotFoundError, match=f"no s3://{bucket}/a b"):
            file.open()


def test_a_file_is_read_like_any_other(bucket, tmp_path):
    text = "ä,b\n" * 50_000
    put(bucket, "table.csv", text.encode())
    file = S3File(bucket=bucket, file_name="table.csv", version_id=None)

    with file.open() as stream:
        assert next(stream) == "ä,b\n".encode()
        assert len(stream.read(100_000)) == 100_000
    with pytest.raises(ValueError, match="closed file"):
        stream.read(1)
    assert io.TextIOWrapper(file.open(), "utf-8").read() == text

    file.download_to(tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_text("utf-8") == text


def test_an_empty_file_is_read_as_well(bucket):
    put(bucket, "empty")
    file = S3File(bucket=bucket, file_name="empty", version_id=None)

    with file.open() as stream:
        assert (stream.read(), [*stream]) == (b"", [])


def test_other_errors_of_s3_get_out():
    file = S3File(bucket=f"none-{uuid.uuid4().hex}", file_name="a", version_id=None)

    with pytest.raises(get_client("s3").exceptions.NoSuchBucket):
        file.open()
