"""Where and when something was measured."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from instructions import get_valgrind

__all__ = ["describe_machine"]


def describe_machine() -> dict[str, str]:
    """Return what the figures depend on, by what a report calls it."""
    described = {
        "date": f"{datetime.now(UTC):%d %B %Y, %H:%M} UTC",
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": f"{platform.system()} {platform.release()}, {platform.machine()}",
        "processor": f"{get_processor()}, {os.cpu_count()} cores",
    }
    if valgrind := get_valgrind():
        version = subprocess.run(
            [valgrind, "--version"], capture_output=True, text=True, check=True
        )
        described["valgrind"] = version.stdout.strip().removeprefix("valgrind-")
    return described


def get_processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    names = (line for line in lines if line.startswith("model name"))
    return next(names, platform.processor()).partition(":")[2].strip()
