"""SQSHandler: each message is done, or comes back."""

from __future__ import annotations

import json
import logging
from decimal import Decimal
from unittest.mock import MagicMock

import marshmallow
import msgspec
import pytest

from pyverless.contrib.memory import IdempotencyMixin, Model
from pyverless.exceptions import BadRequestError, ImproperlyConfigured
from pyverless.handlers import (
    BaseHandler,
    RecordsHandler,
    S3FileMixin,
    S3Handler,
    SNSHandler,
    SQSHandler,
    SQSMessagesMixin,
)
from pyverless.handlers.records import RecordsMixin
from pyverless.test import FakeContext, s3_event, sns_event, sqs_event


class Orders(SQSHandler):
    """Does what a message says: "ok", or fails."""

    seen: list[str]

    def process_message(self, message):
        self.seen.append(message["message_id"])
        if message["text_message"] == "fail":
            raise LookupError(message["message_id"])


@pytest.fixture
def no_stores(monkeypatch):
    """Nobody has imported a store, so that messages are no units of work."""
    monkeypatch.setattr("pyverless.handlers.units.get_units", list)


@pytest.fixture(params=[True, False])
def orders(request):
    if not request.param:
        request.getfixturevalue("no_stores")

    class Handler(Orders):
        seen = []

    return Handler


def batch(*texts, groups=None, **options):
    """Return a batch whose messages have their number as their id."""
    messages = [{"body": t, "messageId": str(n)} for n, t in enumerate(texts)]
    for message, group in zip(messages, groups or (), strict=False):
        message["attributes"] = {"MessageGroupId": group}
    return sqs_event(messages, **options)


def failures(report):
    assert set(report) == {"batchItemFailures"}
    assert all(set(item) == {"itemIdentifier"} for item in report["batchItemFailures"])
    return [item["itemIdentifier"] for item in report["batchItemFailures"]]


# Standard queues


def test_a_batch_without_failures_is_reported_as_such(orders):
    assert failures(orders.as_handler()(batch("ok", "ok"))) == []
    assert orders.seen == ["0", "1"]


def test_a_batch_of_none_is_done(orders):
    assert failures(orders.as_handler()({"Records": []})) == []


def test_what_failed_comes_back_alone(orders):
    report = orders.as_handler()(batch("ok", "fail", "ok", "fail"))

    assert failures(report) == ["1", "3"]
    assert orders.seen == ["0", "1", "2", "3"]


def test_the_error_of_the_only_message_gets_out(orders):
    with pytest.raises(LookupError, match="0"):
        orders.as_handler()(batch("fail"))


def test_where_nothing_succeeded_all_errors_get_out(orders):
    with pytest.raises(ExceptionGroup, match="Handler failed for 2 of 2") as caught:
        orders.as_handler()(batch("fail", "fail"))

    assert [str(exc) for exc in caught.value.exceptions] == ["0", "1"]


def test_of_many_errors_a_few_get_out(orders):
    with pytest.raises(ExceptionGroup, match="12 of 12 records, 10 shown") as caught:
        orders.as_handler()(batch(*["fail"] * 12))

    assert len(caught.value.exceptions) == 10


def test_without_reports_any_failure_gets_out_when_the_others_are_done(orders):
    handler = orders.as_handler(reports_failures=False)

    with pytest.raises(LookupError):
        handler(batch("fail", "ok"))
    assert orders.seen == ["0", "1"]
    assert failures(handler(batch("ok", "ok"))) == []


@pytest.mark.parametrize("message_id", [None, ""])
def test_a_failure_that_no_report_can_name_gets_out(orders, message_id):
    event = batch("ok", "fail")
    event["Records"][1]["messageId"] = message_id

    with pytest.raises(LookupError):
        orders.as_handler()(event)


