"""What is sent to clients of a WebSocket API, from wherever one knows about them.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
"""

from __future__ import annotations

import os
import re

from pyverless.encoding import dumps
from pyverless.exceptions import ImproperlyConfigured

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyverless.events.websocket import WebSocketEvent

__all__ = [
    "ConnectionGoneError",
    "Connections",
    "check_endpoint_url",
    "encode_message",
    "is_connection_id",
]

# The most bytes of a message:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
_MAX_MESSAGE = 128 * 1024

# Longer ones than there are, but what a URL and the key of a table have room for.
_ID = re.compile(r"[\w=+/-]{1,128}", re.ASCII)

_URL = re.compile(r"(?:http|ws)s?://[^/\s?#]+(?:/[^\s?#]*)?")

# How AWS's clients are told where a service is. Not AWS_ENDPOINT_URL, which is for all
# services and so has no stage in it.
_VARIABLE = "AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI"


class ConnectionGoneError(Exception):
    """The connection is closed: whatever is stored about it can be deleted."""

    def __init__(self, connection_id: str) -> None:
        super().__init__(f"The connection {connection_id!r:.140} is gone.")
        self.connection_id = connection_id


class Connections:
    """The connections of a WebSocket API, for functions that have something to tell.

    `endpoint_url` is the URL of the API's stage, which starts with `https://` or with
    `wss://`; without one, it is where AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI says.
    The function needs boto3, and the permission `execute-api:ManageConnections`.
    """

    #: The URL of the API's stage; None: as the environment says.
    endpoint_url: str | None

    def __init__(self, endpoint_url: str | None = None) -> None:
        if endpoint_url is None and not _is_in_environment():
            raise ImproperlyConfigured(
                "Connections() does not know whose they are. Give it the URL of the "
                "API's stage, or set AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI."
            )
        if endpoint_url is not None:
            check_endpoint_url(endpoint_url, "endpoint_url of Connections()")
            if endpoint_url.startswith("ws"):
                endpoint_url = endpoint_url.replace("ws", "http", 1)
        self.endpoint_url = endpoint_url

    @classmethod
    def of(cls, received: WebSocketEvent) -> Connections:
        """Return the connections of the API that an event is from.

        Where the environment says otherwise, that counts.
        """
        if _is_in_environment():
            return cls()
        region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
        return cls(received.get_endpoint(region))

    def send(self, connection_id: str, data: Any) -> None:
        """Send text or bytes as they are, anything else as JSON.

        Raises ConnectionGoneError where nobody is there, also for what is no id of a
        connection, and ValueError for more than the 128 KB that a message may have.
        After a timeout, nobody knows whether the message has arrived.
        """
        self._call("post_to_connection", connection_id, Data=encode_message(data))

    def close(self, connection_id: str) -> None:
        """Close a connection; ConnectionGoneError is raised where it is closed."""
        self._call("delete_connection", connection_id)

    def _call(self, operation: str, connection_id: str, **arguments: Any) -> None:
        if not is_connection_id(connection_id):
            raise ConnectionGoneError(connection_id)
        # Here, because not every function that could send does.
        from pyverless.aws import get_client

        client = get_client("apigatewaymanagementapi", self.endpoint_url)
        try:
            getattr(client, operation)(ConnectionId=connection_id, **arguments)
        except client.exceptions.GoneException:
            raise ConnectionGoneError(connection_id) from None
        except Exception as exc:
            if _is_about_id(exc):
                raise ConnectionGoneError(connection_id) from None
            raise


def check_endpoint_url(url: object, name: str) -> None:
    """Raise ImproperlyConfigured for what is no URL of a stage; `name` says where."""
    is_url = isinstance(url, str) and _URL.fullmatch(url)
    if not is_url or "/@connections" in str(url):
        raise ImproperlyConfigured(
            f"{name} is {url!r}. Set it to the URL of the API's stage, as in "
            '"https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/prod", without '
            "/@connections."
        )


def is_connection_id(value: object) -> bool:
    """Return whether something can be the id of a connection.

    What callers have chosen may be anything, and becomes a part of a path.
    """
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def encode_message(data: Any) -> bytes:
    """Return a message as bytes: text as UTF-8, bytes as they are, the rest as JSON.

    Raises ValueError for one that is too large.
    """
    if isinstance(data, bytes):
        content = data
    else:
        content = (data if isinstance(data, str) else dumps(data)).encode()
    size = len(content)
    if size > _MAX_MESSAGE:
        raise ValueError(
            f"The message has {size} bytes, but API Gateway takes {_MAX_MESSAGE}. Send "
            "it in parts, or send where it can be fetched."
        )
    return content


def _is_in_environment() -> bool:
    return bool(os.environ.get(_VARIABLE))


def _is_about_id(exc: Exception) -> bool:
    """Return whether AWS has refused a text that is like the id of a connection."""
    error = getattr(exc, "response", {}).get("Error", {})
    is_bad = error.get("Code") == "BadRequestException"
    return is_bad and "connectionId" in error.get("Message", "")
