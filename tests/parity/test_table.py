"""The tables of docs/parity.rst: the tests that they name are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "parity.rst").read_text(encoding="utf-8")
# ".. [#label] ``file::test``", one for each test.
NAMED = re.findall(r"^\.\. \[#\w+\] ``([\w/]+\.py)::(\w+)``$", PAGE, re.MULTILINE)
# The feature, minik, Powertools, pyverless.
ROWS = re.findall(r"^   \* - (.+)\n     - .+\n     - .+\n     - (.+)$", PAGE, re.M)
# What pyverless does not have itself, so that no test shows it.
WITHOUT = {
    "Dependencies",
    "OpenAPI, Swagger UI",
    "AppSync, Bedrock agents",
}


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_a_test_that_the_table_names_is_there(file, name):
    tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
    found = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert name in found


def test_every_feature_that_is_there_has_a_test():
    assert len(ROWS) == PAGE.count("   * - ")
    assert {feature for feature, ours in ROWS if "[#" not in ours} == WITHOUT
