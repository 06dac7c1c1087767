"""VPC Lattice with event structure 2.0.

https://docs.aws.amazon.com/vpc-lattice/latest/ug/lambda-functions.html
"""

from __future__ import annotations

from pyverless.http.gateways.base import Gateway, base_answer, header_lists
from pyverless.http.request import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.http.response import Response
    from pyverless.types import AwsContext

__all__ = ["LatticeGateway"]


class LatticeGateway(Gateway):
    """A VPC Lattice service: header and query values come as lists, paths encoded."""

    name = "VPC Lattice"

    def request(self, event: dict[str, Any], context: AwsContext) -> Request | None:
        if event.get("version") != "2.0" or "method" not in event:
            return None
        return Request(self, event, context, event["method"])

    def raw_path(self, event: Any) -> str:
        return super().raw_path(event).partition("?")[0]

    def render(self, response: Response, request: Request) -> dict[str, Any]:
        lists = header_lists(response).items()
        headers = {n: v[0] if len(v) == 1 else v for n, v in lists}
        return base_answer(response, headers=headers)
