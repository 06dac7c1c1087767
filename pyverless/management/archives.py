"""What goes into a deployment package, for `python -m pyverless package`."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from fnmatch import fnmatchcase

from pyverless.management import CommandError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "DEFAULT_EXCLUDES",
    "find_files",
    "find_named",
    "find_output",
    "read_file",
    "write_zip",
]

#: What is left out, unless it is asked for: byte code of others, tests, what compilers
#: and type checkers read, what installers note down (`importlib.metadata` has versions
#: and entry points all the same), secrets, and what belongs to a developer's directory.
DEFAULT_EXCLUDES = (
    *("__pycache__", "*.pyo", "tests", "*.pyi", "*.pxd", "*.pyx", "*.c", "*.h"),
    *("*.dist-info/RECORD", "*.dist-info/direct_url.json"),
    *(".env", ".env.*", "venv", ".venv", ".git", ".idea", ".vscode", ".DS_Store"),
    *(".tox", ".nox", ".*_cache", ".hypothesis", ".coverage", "node_modules"),
    *(".aws-sam", ".serverless", "cdk.out", "function.zip", "function.zip.part"),
)

# Zips have names in UTF-8, and sources are told to the compiler a line each.
_BAD_NAME = re.compile(r"[\r\n\ud800-\udfff]")


def find_files(
    directory: str, exclude: Iterable[str] = (), keep: Iterable[str] = ()
) -> dict[str, str]:
    """Return the paths of the files of a package, by their names in it.

    `exclude` and `keep` are patterns. One with a slash is a path from the top, one
    without is a name anywhere. They stand for what is in a directory, too. Those that
    stand for nothing are told, as they are likely to be mistakes.
    """
    found = dict(_walk(directory, "", (os.path.realpath(directory),)))
    for pattern in (*exclude, *keep):
        if not find_named(found, [pattern]):
            sys.stderr.write(f"{pattern!r} matches nothing in {directory!r}.\n")
    left_out = find_named(found, [*DEFAULT_EXCLUDES, *exclude])
    left_out -= find_named(found, keep)
    files = {name: path for name, path in found.items() if name not in left_out}
    for name in files:
        if _BAD_NAME.search(name):
            raise CommandError(
                f"{name!r} can't be the name of a file in a package, which is UTF-8 on "
                f"one line. Rename it, or leave it out with --exclude."
            )
    return files


def _walk(
    directory: str, prefix: str, parents: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """Yield names and paths of all files, those behind links too."""
    for entry in [*os.scandir(directory)]:
        name, real = prefix + entry.name, os.path.realpath(entry.path)
        if entry.is_file():
            yield name, entry.path
        elif entry.is_dir() and real not in parents:
            yield from _walk(entry.path, f"{name}/", (*parents, real))
        elif entry.is_symlink():
            raise CommandError(
                f"{entry.path!r} is a link to {os.readlink(entry.path)!r}, which is "
                f"not there or has the link in it. Remove it."
            )


def find_named(names: Iterable[str], patterns: Iterable[str]) -> set[str]:
    """Return those of the names of files that patterns stand for."""
    cleaned = [_clean(pattern) for pattern in patterns]
    return {name for name in names if _is_named(name, cleaned)}


def _clean(pattern: str) -> str:
    """Return a pattern as it is meant, as shells complete `fixtures/` and `./blog`."""
    return pattern.removeprefix("." if pattern.startswith("./") else "").rstrip("/")


def _is_named(name: str, patterns: Iterable[str]) -> bool:
    path = ""
    for part in name.split("/"):
        path += f"/{part}"
        for pattern in patterns:
            if "/" in pattern:
                found = fnmatchcase(path, "/" + pattern.strip("/"))
            else:
                found = fnmatchcase(part, pattern)
            if found:
                return True
    return False


def find_output(output: str) -> str:
    """Return the path to write a zip to, which is where a link leads.

    Raise CommandError if that would replace what is no zip.
    """
    from zipfile import is_zipfile

    path = os.path.realpath(output)
    if os.path.isdir(path):
        raise CommandError(f"{output!r} is a directory. Name a file in it.")
    if not os.path.isdir(os.path.dirname(path)):
        raise CommandError(f"There is no directory {os.path.dirname(path)!r}. Make it.")
    for taken in (path, f"{path}.part"):
        is_file = os.path.isfile(taken) and not os.path.islink(taken)
        if os.path.lexists(taken) and not is_file:
            raise CommandError(f"{taken!r} is no regular file. Name another --output.")
    if os.path.isfile(path) and os.path.getsize(path) and not is_zipfile(path):
        raise CommandError(
            f"{output!r} is no zip, and would be replaced by one. Name another "
            f"--output, or remove it."
        )
    return path


def read_file(path: str) -> bytes:
    """Return what is in a file, or raise CommandError with its name."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as exc:
        raise CommandError(f"{path!r} can't be read: {exc.strerror}.") from exc


def write_zip(output: str, files: dict[str, str]) -> None:
    """Write files into a zip that is the same whenever they are.

    It replaces the one that is there when it is whole.
    """
    unfinished = f"{output}.part"
    try:
        _write(unfinished, files)
        os.replace(unfinished, output)
    except OSError as exc:
        raise CommandError(f"{output!r} can't be written: {exc}.") from exc
    finally:
        with suppress(OSError):
            os.remove(unfinished)


def _write(output: str, files: dict[str, str]) -> None:
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    with ZipFile(output, "w") as archive:
        for name, path in sorted(files.items()):
            # Its date is where the dates of zips begin, as nothing else is said.
            info = ZipInfo(name)
            info.create_system = 3  # Unix, which has modes
            mode = 0o755 if os.stat(path).st_mode & 0o100 else 0o644
            info.external_attr = (0o100000 | mode) << 16
            archive.writestr(info, read_file(path), ZIP_DEFLATED, 9)
