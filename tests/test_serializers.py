from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from marshmallow import (
    INCLUDE,
    Schema,
    ValidationError,
    fields,
    validates,
    validates_schema,
)

from pyverless.exceptions import BadRequestError, ImproperlyConfigured
from pyverless.serializers import Serializer, get_adapter

WHERE = "ArticleList.serializer"


class AuthorSchema(Schema):
    name = fields.String(required=True)


class ArticleSchema(Schema):
    id = fields.Integer(dump_only=True)
    title = fields.String(required=True)
    rank = fields.Integer(load_default=7)
    author = fields.Nested(AuthorSchema)
    tags = fields.List(fields.String())
    published = fields.Date(data_key="publishedOn")

    @validates_schema
    def check(self, data, **kwargs):
        if data.get("title") == "forbidden":
            raise ValidationError("This can't be published.")
        if data.get("title") == "both":
            raise ValidationError({"title": ["Not this."], "rank": ["Nor this."]})


class Title(Serializer):
    include = ("id", "title")


def get_title(obj):
    return {"title": obj.title}


ARTICLE = SimpleNamespace(
    id=1,
    title="Hello",
    rank=2,
    author=SimpleNamespace(name="Ann"),
    tags=["a"],
    published=date(2026, 7, 10),
    _secret="hidden",
)
DUMPED = {
    "id": 1,
    "title": "Hello",
    "rank": 2,
    "author": {"name": "Ann"},
    "tags": ["a"],
    "publishedOn": "2026-07-10",
}


def errors(schema, data, **options):
    with pytest.raises(BadRequestError) as caught:
        get_adapter(schema, WHERE, for_bodies=True).load(data, **options)
    assert caught.value.msg == "The body is not valid."
    return caught.value.errors


def faults(schema, data, **options):
    found = errors(schema, data, **options)
    return [(fault["pointer"], fault["detail"]) for fault in found]


# What may be declared


@pytest.mark.parametrize(
    "declared", [ArticleSchema, ArticleSchema(), ArticleSchema(many=True)]
)
def test_a_marshmallow_schema_dumps_and_loads(declared):
    adapter = get_adapter(declared, WHERE)

    assert adapter.can_load
    assert adapter.dump_many(iter([ARTICLE])) == [DUMPED]
    assert adapter.dump_many([]) == []


def test_one_object_is_dumped():
    assert get_adapter(ArticleSchema, WHERE).dump(ARTICLE) == DUMPED


@pytest.mark.parametrize(
    "obj", [{"a": 1, "b": {"c": 2}}, SimpleNamespace(a=1, b=SimpleNamespace(c=2))]
)
def test_objects_have_attributes_or_keys(obj):
    class Pairs(Schema):
        a = fields.Integer()
        c = fields.Integer(attribute="b.c")
        missing = fields.Integer()

    assert get_adapter(Pairs, WHERE).dump(obj) == {"a": 1, "c": 2}


class Pairs(Schema):
    a = fields.Integer(dump_default=1)
    b = fields.Integer(dump_default=lambda: 2, data_key="B")
    c = fields.Method("get_c", attribute="x")
    d = fields.Integer(attribute="other")
    e = fields.Constant(5)
    f = fields.List(fields.Integer())

    def get_c(self, obj):
        return 3


@pytest.mark.parametrize("wanted", [None, ("a", "c")])
@pytest.mark.parametrize(
    "found",
    [{}, {"a": None, "b": 7}, {"other": "4", "c": 9, "d": 8}, {"f": [1]}],
)
def test_objects_are_dumped_as_marshmallow_does(wanted, found):
    schema = Pairs(only=wanted)
    obj = SimpleNamespace(**found)

    assert get_adapter(schema, WHERE).dump_many([obj, found]) == [
        Schema.dump(schema, obj),
        Schema.dump(schema, found),
    ]


def test_a_key_may_be_called_like_a_method_of_dictionaries():
    schema = Schema.from_dict({"items": fields.Integer()})

    assert get_adapter(schema, WHERE).dump({"items": 2}) == {"items": 2}


def test_a_schema_may_say_itself_how_values_are_read():
    class Shouting(Schema):
        title = fields.String()

        def get_attribute(self, obj, attr, default):
            return obj[attr].upper()

    assert get_adapter(Shouting, WHERE).dump({"title": "a"}) == {"title": "A"}


