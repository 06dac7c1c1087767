"""Line breaks in what becomes a header: escaped, or a 500 that is valid."""

from __future__ import annotations

import re

import pytest

from pyverless.auth import BaseAuthentication
from pyverless.contrib.memory import Model
from pyverless.exceptions import (
    BadRequestError,
    ServiceError,
    ThrottledError,
    UnauthorizedError,
)
from pyverless.handlers import (
    AuthorizationMixin,
    BaseHandler,
    ConditionalMixin,
    CreateHandler,
    ListHandler,
)
from pyverless.http import Cookie, CORSConfig, Response
from pyverless.routing import App, path
from pyverless.test import FakeContext, http_event, parse_response
from tests.attacks.strict import StrictClient

INJECTED = "X-Injected"
BREAKS = {
    "CR LF": f"a\r\n{INJECTED}: 1",
    "LF": f"a\n{INJECTED}: 1",
    "CR": f"a\r{INJECTED}: 1",
    "NUL": f"a\0{INJECTED}",
}


class Note(Model):
    text: str


@pytest.fixture(params=BREAKS.values(), ids=BREAKS)
def bad(request):
    return request.param


@pytest.fixture(autouse=True)
def notes():
    yield Note.objects
    Note.objects.clear()


def is_clean(response):
    """Whether a response has neither the header nor a line of its own making."""
    lines = [text for pair in response.headers.pairs for text in pair]
    return INJECTED not in response.headers and not any(
        re.search(r"[\r\n\0]", line) for line in lines
    )


class Answer(BaseHandler):
    """Answers with what it is told to."""

    make = None

    def perform_action(self):
        return self.make()


def answer(gateway, make, **headers):
    handler = Answer.as_handler(make=make)
    return StrictClient(handler, gateway).get("/", headers=headers)


# Location


class Create(CreateHandler):
    model = Note
    serializer = staticmethod(lambda note: {"id": note.id})
    required_body_keys = ["text"]
    location = "/notes/{text}"


class Notes(ListHandler):
    model = Note
    serializer = staticmethod(lambda note: {"id": note.id})


def create(gateway, text, **headers):
    client = StrictClient(App([path("/notes", Create)]), gateway)
    return client.post("/notes", json={"text": text}, headers=headers)


def location_of(gateway, text, **headers):
    response = create(gateway, text, **headers)
    assert response.status_code == 201
    return response.headers["Location"]


def test_a_field_can_not_leave_its_place_in_location(gateway, bad):
    response = create(gateway, bad)

    assert is_clean(response)
    if response.status_code == 400:  # what the store takes for no text
        assert "\0" in bad
    else:
        last = response.headers["Location"].rpartition("/notes/")[2]
        assert re.fullmatch(r"a%0[AD][%\w.-]*", last)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("a/../../evil", "a%2F..%2F..%2Fevil"),
        ("?a#b", "%3Fa%23b"),
        ("ключ", "%D0%BA%D0%BB%D1%8E%D1%87"),
        ("//evil.example.com", "%2F%2Fevil.example.com"),
        ("%0d%0a", "%250d%250a"),
        ("{id.__class__}", "%7Bid.__class__%7D"),
        ('"><', "%22%3E%3C"),
    ],
)
def test_a_field_is_one_step_of_location(gateway, text, last):
    assert location_of(gateway, text).endswith(f"/notes/{last}")


@pytest.mark.parametrize("scheme", ["javascript", "https://evil.example.com/?", ""])
def test_the_scheme_of_location_is_http_or_https(gateway, scheme):
    expected = location_of(gateway, "a")

    location = location_of(gateway, "a", **{"X-Forwarded-Proto": scheme})

    assert location == expected


@pytest.mark.parametrize("name", ["Host", "X-Forwarded-Proto", "X-Forwarded-Host"])
def test_no_header_of_the_request_breaks_one_of_the_answer(gateway, bad, name):
    for _ in range(2):
        Note(text="a").save()
    client = StrictClient(App([path("/notes", Notes, Create)]), gateway)
    event = http_event(gateway, "GET", "/notes?limit=1")
    for headers in (event.get("headers"), event.get("multiValueHeaders")):
        if headers:
            kept = {n: v for n, v in headers.items() if n.lower() != name.lower()}
            is_list = any(isinstance(value, list) for value in headers.values())
            headers.clear()
            headers.update(kept | {name: [bad] if is_list else bad})

    response = parse_response(gateway, client.invoke(event))

    assert response.status_code in (200, 500)
    assert is_clean(response)


# What a view makes of what it was sent


@pytest.mark.parametrize(
    "name", ["Location", "X-Name", "Content-Type", "Set-Cookie", "ETag", "Retry-After"]
)
def test_a_value_with_a_line_break_is_no_header(gateway, bad, name):
    for value in (bad, ["a", bad]):
        response = answer(gateway, lambda v=value: Response("a", headers={name: v}))

        assert response.status_code == 500
        assert response.content_type == "application/problem+json"
        assert is_clean(response)


@pytest.mark.parametrize("name", ["", "a b", "a:", "a\r\nb", "ä", "a\0"])
def test_a_name_that_is_no_token_is_no_header(gateway, name):
    response = answer(gateway, lambda: Response("a", headers={name: "1"}))

    assert response.status_code == 500
    assert "1" not in response.headers.values()


def test_a_content_type_with_a_line_break_is_none(gateway, bad):
    for body in ("a", b"a", {"a": 1}, None):
        response = answer(
            gateway, lambda body=body: Response(body, content_type=f"text/plain; {bad}")
        )

        assert response.status_code == 500
        assert is_clean(response)


