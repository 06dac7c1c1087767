"""What is wrong with a body: the places, in marshmallow's words and with its codes."""

from __future__ import annotations

from msgspec import ValidationError, convert, inspect

from pyverless.contrib.msgspec.kinds import (
    LISTS,
    OBJECTS,
    get_fields,
    get_type,
    plain,
)
from pyverless.contrib.msgspec.values import (
    get_length_faults,
    get_members,
    get_non_null,
    get_value_faults,
    get_value_name,
)
from pyverless.http.problems import pointer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from pyverless.types import ErrorDetail

    Path = tuple[Any, ...]
    Faults = Iterator[ErrorDetail]

__all__ = ["get_faults"]


def get_faults(kind: Any, data: Any) -> list[ErrorDetail]:
    """Return all faults of a body that can't be loaded as a kind."""
    if isinstance(kind, inspect.ListType) and isinstance(data, list):
        items = enumerate(data)
        found = [
            f for i, item in items for f in _find_outside(kind.item_type, item, (i,))
        ]
    else:
        found = [*_find_outside(kind, data, ())]
    # What is found by nobody else is still not valid.
    return found or [_fault((), "Invalid value.")]


def _find_outside(kind: Any, data: Any, path: Path) -> Faults:
    # Only what is in a field may be null.
    if isinstance(data, dict) and not isinstance(kind, inspect.ListType):
        return _find(kind, data, path)
    return iter([_fault(path, "Invalid input type.")])


def _fault(path: Path, detail: str, code: str = "invalid") -> ErrorDetail:
    return {"pointer": pointer(*path), "detail": detail, "code": code}


def _find(kind: Any, data: Any, path: Path) -> Faults:
    kind = plain(kind)
    if data is None:
        if not _takes_null(kind):
            yield _fault(path, "Field may not be null.", "null")
        return
    members = get_members(kind, data)
    if not members:
        names = dict.fromkeys(map(get_value_name, get_non_null(kind)))
        yield _fault(path, f"Not a valid {' or '.join(names)}.")
    elif len(members) > 1 and isinstance(members[0], inspect.StructType):
        yield from _find_by_tag(members, data, path)
    else:
        yield from _get_finder(members[0])(members[0], data, path)


def _takes_null(kind: Any) -> bool:
    if isinstance(kind, inspect.UnionType):
        return any(_takes_null(plain(member)) for member in kind.types)
    if isinstance(kind, inspect.LiteralType):
        return None in kind.values
    return isinstance(kind, inspect.NoneType | inspect.AnyType)


def _get_finder(kind: Any) -> Callable[[Any, Any, Path], Faults]:
    if getattr(kind, "array_like", False):
        return _find_in_value
    return _FINDERS.get(type(kind), _find_in_value)


def _find_in_value(kind: Any, data: Any, path: Path) -> Faults:
    for detail in get_value_faults(kind, data):
        yield _fault(path, detail)


def _find_in_list(kind: Any, data: Any, path: Path) -> Faults:
    if not isinstance(data, list):
        yield _fault(path, "Not a valid list.")
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
    allowed = get_fields(kind)
    unknown = sorted(data.keys() - allowed.keys())
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


# What has other values inside.
_FINDERS: dict[type[inspect.Type], Callable[[Any, Any, Path], Faults]] = {
    **dict.fromkeys(OBJECTS, _find_in_object),
    **dict.fromkeys(LISTS, _find_in_list),
    inspect.TupleType: _find_in_tuple,
    inspect.DictType: _find_in_mapping,
}