def test_an_empty_id_is_no_name(orders):
    class Handler(orders):
        def get_record_id(self, record):
            return "" if record["body"] == "fail" else "1"

    with pytest.raises(LookupError):
        Handler.as_handler()(batch("ok", "fail"))


def test_a_message_that_is_twice_in_a_batch_comes_back_when_one_of_them_failed(orders):
    event = batch("ok", "fail", "ok")
    event["Records"][2]["messageId"] = "1"

    assert failures(orders.as_handler()(event)) == ["1"]


@pytest.mark.parametrize("error", [SystemExit, KeyboardInterrupt])
def test_what_ends_the_process_ends_the_batch(orders, error):
    class Handler(orders):
        def process_message(self, message):
            super().process_message(message)
            raise error

    with pytest.raises(error):
        Handler.as_handler()(batch("ok", "ok"))
    assert Handler.seen == ["0"]


def test_a_handler_that_can_not_be_made_fails_for_its_message_only():
    class Handler(Orders):
        made = 0
        seen = []

        def __init__(self, **initkwargs):
            super().__init__(**initkwargs)
            type(self).made += 1
            if type(self).made == 3:  # the first is for INIT, the second for the batch
                raise LookupError

    assert failures(Handler.as_handler()(batch("ok", "ok"))) == ["0"]
    assert Handler.seen == ["1"]


def test_accepts_leaves_messages_out_as_done(orders):
    class Handler(orders):
        def accepts(self, record):
            return super().accepts(record) and record["body"] != "fail"

    assert failures(Handler.as_handler()(batch("ok", "fail", "ok"))) == []
    assert Handler.seen == ["0", "2"]


def test_an_error_of_accepts_is_one_of_its_message(orders):
    class Handler(orders):
        def accepts(self, record):
            return 1 / len(record["body"])

    assert failures(Handler.as_handler()(batch("ok", ""))) == ["1"]


# FIFO queues


def test_a_fifo_queue_stops_at_the_first_failure(orders):
    report = orders.as_handler()(batch("ok", "fail", "ok", "fail", fifo=True))

    assert failures(report) == ["1", "2", "3"]
    assert orders.seen == ["0", "1"]


def test_groups_can_be_isolated(orders):
    handler = orders.as_handler(isolates_groups=True)
    event = batch("ok", "fail", "ok", "ok", "ok", groups="ABABC", fifo=True)

    assert failures(handler(event)) == ["1", "3"]
    assert orders.seen == ["0", "1", "2", "4"]


def test_messages_without_a_group_are_in_one(orders):
    event = batch("fail", "ok", "ok", groups=["", "", "A"], fifo=True)

    assert failures(orders.as_handler(isolates_groups=True)(event)) == ["0", "1"]
    assert orders.seen == ["0", "2"]


def test_groups_of_a_standard_queue_have_no_order(orders):
    handler = orders.as_handler(isolates_groups=True)
    event = batch("ok", "fail", "ok", groups="AAA")

    assert failures(handler(event)) == ["1"]
    assert orders.seen == ["0", "1", "2"]


def test_a_fifo_queue_whose_first_message_fails_raises(orders):
    with pytest.raises(LookupError):
        orders.as_handler()(batch("fail", "ok", fifo=True))
    assert orders.seen == ["0"]


# The deadline


class SlowContext(FakeContext):
    """A context that is asked once, and whose clock the test moves."""

    asked = 0

    def get_remaining_time_in_millis(self):
        self.asked += 1
        return 10_000


@pytest.fixture
def clock(monkeypatch):
    """The clock of the deadline: a list with the time in seconds."""
    now = [1000.0]
    monkeypatch.setattr("pyverless.handlers.batches.monotonic", lambda: now[0])
    return now


@pytest.mark.parametrize("fifo", [False, True])
def test_what_was_not_begun_in_time_comes_back(orders, clock, fifo):
    class Handler(orders):
        def process_message(self, message):
            super().process_message(message)
            clock[0] += 4.75

    context = SlowContext()
    report = Handler.as_handler()(batch("ok", "ok", "ok", "ok", fifo=fifo), context)

    assert failures(report) == ["2", "3"]
    assert Handler.seen == ["0", "1"]
    assert context.asked == 1


