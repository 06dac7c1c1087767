"""Requests to DynamoDB per call: as few as there can be."""

from __future__ import annotations

import pytest

from pyverless.config import override_settings
from pyverless.handlers import (
    AuthorizationMixin,
    ConditionalMixin,
    ListCreateHandler,
    RetrieveUpdateDeleteHandler,
)
from pyverless.pagination import CursorPagination, LimitOffsetPagination
from pyverless.serializers import Serializer
from pyverless.test import Client
from tests.stores.dynamo import Counter, Entry


class CounterList(ListCreateHandler):
    model = Counter
    serializer = Serializer(include=["id", "value"])
    optional_body_keys = ["id", "value"]


class CounterDetail(ConditionalMixin, RetrieveUpdateDeleteHandler):
    model = Counter
    serializer = Serializer(include=["id", "value"])
    optional_body_keys = ["value"]


class PrivateDetail(AuthorizationMixin, CounterDetail):
    pass


class EntryList(ListCreateHandler):
    model = Entry
    serializer = Serializer(include=["number", "rank"])
    optional_body_keys = ["number"]
    filter_fields = ["book"]
    ordering_fields = ["number", "rank"]


@pytest.fixture
def requests(dynamodb_tables):
    """The requests from now on, as pairs of a name and parameters."""
    Counter(id="one", value=0).save()
    for number in range(5):
        Entry(book="ours", number=number, rank=number).save()
    found = []

    def remember(params, model, **_):
        found.append((model.name, params))

    events = Counter._get_connection().connection.client.meta.events
    entry_events = Entry._get_connection().connection.client.meta.events
    for each in {id(events): events, id(entry_events): entry_events}.values():
        each.register("before-parameter-build.dynamodb.*", remember)
    return found


def get_names(requests):
    return [name for name, _ in requests]


@pytest.mark.parametrize(
    ("handler", "method", "target", "options", "expected"),
    [
        (CounterDetail, "GET", "/one", {}, ["GetItem"]),
        (
            CounterDetail,
            "PATCH",
            "/one",
            {"json": {"value": 1}},
            ["GetItem", "UpdateItem"],
        ),
        (CounterDetail, "PATCH", "/one", {"json": {"value": 0}}, ["GetItem"]),
        (CounterDetail, "DELETE", "/one", {}, ["GetItem", "DeleteItem"]),
        (CounterList, "POST", "/", {"json": {"id": "two", "value": 2}}, ["PutItem"]),
        (CounterList, "GET", "/", {}, ["Scan"]),
        (EntryList, "GET", "/?book=ours", {}, ["Query"]),
        (EntryList, "GET", "/?book=ours&ordering=-rank&limit=2", {}, ["Query"]),
    ],
)
def test_a_call_makes_no_more_requests_than_it_needs(
    requests, handler, method, target, options, expected
):
    route = "/{id}" if handler is CounterDetail else None
    response = Client(handler, route=route).request(method, target, **options)

    assert response.status_code < 300
    assert get_names(requests) == expected


def test_a_change_writes_what_was_sent_and_no_more(requests):
    Client(CounterDetail, route="/{id}").patch("/one", json={"value": 1})

    name, params = requests[-1]
    assert name == "UpdateItem"
    assert list(params["ExpressionAttributeNames"].values()).count("value") == 1
    assert params["UpdateExpression"].startswith("SET ")
    assert "," not in params["UpdateExpression"]


class CountedPages(LimitOffsetPagination):
    with_count = True


@pytest.mark.parametrize(
    ("paginator", "counts"),
    [(None, 0), (CursorPagination, 0), (CountedPages, 1)],
)
def test_a_list_is_counted_only_when_that_is_asked_for(requests, paginator, counts):
    with override_settings(SECRET_KEY="a secret for nothing but these tests"):
        function = EntryList.as_handler(pagination_class=paginator)
        assert Client(function).get("/?book=ours").status_code == 200

    assert get_names(requests) == ["Query"] * (1 + counts)
    assert [params.get("Select") for _, params in requests].count("COUNT") == counts


@pytest.mark.parametrize(
    ("handler", "method", "target", "options", "status"),
    [
        (EntryList, "GET", "/?nope=1", {}, 400),
        (EntryList, "GET", "/?limit=0", {}, 400),
        (CounterList, "POST", "/", {"json": {"nope": 1}}, 400),
        (CounterDetail, "PATCH", "/one", {"json": {"nope": 1}}, 400),
        (PrivateDetail, "GET", "/one", {}, 401),
        (CounterList, "DELETE", "/", {}, 405),
    ],
)
def test_a_call_that_is_refused_asks_nothing(
    requests, handler, method, target, options, status
):
    route = "/{id}" if issubclass(handler, CounterDetail) else None
    response = Client(handler, route=route).request(method, target, **options)

    assert response.status_code == status
    assert requests == []
