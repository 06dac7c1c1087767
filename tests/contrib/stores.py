"""One model in every store, for the tests of what stores do alike."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from uuid import UUID

from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from sqlalchemy import BigInteger, DateTime
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from pyverless.contrib import memory, pynamodb, sqlalchemy


class Status(Enum):
    DRAFT = "draft"
    PUBLISHED = "live"


class MemoryArticle(memory.Model):
    title: str
    views: int = 0
    rating: float | None = None
    price: Decimal | None = None
    is_open: bool = False
    created: datetime | None = None
    moved: datetime | None = None
    day: date | None = None
    at: time | None = None
    key: UUID | None = None
    status: Status | None = None


class Base(sqlalchemy.ModelMixin, DeclarativeBase):
    pass


class SqlArticle(Base):
    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    views: Mapped[int] = mapped_column(BigInteger, default=0)
    rating: Mapped[float | None]
    price: Mapped[Decimal | None]
    is_open: Mapped[bool] = mapped_column(default=False)
    created: Mapped[datetime | None]
    moved: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    day: Mapped[date | None]
    at: Mapped[time | None]
    key: Mapped[UUID | None]
    status: Mapped[Status | None]


class DynamoArticle(pynamodb.Model):
    """DynamoDB knows fewer types, and makes no keys."""

    class Meta:
        table_name = "store-protocol-articles"
        billing_mode = "PAY_PER_REQUEST"

    id = NumberAttribute(hash_key=True)
    title = UnicodeAttribute()
    views = NumberAttribute(default=0)
    rating = NumberAttribute(null=True)
    is_open = BooleanAttribute(default=False)
    moved = UTCDateTimeAttribute(null=True)
