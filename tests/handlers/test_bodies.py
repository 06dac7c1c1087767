"""RequestBodyMixin: which bodies get through, and as what."""

from __future__ import annotations

import pytest
from marshmallow import Schema, ValidationError, fields, post_dump, validates_schema

from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers import BaseHandler, CreateHandler, RequestBodyMixin
from pyverless.test import Client


class Echo(RequestBodyMixin, BaseHandler):
    def perform_action(self):
        return self.body


class ArticleSchema(Schema):
    id = fields.Integer(dump_only=True)
    title = fields.String(required=True)
    rank = fields.Integer(load_default=1)


class Keys(Echo):
    required_body_keys = ["title"]
    optional_body_keys = ["rank"]


class Loaded(Echo):
    input_serializer = ArticleSchema


def faults_of(response):
    assert response.status_code == 400
    return [(e["pointer"], e["code"]) for e in response.json()["errors"]]


def test_without_a_whitelist_the_whole_body_is_taken(gateway):
    client = Client(Echo, gateway)

    assert client.post("/", json={"a": [1, None]}).json() == {"a": [1, None]}
    assert client.post("/").json() == {}


def test_keys_must_be_there_or_may_be_there(gateway):
    client = Client(Keys, gateway)

    assert client.post("/", json={"title": "a"}).json() == {"title": "a"}
    assert client.post("/", json={"title": "a", "rank": 1}).json()["rank"] == 1


def test_an_invocation_may_require_other_keys():
    class Chosen(Keys):
        def get_body(self):
            self.required_body_keys = ["name"]
            return super().get_body()

    client = Client(Chosen)

    assert client.post("/", json={"name": "a", "rank": 1}).status_code == 200
    assert faults_of(client.post("/", json={"title": "a"})) == [
        ("#/name", "required"),
        ("#/title", "unknown"),
    ]


def test_every_fault_of_the_keys_is_named(gateway):
    client = Client(Keys, gateway)

    response = client.post("/", json={"x/y": 1, "id": 2})

    assert faults_of(response) == [
        ("#/title", "required"),
        ("#/x~1y", "unknown"),
        ("#/id", "unknown"),
    ]
    details = [error["detail"] for error in response.json()["errors"]]
    assert details[1] == "Unknown field. Allowed: rank, title."


def test_a_required_key_may_be_null():
    assert Client(Keys).post("/", json={"title": None}).json() == {"title": None}


def test_no_body_has_no_keys(gateway):
    assert faults_of(Client(Keys, gateway).post("/")) == [("#/title", "required")]


def test_a_patch_needs_no_key_but_takes_no_other(gateway):
    client = Client(Keys, gateway)

    assert client.patch("/", json={}).json() == {}
    assert client.patch("/", json={"rank": 2}).json() == {"rank": 2}
    assert faults_of(client.patch("/", json={"id": 2})) == [("#/id", "unknown")]


def test_a_schema_loads_and_names_every_fault(gateway):
    client = Client(Loaded, gateway)

    loaded = client.post("/", json={"title": "a", "rank": "2"}).json()
    assert loaded == {"title": "a", "rank": 2}
    response = client.post("/", json={"rank": "x", "id": 2, "no": 1})
    assert sorted(faults_of(response)) == [
        ("#/id", "unknown"),
        ("#/no", "unknown"),
        ("#/rank", "invalid"),
        ("#/title", "required"),
    ]


def test_a_schema_fills_in_defaults_but_not_in_a_patch():
    client = Client(Loaded)

    assert client.put("/", json={"title": "a"}).json() == {"title": "a", "rank": 1}
    assert client.patch("/", json={}).json() == {}
    assert client.patch("/", json={"rank": None}).status_code == 400


def test_a_fault_of_the_whole_body_points_at_it():
    class Range(Schema):
        low = fields.Integer()
        high = fields.Integer()

        @validates_schema
        def check(self, data, **kwargs):
            if data["low"] > data["high"]:
                raise ValidationError("low must not be above high")

    client = Client(Echo.as_handler(input_serializer=Range()))

    assert faults_of(client.post("/", json={"low": 2, "high": 1})) == [("#", "invalid")]


def test_keys_filter_what_the_schema_then_loads():
    class Both(Loaded):
        required_body_keys = ["title"]

    client = Client(Both)

    assert client.post("/", json={"title": "a"}).json() == {"title": "a", "rank": 1}
    faults = faults_of(client.post("/", json={"title": "a", "rank": 2}))
    assert faults == [("#/rank", "unknown")]


def test_a_serializer_that_can_load_is_the_schema_of_bodies_too():
    class Both(Echo):
        serializer = ArticleSchema

    client = Client(Both)

    assert client.post("/", json={"title": "a"}).json() == {"title": "a", "rank": 1}
    assert client.post("/", json={}).status_code == 400


