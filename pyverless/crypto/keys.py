"""The keys of tokens: read from the settings, checked, and ready for PyJWT.

A key is a random text for HS algorithms, else a PEM or a JWK
(https://www.rfc-editor.org/rfc/rfc7517). Each is read and checked once per generation
of the settings. A bad one raises ImproperlyConfigured, whatever the token is: that is
no fault of a caller's.
"""

from __future__ import annotations

import json
from contextlib import suppress
from functools import lru_cache

import jwt

from pyverless.config import settings
from pyverless.exceptions import ImproperlyConfigured

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from jwt.algorithms import Algorithm

    # The name that tokens know a key by (`kid`), if it has one, and the key.
    NamedKey = tuple[str | None, Any]

__all__ = [
    "StaticKeys",
    "check_keys",
    "get_algorithm",
    "get_signing_key",
    "get_verifying_keys",
    "is_symmetric",
    "read_key_set",
]

# RFC 7518 §6.1 and RFC 8037 §2: the `kty` for algorithms that begin like this.
_KEY_TYPES = {"HS": "oct", "RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}


class StaticKeys:
    """Keys that are known from the start; any of them may have signed."""

    def __init__(self, keys: Iterable[NamedKey]) -> None:
        self._keys = list(keys)

    def candidates(self, header: Mapping[str, Any]) -> list[Any]:
        """Return all keys, those first that are called like the `kid` of a header."""
        kid = header.get("kid")
        if kid is None:
            return [key for _, key in self._keys]
        return [key for _, key in sorted(self._keys, key=lambda each: each[0] != kid)]


def get_signing_key() -> NamedKey:
    """Return the key that signs: JWT_SIGNING_KEY, or SECRET_KEY for HS algorithms."""
    return _signing_key(settings.generation)


def get_verifying_keys() -> StaticKeys:
    """Return the keys that verify: JWT_VERIFYING_KEY, or those of what signs.

    That is the public half of JWT_SIGNING_KEY, or SECRET_KEY and its fallbacks.
    """
    algorithm, generation = settings.JWT_ALGORITHM, settings.generation
    names = _verifying_settings(algorithm)
    if names == ["JWT_SIGNING_KEY"]:
        keys = [get_signing_key()]
    else:
        found = (_read(n, _fetch(n, generation), algorithm) for n in names)
        keys = [key for some in found for key in some]
    if not keys:
        raise ImproperlyConfigured(
            f"{names[0]} has no key for the algorithm {algorithm!r}. Set it to a key, "
            "a list of keys, or a JWK Set with one that can verify."
        )
    return StaticKeys((kid, _public_half(key)) for kid, key in keys)


def check_keys(*, verifying: bool) -> bool:
    """Check the keys that no function has to fetch, as far as they are needed.

    Those that verify are checked where `verifying`; returns whether they all are known.
    """
    algorithm = settings.JWT_ALGORITHM
    if settings.has("JWT_SIGNING_KEY") and not callable(settings.JWT_SIGNING_KEY):
        get_signing_key()
    names = _verifying_settings(algorithm) if verifying else []
    fetched = [name for name in names if _has_function(settings.peek(name))]
    if fetched:
        for name in names:
            _read(name, settings.peek(name), algorithm, calls=False)
    return not fetched


def get_algorithm(name: object, wanted_by: str = "JWT_ALGORITHM") -> Algorithm:
    """Return PyJWT's algorithm. ImproperlyConfigured for 'none' and unknown names."""
    with suppress(NotImplementedError):
        if isinstance(name, str) and name != "none":
            return jwt.get_algorithm_by_name(name)
    problem = (
        "no algorithm that signs"
        if isinstance(name, str)
        else f"of the type {type(name).__name__!r}, not the name of one algorithm"
    )
    raise ImproperlyConfigured(
        f"{wanted_by} is {name!r}, which is {problem}. "
        "Set it to 'HS256', 'RS256', 'ES256', 'EdDSA' or another one of PyJWT's."
    )


def is_symmetric(algorithm: str) -> bool:
    """Return whether the key that verifies could sign as well, so must be secret."""
    return algorithm.startswith("HS")


def read_key_set(name: str, document: Any, algorithm: str) -> list[NamedKey]:
    """Return the keys of a JWK Set that can verify with `algorithm`.

    Others are passed over, as RFC 7517 §5 asks for: a set may have keys for encryption
    or for other algorithms. Raises ValueError for what is no JWK Set.
    """
    members = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(members, list):
        raise ValueError(f"{name} is no JWK Set: it has no list 'keys'.")
    keys = []
    for member in members:
        with suppress(ImproperlyConfigured):
            keys.append(_read_jwk(name, member, algorithm, "verify"))
    return [(kid, _public_half(key)) for kid, key in keys]


@lru_cache(maxsize=1)
def _signing_key(generation: int) -> NamedKey:
    algorithm = settings.JWT_ALGORITHM
    name = _key_setting(algorithm, "JWT_SIGNING_KEY")
    kid, key = _read_one(name, _fetch(name, generation), algorithm, "sign")
    if hasattr(key, "public_bytes"):
        raise ImproperlyConfigured(
            f"{name} is a public key, which can't sign. Set {name} to the private key "
            "and JWT_VERIFYING_KEY to the public one."
        )
    return kid, key


@lru_cache(maxsize=4)  # the settings with keys, of one generation
def _fetch(name: str, generation: int) -> Any:  # noqa: ARG001 - a key of the cache
    value = getattr(settings, name)
    return value() if callable(value) else value


def _key_setting(algorithm: str, *names: str) -> str:
    """Return the first of the settings `names` that has a value, else SECRET_KEY."""
    get_algorithm(algorithm)
    for name in names:
        if settings.has(name):
            return name
    if is_symmetric(algorithm):
        return "SECRET_KEY"
    raise ImproperlyConfigured(
        f"JWT_ALGORITHM is {algorithm!r}, which SECRET_KEY is no key for. "
        f"Set {' or '.join(names)} to a key in PEM format or a JWK."
    )


def _verifying_settings(algorithm: str) -> list[str]:
    name = _key_setting(algorithm, "JWT_VERIFYING_KEY", "JWT_SIGNING_KEY")
    return [name, "SECRET_KEY_FALLBACKS"] if name == "SECRET_KEY" else [name]


def _has_function(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return any(map(_has_function, value))
    return callable(value)


def _read(
    name: str, value: Any, algorithm: str, *, calls: bool = True
) -> list[NamedKey]:
    """Return the keys that `value` is or has: one, a JWK Set, or a list of these.

    Without `calls`, what functions would fetch is left out.
    """
    if callable(value):
        return []
    if isinstance(value, list | tuple):
        items = (each() if calls and callable(each) else each for each in value)
        found = (_read(name, each, algorithm, calls=calls) for each in items if each)
        return [key for some in found for key in some]
    value = _parsed(name, value)
    if isinstance(value, dict) and isinstance(value.get("keys"), list):
        return read_key_set(name, value, algorithm)
    return [_read_one(name, value, algorithm, "verify")]


def _read_one(name: str, value: Any, algorithm: str, use: str) -> NamedKey:
    value = _parsed(name, value)
    if isinstance(value, dict):
        return _read_jwk(name, value, algorithm, use)
    return None, _prepare(name, value, algorithm)


def _parsed(name: str, value: Any) -> Any:
    """Return the JSON of a text that begins with a brace; all else as it is."""
    is_text = isinstance(value, str | bytes) and not name.startswith("SECRET_KEY")
    if not is_text or value.strip()[:1] not in ("{", b"{"):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} begins with a brace but is no JSON. Set it to a JWK, or to random "
            "text that begins with a letter."
        ) from None


