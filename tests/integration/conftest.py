"""Fixtures that start functions under AWS's runtime, once per Python found."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import pytest

from tests.services.availability import have

from .provisioning import (
    find_interpreters,
    get_emulator,
    get_function_environment,
    get_sam_environment,
)
from .runtime import LambdaRuntime

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .aws_api import Account

INTERPRETERS = find_interpreters()


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


@pytest.fixture(scope="module")
def account(ministack) -> Iterator[Account]:
    """An account on AWS, for the tests of a module: functions and what calls them."""
    # Here, because what needs no AWS needs no client of it.
    from .aws_api import Account

    python = have(get_function_environment, Path(sys.executable))
    with Account(ministack, python) as account:
        yield account
