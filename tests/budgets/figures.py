"""The budgets: read, written, and compared with what is measured."""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from textwrap import wrap
from typing import NamedTuple

from .kinds import KINDS
from .measuring import HERE, measure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import Any

    from .measuring import Measurement

__all__ = [
    "BUDGETS",
    "DETAILS",
    "Budgets",
    "compare",
    "count",
    "get_figures",
    "is_exact",
    "read",
    "write",
]

#: The figures, which are what a reviewer sees.
BUDGETS = HERE / "budgets.toml"
#: Who loads and who calls what, so that a failure can say what is new.
DETAILS = HERE / "details.toml"

HEAD = """\
# What each kind of handler of kinds.py may cost, written by `python -m tests.budgets`.
#
# modules: loaded until the first answer, beyond what AWS's runtime client has loaded.
# calls: Python functions that a warm invocation calls, those of the app among them.
#
# The figures are exact on this version of Python, and limits on others.
"""
DETAILS_HEAD = """\
# Which kinds load a module, and how often they call a function, when budgets.toml was
# written by `python -m tests.budgets`. A failing test reads here what is new.
"""

MORE = """\
There are more {} than the budgets allow; + is what is new since they were written.
Do without it. Where it is worth its price, `.venv/bin/python -m tests.budgets` raises
them, and `.venv/bin/python -m tests.budgets KIND` shows all that a kind has."""
LESS = """\
There are fewer {} than the budgets say. Lower them, so that the gain is kept: run
`.venv/bin/python -m tests.budgets`, and commit what it writes."""


class Budgets(NamedTuple):
    """What the two files say."""

    #: The version of Python with which figures are exact: `3.11`.
    python: str
    #: The figures of a kind: `{"modules": 32, "calls": 21}`.
    kinds: dict[str, dict[str, int]]
    #: The names of what each figure counts, and how often: 1 for a module.
    details: dict[str, dict[str, Counter[str]]]


def get_figures(measured: Measurement) -> dict[str, Counter[str]]:
    """Return what is counted of a measurement, by the names of the figures."""
    return {"modules": Counter(measured.modules), "calls": count(measured.calls)}


def count(calls: list[Any]) -> Counter[str]:
    """Return how often each function is called, in the order of the first calls."""
    return Counter(name for name, _ in walk(calls))


def walk(calls: list[Any], caller: str = "the runtime") -> Iterator[tuple[str, str]]:
    """Yield the function and the caller of each call."""
    for name, own in calls:
        yield name, caller
        yield from walk(own, name)


def compare(
    figure: str, measured: Mapping[str, Measurement], budgets: Budgets
) -> list[str]:
    """Return what is wrong with a figure of some kinds: nothing if they keep to it."""
    above: dict[str, list[str]] = {}
    below = []
    for name, each in measured.items():
        now = get_figures(each)[figure].total()
        allowed = budgets.kinds[name][figure]
        change = f"{name} {allowed} -> {now}"
        if now > allowed:
            # One change is mostly one to many kinds.
            above.setdefault(_describe_new(name, figure, each, budgets), []).append(
                change
            )
        elif now < allowed and is_exact(budgets):
            below.append(change)
    lines = [MORE.format(figure)] if above else []
    for new, changes in above.items():
        lines += ["", *_wrap(changes), new]
    return [*lines, LESS.format(figure), "", *_wrap(below)] if below else lines


def is_exact(budgets: Budgets) -> bool:
    """Return whether this is the version of Python that the figures are of."""
    return budgets.python == "{}.{}".format(*sys.version_info)


def _wrap(changes: list[str]) -> list[str]:
    # Kinds and figures are not torn apart.
    text = ", ".join(change.replace(" ", "\0") for change in changes)
    return [line.replace("\0", " ") for line in wrap(text, 88)]


def _describe_new(
    name: str, figure: str, measured: Measurement, budgets: Budgets
) -> str:
    before = budgets.details[figure].get(name, Counter())
    new = get_figures(measured)[figure] - before
    if figure == "modules":
        return "\n".join(f"  + {module}" for module in new)
    callers: dict[str, dict[str, None]] = {}
    for function, caller in walk(measured.calls):
        callers.setdefault(function, {})[caller] = None
    return "\n".join(
        f"  + {times} x {function}\n      by {' and '.join(callers[function])}"
        for function, times in new.items()
    )


# The files


def read() -> Budgets:
    """Return what the files say."""
    budgets = tomllib.loads(BUDGETS.read_text())
    details: dict[str, dict[str, Counter[str]]] = {}
    for figure, each in tomllib.loads(DETAILS.read_text()).items():
        kinds = details[figure] = {}
        for detail, times_of in each.items():
            for kind, times in times_of.items():
                kinds.setdefault(kind, Counter())[detail] = times
    return Budgets(budgets["python"], budgets["kinds"], details)


def write(python: str) -> None:
    """Write what is measured now into both files."""
    figures = {name: get_figures(measure(name)) for name in KINDS}
    width = max(map(len, figures))
    lines = [HEAD, f'python = "{python}"', "", "[kinds]"]
    for name, each in figures.items():
        totals = ", ".join(f"{key} = {c.total()}" for key, c in each.items())
        lines.append(f"{name:{width}} = {{ {totals} }}")
    _write(BUDGETS, lines)
    lines = [DETAILS_HEAD.rstrip()]
    for figure in ("modules", "calls"):
        lines += ["", f"[{figure}]"]
        for detail in sorted({d for each in figures.values() for d in each[figure]}):
            times = {n: each[figure][detail] for n, each in figures.items()}
            kinds = ", ".join(f"{name} = {n}" for name, n in times.items() if n)
            lines.append(f'"{detail}" = {{ {kinds} }}')
    _write(DETAILS, lines)


def _write(file: Path, lines: list[str]) -> None:
    file.write_text("\n".join(lines) + "\n")
