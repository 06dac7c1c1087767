"""An App behind API Gateway, over real HTTP: SAM's gateway, AWS's runtime, our App.

A gateway answers 502 for what it can't read, so each status here says that it could.
"""

from __future__ import annotations

import gzip
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from textwrap import dedent
from urllib.parse import quote

import pytest

from .conftest import have
from .gateways import serve_apis
from .provisioning import get_function_environment
from .runtime import LambdaRuntime

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .gateways import GatewayApi

pytestmark = pytest.mark.integration

APPS = Path(__file__).with_name("apps")

ONE_ROUTE = ["/", "/{proxy+}"]
#: What a template lists that has a route for each of the App's.
A_ROUTE_EACH = [
    "/",
    "/books",
    "/books/{id}",
    "/books/{id}/pages/{number}",
    "/days/{day}",
    "/colours/{colour}",
    "/years/{year}",
    "/loans/{loan}",
    "/files/{rest+}",
    "/query",
    "/cookies",
    "/form",
    "/upload",
    "/reverse",
    "/sender",
    "/text",
    "/old",
    "/nothing",
    "/fails/{how}",
    "/shelves/{name}",
    "/shelves/rows/{row}",
]

CATCH_ALL = {
    "REST API, one route": ("rest", ONE_ROUTE),
    "HTTP API 1.0, one route": ("http1", ONE_ROUTE),
    "HTTP API 1.0, $default": ("http1", ["$default"]),
    "HTTP API 2.0, one route": ("http2", ONE_ROUTE),
    "HTTP API 2.0, $default": ("http2", ["$default"]),
}
APIS = {
    **CATCH_ALL,
    "REST API, a route each": ("rest", A_ROUTE_EACH),
    "HTTP API 1.0, a route each": ("http1", A_ROUTE_EACH),
    "HTTP API 2.0, a route each": ("http2", A_ROUTE_EACH),
}

BROKEN = """
    def handler(event, context):
        if event["path"] == "/raises":
            raise ValueError("a reason")
        return {"statuscode": 200, "body": "a misspelt key"}
"""

ORIGIN = "https://library.example"


@pytest.fixture(scope="session")
def apis(emulator, sam, tmp_path_factory) -> Iterator[dict[str, GatewayApi]]:
    broken = tmp_path_factory.mktemp("broken")
    (broken / "broken.py").write_text(dedent(BROKEN))
    python = have(get_function_environment, Path(sys.executable))
    options = {"emulator": emulator, "python": python}
    with (
        LambdaRuntime("library.handler", directory=APPS, **options) as library,
        LambdaRuntime("broken.handler", directory=broken, **options) as function,
        serve_apis(
            sam,
            {name: (kind, library, paths) for name, (kind, paths) in APIS.items()}
            | {"broken": ("rest", function, ONE_ROUTE)},
        ) as apis,
    ):
        yield apis


@pytest.fixture(params=APIS)
def api(request, apis) -> Iterator[GatewayApi]:
    """Each kind of API, with one route and with a route for each of the App's."""
    yield from with_logs(apis[request.param])


@pytest.fixture(params=CATCH_ALL)
def catch_all(request, apis) -> Iterator[GatewayApi]:
    """Each kind of API that hands every request on."""
    yield from with_logs(apis[request.param])


def with_logs(api: GatewayApi) -> Iterator[GatewayApi]:
    """Yield an API, and print what its function logs: pytest shows it of failures."""
    start = len(api.function.logs)
    yield api
    sys.stdout.write(api.function.logs[start:])


# The gateway


@pytest.mark.parametrize(("target", "status"), [("/", 502), ("/raises", 500)])
def test_the_gateway_refuses_what_aws_refuses(apis, target, status):
    answer = apis["broken"].request("GET", target)

    assert (answer.status, answer.json()) == (
        status,
        {"message": "Internal server error"},
    )


