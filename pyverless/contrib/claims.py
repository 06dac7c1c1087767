"""Claims of idempotency stores whose units of work know how to undo what they did."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

__all__ = ["Claim", "find_claim"]


class Claim:
    """A key of a store that a unit of work has taken; a subclass can give it back."""

    def __init__(self, store: Any, key: str) -> None:
        self.store = store
        self.key = key


def find_claim(undo: Sequence[Callable[[], object]], store: Any, key: str) -> Any:
    """Return the claim of a key, whose `give_back()` is one of the steps of `undo`.

    Raises RuntimeError where there is none.
    """
    for step in reversed(undo):
        claim = getattr(step, "__self__", None)
        if isinstance(claim, Claim) and (claim.store, claim.key) == (store, key):
            return claim
    raise RuntimeError("The key is not claimed in this unit of work. Call claim().")
