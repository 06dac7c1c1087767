"""How many instructions a warm call executes, counted by valgrind.

A busy machine changes nothing in these figures, so all its cores may count at once.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

from processes import (
    check_answer,
    compile_apps,
    get_command,
    get_environment,
)
from workloads import REFERENCE

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from rounds import Results
    from workloads import Case, Question

__all__ = ["get_valgrind", "measure_instructions"]

#: How many calls are counted, by the folder of the apps, and elsewhere.
CALLS = {"list": 20}
DEFAULT_CALLS = 100
#: In seconds; valgrind makes a process about twenty times slower.
TIMEOUT = 300

# Only instructions, no caches: this is the quickest that valgrind has.
COUNT = ("--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null")
TOTAL = re.compile(r"I +refs: +([\d,]+)")


def get_valgrind() -> str | None:
    """Return the path of valgrind, None where there is none."""
    return shutil.which("valgrind")


def measure_instructions(
    case: Case,
    apps: Sequence[str],
    options: argparse.Namespace,  # noqa: ARG001 - as every part has it
) -> Results:
    """Return the instructions of one call, without the parsing of its event.

    Nothing is returned where valgrind is missing.
    """
    if get_valgrind() is None:
        print("Instructions are not counted, because there is no valgrind here.")
        return {}
    compile_apps(apps, case.question)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        counted = pool.map(lambda app: count_per_call(app, case.question), apps)
    counts = dict(zip(apps, counted, strict=True))
    return {
        app: {"instructions": count, "instructions_ratio": count / counts[REFERENCE]}
        for app, count in counts.items()
    }


def count_per_call(app: str, question: Question) -> float:
    """Return the instructions per call: those of twice the calls, less those of once.

    What remains is only what the calls execute; all else is in both processes.
    """
    calls = CALLS.get(question.folder, DEFAULT_CALLS)
    once, twice = (count(app, question, n, 2 * calls) for n in (calls, 2 * calls))
    return (twice - once) / calls


def count(app: str, question: Question, calls: int, parsed: int) -> int:
    """Return the instructions of a process that makes so many calls, after a few."""
    done = subprocess.run(
        [str(get_valgrind()), *COUNT, *get_command("count", app, question)],
        env={**get_environment(app, question), "PYTHONHASHSEED": "0"},
        input=f"{question.event}\n{calls} {parsed}\n",
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )
    total = TOTAL.search(done.stderr)
    if done.returncode or total is None:
        raise SystemExit(f"{app} does not run under valgrind:\n{done.stderr}")
    check_answer(app, question, json.loads(done.stdout))
    return int(total[1].replace(",", ""))
