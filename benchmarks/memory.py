"""How much memory an app holds more than the one written by hand."""

from __future__ import annotations

from statistics import median

from processes import compile_apps, run_once
from rounds import get_difference, in_turn
from workloads import REFERENCE

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from rounds import Results
    from workloads import Case

__all__ = ["measure_memory"]

#: How many per app: they differ by little.
PROCESSES = 3


def measure_memory(
    case: Case, apps: Sequence[str], options: argparse.Namespace
) -> Results:
    """Return the resident memory of each app, in MB, and how much that is over bare."""
    count = min(PROCESSES, options.cold)
    compile_apps(apps, case.question)
    runs = in_turn(apps, count, lambda app: run_once("memory", app, case.question))
    held = {app: [run["memory_mb"] for run in runs[app]] for app in apps}
    return {
        app: {
            "memory_mb": median(held[app]),
            "memory_more_mb": get_difference(held[app], held[REFERENCE]),
            "memory_mb_runs": held[app],
        }
        for app in apps
    }
