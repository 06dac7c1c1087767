"""The header Idempotency-Key, and what such a key belongs to.

Imported only for handlers that have an `idempotency_store`.
"""

from __future__ import annotations

import json
import re

from pyverless.auth.authentication import read_authorizer
from pyverless.auth.users import get_user_id
from pyverless.config import settings
from pyverless.exceptions import BadRequestError, ImproperlyConfigured
from pyverless.idempotency import get_hash

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from pyverless.http.request import Request

__all__ = ["get_fingerprint", "get_owner", "read_key"]

# A text in quotes (RFC 9651 §3.3.3), or one without quotes, blanks and commas: two
# headers are one with a comma to API Gateway.
_KEY = re.compile(r'"((?:[ !#-\[\]-~]|\\["\\])*)"|([!#-+\--~]+)')
_MAX_KEY = 255


def read_key(request: Request) -> str | None:
    """Return the header Idempotency-Key, None where there is none.

    With or without quotes, as in draft-ietf-httpapi-idempotency-key-header, it is the
    same key. Raises BadRequestError for what can't be one.
    """
    line = request.headers.get("idempotency-key")
    if line is None:
        return None
    match = _KEY.fullmatch(line.strip(" \t"))
    quoted, bare = match.groups() if match else (None, None)
    key = bare if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
    if not key or len(key) > _MAX_KEY:
        raise BadRequestError(
            f"The header Idempotency-Key must be one text of 1 to {_MAX_KEY} visible "
            "ASCII characters.",
            code="invalid",
        )
    return key


def get_owner(handler: Any) -> tuple[str | None, ...]:
    """Return what a key belongs to: nobody gets an answer that is for somebody else."""
    request = handler.request
    kind, user_id, claims = _get_caller(handler)
    # Users of two issuers may have one id.
    issuer = claims.get("iss")
    return (
        request.method,
        request.headers.get("host"),
        request.path,
        None if issuer is None else str(issuer),
        kind,
        user_id,
    )


def _get_caller(handler: Any) -> tuple[str | None, str | None, Mapping[str, Any]]:
    """Return the kind of a user, an id, and what a token or the authorizer says."""
    user, request = handler.user, handler.request
    if user is None:
        # An authorizer may know who calls where the handler does not ask.
        return None, *read_authorizer(request.authorizer)
    kind, user_id = type(user).__qualname__, get_user_id(user)
    if user_id is None:
        raise ImproperlyConfigured(
            f"{handler.plan.name} can't tell the keys of its callers apart: {kind} has "
            f"no {settings.USER_ID_FIELD}. Name the field that it has in the setting "
            "USER_ID_FIELD."
        )
    return kind, user_id, request.claims


def get_fingerprint(request: Request) -> str:
    """Return what tells a request from others with the same key."""
    from hashlib import sha256

    # As it came: whoever repeats a request has no reason to write it otherwise.
    body = sha256(request.body).hexdigest()
    return get_hash(body, json.dumps(sorted(request.query.lists())))
