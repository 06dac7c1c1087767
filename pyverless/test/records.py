"""The events of topics, schedules and warm-ups, as AWS sends them."""

from __future__ import annotations

import base64
import json
import time
import uuid

from pyverless.test.sqs import ACCOUNT_ID, REGION, as_list, as_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

__all__ = [
    "format_now",
    "schedule_event",
    "sns_event",
    "warmup_event",
]


def sns_event(
    messages: Any,
    *,
    topic: str = "topic",
    region: str = REGION,
    subject: str | None = None,
    attributes: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the event of a notification, or of several; only texts go unchanged.

    `attributes` are its MessageAttributes: texts, numbers, lists and bytes.

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
                    "Timestamp": format_now("%Y-%m-%dT%H:%M:%S.000Z"),
                    "SignatureVersion": "1",
                    "Signature": "signature",
                    "SigningCertUrl": f"https://sns.{region}.amazonaws.com/cert.pem",
                    "UnsubscribeUrl": f"https://sns.{region}.amazonaws.com/",
                    "MessageAttributes": {
                        name: _sns_attribute(value)
                        for name, value in (attributes or {}).items()
                    },
                },
            }
            for message in as_list(messages)
        ]
    }


def _sns_attribute(value: Any) -> dict[str, str]:
    if isinstance(value, bytes):
        return {"Type": "Binary", "Value": base64.b64encode(value).decode()}
    if isinstance(value, str):
        return {"Type": "String", "Value": value}
    kind = "String.Array" if isinstance(value, list | tuple) else "Number"
    return {"Type": kind, "Value": json.dumps(value)}


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
        "time": format_now("%Y-%m-%dT%H:%M:%SZ"),
        "region": region,
        "resources": [f"arn:aws:events:{region}:{ACCOUNT_ID}:rule/{rule}"],
        "detail": {},
    }


def warmup_event() -> dict[str, Any]:
    """Return what serverless-plugin-warmup sends to keep a function warm.

    https://github.com/juanjoDiaz/serverless-plugin-warmup
    """
    return {"source": "serverless-plugin-warmup"}


def format_now(layout: str) -> str:
    """Return the time in a layout of `strftime()`, in UTC."""
    return time.strftime(layout, time.gmtime())
