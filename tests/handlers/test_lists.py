"""Lists: pages, links, and strict parameters."""

from __future__ import annotations

import pytest
from marshmallow import Schema, fields

from pyverless.contrib.memory import Model
from pyverless.handlers import ListCreateHandler, ListHandler
from pyverless.test import Client, override_settings


class Article(Model):
    title: str = ""


class ArticleSchema(Schema):
    title = fields.String()


@pytest.fixture(autouse=True)
def articles():
    for number in range(1, 8):
        Article(title=f"a{number}").save()
    yield Article.objects
    Article.objects.clear()


class List(ListHandler):
    model = Article
    serializer = staticmethod(lambda article: article.title)
    limit = 3
    max_limit = 5


def link_of(response):
    """Return the targets of the Link header by relation, without the host."""
    links = {}
    for part in filter(None, response.headers.get("Link", "").split(", ")):
        target, _, relation = part.partition("; ")
        links[relation[5:-1]] = target[1:-1].partition("?")[2]
    return links


def test_a_list_is_a_json_list_of_the_first_page(gateway):
    response = Client(List, gateway).get("/articles")

    assert response.status_code == 200
    assert response.json() == ["a1", "a2", "a3"]
    assert link_of(response) == {"next": "limit=3&offset=3"}


def test_limit_and_offset_choose_the_page(gateway):
    response = Client(List, gateway).get("/articles?limit=2&offset=3")

    assert response.json() == ["a4", "a5"]
    assert link_of(response) == {
        "prev": "limit=2&offset=1",
        "next": "limit=2&offset=5",
    }


def test_the_last_page_has_no_next_and_the_first_no_prev(gateway):
    client = Client(List, gateway)

    assert link_of(client.get("/?limit=5&offset=2")) == {"prev": "limit=5&offset=0"}
    assert client.get("/?limit=5&offset=99").json() == []


def test_a_link_leads_to_the_page_as_the_caller_must_write_it(gateway):
    client = Client(List.as_handler(optional_query_keys=["q"]), gateway)

    response = client.get("/articles%20a?q=x%26y&limit=1")

    url = response.headers["Link"].partition(">")[0][1:]
    assert url.startswith("https://")
    assert url.endswith("/articles%20a?q=x%26y&limit=1&offset=1")
    assert ("/prod/" in url) == (gateway == "rest")


def test_every_page_together_is_the_list():
    client, seen, query = Client(List), [], ""
    while query is not None:
        response = client.get(f"/?{query}")
        seen += response.json()
        query = link_of(response).get("next")

    assert seen == [f"a{number}" for number in range(1, 8)]


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("limit=abc", "limit must be a whole number from 1 to 5."),
        ("limit=0", "limit must be a whole number from 1 to 5."),
        ("limit=6", "limit must be a whole number from 1 to 5."),
        ("limit=-1", "limit must be a whole number from 1 to 5."),
        ("limit=", "limit must be a whole number from 1 to 5."),
        ("limit=1.5", "limit must be a whole number from 1 to 5."),
        (f"limit={'9' * 5000}", "limit must be a whole number from 1 to 5."),
        ("offset=-1", "offset must be a whole number from 0 to 2147483647."),
        ("offset=2147483648", "offset must be a whole number from 0 to 2147483647."),
    ],
)
def test_a_page_that_can_not_be_is_a_400(gateway, query, detail):
    response = Client(List, gateway).get(f"/?{query}")

    assert response.status_code == 400
    assert response.json()["detail"] == detail
    assert response.json()["errors"][0]["parameter"] == query.partition("=")[0]


def test_unknown_parameters_are_refused(gateway):
    response = Client(List, gateway).get("/?status=draft")

    assert response.status_code == 400
    [error] = response.json()["errors"]
    assert error["detail"] == "Unknown parameter. Allowed: limit, offset."


def test_strictness_can_be_switched_off():
    client = Client(List.as_handler(strict_queryparams=False))

    assert client.get("/?status=draft").status_code == 200
    assert client.get("/?limit=abc").status_code == 400


def test_declared_parameters_are_at_hand():
    class Handler(List):
        optional_query_keys = ["title"]

        def get_queryset(self):
            return super().get_queryset().filter(**self.queryparams)

    assert Client(Handler).get("/?title=a6").json() == ["a6"]


def test_get_queryparams_may_make_numbers_of_the_page():
    class Handler(List):
        def get_queryparams(self):
            params = super().get_queryparams()
            return {name: int(value) for name, value in params.items()}

    assert Client(Handler).get("/?limit=2&offset=5").json() == ["a6", "a7"]


def test_limits_come_from_the_settings():
    class Handler(ListHandler):
        model = Article
        serializer = List.serializer

    client = Client(Handler)

    assert len(client.get("/").json()) == 7
    with override_settings(PAGE_LIMIT=4, MAX_LIMIT=6):
        assert len(client.get("/").json()) == 4
        assert client.get("/?limit=7").status_code == 400


def test_the_default_page_is_never_larger_than_the_largest():
    assert len(Client(List.as_handler(limit=6)).get("/").json()) == 5


def test_a_schema_serializes_the_page(gateway):
    client = Client(List.as_handler(serializer=ArticleSchema, limit=2), gateway)

    assert client.get("/").json() == [{"title": "a1"}, {"title": "a2"}]


def test_serialize_of_ones_own_is_called_for_each():
    class Handler(ListHandler):
        def get_queryset(self):
            return (number for number in range(5))

        def serialize(self, obj):
            return obj * 2

    response = Client(Handler.as_handler(limit=2)).get("/?offset=1")

    assert response.json() == [2, 4]
    assert link_of(response)["next"] == "limit=2&offset=3"


def test_head_of_a_list_tells_its_pages(gateway):
    response = Client(List, gateway).head("/")

    assert (response.status_code, response.content) == (200, b"")
    assert link_of(response) == {"next": "limit=3&offset=3"}


def test_one_handler_can_list_and_create(gateway, articles):
    class Handler(ListCreateHandler):
        model = Article
        serializer = ArticleSchema
        location = "/{title}"

    client = Client(Handler, gateway)
    response = client.post("/", json={"title": "new"})

    assert (response.status_code, response.json()) == (201, {"title": "new"})
    assert response.headers["Location"].endswith("/new")
    assert len(client.get("/").json()) == 8
    assert client.get("/").status_code == 200
    assert client.put("/").headers["Allow"] == "GET, HEAD, POST"
