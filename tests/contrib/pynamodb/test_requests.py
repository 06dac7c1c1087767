"""What goes wrong on the way to DynamoDB, and the clients that make the requests."""

from __future__ import annotations

import json
import os
import socket
import urllib.error
import urllib.request

import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import (
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    NoRegionError,
    ReadTimeoutError,
)
from pynamodb.exceptions import VerboseClientError

from pyverless import models as handlers_models
from pyverless.contrib.pynamodb import Model, atomic, clients
from pyverless.contrib.pynamodb.models import make_clients
from pyverless.exceptions import (
    BadRequestError,
    ConflictError,
    ServiceUnavailableError,
    StaleObjectError,
)
from pyverless.handlers import ListHandler
from tests.snapshots import run_with_snapshot

from .models import Article, Comment, Counter


class Answer(AWSResponse):
    """An answer that does not come from DynamoDB."""

    def __init__(self, request, status, body):
        super().__init__(request.url, status, {}, None)
        self.body = body

    @property
    def content(self):
        return self.body


@pytest.fixture
def answer(tables, monkeypatch):
    """Have the next requests answered by a function of the request."""
    client = Counter._get_connection().connection.client
    handlers = []

    def register(handler):
        client.meta.events.register_first("before-send.dynamodb.*", handler)
        handlers.append(handler)

    # botocore sleeps before it tries again.
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    yield register
    for handler in handlers:
        client.meta.events.unregister("before-send.dynamodb.*", handler)


def fail_with(code, message="It failed, at arn:aws:dynamodb.", status=400, **more):
    body = {"__type": f"com.amazonaws.dynamodb#{code}", "message": message, **more}
    return lambda request, **_: Answer(request, status, json.dumps(body).encode())


def fail_by(error):
    def fail(**_):
        raise error

    return fail


def reads():
    return list(Counter.objects.all())


def writes():
    Counter(name="a").save()


@atomic()
def writes_several():
    Counter(name="a").save()
    Counter(name="b").save()


ACTS = [reads, writes, writes_several]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    "failure",
    [
        fail_with("ProvisionedThroughputExceededException"),
        fail_with("ThrottlingException"),
        fail_with("RequestLimitExceeded"),
        fail_with("LimitExceededException"),
        fail_with("TransactionConflictException"),
        fail_with("TransactionInProgressException"),
        fail_with("InternalServerError", status=500),
        fail_with("ServiceUnavailable", status=503),
        fail_with("SomethingNew", status=500),
        fail_by(EndpointConnectionError(endpoint_url="http://host")),
        fail_by(ConnectTimeoutError(endpoint_url="http://host")),
        fail_by(ReadTimeoutError(endpoint_url="http://host")),
    ],
)
def test_dynamodb_that_is_away_is_a_503_with_a_time_to_wait(answer, act, failure):
    answer(failure)

    with pytest.raises(ServiceUnavailableError) as caught:
        act()

    assert caught.value.headers == {"Retry-After": "1"}
    assert str(caught.value) == ServiceUnavailableError.default_msg
    assert caught.value.__cause__ is not None


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (fail_with("ResourceNotFoundException"), VerboseClientError),
        (fail_with("AccessDeniedException"), VerboseClientError),
        (fail_with("ValidationException", "Unknown parameter"), VerboseClientError),
        (
            fail_with("ValidationException", "Invalid expression: Expression size"),
            VerboseClientError,
        ),
        (fail_by(NoCredentialsError()), NoCredentialsError),
    ],
)
def test_a_mistake_of_ours_stays_what_it_is(answer, act, failure, error):
    answer(failure)

    with pytest.raises(error):
        act()


def test_a_position_that_dynamodb_refuses_is_a_value_error(answer):
    counters = Counter.objects.all()
    answer(fail_with("ValidationException", "The provided starting key is invalid"))

    with pytest.raises(ValueError, match="not one of these objects"):
        counters.paginate(limit=2, token={"name": "a"})
    with pytest.raises(VerboseClientError):
        counters.paginate(limit=2)


