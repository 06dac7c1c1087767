"""Whether a new password is good enough.

As NIST SP 800-63B §5.1.1.2 has it: a password must be long enough, and not one that is
guessed first. There are no rules about capitals, digits and punctuation, which make
people write "Password1!", and none about when to change it.
https://pages.nist.gov/800-63-3/sp800-63b.html#memsecret
"""

from __future__ import annotations

import re

from pyverless.config import settings
from pyverless.exceptions import BadRequestError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyverless.types import ErrorDetail

__all__ = ["MAX_LENGTH", "validate_password"]

#: Nobody types more; who sends more wants to keep the function busy.
MAX_LENGTH = 4096

# What is longer is no name.
_LONGEST_NAME = 64


def validate_password(
    password: object,
    *,
    similar_to: str | Iterable[str | None] = (),
    field: str = "password",
) -> None:
    """Raise BadRequestError with all faults of a password for a new account or change.

    `similar_to` is what others know of the user: name, e-mail address, name of the
    service; a text, or several. `field` is the key of the body that the faults
    point to. The codes are `password_too_short` (see the setting PASSWORD_MIN_LENGTH),
    `password_too_long`, `password_too_common`, `password_too_similar`, and `invalid`
    for what is not text.

    Call it where an account is opened or a password changed, never to log in: nobody
    could log in any more whose password was good enough before.
    """
    from pyverless.http.problems import pointer

    # The characters of a text are no names.
    names = [similar_to] if isinstance(similar_to, str) else similar_to
    errors: list[ErrorDetail] = [
        {"pointer": pointer(field), "detail": sentence, "code": code}
        for code, sentence in _find_faults(password, names)
    ]
    if errors:
        message = errors[0]["detail"] if len(errors) == 1 else None
        raise BadRequestError(
            message or "The password is not good enough.", field=field, errors=errors
        )


def _find_faults(
    password: object, names: Iterable[str | None]
) -> Iterator[tuple[str, str]]:
    """Yield codes and sentences."""
    if not isinstance(password, str):
        yield "invalid", "The password must be text."
    elif len(password) > MAX_LENGTH:
        yield "password_too_long", f"Use at most {MAX_LENGTH} characters."
    else:
        if len(password) < settings.PASSWORD_MIN_LENGTH:
            least = settings.PASSWORD_MIN_LENGTH
            yield "password_too_short", f"Use at least {least} characters."
        yield from _find_guesses(password, names)


def _find_guesses(
    password: str, names: Iterable[str | None]
) -> Iterator[tuple[str, str]]:
    from pyverless.crypto.guessing import ENOUGH, fold, get_bits

    text = fold(password)
    bits = get_bits(text)
    # Cut before it is folded, which takes long for texts that are made for it.
    short = [fold(name[:_LONGEST_NAME]) for name in names if name]
    known = {part for name in short for part in _split(name)}
    if bits < ENOUGH:
        yield "password_too_common", "This password is easy to guess."
    if known and get_bits(text, known) < bits:
        sentence = "This password is too similar to your name or e-mail address."
        yield "password_too_similar", sentence


def _split(name: str) -> Iterator[str]:
    """Yield a folded name and its parts."""
    yield name
    yield from re.split(r"[\W_]+", name)
