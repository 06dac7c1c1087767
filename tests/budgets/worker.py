"""Measures one app in a fresh interpreter: `python -S worker.py`.

JSON on standard input says what is measured, see `measuring`. The app comes as steps:
the first lines of the answer are the modules that each of them loads, as during INIT.
Each line after them is the answer to one event, the modules that this first invocation
still loads, and the calls of a later one. The events don't know of each other: each has
a fork of its own.

Nothing is imported that AWS's runtime client has not imported.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import sys
from time import monotonic
from types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

# How often an event is handled before it counts: settings are read, caches are full.
WARM_UP = 20

# Frames that only Python 3.11 has; later on they are part of the function.
COMPREHENSIONS = frozenset({"<dictcomp>", "<listcomp>", "<setcomp>"})

OURS = frozenset({"pyverless", "app", "__main__"})


class Context:
    """The context object of an invocation."""

    function_name = "budgets"
    function_version = "$LATEST"
    invoked_function_arn = "arn:aws:lambda:eu-west-1:123456789012:function:budgets"
    memory_limit_in_mb = "512"
    aws_request_id = "5b0f7c4e-3a52-4b1e-9c52-0c7f7c1d2e3f"
    log_group_name = "/aws/lambda/budgets"
    log_stream_name = "2026/11/21/[$LATEST]0123456789abcdef0123456789abcdef"
    tenant_id = None
    identity = None
    client_context = None

    def __init__(self) -> None:
        self.deadline = monotonic() + 600

    def get_remaining_time_in_millis(self) -> int:
        return round((self.deadline - monotonic()) * 1000)


class Recorder:
    """Has the interpreter say which Python functions are called, and by which.

    A third party's functions don't count, nor does what they call of the standard
    library; what they call of ours does, as if our caller had called it.
    """

    def __init__(self, third_parties: list[str]) -> None:
        self.third_parties = third_parties
        #: A call is its name and the list of the calls that it makes.
        self.calls: list[Any] = []
        self._stack: list[tuple[list[Any], bool]] = [(self.calls, True)]

    def run(self, handler: Any, event: Any, context: Context) -> None:
        sys.setprofile(self._notice)
        handler(event, context)
        sys.setprofile(None)

    def _notice(self, frame: FrameType, what: str, _: Any) -> None:
        if what == "call":
            self._stack.append(self._enter(frame, *self._stack[-1]))
        elif what == "return" and len(self._stack) > 1:
            self._stack.pop()

    def _enter(
        self, frame: FrameType, calls: list[Any], counts: bool
    ) -> tuple[list[Any], bool]:
        code, module = frame.f_code, str(frame.f_globals.get("__name__"))
        package = module.partition(".")[0]
        if code.co_name in COMPREHENSIONS:
            return calls, counts
        if package in self.third_parties or not (counts or package in OURS):
            return calls, False
        own: list[Any] = []
        calls.append([f"{module}:{code.co_qualname}", own])
        return own, True


def handle_event(handler: Any, text: str, third_parties: list[str]) -> dict[str, Any]:
    """Handle one event many times; say what the first and the last one took."""
    context = Context()
    before = {*sys.modules}
    answer = handler(json.loads(text), context)
    late = get_loaded(before)
    for _ in range(WARM_UP):
        handler(json.loads(text), context)
    # A collection would call what is to be told of it.
    import gc

    gc.disable()
    recorders = [Recorder(third_parties), Recorder(third_parties)]
    for recorder in recorders:
        recorder.run(handler, json.loads(text), context)
    calls, again = (recorder.calls for recorder in recorders)
    if calls != again:
        sys.exit("Two invocations with the same event did not call the same functions.")
    return {"answer": answer, "late": late, "calls": calls}


def get_loaded(before: set[str]) -> list[str]:
    return [name for name in sys.modules if name not in before]


def say(result: Any) -> None:
    sys.stdout.write(json.dumps(result) + "\n")
    sys.stdout.flush()


def main() -> None:
    order = json.loads(sys.stdin.read())
    sys.path[:] = order["path"]
    # The runtime has a handler there.
    logging.getLogger().addHandler(logging.NullHandler())
    for name in order["runtime"]:
        importlib.import_module(name)
    app = sys.modules["app"] = ModuleType("app")
    for step in order["steps"]:
        before = {*sys.modules}
        exec(compile(step, "app", "exec", dont_inherit=True), vars(app))
        say(get_loaded(before))
    for event in order["events"]:
        pid = os.fork()
        if not pid:
            say(handle_event(app.handler, event, order["third_parties"]))
            os._exit(0)
        if os.waitpid(pid, 0)[1]:
            sys.exit(1)


if __name__ == "__main__":
    main()
