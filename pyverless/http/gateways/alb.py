"""Application Load Balancers.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
"""

from __future__ import annotations

from pyverless.http.gateways.base import Gateway, base_answer, header_lists
from pyverless.http.query import unquote_pairs
from pyverless.http.request import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.http.gateways.base import Pairs
    from pyverless.http.response import Response
    from pyverless.types import AwsContext

__all__ = ["AlbGateway"]


class AlbGateway(Gateway):
    """A load balancer's target group, with multi-value headers switched on or off.

    Nothing comes decoded, not even the names of query parameters. The answer must have
    `headers` or `multiValueHeaders`, whichever the event had.
    """

    name = "Application Load Balancer"
    max_answer = 1_048_576

    def __init__(self) -> None:
        super().__init__()
        self.has_plain_answers = False

    def request(self, event: dict[str, Any], context: AwsContext) -> Request | None:
        if "httpMethod" not in event or "elb" not in self.context(event):
            return None
        return Request(self, event, context, event["httpMethod"])

    def query_pairs(self, event: Any) -> Pairs:
        pairs = super().query_pairs(event)
        return unquote_pairs(pairs) if pairs else pairs

    def render(self, response: Response, request: Request) -> dict[str, Any]:
        lists = header_lists(response)
        if request.aws_event.get("multiValueHeaders") is not None:
            return base_answer(response, multiValueHeaders=lists)
        headers = {name: _one(name, values) for name, values in lists.items()}
        return base_answer(response, headers=headers)


def _one(name: str, values: list[str]) -> str:
    """Return several values as the one that a single-value header can carry."""
    if name == "Set-Cookie" and len(values) > 1:
        from pyverless.logs import request_logger

        request_logger.warning(
            "A load balancer without multi-value headers carries one cookie; "
            "%d of %d were left out. Switch on lambda.multi_value_headers.enabled.",
            len(values) - 1,
            len(values),
        )
        return values[-1]
    return ", ".join(values)
