"""The events of the testing kit are those that AWS sends."""

import base64
import json
from urllib.parse import unquote_plus

import pytest

from pyverless.events.sns import SNSNotification
from pyverless.test import (
    GATEWAYS,
    http_event,
    s3_event,
    s3_test_event,
    schedule_event,
    sns_event,
    sqs_event,
    warmup_event,
)

PAYLOAD_1 = ("rest", "http1")
PAYLOAD_2 = ("http2", "function_url")
PNG = b"\x89PNG\r\n\x1a\n\xff"


# Every front


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_an_event_is_what_json_can_say(gateway):
    event = http_event(
        gateway,
        "post",
        "/a%20b?c=1&c=2",
        headers=[("X-One", "1"), ("x-one", "2"), ("Cookie", "a=1; b=2")],
        body='{"title": "é"}',
    )

    assert json.loads(json.dumps(event)) == event


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_events_share_no_state(gateway):
    http_event(gateway, headers={"X-One": "1"})["requestContext"]["changed"] = True

    assert "changed" not in http_event(gateway)["requestContext"]


def test_an_unknown_gateway_is_named_with_those_that_exist():
    with pytest.raises(ValueError, match=r"There is no gateway 'htp2'\. .* rest, "):
        http_event("htp2")


@pytest.mark.parametrize("target", ["articles", "", "https://example.com/"])
def test_a_target_without_a_slash_is_refused(target):
    with pytest.raises(ValueError, match="Start it with a slash"):
        http_event("rest", "GET", target)


def test_what_clients_encode_is_encoded():
    event = http_event("rest", "GET", "/café au lait?q=ü")

    assert event["path"] == "/caf%C3%A9%20au%20lait"
    assert event["queryStringParameters"] == {"q": "ü"}


# Method and path


@pytest.mark.parametrize(
    ("gateway", "path"),
    [
        ("rest", "/a%2Fb/100%25"),
        ("http1", "/a/b/100%"),
        ("http2", "/a/b/100%"),
        ("function_url", "/a%2Fb/100%25"),
        ("alb", "/a%2Fb/100%25"),
        ("alb_multi", "/a%2Fb/100%25"),
        ("lattice", "/a%2Fb/100%25"),
    ],
)
def test_the_path_is_decoded_where_the_front_decodes_it(gateway, path):
    event = http_event(gateway, "GET", "/a%2Fb/100%25")

    assert (event["rawPath"] if gateway in PAYLOAD_2 else event["path"]) == path


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_the_method_is_where_the_front_has_it(gateway):
    event = http_event(gateway, "patch")

    if gateway in PAYLOAD_2:
        assert event["requestContext"]["http"]["method"] == "PATCH"
    elif gateway == "lattice":
        assert event["method"] == "PATCH"
    else:
        assert event["httpMethod"] == "PATCH"


def test_an_http_api_ends_the_path_at_an_encoded_question_mark():
    assert http_event("http2", "GET", "/a%3Fb?c=1")["rawPath"] == "/a"


def test_a_function_url_decodes_the_path_only_in_its_context():
    event = http_event("function_url", "GET", "/a%20b")

    assert event["rawPath"] == "/a%20b"
    assert event["requestContext"]["http"]["path"] == "/a b"


# Discriminators: what tells the fronts apart


def test_a_rest_api_has_a_resource_and_no_version():
    event = http_event("rest")

    assert "version" not in event
    assert event["requestContext"].keys() >= {"resourceId", "stage", "resourcePath"}


@pytest.mark.parametrize("gateway", PAYLOAD_2)
def test_payload_2_has_its_version_and_http(gateway):
    event = http_event(gateway)

    assert event["version"] == "2.0"
    assert "httpMethod" not in event
    is_url = ".lambda-url." in event["requestContext"]["domainName"]
    assert is_url == (gateway == "function_url")
    assert (event["requestContext"]["accountId"] == "anonymous") == is_url


