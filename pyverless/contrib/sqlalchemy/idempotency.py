"""IdempotencyMixin: what was done, as rows of a table."""

from __future__ import annotations

from math import ceil
from time import time

from sqlalchemy import BigInteger, String, Text, delete, func, insert, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from pyverless.contrib.sqlalchemy.querysets import QuerySet
from pyverless.contrib.sqlalchemy.sessions import get_session, joined_session
from pyverless.idempotency import Entry, get_conflict, get_hash

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy.orm import Session

__all__ = ["IdempotencyMixin"]


class IdempotencyMixin:
    """An idempotency store that is a table of yours, in your migrations::

        class Done(IdempotencyMixin, Model):
            __tablename__ = "done"

    A row is written in the transaction of the unit of work: with all else that this
    writes, or not at all. PostgreSQL holds a lock meanwhile, which ends with the
    transaction, however that ends. On SQLite others wait until it is over, and on other
    databases who comes second is refused at the end.
    """

    #: What stands for the key.
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    #: What tells whether the same was asked for.
    fingerprint: Mapped[str] = mapped_column(String(64))
    #: What was answered.
    answer: Mapped[str | None] = mapped_column(Text)
    #: When this may be forgotten, in seconds since 1970.
    expires: Mapped[int] = mapped_column(BigInteger, index=True)

    atomic = staticmethod(QuerySet.atomic)

    @classmethod
    def claim(cls, key: str, *, lease: float) -> Entry | None:
        """Take a key for the current unit of work: see `IdempotencyStore`."""
        session, table = get_session(), _get_table(cls)
        if session.get_bind().dialect.name == "postgresql":
            _lock(session, get_hash(table.fullname, key), lease)
        else:
            # Also makes SQLite wait here for others who write, before anything is read.
            _delete_expired(session, table, key)
        columns = table.c.expires, table.c.fingerprint, table.c.answer
        found = session.execute(select(*columns).where(table.c.id == key)).first()
        if found is None:
            return None
        if found.expires <= time():
            _delete_expired(session, table, key)
            return None
        return Entry(**found._mapping)

    @classmethod
    def complete(cls, key: str, entry: Entry) -> None:
        """Remember what was done under a key, if the unit of work is completed."""
        values = {
            "id": key,
            "expires": entry.expires,
            "fingerprint": entry.fingerprint,
            "answer": entry.answer,
        }
        try:
            get_session().execute(insert(_get_table(cls)).values(**values))
        except IntegrityError as exc:
            raise get_conflict() from exc

    @classmethod
    def delete_expired(cls) -> int:
        """Delete what may be forgotten, from a schedule; return how many rows it was.

        Nothing is done twice for the lack of it: it saves room.
        """
        with joined_session() as session:
            return _delete_expired(session, _get_table(cls))


def _get_table(cls: type) -> Any:
    return inspect(cls, raiseerr=True).local_table


def _delete_expired(session: Session, table: Any, key: str | None = None) -> int:
    statement = delete(table).where(table.c.expires <= int(time()))
    if key is not None:
        statement = statement.where(table.c.id == key)
    result: Any = session.execute(statement)
    return int(result.rowcount)


def _lock(session: Session, name: str, lease: float) -> None:
    """Take PostgreSQL's lock of a name to the end of the transaction; don't wait.

    Where the machine of a function is gone without a word, the server would go on
    waiting for it: it ends transactions in which nothing happens for so long.
    """
    number = int.from_bytes(bytes.fromhex(name[:16]), signed=True)
    patience = f"{max(1, ceil(lease * 1000))}ms"
    took = session.scalar(
        select(
            func.pg_try_advisory_xact_lock(number),
            func.set_config("idle_in_transaction_session_timeout", patience, True),
        )
    )
    if not took:
        raise get_conflict()
