"""Runs one app in a process of its own, for `run.py`: `worker.py cold|warm NAME`.

The first line on standard input is the event. `cold` answers with one measurement;
`warm` answers each further line, a number of calls, with the microseconds per call.
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
import logging  # noqa: F401
import re  # noqa: F401
import sys
import traceback  # noqa: F401
from time import perf_counter

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

    def get_remaining_time_in_millis(self) -> int:
        return 3000


def measure_cold(name: str, event: Any) -> dict[str, Any]:
    """Return what importing the app and answering its first event costs."""
    before = set(sys.modules)
    started = perf_counter()
    answer = importlib.import_module(name).handler(event, Context())
    seconds = perf_counter() - started
    modules = sorted({*sys.modules} - before - {name})
    return {"ms": seconds * 1e3, "modules": modules, "answer": answer}


def measure_warm(handler: Any, text: str, calls: int) -> float:
    """Return the microseconds per call; each call gets an event of its own."""
    context = Context()
    events = [json.loads(text) for _ in range(calls)]
    gc.collect()
    gc.freeze()  # thousands of waiting events would make each collection slower
    started = perf_counter()
    for event in events:
        handler(event, context)
    seconds = perf_counter() - started
    gc.unfreeze()
    return seconds / calls * 1e6


def main(mode: str, name: str) -> None:
    sys.path[0] += "/apps"
    text = sys.stdin.readline()
    if mode == "cold":
        print(json.dumps(measure_cold(name, json.loads(text))))
        return
    handler = importlib.import_module(name).handler
    for line in sys.stdin:
        print(measure_warm(handler, text, int(line)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
