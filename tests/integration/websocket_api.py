"""WebSocket APIs of ministack, and a client for them (RFC 6455).

As on AWS, but for this: a function's own refusal reaches the client as 403, whatever
its status is, and no subprotocol does.
"""

from __future__ import annotations

import base64
import json
import os
import socket
import struct
import uuid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Self

    from .aws_api import Account

__all__ = ["HandshakeError", "Socket", "WebSocketApi"]

STAGE = "test"
#: In seconds: for what a client waits for.
TIMEOUT = 15

_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10


class WebSocketApi:
    """A WebSocket API that has no routes yet; the body's `action` chooses among them.

    `endpoint` is where ministack is.
    """

    def __init__(self, account: Account, endpoint: str) -> None:
        self._client = account.get_client("apigatewayv2")
        made = self._client.create_api(
            Name=f"pyverless-{uuid.uuid4().hex}",
            ProtocolType="WEBSOCKET",
            RouteSelectionExpression="$request.body.action",
        )
        self._id = made["ApiId"]
        self._client.create_stage(ApiId=self._id, StageName=STAGE, AutoDeploy=True)
        self._host = endpoint.removeprefix("http://")
        self._path = f"/_aws/execute-api/{self._id}/{STAGE}"
        #: Where the management API is.
        self.management_url = f"{endpoint}{self._path}"

    def add_routes(
        self, function: str, *keys: str, authorizer: str | None = None
    ) -> None:
        """Hand routes to a function; `$connect` after asking the authorizer."""
        made = self._client.create_integration(
            ApiId=self._id,
            IntegrationType="AWS_PROXY",
            IntegrationUri=_invocations(function),
        )
        target = f"integrations/{made['IntegrationId']}"
        for key in keys:
            guard = self._get_guard(authorizer) if key == "$connect" else {}
            self._client.create_route(
                ApiId=self._id, RouteKey=key, Target=target, **guard
            )

    def connect(self, token: str | None = None, query: str = "") -> Socket:
        """Return a new connection; HandshakeError is raised where it is refused."""
        return Socket(self._host, f"{self._path}?{query}", token)

    def _get_guard(self, authorizer: str | None) -> dict[str, str]:
        if authorizer is None:
            return {}
        made = self._client.create_authorizer(
            ApiId=self._id,
            Name=uuid.uuid4().hex,
            AuthorizerType="REQUEST",
            AuthorizerUri=_invocations(authorizer),
            IdentitySource=["route.request.header.Authorization"],
        )
        return {"AuthorizationType": "CUSTOM", "AuthorizerId": made["AuthorizerId"]}


class HandshakeError(Exception):
    """The server has refused a connection, with a status."""

    def __init__(self, status: int) -> None:
        super().__init__(f"The server answered {status}.")
        self.status = status


class Socket:
    """A client's end of a connection, for as long as the `with` block."""

    def __init__(self, host: str, target: str, token: str | None) -> None:
        name, _, port = host.partition(":")
        self._socket = socket.create_connection((name, int(port)), TIMEOUT)
        self._stream = self._socket.makefile("rb")
        try:
            self._open(host, target, token)
        except BaseException:
            self.abort()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def send(self, data: Any) -> None:
        """Send text as it is, anything else as JSON."""
        text = data if isinstance(data, str) else json.dumps(data)
        self._send_frame(_TEXT, text.encode())

    def receive(self) -> str:
        """Return the next message; EOFError is raised where the server has closed."""
        while True:
            kind, content = self._read_frame()
            if kind == _TEXT:
                return content.decode()
            if kind == _CLOSE:
                raise EOFError
            if kind == _PING:
                self._send_frame(_PONG, content)

    def ask(self, data: Any) -> Any:
        """Send a message; return the next one, which is JSON."""
        self.send(data)
        return json.loads(self.receive())

    def close(self) -> None:
        """Say good-bye, with the status 1000."""
        if self._socket.fileno() != -1:
            self._send_frame(_CLOSE, struct.pack(">H", 1000))
            self.abort()

    def abort(self) -> None:
        """Go without a word."""
        self._stream.close()
        self._socket.close()

    def _open(self, host: str, target: str, token: str | None) -> None:
        lines = [
            f"GET {target} HTTP/1.1",
            f"Host: {host}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
            "Sec-WebSocket-Version: 13",
        ]
        if token is not None:
            lines.append(f"Authorization: Bearer {token}")
        self._socket.sendall("\r\n".join([*lines, "", ""]).encode())
        status = int(self._stream.readline().split()[1])
        while self._stream.readline().strip():
            pass
        if status != 101:
            raise HandshakeError(status)

    def _send_frame(self, kind: int, content: bytes) -> None:
        size = len(content)
        length = bytes([0x80 | size]) if size < 126 else struct.pack(">BH", 0xFE, size)
        # A mask of zeros leaves the content as it is.
        self._socket.sendall(bytes([0x80 | kind]) + length + bytes(4) + content)

    def _read_frame(self) -> tuple[int, bytes]:
        head = self._stream.read(2)
        if len(head) < 2:
            raise EOFError
        size = head[1] & 0x7F
        if size >= 126:
            layout = ">H" if size == 126 else ">Q"
            (size,) = struct.unpack(layout, self._stream.read(struct.calcsize(layout)))
        return head[0] & 0x0F, self._stream.read(size)


def _invocations(function: str) -> str:
    path = f"path/2015-03-31/functions/{function}/invocations"
    return f"arn:aws:apigateway:{function.split(':')[3]}:lambda:{path}"
