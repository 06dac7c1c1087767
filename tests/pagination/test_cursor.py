"""Cursors, as callers of a list have them."""

from __future__ import annotations

from types import SimpleNamespace
from urllib.parse import quote

import pytest

from pyverless.auth import AllowAny
from pyverless.contrib.memory import Model
from pyverless.crypto import sign
from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers import AuthorizationMixin, ListHandler
from pyverless.lists import ListQuerySet
from pyverless.pagination import CursorPagination, Page
from pyverless.routing import App, path
from pyverless.test import Client, override_settings

SECRET = "a secret of this test suite, of 32 bytes and more"
OTHER = "another secret of this test suite, of 32 bytes"

REFUSAL = "cursor must be a cursor from the last answer to the same query."


class Article(Model):
    title: str
    author: str = "ada"


@pytest.fixture(autouse=True)
def articles():
    for number in range(1, 8):
        Article(title=f"a{number % 3}", author="ada").save()
    with override_settings(SECRET_KEY=SECRET):
        yield Article.objects
    Article.objects.clear()


class List(ListHandler):
    model = Article
    serializer = staticmethod(lambda article: article.id)
    pagination_class = CursorPagination
    filter_fields = ["author", "title"]
    ordering_fields = ["title"]
    limit = 3
    max_limit = 5


class Other(List):
    pass


def cursor_of(response):
    """Return the cursor in the next link, decoded."""
    return response.json()["next"].partition("&cursor=")[2]


@pytest.fixture
def cursor():
    """A cursor of the first page of List."""
    return cursor_of(Client(List).get("/"))


def is_refused(response):
    if response.status_code == 200:
        return False
    assert response.status_code == 400
    [error] = response.json()["errors"]
    assert error == {"parameter": "cursor", "detail": REFUSAL, "code": "invalid"}
    assert response.json()["detail"] == REFUSAL
    return True


def test_a_cursor_leads_to_the_next_page(gateway, cursor):
    client = Client(List, gateway)

    first = client.get("/").json()
    second = client.get(f"/?cursor={cursor}").json()

    assert list(first) == ["next", "previous", "results"]
    assert (first["results"], first["previous"]) == ([1, 2, 3], None)
    assert (second["results"], second["previous"]) == ([4, 5, 6], None)
    assert second["next"] != first["next"]


def test_the_last_page_has_no_cursor(cursor):
    response = Client(List).get(f"/?limit=5&cursor={cursor}")

    assert response.json() == {"next": None, "previous": None, "results": [4, 5, 6, 7]}
    assert "Link" not in response.headers


def test_the_limit_may_change_between_pages(cursor):
    response = Client(List).get(f"/?limit=1&cursor={cursor}")

    assert response.json()["results"] == [4]
    assert "?limit=1&cursor=" in response.json()["next"]


def test_a_cursor_works_for_head_as_well(gateway, cursor):
    response = Client(List, gateway).head(f"/?cursor={cursor}")

    assert (response.status_code, response.content) == (200, b"")
    assert 'rel="next"' in response.headers["Link"]


def test_a_page_is_the_same_later_so_that_its_etag_is(monkeypatch):
    first = Client(List).get("/").json()
    monkeypatch.setattr("pyverless.crypto.signing.time", lambda: 9e9)

    assert Client(List).get("/").json() == first


def test_a_value_that_was_signed_elsewhere_is_no_cursor():
    assert is_refused(Client(List).get(f"/?cursor={sign([3], salt='cursor')}"))


def test_a_cursor_is_bound_to_the_handler(cursor):
    assert not is_refused(Client(List).get(f"/?cursor={cursor}"))
    assert is_refused(Client(Other).get(f"/?cursor={cursor}"))


@pytest.mark.parametrize(
    "query", ["title=a1", "author=ada", "ordering=title", "ordering=-title"]
)
def test_a_cursor_is_bound_to_filters_and_the_order(cursor, query):
    client = Client(List)
    mine = cursor_of(client.get(f"/?limit=1&{query}"))

    assert not is_refused(client.get(f"/?{query}&cursor={mine}"))
    assert is_refused(client.get(f"/?cursor={mine}"))
    assert is_refused(client.get(f"/?{query}&cursor={cursor}"))


