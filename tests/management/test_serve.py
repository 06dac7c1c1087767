"""The development server, started as its users do and asked over HTTP."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

from pyverless.__main__ import main
from pyverless.test import GATEWAYS
from tests.services.processes import free_port

# How long anything here may take before it counts as broken, in seconds.
PATIENCE = 30

FUNCTION = """
import json
import os
import threading

barrier = threading.Barrier(2, timeout=20)


class Handler:
    @classmethod
    def as_handler(cls):
        return function


def function(event, context):
    context_of = event["requestContext"]
    path = event.get("rawPath") or event["path"]
    if path.endswith("/raise"):
        raise LookupError("the table is gone")
    headers = {"X-Name": "é"}
    if path.endswith("/malformed"):
        return {"statusCode": "OK"}
    if path.endswith("/set"):
        return {"body": {1}}
    if path.endswith("/both"):
        barrier.wait()
    seen = {"event": event, "settings": os.environ.get("PYVERLESS_SETTINGS")}
    if path.endswith("/length"):
        headers["Content-Length"] = "1"
    answer = {"statusCode": 200, "body": json.dumps(seen), "isBase64Encoded": False}
    if path.endswith("/nothing"):
        answer["body"] = ""
    if path.endswith("/empty"):
        answer = {"statusCode": 204, "body": "", "isBase64Encoded": False}
    if "elb" in context_of and "multiValueHeaders" in event:
        return {**answer, "multiValueHeaders": {n: [v] for n, v in headers.items()}}
    return {**answer, "headers": headers}


NUMBER = 7
"""


class Server:
    """A server process of `python -m pyverless serve`."""

    def __init__(self, directory, *arguments):
        self.port = free_port()
        command = [sys.executable, "-m", "pyverless", "serve", *arguments]
        # A file, because a pipe that nobody reads stops the server when it is full.
        self.log = directory / f"{self.port}.log"
        with self.log.open("wb") as output:
            # A session of its own, so that the reloader's child is stopped with it.
            self.process = subprocess.Popen(
                [*command, "--port", str(self.port)],
                cwd=directory,
                env={**os.environ, "PYTHONIOENCODING": "utf-8"},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait(self):
        """Return when the server answers."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                return socket.create_connection(("127.0.0.1", self.port)).close()
            except OSError:
                time.sleep(0.02)
        raise TimeoutError(f"The server did not start: {self.stop()}")

    def request(self, method, target, body=None, headers=(), *, encode_chunked=False):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, PATIENCE)
        connection.request(
            method, target, body, dict(headers), encode_chunked=encode_chunked
        )
        response = connection.getresponse()
        response.content = response.read()
        connection.close()
        return response

    def get_event(self, method, target, *args, **kwargs):
        return json.loads(self.request(method, target, *args, **kwargs).content)[
            "event"
        ]

    def stop(self):
        """Press Ctrl-C and return all that the server wrote."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            raise
        return self.log.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    path = tmp_path_factory.mktemp("project")
    (path / "local_api.py").write_text(FUNCTION)
    return path


@pytest.fixture(scope="module")
def servers(directory):
    """Return a server per front: all start at once, which takes less time."""
    servers = {}
    for gateway in GATEWAYS:
        arguments = ["local_api:function", "--gateway", gateway, "--no-reload"]
        servers[gateway] = Server(directory, *arguments)
    yield servers
    for server in servers.values():
        server.stop()


@pytest.fixture(params=GATEWAYS)
def server(request, servers):
    servers[request.param].wait()
    servers[request.param].gateway = request.param
    return servers[request.param]


@pytest.fixture
def http2(servers):
    servers["http2"].wait()
    return servers["http2"]


def headers_of(event):
    """Return the headers of any front's event, with one value each."""
    headers = event.get("headers") or event["multiValueHeaders"]
    single = {n: v if isinstance(v, str) else v[-1] for n, v in headers.items()}
    return {name.lower(): value for name, value in single.items()}


# Every front


