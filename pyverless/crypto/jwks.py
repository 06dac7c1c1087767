"""The keys that the issuer of tokens publishes: a JWK Set behind a URL.

https://www.rfc-editor.org/rfc/rfc7517#section-5. They are fetched when the first token
comes, and again from time to time and for a key that is not known yet. Neither an
issuer that is away nor tokens with made-up keys make for more than one request within
the cooldown.
"""

from __future__ import annotations

import logging
from threading import Lock
from time import monotonic
from urllib.parse import urlsplit

from jwt import PyJWKClient, PyJWTError

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
# The least time between two requests, after one that succeeded and one that failed.
_COOLDOWN = 30
_RETRY = 5
# How long keys outlive their lifespan while the issuer is away.
_TOLERANCE = 24 * 3600
_TIMEOUT = 5

_LOOPBACK = ("127.0.0.1", "::1", "localhost")

# What a request and its answer can cause. PyJWT wraps most, but not what is no JSON.
_FAILURES = (PyJWTError, OSError, ValueError, RecursionError)


class JWKSet:
    """The keys of a JWK Set that can verify with one algorithm.

    `url` is where the set is, or a function that finds it out, called by the first
    request. Keys for other algorithms are passed over. Raises ImproperlyConfigured for
    a URL that anybody on the way could answer, and for an algorithm of which keys are
    secret.
    """

    def __init__(self, url: str | Callable[[], str], algorithm: str) -> None:
        get_algorithm(algorithm, "The algorithm of a JWK Set")
        if is_symmetric(algorithm):
            raise ImproperlyConfigured(
                f"The algorithm of a JWK Set is {algorithm!r}, but what verifies "
                "such tokens is secret and can't be published. Set it to 'RS256' or "
                "whatever the issuer signs with."
            )
        if isinstance(url, str):
            _check_url(url)
        self._url = url
        self._algorithm = algorithm
        self._lock = Lock()
        self._keys: list[NamedKey] = []
        self._fetched = self._next = float("-inf")

    def candidates(self, header: Mapping[str, Any]) -> list[Any]:
        """Return the key that the `kid` of a header names; empty where there is none.

        Without a `kid`, the set must have one key only. Raises ServiceUnavailableError
        where no keys are known and the issuer can't be asked.
        """
        kid = header.get("kid")
        with self._lock:
            found = _match(self._get_keys(), kid)
            if not found and monotonic() >= self._next:
                found = _match(self._ask(), kid)
        return found

    def _get_keys(self) -> list[NamedKey]:
        now = monotonic()
        if now >= self._fetched + _LIFESPAN and now >= self._next:
            return self._ask()
        return self._get_known()

    def _ask(self) -> list[NamedKey]:
        """Return the keys that the issuer publishes now, or the last ones of it."""
        try:
            keys = self._fetch()
        except _FAILURES as exc:
            self._next = monotonic() + _RETRY
            _logger.warning("The keys of tokens can't be fetched: %s", exc)
            return self._get_known()
        self._keys, self._fetched = keys, monotonic()
        self._next = self._fetched + _COOLDOWN
        return keys

    def _fetch(self) -> list[NamedKey]:
        url = self._url if isinstance(self._url, str) else self._url()
        keys = read_key_set(url, _fetch_document(url), self._algorithm)
        if not keys:
            raise ValueError(f"{url} has no key for the algorithm {self._algorithm}.")
        self._url = url
        return keys

    def _get_known(self) -> list[NamedKey]:
        if monotonic() >= self._fetched + _TOLERANCE:
            raise ServiceUnavailableError(wait=_RETRY)
        return self._keys


def discover(issuer: str) -> str:
    """Return the URL of the keys of an OpenID Connect provider.

    https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig. Raises
    ValueError for what is not the configuration of this issuer.
    """
    url = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    _check_url(url)
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


def _fetch_document(url: str) -> dict[str, Any]:
    """Return the JSON object behind a URL; redirects are refused."""
    document: dict[str, Any]
    document = PyJWKClient(url, cache_jwk_set=False, timeout=_TIMEOUT).fetch_data()
    return document


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
