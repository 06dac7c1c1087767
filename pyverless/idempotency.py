"""Doing things once: what is remembered of what was done, and under which keys.

An idempotency store has three methods: see `pyverless.types.IdempotencyStore`. Those of
`pyverless.contrib.sqlalchemy`, `pynamodb` and `memory` are classes of yours that have
the `IdempotencyMixin` of the package. Handlers of records and CreateHandler ask it.
"""

from __future__ import annotations

import json

from pyverless.crypto.durations import as_seconds
from pyverless.exceptions import ConflictError, ImproperlyConfigured

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["Entry", "check_store", "get_conflict", "get_hash"]

_METHODS = ("atomic", "claim", "complete")


class Entry:
    """What a store remembers of something that was done.

    `expires` is when it may be forgotten, in seconds since 1970. `fingerprint` tells
    whether the same was asked for, `answer` is what was answered; both are text that
    only who has written it can read.
    """

    __slots__ = ("answer", "expires", "fingerprint")

    def __init__(
        self, *, expires: int, fingerprint: str = "", answer: str | None = None
    ) -> None:
        self.expires = expires
        self.fingerprint = fingerprint
        self.answer = answer

    def __repr__(self) -> str:
        # Without the answer, which is for one caller.
        return f"<Entry until {self.expires}>"


def get_hash(*parts: str | None) -> str:
    """Return what stands for some texts: 64 characters, whatever is in them.

    Other parts give another hash, also where the same letters are divided otherwise.
    """
    # Here, because importing this module must not cost handlers that have no store.
    from hashlib import sha256

    return sha256(json.dumps(parts).encode()).hexdigest()


def get_conflict() -> ConflictError:
    """Return what stores raise while somebody else does what was claimed."""
    return ConflictError(
        "This is being done already. Try again in a moment.",
        code="in_progress",
        headers={"Retry-After": "1"},
    )


def check_store(store: Any, ttl: Any, name: str) -> None:
    """Raise ImproperlyConfigured for a store or a time that can't work.

    `name` is that of the handler class.
    """
    missing = [m for m in _METHODS if not callable(getattr(store, m, None))]
    if missing:
        raise ImproperlyConfigured(
            f"{name}.idempotency_store is {store!r:.100}, which has no {missing[0]}(). "
            "Set it to a class with the IdempotencyMixin of pyverless.contrib, or to "
            "what pyverless.types.IdempotencyStore describes."
        )
    if callable(check := getattr(store, "check", None)):
        check()
    seconds = as_seconds(ttl)
    if seconds is None or not 0 < seconds < float("inf"):
        raise ImproperlyConfigured(
            f"{name}.idempotency_ttl is {ttl!r:.100}. Set it to a number of seconds, "
            "or to a timedelta, above 0."
        )
