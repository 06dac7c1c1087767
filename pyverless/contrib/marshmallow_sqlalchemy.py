"""Schemas of marshmallow-sqlalchemy as serializers.

https://marshmallow-sqlalchemy.readthedocs.io. Found where a handler declares one::

    class ArticleSchema(SQLAlchemyAutoSchema):
        class Meta:
            model = Article

    class ArticleCreate(CreateHandler):
        model = Article
        serializer = ArticleSchema

Bodies become dictionaries, with `load_instance` as well: handlers make and change the
objects. In an automatic schema keys that the database makes, the version and
relationships are for answers only, unless the schema declares a field for them.
"""

from __future__ import annotations

from copy import copy
from functools import partial

from marshmallow import Schema, fields

from pyverless.serializers.schemas import SchemaAdapter, get_nested_schema

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

__all__ = ["ModelSchemaAdapter"]


class ModelSchemaAdapter(SchemaAdapter):
    """A schema of marshmallow-sqlalchemy as a serializer."""

    def __init__(self, schema: Any, *, many: bool = False) -> None:
        super().__init__(schema, many=many)
        # A copy, because its author may load with the schema elsewhere.
        bare = self.loading = _get_bare_schema(schema, {})
        self._load = partial(bare.load, many=many)
        if type(schema).load.__module__.startswith("marshmallow_sqlalchemy."):
            # Which reads the version of marshmallow from a file, every time.
            self._load = partial(Schema.load, bare, many=many)


def _get_bare_schema(schema: Any, known: dict[Any, Any]) -> Any:
    """Return a copy of a schema that loads dictionaries of what callers may set."""
    key = (
        type(schema),
        schema.many,
        frozenset(schema.only or ()),
        frozenset(schema.exclude),
    )
    # A schema may be nested in itself.
    if key not in known:
        bare = known[key] = copy(schema)
        bare._load_instance = False
        hidden = set(_get_hidden(schema))
        bare.load_fields = {
            name: _get_bare_field(field, known)
            for name, field in schema.load_fields.items()
            if name not in hidden
        }
    return known[key]


def _get_bare_field(field: Any, known: dict[Any, Any]) -> Any:
    nested = get_nested_schema(field)
    if nested is None:
        return field
    bare = copy(field)
    if isinstance(field, fields.List):
        bare.inner = _get_bare_field(field.inner, known)
    else:
        bare._schema = _get_bare_schema(nested, known)
    return bare


def _get_hidden(schema: Any) -> Iterator[str]:
    """Yield the names of the fields that the database and its mapper look after."""
    if not hasattr(schema.opts, "include_relationships"):
        return  # every field is declared
    converter = schema.opts.model_converter(schema_cls=type(schema))
    for name, field in schema.load_fields.items():
        made = _get_made_field(schema.opts, converter, field.attribute or name)
        if made is not None and _is_same(field, made):
            yield name


def _get_made_field(opts: Any, converter: Any, name: str) -> Any:
    """Return the automatic field of something that callers must not set, or None."""
    if opts.model is None:
        column = opts.table.columns.get(name)
        is_key = column is not None and column.primary_key
        field = converter.column2field(column) if is_key else None
        return None if field is None or field.required else field
    mapper = opts.model.__mapper__
    prop = mapper.attrs.get(name)
    if prop is None:
        return None
    field = converter.field_for(opts.model, name)
    column = getattr(prop, "columns", [None])[0]
    if column is None or column is mapper.version_id_col:
        return field
    # A key without a default is made by the caller: a slug, say.
    return field if column in mapper.primary_key and not field.required else None


def _is_same(field: Any, made: Any) -> bool:
    # All that a declaration can say is in what marshmallow shows of a field.
    return field.data_key == made.data_key and repr(field) == repr(made)