def test_payload_1_of_an_http_api_has_its_version():
    assert http_event("http1")["version"] == "1.0"


@pytest.mark.parametrize("gateway", ["alb", "alb_multi"])
def test_a_load_balancer_names_its_target_group(gateway):
    assert "targetGroupArn" in http_event(gateway)["requestContext"]["elb"]


def test_lattice_has_a_service_and_microseconds_as_text():
    event = http_event("lattice")

    assert event["version"] == "2.0"
    assert "http" not in event["requestContext"]
    assert event["requestContext"]["serviceArn"].startswith("arn:aws:vpc-lattice:")
    assert event["requestContext"]["timeEpoch"].isdigit()


# Stages


def test_the_stage_of_a_rest_api_is_in_its_context_only():
    event = http_event("rest", "GET", "/a", stage="dev")

    assert event["path"] == "/a"
    assert event["requestContext"]["path"] == "/dev/a"
    assert event["requestContext"]["stage"] == "dev"


def test_a_custom_domain_hides_the_stage_of_a_rest_api():
    event = http_event("rest", "GET", "/a", headers={"Host": "api.example.com:443"})

    assert event["requestContext"]["path"] == "/a"
    assert event["requestContext"]["domainName"] == "api.example.com"
    assert event["requestContext"]["domainPrefix"] == "api"


@pytest.mark.parametrize("gateway", ["http1", "http2"])
@pytest.mark.parametrize(
    ("stage", "path"), [(None, "/a"), ("$default", "/a"), ("dev", "/dev/a")]
)
def test_a_named_stage_of_an_http_api_is_in_the_path(gateway, stage, path):
    event = http_event(gateway, "GET", "/a", stage=stage)

    assert event["rawPath" if gateway == "http2" else "path"] == path
    assert event["requestContext"]["stage"] == (stage or "$default")


# Routes


@pytest.mark.parametrize("gateway", PAYLOAD_1)
def test_payload_1_has_a_proxy_resource_without_a_route(gateway):
    event = http_event(gateway, "GET", "/articles/1")

    assert event["resource"] == "/{proxy+}"
    assert event["requestContext"]["resourcePath"] == "/{proxy+}"
    assert event["pathParameters"] == {"proxy": "articles/1"}


@pytest.mark.parametrize("gateway", PAYLOAD_1)
def test_payload_1_has_a_root_resource(gateway):
    event = http_event(gateway, "GET", "/")

    assert event["resource"] == "/"
    assert event["pathParameters"] is None


def test_payload_2_has_the_default_route_without_a_route():
    event = http_event("http2", "GET", "/articles/1")

    assert event["routeKey"] == event["requestContext"]["routeKey"] == "$default"
    assert "pathParameters" not in event


@pytest.mark.parametrize("gateway", ["rest", "http1", "http2"])
@pytest.mark.parametrize(
    ("route", "target", "encoded", "decoded"),
    [
        ("/articles/{id}", "/articles/1", {"id": "1"}, {"id": "1"}),
        ("/a/{x}/b/{y}", "/a/1%20/b/%C3%A9", {"x": "1%20", "y": "%C3%A9"}, None),
        ("/files/{rest+}", "/files/a/b%2Fc", {"rest": "a/b%2Fc"}, {"rest": "a/b/c"}),
        ("/é/{id}", "/%C3%A9/1", {"id": "1"}, {"id": "1"}),
    ],
)
def test_a_route_gives_path_parameters(gateway, route, target, encoded, decoded):
    event = http_event(gateway, "GET", target, route=route)

    if gateway == "rest":
        assert event["pathParameters"] == encoded
    else:
        assert event["pathParameters"] == (decoded or {"x": "1 ", "y": "é"})
    if gateway == "http2":
        assert event["routeKey"] == f"GET {route}"
    else:
        assert event["resource"] == route


