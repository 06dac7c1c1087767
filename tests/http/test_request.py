from __future__ import annotations

from types import SimpleNamespace

import pytest

from pyverless.exceptions import BadRequestError
from pyverless.http import Request
from pyverless.http.gateways import read_event
from tests.golden import FRONTS, bare, rich

PARTS = (
    "raw_path",
    "path",
    "path_params",
    "query",
    "headers",
    "cookies",
    "body",
    "json_body",
    "base_url",
)


class Counting(dict):
    """An event that counts how often each of its keys is looked at."""

    def __init__(self, event):
        super().__init__(event)
        self.looks = []

    def get(self, key, default=None):
        self.looks.append(key)
        return super().get(key, default)


def read(event, context=None):
    return read_event(event, context)


def with_body(body):
    return read({"body": body})


@pytest.mark.parametrize("front", FRONTS)
@pytest.mark.parametrize("part", PARTS)
def test_each_part_is_made_once_when_it_is_asked_for(front, part):
    event = Counting(rich(front))
    request = read(event)
    assert part not in vars(request)

    first = getattr(request, part)
    looks = len(event.looks)

    assert getattr(request, part) is first
    assert len(event.looks) == looks


def test_nothing_but_the_method_is_read_before_it_is_asked_for():
    request = read(rich("rest"))

    assert {name for name, part in vars(request).items() if part is not None} == {
        *("gateway", "aws_event", "method", "dumps")
    }


def test_parts_can_be_replaced():
    request = read(rich("rest"))
    request.path_params = {"id": 1}

    assert request.path_params == {"id": 1}


def test_parts_have_documentation():
    assert Request.body.__doc__.startswith("The body as bytes")


def test_event_and_context_are_those_of_lambda():
    event, context = bare("rest"), SimpleNamespace(aws_request_id="1-2")
    request = read(event, context)

    assert request.aws_event is event
    assert request.aws_context is context
    assert request.request_id == "1-2"


@pytest.mark.parametrize("context", [None, object(), {}])
def test_a_context_without_a_request_id_is_fine(context):
    assert read({}, context).request_id is None


def test_the_representation_tells_method_path_and_front():
    assert repr(read(bare("alb"))) == (
        "<Request GET / through Application Load Balancer>"
    )
    assert repr(read({})) == "<Request None / through REST API>"


@pytest.mark.parametrize(
    ("header", "content_type"),
    [
        ("application/json", "application/json"),
        ("Application/JSON; charset=UTF-8", "application/json"),
        (" text/html ;a=b", "text/html"),
        ("", ""),
        (";", ""),
    ],
)
def test_the_content_type_has_no_case_and_no_parameters(header, content_type):
    assert read({"headers": {"CONTENT-TYPE": header}}).content_type == content_type


# JSON bodies


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ('{"a": [1, 2.5, null, true, "é"]}', {"a": [1, 2.5, None, True, "é"]}),
        (' "text" ', "text"),
        ("0", 0),
        ("null", None),
        (r'"\u00e9 \ud83d\ude00"', "é \N{GRINNING FACE}"),
        ('{"a": 1, "a": 2}', {"a": 2}),
    ],
)
def test_json_is_parsed_whatever_its_content_type(body, value):
    assert with_body(body).json_body == value


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("{", "Expecting property name"),
        ("{'a': 1}", "Expecting property name"),
        ('{"a": 1,}', "property name|trailing comma"),
        ("[1] 2", "Extra data"),
        (" ", "Expecting value"),
        ("\ufeff{}", "Expecting value"),
        ("NaN", "NaN is not JSON"),
        ('{"a": Infinity}', "Infinity is not JSON"),
        ("-Infinity", "-Infinity is not JSON"),
        ("1e999", "a number is too large"),
        ("[-1e999]", "a number is too large"),
        ("9" * 5000, "a number has too many digits"),
        ("[" * 200_000, "the nesting is too deep"),
        ("[" * 200_000 + "]" * 200_000, "the nesting is too deep"),
        (r'"\ud800"', "half of a surrogate pair is no character"),
        (r'{"\udfff": 1}', "half of a surrogate pair is no character"),
        ('"\x00"', "Invalid control character"),
    ],
)
def test_what_is_no_json_is_the_callers_fault(body, reason):
    with pytest.raises(BadRequestError, match=reason) as caught:
        with_body(body).json_body  # noqa: B018

    assert str(caught.value).startswith("The body is not valid JSON: ")
    # A sentence for callers: neither our advice to developers nor their whole body.
    assert "set_int_max_str_digits" not in str(caught.value)
    assert len(str(caught.value)) < 120


def test_bytes_that_are_no_utf_8_are_the_callers_fault():
    event = {"body": "/w==", "isBase64Encoded": True}

    with pytest.raises(BadRequestError, match=r"^The body is not valid UTF-8\.$"):
        read(event).json_body  # noqa: B018


def test_a_body_that_can_not_be_read_fails_each_time():
    request = with_body("{")

    for _ in range(2):
        with pytest.raises(BadRequestError):
            request.json_body  # noqa: B018