@pytest.mark.parametrize(
    ("declared", "dumped"),
    [
        (Title, {"id": 1, "title": "Hello"}),
        (Title(), {"id": 1, "title": "Hello"}),
        (Title(include=["rank"]), {"rank": 2}),
        (Serializer(include=["rank"]), {"rank": 2}),
        (get_title, {"title": "Hello"}),
        (lambda obj: obj.id, 1),
    ],
)
def test_a_serializer_or_any_function_dumps_and_does_not_load(declared, dumped):
    adapter = get_adapter(declared, WHERE)

    assert not adapter.can_load
    assert adapter.dump(ARTICLE) == dumped
    assert adapter.dump_many(iter([ARTICLE, ARTICLE])) == [dumped, dumped]


def test_a_class_that_can_be_called_with_an_object_is_a_function():
    assert get_adapter(vars, WHERE).dump(ARTICLE)["id"] == 1
    assert get_adapter(str, WHERE).dump(1) == "1"


def test_a_dotted_path_is_imported():
    adapter = get_adapter("marshmallow.Schema", WHERE)

    assert isinstance(adapter.schema, Schema)


def test_no_serializer_has_no_adapter():
    assert get_adapter(None, WHERE) is None


@pytest.mark.parametrize(
    "declared", [42, {"title": str}, ["title"], object(), SimpleNamespace(dump=vars)]
)
def test_what_is_no_serializer_is_named_with_the_ways_out(declared):
    with pytest.raises(ImproperlyConfigured) as caught:
        get_adapter(declared, WHERE)

    assert str(caught.value) == (
        f"ArticleList.serializer is {declared!r}. Set it to a marshmallow Schema, a "
        "msgspec Struct, a Serializer, or a function of one object."
    )


@pytest.mark.parametrize("path", ["no.such.Schema", "ArticleSchema"])
def test_a_path_that_leads_nowhere_names_where_it_was_declared(path):
    with pytest.raises(ImportError, match=f"'{path}' for ArticleList.serializer"):
        get_adapter(path, WHERE)


# Loading


def test_valid_data_is_loaded_with_defaults():
    data = {"title": "Hello", "publishedOn": "2026-07-10", "author": {"name": "Ann"}}

    assert get_adapter(ArticleSchema, WHERE).load(data) == {
        "title": "Hello",
        "rank": 7,
        "published": date(2026, 7, 10),
        "author": {"name": "Ann"},
    }


def test_partial_data_is_loaded_without_defaults():
    adapter = get_adapter(ArticleSchema, WHERE)

    assert adapter.load({}, partial=True) == {}
    assert adapter.load({"author": {}}, partial=True) == {"author": {}}


def test_a_schema_made_for_partial_data_stays_so():
    adapter = get_adapter(ArticleSchema(partial=["title"]), WHERE)

    assert adapter.load({"rank": 1}) == {"rank": 1}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({}, [("#/title", "Missing data for required field.")]),
        ({"title": 1}, [("#/title", "Not a valid string.")]),
        ({"title": None}, [("#/title", "Field may not be null.")]),
        ({"title": "a", "x/y": 1}, [("#/x~1y", "Unknown field.")]),
        ({"title": "a", "id": 9}, [("#/id", "Unknown field.")]),
        ({"title": "a", "publishedOn": "x"}, [("#/publishedOn", "Not a valid date.")]),
        (
            {"title": "a", "author": {}},
            [("#/author/name", "Missing data for required field.")],
        ),
        ({"title": "a", "author": 1}, [("#/author", "Invalid input type.")]),
        ({"title": "a", "tags": ["b", 1]}, [("#/tags/1", "Not a valid string.")]),
        ({"title": "forbidden"}, [("#", "This can't be published.")]),
        ({"title": "both"}, [("#/title", "Not this."), ("#/rank", "Nor this.")]),
        ([], [("#", "Invalid input type.")]),
        (None, [("#", "Invalid input type.")]),
    ],
)
def test_each_fault_has_a_pointer_to_its_place(data, expected):
    assert faults(ArticleSchema, data) == expected


def test_partial_data_is_validated_too():
    assert faults(ArticleSchema, {"title": 1}, partial=True) == [
        ("#/title", "Not a valid string.")
    ]


def test_pointers_into_a_list_have_the_index():
    data = [{"title": "a"}, {"title": 1, "author": {}}]

    assert faults(ArticleSchema(many=True), data) == [
        ("#/1/title", "Not a valid string."),
        ("#/1/author/name", "Missing data for required field."),
    ]


def test_several_faults_of_one_place_are_several():
    class Strict(Schema):
        title = fields.String(
            validate=[lambda value: fail("Too short."), lambda value: fail("Too dull.")]
        )

    def fail(message):
        raise ValidationError(message)

    assert faults(Strict, {"title": ""}) == [
        ("#/title", "Too short."),
        ("#/title", "Too dull."),
    ]


