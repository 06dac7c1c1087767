"""What requests look like, whatever front they came through."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pyverless.exceptions import BadRequestError
from pyverless.http.gateways import read_event
from tests.golden import ABSENT, BODY, FRONTS, bare, rich, with_context

APIS = ("rest", "http_1", "http_2")
PAYLOAD_2 = ("http_2", "function_url")
#: Where paths arrive as they were sent.
ENCODED = ("rest", "function_url", "alb", "alb_multi", "lattice")
#: Where `path` holds the path.
WITH_PATH = ("rest", "alb", "alb_multi", "lattice")


def read(event):
    return read_event(event, None)


def at(front, path):
    """Return the bare event of a front for a path as the front writes it."""
    return bare(front, **{"rawPath" if front in PAYLOAD_2 else "path": path})


# The rich request, through every front


@pytest.mark.parametrize("front", FRONTS)
def test_method_path_body_cookies_and_caller_are_the_same_everywhere(front):
    request = read(rich(front))

    assert request.method == "POST"
    assert request.path == "/articles/a/b é"
    assert request.body == BODY.encode()
    assert request.json_body == {"title": "é"}
    assert request.content_type == "application/json"
    assert request.cookies == {"session": "abc", "theme": "dark"}
    assert request.user_agent == "golden/1.0"
    # Not 10.9.8.7, which the caller made up.
    assert request.client_ip == "203.0.113.7"


@pytest.mark.parametrize("front", FRONTS)
def test_the_query_is_decoded_once_in_order(front):
    tags = ["z 1"] if front == "alb" else ["x,y", "z 1"]

    assert list(read(rich(front)).query.lists()) == [
        ("tag", tags),
        ("empty", [""]),
        ("q[id]", ["7"]),
    ]


@pytest.mark.parametrize(
    ("front", "lines"),
    [
        ("rest", ["one", "two"]),
        ("http_1", ["one", "two"]),
        ("http_2", ["one,two"]),
        ("function_url", ["one,two"]),
        ("alb", ["two"]),
        ("alb_multi", ["one", "two"]),
        ("lattice", ["one", "two"]),
    ],
)
def test_repeated_headers_are_kept_apart_where_the_front_did(front, lines):
    headers = read(rich(front)).headers

    assert headers.getlist("X-Two") == lines
    assert headers["X-TWO"] == ", ".join(lines)


@pytest.mark.parametrize("front", FRONTS)
def test_path_parameters_are_decoded_once_where_there_are_any(front):
    expected = {"proxy": "a/b é"} if front in APIS else {}

    assert read(rich(front)).path_params == expected


@pytest.mark.parametrize(
    ("front", "route", "stage", "variables"),
    [
        ("rest", "/articles/{proxy+}", "prod", {"colour": "blue"}),
        ("http_1", "/articles/{proxy+}", "prod", {"colour": "blue"}),
        ("http_2", "/articles/{proxy+}", "prod", {"colour": "blue"}),
        ("function_url", None, "$default", {}),
        ("alb", None, None, {}),
        ("alb_multi", None, None, {}),
        ("lattice", None, None, {}),
    ],
)
def test_route_stage_and_stage_variables_are_those_of_the_api(
    front, route, stage, variables
):
    request = read(rich(front))

    assert request.route == route
    assert request.stage == stage
    assert request.stage_variables == variables


@pytest.mark.parametrize(
    ("front", "authorizer"),
    [
        ("rest", {"principalId": "user-1", "integrationLatency": 12}),
        ("http_2", {"jwt": {"claims": {"sub": "user-1"}, "scopes": None}}),
        ("function_url", {}),
        ("alb", {}),
        ("lattice", {}),
    ],
)
def test_the_authorizer_is_what_the_front_found_out(front, authorizer):
    assert read(rich(front)).authorizer == authorizer


@pytest.mark.parametrize(
    ("front", "url"),
    [
        ("rest", "https://abc123.execute-api.eu-west-1.amazonaws.com/prod"),
        ("http_1", "https://abc123.execute-api.eu-west-1.amazonaws.com/prod"),
        ("http_2", "https://abc123.execute-api.eu-west-1.amazonaws.com/prod"),
        ("function_url", "https://abc123.lambda-url.eu-west-1.on.aws"),
        ("alb", "http://articles-1234567890.eu-west-1.elb.amazonaws.com"),
        ("alb_multi", "http://articles-1234567890.eu-west-1.elb.amazonaws.com"),
        ("lattice", "https://articles-0abc.7d67968.vpc-lattice-svcs.eu-west-1.on.aws"),
    ],
)
def test_the_base_url_is_what_callers_must_write(front, url):
    assert read(rich(front)).base_url == url


# The bare request: everything that may be absent is


@pytest.mark.parametrize("front", FRONTS)
def test_what_is_not_there_is_empty(front):
    request = read(bare(front))

    assert request.method == "GET"
    assert request.path == "/"
    assert request.path_params == {}
    assert dict(request.headers) == {}
    assert dict(request.query) == {}
    assert request.cookies == {}
    assert request.content_type == ""
    assert request.user_agent is None
    assert request.client_ip is None
    assert request.stage_variables == {}
    assert request.route == ("/" if front == "rest" else None)


@pytest.mark.parametrize("front", FRONTS)
@pytest.mark.parametrize("body", [ABSENT, None, ""])
def test_no_body_is_no_bytes_and_no_json(front, body):
    # HTTP APIs add a content type to requests without a body.
    event = rich(front, body=body)

    assert read(event).body == b""
    assert read(event).json_body is None
    assert read({**event, "isBase64Encoded": True}).body == b""


@pytest.mark.parametrize("front", FRONTS)
@pytest.mark.parametrize("value", [ABSENT, None, {}])
def test_every_container_may_be_absent_null_or_empty(front, value):
    names = ["pathParameters", "queryStringParameters", "stageVariables", "cookies"]
    names += ["multiValueQueryStringParameters", "rawQueryString"]
    request = read(rich(front, **dict.fromkeys(names, value)))

    assert request.path_params == {}
    assert dict(request.query) == {}
    assert request.stage_variables == {}


@pytest.mark.parametrize("front", [f for f in FRONTS if f != "alb_multi"])
@pytest.mark.parametrize("value", [ABSENT, None, {}])
def test_headers_may_be_absent_null_or_empty(front, value):
    request = read(rich(front, headers=value, multiValueHeaders=value, cookies=value))

    assert dict(request.headers) == {}
    assert request.cookies == {}
    assert request.base_url.startswith("https://localhost")


@pytest.mark.parametrize("front", FRONTS)
@pytest.mark.parametrize("value", [ABSENT, None, {}, {"claims": None}, "text"])
def test_an_authorizer_without_findings_is_empty(front, value):
    request = read(with_context(rich(front), authorizer=value))

    assert request.authorizer == (value if isinstance(value, dict) else {})


def test_single_values_count_where_the_lists_do_not_have_them():
    event = rich(
        "rest",
        headers={"Accept": "text/html", "X-Two": "two"},
        multiValueHeaders={"X-Two": ["one", "two"], "X-Null": None},
        queryStringParameters={"page": "2", "nothing": None},
        multiValueQueryStringParameters={"tag": ["x", "y"]},
    )
    request = read(event)

    assert request.headers.getlist("x-two") == ["one", "two"]
    assert request.headers.getlist("accept") == ["text/html"]
    assert "x-null" not in request.headers
    assert list(request.query.lists()) == [("tag", ["x", "y"]), ("page", ["2"])]


# Paths


@pytest.mark.parametrize("front", ENCODED)
@pytest.mark.parametrize(
    ("sent", "path"),
    [
        ("/a%20b", "/a b"),
        ("/a+b", "/a+b"),
        ("/100%25", "/100%"),
        ("/100%2541", "/100%41"),
        ("/caf%C3%A9", "/café"),
        ("/%FF", "/\N{REPLACEMENT CHARACTER}"),
        ("/a%2Fb/c", "/a/b/c"),
    ],
)
def test_an_encoded_path_is_decoded_exactly_once(front, sent, path):
    request = read(at(front, sent))

    assert request.path == path
    # The encoded form is there for who must split before decoding.
    assert request.raw_path == sent


@pytest.mark.parametrize("front", ["http_1", "http_2"])
@pytest.mark.parametrize("path", ["/100%", "/100%25", "/a%41b", "/a b", "/a+b"])
def test_an_http_apis_path_is_decoded_already(front, path):
    assert read(at(front, f"/prod{path}")).path == path
    assert read(bare(front, pathParameters={"id": path})).path_params == {"id": path}


def test_path_parameters_of_unit_tests_may_be_numbers():
    assert read({"pathParameters": {"id": 1}}).path_params == {"id": "1"}


@pytest.mark.parametrize("front", FRONTS)
def test_a_request_without_a_path_is_for_the_root(front):
    key = "rawPath" if front in PAYLOAD_2 else "path"

    assert read(bare(front, **{key: ABSENT})).path == "/"


@pytest.mark.parametrize("front", ["http_1", "http_2"])
@pytest.mark.parametrize(
    ("stage", "raw", "path"),
    [
        ("prod", "/prod/articles", "/articles"),
        ("prod", "/prod", "/"),
        ("prod", "/prod/", "/"),
        ("prod", "/prod/prod", "/prod"),
        ("prod", "/production/x", "/production/x"),
        ("prod", "/articles", "/articles"),
        ("$default", "/articles", "/articles"),
        ("$default", "/$default/x", "/$default/x"),
        (None, "/articles", "/articles"),
        (None, "/None/x", "/None/x"),
    ],
)
def test_the_named_stage_of_an_http_api_is_no_part_of_the_path(front, stage, raw, path):
    assert read(with_context(at(front, raw), stage=stage)).path == path


def test_lattice_cuts_the_query_off_the_path():
    assert read(at("lattice", "/articles?page=2")).path == "/articles"


# Where the API is


@pytest.mark.parametrize(
    ("full", "path", "prefix"),
    [
        ("/prod/articles/1", "/articles/1", "/prod"),
        ("/prod", "/", "/prod"),
        ("/prod/", "/", "/prod"),
        ("/prod/articles/", "/articles/", "/prod"),
        ("/prod/a b", "/a%20b", "/prod"),
        ("/articles/1", "/articles/1", ""),
        ("/articles/{id}", "/articles/1", ""),
        ("/", "/", ""),
        ("", "/articles/1", ""),
        (None, "/articles/1", ""),
    ],
)
def test_the_stage_of_a_rest_api_is_in_the_context_path_only(full, path, prefix):
    request = read(with_context(bare("rest", path=path), path=full))

    assert request.base_url == f"https://localhost{prefix}"


@pytest.mark.parametrize(
    ("resource", "parameters", "path", "own", "base"),
    [
        ("/articles", None, "/v1/articles", "/articles", "/v1"),
        ("/articles", None, "/v1/articles/", "/articles/", "/v1"),
        ("/articles", None, "/a/b/articles", "/articles", "/a/b"),
        ("/id/{id}", {"id": "a%2Fb"}, "/v1/id/a%2Fb", "/id/a%2Fb", "/v1"),
        ("/{proxy+}", {"proxy": "a/b"}, "/v1/a/b", "/a/b", "/v1"),
        ("/", None, "/v1", "/", "/v1"),
        ("/", None, "/v1/", "/", "/v1"),
        ("/articles", None, "/articles", "/articles", ""),
        ("/{proxy+}", None, "/v1/articles", "/v1/articles", ""),
        (None, None, "/v1/articles", "/v1/articles", ""),
    ],
)
def test_a_base_path_is_part_of_the_url_and_not_of_the_path(
    resource, parameters, path, own, base
):
    event = bare("rest", resource=resource, path=path, pathParameters=parameters)
    event = with_context(event, path=path, domainName="api.example.com")
    request = read(event)

    assert request.raw_path == own
    assert request.base_url == f"https://localhost{base}"


@pytest.mark.parametrize("domain", [ABSENT, "abc123.execute-api.eu-west-1.example"])
def test_only_a_custom_domain_has_a_base_path(domain):
    event = bare("rest", resource="/", path="/articles")

    assert read(with_context(event, domainName=domain)).path == "/articles"


@pytest.mark.parametrize(
    ("path", "base"),
    [
        ("/v1/articles", "/v1"),
        ("/v1/prod/articles", "/v1"),
        ("/prod/articles", ""),
        ("/articles", ""),
    ],
)
def test_payload_1_has_base_path_and_stage_in_its_path(path, base):
    event = bare("http_1", resource="/articles", path=path)
    request = read(with_context(event, domainName="api.example.com"))

    assert request.path == "/articles"
    assert request.base_url == f"https://localhost{base}"


@pytest.mark.parametrize("front", ["http_1", "http_2"])
@pytest.mark.parametrize("stage", ["$default", None])
def test_the_default_stage_of_an_http_api_is_not_in_its_url(front, stage):
    event = with_context(at(front, "/articles"), stage=stage)

    assert read(event).base_url == "https://localhost"


@pytest.mark.parametrize("path", ["/articles", "/prod/articles"])
def test_a_custom_domain_hides_the_stage_of_payload_2(path):
    # The mapping key is in no part of the event.
    event = with_context(at("http_2", path), domainName="api.example.com")

    assert read(event).path == "/articles"
    assert read(event).base_url == "https://localhost"


# Headers, query and cookies


@pytest.mark.parametrize("front", PAYLOAD_2)
@pytest.mark.parametrize(
    ("raw", "values"),
    [
        ("a=1,2&a=3", ["1,2", "3"]),
        ("a=1%2C2", ["1,2"]),
        ("a=x%2By+z", ["x+y z"]),
        ("a", [""]),
        ("a=&a=%26", ["", "&"]),
        ("b=1&&c=2", []),
        ("", []),
        (None, []),
    ],
)
def test_payload_2_reads_the_raw_query_alone(front, raw, values):
    event = bare(front, rawQueryString=raw, queryStringParameters={"a": "9"})

    assert read(event).query.getlist("a") == values


def test_payload_2_without_a_raw_query_reads_the_other_one():
    event = bare("http_2", rawQueryString=ABSENT, queryStringParameters={"tag": "a,b"})

    assert read(event).query.getlist("tag") == ["a,b"]


@pytest.mark.parametrize("front", PAYLOAD_2)
def test_cookies_come_from_the_header_where_there_is_no_list(front):
    event = bare(front, cookies=[], headers={"cookie": "a=1; b=2"})

    assert read(event).cookies == {"a": "1", "b": "2"}


@pytest.mark.parametrize("front", ["alb", "alb_multi", "lattice"])
@pytest.mark.parametrize(
    ("header", "address"),
    [("203.0.113.7", "203.0.113.7"), ("10.0.0.1,::1", "::1"), ("", None)],
)
def test_the_right_most_forwarded_address_is_what_the_front_saw(front, header, address):
    key = "multiValueHeaders" if front == "alb_multi" else "headers"
    value = header if front == "alb" else [header]

    assert read(bare(front, **{key: {"x-forwarded-for": value}})).client_ip == address


# Bodies


@pytest.mark.parametrize("front", FRONTS)
def test_base64_is_undone(front):
    body = base64.b64encode(b"\x00\xff\x89PNG").decode()

    assert read(rich(front, body=body, isBase64Encoded=True)).body == b"\x00\xff\x89PNG"


@pytest.mark.parametrize("front", FRONTS)
@pytest.mark.parametrize("body", ["no base64!", "YQ", "YQ==YQ==", "é", "Y\nQ=="])
def test_what_claims_to_be_base64_and_is_not_is_the_callers_fault(front, body):
    request = read(rich(front, body=body, isBase64Encoded=True))

    with pytest.raises(BadRequestError, match="not valid base64"):
        request.body  # noqa: B018


@pytest.mark.parametrize(
    ("body", "message"), [("\ud800", "not valid Unicode"), ({"a": 1}, "is not text")]
)
def test_a_body_that_is_no_text_is_the_callers_fault(body, message):
    with pytest.raises(BadRequestError, match=message):
        read({"body": body}).body  # noqa: B018


# Round trips


@hypothesis_settings(deadline=None, max_examples=50)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_path_and_query_survive_the_fronts_that_encode(text):
    encoded = quote(text, safe="")
    for front in ENCODED:
        assert read(at(front, f"/{encoded}")).path == f"/{text}"
    url = read(bare("function_url", rawQueryString=f"q={encoded}"))
    single = read(bare("alb", queryStringParameters={encoded: encoded}))
    multi = read(bare("alb_multi", multiValueQueryStringParameters={"q": [encoded]}))

    assert url.query["q"] == single.query[text] == multi.query["q"] == text


@hypothesis_settings(deadline=None, max_examples=50)
@given(st.binary())
def test_any_body_survives_base64(content):
    body = base64.b64encode(content).decode()

    assert read({"body": body, "isBase64Encoded": True}).body == content


@pytest.mark.parametrize("full", ["/prod/x", "/prod", "/", ""])
def test_a_context_whose_path_is_none_of_this_request_has_no_stage(full):
    event = with_context(bare("rest", path="/a/b/c/d"), path=full)

    assert read(event).base_url == "https://localhost"
