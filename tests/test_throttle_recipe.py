"""The recipe of docs/throttling.rst, on DynamoDB."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from uuid import uuid4

import pytest

from docs.recipes import throttles
from docs.recipes.log_in import Login
from docs.recipes.throttles import ThrottleMixin, get_network, parse_rate
from pyverless.auth import ClaimsUser
from pyverless.contrib.memory import Model
from pyverless.crypto import make_password
from pyverless.exceptions import ImproperlyConfigured
from pyverless.handlers import AuthorizationMixin, BaseHandler
from pyverless.test import Client, http_event, override_settings

#: A moment in the middle of an hour, 1800 seconds before its end.
NOW = 1_800_001_800.0


class Account(Model):
    email: str
    password: str


class Greet(ThrottleMixin):
    rate = "3/hour"

    def perform_action(self):
        return "hello"


class GreetUser(AuthorizationMixin, ThrottleMixin, BaseHandler):
    rate = "1/hour"

    def perform_action(self):
        return "hello"


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until `clock.now` is changed."""

    class Clock:
        now = NOW

        def time(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr(throttles, "time", clock)
    return clock


@pytest.fixture
def client_of_aws(monkeypatch):
    """The recipe's client, made anew for this test."""
    throttles.get_client.cache_clear()
    yield throttles.get_client
    throttles.get_client.cache_clear()


@pytest.fixture
def table(dynamodb, monkeypatch, clock, client_of_aws):
    """An empty table, as docs/throttling.rst describes it."""
    for name, value in dynamodb.environment.items():
        monkeypatch.setenv(name, value)
    name = f"throttles-{uuid4().hex}"
    monkeypatch.setenv("THROTTLE_TABLE", name)
    client_of_aws().create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    )
    yield name
    client_of_aws().delete_table(TableName=name)


@pytest.fixture
def no_table(monkeypatch, client_of_aws):
    """A DynamoDB where nothing listens."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:9")
    # botocore sleeps before it tries again.
    monkeypatch.setattr("time.sleep", lambda seconds: None)


def statuses(client, number, address="203.0.113.7"):
    event = http_event(client.gateway, source_ip=address)
    return [client.invoke(event)["statusCode"] for _ in range(number)]


def test_a_caller_gets_through_as_often_as_the_rate_says(table, clock):
    client = Client(Greet)

    assert statuses(client, 4) == [200, 200, 200, 429]
    assert client.get("/").headers["Retry-After"] == "1800"
    clock.now += 1799.5
    assert client.get("/").headers["Retry-After"] == "1"
    clock.now += 0.5
    assert client.get("/").status_code == 200


def test_eight_at_once_get_through_no_oftener(table):
    greet = Greet.as_handler(rate="20/hour")

    with ThreadPoolExecutor(8) as pool:
        found = [*pool.map(lambda _: statuses(Client(greet), 5), range(8))]

    assert sorted(chain(*found)) == [200] * 20 + [429] * 20


def test_each_address_has_a_count_of_its_own(table):
    client = Client(Greet.as_handler(rate="1/hour"))

    assert statuses(client, 2, "203.0.113.1") == [200, 429]
    assert statuses(client, 2, "203.0.113.2") == [200, 429]
    assert statuses(client, 2, "2001:db8::1") == [200, 429]
    assert statuses(client, 1, "2001:db8::ffff:1") == [429]


def test_each_user_has_a_count_of_their_own_from_wherever(table):
    client = Client(GreetUser)

    client.force_authenticate(ClaimsUser("ada", {}))
    assert statuses(client, 2) == [200, 429]
    assert statuses(client, 1, "203.0.113.2") == [429]
    client.force_authenticate(ClaimsUser("grace", {}))
    assert statuses(client, 1) == [200]


def test_handlers_count_apart_unless_they_share_a_scope(table):
    class Other(Greet):
        pass

    assert statuses(Client(Greet.as_handler(rate="1/hour")), 1) == [200]
    assert statuses(Client(Other.as_handler(rate="1/hour")), 1) == [200]
    for handler, status in ((Greet, 200), (Other, 429)):
        shared = handler.as_handler(rate="1/hour", throttle_scope="greetings")
        assert statuses(Client(shared), 1) == [status]


def test_a_count_goes_when_its_window_ends_and_names_nobody(table):
    statuses(Client(Greet), 1, "203.0.113.9")

    [item] = throttles.get_client().scan(TableName=table)["Items"]
    assert item["expires"] == {"N": str(int(NOW) + 1800)}
    assert "203.0.113.9" not in str(item)


def test_callers_get_in_while_the_table_is_away_and_the_log_says_so(no_table, caplog):
    assert Client(Greet).get("/").status_code == 200
    assert "The throttle of Greet can't count" in caplog.text


def test_where_a_throttle_must_hold_nobody_gets_in_while_the_table_is_away(no_table):
    response = Client(Greet.as_handler(fails_open=False)).get("/")

    assert (response.status_code, response.headers["Retry-After"]) == (503, "1")


@pytest.mark.parametrize(
    "rate", ["", "100", "100/week", "many/hour", "-1/hour", "0/hour", 10, None]
)
def test_a_rate_that_makes_no_sense_shows_during_init(no_table, rate):
    with pytest.raises(ImproperlyConfigured, match="100/hour"):
        Greet.as_handler(rate=rate)


def test_without_a_region_the_class_says_what_to_set(monkeypatch, client_of_aws):
    for name in ("AWS_DEFAULT_REGION", "AWS_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)

    with pytest.raises(ImproperlyConfigured, match="set AWS_DEFAULT_REGION"):
        Greet.as_handler()


def test_a_rate_is_a_number_and_a_unit():
    assert parse_rate("5/second") == (5, 1)
    assert parse_rate("1000/day") == (1000, 86400)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (None, None),
    ],
)
def test_an_address_of_ipv6_counts_with_its_network(address, network):
    found = get_network(address)

    assert (found and str(found)) == network


# Log-in


@pytest.fixture
def log_in(table):
    """A function that guesses a password and returns the status."""
    with override_settings(
        USER_MODEL=Account,
        SECRET_KEY="a secret of the tests, long enough for HS256",
        PASSWORD_ITERATIONS=1000,
    ):
        account = Account(email="ada@example.com", password=make_password("a long one"))
        account.save()
        client = Client(Login.as_handler(rate="4/minute", account_rate="2/hour"))

        def guess(email, password, address="203.0.113.1"):
            event = http_event(
                "rest",
                "POST",
                headers={"Content-Type": "application/json"},
                body=json.dumps({"email": email, "password": password}),
                source_ip=address,
            )
            return client.invoke(event)["statusCode"]

        yield guess
        account.delete()


def test_the_password_of_an_account_can_not_be_guessed_from_many_addresses(log_in):
    for number in (1, 2):
        spelt = " Ada@example.com"[number - 1 :]
        assert log_in(spelt, "wrong", f"203.0.113.{number}") == 401

    assert log_in("ada@example.com", "a long one", "203.0.113.3") == 429


def test_many_accounts_can_not_be_tried_from_one_address(log_in):
    found = [log_in(f"user{number}@example.com", "wrong") for number in range(5)]

    assert found == [401, 401, 401, 401, 429]
    assert log_in("ada@example.com", "a long one", "203.0.113.2") == 200
