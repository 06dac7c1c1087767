"""Servers in processes of their own that never outlive the tests."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import time
from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from typing import Any

__all__ = ["ServerProcess", "free_port"]

#: In seconds: for a server to answer, and to end once it was told to.
START_TIMEOUT = 20
STOP_TIMEOUT = 10

#: Below the ports that systems give to outgoing connections: there, nobody takes the
#: port of a server that is down for a moment, not even its client trying to reconnect.
PORTS = range(20_000, 32_000)

#: A shell that waits for its input to end, which is when the tests are gone.
_GUARD = 'read -r _; kill -s KILL -- "-$1"; sleep 0.2; rm -rf -- "$2"'


def free_port() -> int:
    """Return a port of the loopback interface on which nobody listens."""
    for port in random.sample(PORTS, len(PORTS)):
        with socket.socket() as sock, suppress(OSError):
            sock.bind(("127.0.0.1", port))
            return port
    raise RuntimeError(f"There is no free port between {PORTS[0]} and {PORTS[-1]}.")


class ServerProcess:
    """A server and its children: a process group, killed when the tests are killed.

    It runs in `directory`, which is temporary: then it is removed too. `options` are
    those of `subprocess.Popen`.
    """

    def __init__(
        self,
        command: Sequence[str | os.PathLike[str]],
        directory: Path,
        **options: Any,
    ) -> None:
        self._process = subprocess.Popen(
            command,
            cwd=directory,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            **options,
        )
        self.pid = self._process.pid
        self._guard = subprocess.Popen(
            ["/bin/sh", "-c", _GUARD, "guard", str(self.pid), directory],
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    @property
    def is_running(self) -> bool:
        """Whether the server has not ended."""
        return self._process.poll() is None

    def wait_until(self, answers: Callable[[], bool]) -> bool:
        """Return whether the server came up: `answers()` was true in time."""
        deadline = time.monotonic() + START_TIMEOUT
        while self.is_running and time.monotonic() < deadline:
            if answers():
                # Who answers may be another, and the reason why ours is giving up.
                time.sleep(0.02)
                return self.is_running
            time.sleep(0.01)
        return False

    def stop(self, number: signal.Signals) -> None:
        """Tell the server to end, by a signal, and wait for it."""
        self._process.send_signal(number)
        try:
            self._process.wait(STOP_TIMEOUT)
        finally:
            self.kill()

    def kill(self) -> None:
        """End the server and all that it started, if it has not ended."""
        # The group is there as long as one of its processes is.
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait(STOP_TIMEOUT)
        self._guard.kill()
        self._guard.communicate()
