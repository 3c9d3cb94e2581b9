"""Names as words: folded to plain letters, prefixes joined, placeholders dropped."""

import re
import unicodedata
from functools import lru_cache

SPECIAL = str.maketrans(
    {"ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ŋ": "ng"}
)
JOINED = frozenset({"o", "mc", "mac", "fitz", "st", "abd", "abdul", "abdel", "abdal", "abdur", "abdu", "d"})
"""Prefixes that are written apart or together: always joined to the word that follows."""
ARTICLES = frozenset(
    {"al", "el", "ul", "ur", "ud", "us", "as", "ad", "ar", "bin", "ibn", "bint", "binti", "ben", "van", "der",
     "den", "de", "da", "do", "dos", "das", "la", "le", "du", "von", "di", "del", "della", "ap", "ab",
     "y", "e"}
)  # fmt: skip
"""Particles that people leave out: dropped where another word remains."""
PLACEHOLDERS = frozenset(
    {"baby", "boy", "girl", "infant", "newborn", "unborn", "unnamed", "unknown", "twin", "triplet", "of",
    "nfn",
     "na", "mr", "mrs", "miss", "ms", "master", "dr", "none", "nil", "tbc", "male", "female"}
)  # fmt: skip
"""What stands in a name's place on a form: no name at all."""

_APOSTROPHES = re.compile(r"['’‘`´ʼ]")
_RUN_TOGETHER = re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z]{2})")
_NOT_LETTERS = re.compile(r"[^a-z]+")
_DIGITS = re.compile(r"(?<=[a-z])\d|\d(?=[a-z])")
_LETTERED = str.maketrans("0123456789", "olzeasbtbg")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return `text` in lower case without diacritics; letters that do not decompose get a plain spelling."""
    text = text.lower()
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKD", text.translate(SPECIAL))
    return "".join(sign for sign in text if not unicodedata.combining(sign))


@lru_cache(maxsize=65536)
def name_words(text: str) -> tuple[str, ...]:
    """Return the words of a name, in order.

    `O'Neill` and `O Neill` are one word, `Smith-Jones` and `MaryAnn` two, `al-Hassan` is `hassan`;
    placeholders such as "Baby of" are dropped, and digits that a scanner put for letters are letters again.
    A particle that is the whole name is kept.
    """
    folded = _APOSTROPHES.sub("", fold(_RUN_TOGETHER.sub(" ", text)))
    if not folded.isalpha():
        folded = _DIGITS.sub(lambda digit: digit[0].translate(_LETTERED), folded)
    pieces = _NOT_LETTERS.split(folded)
    words: list[str] = []
    prefix = ""
    for piece in pieces:
        if not piece:
            continue
        if piece in JOINED:
            prefix += piece
            continue
        if prefix.startswith("abd") and piece in ARTICLES:
            continue
        words.append(prefix + piece)
        prefix = ""
    if prefix:
        words.append(prefix)
    named = [word for word in words if word not in PLACEHOLDERS]
    return tuple([word for word in named if word not in ARTICLES] or named)
