"""`.ci/audit.py`, which must not pass for the wrong reason."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest

FILE = Path(__file__).parent.parent / ".ci" / "audit.py"

FINE = {"name": "pyjwt", "version": "2.12.0", "vulns": []}
FAULTY = {
    "name": "pyjwt",
    "version": "2.0.0",
    "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["2.4.0"]}],
}
UNKNOWN = {"name": "idna", "skip_reason": "idna is not on PyPI"}


@pytest.fixture
def audit(monkeypatch):
    spec = importlib.util.spec_from_file_location("audit", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.delenv("PYVERLESS_REQUIRE_AUDIT", raising=False)
    return module


def answering(*answers):
    """Return a command that answers as pip-audit does."""
    said = json.dumps({"dependencies": answers, "fixes": []})
    return [sys.executable, "-c", f"print({said!r}); raise SystemExit(1)"]


def test_it_asks_about_run_time_dependencies_and_extras_and_theirs(audit):
    pins = audit.get_pins("pyverless")

    assert {"pyjwt", "cryptography", "cffi", "sqlalchemy", "botocore"} <= {*pins}
    assert not {"pyverless", "pytest", "ruff", "sphinx"} & {*pins}


def test_packages_without_vulnerabilities_pass(audit, capsys):
    audit.main(answering(FINE))

    out = capsys.readouterr().out
    assert out == "pip-audit: 1 packages without a known vulnerability\n"


def test_a_vulnerability_fails_even_where_other_data_is_missing(audit):
    with pytest.raises(SystemExit, match=r"pyjwt 2\.0\.0 has PYSEC-1, mended in 2\.4"):
        audit.main(answering(UNKNOWN, FAULTY))


def test_a_vulnerability_that_does_not_concern_us_can_be_left_out(audit):
    audit.IGNORED["CVE-1"] = "a part that we do not use"

    audit.main(answering(FAULTY))


@pytest.mark.parametrize(
    "command",
    [answering(FINE, UNKNOWN), [sys.executable, "-c", "raise OSError('no network')"]],
    ids=["skipped", "no network"],
)
def test_missing_data_passes_with_a_line_unless_data_is_required(
    audit, capsys, monkeypatch, command
):
    audit.main(command)
    assert "no data about vulnerabilities" in capsys.readouterr().out

    monkeypatch.setenv("PYVERLESS_REQUIRE_AUDIT", "1")
    with pytest.raises(SystemExit, match="no data"):
        audit.main(command)


def test_it_does_not_wait_for_ever(audit, monkeypatch, capsys):
    monkeypatch.setattr(audit, "TIME_LIMIT", 0.1)

    audit.main([sys.executable, "-c", "import time; time.sleep(60)"])

    assert "no answer within 0.1 seconds" in capsys.readouterr().out
