"""Models with `objects`, `save()` and `delete()`."""

from __future__ import annotations

from sqlalchemy import inspect
from sqlalchemy.orm import DeclarativeBase

from pyverless.contrib.exceptions import MultipleObjectsReturned, ObjectDoesNotExist
from pyverless.contrib.sqlalchemy.querysets import Manager
from pyverless.contrib.sqlalchemy.sessions import joined_session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ["Model", "ModelMixin", "create_all", "drop_all"]


class ModelMixin:
    """What handlers want of a model, for a declarative base of your own.

    `class Base(ModelMixin, DeclarativeBase)`; `Model` is such a base, ready to use.
    """

    #: All objects: `Article.objects.filter(title="Hello")`.
    objects = Manager()
    #: What `get()` raises when it finds nothing.
    DoesNotExist = ObjectDoesNotExist
    #: What `get()` raises when it finds several objects.
    MultipleObjectsReturned = MultipleObjectsReturned

    def save(self) -> None:
        """Store this object: a new row, or the columns that changed.

        Values that the database makes, such as the id, are there afterwards. Raises
        ConflictError when the database refuses the row (it is not unique or refers to
        nothing), StaleObjectError when it was deleted or changed in the meantime, and
        BadRequestError for a value that its column can't hold.
        """
        with joined_session(self) as session:
            _attach(session, self)
            session.flush()
            _load_generated(session, self)

    def delete(self) -> None:
        """Delete this object's row, unless it is gone already.

        Raises ConflictError when others refer to it, and StaleObjectError when it has a
        version, which is not the one in the database any more.
        """
        mapper = inspect(self, raiseerr=True).mapper
        if mapper.version_id_col is None:
            # Otherwise SQLAlchemy warns when somebody else was faster.
            mapper.base_mapper.confirm_deleted_rows = False
        with joined_session(self, is_deleting=True) as session:
            if inspect(self, raiseerr=True).detached:
                _attach(session, self)
            session.delete(self)
            session.flush()


class Model(ModelMixin, DeclarativeBase):
    """The base of your models; `ModelMixin` is for a declarative base of your own."""


def create_all(base: type[DeclarativeBase] = Model) -> None:
    """Create the tables of all models of `base` that the database does not have yet.

    For tests and first steps; a database that is in use wants migrations.
    """
    with joined_session() as session:
        base.metadata.create_all(session.connection())


def drop_all(base: type[DeclarativeBase] = Model) -> None:
    """Drop the tables of all models of `base`, with everything in them."""
    with joined_session() as session:
        base.metadata.drop_all(session.connection())


def _attach(session: Session, obj: object) -> None:
    """Put an object into a session, in the place of another one with the same key."""
    key = inspect(obj, raiseerr=True).key
    present = None if key is None else session.identity_map.get(key)
    if present is not None and present is not obj:
        # Not merged: that would write the columns that are older here, too.
        session.flush()
        session.expunge(present)
    session.add(obj)


def _load_generated(session: Session, obj: object) -> None:
    """Load what an UPDATE left to the database, as long as there is a session."""
    state = inspect(obj, raiseerr=True)
    if generated := state.expired_attributes & {*state.mapper.column_attrs.keys()}:
        session.refresh(obj, generated)
