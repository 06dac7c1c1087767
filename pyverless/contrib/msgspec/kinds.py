"""What msgspec knows of a type, walked through."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal, Union, get_origin
from uuid import UUID

from msgspec import Meta, Raw, inspect

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "LISTS",
    "OBJECTS",
    "children",
    "get_bare_type",
    "get_class",
    "get_fields",
    "get_paths",
    "get_type",
    "plain",
    "reachable",
]

# How many relationships deep the paths go.
_DEPTH = 5

#: What may constrain a value: the arguments of `msgspec.Meta`.
_CONSTRAINTS = (
    "gt",
    "ge",
    "lt",
    "le",
    "multiple_of",
    "pattern",
    "min_length",
    "max_length",
    "tz",
)

#: What JSON has as an object with known keys.
OBJECTS = (inspect.StructType, inspect.TypedDictType, inspect.DataclassType)
#: What JSON has as an array of any length.
LISTS = (
    inspect.ListType,
    inspect.VarTupleType,
    inspect.SetType,
    inspect.FrozenSetType,
)

_TYPES: dict[type[inspect.Type], Any] = {
    inspect.AnyType: Any,
    inspect.NoneType: None,
    inspect.BoolType: bool,
    inspect.IntType: int,
    inspect.FloatType: float,
    inspect.StrType: str,
    inspect.BytesType: bytes,
    inspect.ByteArrayType: bytearray,
    inspect.MemoryViewType: memoryview,
    inspect.DateTimeType: datetime,
    inspect.TimeType: time,
    inspect.DateType: date,
    inspect.TimeDeltaType: timedelta,
    inspect.UUIDType: UUID,
    inspect.DecimalType: Decimal,
    inspect.RawType: Raw,
}

_COLLECTIONS: dict[type[inspect.Type], Any] = {
    inspect.ListType: list,
    inspect.SetType: set,
    inspect.FrozenSetType: frozenset,
}


def plain(kind: Any) -> Any:
    """Return a kind without what is only said about it."""
    while isinstance(kind, inspect.Metadata):
        kind = kind.type
    return kind


def children(kind: Any) -> Iterator[Any]:
    """Yield the kinds that a kind is made of."""
    for name in ("type", "item_type", "key_type", "value_type"):
        if (child := getattr(kind, name, None)) is not None:
            yield child
    for name in ("item_types", "types"):
        yield from getattr(kind, name, ())
    for field in getattr(kind, "fields", ()):
        yield field.type


def reachable(kind: Any) -> list[Any]:
    """Return a kind and all that it is made of, each once."""
    found = {id(kind): kind}
    waiting = [kind]
    while waiting:
        new = [c for c in children(waiting.pop()) if id(c) not in found]
        found |= {id(child): child for child in new}
        waiting += new
    return list(found.values())


def get_fields(kind: Any) -> dict[str | None, Any]:
    """Return the kinds of the fields of an object, by their keys in JSON.

    The key of a tag has none; a Struct that is alone may have a tag as well.
    """
    tag = {getattr(kind, "tag_field", None): None}
    return tag | {field.encode_name: field.type for field in kind.fields}


def get_class(kind: Any) -> Any:
    """Return the class of the values of a kind, without the parameters of a generic."""
    annotation = get_bare_type(plain(kind))
    return get_origin(annotation) or annotation


def get_type(kind: Any) -> Any:
    """Return the annotation that a kind was made of, constraints included."""
    kind = plain(kind)
    constraints = {
        name: value
        for name in _CONSTRAINTS
        if (value := getattr(kind, name, None)) is not None
    }
    annotation = get_bare_type(kind)
    return Annotated[annotation, Meta(**constraints)] if constraints else annotation


def get_bare_type(kind: Any) -> Any:
    """Return the annotation that a kind was made of, without constraints."""
    if hasattr(kind, "cls"):
        return kind.cls
    if type(kind) in _TYPES:
        return _TYPES[type(kind)]
    if isinstance(kind, inspect.LiteralType):
        return Literal[kind.values]
    if isinstance(kind, inspect.UnionType):
        return Union[tuple(map(get_type, kind.types))]  # noqa: UP007
    return _get_collection(kind)


def _get_collection(kind: Any) -> Any:
    if isinstance(kind, inspect.TupleType):
        return tuple[tuple(map(get_type, kind.item_types))]  # type: ignore[misc]
    if isinstance(kind, inspect.DictType):
        return dict[get_type(kind.key_type), get_type(kind.value_type)]  # type: ignore[misc]
    item = get_type(kind.item_type)
    if isinstance(kind, inspect.VarTupleType):
        return tuple[item, ...]  # type: ignore[valid-type]
    return _COLLECTIONS[type(kind)][item]


def get_paths(struct: Any) -> tuple[str, ...]:
    """Return the names that a Struct reads of an object, as in `author__name`."""
    return tuple(dict.fromkeys(_paths(inspect.type_info(struct), (), "")))


def _paths(kind: Any, chain: tuple[Any, ...], prefix: str) -> Iterator[str]:
    kind = plain(kind)
    if not isinstance(kind, inspect.StructType):
        for child in children(kind):
            yield from _paths(child, chain, prefix)
    elif kind.cls not in chain and len(chain) < _DEPTH:
        for field in kind.fields:
            path = prefix + field.name
            yield path
            yield from _paths(field.type, (*chain, kind.cls), f"{path}__")
