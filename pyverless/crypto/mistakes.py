"""What is wrong with a key, in words that show nothing of it.

Imported only where a key could not be read.
"""

from __future__ import annotations

import re
from contextlib import suppress

import jwt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["describe_mistake"]

# One for each kind of keys, and each curve.
_KINDS = ("RS256", "ES256", "ES384", "ES512", "EdDSA")

_WAY_OUT = (
    "Set it to random text for HS algorithms, to a key in PEM format or a JWK for the "
    "others."
)

_is_path = re.compile(
    r"(file:|~?/|\.{1,2}/|[A-Za-z]:\\).*|.+\.(pem|key|pub|crt|cer|der|jwk|json)"
).fullmatch


def describe_mistake(value: Any, algorithm: str) -> str:
    """Return how a sentence goes on that begins with the name of a bad key.

    `value` is what PyJWT has refused as a key for `algorithm`.
    """
    # Numbers and so on; keys of cryptography, which are objects, have a kind.
    if value is None or isinstance(value, int | float | list | tuple | set):
        return f"is of the type {type(value).__name__!r}, which is no key. {_WAY_OUT}"
    if kind := _find_kind(value):
        return (
            f"is a key for the algorithm {kind!r}, not for {algorithm!r}. Set it to "
            f"another key, or JWT_ALGORITHM to {kind!r}."
        )
    text = value.decode(errors="replace") if isinstance(value, bytes) else value
    problem = _describe_text(text, algorithm) if isinstance(text, str) else None
    return problem or f"is not a key for the algorithm {algorithm!r}. {_WAY_OUT}"


def _find_kind(value: Any) -> str | None:
    """Return an algorithm that a key is good for."""
    for name in _KINDS:
        rules = jwt.get_algorithm_by_name(name)
        with suppress(Exception):  # one of many that libraries raise
            rules.prepare_key(
                rules.from_jwk(value) if isinstance(value, dict) else value
            )
            return name
    return None


def _describe_text(text: str, algorithm: str) -> str | None:
    if "-----BEGIN" in text:
        problem = _describe_pem(text)
        return (
            problem or f"is a PEM, but has no key for {algorithm!r} in it. {_WAY_OUT}"
        )
    # Random text may look like this too, but HS algorithms don't refuse it.
    if _is_path(text.strip()):
        return (
            "is the path of a file. Set it to what the file has in it, as in "
            "Path(__file__).with_name('key.pem').read_text()."
        )
    return None


def _describe_pem(text: str) -> str | None:
    if "ENCRYPTED" in text:
        return (
            "is a PEM that is encrypted. Set it to one that is not, as "
            "'openssl pkey -in key.pem' writes it."
        )
    if "BEGIN CERTIFICATE" in text:
        return (
            "is a certificate. Set it to the public key in it, as "
            "'openssl x509 -pubkey -noout -in cert.pem' writes it."
        )
    if "-----END" not in text:
        return (
            "is a PEM that was cut: its last line is missing. Set it to the whole file."
        )
    return None
