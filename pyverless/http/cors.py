"""CORS: which pages of other origins may call, and how they are told.

https://fetch.spec.whatwg.org/#http-cors-protocol
"""

from __future__ import annotations

import re

from pyverless.config import settings
from pyverless.exceptions import ImproperlyConfigured
from pyverless.http.headers import is_token, patch_vary
from pyverless.http.response import Response

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pyverless.http.headers import ResponseHeaders
    from pyverless.http.request import Request

    Origins = str | re.Pattern[str] | Iterable[str | re.Pattern[str]]
    Names = str | Iterable[str]

__all__ = ["CORSConfig", "cors_from_settings"]

_ALLOW_ORIGIN = "Access-Control-Allow-Origin"

# What clients of AWS and its authorizers send.
_USUAL_HEADERS = (
    "Authorization",
    "Content-Type",
    "X-Amz-Date",
    "X-Amz-Security-Token",
    "X-Api-Key",
)

# An origin as browsers send it: ASCII in lower case, and never with the port that the
# scheme has anyway (https://html.spec.whatwg.org/#ascii-serialisation-of-an-origin).
_ORIGIN = re.compile(
    r"(?!http://.*:80$|https://.*:443$)"
    r"[a-z][a-z0-9+.-]*://([a-z0-9._-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?"
)


class CORSConfig:
    """Which pages may call an API, as in `App(cors=CORSConfig("https://example.com"))`.

    `allow_origin` and `extra_origins` are one origin or a list of them: scheme, host
    and maybe port, or a compiled pattern for the whole of that (write its dots as
    `[.]`). `"*"` allows every page, `"null"` those without an origin: sandboxed frames
    and local files, of anybody. `allow_headers` are what pages may send beside
    Authorization, Content-Type and AWS's own; `"*"` is every header. `allow_methods`
    are by default those of each path. `expose_headers` are what pages may read of an
    answer, `max_age` how many seconds browsers may keep the answer to a preflight.
    `allow_credentials` lets browsers send cookies.

    Raises ImproperlyConfigured for what browsers would ignore, such as `"*"` together
    with credentials.
    """

    __slots__ = ("_methods", "_on_answers", "_on_preflights", "_origins", "_patterns")

    def __init__(
        self,
        allow_origin: Origins = "*",
        *,
        extra_origins: Origins | None = None,
        allow_headers: Names | None = None,
        allow_methods: Names | None = None,
        expose_headers: Names | None = None,
        max_age: int | None = None,
        allow_credentials: bool = False,
    ) -> None:
        origins = _origins(allow_origin) + _origins(extra_origins)
        headers = _names("allow_headers", allow_headers)
        methods = [name.upper() for name in _names("allow_methods", allow_methods)]
        exposed = _names("expose_headers", expose_headers)
        if not origins:
            raise ImproperlyConfigured(
                f"CORSConfig has allow_origin={allow_origin!r}, which allows nobody. "
                "Name an origin, or leave CORS off."
            )
        if allow_credentials:
            _refuse_wildcards(
                allow_origin=origins,
                allow_headers=headers,
                allow_methods=methods,
                expose_headers=exposed,
            )
        self._origins = frozenset(item for item in origins if isinstance(item, str))
        self._patterns = [item for item in origins if isinstance(item, re.Pattern)]
        self._methods = _joined(methods)
        credentials = ("Access-Control-Allow-Credentials", allow_credentials and "true")
        self._on_answers = _present(
            credentials, ("Access-Control-Expose-Headers", _joined(exposed))
        )
        self._on_preflights = _present(
            credentials,
            ("Access-Control-Allow-Headers", _allowed_headers(headers)),
            ("Access-Control-Max-Age", _seconds(max_age)),
        )

    # Methods of a path whose configurations are equal share a preflight. What else a
    # subclass goes by is not known here.

    def __eq__(self, other: object) -> bool:
        if not type(self) is type(other) is CORSConfig:
            return NotImplemented
        names = CORSConfig.__slots__
        return all(getattr(self, name) == getattr(other, name) for name in names)

    def __hash__(self) -> int:
        return hash((self._origins, self._methods))

    def allows(self, origin: str) -> bool:
        """Return whether pages of an origin may call; asked unless `"*"` is allowed.

        `origin` is as the caller sent it. Override this to look origins up somewhere.
        """
        if origin in self._origins:
            return True
        # Joined lists, "null" and whatever else a loose pattern could take for one.
        if not self._patterns or not _ORIGIN.fullmatch(origin):
            return False
        return any(pattern.fullmatch(origin) for pattern in self._patterns)

    def apply(self, request: Request, response: Response) -> None:
        """Add to an encoded response what lets the caller's page read it.

        Called for every response, errors included. What the view has set itself stays;
        where that is Access-Control-Allow-Origin, the view answers for all of it.
        """
        headers = response.headers
        if self._admits(request, headers):
            for name, value in self._on_answers:
                headers.setdefault(name, value)

    def preflight(self, request: Request, methods: Iterable[str]) -> Response:
        """Return the answer to a preflight; `methods` are those of the path.

        A caller whose origin is not allowed is told the methods only.
        """
        known = sorted(methods)
        response = Response(status_code=204, headers={"Allow": ", ".join(known)})
        headers = response.headers
        if self._admits(request, headers):
            headers["Access-Control-Allow-Methods"] = self._methods or ",".join(known)
            for name, value in self._on_preflights:
                headers[name] = value
        return response

    def _admits(self, request: Request, headers: ResponseHeaders) -> bool:
        """Name the caller's origin in `headers`, and return whether that was done."""
        origin = "*"
        if origin not in self._origins:
            patch_vary(headers, "Origin")
            origin = request.headers.get("origin", "")
            if not origin or not self.allows(origin):
                return False
        if _ALLOW_ORIGIN in headers:
            return False
        headers[_ALLOW_ORIGIN] = origin
        return True


