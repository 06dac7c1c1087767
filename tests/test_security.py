"""SECURITY.rst promises what tests hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pyverless.handlers import BaseHandler
from pyverless.test import Client, http_event, parse_response

ROOT = Path(__file__).parent.parent

PROMISES = (ROOT / "SECURITY.rst").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"``(test_\w+)``", PROMISES)))


@pytest.fixture(scope="module")
def written():
    """The names of all tests."""
    files = (ROOT / "tests").rglob("test_*.py")
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    return {*re.findall(r"^def (test_\w+)\(", text, re.MULTILINE)}


@pytest.mark.parametrize("name", NAMED)
def test_what_shows_a_promise_is_a_test(name, written):
    assert name in written


def test_every_promise_names_what_shows_it():
    promised = PROMISES.split("What is promised\n")[1].split("What is not\n")[0]
    promises = re.split(r"^\* ", promised, flags=re.MULTILINE)[1:]

    assert len(promises) > 10
    assert [promise for promise in promises if "``test_" not in promise] == []


# What load balancers append to X-Forwarded-For is read in tests/http.
@pytest.mark.parametrize("gateway", ["rest", "http1", "http2", "function_url"])
def test_a_caller_can_not_choose_their_address(gateway):
    class Where(BaseHandler):
        def perform_action(self):
            return self.request.client_ip

    chosen = {"X-Forwarded-For": "198.51.100.1", "Forwarded": "for=198.51.100.1"}
    event = http_event(gateway, headers=chosen, source_ip="203.0.113.9")

    found = parse_response(gateway, Client(Where, gateway).invoke(event))
    assert found.json() == "203.0.113.9"
