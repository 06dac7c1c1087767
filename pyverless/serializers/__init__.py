"""Serializers: from objects to what JSON can say, and back.

A handler's `serializer` may be a marshmallow Schema (class or instance), a msgspec
Struct, a `Serializer`, or any function of one object. Each becomes an adapter, once,
during INIT: see `get_adapter`.
"""

from __future__ import annotations

from functools import cached_property
from keyword import iskeyword

from pyverless._imports import import_string
from pyverless.config import resolve
from pyverless.exceptions import ImproperlyConfigured

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

__all__ = ["Serializer", "get_adapter"]

# Kinds of serializers whose libraries not everybody has. Dotted paths, because
# pyverless.contrib stands above this module.
_STRUCT_ADAPTER = "pyverless.contrib.msgspec.StructAdapter"
_MODEL_SCHEMA_ADAPTER = "pyverless.contrib.marshmallow_sqlalchemy.ModelSchemaAdapter"


class Serializer:
    """A dictionary of an object's attributes, without a schema.

    `include` names the attributes to write. Without it every public attribute is
    written but those in `exclude`. Both are class attributes of a subclass, or
    arguments::

        serializer = Serializer(include=["id", "title"])
    """

    #: The names of the attributes to write, in this order.
    include: Sequence[str] = ()
    #: The names of the attributes to leave out, where `include` is empty.
    exclude: Sequence[str] = ()

    def __init__(
        self, include: Sequence[str] | None = None, exclude: Sequence[str] | None = None
    ) -> None:
        if include is not None:
            self.include = include
        if exclude is not None:
            self.exclude = exclude
        if bool(self.include) == bool(self.exclude):
            raise ImproperlyConfigured(
                f"{type(self).__name__} needs either include or exclude, not "
                f"{'both' if self.include else 'neither'}."
            )
        if isinstance(self.include or self.exclude, str):
            raise ImproperlyConfigured(
                f"{type(self).__name__} has {self.include or self.exclude!r} as its "
                "names. Set include or exclude to a list of names."
            )

    def __call__(self, obj: Any) -> dict[str, Any]:
        """Return the dictionary of one object; override for computed values."""
        if self.include:
            found: dict[str, Any] = self._readers[0](obj)
            return found
        names = _field_names(obj)
        if unknown := set(self.exclude) - set(names):
            # A misspelt name would let through what it was meant to keep in.
            raise ImproperlyConfigured(
                f"{type(self).__name__}.exclude names {sorted(unknown)}, which "
                f"{type(obj).__name__} does not have."
            )
        return {name: _value(obj, name) for name in names if name not in self.exclude}

    @cached_property
    def _readers(self) -> Any:
        return _make_readers(tuple(self.include))


def _make_readers(names: tuple[str, ...]) -> Any:
    """Return what makes a dictionary of an object's attributes or keys, and a list."""

    def read(obj: Any) -> dict[str, Any]:
        return {name: _value(obj, name) for name in names}

    if not all(map(_is_plain, names)):
        return read, lambda objects: list(map(read, objects))
    # As source, attributes are read in a third of the time that getattr() takes. There
    # is nothing in it but names that are identifiers, and they are the developer's.
    items = ", ".join(f"{name!r}: obj.{name}" for name in names)
    one = f"read(obj) if isinstance(obj, dict) else {{{items}}}"
    source = f"lambda obj: {one}, lambda objects: [{one} for obj in objects]"
    return eval(source, {"read": read})  # noqa: S307 # nosec B307


def _is_plain(name: Any) -> bool:
    """Return whether a name stands for itself in Python's source."""
    is_text = type(name) is str and name.isascii()
    return is_text and name.isidentifier() and not iskeyword(name)


def _value(obj: Any, name: str) -> Any:
    return obj[name] if isinstance(obj, dict) else getattr(obj, name)


def _field_names(obj: Any) -> list[str]:
    if isinstance(obj, dict):
        return list(obj)
    return [name for name in vars(obj) if not name.startswith("_")]


class FunctionAdapter:
    """A function of one object as a serializer; it can't load."""

    can_load = False
    many = False
    dumps = None
    load_json = None

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self.dump, self._dump_many = _get_dumps(function)
        #: A Serializer says what it reads; any other function may read anything.
        self.paths = tuple(getattr(function, "include", ()))

    def dump_many(self, objects: Iterable[Any]) -> list[Any]:
        """Return what the function makes of each object."""
        dumped: list[Any] = self._dump_many(objects)
        return dumped


def _get_dumps(function: Any) -> Any:
    """Return what is called for an object and for several, by the shortest way."""
    is_plain = getattr(type(function), "__call__", None) is Serializer.__call__  # noqa: B004
    if is_plain and function.include:
        return function._readers
    return function, lambda objects: list(map(function, objects))


def get_adapter(declared: Any, wanted_by: str, *, for_bodies: bool = False) -> Any:
    """Return the adapter of a declared serializer; None of None.

    Called once per handler, during INIT. A text is the dotted path of a serializer;
    `wanted_by` says in messages where it was declared. `for_bodies` is whether it was
    declared for what comes in: only then it may be one for lists (`many`), and only
    then a Struct loads.

    An adapter has `dump(obj)` and `dump_many(objects)`, `can_load` and
    `load(data, partial=False)`, `many` (whether bodies are arrays), `paths` (the names
    that dumping reads, as in `author__name`), `dumps` (what writes dumped data as JSON,
    or None) and `load_json(raw, partial=False)` (a faster `load()`, or None).
    """
    if declared is None:
        return None
    declared = resolve(declared, wanted_by)
    if _is_struct(declared):
        return import_string(_STRUCT_ADAPTER, wanted_by)(declared, loads=for_bodies)
    if isinstance(declared, type) and _is_serializer(declared):
        declared = declared()
    if hasattr(declared, "dump") and hasattr(declared, "load"):
        return _get_schema_adapter(declared, wanted_by, for_bodies)
    if callable(declared):
        return FunctionAdapter(declared)
    raise ImproperlyConfigured(
        f"{wanted_by} is {declared!r}. Set it to a marshmallow Schema, a msgspec "
        "Struct, a Serializer, or a function of one object."
    )


def _get_schema_adapter(schema: Any, wanted_by: str, for_bodies: bool) -> Any:
    many = for_bodies and schema.many
    if hasattr(schema.opts, "load_instance"):
        return import_string(_MODEL_SCHEMA_ADAPTER, wanted_by)(schema, many=many)
    # Whoever has a schema has imported marshmallow: this costs nothing.
    from pyverless.serializers.schemas import SchemaAdapter

    return SchemaAdapter(schema, many=many)


def _is_struct(declared: Any) -> bool:
    """Return whether something is a msgspec Struct, or a list of them."""
    # A generic Struct with its parameters is no class itself.
    cls = getattr(declared, "__origin__", declared)
    if cls is list:
        return _is_struct(declared.__args__[0])
    return isinstance(cls, type) and hasattr(cls, "__struct_fields__")


def _is_serializer(declared: type) -> bool:
    return issubclass(declared, Serializer) or hasattr(declared, "dump")
