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
from contextlib import suppress

from pyverless.management import CommandError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

__all__ = [
    "RUNNING",
    "check_extensions",
    "check_place",
    "compile_sources",
    "find_python",
]

#: The Python that runs this, as `3.13`.
RUNNING = "{}.{}".format(*sys.version_info)

# On its own, so that nothing of this environment or of the package is imported, and the
# byte code is the same everywhere.
_ISOLATED = ("-I", "-S", "-X", "utf8", "-W", "ignore")
# Even where there is byte code of another kind that looks up to date.
_COMPILE = (*_ISOLATED, "-m", "compileall", "-f", "-q", "-i", "-")
_KIND = ("--invalidation-mode", "unchecked-hash")
_ASK = (*_ISOLATED, "-c", "import sys; print(sys.implementation.cache_tag)")

# Compiled modules that say what they are for: `_cffi.cpython-313-x86_64-linux-gnu.so`;
# a `t` after the version is for Python without its lock, which Lambda has not.
_EXTENSION = re.compile(r"(.+)\.cp(?:ython-)?3(\d+t?)-([\w-]+)\.(?:so|pyd)")


def find_python(version: str) -> str:
    """Return the path of a Python of a version, this one or one of the PATH."""
    if sys.implementation.cache_tag == _get_tag(version):
        return sys.executable
    said = ""
    if path := shutil.which(f"python{version}"):
        asked = _run(path, _ASK)
        if asked.stdout.strip() == _get_tag(version):
            return path
        # Some commands in the PATH do nothing but say what to install.
        said = f" {path} says: {(asked.stdout + asked.stderr).strip() or 'nothing'}"
    raise CommandError(
        f"There is no python{version} in the PATH, and byte code of this Python "
        f"{RUNNING} would be of no use to it. Install it, or run the command "
        f"where it is; --python names the version that the function runs on.{said}"
    )


def check_extensions(names: Iterable[str], version: str) -> None:
    """Raise CommandError for compiled modules that can't be loaded in Lambda."""
    found: dict[str, dict[str, str]] = {}
    for name in sorted(names):
        if match := _EXTENSION.fullmatch(name):
            module, minor, platform = match.groups()
            machine, _, libc = platform.partition("-linux-")
            fits = f"3.{minor}" == version and libc == "gnu"
            found.setdefault(module, {})[machine if fits else ""] = name
    for machines in found.values():
        # A few packages bring the same module for several Pythons.
        if set(machines) == {""}:
            raise CommandError(
                f"{machines['']!r} is not for Python {version} on Amazon Linux. Name "
                f"the version of the function with --python, and install for it: pip "
                f"install --platform manylinux2014_aarch64 --python-version {version} "
                f"--only-binary=:all: --target build -r requirements.txt (or "
                f"manylinux2014_x86_64)"
            )
    _check_machines(found.values())


def _check_machines(modules: Collection[Mapping[str, str]]) -> None:
    examples = {machine: name for names in modules for machine, name in names.items()}
    examples.pop("", None)
    # Each must be there for one and the same.
    if examples and not any(all(x in names for names in modules) for x in examples):
        names = " and ".join(repr(name) for _, name in sorted(examples.items()))
        raise CommandError(
            f"{names} are for different architectures. Install all for the one of the "
            f"function, into an empty directory."
        )


def check_place(directory: str, sources: Mapping[str, str]) -> None:
    """Raise CommandError where byte code would hide later changes of sources.

    That is in a working tree, and where links lead out of the directory.
    """
    tracked = _find_tracked(directory) & set(sources)
    if tracked or os.path.exists(os.path.join(directory, ".git")):
        raise CommandError(
            f"{directory!r} is in a git repository"
            f"{f', which has {min(tracked)!r}' if tracked else ''}. Python would not "
            f"see what you change there from now on. Name a copy of it."
        )
    root = os.path.join(os.path.realpath(directory), "")
    places = {os.path.join(os.path.dirname(x), "__pycache__") for x in sources.values()}
    for path in sorted(places.union(sources.values())):
        if not os.path.realpath(path).startswith(root):
            raise CommandError(
                f"{path!r} leads out of {directory!r}, to {os.path.realpath(path)!r}. "
                f"Python would not see what you change there from now on. Replace the "
                f"link by a copy."
            )


def _find_tracked(directory: str) -> set[str]:
    git = shutil.which("git")
    if not git:
        return set()
    return {*_run(git, ("-C", directory, "ls-files", "-z")).stdout.split("\0")}


def compile_sources(
    directory: str, names: Iterable[str], version: str, keep: Collection[str] = ()
) -> list[str]:
    """Compile the sources among the files of a directory, with a Python of a version.

    Return the names of the byte code, which is where that Python looks for it. There is
    none of those to `keep` that can't be compiled, such as templates; they are told.
    """
    places = {x: _get_place(x, version) for x in sorted(names) if x.endswith(".py")}
    if not places:
        return []  # compileall would take all that this Python has
    python = find_python(version)
    for place in places.values():
        _make_room(os.path.join(directory, place))
    done = _run(python, (*_COMPILE, *_KIND), cwd=directory, files=places)
    for name, place in [*places.items()]:
        if not os.path.exists(os.path.join(directory, place)):
            if name not in keep:
                raise CommandError(
                    f"Some sources can't be compiled. Mend them, leave them out with "
                    f"--exclude, or have them as they are with --keep:\n"
                    f"{(done.stdout + done.stderr).strip()}"
                )
            sys.stderr.write(f"{name!r} can't be compiled, and stays as it is.\n")
            del places[name]
    return [*places.values()]


def _make_room(place: str) -> None:
    """Have a directory for byte code, and no old one of a source that fails now."""
    os.makedirs(os.path.dirname(place), exist_ok=True)
    with suppress(FileNotFoundError):
        os.remove(place)


def _run(
    program: str,
    arguments: Iterable[str],
    cwd: str | None = None,
    files: Iterable[str] = (),
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 # nosec B603
        [program, *arguments],
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
