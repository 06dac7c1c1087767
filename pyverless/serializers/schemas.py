"""marshmallow Schemas as serializers: https://marshmallow.readthedocs.io.

Imported when a handler declares one.
"""

from __future__ import annotations

from copy import copy
from functools import partial

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
            raise BadRequestError(
                "The body is not valid.",
                errors=list(_faults(exc.messages, self.loading)),
            ) from exc
        except RecursionError:
            raise BadRequestError("The body nests too deeply.") from None


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
        for key in sorted(messages, key=lambda key: _get_rank(messages, key)):
            yield from _faults(messages[key], *_step(node, key, path))
    elif isinstance(messages, list):
        for nested in messages:
            yield from _faults(nested, node, path)
    else:
        code = _code(messages, node)
        yield {"pointer": pointer(*path), "detail": str(messages), "code": code}


def _get_rank(messages: Any, key: Any) -> str:
    # marshmallow finds unknown keys in another order each time.
    return str(key) if messages[key] == _UNKNOWN else ""


def _step(node: Any, key: Any, path: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """Return what a key of messages is about, and its place in the body."""
    if key == "_schema":
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
        by_key = {f.data_key or name: f for name, f in node.load_fields.items()}
        return by_key.get(key, node)
    return node


class _Entry:
    """An entry of a field that holds a dictionary."""

    def __init__(self, mapping: Any) -> None:
        self.mapping = mapping


def _code(message: Any, node: Any) -> str:
    """Return the code of a fault, whatever words a schema has for it."""
    known = getattr(node, "error_messages", {})
    for code in ("required", "null", "unknown"):
        if message == known.get(code):
            return code
    return "invalid"
