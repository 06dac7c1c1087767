"""Who calls and what they may do: users, authentication, permissions."""

from __future__ import annotations

from pyverless._imports import lazy_face

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyverless.auth.authentication import (
        AuthorizerAuthentication,
        BaseAuthentication,
        JWTAuthentication,
        find_user,
    )
    from pyverless.auth.composition import BasePermission
    from pyverless.auth.credentials import authenticate
    from pyverless.auth.oidc import CognitoAuthentication, OIDCAuthentication
    from pyverless.auth.permissions import (
        AllowAny,
        HasGroup,
        HasScope,
        IsAuthenticated,
        IsOwner,
        ReadOnly,
    )
    from pyverless.auth.users import ClaimsUser, force_user, get_user_model

__all__ = [
    "AllowAny",
    "AuthorizerAuthentication",
    "BaseAuthentication",
    "BasePermission",
    "ClaimsUser",
    "CognitoAuthentication",
    "HasGroup",
    "HasScope",
    "IsAuthenticated",
    "IsOwner",
    "JWTAuthentication",
    "OIDCAuthentication",
    "ReadOnly",
    "authenticate",
    "find_user",
    "force_user",
    "get_user_model",
]

__getattr__, __dir__ = lazy_face(
    __name__,
    {
        "AllowAny": "pyverless.auth.permissions",
        "AuthorizerAuthentication": "pyverless.auth.authentication",
        "BaseAuthentication": "pyverless.auth.authentication",
        "BasePermission": "pyverless.auth.composition",
        "ClaimsUser": "pyverless.auth.users",
        "CognitoAuthentication": "pyverless.auth.oidc",
        "HasGroup": "pyverless.auth.permissions",
        "HasScope": "pyverless.auth.permissions",
        "IsAuthenticated": "pyverless.auth.permissions",
        "IsOwner": "pyverless.auth.permissions",
        "JWTAuthentication": "pyverless.auth.authentication",
        "OIDCAuthentication": "pyverless.auth.oidc",
        "ReadOnly": "pyverless.auth.permissions",
        "authenticate": "pyverless.auth.credentials",
        "find_user": "pyverless.auth.authentication",
        "force_user": "pyverless.auth.users",
        "get_user_model": "pyverless.auth.users",
    },
)
