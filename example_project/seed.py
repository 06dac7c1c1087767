"""Make the tables, fill them when they are empty: `python -m example_project.seed`.

The passwords are on GitHub: this is not for a database that strangers can reach.
"""

from __future__ import annotations

import sys

from sqlalchemy import inspect

from example_project.models import (
    Article,
    Attachment,
    Connection,
    Follower,
    Notification,
    ProcessedMessage,
    User,
)
from pyverless.contrib.sqlalchemy import atomic, create_all, get_engine
from pyverless.crypto import make_password

EMAIL, PASSWORD = "ada@example.com", "correct horse battery staple"
ADMIN_EMAIL, ADMIN_PASSWORD = "admin@example.com", "nanoseconds are short wires"

MODELS = [User, Article, Follower, Notification, ProcessedMessage, Attachment]
MODELS += [Connection]
ARTICLES = [
    ("Hello", "One class per endpoint."),
    ("Cold starts", "What is not imported costs nothing."),
    ("Queues", "An exception that gets out is a message that comes back."),
]


def seed() -> None:
    """Make the tables, a user with three articles, and an administrator."""
    create_all()
    check_tables()
    with atomic():
        if User.objects.count():
            return
        author = User(email=EMAIL, password=make_password(PASSWORD))
        author.save()
        hashed = make_password(ADMIN_PASSWORD)
        User(email=ADMIN_EMAIL, password=hashed, is_admin=True).save()
        for title, text in ARTICLES:
            Article(title=title, text=text, author_id=author.id).save()


def check_tables() -> None:
    """Stop where the tables are those of an older example, which had fewer columns."""
    engine = get_engine()
    for model in MODELS:
        table = model.__table__
        there = {column["name"] for column in inspect(engine).get_columns(table.name)}
        if missing := {*table.columns.keys()} - there:
            names = ", ".join(sorted(missing))
            sys.exit(
                f"The table {table.name} is of an older example and has no {names}. "
                f"Delete {engine.url.database}, or drop its tables, and try again."
            )


if __name__ == "__main__":
    seed()
