"""Coroutines, run to their end for callers that are not asynchronous themselves.

Only what is asynchronous needs this module. Each thread keeps one loop from invocation
to invocation, so that clients keep their connections.
"""

from __future__ import annotations

from os import getpid
from threading import local
from weakref import finalize

from pyverless.logs import request_logger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, Task
    from collections.abc import Awaitable
    from concurrent.futures import ThreadPoolExecutor
    from typing import Any, TypeVar

    T = TypeVar("T")

__all__ = ["run"]

# What is cancelled may clean up first; more seconds than this nobody waits for it.
_PATIENCE = 1.0
# A task that ends may start another one. What still does so then is left alone.
_ROUNDS = 3

_of_thread = local()


def run(awaitable: Awaitable[T]) -> T:
    """Return what `awaitable` comes to, or raise what it raises.

    It runs on the loop of this thread and sees the context variables of the caller;
    those that it sets are its own. Where a loop is running in this thread already, a
    helper thread does it: no task of that loop can go on meanwhile.

    What it has left unfinished is cancelled, so that nothing of one caller runs during
    the call of the next, and a warning in the log says what it was. Only generators
    that it has left are closed in peace. Raises RuntimeError when it was cancelled from
    within.
    """
    place = _get_place()
    if _is_in_loop():
        return place.run_elsewhere(awaitable)
    return place.run(awaitable)


def _is_in_loop() -> bool:
    from asyncio import get_running_loop

    try:
        get_running_loop()
    except RuntimeError:
        return False
    return True


def _get_place() -> _Place:
    place: _Place | None = getattr(_of_thread, "place", None)
    if place is None or place.pid != getpid():
        # A forked process must neither use nor end what is its parent's.
        place = _of_thread.place = _Place()
    return place


class _Place:
    """What a thread keeps from call to call: a loop and a helper, made when needed."""

    def __init__(self) -> None:
        self.pid = getpid()
        self.loop: AbstractEventLoop | None = None
        self.task: Task[Any] | None = None
        self.helper: tuple[ThreadPoolExecutor, _Place] | None = None

    def run(self, awaitable: Awaitable[T]) -> T:
        """Run `awaitable` to its end on the loop of this thread."""
        from asyncio import CancelledError

        loop = self.get_loop()
        errors: list[Exception] = []
        self.task = task = loop.create_task(_wait_for(awaitable, errors))
        try:
            result: Any = loop.run_until_complete(task)
        except CancelledError as exc:
            # Nobody outside of the loop expects this BaseException.
            raise RuntimeError("A coroutine was cancelled from within.") from exc
        finally:
            self.task = None
            _settle(loop, task)
        if errors:
            raise errors.pop()
        return result  # type: ignore[no-any-return]

    def run_elsewhere(self, awaitable: Awaitable[T]) -> T:
        """Let the helper run `awaitable`, in a copy of this thread's context."""
        from contextvars import copy_context

        executor, place = self.get_helper()
        try:
            return executor.submit(copy_context().run, run, awaitable).result()
        finally:
            task = place.task
            if task is not None:  # Ctrl-C: nobody waits for it any more
                self.helper = None
                task.get_loop().call_soon_threadsafe(task.cancel)

    def get_loop(self) -> AbstractEventLoop:
        """Return the loop of this place, which is closed when the thread ends."""
        if self.loop is None or self.loop.is_closed():
            self.loop = _make_loop()
            finalize(self, _close, self.loop, self.pid)
        return self.loop

    def get_helper(self) -> tuple[ThreadPoolExecutor, _Place]:
        """Return an executor of one thread, which ends with this one; and its place."""
        if self.helper is None:
            from concurrent.futures import ThreadPoolExecutor

            executor = ThreadPoolExecutor(1, "pyverless-coroutines")
            self.helper = executor, executor.submit(_get_place).result()
        return self.helper


async def _wait_for(awaitable: Awaitable[T], errors: list[Exception]) -> T | None:
    # A task that keeps an exception makes a cycle of it: what the failed coroutine had
    # open would stay so until the garbage is collected.
    try:
        return await awaitable
    except Exception as exc:  # noqa: BLE001 - run() raises it again
        errors.append(exc)
        return None


def _make_loop() -> AbstractEventLoop:
    import asyncio
    import selectors

    # What epoll and kqueue know is shared with forked processes: one that closes its
    # copy of a loop would make its parent's deaf. Where there is no poll, there is no
    # fork either.
    if hasattr(selectors, "PollSelector"):
        return asyncio.SelectorEventLoop(selectors.PollSelector())
    return asyncio.new_event_loop()


def _close(loop: AbstractEventLoop, pid: int) -> None:
    if loop.is_closed() or loop.is_running():
        return
    if pid == getpid() and not _is_in_loop():
        loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()


# What a coroutine leaves behind


def _settle(loop: AbstractEventLoop, done: Task[Any]) -> None:
    from asyncio import all_tasks

    seen: set[Task[Any]] = set()
    for _ in range(_ROUNDS):
        left = all_tasks(loop) - seen
        if not left:
            return
        loop.run_until_complete(_end(left, done))
        seen |= left


async def _end(left: set[Task[Any]], done: Task[Any]) -> None:
    from asyncio import wait

    # The loop itself closes generators that were dropped before they ended.
    closing = {task for task in left if _is_closing(task)}
    if closing:
        await wait(closing)
    left = {task for task in left if not task.done()}
    _warn(left - {done})
    for task in left:
        task.cancel()
    if left:
        await wait(left, timeout=_PATIENCE)


def _is_closing(task: Task[Any]) -> bool:
    return type(task.get_coro()).__name__ == "async_generator_athrow"


def _warn(left: set[Task[Any]]) -> None:
    if left:
        names = sorted(getattr(t.get_coro(), "__qualname__", "?") for t in left)
        request_logger.warning(
            "%d unfinished task(s) cancelled, because nothing may run on after the "
            "answer: %s. Await them, in an asyncio.TaskGroup for example.",
            len(left),
            ", ".join(names),
        )