@pytest.mark.parametrize(
    "message",
    [
        "One or more parameter values were invalid: Size of hashkey has exceeded …",
        "The AttributeValue for a key attribute cannot contain an empty string value.",
        "The parameter cannot be converted to a numeric value: NaN",
        "Number overflow. Attempting to store a number with magnitude larger than …",
        "Nesting Levels have exceeded supported limits",
    ],
)
@pytest.mark.parametrize("act", [writes, writes_several])
def test_what_no_item_can_have_is_a_bad_request(answer, act, message):
    answer(fail_with("ValidationException", message))

    with pytest.raises(BadRequestError, match=r"^The data can't be stored\.$"):
        act()


@pytest.mark.parametrize(
    "message",
    [
        "Item size has exceeded the maximum allowed size",
        "Item size to update has exceeded the maximum allowed size",
    ],
)
@pytest.mark.parametrize("act", [writes, writes_several])
def test_an_item_that_is_too_large_is_a_bad_request(answer, act, message):
    answer(fail_with("ValidationException", message))

    with pytest.raises(BadRequestError, match="too large: up to 400 KB can be stored"):
        act()


def test_a_collection_that_is_full_is_a_bad_request(answer):
    answer(fail_with("ItemCollectionSizeLimitExceededException"))

    with pytest.raises(BadRequestError, match="no room for more"):
        writes()


@pytest.mark.parametrize(
    ("codes", "error"),
    [
        (["None", "ConditionalCheckFailed"], ConflictError),
        (["TransactionConflict", "ConditionalCheckFailed"], ConflictError),
        (["TransactionConflict", "None"], ServiceUnavailableError),
        (["ThrottlingError", "None"], ServiceUnavailableError),
        (["None", "ProvisionedThroughputExceeded"], ServiceUnavailableError),
        (["None", "ValidationError"], BadRequestError),
        (["None", "AccessDenied"], VerboseClientError),
    ],
)
def test_the_reason_of_a_cancelled_transaction_is_the_error(answer, codes, error):
    reasons = [{"Code": code, "Message": "Item size"} for code in codes]
    answer(fail_with("TransactionCanceledException", CancellationReasons=reasons))

    with pytest.raises(error) as caught:
        writes_several()

    if error is ConflictError:
        assert caught.value.field == "name"


def test_a_transaction_that_is_not_told_why_is_what_it_is(answer):
    answer(fail_with("TransactionCanceledException"))

    with pytest.raises(VerboseClientError):
        writes_several()


# Answers that get lost


@pytest.fixture
def lose_answers(answer):
    """Have the first request done, but answered by a failure; botocore repeats it."""
    seen = []

    def lose(request, **_):
        seen.append(request)
        if len(seen) > 1:
            return None
        headers = {name: _as_text(value) for name, value in request.headers.items()}
        again = urllib.request.Request(request.url, request.body, headers)
        urllib.request.urlopen(again).close()
        return Answer(request, 500, b"{}")

    return lambda: answer(lose)


def _as_text(value):
    return value.decode() if isinstance(value, bytes) else value


@pytest.mark.parametrize("act", ["create", "change", "delete", "several"])
def test_a_write_that_was_done_is_not_refused_when_it_is_repeated(lose_answers, act):
    counter = Counter(name="a")
    if act != "create":
        counter.save()
    counter.value, counter.note = 5, "x"
    lose_answers()

    if act == "several":
        with atomic():
            counter.save()
            Counter(name="b").save()
    else:
        (counter.delete if act == "delete" else counter.save)()

    stored = Counter.objects.get_or_none(name="a")
    assert (None if stored is None else stored.value) == (
        None if act == "delete" else 5
    )


def test_a_write_that_was_not_done_is_refused_when_it_is_repeated(answer):
    Counter(name="a", value=1).save()
    failures = [fail_with("InternalServerError", status=500)]
    answer(lambda request, **_: failures.pop()(request) if failures else None)

    with pytest.raises(ConflictError):
        Counter(name="a", value=2).save()


