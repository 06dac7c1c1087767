"""Loading what objects are related to along with them, instead of one by one."""

from __future__ import annotations

from sqlalchemy import inspect
from sqlalchemy.orm import defaultload, joinedload, selectinload

from pyverless.exceptions import ImproperlyConfigured

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Set
    from typing import Any

    from sqlalchemy.orm import Mapper, RelationshipProperty
    from sqlalchemy.orm.interfaces import ORMOption

    Path = tuple[RelationshipProperty[Any], ...]
    Load = Callable[..., Any]

__all__ = ["get_options"]

# The ways of loading that ask the database for each object, or refuse to.
_ONE_BY_ONE = ("select", True, "immediate", "raise", "raise_on_sql")


def get_options(
    model: type, *, joined: Set[str], prefetched: Set[str], wanted: Set[str]
) -> Iterator[ORMOption]:
    """Yield how to load what a queryset was asked to load along.

    Raises ImproperlyConfigured for a name in `joined` or `prefetched` that is no
    relationship; those in `wanted` are left out.
    """
    # SQLAlchemy takes one way for each relationship. The later ones here count.
    ways: dict[Path, Load] = {}
    for names in sorted(wanted):
        for path in _find_paths(model, names, strict=False):
            ways[path] = _get_way(path[-1])
    for load, group in ((selectinload, prefetched), (joinedload, joined)):
        for names in sorted(group):
            ways |= dict.fromkeys(_find_paths(model, names, strict=True), load)
    for path in ways:
        yield _make_option(path, ways)


def _get_way(relationship: RelationshipProperty[Any]) -> Load:
    # A model may say itself how to load one, as in lazy="joined".
    return selectinload if relationship.lazy in _ONE_BY_ONE else defaultload


def _make_option(path: Path, ways: dict[Path, Load]) -> ORMOption:
    option: Any = None
    for length, relationship in enumerate(path, 1):
        load = ways[path[:length]]
        go_on = load if option is None else getattr(option, load.__name__)
        option = go_on(relationship.class_attribute)
    return option  # type: ignore[no-any-return]


def _find_paths(model: type, names: str, *, strict: bool) -> Iterator[Path]:
    """Yield the relationships of `author__company`: the first, then both."""
    mapper: Mapper[Any] = inspect(model)
    path: Path = ()
    for name in names.split("__"):
        relationship = mapper.relationships.get(name)
        if relationship is None and strict:
            available = ", ".join(mapper.relationships.keys()) or "none"
            raise ImproperlyConfigured(
                f"{mapper.class_.__name__} has no relationship {name!r}, which "
                f"{names!r} names. Choose from: {available}."
            )
        if relationship is None:
            return
        path = (*path, relationship)
        yield path
        mapper = relationship.mapper
