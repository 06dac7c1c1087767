"""The unit of work: one session and one transaction, known to a context variable."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from pyverless.contrib.sqlalchemy.engine import get_engine
from pyverless.exceptions import ConflictError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import SessionTransaction

__all__ = ["atomic", "get_session", "joined_session"]


class _UnitSession(Session):
    """The session of a unit of work, which knows what it wrote and when it is over."""

    def __init__(self) -> None:
        super().__init__(get_engine(), expire_on_commit=False)
        self.is_over = False
        self.written: set[int] = set()


_current: ContextVar[_UnitSession | None] = ContextVar(
    "pyverless_session", default=None
)


@contextmanager
def atomic() -> Iterator[Session]:
    """Make what runs inside one unit of work: all of it is stored, or nothing.

    A handler's unit of work is such a block already. A block inside another is a
    savepoint: when it fails, the outer one can catch the error and go on. Raises
    ConflictError when the database refuses what was written, at the end at the latest.
    """
    outer = _get_open_session()
    with _conflicts():
        if outer is None:
            with _opened_session() as session, _completed(session.begin()):
                yield session
        else:
            with _completed(outer.begin_nested()):
                yield outer


def get_session() -> Session:
    """Return the session of the current unit of work, for SQLAlchemy's own queries.

    Raises RuntimeError outside of one.
    """
    session = _get_open_session()
    if session is None:
        raise RuntimeError(
            "There is no unit of work here, so there is no session. Use "
            "`with atomic() as session:`."
        )
    return session


@contextmanager
def joined_session() -> Iterator[Session]:
    """Join the current unit of work, or be one where there is none."""
    outer = _get_open_session()
    if outer is None:
        with atomic() as session:
            yield session
    else:
        with _conflicts():
            yield outer


def _get_open_session() -> _UnitSession | None:
    # A task or thread that copied the context may outlive the unit.
    session = _current.get()
    return None if session is None or session.is_over else session


@contextmanager
def _opened_session() -> Iterator[Session]:
    session = _UnitSession()
    token = _current.set(session)
    try:
        with session:
            yield session
    finally:
        session.is_over = True
        _current.reset(token)


@contextmanager
def _completed(transaction: SessionTransaction) -> Iterator[None]:
    # Not `with transaction:`, which rolls back without a word where an error that was
    # caught has spoilt the transaction; commit() raises then.
    try:
        yield
        transaction.commit()
    except BaseException:
        transaction.rollback()
        raise


@contextmanager
def _conflicts() -> Iterator[None]:
    try:
        yield
    except (IntegrityError, StaleDataError) as exc:
        raise ConflictError from exc


@event.listens_for(_UnitSession, "after_flush")
def _remember_written(session: _UnitSession, _context: object) -> None:
    session.written |= _get_changed(session)


@event.listens_for(_UnitSession, "after_rollback")
def _keep_what_was_only_read(session: _UnitSession) -> None:
    """Let go of unchanged objects before SQLAlchemy empties them.

    What answers or logs the error may still want to read the user, say.
    """
    if session.in_nested_transaction():
        return
    changed = session.written | _get_changed(session)
    for obj in list(session.identity_map.values()):
        if id(obj) not in changed:
            session.expunge(obj)


def _get_changed(session: Session) -> set[int]:
    # By id(), as models may be unhashable and must not be kept alive for this.
    return {id(obj) for obj in (*session.new, *session.dirty, *session.deleted)}
