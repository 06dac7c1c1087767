"""Stores that are not ours: what a handler is not offered, it does not need."""

from __future__ import annotations

from contextlib import contextmanager
from operator import eq, gt, lt
from types import SimpleNamespace

import pytest

from pyverless.config import override_settings
from pyverless.exceptions import ImproperlyConfigured, StaleObjectError
from pyverless.handlers import (
    ConditionalMixin,
    CreateHandler,
    DeleteHandler,
    ListHandler,
    RetrieveHandler,
    RetrieveUpdateDeleteHandler,
    UpdateHandler,
)
from pyverless.models import get_all, save_object
from pyverless.pagination import (
    CursorPagination,
    LimitOffsetPagination,
    Page,
    PageNumberPagination,
)
from pyverless.serializers import Serializer
from pyverless.test import Client


def get_names(response):
    assert response.status_code == 200, response.text
    body = response.json()
    return [each["name"] for each in (body if type(body) is list else body["results"])]


def walk(handler):
    """Return the names on all pages of a list, two on each."""
    client, found, query = Client(handler), [], "limit=2"
    while query:
        response = client.get(f"/?{query}")
        found.append(get_names(response))
        query = (response.json()["next"] or "").partition("?")[2]
    return found


# As little as there may be


class Shelf:
    """One object, or one after the other; nothing else."""

    def __init__(self):
        self.rows = {}

    def get_or_none(self, **lookup):
        return self.rows.get(lookup["name"])

    def __iter__(self):
        return iter([*self.rows.values()])


class Jar:
    objects = Shelf()

    def __init__(self, name, content=None):
        self.name = name
        self.content = content

    def save(self):
        self.objects.rows[self.name] = self

    def delete(self):
        del self.objects.rows[self.name]


JAR = {
    "model": Jar,
    "lookup_field": "name",
    "serializer": Serializer(include=["name", "content"]),
}


@pytest.fixture(autouse=True)
def jars():
    Jar.objects.rows.clear()
    for name in ["a", "b", "c"]:
        Jar(name).save()


def test_one_object_needs_get_or_none_save_and_delete():
    create = Client(CreateHandler.as_handler(**JAR, required_body_keys=["name"]))
    retrieve = Client(RetrieveHandler.as_handler(**JAR), route="/{name}")
    update = Client(
        UpdateHandler.as_handler(**JAR, optional_body_keys=["content"]),
        route="/{name}",
    )
    delete = Client(
        DeleteHandler.as_handler(model=Jar, lookup_field="name"), route="/{name}"
    )

    assert create.post("/", json={"name": "d"}).status_code == 201
    assert update.patch("/d", json={"content": "tea"}).status_code == 200
    assert retrieve.get("/d").json() == {"name": "d", "content": "tea"}
    assert delete.delete("/d").status_code == 204
    assert retrieve.get("/d").status_code == 404


@pytest.mark.parametrize("pagination", [LimitOffsetPagination, PageNumberPagination])
def test_a_list_needs_iteration(pagination):
    handler = ListHandler.as_handler(**JAR)
    assert get_names(Client(handler).get("/?limit=1&offset=1")) == ["b"]

    pages = walk(ListHandler.as_handler(**JAR, pagination_class=pagination))

    assert pages == [["a", "b"], ["c"]]


def test_conditions_need_neither_locks_nor_a_unit_of_work():
    class Detail(ConditionalMixin, RetrieveUpdateDeleteHandler):
        model = Jar
        lookup_field = "name"
        serializer = JAR["serializer"]
        optional_body_keys = ["content"]

    client = Client(Detail, route="/{name}")
    headers = {"If-Match": client.get("/a").headers["ETag"]}

    assert client.patch("/a", json={"content": 1}, headers=headers).status_code == 200
    assert client.patch("/a", json={"content": 2}, headers=headers).status_code == 412


def test_what_can_only_be_iterated_is_filtered_and_ordered_as_a_list():
    with override_settings(SECRET_KEY="a secret for nothing but these tests"):
        handler = ListHandler.as_handler(
            **JAR,
            filter_fields=["name__in"],
            ordering="-name",
            pagination_class=CursorPagination,
        )
        assert get_names(Client(handler).get("/?name__in=a,c")) == ["c", "a"]
        assert walk(handler) == [["c", "b"], ["a"]]


# What most stores have

COMPARISONS = {"": eq, "gt": gt, "lt": lt}


