"""Taking off what custom domains and load balancers put before the paths of an App."""

from __future__ import annotations

import re

from pyverless.exceptions import ImproperlyConfigured

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pyverless.http.request import Request

__all__ = ["check_prefixes", "strip_prefix"]


def check_prefixes(
    prefixes: Iterable[str | re.Pattern[str]],
) -> tuple[re.Pattern[str], ...]:
    """Return prefixes as patterns.

    Raises ImproperlyConfigured for one that does not start with a slash.
    """
    if isinstance(prefixes, str | re.Pattern):
        raise ImproperlyConfigured(
            f"strip_prefixes={prefixes!r} must be a list, as in [{prefixes!r}]."
        )
    return tuple(_as_pattern(prefix) for prefix in prefixes)


def _as_pattern(prefix: Any) -> re.Pattern[str]:
    if isinstance(prefix, re.Pattern):
        return prefix
    if not isinstance(prefix, str) or not prefix.strip("/") or prefix[0] != "/":
        raise ImproperlyConfigured(
            f"strip_prefixes has {prefix!r}. A prefix is text that starts with a "
            "slash, as in '/payment', or a compiled pattern."
        )
    return re.compile(re.escape(prefix.rstrip("/")))


def strip_prefix(request: Request, prefixes: Iterable[re.Pattern[str]]) -> None:
    """Take the first prefix that fits off the path of a request.

    Whole segments only: `/pay` is no prefix of `/payment`.
    """
    raw = request.raw_path
    for prefix in prefixes:
        found = prefix.match(raw)
        if found is not None and found.end() and raw[found.end() :][:1] in ("", "/"):
            request.prefix = found.group()
            request.raw_path = raw[found.end() :] or "/"
            return
