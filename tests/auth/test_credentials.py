"""`authenticate()`: logging in with a password."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import pytest
from sqlalchemy import update
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from pyverless.auth import authenticate, credentials
from pyverless.contrib.memory import Model
from pyverless.contrib.sqlalchemy import ModelMixin, atomic, create_all, get_session
from pyverless.crypto import (
    PBKDF2PasswordHasher,
    check_password,
    make_password,
    passwords,
)
from pyverless.crypto.argon2 import Argon2PasswordHasher as _Argon2PasswordHasher
from pyverless.exceptions import (
    ConflictError,
    ImproperlyConfigured,
    ServiceUnavailableError,
    StaleObjectError,
)
from pyverless.handlers import BaseHandler
from pyverless.test import Client, override_settings

# A hash of "right" with one round.
OLD = PBKDF2PasswordHasher().encode("right", "salt" * 6, 1)


class User(Model):
    email: str
    password: str | None = None
    is_active: bool = True


class Base(DeclarativeBase):
    """A base of their own: other tests make tables too."""


class SQLUser(ModelMixin, Base):
    __tablename__ = "credentials_users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    password: Mapped[str]


class Argon2PasswordHasher(_Argon2PasswordHasher):
    time_cost = 1
    memory_cost = 8


class Plain:
    """A user of a store that knows nothing of ours, not even `is_active`."""

    def __init__(self, password):
        self.email, self.password, self.saved = "ada@x.org", password, 0

    def save(self):
        self.saved += 1


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


@pytest.mark.parametrize("encoded", [None, "", "!", "!Jq1eR", "right"])
def test_a_user_without_a_usable_password_can_not_log_in(ada, rounds, encoded):
    ada.password = encoded
    ada.save()

    for password in ("", "right", str(encoded)):
        rounds.clear()
        assert authenticate(password, email="ada@x.org") is None
        assert sum(rounds) == 10


@pytest.mark.parametrize("email", ["ada@x.org", "eve@x.org"])
def test_an_unknown_user_costs_as_much_as_a_wrong_password(ada, rounds, email):
    assert authenticate("wrong", email=email) is None

    assert sum(rounds) == 10


@pytest.mark.parametrize("password", ["right", "wrong"])
def test_an_inactive_user_can_not_log_in_and_costs_the_same(ada, rounds, password):
    ada.is_active = False
    ada.save()

    assert authenticate(password, email="ada@x.org") is None
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


def test_a_hash_of_another_hasher_is_renewed(ada, users):
    with override_settings(
        PASSWORD_HASHERS=[Argon2PasswordHasher, PBKDF2PasswordHasher]
    ):
        user = authenticate("right", email="ada@x.org")

        assert user.password.startswith("argon2$argon2id$")
        assert users.get(id=ada.id).password == user.password
        assert authenticate("right", email="ada@x.org").password == user.password


@override_settings(PASSWORD_ITERATIONS=20)
def test_a_hash_is_renewed_in_a_store_that_can_not_lock(ada, monkeypatch):
    user = Plain(ada.password)
    monkeypatch.setattr(Plain, "objects", [user], raising=False)
    with override_settings(USER_MODEL=Plain):
        assert authenticate("right", email="ada@x.org") is user

    assert user.saved == 1
    assert user.password.startswith("pbkdf2_sha256$20$")


# What others do between the check and the renewal


@pytest.fixture
def meanwhile(ada, users, monkeypatch):
    """Have something done while the new hash is made."""

    def do(something):
        def make(password):
            something(users.get(id=ada.id))
            return make_password(password)

        monkeypatch.setattr(credentials, "make_password", make)

    with override_settings(PASSWORD_ITERATIONS=20):
        yield do


def test_a_password_that_is_changed_meanwhile_stays_changed(meanwhile, ada, users):
    def change(user):
        user.password = make_password("new")
        user.save()

    meanwhile(change)

    assert authenticate("right", email="ada@x.org") is None
    assert check_password("new", users.get(id=ada.id).password)


@override_settings(PASSWORD_ITERATIONS=20)
def test_a_password_that_is_changed_at_the_last_moment_stays_changed(
    ada, users, monkeypatch
):
    save = User.save

    def change():
        other = users.get(id=ada.id)
        other.password = make_password("new")
        save(other)

    def change_and_save(self):
        # In a thread, as it is not of our unit of work.
        with ThreadPoolExecutor() as executor:
            executor.submit(change).result()
        save(self)

    monkeypatch.setattr(User, "save", change_and_save)

    assert authenticate("right", email="ada@x.org").id == ada.id
    assert check_password("new", users.get(id=ada.id).password)


def test_a_user_who_is_gone_meanwhile_does_not_log_in(meanwhile):
    meanwhile(lambda user: user.delete())

    assert authenticate("right", email="ada@x.org") is None


def test_a_user_who_is_shut_out_meanwhile_does_not_log_in(meanwhile, ada, users):
    def shut_out(user):
        user.is_active = False
        user.save()

    meanwhile(shut_out)

    assert authenticate("right", email="ada@x.org") is None
    assert users.get(id=ada.id).password == ada.password


def test_two_logins_at_once_renew_the_hash_once(meanwhile, ada, users):
    renewed = make_password("right")

    def renew(user):
        user.password = renewed
        user.save()

    meanwhile(renew)

    assert authenticate("right", email="ada@x.org").id == ada.id
    assert users.get(id=ada.id).password == renewed


@pytest.mark.parametrize("error", [ConflictError, StaleObjectError])
@override_settings(PASSWORD_ITERATIONS=20)
def test_a_renewal_that_conflicts_leaves_the_log_in_alone(
    ada, users, monkeypatch, error
):
    def save(self):
        raise error

    monkeypatch.setattr(User, "save", save)

    assert authenticate("right", email="ada@x.org").id == ada.id
    assert users.get(id=ada.id).password == ada.password


@override_settings(PASSWORD_ITERATIONS=20)
def test_a_hash_is_renewed_in_sql_inside_and_outside_of_a_unit_of_work(tmp_path):
    with override_settings(
        DATABASE_URL=f"sqlite:///{tmp_path}/users", USER_MODEL=SQLUser
    ):
        create_all(Base)
        for email, unit in [("a@x.org", nullcontext), ("b@x.org", atomic)]:
            SQLUser(email=email, password=OLD).save()
            with unit():
                user = authenticate("right", email=email)
                assert user.email == email
            assert user.password.startswith("pbkdf2_sha256$20$")
            assert SQLUser.objects.get(email=email).password == user.password


@override_settings(PASSWORD_ITERATIONS=20)
def test_a_password_that_is_changed_meanwhile_stays_changed_in_sql(
    tmp_path, monkeypatch
):
    """Inside a unit of work both look-ups return the same object."""
    new = PBKDF2PasswordHasher().encode("new", iterations=20)

    def make(password):
        change = update(SQLUser).values(password=new)
        get_session().execute(change, execution_options={"synchronize_session": False})
        return make_password(password)

    monkeypatch.setattr(credentials, "make_password", make)
    url = f"sqlite:///{tmp_path}/users"
    with override_settings(DATABASE_URL=url, USER_MODEL=SQLUser):
        create_all(Base)
        SQLUser(email="ada@x.org", password=OLD).save()
        with atomic():
            assert authenticate("right", email="ada@x.org") is None
        assert SQLUser.objects.get(email="ada@x.org").password == new


# Configuration and secrets


def test_neither_password_nor_hash_is_in_a_log_or_an_error(ada, caplog, monkeypatch):
    caplog.set_level(0)

    def save(self):
        raise ServiceUnavailableError

    with override_settings(PASSWORD_ITERATIONS=20):
        monkeypatch.setattr(User, "save", save)
        with pytest.raises(ServiceUnavailableError) as unavailable:
            authenticate("right", email="ada@x.org")
        with pytest.raises(TypeError) as no_text:
            authenticate(b"right", email="ada@x.org")

    for told in (caplog.text, str(unavailable.value), str(no_text.value)):
        assert not [s for s in ("right", "pbkdf2", "argon2") if s in told]


@pytest.mark.parametrize("lookup", [{}, {"email": "a", "id": 1}])
def test_there_must_be_one_field_to_look_the_user_up_by(lookup):
    with pytest.raises(ImproperlyConfigured, match="exactly one field"):
        authenticate("right", **lookup)


@pytest.mark.parametrize("name", ["email__startswith", "password__gt", "a__b"])
def test_nobody_chooses_how_users_are_looked_up(ada, rounds, name):
    with pytest.raises(ImproperlyConfigured, match=f"not by '{name}'"):
        authenticate("right", **{name: "a"})
    assert rounds == []


def test_two_users_with_one_address_are_a_mistake_that_does_not_show_it(ada, caplog):
    User(email=ada.email, password=ada.password).save()

    class Login(BaseHandler):
        def perform_action(self):
            return authenticate("right", email=ada.email)

    assert Client(Login).get("/").status_code == 500
    assert "Several users have the same 'email'" in caplog.text
    assert ada.email not in caplog.text


def test_a_user_has_a_password(monkeypatch):
    class Keyless:
        email = "ada@x.org"

    Keyless.objects = [Keyless()]
    with (
        override_settings(USER_MODEL=Keyless),
        pytest.raises(ImproperlyConfigured, match="Keyless has no password"),
    ):
        authenticate("right", email="ada@x.org")


@override_settings(USER_MODEL=None)
def test_there_must_be_a_user_model():
    with pytest.raises(ImproperlyConfigured, match="needs the setting USER_MODEL"):
        authenticate("right", email="ada@x.org")