def test_a_request_becomes_the_event_of_the_front(server):
    headers = {"Content-Type": "application/json", "X-One": "1", "Host": "a.example:80"}
    event = server.get_event(
        "POST", "/a%2Fb/100%25?q=%20", b'{"a": "\xc3\xa9"}', headers
    )

    assert event["body"] == '{"a": "é"}'
    seen = headers_of(event)
    assert seen["x-one"] == "1"
    assert seen["host"] == "a.example:80"
    assert seen["x-forwarded-for"] == "127.0.0.1"
    assert seen["x-forwarded-port"] == str(server.port)
    assert seen["x-forwarded-proto"] == "http"
    path = event["rawPath"] if "rawPath" in event else event["path"]
    decoded = server.gateway in ("http1", "http2")
    assert path == ("/a/b/100%" if decoded else "/a%2Fb/100%25")


def test_a_result_becomes_a_response(server):
    response = server.request("GET", "/")

    assert response.status == 200
    assert response.headers["Content-Length"] == str(len(response.content))
    assert response.headers["X-Name"].encode("latin-1").decode() == "é"
    expected = "application/json" if server.gateway == "rest" else None
    assert response.headers["Content-Type"] == expected


def test_no_content_is_no_content(server):
    response = server.request("DELETE", "/empty")

    assert response.status == 204
    assert response.content == b""
    assert "Content-Length" not in response.headers


@pytest.mark.parametrize("target", ["/", "/length", "/nothing"])
def test_head_has_headers_and_no_body(server, target):
    response = server.request("HEAD", target)

    assert response.status == 200
    assert response.content == b""
    assert response.headers["X-Name"]
    length = response.headers["Content-Length"]
    if target == "/":
        assert int(length) > 1
    else:
        assert length == (None if target == "/nothing" else "1")


def test_the_length_that_a_function_gives_is_not_believed(server):
    response = server.request("GET", "/length")

    assert response.headers["Content-Length"] == str(len(response.content)) != "1"


def test_a_function_that_raises_is_a_502(server):
    response = server.request("GET", "/raise")

    assert response.status == 502
    assert response.headers["Content-Type"] == "application/json"
    assert json.loads(response.content) == {"message": "Internal server error"}


def test_a_malformed_result_is_a_502_that_says_why(server):
    response = server.request("GET", "/malformed")

    assert response.status == 502
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert b"refuses what the function returned: " in response.content


# Once is enough


def test_a_result_that_json_cannot_say_is_a_502_that_says_why(http2):
    response = http2.request("GET", "/set")

    assert response.status == 502
    assert b"type set is not JSON serializable" in response.content


def test_a_chunked_body_arrives_whole(http2):
    chunks = iter([b'{"a":', b"1}"])
    headers = {"Content-Type": "application/json", "Transfer-Encoding": "chunked"}
    event = http2.get_event("POST", "/", chunks, headers, encode_chunked=True)

    assert event["body"] == '{"a":1}'
    assert "transfer-encoding" not in event["headers"]


def test_a_binary_body_arrives_in_base64(http2):
    event = http2.get_event("POST", "/", b"\x89PNG\xff", {"Content-Type": "image/png"})

    assert event["body"] == "iVBOR/8="
    assert event["isBase64Encoded"] is True


def test_a_target_with_a_host_is_understood(http2):
    event = http2.get_event("GET", "http://api.example.com/a%20b?q=1")

    assert event["rawPath"] == "/a b"
    assert event["rawQueryString"] == "q=1"


def test_requests_are_served_at_the_same_time(http2):
    answers = []

    def ask():
        answers.append(http2.request("GET", "/both").status)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)

    assert answers == [200, 200]


# The command line


def test_the_server_says_where_it_is_and_logs_until_ctrl_c(directory):
    server = Server(directory, "local_api:Handler", "--no-reload", "--stage", "dev")
    server.wait()
    event = server.get_event("GET", "/a")
    server.request("GET", "/raise")
    server.request("GET", "/malformed")
    server.request("GET", "/a?access_token=se%C2%A0cret&b")
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        client.sendall(b"GET /a?secret is no line HTTP/1.1\r\n\r\n")
        client.recv(1)
    output = server.stop()

    assert event["requestContext"]["stage"] == "dev"
    assert event["rawPath"] == "/dev/a"
    address = f"http://127.0.0.1:{server.port} — Ctrl-C stops\n"
    assert f"Serving local_api:Handler as HTTP API 2.0 on {address}" in output
    assert output.count('"GET /a HTTP/1.1" 200') == 2
    assert "secret" not in output
    assert "cret" not in output
    assert "Bad request syntax ('GET /a" in output
    assert "LookupError: the table is gone" in output
    assert "ERROR pyverless.serve: The HTTP API 2.0 refuses" in output
    assert server.process.returncode == 0


