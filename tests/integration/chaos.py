"""Orders on queues whose handler fails, crashes, hangs and gets them twice.

`Chaos` says which queues there are, sends orders to all of them at once and returns
what became of them, for tests and for `make soak`.
"""

from __future__ import annotations

import json
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import create_engine, text

from .queues import Queue, wait_until_empty

TYPE_CHECKING = False
if TYPE_CHECKING:
    from random import Random
    from typing import Any

    from .aws_api import Account

__all__ = ["KINDS", "Kind", "Outcome", "run_chaos"]

APPS = Path(__file__).with_name("apps")

#: In seconds, for one batch. Queues must not show a message again before.
TIMEOUT = 1
#: Far more deliveries than anything needs that can be processed.
MAX_RECEIVES = 8

#: How an order that can be processed goes wrong, and how often: "late" is a crash
#: between the commit and the answer.
FAULTS = {"raise": 4, "exit": 2, "late": 2, "hang": 1}
GROUPS = 4


@dataclass(frozen=True)
class Kind:
    """A kind of queue, with what its function and its mapping are told."""

    name: str
    #: How many of all orders it gets.
    share: float
    fifo: bool = False
    reports_failures: bool = True
    options: dict[str, Any] = field(default_factory=dict)
    #: How many orders can never be processed.
    poisoned: int = 1

    @property
    def holds_all(self) -> bool:
        """Whether a failure takes along all that follow it."""
        return self.fifo and "isolates_groups" not in self.options


KINDS = (
    Kind("standard", 0.5, poisoned=2),
    Kind(
        "standard, all of a batch fails",
        0.2,
        reports_failures=False,
        options={"reports_failures": False},
        poisoned=0,
    ),
    Kind("FIFO", 0.15, fifo=True),
    Kind("FIFO, by group", 0.15, fifo=True, options={"isolates_groups": True}),
)


@dataclass
class Outcome:
    """What became of the orders of one queue."""

    #: What was sent: messages, and how many of them were there before.
    sent: list[dict[str, Any]]
    duplicates: int
    #: What was processed and committed, in that order.
    done: list[tuple[str, int]]
    #: What the handler began to do, as (group, number, step, how many deliveries).
    begun: list[tuple[str, int, str, int]]
    #: What was in the dead-letter queue.
    dead: list[dict[str, Any]]
    seconds: float

    @property
    def wanted(self) -> set[tuple[str, int]]:
        """The orders that can be processed."""
        return {_name(order) for order in self.sent if not _is_poisoned(order)}

    @property
    def lost(self) -> set[tuple[str, int]]:
        """The orders that were not processed although they could be."""
        return self.wanted - {*self.done}

    @property
    def repeated(self) -> set[tuple[str, int]]:
        """The orders that were processed and committed more than once."""
        return {order for order, times in Counter(self.done).items() if times > 1}

    @property
    def overtaken(self) -> list[tuple[str, int]]:
        """The orders of which a later one of their group was processed before them."""
        first, last = dict.fromkeys(self.done), {}
        return [
            (group, number)
            for group, number in first
            if number < last.setdefault(group, number)
            or last.update({group: number})  # None, which is false
        ]

    @property
    def wrongly_dead(self) -> list[dict[str, Any]]:
        """What is in the dead-letter queue, but should not be, or the other way."""
        poisoned = [order for order in self.sent if _is_poisoned(order)]
        return [order for order in self.dead if order not in poisoned] + [
            order for order in poisoned if order not in self.dead
        ]

    def count(self, *steps: str) -> int:
        """Return how many deliveries to the handler took one of these steps."""
        return sum(step in steps for _, _, step, _ in self.begun)

    @property
    def receives(self):
        return max((c, n, g) for g, n, s, c in self.begun if g != "poison")


