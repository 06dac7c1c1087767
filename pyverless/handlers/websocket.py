"""WebSocketHandler: one class for the connections of a WebSocket API.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api.html
"""

from __future__ import annotations

from time import perf_counter

from pyverless.events.websocket import WebSocketEvent
from pyverless.exceptions import ImproperlyConfigured, NotFoundError, ServiceError
from pyverless.handlers.base import BaseHandler
from pyverless.handlers.errors import check_settings
from pyverless.handlers.results import prepare_to_settle, settle
from pyverless.logs import log_invocation
from pyverless.websockets import ConnectionGoneError, Connections, encode_message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from pyverless.handlers.plan import Plan
    from pyverless.http.response import Response
    from pyverless.types import AwsContext, AwsEvent

__all__ = ["WebSocketHandler"]


class WebSocketHandler(BaseHandler):
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
    #: Where the management API is; None: where the event comes from, unless
    #: AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI says otherwise.
    endpoint_url: str | None = None

    #: The event of the connection, as pyverless reads it.
    received: WebSocketEvent

    def prepare(self, plan: Plan) -> None:
        """Find the methods of routes, and check what the class declares."""
        super().prepare(plan)
        check_settings()
        if plan.access.is_about_objects:
            raise ImproperlyConfigured(
                f"{plan.name}.permission_classes has a rule about objects, but a "
                "connection is about none. Ask it where there is one, with "
                "check_object_permissions(obj) of the handler of the objects."
            )
        if isinstance(self.subprotocols, str):
            raise ImproperlyConfigured(
                f"{plan.name}.subprotocols is {self.subprotocols!r}. Set it to a list, "
                f"as in [{self.subprotocols!r}]."
            )
        plan.routes = _get_routes(type(self), self.routes, plan.name)

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
            return _get_refusal(self.get_error_response(exc))
        return answer

    def initial(self) -> None:
        """Run the stages; who is gone already is refused nothing."""
        try:
            super().initial()
        except ServiceError:
            if self.received.event_type != "DISCONNECT":
                raise

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
        return routes.get(key) or routes.get(_as_name(key), "default")

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

    def on_gone(self, connection_id: str) -> None:
        """Do what is to be done when `send()` finds nobody at a connection.

        It is closed, or its `connect()` has not returned yet.
        """

    # What methods use

    @property
    def connection_id(self) -> str:
        """The id of the connection, for as long as it lasts."""
        return self.received.connection_id

    @property
    def route_key(self) -> str:
        """The key of the route that API Gateway has chosen."""
        return self.received.route_key

    @property
    def data(self) -> str | bytes:
        """The message: text, or bytes where it is binary."""
        return self.received.data

    @property
    def text(self) -> str:
        """The message as text; BadRequestError where it is none."""
        return self.received.text

    @property
    def json_body(self) -> Any:
        """The message parsed as JSON; BadRequestError where it is none."""
        return self.request.json_body

    @property
    def disconnect_status(self) -> int | None:
        """Why the connection was closed: a code of RFC 6455 §7.4, where known."""
        return self.received.disconnect_status

    @property
    def disconnect_reason(self) -> str:
        """What the side that closed the connection said about it, if anything."""
        return self.received.disconnect_reason

    def send(self, data: Any, connection_id: str | None = None) -> bool:
        """Send to a connection, by default to the caller's; return whether it is there.

        Text and bytes go as they are, anything else as JSON, at once: an exception
        later on does not take it back. Where nobody is there, `on_gone()` is called.
        Raises ValueError for more than 128 KB, RuntimeError in `connect()`.
        """
        to = self.connection_id if connection_id is None else connection_id
        if to == self.connection_id and self.received.event_type == "CONNECT":
            raise RuntimeError(
                f"{self.plan.name} can't send to a connection that connect() has still "
                "to accept. Send with the first message."
            )
        try:
            self.get_connections().send(to, data)
        except ConnectionGoneError:
            self.on_gone(to)
            return False
        return True

    def get_connections(self) -> Connections:
        """Return what `send()` sends with; it can close connections as well."""
        if self.endpoint_url is None:
            return Connections.of(self.received)
        return Connections(self.endpoint_url)


def _get_routes(cls: type, declared: Mapping[str, str], name: str) -> dict[str, str]:
    """Return the methods for route keys, and those that are called as their route is.

    Callers may choose the key, so it never leads to a method that is pyverless's own.
    """
    own = _get_own_methods(cls)
    for key, method in declared.items():
        if key.startswith("$") or method not in own or _wants_more(own[method]):
            raise ImproperlyConfigured(
                f"{name}.routes has {key!r}: {method!r}. Name a method that {name} "
                "itself defines, without arguments. $connect, $disconnect and $default "
                "have theirs."
            )
    for function in own.values():
        prepare_to_settle(function)
    return {method: method for method in own} | dict(declared)


def _get_own_methods(cls: type) -> dict[str, Any]:
    own: set[str] = set()
    taken: set[str] = set()
    for base in cls.__mro__:
        members = vars(base)
        if base is object or base.__module__.startswith("pyverless."):
            taken |= members.keys() | members.get("__annotations__", {}).keys()
        else:
            own |= {n for n in members if hasattr(members[n], "__code__")}
    names = (name for name in own - taken if not name.startswith("_"))
    found = {name: getattr(cls, name) for name in names}
    return {name: each for name, each in found.items() if hasattr(each, "__code__")}


def _wants_more(function: Any) -> bool:
    """Return whether a method takes arguments that nobody would give it."""
    code, defaults = function.__code__, function.__defaults__ or ()
    required: int = code.co_argcount - len(defaults)
    return required > 1


def _as_name(route_key: str) -> str:
    """Return the name of the method for a route key."""
    return "".join(c if f"_{c}".isidentifier() else "_" for c in route_key)


def _get_answer(result: Any) -> dict[str, Any]:
    if result is None:
        return {"statusCode": 200}
    return {"statusCode": 200, "body": encode_message(result).decode()}


def _get_refusal(response: Response) -> dict[str, Any]:
    content = response.content
    body = content.decode() if isinstance(content, bytes) else content
    answer: dict[str, Any] = {"statusCode": response.status_code}
    return answer if body is None else {**answer, "body": body}


def _shown(route_key: str) -> str:
    # Escaped, so that a key with line breaks can't pass for lines of the log.
    return repr(route_key)[1:-1]
