"""Measuring several things in turn, and comparing what was measured."""

from __future__ import annotations

from statistics import median

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from typing import Any, TypeVar

    T = TypeVar("T")
    Name = TypeVar("Name", bound=Hashable)
    #: The figures of each app, by name.
    Results = dict[str, dict[str, Any]]

__all__ = ["get_difference", "get_ratio", "in_turn", "percentile"]


def in_turn(
    names: Sequence[Name], rounds: int, measure: Callable[[Name], T]
) -> dict[Name, list[T]]:
    """Measure each one once per round, beginning with another one in each round."""
    results: dict[Name, list[T]] = {name: [] for name in names}
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


def get_difference(figures: Sequence[float], others: Sequence[float]) -> float:
    """Return the median of the differences within each round."""
    return median(one - other for one, other in zip(figures, others, strict=True))


def percentile(figures: Sequence[float], share: float) -> float:
    """Return the figure that this share of all of them is not above."""
    return sorted(figures)[min(int(len(figures) * share), len(figures) - 1)]
