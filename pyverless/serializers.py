"""Serializers: from objects to what JSON can say, and back.

A handler's `serializer` may be a marshmallow Schema (class or instance), a
`Serializer`, or any function of one object. Each becomes one of the adapters below,
once, during INIT.
"""

from __future__ import annotations

from pyverless.config import resolve
from pyverless.exceptions import BadRequestError, ImproperlyConfigured
from pyverless.http.problems import pointer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from pyverless.types import ErrorDetail

__all__ = ["Serializer", "get_adapter"]


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
            return {name: _value(obj, name) for name in self.include}
        names = _field_names(obj)
        if unknown := set(self.exclude) - set(names):
            # A misspelt name would let through what it was meant to keep in.
            raise ImproperlyConfigured(
                f"{type(self).__name__}.exclude names {sorted(unknown)}, which "
                f"{type(obj).__name__} does not have."
            )
        return {name: _value(obj, name) for name in names if name not in self.exclude}


def _value(obj: Any, name: str) -> Any:
    return obj[name] if isinstance(obj, dict) else getattr(obj, name)


def _field_names(obj: Any) -> list[str]:
    if isinstance(obj, dict):
        return list(obj)
    return [name for name in vars(obj) if not name.startswith("_")]


class FunctionAdapter:
    """A function of one object as a serializer; it can't load."""

    can_load = False

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self.dump = function

    def dump_many(self, objects: Iterable[Any]) -> list[Any]:
        """Return what the function makes of each object."""
        return list(map(self.dump, objects))


class SchemaAdapter:
    """A marshmallow Schema as a serializer: https://marshmallow.readthedocs.io."""

    can_load = True

    def __init__(self, schema: Any) -> None:
        # Whoever has a schema has imported marshmallow: this costs nothing.
        from marshmallow import ValidationError

        self.schema = schema
        self.dump = schema.dump
        self._error = ValidationError

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
            return self.schema.load(data, **({"partial": True} if partial else {}))
        except self._error as exc:
            raise BadRequestError(
                "The body is not valid.", errors=list(_details(exc.messages))
            ) from exc


def get_adapter(
    declared: Any, wanted_by: str
) -> FunctionAdapter | SchemaAdapter | None:
    """Return the adapter of a declared serializer; None of None.

    Called once per handler, during INIT. A text is the dotted path of a serializer;
    `wanted_by` says in messages where it was declared.
    """
    if declared is None:
        return None
    declared = resolve(declared, wanted_by)
    if isinstance(declared, type) and _is_serializer(declared):
        declared = declared()
    if hasattr(declared, "dump") and hasattr(declared, "load"):
        return SchemaAdapter(declared)
    if callable(declared):
        return FunctionAdapter(declared)
    raise ImproperlyConfigured(
        f"{wanted_by} is {declared!r}. Set it to a marshmallow Schema, a Serializer, "
        "or a function of one object."
    )


def _is_serializer(declared: type) -> bool:
    return issubclass(declared, Serializer) or hasattr(declared, "dump")


def _details(messages: Any, path: tuple[Any, ...] = ()) -> Iterator[ErrorDetail]:
    """Yield the faults in marshmallow's messages, which nest like the data."""
    if isinstance(messages, dict):
        for key, nested in messages.items():
            yield from _details(nested, path if key == "_schema" else (*path, key))
    elif isinstance(messages, list):
        for nested in messages:
            yield from _details(nested, path)
    else:
        yield {"pointer": pointer(*path), "detail": str(messages), "code": "invalid"}
