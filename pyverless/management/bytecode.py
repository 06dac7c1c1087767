"""Byte code that is valid in Lambda, for `python -m pyverless package`.

Python usually compares the date of a source with the one in its byte code. No tool puts
real dates into a package, so such byte code is out of date there, and Lambda's file
system can't be written to: each cold start compiles everything. Byte code of the kind
"unchecked-hash" (PEP 552) is used without a look at the source.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess  # nosec B404
import sys

from pyverless.management import CommandError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["RUNNING", "check_extensions", "compile_sources", "find_python"]

#: The Python that runs this, as `3.13`.
RUNNING = "{}.{}".format(*sys.version_info)

# On its own, so that nothing of this environment or of the package is imported, and the
# byte code is the same everywhere.
_ISOLATED = ("-I", "-S", "-X", "utf8", "-W", "ignore")
# Even where there is byte code of another kind that looks up to date.
_COMPILE = (*_ISOLATED, "-m", "compileall", "-f", "-q", "-i", "-")
_KIND = ("--invalidation-mode", "unchecked-hash")
_ASK = (*_ISOLATED, "-c", "import sys; print(sys.implementation.cache_tag)")

# Compiled modules that say what they are for: `_cffi.cpython-313-x86_64-linux-gnu.so`.
_EXTENSION = re.compile(r"(.+)\.cp(?:ython-)?3(\d+)-([\w-]+)\.(?:so|pyd)")


def find_python(version: str) -> str:
    """Return the path of a Python of a version, this one or one of the PATH."""
    if sys.implementation.cache_tag == _get_tag(version):
        return sys.executable
    path = shutil.which(f"python{version}")
    # Some commands in the PATH do nothing but say what to install.
    if not path or _run(path, _ASK).stdout.strip() != _get_tag(version):
        raise CommandError(
            f"There is no python{version} in the PATH, and byte code of this Python "
            f"{RUNNING} would be of no use to it. Install it, or run the command "
            f"where it is; --python names the version that the function runs on."
        )
    return path


def check_extensions(names: Iterable[str], version: str) -> None:
    """Raise CommandError for a compiled module that can't be loaded in Lambda."""
    found: dict[str, dict[str, str]] = {}
    for name in names:
        if match := _EXTENSION.fullmatch(name):
            module, minor, platform = match.groups()
            kind = f"3.{minor}" if "linux" in platform else platform
            found.setdefault(module, {})[kind] = name
    for kinds in found.values():
        # A few packages bring the same module for several Pythons.
        if version not in kinds:
            raise CommandError(
                f"{min(kinds.values())!r} is not for Python {version} on Linux. Name "
                f"the version of the function with --python, and install for it: pip "
                f"install --platform manylinux2014_aarch64 --python-version {version} "
                f"--only-binary=:all: --target build -r requirements.txt"
            )


def compile_sources(directory: str, names: Iterable[str], version: str) -> list[str]:
    """Compile the sources among the files of a directory, with a Python of a version.

    Return the names of the byte code, which is where that Python looks for it.
    """
    sources = sorted(name for name in names if name.endswith(".py"))
    if not sources:
        return []  # compileall would take all that this Python has
    python = find_python(version)
    done = _run(python, (*_COMPILE, *_KIND), cwd=directory, files=sources)
    if done.returncode:
        raise CommandError(
            f"Some sources can't be compiled. Mend them, or leave them out with "
            f"--exclude:\n{(done.stdout + done.stderr).strip()}"
        )
    return [_get_place(name, version) for name in sources]


def _run(
    python: str,
    arguments: Iterable[str],
    cwd: str | None = None,
    files: Iterable[str] = (),
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 # nosec B603
        [python, *arguments],
        cwd=cwd,
        input="\n".join(files),
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
    )


def _get_tag(version: str) -> str:
    return f"cpython-{version.replace('.', '')}"


def _get_place(name: str, version: str) -> str:
    folder, stem = os.path.split(name.removesuffix(".py"))
    return os.path.join(folder, "__pycache__", f"{stem}.{_get_tag(version)}.pyc")
