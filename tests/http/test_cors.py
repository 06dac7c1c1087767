from __future__ import annotations

import re

import pytest

from pyverless.config import override_settings, settings
from pyverless.exceptions import ImproperlyConfigured
from pyverless.http import Response
from pyverless.http.cors import CORSConfig, cors_from_settings
from pyverless.http.gateways import read_event
from pyverless.test import http_event

PAGE = "https://shop.example"
USUAL = "Authorization,Content-Type,X-Amz-Date,X-Amz-Security-Token,X-Api-Key"
PATTERN = re.compile(r"https://[a-z]+\.shop\.example(:\d+)?")


def make_request(origin=None, gateway="rest"):
    headers = {} if origin is None else {"Origin": origin}
    event = http_event(gateway, "GET", "/", headers=headers)
    return read_event(event, None)


def applied(config, origin=PAGE, **keywords):
    """Return the headers of an answer to a page of `origin`."""
    response = Response({}, **keywords)
    response.encode()
    config.apply(make_request(origin), response)
    return response.headers


def preflight(config, origin=PAGE, methods=("GET",)):
    response = config.preflight(make_request(origin), methods)
    response.encode()
    return response


def allowed(config, origin):
    """Return what an answer to a page of `origin` names as allowed."""
    return applied(config, origin).get("Access-Control-Allow-Origin")


# Origins


@pytest.mark.parametrize("origin", [None, "", PAGE, "null", "no origin at all"])
def test_without_configuration_every_page_may_call_and_caches_need_not_care(origin):
    assert applied(CORSConfig(), origin) == {"Access-Control-Allow-Origin": "*"}


def test_an_allowed_page_is_named():
    assert applied(CORSConfig(PAGE)) == {
        "Vary": "Origin",
        "Access-Control-Allow-Origin": PAGE,
    }


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "",
        "null",
        "*",
        "https://other.example",
        "http://shop.example",
        "https://shop.example:8443",
        "https://shop.example/",
        "https://www.shop.example",
        "https://shop.example.evil.example",
        "https://SHOP.example",
        f"{PAGE} {PAGE}",
        f"{PAGE}, {PAGE}",
        f"{PAGE}, https://other.example",
    ],
)
def test_no_other_page_is(origin):
    config = CORSConfig(PAGE, allow_credentials=True, expose_headers=["X-Total"])

    assert applied(config, origin) == {"Vary": "Origin"}


def test_every_front_hands_the_origin_on(gateway):
    response = Response()
    CORSConfig(PAGE).apply(make_request(PAGE, gateway), response)

    assert response.headers["Access-Control-Allow-Origin"] == PAGE


@pytest.mark.parametrize(
    "origins",
    [
        {"allow_origin": ["https://a.example", PAGE]},
        {"allow_origin": ("https://a.example", PAGE)},
        {"allow_origin": iter(["https://a.example", PAGE])},
        {"allow_origin": "https://a.example", "extra_origins": PAGE},
        {"allow_origin": "https://a.example", "extra_origins": [PAGE]},
        {"allow_origin": [], "extra_origins": ["https://a.example", PAGE]},
        {"allow_origin": ["https://a.example", re.compile(re.escape(PAGE))]},
    ],
)
def test_several_origins_are_a_list_or_extra(origins):
    config = CORSConfig(**origins)

    assert allowed(config, PAGE) == PAGE
    assert allowed(config, "https://a.example") == "https://a.example"
    assert allowed(config, "https://b.example") is None


@pytest.mark.parametrize(
    "origins", [{"allow_origin": [PAGE, "*"]}, {"extra_origins": [PAGE]}]
)
def test_a_star_among_others_allows_all(origins):
    assert applied(CORSConfig(**origins)) == {"Access-Control-Allow-Origin": "*"}


def test_pages_without_an_origin_are_allowed_where_that_is_said():
    config = CORSConfig([PAGE, "null"])

    assert allowed(config, "null") == "null"
    assert allowed(config, "") is None


