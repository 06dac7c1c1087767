"""Orders on queues whose function fails, crashes, hangs and gets some of them twice.

`run_chaos()` sends orders to queues of several kinds and returns what became of them:
for tests, and for `make soak`.
"""

from __future__ import annotations

import json
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from pyverless.config import override_settings
from pyverless.contrib.sqlalchemy import create_all, get_engine

from .apps import orders
from .queues import Queue, wait_until_empty

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random
    from typing import Any

    from .aws_api import Account

    #: Its group and its number in there.
    Name = tuple[str, int]

__all__ = ["FAULTS", "KINDS", "Kind", "Outcome", "run_chaos"]

APPS = Path(__file__).with_name("apps")

#: In seconds, for a batch; a queue must not show a message again before.
TIMEOUT = 1

#: How the processing of an order goes wrong, and how often in relation: an exception,
#: a process that ends, one that hangs, and one that ends between the commit and the
#: answer.
FAULTS = {"raise": 4, "exit": 2, "hang": 1, "late": 2}

#: Shares of orders that go wrong at first, and that are sent once more.
WRONG = 0.3
TWICE = 0.1
GROUPS = 4


@dataclass(frozen=True)
class Kind:
    """A kind of queue, with what its function and its mapping are told."""

    name: str
    #: How many of all messages it gets, in relation to the others.
    share: int
    fifo: bool = False
    reports_failures: bool = True
    #: Keywords of `as_handler()`.
    options: dict[str, Any] = field(default_factory=dict)
    #: What goes wrong at first.
    faults: dict[str, int] = field(default_factory=lambda: FAULTS)
    #: How many orders can never be processed, and after how many deliveries any order
    #: is in the dead-letter queue. A crash counts for all orders of its batch.
    poisoned: int = 0
    max_receives: int = 1000

    @property
    def holds_all(self) -> bool:
        """Whether a failure holds up all that follows it."""
        return self.fifo and "isolates_groups" not in self.options


KINDS = (
    Kind("standard", 8),
    Kind("poisoned", 3, faults={"raise": 1}, poisoned=2, max_receives=6),
    Kind(
        "without reports",
        3,
        reports_failures=False,
        options={"reports_failures": False},
    ),
    Kind("FIFO", 3, fifo=True),
    Kind("FIFO by group", 3, fifo=True, options={"isolates_groups": True}),
)


@dataclass
class Outcome:
    """What became of the messages of one queue."""

    kind: Kind
    #: The orders that were sent, and those that were in the dead-letter queue.
    sent: list[dict[str, Any]]
    dead: list[dict[str, Any]]
    #: What was processed and committed, in that order.
    done: list[Name]
    #: How often the handler received an order, and took each step.
    steps: Counter[str]
    #: How long it took until the queue was empty.
    seconds: float

    @property
    def duplicates(self) -> int:
        """How many messages were about an order that was sent before."""
        return len(self.sent) - len({*map(_name, self.sent)})

    @property
    def poisoned(self) -> set[Name]:
        """The orders that can never be processed."""
        return {_name(order) for order in self.sent if order["plan"] == ["raise"]}

    @property
    def lost(self) -> set[Name]:
        """The orders that were not processed and are not there any more."""
        dead = {*map(_name, self.dead)}
        return {*map(_name, self.sent)} - {*self.done} - dead

    @property
    def repeated(self) -> set[Name]:
        """The orders that were processed and committed more than once."""
        return {name for name, times in Counter(self.done).items() if times > 1}

    @property
    def overtaken(self) -> list[Name]:
        """The orders that were processed after a later one of their group."""
        found, last = [], Counter[str]()
        for group, number in dict.fromkeys(self.done):
            if number < last[group]:
                found.append((group, number))
            last[group] = max(last[group], number)
        return found

    @property
    def misplaced(self) -> set[Name]:
        """The orders wrongly in the dead-letter queue, or wrongly not there."""
        return {*map(_name, self.dead)} ^ self.poisoned


