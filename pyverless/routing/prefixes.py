"""Taking off what custom domains and load balancers put before the paths of an App."""

from __future__ import annotations

import re

from pyverless.exceptions import ImproperlyConfigured

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from pyverless.http.request import Request

__all__ = ["make_strip"]


def make_strip(
    prefixes: Iterable[str | re.Pattern[str]],
) -> Callable[[Request], None]:
    """Return what takes the first prefix that fits off the path of a request.

    Whole segments only: `/pay` is no prefix of `/payment`. Raises ImproperlyConfigured
    for a prefix that does not start with a slash.
    """
    if isinstance(prefixes, str | re.Pattern):
        raise ImproperlyConfigured(
            f"strip_prefixes={prefixes!r} must be a list, as in [{prefixes!r}]."
        )
    patterns = [_as_pattern(prefix) for prefix in prefixes]

    def strip(request: Request) -> None:
        raw = request.raw_path
        for pattern in patterns:
            found = pattern.match(raw)
            if (
                found is not None
                and found.end()
                and raw[found.end() :][:1] in ("", "/")
            ):
                request.prefix = found.group()
                request.raw_path = raw[found.end() :] or "/"
                return

    return strip


def _as_pattern(prefix: Any) -> re.Pattern[str]:
    if isinstance(prefix, re.Pattern):
        return prefix
    if not isinstance(prefix, str) or not prefix.strip("/") or prefix[0] != "/":
        raise ImproperlyConfigured(
            f"strip_prefixes has {prefix!r}. A prefix is text that starts with a "
            "slash, as in '/payment', or a compiled pattern."
        )
    return re.compile(re.escape(prefix.rstrip("/")))
