"""Compare pyverless with its neighbours: `python benchmarks/run.py [WORKLOAD ...]`.

Each app in `apps/` answers the same events. README.rst says what is measured and how.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from processes import REQUIREMENTS, Worker, run_once
from tables import print_table
from workloads import APPS, REFERENCE, SCHEMA_REFERENCE, WORKLOADS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TypeVar

    from workloads import Case, Workload

    T = TypeVar("T")
    #: The figures of each app, by name.
    Results = dict[str, dict[str, Any]]


def in_turn(
    names: Sequence[str], rounds: int, measure: Callable[[str], T]
) -> dict[str, list[T]]:
    """Measure each one once per round, beginning with another one in each round."""
    results: dict[str, list[T]] = {name: [] for name in names}
    for number in range(rounds):
        start = number % len(names)
        for name in (*names[start:], *names[:start]):
            results[name].append(measure(name))
    return results


def get_ratio(figures: Sequence[float], others: Sequence[float]) -> float:
    """Return the median of the ratios within each round.

    What slows one round down slows both of its figures down.
    """
    return median(one / other for one, other in zip(figures, others, strict=True))


def measure_warm(
    case: Case, apps: Sequence[str], rounds: int
) -> dict[str, list[float]]:
    """Return the microseconds per call; those of the baselines under `app (1)`."""
    with ExitStack() as stack:
        workers = {}
        for app in apps:
            workers[app] = Worker(app, case.question, stack)
            if case.baseline:
                workers[f"{app} (1)"] = Worker(app, case.baseline, stack)
        return in_turn(tuple(workers), rounds, lambda name: workers[name].measure())


def measure_calls(
    case: Case, apps: Sequence[str], options: argparse.Namespace
) -> Results:
    warm = measure_warm(case, apps, options.rounds)
    runs = in_turn(apps, options.cold, lambda app: run_once("cold", app, case.question))
    cold = {app: [run["ms"] for run in runs[app]] for app in apps}
    results = {}
    for app in apps:
        results[app] = {
            "warm_us": median(warm[app]),
            "warm_ratio": get_ratio(warm[app], warm[REFERENCE]),
            "cold_ms": median(cold[app]),
            "cold_ratio": get_ratio(cold[app], cold[REFERENCE]),
            "modules": runs[app][0]["modules"],
            "warm_us_rounds": warm[app],
            "cold_ms_runs": cold[app],
        }
        if SCHEMA_REFERENCE in warm:
            reference = warm[SCHEMA_REFERENCE]
            results[app]["schema_ratio"] = get_ratio(warm[app], reference)
        if baseline := warm.get(f"{app} (1)"):
            results[app]["one_route_ratio"] = get_ratio(warm[app], baseline)
            results[app]["one_route_us_rounds"] = baseline
    return results


def measure_making(
    case: Case, apps: Sequence[str], options: argparse.Namespace
) -> Results:
    made = in_turn(apps, options.cold, lambda app: run_once("make", app, case.question))
    return {
        app: {
            "route_us": median(run["route_us"] for run in made[app]),
            "first_ms": median(run["first_ms"] for run in made[app]),
            "runs": made[app],
        }
        for app in apps
    }


def measure(workload: Workload, options: argparse.Namespace) -> dict[str, Results]:
    """Return the figures of each app in each case."""
    measure_case = measure_making if workload.is_making else measure_calls
    results = {}
    for case in workload.cases:
        wanted = {REFERENCE, SCHEMA_REFERENCE, *options.only}
        apps = [app for app in case.apps if app in wanted]
        results[case.title] = measure_case(case, apps, options)
    return results


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "workloads",
        nargs="*",
        metavar="WORKLOAD",
        help=f"{', '.join(WORKLOADS)}; by default all",
    )
    parser.add_argument("--rounds", type=int, default=15, help="of warm calls")
    parser.add_argument("--cold", type=int, default=9, help="fresh processes per app")
    parser.add_argument("--only", nargs="+", choices=APPS, default=APPS, metavar="APP")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures")
    options = parser.parse_args()
    # Not by `choices`, which refuses that none is named.
    if unknown := sorted({*options.workloads} - {*WORKLOADS}):
        parser.error(f"There is no workload {unknown}, only {', '.join(WORKLOADS)}.")
    return options


def main() -> None:
    options = parse_arguments()
    python = f"{platform.python_implementation()} {platform.python_version()}"
    machine = f"{platform.machine()}, {os.cpu_count()} cores"
    print(f"{python} on {machine}", flush=True)
    results = {}
    for name in options.workloads or WORKLOADS:
        results[name] = measure(WORKLOADS[name], options)
        print_table(f"{name}: {WORKLOADS[name].title}", results[name])
    if options.json:
        report = {
            "python": python,
            "machine": machine,
            "requirements": REQUIREMENTS,
            "workloads": results,
        }
        options.json.write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