@pytest.mark.parametrize("gateway", ["rest", "http1", "http2"])
@pytest.mark.parametrize("target", ["/articles", "/articles/1/2", "/other/1"])
def test_a_path_that_is_not_the_routes_is_refused(gateway, target):
    with pytest.raises(ValueError, match=r"is none of the route '/articles/\{id\}'"):
        http_event(gateway, "GET", target, route="/articles/{id}")


@pytest.mark.parametrize("target", ["/files", "/files/"])
def test_a_greedy_parameter_wants_something(target):
    with pytest.raises(ValueError, match="is none of the route"):
        http_event("http2", "GET", target, route="/files/{rest+}")


def test_a_rest_api_tolerates_a_trailing_slash():
    event = http_event("rest", "GET", "/articles/1/", route="/articles/{id}")

    assert event["path"] == "/articles/1/"
    assert event["pathParameters"] == {"id": "1"}


def test_an_http_api_does_not_tolerate_a_trailing_slash():
    with pytest.raises(ValueError, match="is none of the route"):
        http_event("http2", "GET", "/articles/1/", route="/articles/{id}")


@pytest.mark.parametrize(
    ("gateway", "value"), [("rest", "a%2Fb"), ("http1", "a/b"), ("http2", "a/b")]
)
def test_path_params_are_given_decoded(gateway, value):
    event = http_event(gateway, "GET", "/", path_params={"id": "a/b"})

    assert event["pathParameters"] == {"id": value}


@pytest.mark.parametrize("gateway", ["function_url", "alb", "alb_multi", "lattice"])
def test_a_front_without_routes_takes_no_notice_of_one(gateway):
    event = http_event(gateway, "GET", "/articles/1", route="/articles/{id}")

    assert event.get("pathParameters") is None


@pytest.mark.parametrize("gateway", ["function_url", "alb", "alb_multi", "lattice"])
def test_a_front_without_routes_refuses_path_params(gateway):
    with pytest.raises(ValueError, match=f"'{gateway}' has no path parameters"):
        http_event(gateway, path_params={"id": "1"})


# Headers

REPEATED = [("X-One", "1"), ("x-one", "2")]


@pytest.mark.parametrize("gateway", PAYLOAD_1)
def test_payload_1_has_the_last_value_and_all_values_as_spelled(gateway):
    event = http_event(gateway, headers=REPEATED)

    assert event["headers"]["X-One"] == "2"
    assert event["multiValueHeaders"]["X-One"] == ["1", "2"]


@pytest.mark.parametrize("gateway", PAYLOAD_2)
def test_payload_2_joins_values_under_the_lower_case_name(gateway):
    event = http_event(gateway, headers=REPEATED)

    assert event["headers"]["x-one"] == "1,2"
    assert "multiValueHeaders" not in event


def test_a_load_balancer_has_the_last_value():
    event = http_event("alb", headers=REPEATED)

    assert event["headers"]["x-one"] == "2"
    assert "multiValueHeaders" not in event


def test_a_load_balancer_with_multi_value_headers_has_only_those():
    event = http_event("alb_multi", headers=REPEATED)

    assert event["multiValueHeaders"]["x-one"] == ["1", "2"]
    assert "headers" not in event


def test_lattice_has_lists():
    assert http_event("lattice", headers=REPEATED)["headers"]["x-one"] == ["1", "2"]


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_fronts_add_their_headers_and_keep_those_sent(gateway):
    sent = {"host": "api.example.com", "User-Agent": "curl/8"}
    event = http_event(gateway, headers=sent, source_ip="198.51.100.9")

    headers = event.get("headers") or event["multiValueHeaders"]
    values = {name.lower(): value for name, value in headers.items()}
    expected = {
        "host": "api.example.com",
        "user-agent": "curl/8",
        "x-forwarded-for": "198.51.100.9",
        "x-forwarded-proto": "https",
    }
    for name, value in expected.items():
        assert values[name] in (value, [value])


