"""AWS's own Lambda runtime on this machine: its emulator and its Python client.

The emulator is the `aws-lambda-rie` that AWS ships in the wheel of aws-sam-cli. It
starts the runtime interface client, awslambdaric, which calls the handler as on AWS:
https://docs.aws.amazon.com/lambda/latest/dg/python-image.html
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import select
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path
from threading import Lock

from .provisioning import ROOT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any, Self

__all__ = ["LambdaRuntime"]

#: In seconds: for the emulator to listen, for a function, and for an answer.
START_TIMEOUT = 10
FUNCTION_TIMEOUT = 15
ANSWER_TIMEOUT = 30


class LambdaRuntime:
    """A Lambda function behind AWS's emulator, for as long as the `with` block.

    `handler` is what a function's configuration names (`module.function`), looked up in
    `directory` first and then in the clone; `env` is the function's environment.
    """

    def __init__(
        self,
        handler: str,
        *,
        emulator: Path,
        python: Path,
        directory: Path = ROOT,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.handler = handler
        self.emulator = emulator
        self.python = python
        self.directory = directory
        self.env = {**self._base_env(), **(env or {})}
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._written = b""

    def __enter__(self) -> Self:
        self._log = tempfile.TemporaryFile()
        try:
            # Another process may take a port between its choice and its use.
            if not any(self._start(*_free_ports()) for _ in range(3)):
                raise RuntimeError(f"The emulator does not start:\n{self.logs}")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._kill()
        self._written = self._read()
        self._log.close()

    def invoke(self, event: Any, client_context: Any = None) -> Any:
        """Return what the function returned for `event`, both as JSON says it.

        A function that raised, or died, gives a dict with `errorType` and
        `errorMessage`. One at a time: two concurrent invokes crash the emulator.
        """
        headers = {"Content-Type": "application/json"}
        if client_context is not None:
            encoded = base64.b64encode(json.dumps(client_context).encode())
            headers["X-Amz-Client-Context"] = encoded.decode()
        with self._lock:
            text = self._post(json.dumps(event).encode(), headers)
        try:
            return json.loads(text)
        except ValueError:
            raise RuntimeError(
                f"{self.handler} answered {text!r}, which is not JSON:\n{self.logs}"
            ) from None

    @property
    def address(self) -> str:
        """Where the emulator takes invocations: a host and a port."""
        return f"127.0.0.1:{self._port}"

    @property
    def logs(self) -> str:
        """What the function and the emulator have written so far."""
        written = self._written if self._log.closed else self._read()
        return written.decode(errors="replace")

    # Processes

    def _base_env(self) -> dict[str, str]:
        # Not the test run's own environment: its AWS_ and PYVERLESS_ variables are no
        # business of a function.
        (library,) = self.python.parents[1].glob("lib/python3.*")
        return {
            "AWS_EXECUTION_ENV": f"AWS_Lambda_{library.name}",
            "AWS_LAMBDA_FUNCTION_NAME": "pyverless-test",
            "AWS_LAMBDA_FUNCTION_TIMEOUT": str(FUNCTION_TIMEOUT),
            "AWS_REGION": "eu-west-1",
            "LANG": "en_US.UTF-8",
            "PATH": os.defpath,
            "PYTHONPATH": str(ROOT),
            "TZ": ":UTC",
        }

    def _start(self, port: int, api_port: int) -> bool:
        self._port = port
        addresses = [f"127.0.0.1:{number}" for number in (port, api_port)]
        process = self._process = subprocess.Popen(
            [
                self.emulator,
                *("--log-level", "error"),
                *("--runtime-interface-emulator-address", addresses[0]),
                *("--runtime-api-address", addresses[1]),
                *(self.python, "-m", "awslambdaric", self.handler),
            ],
            cwd=self.directory,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        if _listens(process, port) and _listens(process, api_port):
            return True
        self._kill()
        return False

    def _kill(self) -> None:
        if self._process is None:
            return
        self._process.kill()
        self._process.wait(timeout=START_TIMEOUT)
        # The emulator gives each runtime its own process group; the session is one.
        for pid in _session(self._process.pid):
            with suppress(ProcessLookupError):
                _end(pid)

    def _post(self, body: bytes, headers: dict[str, str]) -> str:
        path = "/2015-03-31/functions/function/invocations"
        connection = http.client.HTTPConnection(
            "127.0.0.1", self._port, timeout=ANSWER_TIMEOUT
        )
        with closing(connection):
            connection.request("POST", path, body, headers)
            return connection.getresponse().read().decode()

    def _read(self) -> bytes:
        # By position: the processes that write share this descriptor's offset.
        descriptor = self._log.fileno()
        return os.pread(descriptor, os.fstat(descriptor).st_size, 0)


def _free_ports() -> list[int]:
    with socket.socket() as first, socket.socket() as second:
        ports = []
        for sock in (first, second):
            sock.bind(("127.0.0.1", 0))
            ports.append(sock.getsockname()[1])
        return ports


def _listens(process: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + START_TIMEOUT
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            # The listener may be another, and the reason why ours is about to give up.
            time.sleep(0.02)
            return process.poll() is None
        time.sleep(0.005)
    return False


def _session(leader: int) -> Iterator[int]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                if os.getsid(int(entry.name)) == leader:
                    yield int(entry.name)


def _end(pid: int) -> None:
    # Not a child of ours, so wait() is not possible; a pidfd becomes readable.
    descriptor = os.pidfd_open(pid)
    try:
        signal.pidfd_send_signal(descriptor, signal.SIGKILL)
        select.select([descriptor], [], [], START_TIMEOUT)
    finally:
        os.close(descriptor)
