"""Every handler and mixin. `lifecycle` has the life of an invocation."""

from __future__ import annotations

from pyverless._imports import lazy_face

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyverless.handlers.authorizer import JWTAuthorizerHandler
    from pyverless.handlers.base import BaseHandler, EventHandler
    from pyverless.handlers.body import RequestBodyMixin
    from pyverless.handlers.conditional import ConditionalMixin
    from pyverless.handlers.files import S3FileMixin, S3Handler
    from pyverless.handlers.generic import (
        CreateHandler,
        DeleteHandler,
        ListCreateHandler,
        ListHandler,
        RetrieveHandler,
        RetrieveUpdateDeleteHandler,
        UpdateHandler,
    )
    from pyverless.handlers.lists import ListMixin
    from pyverless.handlers.methods import MethodHandler
    from pyverless.handlers.mixins import AuthorizationMixin, QueryParamsMixin
    from pyverless.handlers.notifications import SNSHandler
    from pyverless.handlers.objects import ObjectMixin
    from pyverless.handlers.queues import SQSHandler, SQSMessagesMixin
    from pyverless.handlers.records import RecordsHandler
    from pyverless.handlers.websocket import WebSocketHandler

__all__ = [
    "AuthorizationMixin",
    "BaseHandler",
    "ConditionalMixin",
    "CreateHandler",
    "DeleteHandler",
    "EventHandler",
    "JWTAuthorizerHandler",
    "ListCreateHandler",
    "ListHandler",
    "ListMixin",
    "MethodHandler",
    "ObjectMixin",
    "QueryParamsMixin",
    "RecordsHandler",
    "RequestBodyMixin",
    "RetrieveHandler",
    "RetrieveUpdateDeleteHandler",
    "S3FileMixin",
    "S3Handler",
    "SNSHandler",
    "SQSHandler",
    "SQSMessagesMixin",
    "UpdateHandler",
    "WebSocketHandler",
]

__getattr__, __dir__ = lazy_face(
    __name__,
    {
        "AuthorizationMixin": "pyverless.handlers.mixins",
        "BaseHandler": "pyverless.handlers.base",
        "ConditionalMixin": "pyverless.handlers.conditional",
        "CreateHandler": "pyverless.handlers.generic",
        "DeleteHandler": "pyverless.handlers.generic",
        "EventHandler": "pyverless.handlers.base",
        "JWTAuthorizerHandler": "pyverless.handlers.authorizer",
        "ListCreateHandler": "pyverless.handlers.generic",
        "ListHandler": "pyverless.handlers.generic",
        "ListMixin": "pyverless.handlers.lists",
        "MethodHandler": "pyverless.handlers.methods",
        "ObjectMixin": "pyverless.handlers.objects",
        "QueryParamsMixin": "pyverless.handlers.mixins",
        "RecordsHandler": "pyverless.handlers.records",
        "RequestBodyMixin": "pyverless.handlers.body",
        "RetrieveHandler": "pyverless.handlers.generic",
        "RetrieveUpdateDeleteHandler": "pyverless.handlers.generic",
        "S3FileMixin": "pyverless.handlers.files",
        "S3Handler": "pyverless.handlers.files",
        "SNSHandler": "pyverless.handlers.notifications",
        "SQSHandler": "pyverless.handlers.queues",
        "SQSMessagesMixin": "pyverless.handlers.queues",
        "UpdateHandler": "pyverless.handlers.generic",
        "WebSocketHandler": "pyverless.handlers.websocket",
    },
)
