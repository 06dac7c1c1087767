"""Create, Retrieve, Update and Delete."""

from __future__ import annotations

import pytest
from marshmallow import Schema, fields

from pyverless.contrib.memory import Model
from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers import (
    BaseHandler,
    CreateHandler,
    DeleteHandler,
    ObjectMixin,
    RetrieveHandler,
    RetrieveUpdateDeleteHandler,
    UpdateHandler,
)
from pyverless.routing import App, path
from pyverless.test import Client, http_event


class Article(Model):
    title: str
    text: str | None = None
    slug: str = ""


class ArticleSchema(Schema):
    id = fields.Integer(dump_only=True)
    title = fields.String(required=True)
    text = fields.String(load_default="none", allow_none=True)


def serialize(article):
    return {"id": article.id, "title": article.title, "text": article.text}


@pytest.fixture(autouse=True)
def articles():
    Article(title="Hello", text="World", slug="hello").save()
    yield Article.objects
    Article.objects.clear()


@pytest.fixture
def article(articles):
    return articles.get(slug="hello")


class Create(CreateHandler):
    model = Article
    required_body_keys = ["title"]
    optional_body_keys = ["text"]
    serializer = serialize


class Retrieve(RetrieveHandler):
    model = Article
    serializer = serialize


class Update(UpdateHandler):
    model = Article
    required_body_keys = ["title"]
    optional_body_keys = ["text"]
    serializer = serialize


class Delete(DeleteHandler):
    model = Article


API = App([path("/articles", Create), path("/articles/{id}", Retrieve, Update, Delete)])


@pytest.fixture
def client(gateway):
    return Client(API, gateway)


# Creating


def test_create_answers_201_with_the_serialized_object(client, articles):
    response = client.post("/articles", json={"title": "New"})

    assert response.status_code == 201
    created = articles.get(title="New")
    assert response.json() == {"id": created.id, "title": "New", "text": None}
    assert "Location" not in response.headers


def test_create_without_a_serializer_answers_with_the_id(gateway, articles):
    class Handler(CreateHandler):
        model = Article
        required_body_keys = ["title"]

    response = Client(Handler, gateway).post("/", json={"title": "New"})

    assert response.json() == {"id": articles.get(title="New").id}


def test_create_with_another_lookup_field_answers_with_that():
    class Handler(CreateHandler):
        model = Article
        required_body_keys = ["title", "slug"]
        lookup_field = "slug"

    response = Client(Handler).post("/", json={"title": "a", "slug": "b"})

    assert response.json() == {"slug": "b"}


@pytest.mark.parametrize(
    ("gateway", "stage", "base"),
    [
        ("rest", "prod", ".amazonaws.com/prod"),
        ("http1", "dev", ".amazonaws.com/dev"),
        ("http2", "dev", ".amazonaws.com/dev"),
        ("http2", None, ".amazonaws.com"),
        ("function_url", None, ".on.aws"),
        ("alb", None, ".amazonaws.com"),
        ("lattice", None, ".on.aws"),
    ],
)
def test_create_tells_where_the_new_object_is(gateway, stage, base):
    client = Client(Create.as_handler(location="/a/{title}"), gateway, stage=stage)

    response = client.post("/a", json={"title": "x/y z"})

    location = response.headers["Location"]
    assert location.startswith("https://")
    assert location.endswith(f"{base}/a/x%2Fy%20z")


def test_get_location_can_decide_for_itself():
    class Handler(Create):
        def get_location(self, obj):
            return f"urn:{obj.title}"

    response = Client(Handler).post("/", json={"title": "a"})

    assert response.headers["Location"] == "urn:a"


def test_create_object_can_add_to_the_data(articles):
    class Handler(Create):
        def create_object(self, **data):
            return super().create_object(**data, slug=data["title"].lower())

    Client(Handler).post("/", json={"title": "New"})

    assert articles.get(slug="new").title == "New"


def test_what_is_created_can_be_answered_with_a_header_more(articles):
    class Counting(Create):
        def perform_action(self):
            response = super().perform_action()
            response.headers["X-Total"] = articles.count()
            return response

    response = Client(Counting).post("/articles", json={"title": "First"})

    assert response.status_code == 201
    assert response.headers["X-Total"] == "2"


def test_create_object_of_ones_own_needs_no_model():
    class Handler(CreateHandler):
        required_body_keys = ["a"]
        serializer = staticmethod(lambda obj: obj)

        def create_object(self, a):
            return [a]

    assert Client(Handler).post("/", json={"a": 1}).json() == [1]


def test_an_object_without_save_is_not_saved():
    class Point:
        def __init__(self, x):
            self.id = x

    class Handler(CreateHandler):
        model = Point
        required_body_keys = ["x"]

    assert Client(Handler).post("/", json={"x": 5}).json() == {"id": 5}


# Retrieving


def test_retrieve_answers_with_the_object(client, article):
    response = client.get(f"/articles/{article.id}")

    assert response.status_code == 200
    assert response.json() == {"id": article.id, "title": "Hello", "text": "World"}