@pytest.mark.parametrize(
    "make",
    [
        lambda bad: Cookie(bad, "a"),
        lambda bad: Cookie("a", bad),
        lambda bad: Cookie("a", "a", path=bad),
        lambda bad: Cookie("a", "a", domain=bad),
        lambda bad: Cookie("a", "a", same_site=bad),
        lambda bad: f"a={bad}",
    ],
    ids=["name", "value", "path", "domain", "same_site", "a ready line"],
)
def test_a_cookie_with_a_line_break_is_not_set(gateway, bad, make):
    response = answer(gateway, lambda: Response("a", cookies=[make(bad)]))

    assert response.status_code == 500
    assert response.cookies == {}
    assert is_clean(response)


@pytest.mark.parametrize("part", ["path", "domain", "same_site"])
@pytest.mark.parametrize("value", ["a; Domain=evil.example.com", "a;", "a\x7f"])
def test_no_attribute_of_a_cookie_brings_another(part, value):
    with pytest.raises(ValueError, match="can't be an attribute of the cookie"):
        Cookie("a", "a", **{part: value})


@pytest.mark.parametrize("text", ["a;b", "a,b", "a b", 'a"b', "a\\b", "a\tb"])
def test_a_cookie_has_no_second_part(text):
    for name, value in ((text, "a"), ("a", text)):
        with pytest.raises(ValueError, match=r"the (name|value) of (a|the) cookie"):
            Cookie(name, value)


# Errors


def raising(exc):
    def make():
        raise exc

    return make


def test_the_words_of_an_error_are_in_the_body_only(gateway, bad):
    error = BadRequestError(
        bad, code=bad, field=bad, errors=[{"detail": bad, "code": bad, "pointer": bad}]
    )

    response = answer(gateway, raising(error))

    assert response.status_code == 400
    assert response.json()["detail"] == response.json()["code"] == bad
    assert is_clean(response)


def test_the_headers_of_an_error_are_checked_as_others(gateway, bad):
    for name in ("Retry-After", "WWW-Authenticate", "Allow", "Location"):
        error = ServiceError(400, headers={name: bad})

        response = answer(gateway, raising(error))

        assert response.status_code == 500
        assert is_clean(response)


@pytest.mark.parametrize("wait", ["1\r\nX-Injected: 1", float("inf"), float("nan")])
def test_a_wait_that_is_no_number_is_no_header(gateway, wait):
    def make():
        raise ThrottledError(wait)

    response = answer(gateway, make)

    assert response.status_code in (429, 500)
    assert is_clean(response)


def test_a_challenge_with_a_line_break_is_not_sent(gateway, bad):
    class Authentication(BaseAuthentication):
        challenge = f'Basic realm="{bad}"'

        def authenticate(self, request):
            if "authorization" in request.headers:
                raise UnauthorizedError

    class Me(AuthorizationMixin, BaseHandler):
        authentication_classes = [Authentication]

    client = StrictClient(Me, gateway)

    for headers in ({}, {"Authorization": "Basic a"}):
        response = client.get("/", headers=headers)
        assert response.status_code == 500
        assert is_clean(response)


@pytest.mark.parametrize("target", ["/notes", "/nothing"])
def test_a_request_id_is_not_believed(gateway, bad, target):
    app = App([path("/notes", Create)])
    event = http_event(gateway, "GET", target)
    context = FakeContext(aws_request_id=bad)

    response = parse_response(
        gateway, StrictClient(app, gateway).invoke(event, context)
    )

    assert response.status_code in (404, 405)
    assert "instance" not in response.json()
    assert is_clean(response)


def test_a_content_type_that_is_not_supported_is_quoted_in_the_body_only(gateway, bad):
    client = StrictClient(App([path("/notes", Create)]), gateway)

    response = client.post("/notes", body="a", headers={"Content-Type": bad})

    assert response.status_code == 415
    assert is_clean(response)


def test_an_entity_tag_with_a_line_break_is_not_sent(gateway, bad):
    class Handler(ConditionalMixin, BaseHandler):
        allowed_methods = ("GET",)

        def get_etag(self):
            return bad

        def perform_action(self):
            return "a"

    response = StrictClient(Handler, gateway).get("/")

    assert response.status_code in (200, 500)
    assert is_clean(response)


# CORS


class Everybody(CORSConfig):
    def allows(self, origin):
        return True


@pytest.mark.parametrize(
    "cors",
    [
        Everybody("https://example.com"),
        CORSConfig(re.compile(r"https://.*", re.DOTALL)),
        CORSConfig("https://a"),
    ],
    ids=["a subclass", "a pattern", "an origin"],
)
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_no_origin_breaks_a_header(gateway, bad, cors, method):
    client = StrictClient(App([path("/notes", Notes)], cors=cors), gateway)
    origin = f"https://{bad}"
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": bad,
        "Access-Control-Request-Headers": bad,
    }

    response = client.request(method, "/notes", headers=headers)

    assert response.headers.get("Access-Control-Allow-Origin") in (None, "https://a")
    assert is_clean(response)


# The log


def test_a_path_makes_no_line_in_the_log(gateway, log):
    client = StrictClient(App([path("/notes", Notes)]), gateway)

    client.get("/a%0D%0AERROR%20forged%0Aline%1B%5B2J")

    messages = [record.getMessage() for record in log.records]
    assert len(messages) == 1
    assert messages[0].isprintable()
