"""Models for the tests of this folder, and the databases that they are tested in."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    Interval,
    LargeBinary,
    Numeric,
    PickleType,
    SmallInteger,
    String,
    Time,
    TypeDecorator,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    column_property,
    mapped_column,
    relationship,
)
from sqlalchemy.types import UserDefinedType

from pyverless.contrib.sqlalchemy import ModelMixin

__all__ = [
    "Article",
    "Author",
    "Base",
    "Book",
    "Branch",
    "Comment",
    "Company",
    "Line",
    "Note",
    "Order",
    "Reading",
    "Rule",
    "Status",
    "Writer",
]


class Aware(TypeDecorator):
    """A column type as applications write it: aware datetimes only, kept in UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value, dialect):
        if value is not None and value.tzinfo is None:
            raise ValueError("not aware")
        return value and value.astimezone(UTC).replace(tzinfo=None)


class Level(TypeDecorator):
    """A column type that says what its values are."""

    impl = String
    cache_ok = True
    python_type = int

    def process_bind_param(self, value, dialect):
        return None if value is None else "*" * value

    def process_result_value(self, value, dialect):
        return None if value is None else len(value)


class Old(UserDefinedType):
    """A column type of unknown values, as SQLAlchemy 2.0 says that they are unknown."""

    cache_ok = True

    @property
    def python_type(self):
        raise NotImplementedError

    def get_col_spec(self):
        return "TEXT"


class Status(Enum):
    DRAFT = "draft"
    PUBLISHED = "live"


class Base(ModelMixin, DeclarativeBase):
    pass


class Author(Base):
    """Every kind of column."""

    __tablename__ = "authors"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(50), unique=True)
    born: Mapped[datetime | None] = mapped_column(Aware)
    rank: Mapped[int | None] = mapped_column(SmallInteger)
    fans: Mapped[int | None] = mapped_column(Integer)
    points: Mapped[int | None] = mapped_column(BigInteger)
    photo: Mapped[bytes | None] = mapped_column(LargeBinary)
    level: Mapped[int | None] = mapped_column(Level)
    old: Mapped[str | None] = mapped_column(Old)
    anything: Mapped[object] = mapped_column(PickleType, nullable=True)
    saves: Mapped[int] = mapped_column(
        server_default="1", onupdate=text("saves + 1"), nullable=False
    )
    books: Mapped[list[Book]] = relationship(back_populates="author", lazy="joined")


class Book(Base):
    """A key of two columns, and a reference that is checked at the end."""

    __tablename__ = "books"

    author_id: Mapped[int] = mapped_column(
        ForeignKey(Author.id, deferrable=True, initially="DEFERRED"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    author: Mapped[Author] = relationship(back_populates="books")


class Note(Base):
    """A version."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey(Author.id))
    version: Mapped[int] = mapped_column()
    title: Mapped[str]

    __mapper_args__ = {"version_id_col": version}


class Rule(Base):
    """Every kind of constraint, and attributes that are not called like columns."""

    __tablename__ = "rules"
    __table_args__ = (
        UniqueConstraint("section", "NR"),
        CheckConstraint("low <= high", name="range_is_right"),
        Index("one_name", func.lower(text("full_name")), unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    section: Mapped[int | None]
    number: Mapped[int | None] = mapped_column("NR")
    low: Mapped[int] = mapped_column(default=0)
    high: Mapped[int] = mapped_column(default=9)
    weight: Mapped[int] = mapped_column(CheckConstraint("weight > 0"), default=1)
    name: Mapped[str | None] = mapped_column("full_name", String(20))
    text: Mapped[str | None]
    price: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    since: Mapped[datetime | None]
    parent_id: Mapped[int | None] = mapped_column("parent", ForeignKey("rules.id"))


class Company(Base):
    __tablename__ = "companies"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Writer(Base):
    __tablename__ = "writers"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    company_id: Mapped[int | None] = mapped_column(ForeignKey(Company.id))
    company: Mapped[Company | None] = relationship()


class Article(Base):
    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(default="")
    views: Mapped[int] = mapped_column(default=0)
    is_open: Mapped[bool] = mapped_column(default=False)
    rating: Mapped[float | None]
    created: Mapped[datetime | None]
    status: Mapped[Status | None]
    writer_id: Mapped[int | None] = mapped_column(ForeignKey(Writer.id))
    writer: Mapped[Writer | None] = relationship()
    comments: Mapped[list[Comment]] = relationship(
        back_populates="article", cascade="all, delete-orphan"
    )


class Comment(Base):
    __tablename__ = "comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    article_id: Mapped[int] = mapped_column(ForeignKey(Article.id))
    article: Mapped[Article] = relationship(back_populates="comments")
    writer_id: Mapped[int | None] = mapped_column(ForeignKey(Writer.id))
    writer: Mapped[Writer | None] = relationship()


def _now():
    return datetime(2024, 5, 17, 12, tzinfo=timezone(timedelta()))


class Reading(Base):
    """Kinds of values that databases change."""

    __tablename__ = "readings"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    since: Mapped[datetime | None] = mapped_column(DateTime)
    day: Mapped[date | None] = mapped_column(Date)
    hour: Mapped[time | None] = mapped_column(Time)
    there: Mapped[time | None] = mapped_column(Time(timezone=True))
    price: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    whole: Mapped[Decimal | None] = mapped_column(Numeric(5))
    fraction: Mapped[Decimal | None] = mapped_column(Numeric(2, 2))
    exact: Mapped[Decimal | None] = mapped_column(Numeric)
    share: Mapped[float | None] = mapped_column(Numeric(5, 2, asdecimal=False))
    ratio: Mapped[float | None] = mapped_column(Float)
    measure: Mapped[Decimal | None] = mapped_column(Float(asdecimal=True))
    created: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now)
    changed: Mapped[datetime | None] = mapped_column(onupdate=_now)
    fee: Mapped[Decimal] = mapped_column(Numeric(5, 2), default=Decimal("0.5"))
    data: Mapped[object] = mapped_column(JSON, nullable=True)
    length: Mapped[timedelta | None] = mapped_column(Interval)
    double: Mapped[Decimal | None] = column_property(price * 2)


class Order(Base):
    """Lines that must belong to an order, which SQLAlchemy does not know."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    lines: Mapped[list[Line]] = relationship(order_by="Line.id")


class Line(Base):
    __tablename__ = "lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey(Order.id))
    quantity: Mapped[int] = mapped_column(SmallInteger)
    price: Mapped[Decimal] = mapped_column(Numeric(5, 2), default=0)
    article_id: Mapped[int | None] = mapped_column(ForeignKey(Article.id))


class Branch(Base):
    """What must refer to another of its kind."""

    __tablename__ = "branches"

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("branches.id"))
    children: Mapped[list[Branch]] = relationship()
