"""A client that holds each answer against what the front takes, to the letter."""

from __future__ import annotations

from pyverless.test import Client
from tests.validators import read

__all__ = ["StrictClient"]

_NAMES = {"http1": "http_1", "http2": "http_2"}


class StrictClient(Client):
    """A Client of HTTP fronts only, whose answers `tests.validators` reads as well."""

    def invoke(self, event, context=None):
        answer = super().invoke(event, context)
        read(_NAMES.get(self.gateway, self.gateway), answer)
        return answer
