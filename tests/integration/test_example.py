"""The example project under AWS's own runtime, on a database of its own."""

from __future__ import annotations

import json
from contextlib import ExitStack
from itertools import count

import pytest

from example_project.seed import ADMIN_EMAIL, ADMIN_PASSWORD
from pyverless.test import Client, sqs_event, warmup_event

from .example import make_example

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from pyverless.test import TestResponse

    from .runtime import LambdaRuntime

pytestmark = pytest.mark.integration

#: What serverless.yml deploys: a function for each endpoint.
FUNCTIONS = {
    ("POST", "/users"): "example_project.handlers.register",
    ("POST", "/login"): "example_project.handlers.login",
    ("POST", "/refresh"): "example_project.handlers.refresh",
    ("GET", "/users"): "example_project.handlers.list_users",
    ("GET", "/me"): "example_project.handlers.me",
    ("GET", "/articles"): "example_project.handlers.list_articles",
    ("POST", "/articles"): "example_project.handlers.create_article",
    ("GET", "/articles/{id}"): "example_project.handlers.retrieve_article",
    ("PATCH", "/articles/{id}"): "example_project.handlers.update_article",
    ("DELETE", "/articles/{id}"): "example_project.handlers.delete_article",
}
ONE_FUNCTION = dict.fromkeys(FUNCTIONS, "example_project.api.handler")

DEPLOYMENTS = {
    "one function, REST API": (ONE_FUNCTION, "rest"),
    "one function, HTTP API": (ONE_FUNCTION, "http2"),
    "a function per endpoint, HTTP API": (FUNCTIONS, "http2"),
}
PASSWORD = "correct horse battery staple"

emails = (f"user{number}@example.com" for number in count())


class Api:
    """The deployed example. A function starts when it is first called."""

    def __init__(self, start, handlers, gateway) -> None:
        self.start = start
        self.handlers = handlers
        self.gateway = gateway
        self.running: dict[str, LambdaRuntime] = {}

    def request(
        self, method: str, target: str, token: str | None = None, **options: Any
    ) -> TestResponse:
        """Send a request through the gateway."""
        path = target.partition("?")[0]
        route = "/articles/{id}" if path.startswith("/articles/") else path
        headers = {"Authorization": f"Bearer {token}"} if token else {}

        def call(event: Any, _context: Any) -> Any:
            answer = self.invoke(method, route, event)
            if "errorType" in answer:
                raise RuntimeError(f"{method} {route} failed: {answer}")
            return answer

        client = Client(call, self.gateway, route=route, headers=headers)
        return client.request(method, target, **options)

    def invoke(self, method: str, route: str, event: Any) -> Any:
        """Call the function behind a route with any event."""
        handler = self.handlers[method, route]
        if handler not in self.running:
            self.running[handler] = self.start(handler)
        return self.running[handler].invoke(event)

    def log_in(self, email: str) -> str:
        """Open an account and return its token."""
        account = {"email": email, "password": PASSWORD}
        self.request("POST", "/users", json=account)
        response = self.request("POST", "/login", json=account)
        return response.json()["access_token"]


@pytest.fixture(scope="module")
def env(python, tmp_path_factory):
    """The environment of the functions, with a database that has its tables."""
    return make_example(python, tmp_path_factory.mktemp("example"))


@pytest.fixture(scope="module", params=DEPLOYMENTS.values(), ids=DEPLOYMENTS)
def api(request, function, env) -> Iterator[Api]:
    with ExitStack() as stack:

        def start(handler: str) -> LambdaRuntime:
            return stack.enter_context(function(handler, env=env))

        yield Api(start, *request.param)


def test_who_registers_can_log_in_and_is_known(api):
    account = {"email": next(emails), "password": PASSWORD}

    registered = api.request("POST", "/users", json=account)
    token = api.request("POST", "/login", json=account).json()["access_token"]
    me = api.request("GET", "/me", token)

    assert registered.status_code == 201
    assert registered.json() == {
        "id": registered.json()["id"],
        "email": account["email"],
    }
    assert me.status_code == 200
    assert me.json() == registered.json()


