"""Refusing callers who call too often: `check_throttles()` and ThrottledError."""

from __future__ import annotations

import pytest

from pyverless.auth import ClaimsUser, IsAuthenticated
from pyverless.exceptions import ThrottledError
from pyverless.handlers import AuthorizationMixin, BaseHandler, RequestBodyMixin
from pyverless.http import CORSConfig
from pyverless.routing import App, Router, path
from pyverless.test import Client, http_event, parse_response, warmup_event


class Throttled(RequestBodyMixin, BaseHandler):
    """Lets nobody through."""

    required_body_keys = ["title"]
    wait = 1.2

    def check_throttles(self):
        raise ThrottledError(self.wait)


def get_detail(client, address):
    event = http_event(client.gateway, source_ip=address)
    return parse_response(client.gateway, client.invoke(event)).json()["detail"]


@pytest.mark.parametrize(
    ("wait", "header"), [(1.2, "2"), (30, "30"), (0.0, "0"), (-1.5, "0")]
)
def test_a_throttled_caller_reads_when_to_come_back_in_whole_seconds(
    gateway, wait, header
):
    response = Client(Throttled.as_handler(wait=wait), gateway).get("/")

    assert response.status_code == 429
    assert response.headers["Retry-After"] == header
    assert response.json()["code"] == "throttled"
    assert response.json()["detail"] == "Too many requests."


def test_nothing_is_said_about_when_where_nobody_knows(gateway):
    response = Client(Throttled.as_handler(wait=None), gateway).get("/")

    assert response.status_code == 429
    assert "Retry-After" not in response.headers


def test_throttles_come_before_the_body_is_read(gateway):
    client = Client(Throttled, gateway)

    for options in ({"json": {}}, {"body": "{", "headers": {"Content-Type": "a/b"}}):
        assert client.post("/", **options).status_code == 429


def test_throttles_know_who_calls(gateway):
    class Handler(AuthorizationMixin, BaseHandler):
        def check_throttles(self):
            raise ThrottledError(msg=f"{self.user.id} at {self.request.client_ip}")

    client = Client(Handler, gateway)
    client.force_authenticate(ClaimsUser("ada", {}))

    assert get_detail(client, "203.0.113.9") == "ada at 203.0.113.9"


def test_who_is_refused_anyway_is_not_counted():
    class Handler(Throttled):
        permission_classes = [IsAuthenticated]
        allowed_methods = ("GET", "POST")

    client = Client(Handler)
    assert client.get("/").status_code == 401
    assert client.delete("/").status_code == 405
    client.credentials(Authorization="Bearer wrong")
    assert client.get("/").status_code == 401


def test_anonymous_callers_are_counted_where_they_may_call(gateway):
    class Handler(BaseHandler):
        def check_throttles(self):
            raise ThrottledError(msg=f"{self.user} at {self.request.client_ip}")

    client = Client(Handler, gateway)

    assert get_detail(client, "203.0.113.9") == "None at 203.0.113.9"


def test_some_methods_only_can_be_counted():
    class Handler(Throttled):
        stage_methods = {"check_throttles": ("POST",), "load_body": ("POST",)}

        def perform_action(self):
            return "ok"

    assert Client(Handler).get("/").status_code == 200
    assert Client(Handler).post("/", json={"title": "a"}).status_code == 429


def test_a_preflight_and_a_warm_up_are_not_counted():
    client = Client(Throttled.as_handler(cors=CORSConfig("https://example.com")))
    asked = {"Origin": "https://example.com", "Access-Control-Request-Method": "GET"}

    assert client.options("/", headers=asked).status_code == 204
    assert client.invoke(warmup_event()) is None


def test_a_page_of_another_origin_can_read_when_to_come_back():
    cors = CORSConfig("https://example.com", expose_headers=["Retry-After"])
    client = Client(Throttled.as_handler(cors=cors))

    response = client.get("/", headers={"Origin": "https://example.com"})

    assert response.headers["Access-Control-Allow-Origin"] == "https://example.com"
    assert response.headers["Access-Control-Expose-Headers"] == "Retry-After"


def make_app():
    def slow(get_response):
        def handle(request):
            if request.path == "/middleware":
                raise ThrottledError(1.2)
            return get_response(request)

        return handle

    app = App([path("/class", Throttled)], middleware=[slow])
    router = Router()

    @app.get("/view")
    def view():
        raise ThrottledError(1.2)

    @router.get("/router")
    async def view_of_a_router():
        raise ThrottledError(1.2)

    @app.get("/middleware")
    def never():
        return "ok"

    app.include_router(router)
    return app


@pytest.mark.parametrize("where", ["class", "view", "router", "middleware"])
def test_it_can_be_raised_anywhere_in_an_app(gateway, where):
    response = Client(make_app(), gateway).get(f"/{where}")

    assert (response.status_code, response.headers["Retry-After"]) == (429, "2")


def test_a_throttled_caller_is_no_failure_of_ours(log):
    class Handler(Throttled):
        def report_exception(self, exc):
            raise AssertionError("nothing is to be reported")

    Client(Handler).get("/")

    assert {record.levelname for record in log.records} == {"INFO"}
