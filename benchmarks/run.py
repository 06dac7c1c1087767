"""Compare pyverless with its neighbours: `python benchmarks/run.py`.

Each app in `apps/` answers the same event. README.rst says what is measured and how.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from statistics import median
from threading import Timer

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))

from integration.provisioning import (  # noqa: E402
    ROOT,
    UnavailableError,
    make_environment,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any, TypeVar

    T = TypeVar("T")

#: What an app needs, by the first word of its name.
REQUIREMENTS = {
    "bare": [],
    "minik": ["minik==0.5.8"],
    "powertools": ["aws-lambda-powertools==3.37.0"],
    "pyverless": ["marshmallow==4.4.0", "PyJWT==2.15.1", "cryptography==50.0.2"],
}
REFERENCE = "bare"
APPS = sorted(path.stem for path in (HERE / "apps").glob("*.py"))
EVENT = json.dumps(json.loads((HERE / "event.json").read_text())) + "\n"

#: In seconds: about how long an app is called per round, and when a process is hung.
ROUND = 0.06
TIMEOUT = 60


def kind(app: str) -> str:
    return app.partition("_")[0]


@cache
def interpreter(kind: str) -> str:
    """Return the interpreter of an environment with what this kind of app needs."""
    python = Path(sys.executable)
    try:
        made = make_environment(f"benchmark-{kind}", python, REQUIREMENTS[kind])
    except UnavailableError as exc:
        raise SystemExit(str(exc)) from None
    return str(made)


def command(mode: str, app: str) -> list[str]:
    return [interpreter(kind(app)), str(HERE / "worker.py"), mode, app]


def env(app: str) -> dict[str, str]:
    path = str(ROOT) if kind(app) == "pyverless" else ""
    return {"PATH": os.defpath, "PYTHONPATH": path}


def run_cold(app: str) -> dict[str, Any]:
    done = subprocess.run(
        command("cold", app),
        env=env(app),
        input=EVENT,
        stdout=subprocess.PIPE,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{app} could not be run: its error is above.")
    result: dict[str, Any] = json.loads(done.stdout)
    return result


class Worker:
    """A process that keeps one app warm."""

    def __init__(self, app: str, stack: ExitStack) -> None:
        self.app = app
        self.process = stack.enter_context(
            subprocess.Popen(
                command("warm", app),
                env=env(app),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
        stack.callback(self.process.kill)
        self.write(EVENT)
        self.calls = 200
        # The first calls warm up, the second ones say how many make a round.
        self.measure()
        self.calls = max(50, min(4000, int(ROUND * 1e6 / self.measure())))

    def measure(self) -> float:
        """Return the microseconds per call of one batch."""
        watchdog = Timer(TIMEOUT, self.process.kill)
        watchdog.start()
        try:
            self.write(f"{self.calls}\n")
            line = self.process.stdout.readline()  # type: ignore[union-attr]
        finally:
            watchdog.cancel()
        if not line:
            raise SystemExit(f"{self.app} stopped while it was measured.")
        return float(line)

    def write(self, text: str) -> None:
        pipe = self.process.stdin
        pipe.write(text)  # type: ignore[union-attr]
        pipe.flush()  # type: ignore[union-attr]


def in_turn(
    apps: Sequence[str], rounds: int, measure: Callable[[str], T]
) -> dict[str, list[T]]:
    """Measure each app once per round, beginning with another one in each round."""
    results: dict[str, list[T]] = {app: [] for app in apps}
    for number in range(rounds):
        start = number % len(apps)
        for app in (*apps[start:], *apps[:start]):
            results[app].append(measure(app))
    return results


def check_answers(apps: Iterable[str]) -> None:
    """Stop unless all apps give the reference's answer. Compiles what they import."""
    expected = read_answer(REFERENCE)
    for app in apps:
        if (answer := read_answer(app)) != expected:
            raise SystemExit(f"{app} answers {answer!r}, not {expected!r}.")


def read_answer(app: str) -> tuple[int, Any]:
    answer = run_cold(app)["answer"]
    return answer["statusCode"], json.loads(answer["body"])


def measure(apps: Sequence[str], rounds: int, cold: int) -> dict[str, dict[str, Any]]:
    with ExitStack() as stack:
        workers = {app: Worker(app, stack) for app in apps}
        warm = in_turn(apps, rounds, lambda app: workers[app].measure())
    fresh = in_turn(apps, cold, run_cold)
    return {
        app: {
            "warm_us": median(warm[app]),
            "warm_us_rounds": warm[app],
            "cold_ms": median(run["ms"] for run in fresh[app]),
            "cold_ms_runs": [run["ms"] for run in fresh[app]],
            "modules": fresh[app][0]["modules"],
            "requirements": REQUIREMENTS[kind(app)],
        }
        for app in apps
    }


def print_table(results: dict[str, dict[str, Any]]) -> None:
    bare = results[REFERENCE]
    titles = ("warm µs", "x bare", "cold ms", "x bare", "modules")
    print(f"{'app':<20}" + "".join(f"{title:>10}" for title in titles))
    for app, result in sorted(results.items(), key=lambda item: item[1]["warm_us"]):
        warm, cold = result["warm_us"], result["cold_ms"]
        print(
            f"{app:<20}{warm:>10.1f}{warm / bare['warm_us']:>10.1f}"
            f"{cold:>10.2f}{cold / bare['cold_ms']:>10.1f}{len(result['modules']):>10}"
        )


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=25, help="of warm calls")
    parser.add_argument("--cold", type=int, default=21, help="fresh processes per app")
    parser.add_argument("--only", nargs="+", choices=APPS, default=APPS, metavar="APP")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures")
    return parser.parse_args()


def main() -> None:
    options = parse_arguments()
    apps = [app for app in APPS if app in {REFERENCE, *options.only}]
    check_answers(apps)
    results = measure(apps, options.rounds, options.cold)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    print(f"{python} on {platform.machine()}, {os.cpu_count()} cores")
    print_table(results)
    if options.json:
        figures = {"python": python, "apps": results}
        options.json.write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
