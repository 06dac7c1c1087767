"""Lists with a paginator: envelopes, links, and how all of it is declared."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pyverless.contrib.memory import Model
from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers import ListHandler
from pyverless.pagination import (
    CursorPagination,
    LimitOffsetPagination,
    PageNumberPagination,
)
from pyverless.routing import App, Router, path
from pyverless.serializers import Serializer
from pyverless.test import Client, http_event, override_settings, parse_response

SECRET = "a secret of this test suite, of 32 bytes and more"


class Article(Model):
    title: str
    views: int = 0


@pytest.fixture(autouse=True)
def articles():
    for number in range(1, 8):
        Article(title=f"a{number}", views=number % 3).save()
    with override_settings(SECRET_KEY=SECRET):
        yield Article.objects
    Article.objects.clear()


class List(ListHandler):
    model = Article
    serializer = staticmethod(lambda article: article.title)
    filter_fields = ["views__gte"]
    ordering_fields = ["views"]
    limit = 3
    max_limit = 5

    def finalize_response(self, response):
        response.headers["X-Base"] = self.request.base_url
        return super().finalize_response(response)


class Offsets(List):
    pagination_class = LimitOffsetPagination


class Numbers(List):
    pagination_class = PageNumberPagination


class Cursors(List):
    pagination_class = "pyverless.pagination.CursorPagination"


PAGINATED = [Offsets, Numbers, Cursors]

IN_ORDER = ["a2", "a5", "a1", "a4", "a7", "a3", "a6"]


def walk(client, target):
    """Follow the links to the next page, as a caller would; return all objects."""
    found = []
    while target is not None:
        response = client.get(target)
        assert response.status_code == 200, response.json()
        body = response.json()
        found += body["results"]
        url = body["next"]
        assert f'<{url}>; rel="next"' in response.headers.get("Link", "") or not url
        target = url and url.removeprefix(response.headers["X-Base"])
        assert url is None or (url.startswith("https://") and target.startswith("/"))
    return found


@pytest.mark.parametrize("handler", PAGINATED)
@pytest.mark.parametrize("limit", ["", "limit=1&", "limit=2&", "limit=5&"])
def test_following_the_links_gives_every_object_once(gateway, handler, limit):
    client = Client(handler, gateway)

    assert walk(client, f"/articles?{limit}ordering=-views") == IN_ORDER
    assert sorted(walk(client, f"/a%20b/%C3%A9?{limit}")) == sorted(IN_ORDER)
    assert walk(client, f"/?{limit}views__gte=2") == ["a2", "a5"]


@pytest.mark.parametrize("handler", PAGINATED)
def test_links_lead_through_an_app(gateway, handler):
    articles = Router()
    articles.add_route(path("/articles/{kind}", handler))
    app = App(strip_prefixes=["/v1"])
    app.include_router(articles, prefix="/blog")
    client = Client(app, gateway)

    response = client.get("/v1/blog/articles/x%20y?limit=1")

    base = response.headers["X-Base"]
    assert base.endswith("/v1")
    assert response.json()["next"].startswith(f"{base}/blog/articles/x%20y?limit=1&")
    # With the prefix, as the caller writes it.
    target = response.json()["next"].removeprefix(base)
    assert client.get(f"/v1{target}").json()["results"]


@pytest.mark.parametrize("handler", PAGINATED)
@pytest.mark.parametrize(
    ("gateway", "stage", "path"),
    [
        ("rest", "prod", "/prod/articles"),
        ("http1", "prod", "/prod/articles"),
        ("http1", "$default", "/articles"),
        ("http2", "prod", "/prod/articles"),
        ("http2", "$default", "/articles"),
    ],
)
def test_links_have_the_stage_where_it_is_in_the_url(gateway, stage, path, handler):
    response = Client(handler, gateway, stage=stage).get("/articles")

    assert re.match(rf"https://[^/]+{path}\?", response.json()["next"])


@pytest.mark.parametrize("handler", PAGINATED)
def test_links_have_the_base_path_of_a_custom_domain(handler):
    event = http_event("rest", "GET", "/articles?limit=1", route="/articles")
    event["path"] = event["requestContext"]["path"] = "/v1/articles"
    event["requestContext"]["domainName"] = "api.example.com"
    event["headers"]["Host"] = "api.example.com"
    event["multiValueHeaders"]["Host"] = ["api.example.com"]

    response = parse_response("rest", Client(handler).invoke(event))

    assert response.headers["Link"].startswith(
        "<https://api.example.com/v1/articles?limit=1&"
    )


def test_the_envelope_of_offsets_leads_back_and_forth():
    response = Client(Offsets).get("/?limit=2&offset=3")

    base = response.headers["X-Base"]
    assert response.json() == {
        "next": f"{base}/?limit=2&offset=5",
        "previous": f"{base}/?limit=2&offset=1",
        "results": ["a4", "a5"],
    }
    assert response.headers["Link"] == (
        f'<{base}/?limit=2&offset=1>; rel="prev", '
        f'<{base}/?limit=2&offset=5>; rel="next"'
    )


def test_the_envelope_of_numbered_pages_leads_back_and_forth():
    response = Client(Numbers).get("/?limit=2&page=2")

    base = response.headers["X-Base"]
    assert response.json() == {
        "next": f"{base}/?limit=2&page=3",
        "previous": f"{base}/?limit=2&page=1",
        "results": ["a3", "a4"],
    }


@pytest.mark.parametrize("handler", PAGINATED)
def test_an_empty_list_has_an_empty_page(handler, articles):
    articles.clear()
    response = Client(handler).get("/")

    assert response.json() == {"next": None, "previous": None, "results": []}
    assert "Link" not in response.headers


@pytest.mark.parametrize("handler", PAGINATED)
def test_head_tells_the_next_page(gateway, handler):
    client = Client(handler, gateway)
    response = client.head("/articles")

    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["Link"] == client.get("/articles").headers["Link"]


# What can not be


@pytest.mark.parametrize("handler", [List, *PAGINATED])
@pytest.mark.parametrize(
    "limit",
    [
        "6",
        "0",
        "-1",
        "+5",
        "%2B5",
        "1e1",
        "5.0",
        "0x9",
        "%206",
        "6%20",
        "6%00",
        "٩",
        "1_0",
        "00000000009",
        "9" * 5000,
        "5,6",
        "[6]",
        "null",
        "",
        "all",
    ],
)
def test_no_spelling_gets_more_than_the_most(handler, limit):
    response = Client(handler).get(f"/?limit={limit}")

    assert response.status_code == 400
    detail = "limit must be a whole number from 1 to 5."
    assert response.json()["detail"] == detail
    assert response.json()["errors"] == [
        {"parameter": "limit", "detail": detail, "code": "invalid"}
    ]


@pytest.mark.parametrize("handler", [List, *PAGINATED])
@pytest.mark.parametrize("name", ["Limit", "LIMIT", "limit[]", "limit%20", "page_size"])
def test_the_limit_has_one_name(handler, name):
    lax = handler.as_handler(strict_queryparams=False)

    assert Client(handler).get(f"/?{name}=6").status_code == 400
    response = Client(lax).get(f"/?{name}=6")
    body = response.json()
    assert len(body if handler is List else body["results"]) == 3


@pytest.mark.parametrize("handler", [List, *PAGINATED])
def test_the_last_of_several_limits_counts_where_several_may_be(handler):
    client = Client(handler.as_handler(strict_queryparams=False))

    assert client.get("/?limit=6&limit=1").status_code == 200
    assert client.get("/?limit=1&limit=6").status_code == 400


@pytest.mark.parametrize("value", ["0", "-1", "", "x", "1.0", "2147483648", "9" * 5000])
def test_a_page_that_can_not_be_is_a_400(gateway, value):
    response = Client(Numbers, gateway).get(f"/?page={value}")

    assert response.status_code == 400
    [error] = response.json()["errors"]
    assert error["parameter"] == "page"
    assert error["detail"] == "page must be a whole number from 1 to 715827883."


@pytest.mark.parametrize(
    ("handler", "allowed"),
    [
        (Offsets, "limit, offset, ordering, views__gte"),
        (Numbers, "limit, ordering, page, views__gte"),
        (Cursors, "cursor, limit, ordering, views__gte"),
    ],
)
def test_each_paginator_has_parameters_of_its_own(handler, allowed):
    [error] = Client(handler).get("/?x=1").json()["errors"]

    assert error["detail"] == f"Unknown parameter. Allowed: {allowed}."


# Halves of surrogate pairs included.
TEXT = st.text(st.characters(exclude_categories=()))
NAMES = ["limit", "offset", "page", "cursor", "ordering", "views__gte", "title", ""]


@pytest.mark.parametrize("handler", [List, *PAGINATED])
@pytest.mark.parametrize("is_strict", [True, False])
@hypothesis_settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(query=st.dictionaries(st.sampled_from(NAMES) | TEXT, TEXT))
def test_whatever_is_asked_is_answered(handler, is_strict, query):
    function = handler.as_handler(strict_queryparams=is_strict)
    event = {"httpMethod": "GET", "path": "/", "queryStringParameters": query}

    response = parse_response("rest", function(event, None))

    assert response.status_code in (200, 400)
    if response.status_code == 400:
        assert response.content_type == "application/problem+json"


# Counting


class Counting:
    """A queryset that counts its calls."""

    def __init__(self, objects, calls):
        self.objects = objects
        self.calls = calls

    def filter(self, **lookup):
        return Counting(self.objects.filter(**lookup), self.calls)

    def order_by(self, *fields):
        return Counting(self.objects.order_by(*fields), self.calls)

    def count(self):
        self.calls.append("count")
        return self.objects.count()

    def __getitem__(self, index):
        self.calls.append(index)
        return self.objects[index]


class CountedOffsets(LimitOffsetPagination):
    with_count = True


class CountedNumbers(PageNumberPagination):
    with_count = True


class CountedCursors(CursorPagination):
    with_count = True


@pytest.mark.parametrize(
    "paginator", [None, LimitOffsetPagination, PageNumberPagination, CursorPagination]
)
def test_nothing_is_counted_unless_asked_for(paginator):
    calls = []
    handler = List.as_handler(
        queryset=Counting(Article.objects.all(), calls), pagination_class=paginator
    )

    Client(handler).get("/?limit=2")

    assert calls == [slice(0, 3)] or calls == [slice(3)]


@pytest.mark.parametrize("paginator", [CountedOffsets, CountedNumbers, CountedCursors])
def test_objects_are_counted_once_where_that_is_asked_for(paginator):
    calls = []
    handler = List.as_handler(
        queryset=Counting(Article.objects.all(), calls), pagination_class=paginator
    )

    body = Client(handler).get("/?limit=2&views__gte=1").json()

    assert list(body) == ["count", "next", "previous", "results"]
    assert body["count"] == 5
    assert calls.count("count") == 1
    assert len(calls) == 2


# What comes along


class Relating(list):
    """A queryset that remembers what it was to fetch along."""

    paths = None

    def with_related(self, *paths):
        Relating.paths = paths
        return self


@pytest.mark.parametrize("paginator", [None, PageNumberPagination, CursorPagination])
def test_what_is_serialized_is_fetched_along(paginator):
    handler = ListHandler.as_handler(
        queryset=Relating,
        serializer=Serializer(include=["id", "author"]),
        pagination_class=paginator,
    )

    assert Client(handler).get("/").status_code == 200
    assert Relating.paths == ("id", "author")


# Paginators of one's own


class Pages(PageNumberPagination):
    """Ten lines are enough."""

    limit_query_param = "per_page"
    query_param = "p"
    with_count = True

    def get_paginated_response(self, data, page, links):
        return {
            "items": data,
            "pages": -(-page.count // 3),
            "more": links["next"] is not None,
        }


def test_a_paginator_of_ones_own_has_other_names_and_another_envelope():
    client = Client(List.as_handler(pagination_class=Pages))

    assert client.get("/?p=2").json() == {
        "items": ["a4", "a5", "a6"],
        "pages": 3,
        "more": True,
    }
    assert client.get("/?per_page=5&p=2").json()["items"] == ["a6", "a7"]
    assert client.get("/?limit=5").status_code == 400
    assert client.get("/?per_page=6").json()["detail"].startswith("per_page must be")


def test_a_page_may_have_the_same_size_for_all():
    class Fixed(LimitOffsetPagination):
        limit_query_param = None

    client = Client(List.as_handler(pagination_class=Fixed))

    assert client.get("/?limit=1").json()["errors"][0]["code"] == "unknown"
    assert walk(client, "/") == [f"a{number}" for number in range(1, 8)]


# Wrong declarations

OWN = "tests.handlers.nothing.Pages"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"filter_fields": "title"},
            r"List\.filter_fields is 'title'\. Set it to a list of names\.",
        ),
        (
            {"ordering_fields": "title"},
            r"List\.ordering_fields is 'title'\. Set it to a list of names\.",
        ),
        (
            {"filter_fields": {"title": ["exact", "in"]}},
            r"List\.filter_fields is \{'title': \['exact', 'in'\]\}\. Set it to a list",
        ),
        (
            {"ordering_fields": ["-title"]},
            r"List\.ordering_fields has '-title'\. Set it without the minus",
        ),
        (
            {"filter_fields": ["limit"]},
            r"List\.filter_fields has 'limit', which is the parameter for the order or "
            r"the page\. Name that one otherwise in a subclass of LimitOffset",
        ),
        ({"filter_fields": ["offset"]}, "filter_fields has 'offset'"),
        ({"filter_fields": ["ordering"]}, "filter_fields has 'ordering'"),
        (
            {"filter_fields": ["page"], "pagination_class": PageNumberPagination},
            "filter_fields has 'page'.* subclass of PageNumberPagination",
        ),
        (
            {"filter_fields": ["cursor"], "pagination_class": CursorPagination},
            "filter_fields has 'cursor'",
        ),
        (
            {"filter_fields": ["nope"]},
            r"Article has no field 'nope' to look up\. Choose from: id, title, views\.",
        ),
        ({"filter_fields": ["nope__gte"]}, "has no field 'nope' to look up"),
        (
            {"filter_fields": ["views__year"]},
            r"has no field 'views__year' to look up\. .*: id, title, views\. "
            r"Look-ups are exact, .*; fields of related objects can't be looked up",
        ),
        ({"ordering_fields": ["nope"]}, "has no field 'nope' to order by"),
        ({"ordering": "-nope"}, "has no field 'nope' to order by"),
        (
            {"filter_fields": ["views__contains"]},
            r"Article\.views is no text, so it can't be looked up by views__contains\.",
        ),
        ({"filter_fields": ["id__startswith"]}, "id is no text"),
        (
            {"queryset": Article.objects, "model": None, "filter_fields": ["nope"]},
            "has no field 'nope' to look up",
        ),
        (
            {"pagination_class": OWN},
            r"List\.pagination_class.*tests\.handlers\.nothing",
        ),
        (
            {"pagination_class": Pages()},
            r"List\.pagination_class is <.*Pages object .*>\. Set it to a class of",
        ),
        (
            {"pagination_class": list},
            r"List\.pagination_class is <class 'list'>\. Set it to a class of",
        ),
        ({"limit": 0}, r"List\.limit is 0\. Set it to 1 or more\."),
        ({"max_limit": -1}, r"List\.max_limit is -1\. Set it to 1 or more\."),
    ],
)
def test_a_wrong_declaration_is_found_when_the_handler_is_made(options, message):
    with pytest.raises((ImproperlyConfigured, ImportError), match=message):
        List.as_handler(**options)


def test_cursors_need_a_secret():
    with (
        override_settings(SECRET_KEY=""),
        pytest.raises(ImproperlyConfigured, match="Set the setting SECRET_KEY"),
    ):
        Cursors.as_handler()


def test_what_a_store_can_not_check_is_not_checked():
    class Store:
        def all(self):
            return [{"id": 1}]

    class Model:
        objects = Store()

    handler = List.as_handler(model=Model, serializer=dict, filter_fields=["id"])

    assert Client(handler).get("/?id=1").json() == [{"id": 1}]
