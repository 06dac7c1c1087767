"""The protocols that pyverless expects of your objects, for type checkers and readers.

Nothing imports this module at run time: whatever has these methods works.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypedDict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyverless.idempotency import Entry
    from pyverless.pagination.pages import Page

__all__ = [
    "AdvancedQuerySet",
    "AwsContext",
    "AwsEvent",
    "ErrorDetail",
    "Handler",
    "IdempotencyStore",
    "LambdaFunction",
    "Manager",
    "QuerySet",
    "RouteOptions",
]

#: What Lambda hands over, parsed from JSON.
AwsEvent = Mapping[str, Any]

#: The context object of Lambda's Python runtime, or None in tests. No attribute is
#: relied on: https://docs.aws.amazon.com/lambda/latest/dg/python-context.html
AwsContext = Any

#: What `as_handler()` returns and Lambda calls.
LambdaFunction = Callable[[Any, AwsContext], Any]


class ErrorDetail(TypedDict, total=False):
    """One fault of several in an error answer (a member of RFC 9457's `errors`)."""

    #: A JSON pointer into the body, in its URI fragment form: `#/title`.
    pointer: str
    #: The name of the query or path parameter, where it is not about the body.
    parameter: str
    #: A plain sentence.
    detail: str
    #: A machine-readable name.
    code: str


class RouteOptions(TypedDict, total=False):
    """What a route may declare for itself, instead of what is declared around it."""

    #: A `pyverless.http.CORSConfig`, True for the one around it, False for none.
    cors: Any
    #: Whether answers are compressed for callers who accept that.
    compress: bool | None
    #: The Cache-Control header of answers that succeed.
    cache_control: str | None
    #: True for an ETag of the content, or a function of the request that returns one.
    etag: Any
    #: Who may call a view: permissions that must all hold, instead of the setting
    #: PERMISSION_CLASSES. `request.user` is the caller then.
    permission_classes: Any


class QuerySet(Protocol):
    """A lazy collection of objects: what `get_queryset()` returns.

    A plain list works wherever a queryset does. `get_or_none(**lookup)` is preferred
    over `get(**lookup)` where both are offered. Look-ups have Django's names, see
    `pyverless.lookups`; those of filters are only needed for lists that declare some.
    Values come as the caller sent them, usually text: a store casts them to the type of
    its field and raises TypeError, ValueError or OverflowError for what can't be cast,
    which is answered as 404, or 400 for a filter. `count()` is optional, and so is all
    of `AdvancedQuerySet`.
    """

    def filter(self, **lookup: Any) -> QuerySet: ...
    def order_by(self, *fields: str) -> QuerySet: ...
    def get(self, **lookup: Any) -> Any: ...
    def count(self) -> int: ...
    def __getitem__(self, index: slice, /) -> Iterable[Any]: ...
    def __iter__(self) -> Iterator[Any]: ...


class AdvancedQuerySet(QuerySet, Protocol):
    """What a queryset may offer beyond QuerySet; each method is used where it is."""

    def check_lookups(self, filters: Iterable[str], ordering: Iterable[str]) -> None:
        """Raise ImproperlyConfigured for look-ups and fields that there are not.

        Called during INIT, so it must not ask the store.
        """

    def select_for_update(self) -> AdvancedQuerySet:
        """Return objects that nobody else can change before the unit of work ends.

        A store that can't lock makes the writes conditional instead, and raises
        `StaleObjectError` for the one that comes second. Called for requests that
        change something under a condition: see ConditionalMixin.
        """

    def with_related(self, *paths: str) -> AdvancedQuerySet:
        """Return objects with related ones fetched along: `author`, `author__company`.

        Called with all that the serializer reads; what is no relationship is ignored.
        """

    def paginate(self, *, limit: int, token: Any = None) -> Page:
        """Return up to `limit` objects, after those of the page that gave the token.

        The tokens are the store's own: whatever JSON can say. Raise ValueError for one
        that is none. CursorPagination calls it.
        """


class Manager(Protocol):
    """What stands behind `getattr(model, settings.MODEL_MANAGER)`, usually `objects`.

    A manager that is iterable and has the methods of QuerySet needs no `all()`.
    `atomic()`, where there is one, becomes the unit of work of handlers of this model.
    """

    def all(self) -> QuerySet: ...
    def atomic(self) -> AbstractContextManager[Any]: ...


class IdempotencyStore(Protocol):
    """What remembers what was done: the `idempotency_store` of handlers.

    Keys are texts of 64 characters. A store with another unit of work than the models
    has its own around theirs, and is committed last. A method `check()` is optional:
    it is called without arguments during INIT, and raises ImproperlyConfigured for what
    can't work.
    """

    def atomic(self) -> AbstractContextManager[Any]:
        """Return a unit of work.

        The same function as that of the models, where they are in the same store: then
        it is entered once.
        """

    def claim(self, key: str, *, lease: float) -> Entry | None:
        """Take a key for the current unit of work.

        Return what is remembered under it. None: nothing, and the key is taken. Raise
        ConflictError while somebody else has it. A unit of work that fails gives it
        back; where the process ends without a word it is free after `lease` seconds at
        the latest.
        """

    def complete(self, key: str, entry: Entry) -> None:
        """Remember what was done, as a part of the current unit of work.

        Raise ConflictError where the key is not ours any more, here or at the end of
        the unit of work, so that everything else is taken back as well.
        """


class Handler(Protocol):
    """What a permission may rely on: every HTTP handler has it."""

    #: The user, or None for an anonymous caller.
    user: Any
    #: The request: a `pyverless.http.Request`.
    request: Any

    @property
    def kwargs(self) -> Mapping[str, Any]: ...
