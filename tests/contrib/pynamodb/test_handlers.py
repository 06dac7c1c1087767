"""Generic handlers: `model = …` is all it takes."""

from __future__ import annotations

from multiprocessing import get_context

import pytest

from pyverless.config import override_settings
from pyverless.handlers import (
    ConditionalMixin,
    CreateHandler,
    DeleteHandler,
    ListHandler,
    RetrieveHandler,
    RetrieveUpdateDeleteHandler,
    UpdateHandler,
)
from pyverless.pagination import CursorPagination
from pyverless.serializers import Serializer
from pyverless.test import Client

from .models import Article, Comment, Counter

SERIALIZER = Serializer(include=["slug", "title", "status", "views"])


class ArticleCreate(CreateHandler):
    model = Article
    lookup_field = "slug"
    required_body_keys = ["slug", "title"]
    optional_body_keys = ["status", "views"]
    serializer = SERIALIZER


class ArticleRetrieve(RetrieveHandler):
    model = Article
    lookup_field = "slug"
    serializer = SERIALIZER


class ArticleUpdate(UpdateHandler):
    model = Article
    lookup_field = "slug"
    optional_body_keys = ["title", "status", "views"]
    serializer = SERIALIZER


class ArticleDelete(DeleteHandler):
    model = Article
    lookup_field = "slug"


class ArticleList(ListHandler):
    model = Article
    lookup_field = "slug"
    serializer = SERIALIZER
    filter_fields = ["status", "views__gte"]
    ordering_fields = ["views", "title"]


class ArticlePages(ArticleList):
    pagination_class = CursorPagination
    limit = 2
    ordering_fields = ["views"]


class CommentRetrieve(RetrieveHandler):
    model = Comment
    lookup_field = "number"
    serializer = Serializer(include=["author", "number", "text"])

    def get_queryset(self):
        return super().get_queryset().filter(author=self.kwargs["author"])


class CounterDetail(ConditionalMixin, RetrieveUpdateDeleteHandler):
    model = Counter
    lookup_field = "name"
    optional_body_keys = ["value"]
    serializer = Serializer(include=["name", "value"])

    def get_etag(self):
        return str(self.object.version)


class ArticleDetail(ConditionalMixin, RetrieveUpdateDeleteHandler):
    model = Article
    lookup_field = "slug"
    optional_body_keys = ["views"]
    serializer = SERIALIZER


@pytest.fixture(autouse=True)
def secret():
    with override_settings(SECRET_KEY="a secret of this test suite, of 32 bytes"):
        yield


def test_an_object_is_created(asked):
    client = Client(ArticleCreate)
    body = {"slug": "a", "title": "A"}

    response = client.post("/articles", json=body)

    assert response.status_code == 201
    assert response.json() == {**body, "status": "draft", "views": 0}
    assert client.post("/articles", json=body).status_code == 409
    assert asked == ["PutItem", "PutItem"]


def test_bad_values_are_a_400_that_names_them(asked):
    body = {"slug": "a", "title": 5}

    response = Client(ArticleCreate).post("/articles", json=body)

    assert response.status_code == 400
    assert response.json()["errors"][0]["pointer"] == "#/title"
    assert asked == []


def test_an_object_is_retrieved(asked):
    Article(slug="a").save()
    asked.clear()
    client = Client(ArticleRetrieve)

    assert client.get("/", path_params={"slug": "a"}).json()["title"] == "Untitled"
    assert client.get("/", path_params={"slug": "b"}).status_code == 404
    assert client.get("/", path_params={"slug": "b" * 3000}).status_code == 404
    assert asked == ["GetItem", "GetItem"]


def test_the_second_key_comes_from_get_queryset(asked):
    Comment(author="ann", number=7).save()
    asked.clear()
    client = Client(CommentRetrieve)

    for number, status in (("7", 200), ("8", 404), ("x", 404)):
        path_params = {"author": "ann", "number": number}
        assert client.get("/", path_params=path_params).status_code == status
    assert asked == ["GetItem", "GetItem"]


def test_an_object_is_updated_and_deleted(asked):
    Article(slug="a").save()
    asked.clear()
    path_params = {"slug": "a"}

    response = Client(ArticleUpdate).patch(
        "/", json={"views": 5}, path_params=path_params
    )

    assert response.json()["views"] == 5
    assert Client(ArticleDelete).delete("/", path_params=path_params).status_code == 204
    assert asked == ["GetItem", "UpdateItem", "GetItem", "DeleteItem"]
    assert Article.objects.count() == 0


