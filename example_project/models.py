"""The models, on SQLAlchemy."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pyverless.contrib.sqlalchemy import IdempotencyMixin, Model


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
    published: Mapped[datetime | None]
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    # Counted up with every change; who writes an older one is refused.
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Follower(Model):
    """Somebody who wants to know what an author publishes."""

    __tablename__ = "followers"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    author_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )


class Notification(Model):
    """An e-mail to a follower about an article; there is never a second one."""

    __tablename__ = "notifications"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    created: Mapped[datetime] = mapped_column(default=now)


class ProcessedMessage(IdempotencyMixin, Model):
    """A message that was processed, and is not processed again."""

    __tablename__ = "processed_messages"


class Attachment(Model):
    """A file of an article, as the bucket tells of it."""

    __tablename__ = "attachments"

    # A key of S3 has 1,024 bytes at most.
    key: Mapped[str] = mapped_column(String(1024), primary_key=True)
    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), index=True
    )
    size: Mapped[int | None] = mapped_column(BigInteger)
    etag: Mapped[str | None] = mapped_column(String(128))
    # S3's number of the last change, to know older news by.
    sequencer: Mapped[str] = mapped_column(String(64))
    # The row of a removed file stays: news of its upload may come after all.
    is_removed: Mapped[bool] = mapped_column(default=False)


class Connection(Model):
    """An open WebSocket; nobody has logged in where there is no user."""

    __tablename__ = "connections"

    id: Mapped[str] = mapped_column(String(128), primary_key=True)
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL")
    )
    created: Mapped[datetime] = mapped_column(default=now)