def test_messages_need_not_be_texts_by_field():
    class Odd(Schema):
        a = fields.Integer(error_messages={"required": ["One.", "Two."], "null": {}})
        b = fields.Integer(
            required=True, error_messages={"required": {"c": ["Three."]}}
        )

        @validates("a")
        def check(self, value, **kwargs):
            raise ValidationError([{"d": ["Four."]}, "Five."])

        def handle_error(self, error, data, **kwargs):
            if "a" not in data and data:
                raise ValidationError("Nothing of it.") from error

    class Listed(Odd):
        def handle_error(self, error, data, **kwargs):
            error.messages = ["Nothing of it."]

    assert faults(Odd, {}) == [("#/b/c", "Three.")]
    assert faults(Odd, {"a": 1})[1:] == [("#/a/d", "Four."), ("#/a", "Five.")]
    assert faults(Odd, {"x": 1}) == [("#", "Nothing of it.")]
    assert faults(Listed, {}) == [("#", "Nothing of it.")]


def test_the_cause_is_kept():
    with pytest.raises(BadRequestError) as caught:
        get_adapter(ArticleSchema, WHERE).load({})

    assert isinstance(caught.value.__cause__, ValidationError)
    assert caught.value.errors[0]["code"] == "required"


def test_a_schema_may_let_unknown_keys_through():
    adapter = get_adapter(ArticleSchema(unknown=INCLUDE), WHERE)

    assert adapter.load({"title": "a", "more": 1})["more"] == 1


class Words(Schema):
    own = fields.String(required=True, error_messages={"required": "Where is it?"})
    inner = fields.Nested(
        lambda: Words(only=["own"], unknown="raise"), data_key="In/side"
    )
    counts = fields.Dict(fields.Integer(), fields.Integer(), data_key="n")
    plucked = fields.Pluck(AuthorSchema, "name")
    several = fields.Pluck(AuthorSchema, "name", many=True)
    listed = fields.List(fields.Nested(AuthorSchema))
    nested = fields.Nested(AuthorSchema, many=True)
    pair = fields.Tuple([fields.String(), fields.String()])


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"b": 1, "a": 2, "own": "x"}, [("#/a", "unknown"), ("#/b", "unknown")]),
        ({}, [("#/own", "required")]),
        ({"own": None}, [("#/own", "null")]),
        ({"own": 1}, [("#/own", "invalid")]),
        (
            {"own": "x", "In/side": {"x": 1}},
            [("#/In~1side/own", "required"), ("#/In~1side/x", "unknown")],
        ),
        ({"own": "x", "inner": {}}, [("#/inner", "unknown")]),
        (
            {"own": "x", "n": {"a": 1, "2": "b", "3": None}},
            [("#/n/a", "invalid"), ("#/n/2", "invalid"), ("#/n/3", "null")],
        ),
        ({"own": "x", "n": 1}, [("#/n", "invalid")]),
        ({"own": "x", "plucked": 1}, [("#/plucked", "invalid")]),
        ({"own": "x", "plucked": None}, [("#/plucked", "null")]),
        ({"own": "x", "several": ["a", None]}, [("#/several/1", "null")]),
        (
            {"own": "x", "listed": [{}, None]},
            [("#/listed/0/name", "required"), ("#/listed/1", "null")],
        ),
        (
            {"own": "x", "nested": [{"name": "a", "b": 1}]},
            [("#/nested/0/b", "unknown")],
        ),
        ({"own": "x", "pair": ["a", None]}, [("#/pair/1", "null")]),
    ],
)
def test_each_fault_has_a_code_and_its_place_in_the_body(data, expected):
    assert [(f["pointer"], f["code"]) for f in errors(Words, data)] == expected


def test_a_body_that_nests_too_deeply_is_refused():
    class Node(Schema):
        next = fields.Nested(lambda: Node())

    data = {}
    for _ in range(2000):
        data = {"next": data}

    with pytest.raises(BadRequestError, match="The body nests too deeply"):
        get_adapter(Node, WHERE).load(data)


# One or several


def test_a_schema_of_several_dumps_one_where_one_is_asked_for():
    adapter = get_adapter(ArticleSchema(many=True), WHERE)

    assert adapter.dump(ARTICLE) == DUMPED
    assert not adapter.many
    assert adapter.load({"title": "a"}) == {"title": "a", "rank": 7}


def test_a_schema_of_several_bodies_loads_a_list():
    adapter = get_adapter(ArticleSchema(many=True), WHERE, for_bodies=True)

    assert adapter.many
    assert adapter.load([{"title": "a"}]) == [{"title": "a", "rank": 7}]
    assert adapter.load([{}], partial=True) == [{}]
    assert not get_adapter(ArticleSchema, WHERE, for_bodies=True).many


