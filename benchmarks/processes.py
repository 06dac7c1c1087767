"""Apps in processes of their own: which environment each one runs in, and how."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from threading import Timer

from answers import check_answer

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))

from integration.provisioning import (  # noqa: E402
    ROOT,
    UnavailableError,
    make_environment,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import ExitStack
    from typing import Any

    from workloads import Question

__all__ = [
    "HERE",
    "REQUIREMENTS",
    "Worker",
    "check_answer",
    "compile_apps",
    "get_command",
    "get_environment",
    "get_interpreter",
    "get_kind",
    "run_once",
]

#: What each kind of app needs, in an environment of its own so that no kind pays for
#: the packages of another. Versions are pinned.
REQUIREMENTS = {
    "bare": [],
    "chalice": ["chalice==1.34.0"],
    "drf": ["apig-wsgi==2.20.0", "Django==5.2.19", "djangorestframework==3.18.3"],
    "fastapi": [
        "mangum==0.22.0",
        "fastapi==0.165.0",
        "starlette==1.10.0",
        "pydantic==2.14.3",
    ],
    "flask": ["apig-wsgi==2.20.0", "Flask==3.1.3", "Werkzeug==3.1.9"],
    "marshmallow": ["marshmallow==4.4.0"],
    "mangum": ["mangum==0.22.0", "starlette==1.10.0"],
    "minik": ["minik==0.5.8"],
    "powertools": ["aws-lambda-powertools==3.37.0"],
    "powertools_validated": [
        "aws-lambda-powertools[parser]==3.37.0",
        "pydantic==2.14.3",
    ],
    "pyverless": [
        "marshmallow==4.4.0",
        "PyJWT==2.15.1",
        "cryptography==50.0.2",
        "msgspec==0.22.0",
    ],
}

#: In seconds: about how long an app is called per round, and when a process is hung.
ROUND = 0.05
TIMEOUT = 60


def get_kind(app: str) -> str:
    """Return the longest name in REQUIREMENTS that an app's name begins with."""
    kinds = [kind for kind in REQUIREMENTS if f"{app}_".startswith(f"{kind}_")]
    if not kinds:
        raise SystemExit(
            f"The app {app!r} is of no kind in REQUIREMENTS of processes.py. Begin its "
            f"name with one ({', '.join(REQUIREMENTS)}), or add its kind there."
        )
    return max(kinds, key=len)


@cache
def get_interpreter(kind: str) -> str:
    """Return the interpreter of an environment with what this kind of app needs."""
    python = Path(sys.executable)
    try:
        made = make_environment(f"benchmark-{kind}", python, REQUIREMENTS[kind])
    except UnavailableError as exc:
        raise SystemExit(str(exc)) from None
    return str(made)


def get_command(mode: str, app: str, question: Question) -> list[str]:
    where = f"{question.folder}/{app}"
    return [get_interpreter(get_kind(app)), str(HERE / "worker.py"), mode, where]


def get_environment(app: str, question: Question) -> dict[str, str]:
    return {
        "PATH": os.defpath,
        "PYTHONPATH": str(ROOT) if get_kind(app) == "pyverless" else "",
        "ROUTES": str(question.routes),
        "GZIPPED": "1" if question.is_gzipped else "",
    }


def run_once(mode: str, app: str, question: Question) -> dict[str, Any]:
    """Return the one measurement of a fresh process, whose answer was right."""
    done = subprocess.run(
        get_command(mode, app, question),
        env=get_environment(app, question),
        input=question.event + "\n",
        stdout=subprocess.PIPE,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{question.folder}/{app} could not be run: see above.")
    result: dict[str, Any] = json.loads(done.stdout)
    check_answer(app, question, result.pop("answer"))
    return result


def compile_apps(apps: Iterable[str], question: Question) -> None:
    """Run each app once without counting that, so that all have their byte code."""
    for app in apps:
        run_once("cold", app, question)


class Worker:
    """A process that keeps one app warm."""

    def __init__(self, app: str, question: Question, stack: ExitStack) -> None:
        self.name = f"{question.folder}/{app}"
        self.process = stack.enter_context(
            subprocess.Popen(
                get_command("warm", app, question),
                env=get_environment(app, question),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
        stack.callback(self.process.kill)
        check_answer(app, question, json.loads(self.ask(question.event)))
        self.records = question.records
        self.calls = max(1, 200 // self.records)
        # The first calls warm up, the second ones say how many make a round.
        self.measure()
        calls = min(2500, int(ROUND * 1e6 / (self.measure() * self.records)))
        self.calls = max(1, 50 // self.records, calls)

    def measure(self) -> float:
        """Return the microseconds per call, or per record, of one round."""
        return float(self.ask(str(self.calls))) / self.records

    def ask(self, line: str) -> str:
        """Return the line that the process answers a line with."""
        watchdog = Timer(TIMEOUT, self.process.kill)
        watchdog.start()
        try:
            pipe = self.process.stdin
            pipe.write(f"{line}\n")  # type: ignore[union-attr]
            pipe.flush()  # type: ignore[union-attr]
            answer = self.process.stdout.readline()  # type: ignore[union-attr]
        finally:
            watchdog.cancel()
        if not answer:
            raise SystemExit(f"{self.name} stopped while it was measured.")
        return answer
