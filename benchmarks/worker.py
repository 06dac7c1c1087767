"""Runs one app in a process of its own: `worker.py MODE WORKLOAD/APP`.

The first line on standard input is the event. `cold`, `source` (without byte code),
`make` and `memory` answer with one measurement; `warm` answers with the app's answer,
and each further line, a number of calls, with the microseconds per call. `count` makes
calls for whoever counts from outside, and answers with the app's answer.
All times are processor time: what else runs on the machine is not in them.
"""

from __future__ import annotations

# What AWS's runtime client has imported before it imports a handler, which is why it
# isn't counted. Nothing else: pathlib, say, would hide what urllib.parse costs an app.
import contextlib  # noqa: F401
import decimal  # noqa: F401
import enum  # noqa: F401
import functools  # noqa: F401
import gc
import importlib
import json
import logging
import os
import re  # noqa: F401
import sys
import traceback  # noqa: F401
from time import process_time, time

# How many events are parsed at a time: about 100 KB, as far as they are small.
BATCH, CHARACTERS = 50, 100_000
# How many calls come before the memory is read, and before instructions are counted.
MEMORY_CALLS, UNCOUNTED_CALLS = 1000, 20

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Context:
    """The context object of Lambda's Python runtime."""

    function_name = "benchmark"
    function_version = "$LATEST"
    invoked_function_arn = "arn:aws:lambda:eu-west-1:123456789012:function:benchmark"
    memory_limit_in_mb = "512"
    aws_request_id = "5b0f7c4e-3a52-4b1e-9c52-0c7f7c1d2e3f"
    log_group_name = "/aws/lambda/benchmark"
    log_stream_name = "2026/11/21/[$LATEST]0123456789abcdef0123456789abcdef"
    tenant_id = None
    identity = None
    client_context = None

    def __init__(self) -> None:
        self.deadline = int(time() * 1000) + 900_000

    def get_remaining_time_in_millis(self) -> int:
        # Not a fixed number: an app may ask for every record, and this takes time.
        return max(self.deadline - round(time() * 1000), 0)


def measure_cold(name: str, text: str) -> dict[str, Any]:
    """Return what importing the app and answering its first event costs."""
    event = json.loads(text)
    before = set(sys.modules)
    started = process_time()
    handler = importlib.import_module(name).handler
    imported = process_time()
    answer = handler(event, Context())
    stopped = process_time()
    return {
        "ms": (stopped - started) * 1e3,
        "import_ms": (imported - started) * 1e3,
        "call_ms": (stopped - imported) * 1e3,
        "modules": sorted({*sys.modules} - before - {name}),
        "answer": answer,
    }


def measure_source(name: str, text: str) -> dict[str, Any]:
    """Return what a cold start costs where only the standard library is compiled."""
    # Not above: an app that imports this in a cold start should pay for it.
    from importlib.machinery import SourceFileLoader

    get_stats = SourceFileLoader.path_stats
    library = os.path.join(os.path.dirname(os.__file__), "")

    def path_stats(self: Any, path: str) -> Any:
        # An import that can't compare a file with its byte code compiles it.
        if path.startswith(library):
            return get_stats(self, path)
        raise OSError

    SourceFileLoader.path_stats = path_stats  # type: ignore[method-assign]
    return measure_cold(name, text)


def measure_memory(name: str, text: str) -> dict[str, Any]:
    """Return the resident MB of the process after many calls."""
    handler = importlib.import_module(name).handler
    answer = call(handler, text, MEMORY_CALLS)
    with open("/proc/self/status") as file:
        (line,) = (line for line in file if line.startswith("VmRSS:"))
    return {"memory_mb": int(line.split()[1]) / 1024, "answer": answer}


def count(name: str, text: str) -> None:
    """Warm the app up, parse as many events as told, and call it with some of them.

    Where all events are parsed and some are used, the parsing can be subtracted.
    """
    handler = importlib.import_module(name).handler
    calls, parsed = map(int, sys.stdin.readline().split())
    print(json.dumps(call(handler, text, UNCOUNTED_CALLS)))
    context, events = Context(), [json.loads(text) for _ in range(parsed)]
    gc.collect()
    for event in events[:calls]:
        handler(event, context)


def call(handler: Any, text: str, calls: int) -> Any:
    """Call an app with freshly parsed events, and return its last answer."""
    context, answer = Context(), None
    for _ in range(calls):
        answer = handler(json.loads(text), context)
    return answer


def measure_making(name: str, text: str) -> dict[str, Any]:
    """Return what making an app with many routes costs, and its first answer.

    A small app comes first: what is imported and compiled once is not in it.
    """
    count = int(os.environ["ROUTES"])
    os.environ["ROUTES"] = "1"
    app = importlib.import_module(name)
    app.handler(json.loads(text.replace(f"/r{count // 2}/", "/r0/")), Context())
    event = json.loads(text)
    started = process_time()
    handler = app.make_handler(count)
    made = process_time()
    answer = handler(event, Context())
    stopped = process_time()
    return {
        "route_us": (made - started) / count * 1e6,
        "first_ms": (stopped - made) * 1e3,
        "answer": answer,
    }


def measure_warm(handler: Any, text: str, calls: int) -> float:
    """Return the microseconds per call; each call gets an event of its own.

    Few events wait at a time, because the runtime calls a handler with what it has just
    parsed: thousands would have left the processor's caches, and finding them again
    would be most of what is measured.
    """
    context, seconds = Context(), 0.0
    batch = max(1, min(BATCH, calls, CHARACTERS // len(text)))
    gc.collect()
    for _ in range(calls // batch):
        events = [json.loads(text) for _ in range(batch)]
        started = process_time()
        for event in events:
            handler(event, context)
        seconds += process_time() - started
    return seconds / (calls // batch * batch) * 1e6


def serve(name: str, text: str) -> None:
    """Answer the event once, and then say how long that takes, for each line read."""
    handler = importlib.import_module(name).handler
    print(json.dumps(handler(json.loads(text), Context())), flush=True)
    for line in sys.stdin:
        print(measure_warm(handler, text, int(line)), flush=True)


ONE_MEASUREMENT = {
    "cold": measure_cold,
    "source": measure_source,
    "make": measure_making,
    "memory": measure_memory,
}


def main(mode: str, app: str) -> None:
    # The runtime has a handler there. What it writes is no work of the app.
    logging.getLogger().addHandler(logging.NullHandler())
    folder, _, name = app.partition("/")
    sys.path[0] += f"/apps/{folder}"
    text = sys.stdin.readline()
    if mode in ONE_MEASUREMENT:
        print(json.dumps(ONE_MEASUREMENT[mode](name, text)))
    else:
        (serve if mode == "warm" else count)(name, text)


if __name__ == "__main__":
    main(*sys.argv[1:])
