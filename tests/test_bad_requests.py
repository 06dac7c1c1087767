"""Whatever callers send to an App with everything in it, the answer is well-formed.

How a gateway's template and the path itself lead to a route makes no difference.
"""

from __future__ import annotations

import gzip
import json
import re
from contextlib import suppress
from copy import deepcopy
from itertools import product

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pyverless.exceptions import UnsupportedEventError
from pyverless.test import GATEWAYS, FakeContext, http_event, override_settings
from tests import golden
from tests.mixed import LOOKUPS, ORIGIN, TYPES, Article, event_of, make_app
from tests.validators import read

APPS = {
    "rules": make_app(),
    "catch-all": make_app(catch_all=True),
    "undressed": make_app(dressed=False),
}
APP = APPS["rules"]

#: The names of tests/golden.py and tests/validators.py.
FRONTS = dict(zip(GATEWAYS, golden.FRONTS, strict=True))

CONTEXT = FakeContext()

INTERNALS = re.compile(
    r'Traceback|File "|\.py\b|pyverless|secret|object at 0x|\w(Error|Exception)\b'
)


@pytest.fixture(autouse=True)
def article():
    article = Article(title="Hello")
    article.save()
    yield article
    Article.objects.clear()


@pytest.fixture(params=LOOKUPS)
def lookup(request):
    return request.param


@pytest.fixture(params=["rules", "catch-all"])
def app(request):
    return APPS[request.param]


def ask(gateway, event, app=APP):
    """Return what the caller receives: well-formed, and without internals."""
    result = app(json.loads(json.dumps(event)), CONTEXT)
    answer = read(FRONTS[gateway], result)
    if answer.headers.get("content-encoding") == ["gzip"]:
        answer = answer._replace(body=gzip.decompress(answer.body))
    if answer.status >= 400:
        assert not INTERNALS.search(answer.body.decode())
    return answer


# Paths

PRINTABLE = [chr(number) for number in range(0x20, 0x7F)]
# HTTP APIs decode before they split, and payload 2.0 ends the path at a question mark.
NOT_IN_SEGMENTS = {"http1": "/", "http2": "/?"}


def test_every_printable_character_reaches_the_view(gateway, lookup):
    for character in PRINTABLE:
        if character in NOT_IN_SEGMENTS.get(gateway, ""):
            continue
        # Decoded twice, a percent sign would take the digits with it.
        target = f"/slow/a%{ord(character):02X}41"
        answer = ask(gateway, event_of(gateway, lookup, "GET", target))

        assert answer.json["text"] == f"a{character}41"


def test_characters_that_need_no_encoding_reach_the_view_without(gateway, lookup):
    for character in sorted({*PRINTABLE} - {*"/?# "}):
        event = event_of(gateway, lookup, "GET", f"/slow/a{character}b")

        assert ask(gateway, event).json["text"] == f"a{character}b"


@pytest.mark.parametrize("character", ["/", "?"])
@pytest.mark.parametrize("gateway", NOT_IN_SEGMENTS)
def test_a_character_that_a_gateway_takes_for_its_own_is_answered(
    gateway, lookup, character
):
    target = f"/slow/a%{ord(character):02X}b"
    answer = ask(gateway, event_of(gateway, lookup, "GET", target))

    assert answer.status in (200, 404)


PLACES = (
    "/",
    "/articles/",
    "/typed/",
    "/files/",
    "/reports/",
    "/tree/",
    "/deep/a/",
    "/x/",
    "/users/",
    "/users/7/posts/",
    "/unknown/",
    "/nothing",
    *(f"/{name}/" for name in TYPES),
)

