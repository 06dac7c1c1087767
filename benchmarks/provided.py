"""What the integration tests have for benchmarks as well."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from integration.provisioning import (
    FUNCTION_REQUIREMENTS,
    ROOT,
    UnavailableError,
    get_emulator,
    make_environment,
    pip,
)
from integration.runtime import LambdaRuntime

__all__ = [
    "FUNCTION_REQUIREMENTS",
    "LambdaRuntime",
    "ROOT",
    "UnavailableError",
    "get_emulator",
    "make_environment",
    "pip",
]
