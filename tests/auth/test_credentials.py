"""`authenticate()`: logging in with a password."""

from __future__ import annotations

import pytest

from pyverless.auth import authenticate
from pyverless.contrib.memory import Model
from pyverless.crypto import PBKDF2PasswordHasher, make_password, passwords
from pyverless.exceptions import ImproperlyConfigured
from pyverless.test import override_settings


class User(Model):
    email: str
    password: str | None = None


@pytest.fixture(autouse=True)
def users():
    with override_settings(USER_MODEL=User, PASSWORD_ITERATIONS=10):
        yield User.objects
    User.objects.clear()


@pytest.fixture
def ada(users):
    user = User(email="ada@x.org", password=make_password("right"))
    user.save()
    return user


@pytest.fixture
def rounds(monkeypatch):
    """The iterations of every hash that is computed from now on."""
    computed, original = [], passwords._hash

    def counted(password, salt, iterations):
        computed.append(iterations)
        return original(password, salt, iterations)

    monkeypatch.setattr(passwords, "_hash", counted)
    return computed


def test_the_right_password_returns_the_user(ada):
    assert authenticate("right", email="ada@x.org").id == ada.id
    assert authenticate(password="right", id=ada.id).id == ada.id


@pytest.mark.parametrize(
    ("email", "password"), [("ada@x.org", "wrong"), ("eve@x.org", "right")]
)
def test_a_wrong_password_and_an_unknown_user_return_none(ada, email, password):
    assert authenticate(password, email=email) is None


def test_a_user_without_a_password_can_not_log_in(ada):
    ada.password = None
    ada.save()

    assert authenticate("", email="ada@x.org") is None


@pytest.mark.parametrize("email", ["ada@x.org", "eve@x.org"])
def test_an_unknown_user_costs_as_much_as_a_wrong_password(ada, rounds, email):
    assert authenticate("wrong", email=email) is None

    assert sum(rounds) == 10


def test_an_old_hash_is_renewed_when_the_user_logs_in(ada, users):
    old = ada.password
    with override_settings(PASSWORD_ITERATIONS=20):
        assert authenticate("wrong", email="ada@x.org") is None
        assert users.get(id=ada.id).password == old
        user = authenticate("right", email="ada@x.org")

        assert user.password != old
        assert users.get(id=ada.id).password == user.password
        assert not PBKDF2PasswordHasher().must_update(user.password)
        assert authenticate("right", email="ada@x.org")


def test_a_current_hash_is_left_alone(ada, rounds):
    assert authenticate("right", email="ada@x.org").password == ada.password
    assert len(rounds) == 1


def test_only_the_password_is_saved_where_save_can_tell(monkeypatch, ada):
    saved = []

    def save(self, update_fields=()):
        saved.append(update_fields)

    monkeypatch.setattr(User, "save", save)
    with override_settings(PASSWORD_ITERATIONS=20):
        authenticate("right", email="ada@x.org")

    assert saved == [["password"]]


@pytest.mark.parametrize("lookup", [{}, {"email": "a", "id": 1}])
def test_there_must_be_one_field_to_look_the_user_up_by(lookup):
    with pytest.raises(ImproperlyConfigured, match="exactly one field"):
        authenticate("right", **lookup)


@override_settings(USER_MODEL=None)
def test_there_must_be_a_user_model():
    with pytest.raises(ImproperlyConfigured, match="needs the setting USER_MODEL"):
        authenticate("right", email="ada@x.org")
