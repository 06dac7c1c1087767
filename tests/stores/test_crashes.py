"""A worker that is killed leaves nothing half-written, and no lock."""

from __future__ import annotations

import signal

import pytest

from pyverless.test import Client
from tests.stores.handlers import find_model, get_function
from tests.stores.processes import Worker
from tests.stores.workers import ROUTE

#: The balances of two accounts, before and after the transfer.
NOTHING, EVERYTHING = (100, 0), (90, 10)
INTEGRATION = pytest.mark.integration


@pytest.mark.parametrize(
    ("store", "moment", "expected"),
    [
        ("sqlite", "between the writes", NOTHING),
        ("sqlite", "before the commit", NOTHING),
        ("sqlite", "after the commit", EVERYTHING),
        *(
            pytest.param(store, moment, expected, marks=INTEGRATION)
            for store, moment, expected in [
                ("postgresql", "between the writes", NOTHING),
                ("postgresql", "before the commit", NOTHING),
                ("postgresql", "after the commit", EVERYTHING),
                ("dynamodb_tables", "between the writes", NOTHING),
                ("dynamodb_tables", "before the request", NOTHING),
                ("dynamodb_tables", "after the request", EVERYTHING),
            ]
        ),
    ],
    indirect=["store"],
)
def test_a_killed_worker_leaves_all_or_nothing(store, moment, expected):
    path = f"{store.module}.Account"
    account = find_model(path)
    account(id="a", balance=100).save()
    account(id="b", balance=0).save()

    with Worker(store.environment) as worker:
        worker.begin("die", model=path, moment=moment)
        assert worker.process.wait() == -signal.SIGKILL

    assert get_balances(account) == expected
    # Under a condition, which wants the same lock.
    client = Client(get_function("Transfer", path), route=ROUTE)
    body = {"amount": 10, "to": "b"}
    response = client.patch("/a", json=body, headers={"If-Match": "*"})
    assert response.status_code == 200
    assert get_balances(account) == (expected[0] - 10, expected[1] + 10)


def get_balances(account):
    return tuple(account.objects.get(id=name).balance for name in "ab")