def test_filters_may_be_written_in_any_order():
    client = Client(List)
    cursor = cursor_of(client.get("/?limit=1&title=a1&author=ada"))

    response = client.get(f"/?cursor={cursor}&author=ada&limit=2&title=a1")

    assert response.json()["results"] == [4, 7]


def test_a_cursor_is_bound_to_the_parameters_of_the_path(gateway):
    class Of(List):
        def get_queryset(self):
            return super().get_queryset().filter(author=self.kwargs["author"])

    client = Client(App([path("/authors/{author}/{kind}", Of)]), gateway)
    cursor = cursor_of(client.get("/authors/ada/x%20y"))

    assert not is_refused(client.get(f"/authors/ada/x%20y?cursor={cursor}"))
    assert is_refused(client.get(f"/authors/bob/x%20y?cursor={cursor}"))
    assert is_refused(client.get(f"/authors/ada/y?cursor={cursor}"))


def test_a_front_may_name_the_parameters_of_the_path_in_any_order():
    client = Client(List)
    cursor = cursor_of(client.get("/", path_params={"a": "1", "b": "2"}))

    response = client.get(f"/?cursor={cursor}", path_params={"b": "2", "a": "1"})

    assert not is_refused(response)


@pytest.mark.parametrize(
    ("ada", "bob"),
    [
        (SimpleNamespace(id=1), SimpleNamespace(id=2)),
        ({"id": 1}, {"id": 2}),
        ("ada", "bob"),
        (1, 2),
    ],
)
def test_a_cursor_is_bound_to_the_caller(ada, bob):
    class Mine(AuthorizationMixin, List):
        pass

    client = Client(Mine)
    client.force_authenticate(ada)
    cursor = cursor_of(client.get("/"))

    assert not is_refused(client.get(f"/?cursor={cursor}"))
    client.force_authenticate(bob)
    assert is_refused(client.get(f"/?cursor={cursor}"))


def test_a_setting_names_what_tells_callers_apart():
    class Mine(AuthorizationMixin, List):
        pass

    client = Client(Mine)
    with override_settings(USER_ID_FIELD="email"):
        client.force_authenticate(SimpleNamespace(id=1, email="a@example.com"))
        cursor = cursor_of(client.get("/"))
        client.force_authenticate(SimpleNamespace(id=2, email="a@example.com"))
        assert not is_refused(client.get(f"/?cursor={cursor}"))
        client.force_authenticate(SimpleNamespace(id=1, email="b@example.com"))
        assert is_refused(client.get(f"/?cursor={cursor}"))


def test_a_cursor_of_an_anonymous_caller_is_not_that_of_a_user():
    class Public(AuthorizationMixin, List):
        permission_classes = [AllowAny]

    client = Client(Public)
    cursor = cursor_of(client.get("/"))

    assert not is_refused(client.get(f"/?cursor={cursor}"))
    client.force_authenticate(SimpleNamespace(id=None))
    assert is_refused(client.get(f"/?cursor={cursor}"))


def test_a_cursor_altered_anywhere_is_a_400(cursor):
    client = Client(List)

    for place, old in enumerate(cursor):
        new = "A" if old != "A" else "B"
        altered = cursor[:place] + new + cursor[place + 1 :]
        assert is_refused(client.get(f"/?cursor={altered}"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "null",
        "é",
        "\0",
        " ",
        "=" * 4,
        "A" * 64,
        "A" * 100_000,
        "é" * 100_000,
        "WzNd",
        "3",
    ],
)
def test_what_is_no_cursor_is_a_400(gateway, text):
    assert is_refused(Client(List, gateway).get(f"/?cursor={quote(text)}"))


def test_half_of_a_surrogate_pair_is_a_400():
    event = {"httpMethod": "GET", "queryStringParameters": {"cursor": "\ud800"}}

    assert List.as_handler()(event, None)["statusCode"] == 400


def test_a_repeated_cursor_is_a_400(cursor):
    response = Client(List).get(f"/?cursor={cursor}&cursor={cursor}")

    assert response.status_code == 400
    assert response.json()["errors"][0]["detail"] == "cursor may be given once only."


