"""Handlers that do things once: Idempotency-Key, and records that come twice."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest

from pyverless.auth import IsAuthenticated
from pyverless.contrib.memory import IdempotencyMixin, Model
from pyverless.exceptions import BadRequestError, ImproperlyConfigured
from pyverless.handlers import (
    AuthorizationMixin,
    BaseHandler,
    CreateHandler,
    ListCreateHandler,
    SQSHandler,
)
from pyverless.http import CORSConfig, Response
from pyverless.routing import App, path
from pyverless.test import Client, FakeContext, http_event, sqs_event


class Done(IdempotencyMixin):
    pass


class Order(Model):
    title: str


class Orders(CreateHandler):
    model = Order
    required_body_keys = ["title"]
    location = "/orders/{id}"
    idempotency_store = Done


@pytest.fixture(autouse=True)
def empty():
    yield
    Done.clear()
    Order.objects.clear()


def post(handler, key="one", title="Tea", headers=None, **options):
    client = handler if isinstance(handler, Client) else Client(handler)
    headers = {**({"Idempotency-Key": key} if key else {}), **(headers or {})}
    return client.post("/orders", json={"title": title}, headers=headers, **options)


def content_of(response):
    kept = ("content-type", "location")
    headers = {name: response.headers.get(name) for name in kept}
    return response.status_code, headers, response.content


# Requests


def test_a_request_that_is_sent_twice_is_answered_alike_and_done_once(gateway):
    client = Client(Orders, gateway=gateway)

    first, second = post(client), post(client)

    assert content_of(first) == content_of(second)
    assert first.status_code == 201
    assert first.headers["Location"].endswith("/orders/1")
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert Order.objects.count() == 1


@pytest.mark.parametrize("make", [lambda: App([path("/orders", Lists)]), lambda: Lists])
def test_a_list_is_read_as_often_as_wanted(make):
    client = Client(make())
    headers = {"Idempotency-Key": "one"}

    assert client.get("/orders", headers=headers).json() == []
    assert content_of(post(client)) == content_of(post(client))
    assert client.get("/orders", headers=headers).json() == [{"id": 1}]


class Lists(ListCreateHandler):
    model = Order
    serializer = lambda order: {"id": order.id}  # noqa: E731
    required_body_keys = ["title"]
    idempotency_store = Done


def test_without_a_key_nothing_is_remembered():
    post(Orders, key=None)
    post(Orders, key=None)

    assert Order.objects.count() == 2


def test_a_key_may_be_required():
    client = Client(Orders.as_handler(idempotency_key_required=True))

    refusal = post(client, key=None)

    assert refusal.status_code == 400
    assert refusal.json()["detail"] == "The header Idempotency-Key is missing."
    assert post(client).status_code == 201


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("8e03978e", '"8e03978e"'),
        ("8e03978e", " 8e03978e\t"),
        ("a+b/c==", '"a+b/c=="'),
        (r"a\b", r'"a\\b"'),
        ("k" * 255, '"' + "k" * 255 + '"'),
    ],
)
def test_quotes_do_not_belong_to_a_key(one, other):
    post(Orders, key=one)

    assert "Idempotent-Replayed" in post(Orders, key=other).headers


def test_a_key_in_quotes_may_have_blanks_and_quotes():
    assert post(Orders, key=r'"a \"b\", c"').status_code == 201


@pytest.mark.parametrize(
    "key",
    [" ", '""', '"', '"a', "a b", "a,b", '"a", "b"', r'"a\b"', "ä", "k" * 256, "a\x7f"],
)
def test_what_is_no_key_is_refused(key):
    refusal = post(Orders, key=key)

    assert refusal.status_code == 400
    assert "Idempotency-Key" in refusal.json()["detail"]
    assert Order.objects.count() == 0


@pytest.mark.parametrize(
    "other", [{"title": "Coffee"}, {"query": {"gift": "1"}}], ids=["body", "query"]
)
def test_another_request_under_the_same_key_is_refused(other):
    post(Orders)

    refusal = post(Orders, **other)

    assert refusal.status_code == 422
    assert refusal.json()["code"] == "idempotency_key_reused"
    assert Order.objects.count() == 1


def test_a_request_that_is_being_answered_is_refused():
    class Nested(Orders):
        def create_object(self, **data):
            found.append(post(Nested))
            return super().create_object(**data)

    found = []

    assert post(Nested).status_code == 201
    assert found[0].status_code == 409
    assert found[0].json()["code"] == "in_progress"
    assert found[0].headers["Retry-After"] == "1"
    assert Order.objects.count() == 1


@pytest.mark.parametrize("hook", ["create_object", "represent", "finalize_response"])
def test_a_request_that_fails_can_be_sent_again(hook):
    class Failing(Orders):
        pass

    def fail(self, *args, **data):
        getattr(super(Failing, self), hook)(*args, **data)
        delattr(Failing, hook)
        raise BadRequestError("Not now.")

    setattr(Failing, hook, fail)

    assert post(Failing).status_code == 400
    assert Order.objects.count() == 0
    assert post(Failing).status_code == 201


def test_an_answer_that_can_not_be_written_takes_the_work_back():
    class Unwritable(Orders):
        def represent(self, obj):
            return {"id": object()}

    assert post(Unwritable).status_code == 500
    assert Order.objects.count() == 0
    assert post(Orders).status_code == 201


def test_an_action_of_ones_own_is_done_once():
    class Payments(Orders):
        def perform_action(self):
            Order(title="paid").save()
            return {"paid": True}, 202, {"X-Receipt": "7"}

    first, second = post(Payments), post(Payments)

    assert first.status_code == second.status_code == 202
    assert first.text == second.text
    assert second.headers["X-Receipt"] == "7"
    assert Order.objects.count() == 1


@pytest.mark.parametrize(
    "response",
    [
        Response(b"\x00\xff", 201),
        Response("<p>", 200, content_type="text/html; charset=utf-8"),
        Response(None, 204),
        Response(None, content_type="application/json"),
        Response("ü\x00"),
        Response({"a": 1.50}, headers={"Content-Type": "application/vnd.a+json"}),
    ],
    ids=repr,
)
def test_every_answer_comes_again_as_it_was(response):
    class Anything(Orders):
        def perform_action(self):
            return response

    first, second = post(Anything), post(Anything)

    assert content_of(first) == content_of(second)
    assert first.content == second.content
    assert "Idempotent-Replayed" in second.headers


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ({"id": 1, "price": 1.5}, None),
        ("Tea", None),
        ("Tea", "text/plain"),
        ("[1]", "application/json"),
        (None, "application/json"),
        (None, None),
    ],
)
def test_hooks_find_the_same_body_in_a_repeated_answer(body, content_type):
    class Wrapped(Orders):
        def perform_action(self):
            return Response(body, content_type=content_type)

        def finalize_response(self, response):
            found.append((response.body, response.content_type))
            return Response({"data": response.body})

    found = []

    assert post(Wrapped).text == post(Wrapped).text
    assert found == [(body, content_type)] * 2


class Written:
    """What only the writer of its App knows."""


def write_indented(value):
    return json.dumps(value, indent=2)


def write_otherwise(value):
    return "[1e2]" if isinstance(value, Written) else json.dumps(value)


def write_nan(value):
    return "NaN" if isinstance(value, Written) else json.dumps(value)


@pytest.mark.parametrize(
    ("serializer", "body"),
    [
        (write_indented, {"a": ["ü"]}),
        (write_otherwise, Written()),
        (write_nan, Written()),
    ],
)
def test_repeated_answers_are_written_as_the_first_whatever_writes_them(
    serializer, body
):
    class Anything(Orders):
        def perform_action(self):
            return body

    client = Client(App([path("/orders", Anything)], serializer=serializer))
    first, second = post(client), post(client)

    assert content_of(first) == content_of(second)
    assert "Idempotent-Replayed" in second.headers


def test_a_repeated_answer_is_compressed_if_the_first_was():
    class Long(Orders):
        def perform_action(self):
            return Response("x" * 5000, compress=True)

    headers = {"Accept-Encoding": "gzip"}
    first, second = post(Long, headers=headers), post(Long, headers=headers)

    assert second.headers["Content-Encoding"] == "gzip"
    assert first.content == second.content


def test_cookies_are_not_remembered():
    class LogIn(Orders):
        def perform_action(self):
            return Response({}, cookies=["session=secret"])

    assert post(LogIn).cookies
    assert not post(LogIn).cookies


def test_what_is_done_to_answers_is_done_to_repeated_ones():
    class Finished(Orders):
        cors = CORSConfig(allow_origin="https://a")
        compress = True

        def finalize_response(self, response):
            response.headers["X-Request"] = str(len(requests))
            return response

        def represent(self, obj):
            return "x" * 5000

    requests = []
    headers = {"Origin": "https://a", "Accept-Encoding": "gzip"}
    first = post(Finished, headers=headers)
    requests.append(1)
    second = post(Finished, headers=headers)

    for response, number in ((first, "0"), (second, "1")):
        assert response.headers["X-Request"] == number
        assert response.headers["Content-Encoding"] == "gzip"
        assert response.headers["Access-Control-Allow-Origin"] == "https://a"
    assert first.content == second.content


# Whose key it is


class Private(AuthorizationMixin, Orders):
    authentication_classes = []

    def get_user(self):
        name = self.request.headers.get("x-user")
        issuer = self.request.headers.get("x-issuer")
        self.request.claims = {"iss": issuer} if issuer else {}
        return SimpleNamespace(id=name) if name else None


def test_each_user_has_keys_of_their_own():
    first = post(Private, headers={"X-User": "ann"})

    assert post(Private, headers={"X-User": "ben"}).text != first.text
    assert post(Private, headers={"X-User": "ann"}).text == first.text
    assert Order.objects.count() == 2


def test_users_of_two_issuers_are_two():
    post(Private, headers={"X-User": "ann", "X-Issuer": "https://a"})
    post(Private, headers={"X-User": "ann", "X-Issuer": "https://b"})

    assert Order.objects.count() == 2


def test_permissions_are_asked_each_time():
    post(Private, headers={"X-User": "ann"})

    assert post(Private).status_code == 401


def test_a_user_who_can_not_be_told_from_others_is_a_mistake():
    class Nameless(Private):
        def get_user(self):
            return SimpleNamespace(id=None)

    refusal = post(Nameless)

    assert refusal.status_code == 500
    assert Order.objects.count() == 0


def test_paths_and_classes_have_keys_of_their_own():
    class Others(Orders):
        pass

    app = App([path("/orders", Orders), path("/more", Orders), path("/other", Others)])
    client = Client(app)
    for url in ("/orders", "/more", "/other"):
        client.post(url, json={"title": "x"}, headers={"Idempotency-Key": "one"})

    assert Order.objects.count() == 3


def test_rules_about_objects_are_not_missed_by_a_repeated_request():
    class Owned(IsAuthenticated):
        def has_object_permission(self, handler, obj):
            return obj.title == handler.user.id

    class Mine(Private):
        permission_classes = [Owned]

    headers = {"X-User": "ann"}

    assert post(Mine, title="ben", headers=headers).status_code == 403
    assert post(Mine, title="ann", headers=headers).status_code == 201
    assert post(Mine, title="ann", headers=headers).status_code == 201


def test_the_key_may_be_found_elsewhere():
    class Numbered(Orders):
        def get_idempotency_key(self):
            return self.body["title"]

    post(Numbered, key=None)
    post(Numbered, key=None)

    assert Order.objects.count() == 1


@pytest.mark.parametrize("key", ["", 7, b"one"])
def test_a_key_of_ones_own_is_a_text_that_is_not_empty(key):
    class Odd(Orders):
        def get_idempotency_key(self):
            return key

    assert post(Odd).status_code == 500
    assert Order.objects.count() == 0


# How long


class Noting:
    """A store that notes for how long it is asked."""

    atomic = staticmethod(Done.atomic)

    def __init__(self):
        self.lease = self.entry = None

    def claim(self, key, *, lease):
        self.lease = lease

    def complete(self, key, entry):
        self.entry = entry


@pytest.mark.parametrize(
    ("remaining_ms", "lowest", "highest"),
    [(None, 60, 60), (900_000, 800, 900), (0, 1, 1)],
)
def test_a_claim_holds_as_long_as_the_function_may_run(remaining_ms, lowest, highest):
    store = Noting()
    context = None if remaining_ms is None else FakeContext(remaining_ms=remaining_ms)

    event = http_event(
        "rest",
        "POST",
        "/orders",
        body='{"title": "Tea"}',
        headers={"Idempotency-Key": "one", "Content-Type": "application/json"},
    )
    Orders.as_handler(idempotency_store=store)(event, context)

    assert lowest <= store.lease <= highest


@pytest.mark.parametrize("ttl", [100, timedelta(seconds=100)])
def test_an_answer_is_kept_for_as_long_as_the_class_says(ttl, monkeypatch):
    monkeypatch.setattr("pyverless.handlers.idempotency.time", lambda: 1000.5)
    store = Noting()

    post(Client(Orders.as_handler(idempotency_store=store, idempotency_ttl=ttl)))

    assert store.entry.expires == 1101


# Records


class Queue(SQSHandler):
    idempotency_store = Done
    done = []

    def process_message(self, message):
        Order(title=message.text).save()


def titles():
    return [order.title for order in Order.objects.order_by("id")]


def test_a_message_that_comes_twice_is_processed_once(caplog):
    caplog.set_level(logging.INFO, "pyverless.request")
    function, event = Queue.as_handler(), sqs_event(["a", "b"])

    assert function(event, None) == {"batchItemFailures": []}
    assert function(event, None) == {"batchItemFailures": []}
    assert titles() == ["a", "b"]
    message_id = event["Records"][0]["messageId"]
    assert f"Queue has done {message_id} before" in caplog.messages


def test_a_message_that_failed_is_processed_when_it_comes_again():
    class Failing(Queue):
        def process_message(self, message):
            super().process_message(message)
            if failures and message.text == "b":
                raise failures.pop()

    failures = [ZeroDivisionError()]
    function, event = Failing.as_handler(), sqs_event(["a", "b"])

    [failure] = function(event, None)["batchItemFailures"]
    assert failure["itemIdentifier"] == event["Records"][1]["messageId"]
    assert titles() == ["a"]
    function(event, None)
    assert titles() == ["a", "b"]


def test_a_message_that_somebody_else_is_at_comes_back():
    class Nested(Queue):
        def process_message(self, message):
            super().process_message(message)
            if message.text == "a":
                found.append(function(event, None))

    found = []
    function, event = Nested.as_handler(), sqs_event(["a", "b"])

    function(event, None)
    [failure] = found[0]["batchItemFailures"]
    assert failure["itemIdentifier"] == event["Records"][0]["messageId"]
    assert sorted(titles()) == ["a", "b"]


def test_two_handlers_of_one_message_both_process_it():
    class Other(Queue):
        pass

    event = sqs_event(["a"])
    Queue.as_handler()(event, None)
    Other.as_handler()(event, None)

    assert titles() == ["a", "a"]


def test_a_key_may_be_made_of_the_message():
    class Keyed(Queue):
        def get_idempotency_key(self):
            return self.message.json_body["order"]

        def process_message(self, message):
            Order(title=message.json_body["order"]).save()

    Keyed.as_handler()(sqs_event([{"order": "a"}, {"order": "a"}]), None)

    assert titles() == ["a"]


def test_what_has_no_key_is_processed_each_time():
    class Keyless(Queue):
        def get_idempotency_key(self):
            return None

    function, event = Keyless.as_handler(), sqs_event(["a"])
    function(event, None)
    function(event, None)

    assert titles() == ["a", "a"]


def test_an_empty_key_of_a_message_is_a_failure():
    class Empty(Queue):
        def get_idempotency_key(self):
            return ""

    with pytest.raises(TypeError, match=r"Empty.get_idempotency_key\(\) .* ''"):
        Empty.as_handler()(sqs_event(["a"]), None)
    assert titles() == []


def test_coroutines_are_done_once():
    class Async(Queue):
        async def process_message(self, message):
            Order(title=message.text).save()

    function, event = Async.as_handler(), sqs_event(["a"])
    function(event, None)
    function(event, None)

    assert titles() == ["a"]


# Units of work


def test_a_store_of_its_own_is_committed_last():
    class Elsewhere(Noting):
        def atomic(self):
            return Events("store")

    class Events:
        def __init__(self, name):
            self.name = name

        def __enter__(self):
            pass

        def __exit__(self, *exc_info):
            committed.append(self.name)

    class Manager:
        def atomic(self):
            return Events("model")

    class Thing:
        objects = Manager()

        def __init__(self, **data):
            self.id = 1

    committed = []
    post(Client(Orders.as_handler(model=Thing, idempotency_store=Elsewhere())))

    assert committed == ["model", "store"]


# Mistakes


def test_a_store_may_be_a_dotted_path():
    store = f"{__name__}.Done"

    with pytest.raises(ImportError, match=r"Orders\.idempotency_store"):
        Orders.as_handler(idempotency_store="nowhere.Done")
    assert Client(Orders.as_handler(idempotency_store=store))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"idempotency_store": object()}, r"has no atomic\(\)"),
        ({"idempotency_ttl": -1}, "idempotency_ttl is -1"),
        ({"allowed_methods": ("PUT",)}, "which is for POST, but answers PUT"),
        (
            {"idempotency_store": None, "idempotency_key_required": True},
            "Set Orders.idempotency_store",
        ),
    ],
)
def test_mistakes_show_during_init(options, message):
    with pytest.raises(ImproperlyConfigured, match=message):
        Orders.as_handler(**options)


def test_a_store_of_records_is_checked_during_init():
    with pytest.raises(ImproperlyConfigured, match=r"Queue\.idempotency_store"):
        Queue.as_handler(idempotency_store=BaseHandler)
