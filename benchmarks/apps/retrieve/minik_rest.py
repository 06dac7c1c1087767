"""minik, a small framework of function views for API Gateway."""

from minik.core import Minik
from minik.exceptions import MinikViewError

USERS = [
    {"id": 1, "name": "Ada Lovelace", "email": "ada@example.com", "active": True},
    {"id": 2, "name": "Alan Turing", "email": "alan@example.com", "active": False},
]

handler = Minik()


@handler.get("/users/{id}")
def retrieve_user(id: str):  # noqa: A002 - minik passes path parameters by name
    wanted = int(id)
    for user in USERS:
        if user["id"] == wanted:
            return user
    raise MinikViewError("Not found.", status_code=404)
