"""What runs in processes of its own: `python -m tests.stores.workers`.

A worker reads tasks from its input, each a line of JSON: a name and keywords. It writes
a line when it is ready or has come to a certain point, and goes on when it is given
another one. The last line of a task is its result.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter

from pyverless.test import Client
from tests.stores.handlers import Transfer, get_function

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["main"]

ROUTE = "/{id}"
#: In seconds, for each refusal in a row.
BACKOFF = 0.05


def increment(
    retrieve: str, update: str, model: str, id: str, times: int
) -> dict[int, int]:
    """Count up with If-Match, from what was read; return how often each status came."""
    reader = Client(get_function(retrieve, model), route=ROUTE)
    writer = Client(get_function(update, model), route=ROUTE)

    def attempt() -> int:
        found = reader.get(f"/{id}")
        if found.status_code != 200:
            return found.status_code
        body = {"value": found.json()["value"] + 1}
        headers = {"If-Match": found.headers["ETag"]}
        return writer.patch(f"/{id}", json=body, headers=headers).status_code

    return repeat(attempt, times)


def add(update: str, model: str, id: str, times: int) -> dict[int, int]:
    """Count up without having read; return how often each status came."""
    writer = Client(get_function(update, model), route=ROUTE)

    def attempt() -> int:
        return writer.patch(f"/{id}", json={"by": 1}).status_code

    return repeat(attempt, times)


def repeat(attempt: Callable[[], int], times: int) -> dict[int, int]:
    """Attempt something until it has succeeded so often; return all answers."""
    answers: Counter[int] = Counter()
    refusals = 0
    say("ready")
    while answers[200] < times:
        status = attempt()
        answers[status] += 1
        refusals = 0 if status == 200 else refusals + 1
        # As clients should: otherwise hardly anything else than refusals comes.
        time.sleep(random.uniform(0, BACKOFF * refusals))
    return answers


def die(model: str, moment: str) -> None:
    """Transfer 10 from `a` to `b`, and be killed at a moment of it."""
    MOMENTS[moment]()
    client = Client(get_function("Transfer", model), route=ROUTE)
    client.patch("/a", json={"amount": 10, "to": "b"}, headers={"If-Match": "*"})


def meet(model: str, giver: str, taker: str) -> int:
    """Transfer 10, with a stop in between; return the status."""
    Transfer.pause = staticmethod(lambda: say("half"))
    client = Client(get_function("Transfer", model), route=ROUTE)
    body = {"amount": 10, "to": taker}
    return client.patch(f"/{giver}", json=body).status_code


# The moments at which a worker may be killed


def kill_between() -> None:
    Transfer.pause = staticmethod(kill)


def kill_before_commit() -> None:
    from sqlalchemy import event
    from sqlalchemy.orm import Session

    event.listen(Session, "before_commit", kill)


def kill_after_commit() -> None:
    from sqlalchemy import event
    from sqlalchemy.orm import Session

    event.listen(Session, "after_commit", kill)


def kill_before_request() -> None:
    listen_to_requests("before-send")


def kill_after_request() -> None:
    listen_to_requests("response-received")


def listen_to_requests(moment: str) -> None:
    from tests.stores.dynamo import Account

    events = Account._get_connection().connection.client.meta.events
    events.register(f"{moment}.dynamodb.TransactWriteItems", kill)


def kill(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


MOMENTS = {
    "between the writes": kill_between,
    "before the commit": kill_before_commit,
    "after the commit": kill_after_commit,
    "before the request": kill_before_request,
    "after the request": kill_after_request,
}

TASKS = {task.__name__: task for task in (add, die, increment, meet)}


def say(value: Any) -> None:
    """Write a line, and wait for one."""
    print(json.dumps(value), flush=True)  # noqa: T201
    input()


def main() -> None:
    """Do one task after the other, until there are no more."""
    for line in iter(sys.stdin.readline, ""):
        name, keywords = json.loads(line)
        print(json.dumps(TASKS[name](**keywords)), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
