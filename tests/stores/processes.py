"""Starting workers, and talking with them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from threading import Timer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Self

__all__ = ["Worker", "run_together"]

#: In seconds: nothing here takes as long, unless it hangs.
PATIENCE = 120


class Worker:
    """A process that does tasks of `workers`, for as long as the `with` block."""

    def __init__(self, environment: dict[str, str]) -> None:
        # What is shown here is not lines: to be measured would only slow it down.
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("AWS_", "COVERAGE_", "PYVERLESS_"))
        }
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "tests.stores.workers"],
            env={**inherited, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._timer = Timer(PATIENCE, self.process.kill)
        self._timer.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.process.kill()
        self.process.communicate()
        self._timer.cancel()

    def begin(self, task: str, **keywords: Any) -> None:
        """Give it a task."""
        self.tell([task, keywords])

    def tell(self, value: Any = None) -> None:
        """Give it the line that it waits for."""
        self.process.stdin.write(json.dumps(value) + "\n")
        self.process.stdin.flush()

    def hear(self) -> Any:
        """Return what it says next; an error where it has ended instead."""
        line = self.process.stdout.readline()
        assert line, f"The worker ended with {self.process.wait()}"
        return json.loads(line)


def run_together(workers: Sequence[Worker], task: str, **keywords: Any) -> list[Any]:
    """Let workers do a task at once, when all are ready, and return their results."""
    for worker in workers:
        worker.begin(task, **keywords)
    assert {worker.hear() for worker in workers} == {"ready"}
    for worker in workers:
        worker.tell()
    return [worker.hear() for worker in workers]
