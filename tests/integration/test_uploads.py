"""No upload is lost: a bucket whose files get to a function, which fails at first.

ministack stands in for S3, which retries its calls of a function twice, after a second
and after two (on AWS: after one minute and after two).
"""

from __future__ import annotations

import json
import time
import uuid
from pathlib import Path

import pytest

from .aws_api import REGION
from .queues import Queue, wait_until_empty

pytestmark = pytest.mark.integration

APPS = Path(__file__).with_name("apps")

#: In seconds, for all uploads.
PATIENCE = 60

#: What is uploaded, and how the function fails when it sees that for the first time.
UPLOADS = {
    "incoming/summer 2026/a b.jpg": "raise",
    "incoming/a+b%2B.txt": "exit",
    "incoming/😀/日本語.txt": "raise",
    "incoming/line\nbreak": "raise",
}
IGNORED = "outgoing/a b.jpg"


class Bucket:
    """A bucket that tells of what is uploaded."""

    def __init__(self, account):
        self._client = account.get_client("s3")
        self.name = f"pyverless-{uuid.uuid4().hex}"
        place = {"LocationConstraint": REGION}
        self._client.create_bucket(Bucket=self.name, CreateBucketConfiguration=place)

    def notify(self, kind, target):
        """Tell a "Queue" or a "LambdaFunction" from now on."""
        told = {f"{kind}Arn": target, "Events": ["s3:ObjectCreated:*"]}
        self._client.put_bucket_notification_configuration(
            Bucket=self.name,
            NotificationConfiguration={f"{kind}Configurations": [told]},
        )

    def upload(self):
        """Upload everything."""
        for key, content in {**UPLOADS, IGNORED: "raise"}.items():
            self._client.put_object(Bucket=self.name, Key=key, Body=content.encode())


@pytest.fixture
def bucket(account):
    return Bucket(account)


@pytest.fixture
def function(account, ministack, tmp_path):
    env = {**ministack.environment, "LOGS": str(tmp_path)}
    return account.deploy("uploads.handler", env, directory=APPS, timeout=3)


def read(directory, name):
    """Return what the function has written."""
    log = directory / name
    lines = log.read_text("utf-8").splitlines() if log.exists() else []
    return [tuple(json.loads(line)) for line in lines]


def test_uploads_that_a_queue_tells_of_are_all_processed(
    account, bucket, function, tmp_path
):
    with Queue(account, visibility=3, max_receives=9) as queue:
        queue.allow("s3.amazonaws.com")
        bucket.notify("Queue", queue.arn)
        bucket.upload()
        queue.connect(function)

        wait_until_empty([queue], PATIENCE)

        assert queue.get_dead() == []
    # Once each is what happens when nobody crashes after it.
    assert {*read(tmp_path, "done")} == {*UPLOADS.items()}
    assert {key for (key,) in read(tmp_path, "tried")} == {*UPLOADS}


def test_uploads_that_the_function_is_told_of_are_all_processed(
    bucket, function, tmp_path
):
    bucket.notify("LambdaFunction", function)

    bucket.upload()

    deadline = time.monotonic() + PATIENCE
    while len(read(tmp_path, "done")) < len(UPLOADS) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert {*read(tmp_path, "done")} == {*UPLOADS.items()}
    assert {key for (key,) in read(tmp_path, "tried")} == {*UPLOADS}
