"""VPC Lattice with event structure 2.0.

https://docs.aws.amazon.com/vpc-lattice/latest/ug/lambda-functions.html
"""

from __future__ import annotations

from pyverless.http.gateways.base import Gateway, base_answer, header_lists

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.http.request import Request
    from pyverless.http.response import Response

__all__ = ["LatticeGateway"]


class LatticeGateway(Gateway):
    """A VPC Lattice service: header and query values come as lists, paths encoded."""

    name = "VPC Lattice"

    def matches(self, event: dict[str, Any]) -> bool:
        return event.get("version") == "2.0" and "method" in event

    def method(self, event: Any) -> str | None:
        method: str | None = event.get("method")
        return method

    def raw_path(self, event: Any) -> str:
        return super().raw_path(event).partition("?")[0]

    def render_all(self, response: Response, request: Request) -> dict[str, Any]:
        lists = header_lists(response).items()
        headers = {n: v[0] if len(v) == 1 else v for n, v in lists}
        return base_answer(response, headers=headers)
