"""Measures the kinds of handlers, each app in a fresh interpreter."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

import pyverless

from .kinds import ENVIRONMENT, KINDS, THIRD_PARTIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

__all__ = ["HERE", "RUNTIME", "Measurement", "is_ours", "load", "measure"]

HERE = Path(__file__).parent
#: What the modules of the package are found in.
ROOT = Path(pyverless.__file__).parent.parent

#: What AWS's runtime client has imported before it imports a handler. With what these
#: import themselves, it is all of it; `test_runtime` asks the real one.
RUNTIME = (
    "__future__",
    "decimal",
    "enum",
    "importlib.util",
    "json",
    "logging",
    "math",
    "runpy",
    "site",
    "time",
    "traceback",
)


class Measurement(NamedTuple):
    """What one kind of handler takes."""

    #: What the app loads during INIT.
    init: list[str]
    #: What is loaded no earlier than by the first invocation.
    late: list[str]
    #: The calls of a warm invocation: each is a name and the calls that it makes.
    calls: list[Any]
    #: The packages that the app brings.
    third_parties: tuple[str, ...]

    @property
    def modules(self) -> list[str]:
        """The modules that count, in alphabetical order.

        Of an app that brings third parties, only ours: it is up to them which modules
        of the standard library they load.
        """
        loaded = sorted([*self.init, *self.late])
        return [n for n in loaded if is_ours(n)] if self.third_parties else loaded


@cache
def measure(name: str) -> Measurement:
    """Return what the kind of this name takes, measured once."""
    return _measure_app(KINDS[name].app)[name]


def load(*steps: str, **environment: str) -> list[set[str]]:
    """Return the modules that each step of a program loads after those before it."""
    lines = _call_worker([dedent(step) for step in steps], environment=environment)
    return [set(names) for names in lines]


def is_ours(module: str) -> bool:
    return module.partition(".")[0] == "pyverless"


@cache
def _measure_app(app: str) -> dict[str, Measurement]:
    kinds = {name: kind for name, kind in KINDS.items() if kind.app == app}
    third_parties = THIRD_PARTIES.get(app, ())
    init, *said = _call_worker(
        [(HERE / "apps" / f"{app}.py").read_text()],
        events=[json.dumps(kind.event) for kind in kinds.values()],
        third_parties=third_parties,
        environment=ENVIRONMENT.get(app, {}),
    )
    measured = {}
    for (name, kind), one in zip(kinds.items(), said, strict=True):
        answer = one["answer"]
        status = answer.get("statusCode") if isinstance(answer, dict) else None
        assert status == kind.status, f"{name} was answered {answer}"
        parts = (init, one["late"], one["calls"], third_parties)
        measured[name] = Measurement(*parts)
    return measured


def _call_worker(
    steps: Sequence[str],
    *,
    events: Sequence[str] = (),
    third_parties: Sequence[str] = (),
    environment: Mapping[str, str],
) -> list[Any]:
    """Return what the worker says, line by line; the environment has nothing of ours.

    -S: the hooks of site-packages, of coverage say, would load much themselves.
    """
    order = {
        "path": [str(ROOT), *sys.path],
        "runtime": RUNTIME,
        "steps": steps,
        "events": events,
        "third_parties": third_parties,
    }
    done = subprocess.run(
        [sys.executable, "-S", str(HERE / "worker.py")],
        input=json.dumps(order),
        capture_output=True,
        text=True,
        check=False,
        # Sets have the same order everywhere.
        env={"PYTHONHASHSEED": "0", **environment},
    )
    assert done.returncode == 0, f"This failed:\n{steps[0]}\n{done.stderr}"
    return [json.loads(line) for line in done.stdout.splitlines()]
