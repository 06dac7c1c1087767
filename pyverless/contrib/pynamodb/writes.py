"""Writes: what is to happen to one item, and what must be so for it to happen."""

from __future__ import annotations

from pyverless.contrib.pynamodb.casts import get_plain, is_same
from pyverless.contrib.pynamodb.expressions import Expressions
from pyverless.exceptions import ConflictError, StaleObjectError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from pynamodb.models import Model

    from pyverless.contrib.pynamodb.casts import Wire
    from pyverless.contrib.pynamodb.reads import Item

__all__ = ["Write", "get_identity", "merge"]


class Write:
    """One item to be put, changed or deleted.

    `item` is what is there afterwards, None for nothing. `changes` are the attributes
    that are set, or removed where the value is None; without them the whole item is
    put. `exists` says whether the item must be there, None that it does not matter;
    `expected` are attributes that it must have as they are here.
    """

    def __init__(
        self,
        model: type[Model],
        key: Item,
        item: Item | None,
        *,
        changes: Mapping[str, Wire | None] | None = None,
        exists: bool | None,
        expected: Mapping[str, Wire | None] | None = None,
    ) -> None:
        self.model = model
        self.key = key
        self.item = item
        self.changes = changes
        self.exists = exists
        self.expected = expected or {}

    @property
    def action(self) -> str:
        """What a transaction calls it; a request for one item has "Item" behind it."""
        if self.item is None:
            return "Delete"
        return "Put" if self.changes is None else "Update"

    def as_params(self) -> dict[str, Any]:
        """Return the parameters of the request."""
        expressions = Expressions()
        expressions.say("ConditionExpression", self._write_conditions(expressions))
        params: dict[str, Any] = {"TableName": self.model.Meta.table_name}
        if self.action == "Put":
            params["Item"] = self.item
        else:
            params["Key"] = self.key
        if self.action == "Update":
            params["UpdateExpression"] = self._write_changes(expressions)
        return {**params, **expressions.as_params()}

    def is_done(self, found: Item | None) -> bool:
        """Return whether an item is what this write makes of it."""
        if found is None or self.item is None:
            return found is self.item
        names = found.keys() | self.item.keys()
        return all(is_same(found.get(name), self.item.get(name)) for name in names)

    def get_conflict(self) -> ConflictError:
        """Return what handlers answer when the item is not as it must be."""
        if self.exists:
            return StaleObjectError()
        fields = [self.model._dynamo_to_python_attr(name) for name in self.key]
        sentence = f"There is one with this {' and '.join(fields)} already."
        return ConflictError(
            sentence,
            field=fields[0] if len(fields) == 1 else None,
            errors=[
                {"pointer": f"#/{field}", "detail": sentence, "code": "unique"}
                for field in fields
            ],
        )

    def _write_conditions(self, expressions: Expressions) -> Iterator[str]:
        if self.exists is not None:
            name = expressions.name(next(iter(self.key)))
            yield f"attribute{'' if self.exists else '_not'}_exists({name})"
        for attribute, wire in self.expected.items():
            name = expressions.name(attribute)
            if wire is None:
                yield f"attribute_not_exists({name})"
            else:
                yield f"{name} = {expressions.value(wire)}"

    def _write_changes(self, expressions: Expressions) -> str:
        changes = (self.changes or {}).items()
        sets = [
            f"{expressions.name(name)} = {expressions.value(wire)}"
            for name, wire in changes
            if wire is not None
        ]
        removed = [expressions.name(name) for name, wire in changes if wire is None]
        parts = (("SET", sets), ("REMOVE", removed))
        return " ".join(f"{word} {', '.join(texts)}" for word, texts in parts if texts)


def get_identity(model: type[Model], key: Item) -> tuple[Any, ...]:
    """Return what is the same for the same item, however its key is written."""
    meta = model.Meta
    place = (meta.host, meta.region, meta.table_name)
    return (*place, *(get_plain(key[name]) for name in sorted(key)))


def merge(first: Write, second: Write) -> Write:
    """Return one write that does what two of the same item do: requests have only one.

    Raises what the second one would have raised after the first one.
    """
    _check_order(first, second)
    item, changes, expected = second.item, None, first.expected
    if second.changes is not None:
        item = _apply(first.item or {}, second.changes)
    if first.changes is not None:
        own = {n: w for n, w in second.expected.items() if n not in first.changes}
        expected = {**own, **first.expected}
        if second.changes is not None:
            changes = {**first.changes, **second.changes}
    return Write(
        first.model,
        first.key,
        item,
        changes=changes,
        exists=first.exists,
        expected=expected,
    )


def _apply(item: Item, changes: Mapping[str, Wire | None]) -> Item:
    applied = {**item, **changes}
    return {name: wire for name, wire in applied.items() if wire is not None}


def _check_order(first: Write, second: Write) -> None:
    is_there = first.item is not None
    if second.exists is not None and second.exists is not is_there:
        raise second.get_conflict()
    item = first.item or {}
    if not all(
        is_same(item.get(name), second.expected[name]) for name in second.expected
    ):
        raise StaleObjectError
