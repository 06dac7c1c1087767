"""SnapStart: what to do before a snapshot of the function is taken, and after.

Lambda takes one when a version is published, after INIT, and starts instances from it,
days later perhaps. Connections do not survive that, and whatever was random is the same
in all of them. What is slow and the same for all belongs before the snapshot.
https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-python.html

Everything here does nothing where Lambda takes no snapshot.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

from pyverless.logs import environment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    Hook = TypeVar("Hook", bound=Callable[[], Any])

__all__ = ["after_restore", "before_snapshot", "is_enabled"]

# What modules import late, by the module that does it: a plain handler should not pay
# for that in every cold start, but a snapshot is taken once.
_WANTED_LATER = {
    "pyverless.crypto.password_validation": (
        "pyverless.crypto.guessing",
        "unicodedata",
    ),
    "pyverless.crypto.tokens": ("secrets",),
    "pyverless.events.s3": ("boto3", "shutil"),
    "pyverless.events.sns": ("datetime",),
    "pyverless.events.sqs": ("base64", "datetime", "decimal"),
    "pyverless.handlers.asynchronous": ("asyncio", "concurrent.futures.thread"),
    "pyverless.handlers.functions": ("pyverless.handlers.answers", "pyverless.warmup"),
    "pyverless.handlers.generic": ("pyverless.handlers.request_keys", "urllib.parse"),
    "pyverless.handlers.lists": ("pyverless.filters", "pyverless.lists"),
    "pyverless.http.request": (
        "http",
        "multipart",
        "pyverless.http.compression",
        "pyverless.http.cookies",
        "pyverless.http.dates",
        "pyverless.http.forms",
        "pyverless.http.gateways.alb",
        "pyverless.http.gateways.apigateway",
        "pyverless.http.gateways.http_api",
        "pyverless.http.gateways.lattice",
        "pyverless.http.limits",
        "pyverless.http.problems",
        "traceback",
        "urllib.parse",
    ),
    "pyverless.routing.converters": ("datetime", "decimal", "uuid"),
    "pyverless.websockets": ("boto3",),
    "socket": ("encodings.idna",),
    "traceback": ("ast", "tokenize"),
}


# What closes what the other hooks may have opened.
_closing: list[Callable[[], Any]] = []


def is_enabled() -> bool:
    """Return whether Lambda takes a snapshot of this process."""
    return os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start"


def before_snapshot(hook: Hook, *, last: bool = False) -> Hook:
    """Have a function called before the snapshot is taken; `@before_snapshot` works.

    Call it during INIT. What was registered last is called first. With `last` it comes
    after all that were registered without, as what closes connections must. An
    exception means that no version is published.
    """
    if last:
        _closing.append(hook)
    elif is_enabled():
        from snapshot_restore_py import (  # type: ignore[import-untyped]
            register_before_snapshot,
        )

        register_before_snapshot(hook)
    return hook


def after_restore(hook: Hook) -> Hook:
    """Have a function called in each instance, before its first event.

    Call it during INIT, or use it as `@after_restore`. What was registered first is
    called first. Lambda ends an instance whose hooks take longer than ten seconds.
    """
    if is_enabled():
        from snapshot_restore_py import register_after_restore

        register_after_restore(hook)
    return hook


def _finish_snapshot() -> None:
    # Registered when this module is imported, so that it is called last.
    _import_what_is_wanted_later()
    for hook in reversed(_closing):
        hook()


def _import_what_is_wanted_later() -> None:
    for wanted_by in _WANTED_LATER:
        if wanted_by in sys.modules:
            for name in _WANTED_LATER[wanted_by]:
                _import(name)


def _import(name: str) -> None:
    try:
        import_module(name)
    except ModuleNotFoundError as exc:
        if exc.name != name:
            raise
        # What only some functions bring along, as multipart and boto3.


def _start_anew() -> None:
    """Make what must not be the same in all instances of a snapshot."""
    # What asks the system for each number, as `secrets` does, needs nothing.
    if random := sys.modules.get("random"):
        random.seed()
    if ssl := sys.modules.get("ssl"):
        ssl.RAND_add(os.urandom(32), 32.0)
    # A hook may have sent itself an event.
    environment["is_cold"] = True


before_snapshot(_finish_snapshot)
after_restore(_start_anew)