def test_requests_at_the_same_time_get_their_own_answers(api):
    def ask(number: int) -> int:
        return api.request("GET", f"/books/{number}/pages/1").json()["book"]

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(8))) == list(range(8))


# Routes and arguments


@pytest.mark.parametrize(
    ("target", "body"),
    [
        ("/", "Bücher"),
        ("/books/1", {"id": 1, "title": "Ça va"}),
        ("/books/1/", {"id": 1, "title": "Ça va"}),
        ("/books/1/pages/20", {"book": 1, "page": 20}),
        ("/days/2026-11-21", {"weekday": "Saturday", "day": "2026-11-21"}),
        ("/colours/red", "RED"),
        ("/colours/dark%20blue", "DARK_BLUE"),
        ("/years/1984", "1984"),
        (
            "/loans/9f1c0f7e-7c6d-4c53-8ad5-3b2d53a1d9f1",
            {"loan": "9f1c0f7e-7c6d-4c53-8ad5-3b2d53a1d9f1", "version": 4},
        ),
        ("/files/a.txt", ["a.txt"]),
        (f"/files/a%20b/{quote('ü+&')}/c.txt", ["a b", "ü+&", "c.txt"]),
        ("/shelves/A", {"shelf": "A", "route": "/shelves/{name}"}),
        ("/shelves/rows/3", {"row": 3}),
    ],
)
def test_a_path_leads_to_its_view_with_converted_arguments(api, target, body):
    answer = api.request("GET", target)

    assert (answer.status, answer.json()) == (200, body)
    assert answer.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("name", [name for name in APIS if name.startswith("HTTP")])
def test_a_path_that_the_gateway_has_decoded_is_not_decoded_again(apis, name):
    # SAM decodes those of REST APIs as well, which AWS does not.
    assert apis[name].request("GET", "/files/100%2525").json() == ["100%25"]


@pytest.mark.parametrize(
    "target",
    ["/books/3", "/books/x/pages/1", "/days/2026-02-30", "/colours/green", "/years/84"],
)
def test_an_argument_that_names_nothing_is_not_found(api, target):
    answer = api.request("GET", target)

    assert answer.status == 404
    assert answer.json()["path"] == target


@pytest.mark.parametrize("target", ["/unknown", "/books/1/covers", "/shelves/A/rows/3"])
def test_a_path_without_a_route_is_not_found(catch_all, target):
    answer = catch_all.request("GET", target)

    assert answer.status == 404
    assert answer.json()["path"] == target


def test_classes_and_views_share_a_path(api):
    got = api.request("GET", "/books/2")
    put = api.request(
        "PUT", "/books/2", '{"title": "Émile"}', Content_Type="application/json"
    )
    deleted = api.request("DELETE", "/books/2")

    assert (got.status, got.json()) == (200, {"id": 2, "title": "Emma"})
    assert (put.status, put.json()) == (200, {"id": 2, "title": "Émile"})
    assert (deleted.status, deleted.body) == (204, b"")


@pytest.mark.parametrize(
    ("method", "target", "allow"),
    [
        ("PATCH", "/books/1", {"DELETE", "GET", "HEAD", "PUT"}),
        ("GET", "/reverse", {"POST"}),
        ("POST", "/shelves/A", {"GET", "HEAD"}),
    ],
)
def test_a_method_that_a_path_has_not_is_not_allowed(api, method, target, allow):
    answer = api.request(method, target)

    assert answer.status == 405
    assert set(answer.headers["Allow"].split(", ")) == allow


@pytest.mark.parametrize("target", ["/books/1", "/days/2026-11-21", "/text"])
def test_head_is_get_without_a_body(api, target):
    got, head = [api.request(method, target) for method in ("GET", "HEAD")]

    assert head.status == 200
    # The gateway counts what the function gave it; a body would not get through anyway.
    assert head.headers["Content-Length"] == "0"
    assert head.headers["Content-Type"] == got.headers["Content-Type"]
    assert head.headers["Cache-Control"] == got.headers["Cache-Control"]


