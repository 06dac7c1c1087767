"""What minik's documentation shows, written for pyverless: every front answers it."""

from __future__ import annotations

import json
from typing import Annotated
from uuid import UUID

import pytest

from pyverless.exceptions import BadRequestError, ServiceError
from pyverless.routing import App, PatternField
from pyverless.test import Client, http_event, parse_response

# The fronts that minik knows: the others have no stage variables.
API_GATEWAY = pytest.mark.parametrize("gateway", ["rest", "http1", "http2"])


# The most basic form

hello = App()


@hello.route("/hello/{name}")
def hello_view(name: str):
    if name == "FINDME":
        raise BadRequestError(msg="This is not a supported name.")
    request_payload = hello.request.json_body
    return {"hello": name, "payload": request_payload}


def test_a_view_gets_the_parameter_of_its_route(gateway):
    response = Client(hello, gateway).get("/hello/minik")

    assert response.status_code == 200
    assert response.content_type == "application/json"
    assert response.json() == {"hello": "minik", "payload": None}


def test_a_view_reads_the_payload_as_json(gateway):
    response = Client(hello, gateway).post("/hello/minik", json={"a": 1})

    assert response.json() == {"hello": "minik", "payload": {"a": 1}}


def test_a_bad_request_error_with_msg_is_a_400_with_the_message(gateway):
    response = Client(hello, gateway).get("/hello/FINDME")

    assert response.status_code == 400
    assert response.json()["detail"] == "This is not a supported name."


# Methods

events = App()
created = []


@events.route("/events/{location}")
def events_view(location: str):
    return {"data": ["granfondo MD", "Silver Spring Century"]}


@events.route("/events", methods=["POST", "PUT"])
def create_event_view():
    created.append(events.request.json_body)
    return {"result": "complete"}


@pytest.fixture(autouse=True)
def nothing_created():
    yield
    created.clear()


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_a_route_without_methods_answers_every_method(gateway, method):
    response = Client(events, gateway).request(method, "/events/dc")

    assert response.json() == {"data": ["granfondo MD", "Silver Spring Century"]}


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_route_answers_the_methods_that_it_names(gateway, method):
    response = Client(events, gateway).request(method, "/events", json={"id": 1})

    assert response.json() == {"result": "complete"}
    assert created == [{"id": 1}]


def test_a_method_that_a_route_does_not_name_is_a_405(gateway):
    response = Client(events, gateway).get("/events")

    assert response.status_code == 405
    assert response.headers["Allow"] == "POST, PUT"


def test_a_path_without_a_route_is_a_404(gateway):
    assert Client(events, gateway).get("/nowhere").status_code == 404


decorated = App()


@decorated.get("/events/{location}")
def get_view(location: str):
    return {"data": ["granfondo MD", "Silver Spring Century"]}


@decorated.post("/events")
def post_view():
    created.append(decorated.request.json_body)
    return {"result": "complete"}


@decorated.put("/events/{location}")
@decorated.patch("/events/{location}")
@decorated.delete("/events/{location}")
def change_view(location: str):
    return {"changed": location}


def test_a_decorator_for_one_method_answers_that_method(gateway):
    client = Client(decorated, gateway)

    assert client.get("/events/dc").json()["data"][0] == "granfondo MD"
    assert client.post("/events", json={"id": 2}).json() == {"result": "complete"}
    for method in ("PUT", "PATCH", "DELETE"):
        assert client.request(method, "/events/dc").json() == {"changed": "dc"}


# Validation of routes

articles = App()


@articles.route("/articles/{author}/{year}/")
def get_articles_view(author: str, year: int):
    assert isinstance(author, str)
    assert isinstance(year, int)
    return {"author_name": author, "year": year}


@articles.get("/years/{year}")
def by_year(year: Annotated[str, PatternField(r"\d{4}")]):
    return year


@articles.get("/loans/{loan}")
def by_loan(loan: UUID):
    return loan


