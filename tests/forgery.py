"""Tokens of every make, and the keys for them, which are made once."""

from __future__ import annotations

import base64
import json
from functools import cache
from time import time

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from pyverless.crypto import decode_json_web_token
from pyverless.exceptions import UnauthorizedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = [
    "ALGORITHMS",
    "OTHER_SECRET",
    "PAIRS",
    "SECRET",
    "code_of",
    "forge",
    "get_jwk",
    "get_pair",
    "get_private_key",
    "get_settings",
    "now",
    "seal",
    "segment",
]

SECRET = "a secret of this test suite, of 32 bytes and more"
OTHER_SECRET = "another secret, which has more than 32 bytes too"

#: Algorithms whose keys come in pairs, one for each kind of keys.
PAIRS = ("RS256", "ES256", "EdDSA")
ALGORITHMS = ("HS256", *PAIRS)

_CURVES = {"ES256": ec.SECP256R1, "ES384": ec.SECP384R1, "ES512": ec.SECP521R1}


@cache
def get_private_key(algorithm: str, name: str = "") -> Any:
    """Return a private key; another one for each name."""
    del name
    if algorithm in _CURVES:
        return ec.generate_private_key(_CURVES[algorithm]())
    if algorithm == "EdDSA":
        return ed25519.Ed25519PrivateKey.generate()
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def get_pair(algorithm: str, name: str = "") -> tuple[str, str]:
    """Return a private and a public key in PEM format."""
    key = get_private_key(algorithm, name)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


def get_jwk(algorithm: str, *, private: bool = False, name: str = "") -> dict[str, Any]:
    """Return a key as a JWK."""
    rules = jwt.get_algorithm_by_name(algorithm)
    if algorithm.startswith("HS"):
        return rules.to_jwk(SECRET, as_dict=True)
    key = get_private_key(algorithm, name)
    return rules.to_jwk(key if private else key.public_key(), as_dict=True)


def get_settings(algorithm: str) -> dict[str, Any]:
    """Return the settings for tokens of an algorithm."""
    if algorithm.startswith("HS"):
        return {"SECRET_KEY": SECRET, "JWT_ALGORITHM": algorithm}
    private, _ = get_pair(algorithm)
    return {"JWT_ALGORITHM": algorithm, "JWT_SIGNING_KEY": private}


def now() -> int:
    """Return the time, in whole seconds."""
    return int(time())


def segment(value: Any) -> str:
    """Return a part of a token: bytes and texts as they are, all else as JSON."""
    text = value if isinstance(value, str | bytes) else json.dumps(value)
    data = text.encode() if isinstance(text, str) else text
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def forge(claims: dict[str, Any], key: Any = SECRET, **kwargs: Any) -> str:
    """Return a token of a minute that pyverless would not make itself."""
    return jwt.encode({"exp": now() + 60} | claims, key, **kwargs)


def seal(header: Any, payload: Any, algorithm: str, key: Any = None) -> str:
    """Return a token with a signature that holds, whatever its header says."""
    if key is None:
        key = SECRET if algorithm.startswith("HS") else get_pair(algorithm)[0]
    rules = jwt.get_algorithm_by_name(algorithm)
    text = f"{segment(header)}.{segment(payload)}"
    return f"{text}.{segment(rules.sign(text.encode(), rules.prepare_key(key)))}"


def code_of(token: Any, leeway: float | None = None) -> str:
    """Return the code that a token is refused with."""
    with pytest.raises(UnauthorizedError) as caught:
        decode_json_web_token(token, leeway)
    return caught.value.code
