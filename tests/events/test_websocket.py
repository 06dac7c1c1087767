"""What API Gateway says about the connections of a WebSocket API."""

from __future__ import annotations

import pytest
from botocore.session import get_session

from pyverless.events.websocket import WebSocketEvent
from pyverless.exceptions import BadRequestError, UnsupportedEventError
from pyverless.test import authorizer_event, http_event, sqs_event, websocket_event

# As captured, with names changed.
CONNECT = {
    "headers": {
        "Host": "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com",
        "Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits",
        "Sec-WebSocket-Key": "bUtr3h9TzbIeFf0lCEMoqg==",
        "Sec-WebSocket-Version": "13",
        "X-Amzn-Trace-Id": "Root=1-5f3f8cf4-3b9e7b1b9b2f9b2f9b2f9b2f",
        "X-Forwarded-For": "203.0.113.7",
        "X-Forwarded-Port": "443",
        "X-Forwarded-Proto": "https",
    },
    "multiValueHeaders": {
        "Host": ["a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com"],
        "Sec-WebSocket-Version": ["13"],
    },
    "queryStringParameters": {"room": "tea & cake"},
    "multiValueQueryStringParameters": {"room": ["tea & cake"]},
    "requestContext": {
        "routeKey": "$connect",
        "eventType": "CONNECT",
        "extendedRequestId": "RmFGyEGdDoEFUhA=",
        "requestTime": "21/Aug/2026:09:00:36 +0000",
        "messageDirection": "IN",
        "stage": "prod",
        "connectedAt": 1787302836000,
        "requestTimeEpoch": 1787302836000,
        "identity": {"userAgent": "Mozilla/5.0", "sourceIp": "203.0.113.7"},
        "requestId": "RmFGyEGdDoEFUhA=",
        "domainName": "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com",
        "connectionId": "RmFGycBRjoECIVw=",
        "apiId": "a1b2c3d4e5",
    },
    "isBase64Encoded": False,
}


def read(event):
    return WebSocketEvent(event, None)


def message(body="", **context):
    found = CONNECT["requestContext"] | {"eventType": "MESSAGE", "routeKey": "say"}
    return {
        "requestContext": found | context,
        "body": body,
        "isBase64Encoded": isinstance(body, bytes),
    }


def test_an_upgrade_has_headers_and_a_query():
    received = read(CONNECT)

    assert (received.event_type, received.route_key) == ("CONNECT", "$connect")
    assert received.connection_id == "RmFGycBRjoECIVw="
    assert received.request.headers["sec-websocket-version"] == "13"
    assert received.request.query["room"] == "tea & cake"
    assert received.request.client_ip == "203.0.113.7"
    # A rule that asks for the method is to refuse.
    assert received.request.method is None


def test_a_message_has_neither():
    received = read(message("Hello"))

    assert (received.event_type, received.route_key) == ("MESSAGE", "say")
    assert (received.text, received.data) == ("Hello", "Hello")
    assert not received.request.headers
    assert not received.request.query


def test_a_binary_message_is_bytes():
    received = read(websocket_event(body=b"\xff\x00"))

    assert received.data == b"\xff\x00"
    with pytest.raises(BadRequestError, match="UTF-8"):
        _ = received.text


@pytest.mark.parametrize(
    ("context", "status", "reason"),
    [
        ({"disconnectStatusCode": 1001, "disconnectReason": "Bye"}, 1001, "Bye"),
        ({"disconnectStatusCode": None, "disconnectReason": None}, None, ""),
        ({}, None, ""),
    ],
)
def test_a_closed_connection_may_say_why(context, status, reason):
    received = read(
        {"requestContext": message(eventType="DISCONNECT", **context)["requestContext"]}
    )

    assert received.event_type == "DISCONNECT"
    assert (received.disconnect_status, received.disconnect_reason) == (status, reason)


def test_without_a_route_key_it_is_that_of_the_event():
    assert read(message(routeKey=None)).route_key == "$default"