class RouteTracker:
    """A field of minik's: a class of its own that validates."""

    def __init__(self, name):
        if name not in ("fitbit", "nikeplus", "vivosmart"):
            raise ValueError(name)
        self.name = name


@articles.get("/trackers/{name}")
def by_tracker(name: RouteTracker):
    return name.name


def test_a_parameter_is_what_its_annotation_says(gateway):
    response = Client(articles, gateway).get("/articles/john/2018/")

    assert response.json() == {"author_name": "john", "year": 2018}


@pytest.mark.parametrize(
    "target",
    [
        "/articles/john/twothousand/",
        "/years/20181",
        "/loans/42",
        "/trackers/garmin",
    ],
)
def test_a_parameter_that_is_not_of_its_type_is_a_404(gateway, target):
    assert Client(articles, gateway).get(target).status_code == 404


def test_a_pattern_a_uuid_and_a_class_are_types_of_parameters(gateway):
    client = Client(articles, gateway)
    loan = "9f1c0f7e-7c6d-4c53-8ad5-3b2d53a1d9f1"

    assert client.get("/years/2018").json() == "2018"
    assert client.get(f"/loans/{loan}").json() == loan
    assert client.get("/trackers/fitbit").json() == "fitbit"


# Headers and content types

fine = App()


@fine.get("/articles/{author}/{year}/")
def get_article_view(author: str, year: int):
    fine.response.headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": "GET",
        "Access-Control-Allow-Headers": "Content-Type,X-Amz-Date",
        "Authorization": "X-Api-Key,X-Amz-Security-Token",
    }
    return f"A very short article by {author}"


@fine.post("/articles")
def created_view():
    fine.response.status_code = 201
    fine.response.headers["Location"] = "/articles/1"
    return {"id": 1}


@fine.get("/title")
def title_view():
    return "A title"


@fine.get("/title/in/utf-8")
def title_in_utf_8_view():
    fine.response.headers = {"Content-Type": "application/json; charset=utf-8"}
    return "A title"


def test_a_view_sets_the_headers_of_the_response(gateway):
    response = Client(fine, gateway).get("/articles/john/2018/")

    assert response.text == "A very short article by john"
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Access-Control-Allow-Methods"] == "GET"
    assert response.headers["Access-Control-Allow-Headers"] == "Content-Type,X-Amz-Date"
    assert response.headers["Authorization"] == "X-Api-Key,X-Amz-Security-Token"


def test_a_view_sets_the_status_of_the_response(gateway):
    response = Client(fine, gateway).post("/articles")

    assert response.status_code == 201
    assert response.headers["Location"] == "/articles/1"
    assert response.json() == {"id": 1}


def test_what_one_view_prepares_is_not_seen_by_the_next(gateway):
    client = Client(fine, gateway)
    client.post("/articles")

    assert client.get("/title").status_code == 200
    assert "Location" not in client.get("/title").headers


def test_text_is_json_unless_the_view_says_otherwise(gateway):
    client = Client(fine, gateway)

    assert client.get("/title").text == '"A title"'
    assert client.get("/title/in/utf-8").text == '"A title"'


# Debug mode


def make_failing(**options):
    app = App(**options)

    @app.get("/fails")
    def fails():
        raise KeyError("a detail")

    return app


def test_the_caller_is_told_nothing_of_an_exception(gateway):
    response = Client(make_failing(), gateway).get("/fails")

    assert response.status_code == 500
    assert "a detail" not in response.text


def test_debug_relays_the_trace_to_the_caller(gateway):
    response = Client(make_failing(debug=True), gateway).get("/fails")

    assert response.status_code == 500
    assert "KeyError" in response.text
    assert "in fails" in response.text


# Load balancers

PAGE = """
<html>
    <head>
        <title>Hello World!</title>
        <style>
            html, body {
                margin: 0; padding: 0;
                font-family: arial; font-weight: 700; font-size: 3em;
                text-align: center;
            }
        </style>
    </head>
    <body>
        <p>Hello World!</p>
    </body>
</html>"""

