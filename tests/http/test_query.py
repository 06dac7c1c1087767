from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pyverless.http import QueryDict
from pyverless.http.query import parse_query_string, unquote_pairs

PAIRS = [("tag", "x"), ("page", "2"), ("tag", "y")]
NO_SURROGATES = st.characters(exclude_categories=["Cs"])


def test_the_last_value_counts_and_all_are_there():
    query = QueryDict(PAIRS)

    assert query["tag"] == "y"
    assert query.getlist("tag") == ["x", "y"]
    assert list(query.lists()) == [("tag", ["x", "y"]), ("page", ["2"])]


def test_names_have_case():
    assert "TAG" not in QueryDict(PAIRS)


def test_an_absent_parameter_is_none_an_empty_list_or_a_key_error():
    query = QueryDict()

    assert query.get("tag") is None
    assert query.getlist("tag") == []
    with pytest.raises(KeyError):
        query["tag"]


def test_a_query_is_a_mapping():
    query = QueryDict(PAIRS)

    assert isinstance(query, Mapping)
    assert list(query) == ["tag", "page"]
    assert len(query) == 2
    assert dict(query) == {"tag": "y", "page": "2"}
    assert repr(query) == "QueryDict({'tag': ['x', 'y'], 'page': ['2']})"


def test_lists_of_values_are_copies():
    query = QueryDict(PAIRS)
    query.getlist("tag").append("changed")
    dict(query.lists())["tag"].append("changed")

    assert query.getlist("tag") == ["x", "y"]


@hypothesis_settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.text(NO_SURROGATES), st.text(NO_SURROGATES))))
def test_any_pairs_survive_a_query_string(pairs):
    encoded = [urlencode([pair]).partition("=") for pair in pairs]

    assert parse_query_string(urlencode(pairs)) == pairs
    assert unquote_pairs((name, value) for name, _, value in encoded) == pairs


def test_bytes_that_are_no_text_are_replaced():
    assert parse_query_string("a=%FF") == [("a", "\N{REPLACEMENT CHARACTER}")]
