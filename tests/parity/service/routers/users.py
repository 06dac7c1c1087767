"""The documentation's sample of several files: what is below /users."""

from __future__ import annotations

import itertools

from pyverless.routing import Router

router = Router()
USERS = {"user1": "details", "user2": "details", "user3": "details"}


@router.get("/")  # /users, with the prefix that main.py gives
def get_users() -> dict:
    limit = int(router.request.query.get("limit", 10))
    return {"items": [dict(itertools.islice(USERS.items(), limit))]}


@router.get("/<username>")
def get_user(username: str) -> dict:
    return {"details": USERS.get(username, {})}
