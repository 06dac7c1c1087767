"""The request, the same for every front."""

from __future__ import annotations

from types import MappingProxyType

from pyverless.config import settings
from pyverless.encoding import dumps, loads
from pyverless.exceptions import BadRequestError
from pyverless.http.headers import Headers
from pyverless.http.response import JSON, Response

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    # The type checker knows how the standard library's behaves.
    from functools import cached_property
    from typing import Any

    from pyverless.http.gateways.base import Gateway
    from pyverless.http.query import QueryDict
    from pyverless.http.uploads import FileDict
    from pyverless.types import AwsContext
else:

    class cached_property:  # noqa: N801 - a stand-in for functools.cached_property
        """A property that is computed once; without the lock of Python 3.11's."""

        def __init__(self, function: Callable[[Any], Any]) -> None:
            self.function = function
            self.__doc__ = function.__doc__

        def __set_name__(self, owner: type, name: str) -> None:
            self.name = name

        def __get__(self, instance: Any, owner: type | None = None) -> Any:
            if instance is None:
                return self
            value = instance.__dict__[self.name] = self.function(instance)
            return value


__all__ = ["Request"]


class Request:
    """One HTTP request, whatever front it came through; every part is made on demand.

    A part that can't be read (a body that is not the base64 it claims to be, say)
    raises BadRequestError when it is asked for.
    """

    #: The HTTP method in upper case; None for the minimal events of unit tests.
    method: str | None
    #: The event as Lambda handed it over.
    aws_event: Mapping[str, Any]
    #: Lambda's context object, or None.
    aws_context: AwsContext

    #: What leads to the request in whose course another App answers this one; only
    #: requests to an App have it.
    token: Any
    #: What stood before the path and was taken off: see App's `strip_prefixes`.
    prefix: str = ""
    #: Whether answers have tracebacks; None: as the setting DEBUG says.
    debug: bool | None = None
    #: The exception that was answered with 500 or more, for the log.
    failure: Exception | None = None
    #: Who calls, where permissions or the handler ask for it; None: anonymous.
    user: Any = None
    #: What the token or the authorizer that named the user says: see JWTAuthentication.
    #: Empty where there is none, or where nothing asks who calls.
    claims: Mapping[str, Any] = MappingProxyType({})

    def __init__(
        self,
        gateway: Gateway,
        event: Any,
        context: AwsContext,
        method: str | None = None,
    ) -> None:
        self.gateway = gateway
        self.aws_event = event
        self.aws_context = context
        self.method = method
        # Set here, not on the class, because that is how Python finds them fastest.
        #: What the routes of an App lead to; None in a function of one handler.
        self.target: Any = None
        #: The parameters of the path, once they are known.
        self.arguments: dict[str, Any] | None = None
        #: What `response` holds, once it was asked for.
        self.prepared: Response | None = None
        #: What writes bodies as JSON: see App's `serializer`.
        self.dumps: Callable[[Any], str] = dumps

    def __repr__(self) -> str:
        return f"<Request {self.method} {self.path} through {self.gateway.name}>"

    # What was asked for

    @cached_property
    def raw_path(self) -> str:
        """The path as the front hands it over, without the stage; maybe encoded."""
        return self.gateway.raw_path(self.aws_event)

    @cached_property
    def path(self) -> str:
        """The path, percent-decoded exactly once."""
        return self.decode_path(self.raw_path)

    @property
    def path_params(self) -> dict[str, Any]:
        """The parameters of the path, percent-decoded exactly once."""
        values = self.arguments
        if values is None:
            values = self.arguments = {**(self.aws_event.get("pathParameters") or {})}
            for name, value in values.items():
                if type(value) is not str or "%" in value:  # few are
                    values[name] = self.decode_path(str(value))
        return values

    @path_params.setter
    def path_params(self, values: dict[str, Any]) -> None:
        self.arguments = values

    @cached_property
    def query(self) -> QueryDict:
        """The query parameters: `query["a"]` is the last value, `getlist` has all."""
        # Imported late, as all that many handlers don't ask for.
        from pyverless.http.query import QueryDict

        return QueryDict(self.gateway.query_pairs(self.aws_event))

    @property
    def route(self) -> str | None:
        """The rule or template of the route, as in `/articles/{id}`, where known."""
        if self.target is not None:
            rule: str = self.target.rule
            return rule or None
        return self.gateway.route(self.aws_event)

    def decode_path(self, text: str) -> str:
        """Return a piece of the path decoded, if this front hands it over encoded."""
        if not self.gateway.path_is_encoded or "%" not in text:
            return text
        from urllib.parse import unquote

        return unquote(text)

    # Headers and what is read from them

    @cached_property
    def headers(self) -> Headers:
        """The headers, looked up without regard to case."""
        return Headers(self.gateway.header_pairs(self.aws_event))

    @cached_property
    def cookies(self) -> dict[str, str]:
        """The cookies by name."""
        from pyverless.http.cookies import parse_cookies

        return parse_cookies(self.gateway.cookie_header(self))

    @property
    def content_type(self) -> str:
        """The media type of the body in lower case, without parameters; or ''."""
        line = self.gateway.content_type(self)
        if line == JSON:
            return line
        return line.partition(";")[0].strip().lower()

    @property
    def user_agent(self) -> str | None:
        """The User-Agent header."""
        return self.headers.get("user-agent")

    # The body

    @cached_property
    def body(self) -> bytes:
        """The body as bytes, base64 undone; no body is `b""`."""
        body = self.aws_event.get("body")
        if body is None:
            return b""
        if not isinstance(body, str):
            raise BadRequestError("The body of the event is not text.")
        try:
            if not self.aws_event.get("isBase64Encoded"):
                return body.encode()
            from binascii import a2b_base64

            return a2b_base64(body, strict_mode=True)
        except ValueError:  # binascii.Error and UnicodeError are
            raise BadRequestError(
                "The body is not valid base64 or not valid Unicode."
            ) from None

    @property
    def raw_body(self) -> str | bytes:
        """The body, base64 undone: text where it came as ASCII, else as `body`."""
        body = self.aws_event.get("body")
        if not isinstance(body, str) or self.aws_event.get("isBase64Encoded"):
            return self.body
        return body if body.isascii() else self.body

    @cached_property
    def json_body(self) -> Any:
        """The body parsed as JSON, whatever its content type; no body is None."""
        body = self.raw_body
        if not body:
            return None
        try:
            return loads(body)
        except UnicodeDecodeError:
            raise BadRequestError("The body is not valid UTF-8.") from None
        except ValueError as exc:
            raise BadRequestError(f"The body is not valid JSON: {exc}.") from None

    @cached_property
    def form(self) -> QueryDict:
        """The fields of an urlencoded or multipart form; no body is an empty form.

        UnsupportedMediaTypeError is raised for a body of any other content type.
        """
        form, files = self._read_form()
        self.__dict__.setdefault("files", files)
        return form

    @cached_property
    def files(self) -> FileDict:
        """The files of a multipart form, by the names of their fields."""
        form, files = self._read_form()
        self.__dict__.setdefault("form", form)
        return files

    def _read_form(self) -> tuple[QueryDict, FileDict]:
        from pyverless.http.forms import read_form

        return read_form(self.headers.get("content-type", ""), self.body)

    # Where it came from

    @property
    def request_id(self) -> str | None:
        """Lambda's id of this invocation."""
        return getattr(self.aws_context, "aws_request_id", None)

    @property
    def is_debug(self) -> bool:
        """Whether debug mode is on: as its App says, or else the setting DEBUG."""
        return settings.DEBUG if self.debug is None else self.debug

    @property
    def client_ip(self) -> str | None:
        """The address that the front saw, which a caller can't choose."""
        return self.gateway.client_ip(self)

    @property
    def stage(self) -> str | None:
        """The stage of an API Gateway API; `$default` is a stage too."""
        return self.gateway.context(self.aws_event).get("stage")

    @property
    def stage_variables(self) -> Mapping[str, str]:
        """The stage variables of an API Gateway API."""
        return self.aws_event.get("stageVariables") or {}

    @cached_property
    def base_url(self) -> str:
        """Scheme, host and what stands before `path`, as the caller must write it."""
        return self.gateway.base_url(self) + self.prefix

    @property
    def authorizer(self) -> Mapping[str, Any]:
        """What the front's authorizer found out; empty where there is none."""
        return self.gateway.authorizer(self.aws_event)

    # What goes with a request while it is answered

    @cached_property
    def context(self) -> dict[str, Any]:
        """Values that a middleware hands to a view, an App's `app.context`."""
        return {}

    @property
    def response(self) -> Response:
        """What a view prepares of the answer beside its body, an App's `app.response`.

        A view that returns a Response of its own answers with that.
        """
        if self.prepared is None:
            self.prepared = Response()
        return self.prepared
