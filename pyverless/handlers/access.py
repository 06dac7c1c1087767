"""Who may call a handler: its permissions and authenticators, resolved."""

from __future__ import annotations

from pyverless.config import resolve
from pyverless.exceptions import ImproperlyConfigured

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
        self.permissions = _get_permissions(permission_classes)
        #: Whether a permission can't be decided without an object.
        self.is_about_objects = any(p.is_about_objects for p in self.permissions)
        #: Whether one is asked again about objects that were changed.
        self.checks_changes = any(p.checks_changes for p in self.permissions)
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
    if not isinstance(classes, list | tuple):
        raise ImproperlyConfigured(
            f"{wanted_by} is {classes!r:.100}. Set it to a list: [{classes!r:.100}]."
        )
    resolved = [resolve(each, wanted_by) for each in classes if each != _ALLOW_ANY]
    made = [each() if isinstance(each, type) else each for each in resolved]
    return [each for each in made if _path(type(each)) != _ALLOW_ANY]


def _get_permissions(classes: Any) -> list[Any]:
    """Return the rules that must all hold, one by one, so that each has its message."""
    made = _made(classes, "permission_classes")
    if not made:
        return made
    from pyverless.auth.composition import And, BasePermission

    found: list[Any] = []
    for permission in made:
        if not isinstance(permission, BasePermission):
            raise ImproperlyConfigured(
                f"permission_classes has {permission!r:.100}, which is no permission. "
                "Make it a subclass of pyverless.auth.BasePermission."
            )
        if isinstance(permission, And):
            found += _get_permissions(permission.operands)
        else:
            found.append(permission)
    return found


def _path(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"
