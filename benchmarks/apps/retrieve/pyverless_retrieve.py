"""pyverless, one function per endpoint: a RetrieveHandler over a list."""

from types import SimpleNamespace

from pyverless.handlers import RetrieveHandler


class User(SimpleNamespace):
    pass


User.objects = [
    User(id=1, name="Ada Lovelace", email="ada@example.com", active=True),
    User(id=2, name="Alan Turing", email="alan@example.com", active=False),
]


def serialize_user(user):
    return {
        "id": user.id,
        "name": user.name,
        "email": user.email,
        "active": user.active,
    }


class UserRetrieve(RetrieveHandler):
    model = User
    serializer = serialize_user


handler = UserRetrieve.as_handler()
