"""An OpenID Connect provider on loopback: its configuration, its keys, its tokens."""

from __future__ import annotations

import json
import threading
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import time

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Self

__all__ = ["Issuer"]


@cache
def make_key(kid: str) -> rsa.RSAPrivateKey:
    """Return a key pair; made once for each name, because that takes a moment."""
    del kid
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Issuer:
    """Publishes the keys named in `kids`, for as long as the `with` block."""

    def __init__(self, *kids: str) -> None:
        self.kids = [*kids]
        #: The paths that were asked for.
        self.requests: list[str] = []
        #: A function that writes another answer, given the handler of the request.
        self.answer: Callable[[BaseHTTPRequestHandler], Any] | None = None

    def __enter__(self) -> Self:
        issuer = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                issuer.requests.append(self.path)
                if issuer.answer is not None:
                    issuer.answer(self)
                    return
                document = issuer.documents.get(self.path)
                self.send_response(404 if document is None else 200)
                self.end_headers()
                self.wfile.write(json.dumps(document).encode())

            def log_message(self, *args: Any) -> None:
                """Write nothing to stderr."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        # How long it takes to stop, in seconds.
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.01])
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """The issuer: where its documents are, and the claim `iss`."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def documents(self) -> dict[str, Any]:
        """What is published, by path."""
        configuration = {"issuer": self.url, "jwks_uri": f"{self.url}/keys"}
        keys = {"keys": [self._jwk(kid) for kid in self.kids]}
        return {
            "/.well-known/openid-configuration": configuration,
            "/.well-known/jwks.json": keys,
            "/keys": keys,
        }

    def sign(self, kid: str, **claims: Any) -> str:
        """Return a token of an hour under the key `kid`, whether it is published."""
        claims = {"iss": self.url, "exp": int(time()) + 3600, **claims}
        return jwt.encode(claims, make_key(kid), "RS256", {"kid": kid})

    def _jwk(self, kid: str) -> dict[str, Any]:
        jwk = RSAAlgorithm.to_jwk(make_key(kid).public_key(), as_dict=True)
        return {**jwk, "kid": kid, "use": "sig", "alg": "RS256"}
