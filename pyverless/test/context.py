"""The context object of a test invocation."""

from __future__ import annotations

import time
import uuid
from types import SimpleNamespace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

__all__ = ["FakeContext"]


class FakeContext:
    """A context with the attributes and types of Lambda's Python runtime.

    `remaining_ms` is the time until the deadline, which comes nearer as the clock runs;
    0 is a function that has no time left. `client_context` is a mapping with `client`,
    `custom` and `env`, as in `{"custom": {"source": "serverless-plugin-warmup"}}`, and
    is read as attributes. See
    https://docs.aws.amazon.com/lambda/latest/dg/python-context.html.
    """

    def __init__(
        self,
        function_name: str = "function",
        aws_request_id: str | None = None,
        *,
        remaining_ms: int = 30_000,
        memory_limit_in_mb: str = "128",
        client_context: Mapping[str, Any] | None = None,
    ) -> None:
        self.function_name = function_name
        self.function_version = "$LATEST"
        self.invoked_function_arn = (
            f"arn:aws:lambda:us-east-1:123456789012:function:{function_name}"
        )
        #: A text, as in Lambda.
        self.memory_limit_in_mb = memory_limit_in_mb
        self.aws_request_id = aws_request_id or str(uuid.uuid4())
        self.log_group_name = f"/aws/lambda/{function_name}"
        self.log_stream_name = "2026/01/01/[$LATEST]0123456789abcdef0123456789abcdef"
        self.tenant_id = None
        self.identity = SimpleNamespace(
            cognito_identity_id=None, cognito_identity_pool_id=None
        )
        self.client_context = _client_context(client_context)
        self._deadline = time.monotonic() + remaining_ms / 1000

    def get_remaining_time_in_millis(self) -> int:
        """Return the milliseconds until the deadline, never less than 0."""
        return max(0, round((self._deadline - time.monotonic()) * 1000))

    def __repr__(self) -> str:
        return f"<FakeContext {self.function_name} {self.aws_request_id}>"


def _client_context(values: Mapping[str, Any] | None) -> SimpleNamespace | None:
    if values is None:
        return None
    return SimpleNamespace(**{"client": None, "custom": None, "env": None, **values})