def test_the_margin_can_be_set(orders, clock):
    class Handler(orders):
        deadline_margin = 6_000

        def process_message(self, message):
            super().process_message(message)
            clock[0] += 4

    assert failures(Handler.as_handler()(batch("ok", "ok"), SlowContext())) == ["1"]


def test_where_no_time_is_left_at_all_a_timeout_gets_out(orders):
    with pytest.raises(TimeoutError) as caught:
        orders.as_handler()(batch("ok", "ok"), FakeContext(remaining_ms=400))

    message = str(caught.value)
    assert message.startswith("Handler did not begin 2 of 2 records: at the start ")
    assert "Handler.deadline_margin is 500 ms" in message
    assert orders.seen == []


def test_without_reports_a_timeout_gets_out_with_the_errors(orders, clock):
    class Handler(orders):
        reports_failures = False

        def process_message(self, message):
            clock[0] += 9.75
            super().process_message(message)

    with pytest.raises(ExceptionGroup) as caught:
        Handler.as_handler()(batch("fail", "ok"), SlowContext())

    assert [type(e) for e in caught.value.exceptions] == [LookupError, TimeoutError]


@pytest.mark.parametrize("context", [None, object(), MagicMock()])
def test_without_a_deadline_all_messages_are_begun(orders, context):
    assert failures(orders.as_handler()(batch("ok", "ok"), context)) == []


@pytest.mark.parametrize("margin", [-1, "500", None, float("nan"), float("inf")])
def test_a_margin_is_a_number_of_milliseconds(orders, margin):
    with pytest.raises(
        ImproperlyConfigured, match=r"deadline_margin is .*milliseconds"
    ):
        orders.as_handler(deadline_margin=margin)


# Units of work


class Order(Model):
    number: str


def test_each_message_is_a_unit_of_work():
    class Handler(SQSHandler):
        model = Order

        def process_message(self, message):
            Order(number=message["message_id"]).save()
            assert message["text_message"] == "ok"

    assert failures(Handler.as_handler()(batch("ok", "fail", "ok"))) == ["1"]
    assert {order.number for order in Order.objects.all()} == {"0", "2"}


def test_a_message_counts_as_done_when_its_work_is_committed():
    class Refusing:
        def __enter__(self):
            pass

        def __exit__(self, *exc_info):
            raise ConnectionError

    class Handler(Orders):
        seen = []

        def atomic(self):
            return Refusing()

    with pytest.raises(ConnectionError):
        Handler.as_handler()(batch("ok"))
    assert Handler.seen == ["0"]


def test_no_message_sees_anything_of_another():
    class Handler(SQSHandler):
        def process_message(self, message):
            assert not hasattr(self, "mine")
            self.mine = message

    assert failures(Handler.as_handler()(batch("ok", "ok"))) == []


def test_each_message_knows_the_event_and_the_context():
    class Handler(SQSHandler):
        def process_message(self, message):
            assert message.record is self.record
            assert any(self.record is record for record in self.event["Records"])
            assert self.context.function_name == "orders"

    event = batch("ok", "ok")
    assert failures(Handler.as_handler()(event, FakeContext("orders"))) == []


def test_hooks_run_for_each_message():
    class Handler(SQSHandler):
        steps = []

        def setup(self, event, context):
            self.steps.append(("setup", self.record["messageId"]))

        def initial(self):
            super().initial()
            self.steps.append(("initial", self.message["message_id"]))

        def process_message(self, message):
            self.steps.append(("process", message["message_id"]))

    Handler.as_handler()(batch("ok", "ok"))

    hooks = ["setup", "initial", "process"]
    assert Handler.steps == [(hook, number) for number in "01" for hook in hooks]


