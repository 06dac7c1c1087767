"""Numbers, links and envelopes: what all paginators have in common."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pyverless import pagination
from pyverless.exceptions import BadRequestError, ImproperlyConfigured
from pyverless.http.gateways import read_event
from pyverless.pagination import BasePagination, Page, whole_number
from tests.golden import FRONTS, bare, rich, with_context


class Paged(BasePagination):
    query_param = "offset"


class Counted(Paged):
    with_count = True


def read(event):
    return read_event(event, None)


def test_names_load_when_they_are_used():
    assert set(pagination.__all__) <= set(dir(pagination))
    for name in pagination.__all__:
        assert getattr(pagination, name).__name__ == name


def test_a_page_is_the_last_one_unless_told_otherwise():
    page = Page([1, 2])

    assert (page.items, page.next_token) == ([1, 2], None)
    assert (page.count, page.previous_token) == (None, None)


def test_a_paginator_has_to_cut_pages():
    with pytest.raises(NotImplementedError, match=r"^Override Paged\.paginate\(\)\.$"):
        Paged().paginate([], 1, None, None)


# Links


def links(event, *, before=None, after=None, limit=2, paginator=Paged):
    page = Page([], after, None, before)
    return paginator().get_links(page, limit, read(event))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, None, (None, None)),
        (None, "2", (None, "https://localhost/a?limit=2&offset=2")),
        ("0", None, ("https://localhost/a?limit=2&offset=0", None)),
        (
            "2",
            "6",
            (
                "https://localhost/a?limit=2&offset=2",
                "https://localhost/a?limit=2&offset=6",
            ),
        ),
    ],
)
def test_links_lead_to_the_pages_before_and_after(before, after, expected):
    found = links({"path": "/a"}, before=before, after=after)

    assert (found["previous"], found["next"]) == expected


@pytest.mark.parametrize("front", FRONTS)
def test_links_are_urls_that_callers_can_follow(front):
    request = read(rich(front))
    # What an HTTP API has decoded for good can only be encoded anew.
    path = "a/b" if front in ("http_1", "http_2") else "a%2Fb"
    tags = "tag=z+1" if front == "alb" else "tag=x%2Cy&tag=z+1"

    assert links(rich(front), after="2")["next"] == (
        f"{request.base_url}/articles/{path}%20%C3%A9"
        f"?{tags}&empty=&q%5Bid%5D=7&limit=2&offset=2"
    )


def test_links_replace_the_paging_of_the_request():
    event = {
        "path": "/a",
        "queryStringParameters": {"offset": "9", "q": "x", "limit": "5"},
    }

    assert links(event, after="2")["next"] == (
        "https://localhost/a?q=x&limit=2&offset=2"
    )


@pytest.mark.parametrize("lines", [["http", "https"], ["https"], []])
def test_links_are_not_secure_only_where_one_line_says_so(lines):
    headers = {"X-Forwarded-Proto": lines, "Host": ["a.example"]}
    event = {"path": "/a", "multiValueHeaders": headers}

    assert links(event, after="2")["next"].startswith("https://a.example/a?")


def test_links_have_no_limit_where_callers_can_not_choose_it():
    class Fixed(Paged):
        limit_query_param = None

    event = {"path": "/a", "queryStringParameters": {"limit": "5", "offset": "1"}}

    assert links(event, after="2", paginator=Fixed)["next"] == (
        "https://localhost/a?limit=5&offset=2"
    )


def test_links_have_the_stage():
    event = with_context(bare("rest", path="/articles"), path="/prod/articles")

    assert links(event, after="2")["next"].startswith(
        f"{read(event).base_url}/articles?"
    )


def test_links_have_the_base_path_of_a_custom_domain():
    event = bare("rest", resource="/articles", path="/v1/articles")
    event = with_context(event, domainName="api.example.com", path="/v1/articles")

    assert links(event, after="2")["next"].startswith("https://localhost/v1/articles?")


@pytest.mark.parametrize("front", FRONTS)
def test_what_is_no_unicode_is_no_reason_for_an_error(front):
    event = bare(front)
    event["queryStringParameters"] = {"q": "\ud800"}
    event["multiValueQueryStringParameters"] = {"q": ["\ud800"]}

    assert links(event, after="2")["next"].endswith("limit=2&offset=2")


def test_a_path_that_is_no_unicode_is_no_reason_for_an_error():
    event = bare("http_2", rawPath="/\ud800")

    assert links(event, after="2")["next"].endswith("/%3F?limit=2&offset=2")


# Limits


@pytest.mark.parametrize(
    ("query", "limit", "expected"),
    [
        ({}, 3, 3),
        ({}, 9, 5),
        ({"limit": "4"}, 3, 4),
        ({"limit": "5"}, 3, 5),
        ({"limit": 2}, 3, 2),
    ],
)
def test_a_page_never_has_more_than_the_most(query, limit, expected):
    assert Paged().get_limit(query, limit, 5) == expected


@pytest.mark.parametrize("value", ["6", 6, "0", 0, -1, True, None, 2.0, "5 ", "٣"])
def test_a_limit_beyond_the_range_is_refused(value):
    with pytest.raises(BadRequestError, match=r"^limit must be .* from 1 to 5\.$"):
        Paged().get_limit({"limit": value}, 3, 5)


def test_callers_may_be_left_no_choice():
    class Fixed(Paged):
        limit_query_param = None

    assert Fixed().get_query_params() == ["offset"]
    assert Fixed().get_limit({"limit": "1"}, 3, 5) == 3
    assert Paged().get_query_params() == ["limit", "offset"]


# Counts and envelopes


class Rows:
    def __init__(self):
        self.counts = 0

    def count(self):
        self.counts += 1
        return 7


@pytest.mark.parametrize("rows", [[1, 1], (1, 1)])
def test_a_list_is_counted_by_its_length(rows):
    assert Counted().get_count(rows) == 2


def test_a_queryset_is_counted_only_where_that_is_wanted():
    rows = Rows()

    assert Paged().get_count(rows) is None
    assert rows.counts == 0
    assert Counted().get_count(rows) == 7
    assert rows.counts == 1


def test_what_can_not_be_counted_is_a_mistake():
    with pytest.raises(
        ImproperlyConfigured, match=r"^<list_iterator .* Counted\.with_count to False"
    ):
        Counted().get_count(iter([]))


@pytest.mark.parametrize(
    ("paginator", "expected"),
    [
        (Paged, {"next": "n", "previous": None, "results": [1]}),
        (Counted, {"count": 7, "next": "n", "previous": None, "results": [1]}),
    ],
)
def test_an_envelope_has_the_count_only_where_that_is_wanted(paginator, expected):
    given = {"next": "n", "previous": None}
    envelope = paginator().get_paginated_response([1], Page([1], count=7), given)

    assert list(envelope.items()) == list(expected.items())


# Numbers


@pytest.mark.parametrize(
    ("text", "number"), [("1", 1), ("20", 20), ("100", 100), ("007", 7)]
)
def test_a_plain_number_in_its_range_is_taken(text, number):
    assert whole_number("limit", text, 1, 100) == number


@pytest.mark.parametrize(
    "text",
    ["", "0", "101", "-1", "+1", " 1", "1 ", "1.0", "1e1", "1_0", "٣", "²", "abc"],
)
def test_any_other_text_is_the_callers_fault(text):
    with pytest.raises(BadRequestError) as caught:
        whole_number("limit", text, 1, 100)

    detail = "limit must be a whole number from 1 to 100."
    assert caught.value.msg == detail
    assert caught.value.errors == [
        {"parameter": "limit", "detail": detail, "code": "invalid"}
    ]


def test_an_endless_number_is_refused_unread():
    with pytest.raises(BadRequestError, match="from 0 to 2147483647"):
        whole_number("offset", "9" * 5000, 0)


@hypothesis_settings(deadline=None, max_examples=50)
@given(st.integers(0, 2**31 - 1))
def test_every_offset_can_be_asked_for(number):
    assert whole_number("offset", str(number), 0) == number
