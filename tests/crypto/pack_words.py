"""Pack `common_words.txt` for `pyverless.crypto.common_words`, after a change of it.

python -m tests.crypto.pack_words
"""

from __future__ import annotations

import gzip
from importlib.resources import files
from pathlib import Path

SOURCE = Path(__file__).with_name("common_words.txt")
PACKED = Path(str(files("pyverless.crypto") / "common_words.txt.gz"))


def main() -> None:
    """Write the words of the list, which is easy to read and to change, for Python."""
    words = " ".join(SOURCE.read_text("utf-8").split())
    PACKED.write_bytes(gzip.compress(words.encode(), 9, mtime=0))


if __name__ == "__main__":
    main()
