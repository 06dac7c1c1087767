"""marshmallow Schemas as serializers: https://marshmallow.readthedocs.io.

Imported when a handler declares one.
"""

from __future__ import annotations

from copy import copy
from functools import cached_property, partial

from marshmallow import Schema, ValidationError, fields
from marshmallow.exceptions import RegistryError
from marshmallow.utils import get_value

from pyverless.exceptions import BadRequestError
from pyverless.http.problems import pointer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from pyverless.types import ErrorDetail

__all__ = ["SchemaAdapter", "get_nested_schema"]

# How many relationships deep the paths go.
_DEPTH = 5

# The messages about a key that is unknown, unless a schema has words of its own.
_UNKNOWN = ["Unknown field."]
# Where it has the messages that are about no single field.
_WHOLE = "_schema"
_TEXT = {str}
# What tells more than that a value is bad; the first, where messages are the same.
_CODES = ("required", "null", "unknown")


class SchemaAdapter:
    """A marshmallow Schema as a serializer.

    With `many`, bodies are arrays. Answers never are because of the schema: whether one
    object or several are dumped is for the handler to say.
    """

    can_load = True
    dumps = None
    load_json = None

    def __init__(self, schema: Any, *, many: bool = False) -> None:
        self.schema = schema = _with_short_way(schema)
        self.many = many
        #: The schema of bodies, for a subclass that needs another.
        self.loading = schema
        self.dump = partial(schema.dump, many=False) if schema.many else schema.dump
        self.paths = tuple(dict.fromkeys(_paths(schema, (type(schema),))))
        self._load = partial(schema.load, many=many) if schema.many else schema.load

    def dump_many(self, objects: Iterable[Any]) -> list[Any]:
        """Return the dictionaries of the objects."""
        dumped: list[Any] = self.schema.dump(list(objects), many=True)
        return dumped

    def load(self, data: Any, *, partial: bool = False) -> Any:
        """Return validated data. With `partial`, absent fields are left alone.

        Raises BadRequestError with one detail per fault.
        """
        try:
            # Only on demand: a schema made with partial=... keeps its own.
            return self._load(data, partial=True) if partial else self._load(data)
        except ValidationError as exc:
            faults = self._get_faults(exc.messages)
            raise BadRequestError("The body is not valid.", errors=faults) from exc
        except RecursionError:
            raise BadRequestError("The body nests too deeply.") from None

    def _get_faults(self, messages: Any) -> list[ErrorDetail]:
        if not isinstance(messages, dict):
            return [*_faults(messages, self.loading)]
        faults: list[ErrorDetail] = []
        for key in _in_order(messages):
            found, place = messages[key], self._places.get(key)
            is_text = type(found) is list and {*map(type, found)} == _TEXT
            if place is not None and is_text:  # as nearly all that is wrong
                where, codes = place
                for text in found:
                    code = codes.get(text, "invalid")
                    faults.append({"pointer": where, "detail": text, "code": code})
            else:
                faults += _faults(found, *_step(self.loading, key, ()))
        return faults

    @cached_property
    def _places(self) -> dict[str, tuple[str, dict[Any, str]]]:
        """Where each field is in a body, and the codes that its messages have."""
        return {
            key: (pointer(key), _get_codes(field))
            for key, field in _by_key(self.loading).items()
            if key != _WHOLE
        }


def _with_short_way(schema: Any) -> Any:
    """Return the schema with a shorter way to the attributes of objects.

    marshmallow asks each object for each attribute whether it has keys as well, which
    takes a quarter of the time of dumping.
    """
    if type(schema).get_attribute is not Schema.get_attribute:
        return schema
    schema = copy(schema)
    schema.get_attribute = _get_attribute
    return schema


def _get_attribute(obj: Any, attr: str, default: Any) -> Any:
    if hasattr(obj, "__getitem__") or "." in attr:
        return get_value(obj, attr, default)
    return getattr(obj, attr, default)


# What dumping reads


def _paths(schema: Schema, chain: tuple[type, ...], prefix: str = "") -> Iterator[str]:
    for name, field in schema.dump_fields.items():
        # "author.name" is read from the author.
        path = prefix + (field.attribute or name).partition(".")[0]
        yield path
        nested = get_nested_schema(field)
        is_new = nested is not None and type(nested) not in chain
        if nested is not None and is_new and len(chain) < _DEPTH:
            yield from _paths(nested, (*chain, type(nested)), f"{path}__")


def get_nested_schema(field: Any) -> Schema | None:
    """Return the schema of what is nested in a field, or in a list; None of others."""
    while isinstance(field, fields.List):
        field = field.inner
    if not isinstance(field, fields.Nested):
        return None
    try:
        return field.schema
    except (RegistryError, NameError):
        return None  # named by its class, which is yet to be defined


# What is wrong with a body


def _faults(
    messages: Any, node: Any, path: tuple[Any, ...] = ()
) -> Iterator[ErrorDetail]:
    """Yield the faults in marshmallow's messages, which nest like the data.

    `node` is the schema or field that they are about; of an unknown key the schema.
    """
    if isinstance(messages, dict):
        for key in _in_order(messages):
            yield from _faults(messages[key], *_step(node, key, path))
    elif isinstance(messages, list):
        for nested in messages:
            yield from _faults(nested, node, path)
    else:
        code = _code(messages, node)
        yield {"pointer": pointer(*path), "detail": str(messages), "code": code}


def _in_order(messages: dict[Any, Any]) -> list[Any]:
    if _UNKNOWN not in messages.values():
        return [*messages]
    # marshmallow finds unknown keys in another order each time.
    return sorted(messages, key=lambda key: _get_rank(messages, key))


def _get_rank(messages: Any, key: Any) -> str:
    return str(key) if messages[key] == _UNKNOWN else ""


def _step(node: Any, key: Any, path: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """Return what a key of messages is about, and its place in the body."""
    if key == _WHOLE:
        return node, path
    if isinstance(node, _Entry):  # its messages are below "key" and "value"
        return getattr(node.mapping, f"{key}_field"), path
    if isinstance(node, fields.Pluck) and isinstance(key, str):
        return node.schema.fields.get(key), path  # the body has the plain value
    return _child(node, key), (*path, key)


def _child(node: Any, key: Any) -> Any:
    if isinstance(node, fields.List):
        return node.inner
    if isinstance(node, fields.Mapping):
        return _Entry(node)
    if isinstance(node, fields.Nested) and not isinstance(key, int):
        node = node.schema
    if isinstance(node, Schema):
        return _by_key(node).get(key, node)
    return node


def _by_key(schema: Schema) -> dict[str, Any]:
    return {f.data_key or name: f for name, f in schema.load_fields.items()}


class _Entry:
    """An entry of a field that holds a dictionary."""

    def __init__(self, mapping: Any) -> None:
        self.mapping = mapping


def _get_codes(field: Any) -> dict[str, str]:
    """Return the codes of those messages of a field that are plain text."""
    known = {code: field.error_messages.get(code) for code in reversed(_CODES)}
    return {text: code for code, text in known.items() if isinstance(text, str)}


def _code(message: Any, node: Any) -> str:
    """Return the code of a fault, whatever words a schema has for it."""
    known = getattr(node, "error_messages", {})
    for code in _CODES:
        if message == known.get(code):
            return code
    return "invalid"
