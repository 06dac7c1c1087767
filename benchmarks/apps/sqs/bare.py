"""By hand: a loop that reports failures and looks at the time left."""

import json
import logging

logger = logging.getLogger(__name__)
# In milliseconds.
MARGIN = 500
totals = {}


def book(order):
    customer = order["customer"]
    totals[customer] = totals.get(customer, 0) + order["amount"] * order["price"]


def handler(event, context):
    failures = []
    is_late = False
    for record in event["Records"]:
        try:
            is_late = is_late or context.get_remaining_time_in_millis() < MARGIN
            if is_late:
                raise TimeoutError
            book(json.loads(record["body"]))
        except Exception:
            logger.exception("The message %s failed", record["messageId"])
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