PIECES = {
    "slash": "%2F",
    "percent": "%25",
    "lone percent": "%",
    "no hex": "%zz",
    "half": "a%2",
    "empty segments": "//a//",
    "dots": "..",
    "parents": "../../etc",
    "encoded parents": "%2E%2E%2F%2E%2E",
    "parameters": ";a=1",
    "braces": "{id}",
    "angles": "<id>",
    "emoji": "😀",
    "encoded emoji": "%F0%9F%98%80",
    "NUL": "a%00b",
    "line break": "a%0D%0AX-Evil:%201",
    "DEL": "%7F",
    "no UTF-8": "%FF%C3",
    "surrogate": "%ED%A0%80",
    "encoded twice": "%252F",
    "not finite": "9" * 400,
    "too many digits": "9" * 5000,
    "long": "a" * 8192,
    "encoded slashes": "%2F" * 2700,
    "segments": "a/" * 4000,
    "slashes": "/" * 4000,
    "hyphens": "-" * 8000,
    "dots in a row": "." * 8000 + "json",
    "letters and hyphens": "a-" * 4000 + ".json",
}


# Here and below one test asks with many values, because each test costs its fixtures.


def test_any_path_is_answered(app, gateway, lookup):
    for piece, place in product(PIECES.values(), PLACES):
        event = event_of(gateway, lookup, "GET", place + piece)

        assert ask(gateway, event, app).status in (200, 204, 404), piece[:80]


@pytest.mark.parametrize("method", ["HEAD", "POST", "PURGE"])
def test_any_path_is_answered_to_any_method(gateway, lookup, method):
    places = ("/articles/", "/tree/", "/files/", "/zzz")
    for piece, place in product(PIECES.values(), places):
        event = event_of(gateway, lookup, method, place + piece)

        assert ask(gateway, event).status in (200, 204, 400, 404, 405), piece[:80]


@pytest.mark.parametrize("method", ["*", "", "get", "PURGE", "é", "G" * 5000])
def test_a_method_that_nobody_knows_is_refused(gateway, method):
    event = http_event(gateway, "GET", "/text/" if gateway == "rest" else "/bytes")
    place = event["requestContext"]["http"] if "rawPath" in event else event
    place["method" if "method" in place else "httpMethod"] = method

    assert ask(gateway, event).status in (200, 404, 405)


def test_what_comes_after_several_segments_makes_a_rule_more_specific(gateway):
    event = http_event(gateway, "GET", "/tree/a/b/raw")
    assert ask(gateway, event).json == ["raw", "a/b"]

    event = http_event(gateway, "GET", "/tree/raw")
    assert ask(gateway, event).json == ["raw"]


