"""WebSocketHandler behind a WebSocket API, with clients that are connected to it."""

from __future__ import annotations

import time
import uuid
from pathlib import Path

import jwt
import pytest

from tests.test_connections_recipe import TABLE

from .websocket_api import HandshakeError, WebSocketApi

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .websocket_api import Socket

pytestmark = pytest.mark.integration

APPS = Path(__file__).with_name("apps")
KEY = "a secret of this test suite, of 32 bytes and more"
ROUTES = ("$connect", "$disconnect", "$default", "say", "whisper", "kick", "fail")

#: In seconds: what is done after an answer may take.
PATIENCE = 10


@pytest.fixture(scope="module")
def table(account) -> Iterator[str]:
    name = f"connections-{uuid.uuid4().hex}"
    client = account.get_client("dynamodb")
    client.create_table(TableName=name, **TABLE)
    yield name
    client.delete_table(TableName=name)


@pytest.fixture(scope="module")
def function_and_api(account, ministack, table) -> tuple[str, WebSocketApi]:
    api = WebSocketApi(account, ministack.endpoint)
    env = {
        **ministack.environment,
        "AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI": api.management_url,
        "CONNECTIONS_TABLE": table,
        "PYVERLESS_SECRET_KEY": KEY,
    }
    function = account.deploy("chat.handler", env, directory=APPS)
    api.add_routes(function, *ROUTES)
    return function, api


@pytest.fixture
def chat(function_and_api) -> WebSocketApi:
    """An API whose one function reads the tokens itself."""
    return function_and_api[1]


@pytest.fixture
def stored(account, table) -> Callable[[], set[str]]:
    """Return the ids of the connections that are in the table."""

    def get_ids() -> set[str]:
        found = account.get_client("dynamodb").scan(TableName=table)["Items"]
        return {item["id"]["S"] for item in found}

    return get_ids


def make_token(user: str, **claims: object) -> str:
    return jwt.encode({"sub": user, "exp": 4102444800, **claims}, KEY, "HS256")


def get_id(client: Socket) -> str:
    return client.ask("who am I?")["id"]


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_who_connects_is_known_and_answered(chat, stored):
    with chat.connect(make_token("ada")) as ada:
        answer = ada.ask("Hello")

        assert answer == {"id": answer["id"], "user": "ada", "said": "Hello"}
        assert answer["id"] in stored()


def test_what_one_says_the_others_in_the_room_hear(chat):
    with (
        chat.connect(make_token("ada"), "room=tea") as ada,
        chat.connect(make_token("grace"), "room=tea") as grace,
        chat.connect(make_token("alan"), "room=cake") as alan,
    ):
        told = alan.ask({"action": "say", "room": "tea", "text": "Hä?"})

        assert told == {"told": 2}
        assert [ada.receive(), grace.receive()] == ["alan: Hä?"] * 2
        whispered = ada.ask({"action": "whisper", "to": get_id(alan), "text": "Hush"})
        assert whispered == {"sent": True}
        assert alan.receive() == "Hush"


@pytest.mark.parametrize("token", [None, "forged", make_token("mallory")])
def test_who_may_not_connect_is_refused_and_not_stored(chat, stored, token):
    before = stored()

    with pytest.raises(HandshakeError) as raised:
        chat.connect(token)

    assert raised.value.status == 403
    assert stored() <= before


def test_a_connection_that_is_closed_is_forgotten(chat, stored):
    with chat.connect(make_token("ada")) as ada:
        ada_id = get_id(ada)
        ada.close()

    wait_until(lambda: ada_id not in stored())


def test_who_is_gone_without_a_word_is_forgotten_by_the_next_message(
    chat, account, table, stored
):
    row = {"id": {"S": "gone"}, "topic": {"S": "ghosts"}, "expires": {"N": "1"}}
    account.get_client("dynamodb").put_item(TableName=table, Item=row)
    with chat.connect(make_token("ada")) as ada:
        told = ada.ask({"action": "say", "room": "ghosts", "text": "Boo"})

        assert told == {"told": 0}
        assert "gone" not in stored()
        sent = ada.ask({"action": "whisper", "to": "gone", "text": "Boo"})
        assert sent == {"sent": False}


def test_a_function_can_close_a_connection(chat, stored):
    with (
        chat.connect(make_token("ada")) as ada,
        chat.connect(make_token("grace")) as grace,
    ):
        ada_id = get_id(ada)
        grace.ask({"action": "kick", "to": ada_id})

        with pytest.raises(EOFError):
            ada.receive()
    wait_until(lambda: ada_id not in stored())


def test_a_failure_is_answered_without_what_it_was(chat, function_and_api, account):
    with chat.connect(make_token("ada")) as ada:
        problem = ada.ask({"action": "fail", "text": "private"})

        assert (problem["status"], problem["code"]) == (500, "internal_error")
        assert ada.ask("Are you there?")["user"] == "ada"
    logs = account.get_logs(function_and_api[0])
    assert "KeyError" in logs
    assert "private" not in logs


def test_a_caller_of_an_authorizer_is_known_with_every_message(account, ministack):
    env = {"PYVERLESS_SECRET_KEY": KEY}
    gatekeeper = account.deploy("gatekeeper.handler", env, directory=APPS)
    whoami = account.deploy("chat.whoami", {}, directory=APPS)
    api = WebSocketApi(account, ministack.endpoint)
    api.add_routes(whoami, "$connect", "$default", authorizer=gatekeeper)

    with api.connect(make_token("ada", groups=["editors"])) as ada:
        assert ada.ask("Hello") == {"user": "ada", "groups": ["editors"]}
        assert ada.ask("Again") == {"user": "ada", "groups": ["editors"]}
    with pytest.raises(HandshakeError) as raised:
        api.connect()
    assert raised.value.status == 401
