"""Password hashes with argon2id in Django's format, by argon2-cffi.

That is the extra `pyverless[argon2]`. This module is imported where PASSWORD_HASHERS
names `pyverless.crypto.argon2.Argon2PasswordHasher`, and not otherwise. A hash is
`argon2$argon2id$v=19$m=<KiB>,t=<passes>,p=<lanes>$<salt>$<hash>`:
https://www.rfc-editor.org/rfc/rfc9106.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from hmac import compare_digest
from secrets import token_urlsafe

from pyverless.crypto.passwords import BasePasswordHasher
from pyverless.exceptions import ImproperlyConfigured

try:
    from argon2.low_level import Type, hash_secret_raw
except ImportError as exc:
    raise ImproperlyConfigured(
        "Argon2PasswordHasher needs the package argon2-cffi. Install "
        "pyverless[argon2], or take the hasher out of the setting PASSWORD_HASHERS."
    ) from exc

__all__ = ["Argon2PasswordHasher"]

# Beyond these a hash is an attack: 4 GiB to fill is two seconds of a whole core, and
# every pass starts four threads for each of its lanes.
_MAX_WORK = 4 * 1024 * 1024
_MAX_PASSES = 100
_MAX_LANES = 16

_VERSION = 19
_SALT_LENGTH = 16
_DIGEST_LENGTH = 32

# Hashes of before argon2's version 1.3 do not say which version they are.
_match = re.compile(
    r"argon2\$argon2(id|i|d)\$(?:v=(16|19)\$)?"
    r"m=([1-9][0-9]{0,9}),t=([1-9][0-9]{0,9}),p=([1-9][0-9]{0,9})"
    r"\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})"
).fullmatch


class _Hash:
    """The parts of a hash. Raises ValueError for a salt that is no base64."""

    def __init__(self, match: re.Match[str]) -> None:
        self.type = Type[match[1].upper()]
        self.version = int(match[2] or 16)
        self.memory, self.passes, self.lanes = map(int, match.group(3, 4, 5))
        self.salt, self.digest = _decode(match[6]), match[7]
        self.length = len(_decode(match[7]))

    def compute(self, secret: bytes) -> str:
        """Return the digest that a password has with these parts."""
        costs = self.memory, self.passes, self.lanes
        return _hash(secret, self.salt, *costs, self.length, self.type, self.version)


class Argon2PasswordHasher(BasePasswordHasher):
    """argon2id, whose hashes are dear to guess on graphics cards too.

    The defaults are what OWASP advises, 19 MiB in two passes, and not the 64 MiB in
    three passes and four lanes that RFC 9106 has for little memory: they fit the
    smallest function, of 128 MB. Lanes are threads, and a function of up to 1769 MB has
    no second core to run them on. Subclass it for other costs.
    """

    algorithm = "argon2"
    #: How often the memory is passed over.
    time_cost: int = 2
    #: The memory of a new hash in KiB.
    memory_cost: int = 19_456
    #: The lanes of a new hash, each a thread.
    parallelism: int = 1
    #: The most memory in KiB that a hash may ask for; verify() refuses more.
    max_memory_cost: int = 262_144

    def encode(self, password: str, salt: str | None = None) -> str:
        """Return the hash of `password`, under a new random salt if none is given.

        Raises ImproperlyConfigured for costs that verify() would not accept, ValueError
        for a salt of less than 8 or more than 64 bytes, and TypeError for a password
        that is not text.
        """
        memory, passes, lanes = self.memory_cost, self.time_cost, self.parallelism
        if not self._is_bearable(memory, passes, lanes):
            raise ImproperlyConfigured(
                f"{type(self).__name__} has memory_cost {memory!r}, time_cost "
                f"{passes!r} and parallelism {lanes!r}, which verify() would refuse. "
                f"Use up to {_MAX_LANES} lanes, at least 8 KiB for each, no more "
                f"memory than max_memory_cost, up to {_MAX_PASSES} passes, and no more "
                f"than {_MAX_WORK} KiB in all passes together."
            )
        salted = (token_urlsafe(16) if salt is None else salt).encode()
        if not 8 <= len(salted) <= 64:
            raise ValueError(f"The salt is {salt!r}. Use one of 8 to 64 bytes.")
        digest = _hash(self.get_bytes(password), salted, memory, passes, lanes)
        costs = f"m={memory},t={passes},p={lanes}"
        return f"argon2$argon2id$v={_VERSION}${costs}${_encode(salted)}${digest}"

    def verify(self, password: str, encoded: str | None) -> bool:
        """Return whether `encoded` is a hash of `password`; False for what is no hash.

        Raises TypeError only for a password that is not text.
        """
        secret = self.get_bytes(password)
        if (parts := self._parse(encoded)) is None:
            return False
        return compare_digest(parts.compute(secret), parts.digest)

    def must_update(self, encoded: str | None) -> bool:
        """Return whether a hash should be made anew, which takes the password.

        It should when it is not of the kind and cost of new hashes or its salt is
        short. Ask when a user logs in, after verify().
        """
        if (parts := self._parse(encoded)) is None or len(parts.salt) < _SALT_LENGTH:
            return True
        kind = parts.type, parts.version, parts.length
        costs = parts.memory, parts.passes, parts.lanes
        return (kind, costs) != (
            (Type.ID, _VERSION, _DIGEST_LENGTH),
            (self.memory_cost, self.time_cost, self.parallelism),
        )

    def harden_runtime(self, password: str, encoded: str | None) -> None:
        """Fill the memory that verify() did not, compared with a hash of today's cost.

        All passes of a hash together are what it costs; the passes of the dummy hash
        made here have less memory where verify() has done a part.
        """
        parts = self._parse(encoded)
        spent = parts.memory * parts.passes if parts else 0
        memory = (self.memory_cost * self.time_cost - spent) // self.time_cost
        if memory >= 8 * self.parallelism:
            secret = self.get_bytes(password)
            _hash(secret, b"saltsalt", memory, self.time_cost, self.parallelism)

    def _parse(self, encoded: object) -> _Hash | None:
        """Return the parts of a hash, or None for what is none or costs too much."""
        match = _match(encoded) if isinstance(encoded, str) else None
        try:
            parts = _Hash(match) if match else None
        except ValueError:
            return None
        if parts and self._is_bearable(parts.memory, parts.passes, parts.lanes):
            return parts
        return None

    def _is_bearable(self, memory: int, passes: int, lanes: int) -> bool:
        return (
            1 <= lanes <= _MAX_LANES
            and 1 <= passes <= _MAX_PASSES
            and 8 * lanes <= memory <= self.max_memory_cost
            and memory * passes <= _MAX_WORK
        )


def _hash(
    secret: bytes,
    salt: bytes,
    memory: int,
    passes: int,
    lanes: int,
    length: int = _DIGEST_LENGTH,
    type_: Type = Type.ID,
    version: int = _VERSION,
) -> str:
    return _encode(
        hash_secret_raw(secret, salt, passes, memory, lanes, length, type_, version)
    )


def _encode(data: bytes) -> str:
    return b64encode(data).decode().rstrip("=")


def _decode(text: str) -> bytes:
    return b64decode(text + "=" * (-len(text) % 4))
