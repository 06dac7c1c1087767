"""The example's queue, bucket and WebSocket, end to end on ministack."""

from __future__ import annotations

import json
import sys
import time
import uuid
from pathlib import Path

import pytest

from example_project.seed import EMAIL, PASSWORD
from tests.services.availability import have

from .example import make_example
from .provisioning import get_function_environment
from .queues import Queue, wait_until_empty
from .websocket_api import WebSocketApi

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .aws_api import Api

pytestmark = pytest.mark.integration

#: In seconds, for what happens after a request.
PATIENCE = 30


@pytest.fixture(scope="module")
def env(ministack, tmp_path_factory) -> dict[str, str]:
    """The environment of all functions."""
    python = have(get_function_environment, Path(sys.executable))
    directory = tmp_path_factory.mktemp("example")
    emails = {"EMAIL_FILE": str(directory / "emails.jsonl")}
    return make_example(python, directory) | ministack.environment | emails


def log_in(api: Api, email: str) -> str:
    """Return the token of a user."""
    body = json.dumps({"email": email, "password": PASSWORD})
    api.request("POST", "/users", body=body)
    return api.request("POST", "/login", body=body).json()["access_token"]


def wait_for(found: Any) -> Any:
    """Return what `found()` returns as soon as there is something."""
    deadline = time.monotonic() + PATIENCE
    while not (result := found()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"Nothing has happened for {PATIENCE} s.")
        time.sleep(0.1)
    return result


def test_a_published_article_reaches_followers_and_readers(account, ministack, env):
    sockets = WebSocketApi(account, ministack.endpoint)
    readers = account.deploy("example_project.events.readers", env)
    sockets.add_routes(readers, "$connect", "$disconnect", "$default")
    with Queue(account) as queue:
        name = queue.arn.rpartition(":")[2]
        url = account.get_client("sqs").get_queue_url(QueueName=name)["QueueUrl"]
        own = {"ARTICLES_QUEUE_URL": url, "WEBSOCKET_URL": sockets.management_url}
        env = {**env, **own}
        queue.connect(account.deploy("example_project.events.article_published", env))
        api = account.make_http_api(account.deploy("example_project.api.handler", env))
        grace = log_in(api, "grace@example.com")
        api.request("PUT", "/users/1/follow", grace)

        with sockets.connect(grace) as reader, sockets.connect() as anonymous:
            published = api.request("POST", "/articles/1/publish", log_in(api, EMAIL))
            told = [json.loads(each.receive()) for each in (reader, anonymous)]
        wait_until_empty([queue], PATIENCE)

    assert published.status == 200
    news = {"article_id": 1, "title": "Hello"}
    assert told == [{**news, "is_followed": True}, {**news, "is_followed": False}]
    email = json.loads(Path(env["EMAIL_FILE"]).read_text().splitlines()[0])
    assert (email["to"], email["subject"]) == ("grace@example.com", "Hello")


def test_an_upload_becomes_an_attachment(account, env):
    s3, bucket = account.get_client("s3"), f"pyverless-{uuid.uuid4().hex}"
    function = account.deploy("example_project.events.attachment_uploaded", env)
    api = account.make_http_api(account.deploy("example_project.api.handler", env))
    where = {"LocationConstraint": "eu-west-1"}
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=where)
    told = {"LambdaFunctionArn": function, "Events": ["s3:ObjectCreated:*"]}
    s3.put_bucket_notification_configuration(
        Bucket=bucket,
        NotificationConfiguration={"LambdaFunctionConfigurations": [told]},
    )

    s3.put_object(Bucket=bucket, Key="articles/2/ä b+c.txt", Body=b"hello")

    attachments = wait_for(lambda: api.request("GET", "/articles/2/attachments").json())
    assert attachments[0].items() >= {"key": "articles/2/ä b+c.txt", "size": 5}.items()
