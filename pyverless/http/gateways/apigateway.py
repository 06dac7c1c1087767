"""API Gateway with payload format 1.0: REST APIs, and HTTP APIs that ask for it.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
"""

from __future__ import annotations

from pyverless.http.gateways.base import Gateway, base_answer, header_lists, text_of
from pyverless.http.request import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.http.response import Response
    from pyverless.types import AwsContext

__all__ = ["HttpApiV1Gateway", "RestGateway"]

# The keys of an API Gateway event that hand-written test events use alone.
_MINIMAL_KEYS = frozenset(
    (
        "body",
        "headers",
        "isBase64Encoded",
        "multiValueHeaders",
        "multiValueQueryStringParameters",
        "path",
        "pathParameters",
        "queryStringParameters",
        "requestContext",
        "resource",
        "stageVariables",
    )
)


class RestGateway(Gateway):
    """A REST API's proxy integration: paths and path parameters come as they were sent.

    Answers may have five keys; any other makes the API answer 502.
    """

    name = "REST API"

    def authorizer(self, event: Any) -> dict[str, Any]:
        """Return what an authorizer found out, or IAM in the form of other fronts."""
        identity = self.context(event).get("identity")
        if not isinstance(identity, dict) or not identity.get("userArn"):
            return super().authorizer(event)
        return {"iam": identity | {"identityId": identity.get("cognitoIdentityId")}}

    def request(self, event: dict[str, Any], context: AwsContext) -> Request | None:
        if "version" in event or "methodArn" in event:
            return None
        if "httpMethod" not in event:
            return Request(self, event, context) if self._is_minimal(event) else None
        found = event.get("requestContext")
        if type(found) is dict and "elb" in found:
            return None
        return Request(self, event, context, event["httpMethod"])

    def _is_minimal(self, event: dict[str, Any]) -> bool:
        if not event.keys() <= _MINIMAL_KEYS:
            return False
        return not {"connectionId", "elb", "http"} & self.context(event).keys()

    def raw_path(self, event: Any) -> str:
        path = text_of(event.get("path")) or "/"
        return path.removeprefix(self.base_path(event)) or "/"

    def base_path(self, event: Any) -> str:
        """Return what a custom domain's mapping puts in front of the API's own path.

        `path` has it, `resource` has not. Only events with a custom domain are looked
        at, so that a hand-written event need not have a resource to its path.
        """
        found = event.get("requestContext")
        domain = found.get("domainName") if type(found) is dict else None
        if type(domain) is not str or not domain or ".execute-api." in domain:
            return ""
        route = self.route(event)
        if not route:
            return ""
        given = event.get("pathParameters")
        own = _filled(route, given if isinstance(given, dict) else {}).rstrip("/")
        path = text_of(event.get("path")).rstrip("/")
        return path.removesuffix(own) if path.endswith(own) else ""

    def route(self, event: Any) -> str | None:
        return text_of(event.get("resource")) or None

    def client_ip(self, request: Request) -> str | None:
        identity = self.context(request.aws_event).get("identity") or {}
        address: str | None = identity.get("sourceIp")
        return address

    def base_url(self, request: Request) -> str:
        """Return the URL up to the path: the stage is in `requestContext.path` only."""
        full: str = self.context(request.aws_event).get("path") or ""
        steps = full.rstrip("/").split("/")
        # Counted, not compared: the two may differ in how they are encoded.
        extra = len(steps) - self.raw_path(request.aws_event).rstrip("/").count("/")
        return super().base_url(request) + "/".join(steps[: max(extra, 1)])

    def render(self, response: Response, request: Request) -> dict[str, Any]:
        lists = header_lists(response)
        single = {n: v[0] for n, v in lists.items() if len(v) == 1}
        if len(single) == len(lists):
            return base_answer(response, headers=single)
        several = {n: v for n, v in lists.items() if len(v) > 1}
        return base_answer(response, headers=single, multiValueHeaders=several)


class HttpApiV1Gateway(RestGateway):
    """An HTTP API with payload format 1.0: everything comes decoded, stage included."""

    name = "HTTP API 1.0"
    path_is_encoded = False

    def request(self, event: dict[str, Any], context: AwsContext) -> Request | None:
        is_own = event.get("version") == "1.0" and "methodArn" not in event
        if not is_own or "httpMethod" not in event:
            return None
        return Request(self, event, context, event["httpMethod"])

    def raw_path(self, event: Any) -> str:
        if self.base_path(event):
            return super().raw_path(event)
        path = text_of(event.get("path")) or "/"
        return without_stage(path, text_of(self.context(event).get("stage")))

    def route(self, event: Any) -> str | None:
        route = super().route(event)
        return None if route == "$default" else route

    def base_url(self, request: Request) -> str:
        event = request.aws_event
        context = self.context(event)
        # A mapping has a stage: callers don't write it, though the path may have it.
        mapping = self.base_path(event).removesuffix(f"/{context.get('stage')}")
        return Gateway.base_url(self, request) + mapping + stage_prefix(context)


def _filled(route: str, arguments: dict[str, Any]) -> str:
    """Return the template of a route with its parameters filled in."""
    return "/".join(
        str(arguments.get(step.strip("{+}"))) if step.startswith("{") else step
        for step in route.split("/")
    )


def without_stage(path: str, stage: str) -> str:
    """Return the path of an HTTP API without its named stage."""
    if not stage or stage == "$default":
        return path
    if path == f"/{stage}":
        return "/"
    return path[len(stage) + 1 :] if path.startswith(f"/{stage}/") else path


def stage_prefix(context: dict[str, Any]) -> str:
    """Return what callers write before the path: a custom domain hides the stage."""
    stage = context.get("stage")
    is_default_domain = ".execute-api." in (context.get("domainName") or "")
    hidden = not stage or stage == "$default" or not is_default_domain
    return "" if hidden else f"/{stage}"