# What is sent


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {}),
        ("?a=1", {"a": ["1"]}),
        ("?a=1&b=x&a=2", {"a": ["1", "2"], "b": ["x"]}),
        ("?a=&b&a=1", {"a": ["", "1"], "b": [""]}),
        ("?a=1,2&a=3", {"a": ["1,2", "3"]}),
        ("?n%C3%A4me=%C3%BC+%2B%26%3D%25", {"näme": ["ü +&=%"]}),
    ],
)
def test_a_query_keeps_repeated_and_blank_values(api, query, expected):
    assert api.request("GET", f"/query{query}").json() == expected


def test_cookies_are_read(api):
    answer = api.request("GET", "/cookies", Cookie="session=one; theme=dark; id=a%20b")

    assert answer.json() == {"session": "one", "theme": "dark", "id": "a%20b"}


def test_a_json_body_is_read(api):
    answer = api.request(
        "POST", "/books", '{"title": "Über"}', Content_Type="application/json"
    )

    assert (answer.status, answer.json()) == (201, {"title": "Über"})


@pytest.mark.parametrize("body", ["{", "NaN", "[1, 2"])
def test_a_body_that_is_no_json_is_a_bad_request(api, body):
    answer = api.request("POST", "/books", body, Content_Type="application/json")

    assert answer.status == 400
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_form_is_read(api):
    answer = api.request(
        "POST",
        "/form",
        "title=%C3%9Cber+Lambda&tag=a&tag=b&empty=",
        Content_Type="application/x-www-form-urlencoded",
    )

    expected = {"title": ["Über Lambda"], "tag": ["a", "b"], "empty": [""]}
    assert (answer.status, answer.json()) == (200, expected)


def test_an_uploaded_picture_comes_back_as_it_was(api):
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
    body = (
        b"--limit\r\n"
        b'Content-Disposition: form-data; name="title"\r\n\r\nA page\r\n'
        b"--limit\r\n"
        b'Content-Disposition: form-data; name="scan"; filename="page.png"\r\n'
        b"Content-Type: image/png\r\n\r\n" + picture + b"\r\n--limit--\r\n"
    )

    answer = api.request(
        "POST", "/upload", body, Content_Type="multipart/form-data; boundary=limit"
    )

    assert (answer.status, answer.body) == (200, picture)
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Name"] == "page.png"
    assert answer.headers["X-Title"] == "A page"


def test_bytes_arrive_and_leave_as_they_are(api):
    sent = bytes(range(256)) * 4

    answer = api.request(
        "POST", "/reverse", sent, Content_Type="application/octet-stream"
    )

    assert (answer.status, answer.body) == (200, sent[::-1])
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_the_sender_is_known(api):
    answer = api.request("GET", "/sender", User_Agent="a test")

    assert answer.json() == {"ip": "127.0.0.1", "agent": "a test"}


# What is answered


def test_two_cookies_are_two_headers(api):
    answer = api.request("GET", "/cookies")

    session, theme = answer.headers.get_all("Set-Cookie")
    assert session.startswith("session=one; ")
    assert {"HttpOnly", "Max-Age=60"} <= set(session.split("; "))
    assert theme == "theme=dark; Path=/"


def test_a_header_may_have_several_values(api):
    answer = api.request("POST", "/books", "{}", Content_Type="application/json")

    # Payload format 2.0 has one line for them.
    assert ", ".join(answer.headers.get_all("Link")) == "<a>, <b>"


@pytest.mark.parametrize("accepted", ["gzip", "br;q=1.0, gzip;q=0.8", "*"])
def test_a_long_text_is_compressed_for_who_accepts_it(api, accepted):
    answer = api.request("GET", "/text", Accept_Encoding=accepted)

    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert int(answer.headers["Content-Length"]) == len(answer.body) < 500
    assert gzip.decompress(answer.body).decode().startswith("Ein langer Text über")


