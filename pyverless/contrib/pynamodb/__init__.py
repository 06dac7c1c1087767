"""Models of PynamoDB (6.1 or newer), for DynamoDB, as handlers want them.

::

    from pynamodb.attributes import UnicodeAttribute
    from pyverless.contrib.pynamodb import Model

    class Article(Model):
        class Meta:
            table_name = "articles"

        slug = UnicodeAttribute(hash_key=True)
        title = UnicodeAttribute()

    Article(slug="hello", title="Hello").save()
    Article.objects.get(slug="hello")

Attributes, indexes and `Meta` are PynamoDB's, and its own methods still work. The
region, the endpoint and the credentials are those of AWS's usual environment variables.
A handler's unit of work is one write, or one transaction of up to 100, at its end;
anywhere else each `save()` and `delete()` goes out at once, unless it runs inside
`with atomic():`.
"""

from __future__ import annotations

from pyverless.contrib.pynamodb.encrypted import EncryptedAttribute
from pyverless.contrib.pynamodb.idempotency import IdempotencyMixin
from pyverless.contrib.pynamodb.models import Model
from pyverless.contrib.pynamodb.querysets import Manager, QuerySet
from pyverless.contrib.pynamodb.units import atomic

__all__ = [
    "EncryptedAttribute",
    "IdempotencyMixin",
    "Manager",
    "Model",
    "QuerySet",
    "atomic",
]
