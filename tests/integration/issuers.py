"""An issuer of tokens on this machine, whose keys change while others use them."""

from __future__ import annotations

import json
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Self

__all__ = ["AUDIENCE", "Issuer", "SigningKey"]

#: For whom the tokens are.
AUDIENCE = "members"

# Where OpenID Connect Discovery 1.0 has the configuration, and where that has the keys.
_CONFIGURATION = "/.well-known/openid-configuration"
_KEYS = "/.well-known/jwks.json"


class SigningKey:
    """A key pair that signs with RS256."""

    def __init__(self) -> None:
        self.id = uuid.uuid4().hex
        self.private_key = rsa.generate_private_key(65537, 2048)

    @property
    def jwk(self) -> dict[str, Any]:
        """The public half, as issuers publish it: RFC 7517."""
        public = RSAAlgorithm.to_jwk(self.private_key.public_key(), as_dict=True)
        return {**public, "kid": self.id, "alg": "RS256", "use": "sig"}


class Issuer:
    """An issuer that publishes its keys over HTTP, for as long as the `with` block.

    `keys` is what it publishes; `fetches` is how often somebody asked.
    """

    def __init__(self, *keys: SigningKey) -> None:
        self.keys = list(keys)
        self.fetches = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.answer = self._answer
        #: What its tokens have as `iss`.
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        #: Where its keys are.
        self.jwks_url = self.url + _KEYS

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, args=[0.05], daemon=True).start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def issue(self, key: SigningKey, key_id: str = "", **claims: Any) -> str:
        """Return a token that `key` signs, published or not; `claims` win.

        It names `key_id` as its key where that is given.
        """
        now = int(time.time())
        times = {"iat": now, "exp": now + 300}
        payload = {"iss": self.url, "aud": AUDIENCE, "sub": "ada", **times, **claims}
        headers = {"kid": key_id or key.id}
        return jwt.encode(payload, key.private_key, "RS256", headers=headers)

    def _answer(self, path: str) -> Any:
        if path == _KEYS:
            self.fetches += 1
            return {"keys": [key.jwk for key in self.keys]}
        if path == _CONFIGURATION:
            return {"issuer": self.url, "jwks_uri": self.jwks_url}
        return None


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        answer = self.server.answer(self.path)
        body = json.dumps(answer).encode()
        self.send_response(404 if answer is None else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Write nothing."""
