"""AWS's own toolkit: its processor of batches."""

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)

processor = BatchProcessor(event_type=EventType.SQS)
totals = {}


def book(record):
    order = record.json_body
    customer = order["customer"]
    totals[customer] = totals.get(customer, 0) + order["amount"] * order["price"]


def handler(event, context):
    return process_partial_response(
        event=event, record_handler=book, processor=processor, context=context
    )
