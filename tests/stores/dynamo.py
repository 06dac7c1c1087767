"""Models of PynamoDB that the tests of this folder share."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, VersionAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from pyverless.contrib.pynamodb import Model

__all__ = ["Account", "Counter", "Entry", "MODELS", "VersionedCounter"]


class Counter(Model):
    """No version: whether it was changed is told by its content."""

    class Meta:
        table_name = "stores-counters"
        billing_mode = "PAY_PER_REQUEST"
        max_retry_attempts = 1

    id = UnicodeAttribute(hash_key=True)
    value = NumberAttribute()


class VersionedCounter(Model):
    class Meta:
        table_name = "stores-versioned-counters"
        billing_mode = "PAY_PER_REQUEST"
        max_retry_attempts = 1

    id = UnicodeAttribute(hash_key=True)
    value = NumberAttribute()
    version = VersionAttribute()


class Account(Model):
    class Meta:
        table_name = "stores-accounts"
        billing_mode = "PAY_PER_REQUEST"
        max_retry_attempts = 1

    id = UnicodeAttribute(hash_key=True)
    balance = NumberAttribute()


class ByRank(GlobalSecondaryIndex):
    class Meta:
        index_name = "by-rank"
        projection = AllProjection()

    book = UnicodeAttribute(hash_key=True)
    rank = NumberAttribute(range_key=True)


class Entry(Model):
    """What is listed: by its number, or by its rank, in which there are ties."""

    class Meta:
        table_name = "stores-entries"
        billing_mode = "PAY_PER_REQUEST"

    book = UnicodeAttribute(hash_key=True)
    number = NumberAttribute(range_key=True)
    rank = NumberAttribute()
    note = UnicodeAttribute(default="")
    by_rank = ByRank()


MODELS = (Account, Counter, Entry, VersionedCounter)
