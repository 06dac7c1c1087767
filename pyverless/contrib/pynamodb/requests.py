"""Requests to DynamoDB."""

from __future__ import annotations

from pyverless.contrib.pynamodb.errors import REQUEST_ERRORS, is_away
from pyverless.exceptions import ServiceUnavailableError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pynamodb.models import Model

__all__ = ["send"]


def send(model: type[Model], operation: str, params: dict[str, Any]) -> dict[str, Any]:
    """Return DynamoDB's answer, from where the table of a model is.

    Raises ServiceUnavailableError when there is none in time; other errors are as
    PynamoDB's connection has them.
    """
    connection = model._get_connection().connection
    try:
        return dict(connection.dispatch(operation, params))
    except REQUEST_ERRORS as exc:
        if is_away(exc):
            raise ServiceUnavailableError(wait=1) from exc
        raise