@pytest.mark.parametrize(
    ("configured", "sent"),
    [
        ("HTTPS://Shop.Example", PAGE),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://shop.example:443", "http://shop.example:443"),
        ("https://shop.example:80", "https://shop.example:80"),
        ("http://[::1]:3000", "http://[::1]:3000"),
        ("capacitor://localhost", "capacitor://localhost"),
        ("chrome-extension://abcdefghij", "chrome-extension://abcdefghij"),
    ],
)
def test_an_origin_is_compared_as_browsers_write_it(configured, sent):
    assert allowed(CORSConfig(configured), sent) == sent


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "shop.example",
        "//shop.example",
        "https://",
        "https://shop.example/",
        "https://shop.example/path",
        "https://shop.example?query",
        "https://shop.example#top",
        "https://user@shop.example",
        "https://shop.example:443",
        "http://shop.example:80",
        "https://shop.example:port",
        "https://*.shop.example",
        "https://schön.example",
        "https://a.example,https://b.example",
        "https://a.example https://b.example",
        "https://shop.example\n",
        b"https://shop.example",
        re.compile(b"https://shop.example"),
        42,
    ],
)
@pytest.mark.parametrize("argument", ["allow_origin", "extra_origins"])
def test_what_no_browser_sends_as_an_origin_is_refused(origin, argument):
    with pytest.raises(ImproperlyConfigured) as raised:
        CORSConfig(**{argument: [PAGE, origin]})

    assert f"the origin {origin!r}. Write scheme and host" in str(raised.value)
    assert "'https://example.com'" in str(raised.value)


@pytest.mark.parametrize("origin", ["shop.example", b"https://shop.example", 42])
def test_an_origin_that_is_refused_need_not_be_in_a_list(origin):
    with pytest.raises(ImproperlyConfigured, match=re.escape(f"origin {origin!r}. ")):
        CORSConfig(origin)


@pytest.mark.parametrize("nobody", [[], (), None])
def test_allowing_nobody_is_refused(nobody):
    with pytest.raises(ImproperlyConfigured, match="which allows nobody"):
        CORSConfig(nobody)


# Patterns


@pytest.mark.parametrize(
    "origin", ["https://eu.shop.example", "https://us.shop.example:8443"]
)
def test_a_pattern_allows_what_it_matches_as_a_whole(origin):
    assert applied(CORSConfig(PATTERN), origin) == {
        "Vary": "Origin",
        "Access-Control-Allow-Origin": origin,
    }
    assert allowed(CORSConfig(PATTERN), f"{origin}.evil.example") is None
    assert allowed(CORSConfig(PATTERN), f"x{origin}") is None


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "https://evil.example, https://eu.shop.example",
        "https://evil.example https://eu.shop.example",
        "https://evil.example/.shop.example",
        "https://evil.example?.shop.example",
        "https://evil.example#.shop.example",
        "https://evil.example:80.shop.example",
        "https://eu.shop.example\n",
    ],
)
@pytest.mark.parametrize("loose", [r"https://.*\.shop\.example", r"[\s\S]*"])
def test_a_loose_pattern_allows_nothing_but_origins(origin, loose):
    config = CORSConfig(re.compile(loose))

    assert not config.allows(origin)
    assert allowed(config, origin) is None


def test_a_subclass_may_look_origins_up():
    class Customers(CORSConfig):
        def allows(self, origin):
            return super().allows(origin) or origin.endswith(".customers.example")

    config = Customers(PAGE)

    assert allowed(config, "https://a.customers.example") is not None
    assert allowed(config, PAGE) == PAGE
    assert allowed(config, "https://b.example") is None


@pytest.mark.parametrize("origin", [None, ""])
def test_a_caller_without_an_origin_is_no_page(origin):
    class Anybody(CORSConfig):
        def allows(self, origin):
            return True

    assert applied(Anybody(PAGE), origin) == {"Vary": "Origin"}


# Answers


def test_an_answer_has_what_pages_need_to_read_it_and_no_more():
    config = CORSConfig(
        PAGE,
        allow_headers=["X-Filter"],
        allow_methods=["GET"],
        expose_headers=["X-Total", "ETag", "x-total"],
        max_age=300,
        allow_credentials=True,
    )

    assert applied(config) == {
        "Vary": "Origin",
        "Access-Control-Allow-Origin": PAGE,
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Expose-Headers": "ETag,x-total",
    }


def test_every_header_may_be_exposed():
    headers = applied(CORSConfig(expose_headers="*"))

    assert headers["Access-Control-Expose-Headers"] == "*"


@pytest.mark.parametrize("status_code", [200, 204, 304, 404, 500])
def test_every_status_has_the_headers(status_code):
    assert "Access-Control-Allow-Origin" in applied(
        CORSConfig(PAGE), status_code=status_code
    )


@pytest.mark.parametrize("config", [CORSConfig(PAGE), CORSConfig()])
@pytest.mark.parametrize(
    "name", ["Access-Control-Allow-Origin", "access-control-ALLOW-origin"]
)
def test_a_view_that_names_an_origin_answers_for_it(config, name):
    headers = applied(config, headers={name: "https://other.example"})

    assert headers.getlist("Access-Control-Allow-Origin") == ["https://other.example"]


