"""The events of buckets, topics, schedules and warm-ups, as AWS sends them."""

from __future__ import annotations

import hashlib
import time
import uuid
from urllib.parse import quote_plus

from pyverless.test.sqs import ACCOUNT_ID, REGION, as_list, as_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

__all__ = [
    "s3_event",
    "s3_test_event",
    "schedule_event",
    "sns_event",
    "warmup_event",
]


def s3_event(
    key: str | Iterable[str],
    *,
    bucket: str = "bucket",
    region: str = REGION,
    size: int = 1024,
    event_name: str = "ObjectCreated:Put",
) -> dict[str, Any]:
    """Return the event of a file, or of several with a record each.

    Keys are given as they are in the bucket and written as S3 writes them, encoded like
    a form. The record of a removed file has neither size nor eTag.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
    """
    return {
        "Records": [
            {
                "eventVersion": "2.1",
                "eventSource": "aws:s3",
                "awsRegion": region,
                "eventTime": _now("%Y-%m-%dT%H:%M:%S.000Z"),
                "eventName": event_name,
                "userIdentity": {"principalId": "AWS:AIDAIENQZJOLO23YVJ4VO"},
                "requestParameters": {"sourceIPAddress": "203.0.113.7"},
                "responseElements": {"x-amz-request-id": "C3D13FE58DE4C810"},
                "s3": {
                    "s3SchemaVersion": "1.0",
                    "configurationId": "articles",
                    "bucket": _s3_bucket(bucket),
                    "object": _s3_object(name, number, size, event_name),
                },
            }
            for number, name in enumerate(as_list(key), start=1)
        ]
    }


def _s3_bucket(name: str) -> dict[str, Any]:
    owner = {"principalId": "A3NL1KOZZKEXAMPLE"}
    return {"name": name, "ownerIdentity": owner, "arn": f"arn:aws:s3:::{name}"}


def _s3_object(key: str, number: int, size: int, event_name: str) -> dict[str, Any]:
    described: dict[str, Any] = {"key": quote_plus(key, safe="/*")}
    if not event_name.startswith("ObjectRemoved"):
        etag = hashlib.md5(key.encode(), usedforsecurity=False).hexdigest()
        described |= {"size": size, "eTag": etag}
    return {**described, "sequencer": f"{0x0055AED6DCD90281E5 + number:018X}"}


def s3_test_event(*, bucket: str = "bucket") -> dict[str, Any]:
    """Return the message that S3 sends to a queue or topic when it is configured."""
    return {
        "Service": "Amazon S3",
        "Event": "s3:TestEvent",
        "Time": _now("%Y-%m-%dT%H:%M:%S.000Z"),
        "Bucket": bucket,
        "RequestId": "5582815E1AEA5ADF",
        "HostId": "8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR+YstdA6Knx4Ip8EXAMPLE",
    }


def sns_event(
    messages: Any,
    *,
    topic: str = "topic",
    region: str = REGION,
    subject: str | None = None,
) -> dict[str, Any]:
    """Return the event of a notification, or of several; only texts go unchanged.

    https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
    """
    arn = f"arn:aws:sns:{region}:{ACCOUNT_ID}:{topic}"
    return {
        "Records": [
            {
                "EventSource": "aws:sns",
                "EventVersion": "1.0",
                "EventSubscriptionArn": f"{arn}:21be56ed-a058-49f5-8c98-aedd2564c486",
                "Sns": {
                    "Type": "Notification",
                    "MessageId": str(uuid.uuid4()),
                    "TopicArn": arn,
                    "Subject": subject,
                    "Message": as_text(message),
                    "Timestamp": _now("%Y-%m-%dT%H:%M:%S.000Z"),
                    "SignatureVersion": "1",
                    "Signature": "signature",
                    "SigningCertUrl": f"https://sns.{region}.amazonaws.com/cert.pem",
                    "UnsubscribeUrl": f"https://sns.{region}.amazonaws.com/",
                    "MessageAttributes": {},
                },
            }
            for message in as_list(messages)
        ]
    }


def schedule_event(*, rule: str = "rule", region: str = REGION) -> dict[str, Any]:
    """Return the event of a schedule.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html
    """
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT_ID,
        "time": _now("%Y-%m-%dT%H:%M:%SZ"),
        "region": region,
        "resources": [f"arn:aws:events:{region}:{ACCOUNT_ID}:rule/{rule}"],
        "detail": {},
    }


def warmup_event() -> dict[str, Any]:
    """Return what serverless-plugin-warmup sends to keep a function warm.

    https://github.com/juanjoDiaz/serverless-plugin-warmup
    """
    return {"source": "serverless-plugin-warmup"}


def _now(layout: str) -> str:
    return time.strftime(layout, time.gmtime())
