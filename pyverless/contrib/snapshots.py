"""SnapStart: what to do before a snapshot of the function is taken, and after.

Lambda takes one after INIT and starts instances from it. A connection does not survive
that: it would be one that several instances share, or that the other side has closed.
https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-python.html
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["on_snapshot"]


def on_snapshot(*, before: Callable[[], object], after: Callable[[], object]) -> None:
    """Register hooks with AWS's runtime, which has a package for that.

    Where `snapshot_restore_py` is missing, nothing takes snapshots either. Call it
    during INIT, once: hooks stay registered.
    """
    try:
        import snapshot_restore_py as hooks  # type: ignore[import-untyped]
    except ImportError:
        return
    hooks.register_before_snapshot(before)
    hooks.register_after_restore(after)