def test_credentials_are_not_allowed_to_an_origin_that_a_view_names():
    config = CORSConfig(PAGE, allow_credentials=True, expose_headers=["X-Total"])
    headers = applied(config, headers={"Access-Control-Allow-Origin": "*"})

    assert headers == {"Access-Control-Allow-Origin": "*", "Vary": "Origin"}


def test_what_else_a_view_sets_stays():
    config = CORSConfig(PAGE, expose_headers=["ETag"])
    headers = applied(config, headers={"access-control-expose-headers": "X-Total"})

    assert headers["Access-Control-Allow-Origin"] == PAGE
    assert headers.getlist("Access-Control-Expose-Headers") == ["X-Total"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Accept-Encoding", "Accept-Encoding, Origin"),
        ("origin", "origin"),
        ("Cookie, Origin", "Cookie, Origin"),
        ("*", "*"),
    ],
)
@pytest.mark.parametrize("origin", [PAGE, "https://other.example", None])
def test_vary_is_kept_and_completed_for_every_caller(before, after, origin):
    headers = applied(CORSConfig(PAGE), origin, headers={"Vary": before})

    assert headers.getlist("Vary") == [after]


def test_applying_again_changes_nothing():
    config = CORSConfig(PAGE, allow_credentials=True, expose_headers=["ETag"])
    response = Response({})
    config.apply(make_request(PAGE), response)
    first = response.headers.lists()
    config.apply(make_request(PAGE), response)

    assert response.headers.lists() == first


# Preflights


def test_a_preflight_is_answered_with_what_pages_may_do():
    config = CORSConfig(
        PAGE, max_age=300, allow_credentials=True, expose_headers="ETag"
    )
    response = preflight(config, methods=["POST", "GET", "OPTIONS"])

    assert response.status_code == 204
    assert response.content is None
    assert response.media_type is None
    assert response.headers == {
        "Allow": "GET, OPTIONS, POST",
        "Vary": "Origin",
        "Access-Control-Allow-Origin": PAGE,
        "Access-Control-Allow-Methods": "GET,OPTIONS,POST",
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Allow-Headers": USUAL,
        "Access-Control-Max-Age": "300",
    }


def test_a_preflight_of_a_public_api_does_not_vary():
    assert preflight(CORSConfig(), methods={"GET"}).headers == {
        "Allow": "GET",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": "GET",
        "Access-Control-Allow-Headers": USUAL,
    }


@pytest.mark.parametrize("origin", [None, "", "null", "https://other.example"])
def test_a_preflight_of_another_page_tells_the_methods_of_the_path_only(origin):
    response = preflight(CORSConfig(PAGE, allow_methods=["PUT"]), origin)

    assert response.status_code == 204
    assert response.headers == {"Allow": "GET", "Vary": "Origin"}


@pytest.mark.parametrize(
    ("methods", "expected"),
    [(["put", "GET", "Put"], "GET,PUT"), ("GET", "GET"), (["*"], "*"), ([], "DELETE")],
)
def test_configured_methods_go_before_those_of_the_path(methods, expected):
    response = preflight(CORSConfig(PAGE, allow_methods=methods), methods=["DELETE"])

    assert response.headers["Access-Control-Allow-Methods"] == expected
    assert response.headers["Allow"] == "DELETE"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (None, USUAL),
        ([], USUAL),
        ("X-Filter", f"{USUAL},X-Filter"),
        (["authorization", "CONTENT-TYPE"], USUAL),
        (["X-B", "accept-language"], f"accept-language,{USUAL},X-B"),
        # Browsers want Authorization by its name.
        (["*"], "*,Authorization"),
        (["X-Filter", "*"], "*,Authorization,X-Filter"),
    ],
)
def test_the_usual_headers_are_always_allowed(headers, expected):
    response = preflight(CORSConfig(allow_headers=headers))

    assert response.headers["Access-Control-Allow-Headers"] == expected


def test_a_preflight_need_not_be_kept():
    assert preflight(CORSConfig(max_age=0)).headers["Access-Control-Max-Age"] == "0"


def test_applying_to_a_preflight_changes_nothing():
    config = CORSConfig(PAGE, allow_credentials=True)
    response = preflight(config)
    before = response.headers.lists()
    config.apply(make_request(PAGE), response)

    assert response.headers.lists() == before


# Equality


SAME = {
    "allow_origin": [PAGE, PATTERN],
    "allow_headers": ["X-Filter"],
    "allow_methods": ["GET"],
    "expose_headers": ["ETag"],
    "max_age": 60,
    "allow_credentials": True,
}


