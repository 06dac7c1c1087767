"""Lists: what callers may filter and order by."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum

import pytest

from pyverless.auth import ClaimsUser
from pyverless.casts import InvalidValueError
from pyverless.contrib.memory import Model
from pyverless.handlers import AuthorizationMixin, ListHandler
from pyverless.test import Client

FILTERS = [
    "title",
    "title__icontains",
    "title__in",
    "views",
    "views__gte",
    "views__lt",
    "views__in",
    "status",
    "rating__isnull",
    "created__gte",
    "is_open",
]


class Status(Enum):
    DRAFT = "draft"
    LIVE = "live"


class Article(Model):
    title: str
    views: int = 0
    rating: float | None = None
    status: Status = Status.DRAFT
    created: datetime | None = None
    is_open: bool = False


@pytest.fixture(autouse=True)
def articles():
    noon = datetime(2024, 5, 17, 12, tzinfo=UTC)
    Article(title="a", views=5, created=noon).save()
    Article(title="B", views=5, rating=1.5, status=Status.LIVE).save()
    Article(title="c, d", views=7, is_open=True).save()
    yield Article.objects
    Article.objects.clear()


class List(ListHandler):
    model = Article
    serializer = staticmethod(lambda article: article.title)
    filter_fields = FILTERS
    ordering_fields = ["title", "views", "rating"]


def as_dict(article):
    return {name: getattr(article, name) for name in Article.__annotations__}


class Plain(List):
    """The same without a model."""

    model = None
    serializer = staticmethod(lambda article: article["title"])

    def get_queryset(self):
        return [as_dict(article) for article in Article.objects]


@pytest.fixture(params=[List, Plain], ids=["model", "list"])
def handler(request):
    return request.param


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["a", "B", "c, d"]),
        ("title=a", ["a"]),
        ("title=b", []),
        ("title=", []),
        ("title__icontains=b", ["B"]),
        ("title__in=a,B", ["a", "B"]),
        ("views=5", ["a", "B"]),
        ("views__gte=6", ["c, d"]),
        ("views__gte=5&views__lt=7&title=B", ["B"]),
        ("views__in=7", ["c, d"]),
        ("status=live", ["B"]),
        ("status=DRAFT", ["a", "c, d"]),
        ("rating__isnull=false", ["B"]),
        ("created__gte=2024-05-17T14:00%2B02:00", ["a"]),
        ("is_open=true", ["c, d"]),
        ("ordering=title", ["B", "a", "c, d"]),
        ("ordering=-views,title", ["c, d", "B", "a"]),
        ("ordering=-rating", ["B", "a", "c, d"]),
        ("ordering=views,-title&views=5", ["a", "B"]),
        ("ordering=-title&limit=1&offset=1", ["a"]),
    ],
)
def test_callers_choose_what_they_get(handler, query, expected):
    response = Client(handler).get(f"/?{query}")

    assert response.status_code == 200
    assert response.json() == expected


def test_filters_come_through_every_front(gateway):
    response = Client(List, gateway).get("/?title__in=c%2C%20d,a&ordering=-views")

    assert response.json() == ["a"]


def test_links_keep_filters_and_the_order(gateway):
    response = Client(List, gateway).get("/?views=5&ordering=-title&limit=1")

    assert "?views=5&ordering=-title&limit=1&offset=1>" in response.headers["Link"]


RANGE = "from -9223372036854775808 to 9223372036854775807"


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("views=abc", "views must be a whole number."),
        ("views=", "views must be a whole number."),
        ("views=1.5", "views must be a whole number."),
        ("views__gte=%201", "views__gte must be a whole number."),
        (f"views={2**63}", f"views must be a whole number {RANGE}."),
        (f"views__lt=-{2**63 + 1}", f"views__lt must be a whole number {RANGE}."),
        ("views=" + "9" * 5000, "views must be a whole number."),
        (
            "views__in=1,x",
            "views__in must be a whole number, or several with commas between them.",
        ),
        ("status=Live", "status must be one of: draft, live."),
        ("rating__isnull=", "rating__isnull must be true or false."),
        ("rating__isnull=no", "rating__isnull must be true or false."),
        ("is_open=yes", "is_open must be true or false."),
        (
            "created__gte=yesterday",
            "created__gte must be a date and time (ISO 8601).",
        ),
        ("title=%00", "title must be text without NUL characters."),
        (
            "title__icontains=a%00b",
            "title__icontains must be text without NUL characters.",
        ),
    ],
)
def test_a_value_that_can_not_be_is_a_400(gateway, query, detail):
    response = Client(List, gateway).get(f"/?{query}")

    assert response.status_code == 400
    assert response.json()["detail"] == "The query parameters are not valid."
    assert response.json()["errors"] == [
        {"parameter": query.partition("=")[0], "detail": detail, "code": "invalid"}
    ]


def test_all_values_that_can_not_be_are_named():
    response = Client(List).get("/?views=x&title=a&status=y")

    names = [error["parameter"] for error in response.json()["errors"]]
    assert names == ["views", "status"]


class Strict:
    """A queryset that refuses values when it is read, as databases do."""

    def __init__(self, error):
        self.error = error

    def filter(self, **lookup):
        return self

    def __getitem__(self, index):
        raise self.error


OUT_OF_RANGE = InvalidValueError("numeric overflow in column 7", "a number")


@pytest.mark.parametrize(
    ("query", "detail", "named"),
    [
        ("views=1", "views has a value that this field can't have.", ["views"]),
        (
            "title=a&views=1",
            "title or views has a value that this field can't have.",
            [],
        ),
    ],
)
def test_a_database_may_refuse_a_value_when_it_is_asked(query, detail, named):
    handler = List.as_handler(queryset=Strict(OUT_OF_RANGE))

    response = Client(handler).get(f"/?{query}")

    assert response.status_code == 400
    assert response.json()["detail"] == detail
    errors = response.json().get("errors", [])
    assert [error["parameter"] for error in errors] == named


@pytest.mark.parametrize(
    ("query", "error"), [("", OUT_OF_RANGE), ("views=1", ValueError("numeric"))]
)
def test_what_a_caller_did_not_write_is_not_the_callers_fault(query, error):
    handler = List.as_handler(queryset=Strict(error))

    assert Client(handler).get(f"/?{query}").status_code == 500


@pytest.mark.parametrize("value", ["", "-", "id", "title,", "--title", "title,-title"])
def test_an_order_that_can_not_be_is_a_400(gateway, value):
    response = Client(List, gateway).get(f"/?ordering={value}")

    assert response.status_code == 400
    [error] = response.json()["errors"]
    assert (error["parameter"], error["code"]) == ("ordering", "invalid")
    assert "one or several of rating, title, views" in error["detail"]


@pytest.mark.parametrize(
    "name",
    ["views__lte", "title__contains", "id", "Title", "views__gte__lt", "__class__"],
)
def test_only_what_is_declared_can_be_filtered_by(gateway, name):
    response = Client(List, gateway).get(f"/?{name}=1")

    assert response.status_code == 400
    [error] = response.json()["errors"]
    assert (error["parameter"], error["code"]) == (name, "unknown")
    allowed = sorted([*FILTERS, "limit", "offset", "ordering"])
    assert error["detail"] == f"Unknown parameter. Allowed: {', '.join(allowed)}."


def test_without_fields_to_order_by_there_is_no_such_parameter():
    response = Client(List.as_handler(ordering_fields=[])).get("/?ordering=title")

    assert response.json()["errors"][0]["code"] == "unknown"


# Load balancers without multi-value headers hand over the last value only.
@pytest.mark.parametrize("gateway", ["rest", "http1", "http2", "alb_multi", "lattice"])
@pytest.mark.parametrize("name", ["title", "limit", "offset", "ordering"])
def test_a_repeated_parameter_is_a_400(gateway, name):
    response = Client(List, gateway).get(f"/?{name}=1&{name}=2")

    [error] = response.json()["errors"]
    assert (error["parameter"], error["code"]) == (name, "repeated")


def test_a_lax_list_ignores_what_it_does_not_know():
    client = Client(List.as_handler(strict_queryparams=False))

    assert client.get("/?statsu=live&title=a").json() == ["a"]
    assert client.get("/?title=a&title=B").json() == ["B"]
    assert client.get("/?views=x").status_code == 400
    assert client.get("/?ordering=id").status_code == 400


@pytest.mark.parametrize("order", ["-title", ["-title"], ("-title",)])
def test_a_list_has_an_order_for_those_who_choose_none(order):
    client = Client(List.as_handler(ordering=order))

    assert client.get("/").json() == ["c, d", "a", "B"]
    assert client.get("/?ordering=title").json() == ["B", "a", "c, d"]


def test_the_order_of_the_queryset_stays_where_there_is_no_other():
    class Handler(List):
        def get_queryset(self):
            return super().get_queryset().order_by("-views", "-id")

    client = Client(Handler)

    assert client.get("/").json() == ["c, d", "B", "a"]
    assert client.get("/?title__in=a,B").json() == ["B", "a"]


def test_get_queryset_limits_what_filters_can_find():
    class Handler(List):
        def get_queryset(self):
            return super().get_queryset().filter(status="draft")

    assert Client(Handler).get("/?title=B").json() == []
    assert Client(Handler).get("/?status=live").json() == []


def test_filter_queryset_is_the_place_for_filters_of_ones_own():
    class Handler(List):
        optional_query_keys = ["popular"]

        def filter_queryset(self, queryset):
            if "popular" in self.queryparams:
                queryset = queryset.filter(views__gt=5)
            return super().filter_queryset(queryset)

    assert Client(Handler).get("/?popular=1&ordering=-title").json() == ["c, d"]
    assert Client(Handler).get("/?title=a").json() == ["a"]


def test_get_queryparams_may_make_values_of_text():
    class Handler(List):
        def get_queryparams(self):
            params = super().get_queryparams()
            return params | {"views__in": [5, 7], "status": Status.DRAFT}

    assert Client(Handler).get("/").json() == ["a", "c, d"]


@pytest.mark.parametrize(("parent", "status"), [("5", 200), ("x", 404)])
def test_a_path_that_no_object_can_have_is_a_404(parent, status):
    class OfParent(List):
        def get_queryset(self):
            return super().get_queryset().filter(views=self.kwargs["views"])

    client = Client(OfParent, route="/parents/{views}/articles")

    assert client.get(f"/parents/{parent}/articles").status_code == status


def test_a_user_who_can_have_no_objects_finds_none():
    class Mine(AuthorizationMixin, List):
        def get_queryset(self):
            return super().get_queryset().filter(views=self.user.id)

    client = Client(Mine)
    client.force_authenticate(ClaimsUser("bob", {}))

    assert client.get("/articles").status_code == 404


def test_a_plus_that_was_not_encoded_is_explained():
    response = Client(List).get("/articles?created__gte=2024-05-17T12:00+02:00")

    assert response.json()["errors"][0]["detail"] == (
        "created__gte must be a date and time (ISO 8601), with + written as %2B."
    )