def run_chaos(
    account: Account,
    url: str,
    directory: Path,
    random: Random,
    count: int,
    *,
    patience: float,
    kinds: Sequence[Kind] = KINDS,
) -> list[Outcome]:
    """Return what became of `count` messages, for each kind of queue.

    `url` is an empty database, `directory` is for logs. Raises TimeoutError where some
    queue has messages after `patience` seconds.
    """
    with ExitStack() as stack:
        stack.enter_context(override_settings(DATABASE_URL=url))
        create_all(orders.Base)
        stack.callback(get_engine().dispose)
        runs = []
        counts = _divide(count, [kind.share for kind in kinds])
        for number, kind in enumerate(kinds):
            run = _Run(account, kind, directory / f"{number}.log")
            stack.enter_context(run.queue)
            run.send(make_orders(random, counts[number], kind))
            runs.append(run)
        for run in runs:
            run.connect(account, url)
        seconds = wait_until_empty([run.queue for run in runs], patience)
        return [
            run.get_outcome(passed) for run, passed in zip(runs, seconds, strict=True)
        ]


class _Run:
    """One queue with its function."""

    def __init__(self, account: Account, kind: Kind, log: Path) -> None:
        self.kind = kind
        self.log = log
        self.queue = Queue(
            account,
            fifo=kind.fifo,
            visibility=TIMEOUT,
            max_receives=kind.max_receives,
        )

    def send(self, sent: list[dict[str, Any]]) -> None:
        self.sent = sent
        self.queue.send(sent)

    def connect(self, account: Account, url: str) -> None:
        env = {
            "LOG": str(self.log),
            "OPTIONS": json.dumps(self.kind.options),
            "PYVERLESS_DATABASE_URL": url,
            "QUEUE": self.kind.name,
        }
        function = account.deploy(
            "orders.handler", env, directory=APPS, timeout=TIMEOUT
        )
        self.queue.connect(function, reports_failures=self.kind.reports_failures)

    def get_outcome(self, seconds: float) -> Outcome:
        done = orders.Order.objects.filter(queue=self.kind.name).order_by("id")
        lines = self.log.read_text().splitlines()
        return Outcome(
            kind=self.kind,
            sent=self.sent,
            dead=self.queue.get_dead(),
            done=[(order.group, order.number) for order in done],
            steps=Counter(json.loads(line)[2] for line in lines),
            seconds=seconds,
        )


def make_orders(random: Random, count: int, kind: Kind) -> list[dict[str, Any]]:
    """Return orders that go wrong in random ways, some of them several times.

    An order has a plan, a step for each of its deliveries; the last one is for all that
    follow.
    """
    numbers: Counter[str] = Counter()
    # Random is what comes after one that goes wrong in every way.
    made = [_make_order(random, numbers, [*kind.faults, "ok"])]
    while len(made) < count - kind.poisoned:
        if random.random() < TWICE:
            made.append(random.choice(made))
        else:
            plan = _make_plan(random, kind.faults)
            made.append(_make_order(random, numbers, plan))
    for number in range(kind.poisoned):
        # What it would hold up for good is sent before it.
        place = len(made) if kind.holds_all else random.randint(1, 5)
        poison = {"group": "poison", "number": number, "plan": ["raise"]}
        made.insert(place, poison)
    return made


def _divide(count: int, shares: Sequence[int]) -> list[int]:
    """Return parts of `count`, which are all of it."""
    rest = [count * share // sum(shares) for share in shares[1:]]
    return [count - sum(rest), *rest]


def _make_order(
    random: Random, numbers: Counter[str], plan: list[str]
) -> dict[str, Any]:
    group = f"group {random.randrange(GROUPS)}"
    numbers[group] += 1
    return {"group": group, "number": numbers[group], "plan": plan}


def _make_plan(random: Random, faults: dict[str, int]) -> list[str]:
    if random.random() >= WRONG:
        return ["ok"]
    chosen = random.choices([*faults], [*faults.values()], k=random.randint(1, 3))
    return [*chosen, "ok"]


def _name(order: dict[str, Any]) -> Name:
    return order["group"], order["number"]
