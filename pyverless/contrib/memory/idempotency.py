"""IdempotencyMixin: what was done, in the memory of this process."""

from __future__ import annotations

from functools import partial
from threading import Lock
from time import time

from pyverless.contrib.claims import Claim, find_claim
from pyverless.contrib.memory.models import QuerySet
from pyverless.contrib.memory.tables import get_undo
from pyverless.idempotency import Entry, get_conflict

__all__ = ["IdempotencyMixin"]

_lock = Lock()
# By class and key.
_found: dict[tuple[type, str], _Claim | Entry] = {}


class IdempotencyMixin:
    """An idempotency store in memory, for tests and for trying things out::

        class Done(IdempotencyMixin):
            pass

    As with all that is in memory, others see what was done before the unit of work is
    complete.
    """

    atomic = staticmethod(QuerySet.atomic)

    @classmethod
    def claim(cls, key: str, *, lease: float) -> Entry | None:
        """Take a key for the current unit of work: see `IdempotencyStore`."""
        undo = get_undo()
        place = cls, key
        now = time()
        with _lock:
            found = _found.get(place)
            if found is not None and found.expires > now:
                if isinstance(found, Entry):
                    return found
                raise get_conflict()
            claim = _found[place] = _Claim(cls, key, now + lease)
        undo.append(claim.give_back)
        return None

    @classmethod
    def complete(cls, key: str, entry: Entry) -> None:
        """Remember what was done under a key that is claimed.

        Raises ConflictError where the lease was over and somebody else has the key.
        """
        undo = get_undo()
        claim = find_claim(undo, cls, key)
        if not _swap((cls, key), claim, entry):
            raise get_conflict()
        undo.append(partial(_swap, (cls, key), entry, claim))

    @classmethod
    def clear(cls) -> None:
        """Forget everything, between tests for instance."""
        with _lock:
            for place in [each for each in _found if each[0] is cls]:
                del _found[place]


class _Claim(Claim):
    def __init__(self, store: type, key: str, expires: float) -> None:
        super().__init__(store, key)
        self.expires = expires

    def give_back(self) -> None:
        _swap((self.store, self.key), self, None)


def _swap(
    place: tuple[type, str], before: object, after: _Claim | Entry | None
) -> bool:
    """Replace what is there; return whether nobody else has done so already."""
    with _lock:
        if _found.get(place) is not before:
            return False
        del _found[place]
        if after is not None:
            _found[place] = after
        return True
