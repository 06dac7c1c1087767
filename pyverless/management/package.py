"""Make a deployment package with byte code that is valid in Lambda.

DIRECTORY has your code and all that it requires. The zip has byte code as well, so that
no cold start compiles anything, and no tests or other files that a function does not
need. It is the same whenever the files are. With --in-place the byte code is put into
the directory, for tools that make the zip themselves.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager
from signal import SIGTERM, signal
from tempfile import TemporaryDirectory

from pyverless.management import CommandError
from pyverless.management.archives import (
    DEFAULT_EXCLUDES,
    find_files,
    find_named,
    find_output,
    read_file,
    write_zip,
)
from pyverless.management.bytecode import (
    RUNNING,
    check_extensions,
    check_place,
    compile_sources,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

__all__ = ["add_arguments", "run"]

# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
_MB = 2**20
_LIMIT_UNZIPPED = 250
_LIMIT_UPLOAD = 50


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument("directory", metavar="DIRECTORY", help="what to package")
    parser.add_argument(
        "--python",
        metavar="VERSION",
        default=RUNNING,
        help="the Python of the function; default: %(default)s, which runs this",
    )
    result = parser.add_mutually_exclusive_group()
    result.add_argument(
        "--output", metavar="FILE", default="function.zip", help="default: %(default)s"
    )
    result.add_argument(
        "--in-place", action="store_true", help="compile only, and make no zip"
    )
    parser.add_argument(
        "--exclude",
        metavar="PATTERN",
        action="append",
        default=[],
        help="leave out names, as in '*.md', or paths, as in blog/fixtures",
    )
    parser.add_argument(
        "--keep",
        metavar="PATTERN",
        action="append",
        default=[],
        help="have sources that do not compile, and what is left out otherwise: "
        f"{' '.join(DEFAULT_EXCLUDES)}",
    )


def run(options: Namespace) -> int:
    """Compile the sources of a directory, and zip it unless it is done in place."""
    with _end_plainly():
        version = _get_version(options.python)
        if not os.path.isdir(options.directory):
            raise CommandError(
                f"{options.directory!r} is no directory. Name the one that has your "
                f"code and what it requires."
            )
        if options.in_place:
            _compile_in_place(options, version)
        else:
            _make_zip(options, version)
    return 0


@contextmanager
def _end_plainly() -> Iterator[None]:
    """Clean up and print no traceback, whatever ends the command."""
    before = signal(SIGTERM, _stop)
    try:
        yield
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except OSError as exc:
        raise CommandError(f"{exc}.") from exc
    finally:
        signal(SIGTERM, before)


def _stop(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


def _get_version(python: str) -> str:
    version = python.removeprefix("python")
    if not re.fullmatch(r"3\.[0-9]+", version):
        raise CommandError(f"{python!r} is no version of Python. Write it as 3.13.")
    return version


def _find_files(options: Namespace, version: str, *but: str) -> dict[str, str]:
    found = find_files(options.directory, options.exclude, options.keep)
    files = {x: path for x, path in found.items() if os.path.realpath(path) not in but}
    if not files:
        raise CommandError(f"There is nothing to package in {options.directory!r}.")
    check_extensions(files, version)
    return files


def _compile_in_place(options: Namespace, version: str) -> None:
    files = _find_files(options, version)
    sources = {name: path for name, path in files.items() if name.endswith(".py")}
    if not sources:
        raise CommandError(f"There are no sources in {options.directory!r}.")
    check_place(options.directory, sources)
    kept = find_named(files, options.keep)
    names = compile_sources(options.directory, files, version, kept)
    _say(f"{options.directory}: byte code of {len(names)} files, Python {version}")


def _make_zip(options: Namespace, version: str) -> None:
    output = find_output(options.output)
    files = _find_files(options, version, output, f"{output}.part")
    kept = find_named(files, options.keep)
    with TemporaryDirectory() as folder:
        for name, path in files.items():
            if name.endswith(".py"):
                copy = os.path.join(folder, name)
                os.makedirs(os.path.dirname(copy), exist_ok=True)
                with open(copy, "wb") as file:
                    file.write(read_file(path))
        for name in compile_sources(folder, files, version, kept):
            files[name] = os.path.join(folder, name)
        sizes = {name: os.path.getsize(path) for name, path in files.items()}
        _check_size(sizes)
        write_zip(output, files)
    _report(options.output, sizes, version)


# Sizes


def _check_size(sizes: dict[str, int]) -> None:
    total = sum(sizes.values())
    if total > _LIMIT_UNZIPPED * _MB:
        raise CommandError(
            f"This is {_in_mb(total)} unzipped, and Lambda takes "
            f"{_LIMIT_UNZIPPED} MB, layers included. Leave something out with "
            f"--exclude, or deploy a container image. The largest are:\n"
            f"{_describe_largest(sizes)}"
        )


def _report(output: str, sizes: dict[str, int], version: str) -> None:
    zipped = os.path.getsize(output)
    _say(
        f"{output}: {_in_mb(zipped)}, unzipped {_in_mb(sum(sizes.values()))} of the "
        f"{_LIMIT_UNZIPPED} MB that Lambda takes, for Python {version}\n"
        f"{_describe_largest(sizes)}"
    )
    if zipped > _LIMIT_UPLOAD * _MB:
        _say(
            f"Lambda takes {_LIMIT_UPLOAD} MB in a direct upload. Deploy this "
            f"through S3, as SAM, CDK and Serverless do."
        )


def _describe_largest(sizes: dict[str, int]) -> str:
    """Return a line for each of the largest files and directories at the top."""
    totals: dict[str, int] = {}
    for name, size in sizes.items():
        top = name.partition("/")[0]
        totals[top] = totals.get(top, 0) + size
    largest = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    return "\n".join(f"{_in_mb(size):>12}  {top}" for top, size in largest[:5])


def _in_mb(size: int) -> str:
    return f"{size / _MB:.2f} MB"


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