@pytest.mark.parametrize(
    "target",
    [
        "/articles",
        "/articles/x%20y",
        "/files/a%2Eb/meta",
        "/files/a.b",
        "/users/%C3%A9",
        "/users/7/posts/a.b~c",
        "/parts?tag=1&tag=2",
        "/int/007",
        "/int/x",
        "/slow/%20",
        "/tree/a/b%20c/d",
        "/tree/a/raw",
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("gateway", ["rest", "http1", "http2"])
def test_both_look_ups_find_the_same(gateway, method, target):
    events = [event_of(gateway, lookup, method, target) for lookup in LOOKUPS]
    template, proxy = (ask(gateway, event) for event in events)

    assert template == proxy


# The query

QUERIES = (
    "tag=1&tag=2",
    "tag=%FF",
    "tag=%zz&%",
    "=&=",
    "&&&",
    "tag",
    "tag[]=1",
    "a;b=c",
    "tag=+%20",
    "tag=%ED%A0%80",
    "tag=a=b",
    "tag=%00%0D%0A",
    "tag=" + "a" * 8000,
    "tag=1&" * 2000,
    "%F0%9F%98%80=😀",
)


def test_any_query_is_answered(app, gateway):
    for query, target in product(QUERIES, ("/parts", "/slow/a", "/users/7")):
        event = http_event(gateway, "GET", f"{target}?{query}")

        assert ask(gateway, event, app).status == 200, query[:80]


def test_a_list_takes_its_own_query_parameters_only(gateway):
    for query in QUERIES:
        event = http_event(gateway, "GET", f"/articles?{query}")

        assert ask(gateway, event).status in (200, 400), query[:80]


# Headers

ODD_VALUES = ("", ",", ",,,", ";", ";;;=", "=", '"', '"\\', "é", "\t", "a" * 8000)


def both_ways(*values):
    """Return each value as one header, and as two."""
    return [[value] for value in values] + [[value, value] for value in values]


@pytest.mark.parametrize(
    "values",
    [
        *both_ways(*ODD_VALUES, "gzip;q=0", "*;q=0", "identity;q=0", "gzip;q=x"),
        ["gzip;q=1;q=0"],
        ["gzip;q=0", "br"],
        ["gzip;" * 2000],
    ],
    ids=str,
)
def test_an_odd_accept_encoding_is_answered_as_it_is(gateway, values):
    headers = [("Accept-Encoding", value) for value in values]
    answer = ask(gateway, http_event(gateway, "GET", "/text", headers=headers))

    assert answer.status == 200
    assert answer.body == b"text " * 100
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("accepted", ["gzip", "GZIP", "gzip;q=0.001", "*", "br, gzip"])
def test_what_is_accepted_is_compressed(gateway, accepted):
    headers = {"Accept-Encoding": accepted}
    answer = ask(gateway, http_event(gateway, "GET", "/text", headers=headers))

    assert answer.headers["content-encoding"] == ["gzip"]
    assert answer.body == b"text " * 100


FOREIGN_ORIGINS = both_ways(
    *ODD_VALUES,
    "null",
    "https://evil.example",
    f"{ORIGIN}.evil.example",
    f"{ORIGIN}:444",
    "HTTPS://EXAMPLE.COM",
    "http://example.com",
    f"{ORIGIN}/",
    f"{ORIGIN} ",
    "https://a.example.com, https://evil.example",
    "https://evil.example, https://a.example.com",
    "https://evil.example/.example.com",
    "https://a.example.com.evil.example",
    "https://a\n.example.com",
    "*",
)


@pytest.mark.parametrize("origins", FOREIGN_ORIGINS, ids=str)
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_pages_of_other_origins_read_nothing(gateway, method, origins):
    headers = [("Origin", origin) for origin in origins]
    headers += [("Access-Control-Request-Method", "GET")]
    for target in ("/text", "/users/7", "/articles/9", "/zzz"):
        answer = ask(gateway, http_event(gateway, method, target, headers=headers))

        assert "access-control-allow-origin" not in answer.headers
        assert "Origin" in ", ".join(answer.headers["vary"])


@pytest.mark.parametrize("values", both_ways(*ODD_VALUES, "*", "TRACE", "get"), ids=str)
def test_an_odd_preflight_is_answered(gateway, values):
    headers = [("Access-Control-Request-Method", value) for value in values]
    headers += [("Access-Control-Request-Headers", value) for value in values]
    for target in ("/articles", "/users/7", "/zzz"):
        event = http_event(
            gateway, "OPTIONS", target, headers=[("Origin", ORIGIN), *headers]
        )

        assert ask(gateway, event).status == (404 if target == "/zzz" else 204)


@pytest.mark.parametrize("name", ["If-Match", "If-None-Match", "If-Modified-Since"])
def test_odd_preconditions_are_answered(gateway, name, article):
    odd = both_ways(*ODD_VALUES, "*", 'W/"', "W/", '"a', "a", '"a",' * 2000)
    targets = ("/text", "/versioned", f"/articles/{article.id}", "/bytes")
    for values, target in product(odd, targets):
        headers = [(name, value) for value in values]
        answer = ask(gateway, http_event(gateway, "GET", target, headers=headers))

        assert answer.status in (200, 304, 412), values


@pytest.mark.parametrize(
    "name",
    [
        "Host",
        "X-Forwarded-For",
        "X-Forwarded-Proto",
        "Cookie",
        "Content-Type",
        "User-Agent",
        "Authorization",
        "Range",
        "Date",
        "X",
    ],
)
def test_any_header_may_be_odd(gateway, name):
    for values in both_ways(*ODD_VALUES):
        headers = [(name, value) for value in values]
        for target in ("/parts", "/cookies", "/slow/a"):
            answer = ask(gateway, http_event(gateway, "GET", target, headers=headers))

            assert answer.status == 200


@pytest.mark.parametrize("value", [None, 5, -1.5, True, [], [None], [[5]], {}])
def test_a_header_that_is_no_text_is_answered(gateway, value):
    for target in ("/parts", "/text", "/cookies", "/articles"):
        event = http_event(gateway, "GET", target)
        for name in ("headers", "multiValueHeaders"):
            if name in event:
                event[name] = dict.fromkeys(event[name], value) | {
                    "accept-encoding": value,
                    "Origin": value,
                    "cookie": value,
                }
        ask(gateway, event)


def test_thousands_of_headers_are_answered(gateway):
    headers = [(f"X-{number}", "a") for number in range(2000)]
    headers += [("X-Same", "a")] * 2000
    answer = ask(gateway, http_event(gateway, "GET", "/parts", headers=headers))

    assert answer.status == 200


# Cookies


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        ";",
        "=",
        "a",
        "a=",
        "=a",
        "a==",
        'a="',
        'a="b; c="',
        "a=1; a=2; A=3",
        "a b=c d",
        "a=\x01\x7f",
        "é=😀",
        "a,b=c,d",
        "$Version=1; a=b; $Path=/",
        "a=%00%zz",
        "a=" + "b" * 8000,
        "a=1;" * 2000,
        ";" * 8000,
        "__Secure-a=b; __Host-c=d",
    ],
    ids=lambda cookie: cookie[:20],
)
def test_malformed_cookies_are_passed_over(gateway, cookie):
    event = http_event(gateway, "GET", "/cookies", headers={"Cookie": cookie})
    answer = ask(gateway, event)

    assert answer.status == 200
    assert all(name for name in answer.json)
    assert answer.cookies == ["seen=1; Secure"]


