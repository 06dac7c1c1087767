"""What is measured: which apps get which events, and what they have to answer."""

from __future__ import annotations

import json
from dataclasses import dataclass

from processes import HERE, get_kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = [
    "APPS",
    "REFERENCE",
    "SCHEMA_REFERENCE",
    "WORKLOADS",
    "Case",
    "Question",
    "Workload",
]

#: The names of all apps. Those in several folders do the same in several workloads.
APPS = sorted({file.stem for file in (HERE / "apps").glob("*/*.py")})
#: The app that every other one is compared with.
REFERENCE = "bare"
#: The app that calls marshmallow by hand, where there is one.
SCHEMA_REFERENCE = "marshmallow_by_hand"

#: Apps whose name ends like this answer the events of one gateway only.
GATEWAYS = {"rest": "REST API", "http2": "HTTP API, payload 2.0"}
#: Kinds of apps that look at the resource of an event, never at its path.
BY_RESOURCE = ("chalice", "minik")


@dataclass(frozen=True)
class Question:
    """An event, and what it has to be answered with."""

    #: The folder of the apps.
    folder: str
    #: JSON on one line.
    event: str
    #: What the body of the answer is the JSON of; None: errors in three fields.
    answer: Any
    #: The status that the answer has, or one of its own that a framework has for bodies
    #: with errors; None: the answer is no HTTP response.
    status: int | None = 200
    #: How many routes an app has that can have any number.
    routes: int = 1
    #: How many records the event has; warm figures are per record.
    records: int = 1
    #: Whether the answer has to be compressed; others must not be.
    is_gzipped: bool = False


@dataclass(frozen=True)
class Case:
    """A question to all apps that understand it."""

    title: str
    apps: tuple[str, ...]
    question: Question
    #: The same question to apps that have one route only.
    baseline: Question | None = None


@dataclass(frozen=True)
class Workload:
    """What makes one table."""

    title: str
    cases: tuple[Case, ...]
    #: Whether the making of apps is measured, and not their calls.
    is_making: bool = False


def make_event(
    gateway: str, path: str, resource: str, parameters: dict[str, str]
) -> str:
    """Return the event of a GET as a gateway sends it for a resource."""
    event = json.loads((HERE / "events" / f"{gateway}.json").read_text())
    context = event["requestContext"]
    event["pathParameters"] = parameters
    if gateway == "rest":
        event |= {"path": path, "resource": resource}
        context |= {"path": f"/prod{path}", "resourcePath": resource}
    else:
        method = "ANY" if resource == "/{proxy+}" else "GET"
        event |= {"rawPath": path, "routeKey": f"{method} {resource}"}
        context["routeKey"] = event["routeKey"]
        context["http"]["path"] = path
    return json.dumps(event)


