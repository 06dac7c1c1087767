"""IdempotencyMixin: what was done, as rows of a table."""

from __future__ import annotations

from math import ceil
from time import time

from sqlalchemy import BigInteger, String, Text, delete, func, insert, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from pyverless.contrib.sqlalchemy.conflicts import get_conflict as explain_conflict
from pyverless.contrib.sqlalchemy.querysets import QuerySet
from pyverless.contrib.sqlalchemy.sessions import get_session, joined_session
from pyverless.contrib.sqlalchemy.tables import Tables
from pyverless.exceptions import ImproperlyConfigured
from pyverless.idempotency import Entry, get_conflict, get_hash

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy.orm import Session

__all__ = ["IdempotencyMixin"]

#: What every store has.
_COLUMNS = ("id", "fingerprint", "answer", "expires")
#: The longest time that PostgreSQL's settings take, in milliseconds.
_MAX_PATIENCE = 2**31 - 1


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
    def check(cls) -> None:
        """Raise ImproperlyConfigured where this is no table, or one with other needs.

        Called during INIT.
        """
        # Not with inspect(), which wants all models to be there already.
        mapper = getattr(cls, "__mapper__", None)
        if mapper is None:
            raise ImproperlyConfigured(
                f"{cls.__name__} is no table. Make it a model with a __tablename__: "
                "class Done(IdempotencyMixin, Model)."
            )
        for column in mapper.local_table.columns:
            if column.name not in _COLUMNS and _must_be_given(column):
                raise ImproperlyConfigured(
                    f"{cls.__name__}.{column.name} must have a value, and nothing "
                    "gives it one. Make it nullable or give it a default."
                )

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
        session = get_session()
        # What is wrong with other rows must not look as if this one were there.
        session.flush()
        try:
            session.execute(insert(_get_table(cls)).values(**values))
        except IntegrityError as exc:
            if _is_there(exc, cls):
                raise get_conflict() from exc
            raise

    @classmethod
    def delete_expired(cls) -> int:
        """Delete what may be forgotten, from a schedule; return how many rows it was.

        Nothing is done twice for the lack of it: it saves room.
        """
        with joined_session() as session:
            return _delete_expired(session, _get_table(cls))


def _get_table(cls: type) -> Any:
    return inspect(cls, raiseerr=True).local_table


def _must_be_given(column: Any) -> bool:
    is_filled = column.default is not None or column.server_default is not None
    return not (column.nullable or is_filled)


def _is_there(exc: IntegrityError, cls: type) -> bool:
    """Return whether a row was refused because there is one with its key.

    Where the database says it in words that are not known, it is taken for that.
    """
    found = explain_conflict(exc, Tables([inspect(cls, raiseerr=True)]))
    return not found.errors or found.field == "id"


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
    patience = f"{min(max(1, ceil(lease * 1000)), _MAX_PATIENCE)}ms"
    took = session.scalar(
        select(
            func.pg_try_advisory_xact_lock(number),
            func.set_config("idle_in_transaction_session_timeout", patience, True),
        )
    )
    if not took:
        raise get_conflict()