# Bodies


def part(disposition, content="x", more=""):
    """Return a part of a multipart form."""
    lines = f"Content-Disposition: {disposition}\r\n{more}\r\n{content}\r\n"
    return f"--b\r\n{lines}--b--\r\n"


MULTIPART = "multipart/form-data; boundary=b"
FIELD = part("form-data; name=a")

READABLE_FORMS = {
    "filename first": part('form-data; filename="f.txt"; name="a"'),
    "unquoted": part("form-data; name=a; filename=f.txt"),
    "upper case": part('FORM-DATA; NAME="a"; FILENAME="f.txt"'),
    "empty name": part('form-data; name=""; filename="f.txt"'),
    "directories": part('form-data; name="a"; filename="..\\..\\f.txt"'),
    "large": part('form-data; name="a"; filename="f"', "x" * 1_000_000),
}


@pytest.mark.parametrize("body", READABLE_FORMS.values(), ids=READABLE_FORMS)
def test_a_file_may_be_named_in_many_ways(gateway, body):
    headers = {"Content-Type": MULTIPART}
    event = http_event(gateway, "POST", "/forms", headers=headers, body=body)
    answer = ask(gateway, event)

    assert answer.status == 200
    assert [*answer.json["files"].values()] == [[1_000_000 if len(body) > 999 else 1]]


