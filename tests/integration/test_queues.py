"""No message is lost: queues of SQS whose function does all that it should not do.

ministack stands in for AWS: see `tests/integration/queues.py` for what it does. `make
soak` runs the same for longer, with other orders each time.
"""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from .chaos import FAULTS, KINDS, run_chaos

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .chaos import Outcome

pytestmark = pytest.mark.integration

#: How many messages the queues get in all.
COUNT = 100


@pytest.fixture(scope="module")
def outcomes(account, postgresql_server, tmp_path_factory) -> dict[str, Outcome]:
    url = postgresql_server.make_database()
    directory = tmp_path_factory.mktemp("chaos")
    found = run_chaos(account, url, directory, Random(7), COUNT, patience=120)
    postgresql_server.drop_database(url)
    return {outcome.kind.name: outcome for outcome in found}


@pytest.fixture(params=[kind.name for kind in KINDS])
def outcome(request, outcomes) -> Outcome:
    """What became of the messages of each queue."""
    return outcomes[request.param]


def test_every_message_is_processed_or_comes_back(outcome):
    assert outcome.lost == set()


def test_what_is_in_one_transaction_with_the_idempotency_row_is_done_once(outcome):
    assert outcome.repeated == set()


def test_the_dead_letter_queue_has_what_always_fails_and_nothing_else(outcome):
    assert outcome.misplaced == set()


@pytest.mark.parametrize("name", [kind.name for kind in KINDS if kind.fifo])
def test_the_messages_of_a_group_are_processed_in_their_order(outcomes, name):
    assert outcomes[name].overtaken == []


def test_all_of_that_was_not_easy(outcomes):
    steps = sum((outcome.steps for outcome in outcomes.values()), start=Counter())

    assert {*FAULTS} < {*steps}
    assert steps["received"] > COUNT
    assert any(outcome.duplicates for outcome in outcomes.values())
