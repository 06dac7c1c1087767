"""The keys that the issuer of tokens publishes: a JWK Set behind a URL.

https://www.rfc-editor.org/rfc/rfc7517#section-5. They are fetched when the first token
comes, and again from time to time and for a key that is not known yet. Neither an
issuer that is away nor tokens with made-up keys make for more than one attempt within
the cooldown.
"""

from __future__ import annotations

import json
import logging
from http.client import HTTPException
from threading import Lock
from time import monotonic, time
from urllib.parse import urlsplit
from urllib.request import HTTPErrorProcessor, Request, build_opener

from pyverless.crypto.keys import get_algorithm, is_symmetric, read_key_set
from pyverless.exceptions import ImproperlyConfigured, ServiceUnavailableError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from pyverless.crypto.keys import NamedKey

__all__ = ["JWKSet", "discover"]

_logger = logging.getLogger("pyverless.auth")

# All in seconds. Keys are fetched anew after their lifespan, which is how long a key
# that the issuer takes back still counts.
_LIFESPAN = 15 * 60
# The least time between two attempts, after one that succeeded and one that failed.
_COOLDOWN = 30
_RETRY = 5
# How long keys outlive being fetched while the issuer is away.
_TOLERANCE = 24 * 3600
# How long the issuer may be silent, and how long its answer may take.
_TIMEOUT = 5

# In bytes. Sets of keys have a few thousand.
_MAX_SIZE = 1024 * 1024
_CHUNK_SIZE = 64 * 1024

# Some issuers are behind a firewall that refuses what urllib calls itself.
_HEADERS = {"Accept": "application/json", "User-Agent": "pyverless"}

_LOOPBACK = ("127.0.0.1", "::1", "localhost")

# What a request and its answer can cause.
_FAILURES = (HTTPException, OSError, RecursionError, ValueError)


class JWKSet:
    """The keys of a JWK Set that can verify with one algorithm.

    `url` is where the set is, or a function that finds it out, called whenever the set
    is fetched. Keys for other algorithms are passed over. Raises ImproperlyConfigured
    for a URL that anybody on the way could answer, and for an algorithm of which keys
    are secret.
    """

    def __init__(self, url: str | Callable[[], str], algorithm: str) -> None:
        get_algorithm(algorithm, "The algorithm of a JWK Set")
        if is_symmetric(algorithm):
            raise ImproperlyConfigured(
                f"The algorithm of a JWK Set is {algorithm!r}, but what verifies "
                "such tokens is secret and can't be published. Set it to 'RS256' or "
                "whatever the issuer signs with."
            )
        if not callable(url):
            _check_url(url)
        self._url = url
        self._algorithm = algorithm
        self._lock = Lock()
        self._keys: list[NamedKey] = []
        # When the keys were fetched, and when and for how long nobody is to ask again.
        self._fetched = self._asked = float("-inf")
        self._pause = _COOLDOWN

    def candidates(self, header: Mapping[str, Any]) -> list[Any]:
        """Return the key that the `kid` of a header names; empty where there is none.

        Without a `kid`, the set must have one key only. Raises ServiceUnavailableError
        where no keys are known and the issuer can't be asked.
        """
        kid = header.get("kid")
        with self._lock:
            if not _is_within(_LIFESPAN, self._fetched):
                self._refresh()
            found = _match(self._get_known(), kid)
            if not found:
                self._refresh()
                found = _match(self._get_known(), kid)
        return found

    def _get_known(self) -> list[NamedKey]:
        if not _is_within(_TOLERANCE, self._fetched):
            raise ServiceUnavailableError(wait=_RETRY)
        return self._keys

    def _refresh(self) -> None:
        """Ask for the keys, unless that was tried a moment ago."""
        if _is_within(self._pause, self._asked):
            return
        try:
            self._keys = self._fetch()
        except _FAILURES as exc:
            self._pause = _RETRY
            _logger.warning("The keys of tokens can't be fetched: %s", exc)
        else:
            self._pause = _COOLDOWN
            self._fetched = time()
        self._asked = time()

    def _fetch(self) -> list[NamedKey]:
        url = self._url() if callable(self._url) else self._url
        keys = read_key_set(url, _fetch_document(url), self._algorithm)
        if not keys:
            # All may have been taken back, so the last ones don't count any more.
            _logger.warning("%s has no key for %s.", url, self._algorithm)
        return keys


def discover(issuer: str) -> str:
    """Return the URL of the keys of an OpenID Connect provider.

    https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig. Raises
    ValueError for what is not the configuration of this issuer, OSError or
    http.client.HTTPException where it can't be had.
    """
    url = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    document = _fetch_document(url)
    found = document.get("jwks_uri")
    # Section 4.3: otherwise one issuer could speak for another.
    if document.get("issuer") != issuer or not isinstance(found, str):
        raise ValueError(
            f"{url} is the configuration of {document.get('issuer')!r:.200}, and names "
            f"the keys {found!r:.200}."
        )
    if not _is_safe(found):
        raise ValueError(f"{url} names keys at {found!r:.200}, which is not https.")
    return found


class _AnyAnswer(HTTPErrorProcessor):
    """Hands over what comes, a redirect as well, instead of following it."""

    def http_response(self, request: Request, response: Any) -> Any:
        del request
        return response

    https_response = http_response


def _fetch_document(url: str) -> dict[str, Any]:
    """Return the JSON object behind a URL."""
    _check_url(url)
    request = Request(url, headers=_HEADERS)  # noqa: S310 - https, or loopback
    with build_opener(_AnyAnswer).open(request, timeout=_TIMEOUT) as response:
        if response.status != 200:
            raise ValueError(f"{url} answers with the status {response.status}.")
        document = json.loads(_read(url, response))
    if not isinstance(document, dict):
        raise ValueError(f"{url} is no JSON object.")
    return document


def _read(url: str, response: Any) -> bytes:
    """Return the body of an answer that neither is large nor drips."""
    deadline = monotonic() + _TIMEOUT
    body = b""
    while chunk := response.read1(_CHUNK_SIZE):
        body += chunk
        if len(body) > _MAX_SIZE or monotonic() > deadline:
            raise ValueError(f"{url} answers with too much or too slowly.")
    return body


def _is_within(seconds: float, since: float) -> bool:
    # Not the monotonic clock: it stands still while a function is frozen or a snapshot,
    # which keys must not outlive.
    return 0 <= time() - since < seconds


def _match(keys: list[NamedKey], kid: str | None) -> list[Any]:
    if kid is None:
        return [key for _, key in keys] if len(keys) == 1 else []
    return [key for name, key in keys if name == kid]


def _check_url(url: str) -> None:
    if not _is_safe(url):
        raise ImproperlyConfigured(
            f"The keys of tokens are at {url!r}. Use a URL that begins with https://, "
            "or whoever is on the way could sign tokens."
        )


def _is_safe(url: str) -> bool:
    parts = urlsplit(url)
    is_local = parts.scheme == "http" and parts.hostname in _LOOPBACK
    return is_local or (parts.scheme == "https" and bool(parts.hostname))