BAD_FORMS = {
    "no boundary": ("multipart/form-data", FIELD),
    "empty boundary": ("multipart/form-data; boundary=", FIELD),
    "quote as boundary": ('multipart/form-data; boundary="', FIELD),
    "another boundary": ("multipart/form-data; boundary=c", FIELD),
    "accent as boundary": ("multipart/form-data; boundary=é", FIELD),
    "control as boundary": ("multipart/form-data; boundary=\x01", FIELD),
    "long boundary": ("multipart/form-data; boundary=" + "b" * 8000, FIELD),
    "cut short": (MULTIPART, FIELD[:-6]),
    "no disposition": (MULTIPART, "--b\r\n\r\nx\r\n--b--\r\n"),
    "no name": (MULTIPART, part("form-data")),
    "attachment": (MULTIPART, part("attachment; name=a")),
    "semicolons": (MULTIPART, part(";;;;")),
    "long name": (MULTIPART, part(f"form-data; name={'a' * 9000}")),
    "line break in the name": (MULTIPART, part('form-data; name="a\r\nb: c"')),
    "unreadable name": (MULTIPART, part("form-data; name=a; filename*=x")),
    "name in UTF-16": (MULTIPART, part("form-data; name=a; filename*=utf-16''x")),
    "no UTF-8": (MULTIPART, FIELD.encode().replace(b"x", b"\xff")),
    "no UTF-8 in the name": (MULTIPART, FIELD.encode().replace(b"=a", b"=\xff")),
    "base64": (
        MULTIPART,
        part("form-data; name=a", more="Content-Transfer-Encoding: base64\r\n"),
    ),
    "wrong length": (
        MULTIPART,
        part("form-data; name=a", more="Content-Length: 9\r\n"),
    ),
    "thousands of headers": (
        MULTIPART,
        part("form-data; name=a", more="X: y\r\n" * 2000),
    ),
    "thousands of parts": (MULTIPART, FIELD[:-7] * 5000 + FIELD),
    "nothing but line breaks": (MULTIPART, "\r\n" * 50_000),
    "nothing but hyphens": (MULTIPART, "-" * 50_000),
    "thousands of fields": ("application/x-www-form-urlencoded", "a=1&" * 5000),
    "ampersands": ("application/x-www-form-urlencoded", "&" * 5000),
    "%FF": ("application/x-www-form-urlencoded", "a=%FF"),
    "UTF-16": ("application/x-www-form-urlencoded; charset=utf-16", "a=1"),
    "zip bomb": ("application/x-www-form-urlencoded; charset=zlib", "a=1"),
    "text": ("text/plain", "a=1"),
    "two types": ("text/plain, application/x-www-form-urlencoded", "a=1"),
    "no type": ("", "a=1"),
}


@pytest.mark.parametrize(("content_type", "body"), BAD_FORMS.values(), ids=BAD_FORMS)
def test_a_bad_form_is_refused(gateway, lookup, content_type, body):
    headers = {"Content-Type": content_type}
    event = event_of(gateway, lookup, "POST", "/forms", headers=headers, body=body)

    assert ask(gateway, event).status in (400, 413, 415)


BAD_JSON = {
    "malformed": "{",
    "trailing": "{} x",
    "NaN": "[NaN]",
    "infinity": "[1e999]",
    "long number": "9" * 5000,
    "deep": "[" * 100_000,
    "surrogate": '"\\ud800"',
    "NUL": "\0",
    "byte order mark": "\ufeff{}",
    "UTF-16": '{"a": 1}'.encode("utf-16"),
}


@pytest.mark.parametrize("body", BAD_JSON.values(), ids=BAD_JSON)
def test_bad_json_is_a_400_for_views_and_classes(gateway, lookup, body):
    for target in ("/json", "/articles"):
        for content_type in ("application/json", "application/json; charset=utf-16"):
            headers = {"Content-Type": content_type, "Accept-Encoding": "gzip"}
            event = event_of(
                gateway, lookup, "POST", target, headers=headers, body=body
            )

            assert ask(gateway, event).status == 400


# Debugging


def test_internals_are_shown_to_developers_only(gateway):
    event = http_event(gateway, "GET", "/broken")

    assert ask(gateway, event).status == 500
    with override_settings(DEBUG=True):
        debugged = read(FRONTS[gateway], APP(deepcopy(event), FakeContext()))
    assert b"secret details" in debugged.body
    assert ask(gateway, event).status == 500


# Events that are nearly right

WRONG_VALUES = [None, "", "x", 0, 5, -1.5, True, [], [None], [5], {}, {"a": None}]
REMOVED = object()


def places(value, at=()):
    """Yield the way to every value in an event."""
    for key, nested in value.items() if isinstance(value, dict) else ():
        yield (*at, key)
        yield from places(nested, (*at, key))


def changed(event, place, value):
    """Return an event with something else at a place, or without it."""
    event = deepcopy(event)
    *way, key = place
    inner = event
    for step in way:
        inner = inner[step]
    inner.pop(key)
    return event if value is REMOVED else _put(event, inner, key, deepcopy(value))


def _put(event, inner, key, value):
    inner[key] = value
    return event