def test_the_settings_module_is_named_as_in_django(directory):
    server = Server(
        directory, "local_api:function", "--no-reload", "--settings", "my.settings"
    )
    server.wait()
    answer = json.loads(server.request("GET", "/").content)
    server.stop()

    assert answer["settings"] == "my.settings"


def test_a_changed_file_is_served_and_a_broken_one_says_so(tmp_path):
    module = tmp_path / "changing_api.py"
    module.write_text("def function(event, context):\n    return 'first'\n")
    server = Server(tmp_path, "changing_api:function")

    def wait_for(content):
        deadline = time.monotonic() + PATIENCE
        seen = None
        while time.monotonic() < deadline and seen != content:
            time.sleep(0.05)
            with contextlib.suppress(OSError, http.client.HTTPException):
                seen = server.request("GET", "/").content
        assert seen == content

    try:
        wait_for(b'"first"')
        module.write_text("def function(event, context)\n")
        wait_for(b'{"message": "Internal server error"}')
        module.write_text("def function(event, context):\n    return 'second'\n")
        wait_for(b'"second"')
    finally:
        output = server.stop()

    assert output.count("Serving changing_api:function") == 1
    assert "SyntaxError" in output
    assert "changing_api:function could not be loaded" in output


@pytest.fixture
def command(directory, monkeypatch, capsys):
    """Return what runs a command in the project and returns status and message."""
    monkeypatch.chdir(directory)
    monkeypatch.setattr(sys, "path", [p for p in sys.path if p != str(directory)])

    def run(*arguments):
        with pytest.raises(SystemExit) as exit_:
            main(arguments)
        return exit_.value.code, capsys.readouterr()

    return run


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("local_api", "'local_api' does not name a function. Write module:attribute"),
        (":function", "':function' does not name a function."),
        ("local_api:", "'local_api:' does not name a function."),
        ("locl_api:app", "There is no module 'locl_api'. Name it as Python imports it"),
        ("json.nope.x:app", "There is no module 'json.nope'."),
        (
            "local_api:functon",
            "no attribute 'functon'. Did you mean local_api:function?",
        ),
        ("local_api:xyz", "The module 'local_api' has no attribute 'xyz'. Check the"),
        (
            "local_api:NUMBER",
            "local_api:NUMBER is 7, which can't be called. Name an App",
        ),
    ],
)
def test_a_target_that_is_none_is_explained(command, target, message):
    status, output = command("serve", target)

    assert status == 2
    assert output.err.startswith("python -m pyverless serve: ")
    assert message in output.err


def test_an_import_error_inside_the_module_gets_out(command, directory):
    (directory / "needs_more.py").write_text("import not_installed\n")

    with pytest.raises(ModuleNotFoundError, match="not_installed"):
        main(["serve", "needs_more:app"])


def test_a_missing_werkzeug_is_explained(command, monkeypatch):
    monkeypatch.setitem(sys.modules, "werkzeug.serving", None)

    status, output = command("serve", "local_api:function")

    assert status == 2
    assert output.err.endswith("Install it: pip install 'pyverless[cli]'\n")


def test_an_unknown_gateway_is_refused_with_those_that_exist(command):
    status, output = command("serve", "local_api:function", "--gateway", "soap")

    assert status == 2
    assert "invalid choice: 'soap'" in output.err
    assert all(gateway in output.err for gateway in GATEWAYS)


def test_a_command_is_needed(command):
    status, output = command()

    assert status == 2
    assert "required: command" in output.err


def test_the_version_is_told(command):
    status, output = command("--version")

    assert status == 0
    assert output.out.strip()
