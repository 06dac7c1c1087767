"""msgspec Structs as serializers, with the errors of marshmallow."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from types import SimpleNamespace
from typing import Annotated, Any, Generic, Literal, NamedTuple, TypedDict, TypeVar
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, fields, validate
from msgspec import UNSET, Meta, Struct, UnsetType

from pyverless.contrib.memory import Model
from pyverless.encoding import dumps, loads
from pyverless.exceptions import BadRequestError, ImproperlyConfigured
from pyverless.handlers import (
    BaseHandler,
    CreateHandler,
    ListHandler,
    RequestBodyMixin,
    RetrieveHandler,
    UpdateHandler,
)
from pyverless.serializers import get_adapter
from pyverless.test import Client

WHERE = "ArticleList.input_serializer"
T = TypeVar("T")


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Author(Struct):
    name: str


class Article(Struct):
    title: Annotated[str, Meta(min_length=1, max_length=9)]
    rank: Annotated[int, Meta(ge=0)] = 7
    score: Annotated[float, Meta(gt=0, lt=1)] | None = None
    colour: Colour = Colour.RED
    author: Author | None = None
    tags: Annotated[list[Annotated[str, Meta(min_length=2)]], Meta(max_length=2)] = []
    counts: dict[str, int] = {}
    pair: tuple[int, str] = (1, "a")
    published: date | None = None
    at: datetime | None = None
    clock: time | None = None
    length: timedelta | None = None
    key: UUID | None = None
    price: Decimal | None = None
    done: bool = False
    status: Literal["draft", "live"] = "draft"
    code: Annotated[str, Meta(pattern="^[a-z]+$")] | None = None


class AuthorSchema(Schema):
    name = fields.String(required=True)


class ArticleSchema(Schema):
    title = fields.String(required=True, validate=validate.Length(1, 9))
    rank = fields.Integer(strict=True, validate=validate.Range(min=0))
    score = fields.Float(
        allow_none=True,
        validate=validate.Range(0, 1, min_inclusive=False, max_inclusive=False),
    )
    colour = fields.Enum(Colour, by_value=True)
    author = fields.Nested(AuthorSchema, allow_none=True)
    tags = fields.List(
        fields.String(validate=validate.Length(min=2)), validate=validate.Length(max=2)
    )
    counts = fields.Dict(fields.String(), fields.Integer(strict=True))
    pair = fields.Tuple([fields.Integer(), fields.String()])
    published = fields.Date(allow_none=True)
    at = fields.DateTime(allow_none=True)
    clock = fields.Time(allow_none=True)
    length = fields.TimeDelta(allow_none=True)
    key = fields.UUID(allow_none=True)
    price = fields.Decimal(allow_none=True)
    done = fields.Boolean()
    status = fields.String(validate=validate.OneOf(["draft", "live"]))
    code = fields.String(allow_none=True, validate=validate.Regexp("^[a-z]+$"))


def load(declared, data, **options):
    """Return what is loaded, by both ways where both are there."""
    adapter = get_adapter(declared, WHERE, for_bodies=True)
    loaded = adapter.load(data, **options)
    fast = adapter.load_json(json.dumps(data).encode(), **options)
    assert fast is None or fast == loaded
    return loaded


def faults(declared, data, **options):
    adapter = get_adapter(declared, WHERE, for_bodies=True)
    with pytest.raises(BadRequestError) as caught:
        adapter.load(data, **options)
    if adapter.load_json:
        assert adapter.load_json(json.dumps(data).encode(), **options) is None
    assert caught.value.msg == "The body is not valid."
    return caught.value.errors


def found(declared, data, **options):
    return [
        (f["pointer"], f["detail"], f["code"])
        for f in faults(declared, data, **options)
    ]


# Equal errors

BAD = [
    {},
    None,
    [],
    "text",
    {"title": None},
    {"title": 1},
    {"title": ""},
    {"title": "0123456789"},
    {"title": "a", "rank": "x"},
    {"title": "a", "rank": 1.5},
    {"title": "a", "rank": True},
    {"title": "a", "rank": -1},
    {"title": "a", "rank": None},
    {"title": "a", "score": "x"},
    {"title": "a", "score": 0},
    {"title": "a", "score": 1},
    {"title": "a", "colour": "green"},
    {"title": "a", "colour": 1},
    {"title": "a", "author": 1},
    {"title": "a", "author": {}},
    {"title": "a", "author": {"name": None, "x": 1}},
    {"title": "a", "tags": "a"},
    {"title": "a", "tags": ["ab", 1, None, "a"]},
    {"title": "a", "tags": ["ab", "cd", "ef"]},
    {"title": "a", "counts": []},
    {"title": "a", "counts": {"a/b": 1, "c": "x", "d": None}},
    {"title": "a", "pair": "x"},
    {"title": "a", "pair": [1]},
    {"title": "a", "pair": ["x", 1]},
    {"title": "a", "published": "x"},
    {"title": "a", "at": "x"},
    {"title": "a", "clock": "x"},
    {"title": "a", "length": "x"},
    {"title": "a", "key": "x"},
    {"title": "a", "price": "x"},
    {"title": "a", "price": "NaN"},
    {"title": "a", "price": "-Infinity"},
    {"title": "a", "done": "x"},
    {"title": "a", "status": "gone"},
    {"title": "a", "code": "A"},
    {"title": "a", "b": 1, "a~/": 2, "é": 3},
    {"rank": "x", "done": "x", "author": {"name": 1}, "x": 1},
]


@pytest.mark.parametrize("data", BAD)
def test_errors_are_those_of_marshmallow(data):
    assert faults(Article, data) == faults(ArticleSchema, data)


@pytest.mark.parametrize("data", BAD)
def test_errors_of_a_patch_are_those_of_marshmallow(data):
    if data in ({}, {"title": "a", "author": {}}):
        return  # the one is good, the other the business of another test

    expected = faults(ArticleSchema, data, partial=True)
    assert faults(Article, data, partial=True) == expected


def test_errors_of_lists_are_those_of_marshmallow():
    for data in ([{"title": "a"}, {"title": 1, "x": 2}, None, 3], {}, None):
        assert faults(list[Article], data) == faults(ArticleSchema(many=True), data)


def test_the_whole_answer_is_that_of_marshmallow(gateway):
    class Handler(RequestBodyMixin, BaseHandler):
        def perform_action(self):
            return self.body

    answers = [
        Client(Handler.as_handler(input_serializer=declared), gateway).post(
            "/", json={"rank": "x", "id": 1}
        )
        for declared in (Article, ArticleSchema)
    ]

    assert answers[0].status_code == 400
    documents = [answer.json() | {"instance": ""} for answer in answers]
    assert documents[0] == documents[1]


class Cat(Struct, tag=True):
    lives: int


class Dog(Struct, tag=True, rename="camel"):
    barks_at: str


class Box(Struct, Generic[T]):
    item: T


class Node(Struct, forbid_unknown_fields=True):
    value: int
    next: Node | None = None


class Typed(TypedDict):
    a: int


@dataclass
class Data:
    a: int
    b: str = "b"


class Pair(NamedTuple):
    a: int
    b: str


class Custom:
    pass


class Everything(Struct, rename={"first": "1st"}, kw_only=True, frozen=True):
    first: int = 0
    pet: Cat | Dog | None = None
    pets: dict[str, Cat | Dog] = {}
    box: Box[int] | None = None
    nodes: tuple[Node, ...] = ()
    names: set[str] = set()
    points: tuple[Decimal, Cat | None] | None = None
    amounts: set[Decimal] = set()
    typed: Typed | None = None
    data: Data | None = None
    pair: Pair | None = None
    either: int | str | list[Node] = 0
    maybe: int | UnsetType = UNSET
    raw: bytes = b""
    aware: Annotated[datetime, Meta(tz=True, description="when")] | None = None
    naive: Annotated[time, Meta(tz=False)] | None = None
    even: Annotated[int, Meta(multiple_of=2)] = 0
    least: Annotated[list[int], Meta(min_length=2)] | None = None
    three: Annotated[str, Meta(min_length=3, max_length=3)] = "abc"
    keys: dict[UUID, int] = {}
    few: Annotated[dict[str, int], Meta(max_length=1)] = {}
    anything: Any = None
    choice: Literal[1, "a", None] = None
    coloured: Colour | bool | None = None
    number: Annotated[int, Meta(ge=0)] | float = 0
    open: int | Any = 0
    custom: Custom | None = None
    factory: list[Box[str]] = msgspec.field(default_factory=list)


SPECIAL = "Special numeric values (nan or infinity) are not permitted."
UUID_1 = "00000000-0000-0000-0000-000000000001"


@pytest.mark.parametrize(
    ("sent", "loaded"),
    [
        ({"1st": 2}, {"first": 2}),
        (
            {"pet": {"type": "Dog", "barksAt": "x"}},
            {"pet": {"type": "Dog", "barks_at": "x"}},
        ),
        (
            {"pets": {"a": {"type": "Cat", "lives": 9}}},
            {"pets": {"a": {"type": "Cat", "lives": 9}}},
        ),
        ({"box": {"item": 1}}, {"box": {"item": 1}}),
        (
            {"nodes": [{"value": 1, "next": {"value": 2}}]},
            {"nodes": ({"value": 1, "next": {"value": 2, "next": None}},)},
        ),
        ({"names": ["a", "a"]}, {"names": {"a"}}),
        ({"points": ["1.5", None]}, {"points": (Decimal("1.5"), None)}),
        ({"amounts": ["1.5"]}, {"amounts": {Decimal("1.5")}}),
        ({"typed": {"a": 1}}, {"typed": {"a": 1}}),
        ({"data": {"a": 1}}, {"data": Data(1)}),
        ({"pair": [1, "b"]}, {"pair": Pair(1, "b")}),
        ({"either": "text"}, {"either": "text"}),
        ({"either": [{"value": 1}]}, {"either": [{"value": 1, "next": None}]}),
        ({"maybe": 1}, {"maybe": 1}),
        ({"raw": "eA=="}, {"raw": b"x"}),
        (
            {"aware": "2026-07-10T00:00:00Z"},
            {"aware": datetime(2026, 7, 10, tzinfo=UTC)},
        ),
        ({"naive": "01:02:03"}, {"naive": time(1, 2, 3)}),
        ({"keys": {UUID_1: 1}}, {"keys": {UUID(UUID_1): 1}}),
        ({"anything": {"a": [1]}}, {"anything": {"a": [1]}}),
        ({"choice": "a"}, {"choice": "a"}),
        ({"factory": [{"item": "a"}]}, {"factory": [{"item": "a"}]}),
    ],
)
def test_a_body_becomes_a_dictionary_by_the_names_of_the_fields(sent, loaded):
    assert load(Everything, sent, partial=True) == loaded
    whole = load(Everything, sent)
    assert whole | loaded == whole
    assert ("maybe" in whole) == ("maybe" in sent)
    assert len(whole) >= len(Everything.__struct_fields__) - 1


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"first": 1}, ("#/first", "Unknown field.", "unknown")),
        ({"pet": 1}, ("#/pet", "Not a valid object.", "invalid")),
        (
            {"pet": {"lives": 9}},
            ("#/pet/type", "Missing data for required field.", "required"),
        ),
        (
            {"pet": {"type": "Cow"}},
            ("#/pet/type", "Must be one of: Cat, Dog.", "invalid"),
        ),
        (
            {"pet": {"type": "Cat", "lives": "x"}},
            ("#/pet/lives", "Not a valid integer.", "invalid"),
        ),
        (
            {"pet": {"type": "Cat", "lives": 1, "x": 2}},
            ("#/pet/x", "Unknown field.", "unknown"),
        ),
        (
            {"pets": {"a": {"type": "Cat", "lives": 1, "x": 2}}},
            ("#/pets/a/x", "Unknown field.", "unknown"),
        ),
        ({"box": {"item": 1, "x": 2}}, ("#/box/x", "Unknown field.", "unknown")),
        (
            {"nodes": [{"value": 1, "next": {"value": 1, "x": 2}}]},
            ("#/nodes/0/next/x", "Unknown field.", "unknown"),
        ),
        (
            {"points": ["NaN", None]},
            (
                "#/points/0",
                SPECIAL,
                "invalid",
            ),
        ),
        (
            {"points": ["1", {"type": "Cat", "lives": 1, "x": 2}]},
            ("#/points/1/x", "Unknown field.", "unknown"),
        ),
        ({"amounts": ["NaN"]}, ("#/amounts/0", SPECIAL, "invalid")),
        ({"typed": {"a": 1, "b": 2}}, ("#/typed/b", "Unknown field.", "unknown")),
        ({"data": {"a": 1, "c": 2}}, ("#/data/c", "Unknown field.", "unknown")),
        ({"pair": [1]}, ("#/pair", "Not a valid tuple.", "invalid")),
        (
            {"either": 1.5},
            ("#/either", "Not a valid integer or string or list.", "invalid"),
        ),
        (
            {"either": [{"value": "x"}]},
            ("#/either/0/value", "Not a valid integer.", "invalid"),
        ),
        ({"maybe": None}, ("#/maybe", "Field may not be null.", "null")),
        ({"raw": "!"}, ("#/raw", "Not a valid base64 string.", "invalid")),
        (
            {"aware": "2026-07-10T00:00:00"},
            ("#/aware", "Not a valid aware datetime.", "invalid"),
        ),
        ({"naive": "01:02:03Z"}, ("#/naive", "Not a valid naive time.", "invalid")),
        ({"naive": "x"}, ("#/naive", "Not a valid naive time.", "invalid")),
        ({"even": 3}, ("#/even", "Must be a multiple of 2.", "invalid")),
        ({"least": [1]}, ("#/least", "Shorter than minimum length 2.", "invalid")),
        ({"three": "ab"}, ("#/three", "Length must be 3.", "invalid")),
        ({"keys": {"x": 1}}, ("#/keys/x", "Not a valid UUID.", "invalid")),
        (
            {"few": {"a": 1, "b": 2}},
            ("#/few", "Longer than maximum length 1.", "invalid"),
        ),
        ({"choice": True}, ("#/choice", "Must be one of: 1, a.", "invalid")),
        ({"coloured": "x"}, ("#/coloured", "Must be one of: red, blue.", "invalid")),
        (
            {"coloured": 1},
            ("#/coloured", "Not a valid choice or boolean.", "invalid"),
        ),
        (
            {"number": -1},
            ("#/number", "Must be greater than or equal to 0.", "invalid"),
        ),
        (
            {"open": [], "coloured": "red", "choice": None, "even": 1},
            ("#/even", "Must be a multiple of 2.", "invalid"),
        ),
        ({"custom": 1}, ("#/custom", "Not a valid value.", "invalid")),
        (
            {"factory": [{"item": "a", "x": 1}]},
            ("#/factory/0/x", "Unknown field.", "unknown"),
        ),
    ],
)
def test_faults_of_what_msgspec_alone_knows(sent, expected):
    assert found(Everything, sent) == [expected]
    assert found(Everything, sent, partial=True) == [expected]


class Range(Struct):
    low: int
    high: int = 9

    def __post_init__(self):
        if self.low > self.high:
            raise ValueError("low must not be above high")
        if self.low == 7:
            raise TypeError("'<' not supported between 'str' and 'int'")
        if self.low == 8:
            raise RuntimeError("a bug")


class Ranges(Struct):
    ranges: list[Range]


def test_a_class_can_check_what_is_between_its_fields():
    data = {"ranges": [{"low": 1}, {"low": 10}, {"low": "x"}, {"low": 7}]}

    assert found(Ranges, data) == [
        ("#/ranges/1", "low must not be above high", "invalid"),
        ("#/ranges/2/low", "Not a valid integer.", "invalid"),
        ("#/ranges/3", "Invalid value.", "invalid"),
    ]
    assert found(Range, {"low": 10}) == [("#", "low must not be above high", "invalid")]


def test_a_patch_does_not_check_what_is_between_fields():
    assert load(Range, {"low": 10}, partial=True) == {"low": 10}


def test_a_bug_in_a_check_is_no_fault_of_the_caller():
    adapter = get_adapter(Range, WHERE, for_bodies=True)

    for load_ in (adapter.load, lambda data: adapter.load_json(dumps(data).encode())):
        with pytest.raises(RuntimeError, match="a bug"):
            load_({"low": 8}) or adapter.load({"low": 8})


def test_what_is_inside_of_a_patch_stays_whole():
    expected = [("#/author/name", "Missing data for required field.", "required")]

    assert found(Article, {"author": {}}, partial=True) == expected


def test_several_bodies_are_a_list():
    assert load(list[Box[int]], [{"item": 1}]) == [{"item": 1}]
    assert load(list[Box[int]], [{}], partial=True) == [{}]


def test_a_generic_struct_is_loaded_with_its_parameters():
    assert load(Box[int], {"item": 1}) == {"item": 1}
    assert found(Box[int], {"item": "a"})[0][0] == "#/item"


@pytest.mark.parametrize("partial", [False, True])
def test_a_struct_that_forbids_nothing_refuses_unknown_keys(partial):
    expected = [("#/x", "Unknown field.", "unknown")]

    assert found(Range, {"low": 1, "x": 2}, partial=partial) == expected
    assert load(Range, {"low": 1}) == {"low": 1, "high": 9}


class Branch(Struct):
    name: str
    twigs: list[Branch] = []


def test_a_struct_of_its_own_kind_refuses_unknown_keys_at_every_depth():
    tree = {"name": "a", "twigs": [{"name": "b", "twigs": []}]}

    assert load(Branch, tree) == tree
    tree["twigs"][0]["x"] = 1
    assert found(Branch, tree) == [("#/twigs/0/x", "Unknown field.", "unknown")]


def test_a_struct_that_counts_its_subclasses_gets_none():
    subclasses = []

    class Base(Struct):
        def __init_subclass__(cls, **options):
            subclasses.append(cls)
            super().__init_subclass__(**options)

    class Body(Base):
        a: int

    assert load(Body, {"a": 1}) == {"a": 1}
    assert found(Body, {"a": 1, "b": 2}) == [("#/b", "Unknown field.", "unknown")]
    assert subclasses == [Body]


class Position(Struct, array_like=True):
    x: int
    y: int


class Place(Struct, forbid_unknown_fields=True):
    position: Position


def test_a_struct_that_is_written_as_an_array():
    assert load(Place, {"position": [1, 2]}) == {"position": {"x": 1, "y": 2}}
    fault = ("#/position", "Not a valid object.", "invalid")
    assert found(Place, {"position": [1, "a"]}) == [fault]


@pytest.mark.parametrize("depth", [10_000])
def test_a_body_that_nests_too_deeply_is_refused(depth):
    data = None
    for _ in range(depth):
        data = {"value": 1, "next": data}
    adapter = get_adapter(Node, WHERE, for_bodies=True)

    with pytest.raises(BadRequestError, match="The body nests too deeply"):
        adapter.load(data)
    raw = b'{"value":1,"next":' * depth + b"null" + b"}" * depth
    assert adapter.load_json(raw) is None


# No laxer than pyverless's own parser


class Loose(Struct, forbid_unknown_fields=True):
    a: Any = None
    b: Any = None


def takes(function, raw):
    try:
        return dumps(function(raw))
    except (ValueError, BadRequestError):
        return None


# fmt: off
TRICKY = [
    b"NaN", b"Infinity", b"-Infinity", b"1e999", b"-1e999", b"9" * 5000, b"01", b"1.",
    b"+1", b"-", b".5", b"1e", b"0x1", b"-0", b"1E+2", b'"\\ud800"',
    b'"\\ud800\\u0041"',
    b'"\\ud83d\\ude00"', b'"\xed\xa0\x80"', b'"\xff"', b'"\x01"', b'"\\x"', b"'a'",
    b"[1,]",
    b"[,1]", b"{,}", b"tru", b"True", b"undefined", b"[1 2]", b"// a", b'"a', b"",
    b"[[]",
    b"[" * 100_000,
]
# fmt: on


@pytest.mark.parametrize("value", TRICKY, ids=lambda value: value[:20].decode("latin1"))
def test_msgspec_takes_no_json_that_pyverless_refuses(value):
    adapter = get_adapter(Loose, WHERE, for_bodies=True)

    for raw in (b'{"a":%s}' % value, value, b'{"a":1}%s' % value, b"\xef\xbb\xbf{}"):
        taken = takes(lambda raw: adapter.load_json(raw) or loads(raw), raw)
        assert taken is None or takes(loads, raw) is not None


@given(st.binary(max_size=20), st.sampled_from(TRICKY[:-1]))
def test_no_text_is_taken_that_pyverless_refuses(noise, value):
    adapter = get_adapter(Loose, WHERE, for_bodies=True)

    for raw in (b'{"a":%s%s}' % (noise, value), b'{"a":"%s"}' % noise):
        loaded = adapter.load_json(raw)
        assert loaded is None or loads(raw).items() <= loaded.items()


# Answers


class ArticleOut(Struct):
    id: int
    title: str
    author: Author | None = None
    tags: list[str] = []


ARTICLE = SimpleNamespace(
    id=1, title="Hello", author=SimpleNamespace(name="Ann"), tags=("a",), secret="x"
)
WRITTEN = '{"id":1,"title":"Hello","author":{"name":"Ann"},"tags":["a"]}'


def test_an_answer_is_made_of_attributes():
    adapter = get_adapter(ArticleOut, WHERE)

    assert adapter.dumps(adapter.dump(ARTICLE)) == WRITTEN
    assert adapter.dumps(adapter.dump(loads(WRITTEN))) == WRITTEN
    assert adapter.dumps(adapter.dump_many(iter([ARTICLE] * 2))) == (
        f"[{WRITTEN},{WRITTEN}]"
    )
    assert adapter.dump_many([]) == []


def test_a_list_of_structs_as_a_serializer_is_the_struct():
    adapter = get_adapter(list[ArticleOut], WHERE)

    assert adapter.dumps(adapter.dump(ARTICLE)) == WRITTEN
    assert not adapter.many


@pytest.mark.parametrize("declared", [ArticleOut, list[ArticleOut], Box[int]])
def test_a_struct_for_answers_does_not_load(declared):
    assert not get_adapter(declared, WHERE).can_load
    adapter = get_adapter(declared, WHERE, for_bodies=True)
    assert adapter.can_load
    assert adapter.many == (declared == list[ArticleOut])


def test_what_can_be_read_of_text_alone_is_no_field():
    class Unread(Struct):
        part: msgspec.Raw

    with pytest.raises(ImproperlyConfigured, match=r"Unread'> has a msgspec\.Raw"):
        get_adapter(Unread, WHERE, for_bodies=True)


def test_a_class_is_found_by_its_dotted_path():
    adapter = get_adapter(f"{__name__}.ArticleOut", WHERE)

    assert adapter.struct.__name__ == "ArticleOut"


@pytest.mark.parametrize("dump", ["dump", "dump_many"])
def test_an_object_that_does_not_fit_is_a_bug(dump):
    adapter = get_adapter(ArticleOut, WHERE)
    obj = SimpleNamespace(id="x", title="Hello")

    with pytest.raises(TypeError) as caught:
        getattr(adapter, dump)([obj] if dump == "dump_many" else obj)

    where = "$[0].id" if dump == "dump_many" else "$.id"
    assert str(caught.value) == (
        "ArticleOut can't be made of a SimpleNamespace: Expected `int`, got `str` - at "
        f"`{where}`"
    )


def test_paths_name_what_is_read_of_related_objects():
    class Company(Struct):
        boss: Worker | None
        address: str

    class Worker(Struct):
        company: Company
        friends: list[Author]

    globals().update(Company=Company, Worker=Worker)

    assert get_adapter(Worker, WHERE).paths == (
        "company",
        "company__boss",
        "company__address",
        "friends",
        "friends__name",
    )
    assert get_adapter(Node, WHERE).paths == ("value", "next")


def test_paths_end_somewhere():
    struct = Author
    for _ in range(7):
        struct = msgspec.defstruct("Next", [("next", struct)])

    assert get_adapter(struct, WHERE).paths[-1] == "next__next__next__next__next"


# Writing


class Value(Struct):
    value: Any


@pytest.mark.parametrize(
    "value",
    [
        datetime(2026, 7, 10, 1, 2, 3, 120_000),
        datetime(2026, 7, 10, tzinfo=UTC),
        date(2026, 7, 10),
        time(1, 2),
        Decimal("1.50"),
        UUID(int=1),
        Colour.RED,
        {"a"},
        frozenset([1]),
        (1, 2.5),
        2**70,
        'é\u2028"/',
        "\ud800",
        {1: "NaN"},
        [None, "null"],
        True,
    ],
)
def test_the_text_is_that_of_pyverless(value):
    write = get_adapter(Value, WHERE).dumps

    for body in ({"value": value}, Value(value), [Value(value)]):
        expected = {"value": value} if isinstance(body, dict | Value) else None
        assert write(body) == dumps(expected or [{"value": value}])


class Priced(Struct):
    price: float
    note: str | None = None


NAN, INFINITE = float("nan"), float("inf")


@pytest.mark.parametrize(
    "body",
    [
        Priced(NAN),
        [Priced(1.5), Priced(INFINITE)],
        {"items": [Priced(NAN)]},
        {"a": -INFINITE},
        [[NAN]],
        Value(Decimal("NaN")),
        Value([Decimal("-Infinity")]),
        Value({"a": NAN}),
    ],
)
@pytest.mark.parametrize("struct", [Priced, Value, ArticleOut])
def test_what_is_no_number_is_not_written(struct, body):
    with pytest.raises(ValueError, match="JSON"):
        get_adapter(struct, WHERE).dumps(body)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (Priced(1.5), '{"price":1.5,"note":null}'),
        ([Priced(2.0, "NaN")], '[{"price":2.0,"note":"NaN"}]'),
        ({"next": None, "items": []}, '{"next":null,"items":[]}'),
        ([], "[]"),
        (1.5, "1.5"),
        ({None: 1}, '{"null":1}'),
    ],
)
def test_null_is_written_where_it_is_meant(body, text):
    assert get_adapter(Priced, WHERE).dumps(body) == text
    assert get_adapter(ArticleOut, WHERE).dumps(body) == text


def test_an_object_that_json_can_not_say_is_named():
    write = get_adapter(Value, WHERE).dumps

    with pytest.raises(TypeError, match="range is not something that JSON can say"):
        write(Value(range(3)))


def test_a_body_without_end_is_refused():
    endless = []
    endless.append(endless)

    with pytest.raises(ValueError, match="nests too deeply"):
        get_adapter(Value, WHERE).dumps(endless)


# Handlers


class Note(Model):
    text: str
    rank: int = 0


class NoteOut(Struct):
    id: int
    text: str
    rank: int


class NoteIn(Struct, forbid_unknown_fields=True):
    text: Annotated[str, Meta(min_length=1)]
    rank: int = 5


class NoteCreate(CreateHandler):
    model = Note
    serializer = NoteOut
    input_serializer = NoteIn


@pytest.fixture(autouse=True)
def _no_notes():
    for note in list(Note.objects.all()):
        note.delete()


def test_a_handler_loads_and_answers_with_structs(gateway):
    client = Client(NoteCreate, gateway)

    response = client.post("/notes", json={"text": "a"})

    assert response.status_code == 201
    note = response.json()
    assert note == {"id": note["id"], "text": "a", "rank": 5}


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b'{"text": NaN}', "The body is not valid JSON: NaN is not JSON."),
        (b'{"text": "\xff"}', "The body is not valid UTF-8."),
        (b"[]", "The body must be a JSON object, not an array."),
        (b"{", None),
        (b"", "The body is not valid."),
    ],
)
def test_a_body_that_is_no_json_is_answered_as_always(body, detail):
    response = Client(NoteCreate).post("/notes", body=body)

    assert response.status_code == 400
    assert detail is None or response.json()["detail"] == detail


def test_a_caller_can_not_set_what_the_input_does_not_have():
    response = Client(NoteCreate).post("/notes", json={"text": "a", "id": 99})

    assert response.status_code == 400
    assert response.json()["errors"] == [
        {"pointer": "#/id", "detail": "Unknown field.", "code": "unknown"}
    ]


def test_a_patch_writes_what_was_sent():
    note = Note(text="a", rank=1)
    note.save()
    handler = UpdateHandler.as_handler(
        model=Note, serializer=NoteOut, input_serializer=NoteIn
    )
    client = Client(handler, route="/notes/{id}")

    changed = client.patch(f"/notes/{note.id}", json={"text": "b"}).json()
    assert changed == {"id": note.id, "text": "b", "rank": 1}
    assert client.put(f"/notes/{note.id}", json={"text": "c"}).json()["rank"] == 5


def test_a_struct_for_answers_alone_is_no_whitelist():
    class Handler(CreateHandler):
        model = Note
        serializer = NoteOut

    with pytest.raises(
        ImproperlyConfigured, match=r"Struct as Handler\.input_serializer"
    ):
        Handler.as_handler()


def test_keys_filter_what_the_struct_then_loads():
    client = Client(NoteCreate.as_handler(required_body_keys=["text"]))

    assert client.post("/notes", json={"text": "a"}).json()["rank"] == 5
    assert client.post("/notes", json={"text": "a", "rank": 1}).status_code == 400


def test_an_answer_that_can_not_be_made_is_a_500_whose_log_says_why(caplog):
    class Wrong(Struct):
        text: int

    class Handler(RetrieveHandler):
        model = Note
        serializer = Wrong

    note = Note(text="a")
    note.save()
    with caplog.at_level(logging.ERROR, "pyverless"):
        response = Client(Handler, route="/notes/{id}").get(f"/notes/{note.id}")

    assert response.status_code == 500
    assert "Wrong can't be made of a Note" in caplog.text
    assert "$.text" in caplog.text
    assert "Note" not in response.text


def test_a_list_is_made_of_structs():
    Note(text="a").save()
    handler = ListHandler.as_handler(model=Note, serializer=NoteOut)

    [note] = Client(handler).get("/notes").json()

    assert note["text"] == "a"
