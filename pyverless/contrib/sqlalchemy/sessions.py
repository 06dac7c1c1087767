"""The unit of work: one session and one transaction, known to a context variable."""

from __future__ import annotations

import os
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from pyverless.contrib.sqlalchemy.engine import get_engine
from pyverless.contrib.sqlalchemy.errors import translated_errors
from pyverless.contrib.sqlalchemy.tables import Tables
from pyverless.contrib.sqlalchemy.values import normalize, normalize_generated
from pyverless.exceptions import StaleObjectError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine
    from sqlalchemy.orm import SessionTransaction, registry

__all__ = ["atomic", "find_session", "get_session", "joined_session"]


class _UnitSession(Session):
    """The session of a unit of work, which knows what it wrote and when it is over."""

    def __init__(self) -> None:
        super().__init__(expire_on_commit=False)
        self.is_over = False
        self.pid = os.getpid()
        self.written: set[int] = set()
        self.registries: set[registry] = set()
        # The object that save() or delete() was called of, and which of them it was.
        self.subject: object = None
        self.is_deleting = False

    def get_bind(self, *args: object, **kwargs: object) -> Engine:
        """Return the engine, which is not made before something is asked of it.

        A unit of work may be one of a store that it has nothing to do with.
        """
        return get_engine()

    def get_tables(self) -> Tables:
        """Return the tables of what was written, and those that belong to them."""
        mappers = [mapper for each in self.registries for mapper in each.mappers]
        own = None if self.subject is None else inspect(self.subject).mapper
        return Tables(mappers, own=own, is_deleting=self.is_deleting)

    @contextmanager
    def writing(self, subject: object, *, is_deleting: bool) -> Iterator[None]:
        """Know meanwhile what is written, so that errors can name its fields."""
        before = self.subject, self.is_deleting
        self.subject, self.is_deleting = subject, is_deleting
        try:
            with translated_errors(self.get_tables):
                yield
        finally:
            self.subject, self.is_deleting = before


_current: ContextVar[_UnitSession | None] = ContextVar(
    "pyverless_session", default=None
)


@contextmanager
def atomic() -> Iterator[Session]:
    """Make what runs inside one unit of work: all of it is stored, or nothing.

    A handler's unit of work is such a block already. A block inside another is a
    savepoint: when it fails, the outer one can catch the error and go on. Raises
    ConflictError when the database refuses what was written, at the end at the latest,
    and ServiceUnavailableError when it is away, busy or asks to try again.
    """
    with _begun() as session:
        yield session


@contextmanager
def _begun() -> Iterator[_UnitSession]:
    outer = find_session()
    if outer is None:
        with (
            _opened_session() as session,
            translated_errors(session.get_tables),
            _completed(session.begin()),
        ):
            yield session
    else:
        with (
            translated_errors(outer.get_tables),
            _completed(outer.begin_nested()),
        ):
            yield outer


def get_session() -> Session:
    """Return the session of the current unit of work, for SQLAlchemy's own queries.

    Raises RuntimeError outside of one.
    """
    session = find_session()
    if session is None:
        raise RuntimeError(
            "There is no unit of work here, so there is no session. Use "
            "`with atomic() as session:`."
        )
    return session


@contextmanager
def joined_session(
    subject: object = None, *, is_deleting: bool = False
) -> Iterator[Session]:
    """Join the current unit of work, or be one where there is none.

    `subject` is the object that is saved, or deleted when `is_deleting`: errors name
    fields of it, and of no other.
    """
    outer = find_session()
    with (
        _begun() if outer is None else nullcontext(outer) as session,
        session.writing(subject, is_deleting=is_deleting),
    ):
        yield session


def find_session() -> _UnitSession | None:
    """Return the session of the current unit of work, None outside of one."""
    session = _current.get()
    # A task or thread that copied the context may outlive the unit, and a process that
    # was forked inside of it has no part in it.
    if session is None or session.is_over or session.pid != os.getpid():
        return None
    return session


@contextmanager
def _opened_session() -> Iterator[_UnitSession]:
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


@event.listens_for(_UnitSession, "before_flush")
def _prepare_flush(session: _UnitSession, _context: object, _objects: object) -> None:
    for obj in (*session.new, *session.dirty, *session.deleted):
        session.registries.add(inspect(obj).mapper.registry)
    for obj in session.dirty:
        _check_version(obj)
    _normalize(session)


def _normalize(session: _UnitSession) -> None:
    dialect = session.get_bind().dialect
    for obj in (*session.new, *session.dirty):
        is_named = session.subject is None or obj is session.subject
        normalize(inspect(obj, raiseerr=True), dialect, is_named=is_named)


def _check_version(obj: object) -> None:
    """Raise StaleObjectError where somebody has set the version of an object.

    It is counted by SQLAlchemy, which would take another one from whoever sends it.
    """
    state = inspect(obj, raiseerr=True)
    column = state.mapper.version_id_col
    if column is None or state.mapper.version_id_generator is False:
        return
    name = state.mapper.get_property_by_column(column).key
    if state.attrs[name].history.has_changes():
        raise StaleObjectError


@event.listens_for(_UnitSession, "after_flush")
def _remember_written(session: _UnitSession, _context: object) -> None:
    session.written |= _get_changed(session)
    dialect = session.get_bind().dialect
    for obj in (*session.new, *session.dirty):
        normalize_generated(inspect(obj, raiseerr=True), dialect)


@event.listens_for(_UnitSession, "after_rollback")
def _keep_what_was_only_read(session: _UnitSession) -> None:
    """Let go of unchanged objects before SQLAlchemy empties them.

    What answers or logs the error may still want to read the user, say.
    """
    if session.in_nested_transaction():
        return
    changed = session.written | _get_changed(session)
    for obj in list(session.identity_map.values()):
        # It may have left along with another, as cascades have it.
        if id(obj) not in changed and obj in session:
            session.expunge(obj)


def _get_changed(session: Session) -> set[int]:
    # By id(), as models may be unhashable and must not be kept alive for this.
    return {id(obj) for obj in (*session.new, *session.dirty, *session.deleted)}
