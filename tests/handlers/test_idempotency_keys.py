"""Whose keys are whose: users, hosts, classes and functions."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pyverless.contrib.memory import IdempotencyMixin
from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers import (
    BaseHandler,
    CreateHandler,
    EventHandler,
    ListCreateHandler,
    RecordsHandler,
    SNSHandler,
    SQSMessagesMixin,
    UpdateHandler,
)
from pyverless.test import Client, sns_event


class Done(IdempotencyMixin):
    pass


@pytest.fixture(autouse=True)
def empty():
    yield
    Done.clear()


class Counted(CreateHandler):
    """Answers how often it was done."""

    model = SimpleNamespace
    optional_body_keys = ["title"]
    idempotency_store = Done

    def perform_action(self):
        type(self).count = getattr(type(self), "count", 0) + 1
        return {"count": type(self).count}


def post(handler, headers=(), **options):
    headers = {"Idempotency-Key": "one", **dict(headers)}
    return Client(handler).post("/", json={}, headers=headers, **options)


def count_of(handler, *requests):
    """Return how often a handler does what is asked for under one key."""

    class Fresh(handler):
        pass

    for request in requests:
        assert post(Fresh, **request).status_code == 201
    return Fresh.count


# Requests


class Staff(SimpleNamespace):
    pass


class Customer(SimpleNamespace):
    pass


class Typed(Counted):
    authentication_classes = []

    def get_user(self):
        kinds = {"staff": Staff, "customer": Customer}
        return kinds[self.request.headers["x-kind"]](id=1)


def test_users_of_two_kinds_are_two_though_they_have_one_id():
    staff, customer = {"X-Kind": "staff"}, {"X-Kind": "customer"}
    requests = [{"headers": each} for each in (staff, customer, staff)]

    assert count_of(Typed, *requests) == 2


def test_each_host_has_keys_of_its_own():
    hosts = ("a.example.com", "b.example.com", "a.example.com")

    assert count_of(Counted, *({"headers": {"Host": each}} for each in hosts)) == 2


def claims(**values):
    return {"jwt": {"claims": values}}


@pytest.mark.parametrize(
    ("ann", "ben"),
    [
        (claims(sub="ann"), claims(sub="ben")),
        (claims(sub="ann", iss="https://a"), claims(sub="ann", iss="https://b")),
        ({"lambda": {"principalId": "ann"}}, {"lambda": {"principalId": "ben"}}),
        ({"iam": {"userArn": "arn:ann"}}, {"iam": {"userArn": "arn:ben"}}),
    ],
)
def test_whom_only_the_authorizer_knows_has_keys_of_their_own(ann, ben):
    requests = [{"authorizer": each} for each in (ann, ben, ann)]

    assert count_of(Counted, *requests) == 2


# Functions


class Notify(SNSHandler):
    idempotency_store = Done
    channel = "mail"
    sent = []

    def process_notification(self, notification):
        self.sent.append(self.channel)


def test_two_functions_of_one_class_both_process_what_they_are_given():
    mail = Notify.as_handler()
    sms = Notify.as_handler(channel="sms", idempotency_scope="sms")
    Notify.sent.clear()

    event = sns_event("Hello")
    for function in (mail, sms, mail, sms):
        function(event, None)

    assert Notify.sent == ["mail", "sms"]


def test_two_functions_of_one_class_must_say_which_is_which():
    with pytest.raises(ImproperlyConfigured, match=r"channel=…, idempotency_scope=…"):
        Notify.as_handler(channel="sms")


def test_how_a_function_works_does_not_make_it_another_one():
    assert Notify.as_handler(deadline_margin=0, idempotency_ttl=60)


def test_a_class_that_is_renamed_knows_what_it_has_done():
    class Before(Notify):
        idempotency_scope = "notify"

    class After(Notify):
        idempotency_scope = "notify"

    Notify.sent.clear()
    event = sns_event("Hello")
    for handler in (Before, After):
        handler.as_handler()(event, None)

    assert Notify.sent == ["mail"]


@pytest.mark.parametrize("scope", ["", 7])
def test_a_scope_is_a_text(scope):
    with pytest.raises(ImproperlyConfigured, match=f"idempotency_scope is {scope!r}"):
        Notify.as_handler(idempotency_scope=scope)


# Stores that nothing would use


class Put(UpdateHandler):
    model = SimpleNamespace(objects=[])
    optional_body_keys = ["title"]
    idempotency_store = Done


class Event(EventHandler):
    idempotency_store = Done


class Batch(SQSMessagesMixin, BaseHandler):
    idempotency_store = Done


@pytest.mark.parametrize("handler", [Put, Event, Batch])
def test_a_store_that_nothing_asks_is_a_mistake(handler):
    with pytest.raises(ImproperlyConfigured, match="but nothing asks it"):
        handler.as_handler()


class Nameless(RecordsHandler):
    event_source = "aws:kinesis"
    idempotency_store = Done

    def process_record(self, record):
        pass


class Named(Nameless):
    def get_record_id(self, record):
        return record["id"]


class Keyed(Nameless):
    def get_idempotency_key(self):
        return self.record["id"]


def test_records_that_nothing_tells_apart_are_a_mistake():
    with pytest.raises(ImproperlyConfigured, match=r"Nameless\.get_idempotency_key\("):
        Nameless.as_handler()
    assert Named.as_handler()
    assert Keyed.as_handler()


def test_a_required_key_is_for_post_only():
    class Strict(Counted):
        idempotency_key_required = True

    class Lists(ListCreateHandler):
        model = SimpleNamespace(objects=[])
        serializer = dict
        optional_body_keys = ["title"]
        idempotency_store = Done
        idempotency_key_required = True

    methods = ("POST", "PUT", "PATCH", "OPTIONS")
    with pytest.raises(ImproperlyConfigured, match="answers PUT, PATCH without"):
        Strict.as_handler(allowed_methods=methods)
    assert Counted.as_handler(allowed_methods=methods)
    assert Lists.as_handler()
