"""From Structs to the dictionaries that handlers work with."""

from __future__ import annotations

from decimal import Decimal

from msgspec import NODEFAULT, UNSET, inspect
from msgspec.structs import asdict

from pyverless.contrib.msgspec.kinds import get_class, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Unfold = Callable[[Any], Any]

__all__ = ["get_unfold"]

_LISTS = (
    inspect.ListType,
    inspect.VarTupleType,
    inspect.SetType,
    inspect.FrozenSetType,
)


def get_unfold(kind: Any) -> Unfold:
    """Return a function that makes dictionaries of all Structs in a value of a kind.

    It raises ValueError for a Decimal that is no finite number.
    """
    if isinstance(kind, inspect.ListType):
        return _each(get_unfold(plain(kind.item_type)))
    fields = _Fields(kind, {})  # without the tag, which is no field of a model
    fields.prepare({})
    return fields if fields.has_work else asdict


def _make(kind: Any, known: dict[int, _Fields]) -> Unfold | None:
    """Return what unfolds values of a kind; None where they stay as they are."""
    kind = plain(kind)
    if isinstance(kind, inspect.DecimalType):
        return _finite
    if isinstance(kind, inspect.StructType | inspect.TypedDictType):
        return _make_fields(kind, known)
    if isinstance(kind, inspect.UnionType):
        return _make_union(kind, known)
    if isinstance(kind, inspect.TupleType):
        return _make_tuple(kind, known)
    if isinstance(kind, inspect.DictType):
        value = _make(kind.value_type, known)
        return None if value is None else _each_value(value)
    if isinstance(kind, _LISTS):
        item = _make(kind.item_type, known)
        return None if item is None else _each(item, _get_container(kind, item))
    return None


def _make_fields(kind: Any, known: dict[int, _Fields]) -> Unfold:
    # A Struct may have a field of its own kind.
    if id(kind) not in known:
        tag = getattr(kind, "tag_field", None)
        known[id(kind)] = _Fields(kind, {tag: kind.tag} if tag else {})
        known[id(kind)].prepare(known)
    return known[id(kind)]


def _make_union(kind: Any, known: dict[int, _Fields]) -> Unfold | None:
    unfolds = {get_class(member): _make(member, known) for member in kind.types}
    unfolds = {cls: unfold for cls, unfold in unfolds.items() if unfold}
    if not unfolds:
        return None

    def unfold_member(value: Any) -> Any:
        unfold = unfolds.get(type(value))
        return value if unfold is None else unfold(value)

    return unfold_member


def _make_tuple(kind: Any, known: dict[int, _Fields]) -> Unfold | None:
    unfolds = [_make(item, known) for item in kind.item_types]
    if not any(unfolds):
        return None
    return lambda values: tuple(
        unfold(value) if unfold else value
        for unfold, value in zip(unfolds, values, strict=True)
    )


def _get_container(kind: Any, unfold: Unfold) -> Any:
    # A dictionary can't be in a set.
    is_set = isinstance(kind, inspect.SetType | inspect.FrozenSetType)
    return list if is_set and unfold is not _finite else get_class(kind)


def _each(unfold: Unfold, container: Any = list) -> Unfold:
    return lambda values: container(map(unfold, values))


def _each_value(unfold: Unfold) -> Unfold:
    return lambda values: {key: unfold(value) for key, value in values.items()}


def _finite(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise ValueError(f"{value} is no finite number")
    return value


class _Fields:
    """What makes a dictionary of a Struct, or looks into one that a TypedDict is of."""

    def __init__(self, kind: Any, tag: dict[str, Any]) -> None:
        self.kind = kind
        self.tag = tag
        self.unfolds: list[tuple[str, Unfold]] = []
        self.unset: list[str] = []
        self.open: Unfold = asdict if isinstance(kind, inspect.StructType) else dict

    def prepare(self, known: dict[int, _Fields]) -> None:
        for field in self.kind.fields:
            if unfold := _make(field.type, known):
                self.unfolds.append((field.name, unfold))
            # How msgspec shows a default that is UNSET.
            is_bare = field.default is field.default_factory is NODEFAULT
            if is_bare and not field.required:
                self.unset.append(field.name)

    @property
    def has_work(self) -> bool:
        return bool(self.unfolds or self.unset or self.tag)

    def __call__(self, value: Any) -> dict[str, Any]:
        data: dict[str, Any] = self.open(value)
        for name in self.unset:
            if data.get(name) is UNSET:
                del data[name]
        for name, unfold in self.unfolds:
            if name in data:
                data[name] = unfold(data[name])
        return self.tag | data if self.tag else data
