"""Models that live in memory, for tests and for trying things out.

::

    class Article(Model):
        title: str
        text: str = ""

    Article(title="Hello").save()
    Article.objects.filter(title="Hello").order_by("-id")[:10]

They behave like a database: what is stored is a copy, so that a changed object has to be
saved, and `atomic()` takes back everything when it fails. Between tests,
`Article.objects.clear()` makes an empty table.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from copy import deepcopy
from datetime import datetime
from threading import RLock
from types import NoneType
from typing import (
    TYPE_CHECKING,
    ClassVar,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)
from weakref import WeakKeyDictionary

from pyverless.contrib.casts import as_utc, cast
from pyverless.contrib.exceptions import MultipleObjectsReturned, ObjectDoesNotExist
from pyverless.contrib.querysets import BaseQuerySet
from pyverless.exceptions import ConflictError, ImproperlyConfigured

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from contextlib import AbstractContextManager
    from typing import Any

__all__ = ["Manager", "Model", "QuerySet", "atomic"]
