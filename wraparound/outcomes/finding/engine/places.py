"""Postcodes and addresses in one form."""

import re
from hashlib import blake2b
from itertools import pairwise

from .words import fold

_POSTCODE = re.compile(r"^([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})$")
_OUTWARD = re.compile(r"^[A-Z]{1,2}\d[A-Z\d]?$")
_SECTOR = re.compile(r"^([A-Z]{1,2}\d[A-Z\d]?) (\d)$")
_LETTERED = str.maketrans("015", "OIS")
_DIGITED = str.maketrans("OISLZB", "015128")
STREETS = frozenset(
    {"road", "rd", "street", "st", "avenue", "ave", "av", "lane", "ln", "close", "cl", "drive", "dr",
     "crescent", "cres", "place", "pl", "gardens", "gdns", "grove", "gr", "terrace", "terr", "way", "walk",
     "rise", "view", "mews", "square", "sq", "hill", "row", "green", "court", "ct"}
)  # fmt: skip
"""Kinds of street: the word before one is the street's own."""
STREET_KINDS = frozenset(
    {*STREETS, "house", "flat", "apartment", "apt", "the", "of", "and"}
    - {"rise", "view", "mews", "square", "sq", "hill", "row", "green"}
)
"""Words of an address that people leave out or shorten."""
_NUMBERED = re.compile(r"\d+[a-z]?")
_WORD = re.compile(r"[a-z]+")
_LONGER_WORD = re.compile(r"[a-z]{2,}")
_NO_SIGNS = re.compile(r"[^A-Z0-9]+")


def postcode(text: str) -> str:
    """Return a whole postcode as `SK9 1AB`, with letters and digits that look alike put right, or ''."""
    signs = _NO_SIGNS.sub("", text.upper())
    if not 5 <= len(signs) <= 7:
        return ""
    inward = signs[-3].translate(_DIGITED) + signs[-2:].translate(_LETTERED)
    outward = signs[:-3]
    outward = outward[0].translate(_LETTERED) + outward[1:]
    if not _POSTCODE.match(outward + inward):
        outward = outward[0] + outward[1:].translate(_DIGITED)
    return f"{outward} {inward}" if _POSTCODE.match(outward + inward) else ""


def outward(text: str) -> str:
    """Return the outward code of a whole or partial postcode, or ''."""
    if whole := postcode(text):
        return whole.split()[0]
    text = text.upper().strip()
    if match := _SECTOR.match(text):
        return match.group(1)
    return text if _OUTWARD.match(text) else ""


def address(lines: str) -> str:
    """Return what tells dwellings apart: the numbers and the street's own words, sorted; '' when too little.

    `Flat 2, 14 Mill Road` and `14 MILL RD FLAT 2` are alike; a street without any number is no dwelling.
    """
    folded = fold(lines).replace("'", "")
    numbers = _NUMBERED.findall(folded)
    words = [word for word in _LONGER_WORD.findall(folded) if word not in STREET_KINDS]
    if not numbers or not words:
        return ""
    return " ".join([*sorted(numbers), words[0]])


def street(lines: str) -> str:
    """Return the street's own word: `mill` of `Flat 2, 14 Old Mill Road, Wharnby`; '' when there is none."""
    words = _WORD.findall(fold(lines).replace("'", ""))
    for before, word in pairwise(words):
        if word in STREETS and before not in STREET_KINDS:
            return before
    own = [word for word in words if word not in STREET_KINDS and len(word) > 1]
    return own[0] if own else ""


def household(lines: str, code: str) -> int | None:
    """Return a number that is equal for children who share a dwelling, or None when it cannot be told."""
    dwelling = address(lines)
    if not dwelling or not code:
        return None
    return int.from_bytes(blake2b(f"{dwelling} {code}".encode(), digest_size=8).digest(), "big") >> 1