def golden_events(gateway):
    """Yield each golden event of a gateway, as sent to several routes."""
    front = FRONTS[gateway]
    for event in (golden.rich(front), golden.bare(front)):
        path = "rawPath" if "rawPath" in event else "path"
        stage = "/prod" if event[path].startswith("/prod") else ""
        headers = {"accept-encoding": "gzip", "origin": ORIGIN, "if-none-match": "*"}
        for name in ("headers", "multiValueHeaders"):
            if event.get(name):
                lists = isinstance(
                    event[name]["host" if "host" in event[name] else "Host"], list
                )
                more = {n: [v] if lists else v for n, v in headers.items()}
                event[name] |= more
        for target in ("/parts", "/forms", "/articles/1", "/zzz"):
            yield event | {path: stage + target}


def check(app, gateway, event):
    """Check that an App answers an event, or says that it is of no known kind."""
    try:
        result = app(event, None)
    except UnsupportedEventError:
        return
    # What is left of an event may be that of another front.
    for front in (FRONTS[gateway], *golden.FRONTS):
        with suppress(AssertionError, KeyError):
            read(front, result)
            return
    pytest.fail(f"No front can read {result}.")


@pytest.mark.parametrize("value", [REMOVED, *WRONG_VALUES], ids=repr)
@pytest.mark.parametrize("dress", ["rules", "undressed"])
def test_every_value_of_a_golden_event_may_be_wrong(dress, gateway, value):
    # What undresses an answer depends on the route least of all.
    step = 1 if dress == "rules" else 2
    for event in [*golden_events(gateway)][::step]:
        for place in places(event):
            check(APPS[dress], gateway, changed(event, place, value))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda nested: st.lists(nested) | st.dictionaries(st.text(), nested),
    max_leaves=5,
)


@st.composite
def damaged_events(draw):
    gateway = draw(st.sampled_from(GATEWAYS))
    event = draw(st.sampled_from([*golden_events(gateway)]))
    for _ in range(draw(st.integers(1, 4))):
        if event:
            place = draw(st.sampled_from([*places(event)]))
            value = draw(st.just(REMOVED) | st.sampled_from(WRONG_VALUES) | JSON)
            event = changed(event, place, value)
    return gateway, event


@given(app=st.sampled_from([*APPS.values()]), damaged=damaged_events())
@hypothesis_settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_several_values_of_a_golden_event_may_be_wrong(app, damaged):
    check(app, *damaged)


# Anything that can be sent

SENDABLE = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF), max_size=30)
NAMES = st.sampled_from(
    [
        "Accept-Encoding",
        "Access-Control-Request-Method",
        "Content-Type",
        "Cookie",
        "Host",
        "If-Match",
        "If-None-Match",
        "If-Modified-Since",
        "Origin",
        "X-Forwarded-For",
        "X-Forwarded-Proto",
    ]
)
VALUES = SENDABLE | st.sampled_from(
    [
        "*",
        "gzip",
        "gzip;q=0",
        ORIGIN,
        "null",
        "GET",
        "application/json",
        "application/x-www-form-urlencoded",
        MULTIPART,
    ]
)
BODIES = st.binary(max_size=50) | st.sampled_from(
    [b"", b"{}", b"a=1&b=%FF", FIELD.encode(), b'{"title": "a"}', b"[" * 5000]
)
TARGETS = st.builds(
    "{}{}{}".format,
    st.sampled_from(PLACES),
    st.lists(
        st.sampled_from([*PIECES.values()]) | SENDABLE | st.text(max_size=5), max_size=3
    ).map("/".join),
    st.just("")
    | SENDABLE.map("?{}".format)
    | st.sampled_from(["?limit=1", "?tag=%FF"]),
) | st.sampled_from(
    ["/articles", "/forms", "/json", "/text", "/versioned", "/cookies", "/parts"]
)
METHODS = st.sampled_from(
    ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"]
)


@given(
    app=st.sampled_from([*APPS.values()]),
    gateway=st.sampled_from(GATEWAYS),
    lookup=st.sampled_from(LOOKUPS),
    method=METHODS,
    target=TARGETS,
    headers=st.lists(st.tuples(NAMES, VALUES), max_size=5),
    body=BODIES,
)
@hypothesis_settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_request_is_answered_with_500(
    app, gateway, lookup, method, target, headers, body
):
    event = event_of(gateway, lookup, method, target, headers=headers, body=body)

    assert ask(gateway, event, app).status < 500
