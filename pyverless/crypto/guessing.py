"""How easily a password is guessed, for `pyverless.crypto.password_validation`.

Whoever guesses passwords begins with usual words, with years and digits behind them,
with rows of keys and with repetitions, not with all letters in turn. So a password is
worth what its parts are, as a number of bits: a word of `common_words` counts as one of
two thousand, however long it is, and any other character as one of thirty.
"""

from __future__ import annotations

import re

from pyverless.crypto.common_words import TRACKS, WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["ENOUGH", "fold", "get_bits"]

#: The bits of a password that is not easy. Ten digits have less, three words have them.
ENOUGH = 32

# The bits of a part.
_CHARACTER = 5
_OUTER_DIGIT = 3
_YEAR = 7
_TRACK = 9
_WORD = 12
_KNOWN_WORD = 4
_REPETITION = 3

_WORDS = frozenset(WORDS.split())
_LONGEST_WORD = max(map(len, _WORDS))
_TRACKS = f"{TRACKS} {TRACKS[::-1]}"
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


def get_bits(text: str, known: Collection[str] = ()) -> float:
    """Return the bits of a folded text, or ENOUGH where it has that many or more.

    `known` are folded words that whoever guesses knows of this user.
    """
    texts = [text, *(text.translate(look) for look in _LOOKS)]
    longest = max([_LONGEST_WORD, *map(len, known)])
    bits = [0.0] + [ENOUGH] * len(text)
    for start, spent in enumerate(bits[:-1]):
        # bits[start] can't change any more: all parts lead on.
        spent = bits[start]
        if spent >= ENOUGH:
            continue
        for end, cost in _get_parts(texts, start, longest, known):
            bits[end] = min(bits[end], spent + cost)
    return bits[-1]


def _get_parts(
    texts: list[str], start: int, longest: int, known: Collection[str]
) -> Iterator[tuple[int, int]]:
    """Yield where parts that begin at `start` end, and their bits."""
    text = texts[0]
    is_outer = _is_outer(text[:start]) or _is_outer(text[start + 1 :])
    is_cheap = is_outer and text[start].isdigit()
    yield start + 1, _OUTER_DIGIT if is_cheap else _CHARACTER
    for end in range(start + 3, min(start + longest, len(text)) + 1):
        if (cost := _get_cost({each[start:end] for each in texts}, known)) is not None:
            yield end, cost
        elif _is_year(text[start:end]):
            yield end, _YEAR
        elif text[start:end] in _TRACKS:
            yield end, _TRACK
    for length in range(1, min(start, len(text) - start) + 1):
        if text[start - length : start] == text[start : start + length]:
            yield start + length, _REPETITION


def _get_cost(readings: set[str], known: Collection[str]) -> int | None:
    """Return the bits of a word in one of its readings, None where it is no word."""
    readings |= {reading[::-1] for reading in readings}
    if not readings.isdisjoint(known):
        return _KNOWN_WORD
    return None if readings.isdisjoint(_WORDS) else _WORD
