"""What goes into a deployment package, for `python -m pyverless package`."""

from __future__ import annotations

import os
from contextlib import suppress
from fnmatch import fnmatchcase

from pyverless.management import CommandError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["DEFAULT_EXCLUDES", "find_files", "write_zip"]

#: What is left out, unless it is asked for: byte code of others, tests, what compilers
#: and type checkers read, what installers note down (`importlib.metadata` has versions
#: and entry points all the same), and what belongs to a developer's directory.
DEFAULT_EXCLUDES = (
    *("__pycache__", "*.pyo", "tests", "*.pyi", "*.pxd", "*.pyx", "*.c", "*.h"),
    *("*.dist-info/RECORD", "*.dist-info/direct_url.json"),
    *(".git", ".venv", ".env", ".tox", ".nox", ".*_cache", ".hypothesis", ".coverage"),
    *(".aws-sam", ".serverless", "cdk.out", "node_modules", ".DS_Store"),
)


def find_files(
    directory: str, exclude: Iterable[str] = (), keep: Iterable[str] = ()
) -> dict[str, str]:
    """Return the paths of the files of a package, by their names in it.

    `exclude` and `keep` are patterns. One with a slash is a path from the top, one
    without is a name anywhere. They stand for what is in a directory, too.
    """
    excludes = [*DEFAULT_EXCLUDES, *exclude]
    return {
        name: path
        for name, path in _walk(directory, "", (os.path.realpath(directory),))
        if not _is_named(name, excludes) or _is_named(name, keep)
    }


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
            with open(path, "rb") as file:
                archive.writestr(info, file.read(), ZIP_DEFLATED, 9)