class Rows:
    """A queryset as most are: it can be narrowed, ordered and sliced."""

    def __init__(self, rows):
        self.rows = rows

    def filter(self, **lookup):
        def fits(row):
            return all(_meets(row, *item) for item in lookup.items())

        return type(self)([row for row in self.rows if fits(row)])

    def order_by(self, *fields):
        rows = self.rows
        for field in reversed(fields):
            name = field.removeprefix("-")
            rows = sorted(
                rows, key=lambda row: getattr(row, name), reverse=field != name
            )
        return type(self)(rows)

    def get(self, **lookup):
        found = self.filter(**lookup).rows
        if not found:
            raise Book.DoesNotExist
        return found[0]

    def count(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index]


def _meets(row, name, value):
    field, _, lookup = name.partition("__")
    held = getattr(row, field)
    if lookup == "in":
        return held in value
    return COMPARISONS[lookup](held, type(held)(value))


class Library:
    def __init__(self):
        self.rows = []

    def all(self):
        return Rows([*self.rows])


class Book:
    class DoesNotExist(Exception):
        pass

    objects = Library()

    def __init__(self, id, name, year):
        self.id = id
        self.name = name
        self.year = year


class BookList(ListHandler):
    model = Book
    serializer = Serializer(include=["name"])
    filter_fields = ["year", "name__in"]
    ordering_fields = ["year", "name"]


@pytest.fixture(autouse=True)
def books():
    titles = [("x", 1), ("y", 2), ("z", 1), ("v", 2), ("w", 3)]
    Book.objects.rows = [Book(n, *row) for n, row in enumerate(titles, 1)]


@pytest.fixture(autouse=True)
def secret():
    with override_settings(SECRET_KEY="a secret for nothing but these tests"):
        yield


@pytest.mark.parametrize(("key", "status"), [("1", 200), ("9", 404), ("one", 404)])
def test_get_and_does_not_exist_are_enough_for_one_object(key, status):
    handler = RetrieveHandler.as_handler(
        model=Book, serializer=Serializer(include=["id"])
    )

    assert Client(handler, route="/{id}").get(f"/{key}").status_code == status


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("year=1", ["x", "z"]),
        ("name__in=x,w", ["x", "w"]),
        ("ordering=-year,name", ["w", "v", "y", "x", "z"]),
        ("year=two", None),
    ],
)
def test_filters_and_the_order_are_handed_to_the_store(query, expected):
    response = Client(BookList).get(f"/?{query}")

    if expected is None:
        assert response.status_code == 400
        assert response.json()["errors"][0]["parameter"] == "year"
    else:
        assert get_names(response) == expected


@pytest.mark.parametrize(
    "pagination", [LimitOffsetPagination, PageNumberPagination, CursorPagination]
)
def test_every_paginator_works_with_filter_order_by_and_slices(pagination):
    class Counted(pagination):
        with_count = True

    handler = BookList.as_handler(pagination_class=Counted, ordering="-year")

    assert walk(handler) == [["w", "y"], ["v", "x"], ["z"]]
    assert Client(handler).get("/?year=2").json()["count"] == 2


# All that a store may have


class Everything(Rows):
    """A queryset that writes down what it is asked."""

    calls: list[tuple] = []

    def select_for_update(self):
        self.calls.append(("select_for_update",))
        return self

    def with_related(self, *paths):
        self.calls.append(("with_related", *paths))
        return self

    def paginate(self, *, limit, token=None):
        start = 0 if token is None else token["start"]
        rows = self.rows[start : start + limit]
        more = start + limit < len(self.rows)
        return Page(rows, {"start": start + limit} if more else None)


class Archive(Library):
    def all(self):
        return Everything([*self.rows])

    def check_lookups(self, filters, ordering):
        for name in (*filters, *ordering):
            if name.partition("__")[0] not in ("id", "name", "year"):
                raise ImproperlyConfigured(f"there is no {name}")

    @contextmanager
    def atomic(self):
        Everything.calls.append(("begin",))
        try:
            yield
        except BaseException:
            Everything.calls.append(("rollback",))
            raise
        Everything.calls.append(("commit",))


class Record(Book):
    objects = Archive()

    def save(self, update_fields=None):
        Everything.calls.append(("save", update_fields))
        if self.year == 13:
            raise StaleObjectError

    def delete(self):
        Everything.calls.append(("delete",))


class RecordDetail(ConditionalMixin, RetrieveUpdateDeleteHandler):
    model = Record
    serializer = Serializer(include=["id", "name"])
    optional_body_keys = ["name", "year"]


@pytest.fixture(autouse=True)
def records():
    Record.objects.rows = [Record(n, name, n) for n, name in enumerate("abc", 1)]
    Everything.calls.clear()


def test_a_read_is_a_unit_of_work_that_locks_nothing():
    Client(RecordDetail, route="/{id}").get("/1")

    assert Everything.calls == [("begin",), ("with_related", "id", "name"), ("commit",)]


