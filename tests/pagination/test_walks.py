"""Walking a list by cursor, in every store, while others change what is in it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from pyverless.contrib import memory, sqlalchemy
from pyverless.handlers import ListHandler
from pyverless.lists import ListQuerySet
from pyverless.pagination import CursorPagination
from pyverless.test import Client, override_settings

SECRET = "a secret of this test suite, of 32 bytes and more"
NOON = datetime(2024, 5, 17, 12)


class MemoryRow(memory.Model):
    title: str
    rating: float | None = None
    at: datetime | None = None


class Base(sqlalchemy.ModelMixin, DeclarativeBase):
    pass


class SqlRow(Base):
    __tablename__ = "rows"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    rating: Mapped[float | None]
    at: Mapped[datetime | None]


class Models:
    """The rows of a model. A store for the tests below has these methods."""

    #: Whether rows may have no value in a field that they are ordered by.
    has_nones = True

    def __init__(self, model):
        self.model = model

    def get_queryset(self):
        return self.model.objects.all()

    def clear(self):
        for row in self.get_queryset():
            row.delete()

    def insert(self, key, values):
        self.model(id=key, **values).save()

    def change(self, key, values):
        row = self.model.objects.get(id=key)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()

    def delete(self, key):
        self.model.objects.get(id=key).delete()


class Dicts:
    """A plain list."""

    has_nones = True

    def __init__(self):
        self.rows = []

    def get_queryset(self):
        return self.rows

    def clear(self):
        self.rows.clear()

    def insert(self, key, values):
        self.rows.append({"id": key, **values})

    def change(self, key, values):
        next(row for row in self.rows if row["id"] == key).update(values)

    def delete(self, key):
        self.rows = [row for row in self.rows if row["id"] != key]


class Lookups(Dicts):
    """A queryset with Django's look-ups, which does not page itself."""

    has_nones = False

    def get_queryset(self):
        return OnlyLookups(ListQuerySet(self.rows))


class OnlyLookups:
    def __init__(self, objects):
        self.objects = objects

    def filter(self, **lookup):
        return OnlyLookups(self.objects.filter(**lookup))

    def order_by(self, *fields):
        return OnlyLookups(self.objects.order_by(*fields))

    def __getitem__(self, index):
        return self.objects[index]


def in_memory(request):
    return Models(MemoryRow)


def in_sqlite(request):
    return in_database("sqlite://", request)


def in_postgresql(request):
    return in_database(request.getfixturevalue("postgresql_url"), request)


def in_database(url, request):
    override = override_settings(DATABASE_URL=url)
    override.__enter__()
    request.addfinalizer(lambda: override.__exit__(None, None, None))
    request.addfinalizer(lambda: sqlalchemy.get_engine().dispose())
    sqlalchemy.create_all(Base)
    return Models(SqlRow)


@pytest.fixture(
    params=[
        pytest.param(lambda request: Dicts(), id="list"),
        pytest.param(lambda request: Lookups(), id="look-ups"),
        pytest.param(in_memory, id="memory"),
        pytest.param(in_sqlite, id="sqlite"),
        pytest.param(in_postgresql, id="postgresql", marks=pytest.mark.integration),
    ]
)
def store(request):
    """Each store in turn; it is for one test, and empty."""
    found = request.param(request)
    with override_settings(SECRET_KEY=SECRET):
        yield found
    found.clear()


FIELDS = ("title", "rating", "at")


@st.composite
def make_orders(draw):
    names = draw(st.permutations([*FIELDS, "id"]))[: draw(st.integers(0, 4))]
    return [draw(st.sampled_from(["", "-"])) + name for name in names]


def make_values(store):
    """Return a strategy of values with many that are equal, or None."""
    none = [None] if store.has_nones else []
    days = [NOON + timedelta(days=n, microseconds=n) for n in range(2)]
    return st.fixed_dictionaries(
        {
            "title": st.sampled_from(["", "a", "ab", "b"]),
            "rating": st.sampled_from([*none, 0.1, 0.1 + 0.2, -1.0, 1e300]),
            "at": st.sampled_from([*none, *days]),
        }
    )


def sort(rows, order):
    """Return ids in an order, as databases would; no value is the least."""
    found = sorted(rows)
    for field in reversed(order):
        name = field.removeprefix("-")
        found.sort(
            key=lambda key: (rows[key][name] is not None, rows[key][name]),
            reverse=field.startswith("-"),
        )
    return found


def walk(store, order, limits):
    """Yield the ids of page after page."""

    class List(ListHandler):
        pagination_class = CursorPagination
        ordering = order

        def get_queryset(self):
            return store.get_queryset()

        def serialize(self, obj):
            return obj["id"] if isinstance(obj, dict) else obj.id

    client, cursor = Client(List), None
    for limit in limits:
        query = {"limit": limit} if cursor is None else {"limit": limit, **cursor}
        response = client.get("/", query=query)
        assert response.status_code == 200, response.json()
        body = response.json()
        yield body["results"]
        if body["next"] is None:
            return
        cursor = {"cursor": body["next"].partition("&cursor=")[2]}


ENDLESS = st.iterables(st.integers(1, 4), min_size=100)
slow = hypothesis_settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


def fill(store, draw):
    """Insert rows and return them, by their ids."""
    store.clear()
    ids = st.integers(1, 40)
    rows = draw(st.dictionaries(ids, make_values(store), max_size=15))
    for key, values in rows.items():
        store.insert(key, values)
    return {key: {"id": key, **values} for key, values in rows.items()}


@slow
@given(st.data())
def test_a_walk_is_the_sorted_list(store, data):
    order = data.draw(make_orders())
    rows = fill(store, data.draw)

    pages = list(walk(store, order, data.draw(ENDLESS)))

    assert [key for page in pages for key in page] == sort(rows, order)
    assert all(pages) or not rows


@slow
@given(st.data())
def test_a_walk_misses_and_repeats_nothing_that_stays(store, data):
    order = data.draw(make_orders())
    rows = fill(store, data.draw)
    stayed, changed, seen = dict(rows), set(), []

    for page in walk(store, order, data.draw(ENDLESS)):
        seen += page
        for _ in range(data.draw(st.integers(0, 3))):
            key = interfere(store, rows, data.draw)
            stayed.pop(key, None)
            changed.add(key)

    assert [key for key in seen if key in stayed] == sort(stayed, order)
    once = [key for key in seen if key not in changed]
    assert len(once) == len(set(once))


def interfere(store, rows, draw):
    """Insert, change or delete a row; return its key."""
    key, values = draw(st.integers(1, 40)), draw(make_values(store))
    if key not in rows:
        store.insert(key, values)
        rows[key] = values
    elif draw(st.booleans()):
        store.change(key, values)
    else:
        store.delete(key)
        del rows[key]
    return key
