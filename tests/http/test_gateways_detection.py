"""Which front an event came from, and which events are no HTTP requests."""

from __future__ import annotations

import re

import pytest

from pyverless.encoding import dumps
from pyverless.exceptions import UnsupportedEventError
from pyverless.handlers.functions import as_http_function
from pyverless.http import Response
from pyverless.http.gateways import get_gateways, read_event
from pyverless.http.gateways.base import Gateway
from pyverless.http.response import json_response
from tests.golden import ABSENT, FRONTS, OTHERS, RICH, bare, rich, with_context

NAMES = {
    "rest": "REST API",
    "http_1": "HTTP API 1.0",
    "http_2": "HTTP API 2.0",
    "function_url": "function URL",
    "alb": "Application Load Balancer",
    "alb_multi": "Application Load Balancer",
    "lattice": "VPC Lattice",
}


@pytest.mark.parametrize("front", FRONTS)
def test_each_event_is_read_by_its_front_alone(front):
    for event in (rich(front), bare(front)):
        matching = [
            gateway for gateway in get_gateways() if gateway.request(event, None)
        ]

        assert matching[0].name == NAMES[front]
        assert read_event(event, None).gateway is matching[0]
        assert len(matching) == 1


def test_there_is_a_golden_event_for_every_gateway():
    assert {gateway.name for gateway in get_gateways()} == set(NAMES.values())
    assert set(RICH) == set(FRONTS) == set(NAMES)


@pytest.mark.parametrize("kind", OTHERS)
def test_what_is_no_http_request_is_refused(kind):
    with pytest.raises(UnsupportedEventError, match=r"^This HTTP handler was given "):
        read_event(OTHERS[kind], None)


@pytest.mark.parametrize(
    ("kind", "description"),
    [
        ("sqs", "records of aws:sqs"),
        ("s3", "records of aws:s3"),
        ("sns", "records of aws:sns"),
        ("direct invoke", "an event with the keys 'order'"),
        ("list", "a list"),
        ("text", "a str"),
        ("nothing", "a NoneType"),
    ],
)
def test_the_refusal_says_what_came_and_what_was_expected(kind, description):
    with pytest.raises(UnsupportedEventError) as caught:
        read_event(OTHERS[kind], None)

    assert f"was given {description}. It expects the event of " in str(caught.value)
    assert "SQSHandler" in str(caught.value)


@pytest.mark.parametrize("records", [[], None, ["text"]])
def test_records_that_tell_no_source_are_refused_by_their_keys(records):
    with pytest.raises(UnsupportedEventError, match="with the keys 'Records'"):
        read_event({"Records": records}, None)


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"body": '{"title": "Hello"}'},
        {"pathParameters": {"id": "1"}},
        {"pathParameters": None, "queryStringParameters": None},
        {"headers": {"Authorization": "Bearer abc"}, "body": None},
        {"requestContext": {"authorizer": {"principalId": "user-1"}}},
        {"requestContext": None},
        {"httpMethod": None, "path": "/"},
        bare("rest", httpMethod=ABSENT),
    ],
)
def test_a_minimal_event_reads_as_rest_without_a_method(event):
    request = read_event(event, None)

    assert request.gateway.name == "REST API"
    assert request.method is None


@pytest.mark.parametrize("marker", ["connectionId", "elb", "http"])
def test_a_minimal_event_with_the_marks_of_another_front_is_refused(marker):
    with pytest.raises(UnsupportedEventError):
        read_event({"requestContext": {marker: {}}, "body": "{}"}, None)


def test_one_unknown_key_makes_an_event_no_minimal_one():
    with pytest.raises(UnsupportedEventError, match=re.escape("'body', 'order'")):
        read_event({"body": "{}", "order": 42}, None)


@pytest.mark.parametrize("domain", [ABSENT, None, "api.example.com"])
def test_payload_2_without_the_domain_of_a_function_url_is_an_http_api(domain):
    event = with_context(rich("function_url"), domainName=domain)

    assert read_event(event, None).gateway.name == "HTTP API 2.0"


def test_a_function_url_is_known_in_every_partition():
    domain = "abc123.lambda-url.cn-north-1.on.amazonaws.com.cn"

    assert read_event(
        with_context(bare("function_url"), domainName=domain), None
    ).gateway.name == ("function URL")


def test_a_gateway_of_ones_own_must_say_how_it_reads_and_writes():
    response = Response(b"bytes")
    response.encode()

    with pytest.raises(NotImplementedError):
        Gateway().request({}, None)
    with pytest.raises(NotImplementedError):
        Gateway().render(response, read_event({}, None))


class Counting(dict):
    """An event that counts how often its keys are asked for."""

    looks = 0

    def __contains__(self, key):
        self.looks += 1
        return super().__contains__(key)


def test_the_front_of_the_last_event_is_asked_first():
    function = as_http_function(lambda: lambda request: json_response({}, 200, dumps))
    function(bare("rest"))
    first, second = Counting(bare("lattice")), Counting(bare("lattice"))
    function(first)
    function(second)

    assert second.looks < first.looks
