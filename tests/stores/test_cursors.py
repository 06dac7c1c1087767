"""Walking a list by its cursors while others insert, change and delete.

PYVERLESS_TEST_EXAMPLES is how many walks are made in each order, where it is to be
more than a few.
"""

from __future__ import annotations

import os
import uuid
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pyverless.config import override_settings
from pyverless.contrib.sqlalchemy import atomic
from pyverless.handlers import ListHandler
from pyverless.serializers import Serializer
from pyverless.test import Client
from tests.stores import dynamo, sql

EXAMPLES = int(os.environ.get("PYVERLESS_TEST_EXAMPLES", "8"))
INTEGRATION = pytest.mark.integration

#: How many numbers there are.
MOST = 100
RANKS = st.integers(0, 2)
SCORES = st.none() | RANKS
NUMBERS = st.integers(0, MOST - 1)
CHANGES = st.lists(
    st.tuples(st.just("insert"), NUMBERS, RANKS, SCORES)
    | st.tuples(st.sampled_from(["change", "delete"]), NUMBERS),
    max_size=4,
)
WALKS = {
    "rows": st.dictionaries(NUMBERS, st.tuples(RANKS, SCORES), min_size=3, max_size=12),
    "changes": st.lists(CHANGES, max_size=8),
    "limit": st.integers(1, 4),
}
SQL_ORDERS = [
    *("id", "-id", "rank", "-rank", "score", "-score", "-rank,-id"),
    *("rank,-score", "-rank,score", "-score,-rank", "score,rank,-id"),
]

walks = hypothesis_settings(
    deadline=None,
    max_examples=EXAMPLES,
    # Each example empties the tables, or has a part of its own.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class EntryList(ListHandler):
    model = sql.Entry
    serializer = Serializer(include=["id", "rank", "score"])
    ordering_fields = ["id", "rank", "score"]
    pagination_class = "pyverless.pagination.CursorPagination"


class PartList(ListHandler):
    model = dynamo.Entry
    serializer = Serializer(include=["number", "rank"])
    filter_fields = ["book"]
    ordering_fields = ["number", "rank"]
    pagination_class = "pyverless.pagination.CursorPagination"


@pytest.fixture(autouse=True)
def _can_sign():
    with override_settings(SECRET_KEY="a secret for nothing but these tests"):
        yield


class Shelf:
    """Objects that are inserted, changed and deleted, and what became of them."""

    def __init__(self, make):
        self._make = make
        self._objects = {}
        self._known = set()
        self._first = None

    def fill(self, rows):
        """Insert those that are there when the walk begins."""
        for number, (rank, score) in rows.items():
            self.insert(number, rank, score)
        self._first = set(self._objects)

    def insert(self, number, rank, score):
        if number not in self._known:  # otherwise it would be another one
            self._known.add(number)
            self._objects[number] = self._make(number, rank, score)
            self._objects[number].save()

    def change(self, index):
        """Change what has nothing to do with the order."""
        if self._objects:
            found = self._objects[self._choose(index)]
            found.note += "."
            found.save()

    def delete(self, index):
        if self._objects:
            self._objects.pop(self._choose(index)).delete()

    def _choose(self, index):
        return sorted(self._objects)[index % len(self._objects)]

    def assert_walk(self, seen):
        """Nothing that stayed is missed, and nothing comes twice."""
        assert len(seen) == len(set(seen))
        stayed = self._first.intersection(self._objects)
        assert stayed <= set(seen) <= self._known


def walk(client, target, shelf, changes):
    """Return the objects on all pages, with changes after each page."""
    seen, steps = [], iter(changes)
    while target is not None:
        response = client.get(target)
        assert response.status_code == 200, response
        page = response.json()
        seen += page["results"]
        assert len(seen) <= MOST, "The walk does not end."
        target = page["next"] and "?".join(urlsplit(page["next"])[2:4])
        for name, *values in next(steps, ()):
            getattr(shelf, name)(*values)
    return seen


def get_key(order):
    """Return the function that a list is sorted by; None is the least."""

    def key(item):
        parts = []
        for field in order.split(","):
            value = item[field.removeprefix("-")]
            place = -1 if value is None else value
            parts.append(-place if field.startswith("-") else place)
        return parts

    return key


@pytest.mark.parametrize(
    "store",
    ["sqlite", pytest.param("postgresql", marks=INTEGRATION)],
    indirect=True,
)
@pytest.mark.parametrize("order", SQL_ORDERS)
@walks
@given(**WALKS)
def test_a_walk_over_rows_misses_and_repeats_nothing(
    store, order, rows, changes, limit
):
    with atomic() as session:
        session.execute(sql.Entry.__table__.delete())
    shelf = Shelf(lambda id, *values: sql.Entry(**_name(id, *values), note=""))
    shelf.fill(rows)

    target = f"/?ordering={order}&limit={limit}"
    seen = walk(Client(EntryList, "http2"), target, shelf, changes)

    shelf.assert_walk([item["id"] for item in seen])
    assert seen == sorted(seen, key=get_key(order))


def _name(id, rank, score):
    return {"id": id, "rank": rank, "score": score}


@pytest.mark.parametrize("order", ["number", "-number", "rank", "-rank"])
@walks
@given(**WALKS)
def test_a_walk_over_items_misses_and_repeats_nothing(
    dynamodb_tables, order, rows, changes, limit
):
    book = uuid.uuid4().hex
    shelf = Shelf(
        lambda number, rank, _: dynamo.Entry(book=book, number=number, rank=rank)
    )
    shelf.fill(rows)

    target = f"/?book={book}&ordering={order}&limit={limit}"
    seen = walk(Client(PartList, "http2"), target, shelf, changes)

    shelf.assert_walk([item["number"] for item in seen])
    assert seen == sorted(seen, key=get_key(order))
