"""Querysets: a SELECT that is made when something runs over it."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import Enum, false, func, inspect, select, update
from sqlalchemy.exc import DataError, DBAPIError, StatementError

from pyverless.casts import InvalidValueError
from pyverless.contrib.keysets import KeysetQuerySet
from pyverless.contrib.sqlalchemy.casts import cast_to_column, get_python_type
from pyverless.contrib.sqlalchemy.conditions import Step, get_condition, get_position
from pyverless.contrib.sqlalchemy.engine import prepare_engine
from pyverless.contrib.sqlalchemy.kinds import check_kinds
from pyverless.contrib.sqlalchemy.related import get_options
from pyverless.contrib.sqlalchemy.sessions import atomic, find_session, joined_session
from pyverless.models import add_unit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from typing import Any, Self

    from sqlalchemy import ColumnElement, Dialect, Select
    from sqlalchemy.orm import Mapper, Session

__all__ = ["Manager", "QuerySet"]

T = TypeVar("T")

# Where NULL is more than every value, unless an order says otherwise.
_NULLS_ARE_LAST = ("oracle", "postgresql")


class QuerySet(KeysetQuerySet[T]):
    """The objects of a model in the database."""

    _is_locked = False
    # Relationships that come along: by a JOIN, by queries, and if there are such.
    _joined: frozenset[str] = frozenset()
    _prefetched: frozenset[str] = frozenset()
    _wanted: frozenset[str] = frozenset()

    def filter(self, *criteria: ColumnElement[bool], **lookup: Any) -> Self:
        """Return the objects that meet SQLAlchemy's criteria and all look-ups.

        `Article.objects.filter(Article.views > Article.likes, status="draft")`; see
        `pyverless.lookups` for what may stand behind a field. None is NULL. Text is
        cast to the type of the column; ValueError says that it can't be.
        """
        found = super().filter(**lookup)
        return found._copy(_conditions=(*found._conditions, *criteria))

    def select_for_update(self) -> Self:
        """Return the same objects, locked until the end of the unit of work.

        Nobody else can change or lock them meanwhile. PostgreSQL locks the rows; SQLite
        knows one lock only, that of the database. Raises RuntimeError when it is read
        outside of a unit of work.
        """
        return self._copy(_is_locked=True)

    def select_related(self, *names: str) -> Self:
        """Return objects that come with these relationships, by a JOIN.

        For those to one object; `author__company` goes on from there. A name that is no
        relationship is ImproperlyConfigured, when objects are read.
        """
        return self._copy(_joined=self._joined.union(names))

    def prefetch_related(self, *names: str) -> Self:
        """Return objects that come with these relationships, by one query for each.

        For those to many objects; `comments__author` goes on from there. A name that is
        no relationship is ImproperlyConfigured, when objects are read.
        """
        return self._copy(_prefetched=self._prefetched.union(names))

    def with_related(self, *paths: str) -> Self:
        """Return objects that come with those of `paths` that are relationships.

        Called by list handlers with the fields of their serializer. What was asked for
        with `select_related()`, or is loaded along by the model, stays as it is.
        """
        return self._copy(_wanted=self._wanted.union(paths))

    def count(self) -> int:
        """Return how many objects there are, without fetching them."""
        keys = [getattr(self.model, name) for name in self._get_keys()]
        rows = self._get_rows().with_only_columns(*keys, maintain_column_froms=True)
        statement = select(func.count()).select_from(rows.subquery())
        with joined_session() as session:
            count: int = self._execute(session, statement)[0]
        return count

    @staticmethod
    def atomic() -> AbstractContextManager[Session]:
        """Return a unit of work: see `pyverless.contrib.sqlalchemy.atomic`."""
        return atomic()

    def check_lookups(self, filters: Iterable[str], ordering: Iterable[str]) -> None:
        """Raise ImproperlyConfigured for look-ups and orders that can't be.

        Called during INIT, with what a list handler declares; nothing is fetched.
        """
        filters, ordering = list(filters), list(ordering)
        super().check_lookups(filters, ordering)
        check_kinds(self._get_mapper(), filters, ordering)

    # Asked for while modules are imported, when a relationship may still refer to a
    # model that comes later: nothing here may configure mappers.

    def _get_mapper(self) -> Mapper[T]:
        mapper: Mapper[T] = inspect(self.model)
        return mapper

    def _get_fields(self) -> Collection[str]:
        return self._get_mapper().columns.keys()

    def _get_keys(self) -> tuple[str, ...]:
        mapper = self._get_mapper()
        return tuple(
            mapper.get_property_by_column(key).key for key in mapper.primary_key
        )

    def _get_kind(self, field: str) -> type:
        column_type = self._get_mapper().columns[field].type
        # Names of an enumeration are no text to PostgreSQL.
        return Enum if isinstance(column_type, Enum) else get_python_type(column_type)

    def _cast(self, field: str, value: Any) -> Any:
        return cast_to_column(value, self._get_mapper().columns[field].type)

    def _get_condition(
        self, field: str, lookup: str, value: Any
    ) -> ColumnElement[bool]:
        return get_condition(getattr(self.model, field), lookup, value)

    def _get_position(
        self, order: tuple[str, ...], values: list[Any]
    ) -> ColumnElement[bool]:
        return get_position(
            [
                Step(
                    getattr(self.model, field.removeprefix("-")),
                    value,
                    descending=field.startswith("-"),
                    nullable=self._is_nullable(field.removeprefix("-")),
                )
                for field, value in zip(order, values, strict=True)
            ]
        )

    def _is_nullable(self, field: str) -> bool:
        # Only columns of tables know; a column_property() may be anything.
        return getattr(self._get_mapper().columns[field], "nullable", True)

    def _fetch(self) -> list[T]:
        if self._is_locked and find_session() is None:
            raise RuntimeError(
                "select_for_update() holds locks until the end of a unit of work, and "
                "there is none here. Use `with atomic():`."
            )
        with joined_session() as session:
            dialect = session.get_bind().dialect
            if self._is_locked and dialect.name == "sqlite":
                self._lock_database(session)
            return list(self._execute(session, self._get_statement(dialect)))

    def _lock_database(self, session: Session) -> None:
        """Change nothing, which takes SQLite's lock for writing before we read."""
        key = self._get_mapper().primary_key[0]
        table: Any = key.table
        change = update(table).values({key: key}).where(false())
        session.connection().execute(change)

    def _get_rows(self) -> Select[Any]:
        statement = select(self.model).where(*self._conditions)
        if self._limit is not None:
            statement = statement.limit(self._limit)
        return statement.offset(self._start) if self._start else statement

    def _get_statement(self, dialect: Dialect) -> Select[Any]:
        statement = self._get_rows().options(
            *get_options(
                self.model,
                joined=self._joined,
                prefetched=self._prefetched,
                wanted=self._wanted,
            )
        )
        if self._order is not None:
            statement = statement.order_by(*self._get_ordering(dialect))
        if self._is_locked:
            # Not FOR UPDATE: new rows may refer to these meanwhile. Only this table, as
            # what is joined to it may be missing.
            statement = statement.with_for_update(key_share=True, of=self.model)
            statement = statement.execution_options(populate_existing=True)
        return statement

    def _get_ordering(self, dialect: Dialect) -> Iterator[ColumnElement[Any]]:
        for field in self._get_whole_order():
            name = field.removeprefix("-")
            column = getattr(self.model, name)
            ordered = column.desc() if field.startswith("-") else column.asc()
            if dialect.name in _NULLS_ARE_LAST and self._is_nullable(name):
                # Elsewhere it would only keep indexes from being used.
                is_last = field.startswith("-")
                ordered = ordered.nulls_last() if is_last else ordered.nulls_first()
            yield ordered

    def _execute(self, session: Session, statement: Select[Any]) -> Sequence[Any]:
        # Now, so that what goes wrong below is about the look-up.
        session.flush()
        try:
            return session.scalars(statement).unique().all()
        except StatementError as exc:
            # From the database, or from the type of a column.
            if isinstance(exc, DataError) or not isinstance(exc, DBAPIError):
                raise InvalidValueError(
                    f"{self.model.__name__} can't be looked up so: {exc.orig}",
                    "a value of this field",
                ) from exc
            raise


add_unit(QuerySet.atomic, prepare_engine)


class Manager:
    """The `objects` of a model: a queryset of all of them, made at each access."""

    def __get__(self, instance: object, owner: type[T]) -> QuerySet[T]:
        return QuerySet(owner)
