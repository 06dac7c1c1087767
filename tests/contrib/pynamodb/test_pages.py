"""Lists in pages, by DynamoDB's own positions."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pynamodb.attributes import BinaryAttribute, UnicodeAttribute

from pyverless.contrib.pynamodb import Model
from pyverless.exceptions import ImproperlyConfigured

from .models import Article, Comment


@pytest.fixture
def ann(tables, asked):
    """Comments 0 to 9 of ann."""
    for number in range(10):
        Comment(author="ann", number=number, text="odd" if number % 2 else "-").save()
    asked.clear()
    return Comment.objects.filter(author="ann")


def pages(queryset, limit):
    """Return all pages; tokens go through JSON, as they do between requests."""
    found, token = [], None
    while True:
        page = queryset.paginate(limit=limit, token=token)
        found.append(page.items)
        if page.next_token is None:
            return found
        token = json.loads(json.dumps(page.next_token))


def flat(found):
    return [each for page in found for each in page]


def numbers(page):
    return [comment.number for comment in page]


@pytest.mark.parametrize("limit", [1, 3, 4, 11])
@pytest.mark.parametrize("order", [(), ("number",), ("-number",)])
def test_pages_have_every_object_once_and_in_order(ann, limit, order):
    found = pages(ann.order_by(*order), limit)

    expected = [*range(10)][:: -1 if order == ("-number",) else 1]
    assert numbers(flat(found)) == expected
    assert all(len(page) == limit for page in found[:-2])


def test_a_page_is_one_request_that_reads_no_more(ann, asked):
    page = ann.paginate(limit=3)

    assert asked == ["Query"]
    assert numbers(page.items) == [0, 1, 2]
    assert page.next_token == {"author": "ann", "number": "2"}
    assert page.count is None


def test_a_page_may_be_short_where_something_is_filtered_out(ann, asked):
    found = pages(ann.filter(text__contains="odd"), 3)

    assert numbers(flat(found)) == [1, 3, 5, 7, 9]
    assert [len(page) for page in found][:3] == [1, 2, 1]
    assert len(asked) == len(found)


def test_pages_of_a_local_index_have_what_has_the_same_place(ann):
    found = pages(ann.order_by("text"), 2)

    assert sorted(numbers(flat(found[:2]))) == [0, 2, 4, 6]
    assert sorted(numbers(flat(found))) == [*range(10)]


def test_pages_of_a_global_index_have_what_has_the_same_place(tables):
    for slug in "abcdef":
        Article(slug=slug, views=7).save()

    found = pages(Article.objects.filter(status="draft").order_by("-views"), 4)

    assert sorted(article.slug for article in flat(found)) == [*"abcdef"]


def test_a_whole_table_has_pages_too(ann, asked):
    Comment(author="bob", number=1).save()
    asked.clear()

    found = flat(pages(Comment.objects.all(), 4))

    assert sorted(numbers(found)) == sorted([*range(10), 1])
    assert set(asked) == {"Scan"}


def test_one_object_is_one_page(ann, asked):
    page = ann.filter(number=3).order_by("text").paginate(limit=5)

    assert (numbers(page.items), page.next_token) == ([3], None)
    assert asked == ["GetItem"]


def test_bounds_of_a_range_key_are_kept_on_all_pages(ann):
    found = pages(ann.filter(number__gt=2, number__lte=7).order_by("-number"), 2)

    assert numbers(flat(found)) == [7, 6, 5, 4, 3]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    kept=st.sets(st.integers(0, 50), min_size=1),
    changes=st.lists(st.tuples(st.booleans(), st.integers(0, 50)), max_size=12),
    limit=st.integers(1, 6),
    order=st.sampled_from(["number", "-number"]),
)
def test_what_stays_is_listed_once_while_other_things_come_and_go(
    tables, kept, changes, limit, order
):
    for comment in Comment.objects:
        comment.delete()
    for number in kept:
        Comment(author="ann", number=number).save()
    queryset = Comment.objects.filter(author="ann").order_by(order)
    seen, token, todo = [], None, [each for each in changes if each[1] not in kept]

    while True:
        page = queryset.paginate(limit=limit, token=token)
        seen += numbers(page.items)
        token = page.next_token
        if token is None:
            break
        for is_new, number in todo[:2]:
            old = Comment.objects.get_or_none(author="ann", number=number)
            if is_new and old is None:
                Comment(author="ann", number=number).save()
            if not is_new and old is not None:
                old.delete()
        todo = todo[2:]

    assert [number for number in seen if number in kept] == sorted(
        kept, reverse=order == "-number"
    )
    assert all((a < b) is (order == "number") for a, b in pairwise(seen))


class Chunk(Model):
    class Meta:
        table_name = "chunks"
        billing_mode = "PAY_PER_REQUEST"

    file = UnicodeAttribute(hash_key=True)
    digest = BinaryAttribute(range_key=True, legacy_encoding=False)


def test_binary_keys_and_large_numbers_are_positions_without_loss(tables):
    Chunk.create_table(wait=True)
    digests = [bytes([number, 255]) for number in range(5)]
    for digest in digests:
        Chunk(file="a", digest=digest).save()
    big = [2**100 + number for number in range(3)]
    for number in big:
        Comment(author="ann", number=number).save()

    chunks = flat(pages(Chunk.objects.filter(file="a"), 2))
    with_big = flat(pages(Comment.objects.filter(author="ann"), 1))
    Chunk.delete_table()

    assert [chunk.digest for chunk in chunks] == digests
    assert numbers(with_big) == big


# What is no position


@pytest.mark.parametrize(
    "token",
    [
        0,
        "x",
        [],
        {},
        {"author": "ann"},
        {"author": "ann", "number": "1", "text": "x"},
        {"author": "ann", "number": 1},
        {"author": "ann", "number": "x"},
        {"author": "ann", "number": None},
        {"author": "bob", "number": "1"},
        {"author": "ann", "number": "9"},
        {"author": "", "number": "1"},
        {"author": {"S": "ann"}, "number": "1"},
    ],
)
def test_a_token_that_is_no_position_is_a_value_error(ann, asked, token):
    with pytest.raises(ValueError):  # noqa: PT011
        ann.filter(number__lt=5).paginate(limit=2, token=token)

    assert asked == []


@pytest.mark.parametrize("digest", ["é", "a", "====", "AA==AA"])
def test_a_token_that_is_no_base64_is_a_value_error(digest):
    token = {"file": "a", "digest": digest}

    with pytest.raises(ValueError):  # noqa: PT011
        Chunk.objects.filter(file="a").paginate(limit=2, token=token)


# What has no pages


def test_an_order_that_no_index_has_is_refused_in_pages(ann):
    with pytest.raises(ImproperlyConfigured) as caught:
        Article.objects.filter(status="draft").order_by("-title").paginate(limit=2)

    assert "hash key 'status', range key 'title'" in str(caught.value)
    with pytest.raises(ImproperlyConfigured, match=r"a hash key that filter\(\) names"):
        Comment.objects.order_by("number").paginate(limit=2)


def test_a_slice_has_no_pages(ann):
    with pytest.raises(ImproperlyConfigured, match="slice"):
        ann[:2].paginate(limit=1)
