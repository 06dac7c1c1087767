"""Keys that nobody asked for, in data that is good otherwise.

msgspec passes over them, in classes that don't forbid them.
"""

from __future__ import annotations

from msgspec import inspect

from pyverless.contrib.msgspec.kinds import LISTS, OBJECTS, get_fields, plain, reachable
from pyverless.contrib.msgspec.values import get_members

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["UnknownKeys"]


class UnknownKeys:
    """What finds out whether there are unknown keys in data of a kind."""

    def __init__(self, kind: Any) -> None:
        self._fields = {
            id(each): get_fields(each)
            for each in reachable(kind)
            if isinstance(each, OBJECTS)
        }

    def are_in(self, kind: Any, data: Any) -> bool:
        """Return whether there are any at some depth."""
        if type(data) is not dict and type(data) is not list:
            return False
        kind = plain(kind)
        members = get_members(kind, data) if type(kind) is inspect.UnionType else [kind]
        if len(members) > 1:  # Structs, which a tag tells from each other
            members = [m for m in members if m.tag == data[m.tag_field]]
        return any(self._are_inside(member, data) for member in members)

    def _are_inside(self, kind: Any, data: Any) -> bool:
        if isinstance(kind, OBJECTS):
            return type(data) is dict and self._are_in_object(kind, data)
        if isinstance(kind, LISTS):
            return any(self.are_in(kind.item_type, item) for item in data)
        if isinstance(kind, inspect.DictType):
            return any(self.are_in(kind.value_type, item) for item in data.values())
        if isinstance(kind, inspect.TupleType):
            pairs = zip(kind.item_types, data, strict=True)
            return any(self.are_in(item_type, item) for item_type, item in pairs)
        return False

    def _are_in_object(self, kind: Any, data: dict[str, Any]) -> bool:
        fields = self._fields[id(kind)]
        if not data.keys() <= fields.keys():
            return True
        inner = [key for key in data if type(data[key]) in (dict, list)]
        return any(self.are_in(fields[key], data[key]) for key in inner)
