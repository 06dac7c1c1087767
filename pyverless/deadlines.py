"""How much of a function's time is left.

https://docs.aws.amazon.com/lambda/latest/dg/python-context.html
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyverless.types import AwsContext

__all__ = ["get_remaining_seconds"]


def get_remaining_seconds(context: AwsContext) -> float | None:
    """Return how long the function may still run, None where nobody says."""
    get_remaining = getattr(context, "get_remaining_time_in_millis", None)
    if get_remaining is None:
        return None
    left = get_remaining()
    # Tests hand over contexts that return other mocks.
    return left / 1000 if isinstance(left, int | float) else None
