"""Lengths of time, as settings and callers of functions write them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["as_seconds"]


def as_seconds(value: Any) -> float | None:
    """Return a number of seconds or a timedelta as seconds, None for all else."""
    # Asked for by what it offers: datetime need not be imported for it.
    if hasattr(value, "total_seconds"):
        value = value.total_seconds()
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if is_number else None
