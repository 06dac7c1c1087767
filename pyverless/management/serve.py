"""Serve a function over HTTP on this machine, through the front of your choice.

Every request becomes the event of that front, the very function is called with it as
Lambda would call it, and what the front would refuse is refused here, with the reason.
It is for development only.
"""

from __future__ import annotations

import logging
import sys

from pyverless.management import CommandError, load_target
from pyverless.test.context import FakeContext
from pyverless.test.contracts import parse_response
from pyverless.test.events import GATEWAYS, http_event
from pyverless.test.functions import call_function, get_function
from pyverless.test.responses import MalformedResponseError, TestResponse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable
    from typing import Any

    from werkzeug.wrappers import Request

    from pyverless.types import LambdaFunction

__all__ = ["add_arguments", "make_application", "run"]

logger = logging.getLogger("pyverless.serve")


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
        "--gateway", choices=GATEWAYS, default="http2", help="default: %(default)s"
    )
    parser.add_argument("--stage", help="the stage of the API")
    parser.add_argument(
        "--no-reload", action="store_true", help="keep running when a file changes"
    )


def run(options: Namespace) -> int:
    """Serve until Ctrl-C, and again whenever a file changes."""
    try:
        from werkzeug.serving import is_running_from_reloader, run_simple
    except ImportError as exc:
        raise CommandError(
            "The server needs Werkzeug. Install it with: pip install 'pyverless[cli]'"
        ) from exc
    logging.basicConfig(
        level=logging.INFO, format="%(levelname)s %(name)s: %(message)s"
    )
    reloaded = is_running_from_reloader()
    function = _load_again(options.target) if reloaded else _load(options.target)
    if not reloaded:
        _announce(options)
    run_simple(
        options.host,
        options.port,
        make_application(function, options.gateway, options.stage),
        use_reloader=not options.no_reload,
        threaded=True,
    )
    return 0


def make_application(
    function: LambdaFunction, gateway: str, stage: str | None = None
) -> WSGIApplication:
    """Return a WSGI application that answers with `function` behind a front."""
    from werkzeug.wrappers import Request, Response

    class Answer(Response):
        # A function that sends no content type has none, as behind AWS's fronts.
        default_mimetype = None

    def application(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        answer = _answer(function, _make_event(Request(environ), gateway, stage), gateway)
        # WSGI has headers as Latin-1 that stands for the bytes: PEP 3333.
        headers = [(n, v.encode().decode("latin-1")) for n, v in answer.headers.pairs]
        response = Answer(answer.content, answer.status_code, headers)
        return response(environ, start_response)

    return application
