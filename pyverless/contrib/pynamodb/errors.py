"""What goes wrong in DynamoDB, as the errors that handlers answer.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
"""

from __future__ import annotations

import re

from botocore import exceptions as botocore  # type: ignore[import-untyped]
from pynamodb.exceptions import VerboseClientError

from pyverless.exceptions import BadRequestError, ServiceUnavailableError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from pyverless.exceptions import ServiceError

__all__ = [
    "CONDITION_FAILED",
    "REQUEST_ERRORS",
    "VALIDATION_FAILED",
    "explain_code",
    "get_code",
    "get_response",
    "is_away",
]

CONDITION_FAILED = "ConditionalCheckFailed"
VALIDATION_FAILED = "Validation"

#: What a request raises: it got no answer, or one that is an error.
REQUEST_ERRORS = (botocore.BotoCoreError, VerboseClientError)

#: How long callers are asked to wait while DynamoDB is away, in seconds.
_WAIT = 1
# As errors are called, without "Exception", and as the reasons of transactions are.
_AWAY = frozenset(
    [
        "InternalServerError",
        "LimitExceeded",
        "ProvisionedThroughputExceeded",
        "RequestLimitExceeded",
        "ReplicatedWriteConflict",
        "ServiceUnavailable",
        "Throttling",
        "ThrottlingError",
        # Another transaction has not decided yet. Nothing says that it will change
        # anything, so that this is no conflict but a matter of time.
        "TransactionConflict",
        "TransactionInProgress",
    ]
)
# What DynamoDB says of values that no item can have, rather than of the request.
_UNFIT = re.compile(
    r"^(?!Invalid ).*\b(size|empty|numeric|number|magnitude|digits|nesting)\b", re.I
)
# Of a whole item: keys that are too long have "size" in their message, too.
_TOO_LARGE = re.compile(r"\bitem size\b.*\bexceeded\b", re.I)


def get_code(exc: Exception) -> str:
    """Return the name of an error, without the ending that only some have."""
    error = get_response(exc).get("Error", {})
    return str(error.get("Code", "")).removesuffix("Exception")


def get_response(exc: Exception) -> Mapping[str, Any]:
    """Return all that DynamoDB answered; PynamoDB's error has only a part of it."""
    # botocore's own errors have one as well, which is None: there was no answer.
    response: Mapping[str, Any] | None = getattr(exc.__cause__, "response", None)
    return response or {}


def is_away(exc: Exception) -> bool:
    """Return whether DynamoDB can't be reached, is overloaded or has failed."""
    status = get_response(exc).get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return (
        isinstance(exc, (botocore.ConnectionError, botocore.HTTPClientError))
        or status >= 500
        or get_code(exc) in _AWAY
    )


def explain_code(code: str, message: str) -> ServiceError | None:
    """Return what handlers answer for an error of this name; None: it is no answer.

    Conditions that were not met are explained where it is known what they meant.
    """
    code = code.removesuffix("Exception")
    if code in _AWAY:
        return ServiceUnavailableError(wait=_WAIT)
    if code == "ItemCollectionSizeLimitExceeded":
        return BadRequestError("There is no room for more of this.")
    if code not in ("Validation", "ValidationError"):
        return None
    if _TOO_LARGE.search(message):
        return BadRequestError("The data is too large: up to 400 KB can be stored.")
    is_unfit = _UNFIT.search(message)
    return BadRequestError("The data can't be stored.") if is_unfit else None
