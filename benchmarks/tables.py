"""The figures of one workload as tables: which there are, and printing them."""

from __future__ import annotations

import math
from dataclasses import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    #: The figures of one app, by name.
    Figures = dict[str, Any]
    #: Those of each app, by the title of the case.
    Cases = dict[str, dict[str, Figures]]

__all__ = ["SIZES", "TABLES", "Table", "lay_out", "print_rows", "print_tables"]

FIRST = 34
OTHERS = 14


@dataclass(frozen=True)
class Column:
    """A figure of each app."""

    figure: str
    heading: str
    #: How many there are after the point.
    digits: int = 1

    def get_number(self, figures: Figures) -> float:
        """Return the figure, or how many there are; infinity where there is none."""
        figure = figures.get(self.figure, math.inf)
        return len(figure) if isinstance(figure, list) else figure

    def write(self, figures: Figures) -> str:
        """Return the figure as text; apps that were not asked for it have none."""
        if self.figure not in figures:
            return "-"
        return f"{self.get_number(figures):,.{self.digits}f}"


@dataclass(frozen=True)
class Table:
    """Columns that belong together; the first one sorts the apps."""

    title: str
    columns: tuple[Column, ...]

    def find_columns(self, results: dict[str, Figures]) -> list[Column]:
        """Return the columns that any of these apps has figures for."""
        known = {name for figures in results.values() for name in figures}
        return [column for column in self.columns if column.figure in known]

    def sort(self, results: dict[str, Figures]) -> list[str]:
        """Return the names of the apps, the smallest figure first."""
        first = self.find_columns(results)[0]
        return sorted(results, key=lambda app: first.get_number(results[app]))


TABLES = (
    Table(
        "Warm calls",
        (
            Column("warm_us", "warm µs"),
            Column("warm_ratio", "x bare", 2),
            Column("schema_ratio", "x schema", 2),
            Column("one_route_ratio", "x 1 route", 2),
            Column("instructions", "instructions", 0),
            Column("instructions_ratio", "x bare", 2),
        ),
    ),
    Table(
        "Cold starts",
        (
            Column("cold_ms", "cold ms", 2),
            Column("cold_ratio", "x bare"),
            Column("import_ms", "import ms", 2),
            Column("import_more_ms", "over bare", 2),
            Column("call_ms", "1st call ms", 2),
            Column("source_ms", "no .pyc ms", 2),
            Column("source_ratio", "x bare"),
            Column("modules", "modules", 0),
        ),
    ),
    Table(
        "Memory",
        (
            Column("memory_mb", "memory MB"),
            Column("memory_more_mb", "over bare", 2),
        ),
    ),
    Table(
        "Through AWS's runtime client",
        (
            Column("response_ms", "first ms"),
            Column("response_ratio", "x bare", 2),
            Column("p50_ms", "p50 ms", 3),
            Column("p50_ratio", "x bare", 2),
            Column("p99_ms", "p99 ms", 2),
            Column("calls_per_second", "calls/s", 0),
        ),
    ),
    Table(
        "Making the app",
        (Column("route_us", "route µs"), Column("first_ms", "first ms", 2)),
    ),
)
SIZES = Table(
    "Installed size",
    (
        Column("size_mb", "MB", 2),
        Column("compiled_mb", "with .pyc", 2),
        Column("zip_mb", "zipped", 2),
        Column("files", "files", 0),
    ),
)


def lay_out(cases: Cases) -> Iterator[tuple[str, Table, dict[str, Figures]]]:
    """Return the title of a case and its figures, for each table that it fills."""
    for table in TABLES:
        for case, results in cases.items():
            if table.find_columns(results):
                yield case, table, results


def print_tables(title: str, cases: Cases) -> None:
    """Print what was measured in each case."""
    print(f"\n{title}")
    for case, table, results in lay_out(cases):
        print_rows(f"{table.title}, {case}", table, results)


def print_rows(title: str, table: Table, results: dict[str, Figures]) -> None:
    """Print one table, the smallest figure first."""
    columns = table.find_columns(results)
    print(f"\n{title}")
    print_row("", [column.heading for column in columns])
    for app in table.sort(results):
        print_row(f"  {app}", [column.write(results[app]) for column in columns])


def print_row(first: str, others: Sequence[str]) -> None:
    line = f"{first:<{FIRST}}" + "".join(f"{text:>{OTHERS}}" for text in others)
    print(line, flush=True)
