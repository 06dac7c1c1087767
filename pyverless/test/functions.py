"""Running a Lambda function as Lambda does: JSON text in, JSON text out."""

from __future__ import annotations

import json

from pyverless.test.context import FakeContext
from pyverless.test.responses import MalformedResponseError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.types import AwsContext, LambdaFunction

__all__ = ["call_function", "get_function"]


def get_function(target: Any) -> LambdaFunction:
    """Return the Lambda function of a handler class, an App or a Lambda function.

    Raises TypeError for anything else.
    """
    if isinstance(target, type) and hasattr(target, "as_handler"):
        function: LambdaFunction = target.as_handler()
        return function
    if isinstance(target, type) or not callable(target):
        raise TypeError(
            f"{target!r} is no Lambda function. Name a handler class, an App, or a "
            f"function that takes an event and a context."
        )
    return target  # type: ignore[no-any-return]


def call_function(function: LambdaFunction, event: Any, context: AwsContext) -> Any:
    """Return the function's result, both ways through JSON text as in Lambda.

    Its exceptions get out. Raises MalformedResponseError for a result that JSON can't
    say. A context of None is a new FakeContext.
    """
    if context is None:
        context = FakeContext()
    result = function(json.loads(json.dumps(event)), context)
    try:
        text = json.dumps(result, allow_nan=False)
    except (TypeError, ValueError) as exc:
        raise MalformedResponseError(
            f"Lambda refuses what the function returned: {exc}. Return a Response, or "
            f"only what JSON can say: {result!r:.200}"
        ) from exc
    return json.loads(text)
