"""Check that the wheel holds the package, its type marker, and nothing else."""

from __future__ import annotations

import sys
from zipfile import ZipFile

NEEDED = (
    "pyverless/py.typed",
    "pyverless/crypto/common_words.txt.gz",
    "pyverless/http/gateways/alb.py",
)


def main(path: str) -> None:
    """Stop with a message when something is missing or too much."""
    names = ZipFile(path).namelist()
    tops = {name.split("/")[0] for name in names}
    strangers = {top for top in tops if top != "pyverless" and "dist-info" not in top}
    if strangers:
        sys.exit(f"{path} holds more than pyverless: {sorted(strangers)}")
    for needed in NEEDED:
        if needed not in names:
            sys.exit(f"{path} lacks {needed}")
    sys.stdout.write(f"{path}: {len(names)} files\n")


if __name__ == "__main__":
    main(sys.argv[1])
