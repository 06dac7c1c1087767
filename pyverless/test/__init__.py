"""Testing functions without AWS: events, a context, and a client for every front.

`GATEWAYS` names the fronts, to run one test against each of them::

    @pytest.mark.parametrize("gateway", GATEWAYS)
    def test_an_article_is_created(gateway):
        client = Client(ArticleCreate, gateway)
        response = client.post("/articles", json={"title": "Lambda"})
        assert response.status_code == 201
"""

from __future__ import annotations

from pyverless.config import override_settings
from pyverless.test.authorizers import AUTHORIZERS, authorizer_event
from pyverless.test.client import Client
from pyverless.test.context import FakeContext
from pyverless.test.contracts import parse_response
from pyverless.test.events import (
    GATEWAYS,
    http_event,
    s3_event,
    s3_test_event,
    schedule_event,
    sns_event,
    sqs_event,
    warmup_event,
)
from pyverless.test.responses import MalformedResponseError, TestResponse
from pyverless.test.websockets import websocket_event

__all__ = [
    "AUTHORIZERS",
    "authorizer_event",
    "Client",
    "FakeContext",
    "GATEWAYS",
    "http_event",
    "MalformedResponseError",
    "override_settings",
    "parse_response",
    "s3_event",
    "s3_test_event",
    "schedule_event",
    "sns_event",
    "sqs_event",
    "TestResponse",
    "warmup_event",
    "websocket_event",
]