def _read_jwk(name: str, jwk: Any, algorithm: str, use: str) -> NamedKey:
    if problem := _problem(jwk, algorithm, use):
        raise ImproperlyConfigured(
            f"{name} is a JWK {problem}, so it can't {use} tokens with the algorithm "
            f"{algorithm!r}. Set it to a JWK that is made for that, or set "
            "JWT_ALGORITHM to the algorithm of this one."
        )
    return jwk.get("kid"), _prepare(name, jwk, algorithm)


def _problem(jwk: Any, algorithm: str, use: str) -> str | None:
    """Return what a JWK says about itself that keeps it from being used."""
    if not isinstance(jwk, dict):
        return "that is no object"
    expected = {"kty": _KEY_TYPES[algorithm[:2]], "use": "sig", "alg": algorithm}
    for member, value in expected.items():
        if jwk.get(member, value) != value:
            return f"whose {member!r} is {jwk.get(member)!r}, not {value!r}"
    if not isinstance(jwk.get("kid", ""), str):
        return f"whose 'kid' is {jwk['kid']!r}, not a text"
    operations = jwk.get("key_ops", [use])
    # The half of a key that signs can verify.
    if not isinstance(operations, list) or not {"sign", use} & {*map(str, operations)}:
        return f"whose 'key_ops' are {operations!r}"
    return None


def _prepare(name: str, value: Any, algorithm: str) -> Any:
    """Return a key as PyJWT works with it."""
    rules = get_algorithm(algorithm)
    value = _with_line_breaks(value)
    try:
        raw = rules.from_jwk(value) if isinstance(value, dict) else value
        key = rules.prepare_key(raw)
    except Exception:  # noqa: BLE001 - what the libraries say may show the key
        from pyverless.crypto.mistakes import describe_mistake

        raise ImproperlyConfigured(
            f"{name} {describe_mistake(value, algorithm)}"
        ) from None
    if is_symmetric(algorithm) and _looks_public(value):
        raise ImproperlyConfigured(
            f"{name} is a URL or a public key, which everybody can sign tokens of "
            f"{algorithm} with. Set it to random text, or JWT_ALGORITHM to that of the "
            "key. For the URL of a JWK Set there is JWT_JWKS_URL."
        )
    if problem := rules.check_key_length(key):
        raise ImproperlyConfigured(
            f"{name} is too short. {problem} Set it to a longer key; for HS "
            "algorithms, secrets.token_urlsafe(64) makes one."
        )
    return key


def _looks_public(value: Any) -> bool:
    """Return whether a secret is none: a URL, or a public key without its armour."""
    text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
    is_der = text.startswith("MII") and len(text) > 200
    return is_der or text.startswith(("https://", "http://"))


def _public_half(key: Any) -> Any:
    return key.public_key() if hasattr(key, "public_key") else key


def _with_line_breaks(value: Any) -> Any:
    """Return a PEM with line breaks, which people write as \\n in the environment."""
    if isinstance(value, str) and value.lstrip().startswith("-----BEGIN"):
        return value.replace("\\n", "\n")
    return value
