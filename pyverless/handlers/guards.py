"""Permissions in front of what is no handler class: function views."""

from __future__ import annotations

from pyverless.config import settings
from pyverless.exceptions import ImproperlyConfigured, UnauthorizedError
from pyverless.handlers.access import Access, get_refusal
from pyverless.handlers.errors import answer_safely

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from pyverless.http.request import Request
    from pyverless.http.response import Response

    Respond = Callable[[Request], Response]

__all__ = ["add_permissions"]


class _Caller:
    """What permissions get for a view: the user, the request and its parameters."""

    def __init__(self, request: Request, user: Any) -> None:
        self.request = request
        self.user = user

    @property
    def kwargs(self) -> Mapping[str, Any]:
        return self.request.path_params


def add_permissions(
    respond: Respond, permission_classes: Any, wanted_by: str
) -> Respond:
    """Return `respond` for callers whom all permissions let in.

    Called during INIT. The user is `request.user` then. Raises ImproperlyConfigured for
    rules about objects, because nobody knows which object a view is about.
    """
    access = Access(permission_classes, settings.AUTHENTICATION_CLASSES)
    if access.is_about_objects:
        raise ImproperlyConfigured(
            f"{wanted_by} has a rule about objects, but a view has none that could be "
            "asked about. Write a handler class for it, or give the view other "
            "permission_classes."
        )

    def guarded(request: Request) -> Response:
        try:
            request.user = access.identify(request)
            for permission in access.get_refusing(_Caller(request, request.user)):
                raise get_refusal(request.user, permission)
        except Exception as exc:  # noqa: BLE001 - every error is answered
            if isinstance(exc, UnauthorizedError):
                exc.headers.setdefault("WWW-Authenticate", access.challenge)
            return answer_safely(exc, request)
        return respond(request)

    return guarded