@pytest.mark.parametrize("key", ["99", "abc", "1" * 40, "1" * 5000, "-1", "%00", "1.0"])
def test_a_key_that_no_object_has_is_a_404(client, key):
    for method in ("GET", "DELETE"):
        response = client.request(method, f"/articles/{key}")

        assert response.status_code == 404
        assert response.json()["code"] == "not_found"
    assert client.put(f"/articles/{key}", json={"title": "a"}).status_code == 404


def test_another_field_can_identify_the_object(gateway):
    handler = Retrieve.as_handler(lookup_field="slug", lookup_url_kwarg="name")
    client = Client(App([path("/{name}", handler)]), gateway)

    assert client.get("/hello").json()["title"] == "Hello"
    assert client.get("/nothing").status_code == 404


@pytest.mark.parametrize("gateway", ["rest", "http1", "http2"])
def test_a_path_parameter_is_decoded_once(gateway, article):
    article.slug = "a b/c%41"
    article.save()
    handler = Retrieve.as_handler(lookup_field="slug")

    client = Client(handler, gateway, route="/{slug}")

    assert client.get("/a%20b%2Fc%2541").json()["title"] == "Hello"


def test_a_missing_path_parameter_is_a_500_that_says_what_there_is(gateway, log):
    class Handler(Retrieve):
        lookup_url_kwarg = "pk"

    parameters = None
    if gateway in ("rest", "http1", "http2"):
        parameters = {"id": "1", "article": "2"}
    response = Client(Handler, gateway).get("/articles/1", path_params=parameters)

    assert response.status_code == 500
    present = sorted(parameters or [])
    assert (
        f"Handler looks for the path parameter 'pk', but the request has {present}. "
        "Name the parameter in the route, or set Handler.lookup_url_kwarg."
    ) in log.text


def test_get_queryset_limits_what_can_be_found(article):
    class Handler(Retrieve):
        def get_queryset(self):
            return super().get_queryset().filter(slug=self.request.query["slug"])

    client = Client(Handler, route="/{id}")

    assert client.get(f"/{article.id}?slug=hello").status_code == 200
    assert client.get(f"/{article.id}?slug=other").status_code == 404


def test_a_value_that_get_queryset_can_not_look_for_is_a_404(article):
    class Mine(Retrieve):
        def get_queryset(self):
            return super().get_queryset().filter(id=self.kwargs["owner"])

    client = Client(Mine, route="/owners/{owner}/articles/{id}")

    assert client.get(f"/owners/{article.id}/articles/{article.id}").status_code == 200
    assert client.get(f"/owners/nobody/articles/{article.id}").status_code == 404


def test_a_lookup_field_that_the_model_does_not_have_is_a_mistake():
    class ByName(Retrieve):
        lookup_field = "name"

    with pytest.raises(ImproperlyConfigured, match="no field 'name' to look up"):
        ByName.as_handler()


def test_a_get_object_of_ones_own_needs_no_lookup_field(article):
    class First(Retrieve):
        lookup_field = "name"

        def get_object(self):
            return self.get_queryset()[0]

    assert Client(First).get("/articles/first").json()["id"] == article.id


def test_a_mistake_in_get_queryset_is_no_404(article):
    class Handler(Retrieve):
        def get_queryset(self):
            raise ValueError("a bug")

    response = Client(Handler, route="/{id}").get(f"/{article.id}")

    assert response.status_code == 500


@pytest.mark.parametrize(
    "queryset",
    [
        [{"id": 1, "name": "a"}],
        lambda: [{"id": 1, "name": "a"}],
        staticmethod(lambda: [{"id": "1", "name": "a"}]),
    ],
)
def test_a_queryset_may_be_a_list_or_a_function(queryset):
    Handler = type("Handler", (RetrieveHandler,), {"queryset": queryset})  # noqa: N806
    client = Client(Handler.as_handler(serializer=lambda obj: obj["name"]))

    assert client.get("/", path_params={"id": "1"}).json() == "a"
    assert client.get("/", path_params={"id": "2"}).status_code == 404


def test_a_queryset_may_be_one_of_the_model(article):
    class Handler(Retrieve):
        model = None
        queryset = Article.objects.filter(slug="hello")

    client = Client(Handler, route="/{id}")

    assert client.get(f"/{article.id}").status_code == 200
    article.slug = "other"
    article.save()
    assert client.get(f"/{article.id}").status_code == 404


def test_a_manager_that_is_a_queryset_itself_will_do():
    class Manager:
        def get_or_none(self, **lookup):
            return {"lookup": lookup}

    class Thing:
        objects = Manager()

    class Handler(RetrieveHandler):
        model = Thing
        serializer = dict

    client = Client(Handler, route="/{id}")

    assert client.get("/7").json() == {"lookup": {"id": "7"}}


def test_get_object_can_find_the_object_otherwise():
    class Handler(ObjectMixin, BaseHandler):
        queryset = ()

        def get_object(self):
            return self.request.path

        def perform_action(self):
            return self.object

    assert Client(Handler).get("/a").json() == "/a"


# Updating