def test_a_rest_api_spells_what_it_adds_and_drops_what_is_the_connections():
    event = http_event(
        "rest",
        "POST",
        headers={"host": "a.example", "connection": "close", "x-lower": "1"},
        body="x",
    )

    assert {"Host", "User-Agent", "x-lower"} <= event["headers"].keys()
    lower = {name.lower() for name in event["headers"]}
    assert not {"connection", "content-length"} & lower


@pytest.mark.parametrize("gateway", ["http2", "alb", "lattice"])
def test_a_body_has_a_length(gateway):
    event = http_event(gateway, "POST", body="é")

    assert event["headers"]["content-length"] in ("2", ["2"])


# Cookies

COOKIES = [("Cookie", "a=1; b=2"), ("cookie", "c=3;")]


def test_an_http_api_2_has_cookies_instead_of_the_header():
    event = http_event("http2", headers=COOKIES)

    assert event["cookies"] == ["a=1", "b=2", "c=3"]
    assert "cookie" not in event["headers"]


def test_a_function_url_has_both():
    event = http_event("function_url", headers=COOKIES)

    assert event["cookies"] == ["a=1", "b=2", "c=3"]
    assert event["headers"]["cookie"] == "a=1; b=2; c=3"


@pytest.mark.parametrize("gateway", PAYLOAD_2)
def test_without_cookies_there_is_no_list(gateway):
    assert "cookies" not in http_event(gateway)


# Queries

QUERY = "/?a=1%2B1&b&a=2+2&c="


@pytest.mark.parametrize("gateway", PAYLOAD_1)
def test_payload_1_decodes_the_query(gateway):
    event = http_event(gateway, "GET", QUERY)

    assert event["queryStringParameters"] == {"a": "2 2", "b": "", "c": ""}
    several = {"a": ["1+1", "2 2"], "b": [""], "c": [""]}
    assert event["multiValueQueryStringParameters"] == several


@pytest.mark.parametrize("gateway", PAYLOAD_2)
def test_payload_2_groups_the_raw_query_and_joins_the_decoded_one(gateway):
    event = http_event(gateway, "GET", QUERY)

    assert event["rawQueryString"] == "a=1%2B1&a=2+2&b&c="
    assert event["queryStringParameters"] == {"a": "1+1,2 2", "b": "", "c": ""}


def test_a_load_balancer_decodes_nothing():
    event = http_event("alb", "GET", "/?a%5B%5D=1%2B1&a%5B%5D=2+2")

    assert event["queryStringParameters"] == {"a%5B%5D": "2+2"}


def test_a_load_balancer_with_multi_value_headers_has_all_of_the_query():
    event = http_event("alb_multi", "GET", "/?a%5B%5D=1%2B1&a%5B%5D=2+2&b")

    several = {"a%5B%5D": ["1%2B1", "2+2"], "b": [""]}
    assert event["multiValueQueryStringParameters"] == several
    assert "queryStringParameters" not in event


def test_lattice_has_lists_of_the_query():
    event = http_event("lattice", "GET", "/?a=1&a=2%20")

    assert event["queryStringParameters"] == {"a": ["1", "2 "]}


@pytest.mark.parametrize("target", ["/", "/?"])
@pytest.mark.parametrize("gateway", GATEWAYS)
def test_no_query_is_null_empty_or_absent(gateway, target):
    event = http_event(gateway, "GET", target)

    if gateway in PAYLOAD_1:
        assert event["queryStringParameters"] is None
        assert event["multiValueQueryStringParameters"] is None
    elif gateway in PAYLOAD_2:
        assert event["rawQueryString"] == ""
        assert "queryStringParameters" not in event
    elif gateway == "alb":
        assert event["queryStringParameters"] == {}
    elif gateway == "alb_multi":
        assert event["multiValueQueryStringParameters"] == {}
    else:
        assert "queryStringParameters" not in event


# Bodies


