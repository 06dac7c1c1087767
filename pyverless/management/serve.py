"""Serve a function over HTTP on this machine, through the front of your choice.

Every request becomes the event of that front, the very function is called with it as
Lambda would call it, and what the front would refuse is refused here, with the reason.
It is for development only.
"""

from __future__ import annotations

import logging
import re
import sys

from pyverless.management import CommandError, load_target
from pyverless.test.contracts import parse_response
from pyverless.test.events import GATEWAY_NAMES, http_event
from pyverless.test.functions import call_function, get_function
from pyverless.test.responses import MalformedResponseError, TestResponse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable
    from typing import Any, NoReturn

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from werkzeug.wrappers import Request

    from pyverless.types import LambdaFunction

__all__ = ["add_arguments", "make_application", "run"]

logger = logging.getLogger("pyverless.serve")

# The query of a request line. Where such a line is none, all of the rest may be.
_QUERY = re.compile(r"\?.*?(?=( HTTP/[\d.]+)?(\x1b\[0m)?\Z)", re.DOTALL)
# The server's own business, whatever the function says.
_FRAMING = ("connection", "content-length", "transfer-encoding")


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument(
        "target",
        metavar="module:attribute",
        help="an App, a handler class or a Lambda function, as in blog.api:app",
    )
    parser.add_argument("--host", default="127.0.0.1", help="default: %(default)s")
    parser.add_argument("--port", type=int, default=8000, help="default: %(default)s")
    parser.add_argument(
        "--gateway", choices=GATEWAY_NAMES, default="http2", help="default: %(default)s"
    )
    parser.add_argument("--stage", help="the stage of the API")
    parser.add_argument(
        "--no-reload", action="store_true", help="keep running when a file changes"
    )


def run(options: Namespace) -> int:
    """Serve until Ctrl-C, starting again whenever a file changes."""
    try:
        from werkzeug.serving import (
            WSGIRequestHandler,
            is_running_from_reloader,
            run_simple,
        )
    except ImportError as exc:
        raise CommandError(
            "The server needs Werkzeug. Install it: pip install 'pyverless[cli]'"
        ) from exc

    class Connection(WSGIRequestHandler):
        # Tokens and addresses are in queries, and the log is pasted into issues.
        def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002
            super().log(type, message, *map(_without_query, args))

    logging.basicConfig(
        level=logging.INFO, format="%(levelname)s %(name)s: %(message)s"
    )
    if is_running_from_reloader():
        function = _reload(options.target)
    else:
        function = _load(options.target)
        _announce(options)
    run_simple(
        options.host,
        options.port,
        make_application(function, options.gateway, options.stage),
        use_reloader=not options.no_reload,
        # Watchdog, where it is installed, would watch all of Python's own files too.
        reloader_type="stat",
        request_handler=Connection,
        threaded=True,
    )
    return 0


def _without_query(part: object) -> object:
    return _QUERY.sub("", part) if isinstance(part, str) else part


def _load(name: str) -> LambdaFunction:
    target = load_target(name)
    if not callable(target):
        raise CommandError(
            f"{name} is {target!r:.100}, which can't be called. Name an App, a handler "
            f"class or a Lambda function."
        )
    return get_function(target)


def _reload(name: str) -> LambdaFunction:
    """Return the function, or one that says why there is none until a file changes."""
    try:
        return _load(name)
    except Exception as exc:
        logger.exception("%s could not be loaded; waiting for a change.", name)
        cause = exc

    def fail(event: Any, context: Any) -> NoReturn:  # noqa: ARG001 - Lambda's signature
        raise CommandError(f"{name} could not be loaded: {cause}") from cause

    return fail


def _announce(options: Namespace) -> None:
    host = f"[{options.host}]" if ":" in options.host else options.host
    sys.stdout.write(
        f"Serving {options.target} as {GATEWAY_NAMES[options.gateway]} on "
        f"http://{host}:{options.port} \N{EM DASH} Ctrl-C stops\n"
    )
    sys.stdout.flush()


# The bridge from WSGI to Lambda


def make_application(
    function: LambdaFunction, gateway: str, stage: str | None = None
) -> WSGIApplication:
    """Return a WSGI application that answers with `function` behind a front."""
    from werkzeug.wrappers import Request, Response

    class Answer(Response):
        # A function that sends no content type has none, as behind most fronts.
        default_mimetype = None

    def application(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        request = Request(environ)
        result = _answer(function, _make_event(request, gateway, stage), gateway)
        headers = [
            # WSGI's text is Latin-1 that stands for bytes (PEP 3333).
            (name, value.encode().decode("latin-1"))
            for name, value in result.headers.pairs
            if request.method == "HEAD" or name.lower() not in _FRAMING
        ]
        response = Answer([result.content], result.status_code, headers)
        # An empty answer to HEAD does not say how long the one to GET is.
        known = request.method != "HEAD" or bool(result.content)
        response.automatically_set_content_length = known
        return response(environ, start_response)

    return application


def _make_event(request: Request, gateway: str, stage: str | None) -> dict[str, Any]:
    target = request.environ["REQUEST_URI"]
    if not target.startswith("/"):  # `http://host/path`, as proxies are asked
        target = "/" + target.partition("://")[2].partition("/")[2]
    address = request.remote_addr or ""
    headers = [pair for pair in request.headers if pair[0] != "Transfer-Encoding"]
    forwarded = {
        "X-Forwarded-For": address,
        "X-Forwarded-Port": request.environ["SERVER_PORT"],
        "X-Forwarded-Proto": request.scheme,
    }
    return http_event(
        gateway,
        request.method,
        target,
        headers=[*headers, *forwarded.items()],
        body=request.get_data(),
        stage=stage,
        source_ip=address,
    )


def _answer(
    function: LambdaFunction, event: dict[str, Any], gateway: str
) -> TestResponse:
    try:
        return parse_response(gateway, call_function(function, event, None))
    except MalformedResponseError as exc:
        logger.error("%s", exc)
        content_type, text = "text/plain; charset=utf-8", str(exc)
    except Exception:
        logger.exception("The function raised an exception.")
        content_type, text = "application/json", '{"message": "Internal server error"}'
    return TestResponse(502, [("Content-Type", content_type)], text.encode())
