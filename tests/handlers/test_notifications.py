"""SNSHandler: what fails raises, because Amazon SNS reads no report."""

from __future__ import annotations

import marshmallow
import pytest

from pyverless.exceptions import BadRequestError, UnsupportedEventError
from pyverless.handlers import SNSHandler
from pyverless.test import Client, sns_event, sqs_event


class Order(marshmallow.Schema):
    id = marshmallow.fields.Integer(required=True)


class Orders(SNSHandler):
    """Refuses the text "bad"; `seen` is emptied by `invoke()`."""

    seen: list = []

    def process_notification(self, notification):
        if notification["message"] == "bad":
            raise LookupError(notification["message_id"])
        self.seen.append(self.body if self.serializer else notification["message"])


class CheckedOrders(Orders):
    serializer = Order


def invoke(handler, event):
    handler.seen.clear()
    return Client(handler).invoke(event)


def test_each_notification_is_processed():
    class Handler(Orders):
        def process_notification(self, notification):
            assert self.notification is notification
            self.seen.append((notification["subject"], notification.json_body))

    invoke(Handler, sns_event([{"id": 1}, {"id": 2}], subject="order"))

    assert Handler.seen == [("order", {"id": 1}), ("order", {"id": 2})]


def test_a_failure_raises_after_the_others():
    event = sns_event(["a", "bad", "b"])

    with pytest.raises(LookupError, match=event["Records"][1]["Sns"]["MessageId"]):
        invoke(Orders, event)
    assert Orders.seen == ["a", "b"]


def test_a_serializer_loads_the_message():
    invoke(CheckedOrders, sns_event({"id": "5"}))

    assert CheckedOrders.seen == [{"id": 5}]


@pytest.mark.parametrize("message", ["no JSON", "[]", {"id": "x"}, {}])
def test_a_message_that_is_not_valid_fails(message):
    with pytest.raises(BadRequestError):
        invoke(CheckedOrders, sns_event(message))
    assert CheckedOrders.seen == []


def test_what_is_not_valid_can_be_put_aside():
    class Handler(CheckedOrders):
        def on_invalid_message(self, message, exc):
            self.seen.append((message["message"], exc.status_code))

    invoke(Handler, sns_event(["no JSON", {"id": 1}]))

    assert Handler.seen == [("no JSON", 400), {"id": 1}]


def test_get_notification_can_be_overridden():
    class Handler(Orders):
        def get_notification(self):
            return super().get_notification() | {"message": "other"}

    invoke(Handler, sns_event("a"))

    assert Handler.seen == ["other"]


@pytest.mark.parametrize(
    ("sns", "key"), [({"MessageId": "m1"}, "m1"), ({}, None), (None, None)]
)
def test_duplicates_are_known_by_the_id_of_the_message(sns, key):
    handler = Orders()
    handler.record = {"Sns": sns}

    assert handler.get_idempotency_key() == key


def test_messages_of_a_queue_are_refused():
    with pytest.raises(UnsupportedEventError, match="aws:sns, not of 'aws:sqs'"):
        invoke(Orders, sqs_event("a"))
