"""What can stand behind a rule, and what a route declares beside it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from typing import Any

    from pyverless.http.request import Request
    from pyverless.http.response import Response

    Respond = Callable[[Request], Response]

__all__ = ["Endpoint", "NO_OPTIONS", "Options"]


class Options:
    """What a route declares beside its rule; None: as class, Router, App say."""

    __slots__ = ("cache_control", "compress", "cors", "etag", "permission_classes")

    def __init__(
        self,
        *,
        cors: Any = None,
        compress: bool | None = None,
        cache_control: str | None = None,
        etag: Any = None,
        permission_classes: Any = None,
    ) -> None:
        self.permission_classes = permission_classes
        self.cors = cors
        self.compress = compress
        self.cache_control = cache_control
        self.etag = etag


#: What most routes declare.
NO_OPTIONS = Options()


class Endpoint:
    """Something that answers requests with certain methods."""

    #: The methods it answers, or ANY_METHOD. HEAD comes with GET.
    methods: Collection[str]
    #: Whether it wants to answer OPTIONS itself, where CORS would.
    answers_options: bool
    #: What it declares of itself; None: nothing. See `Lifecycle`.
    cors: Any = None
    compress: bool | None = None
    cache_control: str | None = None
    etag: Any = None

    @property
    def description(self) -> str:
        """How messages name it."""
        raise NotImplementedError

    def check_taken(self, rule: str, names: Collection[str]) -> None:
        """Raise ImproperlyConfigured for a parameter that it does not take."""

    def check_given(self, rule: str, names: Collection[str]) -> None:
        """Raise ImproperlyConfigured for a parameter that it needs and doesn't get."""

    def prepare(self, names: Sequence[str]) -> Respond:
        """Return what answers requests to a rule that has these parameters.

        Called during INIT, and again when settings have changed.
        """
        raise NotImplementedError

    def protect(self, respond: Respond, options: Options) -> Respond:
        """Return `respond` for callers who may use the endpoint; after `prepare()`."""
        return respond
