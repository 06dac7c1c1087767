"""A client that calls a function as a front and Lambda would, without a network."""

from __future__ import annotations

from typing import TypedDict
from urllib.parse import urlencode

from pyverless.encoding import dumps
from pyverless.test.contracts import parse_response
from pyverless.test.events import check_gateway, http_event
from pyverless.test.functions import call_function, get_function
from pyverless.test.requests import header_pairs, with_defaults

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, Unpack

    from pyverless.test.requests import HeaderItems
    from pyverless.test.responses import TestResponse
    from pyverless.types import AwsContext

__all__ = ["Client", "RequestOptions"]


class RequestOptions(TypedDict, total=False):
    """What a request may have beside its target."""

    #: A value sent as JSON, with its content type; None is sent as null.
    json: Any
    #: A body sent as it is.
    body: str | bytes
    #: Query parameters, after those of the target; a list is sent once per value.
    query: Mapping[str, Any] | Sequence[tuple[str, Any]]
    #: Headers of this request; they replace those of the client.
    headers: HeaderItems
    #: Decoded path parameters, for a test that wants no route.
    path_params: Mapping[str, Any]
    #: What an authorizer found out: `requestContext.authorizer`.
    authorizer: Mapping[str, Any]
    #: The address of the caller.
    source_ip: str


class Client:
    """Calls one function through one front and returns what its client would receive.

    `target` is a handler class, an App or any Lambda function; `gateway` one of
    GATEWAYS; `route` the template configured at the front (`/articles/{id}`); `headers`
    go with every request. Event and result go through JSON text, as they do in Lambda.
    What the function raises gets out; a result that the front refuses raises
    MalformedResponseError::

        client = Client(ArticleRetrieve, route="/articles/{id}")
        response = client.get("/articles/1")
        assert response.status_code == 200
        assert response.json()["id"] == 1
    """

    def __init__(
        self,
        target: Any,
        gateway: str = "rest",
        *,
        route: str | None = None,
        headers: HeaderItems | None = None,
        stage: str | None = None,
    ) -> None:
        check_gateway(gateway)
        self.function = get_function(target)
        self.gateway = gateway
        self.route = route
        self.stage = stage
        self.headers = dict(header_pairs(headers))
        self._credentials: dict[str, str] = {}
        self._user: Any = None

    # What every request has

    def credentials(self, **headers: str) -> None:
        """Send these headers with every request, instead of those of an earlier call.

        Underscores stand for hyphens: `client.credentials(X_Api_Key="…")`. Without
        headers none are sent any more.
        """
        self._credentials = {n.replace("_", "-"): v for n, v in headers.items()}

    def force_authenticate(self, user: Any) -> None:
        """Make `user` the user of every call from now on; None ends it."""
        self._user = user

    # Calls

    def request(
        self, method: str, target: str, **options: Unpack[RequestOptions]
    ) -> TestResponse:
        """Send a request; `target` is a percent-encoded path, perhaps with a query."""
        _check_options(options)
        headers = header_pairs(options.get("headers"))
        headers = with_defaults(headers, self._credentials)
        headers = with_defaults(headers, self.headers)
        body = options.get("body")
        if "json" in options:
            body = _json_body(options)
            headers = with_defaults(headers, {"Content-Type": "application/json"})
        event = http_event(
            self.gateway,
            method,
            _add_query(target, options),
            headers=headers,
            body=body,
            route=self.route,
            stage=self.stage,
            path_params=options.get("path_params"),
            authorizer=options.get("authorizer"),
            source_ip=options.get("source_ip", "203.0.113.7"),
        )
        return parse_response(self.gateway, self.invoke(event))

    def get(self, target: str, **options: Unpack[RequestOptions]) -> TestResponse:
        """Send a GET request."""
        return self.request("GET", target, **options)

    def head(self, target: str, **options: Unpack[RequestOptions]) -> TestResponse:
        """Send a HEAD request."""
        return self.request("HEAD", target, **options)

    def options(self, target: str, **options: Unpack[RequestOptions]) -> TestResponse:
        """Send an OPTIONS request."""
        return self.request("OPTIONS", target, **options)

    def post(self, target: str, **options: Unpack[RequestOptions]) -> TestResponse:
        """Send a POST request."""
        return self.request("POST", target, **options)

    def put(self, target: str, **options: Unpack[RequestOptions]) -> TestResponse:
        """Send a PUT request."""
        return self.request("PUT", target, **options)

    def patch(self, target: str, **options: Unpack[RequestOptions]) -> TestResponse:
        """Send a PATCH request."""
        return self.request("PATCH", target, **options)

    def delete(self, target: str, **options: Unpack[RequestOptions]) -> TestResponse:
        """Send a DELETE request."""
        return self.request("DELETE", target, **options)

    def invoke(self, event: Any, context: AwsContext = None) -> Any:
        """Call the function with any event (of a queue, say) and return its result.

        A context of None is a new FakeContext.
        """
        if self._user is None:
            return call_function(self.function, event, context)
        from pyverless.auth import force_user

        with force_user(self._user):
            return call_function(self.function, event, context)


def _json_body(options: RequestOptions) -> str:
    if "body" in options:
        raise TypeError("A request has one body: give either json or body, not both.")
    return dumps(options["json"])


def _check_options(options: RequestOptions) -> None:
    known = RequestOptions.__annotations__
    for name in options:
        if name not in known:
            raise TypeError(
                f"A request has no option {name!r}. Choose from: {', '.join(known)}."
            )


def _add_query(target: str, options: RequestOptions) -> str:
    if not options.get("query"):
        return target
    query = urlencode(options["query"], doseq=True)
    return f"{target}&{query}" if "?" in target else f"{target}?{query}"
