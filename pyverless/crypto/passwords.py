"""Password hashes in Django's formats, so that a table of users can be shared or moved.

PASSWORD_HASHERS names the hashers: the first makes new hashes, all of them verify. A
hash begins with its algorithm. `pbkdf2_sha256$<iterations>$<salt>$<hash>` is PBKDF2
with HMAC-SHA256: https://www.rfc-editor.org/rfc/rfc8018#section-5.2. Its cost is
PASSWORD_ITERATIONS. `pyverless.crypto.argon2` is the other hasher that we have.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import pbkdf2_hmac
from hmac import compare_digest
from secrets import token_urlsafe

from pyverless.config import from_settings, settings
from pyverless.exceptions import ImproperlyConfigured
from pyverless.logs import auth_logger

__all__ = [
    "BasePasswordHasher",
    "check_password",
    "make_password",
    "PBKDF2PasswordHasher",
    "verify_password",
]

# More would keep a function busy for seconds: a hash that asks for it is an attack.
_MAX_ITERATIONS = 10_000_000

# The letters in 128 bits of salt, of Django's salts as of ours.
_SALT_LENGTH = 22

# Of what is before the first $, only these are shown: of a password that was stored as
# it is, that would be a part of it.
_KNOWN = {"argon2", "bcrypt", "bcrypt_sha256", "md5", "pbkdf2_sha1", "scrypt", "sha1"}
_KNOWN |= {"pbkdf2_sha256"}

# Printable ASCII without a blank or $.
_SALT = r"[!-#%-~]+"

_match = re.compile(
    rf"pbkdf2_sha256\$([1-9][0-9]{{0,7}})\$({_SALT})\$([A-Za-z0-9+/]{{43}}=)"
).fullmatch


class BasePasswordHasher:
    """Makes and verifies hashes of one kind: subclass it for one of your own.

    PASSWORD_HASHERS names it. One that only verifies old hashes needs no `encode()`.
    """

    #: What its hashes begin with, up to the first `$`.
    algorithm: str = ""

    def encode(self, password: str) -> str:
        """Return a hash of `password` under a new salt; override it."""
        raise NotImplementedError(
            f"{type(self).__name__} makes no hashes. Give it a method encode(), or put "
            "another hasher first in the setting PASSWORD_HASHERS."
        )

    def verify(self, password: str, encoded: str | None) -> bool:
        """Return whether `encoded` is a hash of `password`; override it.

        It must return False for what is no hash, rather than raise.
        """
        raise NotImplementedError(
            f"{type(self).__name__} verifies no hashes. Give it a method verify()."
        )

    def must_update(self, encoded: str | None) -> bool:
        """Return whether a hash should be made anew; asked when it is the right one.

        Override it where hashes have costs. Those of a hasher that is not the first
        are made anew in any case.
        """
        return False

    def harden_runtime(self, password: str, encoded: str | None) -> None:
        """Spend what verify() did not, compared with a hash of today's cost.

        Called for every refusal: with what verify() has refused, or with None where the
        hash is of another hasher or there is none. Override it where verify() takes
        long: otherwise the time of a refusal tells who has a hash of this kind.
        """

    @staticmethod
    def get_bytes(password: str) -> bytes:
        """Return what is hashed. Raises TypeError for a password that is not text."""
        _check_text(password)
        # Half of a surrogate pair, which is no UTF-8, makes another password, not an
        # error.
        return password.encode(errors="surrogatepass")


class PBKDF2PasswordHasher(BasePasswordHasher):
    """PBKDF2, which needs no other package. Subclass it to set other `iterations`."""

    algorithm = "pbkdf2_sha256"
    #: The rounds of new hashes.
    iterations: int = from_settings("PASSWORD_ITERATIONS")  # type: ignore[assignment]

    def encode(
        self, password: str, salt: str | None = None, iterations: int | None = None
    ) -> str:
        """Return the hash of `password`, under a new random salt if none is given.

        Raises ValueError for a salt or a number of iterations that verify() would not
        accept, ImproperlyConfigured where that is the setting, and TypeError for a
        password that is not text.
        """
        rounds = self._get_iterations() if iterations is None else iterations
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
        return rounds != self._get_iterations() or len(salt) < _SALT_LENGTH

    def harden_runtime(self, password: str, encoded: str | None) -> None:
        """Spend the rounds that verify() did not, compared with a hash of today's cost.

        Otherwise the time of a refusal would tell unknown users, and those with older
        hashes, from others.
        """
        parts = _parse(encoded)
        rounds = self._get_iterations() - (parts[0] if parts else 0)
        if rounds > 0:
            _hash(password, "salt", rounds)

    def _get_iterations(self) -> int:
        rounds = self.iterations
        if type(rounds) is int and 1 <= rounds <= _MAX_ITERATIONS:
            return rounds
        raise ImproperlyConfigured(
            f"{type(self).__name__}.iterations is {rounds!r:.100}. Make it a whole "
            f"number from 1 to {_MAX_ITERATIONS}: it is the setting "
            "PASSWORD_ITERATIONS, unless the class sets it."
        )


def make_password(password: str) -> str:
    """Return a hash of `password` to store, made by the first of PASSWORD_HASHERS.

    Raises TypeError for what is not text.
    """
    return _get_hashers()[0].encode(password)


def check_password(password: str, encoded: str | None) -> bool:
    """Return whether `encoded` is a hash of `password`.

    Call it with None for a user that does not exist: a refusal takes the same time,
    whatever the reason. What is no hash of any hasher fits no password; a warning in
    the log names its algorithm. Raises TypeError for a password that is not text.
    """
    return verify_password(password, encoded)[0]


def verify_password(password: str, encoded: str | None) -> tuple[bool, bool]:
    """Return whether `encoded` is a hash of `password`, and whether to make it anew.

    It is to be made anew where its hasher says so or is not the first. Otherwise like
    check_password().
    """
    _check_text(password)
    hashers = _get_hashers()
    hasher = _find_hasher(hashers, encoded)
    if hasher is not None and hasher.verify(password, encoded):
        return True, hasher is not hashers[0] or hasher.must_update(encoded)
    if hasher is None:
        _warn(encoded)
    # Each of them: if only the first did, the time would tell who has an older hash.
    for each in hashers:
        each.harden_runtime(password, encoded if each is hasher else None)
    return False, False


def _get_hashers() -> list[BasePasswordHasher]:
    """Return the hashers; their classes are imported once for all calls."""
    classes = settings.resolve("PASSWORD_HASHERS")
    if not isinstance(classes, list) or not classes:
        raise ImproperlyConfigured(
            f"The setting PASSWORD_HASHERS is {settings.PASSWORD_HASHERS!r}. Make it a "
            "list of hashers, of which the first makes new hashes."
        )
    for number, each in enumerate(classes):
        if not (isinstance(each, type) and issubclass(each, BasePasswordHasher)):
            raise ImproperlyConfigured(
                f"The setting PASSWORD_HASHERS names "
                f"{settings.PASSWORD_HASHERS[number]!r}, which is no subclass of "
                "pyverless.crypto.BasePasswordHasher. Name such a class; those of "
                "Django are none. pyverless.crypto.passwords.PBKDF2PasswordHasher and "
                "pyverless.crypto.argon2.Argon2PasswordHasher verify Django's hashes."
            )
    return [each() for each in classes]


def _find_hasher(
    hashers: list[BasePasswordHasher], encoded: object
) -> BasePasswordHasher | None:
    if not isinstance(encoded, str):
        return None
    algorithm = encoded.partition("$")[0]
    return next((each for each in hashers if each.algorithm == algorithm), None)


def _warn(encoded: object) -> None:
    """Say that there is a hash, or what else it is, that no hasher is for."""
    # Django's unusable passwords begin with ! and mean that there is none.
    if not isinstance(encoded, str) or encoded[:1] in ("", "!"):
        return
    name = encoded.partition("$")[0]
    auth_logger.warning(
        "The hash of a password is %s, and no hasher in the setting PASSWORD_HASHERS "
        "is for it: its user can't log in.",
        f"of the algorithm {name}" if name in _KNOWN else "of no known algorithm",
    )


def _parse(encoded: object) -> tuple[int, str, str] | None:
    """Return the rounds, salt and digest of a hash, or None for what is none."""
    match = _match(encoded) if isinstance(encoded, str) else None
    if match is None or int(match[1]) > _MAX_ITERATIONS:
        return None
    return int(match[1]), match[2], match[3]


def _hash(password: str, salt: str, rounds: int) -> str:
    secret = BasePasswordHasher.get_bytes(password)
    return b64encode(pbkdf2_hmac("sha256", secret, salt.encode(), rounds)).decode()


def _check_text(password: object) -> None:
    if not isinstance(password, str):
        raise TypeError(
            f"A password must be text, but it is of type {type(password).__name__}. "
            "Decode bytes, and ask callers for text."
        )
