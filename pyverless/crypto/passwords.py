"""Password hashes in Django's format, so that a table of users can be shared or moved.

`pbkdf2_sha256$<iterations>$<salt>$<hash>` is PBKDF2 with HMAC-SHA256:
https://www.rfc-editor.org/rfc/rfc8018#section-5.2. The cost is PASSWORD_ITERATIONS.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import pbkdf2_hmac
from hmac import compare_digest
from secrets import token_urlsafe

from pyverless.config import from_settings

__all__ = ["check_password", "make_password", "PBKDF2PasswordHasher"]

# More would keep a function busy for seconds: a hash that asks for it is an attack.
_MAX_ITERATIONS = 10_000_000

# The letters in 128 bits of salt, of Django's salts as of ours.
_SALT_LENGTH = 22

# Printable ASCII without a blank or $.
_SALT = r"[!-#%-~]+"

_match = re.compile(
    rf"pbkdf2_sha256\$([1-9][0-9]{{0,7}})\$({_SALT})\$([A-Za-z0-9+/]{{43}}=)"
).fullmatch


class PBKDF2PasswordHasher:
    """Makes and verifies hashes. Subclass it to set other `iterations`."""

    #: The rounds of new hashes.
    iterations: int = from_settings("PASSWORD_ITERATIONS")  # type: ignore[assignment]

    def encode(
        self, password: str, salt: str | None = None, iterations: int | None = None
    ) -> str:
        """Return the hash of `password`, under a new random salt if none is given.

        Raises ValueError for a salt or a number of iterations that verify() would not
        accept, and TypeError for a password that is not text.
        """
        rounds = self.iterations if iterations is None else iterations
        salt = token_urlsafe(16) if salt is None else salt
        if not (re.fullmatch(_SALT, salt) and 1 <= rounds <= _MAX_ITERATIONS):
            raise ValueError(
                f"The salt is {salt!r} and the number of iterations {rounds!r}. Use a "
                f"salt of printable ASCII without a blank or $, and 1 to "
                f"{_MAX_ITERATIONS} iterations."
            )
        return f"pbkdf2_sha256${rounds}${salt}${_hash(password, salt, rounds)}"

    def verify(self, password: str, encoded: str | None) -> bool:
        """Return whether `encoded` is a hash of `password`; False for what is no hash.

        Raises TypeError only for a password that is not text.
        """
        _check_text(password)
        if (parts := _parse(encoded)) is None:
            return False
        rounds, salt, digest = parts
        return compare_digest(_hash(password, salt, rounds), digest)

    def must_update(self, encoded: str | None) -> bool:
        """Return whether a hash should be made anew, which takes the password.

        It should when its cost is not that of new hashes or its salt is short. Ask when
        a user logs in, after verify().
        """
        if (parts := _parse(encoded)) is None:
            return True
        rounds, salt, _ = parts
        return rounds != self.iterations or len(salt) < _SALT_LENGTH

    def harden_runtime(self, password: str, encoded: str | None) -> None:
        """Spend the rounds that verify() did not, compared with a hash of today's cost.

        Otherwise the time of a refusal would tell unknown users, and those with older
        hashes, from others.
        """
        parts = _parse(encoded)
        rounds = self.iterations - (parts[0] if parts else 0)
        if rounds > 0:
            _hash(password, "salt", rounds)


def make_password(password: str) -> str:
    """Return a hash of `password` to store. Raises TypeError for what is not text."""
    return PBKDF2PasswordHasher().encode(password)


def check_password(password: str, encoded: str | None) -> bool:
    """Return whether `encoded` is a hash of `password`.

    Call it with None for a user that does not exist: a refusal takes the same time,
    whatever the reason. Raises TypeError for a password that is not text.
    """
    hasher = PBKDF2PasswordHasher()
    if hasher.verify(password, encoded):
        return True
    hasher.harden_runtime(password, encoded)
    return False


def _parse(encoded: object) -> tuple[int, str, str] | None:
    """Return the rounds, salt and digest of a hash, or None for what is none."""
    match = _match(encoded) if isinstance(encoded, str) else None
    if match is None or int(match[1]) > _MAX_ITERATIONS:
        return None
    return int(match[1]), match[2], match[3]


def _hash(password: str, salt: str, rounds: int) -> str:
    _check_text(password)
    # Half of a surrogate pair, which is no UTF-8, makes another password, not an error.
    secret = password.encode(errors="surrogatepass")
    return b64encode(pbkdf2_hmac("sha256", secret, salt.encode(), rounds)).decode()


def _check_text(password: object) -> None:
    if not isinstance(password, str):
        raise TypeError(
            f"A password must be text, but it is of type {type(password).__name__}. "
            "Decode bytes, and ask callers for text."
        )
