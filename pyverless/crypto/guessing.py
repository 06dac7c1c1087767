"""How easily a password is guessed, for `pyverless.crypto.password_validation`.

Whoever guesses passwords begins with usual words, with years and digits behind them,
with rows of keys and with repetitions, not with all letters in turn. So a password is
worth what its parts are, in bits: a word of `common_words` counts as little as two of
the letters that nobody expects, however long it is.
"""

from __future__ import annotations

import re

from pyverless.crypto.common_words import TRACKS, WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["ENOUGH", "fold", "get_bits"]

#: The bits of a password that is not easy: eight letters that nobody expects have more,
#: three words too. Two words have less, even with three digits behind them.
ENOUGH = 32

# The bits of a part. Digits are outer where only digits and punctuation are before or
# behind them: dates and numbers, as nearly everybody adds them. Known are the words in
# the name of the user.
_CHARACTER = 5
_OUTER_DIGIT = 3
_YEAR = 7
_TRACK = 9
_WORD = 11
_SHORT_WORD = 12
_KNOWN_WORD = 4
_REPETITION = 3

# What is easy up to here is not worth looking further into, which would take seconds.
_JUDGED = 128

# A word of so few letters may be there by chance.
_SHORT = 4

_WORDS = frozenset(WORDS.split())
_LONGEST_WORD = max(map(len, _WORDS))
_TRACKS = " ".join((TRACKS + TRACKS[::-1]).split())
_is_outer = re.compile(r"[\W\d_]*").fullmatch
_is_year = re.compile("19[0-9]{2}|20[0-4][0-9]").fullmatch

# Characters that are written for others; two letters may look like 1.
_LOOKS = [
    str.maketrans("0134578@$!|+", "oieastbasiit"),
    str.maketrans("01345769@$!|+", "oleastggaslit"),
]


def fold(text: str) -> str:
    """Return a text without what makes no difference: case, accents, wide letters."""
    from unicodedata import combining, normalize

    folded = normalize("NFKD", text.casefold())
    return "".join(char for char in folded if not combining(char))


def get_bits(text: str, known: Collection[str] = ()) -> int:
    """Return the bits of a folded text, or ENOUGH where it has that many or more.

    `known` are folded words that whoever guesses knows of this user.
    """
    text = text[:_JUDGED]
    texts = [text, *(text.translate(look) for look in _LOOKS)]
    longest = max([_LONGEST_WORD, *map(len, known)])
    bits = [0] + [ENOUGH] * len(text)
    for start in range(len(text)):
        # All parts lead on, so these bits can't become fewer any more.
        if bits[start] < ENOUGH:
            for end, cost in _get_parts(texts, start, longest, known):
                bits[end] = min(bits[end], bits[start] + cost)
    return bits[-1]


def _get_parts(
    texts: list[str], start: int, longest: int, known: Collection[str]
) -> Iterator[tuple[int, int]]:
    """Yield where parts that begin at `start` end, and their bits."""
    text = texts[0]
    yield start + 1, _get_bits_of_character(text, start)
    # Fewer than three characters may be anything by chance.
    for end in range(start + 3, min(start + longest, len(text)) + 1):
        bits = _get_bits_of_part({each[start:end] for each in texts}, known)
        if bits is not None:
            yield end, bits
    for length in range(1, min(start, len(text) - start) + 1):
        if text.startswith(text[start - length : start], start):
            yield start + length, _REPETITION


def _get_bits_of_character(text: str, place: int) -> int:
    is_outer = _is_outer(text[:place]) or _is_outer(text[place + 1 :])
    return _OUTER_DIGIT if is_outer and text[place].isdigit() else _CHARACTER


def _get_bits_of_part(readings: set[str], known: Collection[str]) -> int | None:
    """Return the bits of a part in the cheapest of its readings, None for no part."""
    words = readings | {reading[::-1] for reading in readings}
    if not words.isdisjoint(known):
        return _KNOWN_WORD
    if any(map(_is_year, readings)):
        return _YEAR
    if any(reading in _TRACKS for reading in readings):
        return _TRACK
    if words.isdisjoint(_WORDS):
        return None
    return _WORD if len(words.pop()) > _SHORT else _SHORT_WORD
