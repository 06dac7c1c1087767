"""Make a deployment package with byte code that is valid in Lambda.

DIRECTORY has your code and all that it requires. The zip has byte code as well, so that
no cold start compiles anything, and no tests or other files that a function does not
need. It is the same whenever the files are. With --in-place the byte code is put into
the directory, for tools that make the zip themselves.
"""

from __future__ import annotations

import os
import shutil
import sys
from tempfile import TemporaryDirectory

from pyverless.management import CommandError
from pyverless.management.archives import DEFAULT_EXCLUDES, find_files, write_zip
from pyverless.management.bytecode import RUNNING, check_extensions, compile_sources

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

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
    parser.add_argument(
        "--output", metavar="FILE", default="function.zip", help="default: %(default)s"
    )
    parser.add_argument(
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
        help=f"have what is left out otherwise: {' '.join(DEFAULT_EXCLUDES)}",
    )


def run(options: Namespace) -> int:
    """Compile the sources of a directory, and zip it unless it is done in place."""
    version = options.python.removeprefix("python")
    _check_directory(options.directory, options.in_place)
    files = find_files(options.directory, options.exclude, options.keep)
    check_extensions(files, version)
    if options.in_place:
        names = compile_sources(options.directory, files, version)
        _say(f"{options.directory}: byte code of {len(names)} files, Python {version}")
    else:
        _make_zip(files, options.output, version)
    return 0


def _check_directory(directory: str, in_place: bool) -> None:
    if not os.path.isdir(directory):
        raise CommandError(
            f"{directory!r} is no directory. Name the one that has your code and what "
            f"it requires."
        )
    if in_place and os.path.exists(os.path.join(directory, ".git")):
        raise CommandError(
            f"{directory!r} is a git repository. Python would not see what you change "
            f"there from now on. Name a copy of it."
        )


def _make_zip(files: dict[str, str], output: str, version: str) -> None:
    files = {
        name: path
        for name, path in files.items()
        if os.path.abspath(path) != os.path.abspath(output)
    }
    with TemporaryDirectory() as folder:
        for name, path in files.items():
            if name.endswith(".py"):
                copy = os.path.join(folder, name)
                os.makedirs(os.path.dirname(copy), exist_ok=True)
                shutil.copyfile(path, copy)
        for name in compile_sources(folder, files, version):
            files[name] = os.path.join(folder, name)
        sizes = {name: os.path.getsize(path) for name, path in files.items()}
        _check_size(sizes)
        write_zip(output, files)
    _report(output, sizes, version)


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
