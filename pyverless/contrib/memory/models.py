"""Models whose fields are annotations, and their querysets."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime
from threading import Lock
from types import NoneType, UnionType
from typing import (
    Any,
    ClassVar,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from pyverless.casts import InvalidValueError, as_utc, cast, is_known
from pyverless.contrib.exceptions import MultipleObjectsReturned, ObjectDoesNotExist
from pyverless.contrib.keysets import KeysetQuerySet
from pyverless.contrib.memory.tables import Table, atomic, remember
from pyverless.exceptions import BadRequestError, ImproperlyConfigured
from pyverless.lookups import get_names, get_sort_key, is_after, matches
from pyverless.models import add_unit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from contextlib import AbstractContextManager
    from typing import Self

    from pyverless.contrib.memory.tables import Row

__all__ = ["Manager", "Model", "QuerySet"]

M = TypeVar("M", bound="Model")

_lock = Lock()


class QuerySet(KeysetQuerySet[M]):
    """The objects of a model in memory."""

    _is_guarded = False

    def count(self) -> int:
        """Return how many objects there are."""
        return len(self._get_rows())

    def clear(self) -> None:
        """Delete the objects; new ids are the lowest ones that are free."""
        for obj in self:
            obj.delete()
        _get_table(self.model).restart()

    @staticmethod
    def atomic() -> AbstractContextManager[None]:
        """Return a unit of work: see `pyverless.contrib.memory.atomic`."""
        return atomic()

    def select_for_update(self) -> Self:
        """Return objects that can't be saved once somebody else has changed them.

        `save()` and `delete()` raise StaleObjectError then.
        """
        return self._copy(_is_guarded=True)

    def _get_fields(self) -> Collection[str]:
        return _get_table(self.model).fields

    def _get_keys(self) -> tuple[str, ...]:
        return ("id",)

    def _get_kind(self, field: str) -> type:
        return _get_table(self.model).fields[field]

    def _cast(self, field: str, value: Any) -> Any:
        return _comparable(cast(value, self._get_kind(field)))

    def _get_condition(
        self, field: str, lookup: str, value: Any
    ) -> Callable[[Row], bool]:
        return lambda row: matches(_comparable(row[field]), lookup, value)

    def _get_position(
        self, order: tuple[str, ...], values: list[Any]
    ) -> Callable[[Row], bool]:
        names = get_names(order)
        return lambda row: is_after(
            [_comparable(row[name]) for name in names], order, values
        )

    def _fetch(self) -> list[M]:
        guarded = self._is_guarded
        return [self.model._from_row(row, guarded) for row in self._get_rows()]

    def _get_rows(self) -> list[Row]:
        rows = _get_table(self.model).get_rows()
        rows = [row for row in rows if all(meets(row) for meets in self._conditions)]
        for field in reversed(self._get_whole_order()):
            _sort(rows, field)
        return rows[self._start : self._stop]


add_unit(QuerySet.atomic)


class Manager:
    """The `objects` of a model: a queryset of all of them, made at each access."""

    def __get__(self, instance: object, owner: type[M]) -> QuerySet[M]:
        return QuerySet(owner)


class Model:
    """The base of your models: annotations are fields, class attributes defaults."""

    #: The key; `save()` counts it up where there is none.
    id: int = None  # type: ignore[assignment]
    _table: ClassVar[Table]
    #: All objects: `Article.objects.filter(title="Hello")`.
    objects = Manager()
    #: What `get()` raises when it finds nothing.
    DoesNotExist = ObjectDoesNotExist
    #: What `get()` raises when it finds several objects.
    MultipleObjectsReturned = MultipleObjectsReturned

    def __init__(self, **values: Any) -> None:
        """Take the values of fields. TypeError names what is unknown or missing."""
        cls = type(self)
        fields = _get_table(cls).fields
        if unknown := [name for name in values if name not in fields]:
            raise TypeError(
                f"{cls.__name__} has no field {unknown[0]!r}. "
                f"Choose from: {', '.join(fields)}."
            )
        for name in fields:
            if name not in values and not hasattr(cls, name):
                raise TypeError(f"{cls.__name__}() needs a value for {name!r}.")
            value = values[name] if name in values else deepcopy(getattr(cls, name))
            setattr(self, name, value)
        # The values as this object last read or wrote them; None: it is not stored.
        self._stored: Row | None = None
        # Whether those must still be the ones that are stored: select_for_update().
        self._is_guarded = False

    def __repr__(self) -> str:
        return f"<{type(self).__name__} id={self.id!r}>"

    def save(self) -> None:
        """Store this object: a new row, or the fields that changed.

        Values become of the type of their field, where it is known: text is read, as
        in look-ups. Raises BadRequestError for what can't be read and for another id,
        ConflictError when another object has this id, and StaleObjectError when this
        one was deleted in the meantime.
        """
        table = _get_table(type(self))
        for name, kind in table.fields.items():
            setattr(self, name, _clean(name, getattr(self, name), kind))
        row = {name: deepcopy(getattr(self, name)) for name in table.fields}
        stored = self._stored
        if stored is None:
            self.id = table.insert(row)
        elif row["id"] != stored["id"]:
            raise _get_bad_request("id", "id can't be changed.")
        else:
            changes = {name: row[name] for name in row if row[name] != stored[name]}
            table.update(row["id"], changes, stored if self._is_guarded else None)
        self._remember(row)

    def delete(self) -> None:
        """Delete this object's row."""
        if self._stored is None:
            raise ValueError(f"{self!r} is not stored, so it can't be deleted.")
        expected = self._stored if self._is_guarded else None
        _get_table(type(self)).delete(self._stored["id"], expected)
        self._remember(None)

    def _remember(self, row: Row | None) -> None:
        before = self._stored
        remember(lambda: setattr(self, "_stored", before))
        self._stored = row

    @classmethod
    def _from_row(cls, row: Row, guarded: bool) -> Self:
        obj = cls.__new__(cls)
        vars(obj).update(deepcopy(row), _stored=row, _is_guarded=guarded)
        return obj


