"""Make the tables, fill them when they are empty: `python -m example_project.seed`."""

from __future__ import annotations

from example_project.models import Article, User
from pyverless.contrib.sqlalchemy import atomic, create_all
from pyverless.crypto import make_password

EMAIL, PASSWORD = "ada@example.com", "correct horse battery staple"

ARTICLES = [
    ("Hello", "One class per endpoint."),
    ("Cold starts", "What is not imported costs nothing."),
    ("Queues", "An exception that gets out is a message that comes back."),
]


def seed() -> None:
    """Make the tables, one user and three articles."""
    create_all()
    with atomic():
        if User.objects.count():
            return
        author = User(email=EMAIL, password=make_password(PASSWORD))
        author.save()
        for title, text in ARTICLES:
            Article(title=title, text=text, author_id=author.id).save()


if __name__ == "__main__":
    seed()
