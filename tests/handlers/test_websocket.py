"""WebSocketHandler: routes, callers, answers, and what is sent."""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import contextmanager
from decimal import Decimal
from functools import partial

import pytest
from botocore.stub import Stubber

from pyverless.auth import HasGroup, IsOwner, ReadOnly
from pyverless.aws import get_client
from pyverless.contrib.memory import Model
from pyverless.crypto import get_json_web_token
from pyverless.exceptions import (
    BadRequestError,
    ForbiddenError,
    ImproperlyConfigured,
    NotFoundError,
    ServiceError,
    ServiceUnavailableError,
    ThrottledError,
    UnsupportedEventError,
)
from pyverless.handlers import AuthorizationMixin, WebSocketHandler
from pyverless.http import Response
from pyverless.test import (
    http_event,
    override_settings,
    warmup_event,
    websocket_event,
)
from pyverless.test.functions import call_function
from pyverless.websockets import ConnectionGoneError, Connections

KEY = "a key that is long enough for HS256, surely"
ENDPOINT = "https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/prod"


class User(Model):
    name: str = ""


class Echo(WebSocketHandler):
    routes = {"send-file": "take_file"}

    def say(self):
        return self.json_body

    def send_text(self):
        return f"{self.connection_id}: {self.text}"

    def take_file(self):
        return len(self.data)

    def repeat(self, times):
        return self.text * times

    def _hidden(self):
        return "hidden"


def call(handler, route="$default", body="", **options):
    """Return what API Gateway is answered, as it reads it."""
    function = handler.as_handler() if isinstance(handler, type) else handler
    return call_function(function, websocket_event(route, body, **options), None)


def make(method="connect", *, base=WebSocketHandler, **attributes):
    """Return a handler one of whose methods does what the decorated function does."""

    def decorate(function):
        return type("Handler", (base,), {method: function, **attributes})

    return decorate


def problem(answer):
    body = json.loads(answer["body"])
    assert body["status"] == answer["statusCode"]
    return answer["statusCode"], body["code"]


# Routes


@pytest.mark.parametrize(
    ("route", "body", "answer"),
    [
        ("say", {"text": "ä"}, '{"text":"ä"}'),
        ("send_text", "Hello", "abc=: Hello"),
        ("send-text", "Hello", "abc=: Hello"),
        ("send/text", "Hello", "abc=: Hello"),
        ("send-file", b"\xff\x00", "2"),
        ("take_file", "Hello", "5"),
    ],
)
def test_a_route_has_the_method_of_its_name(route, body, answer):
    found = call(Echo, route, body, connection_id="abc=")

    assert found == {"statusCode": 200, "body": answer}


@pytest.mark.parametrize(
    "route",
    [
        "$default",
        "unknown",
        "",
        "_hidden",
        "-hidden",
        "__init__",
        *("connect", "disconnect", "default", "on_gone"),
        *("send", "setup", "initial", "dispatch", "perform_action", "get_user"),
        *("event", "context", "request", "user", "plan", "received", "routes"),
        *("as_handler", "handle_exception", "atomic", "text"),
    ],
)
def test_a_route_without_a_method_of_ones_own_is_unknown(route):
    class Handler(Echo):
        def connect(self):
            raise AssertionError("a message is no connection")

        def get_user(self):
            return None

    assert problem(call(Handler, route)) == (404, "not_found")


def test_what_has_no_method_goes_to_default():
    @make("default")
    def handler(self):
        return [self.route_key, self.text]

    assert call(handler, "no", "Hello")["body"] == '["no","Hello"]'


def test_a_method_of_a_base_or_a_mixin_is_a_route_until_it_is_taken_away():
    class Mixin:
        def wave(self):
            return "wave"

    class Handler(Echo, Mixin):
        say = None

    assert call(Handler, "wave")["body"] == "wave"
    assert call(Handler, "say")["statusCode"] == 404


@pytest.mark.parametrize(
    "routes",
    [
        {"a": "nothing"},
        {"a": "send"},
        {"a": "_hidden"},
        {"a": "repeat"},
        {"$default": "say"},
        {5: "say"},
        {"a": ["say"]},
    ],
)
def test_a_route_that_leads_nowhere_shows_during_init(routes):
    with pytest.raises(ImproperlyConfigured, match=r"Echo\.routes has ['5]"):
        Echo.as_handler(routes=routes)