@pytest.mark.parametrize("body", [None, "", b""])
@pytest.mark.parametrize("gateway", GATEWAYS)
def test_no_body_is_null_empty_or_absent(gateway, body):
    event = http_event(gateway, "POST", body=body)

    if gateway in PAYLOAD_1:
        assert event["body"] is None
    elif gateway in PAYLOAD_2:
        assert "body" not in event
    else:
        assert event["body"] == ""
    assert event["isBase64Encoded"] is False


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_json_arrives_as_text(gateway):
    headers = {"content-type": "Application/JSON; charset=utf-8"}
    event = http_event(gateway, "POST", headers=headers, body='{"a": "é"}')

    assert event["body"] == '{"a": "é"}'
    assert event["isBase64Encoded"] is False


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_an_image_arrives_in_base64(gateway):
    event = http_event(gateway, "POST", headers={"Content-Type": "image/png"}, body=PNG)

    assert base64.b64decode(event["body"]) == PNG
    assert event["isBase64Encoded"] is True


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_bytes_of_no_type_arrive_in_base64(gateway):
    assert http_event(gateway, "POST", body=PNG)["isBase64Encoded"] is True


@pytest.mark.parametrize(
    ("content_type", "as_text"),
    [
        ("application/x-www-form-urlencoded", {"rest"}),
        ("application/problem+json", {"rest", "http1", "http2", "function_url"}),
        ("text/csv", set(GATEWAYS)),
    ],
)
@pytest.mark.parametrize("gateway", GATEWAYS)
def test_fronts_differ_in_what_is_text(gateway, content_type, as_text):
    headers = {"Content-Type": content_type}
    event = http_event(gateway, "POST", headers=headers, body="a=1")

    assert event["isBase64Encoded"] is (gateway not in as_text)


def test_a_rest_api_replaces_what_is_not_utf8_in_a_text():
    headers = {"Content-Type": "application/json"}

    assert http_event("rest", "POST", headers=headers, body=b"\xff")["body"] == "\ufffd"


@pytest.mark.parametrize("gateway", ["alb", "alb_multi", "lattice"])
def test_an_encoded_body_arrives_in_base64(gateway):
    headers = {"Content-Type": "application/json", "Content-Encoding": "identity"}
    event = http_event(gateway, "POST", headers=headers, body="{}")

    assert event["isBase64Encoded"] is True


# Authorizers and callers


@pytest.mark.parametrize("gateway", ["rest", "http1", "http2", "function_url"])
def test_an_authorizer_is_put_into_the_context(gateway):
    authorizer = {"jwt": {"claims": {"sub": "1"}, "scopes": None}}
    event = http_event(gateway, authorizer=authorizer)

    assert event["requestContext"]["authorizer"] == authorizer
    assert "authorizer" not in http_event(gateway)["requestContext"]


@pytest.mark.parametrize("gateway", ["alb", "alb_multi", "lattice"])
def test_a_front_without_authorizers_refuses_one(gateway):
    with pytest.raises(ValueError, match=f"'{gateway}' has no authorizers"):
        http_event(gateway, authorizer={"principalId": "1"})


@pytest.mark.parametrize("gateway", ["rest", "http1", "http2", "function_url"])
def test_the_address_of_the_caller_is_in_the_context(gateway):
    context = http_event(gateway, source_ip="198.51.100.9")["requestContext"]

    assert context["identity" if gateway in PAYLOAD_1 else "http"]["sourceIp"] == (
        "198.51.100.9"
    )


# Queues


def test_messages_are_texts_or_become_json():
    records = sqs_event(["hello", {"id": 1}, [1, 2]])["Records"]

    assert [record["body"] for record in records] == ["hello", '{"id": 1}', "[1, 2]"]
    assert len({record["messageId"] for record in records}) == 3
    assert all(record["eventSource"] == "aws:sqs" for record in records)
    assert all(
        isinstance(value, str)
        for record in records
        for value in record["attributes"].values()
    )


