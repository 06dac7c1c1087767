"""A front for DynamoDB that can fail as DynamoDB does, or be away."""

from __future__ import annotations

import http.client
import json
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Answer = tuple[int, dict[str, str], bytes]

__all__ = ["LOST", "FaultyDynamoDB", "get_error"]

#: A fault: the request is done, and its answer gets lost.
LOST = "lost"


class FaultyDynamoDB:
    """Passes requests on to an endpoint, except where `faults` say otherwise.

    Each request takes the first of them: an answer, LOST, or None for no fault.
    `operations` are the requests that came.
    """

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self.faults: list[Any] = []
        self.operations: list[str] = []
        self._port = 0
        self.start()
        self.url = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Listen, on the same port every time."""
        self._server = _Server(("127.0.0.1", self._port), _Handler)
        self._server.front = self
        self._port = self._server.server_port
        Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        """Be away."""
        self._server.shutdown()
        self._server.server_close()

    def answer(self, headers: dict[str, str], body: bytes) -> Answer | None:
        """Return what the next request is answered with; None: nothing."""
        operation = headers["X-Amz-Target"].partition(".")[2]
        self.operations.append(operation)
        fault = self.faults.pop(0) if self.faults else None
        if isinstance(fault, tuple):
            return fault
        found = self._pass_on(headers, body)
        return None if fault == LOST else found

    def _pass_on(self, headers: dict[str, str], body: bytes) -> Answer:
        connection = http.client.HTTPConnection(urlsplit(self.endpoint).netloc)
        connection.request("POST", "/", body, headers)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        return response.status, dict(response.headers), content


def get_error(status: int, code: str, message: str = "", **members: Any) -> Answer:
    """Return an error as DynamoDB writes it."""
    kind = f"com.amazonaws.dynamodb.v20120810#{code}"
    body = json.dumps({"__type": kind, "message": message, **members}).encode()
    headers = {
        "x-amzn-RequestId": "4KBNVRGD25RG1KEO9UT4V3FQDJVV4KQNSO5AEMVJF66Q9ASUAAJG",
        "x-amz-crc32": str(zlib.crc32(body)),
        "Content-Type": "application/x-amz-json-1.0",
    }
    return status, headers, body


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    front: FaultyDynamoDB


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        # As HTTP/1.0, every request has a connection of its own.
        answer = self.server.front.answer(dict(self.headers), body)
        if answer is None:
            return
        status, headers, content = answer
        self.send_response_only(status)
        for name, value in headers.items():
            if name.lower() not in ("connection", "content-length"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