def test_a_method_that_wants_arguments_is_no_route():
    @make("times", default=lambda self: "default")
    def handler(self, *, count):
        return "times"

    handler.half = lambda self, count=2, *rest, by=1, **more: f"{count}"

    assert problem(call(Echo, "repeat")) == (404, "not_found")
    assert call(handler, "times")["body"] == "default"
    assert call(handler, "half")["body"] == "2"


@pytest.mark.parametrize(
    "name",
    [
        *("text", "data", "json_body", "user", "event", "context", "request", "model"),
        *("kwargs", "outcome", "plan", "connection_id", "received", "endpoint_url"),
    ],
)
def test_a_method_in_the_place_of_an_attribute_shows_during_init(name):
    handler = make(name)(lambda self: None)

    with pytest.raises(
        ImproperlyConfigured, match=rf"Handler\.{name}\(\) .* no method"
    ):
        handler.as_handler()


def test_what_is_no_method_may_be_in_the_place_of_an_attribute():
    class Handler(WebSocketHandler):
        model = User
        user = property(lambda self: "ada")

        def whoami(self):
            return self.user

    assert call(Handler, "whoami")["body"] == "ada"


@pytest.mark.parametrize("routes", [None, "say", ["say"]])
def test_routes_are_a_dictionary(routes):
    with pytest.raises(ImproperlyConfigured, match="Set it to a dictionary of route"):
        Echo.as_handler(routes=routes)


@pytest.mark.parametrize("name", ["connect", "disconnect", "default", "on_gone"])
def test_a_method_that_is_called_otherwise_shows_during_init(name):
    handler = make(name)(lambda self, one, two: None)

    with pytest.raises(ImproperlyConfigured, match=rf"Handler\.{name}\(\) takes"):
        handler.as_handler()


@pytest.mark.parametrize("route", ["$connect", "$disconnect", "say", "$default"])
def test_methods_may_be_coroutines(route):
    class Handler(WebSocketHandler):
        async def act(self):
            await asyncio.sleep(0)
            done.append(route)

        connect = disconnect = default = act

        async def say(self):
            return await self.act()

    done = []

    assert call(Handler, route) == {"statusCode": 200}
    assert done == [route]


def test_why_a_connection_was_closed_is_known():
    @make("disconnect")
    def handler(self):
        seen.append((self.disconnect_status, self.disconnect_reason))

    seen = []
    call(handler, "$disconnect", status=1001, reason="Bye")
    bare = {"requestContext": {"eventType": "DISCONNECT", "connectionId": "a"}}

    assert call_function(handler.as_handler(), bare, None) == {"statusCode": 200}
    assert seen == [(1001, "Bye"), (None, "")]


def test_an_event_of_another_kind_gets_out():
    with pytest.raises(UnsupportedEventError):
        call_function(Echo.as_handler(), http_event("rest"), None)


def test_a_warm_up_is_no_message():
    assert call_function(Echo.as_handler(), warmup_event(), None) is None


# Answers


@pytest.mark.parametrize(
    ("result", "body"),
    [
        (None, {}),
        ("text", {"body": "text"}),
        ("ä".encode(), {"body": "ä"}),
        ("", {"body": ""}),
        ({"price": Decimal("1.50")}, {"body": '{"price":"1.50"}'}),
        (False, {"body": "false"}),
    ],
)
def test_what_a_method_returns_is_the_body(result, body):
    handler = make("default")(lambda self: result)

    assert call(handler) == {"statusCode": 200, **body}


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        (object(), "object is not something that JSON can say"),
        (b"\xff", "can't decode byte 0xff"),
        ("a" * 131_073, "131073 bytes, but API Gateway takes 131072"),
    ],
)
def test_what_can_not_be_sent_is_a_failure(result, reason, log):
    handler = make("default")(lambda self: result)

    assert problem(call(handler)) == (500, "internal_error")
    assert reason in log.text