@pytest.mark.parametrize(
    "part",
    [
        *("setup", "initial", "check_throttles", "load_records", "get_message"),
        *("set_body", "dispatch_event", "get_result", "perform_action"),
        *("process_payload", "atomic"),
    ],
)
@pytest.mark.usefixtures("no_stores")
def test_a_part_that_a_class_overrides_is_called_for_each_message(part):
    def overriding(self, *arguments):
        self.calls.append(self.record["messageId"])
        return getattr(super(Handler, self), part)(*arguments)

    class Handler(Orders):
        seen, calls = [], []

    setattr(Handler, part, overriding)

    assert failures(Handler.as_handler()(batch("ok", "fail", "ok"))) == ["1"]
    assert (Handler.calls, Handler.seen) == (["0", "1", "2"], ["0", "1", "2"])


@pytest.mark.usefixtures("no_stores")
def test_a_message_may_be_processed_by_a_coroutine():
    class Handler(SQSHandler):
        done = []

        async def process_message(self, message):
            if message["text_message"] == "fail":
                raise LookupError
            self.done.append(message["message_id"])

    assert failures(Handler.as_handler()(batch("ok", "fail", "ok"))) == ["1"]
    assert Handler.done == ["0", "2"]


@pytest.mark.parametrize("base", [SQSHandler, RecordsHandler])
def test_what_processing_returns_is_not_read(base):
    class Handler(base):
        event_source = "aws:sqs"

        def process_message(self, message):
            return object()

        process_record = process_message

        def get_record_id(self, record):
            return record["messageId"]

    assert failures(Handler.as_handler()(batch("ok"))) == []


# Bodies


class OrderSchema(marshmallow.Schema):
    count = marshmallow.fields.Integer(required=True)


class OrderStruct(msgspec.Struct):
    count: int


SERIALIZERS = [OrderSchema, OrderSchema(), OrderStruct]


def taking(serializer, **attributes):
    """Return a handler that keeps what it loads."""

    class Taking(SQSHandler):
        loaded = []

        def process_message(self, message):
            self.loaded.append(self.body)

    Taking.serializer = serializer
    for name, value in attributes.items():
        setattr(Taking, name, value)
    return Taking


@pytest.mark.parametrize("serializer", SERIALIZERS)
def test_the_serializer_loads_the_body(serializer):
    handler = taking(serializer)

    assert (
        failures(handler.as_handler()(sqs_event([{"count": 3}, '{"count": 4}']))) == []
    )
    assert handler.loaded == [{"count": 3}, {"count": 4}]


@pytest.mark.parametrize("serializer", SERIALIZERS)
@pytest.mark.parametrize(
    "text",
    ["", "no JSON", "[]", "null", "{}", '{"count": "many"}', '{"count": 1, "x": 2}'],
)
def test_a_message_that_is_not_valid_comes_back(serializer, text):
    handler = taking(serializer)

    assert failures(handler.as_handler()(batch('{"count": 1}', text))) == ["1"]
    assert handler.loaded == [{"count": 1}]


def test_a_serializer_of_several_objects_takes_an_array():
    handler = taking(OrderSchema(many=True))

    assert failures(handler.as_handler()(batch('[{"count": 1}]', "{}"))) == ["1"]
    assert handler.loaded == [[{"count": 1}]]


@pytest.mark.parametrize("is_async", [False, True])
def test_messages_that_are_not_valid_can_be_put_aside(is_async):
    aside = []

    def put_aside(self, message, exc):
        aside.append((message["text_message"], exc.status_code))

    async def put_aside_later(self, message, exc):
        put_aside(self, message, exc)

    hook = put_aside_later if is_async else put_aside
    handler = taking(OrderSchema, on_invalid_message=hook)

    assert failures(handler.as_handler()(batch("{}", '{"count": 1}'))) == []
    assert aside == [("{}", 400)]
    assert handler.loaded == [{"count": 1}]


