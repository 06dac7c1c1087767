"""Many processes change one object at once, and no change is lost.

PYVERLESS_TEST_INCREMENTS is how often each of them does, where it is to be more often.
"""

from __future__ import annotations

import os
from collections import Counter
from contextlib import ExitStack

import pytest

from tests.stores.conftest import sql_store
from tests.stores.handlers import find_model
from tests.stores.processes import Worker, run_together

INCREMENTS = int(os.environ.get("PYVERLESS_TEST_INCREMENTS", "0"))


@pytest.fixture(scope="module")
def _sqlite(tmp_path_factory):
    with sql_store(f"sqlite:///{tmp_path_factory.mktemp('shared')}/database") as store:
        yield store


@pytest.fixture(scope="module")
def _postgresql(postgresql_server):
    url = postgresql_server.make_database()
    with sql_store(url) as store:
        yield store
    postgresql_server.drop_database(url)


class Team:
    """Processes that share a store; `refusals` are its own, beside 409 and 412.

    `times` is how often each of them counts up.
    """

    def __init__(self, store, workers, *, times, refusals):
        self.workers = workers
        self._module = store.module
        self._times = times
        self._refusals = refusals

    def count_up(self, task, model, refusal, **keywords):
        """Let all count up one counter at once: no increment may be lost."""
        path = f"{self._module}.{model}"
        find_model(path)(id=task, value=0).save()
        times = INCREMENTS or self._times[model]
        results = run_together(
            self.workers, task, model=path, id=task, times=times, **keywords
        )
        answers = Counter()
        for result in results:
            answers.update({int(status): count for status, count in result.items()})

        # For who runs it by hand, with -s.
        print(f"\n{path}, {task}: {dict(answers)}")  # noqa: T201
        value = find_model(path).objects.get(id=task).value
        assert value == answers[200] == len(self.workers) * times
        assert answers.keys() <= {200, refusal, *self._refusals}


@pytest.fixture(
    scope="module",
    params=[
        ("_sqlite", 4, {"Counter": 25, "VersionedCounter": 25}, {503}),
        pytest.param(
            ("_postgresql", 8, {"Counter": 100, "VersionedCounter": 50}, ()),
            marks=pytest.mark.integration,
        ),
        pytest.param(
            ("dynamodb_store", 8, {"Counter": 50, "VersionedCounter": 15}, ()),
            marks=pytest.mark.integration,
        ),
    ],
    ids=["sqlite", "postgresql", "dynamodb"],
)
def team(request):
    """Processes that share SQLite, PostgreSQL or DynamoDB."""
    name, processes, times, refusals = request.param
    store = request.getfixturevalue(name)
    with ExitStack() as stack:
        workers = [
            stack.enter_context(Worker(store.environment)) for _ in range(processes)
        ]
        yield Team(store, workers, times=times, refusals=refusals)


@pytest.mark.parametrize("kind", ["Counter", "VersionedCounter"])
def test_no_increment_with_if_match_is_lost(team, kind):
    functions = {"retrieve": f"{kind}Retrieve", "update": f"{kind}Update"}
    team.count_up("increment", kind, 412, **functions)


def test_no_increment_of_what_has_a_version_is_lost(team):
    team.count_up("add", "VersionedCounter", 409, update="Increment")