@pytest.mark.parametrize("route", ["$connect", "$disconnect", "say"])
def test_an_error_is_answered_with_its_status_and_logged_once(route, log):
    @make("connect")
    def handler(self):
        raise BadRequestError("No.", code="no")

    handler.disconnect = handler.say = handler.connect

    answer = call(handler, route)

    assert problem(answer) == (400, "no")
    assert answer.keys() == {"statusCode", "body"}
    [record] = log.records
    assert (record.levelno, record.status, record.route) == (logging.INFO, 400, route)
    assert record.getMessage().startswith(f"Handler {route} 400 in ")
    assert record.exc_info is None


@pytest.mark.parametrize("route", ["$connect", "$disconnect", "say"])
def test_a_failure_is_answered_logged_and_reported(route, log):
    reported = []

    class Handler(WebSocketHandler):
        def connect(self):
            raise KeyError("secret")

        disconnect = say = connect

        def report_exception(self, exc):
            reported.append(type(exc))

    answer = call(Handler, route, "the text of a message")

    assert problem(answer) == (500, "internal_error")
    assert "secret" not in answer["body"]
    [record] = log.records
    assert (record.levelno, record.status) == (logging.ERROR, 500)
    assert "KeyError" in log.text
    assert "the text of a message" not in log.text
    assert reported == [KeyError]


def test_a_handler_may_answer_exceptions_of_its_own():
    @make("handle_exception", say=lambda self: {}["x"])
    def handler(self, exc):
        return {"lost": str(exc)}, 410

    assert call(handler, "say") == {"statusCode": 410, "body": '{"lost":"\'x\'"}'}


def test_an_answer_to_an_exception_may_have_no_body():
    @make("handle_exception", say=lambda self: {}["x"])
    def handler(self, exc):
        return Response(status_code=410)

    assert call(handler, "say") == {"statusCode": 410}


def test_an_answer_to_an_exception_that_can_not_be_sent_is_a_failure(log):
    @make("handle_exception", say=lambda self: {}["x"])
    def handler(self, exc):
        return b"\xff"

    assert problem(call(handler, "say")) == (500, "internal_error")
    assert "can't decode byte 0xff" in log.text


def test_a_renderer_may_write_what_is_no_text():
    def render(error, request):
        return Response(b"\xff", 500)

    with override_settings(ERROR_RENDERER=render):
        answer = call(make("say")(lambda self: {}["x"]), "say")

    assert answer == {"statusCode": 500, "body": "\ufffd"}


def test_a_key_of_a_route_can_not_pass_for_lines_of_the_log(log):
    call(Echo, "a\nERROR b")

    assert "\n" not in log.records[0].getMessage()


# Units of work


@pytest.fixture
def units():
    """A handler whose units of work are written down, and what is written."""
    written = []

    class Handler(WebSocketHandler):
        @contextmanager
        def atomic(self):
            try:
                yield
            except Exception:
                written.append("rollback")
                raise
            written.append("commit")

        def connect(self):
            written.append("connect")

        def say(self):
            written.append("say")
            return {1, 2}.__len__

    return Handler, written


def test_a_unit_of_work_is_committed_before_the_answer(units):
    handler, written = units

    assert call(handler, "$connect") == {"statusCode": 200}
    assert written == ["connect", "commit"]


def test_what_can_not_be_answered_is_not_committed(units):
    handler, written = units

    assert call(handler, "say")["statusCode"] == 500
    assert written == ["say", "rollback"]


# Connecting


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ForbiddenError("No."), 403),
        (ThrottledError(9), 429),
        (ServiceUnavailableError(), 503),
        (ValueError("No."), 500),
    ],
)
def test_an_exception_refuses_the_connection(error, status):
    @make("connect")
    def handler(self):
        raise error

    assert call(handler, "$connect")["statusCode"] == status


def answer_200(self, exc):
    return Response({"error": str(exc)}, 200)


def finalize_200(self, response):
    response.status_code = 200
    return response


@pytest.mark.parametrize(
    "hook", [{"handle_exception": answer_200}, {"finalize_response": finalize_200}]
)
@pytest.mark.parametrize(
    ("error", "status"),
    [(ForbiddenError("No."), 403), (ValueError("No."), 500), (ServiceError(302), 500)],
)
def test_nobody_gets_in_by_the_answer_to_an_error(hook, error, status, log):
    reported = []

    @make("connect", report_exception=lambda self, exc: reported.append(exc), **hook)
    def handler(self):
        raise error

    assert connect(handler) == status
    assert "with 200, which would let the caller in" in log.text
    assert reported == [error] * (status == 500)
    assert ("Traceback" in log.text) is (status == 500)


