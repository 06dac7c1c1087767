"""Payload format 2.0: HTTP APIs and function URLs.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
"""

from __future__ import annotations

from pyverless.http.gateways.apigateway import stage_prefix, without_stage
from pyverless.http.gateways.base import Gateway, base_answer, header_lists, text_of
from pyverless.http.request import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.http.gateways.base import Pairs
    from pyverless.http.response import Response
    from pyverless.types import AwsContext

__all__ = ["FunctionUrlGateway", "HttpApiV2Gateway"]


class HttpApiV2Gateway(Gateway):
    """An HTTP API with payload format 2.0: paths decoded, cookies in a list.

    `queryStringParameters` joins repeated values with commas, so that only
    `rawQueryString` tells what was sent.
    """

    name = "HTTP API 2.0"
    path_is_encoded = False

    def __init__(self) -> None:
        super().__init__()
        # Not on the class, because every event of these fronts asks for it.
        self._is_url = isinstance(self, FunctionUrlGateway)

    def request(self, event: dict[str, Any], context: AwsContext) -> Request | None:
        if event.get("version") != "2.0" or "routeArn" in event:
            return None
        try:
            known: Any = event["requestContext"]
            method, domain = known["http"].get("method"), known.get("domainName")
        except (AttributeError, KeyError, TypeError):  # it may be anything
            return None
        is_url = type(domain) is str and ".lambda-url." in domain
        if is_url is not self._is_url:
            return None
        return Request(self, event, context, method)

    def raw_path(self, event: Any) -> str:
        path = text_of(event.get("rawPath")) or "/"
        return without_stage(path, text_of(self.context(event).get("stage")))

    def route(self, event: Any) -> str | None:
        return text_of(event.get("routeKey")).partition(" ")[2] or None

    def query_pairs(self, event: Any) -> Pairs:
        if "rawQueryString" not in event:
            return super().query_pairs(event)
        from pyverless.http.query import parse_query_string

        raw = event["rawQueryString"]
        return parse_query_string(raw) if raw else ()

    def cookie_header(self, request: Request) -> str:
        # Function URLs have the header too; taking both would double every cookie.
        cookies = request.aws_event.get("cookies")
        return "; ".join(cookies) if cookies else super().cookie_header(request)

    def client_ip(self, request: Request) -> str | None:
        http = self.context(request.aws_event).get("http") or {}
        address: str | None = http.get("sourceIp")
        return address

    def base_url(self, request: Request) -> str:
        context = self.context(request.aws_event)
        return super().base_url(request) + stage_prefix(context)

    def render(self, response: Response, request: Request) -> dict[str, Any]:
        lists = header_lists(response, with_cookies=False)
        headers = {name: ", ".join(values) for name, values in lists.items()}
        answer = base_answer(response, headers=headers)
        if response.own_cookies:
            answer["cookies"] = [str(cookie) for cookie in response.own_cookies]
        return answer


class FunctionUrlGateway(HttpApiV2Gateway):
    """A function URL: the same format, but `rawPath` is percent-encoded."""

    name = "function URL"
    path_is_encoded = True