def test_a_refresh_token_gets_another_access_token(api):
    account = {"email": next(emails), "password": PASSWORD}
    api.request("POST", "/users", json=account)
    body = api.request("POST", "/login", json=account).json()
    body.pop("access_token")

    token = api.request("POST", "/refresh", json=body).json()["access_token"]

    assert api.request("GET", "/me", token).json()["email"] == account["email"]


def test_only_administrators_see_who_has_an_account(api):
    account = {"email": ADMIN_EMAIL, "password": ADMIN_PASSWORD}
    token = api.request("POST", "/login", json=account).json()["access_token"]

    users = api.request("GET", "/users", token)

    assert ADMIN_EMAIL in users.text
    assert api.request("GET", "/users", api.log_in(next(emails))).status_code == 403


def test_an_email_address_is_registered_once(api):
    account = {"email": next(emails), "password": PASSWORD}

    first, second = [api.request("POST", "/users", json=account) for _ in range(2)]

    assert first.status_code == 201
    assert second.status_code == 409


def test_a_wrong_password_is_refused(api):
    account = {"email": "ada@example.com", "password": "a wrong one"}

    assert api.request("POST", "/login", json=account).status_code == 401


@pytest.mark.parametrize("token", [None, "wrong", "eyJhbGciOiJub25lIn0.e30."])
def test_a_wrong_token_or_none_is_refused(api, token):
    response = api.request("GET", "/me", token)

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_an_article_is_written_read_changed_and_deleted(api):
    token = api.log_in(next(emails))
    text = {"title": "Été", "text": "Über Lambda"}

    created = api.request("POST", "/articles", token, json=text)
    url = f"/articles/{created.json()['id']}"
    listed = api.request("GET", "/articles?limit=1")
    changed = api.request("PATCH", url, token, json={"title": "Winter"})
    read = api.request("GET", url)
    deleted = api.request("DELETE", url, token)
    gone = api.request("GET", url)

    assert created.status_code == 201
    assert created.headers["Location"].endswith(url)
    assert created.json().items() >= text.items()
    assert listed.json() == [created.json()]
    assert changed.status_code == 200
    assert read.json() == {**created.json(), "title": "Winter"}
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert gone.status_code == 404


def test_only_the_author_may_change_an_article(api):
    author, other = api.log_in(next(emails)), api.log_in(next(emails))
    created = api.request("POST", "/articles", author, json={"title": "a", "text": "b"})
    url = f"/articles/{created.json()['id']}"

    assert api.request("PATCH", url, other, json={"title": "c"}).status_code == 403
    assert api.request("PATCH", url, json={"title": "c"}).status_code == 401
    assert api.request("GET", url).json() == created.json()


def test_a_body_that_does_not_validate_names_its_fault(api):
    token = api.log_in(next(emails))

    response = api.request("POST", "/articles", token, json={"title": ""})

    assert response.status_code == 400
    assert response.content_type == "application/problem+json"
    pointers = {error["pointer"] for error in response.json()["errors"]}
    assert pointers == {"#/title", "#/text"}


def test_a_warm_up_is_no_request(api):
    assert api.invoke("GET", "/articles", warmup_event()) is None


def test_an_event_of_another_service_is_an_error_that_says_so(api):
    answer = api.invoke("GET", "/articles", sqs_event("for another function"))

    assert answer["errorType"] == "UnsupportedEventError"
    assert "records of aws:sqs" in answer["errorMessage"]


def test_the_log_has_a_line_for_each_request_and_no_secrets(api):
    token = api.log_in(next(emails))
    api.request("GET", "/me", token)

    logs = "".join(function.logs for function in api.running.values())
    lines = [json.loads(line) for line in logs.splitlines() if line.startswith("{")]
    *_, line = (line for line in lines if line.get("route") == "/me")
    said = {"level": "INFO", "method": "GET", "status": 200}
    assert line.items() >= {**said, "logger": "pyverless.request"}.items()
    assert token not in logs
    assert PASSWORD not in logs
