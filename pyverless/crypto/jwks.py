"""The keys that the issuer of tokens publishes: a JWK Set behind a URL.

https://www.rfc-editor.org/rfc/rfc7517#section-5. They are fetched when the first token
comes, and again from time to time and for a key that is not known yet. Neither an
issuer that is away nor tokens with made-up keys make for many requests.

PyJWT's client fetches. When to do that is decided here: its own cache forgets the keys
that it has where the issuer is away, and asks again for every token then.
"""

from __future__ import annotations

from threading import Lock
from time import time
from urllib.parse import urlsplit

from jwt import PyJWKClient, PyJWTError

from pyverless.crypto.keys import get_algorithm, is_symmetric, read_key_set
from pyverless.exceptions import ImproperlyConfigured, ServiceUnavailableError
from pyverless.logs import auth_logger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from pyverless.crypto.keys import NamedKey

__all__ = ["JWKSet", "check_published", "check_url", "discover"]

# All in seconds. Keys are fetched anew after their lifespan, which is how long a key
# that the issuer takes back still counts.
_LIFESPAN = 15 * 60
# How long nobody asks again for a key that is not known.
_COOLDOWN = 30
# How long nobody asks again after an answer that was none.
_RETRY = 5
# How long keys outlive being fetched while the issuer is away.
_TOLERANCE = 24 * 3600
# How long the issuer may be silent.
_TIMEOUT = 5

# Some issuers are behind a firewall that refuses what urllib calls itself.
_HEADERS = {"Accept": "application/json", "User-Agent": "pyverless"}

_LOOPBACK = ("127.0.0.1", "::1", "localhost")

# What a request and its answer can cause. PyJWT wraps most, but not what is no JSON.
_FAILURES = (PyJWTError, OSError, RecursionError, ValueError)


class JWKSet:
    """The keys of a JWK Set that can verify with one algorithm.

    `url` is where the set is, or a function that finds it out, called whenever the set
    is fetched. Keys for other algorithms are passed over. Raises ImproperlyConfigured
    for a URL that anybody on the way could answer, and for an algorithm of which keys
    are secret.
    """

    def __init__(self, url: str | Callable[[], str], algorithm: str) -> None:
        check_published(algorithm, "The algorithm of a JWK Set")
        if not callable(url):
            check_url(url, "The URL of the keys of tokens")
        self._url = url
        self._algorithm = algorithm
        self._lock = Lock()
        self._keys: list[NamedKey] = []
        # When the keys were fetched, when that failed, and when one was not known.
        self._fetched = self._failed = self._missed = float("-inf")

    def candidates(self, header: Mapping[str, Any]) -> list[Any]:
        """Return the key that the `kid` of a header names; empty where there is none.

        Without a `kid`, the set must have one key only. Raises ServiceUnavailableError
        where no keys are known and the issuer can't be asked.
        """
        kid = header.get("kid")
        with self._lock:
            is_old = not _is_within(_LIFESPAN, self._fetched)
            if is_old:
                self._refresh()
            found = _match(self._get_known(), kid)
            if not (found or is_old or _is_within(_COOLDOWN, self._missed)):
                self._missed = time()
                self._refresh()
                found = _match(self._get_known(), kid)
        return found

    def _get_known(self) -> list[NamedKey]:
        if not _is_within(_TOLERANCE, self._fetched):
            raise ServiceUnavailableError(wait=_RETRY)
        return self._keys

    def _refresh(self) -> None:
        """Ask for the keys, unless that has failed a moment ago."""
        if _is_within(_RETRY, self._failed):
            return
        try:
            self._keys = self._fetch()
        except _FAILURES as exc:
            self._failed = time()
            auth_logger.warning("The keys of tokens can't be fetched: %s", exc)
        else:
            self._fetched = time()

    def _fetch(self) -> list[NamedKey]:
        url = self._url() if callable(self._url) else self._url
        keys = read_key_set(url, _fetch_document(url), self._algorithm)
        if not keys:
            # All may have been taken back, so the last ones don't count any more.
            auth_logger.warning("%s has no key for %s.", url, self._algorithm)
        return keys


def discover(issuer: str) -> str:
    """Return the URL of the keys of an OpenID Connect provider.

    https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig. Raises
    ValueError for what is not the configuration of this issuer, or can't be had.
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
    # Nor may an issuer lead to what only this machine can reach.
    if not _is_safe(found) or (_is_https(url) and not _is_https(found)):
        raise ValueError(f"{url} names keys at {found!r:.200}, which is not https.")
    return found


def check_published(algorithm: Any, wanted_by: str) -> None:
    """Raise ImproperlyConfigured for an algorithm whose keys can't be behind a URL.

    `wanted_by` begins its message, as that of `check_url` does.
    """
    get_algorithm(algorithm, wanted_by)
    if is_symmetric(algorithm):
        raise ImproperlyConfigured(
            f"{wanted_by} is {algorithm!r}, but what verifies such tokens is secret "
            "and can't be published. Set it to 'RS256' or whatever the issuer signs "
            "with."
        )


def check_url(url: Any, wanted_by: str) -> None:
    """Raise ImproperlyConfigured for what is no URL that only its host can answer."""
    if not _is_safe(url):
        # Without its value where that may have a password.
        value = "one with a password" if "@" in str(url) else repr(url)
        raise ImproperlyConfigured(
            f"{wanted_by} is {value}. Set it to a URL with https:// and a host, "
            "without a user, or whoever is on the way could sign tokens."
        )


def _fetch_document(url: str) -> dict[str, Any]:
    """Return the JSON object behind a URL; redirects are refused."""
    if not _is_safe(url):
        raise ValueError("The URL is not https.")
    client = PyJWKClient(url, cache_jwk_set=False, headers=_HEADERS, timeout=_TIMEOUT)
    try:
        document: dict[str, Any] = client.fetch_data()
    except _FAILURES as exc:
        raise ValueError(f"{url}: {exc}") from exc
    return document


def _is_within(seconds: float, since: float) -> bool:
    # Not the monotonic clock: it stands still while a function is frozen or a snapshot,
    # which keys must not outlive. This one may be put back; a little is no reason to
    # ask anew.
    return abs(time() - since) < seconds


def _match(keys: list[NamedKey], kid: str | None) -> list[Any]:
    if kid is None:
        return [key for _, key in keys] if len(keys) == 1 else []
    return [key for name, key in keys if name == kid]


def _is_safe(url: Any) -> bool:
    """Return whether a URL is https, or http on this machine, and has no user."""
    try:
        parts = urlsplit(url)
        is_local = parts.scheme == "http" and parts.hostname in _LOOPBACK
    except (AttributeError, TypeError, ValueError):
        return False
    is_whole = bool(parts.hostname) and "@" not in parts.netloc
    return is_whole and (is_local or parts.scheme == "https")


def _is_https(url: str) -> bool:
    return urlsplit(url).scheme == "https"
