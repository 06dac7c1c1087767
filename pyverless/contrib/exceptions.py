"""The exceptions of look-ups, the same for every store::

    LookupError
    └── ObjectDoesNotExist           no object has these values
    MultipleObjectsReturned          more than one object has them

Models have them as `DoesNotExist` and `MultipleObjectsReturned`, as in Django.
"""

from __future__ import annotations

__all__ = ["MultipleObjectsReturned", "ObjectDoesNotExist"]


class ObjectDoesNotExist(LookupError):
    """`get()` found no object; the message says of which model and with what values."""


class MultipleObjectsReturned(Exception):
    """`get()` found more than one object: the look-up is not unique."""
