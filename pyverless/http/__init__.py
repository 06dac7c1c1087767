"""Requests, responses and what carries them; `gateways` has the fronts."""

from __future__ import annotations

from pyverless._imports import lazy_face

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyverless.http.cookies import Cookie
    from pyverless.http.headers import Headers
    from pyverless.http.query import QueryDict
    from pyverless.http.request import Request
    from pyverless.http.response import Response

__all__ = ["Cookie", "Headers", "QueryDict", "Request", "Response"]

__getattr__, __dir__ = lazy_face(
    __name__,
    {
        "Cookie": "pyverless.http.cookies",
        "Headers": "pyverless.http.headers",
        "QueryDict": "pyverless.http.query",
        "Request": "pyverless.http.request",
        "Response": "pyverless.http.response",
    },
)
