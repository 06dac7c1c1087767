"""Claims as the fronts of AWS write them, made into what they were in the token.

Authorizers hand most claims over as text. Booleans become what they were, and so do the
times and lists of RFC 7519 and OpenID Connect; other claims stay as they are. See
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
"""

from __future__ import annotations

from pyverless.encoding import loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

__all__ = ["normalise_claims", "read_names", "read_scopes"]

_TIMES = ("exp", "iat", "nbf", "auth_time", "updated_at")
_LISTS = ("cognito:groups", "cognito:roles", "groups", "roles", "amr")


def normalise_claims(claims: Mapping[str, Any]) -> dict[str, Any]:
    """Return the claims of an authorizer, those that are known with their types."""
    found = dict(claims)
    for name, value in claims.items():
        if value in ("true", "false"):
            # Whatever it is: as a text, "false" would count as true.
            found[name] = value == "true"
    for name in _TIMES:
        if isinstance(found.get(name), str):
            found[name] = _read_time(found[name])
    for name in _LISTS:
        if found.get(name) is not None:
            found[name] = read_names(found[name])
    audience = found.get("aud")
    if isinstance(audience, str) and audience.startswith("["):
        found["aud"] = read_names(audience)
    return found


def read_names(value: Any) -> list[str]:
    """Return a list of names, such as groups, however it was written.

    A list, a list as JSON, HTTP APIs' `[a b]`, or REST APIs' `a,b`. In the last two, a
    name with a blank or a comma can't be told from two names.
    """
    if not isinstance(value, str):
        return _as_texts(value)
    if value.startswith("[") and value.endswith("]"):
        try:
            return _as_texts(loads(value))
        except ValueError:
            return value[1:-1].split()
    return [name for part in value.split(",") if (name := part.strip())]


def read_scopes(value: Any) -> list[str]:
    """Return the scopes of a claim: a list, or text with blanks (RFC 6749 §3.3)."""
    if isinstance(value, str) and not (value.startswith("[") and value.endswith("]")):
        return value.split()
    return read_names(value)


def _as_texts(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def _read_time(text: str) -> int | str:
    """Return seconds since 1970; REST APIs write `Fri Jul 29 18:52:53 UTC 2016`."""
    if text.isascii() and text.isdigit():
        return int(text[:20])
    from datetime import UTC, datetime

    try:
        moment = datetime.strptime(text, "%a %b %d %H:%M:%S UTC %Y")
    except ValueError:
        return text
    return int(moment.replace(tzinfo=UTC).timestamp())
