"""Models of SQLAlchemy (2.0.30 or newer) as handlers want them.

::

    from pyverless.contrib.sqlalchemy import Model
    from sqlalchemy.orm import Mapped, mapped_column

    class Article(Model):
        __tablename__ = "articles"

        id: Mapped[int] = mapped_column(primary_key=True)
        title: Mapped[str]

    Article(title="Hello").save()
    Article.objects.filter(title="Hello").order_by("-id")[:10]

The database is the setting DATABASE_URL. A handler's unit of work is one session and
one transaction, `get_session()`; anywhere else each query, `save()` and `delete()` is a
transaction of its own, unless it runs inside `with atomic():`.
"""

from __future__ import annotations

from pyverless.contrib.sqlalchemy.encrypted import EncryptedText
from pyverless.contrib.sqlalchemy.engine import get_engine
from pyverless.contrib.sqlalchemy.idempotency import IdempotencyMixin
from pyverless.contrib.sqlalchemy.models import (
    Model,
    ModelMixin,
    create_all,
    drop_all,
)
from pyverless.contrib.sqlalchemy.querysets import Manager, QuerySet
from pyverless.contrib.sqlalchemy.sessions import atomic, get_session

__all__ = [
    "EncryptedText",
    "IdempotencyMixin",
    "Manager",
    "Model",
    "ModelMixin",
    "QuerySet",
    "atomic",
    "create_all",
    "drop_all",
    "get_engine",
    "get_session",
]