def find_apps(
    folder: str, gateway: str, *, without: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Return the apps of a folder that answer the events of a gateway."""
    others = tuple(f"_{other}" for other in GATEWAYS if other != gateway)
    names = sorted(file.stem for file in (HERE / "apps" / folder).glob("*.py"))
    return tuple(
        name
        for name in names
        if not name.endswith(others) and get_kind(name) not in without
    )


def make_retrieve() -> Workload:
    user = {
        "id": 1,
        "name": "Ada Lovelace",
        "email": "ada@example.com",
        "active": True,
    }
    event = make_event("rest", "/users/1", "/users/{id}", {"id": "1"})
    question = Question("retrieve", event, user)
    case = Case(GATEWAYS["rest"], find_apps("retrieve", "rest"), question)
    return Workload("GET /users/1, one object of a list", (case,))


def make_hello() -> Workload:
    cases = []
    for gateway, title in GATEWAYS.items():
        parameters = {"name": "world"}
        event = make_event(gateway, "/hello/world", "/hello/{name}", parameters)
        question = Question("hello", event, {"message": "hello world"})
        cases.append(Case(title, find_apps("hello", gateway), question))
    return Workload("GET /hello/world", tuple(cases))


def ask_for_route(gateway: str, count: int, *, by_proxy: bool) -> Question:
    """Return a question to the route in the middle of `count`."""
    number = count // 2
    path = f"/r{number}/7"
    if by_proxy:
        event = make_event(gateway, path, "/{proxy+}", {"proxy": path[1:]})
    else:
        event = make_event(gateway, path, f"/r{number}/{{item}}", {"item": "7"})
    return Question("routes", event, {"route": number, "item": "7"}, routes=count)


def make_routes(count: int) -> Workload:
    cases = []
    for gateway, title in GATEWAYS.items():
        for by_proxy in (False, True):
            way = "/{proxy+}" if by_proxy else "a resource per route"
            without = BY_RESOURCE if by_proxy else ()
            case = Case(
                f"{title}, {way}",
                find_apps("routes", gateway, without=without),
                ask_for_route(gateway, count, by_proxy=by_proxy),
                ask_for_route(gateway, 1, by_proxy=by_proxy),
            )
            cases.append(case)
    return Workload(f"GET /r{count // 2}/7 of {count} routes", tuple(cases))


def make_registration(count: int = 1000) -> Workload:
    cases = []
    for gateway, title in GATEWAYS.items():
        question = ask_for_route(gateway, count, by_proxy=False)
        cases.append(Case(title, find_apps("routes", gateway), question))
    title = f"making an app with {count} routes, and its first call"
    return Workload(title, tuple(cases), is_making=True)


def make_list() -> Workload:
    event = json.loads(make_event("rest", "/users", "/users", {}))
    event["queryStringParameters"] = {"limit": "100"}
    event["multiValueQueryStringParameters"] = {"limit": ["100"]}
    users = [
        {
            "id": number,
            "name": f"User {number}",
            "email": f"user{number}@example.com",
            "active": number % 2 == 0,
            "score": number / 4,
            "created": f"2026-11-21T12:00:{number % 60:02}+00:00",
        }
        for number in range(1, 101)
    ]
    cases = []
    for how in ("plain", "gzipped"):
        is_gzipped = how == "gzipped"
        question = Question("list", json.dumps(event), users, is_gzipped=is_gzipped)
        title = f"{GATEWAYS['rest']}, {how}"
        cases.append(Case(title, find_apps("list", "rest"), question))
    return Workload("GET /users?limit=100, of a list of 1000 objects", tuple(cases))


def make_create() -> Workload:
    good = {
        "name": "Ada Lovelace",
        "email": "ada@example.com",
        "age": 36,
        "active": True,
        "score": 0.75,
        "born": "1815-12-10",
    }
    event = json.loads(make_event("rest", "/users", "/users", {}))
    event["httpMethod"] = event["requestContext"]["httpMethod"] = "POST"
    event["headers"]["Content-Type"] = "application/json"
    event["multiValueHeaders"]["Content-Type"] = ["application/json"]
    cases = []
    bad = {**good, "name": "", "age": 200, "born": "someday"}
    for title, body, status in (("accepted", good, 201), ("three errors", bad, 400)):
        event["body"] = json.dumps(body)
        answer = {"id": 7, **good} if status == 201 else None
        question = Question("create", json.dumps(event), answer, status)
        apps = find_apps("create", "rest")
        cases.append(Case(f"{GATEWAYS['rest']}, {title}", apps, question))
    return Workload("POST /users with six validated fields", tuple(cases))


def make_sqs() -> Workload:
    cases = []
    for count in (10_000, 10):
        records, failures = [make_message(number) for number in range(count)], []
        if count > 10:  # so that it shows who does the work
            poisoned = records[count // 2]
            poisoned["body"] = poisoned["body"].replace(': 3, "price"', ': {}, "price"')
            failures.append({"itemIdentifier": poisoned["messageId"]})
        event = json.dumps({"Records": records})
        answer = {"batchItemFailures": failures}
        question = Question("sqs", event, answer, None, records=count)
        title = f"a batch of {count}, per message"
        cases.append(Case(title, find_apps("sqs", "rest"), question))
    return Workload("messages of a standard queue, each an order in JSON", tuple(cases))


def make_message(number: int) -> dict[str, Any]:
    """Return a record of a batch as Lambda delivers it."""
    order = {
        "id": number,
        "customer": f"customer{number % 100}",
        "product": "a hundred paper clips",
        "amount": 3,
        "price": 2.5,
        "ordered": "2026-11-21T12:00:00Z",
    }
    record = json.loads((HERE / "events" / "sqs.json").read_text())
    identifier = f"059f36b4-87a3-44ab-83d2-{number:012}"
    return {**record, "messageId": identifier, "body": json.dumps(order)}


#: By the names that the command line has for them.
WORKLOADS = {
    "hello": make_hello(),
    "create": make_create(),
    "retrieve": make_retrieve(),
    "list": make_list(),
    "sqs": make_sqs(),
    "routes100": make_routes(100),
    "routes1000": make_routes(1000),
    "registration": make_registration(),
}
