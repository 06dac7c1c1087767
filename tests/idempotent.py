"""Idempotency stores and what was done, for tests and for processes that crash.

`python -m tests.idempotent memory|sql|dynamo` does something and ends before it is
stored.
"""

from __future__ import annotations

import os
import sys
import time
from uuid import uuid4

from pynamodb.attributes import UnicodeAttribute
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from pyverless.contrib import memory, pynamodb, sqlalchemy
from pyverless.idempotency import Entry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["STORES", "Base", "do"]


class Base(sqlalchemy.ModelMixin, DeclarativeBase):
    pass


class SqlDone(sqlalchemy.IdempotencyMixin, Base):
    __tablename__ = "done"


class SqlEffect(Base):
    """One row each time that something is done."""

    __tablename__ = "effects"

    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]


class DynamoDone(pynamodb.IdempotencyMixin, pynamodb.Model):
    class Meta:
        table_name = "idempotency-done"
        billing_mode = "PAY_PER_REQUEST"


class DynamoEffect(pynamodb.Model):
    class Meta:
        table_name = "idempotency-effects"
        billing_mode = "PAY_PER_REQUEST"

    id = UnicodeAttribute(hash_key=True)
    title = UnicodeAttribute()


class MemoryDone(memory.IdempotencyMixin):
    pass


class MemoryEffect(memory.Model):
    id: str
    title: str


#: The store, and a model in the same store.
STORES: dict[str, Any] = {
    "memory": (MemoryDone, MemoryEffect),
    "sql": (SqlDone, SqlEffect),
    "dynamo": (DynamoDone, DynamoEffect),
}


def do(done: Any, effect: Any, key: str, *, lease: float = 60) -> Entry | None:
    """Do something once, inside of a unit of work; return what is remembered of it."""
    found = done.claim(key, lease=lease)
    if found is None:
        effect(id=uuid4().hex, title=key).save()
        expires = int(time.time()) + 60
        done.complete(key, Entry(expires=expires, fingerprint="f", answer="a"))
    return found


def crash(name: str) -> None:
    """End after everything was done, but before it is committed."""
    done, effect = STORES[name]
    with done.atomic():
        do(done, effect, "key", lease=1)
        os._exit(0)


if __name__ == "__main__":
    crash(sys.argv[1])
