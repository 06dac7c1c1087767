"""Apps behind AWS's own runtime client and emulator: the first answer, and others."""

from __future__ import annotations

import json
import os
import sys
from contextlib import ExitStack, closing
from functools import cache
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from time import perf_counter

from processes import HERE, check_answer, get_environment, get_kind
from provided import (
    FUNCTION_REQUIREMENTS,
    LambdaRuntime,
    UnavailableError,
    get_emulator,
    make_environment,
)
from rounds import get_ratio, in_turn, percentile
from sizes import get_site_packages
from workloads import REFERENCE

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from rounds import Results
    from workloads import Case, Question

__all__ = ["measure_runtime"]

#: How many calls of one app follow each other in a round.
CALLS = 100
INVOCATIONS = "/2015-03-31/functions/function/invocations"


def measure_runtime(
    case: Case, apps: Sequence[str], options: argparse.Namespace
) -> Results:
    """Return the times until answers arrive; nothing where there is no emulator."""
    question = case.question
    try:
        get_emulator()
        get_runtime()
    except UnavailableError as exc:
        print(f"AWS's runtime client is left out: {exc}")
        return {}
    for app in apps:
        start(app, question)  # uncounted, so that byte code and files are there
    starts = in_turn(apps, options.cold, lambda app: start(app, question))
    calls = call_in_turn(question, apps, options.rounds)
    return {
        app: {
            "response_ms": median(starts[app]),
            "response_ratio": get_ratio(starts[app], starts[REFERENCE]),
            "response_ms_starts": starts[app],
            **describe_calls(calls[app], calls[REFERENCE]),
        }
        for app in apps
    }


@cache
def get_runtime() -> Path:
    """Return the interpreter of an environment with AWS's runtime client alone."""
    (client,) = (pin for pin in FUNCTION_REQUIREMENTS if pin.startswith("awslambdaric"))
    return make_environment("runtime", Path(sys.executable), [client])


def make_function(app: str, question: Question) -> LambdaRuntime:
    """Return the function; its packages come first on the path, as on AWS."""
    environment = get_environment(app, question)
    path = [str(get_site_packages(get_kind(app))), environment["PYTHONPATH"]]
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, path))
    return LambdaRuntime(
        f"{app}.handler",
        emulator=get_emulator(),
        python=get_runtime(),
        directory=HERE / "apps" / question.folder,
        env=environment,
    )


def start(app: str, question: Question) -> float:
    """Return the milliseconds that a first invocation takes, with the right answer.

    The emulator starts Python when the first event comes in.
    """
    event = json.loads(question.event)
    with make_function(app, question) as function:
        started = perf_counter()
        answer = function.invoke(event)
        seconds = perf_counter() - started
    check_answer(app, question, answer)
    return seconds * 1e3


def call_in_turn(
    question: Question, apps: Sequence[str], rounds: int
) -> dict[str, list[list[float]]]:
    """Return the milliseconds of each call in each round."""
    with ExitStack() as stack:
        connections = {}
        for app in apps:
            function = stack.enter_context(make_function(app, question))
            check_answer(app, question, function.invoke(json.loads(question.event)))
            connection = HTTPConnection(function.address)
            connections[app] = stack.enter_context(closing(connection))
        body = question.event.encode()
        return in_turn(apps, rounds, lambda app: call(connections[app], body))


def call(connection: HTTPConnection, body: bytes) -> list[float]:
    """Return the milliseconds of some calls, one after the other."""
    taken = []
    for _ in range(CALLS):
        started = perf_counter()
        connection.request("POST", INVOCATIONS, body)
        connection.getresponse().read()
        taken.append((perf_counter() - started) * 1e3)
    return taken


def describe_calls(
    rounds: list[list[float]], others: list[list[float]]
) -> dict[str, float]:
    taken = [ms for ms_of_round in rounds for ms in ms_of_round]
    return {
        "p50_ms": median(taken),
        "p50_ratio": get_ratio([*map(median, rounds)], [*map(median, others)]),
        "p99_ms": percentile(taken, 0.99),
        "calls_per_second": len(taken) / sum(taken) * 1e3,
    }
