"""How large an answer is, as Lambda counts."""

from __future__ import annotations

import json
import sys

import pytest

from pyverless.http.limits import measure_answer

MANAGED = "AWS_Lambda_python3.12"


@pytest.fixture
def environment(monkeypatch):
    def set_environment(value):
        if value is None:
            monkeypatch.delenv("AWS_EXECUTION_ENV", raising=False)
        else:
            monkeypatch.setenv("AWS_EXECUTION_ENV", value)

    return set_environment


@pytest.mark.parametrize("value", [None, "", MANAGED])
@pytest.mark.parametrize("answer", [{}, {"body": "a"}, {"body": '{"a":"\\n"}'}])
def test_ascii_takes_the_bytes_of_its_json_everywhere(environment, value, answer):
    environment(value)

    assert measure_answer(answer) == len(json.dumps(answer))


@pytest.mark.parametrize("value", [None, "", "AWS_Lambda_nodejs22.x", "other"])
@pytest.mark.parametrize(("text", "size"), [("é", 6), ("😀", 12)])
def test_elsewhere_what_is_not_ascii_is_escaped(environment, value, text, size):
    environment(value)

    assert measure_answer({"body": text}) == len('{"body": ""}') + size


@pytest.mark.parametrize(
    ("version", "size"), [((3, 11), 6), ((3, 12), 2), ((3, 13), 2), ((3, 14), 2)]
)
def test_the_runtimes_of_aws_write_utf_8_from_python_3_12_on(
    environment, monkeypatch, version, size
):
    environment(MANAGED)
    monkeypatch.setattr(sys, "version_info", version)

    assert measure_answer({"body": "é"}) == len('{"body": ""}') + size
