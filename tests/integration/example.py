"""The example project, as functions that run by themselves need it."""

from __future__ import annotations

import subprocess

from .provisioning import ROOT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["make_example"]


def make_example(python: Path, directory: Path) -> dict[str, str]:
    """Return the environment of its functions, with a database that has been seeded."""
    env = {
        "PYVERLESS_SETTINGS": "example_project.settings",
        "PYVERLESS_DATABASE_URL": f"sqlite:///{directory / 'example.sqlite3'}",
        "PYVERLESS_SECRET_KEY": "a secret of thirty-two bytes or more",
        "PYVERLESS_PASSWORD_ITERATIONS": "1000",
        "AWS_LAMBDA_LOG_FORMAT": "JSON",
        "AWS_LAMBDA_LOG_LEVEL": "INFO",
    }
    seed = [python, "-m", "example_project.seed"]
    subprocess.run(seed, cwd=ROOT, env=env, check=True, timeout=60)
    return env
