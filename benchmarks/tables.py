"""Printing the figures of one workload as a table."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    #: The figures of one app, by name.
    Figures = dict[str, Any]

__all__ = ["print_table"]

FIRST = 25
OTHERS = 11

#: Of each column: its figure, its title, and the digits after the point.
COLUMNS = (
    ("warm_us", "warm µs", 1),
    ("warm_ratio", "x bare", 2),
    ("schema_ratio", "x schema", 2),
    ("one_route_ratio", "x 1 route", 2),
    ("cold_ms", "cold ms", 2),
    ("cold_ratio", "x bare", 1),
    ("modules", "modules", 0),
    ("route_us", "route µs", 1),
    ("first_ms", "first ms", 2),
)


def print_table(title: str, cases: dict[str, dict[str, Figures]]) -> None:
    """Print what was measured in each case, the quickest app first."""
    results = next(iter(cases.values()))
    has = next(iter(results.values()))
    columns = [column for column in COLUMNS if column[0] in has]
    print(f"\n{title}")
    print_row("", [heading for _, heading, _ in columns])
    for case, results in cases.items():
        print(case)
        for app in sorted(results, key=lambda app: results[app][columns[0][0]]):
            print_row(f"  {app}", [write(results[app], *column) for column in columns])


def print_row(first: str, others: list[str]) -> None:
    print(f"{first:<{FIRST}}" + "".join(f"{text:>{OTHERS}}" for text in others))


def write(figures: Figures, name: str, _: str, digits: int) -> str:
    figure = figures[name]
    return f"{len(figure) if name == 'modules' else figure:.{digits}f}"
