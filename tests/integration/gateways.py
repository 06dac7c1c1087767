"""APIs of API Gateway on this machine, in front of functions under AWS's runtime.

AWS SAM CLI stands in for API Gateway, in a process of its own: see `sam_gateway.py`.
"""

from __future__ import annotations

import http.client
import json
import os
import select
import subprocess
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

from .runtime import ANSWER_TIMEOUT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import IO, Any

    from .runtime import LambdaRuntime

__all__ = ["Answer", "GatewayApi", "serve_apis"]

PROGRAM = Path(__file__).with_name("sam_gateway.py")

#: In seconds: SAM imports a lot.
START_TIMEOUT = 30


class Answer:
    """An HTTP response as it came over the wire."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        #: Looked up without regard to case; `get_all` has every value.
        self.headers = response.headers
        self.body = response.read()

    def __repr__(self) -> str:
        return f"<Answer {self.status} {self.headers.items()} {self.body[:500]!r}>"

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    def json(self) -> Any:
        """Return the body read as JSON."""
        return json.loads(self.body)


class GatewayApi:
    """An API that listens on a port, and the function behind it."""

    def __init__(self, function: LambdaRuntime, port: int) -> None:
        self.function = function
        self.url = f"http://127.0.0.1:{port}"

    def request(
        self,
        method: str,
        target: str,
        body: bytes | str | None = None,
        **headers: str,
    ) -> Answer:
        """Send a request; `Content_Type=…` is its header Content-Type.

        Like browsers and curl, it accepts every media type if no header says otherwise.
        """
        if isinstance(body, str):
            body = body.encode()  # http.client would take Latin-1
        sent = {"Accept": "*/*"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        host = self.url.removeprefix("http://")
        connection = http.client.HTTPConnection(host, timeout=ANSWER_TIMEOUT)
        with closing(connection):
            connection.request(method, target, body, sent)
            return Answer(connection.getresponse())


@contextmanager
def serve_apis(
    sam: Path, apis: Mapping[str, tuple[str, LambdaRuntime, Sequence[str]]]
) -> Iterator[dict[str, GatewayApi]]:
    """Serve APIs, all from one process, for as long as the `with` block.

    `apis` has names for them. Each is a kind, the function behind it, and the paths of
    its routes, which are for every method: `("http2", function, ["/", "/{proxy+}"])`.
    """
    config = [
        {"kind": kind, "function": function.address, "paths": list(paths)}
        for kind, function, paths in apis.values()
    ]
    with (
        tempfile.TemporaryDirectory() as home,
        tempfile.TemporaryFile() as log,
        subprocess.Popen(
            # Isolated: what is in the program's folder must not hide what SAM imports.
            [sam, "-I", PROGRAM, json.dumps(config)],
            cwd=home,
            # Not the test run's own: its AWS_ variables would mean an account.
            env={"HOME": home, "PATH": os.defpath, "SAM_CLI_TELEMETRY": "0"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
        ) as process,
    ):
        try:
            ports = _read_ports(process, log)
            yield {
                name: GatewayApi(function, port)
                for (name, (_, function, _)), port in zip(
                    apis.items(), ports, strict=True
                )
            }
        finally:
            process.kill()


def _read_ports(process: subprocess.Popen[bytes], log: IO[bytes]) -> list[int]:
    ready, _, _ = select.select([process.stdout], [], [], START_TIMEOUT)
    line = process.stdout.readline() if ready else b""
    if not line:
        # By position: the process that writes shares this descriptor's offset.
        written = os.pread(log.fileno(), os.fstat(log.fileno()).st_size, 0)
        raise RuntimeError(f"SAM does not start:\n{written.decode(errors='replace')}")
    return json.loads(line)
