"""Django-style class-based handlers for AWS Lambda.

The most used names are here; each loads when it is first used.
"""

from __future__ import annotations

from pyverless._imports import lazy_face

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyverless.config import override_settings, settings
    from pyverless.handlers import (
        AuthorizationMixin,
        BaseHandler,
        CreateHandler,
        DeleteHandler,
        EventHandler,
        ListCreateHandler,
        ListHandler,
        MethodHandler,
        RetrieveHandler,
        RetrieveUpdateDeleteHandler,
        UpdateHandler,
    )
    from pyverless.http import CORSConfig, Request, Response
    from pyverless.routing import App, Router, path

__all__ = [
    "App",
    "AuthorizationMixin",
    "BaseHandler",
    "CORSConfig",
    "CreateHandler",
    "DeleteHandler",
    "EventHandler",
    "ListCreateHandler",
    "ListHandler",
    "MethodHandler",
    "Request",
    "Response",
    "RetrieveHandler",
    "RetrieveUpdateDeleteHandler",
    "Router",
    "UpdateHandler",
    "override_settings",
    "path",
    "settings",
]

# A literal: importlib.metadata would cost more than all of a plain handler.
__version__ = "0.1.0"

__getattr__, __dir__ = lazy_face(
    __name__,
    {
        "App": "pyverless.routing",
        "AuthorizationMixin": "pyverless.handlers",
        "BaseHandler": "pyverless.handlers",
        "CORSConfig": "pyverless.http",
        "CreateHandler": "pyverless.handlers",
        "DeleteHandler": "pyverless.handlers",
        "EventHandler": "pyverless.handlers",
        "ListCreateHandler": "pyverless.handlers",
        "ListHandler": "pyverless.handlers",
        "MethodHandler": "pyverless.handlers",
        "Request": "pyverless.http",
        "Response": "pyverless.http",
        "RetrieveHandler": "pyverless.handlers",
        "RetrieveUpdateDeleteHandler": "pyverless.handlers",
        "Router": "pyverless.routing",
        "UpdateHandler": "pyverless.handlers",
        "override_settings": "pyverless.config",
        "path": "pyverless.routing",
        "settings": "pyverless.config",
    },
)
