"""Models that the tests of DynamoDB share; `tables` in conftest.py makes the tables."""

from __future__ import annotations

from decimal import Decimal

from pynamodb.attributes import (
    BinaryAttribute,
    BinarySetAttribute,
    BooleanAttribute,
    JSONAttribute,
    ListAttribute,
    MapAttribute,
    NumberAttribute,
    NumberSetAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
    VersionAttribute,
)
from pynamodb.indexes import (
    AllProjection,
    GlobalSecondaryIndex,
    KeysOnlyProjection,
    LocalSecondaryIndex,
)

from pyverless.contrib.pynamodb import Model


class ByStatus(GlobalSecondaryIndex):
    class Meta:
        index_name = "by-status"
        projection = AllProjection()

    status = UnicodeAttribute(hash_key=True)
    views = NumberAttribute(range_key=True, attr_name="v")


class ByRating(GlobalSecondaryIndex):
    class Meta:
        index_name = "by-rating"
        projection = AllProjection()

    status = UnicodeAttribute(hash_key=True)
    rating = NumberAttribute(range_key=True)


class ByTitle(GlobalSecondaryIndex):
    class Meta:
        index_name = "by-title"
        projection = KeysOnlyProjection()

    title = UnicodeAttribute(hash_key=True)


class Article(Model):
    """One key, and indexes of which one is sparse and one has no attributes."""

    class Meta:
        table_name = "articles"
        billing_mode = "PAY_PER_REQUEST"

    slug = UnicodeAttribute(hash_key=True)
    title = UnicodeAttribute(default="Untitled")
    status = UnicodeAttribute(default="draft")
    views = NumberAttribute(default=0, attr_name="v")
    rating = NumberAttribute(null=True)
    is_open = BooleanAttribute(default=False)
    created = UTCDateTimeAttribute(null=True)
    expires = TTLAttribute(null=True)
    picture = BinaryAttribute(null=True, legacy_encoding=False)
    tags = UnicodeSetAttribute(null=True)
    extra = JSONAttribute(null=True)
    place = MapAttribute(null=True)
    by_status = ByStatus()
    by_rating = ByRating()
    by_title = ByTitle()


class ByText(LocalSecondaryIndex):
    class Meta:
        index_name = "by-text"
        projection = AllProjection()

    author = UnicodeAttribute(hash_key=True)
    text = UnicodeAttribute(range_key=True)


class Comment(Model):
    """Two keys and a local index."""

    class Meta:
        table_name = "comments"
        billing_mode = "PAY_PER_REQUEST"

    author = UnicodeAttribute(hash_key=True)
    number = NumberAttribute(range_key=True)
    text = UnicodeAttribute(default="-")
    by_text = ByText()


class Counter(Model):
    """An object with a version."""

    class Meta:
        table_name = "counters"
        billing_mode = "PAY_PER_REQUEST"

    name = UnicodeAttribute(hash_key=True)
    value = NumberAttribute(default=0)
    note = UnicodeAttribute(null=True)
    version = VersionAttribute()


class Address(MapAttribute):
    street = UnicodeAttribute()
    number = NumberAttribute(null=True)


class Parcel(Model):
    """An object with attributes that nest."""

    class Meta:
        table_name = "parcels"
        billing_mode = "PAY_PER_REQUEST"

    number = NumberAttribute(hash_key=True)
    weight = NumberAttribute(null=True)
    fee = NumberAttribute(null=True, default=lambda: Decimal("2.50"))
    expires = TTLAttribute(null=True)
    sender = Address(null=True)
    stops = ListAttribute(of=Address, null=True)
    notes = ListAttribute(null=True)
    extra = MapAttribute(null=True)
    labels = UnicodeSetAttribute(null=True)
    sizes = NumberSetAttribute(null=True)
    seals = BinarySetAttribute(null=True, legacy_encoding=False)


MODELS = (Article, Comment, Counter, Parcel)
