"""AWS's services: ministack, which stands in for them, or an endpoint of DynamoDB."""

from __future__ import annotations

import http.client
import os
import subprocess
import tempfile
import urllib.request
from pathlib import Path

from .processes import ServerProcess, free_port

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Self

__all__ = ["DynamoDBEndpoint", "MiniStack"]

#: In seconds: for an answer to one of ministack's own requests.
ANSWER_TIMEOUT = 30

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "testtest",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_REGION": "eu-west-1",
}


class DynamoDBEndpoint:
    """An endpoint of DynamoDB that runs anyway, such as one in a developer's account.

    Its credentials are the ones of the environment, or made up.
    """

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint

    @property
    def environment(self) -> dict[str, str]:
        """What AWS's clients read from the environment to get here."""
        found = {name: os.environ.get(name, CREDENTIALS[name]) for name in CREDENTIALS}
        return {**found, "AWS_ENDPOINT_URL_DYNAMODB": self.endpoint}

    def reset(self) -> None:
        """Leave everything: what is there may be somebody else's."""


class MiniStack:
    """AWS's services on a port, all empty, for as long as the `with` block.

    `python` is the interpreter that has ministack. Functions deployed to it run as its
    children, in its temporary directory.
    """

    def __init__(self, python: Path, port: int | None = None) -> None:
        self._python = python
        self._port = port or free_port()
        #: Where every service answers.
        self.endpoint = f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> Self:
        self._directory = tempfile.TemporaryDirectory(
            prefix="pyverless-ministack-", ignore_cleanup_errors=True
        )
        home = Path(self._directory.name)
        log = home / "log"
        with log.open("w") as output:
            self._process = ServerProcess(
                [self._python, "-I", "-m", "ministack"],
                home,
                env=self._get_own_environment(home),
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            if not self._process.wait_until(self._answers):
                raise RuntimeError(f"ministack does not start:\n{log.read_text()}")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._process.kill()
        self._directory.cleanup()

    @property
    def environment(self) -> dict[str, str]:
        """What AWS's clients read from the environment to get here."""
        return {**CREDENTIALS, "AWS_ENDPOINT_URL": self.endpoint}

    def reset(self) -> None:
        """Remove everything from every service."""
        self._ask("POST", "reset")

    def _get_own_environment(self, home: Path) -> dict[str, str]:
        # Not the test run's own: its AWS_ variables would mean an account.
        return {
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(self._port),
            "HOME": str(home),
            # Both would listen on ports of their own.
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "PATH": os.defpath,
            "S3_DATA_DIR": str(home / "s3"),
            "STATE_DIR": str(home / "state"),
            "TMPDIR": str(home),
        }

    def _answers(self) -> bool:
        try:
            self._ask("GET", "health")
        except (OSError, http.client.HTTPException):
            return False
        return True

    def _ask(self, method: str, what: str) -> None:
        request = urllib.request.Request(
            f"{self.endpoint}/_ministack/{what}", method=method
        )
        # Never through a proxy that the environment names.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        opener.open(request, timeout=ANSWER_TIMEOUT).close()
