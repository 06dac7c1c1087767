"""Processor time: of warm calls, of cold starts and of making an app."""

from __future__ import annotations

from contextlib import ExitStack
from statistics import median

from processes import Worker, compile_apps, run_once
from rounds import get_difference, get_ratio, in_turn
from workloads import REFERENCE, SCHEMA_REFERENCE, WORKLOADS

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from typing import Any

    from rounds import Results
    from workloads import Case

    #: What fresh processes of each app said, by the mode and the name of the app.
    Runs = dict[tuple[str, str], list[dict[str, Any]]]

__all__ = ["measure_cold", "measure_making", "measure_warm"]

#: The workloads in whose first case apps start without byte code as well.
UNCOMPILED = ("hello", "create")


def take_turns(case: Case, apps: Sequence[str], rounds: int) -> dict[str, list[float]]:
    """Return the microseconds per call; those of the baselines under `app (1)`."""
    with ExitStack() as stack:
        workers = {}
        for app in apps:
            workers[app] = Worker(app, case.question, stack)
            if case.baseline:
                workers[f"{app} (1)"] = Worker(app, case.baseline, stack)
        return in_turn(tuple(workers), rounds, lambda name: workers[name].measure())


def measure_warm(
    case: Case, apps: Sequence[str], options: argparse.Namespace
) -> Results:
    """Return how long warm calls take."""
    warm = take_turns(case, apps, options.rounds)
    results: Results = {}
    for app in apps:
        results[app] = {
            "warm_us": median(warm[app]),
            "warm_ratio": get_ratio(warm[app], warm[REFERENCE]),
            "warm_us_rounds": warm[app],
        }
        if SCHEMA_REFERENCE in warm:
            reference = warm[SCHEMA_REFERENCE]
            results[app]["schema_ratio"] = get_ratio(warm[app], reference)
        if baseline := warm.get(f"{app} (1)"):
            results[app]["one_route_ratio"] = get_ratio(warm[app], baseline)
            results[app]["one_route_us_rounds"] = baseline
    return results


def measure_cold(
    case: Case, apps: Sequence[str], options: argparse.Namespace
) -> Results:
    """Return what fresh processes cost, with byte code and, for some, without."""
    is_wanted = case in [WORKLOADS[name].cases[0] for name in UNCOMPILED]
    modes = ("cold", "source") if is_wanted else ("cold",)
    compile_apps(apps, case.question)
    runs = in_turn(
        [(mode, app) for app in apps for mode in modes],
        options.cold,
        lambda name: run_once(*name, case.question),
    )
    return {app: describe_cold(app, runs) for app in apps}


def describe_cold(app: str, runs: Runs) -> dict[str, Any]:
    ms = pick(runs, "cold", app, "ms")
    imports = pick(runs, "cold", app, "import_ms")
    figures = {
        "cold_ms": median(ms),
        "cold_ratio": get_ratio(ms, pick(runs, "cold", REFERENCE, "ms")),
        "import_ms": median(imports),
        "import_more_ms": get_difference(
            imports, pick(runs, "cold", REFERENCE, "import_ms")
        ),
        "call_ms": median(pick(runs, "cold", app, "call_ms")),
        "modules": runs["cold", app][0]["modules"],
        "cold_ms_runs": ms,
        "import_ms_runs": imports,
    }
    if ("source", app) in runs:
        source = pick(runs, "source", app, "ms")
        figures["source_ms"] = median(source)
        reference = pick(runs, "source", REFERENCE, "ms")
        figures["source_ratio"] = get_ratio(source, reference)
        figures["source_ms_runs"] = source
    return figures


def pick(runs: Runs, mode: str, app: str, figure: str) -> list[float]:
    return [run[figure] for run in runs[mode, app]]


def measure_making(
    case: Case, apps: Sequence[str], options: argparse.Namespace
) -> Results:
    """Return what making an app with many routes costs, and its first call."""
    made = in_turn(apps, options.cold, lambda app: run_once("make", app, case.question))
    return {
        app: {
            "route_us": median(run["route_us"] for run in made[app]),
            "first_ms": median(run["first_ms"] for run in made[app]),
            "runs": made[app],
        }
        for app in apps
    }
