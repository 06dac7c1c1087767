"""What a test does where a real part can't be had: it says so loudly."""

from __future__ import annotations

import os

import pytest

from tests.integration.provisioning import UnavailableError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

__all__ = ["have"]


def have(get: Callable[..., Path], *arguments: Any) -> Path:
    """Return what `get` fetches; without it the test can only be skipped.

    In CI, or with PYVERLESS_REQUIRE_INTEGRATION, it fails instead: nobody reads skips.
    """
    try:
        return get(*arguments)
    except UnavailableError as exc:
        required = {"CI", "PYVERLESS_REQUIRE_INTEGRATION"}
        if any(os.environ.get(name) for name in required):
            pytest.fail(str(exc), pytrace=False)
        pytest.skip(str(exc))