def test_nobody_gets_in_by_a_renderer_that_always_succeeds():
    def render(error, request):
        return Response({"ok": False}, 200)

    with override_settings(ERROR_RENDERER=render):
        refused = call(Member, "$connect")
        # For messages it is a matter of taste.
        unknown = call(Member, "nothing")

    assert refused == {"statusCode": 401, "body": '{"ok":false}'}
    assert unknown == {"statusCode": 200, "body": '{"ok":false}'}


@pytest.mark.parametrize("result", [False, True, {"statusCode": 403}, {}])
def test_a_refusal_that_would_be_none_is_a_failure(result, log):
    handler = make("connect")(lambda self: result)

    assert call(handler, "$connect")["statusCode"] == 500
    assert "raise ForbiddenError" in log.text


def test_a_subprotocol_is_answered_and_never_the_token():
    offered = {"Sec-WebSocket-Protocol": "a-token, bearer"}
    handler = Echo.as_handler(subprotocols=["bearer"])

    assert call(handler, "$connect", headers=offered) == {
        "statusCode": 200,
        "headers": {"Sec-WebSocket-Protocol": "bearer"},
    }
    assert call(Echo, "$connect", headers=offered) == {"statusCode": 200}


def test_a_token_among_subprotocols_is_not_even_in_the_log_of_debug_mode(log):
    log.set_level(logging.DEBUG, "pyverless")
    with override_settings(DEBUG=True):
        offered = {"Sec-WebSocket-Protocol": "bearer, 0paque"}
        call(Echo, "$connect", headers=offered)

    assert "$connect" in log.text
    assert "0paque" not in log.text


@pytest.mark.parametrize("value", ["bearer", None, [""], [None], ["a, b"], {"a": 1}])
def test_subprotocols_are_a_list_of_names(value):
    with pytest.raises(
        ImproperlyConfigured, match=r'list of names, as in \["bearer"\]'
    ):
        Echo.as_handler(subprotocols=value)


# Callers


class Member(AuthorizationMixin, WebSocketHandler):
    def connect(self):
        self.request.context["seen"] = self.user.id

    def say(self):
        return self.user and self.user.id

    def disconnect(self):
        gone.append(self.user and self.user.id)


gone = []


@pytest.fixture(autouse=True)
def _clean():
    yield
    gone.clear()
    User.objects.clear()


def connect(handler, token=None, **options):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return call(handler, "$connect", headers=headers, **options)["statusCode"]


def test_who_connects_must_be_known():
    with override_settings(SECRET_KEY=KEY):
        token = get_json_web_token({"sub": "ada"})

        assert connect(Member, token) == 200
        assert connect(Member, token[:-3]) == 401
        assert connect(Member) == 401


def test_permissions_are_asked_when_somebody_connects_and_never_again():
    class Handler(Member):
        permission_classes = [HasGroup("editors")]

    editor = {"principalId": "ada", "groups": '["editors"]'}

    assert connect(Handler, authorizer=editor) == 200
    assert connect(Handler, authorizer={"principalId": "ada"}) == 403
    assert call(Handler, "say", authorizer={"principalId": "ada"})["body"] == "ada"


def test_a_connection_is_no_reading():
    assert connect(Echo.as_handler(permission_classes=[ReadOnly])) == 401


def test_the_setting_holds_for_connections():
    with override_settings(
        PERMISSION_CLASSES=["pyverless.auth.permissions.IsAuthenticated"]
    ):
        assert connect(Echo) == 401
        assert call(Echo, "say", "1")["body"] == "1"


def test_a_rule_about_objects_shows_during_init():
    with pytest.raises(ImproperlyConfigured, match="rule about objects"):
        Echo.as_handler(permission_classes=[IsOwner("author_id")])


def test_without_an_authorizer_nobody_is_known_later():
    assert call(Member, "say") == {"statusCode": 200}


