"""Write the budgets as they are now, or show what the figures of a kind are made of.

python -m tests.budgets               writes budgets.toml, and prints what has changed
python -m tests.budgets class_rest    prints the modules and the calls, writes nothing
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from .figures import BUDGETS, get_figures, is_exact, read, write
from .kinds import KINDS
from .measuring import measure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def show(name: str) -> None:
    """Print the modules that a kind loads, and who calls whom."""
    measured = measure(name)
    figures = {key: each.total() for key, each in get_figures(measured).items()}
    say(f"{name}: {figures['modules']} modules")
    for module in measured.modules:
        say(
            f"  {module}"
            + (" (not before the first event)" * (module in measured.late))
        )
    say(f"{name}: {figures['calls']} calls")
    show_calls(measured.calls, "  ")


def show_calls(calls: list[Any], indent: str) -> None:
    """Print calls; those of one function that are all the same are on one line."""
    times = Counter(map(repr, calls))
    for name, own in calls:
        same = times.pop(repr([name, own]), 0)
        if same:
            say(f"{indent}{f'{same} x ' if same > 1 else ''}{name}")
            show_calls(own, indent + "  ")


def rewrite() -> None:
    """Write the budgets, and print those that are others now."""
    before = read()
    if not is_exact(before):
        sys.exit(
            f"The budgets are exact on Python {before.python}, and this is "
            f"{'{}.{}'.format(*sys.version_info)}. Use that one, or change `python` in "
            f"{BUDGETS.name}."
        )
    write(before.python)
    after = read().kinds
    for name in [*before.kinds, *(n for n in after if n not in before.kinds)]:
        old, new = before.kinds.get(name), after.get(name)
        if old != new:
            say(f"{name}: {_describe(old)} -> {_describe(new)}")


def _describe(figures: dict[str, int] | None) -> str:
    named = (f"{number} {figure}" for figure, number in (figures or {}).items())
    return ", ".join(named) or "none"


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.budgets",
        description="Write budgets.toml, or show what the figures are made of.",
    )
    parser.add_argument("kinds", nargs="*", metavar="kind")
    kinds = parser.parse_args().kinds
    if unknown := [name for name in kinds if name not in KINDS]:
        parser.error(f"There is no {unknown[0]!r}. The kinds are {', '.join(KINDS)}.")
    for name in kinds:
        show(name)
    if not kinds:
        rewrite()


if __name__ == "__main__":
    main()
