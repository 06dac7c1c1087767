"""The modules of the benchmarks, which are programs and no package."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

#: The folder of the benchmarks.
BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def load(monkeypatch):
    """Import one of them by its name."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    return import_module