def test_a_change_under_a_condition_locks_and_saves_what_was_sent():
    client = Client(RecordDetail, route="/{id}")
    headers = {"If-Match": client.get("/1").headers["ETag"]}
    Everything.calls.clear()

    response = client.patch("/1", json={"name": "new"}, headers=headers)

    assert response.json() == {"id": 1, "name": "new"}
    assert Everything.calls == [
        ("begin",),
        ("select_for_update",),
        ("with_related", "id", "name"),
        ("save", ["name"]),
        ("commit",),
    ]


@pytest.mark.parametrize(("conditional", "status"), [(False, 409), (True, 412)])
def test_a_write_that_came_second_is_a_409_or_a_412(conditional, status):
    client = Client(RecordDetail, route="/{id}")
    headers = {"If-Match": client.get("/1").headers["ETag"]} if conditional else {}

    response = client.patch("/1", json={"year": 13}, headers=headers)

    assert response.status_code == status
    assert Everything.calls[-1] == ("rollback",)


def test_a_store_that_pages_itself_makes_tokens_of_its_own():
    class Handler(ListHandler):
        model = Record
        serializer = Serializer(include=["name"])
        pagination_class = CursorPagination

    assert walk(Handler) == [["a", "b"], ["c"]]
    assert ("with_related", "name") in Everything.calls


@pytest.mark.parametrize(
    "declared", [{"filter_fields": ["color"]}, {"ordering_fields": ["color"]}]
)
def test_a_field_that_the_store_does_not_know_shows_in_init(declared):
    with pytest.raises(ImproperlyConfigured, match="there is no color"):
        ListHandler.as_handler(
            model=Record, serializer=Serializer(include=["name"]), **declared
        )
    assert Everything.calls == []


# The shape of neomodel: `nodes` is made at each access, filter() and slices change it,
# and all() fetches every node.


class NodeSet:
    fetched: list[int] = []

    def __init__(self, rows):
        self.rows = rows
        self.skip, self.limit = 0, None

    def all(self):
        return [*self]

    def __iter__(self):
        stop = None if self.limit is None else self.skip + self.limit
        found = self.rows[self.skip : stop]
        self.fetched.append(len(found))
        return iter(found)

    def filter(self, **lookup):
        self.rows = Rows(self.rows).filter(**lookup).rows
        return self

    def order_by(self, *fields):
        self.rows = Rows(self.rows).order_by(*fields).rows
        return self

    def get_or_none(self, **lookup):
        return next(iter(self.filter(**lookup)[0:1]), None)

    def __getitem__(self, part):
        self.skip, self.limit = part.start or 0, part.stop - (part.start or 0)
        return self


class Nodes:
    def __get__(self, instance, owner):
        return NodeSet([*owner.rows])


class Person:
    nodes = Nodes()
    rows = [SimpleNamespace(id=n, name=name) for n, name in enumerate("fedcba", 1)]


@pytest.fixture
def people():
    NodeSet.fetched.clear()
    with override_settings(MODEL_MANAGER="nodes"):
        yield {"model": Person, "serializer": Serializer(include=["id", "name"])}


def test_nodes_are_not_fetched_to_begin_with(people):
    assert isinstance(get_all(Person), NodeSet)
    assert NodeSet.fetched == []


def test_a_page_of_nodes_fetches_no_more_than_the_page(people):
    handler = ListHandler.as_handler(
        **people, filter_fields=["name__gt"], ordering_fields=["name"]
    )

    response = Client(handler).get("/?limit=2&name__gt=b&ordering=name")

    assert get_names(response) == ["c", "d"]
    assert NodeSet.fetched == [3]
    assert get_names(Client(handler).get("/")) == [*"fedcba"]


def test_a_node_is_looked_up_by_the_store(people):
    client = Client(RetrieveHandler.as_handler(**people), route="/{id}")

    assert client.get("/2").json() == {"id": 2, "name": "e"}
    assert client.get("/9").status_code == 404
    assert client.get("/two").status_code == 404
    assert NodeSet.fetched == [1, 0]


# Objects


def test_a_save_that_takes_any_keyword_is_asked_what_it_hands_on_to():
    class Base:
        def save(self, update_fields=None):
            saved.append(update_fields)

    class Logged(Base):
        def save(self, *args, **kwargs):
            super().save(*args, **kwargs)

    class Derived(Logged):
        pass

    class Alone:
        def save(self, **options):
            saved.append(options)

    class Closed(Logged):
        def save(self):
            super().save()

    saved: list[object] = []
    for cls in (Derived, Alone, Closed):
        save_object(cls(), ["name"])

    assert saved == [["name"], {}, None]