@pytest.fixture
def articles(asked):
    for number, slug in enumerate("abcde"):
        Article(slug=slug, title=slug.upper(), views=number).save()
    asked.clear()


def slugs(response):
    body = response.json()
    return [
        each["slug"] for each in (body if isinstance(body, list) else body["results"])
    ]


def test_a_list_is_filtered_and_ordered(articles, asked):
    client = Client(ArticleList)

    found = client.get("/?status=draft&views__gte=2&ordering=-views&limit=2")

    assert slugs(found) == ["e", "d"]
    assert asked == ["Query"]
    assert slugs(client.get("/?ordering=-title&offset=1&limit=2")) == ["d", "c"]
    assert client.get("/?views__gte=x").status_code == 400
    assert client.get("/?status=").status_code == 400


def test_a_list_has_pages(articles, asked):
    client, found, url = Client(ArticlePages), [], "/?status=draft&ordering=-views"
    while url:
        response = client.get(url)
        found += slugs(response)
        url = (response.json()["next"] or "").rpartition("/prod")[2]

    assert found == ["e", "d", "c", "b", "a"]
    assert asked == ["Query"] * 3
    assert client.get("/?status=draft&cursor=nonsense").status_code == 400


def test_an_etag_is_that_of_what_will_be_stored(tables):
    Counter(name="a").save()
    client, path_params = Client(CounterDetail), {"name": "a"}

    response = client.patch(
        "/", json={"value": 1}, path_params=path_params, headers={"If-Match": '"1"'}
    )

    assert response.headers["etag"] == '"2"'
    assert client.get("/", path_params=path_params).headers["etag"] == '"2"'
    stale = client.put(
        "/", json={"value": 2}, path_params=path_params, headers={"If-Match": '"1"'}
    )
    assert stale.status_code == 412


@pytest.mark.parametrize("handler", [CounterDetail, ArticleDetail])
@pytest.mark.parametrize("method", ["patch", "delete"])
def test_a_change_in_the_middle_of_another_is_a_412(tables, handler, method):
    Counter(name="a").save()
    Article(slug="a").save()
    field = "value" if handler is CounterDetail else "views"

    class Slow(handler):
        def perform_action(self):
            key = {self.lookup_field: "a"}
            other = self.model.get("a")
            setattr(other, field, 7)
            other.update([getattr(self.model, field).set(7)])
            assert self.model.get(*key.values())
            return super().perform_action()

    client, path_params = Client(Slow), {Slow.lookup_field: "a"}
    etag = Client(handler).get("/", path_params=path_params).headers["etag"]
    body = {"json": {field: 1}} if method == "patch" else {}

    response = getattr(client, method)(
        "/", path_params=path_params, headers={"If-Match": etag}, **body
    )

    assert response.status_code == 412
    assert getattr(handler.model.objects[0], field) == 7


def test_an_exception_in_a_handler_leaves_nothing(tables):
    class Broken(ArticleCreate):
        def create_object(self, **data):
            super().create_object(**data)
            raise ZeroDivisionError

    response = Client(Broken).post("/", json={"slug": "a", "title": "A"})

    assert response.status_code == 500
    assert Article.objects.count() == 0


# Several workers


def work(handler, key, times):
    """Increment a number under If-Match; return how often that was done and refused."""
    client, done, refused = Client(handler), 0, 0
    path_params = dict([key])
    field = "value" if handler is CounterDetail else "views"
    while done < times:
        read = client.get("/", path_params=path_params)
        response = client.patch(
            "/",
            json={field: read.json()[field] + 1},
            path_params=path_params,
            headers={"If-Match": read.headers["etag"]},
        )
        assert response.status_code in (200, 409, 412), response.body
        done += response.status_code == 200
        refused += response.status_code != 200
    return done, refused


@pytest.mark.parametrize(
    ("handler", "key"), [(CounterDetail, ("name", "a")), (ArticleDetail, ("slug", "a"))]
)
def test_no_increment_of_several_workers_is_lost(tables, handler, key):
    Counter(name="a").save()
    Article(slug="a").save()

    pool = get_context("fork").Pool(4)
    try:
        results = pool.starmap(work, [(handler, key, 5)] * 4)
    finally:
        # Not terminated: coverage has a handler for that signal, which may block.
        pool.close()
        pool.join()

    obj = handler.model.objects.get(**dict([key]))
    assert getattr(obj, "value" if handler is CounterDetail else "views") == 20
    assert sum(done for done, _ in results) == 20
