"""What handlers do once: a record that was delivered twice, a request sent twice.

Imported only for handlers that have an `idempotency_store`.
"""

from __future__ import annotations

import json
import re
from binascii import a2b_base64, b2a_base64
from time import time

from pyverless.auth.users import get_user_id
from pyverless.config import resolve, settings
from pyverless.crypto.durations import as_seconds
from pyverless.deadlines import get_remaining_seconds
from pyverless.exceptions import (
    BadRequestError,
    ImproperlyConfigured,
    UnprocessableEntityError,
)
from pyverless.http.response import Response
from pyverless.idempotency import Entry, check_store, get_hash
from pyverless.logs import request_logger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pyverless.handlers.plan import Plan
    from pyverless.http.request import Request

__all__ = ["answer_once", "prepare_store", "read_key", "run_once"]

# How long a claim holds where nothing says how much time there is, in seconds.
_LEASE = 60
# A text in quotes (RFC 9651 §3.3.3), or one without quotes, blanks and commas: two
# headers are one with a comma to API Gateway.
_KEY = re.compile(r'"((?:[ !#-\[\]-~]|\\["\\])*)"|([!#-+\--~]+)')
_MAX_KEY = 255


def prepare_store(handler: Any, plan: Plan) -> None:
    """Resolve and check `idempotency_store` and `idempotency_ttl`: during INIT."""
    # What get_hash() needs.
    import hashlib  # noqa: F401

    store = resolve(handler.idempotency_store, f"{plan.name}.idempotency_store")
    check_store(store, handler.idempotency_ttl, plan.name)
    plan.idempotency_store = store


# Records


def run_once(handler: Any, action: Callable[[], Any]) -> Any:
    """Return what the action of a record returns; None where it was done before.

    Called inside of the unit of work, whose end makes it so that the record is done.
    Raises ConflictError where somebody else is at it: the record comes back.
    """
    key = handler.get_idempotency_key()
    if key is None:
        return action()
    store = handler.plan.idempotency_store
    hashed = get_hash(_get_name(handler), _checked(key, handler))
    if store.claim(hashed, lease=_get_lease(handler)) is not None:
        request_logger.info(
            "%s has done %s before",
            handler.plan.name,
            handler.get_record_id(handler.record) or "a record",
        )
        return None
    result = action()
    store.complete(hashed, Entry(expires=_get_expiry(handler)))
    return result


# Requests


def answer_once(handler: Any, act: Callable[[], Response]) -> Response:
    """Return the response of an action; of requests with one key that of the first.

    Called inside of the unit of work, when the caller is known to have permission.
    """
    key = handler.get_idempotency_key()
    if key is None:
        if handler.idempotency_key_required:
            raise BadRequestError(
                "The header Idempotency-Key is missing.", code="required"
            )
        return act()
    request, store = handler.request, handler.plan.idempotency_store
    hashed = get_hash(*_get_scope(handler), _checked(key, handler))
    fingerprint = _get_fingerprint(request)
    entry = store.claim(hashed, lease=_get_lease(handler))
    if entry is None:
        response = act()
        answer = _write(response, request)
        expires = _get_expiry(handler)
        store.complete(
            hashed, Entry(expires=expires, fingerprint=fingerprint, answer=answer)
        )
        return response
    if entry.fingerprint != fingerprint:
        raise UnprocessableEntityError(
            "This Idempotency-Key was used for another request.",
            code="idempotency_key_reused",
        )
    return _read(entry.answer)


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


# Keys


def _checked(key: Any, handler: Any) -> str:
    if not isinstance(key, str) or not key:
        # Not taken as None: what has one key is done once.
        raise TypeError(
            f"{handler.plan.name}.get_idempotency_key() has returned {key!r:.100}. "
            "Return a text that is not empty, or None for what may be done again."
        )
    return key


def _get_name(handler: Any) -> str:
    cls = type(handler)
    return f"{cls.__module__}.{cls.__qualname__}"


def _get_scope(handler: Any) -> tuple[str | None, ...]:
    """Return what a key belongs to: nobody gets an answer that is for somebody else."""
    request, user = handler.request, handler.user
    user_id = get_user_id(user)
    if user is not None and user_id is None:
        raise ImproperlyConfigured(
            f"{handler.plan.name} can't tell the keys of its callers apart: "
            f"{type(user).__name__} has no {settings.USER_ID_FIELD}. Name the field "
            "that it has in the setting USER_ID_FIELD."
        )
    # Users of two issuers may have one id.
    issuer = request.claims.get("iss")
    return (
        _get_name(handler),
        request.method,
        request.path,
        None if issuer is None else str(issuer),
        user_id,
    )


def _get_fingerprint(request: Request) -> str:
    from hashlib import sha256

    # As it came: whoever repeats a request has no reason to write it otherwise.
    body = sha256(request.body).hexdigest()
    return get_hash(body, json.dumps(sorted(request.query.lists())))


def _get_lease(handler: Any) -> float:
    """Return how long a claim holds: as long as the function can run."""
    remaining = get_remaining_seconds(handler.context)
    return _LEASE if remaining is None else max(remaining, 1.0)


def _get_expiry(handler: Any) -> int:
    return int(time() + (as_seconds(handler.idempotency_ttl) or 0)) + 1


# Answers


def _write(response: Response, request: Request) -> str:
    """Return a response as text. Cookies are left out: they may be credentials."""
    response.encode(request.dumps)
    headers, content = response.own_headers, response.content
    is_text = not isinstance(content, bytes)
    answer = {
        "status": response.status_code,
        "type": response.media_type,
        "headers": headers.lists() if headers else {},
        "text" if is_text else "base64": content if is_text else _encode(content),
    }
    return json.dumps(answer)


def _read(text: str) -> Response:
    answer = json.loads(text)
    encoded = answer.get("base64")
    return Response(
        answer["text"] if encoded is None else a2b_base64(encoded),
        answer["status"],
        content_type=answer["type"],
        # As at Stripe; the draft has no name for it.
        headers={**answer["headers"], "Idempotent-Replayed": "true"},
    )


def _encode(content: Any) -> str:
    return b2a_base64(content, newline=False).decode()
