"""The connections of a WebSocket API in DynamoDB: whose they are, what they follow.

The table has a text `id` as its key, and `expires` as its time to live. Its index
`topics` has a text `topic` as its key, and `id` with it.
"""

from __future__ import annotations

import os
import re
import time
from contextlib import suppress

from pyverless.auth import find_user
from pyverless.aws import get_client
from pyverless.exceptions import BadRequestError
from pyverless.handlers import WebSocketHandler
from pyverless.websockets import ConnectionGoneError

#: API Gateway ends a connection after two hours. Some minutes more do no harm.
SECONDS = 2 * 3600 + 600
#: A connection is open only after `connect()`. Until then it seems to be gone.
OPENING_SECONDS = 60
#: How many connections are read at once.
PAGE_SIZE = 500
#: What callers may follow. The key of an index is never empty, and has 2048 bytes.
TOPICS = re.compile(r"[\w-]{1,100}")


class StoredConnectionsMixin(WebSocketHandler):
    """Keeps the connections that are open, and with them who has opened them."""

    def prepare(self, plan):
        """Make the client, during INIT."""
        super().prepare(plan)
        get_client("dynamodb")

    def get_topic(self):
        """Return what the caller wants to hear of, when they connect."""
        return self.request.query.get("topic") or "all"

    def connect(self):
        """Store the connection."""
        user_id = None if self.user is None else str(self.user.id)
        add_connection(self.connection_id, check_topic(self.get_topic()), user_id)

    def disconnect(self):
        """Forget the connection."""
        remove_connection(self.connection_id)

    def on_gone(self, connection_id):
        """Forget a connection whose end API Gateway has not told."""
        remove_gone_connection(connection_id)

    def get_user(self):
        """Return who has opened the connection; 401 for users who are gone since."""
        if self.received.event_type == "CONNECT":
            return super().get_user()
        user_id = find_user_id(self.connection_id)
        return None if user_id is None else find_user({"id": user_id}, "id")

    def broadcast(self, topic, data):
        """Send to all who follow a topic; return how many that were."""
        return broadcast(self.get_connections(), check_topic(topic), data)


def check_topic(topic):
    """Return a topic that a caller may have chosen; 400 for what can be none."""
    if not isinstance(topic, str) or not TOPICS.fullmatch(topic):
        raise BadRequestError("There is no such topic.")
    return topic


def broadcast(connections, topic, data):
    """Send to all who follow a topic; return how many that were.

    For other functions, with a `Connections` of their own. One that fails does not keep
    the others from being told; an ExceptionGroup is raised after them.
    """
    sent, errors = 0, []
    for connection_id in find_connections(topic):
        try:
            connections.send(connection_id, data)
            sent += 1
        except ConnectionGoneError:
            remove_gone_connection(connection_id)
        except Exception as exc:  # noqa: BLE001 - raised when all were told
            errors.append(exc)
    if errors:
        raise ExceptionGroup(f"{len(errors)} messages were not sent", errors)
    return sent


def add_connection(connection_id, topic, user_id=None):
    """Store a connection, and the id of its user where there is one."""
    item = {
        "id": {"S": connection_id},
        "topic": {"S": topic},
        "expires": {"N": str(int(time.time()) + SECONDS)},
    }
    if user_id is not None:
        item["user_id"] = {"S": user_id}
    get_client("dynamodb").put_item(TableName=get_table(), Item=item)


def remove_connection(connection_id):
    """Forget a connection, if it is there."""
    key = {"id": {"S": connection_id}}
    get_client("dynamodb").delete_item(TableName=get_table(), Key=key)


def remove_gone_connection(connection_id):
    """Forget a connection that can't be sent to, unless it may still be opening."""
    client = get_client("dynamodb")
    latest = int(time.time()) + SECONDS - OPENING_SECONDS
    with suppress(client.exceptions.ConditionalCheckFailedException):
        client.delete_item(
            TableName=get_table(),
            Key={"id": {"S": connection_id}},
            ConditionExpression="expires < :latest",
            ExpressionAttributeValues={":latest": {"N": str(latest)}},
        )


def find_user_id(connection_id):
    """Return the id of the user of a connection, or None."""
    answer = get_client("dynamodb").get_item(
        TableName=get_table(), Key={"id": {"S": connection_id}}, ConsistentRead=True
    )
    return answer.get("Item", {}).get("user_id", {}).get("S")


def find_connections(topic):
    """Yield the ids of the connections that follow a topic, page by page."""
    pages = get_client("dynamodb").get_paginator("query")
    for page in pages.paginate(
        TableName=get_table(),
        IndexName="topics",
        KeyConditionExpression="topic = :topic",
        ExpressionAttributeValues={":topic": {"S": topic}},
        PaginationConfig={"PageSize": PAGE_SIZE},
    ):
        for item in page["Items"]:
            yield item["id"]["S"]


def get_table():
    """Return the name of the table."""
    return os.environ.get("CONNECTIONS_TABLE", "connections")
