"""Handlers that work alike on the models of each store."""

from __future__ import annotations

import importlib

from pyverless.handlers import ConditionalMixin, RetrieveHandler, UpdateHandler
from pyverless.serializers import Serializer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.types import LambdaFunction

__all__ = ["find_model", "get_function"]


class CounterRetrieve(ConditionalMixin, RetrieveHandler):
    serializer = Serializer(include=["id", "value"])


class VersionedCounterRetrieve(CounterRetrieve):
    def get_etag(self):
        return str(self.object.version)


class CounterUpdate(ConditionalMixin, UpdateHandler):
    """Sets the value that the caller has worked out from the one it has read."""

    serializer = Serializer(include=["id", "value"])
    optional_body_keys = ["value"]


class VersionedCounterUpdate(CounterUpdate):
    def get_etag(self):
        return str(self.object.version)


class Increment(UpdateHandler):
    """Adds to the value, for callers who have read nothing."""

    serializer = Serializer(include=["id", "value"])
    required_body_keys = ["by"]

    def update_object(self, obj, data):
        return super().update_object(obj, {"value": obj.value + data["by"]})


class Transfer(ConditionalMixin, UpdateHandler):
    """Takes from one account and gives to another: two writes, or none.

    `pause` is called in between.
    """

    serializer = Serializer(include=["id", "balance"])
    required_body_keys = ["amount", "to"]

    @staticmethod
    def pause():
        pass

    def update_object(self, obj, data):
        other = self.get_queryset().get(id=data["to"])
        obj.balance -= data["amount"]
        obj.save()
        self.pause()
        other.balance += data["amount"]
        other.save()
        return obj


def find_model(path: str) -> Any:
    """Return the model that a path names: `sql.Counter`."""
    module, _, name = path.partition(".")
    return getattr(importlib.import_module(f"tests.stores.{module}"), name)


def get_function(name: str, model: str) -> LambdaFunction:
    """Return the Lambda function of a handler for a model, both by name."""
    return globals()[name].as_handler(model=find_model(model))
