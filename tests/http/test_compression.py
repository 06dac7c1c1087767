from __future__ import annotations

import gzip
import json
from random import Random

import pytest

from pyverless.http import Response
from pyverless.http.compression import accepts_gzip, compress_response
from pyverless.http.gateways import read_event
from pyverless.test import http_event, parse_response

TEXT = json.dumps([{"id": number, "title": "Héllo"} for number in range(20)])


def finish(response, accept="gzip", gateway="rest", method="GET"):
    """Return an encoded response after its compression, and what the front is told."""
    headers = {} if accept is None else {"Accept-Encoding": accept}
    event = http_event(gateway, method, "/", headers=headers)
    request = read_event(event, None)
    response.encode()
    compress_response(request, response)
    return response, request.gateway.render(response, request)


def compressed(response, accept="gzip"):
    """Return a response of TEXT, or a given one, after its compression."""
    return finish(response, accept)[0]


def text(**options):
    return Response(TEXT, content_type="text/plain; charset=utf-8", **options)


# Who accepts gzip


@pytest.mark.parametrize(
    "header",
    [
        "gzip",
        "GZip",
        "x-gzip",
        "*",
        " \tgzip ",
        "gzip, deflate, br",
        "br,gzip",
        "br;q=1.0, gzip;q=0.8, *;q=0.1",
        "gzip;q=0.001",
        "gzip;q=1",
        "gzip;q=1.000",
        "gzip ; q=0.5",
        "gzip;Q=0.5",
        "gzip;",
        ",,gzip,",
        "identity;q=0, *",
        "identity;q=0.5, gzip",
        "identity, gzip",
        "*;q=0, gzip",
    ],
)
def test_gzip_is_accepted(header):
    assert accepts_gzip(header)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "identity",
        "br",
        "deflate, br;q=1.0",
        "gzipped",
        "not-gzip",
        "gzip;q=0",
        "gzip;q=0.",
        "gzip;q=0.0",
        "gzip;q=0.000",
        "gzip;q=0, *",
        "*, gzip;q=0",
        "x-gzip;q=0, *",
        "*;q=0",
        "identity, gzip;q=0.5",
        "identity, *;q=0.5",
    ],
)
def test_gzip_is_not_accepted(header):
    assert not accepts_gzip(header)


@pytest.mark.parametrize(
    "weight",
    [
        *("q", "q=", "q=x", "q=2", "q=-1", "q=1.5", "q=1.001", "q=.5", "q=0.1234"),
        *("q=1e0", "q=nan", "q=inf", "q = 1", "q=\u0661", "level=9", "q=1;level=9"),
    ],
)
def test_a_weight_that_is_not_valid_refuses(weight):
    assert not accepts_gzip(f"gzip;{weight}")
    assert not accepts_gzip(f"gzip;{weight}, *")


# What is compressed


@pytest.mark.parametrize(
    ("response", "content"),
    [
        (text(), TEXT.encode()),
        (Response(TEXT.encode()), TEXT.encode()),
        (Response({"title": "é"}), '{"title":"é"}'.encode()),
        (Response("x", 404, content_type="text/plain"), b"x"),
        (Response("x", content_type="image/png"), b"x"),
    ],
)
def test_content_is_compressed_however_small_and_of_whatever_type(response, content):
    kind = compressed(response, None).media_type

    response = compressed(response)

    assert gzip.decompress(response.content) == content
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.media_type == kind


def test_the_same_content_is_compressed_to_the_same_bytes():
    content = compressed(text()).content

    assert content[4:8] == bytes(4), "the time of the compression"
    assert compressed(text()).content == content
    assert len(content) < len(TEXT) / 4


@pytest.mark.parametrize("size", [100, 16_384, 16_385, 65_536, 65_537, 200_000])
def test_text_is_compressed_to_the_same_bytes_as_its_utf_8(size):
    content = "".join(Random(size).choices("abcdefghé€", k=size))

    found = compressed(Response(content, content_type="text/plain")).content

    assert gzip.decompress(found).decode() == content
    assert compressed(Response(content.encode())).content == found


def test_every_front_gets_the_bytes(gateway):
    _, answer = finish(text(), gateway=gateway)

    response = parse_response(gateway, answer)

    assert gzip.decompress(response.content).decode() == TEXT
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.content_type == "text/plain"


def test_who_does_not_accept_it_gets_the_content_as_it_is():
    response = compressed(text(headers={"ETag": '"1"'}), None)

    assert response.content == TEXT
    assert response.headers["ETag"] == '"1"'
    assert "Content-Encoding" not in response.headers


@pytest.mark.parametrize("accept", [None, "gzip", "gzip;q=0", "br"])
def test_vary_says_that_others_may_get_something_else(accept):
    response = compressed(text(headers={"Vary": "Origin"}), accept)

    assert response.headers["Vary"] == "Origin, Accept-Encoding"


@pytest.mark.parametrize(
    "response",
    [
        Response(None),
        Response("", content_type="text/plain"),
        Response(None, 204),
        Response("part", 206, content_type="text/plain"),
        Response(b"\x1b", headers={"content-encoding": "br"}),
        Response("x", headers={"Content-Encoding": "identity"}),
    ],
)
def test_some_responses_are_left_alone(response):
    response.encode()
    content, headers = response.content, response.headers.lists()

    response = compressed(response)

    assert response.content == content
    assert response.headers.lists() == headers


def test_a_length_that_is_no_longer_true_is_left_out():
    response = text(headers={"Content-Length": len(TEXT), "X-Other": "1"})

    assert set(compressed(response).headers) == {"X-Other", "Content-Encoding", "Vary"}


# Entity tags


@pytest.mark.parametrize(
    ("etag", "sent"),
    [
        ('"abc"', '"abc-gzip"'),
        ('""', '"-gzip"'),
        ('W/"abc"', 'W/"abc"'),
        ('"abc-gzip"', '"abc-gzip"'),
    ],
)
def test_a_strong_tag_is_another_for_other_bytes(etag, sent):
    response = compressed(text(headers={"etag": etag}))

    assert response.headers.getlist("ETag") == [sent]


@pytest.mark.parametrize(("accept", "sent"), [("gzip", '"1-gzip"'), ("br", '"1"')])
def test_a_304_has_the_tag_and_vary_of_the_answer_that_it_stands_for(accept, sent):
    response = compressed(Response(None, 304, headers={"ETag": '"1"'}), accept)

    assert response.headers == {"ETag": sent, "Vary": "Accept-Encoding"}
    assert response.content is None


def test_compressing_twice_is_compressing_once():
    response = text(headers={"ETag": '"1"'})
    once = compressed(response).content

    event = http_event("rest", "GET", "/", headers={"Accept-Encoding": "gzip"})
    compress_response(read_event(event, None), response)

    assert response.content == once
    assert response.headers["ETag"] == '"1-gzip"'
