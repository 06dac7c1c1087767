"""Many processes change one object at once, and no change is lost.

PYVERLESS_TEST_INCREMENTS is how often each of them does, where it is to be more often.
"""

from __future__ import annotations

import os
from collections import Counter
from contextlib import ExitStack

import pytest

from tests.stores.handlers import find_model
from tests.stores.processes import Worker, run_together

INTEGRATION = pytest.mark.integration
INCREMENTS = int(os.environ.get("PYVERLESS_TEST_INCREMENTS", "0"))


def count_up(store, processes, model, task, **keywords):
    """Return the value that processes have counted to, and their answers."""
    path = f"{store.module}.{model}"
    find_model(path)(id="one", value=0).save()
    with ExitStack() as stack:
        workers = [
            stack.enter_context(Worker(store.environment, task, model=path, **keywords))
            for _ in range(processes)
        ]
        results = run_together(workers)
    answers = Counter()
    for result in results:
        answers.update({int(status): count for status, count in result.items()})
    # For who runs it by hand, with -s.
    print(f"\n{path} in {store.environment}: {dict(answers)}")  # noqa: T201
    return find_model(path).objects.get(id="one").value, answers


@pytest.mark.parametrize(
    ("store", "processes", "times", "refusals"),
    [
        ("sqlite", 4, 50, {412, 503}),
        pytest.param("postgresql", 8, 200, {412}, marks=INTEGRATION),
        pytest.param("dynamodb_tables", 8, 25, {412}, marks=INTEGRATION),
    ],
    indirect=["store"],
)
@pytest.mark.parametrize("kind", ["Counter", "VersionedCounter"])
def test_no_increment_with_if_match_is_lost(store, kind, processes, times, refusals):
    times = INCREMENTS or times
    value, answers = count_up(
        store,
        processes,
        kind,
        "increment",
        retrieve=f"{kind}Retrieve",
        update=f"{kind}Update",
        times=times,
    )

    assert value == answers[200] == processes * times
    assert answers.keys() <= {200, *refusals}


@pytest.mark.parametrize(
    ("store", "processes", "times", "refusals"),
    [
        ("sqlite", 4, 50, {409, 503}),
        pytest.param("postgresql", 8, 50, {409}, marks=INTEGRATION),
        pytest.param("dynamodb_tables", 8, 25, {409}, marks=INTEGRATION),
    ],
    indirect=["store"],
)
def test_no_increment_of_what_has_a_version_is_lost(store, processes, times, refusals):
    times = INCREMENTS or times
    value, answers = count_up(
        store, processes, "VersionedCounter", "add", update="Increment", times=times
    )

    assert value == answers[200] == processes * times
    assert answers.keys() <= {200, *refusals}