def test_where_nothing_asks_nobody_is_known():
    handler = make("say")(lambda self: [self.user])

    assert call(handler, "say", authorizer={"principalId": "ada"})["body"] == "[null]"


def test_who_is_gone_can_say_nothing_more_but_the_end_is_noticed():
    ada = User(name="Ada")
    ada.save()
    found = {"principalId": str(ada.id)}
    with override_settings(USER_MODEL=User):
        known = call(Member, "say", authorizer=found)
        ada.delete()
        unknown = call(Member, "say", authorizer=found)
        end = call(Member, "$disconnect", authorizer=found)

    assert known["body"] == str(ada.id)
    assert problem(unknown) == (401, "user_unknown")
    assert end == {"statusCode": 200}
    assert gone == [None]


@pytest.mark.parametrize(
    ("error", "level"),
    [(ConnectionError("no database"), logging.ERROR), (NotFoundError(), logging.INFO)],
)
def test_the_end_is_noticed_whoever_it_was(error, level, log):
    reported = []

    class Handler(Member):
        def get_user(self):
            raise error

        def report_exception(self, exc):
            reported.append(exc)

    assert call(Handler, "$disconnect") == {"statusCode": 200}
    assert gone == [None]
    failure, line = log.records
    assert (failure.levelno, line.status) == (level, 200)
    assert bool(failure.exc_info) is (level == logging.ERROR)
    assert reported == [error] * (level == logging.ERROR)


def test_a_failure_at_the_end_is_still_one():
    @make("initial")
    def handler(self):
        raise KeyError

    assert call(handler, "$disconnect")["statusCode"] == 500


def test_messages_can_be_throttled():
    @make("check_throttles")
    def handler(self):
        raise ThrottledError(5)

    assert problem(call(handler)) == (429, "throttled")


# Sending