def run_chaos(
    account: Account,
    url: str,
    directory: Path,
    random: Random,
    count: int,
    *,
    patience: float,
    options: dict[str, Any] | None = None,
) -> dict[str, Outcome]:
    """Return the outcome of `count` orders by the name of their kind of queue.

    `url` is a database with the tables of the app; `directory` is for logs; `options`
    are further keywords of `as_handler()`.
    """
    with ExitStack() as stack:
        runs = [
            _Run(stack, kind, account, url, directory / f"{number}.log", options or {})
            for number, kind in enumerate(KINDS)
        ]
        for run in runs:
            run.send(random, round(count * run.kind.share))
        for run in runs:
            run.connect(account)
        seconds = wait_until_empty([run.queue for run in runs], patience)
        return {
            run.kind.name: run.get_outcome(passed)
            for run, passed in zip(runs, seconds, strict=True)
        }


class _Run:
    """One queue with its function."""

    def __init__(
        self,
        stack: ExitStack,
        kind: Kind,
        account: Account,
        url: str,
        log: Path,
        options: dict[str, Any],
    ) -> None:
        self.kind = kind
        self.url = url
        self.log = log
        self.queue = stack.enter_context(
            Queue(
                account,
                fifo=kind.fifo,
                visibility=TIMEOUT,
                max_receives=MAX_RECEIVES if kind.poisoned else 1000,
            )
        )
        self.env = {
            "LOG": str(log),
            "OPTIONS": json.dumps({**kind.options, **options}),
            "PYVERLESS_DATABASE_URL": url,
            "QUEUE": kind.name,
        }

    def send(self, random: Random, count: int) -> None:
        """Send `count` messages."""
        self.orders = make_orders(random, count, self.kind)
        self.queue.send(self.orders)

    def connect(self, account: Account) -> None:
        """Let the function have them."""
        function = account.deploy(
            "orders.handler", self.env, directory=APPS, timeout=TIMEOUT
        )
        self.queue.connect(function, reports_failures=self.kind.reports_failures)

    def get_outcome(self, seconds: float) -> Outcome:
        """Return what became of the messages in so many seconds."""
        query = text(
            'SELECT "group", number FROM orders WHERE queue = :queue ORDER BY id'
        )
        engine = create_engine(self.url)
        with engine.connect() as connection:
            done = connection.execute(query, {"queue": self.kind.name}).all()
        engine.dispose()
        return Outcome(
            sent=self.orders,
            duplicates=len(self.orders) - len({*map(_name, self.orders)}),
            done=[tuple(row) for row in done],
            begun=[tuple(json.loads(line)[:4]) for line in self.log.open()],
            dead=self.queue.get_dead(),
            seconds=seconds,
        )


def make_orders(random: Random, count: int, kind: Kind) -> list[dict[str, Any]]:
    """Return orders that go wrong in random ways, some of them sent twice."""
    numbers: Counter[str] = Counter()
    # Random is what comes after the one that goes wrong in every way.
    orders = [_make_order(random, numbers, [*FAULTS, "ok"])]
    while len(orders) < count - kind.poisoned:
        if random.random() < 0.1:
            orders.append(random.choice(orders))
        else:
            orders.append(_make_order(random, numbers, _make_plan(random)))
    for number in range(kind.poisoned):
        place = len(orders) if kind.holds_all else random.randint(1, 5)
        poison = {"group": "poison", "number": number, "plan": ["raise"]}
        orders.insert(place, poison)
    return orders


def _make_order(
    random: Random, numbers: Counter[str], plan: list[str]
) -> dict[str, Any]:
    group = f"group {random.randrange(GROUPS)}"
    numbers[group] += 1
    return {"group": group, "number": numbers[group], "plan": plan}


def _make_plan(random: Random) -> list[str]:
    """Return the steps of deliveries, of which the last is for all that follow."""
    if random.random() < 0.7:
        return ["ok"]
    faults = random.choices([*FAULTS], [*FAULTS.values()], k=random.randint(1, 3))
    return [*faults, "ok"]


def _name(order: dict[str, Any]) -> tuple[str, int]:
    return order["group"], order["number"]


def _is_poisoned(order: dict[str, Any]) -> bool:
    return order["plan"] == ["raise"]
