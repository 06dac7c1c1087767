"""Who calls and what they may do: users, authentication, permissions."""

from __future__ import annotations

from pyverless._imports import lazy_face

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyverless.auth.authentication import (
        AuthorizerAuthentication,
        BaseAuthentication,
        JWTAuthentication,
    )
    from pyverless.auth.credentials import authenticate
    from pyverless.auth.permissions import AllowAny, BasePermission, IsAuthenticated
    from pyverless.auth.users import ClaimsUser, force_user, get_user_model

__all__ = [
    "AllowAny",
    "AuthorizerAuthentication",
    "BaseAuthentication",
    "BasePermission",
    "ClaimsUser",
    "IsAuthenticated",
    "JWTAuthentication",
    "authenticate",
    "force_user",
    "get_user_model",
]

__getattr__, __dir__ = lazy_face(
    __name__,
    {
        "AllowAny": "pyverless.auth.permissions",
        "AuthorizerAuthentication": "pyverless.auth.authentication",
        "BaseAuthentication": "pyverless.auth.authentication",
        "BasePermission": "pyverless.auth.permissions",
        "ClaimsUser": "pyverless.auth.users",
        "IsAuthenticated": "pyverless.auth.permissions",
        "JWTAuthentication": "pyverless.auth.authentication",
        "authenticate": "pyverless.auth.credentials",
        "force_user": "pyverless.auth.users",
        "get_user_model": "pyverless.auth.users",
    },
)
