"""API Gateway in front of functions, as AWS SAM CLI stands in for it: a program.

It is run by the interpreter of SAM's own environment, so it imports nothing of the
clone. Its argument is a list of APIs in JSON (see `gateways.py`). It prints the port of
each once all of them listen, and ends when its standard input does.

What SAM does differently from AWS: paths are decoded, `requestContext.path` is the
route, request headers that are sent twice are joined, and payload 2.0 keeps the Cookie
header. It refuses malformed answers with 502, as AWS does.
"""

from __future__ import annotations

import http.client
import json
import logging
import sys
from contextlib import closing
from threading import Lock, Thread

from samcli.lib.providers.provider import Api
from samcli.lib.telemetry.event import EventTracker
from samcli.local.apigw.local_apigw_service import LocalApigwService
from samcli.local.apigw.route import Route
from werkzeug.serving import make_server

ANSWER_TIMEOUT = 30
INVOKE = "/2015-03-31/functions/function/invocations"

#: Of each kind of API: its type, its payload format and its stage.
KINDS = {
    "rest": (Route.API, None, "prod"),
    "http1": (Route.HTTP, "1.0", "$default"),
    "http2": (Route.HTTP, "2.0", "$default"),
}
#: What reaches functions in base64: all that a REST API declares to be binary, and what
#: an HTTP API does not take for text.
BINARY = {
    Route.API: {"*/*"},
    Route.HTTP: {
        "application/octet-stream",
        "application/x-www-form-urlencoded",
        "image/png",
        "multipart/form-data",
    },
}


class Runner:
    """What SAM takes for its own runner of functions; this one asks the emulator."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.lock = Lock()

    def is_debugging(self) -> bool:
        return False

    def invoke(self, function_name, event, *, stdout, **options) -> None:
        with self.lock:  # two concurrent invocations crash the emulator
            text = self.post(event)
        answer = json.loads(text)
        if isinstance(answer, dict) and "errorType" in answer:
            # SAM knows a function that failed by these two keys alone.
            names = ("errorType", "errorMessage")
            text = json.dumps({name: str(answer.get(name)) for name in names})
        stdout.write_str(text)

    def post(self, event: str) -> str:
        connection = http.client.HTTPConnection(self.address, timeout=ANSWER_TIMEOUT)
        with closing(connection):
            headers = {"Content-Type": "application/json"}
            connection.request("POST", INVOKE, event.encode(), headers)
            return connection.getresponse().read().decode()


def serve(runner: Runner, kind: str, paths: list[str]) -> int:
    """Serve an API from a thread of its own, and return its port."""
    event_type, payload, stage = KINDS[kind]
    options = {"event_type": event_type, "payload_format_version": payload}
    api = Api([Route("function", path, ["ANY"], **options) for path in paths])
    api.stage_name = stage
    api.binary_media_types_set = BINARY[event_type]
    service = LocalApigwService(api, runner)
    service.create()
    # Not its run(), which takes the main thread and a port that may be taken by then.
    server = make_server("127.0.0.1", 0, service._app, threaded=True)
    service.port = server.server_port
    Thread(target=server.serve_forever, daemon=True).start()
    return service.port


def main() -> None:
    """Serve until standard input ends."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    # It counts requests, and looks for docker and git to report them.
    EventTracker.track_event = lambda *args, **options: None
    apis = json.loads(sys.argv[1])
    runners = {api["function"]: Runner(api["function"]) for api in apis}
    ports = [serve(runners[api["function"]], api["kind"], api["paths"]) for api in apis]
    sys.stdout.write(json.dumps(ports) + "\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main()
