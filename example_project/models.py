"""The models, on SQLAlchemy."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pyverless.contrib.sqlalchemy import Model


def now() -> datetime:
    """Return the time in UTC, without a zone, as SQLite stores it."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


class User(Model):
    """Somebody with an account; `password` holds a hash."""

    __tablename__ = "users"
    # The id of a deleted user is never given to another, who would get their tokens.
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password: Mapped[str] = mapped_column(String(128))
    is_admin: Mapped[bool] = mapped_column(default=False)


class Article(Model):
    """A text by a user."""

    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime] = mapped_column(default=now)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    # Counted up with every change; who writes an older one is refused.
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