# What is read


class Company(Schema):
    boss = fields.Nested(lambda: Person())
    address = fields.String(attribute="place.address")
    secret = fields.String(load_only=True)


class Person(Schema):
    name = fields.String(data_key="fullName")
    company = fields.Nested(Company, attribute="employer")
    friends = fields.List(fields.List(fields.Nested("Person")))
    first = fields.Pluck(AuthorSchema, "name")
    later = fields.Nested("NotYetDefined")
    never = fields.Nested(lambda: NotYetDefined())  # noqa: F821


def test_paths_name_what_is_read_of_related_objects():
    assert get_adapter(Person, WHERE).paths == (
        "name",
        "employer",
        "employer__boss",
        "employer__place",
        "friends",
        "first",
        "first__name",
        "later",
        "never",
    )
    assert get_adapter(Title, WHERE).paths == ("id", "title")
    assert get_adapter(Serializer(exclude=["id"]), WHERE).paths == ()
    assert get_adapter(get_title, WHERE).paths == ()


def test_paths_end_somewhere():
    schema = AuthorSchema
    for _ in range(7):
        schema = Schema.from_dict({"next": fields.Nested(schema)})

    assert get_adapter(schema, WHERE).paths[-1] == "next__next__next__next__next"


# Serializer


def test_included_attributes_are_written_in_their_order():
    assert list(Serializer(include=["title", "id"])(ARTICLE)) == ["title", "id"]
    assert Serializer(include=["title"])({"title": "Hello", "id": 1}) == {
        "title": "Hello"
    }


def test_all_public_attributes_but_the_excluded_are_written():
    dumped = Serializer(exclude=["author", "tags"])(ARTICLE)

    assert list(dumped) == ["id", "title", "rank", "published"]
    assert Serializer(exclude=["id"])({"id": 1, "_key": 2}) == {"_key": 2}


@pytest.mark.parametrize("obj", [ARTICLE, {"id": 1, "title": "Hello"}])
def test_a_misspelt_exclude_lets_nothing_through(obj):
    with pytest.raises(
        ImproperlyConfigured,
        match=r"^Serializer\.exclude names \['titel'\], which \w+ does not have\.$",
    ):
        Serializer(exclude=["titel", "id"])(obj)


@pytest.mark.parametrize("obj", [ARTICLE, {"id": 1}])
def test_a_misspelt_include_is_an_error(obj):
    with pytest.raises((AttributeError, KeyError), match="titel"):
        Serializer(include=["titel"])(obj)


@pytest.mark.parametrize("name", ["class", "a b", "ﬁ", "it's", "__debug__"])
def test_a_name_need_not_be_one_of_python(name):
    objects = [{name: 1}, SimpleNamespace(**{name: 1})]
    adapter = get_adapter(Serializer(include=[name]), WHERE)

    assert adapter.dump_many(objects) == [{name: 1}] * 2
    assert adapter.dump(objects[1]) == {name: 1}


def test_a_name_may_be_one_that_dictionaries_have_for_methods():
    adapter = get_adapter(Serializer(include=["items", "obj"]), WHERE)
    found = {"items": 1, "obj": 2}

    assert adapter.dump_many([found, SimpleNamespace(**found)]) == [found, found]


def test_a_subclass_declares_and_may_compute():
    class WithLength(Title):
        def __call__(self, obj):
            return {**super().__call__(obj), "length": len(obj.title)}

    assert get_adapter(WithLength, WHERE).dump(ARTICLE) == {
        "id": 1,
        "title": "Hello",
        "length": 5,
    }


@pytest.mark.parametrize(
    ("include", "exclude", "word"),
    [
        (None, None, "neither"),
        ([], [], "neither"),
        (["id"], ["title"], "both"),
    ],
)
def test_include_or_exclude_must_be_declared_and_not_both(include, exclude, word):
    with pytest.raises(
        ImproperlyConfigured, match=f"^Serializer needs either .* not {word}"
    ):
        Serializer(include=include, exclude=exclude)


def test_a_declaration_is_checked_when_it_is_made():
    class Nothing(Serializer):
        pass

    with pytest.raises(ImproperlyConfigured, match=r"^Nothing needs either"):
        get_adapter(Nothing, WHERE)


@pytest.mark.parametrize("names", [{"include": "id"}, {"exclude": "password"}])
def test_one_text_is_no_list_of_names(names):
    with pytest.raises(ImproperlyConfigured, match="Set include or exclude to a list"):
        Serializer(**names)