@pytest.mark.parametrize("message", ["hello", {"id": 1}])
def test_one_message_needs_no_list(message):
    assert len(sqs_event(message)["Records"]) == 1


def test_a_record_replaces_what_it_names():
    message = {
        "body": {"id": 1},
        "messageId": "m1",
        "attributes": {"ApproximateReceiveCount": "3"},
        "messageAttributes": {"kind": "order"},
    }
    (record,) = sqs_event([message], attributes={"kind": "other"})["Records"]

    assert record["body"] == '{"id": 1}'
    assert record["messageId"] == "m1"
    assert record["attributes"]["ApproximateReceiveCount"] == "3"
    assert "SentTimestamp" in record["attributes"]
    assert record["messageAttributes"]["kind"]["stringValue"] == "order"


def test_message_attributes_have_their_types():
    given = {"type": "Custom", "dataType": "String.x", "stringValue": "1"}
    (record,) = sqs_event(
        "x", attributes={"text": "a", "number": 1.5, "binary": PNG, "given": given}
    )["Records"]

    attributes = record["messageAttributes"]
    assert attributes["text"]["dataType"] == "String"
    assert attributes["number"]["dataType"] == "Number"
    assert attributes["number"]["stringValue"] == "1.5"
    assert attributes["binary"]["dataType"] == "Binary"
    assert base64.b64decode(attributes["binary"]["binaryValue"]) == PNG
    assert attributes["given"] == given


@pytest.mark.parametrize("queue", ["orders", "orders.fifo"])
def test_a_fifo_queue_has_groups_and_an_order(queue):
    message = {"body": "c", "attributes": {"MessageGroupId": "other"}}
    records = sqs_event(["a", "b", message], queue=queue, fifo=True)["Records"]

    arn = "arn:aws:sqs:us-east-1:123456789012:orders.fifo"
    assert {record["eventSourceARN"] for record in records} == {arn}
    groups = [record["attributes"]["MessageGroupId"] for record in records]
    assert groups == ["group", "group", "other"]
    numbers = [record["attributes"]["SequenceNumber"] for record in records]
    assert numbers == sorted(set(numbers))


def test_a_queue_has_a_name_and_a_region():
    (record,) = sqs_event("x", queue="orders", region="eu-west-1")["Records"]

    assert record["eventSourceARN"] == "arn:aws:sqs:eu-west-1:123456789012:orders"
    assert record["awsRegion"] == "eu-west-1"
    assert "MessageGroupId" not in record["attributes"]


# Buckets


def test_keys_are_written_as_s3_writes_them():
    (record,) = s3_event("reports/März 2026+final.csv", size=7)["Records"]

    described = record["s3"]["object"]
    assert described["key"] == "reports/M%C3%A4rz+2026%2Bfinal.csv"
    assert unquote_plus(described["key"]) == "reports/März 2026+final.csv"
    assert described["size"] == 7
    assert record["eventName"] == "ObjectCreated:Put"


def test_several_keys_are_several_records_in_order():
    records = s3_event(["a", "b"], bucket="uploads")["Records"]

    assert [record["s3"]["object"]["key"] for record in records] == ["a", "b"]
    sequencers = [record["s3"]["object"]["sequencer"] for record in records]
    assert sequencers == sorted(set(sequencers))
    assert {record["s3"]["bucket"]["name"] for record in records} == {"uploads"}


def test_a_removed_file_has_no_size():
    (record,) = s3_event("a", event_name="ObjectRemoved:Delete")["Records"]

    assert record["s3"]["object"].keys() == {"key", "sequencer"}


def test_a_version_and_a_sequencer_may_be_given():
    (record,) = s3_event("a", version_id="v1", sequencer="0A")["Records"]

    described = record["s3"]["object"]
    assert (described["versionId"], described["sequencer"]) == ("v1", "0A")