def test_a_bad_request_of_the_processing_is_no_invalid_message():
    class Handler(taking(OrderSchema)):
        def process_message(self, message):
            raise BadRequestError

        def on_invalid_message(self, message, exc):
            raise AssertionError

    with pytest.raises(BadRequestError):
        Handler.as_handler()(batch('{"count": 1}'))


def test_a_large_body_arrives_whole():
    body = {"count": 1, "text": "ä" * 1_000_000}

    class Handler(SQSHandler):
        def process_message(self, message):
            assert message.json_body == body

    assert failures(Handler.as_handler()(sqs_event([body]))) == []


def test_a_serializer_must_be_able_to_load():
    with pytest.raises(ImproperlyConfigured, match=r"Taking\.serializer .* can't load"):
        taking(staticmethod(len)).as_handler()


# Duplicates


class Done(IdempotencyMixin):
    pass


@pytest.fixture
def done():
    yield Done
    Done.clear()


def test_a_key_may_be_in_the_body(done):
    class Handler(taking(OrderSchema, idempotency_store=done)):
        def get_idempotency_key(self):
            return str(self.body["count"])

    assert (
        failures(Handler.as_handler()(sqs_event([{"count": n} for n in (1, 2, 1)])))
        == []
    )
    assert Handler.loaded == [{"count": 1}, {"count": 2}]


def test_a_message_that_is_not_valid_is_not_kept_as_done(done):
    aside = []

    class Handler(taking(OrderSchema, idempotency_store=done)):
        def on_invalid_message(self, message, exc):
            aside.append(message.text)

    function = Handler.as_handler()
    for text in ("{}", '{"count": 1}', '{"count": 1}'):
        assert failures(function(batch(text))) == []

    assert (aside, Handler.loaded) == (["{}"], [{"count": 1}])


# Messages


def test_what_a_message_tells():
    class Handler(SQSHandler):
        def process_message(self, message):
            told = {
                "count": message.receive_count,
                "group": message.group_id,
                "deduplication": message.deduplication_id,
                "number": message.sequence_number,
                "sent": message.sent.isoformat(),
                "text": message.text,
            }
            assert told == {
                "count": 3,
                "group": "g",
                "deduplication": "d",
                "number": "188",
                "sent": "2026-01-02T03:04:05.678000+00:00",
                "text": "ok",
            }

    system = {
        "ApproximateReceiveCount": "3",
        "MessageGroupId": "g",
        "MessageDeduplicationId": "d",
        "SequenceNumber": "188",
        "SentTimestamp": "1767323045678",
    }
    event = sqs_event([{"body": "ok", "attributes": system}], fifo=True)

    assert failures(Handler.as_handler()(event)) == []


def test_what_a_message_does_not_tell_is_none():
    class Handler(SQSHandler):
        def process_message(self, message):
            told = (message.group_id, message.deduplication_id, message.sent)
            assert (message.receive_count, *told) == (1, None, None, None)

    event = batch("ok")
    del event["Records"][0]["attributes"]

    assert failures(Handler.as_handler()(event)) == []


@pytest.mark.parametrize(
    ("sent", "value"),
    [
        ("text", "text"),
        (b"\x00\xff", b"\x00\xff"),
        (7, 7),
        ({"dataType": "Number", "stringValue": "-12"}, -12),
        ({"dataType": "Number.cents", "stringValue": "1.50"}, Decimal("1.50")),
        ({"dataType": "Number", "stringValue": "1E+3"}, Decimal("1E+3")),
        ({"dataType": "String.json", "stringValue": "{}"}, "{}"),
        ({"dataType": "Binary.png", "binaryValue": "iVBORw=="}, b"\x89PNG"),
        ({"dataType": "Binary"}, b""),
        ({"dataType": "Number"}, None),
        ({}, None),
    ],
)
def test_attributes_have_their_types(sent, value):
    class Handler(SQSHandler):
        def process_message(self, message):
            [found] = message.typed_attributes.values()
            assert (found, type(found)) == (value, type(value))

    event = sqs_event("ok", attributes={"name": sent})

    assert failures(Handler.as_handler()(event)) == []


