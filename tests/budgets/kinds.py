"""The kinds of handlers that have a budget: an app, an event, and the answer's status.

The apps are in `apps`, a file each. Kinds of one app are measured independently.
"""

from __future__ import annotations

import json
from time import time
from typing import Any, NamedTuple

import jwt

from pyverless.test import (
    http_event,
    s3_event,
    schedule_event,
    sns_event,
    sqs_event,
    websocket_event,
)

__all__ = ["ENVIRONMENT", "KINDS", "LATE", "THIRD_PARTIES", "Kind"]

SECRET_KEY = "a secret of this test suite, of 32 bytes and more"


class Kind(NamedTuple):
    """An app of `apps`, and what it is asked."""

    app: str
    event: Any
    #: The status of the answer; None where it has none.
    status: int | None = 200


def ask(target: str, method: str = "GET", gateway: str = "rest", **options: Any) -> Any:
    """Return the event of a request, of a REST API if nothing else is said."""
    return http_event(gateway, method, target, **options)


def ask_hello(gateway: str = "rest", **headers: str) -> Any:
    """Return the event of a request that a route of the gateway is for."""
    has_routes = gateway in {"rest", "http2"}
    route = "/hello/{name}" if has_routes else None
    return ask("/hello/world", gateway=gateway, route=route, headers=headers)


def create(**body: Any) -> Any:
    """Return the event of a request that creates a user."""
    headers = {"Content-Type": "application/json"}
    return ask("/users", "POST", headers=headers, body=json.dumps(body))


def orders(count: int) -> Any:
    """Return the event of so many messages of a queue."""
    return sqs_event([{"id": number} for number in range(count)])


# For the hours that a debugger may take.
TOKEN = jwt.encode({"sub": "ada", "exp": int(time()) + 86_400}, SECRET_KEY)
GOOD = {"name": "Ada Lovelace", "age": 36, "email": "ada@example.com"}
# Three errors where types are declared, and three where only keys are.
BAD = {"nmae": "Ada Lovelace", "email": 7}
USER = {"route": "/users/{id}"}
PROXY = {"route": "/{proxy+}"}

#: All kinds, by the names that the budgets have for them.
KINDS = {
    "class_rest": Kind("hello_class", ask_hello()),
    "class_http_api": Kind("hello_class", ask_hello("http2")),
    "class_function_url": Kind("hello_class", ask_hello("function_url")),
    "class_alb": Kind("hello_class", ask_hello("alb")),
    "class_lattice": Kind("hello_class", ask_hello("lattice")),
    "class_logged": Kind("hello_logged", ask_hello()),
    "class_finalized": Kind("hello_finalized", ask_hello()),
    "view_rest": Kind("hello_view", ask_hello()),
    "view_http_api": Kind("hello_view", ask_hello("http2")),
    "view_function_url": Kind("hello_view", ask_hello("function_url")),
    "view_not_found": Kind("hello_view", ask("/bye", **PROXY), 404),
    "view_async": Kind("hello_async", ask_hello()),
    "view_middleware": Kind("middleware", ask_hello()),
    "view_cors": Kind("cors", ask_hello(Origin="https://www.example.com")),
    "view_compressed": Kind("compressed", ask_hello(**{"Accept-Encoding": "gzip"})),
    "view_cached": Kind("cached", ask_hello()),
    "view_etag": Kind("etag", ask_hello()),
    "view_etag_by_function": Kind("etag_by_function", ask_hello()),
    "app_class": Kind("hello_app_class", ask_hello()),
    "routes_by_resource": Kind("routes_1000", ask("/r500/7", route="/r500/{item}")),
    "routes_by_proxy": Kind("routes_1000", ask("/r500/7", **PROXY)),
    "retrieve": Kind("user_retrieve", ask("/users/2", **USER)),
    "retrieve_not_found": Kind("user_retrieve", ask("/users/9", **USER), 404),
    "list_of_20": Kind("user_list", ask("/users?limit=20&offset=20")),
    "create_keys": Kind("user_create_keys", create(**GOOD), 201),
    "create_keys_rejected": Kind("user_create_keys", create(**BAD), 400),
    "create_stored": Kind("user_create_stored", create(**GOOD), 201),
    "create_marshmallow": Kind("user_create_marshmallow", create(**GOOD), 201),
    "create_marshmallow_rejected": Kind("user_create_marshmallow", create(**BAD), 400),
    "create_msgspec": Kind("user_create_msgspec", create(**GOOD), 201),
    "create_msgspec_rejected": Kind("user_create_msgspec", create(**BAD), 400),
    "authenticated": Kind("authenticated", ask_hello(Authorization=f"Bearer {TOKEN}")),
    "anonymous": Kind("authenticated", ask_hello(), 401),
    "messages_1": Kind("messages", orders(1), None),
    "messages_101": Kind("messages", orders(101), None),
    "files": Kind("files", s3_event("a b"), None),
    "files_by_queue": Kind("files", s3_event("a b", via="eventbridge-sqs"), None),
    "notifications": Kind("notifications", sns_event("a"), None),
    "schedule": Kind("schedule", schedule_event(), None),
    "websocket": Kind("websocket", websocket_event("say", {"a": 1})),
}

#: What an app brings that isn't ours to make fast: its calls don't count.
THIRD_PARTIES = {
    "hello_async": ("asyncio",),
    "authenticated": ("jwt", "cryptography"),
    "user_create_marshmallow": ("marshmallow",),
    "user_create_msgspec": ("msgspec",),
}

#: The environment of an app.
ENVIRONMENT = {"authenticated": {"PYVERLESS_SECRET_KEY": SECRET_KEY}}

#: Modules that the first invocation of these kinds has to wait for, and why.
LATE = {
    # Nothing tells before the first event that it is of one of these fronts.
    "pyverless.http.gateways.alb": {"class_alb", "class_lattice"},
    "pyverless.http.gateways.lattice": {"class_alb", "class_lattice"},
    # Both have the query as a text.
    "pyverless.http.query": {"class_alb", "class_lattice"},
}
