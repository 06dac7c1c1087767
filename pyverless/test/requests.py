"""A request as a client sends it, before a front makes an event of it."""

from __future__ import annotations

import base64
import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import quote, unquote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    HeaderItems = Mapping[str, str] | Iterable[tuple[str, str]]

__all__ = [
    "TEXT_TYPES",
    "ClientRequest",
    "body_fields",
    "encode_target",
    "group",
    "header_pairs",
    "join_cookies",
    "with_defaults",
]

#: The content types whose bodies every front hands over as text.
TEXT_TYPES = (
    "application/javascript",
    "application/json",
    "application/xml",
    "text/*",
)


@dataclass(frozen=True, kw_only=True)
class ClientRequest:
    """A request on the wire, and what the front was configured with."""

    #: In capitals.
    method: str
    #: Percent-encoded.
    path: str
    #: Percent-encoded, without the question mark.
    query: str
    #: As sent: names in any case, repeated where the client repeats them.
    headers: list[tuple[str, str]]
    content: bytes
    route: str | None
    stage: str | None
    path_params: Mapping[str, Any] | None
    authorizer: Mapping[str, Any] | None
    source_ip: str

    def get_header(self, name: str) -> str | None:
        """Return the last value of a header that the client sent."""
        values = [v for n, v in self.headers if n.lower() == name.lower()]
        return values[-1] if values else None

    def get_host(self, default: str) -> str:
        """Return the host that the client named, without the port."""
        return re.sub(r":\d*$", "", self.get_header("Host") or default)

    def get_all_headers(self, host: str) -> list[tuple[str, str]]:
        """Return the headers with those that every front adds; `host` is its own."""
        added = {
            "Host": host,
            "X-Amzn-Trace-Id": "Root=1-5759e988-bd862e3fe1be46a994272793",
            "X-Forwarded-For": self.source_ip,
            "X-Forwarded-Port": "443",
            "X-Forwarded-Proto": "https",
        }
        return with_defaults(self.headers, added)

    def get_parameters(
        self, route: str | None, *, slash_optional: bool = False
    ) -> dict[str, str]:
        """Return the parameters of `route`, percent-encoded as in the path.

        Those that the test gave come first. Raises ValueError where the path is not the
        route's.
        """
        if self.path_params is not None:
            return {n: quote(str(v), safe="") for n, v in self.path_params.items()}
        if route is None:
            return {}
        parameters = _match(route, self.path)
        if parameters is None and slash_optional:
            parameters = _match(route, self.path.removesuffix("/"))
        if parameters is None:
            raise ValueError(
                f"The path {self.path!r} is none of the route {route!r}. Change one of "
                f"them, or give the parameters as path_params."
            )
        return parameters

    def is_text(self, *media_types: str) -> bool:
        """Return whether the content type is one of `media_types` (`text/*`, say)."""
        content_type = self.get_header("Content-Type") or ""
        media_type = content_type.partition(";")[0].strip().lower()
        return any(fnmatchcase(media_type, pattern) for pattern in media_types)

    def is_utf8(self) -> bool:
        """Return whether the body is valid UTF-8."""
        try:
            self.content.decode()
        except UnicodeDecodeError:
            return False
        return True


def encode_target(target: str) -> tuple[str, str]:
    """Return path and query of a request target, encoded where a client encodes."""
    if not target.startswith("/"):
        raise ValueError(
            f"The target {target!r} is no path. Start it with a slash: '/articles?a=1'."
        )
    path, _, query = quote(target, safe=string.punctuation).partition("?")
    return path, query


def header_pairs(headers: HeaderItems | None) -> list[tuple[str, str]]:
    """Return headers, given as a mapping or as pairs, as a list of pairs."""
    items = headers.items() if isinstance(headers, Mapping) else headers or ()
    return [(name, str(value)) for name, value in items]


def with_defaults(
    headers: list[tuple[str, str]], defaults: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Return `headers`, and in front those of `defaults` that are not among them."""
    names = {name.lower() for name, _ in headers}
    missing = [(n, v) for n, v in defaults.items() if n.lower() not in names]
    return [*missing, *headers]


def group(items: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the values of each name; names that differ in case are one.

    The first spelling of a name is kept.
    """
    groups: dict[str, tuple[str, list[str]]] = {}
    for name, value in items:
        groups.setdefault(name.lower(), (name, []))[1].append(value)
    return dict(groups.values())


def join_cookies(values: Iterable[str]) -> list[str]:
    """Return the single cookies of all `Cookie` headers."""
    return [c.strip() for value in values for c in value.split(";") if c.strip()]


def body_fields(content: bytes, *, binary: bool, absent: Any) -> dict[str, Any]:
    """Return `body` and `isBase64Encoded`; an empty body is `absent`."""
    if not content:
        return {"body": absent, "isBase64Encoded": False}
    if binary:
        text = base64.b64encode(content).decode()
    else:
        text = content.decode(errors="replace")
    return {"body": text, "isBase64Encoded": binary}


def _match(route: str, path: str) -> dict[str, str] | None:
    """Return what the route's `{name}` and `{name+}` stand for in `path`."""
    wanted, given = route.split("/"), path.split("/")
    if wanted[-1].endswith("+}"):
        rest = len(wanted) - 1
        given = [*given[:rest], "/".join(given[rest:])]
    if len(wanted) != len(given):
        return None
    parameters = {}
    for part, segment in zip(wanted, given, strict=True):
        if part.startswith("{") and segment:
            parameters[part.strip("{+}")] = segment
        elif part != unquote(segment):
            return None
    return parameters