def test_what_is_configured_alike_is_equal():
    config, other = CORSConfig(**SAME), CORSConfig(**SAME)

    assert config == other
    assert hash(config) == hash(other)


@pytest.mark.parametrize(
    "change",
    [
        {"allow_origin": [PAGE]},
        {"extra_origins": "https://other.example"},
        {"allow_headers": None},
        {"allow_methods": ["PUT"]},
        {"expose_headers": None},
        {"max_age": 61},
        {"allow_credentials": False},
    ],
)
def test_each_argument_makes_a_difference(change):
    assert CORSConfig(**SAME) != CORSConfig(**{**SAME, **change})


def test_a_configuration_of_a_subclass_is_equal_to_itself_only():
    class Customers(CORSConfig):
        pass

    config = Customers(PAGE)

    assert config == config
    assert config != Customers(PAGE)
    assert config != CORSConfig(PAGE)
    assert CORSConfig(PAGE) != config
    assert CORSConfig(PAGE) != PAGE


# What is refused


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("allow_origin", "*"),
        ("allow_origin", [PAGE, "*"]),
        ("extra_origins", "*"),
        ("allow_headers", ["*"]),
        ("allow_methods", ["*"]),
        ("expose_headers", ["*", "ETag"]),
    ],
)
def test_stars_do_not_go_with_credentials(argument, value):
    keywords = {"allow_origin": PAGE, argument: value}
    shown = "allow_origin" if argument == "extra_origins" else argument

    with pytest.raises(
        ImproperlyConfigured, match=rf"credentials with '\*' in {shown}"
    ):
        CORSConfig(**keywords, allow_credentials=True)


@pytest.mark.parametrize("max_age", [-1, 1.5, "300", True])
def test_an_age_is_whole_seconds(max_age):
    with pytest.raises(ImproperlyConfigured, match=f"max_age={max_age!r}. Give whole"):
        CORSConfig(max_age=max_age)


@pytest.mark.parametrize(
    "argument", ["allow_headers", "allow_methods", "expose_headers"]
)
@pytest.mark.parametrize("name", ["", "X Y", "X:", "X-A,X-B", "Größe", "X\n", None, 1])
def test_what_can_not_be_a_name_is_refused(argument, name):
    with pytest.raises(ImproperlyConfigured) as raised:
        CORSConfig(**{argument: ["X-Good", name]})

    assert f"can't have {name!r} in {argument}. Give a list" in str(raised.value)


# Settings


@pytest.fixture
def set_variable(monkeypatch):
    """Return a function that sets a setting in the environment."""

    def set_one(name, text):
        monkeypatch.setenv(f"PYVERLESS_{name}", text)
        settings.reset()

    yield set_one
    monkeypatch.undo()
    settings.reset()


@pytest.mark.parametrize("origin", [None, "", []])
def test_without_an_origin_in_the_settings_cors_is_off(origin):
    with override_settings(CORS_ORIGIN=origin, CORS_MAX_AGE=-1):
        assert cors_from_settings() is None


def test_by_default_cors_is_off():
    assert cors_from_settings() is None


def test_settings_make_a_configuration():
    with override_settings(
        CORS_ORIGIN=[PAGE, PATTERN],
        CORS_HEADERS=["X-Filter"],
        CORS_CREDENTIALS=True,
        CORS_MAX_AGE=60,
    ):
        config = cors_from_settings()

    headers = preflight(config, "https://eu.shop.example").headers
    assert allowed(config, PAGE) == PAGE
    assert headers["Access-Control-Allow-Origin"] == "https://eu.shop.example"
    assert headers["Access-Control-Allow-Credentials"] == "true"
    assert headers["Access-Control-Allow-Headers"] == f"{USUAL},X-Filter"
    assert headers["Access-Control-Max-Age"] == "60"


def test_the_environment_can_switch_cors_on(set_variable):
    set_variable("CORS_ORIGIN", PAGE)
    set_variable("CORS_CREDENTIALS", "true")
    set_variable("CORS_MAX_AGE", "0")
    headers = preflight(cors_from_settings()).headers

    assert headers["Access-Control-Allow-Origin"] == PAGE
    assert headers["Access-Control-Allow-Credentials"] == "true"
    assert headers["Access-Control-Max-Age"] == "0"


def test_an_error_in_the_settings_says_where_it_is():
    with (
        override_settings(CORS_ORIGIN="*", CORS_CREDENTIALS=True),
        pytest.raises(
            ImproperlyConfigured, match=r"settings CORS_\*.*allow_credentials"
        ),
    ):
        cors_from_settings()
