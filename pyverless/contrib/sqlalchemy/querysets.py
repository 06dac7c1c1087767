"""Querysets: a SELECT that is made when something runs over it."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import func, inspect, select
from sqlalchemy.exc import DataError, DBAPIError, StatementError

from pyverless.contrib.querysets import BaseQuerySet
from pyverless.contrib.sqlalchemy.casts import cast_to_column
from pyverless.contrib.sqlalchemy.sessions import atomic, joined_session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from contextlib import AbstractContextManager
    from typing import Any, Self

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Mapper, Session

__all__ = ["Manager", "QuerySet"]

T = TypeVar("T")


class QuerySet(BaseQuerySet[T]):
    """The objects of a model in the database."""

    def filter(self, *criteria: ColumnElement[bool], **lookup: Any) -> Self:
        """Return the objects that meet SQLAlchemy's criteria and have these values.

        `Article.objects.filter(Article.views > 100, status="draft")`; None is NULL.
        Text is cast to the type of the column; ValueError says that it can't be.
        """
        found = super().filter(**lookup)
        return found._copy(_conditions=(*found._conditions, *criteria))

    def count(self) -> int:
        """Return how many objects there are, without fetching them."""
        rows = self._copy(_order=None)._get_statement().subquery()
        count: int = self._execute(select(func.count()).select_from(rows))[0]
        return count

    @staticmethod
    def atomic() -> AbstractContextManager[Session]:
        """Return a unit of work: see `pyverless.contrib.sqlalchemy.atomic`."""
        return atomic()

    def _get_fields(self) -> Collection[str]:
        return self._get_mapper().column_attrs.keys()

    def _get_condition(self, field: str, value: Any) -> ColumnElement[bool]:
        column = getattr(self.model, field)
        condition: ColumnElement[bool] = column == cast_to_column(value, column.type)
        return condition

    def _fetch(self) -> list[T]:
        return list(self._execute(self._get_statement()))

    def _get_mapper(self) -> Mapper[T]:
        mapper: Mapper[T] = inspect(self.model)
        return mapper

    def _get_statement(self) -> Select[Any]:
        statement = select(self.model).where(*self._conditions)
        if self._order is not None:
            statement = statement.order_by(*self._get_ordering(self._order))
        if self._limit is not None:
            statement = statement.limit(self._limit)
        return statement.offset(self._start) if self._start else statement

    def _get_ordering(self, fields: tuple[str, ...]) -> Iterator[ColumnElement[Any]]:
        mapper = self._get_mapper()
        keys = [mapper.get_property_by_column(key).key for key in mapper.primary_key]
        for field in (*fields, *keys):
            column = getattr(self.model, field.removeprefix("-"))
            yield column.desc() if field.startswith("-") else column

    def _execute(self, statement: Select[Any]) -> Sequence[Any]:
        with joined_session() as session:
            # Now, so that what goes wrong below is about the look-up.
            session.flush()
            try:
                return session.scalars(statement).unique().all()
            except StatementError as exc:
                # From the database, or from the type of a column.
                if isinstance(exc, DataError) or not isinstance(exc, DBAPIError):
                    raise ValueError(
                        f"{self.model.__name__} can't be looked up so: {exc.orig}"
                    ) from exc
                raise


class Manager:
    """The `objects` of a model: a queryset of all of them, made at each access."""

    def __get__(self, instance: object, owner: type[T]) -> QuerySet[T]:
        return QuerySet(owner)
