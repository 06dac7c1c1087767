"""The page of results in the documentation: `report.py FILE`, or `run.py --report`.

FILE is what `run.py --json FILE` wrote. The page has every table of the run, and plots
of what matters most.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from plots import Bar, draw_bars
from tables import SIZES, lay_out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from tables import Figures, Table

    Report = dict[str, Any]

__all__ = ["make_page", "make_plots", "write_report"]

DOCS = Path(__file__).resolve().parents[1] / "docs"
PICTURES = "_static/performance"
#: Apps without a framework.
BY_HAND = ("bare", "marshmallow_by_hand", "marshmallow")

INTRODUCTION = """\
:orphan:

.. Written by `python benchmarks/run.py --report`; changes are lost.

Results of the benchmarks
=========================

``python benchmarks/run.py --report`` measures all of this and writes this page.
``benchmarks/README.rst`` says what each figure is and how it is measured.
The apps are in ``benchmarks/apps``, each as a user of its framework would write it, and each answer is checked before it is measured.

Only ratios within one run say something on another machine.
Those of one table come from rounds in which the apps took turns; ``x bare`` is the median of the ratios to a handler written by hand.
Warm calls and cold starts are processor time; through AWS's runtime client it is the time that passes.
"""  # noqa: E501 - as everywhere in the documentation, a line is a sentence


@dataclass(frozen=True)
class Plot:
    """A picture of one figure of each app."""

    #: The name of its file.
    name: str
    workload: str
    figure: str
    title: str
    unit: str = "times as long as a handler written by hand"
    #: Which case of the workload.
    case: int = 0
    #: Of the figure at the bar.
    digits: int = 2
    #: None: the figure is no ratio.
    origin: float | None = 1


PLOTS = (
    Plot("hello_warm", "hello", "warm_ratio", "GET /hello/world, warm"),
    Plot(
        "hello_instructions",
        "hello",
        "instructions_ratio",
        "GET /hello/world, instructions of a warm call",
        "times as many as a handler written by hand",
    ),
    Plot(
        "hello_cold",
        "hello",
        "cold_ms",
        "GET /hello/world, import and first call",
        "ms of processor time beyond what AWS's runtime has done",
        origin=None,
    ),
    Plot(
        "hello_response",
        "hello",
        "response_ratio",
        "GET /hello/world, first answer through AWS's runtime client",
    ),
    Plot(
        "hello_memory",
        "hello",
        "memory_mb",
        "GET /hello/world, memory after 1000 calls",
        "MB, the interpreter included",
        digits=1,
        origin=None,
    ),
    Plot("create_warm", "create", "warm_ratio", "POST /users, six fields, accepted"),
    Plot(
        "create_errors",
        "create",
        "warm_ratio",
        "POST /users, six fields, three errors",
        case=1,
    ),
    Plot("list_warm", "list", "warm_ratio", "GET /users, 100 objects"),
    Plot("list_gzip", "list", "warm_ratio", "GET /users, 100 objects, gzip", case=1),
    Plot("routes_warm", "routes1000", "warm_ratio", "GET /r500/7 of 1000 routes"),
    Plot("sqs_warm", "sqs", "warm_ratio", "10,000 messages of a queue"),
)


def write_report(report: Report, docs: Path = DOCS) -> None:
    """Write the page and its pictures; those of earlier runs go away."""
    pictures = docs / PICTURES
    pictures.mkdir(parents=True, exist_ok=True)
    for old in pictures.glob("*.svg"):
        old.unlink()
    for name, svg in make_plots(report).items():
        (pictures / f"{name}.svg").write_text(svg, encoding="utf-8")
    page = docs / "performance_results.rst"
    page.write_text(make_page(report), encoding="utf-8")


# Plots


def make_plots(report: Report) -> dict[str, str]:
    """Return the pictures of what was measured, by the names of their files."""
    plots = {}
    for plot in PLOTS:
        if results := find_results(report, plot):
            bars = make_bars(results, plot)
            plots[plot.name] = draw_bars(
                plot.title, plot.unit, bars, origin=plot.origin
            )
    if sizes := report.get("sizes"):
        plot = Plot("sizes", "", "size_mb", "", origin=None)
        unit = "MB of files, with all that the framework requires, without .pyc"
        bars = make_bars(sizes, plot)
        plots[plot.name] = draw_bars("Installed size", unit, bars, origin=None)
    return plots


def find_results(report: Report, plot: Plot) -> dict[str, Figures]:
    """Return the figures of the apps that have what the plot shows."""
    cases = report["workloads"].get(plot.workload, {"cases": {}})["cases"]
    results = [*cases.values()][plot.case : plot.case + 1]
    found = results[0] if results else {}
    return {app: figures for app, figures in found.items() if plot.figure in figures}


def make_bars(results: dict[str, Figures], plot: Plot) -> list[Bar]:
    values = {app: figures[plot.figure] for app, figures in results.items()}
    return [
        Bar(app, values[app], f"{values[app]:.{plot.digits}f}", get_group(app))
        for app in sorted(values, key=lambda app: values[app])
    ]


def get_group(app: str) -> str:
    if app in BY_HAND:
        return "hand"
    return "pyverless" if app.startswith("pyverless") else "peer"


# The page


def make_page(report: Report) -> str:
    """Return the page as reStructuredText."""
    lines = [INTRODUCTION, *describe_run(report)]
    for name, workload in report["workloads"].items():
        lines += describe_workload(name, workload, report)
    if sizes := report.get("sizes"):
        title = "Size"
        lines += [title, "-" * len(title), ""]
        lines += [*show("sizes", SIZES.title, sizes, "size_mb"), ""]
        lines += write_table(SIZES.title, SIZES, sizes)
    return "\n".join(lines)


def describe_run(report: Report) -> Iterator[str]:
    rounds, cold = report["options"]["rounds"], report["options"]["cold"]
    described = {
        **report["machine"],
        "rounds": f"{rounds} of warm calls, {cold} fresh processes per app",
    }
    yield from ("When and where", "--------------", "")
    yield from (f":{name}: {value}" for name, value in described.items())
    yield ""
    for kind, pins in report["requirements"].items():
        yield f"* {kind}: {', '.join(f'``{pin}``' for pin in pins) or 'nothing'}"
    yield ""


def describe_workload(
    name: str, workload: dict[str, Any], report: Report
) -> Iterator[str]:
    title = f"``{name}``: {workload['title']}"
    yield from (title, "-" * len(title), "")
    for plot in PLOTS:
        if plot.workload == name and (results := find_results(report, plot)):
            yield from show(plot.name, plot.title, results, plot.figure)
    for case, table, results in lay_out(workload["cases"]):
        yield from write_table(f"{table.title}, {case}", table, results)


def show(
    name: str, title: str, results: dict[str, Figures], figure: str
) -> Iterator[str]:
    """Return the lines that show a picture, and its figures to who can't see it."""
    values = {app: results[app][figure] for app in results}
    ordered = sorted(values, key=lambda app: values[app])
    text = ", ".join(f"{app} {values[app]:.3g}" for app in ordered)
    yield from (f".. image:: {PICTURES}/{name}.svg", f"   :alt: {title}: {text}", "")


def write_table(title: str, table: Table, results: dict[str, Figures]) -> Iterator[str]:
    columns = table.find_columns(results)
    headings = ["", *(column.heading for column in columns)]
    yield from (f".. csv-table:: {title}", f"   :header: {write_row(headings)}", "")
    for app in table.sort(results):
        cells = [column.write(results[app]) for column in columns]
        yield f"   {write_row([f'``{app}``', *cells])}"
    yield ""


def write_row(cells: list[str]) -> str:
    return ", ".join(f'"{cell}"' for cell in cells)


if __name__ == "__main__":
    write_report(json.loads(Path(sys.argv[1]).read_text()))
