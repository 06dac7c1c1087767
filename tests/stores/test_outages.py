"""DynamoDB that is away, throttles or loses its answers."""

from __future__ import annotations

import pytest

from pyverless.handlers import CreateHandler, RetrieveUpdateDeleteHandler
from pyverless.serializers import Serializer
from pyverless.test import Client
from tests.services.clients import use
from tests.stores.dynamo import Account, Counter, VersionedCounter
from tests.stores.faults import LOST, FaultyDynamoDB, get_error
from tests.stores.handlers import get_function
from tests.stores.test_restarts import assert_unavailable

SERIALIZER = Serializer(include=["id", "value"])
THROTTLED = get_error(
    400,
    "ProvisionedThroughputExceededException",
    "The level of configured provisioned throughput for the table was exceeded. "
    "Consider increasing your provisioning level with the UpdateTable API.",
)


class CounterCreate(CreateHandler):
    model = Counter
    serializer = SERIALIZER
    optional_body_keys = ["id", "value"]


class CounterDetail(RetrieveUpdateDeleteHandler):
    model = Counter
    serializer = SERIALIZER
    optional_body_keys = ["value"]


@pytest.fixture(scope="module")
def _front(dynamodb, dynamodb_store):
    front = FaultyDynamoDB(dynamodb.endpoint)
    with use({"AWS_ENDPOINT_URL_DYNAMODB": front.url}):
        yield front
    front.stop()


@pytest.fixture
def front(_front, dynamodb_tables):
    """What stands before DynamoDB; there is one counter."""
    Counter(id="one", value=0).save()
    _front.operations.clear()
    yield _front
    _front.faults.clear()


@pytest.fixture
def detail(front):
    return Client(CounterDetail, route="/{id}")


def test_an_endpoint_that_is_away_is_unavailable_until_it_is_back(front, detail):
    create = Client(CounterCreate)
    assert detail.get("/one").status_code == 200

    front.stop()
    assert_unavailable(detail.get("/one"))
    assert_unavailable(create.post("/", json={"id": "two", "value": 2}))

    front.start()
    assert detail.get("/one").status_code == 200
    assert create.post("/", json={"id": "two", "value": 2}).status_code == 201


@pytest.mark.parametrize(
    "fault",
    [
        THROTTLED,
        get_error(400, "ThrottlingException", "Rate of requests exceeds the limit."),
        get_error(400, "RequestLimitExceeded", "Throughput exceeds the limit."),
        get_error(500, "InternalServerError", "Internal server error"),
        get_error(503, "ServiceUnavailable", "Service is unavailable"),
        (503, {}, b"<html>not DynamoDB</html>"),
    ],
    ids=["provisioned", "throttling", "limit", "internal", "away", "front"],
)
def test_a_request_that_dynamodb_refuses_for_now_is_unavailable(front, detail, fault):
    front.faults = [fault] * 9
    assert_unavailable(detail.get("/one"))

    front.faults = [None] + [fault] * 9
    assert_unavailable(detail.patch("/one", json={"value": 1}))

    front.faults = []
    assert detail.get("/one").json()["value"] == 0


def test_a_request_that_is_throttled_once_is_repeated(front, detail):
    front.faults = [THROTTLED]

    assert detail.get("/one").status_code == 200
    assert front.operations == ["GetItem", "GetItem"]


@pytest.mark.parametrize("code", ["ThrottlingError", "TransactionConflict"])
def test_a_transaction_that_is_refused_for_now_is_unavailable(front, code):
    Account(id="a", balance=100).save()
    Account(id="b", balance=0).save()
    client = Client(get_function("Transfer", "dynamo.Account"), route="/{id}")
    cancelled = get_error(
        400,
        "TransactionCanceledException",
        "Transaction cancelled, please refer cancellation reasons for specific "
        f"reasons [None, {code}]",
        CancellationReasons=[{"Code": "None"}, {"Code": code, "Message": "Busy."}],
    )
    front.faults = [None, None] + [cancelled] * 9
    body = {"amount": 10, "to": "b"}

    assert_unavailable(client.patch("/a", json=body))

    front.faults = []
    assert client.patch("/a", json=body).json() == {"id": "a", "balance": 90}


# A write of which nobody knows whether it was done


def test_a_new_object_whose_answer_got_lost_is_no_conflict(front):
    front.faults = [LOST]
    response = Client(CounterCreate).post("/", json={"id": "two", "value": 2})

    assert response.status_code == 201
    assert front.operations == ["PutItem", "PutItem"]
    assert Counter.objects.get(id="two").value == 2


def test_a_change_whose_answer_got_lost_is_made_once(front):
    VersionedCounter(id="one", value=0).save()
    function = get_function("Increment", "dynamo.VersionedCounter")
    front.operations.clear()
    front.faults = [None, LOST]

    response = Client(function, route="/{id}").patch("/one", json={"by": 1})

    assert response.status_code == 200
    assert front.operations == ["GetItem", "UpdateItem", "UpdateItem"]
    found = VersionedCounter.objects.get(id="one")
    assert (found.value, found.version) == (1, 2)


def test_a_transaction_whose_answer_got_lost_is_made_once(front):
    Account(id="a", balance=100).save()
    Account(id="b", balance=0).save()
    client = Client(get_function("Transfer", "dynamo.Account"), route="/{id}")
    front.faults = [None, None, LOST]

    response = client.patch("/a", json={"amount": 10, "to": "b"})

    assert response.status_code == 200
    assert front.operations[-2:] == ["TransactWriteItems", "TransactWriteItems"]
    assert [Account.objects.get(id=name).balance for name in "ab"] == [90, 10]
