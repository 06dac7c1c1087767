"""Models with `objects`, `save()` and `delete()`."""

from __future__ import annotations

from contextlib import suppress

from botocore.exceptions import BotoCoreError  # type: ignore[import-untyped]
from pynamodb import models
from pynamodb.settings import override_settings

from pyverless.contrib.exceptions import MultipleObjectsReturned
from pyverless.contrib.pynamodb.casts import UNFIT
from pyverless.contrib.pynamodb.clients import share_client
from pyverless.contrib.pynamodb.querysets import Manager, QuerySet
from pyverless.contrib.pynamodb.saving import (
    get_added,
    make_delete,
    make_save,
)
from pyverless.contrib.pynamodb.units import apply_write
from pyverless.contrib.pynamodb.values import get_unfit_error, get_utc
from pyverless.models import add_unit
from pyverless.snapstart import before_snapshot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, Self

    from pynamodb.connection.table import TableConnection

    from pyverless.contrib.pynamodb.reads import Item

__all__ = ["Model"]

# PynamoDB's own, 15 and 30 seconds and 3 retries, are longer than an API may take to
# answer.
_DEFAULTS = {
    "connect_timeout_seconds": 2,
    "read_timeout_seconds": 5,
    "max_retry_attempts": 2,
}


class Model(models.Model):
    """The base of your models: PynamoDB's, with `objects`.

    What `Meta` does not say is shorter than with PynamoDB: 2 seconds to connect, 5 for
    an answer, and 2 retries. PynamoDB's own methods, such as `update()`, are not part
    of a unit of work.
    """

    #: All objects: `Article.objects.filter(author="ann")`.
    objects = Manager()
    #: What `get()` raises when it finds several objects.
    MultipleObjectsReturned = MultipleObjectsReturned

    # The item as it was last read or written; None: it is not stored.
    _stored: Item | None = None
    # What defaults have added to that.
    _added: Item = {}
    # Whether that must still be what is stored: select_for_update().
    _is_guarded = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        # Before PynamoDB fills in what is missing, which happens in its metaclass.
        if meta := vars(cls).get("Meta"):
            for name, value in _DEFAULTS.items():
                if not (hasattr(meta, name) or hasattr(override_settings, name)):
                    setattr(meta, name, value)

    def __setattr__(self, name: str, value: Any) -> None:
        """Set an attribute.

        Raises BadRequestError for what maps, versions and TTLs refuse already here.
        """
        try:
            super().__setattr__(name, value)
        except UNFIT as exc:
            attribute = self.get_attributes().get(name)
            if attribute is None:
                raise
            utc = get_utc(value, attribute)
            if utc is None:
                raise get_unfit_error(name, value, attribute) from exc
            super().__setattr__(name, utc)

    def save(self) -> None:  # type: ignore[override]
        """Store this object: a new item, or the attributes that changed.

        Raises ConflictError when there is an item with this key already or a value is
        missing, and BadRequestError for values that can't be stored and for a key that
        was changed. Raises StaleObjectError when this item was deleted in the meantime,
        or changed, where it has a VersionAttribute or is from `select_for_update()`.
        """
        write = make_save(self)
        if write is None:
            self._remember(self._stored)
        else:
            apply_write(write, lambda: self._remember(write.item))

    def delete(self) -> None:  # type: ignore[override]
        """Delete this object's item, unless it is gone already.

        With a VersionAttribute or after `select_for_update()` it must be there, and as
        it was: StaleObjectError.
        """
        apply_write(make_delete(self), lambda: self._remember(None))

    @classmethod
    def from_raw_data(cls, data: Item) -> Self:
        """Return the object that an item of DynamoDB stands for."""
        obj: Self = super().from_raw_data(data)
        obj._stored, obj._added = data, get_added(obj, data)
        return obj

    def deserialize(self, attribute_values: Item) -> None:
        """Take over what an item of DynamoDB says."""
        super().deserialize(attribute_values)
        self._stored, self._added = attribute_values, get_added(self, attribute_values)

    @classmethod
    def _get_connection(cls) -> TableConnection:
        table: TableConnection = super()._get_connection()
        share_client(table.connection)
        return table

    def _remember(self, item: Item | None) -> Callable[[], None]:
        """Hold what is stored now, and return how to take that back."""
        name = self._version_attribute_name or ""
        version = self.attribute_values.get(name)
        before = self._stored, self._added

        def take_back() -> None:
            self._stored, self._added = before
            self.attribute_values.pop(name, None)
            if version is not None:
                self.attribute_values[name] = version

        if item is None:
            self._stored = None
        else:
            self.deserialize(item)
        return take_back


def make_clients() -> None:
    """Make the clients of all models that have a table; nothing is asked of DynamoDB.

    Where the environment has no region or no credentials, first use tells.
    """
    for model in _find_subclasses(Model):
        if getattr(getattr(model, "Meta", None), "table_name", None):
            with suppress(BotoCoreError):
                model._get_connection()


def _find_subclasses(cls: type[Model]) -> Iterator[type[Model]]:
    for subclass in cls.__subclasses__():
        yield subclass
        yield from _find_subclasses(subclass)


add_unit(QuerySet.atomic, make_clients)
before_snapshot(make_clients)