# The log


def test_a_batch_has_one_line_and_a_failure_has_one_with_its_traceback(orders, log):
    reported = []

    class Handler(orders):
        def report_exception(self, exc):
            reported.append((self.record["messageId"], type(exc)))

    Handler.as_handler()(batch("ok", "fail", fifo=False), FakeContext())

    failure, line = log.records
    assert failure.getMessage() == "Handler failed for 1 (LookupError)"
    assert (failure.levelno, failure.exc_info[0]) == (logging.ERROR, LookupError)
    assert line.getMessage().startswith("Handler 1 done, 1 failed in ")
    assert (line.levelno, line.exc_info) == (logging.ERROR, None)
    assert reported == [("1", LookupError)]


def test_of_many_failures_a_few_have_their_traceback(orders, log):
    orders.as_handler()(batch(*["fail"] * 12, "ok"))

    lines = [line for line in log.records if "failed for" in line.getMessage()]
    assert [line.exc_info is not None for line in lines] == [True] * 10 + [False] * 2


def test_the_only_message_is_named_where_it_fails(orders, log):
    with pytest.raises(LookupError):
        orders.as_handler()(batch("fail"))

    [line] = log.records
    assert line.getMessage().startswith("Handler failed for 0 (LookupError) in ")


def test_the_line_counts_what_was_not_begun(orders, log):
    orders.as_handler()(batch("ok", "fail", "ok", fifo=True))

    assert "1 done, 1 failed, 1 not begun" in log.records[-1].getMessage()


def test_an_event_that_can_not_be_read_is_logged(orders, log):
    with pytest.raises(Exception, match="no list of Records"):
        orders.as_handler()({"a": 1})

    [line] = log.records
    assert line.levelno == logging.ERROR
    assert "Handler failed (UnsupportedEventError)" in line.getMessage()


@pytest.mark.parametrize("serializer", SERIALIZERS)
def test_no_body_is_in_the_log(orders, caplog, serializer):
    caplog.set_level(logging.DEBUG)

    class Handler(taking(serializer), orders):
        pass

    Handler.as_handler()(batch('{"count": 1}', json.dumps({"hunter2": "hunter2"})))

    assert "Handler failed for 1 (BadRequestError)" in caplog.text
    assert "hunter2" not in caplog.text


# Mistakes


def test_a_handler_of_records_names_its_source():
    with pytest.raises(ImproperlyConfigured, match="Handler has no event_source"):
        type("Handler", (RecordsHandler,), {}).as_handler()


HOOKS = {
    SQSHandler: "process_message",
    S3Handler: "process_file",
    SNSHandler: "process_notification",
    RecordsHandler: "process_record",
}
EVENTS = {
    SQSHandler: sqs_event("a"),
    S3Handler: s3_event("a"),
    SNSHandler: sns_event("a"),
    RecordsHandler: sqs_event("a"),
}


def source(base, **attributes):
    if base is RecordsHandler:
        attributes["event_source"] = "aws:sqs"
    return type("Handler", (base,), attributes)


@pytest.mark.parametrize("base", HOOKS)
def test_a_handler_that_does_nothing_is_refused(base):
    message = rf"^Handler does nothing\. Override Handler\.{HOOKS[base]}\(\)\.$"

    with pytest.raises(ImproperlyConfigured, match=message):
        source(base).as_handler()


@pytest.mark.parametrize("base", HOOKS)
def test_there_is_nothing_behind_the_method_to_override(base):
    def process(self, record):
        getattr(super(type(self), self), HOOKS[base])(record)

    with pytest.raises(NotImplementedError):
        source(base, **{HOOKS[base]: process}).as_handler()(EVENTS[base])


