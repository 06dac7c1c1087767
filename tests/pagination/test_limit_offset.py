"""Pages by their place in the list."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pyverless.exceptions import BadRequestError
from pyverless.pagination import LimitOffsetPagination, PageNumberPagination

LAST = 2**31 - 1


class Rows:
    """A queryset that fetches only what is sliced, and remembers what was."""

    def __init__(self, rows):
        self.rows = rows
        self.slices = []
        self.counts = 0

    def __getitem__(self, index):
        self.slices.append(index)
        return self.rows[index]

    def count(self):
        self.counts += 1
        return len(self.rows)


def keys(rows):
    return dict.fromkeys(rows).keys()


def paginate(rows, limit, token=None, paginator=LimitOffsetPagination):
    return paginator().paginate(rows, limit, token, None)


@pytest.mark.parametrize(
    ("limit", "offset", "items", "before", "after"),
    [
        (2, None, [0, 1], None, "2"),
        (2, "0", [0, 1], None, "2"),
        (2, "1", [1, 2], "0", "3"),
        (2, "3", [3, 4], "1", None),
        (2, "4", [4], "2", None),
        (2, "5", [], "3", None),
        (5, "0", [0, 1, 2, 3, 4], None, None),
        (4, "0", [0, 1, 2, 3], None, "4"),
        (2, str(LAST), [], str(LAST - 2), None),
    ],
)
@pytest.mark.parametrize("make", [list, tuple, iter, keys, Rows])
def test_an_offset_is_how_many_are_skipped(make, limit, offset, items, before, after):
    page = paginate(make(range(5)), limit, offset)

    assert list(page.items) == items
    assert (page.previous_token, page.next_token) == (before, after)


@pytest.mark.parametrize(
    ("limit", "number", "items", "before", "after"),
    [
        (2, None, [0, 1], None, "2"),
        (2, "1", [0, 1], None, "2"),
        (2, "2", [2, 3], "1", "3"),
        (2, "3", [4], "2", None),
        (5, "1", [0, 1, 2, 3, 4], None, None),
        (2, "9", [], "8", None),
        (1, str(2**31), [], str(LAST), None),
    ],
)
@pytest.mark.parametrize("make", [list, tuple, iter, keys, Rows])
def test_pages_are_counted_from_one(make, limit, number, items, before, after):
    page = paginate(make(range(5)), limit, number, PageNumberPagination)

    assert list(page.items) == items
    assert (page.previous_token, page.next_token) == (before, after)


@pytest.mark.parametrize(
    ("paginator", "token", "expected"),
    [
        (LimitOffsetPagination, "-1", "offset must be a whole number from 0 to {}."),
        (LimitOffsetPagination, "", "offset must be a whole number from 0 to {}."),
        (PageNumberPagination, "0", "page must be a whole number from 1 to {}."),
        (PageNumberPagination, "last", "page must be a whole number from 1 to {}."),
        (PageNumberPagination, "9" * 99, "page must be a whole number from 1 to {}."),
    ],
)
def test_a_place_that_can_not_be_is_refused(paginator, token, expected):
    last = LAST if paginator is LimitOffsetPagination else LAST // 10 + 1
    with pytest.raises(BadRequestError) as caught:
        paginate([], 10, token, paginator)
    assert caught.value.msg == expected.format(last)


def test_one_more_is_asked_for_and_none_counted():
    rows = Rows(range(100))
    paginate(rows, 10, "20")
    paginate(rows, 10, "3", PageNumberPagination)

    assert rows.slices == [slice(20, 31), slice(20, 31)]
    assert rows.counts == 0


@pytest.mark.parametrize("base", [LimitOffsetPagination, PageNumberPagination])
def test_what_is_to_be_counted_is_counted_once(base):
    class Counted(base):
        with_count = True

    rows = Rows(range(100))

    assert paginate(rows, 10, "2", Counted).count == 100
    assert (rows.counts, len(rows.slices)) == (1, 1)


@pytest.mark.parametrize("paginator", [LimitOffsetPagination, PageNumberPagination])
@hypothesis_settings(deadline=None, max_examples=50)
@given(st.integers(0, 20), st.integers(1, 7))
def test_the_pages_together_are_the_whole(paginator, count, limit):
    rows = list(range(count))
    pages = [paginate(rows, limit, paginator=paginator)]
    while pages[-1].next_token is not None:
        pages.append(paginate(rows, limit, pages[-1].next_token, paginator))

    assert [item for page in pages for item in page.items] == rows
    for before, page in pairwise(pages):
        back = paginate(rows, limit, page.previous_token, paginator)
        assert back.items == before.items
