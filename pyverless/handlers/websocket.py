"""WebSocketHandler: one class for the connections of a WebSocket API.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api.html
"""

from __future__ import annotations

from logging import ERROR, INFO
from time import perf_counter

from pyverless.events.websocket import WebSocketEvent
from pyverless.exceptions import ImproperlyConfigured, NotFoundError
from pyverless.handlers.base import BaseHandler
from pyverless.handlers.errors import check_settings
from pyverless.handlers.lifecycle import report_failure
from pyverless.handlers.results import settle
from pyverless.handlers.socket_routes import find_routes, get_method_name
from pyverless.handlers.sockets import SocketMixin
from pyverless.http.headers import is_token
from pyverless.logs import log_invocation, request_logger
from pyverless.websockets import encode_message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from pyverless.handlers.plan import Plan
    from pyverless.http.response import Response
    from pyverless.types import AwsContext, AwsEvent

__all__ = ["WebSocketHandler"]


class WebSocketHandler(SocketMixin, BaseHandler):
    """A handler of the connections of a WebSocket API, with a method per route.

    `connect()`, `disconnect()` and `default()` are those of API Gateway; any other
    route key has a method of the class, without arguments. An exception becomes an
    answer with its status: API Gateway does not try again, so there is nobody who
    would have to learn of it.
    """

    is_http = False
    has_caller = True

    #: The methods for route keys that differ from their names, as in
    #: `{"send-text": "say"}`. Otherwise the method of `send-text` is `send_text`.
    routes: Mapping[str, str] = {}
    #: The subprotocols that the handler speaks. The first that a caller offers is
    #: chosen; a browser that offers some and gets none closes the connection.
    subprotocols: Sequence[str] = ()

    def prepare(self, plan: Plan) -> None:
        """Find the methods of routes, and check what the class declares."""
        plan.routes = find_routes(type(self), self.routes)
        super().prepare(plan)
        plan.joins_stores = True
        check_settings()
        if plan.access.is_about_objects:
            raise ImproperlyConfigured(
                f"{plan.name}.permission_classes has a rule about objects, but a "
                "connection is about none. Ask it where there is one, with "
                "check_object_permissions(obj) of the handler of the objects."
            )
        _check_subprotocols(self.subprotocols, plan.name)

    @classmethod
    def invoke(cls, plan: Plan, event: AwsEvent, context: AwsContext) -> Any:
        """Answer one event; only those of other sources raise."""
        started = perf_counter()
        handler: Any = plan.make(event, context)
        received = handler.received = WebSocketEvent(event, context)
        handler.request = received.request
        answer = handler.dispatch_event()
        status = answer["statusCode"]
        log_invocation(
            f"{plan.name} {_shown(received.route_key)}",
            status,
            context,
            started,
            received.request.failure if status >= 500 else None,
            route=received.route_key,
            status=status,
        )
        return answer

    def dispatch_event(self) -> dict[str, Any]:
        """Do one unit of work; return what API Gateway is answered."""
        try:
            answer: dict[str, Any] = super().dispatch_event()
        except Exception as exc:  # noqa: BLE001 - every error is answered
            return self._get_refusal(exc)
        return answer

    def _get_refusal(self, exc: Exception) -> dict[str, Any]:
        response = self.get_error_response(exc)
        status, content = response.status_code, response.content
        if status < 400 and self.received.event_type == "CONNECT":
            status = self._get_refusing_status(exc, status)
        if isinstance(content, bytes):
            content = content.decode(errors="replace")
        body = {} if content is None else {"body": content}
        return {"statusCode": status, **body}

    def _get_refusing_status(self, exc: Exception, answered: int) -> int:
        """Return a status that lets nobody in, where the answer to an error would."""
        status = self.as_service_error(exc).status_code
        status = status if 400 <= status <= 599 else 500
        request_logger.error(
            "%s answered %s with %s, which would let the caller in, so it was made %s. "
            "See handle_exception(), finalize_response() and ERROR_RENDERER.",
            self.plan.name,
            type(exc).__name__,
            answered,
            status,
        )
        if status >= 500:
            self.request.failure = exc
            report_failure(self, exc)
        return status

    def _complete(self, response: Response) -> Response:
        response = super()._complete(response)
        if response.content is not None:
            # Here, where a failure is still answered: API Gateway takes text only.
            response.content = encode_message(response.content).decode()
        return response

    def initial(self) -> None:
        """Run the stages; who is gone already is refused nothing."""
        try:
            super().initial()
        except Exception as exc:
            if self.received.event_type != "DISCONNECT":
                raise
            self._log_and_go_on(exc)

    def _log_and_go_on(self, exc: Exception) -> None:
        is_failure = self.as_service_error(exc).status_code >= 500
        request_logger.log(
            ERROR if is_failure else INFO,
            "%s calls disconnect() although what comes before it has failed (%s)",
            self.plan.name,
            type(exc).__name__,
            exc_info=exc if is_failure else None,
            extra={"request_id": getattr(self.context, "aws_request_id", None)},
        )
        if is_failure:
            report_failure(self, exc)

    def check_permissions(self) -> None:
        """Refuse callers who may not connect. Later nobody is asked again."""
        if self.received.event_type == "CONNECT":
            super().check_permissions()

    def perform_action(self) -> dict[str, Any]:
        """Call the method of the route; return what API Gateway is answered."""
        kind = self.received.event_type
        if kind == "MESSAGE":
            return _get_answer(settle(getattr(self, self._find_method())()))
        result = settle(self.connect() if kind == "CONNECT" else self.disconnect())
        if result is not None:
            raise TypeError(
                f"{self.plan.name}.{kind.lower()}() has returned {result!r:.100}, but "
                "nobody would read it. To refuse a connection, raise ForbiddenError."
            )
        return self._get_welcome() if kind == "CONNECT" else {"statusCode": 200}

    def _find_method(self) -> str:
        routes, key = self.plan.routes, self.route_key
        return routes.get(key) or routes.get(get_method_name(key), "default")

    def _get_welcome(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"statusCode": 200}
        chosen = self.received.choose_subprotocol(self.subprotocols)
        if chosen is not None:
            answer["headers"] = {"Sec-WebSocket-Protocol": chosen}
        return answer

    # What to override

    def connect(self) -> Any:
        """Do what is to be done before the connection is opened; raise to refuse it.

        Nothing can be sent to it yet. May be a coroutine, as all methods of routes.
        """

    def disconnect(self) -> Any:
        """Do what is to be done when a connection is closed.

        API Gateway tries to tell, and does not always succeed.
        """

    def default(self) -> Any:
        """Answer messages of routes that have no method: 404 by default.

        What a method returns becomes the body of the route response, where the API has
        one: text and bytes as they are, anything else as JSON.
        """
        raise NotFoundError("There is no such route.")


def _get_answer(result: Any) -> dict[str, Any]:
    if result is None:
        return {"statusCode": 200}
    return {"statusCode": 200, "body": encode_message(result).decode()}


def _check_subprotocols(declared: Any, name: str) -> None:
    is_list = isinstance(declared, list | tuple | set | frozenset)
    if not is_list or not all(isinstance(n, str) and is_token(n) for n in declared):
        raise ImproperlyConfigured(
            f"{name}.subprotocols is {declared!r}. Set it to a list of names, as in "
            '["bearer"].'
        )


def _shown(route_key: str) -> str:
    # Escaped, so that a key with line breaks can't pass for lines of the log.
    return repr(route_key)[1:-1]
