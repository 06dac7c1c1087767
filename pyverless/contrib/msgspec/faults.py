"""What is wrong with a body: the places, in marshmallow's words and with its codes."""

from __future__ import annotations

from msgspec import ValidationError, convert, inspect

from pyverless.contrib.msgspec.kinds import get_type, plain
from pyverless.contrib.msgspec.values import (
    get_length_faults,
    get_value_faults,
    get_value_name,
    is_written_as,
)
from pyverless.http.problems import pointer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from pyverless.types import ErrorDetail

    Path = tuple[Any, ...]
    Faults = Iterator[ErrorDetail]

__all__ = ["get_faults", "has_unknown_keys"]

_OBJECTS = (inspect.StructType, inspect.TypedDictType, inspect.DataclassType)
_LISTS = (
    inspect.ListType,
    inspect.VarTupleType,
    inspect.SetType,
    inspect.FrozenSetType,
)


def get_faults(kind: Any, data: Any) -> list[ErrorDetail]:
    """Return all faults of a body that can't be loaded as a kind."""
    # What is found by nobody else is still not valid.
    return [*_find(kind, data, ())] or [_fault((), "Invalid value.")]


def _fault(path: Path, detail: str, code: str = "invalid") -> ErrorDetail:
    return {"pointer": pointer(*path), "detail": detail, "code": code}


def _find(kind: Any, data: Any, path: Path) -> Faults:
    kind = plain(kind)
    if data is None:
        if not _takes_null(kind):
            yield _fault(path, "Field may not be null.", "null")
        return
    members = _get_members(kind, data)
    if len(members) == 1:
        yield from _get_finder(members[0])(members[0], data, path)
    elif not members:
        names = " or ".join(map(get_value_name, map(plain, _not_null(kind))))
        yield _fault(path, f"Not a valid {names}.")
    elif all(isinstance(member, inspect.StructType) for member in members):
        yield from _find_by_tag(members, data, path)
    elif all(any(_get_finder(m)(m, data, path)) for m in members):
        yield _fault(path, "Invalid value.")


def _takes_null(kind: Any) -> bool:
    if isinstance(kind, inspect.UnionType):
        return any(_takes_null(plain(member)) for member in kind.types)
    if isinstance(kind, inspect.LiteralType):
        return None in kind.values
    return isinstance(kind, inspect.NoneType | inspect.AnyType | inspect.RawType)


def _not_null(kind: Any) -> list[Any]:
    types = kind.types if isinstance(kind, inspect.UnionType) else [kind]
    return [t for t in map(plain, types) if not isinstance(t, inspect.NoneType)]


def _get_members(kind: Any, data: Any) -> list[Any]:
    """Return the kinds that data may be of: those of a union that look like it."""
    members = _not_null(kind)
    if len(members) == 1:
        return members
    return [member for member in members if is_written_as(member, data)]


def _get_finder(kind: Any) -> Callable[[Any, Any, Path], Faults]:
    if isinstance(kind, _OBJECTS) and not getattr(kind, "array_like", False):
        return _find_in_object
    if isinstance(kind, _LISTS):
        return _find_in_list
    if isinstance(kind, inspect.TupleType):
        return _find_in_tuple
    if isinstance(kind, inspect.DictType):
        return _find_in_mapping
    return _find_in_value


def _find_in_value(kind: Any, data: Any, path: Path) -> Faults:
    for detail in get_value_faults(kind, data):
        yield _fault(path, detail)


def _find_in_list(kind: Any, data: Any, path: Path) -> Faults:
    if not isinstance(data, list):
        # A body that is to be a list has no field to be named.
        is_body = not path
        yield _fault(path, "Invalid input type." if is_body else "Not a valid list.")
        return
    found = [
        f
        for i, item in enumerate(data)
        for f in _find(kind.item_type, item, (*path, i))
    ]
    details = get_length_faults(kind, data) if not found else ()
    yield from found
    yield from (_fault(path, detail) for detail in details)


def _find_in_tuple(kind: Any, data: Any, path: Path) -> Faults:
    if not isinstance(data, list):
        yield _fault(path, "Not a valid tuple.")
    elif len(data) != len(kind.item_types):
        yield _fault(path, f"Length must be {len(kind.item_types)}.")
    else:
        for index, item_type in enumerate(kind.item_types):
            yield from _find(item_type, data[index], (*path, index))


