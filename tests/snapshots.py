"""Functions with SnapStart: a process that treats hooks as Lambda's runtime does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from textwrap import dedent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["run_with_snapshot"]

# As awslambdaric's lambda_runtime_hooks_runner does it, in this order.
_RUNTIME = """
import json, os, stat, sys
import snapshot_restore_py

given = json.load(sys.stdin)

def take_snapshot():
    hooks = snapshot_restore_py.get_before_snapshot()
    while hooks:
        function, arguments, keywords = hooks.pop()
        function(*arguments, **keywords)

def restore():
    for function, arguments, keywords in snapshot_restore_py.get_after_restore():
        function(*arguments, **keywords)

def count_connections():
    found = 0
    for number in range(3, 100):
        try:
            found += stat.S_ISSOCK(os.fstat(number).st_mode)
        except OSError:
            pass
    return found

def say(**facts):
    print(json.dumps(facts))
"""


def run_with_snapshot(code: str, given: Any = None, **environment: str) -> Any:
    """Return what `code` says in a fresh process of which a snapshot is taken.

    It calls `take_snapshot()`, `restore()` and at its end `say()`; `given` is there.
    """
    done = subprocess.run(
        [sys.executable, "-c", f"{_RUNTIME}\n{dedent(code)}"],
        input=json.dumps(given),
        env=os.environ
        | {"AWS_LAMBDA_INITIALIZATION_TYPE": "snap-start"}
        | {"AWS_LAMBDA_FUNCTION_NAME": "test", **environment},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert done.returncode == 0, "The process has said why above."
    return json.loads(done.stdout.splitlines()[-1])