def cors_from_settings() -> CORSConfig | None:
    """Return what the settings CORS_* say; None where CORS_ORIGIN is empty: off."""
    if not settings.CORS_ORIGIN:
        return None
    try:
        return CORSConfig(
            settings.CORS_ORIGIN,
            allow_headers=settings.CORS_HEADERS,
            max_age=settings.CORS_MAX_AGE,
            allow_credentials=settings.CORS_CREDENTIALS,
        )
    except ImproperlyConfigured as exc:
        raise ImproperlyConfigured(f"The settings CORS_* can't be used. {exc}") from exc


# What is configured


def _listed(value: Any) -> list[Any]:
    """Return one item or several as a list."""
    if value is None:
        return []
    is_several = hasattr(value, "__iter__") and not isinstance(value, str | bytes)
    return list(value) if is_several else [value]


def _origins(value: Any) -> list[str | re.Pattern[str]]:
    return [_origin(item) for item in _listed(value)]


def _origin(item: Any) -> str | re.Pattern[str]:
    """Return an origin as browsers write it; a pattern is returned as it is."""
    if isinstance(item, re.Pattern) and isinstance(item.pattern, str):
        return item
    origin = item.lower() if isinstance(item, str) else ""
    if origin in ("*", "null") or _ORIGIN.fullmatch(origin):
        return origin
    raise ImproperlyConfigured(
        f"CORSConfig can't allow the origin {item!r}. Write scheme and host, "
        "a port only where it is not the scheme's own, and nothing behind it, as in "
        "'https://example.com' or 'http://localhost:3000'; for many hosts, give a "
        "pattern made by re.compile()."
    )


def _names(argument: str, value: Any) -> list[str]:
    names = _listed(value)
    for name in names:
        if not isinstance(name, str) or not is_token(name):
            raise ImproperlyConfigured(
                f"CORSConfig can't have {name!r} in {argument}. Give a list of names."
            )
    return names


def _refuse_wildcards(**lists: Iterable[Any]) -> None:
    for argument, items in lists.items():
        if "*" in items:
            raise ImproperlyConfigured(
                f"CORSConfig can't have allow_credentials with '*' in {argument}, "
                "because browsers refuse that. List what is allowed, or leave out "
                "allow_credentials."
            )


def _allowed_headers(names: list[str]) -> str:
    # A wildcard is no Authorization: https://fetch.spec.whatwg.org/#http-new-header-syntax
    return _joined([*names, *(_USUAL_HEADERS[:1] if "*" in names else _USUAL_HEADERS)])


def _joined(names: list[str]) -> str:
    """Return the names in order, each once."""
    by_key = {name.lower(): name for name in names}
    return ",".join(by_key[key] for key in sorted(by_key))


def _seconds(max_age: Any) -> str | None:
    if max_age is None:
        return None
    if isinstance(max_age, bool) or not isinstance(max_age, int) or max_age < 0:
        raise ImproperlyConfigured(
            f"CORSConfig can't have max_age={max_age!r}. Give whole seconds, 0 or more."
        )
    return str(max_age)


def _present(*pairs: tuple[str, Any]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in pairs if value]
