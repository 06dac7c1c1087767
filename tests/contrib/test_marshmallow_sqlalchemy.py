"""Schemas of marshmallow-sqlalchemy as serializers."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from marshmallow import Schema, fields
from marshmallow_sqlalchemy import SQLAlchemyAutoSchema, SQLAlchemySchema, auto_field
from marshmallow_sqlalchemy.fields import Nested
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from pyverless.config import override_settings
from pyverless.contrib.sqlalchemy import ModelMixin, create_all, drop_all
from pyverless.exceptions import BadRequestError
from pyverless.handlers import (
    CreateHandler,
    ListHandler,
    UpdateHandler,
)
from pyverless.routing import App, path
from pyverless.serializers import get_adapter
from pyverless.test import Client

WHERE = "ArticleList.serializer"


class Base(ModelMixin, DeclarativeBase):
    pass


class Writer(Base):
    __tablename__ = "writers"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(9))
    poems: Mapped[list[Poem]] = relationship(back_populates="writer")


class Poem(Base):
    __tablename__ = "poems"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(9))
    rank: Mapped[int | None]
    version: Mapped[int] = mapped_column(nullable=False)
    writer_id: Mapped[int | None] = mapped_column(ForeignKey("writers.id"))
    writer: Mapped[Writer | None] = relationship(back_populates="poems")

    __mapper_args__ = {"version_id_col": version}


class Tag(Base):
    __tablename__ = "tags"

    slug: Mapped[str] = mapped_column(primary_key=True)


class Token(Base):
    __tablename__ = "tokens"

    key: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    note: Mapped[str | None]


class PoemSchema(SQLAlchemyAutoSchema):
    class Meta:
        model = Poem
        include_fk = True
        include_relationships = True


class PoemInstance(SQLAlchemyAutoSchema):
    class Meta:
        model = Poem
        load_instance = True


def load(schema, data, **options):
    return get_adapter(schema, WHERE, for_bodies=True).load(data, **options)


def faults(schema, data, **options):
    with pytest.raises(BadRequestError) as caught:
        load(schema, data, **options)
    return [(fault["pointer"], fault["code"]) for fault in caught.value.errors]


@pytest.fixture
def database(tmp_path):
    with override_settings(DATABASE_URL=f"sqlite:///{tmp_path}/poems.db"):
        create_all(Base)
        yield
        drop_all(Base)


# Dictionaries


@pytest.mark.parametrize("schema", [PoemInstance, PoemInstance(), PoemSchema])
def test_a_body_becomes_a_dictionary_even_where_the_schema_loads_objects(schema):
    assert load(schema, {"title": "Ode", "rank": 1}) == {"title": "Ode", "rank": 1}
    assert load(schema, {"rank": 1}, partial=True) == {"rank": 1}


def test_several_bodies_become_dictionaries():
    assert load(PoemInstance(many=True), [{"title": "a"}]) == [{"title": "a"}]
    assert faults(PoemInstance(many=True), [{"title": "a"}, {"id": 1}]) == [
        ("#/1/title", "required"),
        ("#/1/id", "unknown"),
    ]


def test_the_schema_stays_as_its_author_made_it():
    schema = PoemInstance(transient=True)
    assert load(schema, {"title": "Ode"}) == {"title": "Ode"}

    poem = schema.load({"id": 1, "title": "Ode", "version": 1})

    assert isinstance(poem, Poem)
    assert isinstance(PoemInstance().load(vars_of(poem), transient=True), Poem)


def vars_of(poem):
    return {"id": poem.id, "title": poem.title, "version": poem.version}


def test_what_is_chosen_of_a_schema_holds():
    assert load(PoemInstance(only=["rank"]), {"rank": 1}) == {"rank": 1}
    assert faults(PoemInstance(exclude=["rank"]), {"title": "a", "rank": 1}) == [
        ("#/rank", "unknown")
    ]


def test_errors_are_those_of_any_schema():
    data = {"title": "much too long", "rank": "x", "no": 1}

    assert faults(PoemSchema, data) == [
        ("#/title", "invalid"),
        ("#/rank", "invalid"),
        ("#/no", "unknown"),
    ]
    assert faults(PoemSchema, {}) == [("#/title", "required")]


def test_a_load_of_ones_own_is_called():
    class Upper(PoemInstance):
        def load(self, data, **options):
            loaded = super().load(data, **options)
            return {name: str(value).upper() for name, value in loaded.items()}

    assert load(Upper, {"title": "ode"}) == {"title": "ODE"}


# What callers can't set


@pytest.mark.parametrize("name", ["id", "version", "writer"])
@pytest.mark.parametrize("partial", [False, True])
def test_what_the_database_makes_is_for_answers_only(name, partial):
    data = {"title": "Ode", name: 1}

    assert faults(PoemSchema, data, partial=partial) == [(f"#/{name}", "unknown")]


def test_a_key_with_a_default_is_for_answers_only():
    class TokenSchema(SQLAlchemyAutoSchema):
        class Meta:
            model = Token

    assert faults(TokenSchema, {"key": str(UUID(int=1))}) == [("#/key", "unknown")]


def test_a_key_that_the_caller_makes_is_loaded():
    class TagSchema(SQLAlchemyAutoSchema):
        class Meta:
            model = Tag

    assert load(TagSchema, {"slug": "a"}) == {"slug": "a"}
    assert faults(TagSchema, {}) == [("#/slug", "required")]


def test_tables_have_keys_as_well():
    class TableSchema(SQLAlchemyAutoSchema):
        class Meta:
            table = Writer.__table__

    assert faults(TableSchema, {"id": 1, "name": "a"}) == [("#/id", "unknown")]


@pytest.mark.parametrize(
    "field",
    [
        fields.Integer(),
        fields.Integer(data_key="ID"),
        auto_field(required=True),
        auto_field(data_key="ID"),
    ],
)
def test_what_is_declared_by_hand_is_loaded(field):
    schema = type(
        "ByHand",
        (SQLAlchemyAutoSchema,),
        {"Meta": type("Meta", (), {"model": Writer}), "id": field},
    )()
    key = schema.fields["id"].data_key or "id"

    assert load(schema, {key: 1, "name": "Ann"}) == {"id": 1, "name": "Ann"}


def test_a_field_of_no_column_is_loaded():
    class Extended(PoemInstance):
        captcha = fields.String(required=True)

    data = {"title": "a", "captcha": "x"}
    assert load(Extended, data) == data


def test_a_schema_that_declares_every_field_says_what_is_loaded():
    class Declared(SQLAlchemySchema):
        class Meta:
            model = Poem

        id = auto_field()
        version = auto_field(dump_only=True)

    assert load(Declared, {"id": 1}) == {"id": 1}
    assert faults(Declared, {"version": 1}) == [("#/version", "unknown")]


# Nested


class WriterSchema(SQLAlchemyAutoSchema):
    class Meta:
        model = Writer
        load_instance = True

    poems = fields.List(fields.Nested(PoemInstance))
    first = Nested(lambda: WriterSchema(exclude=["first"]))
    pen = fields.Nested(lambda: PlainSchema())


class PlainSchema(Schema):
    colour = fields.String(required=True)


def test_what_is_nested_becomes_dictionaries_too():
    data = {
        "name": "Ann",
        "poems": [{"title": "a"}],
        "first": {"name": "Bea", "poems": []},
        "pen": {"colour": "red"},
    }

    assert load(WriterSchema, data) == data
    assert load(WriterSchema, {"poems": [{"title": "a"}]}, partial=True) == {
        "poems": [{"title": "a"}]
    }


def test_what_is_nested_stays_as_its_author_made_it():
    schema = WriterSchema()
    load(schema, {"name": "Ann", "poems": [{"title": "a"}]})

    poem = schema.fields["poems"].inner.schema.load(
        {"id": 1, "title": "a", "version": 1}, transient=True
    )

    assert isinstance(poem, Poem)


def test_what_the_database_makes_is_not_loaded_in_nested_schemas():
    data = {
        "name": "Ann",
        "poems": [{"id": 1, "title": "a"}],
        "first": {"id": 2, "name": "Bea"},
        "pen": {"colour": "red", "id": 1},
    }

    assert faults(WriterSchema, data) == [
        ("#/poems/0/id", "unknown"),
        ("#/first/id", "unknown"),
        ("#/pen/id", "unknown"),
    ]


class TreeSchema(SQLAlchemyAutoSchema):
    class Meta:
        model = Writer
        load_instance = True

    below = fields.List(fields.Nested("TreeSchema"))


def test_a_schema_nested_in_itself_becomes_dictionaries_at_every_depth():
    tree = {"name": "a", "below": [{"name": "b", "below": [{"name": "c"}]}]}

    assert load(TreeSchema, tree) == tree
    tree["below"][0]["below"][0]["id"] = 1
    assert faults(TreeSchema, tree) == [("#/below/0/below/0/id", "unknown")]


# Handlers


class PoemCreate(CreateHandler):
    model = Poem
    serializer = PoemSchema


class PoemUpdate(UpdateHandler):
    model = Poem
    serializer = PoemSchema
    input_serializer = PoemInstance


class PoemList(ListHandler):
    model = Poem
    serializer = PoemSchema


@pytest.fixture
def client(database):
    return Client(
        App([path("/poems", PoemList, PoemCreate), path("/poems/{id}", PoemUpdate)])
    )


def test_handlers_make_and_change_objects(client):
    poem = client.post("/poems", json={"title": "Ode"}).json()
    assert poem == {
        "id": 1,
        "title": "Ode",
        "rank": None,
        "version": 1,
        "writer_id": None,
        "writer": None,
    }

    assert client.patch("/poems/1", json={"rank": 3}).json()["rank"] == 3
    assert client.put("/poems/1", json={"rank": 3}).status_code == 400
    assert client.patch("/poems/1", json={"version": 9}).status_code == 400
    assert [poem["title"] for poem in client.get("/poems").json()] == ["Ode"]
