"""The command line: `python -m pyverless <command>`."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module

import pyverless
from pyverless.config import ENVIRONMENT_VARIABLE
from pyverless.management import CommandError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

COMMANDS = ("package", "serve")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name and return its exit status."""
    parser = get_parser()
    options = parser.parse_args(arguments)
    if options.settings:
        os.environ[ENVIRONMENT_VARIABLE] = options.settings
    if os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    try:
        status: int = options.run(options)
    except CommandError as exc:
        parser.exit(2, f"{parser.prog} {options.command}: {exc}\n")
    return status


def get_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="python -m pyverless", description=pyverless.__doc__
    )
    parser.add_argument("--version", action="version", version=pyverless.__version__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in COMMANDS:
        module = import_module(f"pyverless.management.{name}")
        summary = str(module.__doc__).partition("\n")[0]
        command = commands.add_parser(name, help=summary, description=module.__doc__)
        command.add_argument(
            "--settings",
            metavar="MODULE",
            help=f"dotted path of the settings module (sets {ENVIRONMENT_VARIABLE})",
        )
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