greetings = App()


@greetings.get("/greetings")
def get_greetings():
    greetings.response.headers = {"Content-Type": "text/html; charset=utf-8"}
    return PAGE


def test_a_page_of_html_goes_out_as_it_is(gateway):
    response = Client(greetings, gateway).get("/greetings")

    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.text == PAGE


# The request

asked = App()


@asked.post("/events/{location}")
def asked_view(location: str):
    request = asked.request
    return {
        "method": request.method,
        "path": request.path,
        "route": request.route,
        "path_params": request.path_params,
        "query": dict(request.query),
        "header": request.headers["x-name"],
        "body": request.body.decode(),
        "json_body": request.json_body,
    }


def test_the_request_has_all_that_a_view_asks_for(gateway):
    response = Client(asked, gateway).post(
        "/events/dc?zipcode=20902", json={"type": "cycling"}, headers={"X-Name": "a"}
    )

    assert response.json() == {
        "method": "POST",
        "path": "/events/dc",
        "route": "/events/{location}",
        "path_params": {"location": "dc"},
        "query": {"zipcode": "20902"},
        "header": "a",
        "body": '{"type":"cycling"}',
        "json_body": {"type": "cycling"},
    }


@API_GATEWAY
def test_stage_variables_are_in_the_request_and_in_its_event(gateway):
    app = App()

    @app.get("/stage")
    def stage():
        request = app.request
        return [request.stage_variables, request.aws_event["stageVariables"]]

    event = http_event(gateway, "GET", "/stage")
    event["stageVariables"] = {"table": "events"}

    response = parse_response(gateway, app(event, None))
    assert response.json() == [{"table": "events"}, {"table": "events"}]


def test_the_event_and_the_context_are_in_the_request():
    app = App()
    seen = []

    @app.get("/raw")
    def raw():
        seen.extend((app.request.aws_event, app.request.aws_context))

    event, context = http_event("alb", "GET", "/raw"), object()
    app(event, context)

    assert seen == [event, context]


# Errors and middleware of one's own


def test_a_function_replaces_the_answer_to_any_exception(gateway):
    # minik: Minik(server_error_middleware=...)
    app = make_failing()

    @app.exception_handler(Exception)
    def handle(exc):
        return {"error_message": type(exc).__name__}, 500

    response = Client(app, gateway).get("/fails")

    assert (response.status_code, response.json()) == (
        500,
        {"error_message": "KeyError"},
    )


def test_a_function_replaces_the_answers_to_errors_with_a_status(gateway):
    # minik: Minik(exception_middleware=...)
    app = App()

    @app.exception_handler(ServiceError)
    def handle(error):
        name = type(error).__name__
        return {"error_message": f"{name}: {error.msg}"}

    @app.get("/bad")
    def bad():
        raise BadRequestError("No.")

    response = Client(app, gateway).get("/bad")
    assert response.status_code == 400
    assert response.json() == {"error_message": "BadRequestError: No."}
    assert Client(app, gateway).get("/nowhere").status_code == 404


def test_a_middleware_sees_every_response(gateway):
    # minik: app.add_middleware(...)
    def add_header(get_response):
        def handle(request):
            response = get_response(request)
            response.headers["X-Seen"] = response.status_code
            return response

        return handle

    app = App(middleware=[add_header])

    @app.get("/here")
    def here():
        return {}

    client = Client(app, gateway)
    assert client.get("/here").headers["X-Seen"] == "200"
    assert client.get("/nowhere").headers["X-Seen"] == "404"


# Tests


def test_an_event_of_the_test_kit_goes_straight_into_the_app():
    # minik: create_api_event(...), create_alb_event(...)
    for gateway in ("rest", "alb"):
        event = http_event(gateway, "POST", "/events", body=json.dumps({"id": 3}))

        assert json.loads(decorated(event, None)["body"]) == {"result": "complete"}
    assert created == [{"id": 3}, {"id": 3}]
