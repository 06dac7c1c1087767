"""Compare pyverless with its neighbours: `python benchmarks/run.py [WORKLOAD ...]`.

Each app in `apps/` answers the same events. README.rst says what is measured and how.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

from instructions import measure_instructions
from machine import describe_machine
from memory import measure_memory
from processes import REQUIREMENTS
from report import write_report
from runtime import measure_runtime
from sizes import measure_sizes
from tables import SIZES, print_rows, print_tables
from timing import measure_cold, measure_making, measure_warm
from workloads import APPS, REFERENCE, SCHEMA_REFERENCE, WORKLOADS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from rounds import Results
    from workloads import Case

    Measure = Callable[[Case, Sequence[str], argparse.Namespace], Results]


@dataclass(frozen=True)
class Part:
    """Figures that are measured together, and in which workloads."""

    measure: Measure
    #: None: in all of them, with all their cases. Otherwise the first case will do.
    workloads: tuple[str, ...] | None = None

    def find_cases(self, name: str) -> tuple[Case, ...]:
        """Return the cases of a workload that this is measured in."""
        if self.workloads is None:
            return WORKLOADS[name].cases
        return WORKLOADS[name].cases[:1] if name in self.workloads else ()


#: By the names that the command line has for them; `sizes` has nothing to do with
#: workloads.
PARTS = {
    "warm": Part(measure_warm),
    "cold": Part(measure_cold),
    "instructions": Part(measure_instructions, ("hello", "create", "list")),
    "memory": Part(measure_memory, ("hello", "create")),
    "runtime": Part(measure_runtime, ("hello", "create")),
}
SIZES_PART = "sizes"


def measure(name: str, options: argparse.Namespace) -> dict[str, Results]:
    """Return the figures of each app in each case of a workload."""
    workload = WORKLOADS[name]
    results: dict[str, Results] = {case.title: {} for case in workload.cases}
    for case, measure_part in find_parts(name, options):
        wanted = {REFERENCE, SCHEMA_REFERENCE, *(options.only or APPS)}
        apps = [app for app in case.apps if app in wanted]
        for app, figures in measure_part(case, apps, options).items():
            results[case.title].setdefault(app, {}).update(figures)
    return results


def find_parts(
    name: str, options: argparse.Namespace
) -> Iterator[tuple[Case, Measure]]:
    """Return what to measure in which case of a workload."""
    for part_name, part in get_parts(name).items():
        if part_name in options.parts:
            for case in part.find_cases(name):
                yield case, part.measure


def get_parts(name: str) -> dict[str, Part]:
    """Return the parts that a workload has."""
    # Making an app is a part of cold starts, as far as there is anything like it.
    making = {"cold": Part(measure_making)}
    parts = making if WORKLOADS[name].is_making else PARTS
    return {key: part for key, part in parts.items() if part.find_cases(name)}


def measure_all(options: argparse.Namespace, report: dict[str, Any]) -> None:
    """Print each workload as soon as it is measured, and add it to the report."""
    report |= {
        "machine": describe_machine(),
        "options": {"rounds": options.rounds, "cold": options.cold},
        "requirements": REQUIREMENTS,
        "workloads": {},
    }
    print(", ".join(f"{k}: {v}" for k, v in report["machine"].items()), flush=True)
    for name in options.workloads or WORKLOADS:
        title, results = WORKLOADS[name].title, measure(name, options)
        report["workloads"][name] = {"title": title, "cases": results}
        print_tables(f"{name}: {title}", results)
    if SIZES_PART in options.parts:
        report["sizes"] = measure_sizes(options.only or APPS)
        print_rows(SIZES.title, SIZES, report["sizes"])


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Return what the command line says; it is refused before anything is measured."""
    parts = [*PARTS, SIZES_PART]
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "workloads",
        nargs="*",
        metavar="WORKLOAD",
        help=f"{', '.join(WORKLOADS)}; by default all",
    )
    parser.add_argument(
        "--parts",
        nargs="+",
        choices=parts,
        default=parts,
        metavar="PART",
        help=f"{', '.join(parts)}; by default all",
    )
    parser.add_argument("--rounds", type=number, default=15, help="of warm calls")
    parser.add_argument(
        "--cold", type=number, default=9, help="fresh processes per app"
    )
    parser.add_argument("--only", nargs="+", choices=APPS, default=[], metavar="APP")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures")
    parser.add_argument(
        "--report", action="store_true", help="write docs/performance_results.rst"
    )
    options = parser.parse_args(arguments)
    # Not by `choices`, which refuses that none is named.
    if unknown := sorted({*options.workloads} - {*WORKLOADS}):
        parser.error(f"There is no workload {unknown}, only {', '.join(WORKLOADS)}.")
    if fault := find_gap(options) or find_fault(options.json):
        parser.error(fault)
    return options


def number(text: str) -> int:
    """Return how often to measure."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} must be a whole number, at least 1")
    return int(text)


def find_gap(options: argparse.Namespace) -> str | None:
    """Return what is named and would not be measured, and what there is instead."""
    for name in options.workloads:
        parts = get_parts(name)
        if parts.keys().isdisjoint(options.parts):
            asked = " or ".join(options.parts)
            return f"{name} has no {asked}, only {', '.join(parts)}."
    if SIZES_PART in options.parts and not options.workloads:
        return None  # which all apps have
    names = options.workloads or WORKLOADS
    cases = [case for name in names for case, _ in find_parts(name, options)]
    apps = {app for case in cases for app in case.apps}
    if missing := [app for app in options.only if app not in apps]:
        there = ", ".join(sorted(apps))
        return f"{missing[0]} is not in what is to be measured, only {there}."
    return None


def find_fault(file: Path | None) -> str | None:
    """Return why a file can't be written; it is there afterwards where it can."""
    try:
        if file is not None:
            file.open("a").close()
    except OSError as exc:
        return f"{file} can't be written: {exc.strerror}."
    return None


def main() -> None:
    options = parse_arguments()
    report: dict[str, Any] = {}
    try:
        measure_all(options, report)
    finally:  # an app that fails late doesn't take the others' figures with it
        if options.json:
            options.json.write_text(json.dumps(report, indent=2) + "\n")
    if options.report:
        write_report(report)


if __name__ == "__main__":
    main()
