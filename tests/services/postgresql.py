"""PostgreSQL: a server that the tests start, or one that is there already."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from .processes import ServerProcess, free_port

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal, Self

__all__ = ["PostgreSQL", "PostgreSQLServer"]

#: A test's database need not survive the machine, only the server.
OPTIONS = {
    "fsync": "off",
    "full_page_writes": "off",
    "io_method": "sync",
    "listen_addresses": "127.0.0.1",
    "shared_buffers": "32MB",
    "timezone": "UTC",
    "unix_socket_directories": "",
}
#: What pg_ctl calls the ways to stop.
SIGNALS = {"fast": signal.SIGINT, "immediate": signal.SIGQUIT}


class PostgreSQLServer:
    """A server that runs anyway; the databases made in it are gone after `with`.

    `url` is that of a database from which its user may create others.
    """

    def __init__(self, url: str) -> None:
        #: As SQLAlchemy reads it, with the driver.
        self.url = urlsplit(url)._replace(scheme="postgresql+psycopg").geturl()
        self._made: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        for url in list(self._made):
            self.drop_database(url)

    def make_database(self) -> str:
        """Return the URL of a new and empty database, in UTF-8 and sorted by code."""
        name = f"pyverless_{uuid.uuid4().hex}"
        self._execute(
            f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"
        )
        url = urlsplit(self.url)._replace(path=f"/{name}").geturl()
        self._made.append(url)
        return url

    def drop_database(self, url: str) -> None:
        """Remove a database that `make_database` made, whoever is connected to it."""
        self._made.remove(url)
        name = urlsplit(url).path.removeprefix("/")
        self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _connect(self) -> psycopg.Connection[Any]:
        url = self.url.replace("+psycopg", "", 1)
        return psycopg.connect(url, autocommit=True, connect_timeout=10)

    def _execute(self, statement: str) -> None:
        with self._connect() as connection:
            connection.execute(statement)


class PostgreSQL(PostgreSQLServer):
    """A server in a temporary directory, for as long as the `with` block.

    `programs` is the folder that has `initdb` and `postgres`. The server keeps its port
    and its data when it is stopped and started again.
    """

    def __init__(self, programs: Path) -> None:
        super().__init__(f"postgresql://postgres@127.0.0.1:{free_port()}/postgres")
        self._programs = programs
        self._process: ServerProcess | None = None

    def __enter__(self) -> Self:
        self._directory = tempfile.TemporaryDirectory(
            prefix="pyverless-postgresql-", ignore_cleanup_errors=True
        )
        try:
            self._home = Path(self._directory.name)
            self._options = {"env": {"LC_ALL": "C"}}
            if os.geteuid() == 0:
                self._become_nobody()
            self._make_cluster()
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stop()
        self._directory.cleanup()

    def start(self) -> None:
        """Start the server if it does not run, and wait until it answers."""
        if self._process is not None and self._process.is_running:
            return
        self.stop()
        settings = [f"--{name}={value}" for name, value in OPTIONS.items()]
        log = self._home / "log"
        with log.open("a") as output:
            self._process = ServerProcess(
                [
                    self._programs / "postgres",
                    *("-D", "data", "-p", str(urlsplit(self.url).port)),
                    *settings,
                ],
                self._home,
                stdout=output,
                stderr=output,
                **self._options,
            )
        if not self._process.wait_until(self._answers):
            self.stop()
            raise RuntimeError(f"PostgreSQL does not start:\n{log.read_text()}")

    def stop(self, mode: Literal["fast", "immediate"] = "immediate") -> None:
        """Stop the server if it runs, without waiting for who is connected.

        "fast" rolls their transactions back and writes everything to the disk;
        "immediate" is a crash, from which the next start recovers.
        """
        process, self._process = self._process, None
        if process is not None:
            process.stop(SIGNALS[mode])

    def restart(self, mode: Literal["fast", "immediate"] = "fast") -> None:
        """Stop the server and start it again."""
        self.stop(mode)
        self.start()

    def _execute(self, statement: str) -> None:
        # A test that failed may have left it stopped.
        self.start()
        super()._execute(statement)

    def _become_nobody(self) -> None:
        # PostgreSQL refuses to run as root, and root's cache is closed to everybody.
        import pwd

        nobody = pwd.getpwnam("nobody")
        identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self._options |= identity
        package = self._programs.parents[2]
        shutil.copytree(package, self._home / "programs")
        self._programs = self._home / "programs" / self._programs.relative_to(package)
        for path in (self._home, *self._home.rglob("*")):
            os.chown(path, nobody.pw_uid, nobody.pw_gid)

    def _make_cluster(self) -> None:
        done = subprocess.run(
            [
                self._programs / "initdb",
                *("-D", "data", "-U", "postgres", "-A", "trust"),
                *("-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"),
            ],
            capture_output=True,
            text=True,
            cwd=self._home,
            **self._options,
        )
        if done.returncode:
            raise RuntimeError(f"initdb failed: {done.stderr.strip()}")

    def _answers(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True
