"""What the documentation of Powertools' Event Handler shows, written for pyverless.

The events and the answers are the documentation's own, and around it are Powertools'
real Logger and Tracer.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import re
from base64 import b64decode
from dataclasses import dataclass
from enum import Enum
from http import HTTPStatus
from unittest.mock import patch

import pytest
from aws_lambda_powertools import Logger, Tracer
from aws_lambda_powertools.logging import correlation_paths

from pyverless.exceptions import (
    BadRequestError,
    InternalServerError,
    NotFoundError,
    ServiceError,
    UnauthorizedError,
)
from pyverless.http import CORSConfig, Request, Response
from pyverless.routing import App, Router
from pyverless.test import Client, FakeContext, http_event, parse_response
from tests.parity.samples import COMPRESSED, HELLO_EVENT, LOGO, sample_request
from tests.parity.service import main

LOG = io.StringIO()

# There is no X-Ray daemon to take what the tracer has.
with patch.dict(os.environ, {"POWERTOOLS_TRACE_DISABLED": "true"}):
    tracer = Tracer(service="parity")
logger = Logger(service="parity", stream=LOG)


def as_lambda_handler(app, correlation_id_path=correlation_paths.API_GATEWAY_REST):
    """Return the function of each sample: the App with other utilities around it."""

    @logger.inject_lambda_context(correlation_id_path=correlation_id_path)
    @tracer.capture_lambda_handler
    def lambda_handler(event, context):
        logger.info("called")
        return app(event, context)

    return lambda_handler


@pytest.fixture
def lambda_context():
    """The context of the chapter on testing."""

    @dataclass
    class LambdaContext:
        function_name: str = "test"
        memory_limit_in_mb: int = 128
        invoked_function_arn: str = "arn:aws:lambda:eu-west-1:809313241:function:test"
        aws_request_id: str = "52fdfc07-2182-154f-163f-5f0f9a621d72"

    return LambdaContext()


@pytest.fixture
def correlation_ids():
    """Call it for the correlation ids that were logged since the test began."""
    start = LOG.tell()

    def read():
        lines = LOG.getvalue()[start:].splitlines()
        return [json.loads(line).get("correlation_id") for line in lines]

    return read


# API Gateway decorator, HTTP API, ALB: one App for all

hello = App()


@hello.get("/hello")
@tracer.capture_method
def get_hello_universe():
    return {"message": "hello universe"}


@hello.get("/async/<name>")
@tracer.capture_method
async def get_hello_async(name: str):
    return {"message": f"hello {name}"}


def test_the_sample_event_gets_the_sample_response(lambda_context, correlation_ids):
    answer = as_lambda_handler(hello)(HELLO_EVENT, lambda_context)

    assert answer == {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json"},
        "body": '{"message":"hello universe"}',
        "isBase64Encoded": False,
    }
    assert correlation_ids() == ["c6af9ac6-7b61-11e6-9a41-93e8deadbeef"]


@pytest.mark.parametrize(
    ("gateway", "correlation_id_path", "get_id"),
    [
        (
            "rest",
            correlation_paths.API_GATEWAY_REST,
            lambda event: event["requestContext"]["requestId"],
        ),
        (
            "http2",
            correlation_paths.API_GATEWAY_HTTP,
            lambda event: event["requestContext"]["requestId"],
        ),
        (
            "alb",
            correlation_paths.APPLICATION_LOAD_BALANCER,
            lambda event: event["headers"]["x-amzn-trace-id"],
        ),
    ],
)
def test_the_same_app_is_behind_each_front(
    gateway, correlation_id_path, get_id, correlation_ids
):
    function = as_lambda_handler(hello, correlation_id_path)
    event = http_event(gateway, "GET", "/hello")

    response = parse_response(gateway, function(event, FakeContext()))

    assert response.json() == {"message": "hello universe"}
    assert correlation_ids() == [get_id(event)]


def test_an_asynchronous_view_is_traced_as_well(gateway):
    response = Client(as_lambda_handler(hello), gateway).get("/async/lessa")

    assert response.json() == {"message": "hello lessa"}


# Dynamic routes

dynamic = App()


@dynamic.get("/hello/<name>")
@tracer.capture_method
def get_hello_you(name):
    return {"message": f"hello {name}"}


@dynamic.get("/<message>/<name>")
@tracer.capture_method
def get_message(message, name):
    return {"message": f"{message}, {name}"}


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (
            {
                "resource": "/hello/{name}",
                "path": "/hello/lessa",
                "httpMethod": "GET",
            },
            "hello lessa",
        ),
        (
            {
                "resource": "/{message}/{name}",
                "path": "/hi/michael",
                "httpMethod": "GET",
            },
            "hi, michael",
        ),
    ],
)
def test_dynamic_and_nested_routes(event, message, lambda_context):
    answer = as_lambda_handler(dynamic)(event, lambda_context)

    assert json.loads(answer["body"]) == {"message": message}


# Catch-all routes

catch_all = App()


@catch_all.get(".+")
def catch_any_route_after_any():
    return {"path_received": catch_all.request.path}


@catch_all.get(re.compile("/any/(?P<between>.+)/stop"))
def catch_in_between(between):
    return {"between": between}


@catch_all.get("/any/explicit")
def explicit():
    return {"explicit": True}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/any/route/should/work", {"path_received": "/any/route/should/work"}),
        ("/any/route/in/between/stop", {"between": "route/in/between"}),
        ("/any/explicit", {"explicit": True}),
    ],
)
def test_a_catch_all_route_takes_what_no_other_does(path, body):
    assert json.loads(catch_all(sample_request(path), None)["body"]) == body


# HTTP methods

methods = App()


@methods.post("/hello")
@tracer.capture_method
def post_hello():
    name = methods.request.json_body.get("name")
    return {"message": f"hello {name}"}


@methods.route("/both", methods=["PUT", "POST"])
@tracer.capture_method
def put_or_post():
    name = methods.request.json_body.get("name")
    return {"message": f"hello {name}"}


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/hello"), ("PUT", "/both"), ("POST", "/both")]
)
def test_a_view_answers_the_methods_of_its_decorator(gateway, method, path):
    client = Client(as_lambda_handler(methods), gateway)

    response = client.request(method, path, json={"name": "lessa"})

    assert response.json() == {"message": "hello lessa"}


# Accessing request details

details = App()


@details.get("/hello")
def get_details():
    query_strings_as_dict = dict(details.request.query)
    json_payload = details.request.json_body
    payload = details.request.body
    name = details.request.query.get("name", "")
    return [query_strings_as_dict, json_payload, payload.decode(), f"hello {name}"]


@details.get("/headers")
def get_headers():
    headers_as_dict = dict(details.request.headers)
    name = details.request.headers.get("X-Name", "")
    return [headers_as_dict["x-name"], f"hello {name}"]


def test_query_strings_and_payload(gateway):
    response = Client(details, gateway).request(
        "GET", "/hello?name=lessa&a=1", json={"b": 2}
    )

    assert response.json() == [
        {"name": "lessa", "a": "1"},
        {"b": 2},
        '{"b":2}',
        "hello lessa",
    ]


def test_headers(gateway):
    response = Client(details, gateway).get("/headers", headers={"x-name": "lessa"})

    assert response.json() == ["lessa", "hello lessa"]


# Handling not found routes, exception handling

errors = App()


@errors.not_found
@tracer.capture_method
def handle_not_found_errors(exc: NotFoundError) -> Response:
    logger.info("Not found route: %s", errors.request.path)
    return Response("I'm a teapot!", 418, content_type="text/plain")


@errors.get("/catch/me/if/you/can")
@tracer.capture_method
def catch_me_if_you_can():
    return {"message": "oh hey"}


@errors.exception_handler(ValueError)
def handle_value_error(ex: ValueError):
    metadata = {"path": errors.request.path}
    logger.error("Malformed request: %s", ex, extra=metadata)
    return Response("Invalid request", 400, content_type="text/plain")


@errors.get("/hello")
@tracer.capture_method
def hello_name():
    name = errors.request.query.get("name")
    if name is not None:
        raise ValueError("name query string must be present")
    return {"message": f"hello {name}"}


@pytest.mark.parametrize(
    ("target", "status", "text"),
    [
        ("/catch/me/if/you/can", 200, '{"message":"oh hey"}'),
        ("/catch/me/if/you/can/not", 418, "I'm a teapot!"),
        ("/hello", 200, '{"message":"hello None"}'),
        ("/hello?name=lessa", 400, "Invalid request"),
    ],
)
def test_not_found_and_exception_handler(gateway, target, status, text):
    response = Client(as_lambda_handler(errors), gateway).get(target)

    assert (response.status_code, response.text) == (status, text)


def test_what_a_handler_answers_has_its_own_content_type(gateway):
    response = Client(errors, gateway).get("/nowhere")

    assert response.headers["Content-Type"] == "text/plain"


# Raising HTTP errors

raising = App()


@raising.get(rule="/bad-request-error")
def bad_request_error():
    raise BadRequestError("Missing required parameter")


@raising.get(rule="/unauthorized-error")
def unauthorized_error():
    raise UnauthorizedError("Unauthorized")


@raising.get(rule="/not-found-error")
def not_found_error():
    raise NotFoundError


@raising.get(rule="/internal-server-error")
def internal_server_error():
    raise InternalServerError("Internal server error")


@raising.get(rule="/service-error", cors=True)
def service_error():
    raise ServiceError(502, "Something went wrong!")


@raising.get(rule="/service-error-alternatively")
def service_error_of_http():
    raise ServiceError(HTTPStatus.BAD_GATEWAY.value, "Something went wrong!")


@pytest.mark.parametrize(
    ("target", "status", "message"),
    [
        ("/bad-request-error", 400, "Missing required parameter"),
        ("/unauthorized-error", 401, "Unauthorized"),
        ("/not-found-error", 404, "Not found."),
        ("/internal-server-error", 500, "Internal server error"),
        ("/service-error", 502, "Something went wrong!"),
        ("/service-error-alternatively", 502, "Something went wrong!"),
    ],
)
def test_errors_are_raised_with_their_status(gateway, target, status, message):
    response = Client(raising, gateway).get(target)

    assert response.status_code == status
    assert response.json()["status"] == status
    assert response.json()["detail"] == message


def test_a_route_alone_can_have_cors(gateway):
    client = Client(raising, gateway, headers={"Origin": "https://example.com"})

    assert client.get("/service-error").headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.get("/bad-request-error").headers


# Custom Domain API Mappings

mapped = App(strip_prefixes=["/payment"])


@mapped.get("/subscriptions/<subscription>")
@tracer.capture_method
def get_subscription(subscription):
    return {"subscription_id": subscription}


@mapped.get("/")
def root(request: Request):
    return {"path": request.path}


def test_the_prefix_of_a_custom_domain_is_stripped(lambda_context):
    event = {
        "resource": "/subscriptions/{subscription}",
        "path": "/payment/subscriptions/123",
        "httpMethod": "GET",
    }
    answer = as_lambda_handler(mapped)(event, lambda_context)

    assert json.loads(answer["body"]) == {"subscription_id": "123"}


@pytest.mark.parametrize("path", ["/payment", "/payment/"])
def test_the_prefix_alone_is_the_root(path):
    answer = mapped(sample_request(path), None)

    assert json.loads(answer["body"]) == {"path": "/"}


def test_a_prefix_is_whole_segments():
    app = App(strip_prefixes=["/pay"])
    app.get("/ment")(root)

    assert app(sample_request("/payment"), None)["statusCode"] == 404
    assert app(sample_request("/pay/ment"), None)["statusCode"] == 200


# CORS

ORIGIN = "https://www.example.com"
cors = App(cors=CORSConfig(allow_origin=ORIGIN, max_age=300))


@cors.get("/hello/<name>")
@tracer.capture_method
def get_hello_with_cors(name):
    return {"message": f"hello {name}"}


@cors.get("/hello", cors=False)
@tracer.capture_method
def get_hello_no_cors_needed():
    return {"message": "hello, no CORS needed for this path ;)"}


def ask(path, method="GET"):
    event = sample_request(path, method, headers={"Origin": ORIGIN})
    return as_lambda_handler(cors)(event, FakeContext())


def test_the_sample_response_has_cors():
    answer = ask("/hello/lessa")

    # What a page may send is for preflights only: Fetch looks for it nowhere else.
    assert answer == {
        "statusCode": 200,
        "headers": {
            "Content-Type": "application/json",
            "Access-Control-Allow-Origin": "https://www.example.com",
            "Vary": "Origin",
        },
        "body": '{"message":"hello lessa"}',
        "isBase64Encoded": False,
    }


def test_a_path_without_cors_has_the_sample_response_without():
    assert ask("/hello") == {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json"},
        "body": '{"message":"hello, no CORS needed for this path ;)"}',
        "isBase64Encoded": False,
    }


def test_a_preflight_is_answered_with_what_the_sample_allows():
    answer = ask("/hello/lessa", "OPTIONS")

    assert answer["statusCode"] == 204
    headers = answer["headers"]
    assert headers["Access-Control-Allow-Origin"] == "https://www.example.com"
    assert headers["Access-Control-Allow-Methods"] == "GET,HEAD"
    assert headers["Access-Control-Max-Age"] == "300"
    assert headers["Access-Control-Allow-Headers"] == (
        "Authorization,Content-Type,X-Amz-Date,X-Amz-Security-Token,X-Api-Key"
    )


def test_a_path_without_cors_has_no_preflight():
    assert ask("/hello", "OPTIONS")["statusCode"] == 405


# Fine grained responses

fine = App()


@fine.get("/hello")
def get_teapot():
    payload = json.dumps({"message": "I'm a teapot"}, separators=(",", ":"))
    return Response(
        status_code=418,
        content_type="application/json",
        body=payload,
        headers={"X-Custom": "X-Value"},
    )


def test_a_body_that_is_json_already_is_not_dumped_again():
    assert fine(sample_request("/hello"), None) == {
        "body": '{"message":"I\'m a teapot"}',
        "headers": {"Content-Type": "application/json", "X-Custom": "X-Value"},
        "isBase64Encoded": False,
        "statusCode": 418,
    }


# Compress

compressing = App()


@compressing.get("/hello", compress=True)
def get_compressed():
    return {"message": "hello universe"}


def test_an_answer_is_compressed_for_who_accepts_that():
    event = sample_request("/hello", headers={"Accept-Encoding": "gzip"})

    answer = compressing(event, None)

    body = answer.pop("body")
    assert gzip.decompress(b64decode(body)) == gzip.decompress(b64decode(COMPRESSED))
    assert answer == {
        "headers": {
            "Content-Encoding": "gzip",
            "Content-Type": "application/json",
            "Vary": "Accept-Encoding",
        },
        "isBase64Encoded": True,
        "statusCode": 200,
    }


def test_an_answer_is_not_compressed_for_others():
    answer = compressing(sample_request("/hello"), None)

    assert answer["body"] == '{"message":"hello universe"}'
    assert answer["isBase64Encoded"] is False


# Binary responses

binary = App()
logo_file: bytes = gzip.decompress(b64decode(LOGO))


@binary.get("/logo", compress=True)
def get_logo():
    return Response(status_code=200, content_type="image/svg+xml", body=logo_file)


def test_an_image_goes_out_as_base64():
    event = sample_request("/logo", headers={"Accept": "image/svg+xml"})

    answer = binary(event, None)

    assert b64decode(answer["body"]) == logo_file
    assert answer["isBase64Encoded"] is True


def test_an_image_is_compressed_for_who_accepts_that():
    headers = {"Accept": "image/svg+xml", "Accept-Encoding": "gzip"}

    answer = binary(sample_request("/logo", headers=headers), None)

    assert gzip.decompress(b64decode(answer.pop("body"))) == logo_file
    assert answer == {
        "headers": {
            "Content-Encoding": "gzip",
            "Content-Type": "image/svg+xml",
            "Vary": "Accept-Encoding",
        },
        "isBase64Encoded": True,
        "statusCode": 200,
    }


# Debug mode


def test_debug_mode_answers_with_the_traceback_and_logs_the_exchange(gateway, log):
    app = App(debug=True)

    @app.get("/hello")
    def get_failing():
        raise KeyError("a detail")

    response = Client(app, gateway).get("/hello")

    assert response.status_code == 500
    assert "in get_failing" in response.text
    messages = [record.getMessage() for record in log.records]
    assert any(message.startswith("Event: ") for message in messages)
    assert any(message.startswith("Answer: ") for message in messages)


# Custom serializer


class CustomEncoder(json.JSONEncoder):
    """Your customer json encoder."""

    def default(self, obj):
        if isinstance(obj, Enum):
            return obj.value
        try:
            iterable = iter(obj)
        except TypeError:
            pass
        else:
            return sorted(iterable)
        return json.JSONEncoder.default(self, obj)


def custom_serializer(obj) -> str:
    return json.dumps(obj, cls=CustomEncoder)


colors = App(serializer=custom_serializer)


class Color(Enum):
    RED = 1
    BLUE = 2


@colors.get("/colors")
def get_color() -> dict:
    return {"color": Color.RED, "variations": {"light", "dark"}}


def test_a_custom_serializer_writes_the_answers(gateway):
    response = Client(colors, gateway).get("/colors")

    assert response.text == '{"color": 1, "variations": ["dark", "light"]}'


def test_enums_and_sets_need_no_serializer_of_their_own(gateway):
    app = App()
    app.get("/colors")(get_color)

    body = Client(app, gateway).get("/colors").json()

    assert body["color"] == 1
    assert sorted(body["variations"]) == ["dark", "light"]


# Split routes with Router

users = Router()
USERS = {"user1": "details_here", "user2": "details_here", "user3": "details_here"}


@users.get("/users")
def get_users() -> dict:
    pagination_limit = int(users.request.query.get("limit", 10))
    return {"items": [dict(list(USERS.items())[:pagination_limit])]}


@users.get("/users/<username>")
def get_user(username: str) -> dict:
    return {"details": USERS.get(username, {})}


def test_a_router_brings_its_routes(gateway):
    app = App()
    app.include_router(users)
    client = Client(app, gateway)

    assert client.get("/users?limit=1").json() == {"items": [{"user1": "details_here"}]}
    assert client.get("/users/user2").json() == {"details": "details_here"}


def test_several_files_and_a_prefix_make_one_function(gateway):
    client = Client(main.lambda_handler, gateway)

    assert client.get("/status").json() == {"status": "OK"}
    assert client.get("/users").json()["items"][0].keys() == {"user1", "user2", "user3"}
    assert client.get("/users?limit=1").json() == {"items": [{"user1": "details"}]}
    assert client.get("/users/user3").json() == {"details": "details"}


# Testing your code


def test_lambda_handler(lambda_context, correlation_ids):
    minimal_event = {
        "path": "/hello",
        "httpMethod": "GET",
        "requestContext": {"requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"},
    }

    ret = as_lambda_handler(hello)(minimal_event, lambda_context)
    expected = json.dumps({"message": "hello universe"}, separators=(",", ":"))

    assert ret["statusCode"] == 200
    assert ret["body"] == expected
    assert correlation_ids() == ["c6af9ac6-7b61-11e6-9a41-93e8deadbeef"]
