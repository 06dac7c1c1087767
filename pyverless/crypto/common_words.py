"""What passwords are usually made of: words and names, and ways over a keyboard.

Our own list, in lower case and without accents, for `pyverless.crypto.guessing`, which
puts them together, with digits between and letters written as digits. It is imported
when the first password is validated. As text, the words would be a good part of all of
the package; tests/crypto/common_words.txt has them to read and to change.
"""

from __future__ import annotations

from pkgutil import get_data
from zlib import decompress

__all__ = ["TRACKS", "WORDS"]

#: Any three or more characters in a row of one of these are easy, in both directions.
TRACKS: str = r"""
01234567890 abcdefghijklmnopqrstuvwxyz qwertyuiop[] asdfghjkl;' zxcvbnm,./ qwertzuiopu
yxcvbnm azertyuiop qsdfghjklm wxcvbn !@#$%^&*()_+ !"§$%&/()=
1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/ qazwsxedcrfvtgbyhnujmikolp zaq12wsxcde34rfv
zaq1xsw2cde3vfr4bgt5nhy6mju7 1q2w3e4r5t6y7u8i9o0p q1w2e3r4t5y6u7i8o9p0
1a2b3c4d5e6f7g8h9i a1b2c3d4e5f6g7h8i9 1a2s3d4f5g6h7j8k9l a1s2d3f4g5h6j7k8l9
1z2x3c4v5b6n7m z1x2c3v4b5n6m7 qawsedrftgyhujikolp azsxdcfvgbhnjmkl qweasdzxc ewqdsacxz
qweasdzxcrtyfghvbn qscwdvefbrgnthm wsxedcrfv edcrfvtgb rfvtgbyhn 147258369 147852369
741852963 789456123 159357 159753 951753 246810 13579 1029384756 112233445566778899
112358 314159265358979 271828182 102030405060708090 010203040506070809 ицукенгшщзхъ
фывапролджэ ячсмитьбю
"""

#: Words separated by blanks.
WORDS: str = decompress(
    get_data("pyverless.crypto", "common_words.txt.gz") or b"", 31
).decode()
