"""What time could tell: asserted by what is called, never by a clock."""

from __future__ import annotations

import sys
from contextlib import contextmanager

import jwt
import pytest

from pyverless.auth import authenticate
from pyverless.contrib.memory import Model
from pyverless.crypto import (
    PBKDF2PasswordHasher,
    check_password,
    decode_json_web_token,
    get_json_web_token,
    make_password,
    passwords,
)
from pyverless.crypto.signing import sign, unsign
from pyverless.exceptions import UnauthorizedError
from pyverless.handlers import BaseHandler, RequestBodyMixin
from pyverless.test import override_settings
from tests.attacks.strict import StrictClient

SECRET = "a secret of the attacks, long enough for HS256"
ROUNDS = 10


class Account(Model):
    email: str
    password: str | None = None
    is_active: bool = True


class Login(RequestBodyMixin, BaseHandler):
    model = Account
    allowed_methods = ("POST",)
    required_body_keys = ["email", "password"]

    def perform_action(self):
        user = authenticate(self.body["password"], email=self.body["email"])
        if user is None:
            raise UnauthorizedError("The e-mail address or the password is wrong.")
        return {"access_token": get_json_web_token({"sub": user.id})}


#: What is stored of users who don't get in with "right", by their e-mail.
HASHES = {
    "wrong password": lambda: make_password("other"),
    "inactive": lambda: make_password("right"),
    "without a password": lambda: None,
    "unusable": lambda: "!kXuq1",
    "empty": lambda: "",
    "malformed": lambda: "pbkdf2_sha256$10$salt$short",
    "no number": lambda: "pbkdf2_sha256$ten$salt$" + "A" * 43 + "=",
    "unknown hasher": lambda: "md5$salt$5f4dcc3b5aa765d61d8327deb882cf99",
    "as plain text": lambda: "right",
    "of fewer rounds": lambda: PBKDF2PasswordHasher().encode("other", "s" * 22, 1),
    "endless": lambda: "pbkdf2_sha256$99999999$salt$" + "A" * 43 + "=",
}


@pytest.fixture(autouse=True)
def accounts():
    with override_settings(
        SECRET_KEY=SECRET, USER_MODEL=Account, PASSWORD_ITERATIONS=ROUNDS
    ):
        for email, make in HASHES.items():
            is_active = email != "inactive"
            Account(email=email, password=make(), is_active=is_active).save()
        Account(email="ada", password=make_password("right")).save()
        yield
    Account.objects.clear()


@pytest.fixture
def rounds(monkeypatch):
    """The rounds of every PBKDF2 from now on."""
    computed, original = [], passwords.pbkdf2_hmac

    def counted(name, password, salt, iterations):
        computed.append(iterations)
        return original(name, password, salt, iterations)

    monkeypatch.setattr(passwords, "pbkdf2_hmac", counted)
    return computed


@contextmanager
def recorded():
    """Collect the names of the functions in C that this thread calls."""
    names, before = [], sys.getprofile()

    def record(frame, event, function):
        if event == "c_call":
            names.append(function.__name__)

    sys.setprofile(record)
    try:
        yield names
    finally:
        sys.setprofile(before)


def log_in(client, email, password="right"):
    response = client.post("/login", json={"email": email, "password": password})
    body = response.json()
    body.pop("instance", None)
    headers = {name: response.headers[name] for name in response.headers}
    return response.status_code, body, headers


# Log-in


@pytest.mark.parametrize("email", [*HASHES, "nobody", "", "ada' --", "a" * 10_000])
def test_every_refused_log_in_costs_the_same_and_says_the_same(gateway, rounds, email):
    client = StrictClient(Login, gateway)
    expected = log_in(client, "ada", "wrong")
    cost = sum(rounds)
    rounds.clear()

    assert log_in(client, email) == expected
    assert (expected[0], cost, sum(rounds)) == (401, ROUNDS, ROUNDS)


def test_the_right_password_costs_no_less(rounds):
    assert log_in(StrictClient(Login), "ada")[0] == 200
    assert sum(rounds) == ROUNDS


@pytest.mark.parametrize("password", ["", "a" * 100_000, "\0", "é", "\ud800x"])
def test_every_password_costs_the_same(rounds, password):
    for email in ("ada", "nobody"):
        rounds.clear()
        assert authenticate(password, email=email) is None
        assert sum(rounds) == ROUNDS


def test_an_unknown_user_of_the_example_costs_as_much_as_a_wrong_password(
    client, rounds
):
    body = {"email": "ada@example.com", "password": "wrong"}
    known = client.post("/login", json=body)
    cost = sum(rounds)
    unknown = client.post("/login", json=body | {"email": "eve@example.com"})

    assert (cost, sum(rounds)) == (1, 2)
    assert known.json()["detail"] == unknown.json()["detail"]
    assert (known.status_code, unknown.status_code) == (401, 401)


def test_registering_costs_the_same_whether_there_is_an_account(client, rounds):
    body = {"email": "ada@example.com", "password": "a long password"}

    assert client.post("/users", json=body).status_code == 409
    taken = sum(rounds)
    assert client.post("/users", json=body | {"email": "b@x.org"}).status_code == 201
    assert (taken, sum(rounds)) == (1, 2)


# Comparing


def test_a_password_is_compared_in_constant_time():
    encoded = make_password("right")

    for password in ("right", "wrong"):
        with recorded() as calls:
            check_password(password, encoded)
        assert "compare_digest" in calls


@pytest.mark.parametrize("key", [SECRET, SECRET[::-1]])
def test_the_signature_of_a_token_is_compared_in_constant_time(key):
    token = jwt.encode({"sub": "1", "exp": 2**33}, key, "HS256")

    with recorded() as calls:
        try:
            is_valid = bool(decode_json_web_token(token))
        except UnauthorizedError:
            is_valid = False
    assert "compare_digest" in calls
    assert is_valid == (key == SECRET)


@pytest.mark.parametrize("salt", ["a", "b"])
def test_the_signature_of_a_value_is_compared_in_constant_time(salt):
    text = sign("value", salt="a")

    with recorded() as calls:
        try:
            value = unsign(text, salt=salt)
        except ValueError:
            value = None
    assert calls.count("compare_digest") == 1
    assert (value == "value") == (salt == "a")


def test_all_keys_are_tried_in_constant_time():
    text = sign("value", salt="a")
    old = ["another secret, long enough for its work", SECRET]

    with (
        override_settings(SECRET_KEY=SECRET[::-1], SECRET_KEY_FALLBACKS=old),
        recorded() as calls,
    ):
        assert unsign(text, salt="a") == "value"
    assert calls.count("compare_digest") == 3
