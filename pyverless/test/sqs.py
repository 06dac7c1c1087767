"""The events of queues, as AWS sends them."""

from __future__ import annotations

import base64
import hashlib
import json
import time
import uuid
from collections.abc import Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["as_list", "as_text", "sqs_event"]

ACCOUNT_ID = "123456789012"
REGION = "us-east-1"


_RECORD_KEYS = {
    "attributes",
    "awsRegion",
    "body",
    "eventSource",
    "eventSourceARN",
    "md5OfBody",
    "md5OfMessageAttributes",
    "messageAttributes",
    "messageId",
    "receiptHandle",
}


def sqs_event(
    messages: Any,
    *,
    queue: str = "queue",
    region: str = REGION,
    fifo: bool = False,
    attributes: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the event of a batch of messages, or of one.

    A message is its body: a text as it is, anything else as JSON. A dictionary with the
    key `body` and keys of records only is a record, whose keys replace the usual ones:
    `{"body": "…", "messageId": "1", "attributes": {"MessageGroupId": "a"}}`.
    `attributes` are the messageAttributes of messages that bring none; values are plain
    texts, numbers and bytes. `fifo` adds what FIFO queues add, with one group.

    https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
    """
    queue = f"{queue.removesuffix('.fifo')}.fifo" if fifo else queue
    origin = {
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:{region}:{ACCOUNT_ID}:{queue}",
        "awsRegion": region,
    }
    return {
        "Records": [
            {**_sqs_record(message, number, fifo, attributes or {}), **origin}
            for number, message in enumerate(as_list(messages), start=1)
        ]
    }


def _sqs_record(
    message: Any, number: int, fifo: bool, attributes: Mapping[str, Any]
) -> dict[str, Any]:
    is_record = isinstance(message, Mapping) and "body" in message
    # A body that has a key `body` is one with others that no record has.
    is_record = is_record and _RECORD_KEYS.issuperset(message)
    given = dict(message) if is_record else {"body": message}
    body = as_text(given.pop("body"))
    system = _sqs_attributes(number, fifo) | given.pop("attributes", {})
    own = given.pop("messageAttributes", attributes)
    return {
        "messageId": str(uuid.uuid4()),
        "receiptHandle": f"receipt-{number}",
        "body": body,
        "attributes": system,
        "messageAttributes": {n: _sqs_attribute(value) for n, value in own.items()},
        "md5OfBody": hashlib.md5(body.encode(), usedforsecurity=False).hexdigest(),
        **given,
    }


def _sqs_attributes(number: int, fifo: bool) -> dict[str, str]:
    now = str(time.time_ns() // 1_000_000)
    attributes = {
        "ApproximateReceiveCount": "1",
        "SentTimestamp": now,
        "SenderId": "AIDAIENQZJOLO23YVJ4VO",
        "ApproximateFirstReceiveTimestamp": now,
    }
    if fifo:
        attributes["SequenceNumber"] = f"{18_850_000_000_000_000_000 + number}"
        attributes["MessageGroupId"] = "group"
        attributes["MessageDeduplicationId"] = f"deduplication-{number}"
    return attributes


def _sqs_attribute(value: Any) -> dict[str, Any]:
    if isinstance(value, Mapping):
        return dict(value)
    lists: dict[str, Any] = {"stringListValues": [], "binaryListValues": []}
    if isinstance(value, bytes):
        encoded = base64.b64encode(value).decode()
        return {"binaryValue": encoded, **lists, "dataType": "Binary"}
    kind = "String" if isinstance(value, str) else "Number"
    return {"stringValue": str(value), **lists, "dataType": kind}


def as_list(value: Any) -> list[Any]:
    """Return one thing, or several, as a list."""
    return [value] if isinstance(value, (str, Mapping)) else list(value)


def as_text(value: Any) -> str:
    """Return a text as it is and anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value)
