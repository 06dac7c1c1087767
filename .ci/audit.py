"""Ask pip-audit whether what pyverless depends on has known vulnerabilities.

What is asked about are the run-time dependencies and those of the run-time extras, in
the versions that are installed, and all that they depend on. Where the data can't be
had, this says so and passes; with PYVERLESS_REQUIRE_AUDIT set it fails.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

#: Extras that only the project itself uses.
OWN_EXTRAS = {"check", "docs", "test"}

#: Vulnerabilities that do not concern us: the identifier, and why.
IGNORED: dict[str, str] = {}

PIP_AUDIT = (
    *(sys.executable, "-m", "pip_audit"),
    *("--no-deps", "--disable-pip", "--format=json", "--desc=off"),
    *("--progress-spinner=off", "--timeout=5"),
)

#: In seconds, for all of it.
TIME_LIMIT = 45


class NoDataError(Exception):
    """Nobody can tell whether there are vulnerabilities; the text says why."""


def get_pins(name: str, own_extras: Iterable[str] = OWN_EXTRAS) -> dict[str, str]:
    """Return the versions of all that a package needs, with all but its own extras."""
    found = distribution(name)
    extras = {*(found.metadata.get_all("Provides-Extra") or ())} - {*own_extras}
    pins: dict[str, str] = {}
    waiting = [*_needs(name, extras)]
    seen = set()
    while waiting:
        needed = waiting.pop()
        wanted = (canonicalize_name(needed.name), frozenset(needed.extras))
        if wanted not in seen:
            seen.add(wanted)
            pins[wanted[0]] = distribution(needed.name).version
            waiting += _needs(needed.name, needed.extras)
    return pins


def _needs(name: str, extras: Iterable[str]) -> Iterator[Requirement]:
    for text in distribution(name).requires or ():
        requirement = Requirement(text)
        environments = [{"extra": extra} for extra in ("", *extras)]
        marker = requirement.marker
        if marker is None or any(map(marker.evaluate, environments)):
            yield requirement


def ask(pins: dict[str, str], command: Sequence[str] = PIP_AUDIT) -> list[Any]:
    """Return what pip-audit knows of each package; raise NoDataError for no answer."""
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory, "requirements.txt")
        lines = [f"{name}=={version}\n" for name, version in sorted(pins.items())]
        file.write_text("".join(lines), encoding="utf-8")
        try:
            done = subprocess.run(  # noqa: S603 - pip-audit, with pins of ours
                [*command, "--requirement", str(file)],
                capture_output=True,
                text=True,
                check=False,
                timeout=TIME_LIMIT,
            )
        except subprocess.TimeoutExpired:
            raise NoDataError(f"no answer within {TIME_LIMIT} seconds") from None
    try:
        found: list[Any] = json.loads(done.stdout)["dependencies"]
    except ValueError:
        *_, last = ["no answer", *done.stderr.strip().splitlines()]
        raise NoDataError(f"{last:.200}") from None
    return found


def judge(answers: list[Any]) -> str:
    """Return what there is to say; exit with vulnerabilities, raise without data."""
    faults = [
        f"{answer['name']} {answer['version']} has {each['id']}, mended in "
        f"{', '.join(each['fix_versions']) or 'no version'}"
        for answer in answers
        for each in answer.get("vulns", ())
        if not IGNORED.keys() & {each["id"], *each.get("aliases", ())}
    ]
    if faults:
        sys.exit("\n".join(faults))
    skipped = [answer for answer in answers if "skip_reason" in answer]
    if skipped:
        raise NoDataError(
            f"{len(skipped)} of {len(answers)} packages: {skipped[0]['skip_reason']}"
        )
    return f"{len(answers)} packages without a known vulnerability"


def main(command: Sequence[str] = PIP_AUDIT) -> None:
    """Print one line, or stop with what is wrong."""
    try:
        said = judge(ask(get_pins("pyverless"), command))
    except PackageNotFoundError as exc:
        sys.exit(f"{exc.name} is not installed. An extra of it is missing in Makefile.")
    except NoDataError as exc:
        said = f"no data about vulnerabilities, nothing is audited ({exc})"
        if os.environ.get("PYVERLESS_REQUIRE_AUDIT"):
            sys.exit(said)
    sys.stdout.write(f"pip-audit: {said}\n")


if __name__ == "__main__":
    main()
