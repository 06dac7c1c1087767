"""A function with SnapStart under AWS's runtime client, on a real PostgreSQL.

The emulator takes no snapshots, so the few requests of the runtime API that are needed
are answered here: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

from __future__ import annotations

import json
import os
import subprocess
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from textwrap import dedent
from threading import Thread

import pytest

from pyverless.test import http_event
from tests.services.availability import have

from .provisioning import ROOT, find_interpreters, get_function_environment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

pytestmark = pytest.mark.integration

FUNCTION = """
    import sys
    from sqlalchemy import text
    from sqlalchemy.orm import Mapped, mapped_column
    from pyverless.contrib.sqlalchemy import Model, atomic, create_all
    from pyverless.handlers import RetrieveHandler
    from pyverless.snapstart import after_restore, before_snapshot

    class Book(Model):
        __tablename__ = "books"
        id: Mapped[int] = mapped_column(primary_key=True)

    def get_backend():
        with atomic() as session:
            return session.scalar(text("SELECT pg_backend_pid()"))

    class BookRetrieve(RetrieveHandler):
        model = Book

        def serialize(self, book):
            return {"id": book.id, "backend": get_backend(), **facts}

    facts = {"early": "psycopg" in sys.modules}
    handler = BookRetrieve.as_handler()
    facts["during_init"] = "psycopg" in sys.modules

    @before_snapshot
    def use_the_database():
        create_all()
        Book(id=1).save()
        facts["before"] = get_backend()

    @after_restore
    def remember():
        facts["restored"] = True
"""


class RuntimeApi(ThreadingHTTPServer):
    """What a function with SnapStart asks of Lambda: a restore, and then one event."""

    daemon_threads = True

    def __init__(self, event: Any, on_snapshot: Callable[[], Any]) -> None:
        super().__init__(("127.0.0.1", 0), _Requests)
        self.event = event
        self.on_snapshot = on_snapshot
        self.answers: Queue[tuple[str, Any]] = Queue()


class _Requests(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: RuntimeApi

    def do_GET(self) -> None:
        event = b"{}"
        if self.path.endswith("/restore/next"):
            self.server.answers.put(("snapshot", self.server.on_snapshot()))
        elif self.server.event is None:
            return  # there is no more
        else:
            event, self.server.event = json.dumps(self.server.event).encode(), None
        self._answer(200, event)

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        answer = json.loads(self.rfile.read(length))
        self._answer(202, b"{}")
        self.server.answers.put((self.path.rpartition("/")[2], answer))

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", "application/json")
        # The client does not look whether these are there.
        self.send_header("Lambda-Runtime-Aws-Request-Id", "1")
        self.send_header("Lambda-Runtime-Deadline-Ms", str(2**42))
        self.send_header("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda")
        self.send_header("Lambda-Runtime-Trace-Id", "Root=1")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Be quiet."""


def count_others(url):
    """Return how many connections to a database there are, without this one."""
    import psycopg

    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchone()
    return row[0]


def test_an_instance_of_a_snapshot_connects_anew(postgresql_url, tmp_path):
    # One is enough, and Lambda takes snapshots with newer ones only.
    python = have(get_function_environment, [*find_interpreters().values()][-1])
    (tmp_path / "books.py").write_text(dedent(FUNCTION))
    event = http_event("rest", target="/books/1", path_params={"id": "1"})
    url = postgresql_url.replace("+psycopg", "")
    api = RuntimeApi(event, lambda: count_others(url))
    Thread(target=api.serve_forever, daemon=True).start()
    process = subprocess.Popen(
        [python, "-m", "awslambdaric", "books.handler"],
        cwd=tmp_path,
        env={
            "AWS_EXECUTION_ENV": "AWS_Lambda_python",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128",
            "AWS_LAMBDA_FUNCTION_NAME": "books",
            "AWS_LAMBDA_FUNCTION_VERSION": "1",
            "AWS_LAMBDA_INITIALIZATION_TYPE": "snap-start",
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{api.server_port}",
            "PATH": os.defpath,
            "PYTHONPATH": str(ROOT),
            "PYVERLESS_DATABASE_URL": postgresql_url,
        },
    )
    try:
        snapshot, (kind, answer) = (api.answers.get(timeout=15) for _ in range(2))
    finally:
        process.kill()
        process.wait()
        api.shutdown()
        api.server_close()

    assert snapshot == ("snapshot", 0)
    assert (kind, answer["statusCode"]) == ("response", 200)
    facts = json.loads(answer["body"])
    assert facts.pop("backend") != facts.pop("before")
    assert facts == {"id": 1, "early": False, "during_init": True, "restored": True}