def test_input_serializer_wins_over_serializer():
    class Output(ArticleSchema):
        @post_dump
        def shout(self, data, **kwargs):
            return {"title": data["title"].upper()}

    class Article:
        def __init__(self, **data):
            vars(self).update(data)

    class Handler(CreateHandler):
        model = Article
        serializer = Output
        input_serializer = f"{__name__}.ArticleSchema"

    assert Client(Handler).post("/", json={"title": "a"}).json() == {"title": "A"}


def test_a_serializer_that_can_not_load_leaves_the_body_alone():
    class Handler(Echo):
        serializer = str

    assert Client(Handler).post("/", json={"a": 1}).json() == {"a": 1}


def test_an_input_serializer_that_can_not_load_is_a_configuration_error():
    class Handler(Echo):
        input_serializer = staticmethod(len)
        serializer = ArticleSchema

    with pytest.raises(ImproperlyConfigured) as caught:
        Handler.as_handler()

    assert str(caught.value) == (
        "Handler.input_serializer is <built-in function len>, which can't load a body. "
        "Set it to a marshmallow Schema or a msgspec Struct, or name the keys in "
        "Handler.required_body_keys."
    )


def test_the_old_spelling_is_read_with_a_warning():
    class Handler(Echo):
        optional_body_keys = ["new"]
        optinal_body_keys = ["old"]

    message = r"Handler\.optinal_body_keys is spelt optional_body_keys now\."
    with pytest.warns(DeprecationWarning, match=message):
        client = Client(Handler)

    assert client.post("/", json={"new": 1, "old": 2}).status_code == 200
    assert client.post("/", json={"other": 1}).status_code == 400


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", 200),
        ("Application/JSON; charset=utf-8", 200),
        ("application/merge-patch+json", 200),
        ("", 200),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
    ],
)
def test_only_json_is_read(gateway, content_type, status):
    headers = {"Content-Type": content_type}

    response = Client(Echo, gateway).post("/", body='{"a": 1}', headers=headers)

    assert response.status_code == status


def test_a_content_type_without_a_body_does_not_matter(gateway):
    headers = {"Content-Type": "text/plain"}

    assert Client(Echo, gateway).post("/", headers=headers).json() == {}


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("[]", "an array"),
        ('"a"', "a string"),
        ("1", "a number"),
        ("1.5", "a number"),
        ("true", "a boolean"),
        ("null", "null"),
    ],
)
def test_json_that_is_no_object_is_named(gateway, body, name):
    response = Client(Echo, gateway).post("/", body=body)

    assert response.status_code == 400
    assert response.json()["detail"] == f"The body must be a JSON object, not {name}."


class Several(Echo):
    input_serializer = ArticleSchema(many=True)


def test_a_schema_of_several_takes_an_array(gateway):
    client = Client(Several, gateway)

    answer = client.post("/", json=[{"title": "a"}, {"title": "b", "rank": 2}])
    assert answer.json() == [{"title": "a", "rank": 1}, {"title": "b", "rank": 2}]
    assert client.patch("/", json=[{}]).json() == [{}]
    assert client.post("/").json() == []
    faults = faults_of(client.post("/", json=[{"title": "a"}, {"id": 1}]))
    assert faults == [("#/1/title", "required"), ("#/1/id", "unknown")]


def test_an_object_is_no_array():
    response = Client(Several).post("/", json={"title": "a"})

    detail = "The body must be a JSON array, not an object."
    assert (response.status_code, response.json()["detail"]) == (400, detail)


@pytest.mark.parametrize("name", ["required_body_keys", "optional_body_keys"])
def test_an_array_has_no_keys(name):
    with pytest.raises(ImproperlyConfigured, match="takes arrays, which have no keys"):
        Several.as_handler(**{name: ["title"]})


class Listing(Echo):
    serializer = ArticleSchema(many=True)


def test_a_serializer_of_several_loads_one_body():
    client = Client(Listing)

    assert client.post("/", json={"title": "a"}).json() == {"title": "a", "rank": 1}


def test_get_body_of_ones_own_replaces_everything():
    class Handler(Echo):
        def get_body(self):
            return self.request.body.decode()

    assert Client(Handler).post("/", body="[a, b]").json() == "[a, b]"


# Creating


class Item:
    def __init__(self, **values):
        self.__dict__.update(values, id=1)

    def save(self):
        pass


class Plain(CreateHandler):
    model = Item
    required_body_keys = ["title"]

    def create_object(self, **data):
        # For results of views only.
        self.request.response.headers["X-View"] = "1"
        return super().create_object(**data)


class Changed(Plain):
    def create(self):
        response = super().create()
        response.headers["X-Total"] = 1
        return response


def test_the_answer_to_a_creation_may_be_changed(gateway):
    plain = Client(Plain, gateway).post("/", json={"title": "a"})
    changed = Client(Changed, gateway).post("/", json={"title": "a"})

    assert plain.json() == changed.json() == {"id": 1}
    assert plain.status_code == changed.status_code == 201
    assert changed.headers["X-Total"] == "1"
    assert "X-View" not in {*plain.headers, *changed.headers}
