"""Requests, responses and what carries them; `gateways` has the fronts."""

from __future__ import annotations

from pyverless._imports import lazy_face

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyverless.http.cookies import Cookie
    from pyverless.http.cors import CORSConfig
    from pyverless.http.headers import Headers, ResponseHeaders
    from pyverless.http.query import QueryDict
    from pyverless.http.request import Request
    from pyverless.http.response import Response
    from pyverless.http.uploads import UploadedFile

__all__ = [
    "CORSConfig",
    "Cookie",
    "Headers",
    "QueryDict",
    "Request",
    "Response",
    "ResponseHeaders",
    "UploadedFile",
]

__getattr__, __dir__ = lazy_face(
    __name__,
    {
        "CORSConfig": "pyverless.http.cors",
        "Cookie": "pyverless.http.cookies",
        "Headers": "pyverless.http.headers",
        "QueryDict": "pyverless.http.query",
        "Request": "pyverless.http.request",
        "Response": "pyverless.http.response",
        "ResponseHeaders": "pyverless.http.headers",
        "UploadedFile": "pyverless.http.uploads",
    },
)
