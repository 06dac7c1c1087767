"""pyverless, one function for a whole API: a function view, as the peers have it."""

from pyverless.exceptions import NotFoundError
from pyverless.routing import App

USERS = [
    {"id": 1, "name": "Ada Lovelace", "email": "ada@example.com", "active": True},
    {"id": 2, "name": "Alan Turing", "email": "alan@example.com", "active": False},
]

app = App()


@app.get("/users/{user_id}")
def retrieve_user(user_id: int):
    for user in USERS:
        if user["id"] == user_id:
            return user
    raise NotFoundError


handler = app.as_handler()
