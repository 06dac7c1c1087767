"""The recipe of docs/websockets.rst, on DynamoDB."""

from __future__ import annotations

from uuid import uuid4

import pytest

from docs.recipes import connections
from docs.recipes.connections import StoredConnectionsMixin, broadcast
from pyverless.aws import get_client
from pyverless.contrib.memory import Model
from pyverless.handlers import AuthorizationMixin
from pyverless.test import override_settings, websocket_event
from pyverless.websockets import ConnectionGoneError

#: How the table and its index look: docs/websockets.rst.
TABLE = {
    "BillingMode": "PAY_PER_REQUEST",
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    "AttributeDefinitions": [
        {"AttributeName": "id", "AttributeType": "S"},
        {"AttributeName": "topic", "AttributeType": "S"},
    ],
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "topics",
            "KeySchema": [
                {"AttributeName": "topic", "KeyType": "HASH"},
                {"AttributeName": "id", "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }
    ],
}


class User(Model):
    name: str = ""


class Chat(AuthorizationMixin, StoredConnectionsMixin):
    def whoami(self):
        return self.user.id


class Postbox:
    """What API Gateway would get; some are gone without its having told."""

    def __init__(self, *gone, slow=()):
        self.gone = gone
        self.slow = slow
        self.sent = []

    def send(self, connection_id, data):
        if connection_id in self.slow:
            raise TimeoutError(connection_id)
        if connection_id in self.gone:
            raise ConnectionGoneError(connection_id)
        self.sent.append((connection_id, data))


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until `clock.now` is changed."""

    class Clock:
        now = 1000.5

        def time(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr(connections, "time", clock)
    return clock


@pytest.fixture(autouse=True)
def table(dynamodb, monkeypatch):
    """An empty table."""
    for name, value in dynamodb.environment.items():
        monkeypatch.setenv(name, value)
    get_client.cache_clear()
    name = f"connections-{uuid4().hex}"
    monkeypatch.setenv("CONNECTIONS_TABLE", name)
    get_client("dynamodb").create_table(TableName=name, **TABLE)
    yield name
    get_client("dynamodb").delete_table(TableName=name)
    get_client.cache_clear()


def connect(handler, connection_id, user, topic="all"):
    event = websocket_event(
        "$connect",
        connection_id=connection_id,
        target=f"/?topic={topic}",
        authorizer={"principalId": user},
    )
    return handler(event, None)["statusCode"]


def test_a_connection_is_known_by_its_topic_until_it_is_closed(table, clock):
    chat, postbox = Chat.as_handler(), Postbox()
    assert [connect(chat, each, "ada", "tea") for each in "ab"] == [200, 200]
    connect(chat, "c", "ada", "cake")
    [item] = get_client("dynamodb").query(
        TableName=table,
        KeyConditionExpression="id = :id",
        ExpressionAttributeValues={":id": {"S": "a"}},
    )["Items"]
    assert item["expires"] == {"N": "8800"}

    chat(websocket_event("$disconnect", connection_id="a"), None)

    assert broadcast(postbox, "tea", "Hello") == 1
    assert postbox.sent == [("b", "Hello")]


def test_all_who_follow_a_topic_are_told_and_who_is_gone_is_forgotten(
    clock, monkeypatch
):
    monkeypatch.setattr(connections, "PAGE_SIZE", 2)
    for each in "abcde":
        connections.add_connection(each, "tea")
    clock.now += 61
    postbox = Postbox("b", "e")

    assert broadcast(postbox, "tea", 1) == 3
    assert sorted(connections.find_connections("tea")) == ["a", "c", "d"]
    assert sorted(postbox.sent) == [("a", 1), ("c", 1), ("d", 1)]


def test_one_that_fails_does_not_keep_the_others_from_being_told():
    for each in "abcd":
        connections.add_connection(each, "tea")
    postbox = Postbox("b", slow="ac")

    with pytest.raises(ExceptionGroup, match="2 messages were not sent") as raised:
        broadcast(postbox, "tea", "Hello")

    assert postbox.sent == [("d", "Hello")]
    assert {*map(str, raised.value.exceptions)} == {"a", "c"}


def test_a_topic_that_nobody_has_named_is_all():
    assert connect(Chat.as_handler(), "a", "ada", "") == 200
    assert [*connections.find_connections("all")] == ["a"]


@pytest.mark.parametrize("topic", ["", "a b", "a" * 101, "\ud800", None, ["tea"]])
def test_what_can_be_no_topic_is_a_bad_request(topic):
    class Handler(StoredConnectionsMixin):
        def get_topic(self):
            return topic

        def say(self):
            self.broadcast(topic, "Hello")

    handler = Handler.as_handler()

    assert handler(websocket_event("$connect"), None)["statusCode"] == 400
    assert handler(websocket_event("say"), None)["statusCode"] == 400


def test_who_is_just_coming_is_not_taken_for_gone(clock):
    connections.add_connection("a", "tea")

    assert broadcast(Postbox("a"), "tea", "Hello") == 0
    assert broadcast(Postbox(), "tea", "Hello") == 1


def test_a_message_of_a_handler_goes_to_its_topic(clock):
    class Handler(Chat):
        def get_connections(self):
            return postbox

        def say(self):
            return [self.broadcast("tea", self.text), self.send("No", "gone")]

    postbox, handler = Postbox("gone"), Handler.as_handler()
    connect(handler, "a", "ada", "tea")
    connections.add_connection("gone", "cake")
    clock.now += 61

    answer = handler(websocket_event("say", "Hello", connection_id="a"), None)

    assert answer["body"] == "[1,false]"
    assert postbox.sent == [("a", "Hello")]
    assert [*connections.find_connections("cake")] == []


def test_who_has_opened_a_connection_is_known_as_long_as_there_is_such_a_user():
    ada = User(name="Ada")
    ada.save()
    chat = Chat.as_handler()
    with override_settings(USER_MODEL=User):
        connect(chat, "a", str(ada.id))
        event = websocket_event("whoami", connection_id="a")
        known = chat(event, None)
        ada.delete()
        unknown = chat(event, None)

    assert known == {"statusCode": 200, "body": str(ada.id)}
    assert unknown["statusCode"] == 401


def test_nobody_is_known_of_a_connection_that_nobody_in_particular_has_opened():
    class Handler(StoredConnectionsMixin):
        def whoami(self):
            return [self.user]

    handler = Handler.as_handler()
    handler(websocket_event("$connect", connection_id="a"), None)
    connections.add_connection("b", "all", "ada")

    found = [
        handler(websocket_event("whoami", connection_id=each), None)["body"]
        for each in "ac"
    ]
    assert found == ["[null]"] * 2
    assert connections.find_user_id("b") == "ada"
