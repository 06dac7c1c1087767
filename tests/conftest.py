"""What tests of several packages share."""

from __future__ import annotations

import logging

import pytest

from pyverless.test import GATEWAYS


@pytest.fixture(params=GATEWAYS)
def gateway(request) -> str:
    """Each front in turn."""
    return request.param


@pytest.fixture
def log(caplog) -> pytest.LogCaptureFixture:
    """What pyverless logs from now on, INFO included: `log.records`."""
    caplog.set_level(logging.INFO, "pyverless")
    return caplog