def test_a_cursor_works_until_its_key_is_gone(cursor):
    client = Client(List)

    with override_settings(SECRET_KEY=OTHER, SECRET_KEY_FALLBACKS=[SECRET]):
        assert not is_refused(client.get(f"/?cursor={cursor}"))
    with override_settings(SECRET_KEY=OTHER):
        assert is_refused(client.get(f"/?cursor={cursor}"))


def test_a_cursor_of_an_earlier_order_of_the_class_is_a_400():
    older = Client(List.as_handler(ordering="title"))
    newer = Client(List.as_handler(ordering="-title"))
    cursor = cursor_of(older.get("/"))

    assert not is_refused(older.get(f"/?cursor={cursor}"))
    assert is_refused(newer.get(f"/?cursor={cursor}"))


def test_a_cursor_whose_place_no_longer_fits_is_a_400():
    class Ordered(List):
        fields = ("id",)

        def get_queryset(self):
            return super().get_queryset().order_by(*self.fields)

    client = Client(Ordered)
    cursor = cursor_of(client.get("/"))
    Ordered.fields = ("title",)

    assert is_refused(client.get(f"/?cursor={cursor}"))


def test_an_error_of_the_store_is_not_the_callers_fault(cursor, log):
    class Broken:
        def paginate(self, *, limit, token):
            raise RuntimeError if token else TypeError

    broken = Client(List.as_handler(queryset=Broken()))

    assert broken.get("/").status_code == 500
    assert broken.get(f"/?cursor={cursor}").status_code == 500


def test_a_queryset_keeps_the_order_that_it_has():
    class Newest(List):
        def get_queryset(self):
            return super().get_queryset().order_by("-id")

    client = Client(Newest)
    first = client.get("/")

    assert first.json()["results"] == [7, 6, 5]
    second = client.get(f"/?cursor={cursor_of(first)}")
    assert second.json()["results"] == [4, 3, 2]


def test_a_list_is_ordered_by_the_look_up_field():
    rows = [{"slug": slug} for slug in "bca"]
    options = {"queryset": rows, "serializer": dict, "lookup_field": "slug"}
    handler = List.as_handler(**options, filter_fields=[], ordering_fields=[])

    response = Client(handler).get("/?limit=2")

    assert response.json()["results"] == [{"slug": "a"}, {"slug": "b"}]
    rest = Client(handler).get(f"/?cursor={cursor_of(response)}")
    assert rest.json()["results"] == [{"slug": "c"}]


class Counting(ListQuerySet):
    """Counts its calls."""

    counts = 0

    def count(self):
        Counting.counts += 1
        return super().count()

    def filter(self, **lookup):
        return Counting(super().filter(**lookup))

    def order_by(self, *fields):
        return Counting(super().order_by(*fields))


class Counted(CursorPagination):
    with_count = True


@pytest.mark.parametrize(
    ("paginator", "expected"), [(Counted, 1), (CursorPagination, 0)]
)
def test_objects_are_counted_only_where_that_is_wanted(paginator, expected):
    rows = Counting({"id": n, "title": "a", "author": "ada"} for n in range(7))
    handler = List.as_handler(
        queryset=rows, pagination_class=paginator, serializer=dict
    )
    Counting.counts = 0

    body = Client(handler).get("/?author=ada&limit=2").json()

    assert Counting.counts == expected
    assert body.get("count") == (7 if expected else None)


def test_a_store_that_has_counted_is_not_asked_again():
    class Store:
        def paginate(self, *, limit, token):
            return Page([Article(id=1, title="a")], count=9)

    handler = List.as_handler(queryset=Store(), pagination_class=Counted)

    assert Client(handler).get("/").json()["count"] == 9


def test_an_empty_page_may_have_a_cursor():
    class Store:
        def paginate(self, *, limit, token):
            return Page([], {"after": "x"}) if token is None else Page([])

    client = Client(List.as_handler(queryset=Store()))
    first = client.get("/")

    assert first.json()["results"] == []
    assert client.get(f"/?cursor={cursor_of(first)}").json()["next"] is None


def test_without_a_secret_no_handler_is_made():
    with (
        override_settings(SECRET_KEY=""),
        pytest.raises(
            ImproperlyConfigured,
            match=r"^CursorPagination signs cursors\. Set the setting SECRET_KEY\.$",
        ),
    ):
        List.as_handler()
