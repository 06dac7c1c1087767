"""AWS's clients of this process, which must not outlive what they were made for."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from pyverless.contrib.pynamodb.clients import forget_clients

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["use"]


@contextmanager
def use(environment: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables, for AWS's clients to find their services."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        forget_clients()
        yield
    forget_clients()
