"""Send many messages through failures, crashes, timeouts and duplicates; count.

    python -m tests.soak --messages 1000 --seed 1

The seed says which orders there are and how each goes wrong. When deliveries happen is
up to the machine, so figures differ from run to run; what must be 0 never does.
"""

from __future__ import annotations

import argparse
import dataclasses
import secrets
import sys
import tempfile
from pathlib import Path
from random import Random

from tests.integration.aws_api import Account
from tests.integration.chaos import FAULTS, KINDS, run_chaos
from tests.integration.provisioning import (
    get_function_environment,
    get_ministack_environment,
    get_postgresql,
)
from tests.services.aws import MiniStack
from tests.services.postgresql import PostgreSQL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.integration.chaos import Outcome

#: All goes wrong everywhere, so what can be processed needs many deliveries.
POISONED = 3
MAX_RECEIVES = 60
SOAKED = [
    dataclasses.replace(
        kind, faults=FAULTS, poisoned=POISONED, max_receives=MAX_RECEIVES
    )
    # Without reports, what can't be processed takes along all of its batch.
    if kind.reports_failures
    else kind
    for kind in KINDS
    if kind.name != "poisoned"
]

COLUMNS = (
    "messages",
    "twice",
    "deliveries",
    "raised",
    "crashed",
    "timed out",
    "processed",
    "dead",
    "lost",
    "repeated",
    "overtaken",
    "misplaced",
    "seconds",
)


def main() -> None:
    """Soak, print a table, and end with 1 where a message was lost."""
    options = _get_options()
    sys.stdout.write(f"{options.messages} messages, seed {options.seed}\n\n")
    outcomes = soak(options.messages, options.seed)
    sys.stdout.write(format_table(outcomes))
    if any(is_wrong(outcome) for outcome in outcomes):
        sys.exit("\nMessages were lost, repeated, overtaken or misplaced.")


def soak(count: int, seed: int) -> list[Outcome]:
    """Return what became of so many messages."""
    with (
        PostgreSQL(get_postgresql()) as postgresql,
        MiniStack(get_ministack_environment()) as services,
        Account(services, get_function_environment(Path(sys.executable))) as account,
        tempfile.TemporaryDirectory(prefix="pyverless-soak-") as directory,
    ):
        url = postgresql.make_database()
        return run_chaos(
            account,
            url,
            Path(directory),
            Random(seed),
            count,
            patience=60 + count,
            kinds=SOAKED,
        )


def is_wrong(outcome: Outcome) -> bool:
    """Return whether anything is not as it was promised."""
    promised = [outcome.lost, outcome.repeated, outcome.misplaced]
    if outcome.kind.fifo:
        promised.append(outcome.overtaken)
    return any(promised)


def format_table(outcomes: Sequence[Outcome]) -> str:
    """Return the figures, a column for each kind of queue."""
    rows = [["", *(outcome.kind.name for outcome in outcomes), "all"]]
    figures = [_get_figures(outcome) for outcome in outcomes]
    for name in COLUMNS:
        values = [each[name] for each in figures]
        known = [value for value in values if value is not None]
        total = max(known) if name == "seconds" else sum(known)
        shown = ["-" if value is None else str(value) for value in values]
        rows.append([name, *shown, str(total)])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "".join(_format_row(row, widths) for row in rows)


def _format_row(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [f"{cell:>{width}}" for cell, width in zip(row, widths, strict=True)]
    return f"{row[0]:<{widths[0]}}  {'  '.join(cells[1:])}\n"


def _get_figures(outcome: Outcome) -> dict[str, int | None]:
    steps = outcome.steps
    return {
        "messages": len(outcome.sent),
        "twice": outcome.duplicates,
        "deliveries": steps["received"],
        "raised": steps["raise"],
        "crashed": steps["exit"] + steps["late"],
        "timed out": steps["hang"],
        "processed": len({*outcome.done}),
        "dead": len(outcome.dead),
        "lost": len(outcome.lost),
        "repeated": len(outcome.repeated),
        # A standard queue has no order.
        "overtaken": len(outcome.overtaken) if outcome.kind.fifo else None,
        "misplaced": len(outcome.misplaced),
        "seconds": round(outcome.seconds),
    }


def _get_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.soak")
    parser.add_argument("--messages", type=int, default=1000, help="default: 1000")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    return parser.parse_args()


if __name__ == "__main__":
    main()