def _find_in_mapping(kind: Any, data: Any, path: Path) -> Faults:
    if not isinstance(data, dict):
        yield _fault(path, "Not a valid mapping type.")
        return
    found: list[ErrorDetail] = []
    for key, value in data.items():
        found += _find_in_key(kind.key_type, key, (*path, key))
        found += _find(kind.value_type, value, (*path, key))
    details = get_length_faults(kind, data) if not found else ()
    yield from found
    yield from (_fault(path, detail) for detail in details)


def _keys_of(kind: Any) -> Any:
    return inspect.DictType(kind, inspect.NoneType())


def _find_in_key(kind: Any, key: str, path: Path) -> Faults:
    # Keys of JSON are text, whatever they stand for.
    try:
        convert({key: None}, get_type(_keys_of(kind)), str_keys=True)
    except ValidationError:
        yield _fault(path, f"Not a valid {get_value_name(plain(kind))}.")


# Objects


def _find_in_object(kind: Any, data: Any, path: Path) -> Faults:
    if not isinstance(data, dict):
        yield _fault(path, "Invalid input type.")
        return
    found = [*_find_in_fields(kind, data, path)]
    allowed = _get_keys(kind)
    unknown = [key for key in data if key not in allowed]
    found += [_fault((*path, key), "Unknown field.", "unknown") for key in unknown]
    yield from found or _find_in_whole(kind, data, path)


def _find_in_fields(kind: Any, data: Any, path: Path) -> Faults:
    for field in kind.fields:
        place = (*path, field.encode_name)
        if field.encode_name in data:
            yield from _find(field.type, data[field.encode_name], place)
        elif field.required:
            yield _fault(place, "Missing data for required field.", "required")


def _find_in_whole(kind: Any, data: Any, path: Path) -> Faults:
    """Yield what only the class itself can say, in `__post_init__()`."""
    try:
        convert(data, kind.cls, str_keys=True)
    except ValidationError as exc:
        # A ValueError is raised to be read. A TypeError may be a slip, and its text has
        # the names of Python's types.
        is_meant = isinstance(exc.__cause__, ValueError)
        yield _fault(path, str(exc.__cause__) if is_meant else "Invalid value.")


def _find_by_tag(kinds: list[Any], data: Any, path: Path) -> Faults:
    """Yield the faults of the one Struct of several that a tag names."""
    field = kinds[0].tag_field
    if field not in data:
        place = (*path, field)
        yield _fault(place, "Missing data for required field.", "required")
        return
    for kind in kinds:
        if kind.tag == data[field]:
            yield from _find_in_object(kind, data, path)
            return
    tags = ", ".join(sorted(str(kind.tag) for kind in kinds))
    yield _fault((*path, field), f"Must be one of: {tags}.")


def _get_keys(kind: Any) -> set[str | None]:
    # A Struct that is alone may have a tag as well.
    tag_field = getattr(kind, "tag_field", None)
    return {tag_field, *(field.encode_name for field in kind.fields)}


def has_unknown_keys(kind: Any, data: Any) -> bool:
    """Return whether data that is otherwise good has keys that no class asks for."""
    if not isinstance(data, dict | list):
        return False
    kind = plain(kind)
    members = _get_members(kind, data)
    if len(members) != 1:
        members = [m for m in members if getattr(m, "tag", None) == data[m.tag_field]]
    return any(_has_unknown_keys(member, data) for member in members)


def _has_unknown_keys(kind: Any, data: Any) -> bool:
    if isinstance(kind, _OBJECTS) and isinstance(data, dict):
        if not data.keys() <= _get_keys(kind):
            return True
        types = {field.encode_name: field.type for field in kind.fields}
        return any(has_unknown_keys(types[k], data[k]) for k in data if k in types)
    if isinstance(kind, _LISTS):
        return any(has_unknown_keys(kind.item_type, item) for item in data)
    if isinstance(kind, inspect.DictType):
        return any(has_unknown_keys(kind.value_type, data[key]) for key in data)
    if isinstance(kind, inspect.TupleType):
        pairs = zip(kind.item_types, data, strict=True)
        return any(has_unknown_keys(item_type, item) for item_type, item in pairs)
    return False