def test_a_change_that_somebody_else_made_is_stale_when_it_is_repeated(answer):
    Counter(name="a").save()
    first, second = Counter.objects.get(name="a"), Counter.objects.get(name="a")
    first.value, second.value = 1, 2
    first.save()
    failures = [fail_with("InternalServerError", status=500)]
    answer(lambda request, **_: failures.pop()(request) if failures else None)

    with pytest.raises(StaleObjectError):
        second.save()


# Clients


def test_models_that_are_reached_alike_share_a_client(tables):
    reached = {id(m._get_connection().connection.client) for m in (Article, Comment)}

    assert len(reached) == 1


class Patient(Model):
    class Meta:
        table_name = "comments"
        read_timeout_seconds = 60

    author = Comment.author
    number = Comment.number


def test_models_that_are_reached_otherwise_have_another(tables):
    patient, comment = (m._get_connection().connection for m in (Patient, Comment))

    assert patient.client is not comment.client
    assert patient.client.meta.config.read_timeout == 60
    assert comment.client.meta.config.read_timeout == 5
    assert comment.client.meta.config.connect_timeout == 2
    assert comment.client.meta.config.retries["total_max_attempts"] == 3


def test_a_client_whose_connections_were_closed_is_used_again(tables):
    Counter(name="a").save()

    clients.close_connections()

    assert Counter.objects.get(name="a").value == 0


SNAPSHOT = """
    from pynamodb.attributes import UnicodeAttribute
    from pyverless.aws import get_client
    from pyverless.contrib.pynamodb import Model

    class Note(Model):
        class Meta:
            table_name = "counters"
        name = UnicodeAttribute(hash_key=True)

    other = get_client("dynamodb")
    other.list_tables()
    Note(name="before").save()
    notes = Note._get_connection().connection.client
    counts = [count_connections()]
    take_snapshot()
    counts.append(count_connections())
    other.list_tables()  # as another hook may
    Note.objects.get(name="before")
    restore()
    counts.append(count_connections())
    other.list_tables()
    Note(name="after").save()
    counts.append(count_connections())
    again = [Note._get_connection().connection.client, get_client("dynamodb")]
    say(counts=counts, same=again == [notes, other])
"""


def test_a_snapshot_has_clients_and_no_connections(tables, dynamodb):
    facts = run_with_snapshot(SNAPSHOT, **dynamodb.environment)

    assert facts == {"counts": [2, 0, 0, 2], "same": True}


class NoteList(ListHandler):
    model = Counter

    def serialize(self, counter):
        return counter.name


class Dated(Model):
    """What some tables have in common."""

    date = Comment.author


@pytest.fixture
def _is_lambda(monkeypatch):
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "counters")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    # Not those of other tests.
    own = [each for each in handlers_models._preparations if each is make_clients]
    monkeypatch.setattr(handlers_models, "_preparations", own)
    clients.forget_clients()
    yield
    clients.forget_clients()


@pytest.mark.usefixtures("_is_lambda")
def test_the_client_is_made_during_init():
    NoteList.as_handler()

    assert Counter._connection.connection._client in clients._clients.values()


@pytest.mark.usefixtures("_is_lambda")
def test_without_a_region_first_use_says_so(monkeypatch):
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    monkeypatch.delenv("AWS_ENDPOINT_URL")

    NoteList.as_handler()

    with pytest.raises(NoRegionError):
        Counter.objects.get(name="a")


def test_a_child_makes_a_client_of_its_own(tables):
    Counter(name="a").save()
    before = Counter._get_connection().connection.client
    ours, theirs = socket.socketpair()

    pid = os.fork()
    if pid == 0:
        try:
            after = Counter._get_connection().connection.client
            Counter(name="b").save()
            theirs.sendall(b"other" if after is not before else b"same")
        finally:
            os._exit(0)

    assert ours.recv(10) == b"other"
    os.waitpid(pid, 0)
    ours.close()
    theirs.close()
    assert Counter._get_connection().connection.client is before
    assert Counter.objects.count() == 2
