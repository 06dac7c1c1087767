from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyverless.encoding import dumps
from pyverless.http import Cookie, Response
from pyverless.http.compression import compress_response
from pyverless.http.conditional import (
    check_preconditions,
    content_etag,
    finish_conditional,
    parse_etags,
    quote_etag,
)
from pyverless.http.gateways import read_event
from pyverless.test import http_event, override_settings

MODIFIED = datetime(2024, 5, 4, 12, 0, 0, tzinfo=UTC)
BEFORE = "Sat, 04 May 2024 11:59:59 GMT"
THEN = "Sat, 04 May 2024 12:00:00 GMT"
AFTER = "Sat, 04 May 2024 12:00:01 GMT"

READS = ("GET", "HEAD")
CHANGES = ("POST", "PUT", "PATCH", "DELETE")


def request_of(method, /, gateway="rest", **headers):
    """Return a request whose headers are named as in `if_match`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    event = http_event(gateway, method, "/", headers=named)
    return read_event(event, None)


def check(method, /, etag='"1"', modified=MODIFIED, exists=True, **headers):
    request = request_of(method, **headers)
    return check_preconditions(request, etag, modified, exists=exists)


# Entity tags


@pytest.mark.parametrize(
    ("text", "etag"),
    [
        ("7", '"7"'),
        ("2024-05-04T12:00:00", '"2024-05-04T12:00:00"'),
        ("a,b", '"a,b"'),
        ("", '""'),
        ("W/7", '"W/7"'),
        ('"7"', '"7"'),
        ('W/"7"', 'W/"7"'),
        (7, '"7"'),
    ],
)
def test_quotes_are_added_where_there_are_none(text, etag):
    assert quote_etag(text) == etag


@pytest.mark.parametrize(
    "text", ["a b", 'a"b', '"7', '7"', 'w/"7"', "a\nb", "\t", "\x7f", "é", '"a b"']
)
def test_what_can_be_no_tag_is_refused_with_the_way_out(text):
    with pytest.raises(ValueError, match="visible ASCII") as refused:
        quote_etag(text)

    assert repr(text) in str(refused.value)


def test_the_tag_of_a_content_is_that_of_its_bytes():
    etag = content_etag("Héllo")

    assert etag == content_etag("Héllo".encode())
    assert etag != content_etag("Hello")
    assert quote_etag(etag) == etag
    assert len(etag) == 34


def test_the_tag_of_a_content_is_the_same_in_every_process():
    assert content_etag("") == '"cae66941d9efbd404e4d88758ea67670"'


@pytest.mark.parametrize(
    ("header", "etags"),
    [
        ('"a"', ['"a"']),
        ('W/"a"', ['W/"a"']),
        ('"a","b" , W/"c"', ['"a"', '"b"', 'W/"c"']),
        ('"a,b", "c"', ['"a,b"', '"c"']),
        ('""', ['""']),
        ('  "a"\t', ['"a"']),
        (',, "a",, ,"b",', ['"a"', '"b"']),
        ('"W/"', ['"W/"']),
        ('"é\\"', ['"é\\"']),
    ],
)
def test_lists_of_tags_are_read(header, etags):
    assert parse_etags(header) == etags


@pytest.mark.parametrize(
    "header",
    [
        *("", " ", ",", "*", "a", '"a', 'a"', '"', "'a'", "W/a", 'w/"a"', 'W/ "a"'),
        *('"a" "b"', '"a""b"', '"a";"b"', '"a", b', '"a", *', '*, "a"', '"a b"'),
        *('"a"\n', '"a\x7f"', '"a\tb"', '"a" W/"b', 'W/W/"a"'),
    ],
)
def test_what_is_no_list_of_tags_has_none(header):
    assert parse_etags(header) == []


@given(
    st.lists(st.text(st.characters(min_codepoint=0x21, exclude_characters='"\x7f'))),
    st.sampled_from([",", ", ", " ,, "]),
)
def test_what_is_written_is_read_again(texts, separator):
    tags = [f'"{text}"' for text in texts]

    assert parse_etags(separator.join(tags)) == tags


def test_a_long_list_that_is_not_valid_is_refused_at_once():
    assert parse_etags('"a" ,' * 100_000 + '"') == []
    assert parse_etags("," * 100_000 + '"') == []
    assert parse_etags('"' * 100_001) == []


# If-Match


@pytest.mark.parametrize("method", [*READS, *CHANGES])
@pytest.mark.parametrize(
    ("header", "etag", "status"),
    [
        ('"1"', '"1"', None),
        ('"0", "1"', '"1"', None),
        ('"1-gzip"', '"1"', None),
        ('"a-gzip"', '"a-gzip"', None),
        ('"0"', '"1"', 412),
        ('"1"', '"1-gzip"', 412),
        ('W/"1"', '"1"', 412),
        ('"1"', 'W/"1"', 412),
        ('W/"1"', 'W/"1"', 412),
        ('"1"', None, 412),
        ("1", '"1"', 412),
        ('"1" "1"', '"1"', 412),
        ("", '"1"', 412),
    ],
)
def test_if_match_goes_on_for_the_same_strong_tag_only(method, header, etag, status):
    assert check(method, etag, if_match=header) == status


@pytest.mark.parametrize("method", [*READS, *CHANGES])
@pytest.mark.parametrize(("exists", "status"), [(True, None), (False, 412)])
def test_if_match_with_a_star_goes_on_where_there_is_something(method, exists, status):
    assert check(method, None, None, exists=exists, if_match=" * ") == status


# If-None-Match


@pytest.mark.parametrize(
    ("header", "etag", "is_known"),
    [
        ('"1"', '"1"', True),
        ('"0", "1"', '"1"', True),
        ('W/"1"', '"1"', True),
        ('"1"', 'W/"1"', True),
        ('W/"1"', 'W/"1"', True),
        ('"1-gzip"', '"1"', True),
        ('W/"1-gzip"', '"1"', True),
        ('"0"', '"1"', False),
        ('"1"', None, False),
        ("1", '"1"', False),
        ('"1" "1"', '"1"', False),
        ("", '"1"', False),
    ],
)
def test_if_none_match_compares_weakly(header, etag, is_known):
    for method in READS:
        assert check(method, etag, if_none_match=header) == (304 if is_known else None)
    for method in CHANGES:
        assert check(method, etag, if_none_match=header) == (412 if is_known else None)


def test_if_none_match_with_a_star_goes_on_where_there_is_nothing_yet():
    assert check("PUT", None, None, exists=False, if_none_match="*") is None
    assert check("PUT", None, None, exists=True, if_none_match="*") == 412
    assert check("GET", None, None, exists=True, if_none_match="*") == 304


# Dates


@pytest.mark.parametrize("method", [*READS, *CHANGES])
@pytest.mark.parametrize(
    ("date", "status"), [(BEFORE, 412), (THEN, None), (AFTER, None)]
)
def test_if_unmodified_since_goes_on_where_nothing_changed(method, date, status):
    assert check(method, if_unmodified_since=date) == status


@pytest.mark.parametrize("method", READS)
@pytest.mark.parametrize(
    ("date", "status"), [(BEFORE, None), (THEN, 304), (AFTER, 304)]
)
def test_if_modified_since_is_304_where_nothing_changed(method, date, status):
    assert check(method, if_modified_since=date) == status


@pytest.mark.parametrize("method", CHANGES)
def test_if_modified_since_is_for_reading_only(method):
    assert check(method, if_modified_since=AFTER) is None


@pytest.mark.parametrize(
    "modified",
    [
        MODIFIED.replace(microsecond=999_999),
        MODIFIED.replace(tzinfo=None),
        MODIFIED.astimezone(timezone(timedelta(hours=5))),
    ],
)
def test_fractions_of_seconds_and_zones_make_no_difference(modified):
    assert check("GET", None, modified, if_modified_since=THEN) == 304
    assert check("PUT", None, modified, if_unmodified_since=THEN) is None


@pytest.mark.parametrize("date", ["", "yesterday", f"{BEFORE}, {BEFORE}", "0"])
def test_dates_that_are_not_valid_are_ignored(date):
    assert check("PUT", if_unmodified_since=date) is None
    assert check("GET", if_modified_since=date) is None


def test_dates_are_ignored_where_nobody_knows_when_it_changed():
    assert check("PUT", modified=None, if_unmodified_since=BEFORE) is None
    assert check("GET", modified=None, if_modified_since=AFTER) is None


# Several of them


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", {}, None),
        ("PUT", {}, None),
        # Tags say more than dates.
        ("PUT", {"if_match": '"1"', "if_unmodified_since": BEFORE}, None),
        ("PUT", {"if_match": '"0"', "if_unmodified_since": AFTER}, 412),
        ("GET", {"if_none_match": '"0"', "if_modified_since": AFTER}, None),
        ("GET", {"if_none_match": '"1"', "if_modified_since": BEFORE}, 304),
        # What was expected comes before what is known.
        ("GET", {"if_match": '"0"', "if_none_match": '"1"'}, 412),
        ("GET", {"if_match": '"1"', "if_none_match": '"1"'}, 304),
        ("PUT", {"if_match": '"1"', "if_none_match": '"1"'}, 412),
        ("GET", {"if_match": '"1"', "if_modified_since": AFTER}, 304),
        ("GET", {"if_unmodified_since": BEFORE, "if_none_match": '"1"'}, 412),
        ("GET", {"if_unmodified_since": THEN, "if_modified_since": THEN}, 304),
        ("GET", {"if_unmodified_since": BEFORE, "if_modified_since": AFTER}, 412),
    ],
)
def test_the_order_is_that_of_the_rfc(method, headers, status):
    assert check(method, **headers) == status


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "CONNECT"])
def test_methods_that_are_about_no_state_have_no_preconditions(method):
    headers = {"if_match": '"0"', "if_none_match": '"1"', "if_unmodified_since": BEFORE}

    assert check(method, **headers) is None


def test_conditions_are_the_same_through_every_front(gateway):
    request = request_of("GET", gateway, If_None_Match='"0", "a,b"')

    assert check_preconditions(request, '"a,b"', None, exists=True) == 304


# Responses


def finish(response, method="GET", /, **headers):
    response.encode()
    finish_conditional(request_of(method, **headers), response)
    return response


@pytest.mark.parametrize("method", READS)
@pytest.mark.parametrize(
    ("body", "content"), [({"a": "é"}, '{"a":"é"}'), (b"\x1b", b"\x1b"), ("", '""')]
)
def test_an_answer_gets_the_tag_of_its_content(method, body, content):
    response = finish(Response(body), method)

    assert response.headers["ETag"] == content_etag(content)
    assert (response.status_code, response.content) == (200, content)


def test_empty_content_has_a_tag_as_well():
    response = finish(Response("", content_type="text/plain"))

    assert response.headers["ETag"] == content_etag("")


def test_a_tag_that_is_there_stays():
    response = finish(Response("a", headers={"etag": 'W/"1"'}))

    assert response.headers.getlist("ETag") == ['W/"1"']


@pytest.mark.parametrize(
    ("method", "status"),
    [
        ("POST", 200),
        ("PUT", 200),
        ("GET", 201),
        ("GET", 204),
        ("GET", 404),
        ("GET", 500),
    ],
)
def test_other_answers_are_left_alone(method, status):
    response = finish(Response("a", status), method, if_match='"0"', if_none_match="*")

    assert response.status_code == status
    assert not response.headers


def test_an_answer_to_head_without_content_has_no_tag_of_its_own():
    assert "ETag" not in finish(Response(None), "HEAD").headers


@pytest.mark.parametrize("method", READS)
def test_whoever_has_the_content_gets_304(method):
    etag = content_etag(dumps({"a": 1}))

    response = finish(Response({"a": 1}), method, if_none_match=etag)

    assert response.status_code == 304
    assert (response.content, response.media_type) == (None, None)
    assert response.headers == {"ETag": etag}


def test_a_304_keeps_what_caches_need_and_drops_what_is_about_content():
    kept = {
        "ETag": '"1"',
        "Cache-Control": "max-age=60",
        "Content-Location": "/a",
        "Expires": AFTER,
        "Last-Modified": THEN,
        "Vary": "Origin",
        "Access-Control-Allow-Origin": "*",
        "X-RateLimit-Remaining": "7",
    }
    dropped = {
        "content-encoding": "br",
        "Content-Language": "de",
        "Content-Length": "1",
        "Content-Disposition": "inline",
        "Content-Range": "bytes 0-0/1",
        "Content-Type": "text/plain",
    }
    cookie = Cookie("a", "1")

    response = finish(
        Response("a", headers=kept | dropped, cookies=[cookie]), if_none_match="*"
    )

    assert response.status_code == 304
    assert response.headers == kept
    assert response.cookies == [cookie]


def test_a_304_stays_one_when_it_is_encoded_again():
    response = finish(Response("a"), if_none_match="*")
    response.encode()

    assert (response.status_code, response.content) == (304, None)
    assert response.media_type is None


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"if_modified_since": THEN}, 304),
        ({"if_modified_since": BEFORE}, 200),
        ({"if_unmodified_since": BEFORE}, 412),
        ({"if_unmodified_since": THEN}, 200),
    ],
)
def test_the_date_of_the_answer_counts(headers, status):
    response = Response("a", headers={"Last-Modified": THEN})

    assert finish(response, **headers).status_code == status


def test_what_is_not_as_expected_is_412_without_anything_of_the_answer():
    headers = {"Cache-Control": "max-age=60", "X-Other": "1", "ETag": '"1"'}
    response = Response({"a": 1}, headers=headers, cookies=["a=1"])

    finish(response, if_match='"0"')

    assert response.status_code == 412
    assert response.media_type == "application/problem+json"
    assert '"code":"precondition_failed"' in response.content
    assert not response.headers
    assert not response.cookies


@override_settings(ERROR_RENDERER="pyverless.http.problems.legacy")
def test_a_412_is_written_like_every_other_error():
    response = finish(Response({"a": 1}), if_match='"0"')

    assert response.media_type == "application/json"
    assert '"message":' in response.content


def test_the_tag_of_a_compressed_answer_is_known_again():
    def answer(**headers):
        response = Response({"a": "b" * 100})
        request = request_of("GET", accept_encoding="gzip", **headers)
        response.encode()
        finish_conditional(request, response)
        compress_response(request, response)
        return response

    etag = answer().headers["ETag"]
    again = answer(if_none_match=etag)

    assert etag.endswith('-gzip"')
    assert again.status_code == 304
    assert again.headers == {"ETag": etag, "Vary": "Accept-Encoding"}