@pytest.mark.parametrize("accepted", ["identity", "gzip;q=0"])
def test_a_long_text_is_plain_for_everybody_else(api, accepted):
    answer = api.request("GET", "/text", Accept_Encoding=accepted)

    assert "Content-Encoding" not in answer.headers
    assert answer.text.startswith("Ein langer Text über")
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert answer.headers["Cache-Control"] == "max-age=60"


def test_a_redirect_leads_to_where_the_api_is(api):
    answer = api.request("GET", "/old")
    location = answer.headers["Location"]
    found = api.request("GET", location.removeprefix(api.url))

    assert (answer.status, answer.body) == (303, b"")
    assert location == f"{api.url}/books/1"
    assert found.json()["id"] == 1


def test_what_the_caller_has_is_not_sent_again(api):
    etag = api.request("GET", "/days/2026-11-21").headers["ETag"]

    answer = api.request("GET", "/days/2026-11-21", If_None_Match=etag)

    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["ETag"] == etag


def test_no_content_is_none(api):
    answer = api.request("POST", "/nothing")

    assert (answer.status, answer.body) == (204, b"")


def test_middleware_sees_what_it_is_around(api):
    seen = [
        api.request("GET", target).headers["X-Seen-By"]
        for target in ("/books/1", "/books/3", "/shelves/A", "/shelves/rows/1")
    ]

    assert seen == ["App", "App", "App Router", "App Router"]


# Errors


def test_an_exception_handler_answers(api):
    answer = api.request("GET", "/fails/lookup")

    assert (answer.status, answer.json()) == (409, {"error": "KeyError"})


def test_not_found_sees_what_views_raise(api):
    answer = api.request("GET", "/fails/missing")

    assert answer.status == 404
    assert answer.json() == {
        "error": "There is no such book.",
        "path": "/fails/missing",
    }


def test_a_bug_is_an_answer_without_secrets(api):
    answer = api.request("GET", "/fails/bug")

    assert answer.status == 500
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "secret" not in answer.text
    assert "RuntimeError" not in answer.text


# CORS


def test_a_preflight_names_the_methods_of_its_path(api):
    answer = api.request(
        "OPTIONS",
        "/books/1",
        Origin=ORIGIN,
        Access_Control_Request_Method="PUT",
        Access_Control_Request_Headers="content-type",
    )

    headers = answer.headers
    methods = set(headers["Access-Control-Allow-Methods"].replace(" ", "").split(","))
    allowed = headers["Access-Control-Allow-Headers"].lower()
    assert (answer.status, answer.body) == (204, b"")
    assert headers["Access-Control-Allow-Origin"] == ORIGIN
    assert headers["Access-Control-Allow-Credentials"] == "true"
    assert headers["Access-Control-Max-Age"] == "600"
    assert {"DELETE", "GET", "PUT"} <= methods
    assert "POST" not in methods
    assert {"authorization", "content-type"} <= set(allowed.split(","))


def test_a_preflight_from_elsewhere_allows_nothing(api):
    answer = api.request(
        "OPTIONS",
        "/books/1",
        Origin="https://elsewhere.example",
        Access_Control_Request_Method="PUT",
    )

    assert answer.status == 204
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Origin" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("method", "target", "status"),
    [
        ("GET", "/books/1", 200),
        ("GET", "/books/3", 404),
        ("PATCH", "/books/1", 405),
        ("GET", "/fails/lookup", 409),
        ("GET", "/fails/bug", 500),
    ],
)
def test_every_answer_lets_the_page_read_it(api, method, target, status):
    answer = api.request(method, target, Origin=ORIGIN)

    assert answer.status == status
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert answer.headers["Access-Control-Expose-Headers"] == "X-Seen-By"
    assert "Origin" in answer.headers["Vary"]


def test_nobody_else_may_read_it(api):
    answer = api.request("GET", "/books/1", Origin="https://elsewhere.example")

    assert answer.status == 200
    assert "Access-Control-Allow-Origin" not in answer.headers
