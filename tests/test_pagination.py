from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pyverless.exceptions import BadRequestError
from pyverless.http.gateways import read_event
from pyverless.pagination import Page, get_page, whole_number
from tests.golden import FRONTS, bare, rich, with_context


class Rows:
    """A queryset that fetches only what is sliced, and remembers what was."""

    def __init__(self, rows):
        self.rows = rows
        self.slices = []

    def __getitem__(self, index):
        self.slices.append(index)
        return self.rows[index]


def keys(rows):
    return dict.fromkeys(rows).keys()


def read(event):
    return read_event(event, None)


@pytest.mark.parametrize(
    ("limit", "offset", "items", "has_next"),
    [
        (2, 0, [0, 1], True),
        (2, 3, [3, 4], False),
        (2, 4, [4], False),
        (2, 5, [], False),
        (5, 0, [0, 1, 2, 3, 4], False),
        (4, 0, [0, 1, 2, 3], True),
        (2, 2**31 - 1, [], False),
    ],
)
@pytest.mark.parametrize("make", [list, tuple, iter, keys, Rows])
def test_a_page_is_a_part_and_knows_whether_more_follow(
    make, limit, offset, items, has_next
):
    page = get_page(make(range(5)), limit, offset)

    assert (page.items, page.has_next) == (items, has_next)
    assert (page.limit, page.offset) == (limit, offset)


def test_one_more_is_asked_for_and_none_counted():
    rows = Rows(range(100))
    get_page(rows, 10, 20)

    assert rows.slices == [slice(20, 31)]


# Link


def links(event, offset, has_next, limit=2):
    page = Page([], limit, offset, has_next)
    return page.link_header(read(event))


@pytest.mark.parametrize(
    ("offset", "has_next", "expected"),
    [
        (0, False, ""),
        (0, True, '<https://localhost/a?limit=2&offset=2>; rel="next"'),
        (1, False, '<https://localhost/a?limit=2&offset=0>; rel="prev"'),
        (
            4,
            True,
            '<https://localhost/a?limit=2&offset=2>; rel="prev", '
            '<https://localhost/a?limit=2&offset=6>; rel="next"',
        ),
    ],
)
def test_links_lead_to_the_pages_before_and_after(offset, has_next, expected):
    assert links({"path": "/a"}, offset, has_next) == expected


@pytest.mark.parametrize("front", FRONTS)
def test_links_are_urls_that_callers_can_follow(front):
    request = read(rich(front))
    link = links(rich(front), 0, True)
    # What an HTTP API has decoded for good can only be encoded anew.
    path = "a/b" if front in ("http_1", "http_2") else "a%2Fb"
    tags = "tag=z+1" if front == "alb" else "tag=x%2Cy&tag=z+1"

    assert link == (
        f"<{request.base_url}/articles/{path}%20%C3%A9"
        f'?{tags}&empty=&q%5Bid%5D=7&limit=2&offset=2>; rel="next"'
    )


def test_links_replace_the_paging_of_the_request():
    event = {
        "path": "/a",
        "queryStringParameters": {"offset": "9", "q": "x", "limit": "5"},
    }

    assert links(event, 0, True) == (
        '<https://localhost/a?q=x&limit=2&offset=2>; rel="next"'
    )


def test_links_have_the_base_path_of_a_custom_domain():
    event = bare("rest", resource="/articles", path="/v1/articles")
    event = with_context(event, domainName="api.example.com", path="/v1/articles")

    assert links(event, 0, True).startswith("<https://localhost/v1/articles?")


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


@hypothesis_settings(deadline=None, max_examples=50)
@given(st.integers(0, 20), st.integers(1, 7))
def test_the_pages_together_are_the_whole(count, limit):
    seen, offset, has_next = [], 0, True
    while has_next:
        page = get_page(list(range(count)), limit, offset)
        seen += page.items
        offset, has_next = offset + limit, page.has_next

    assert seen == list(range(count))
