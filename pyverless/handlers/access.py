"""Who may call a handler: its permissions and authenticators, resolved."""

from __future__ import annotations

from pyverless.config import resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["Access"]

_ALLOW_ANY = "pyverless.auth.permissions.AllowAny"


class Access:
    """The instances behind `permission_classes` and `authentication_classes`.

    Authenticators are made, and what they need imported, only for handlers that
    authenticate: those with permissions, or with authenticators or a `get_user()` of
    their own.
    """

    def __init__(
        self, permission_classes: Any, authentication_classes: Any, *, is_forced: bool
    ) -> None:
        self.authenticates = bool(permission_classes) or is_forced
        self.permissions = _made(permission_classes, "permission_classes")
        self.authenticators: list[Any] = []
        if self.authenticates:
            made = _made(authentication_classes, "authentication_classes")
            self.authenticators = [each for each in made if each.is_configured()]
        self.identify = self._get_identify()

    @property
    def challenge(self) -> str:
        """The WWW-Authenticate header that every 401 must have: RFC 9110 §11.6.1."""
        challenges = (each.challenge for each in self.authenticators)
        return next(filter(None, challenges), "Bearer")

    def _get_identify(self) -> Callable[[Any], Any]:
        if not self.authenticates:
            return lambda request: None
        from pyverless.auth.authentication import identify

        return lambda request: identify(request, self.authenticators)


def _made(classes: Any, wanted_by: str) -> list[Any]:
    """Return an instance of each class; AllowAny has nothing to check."""
    resolved = [resolve(each, wanted_by) for each in classes if each != _ALLOW_ANY]
    made = [each() if isinstance(each, type) else each for each in resolved]
    return [each for each in made if _path(type(each)) != _ALLOW_ANY]


def _path(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"