def test_put_writes_the_object_whole(client, article, articles):
    response = client.put(
        f"/articles/{article.id}", json={"title": "New", "text": None}
    )

    assert response.status_code == 200
    assert response.json() == {"id": article.id, "title": "New", "text": None}
    assert articles.get(id=article.id).title == "New"


def test_put_needs_every_required_key(client, article):
    response = client.put(f"/articles/{article.id}", json={"text": "a"})

    assert response.status_code == 400


def test_patch_changes_only_what_is_sent(client, article):
    target = f"/articles/{article.id}"

    assert client.patch(target, json={}).json()["title"] == "Hello"
    assert client.patch(target, json={"text": "New"}).json() == {
        "id": article.id,
        "title": "Hello",
        "text": "New",
    }


def test_null_is_a_value_and_absent_is_none(client, article):
    target = f"/articles/{article.id}"

    assert client.patch(target, json={"title": "a"}).json()["text"] == "World"
    assert client.patch(target, json={"text": None}).json()["text"] is None


def test_a_patch_applies_no_defaults_of_the_schema(article):
    client = Client(UpdateHandler.as_handler(model=Article, serializer=ArticleSchema))
    parameters = {"id": article.id}

    patched = client.patch("/", json={"title": "New"}, path_params=parameters)
    assert patched.json() == {"id": article.id, "title": "New", "text": "World"}
    put = client.put("/", json={"title": "New"}, path_params=parameters)
    assert put.json()["text"] == "none"
    refused = client.put("/", json={"title": "a", "id": 2}, path_params=parameters)
    assert refused.status_code == 400


def test_update_without_a_serializer_answers_with_the_id(article):
    handler = UpdateHandler.as_handler(model=Article, optional_body_keys=["title"])
    client = Client(handler, route="/{id}")

    response = client.put(f"/{article.id}", json={"title": "New"})

    assert response.json() == {"id": article.id}


def test_only_what_was_sent_is_saved_where_save_can_tell():
    class Row:
        id, a, b = 1, 2, 3
        saved = []

        def save(self, *, update_fields=None):
            self.saved.append(update_fields)

    row = Row()
    handler = UpdateHandler.as_handler(
        queryset=lambda: [row], optional_body_keys=["a", "b"]
    )

    Client(handler).patch("/", json={"b": 5}, path_params={"id": "1"})

    assert Row.saved == [["b"]]
    assert (row.a, row.b) == (2, 5)


def test_update_object_can_be_overridden(article):
    class Handler(Update):
        def update_object(self, obj, data):
            return super().update_object(obj, data | {"slug": "changed"})

    Client(Handler, route="/{id}").patch(f"/{article.id}", json={})

    assert Article.objects.get(id=article.id).slug == "changed"


# Deleting


def test_delete_answers_204_without_a_body(client, article, articles):
    response = client.delete(f"/articles/{article.id}")

    assert (response.status_code, response.content) == (204, b"")
    assert "Content-Type" not in response.headers or client.gateway == "rest"
    assert articles.count() == 0
    assert client.delete(f"/articles/{article.id}").status_code == 404


def test_delete_object_can_keep_what_is_deleted(article, articles):
    class Handler(Delete):
        def delete_object(self, obj):
            obj.slug = "deleted"
            obj.save()

    response = Client(Handler, route="/{id}").delete(f"/{article.id}")

    assert response.status_code == 204
    assert articles.get(id=article.id).slug == "deleted"


# Methods


@pytest.mark.parametrize(
    ("handler", "allow"),
    [
        (Create, "POST"),
        (Retrieve, "GET, HEAD"),
        (Update, "PATCH, PUT"),
        (Delete, "DELETE"),
    ],
)
def test_a_generic_handler_answers_its_own_methods_only(gateway, handler, allow):
    methods = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
    client = Client(handler, gateway)

    for method in methods - set(allow.split(", ")):
        response = client.request(method, "/")
        assert response.status_code == 405
        assert response.headers["Allow"] == allow


def test_head_of_a_retrieve_handler_has_no_body(client, article):
    response = client.head(f"/articles/{article.id}")

    assert (response.status_code, response.content) == (200, b"")
    assert response.content_type == "application/json"
    assert client.head("/articles/99").status_code == 404


def test_one_handler_can_do_all_with_an_object(gateway, article):
    handler = RetrieveUpdateDeleteHandler.as_handler(
        model=Article, serializer=serialize, optional_body_keys=["title"]
    )
    client = Client(App([path("/{id}", handler)]), gateway)
    target = f"/{article.id}"

    assert client.get(target).json()["title"] == "Hello"
    assert client.put(target, json={"title": "a"}).json()["title"] == "a"
    assert client.patch(target, json={"title": "b"}).json()["title"] == "b"
    assert client.delete(target).status_code == 204
    assert client.get(target).status_code == 404
    assert client.post(target).headers["Allow"] == "DELETE, GET, HEAD, PATCH, PUT"


def test_an_unwritable_key_in_the_event_is_a_404(article):
    event = http_event("rest", path_params={"id": "1"})
    event["pathParameters"] = {"id": "\ud800"}

    assert Retrieve.as_handler()(event)["statusCode"] == 404
