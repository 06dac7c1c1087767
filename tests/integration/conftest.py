"""Fixtures that start functions under AWS's runtime, once per Python found."""

from __future__ import annotations

import os
from functools import partial

import pytest

from .provisioning import (
    UnavailableError,
    find_interpreters,
    get_emulator,
    get_function_environment,
    get_sam_environment,
)
from .runtime import LambdaRuntime

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

INTERPRETERS = find_interpreters()


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


@pytest.fixture(scope="session")
def emulator() -> Path:
    return have(get_emulator)


@pytest.fixture(
    scope="session", params=list(INTERPRETERS.values()), ids=list(INTERPRETERS)
)
def python(request: pytest.FixtureRequest) -> Path:
    return have(get_function_environment, request.param)


@pytest.fixture(scope="session")
def function(emulator: Path, python: Path) -> Callable[..., LambdaRuntime]:
    """Make functions: `with function("module.name", directory=…, env=…) as running`."""
    return partial(LambdaRuntime, emulator=emulator, python=python)


@pytest.fixture(scope="session")
def sam() -> Path:
    """The interpreter that has AWS SAM CLI: `serve_apis(sam, …)`."""
    return have(get_sam_environment)