@pytest.mark.parametrize(
    "event",
    [
        None,
        [],
        {},
        {"requestContext": None},
        {"requestContext": {"eventType": "MESSAGE"}},
        {"requestContext": {"connectionId": "a"}},
        {"requestContext": {"eventType": "PING", "connectionId": "a"}},
        {"requestContext": {"eventType": [], "connectionId": "a"}},
        http_event("rest"),
        http_event("http2"),
        sqs_event("secret"),
        authorizer_event("websocket"),
    ],
    ids=str,
)
def test_another_event_is_refused_without_its_values(event):
    with pytest.raises(UnsupportedEventError, match="eventType of CONNECT") as raised:
        read(event)

    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("lines", "chosen"),
    [
        (["chat.2, chat.1"], "chat.2"),
        (["mqtt,chat.1"], "chat.1"),
        (["mqtt", "chat.1"], "chat.1"),
        (["mqtt"], None),
        ([], None),
    ],
)
def test_the_first_subprotocol_that_is_known_is_chosen(lines, chosen):
    headers = [("Sec-WebSocket-Protocol", line) for line in lines]
    received = read(websocket_event("$connect", headers=headers))

    assert received.choose_subprotocol(["chat.1", "chat.2"]) == chosen


API = "a1b2c3d4e5.execute-api"


@pytest.mark.parametrize(
    ("domain", "region", "url"),
    [
        (f"{API}.eu-west-1.amazonaws.com", None, f"{API}.eu-west-1.amazonaws.com"),
        ("chat.example.com", "eu-west-1", f"{API}.eu-west-1.amazonaws.com"),
        ("chat.example.cn", "cn-north-1", f"{API}.cn-north-1.amazonaws.com.cn"),
        (f"{API}.eu-west-1.api.aws", None, f"{API}.eu-west-1.api.aws"),
        # What anybody could have made up:
        *(
            (domain, "eu-west-1", f"{API}.eu-west-1.amazonaws.com")
            for domain in (
                "evil.example/.execute-api.",
                f"{API}.evil.com",
                f"{API}.eu-west-1.evil.com",
                f"{API}.eu-west-1.amazonaws.com.cn",
                f"{API}.evil/x.amazonaws.com",
                f"{API}.evil@x.amazonaws.com",
                "other.execute-api.eu-west-1.amazonaws.com",
                f"{API}.eu-west-1.amazonaws.com\n",
                None,
            )
        ),
    ],
)
def test_messages_go_to_the_stage_behind_the_domain(domain, region, url):
    received = read(message(domainName=domain))

    assert received.get_endpoint(region) == f"https://{url}/prod"


def test_a_domain_of_ones_own_does_not_say_its_region():
    assert read(message(domainName="chat.example.com")).get_endpoint(None) is None


@pytest.mark.parametrize(
    "context",
    [
        {"apiId": "evil.com/"},
        {"apiId": "evil.com#"},
        {"apiId": None},
        {"apiId": ""},
        {"stage": "../../x"},
        {"stage": "x?y"},
        {"stage": ""},
        {"stage": ["prod"]},
    ],
)
@pytest.mark.parametrize("domain", [f"{API}.eu-west-1.amazonaws.com", "chat.example"])
def test_an_api_that_can_be_none_gets_no_messages(context, domain):
    received = read(message(domainName=domain, **context))

    with pytest.raises(UnsupportedEventError, match="Set endpoint_url"):
        received.get_endpoint("eu-west-1")


def test_the_domains_are_those_of_botocore():
    partitions = get_session().get_component("data_loader").load_data("partitions")
    for partition in partitions["partitions"]:
        outputs = partition["outputs"]
        for region in {outputs["implicitGlobalRegion"], *partition["regions"]}:
            if region.endswith("-global"):
                continue
            plain, dual = (
                read(message(domainName=f"{API}.{region}.{outputs[name]}"))
                for name in ("dnsSuffix", "dualStackDnsSuffix")
            )
            for received in (plain, dual):
                domain = received.request_context["domainName"]
                assert received.get_endpoint(None) == f"https://{domain}/prod"
            own = read(message(domainName="chat.example")).get_endpoint(region)
            assert own == plain.get_endpoint(None)
