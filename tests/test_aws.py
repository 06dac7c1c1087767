from __future__ import annotations

import sys

import pytest

from pyverless.aws import get_client


@pytest.fixture(autouse=True)
def _is_in_a_region(monkeypatch):
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    get_client.cache_clear()
    yield
    get_client.cache_clear()


def test_a_client_is_made_once(monkeypatch):
    client = get_client("s3")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-2")

    assert get_client("s3") is client
    assert client.meta.service_model.service_name == "s3"
    assert client.meta.region_name == "eu-west-1"
    assert get_client("sqs") is not client


def test_an_endpoint_has_a_client_of_its_own(monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:1")
    here, there = get_client("sqs"), get_client("sqs", "http://127.0.0.1:2")

    assert here.meta.endpoint_url == "http://127.0.0.1:1"
    assert there.meta.endpoint_url == "http://127.0.0.1:2"


def test_what_sends_to_connections_does_not_wait_for_minutes():
    config = get_client("apigatewaymanagementapi", "http://127.0.0.1:1").meta.config
    others = get_client("s3").meta.config

    assert (config.connect_timeout, config.read_timeout) == (2, 5)
    assert config.retries["total_max_attempts"] == 2
    assert (others.connect_timeout, others.read_timeout) == (60, 60)


def test_without_boto3_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "boto3", None)

    with pytest.raises(ImportError, match=r"'s3' needs boto3.*pyverless\[aws\]"):
        get_client("s3")
