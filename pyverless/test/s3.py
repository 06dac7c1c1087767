"""The events of buckets, as AWS sends them, over each of the ways there are."""

from __future__ import annotations

import hashlib
import uuid
from urllib.parse import quote_plus

from pyverless.test.records import format_now, sns_event
from pyverless.test.sqs import ACCOUNT_ID, REGION, as_list, sqs_event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

__all__ = ["s3_event", "s3_test_event"]

# What may stand between a bucket and a function.
_VIAS = (None, "sqs", "sns", "sns-sqs", "eventbridge", "eventbridge-sqs")

# What EventBridge says of an event: its type, and more in the detail.
_DETAILS: dict[str, tuple[str, dict[str, str]]] = {
    "ObjectCreated:Put": ("Object Created", {"reason": "PutObject"}),
    "ObjectCreated:Post": ("Object Created", {"reason": "POST Object"}),
    "ObjectCreated:Copy": ("Object Created", {"reason": "CopyObject"}),
    "ObjectCreated:CompleteMultipartUpload": (
        "Object Created",
        {"reason": "CompleteMultipartUpload"},
    ),
    "ObjectRemoved:Delete": (
        "Object Deleted",
        {"reason": "DeleteObject", "deletion-type": "Permanently Deleted"},
    ),
    "ObjectRemoved:DeleteMarkerCreated": (
        "Object Deleted",
        {"reason": "DeleteObject", "deletion-type": "Delete Marker Created"},
    ),
}


def s3_event(
    key: str | Iterable[str],
    *,
    bucket: str = "bucket",
    region: str = REGION,
    size: int = 1024,
    event_name: str = "ObjectCreated:Put",
    version_id: str | None = None,
    sequencer: str | None = None,
    via: str | None = None,
) -> dict[str, Any]:
    """Return the event of a file, or of several with a record or message each.

    Keys are given as they are in the bucket and written as S3 writes them, encoded like
    a form; EventBridge does not encode them. The record of a removed file has neither
    size nor eTag. `via` is what has brought it: None for S3 itself, "sqs", "sns",
    "sns-sqs", "eventbridge" or "eventbridge-sqs".

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
    """
    if via not in _VIAS:
        known = ", ".join(map(repr, _VIAS))
        raise ValueError(f"There is no way {via!r} from S3. Choose one of: {known}.")
    make = _make_event if "eventbridge" in (via or "") else _make_record
    described = [
        _describe(name, number, size, event_name, version_id, sequencer)
        for number, name in enumerate(as_list(key), start=1)
    ]
    made = [make(each, bucket, region, event_name) for each in described]
    if via is None:
        return {"Records": made}
    if via == "eventbridge":
        return _get_only(made)
    if via == "eventbridge-sqs":
        return sqs_event(made, region=region)
    notifications = [{"Records": [record]} for record in made]
    if via == "sqs":
        return sqs_event(notifications, region=region)
    subject = "Amazon S3 Notification"
    event = sns_event(notifications, subject=subject, region=region)
    if via == "sns":
        return event
    return sqs_event([record["Sns"] for record in event["Records"]], region=region)


def _describe(
    key: str,
    number: int,
    size: int,
    event_name: str,
    version_id: str | None,
    sequencer: str | None,
) -> dict[str, Any]:
    """Return the object, with the names that EventBridge uses."""
    described: dict[str, Any] = {"key": key}
    if not event_name.startswith("ObjectRemoved"):
        etag = hashlib.md5(key.encode(), usedforsecurity=False).hexdigest()
        described |= {"size": size, "etag": etag}
    if version_id is not None:
        described["version-id"] = version_id
    place = 0x0055AED6DCD90281E5 + number
    return {**described, "sequencer": sequencer or f"{place:018X}"}


def _make_record(
    described: dict[str, Any], bucket: str, region: str, event_name: str
) -> dict[str, Any]:
    names = {"etag": "eTag", "version-id": "versionId"}
    obj = {names.get(name, name): value for name, value in described.items()}
    obj["key"] = quote_plus(obj["key"], safe="/*")
    return {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": region,
        "eventTime": format_now("%Y-%m-%dT%H:%M:%S.000Z"),
        "eventName": event_name,
        "userIdentity": {"principalId": "AWS:AIDAIENQZJOLO23YVJ4VO"},
        "requestParameters": {"sourceIPAddress": "203.0.113.7"},
        "responseElements": {"x-amz-request-id": "C3D13FE58DE4C810"},
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": "articles",
            "bucket": {
                "name": bucket,
                "ownerIdentity": {"principalId": "A3NL1KOZZKEXAMPLE"},
                "arn": f"arn:aws:s3:::{bucket}",
            },
            "object": obj,
        },
    }


def _make_event(
    described: dict[str, Any], bucket: str, region: str, event_name: str
) -> dict[str, Any]:
    if event_name not in _DETAILS:
        raise ValueError(
            f"There is no event of EventBridge for {event_name!r} here. Choose one of: "
            f"{', '.join(_DETAILS)}."
        )
    kind, what = _DETAILS[event_name]
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": kind,
        "source": "aws.s3",
        "account": ACCOUNT_ID,
        "time": format_now("%Y-%m-%dT%H:%M:%SZ"),
        "region": region,
        "resources": [f"arn:aws:s3:::{bucket}"],
        "detail": {
            "version": "0",
            "bucket": {"name": bucket},
            "object": described,
            "request-id": "C3D13FE58DE4C810",
            "requester": ACCOUNT_ID,
            "source-ip-address": "203.0.113.7",
            **what,
        },
    }


def _get_only(events: list[dict[str, Any]]) -> dict[str, Any]:
    if len(events) != 1:
        raise ValueError(
            f"EventBridge hands over one event at a time, not {len(events)}. Give one "
            'key, or say via="eventbridge-sqs".'
        )
    return events[0]


def s3_test_event(*, bucket: str = "bucket") -> dict[str, Any]:
    """Return the message that S3 sends to a queue or topic when it is configured."""
    return {
        "Service": "Amazon S3",
        "Event": "s3:TestEvent",
        "Time": format_now("%Y-%m-%dT%H:%M:%S.000Z"),
        "Bucket": bucket,
        "RequestId": "5582815E1AEA5ADF",
        "HostId": "8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR+YstdA6Knx4Ip8EXAMPLE",
    }
