"""Models of SQLAlchemy that the tests of this folder share."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from pyverless.contrib.sqlalchemy import ModelMixin

__all__ = [
    "Account",
    "Article",
    "Author",
    "Base",
    "Comment",
    "Counter",
    "Entry",
    "VersionedCounter",
]


class Base(ModelMixin, DeclarativeBase):
    pass


class Counter(Base):
    """No version: whether it was changed is told by its content."""

    __tablename__ = "counters"

    id: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]


class VersionedCounter(Base):
    __tablename__ = "versioned_counters"

    id: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Account(Base):
    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(primary_key=True)
    balance: Mapped[int]


class Entry(Base):
    """What is listed: ties and NULL in what it is ordered by."""

    __tablename__ = "entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    rank: Mapped[int]
    score: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")


class Author(Base):
    __tablename__ = "authors"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Article(Base):
    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    views: Mapped[int] = mapped_column(default=0)
    author_id: Mapped[int | None] = mapped_column(ForeignKey(Author.id))
    author: Mapped[Author | None] = relationship()
    comments: Mapped[list[Comment]] = relationship()


class Comment(Base):
    __tablename__ = "comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    article_id: Mapped[int] = mapped_column(ForeignKey(Article.id))
    author_id: Mapped[int] = mapped_column(ForeignKey(Author.id))
    author: Mapped[Author] = relationship()