def test_there_are_no_records_without_a_source():
    class Handler(RecordsMixin, BaseHandler):
        pass

    with pytest.raises(NotImplementedError):
        Handler.as_handler()(sqs_event("a"))


def yielding(function):
    """Return a function that looks like one and gives a generator."""

    def process(self, *args):
        return function(self, *args)

    return process


@pytest.mark.parametrize("base", HOOKS)
@pytest.mark.usefixtures("no_stores")
def test_a_generator_that_looks_like_a_method_has_not_processed_anything(base):
    def process(self, record):
        yield

    function = source(base, **{HOOKS[base]: yielding(process)}).as_handler()

    with pytest.raises(TypeError, match="action of Handler has returned a generator"):
        function(EVENTS[base])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("reports_failures", "false"),
        ("reports_failures", None),
        ("isolates_groups", "no"),
        ("isolates_groups", 1),
    ],
)
def test_a_flag_is_true_or_false(orders, name, value):
    message = rf"Handler\.{name} is {value!r}\. Set it to True or False\."

    with pytest.raises(ImproperlyConfigured, match=message):
        orders.as_handler(**{name: value})


@pytest.mark.parametrize(
    "name", ["input_serializer", "required_body_keys", "optional_body_keys"]
)
def test_what_is_for_the_bodies_of_requests_is_refused(orders, name):
    setattr(orders, name, ["count"])

    with pytest.raises(ImproperlyConfigured, match=r"loads messages is Handler\.seri"):
        orders.as_handler()


@pytest.mark.parametrize("hook", ["get_record_id", "get_order_key"])
def test_the_error_of_a_hook_of_the_batch_gets_out_and_is_logged(orders, log, hook):
    def fail(self, record):
        raise LookupError

    setattr(orders, hook, fail)

    with pytest.raises(LookupError):
        orders.as_handler()(batch("ok"))
    assert "Handler failed (LookupError)" in log.records[-1].getMessage()


def test_some_messages_may_have_an_order_of_their_own_and_others_none(orders):
    class Handler(orders):
        def get_order_key(self, record):
            return record["attributes"]["MessageGroupId"]

    event = batch("ok", "fail", "ok", "ok", groups=[None, "A", "A", None])

    assert failures(Handler.as_handler()(event)) == ["1", "2"]
    assert Handler.seen == ["0", "1", "3"]


@pytest.mark.parametrize("name", ["attributes", "eventSourceARN"])
def test_what_an_action_does_to_its_record_does_not_change_the_order(orders, name):
    class Handler(orders):
        def process_message(self, message):
            message.record.pop(name)
            super().process_message(message)

    event = batch("ok", "fail", "ok", "ok", groups="ABBA", fifo=True)

    report = Handler.as_handler(isolates_groups=True)(event)
    assert failures(report) == ["1", "2"]
    assert Handler.seen == ["0", "1", "3"]


@pytest.mark.parametrize("record_id", [7, b"1", ("1",)])
def test_an_id_is_a_text(orders, record_id):
    class Handler(orders):
        def get_record_id(self, record):
            return record_id

    with pytest.raises(TypeError, match=r"Handler\.get_record_id\(\) has returned"):
        Handler.as_handler()(batch("ok", "fail"))


def test_records_are_a_list(orders):
    class Handler(orders):
        def get_records(self):
            return iter(super().get_records())

    with pytest.raises(TypeError, match=r"Handler\.get_records\(\) .* Return a list"):
        Handler.as_handler()(batch("ok"))


@pytest.mark.parametrize("mixin", [S3FileMixin, SQSMessagesMixin])
def test_a_batch_is_read_in_one_way(mixin):
    class Handler(mixin, SQSHandler):
        pass

    with pytest.raises(ImproperlyConfigured, match=r"both .* and SQSHandler"):
        Handler.as_handler()
