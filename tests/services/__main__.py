"""AWS's services on this machine until Ctrl-C: `python -m tests.services`."""

from __future__ import annotations

import sys
from threading import Event

from ..integration.provisioning import get_ministack_environment
from .aws import MiniStack

PORT = 4566


def main() -> None:
    with MiniStack(get_ministack_environment(), PORT) as services:
        lines = ["In another terminal:", ""]
        lines += [
            f"export {name}={value}" for name, value in services.environment.items()
        ]
        sys.stdout.write(
            "\n".join([*lines, "", "Ctrl-C ends it and what is in it.", ""])
        )
        sys.stdout.flush()
        try:
            Event().wait()
        except KeyboardInterrupt:
            sys.stdout.write("\n")


if __name__ == "__main__":
    main()
