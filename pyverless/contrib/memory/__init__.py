"""Models that live in memory, for tests and for trying things out.

::

    from pyverless.contrib.memory import Model

    class Article(Model):
        title: str
        text: str = ""

    Article(title="Hello").save()
    Article.objects.filter(title="Hello").order_by("-id")[:10]

They behave like a database: what is stored is a copy, so a changed object has to be
saved, and `atomic()` takes back everything when it fails. Between tests,
`Article.objects.clear()` empties the table.
"""

from __future__ import annotations

from pyverless.contrib.memory.idempotency import IdempotencyMixin
from pyverless.contrib.memory.models import Manager, Model, QuerySet
from pyverless.contrib.memory.tables import atomic

__all__ = ["IdempotencyMixin", "Manager", "Model", "QuerySet", "atomic"]