@pytest.fixture
def aws(monkeypatch):
    """What AWS answers: `aws.add_response(…)`; all of it must be asked for."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.delenv("AWS_REGION", raising=False)
    get_client.cache_clear()
    with Stubber(get_client("apigatewaymanagementapi", ENDPOINT)) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()
    get_client.cache_clear()


def expect(aws, data, connection_id="b", operation="post_to_connection"):
    arguments = {"ConnectionId": connection_id}
    if data is not None:
        arguments["Data"] = data
    aws.add_response(operation, {}, arguments)


def sender(*arguments, **attributes):
    """Return a handler that answers what `self.send()` returns."""
    return make("default", **attributes)(lambda self: self.send(*arguments))


@pytest.mark.parametrize(
    ("data", "sent"),
    [
        ("ä", "ä".encode()),
        (b"\xff", b"\xff"),
        ({"price": Decimal("1.50")}, b'{"price":"1.50"}'),
        (None, b"null"),
    ],
)
def test_text_and_bytes_are_sent_as_they_are_and_the_rest_as_json(aws, data, sent):
    expect(aws, sent)

    assert call(sender(data, "b"))["body"] == "true"


def test_the_callers_own_connection_is_the_default(aws):
    expect(aws, b"Hello", "abc=")

    assert call(sender("Hello"), connection_id="abc=")["body"] == "true"


def test_who_is_gone_is_reported_and_the_message_is_not_sent(aws):
    aws.add_client_error("post_to_connection", "GoneException", http_status_code=410)
    handler = sender("Hello", "b", on_gone=lambda self, who: gone.append(who))

    assert call(handler)["body"] == "false"
    assert gone == ["b"]


def test_who_has_an_id_that_aws_does_not_know_is_gone(aws):
    message = "Invalid connectionId: b"
    aws.add_client_error("post_to_connection", "BadRequestException", message)
    handler = sender("Hello", "b", on_gone=lambda self, who: gone.append(who))

    assert call(handler)["body"] == "false"
    assert gone == ["b"]


def test_without_a_hook_it_does_not_matter_who_is_gone(aws):
    aws.add_client_error("post_to_connection", "GoneException", http_status_code=410)

    assert call(sender("Hello", "b"))["body"] == "false"


@pytest.mark.parametrize("to", ["", ".", "..", "a?b", "ä", "a\n", "a" * 129, 5])
def test_nobody_is_at_what_is_no_id_of_a_connection(to):
    handler = sender("Hello", to, on_gone=lambda self, who: gone.append(who))

    assert call(handler)["body"] == "false"
    assert gone == []
    connections = Connections(ENDPOINT)
    for act in (partial(connections.send, data="Hello"), connections.close):
        with pytest.raises(ConnectionGoneError):
            act(to)


def test_another_error_of_aws_is_a_failure(aws, log):
    aws.add_client_error("post_to_connection", "ForbiddenException")

    assert call(sender("Hello"))["statusCode"] == 500
    assert "ForbiddenException" in log.text


def test_nothing_can_be_sent_to_who_is_not_connected_yet(aws, log):
    handler = make("connect")(lambda self: self.send("Hello"))

    assert connect(handler) == 500
    assert "connect() has still to accept" in log.text


def test_others_can_be_told_that_somebody_connects(aws):
    expect(aws, b"Hello")

    @make("connect")
    def handler(self):
        self.send("Hello", "b")

    assert connect(handler) == 200


def test_what_is_too_large_is_not_sent(aws, log):
    assert call(sender("ä" * 65_537))["statusCode"] == 500
    assert "131074 bytes" in log.text


# Where the connections are


def url_of(handler, **options):
    seen = make("say", base=handler)(lambda s: [s.get_connections().endpoint_url])
    answer = call(seen, "say", **options)
    return json.loads(answer["body"])[0] if answer["statusCode"] == 200 else None


def test_messages_go_where_the_event_is_from(aws):
    assert url_of(Echo) == ENDPOINT
    assert url_of(Echo, domain="chat.example.com") == ENDPOINT


def test_a_class_or_the_environment_may_say_otherwise(aws, monkeypatch):
    class Handler(Echo):
        endpoint_url = "wss://elsewhere.example/prod"

    assert url_of(Handler) == "https://elsewhere.example/prod"
    monkeypatch.setenv("AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI", "http://127.0.0.1:9")
    assert url_of(Echo) is None
    assert url_of(Handler) == "https://elsewhere.example/prod"
    client = get_client("apigatewaymanagementapi", Connections().endpoint_url)
    assert client.meta.endpoint_url == "http://127.0.0.1:9"


def test_without_a_region_a_domain_of_ones_own_is_not_enough(monkeypatch, log):
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)

    assert url_of(Echo, domain="chat.example.com") is None
    assert "Give it the URL of the API's stage" in log.text


@pytest.mark.parametrize(
    "url",
    ["", "chat.example.com/prod", "https://", f"{ENDPOINT}/@connections", "x\n", 5],
)
def test_an_endpoint_is_the_url_of_a_stage(url):
    with pytest.raises(ImproperlyConfigured, match="Set it to the URL of the API's"):
        Connections(url)
    with pytest.raises(ImproperlyConfigured, match=r"Echo\.endpoint_url is"):
        Echo.as_handler(endpoint_url=url)


def test_an_event_that_could_be_from_anywhere_sends_nothing(log):
    event = websocket_event("say", stage="../../x")
    handler = make("say")(lambda self: self.send("Hello"))

    assert call_function(handler.as_handler(), event, None)["statusCode"] == 500
    assert "UnsupportedEventError" in log.text


def test_functions_without_a_connection_can_send_and_close(aws):
    connections = Connections(ENDPOINT.replace("https", "wss"))
    expect(aws, b"[1]")
    connections.send("b", [1])
    expect(aws, None, operation="delete_connection")
    connections.close("b")
    aws.add_client_error("delete_connection", "GoneException", http_status_code=410)
    with pytest.raises(ConnectionGoneError, match="'b' is gone") as raised:
        connections.close("b")

    assert raised.value.connection_id == "b"


def test_the_event_is_as_api_gateway_makes_it():
    connected = websocket_event("$connect", target="/?a=1", stage="dev")
    message = websocket_event("say", {"a": 1})

    assert connected["queryStringParameters"] == {"a": "1"}
    assert connected["requestContext"]["stage"] == "dev"
    assert "queryStringParameters" not in websocket_event("$connect")
    assert message.keys() == {"requestContext", "body", "isBase64Encoded"}
    assert message["body"] == '{"a": 1}'