def test_files_come_over_a_queue_or_a_topic():
    queued = s3_event(["a b", "c"], via="sqs")["Records"]
    published = s3_event("a b", via="sns")["Records"]
    both = s3_event("a b", via="sns-sqs")["Records"]

    assert [record["eventSource"] for record in queued] == ["aws:sqs"] * 2
    message = json.loads(both[0]["body"])
    assert message["Type"] == "Notification"
    for text in (queued[0]["body"], published[0]["Sns"]["Message"], message["Message"]):
        (record,) = json.loads(text)["Records"]
        assert record["s3"]["object"]["key"] == "a+b"


@pytest.mark.parametrize(
    ("name", "kind", "detail"),
    [
        ("ObjectCreated:Copy", "Object Created", {"reason": "CopyObject"}),
        (
            "ObjectRemoved:DeleteMarkerCreated",
            "Object Deleted",
            {"reason": "DeleteObject", "deletion-type": "Delete Marker Created"},
        ),
    ],
)
def test_eventbridge_does_not_encode_keys(name, kind, detail):
    event = s3_event("a b", event_name=name, version_id="v1", via="eventbridge")
    (record,) = s3_event("a b", event_name=name, via="eventbridge-sqs")["Records"]

    assert (event["source"], event["detail-type"]) == ("aws.s3", kind)
    assert event["detail"].items() >= detail.items()
    assert event["detail"]["object"]["version-id"] == "v1"
    assert event["detail"]["object"]["key"] == "a b"
    assert json.loads(record["body"])["detail"]["object"]["key"] == "a b"


@pytest.mark.parametrize(
    ("keys", "options", "message"),
    [
        (
            "a",
            {"via": "kinesis"},
            "no way 'kinesis' from S3. Choose one of: None, 'sqs'",
        ),
        (["a", "b"], {"via": "eventbridge"}, "one event at a time, not 2. Give one"),
        (
            "a",
            {"via": "eventbridge", "event_name": "ObjectTagging:Put"},
            "no event of EventBridge for 'ObjectTagging:Put' here",
        ),
    ],
)
def test_a_way_that_files_do_not_come_is_refused(keys, options, message):
    with pytest.raises(ValueError, match=message):
        s3_event(keys, **options)


def test_the_test_message_of_s3_has_no_records():
    event = s3_test_event(bucket="uploads")

    assert event["Event"] == "s3:TestEvent"
    assert event["Bucket"] == "uploads"
    assert "Records" not in event


# Topics, schedules, warm-ups


def test_notifications_are_texts():
    event = sns_event(["hello", s3_event("a b")], topic="uploads", subject="New")

    first, second = event["Records"]
    assert first["EventSource"] == "aws:sns"
    assert first["Sns"]["Message"] == "hello"
    assert first["Sns"]["Subject"] == "New"
    assert first["Sns"]["TopicArn"].endswith(":uploads")
    assert "Records" in json.loads(second["Sns"]["Message"])


def test_a_schedule_names_its_rule():
    event = schedule_event(rule="nightly", region="eu-west-1")

    assert event["source"] == "aws.events"
    assert event["detail-type"] == "Scheduled Event"
    assert event["resources"] == ["arn:aws:events:eu-west-1:123456789012:rule/nightly"]


def test_a_warm_up_is_that_of_the_plugin():
    assert warmup_event() == {"source": "serverless-plugin-warmup"}


def test_a_notification_has_the_attributes_that_it_is_given():
    given = {"kind": "greeting", "price": 12, "tags": ["a", "b"], "icon": b"GIF"}

    notification = SNSNotification.from_record(
        sns_event("Hello", attributes=given)["Records"][0]
    )

    assert notification.typed_attributes == given


def test_a_message_may_have_a_body_with_a_key_of_that_name():
    letter = {"to": "ada@example.com", "body": "Hello"}

    [plain, record] = sqs_event([letter, {"body": "Hello"}])["Records"]

    assert json.loads(plain["body"]) == letter
    assert record["body"] == "Hello"
