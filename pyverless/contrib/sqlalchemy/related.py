"""Loading what objects are related to along with them, instead of one by one."""

from __future__ import annotations

from sqlalchemy import inspect
from sqlalchemy.orm import defaultload, joinedload, selectinload

from pyverless.exceptions import ImproperlyConfigured

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from sqlalchemy.orm import Mapper, RelationshipProperty
    from sqlalchemy.orm.interfaces import ORMOption

__all__ = ["get_named_options", "get_wanted_options"]

# The ways of loading that ask the database for each object, or refuse to.
_ONE_BY_ONE = ("select", True, "immediate", "raise", "raise_on_sql")


def get_named_options(
    model: type, joined: tuple[str, ...], prefetched: tuple[str, ...]
) -> Iterator[ORMOption]:
    """Yield how to load what `select_related()` and `prefetch_related()` named.

    Raises ImproperlyConfigured for a name that is no relationship.
    """
    for load, paths in ((joinedload, joined), (selectinload, prefetched)):
        for path in paths:
            option: Any = None
            for relationship in _walk(model, path, strict=True):
                attribute = relationship.class_attribute
                how = load if option is None else getattr(option, load.__name__)
                option = how(attribute)
            yield option


def get_wanted_options(model: type, paths: tuple[str, ...]) -> Iterator[ORMOption]:
    """Yield how to load those of `paths` that are relationships.

    A model that says itself how to load one, as `lazy="joined"`, is left alone.
    """
    for path in paths:
        option: Any = None
        for relationship in _walk(model, path, strict=False):
            load = selectinload if relationship.lazy in _ONE_BY_ONE else defaultload
            how = load if option is None else getattr(option, load.__name__)
            option = how(relationship.class_attribute)
        if option is not None:
            yield option


def _walk(
    model: type, path: str, *, strict: bool
) -> Iterator[RelationshipProperty[Any]]:
    """Yield the relationships of a path: `author__company` has two."""
    mapper: Mapper[Any] = inspect(model)
    for name in path.split("__"):
        relationship = mapper.relationships.get(name)
        if relationship is not None:
            yield relationship
            mapper = relationship.mapper
        elif strict:
            available = ", ".join(mapper.relationships.keys()) or "nothing"
            raise ImproperlyConfigured(
                f"{mapper.class_.__name__} has no relationship {name!r}, which "
                f"{path!r} names. Choose from: {available}."
            )
        else:
            return
