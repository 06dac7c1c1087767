"""Who may call a handler: its permissions and authenticators, resolved.

Imported only for handlers that find out who calls.
"""

from __future__ import annotations

from pyverless.auth.authentication import identify
from pyverless.auth.users import as_user
from pyverless.config import resolve
from pyverless.exceptions import (
    ForbiddenError,
    ImproperlyConfigured,
    UnauthorizedError,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from pyverless.exceptions import ServiceError

__all__ = ["Access", "allows_any", "get_refusal"]

_ALLOW_ANY = "pyverless.auth.permissions.AllowAny"


class Access:
    """The instances behind `permission_classes` and `authentication_classes`.

    Made, and what it needs imported, only for handlers that authenticate: those with
    permissions, or with authenticators or a `get_user()` of their own. For all others
    there is `Anybody`.
    """

    #: Whether it is found out who calls.
    authenticates = True

    def __init__(self, permission_classes: Any, authentication_classes: Any) -> None:
        self.permissions = _get_permissions(permission_classes)
        #: Whether a permission can't be decided without an object.
        self.is_about_objects = any(p.is_about_objects for p in self.permissions)
        #: Whether one is asked again about objects that were changed.
        self.checks_changes = any(p.checks_changes for p in self.permissions)
        made = _made(authentication_classes, "authentication_classes")
        self.authenticators = _get_configured(made)

    def identify(self, request: Any) -> Any:
        """Return the user that a request comes from, or None."""
        return identify(request, self.authenticators)

    def as_user(self, found: Any, wanted_by: str) -> Any:
        """Return what was found; it must be a user. `wanted_by` names who found it."""
        return as_user(found, wanted_by)

    @property
    def challenge(self) -> str:
        """The WWW-Authenticate header that every 401 must have: RFC 9110 §11.6.1."""
        challenges = (each.challenge for each in self.authenticators)
        return next(filter(None, challenges), "Bearer")

    def get_refusing(self, handler: Any) -> Iterator[Any]:
        """Yield the permissions that refuse the caller."""
        for permission in self.permissions:
            if permission.decide(handler) is False:
                yield permission


def get_refusal(user: Any, permission: Any) -> ServiceError:
    """Return 401 for anonymous callers, whom to log in may help, 403 for known ones."""
    if user is None:
        return UnauthorizedError()
    challenge = permission.challenge
    headers = {"WWW-Authenticate": challenge} if challenge else None
    return ForbiddenError(permission.message, code=permission.code, headers=headers)


def allows_any(classes: Any) -> bool:
    """Return whether AllowAny is among permission classes."""
    return any(map(_is_allow_any, _resolved(classes, "permission_classes")))


def _made(classes: Any, wanted_by: str) -> list[Any]:
    """Return an instance of each class; AllowAny has nothing to check."""
    made = []
    for each in _resolved(classes, wanted_by):
        if _is_allow_any(each):
            continue
        try:
            made.append(each() if isinstance(each, type) else each)
        except TypeError as exc:
            raise ImproperlyConfigured(
                f"{wanted_by} has {each.__name__}, which can't be made without "
                f"arguments: {exc}. Give it some: {each.__name__}(…)."
            ) from exc
    return made


def _resolved(classes: Any, wanted_by: str) -> list[Any]:
    if not isinstance(classes, list | tuple):
        example = getattr(classes, "__name__", "…")
        raise ImproperlyConfigured(
            f"{wanted_by} is {classes!r:.100}. Set it to a list, as in [{example}]."
        )
    return [resolve(each, wanted_by) for each in classes]


def _is_allow_any(value: Any) -> bool:
    cls = value if isinstance(value, type) else type(value)
    return f"{cls.__module__}.{cls.__qualname__}" == _ALLOW_ANY


def _get_configured(authenticators: list[Any]) -> list[Any]:
    from pyverless.handlers.hooks import check_hooks

    for each in authenticators:
        check_hooks(type(each))
    return [each for each in authenticators if each.is_configured()]


def _get_permissions(classes: Any) -> list[Any]:
    """Return the rules that must all hold, one by one, so that each has its message."""
    made = _made(classes, "permission_classes")
    if not made:
        return made
    from pyverless.auth.composition import And, BasePermission
    from pyverless.handlers.hooks import check_hooks

    found: list[Any] = []
    for permission in made:
        if not isinstance(permission, BasePermission):
            raise ImproperlyConfigured(
                f"permission_classes has {permission!r:.100}, which is no permission. "
                "Make it a subclass of pyverless.auth.BasePermission."
            )
        if isinstance(permission, And):
            found += _get_permissions(permission.operands)
            continue
        for leaf in permission.get_leaves():
            check_hooks(type(leaf))
            leaf.check()
        found.append(permission)
    return found