def _clean(name: str, value: Any, kind: type) -> Any:
    """Return a value as one that can be stored, or raise BadRequestError."""
    if not is_known(kind):
        return value
    try:
        read = cast(value, kind)
    except InvalidValueError as exc:
        raise _get_bad_request(name, f"{name} must be {exc.expected}.") from exc
    # The offset of a time, or that it has none, is kept.
    return value if isinstance(value, datetime) else read


def _get_bad_request(name: str, sentence: str) -> BadRequestError:
    pointer = f"#/{name}"
    return BadRequestError(
        sentence,
        field=name,
        errors=[{"pointer": pointer, "detail": sentence, "code": "invalid"}],
    )


def _get_table(model: type[Model]) -> Table:
    with _lock:
        # Looked for in the class itself: every subclass has a table of its own.
        if "_table" not in vars(model):
            model._table = Table(_get_fields(model))
    return model._table


def _get_fields(model: type[Model]) -> dict[str, type]:
    try:
        hints = get_type_hints(model)
    except NameError as exc:
        raise ImproperlyConfigured(
            f"An annotation of {model.__name__} can't be read: {exc}. Use names that "
            "its module has at run time."
        ) from exc
    return {
        name: _get_kind(hint) for name, hint in hints.items() if not _is_class_var(hint)
    }


def _get_kind(hint: Any) -> type:
    """Return the class that an annotation stands for, `object` where it is not one."""
    if get_origin(hint) in (Union, UnionType):
        kinds = [kind for kind in get_args(hint) if kind is not NoneType]
        hint = kinds[0] if len(kinds) == 1 else object
    kind = get_origin(hint) or hint
    return kind if isinstance(kind, type) and kind is not Any else object


def _is_class_var(hint: Any) -> bool:
    return ClassVar in (hint, get_origin(hint))


def _comparable(value: Any) -> Any:
    return as_utc(value) if isinstance(value, datetime) else value


def _sort(rows: list[Row], field: str) -> None:
    """Sort rows by a field as databases do; they stay in place where it is equal."""
    name = field.removeprefix("-")
    rows.sort(
        key=lambda row: get_sort_key(_comparable(row[name])),
        reverse=field.startswith("-"),
    )
