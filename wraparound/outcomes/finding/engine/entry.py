"""One child as the index holds it, and its packed record: a line of text, then hashes.

The text has five fields parted by tabs: given words and family words (parted by a comma), birth dates, sex,
postcodes (the present one first), compartment. What is compared for equality alone (identifiers, telephones,
addresses, carers) is kept as a letter and four bytes each; of an address two are the street's and two the
dwelling's. All keys of a child can be made again from its packed record, so nothing else is kept for taking
it out of the index.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import blake2b
from typing import NamedTuple

from . import numbers, places
from .sounds import sound
from .words import name_words

OPEN, EXPECTED, SHIELDED = 0, 1, 2
"""Compartments: for everyone who may search; unborn children; hidden facts and adoption identities."""

NHS, UPN, OWN, TELEPHONE, ADDRESS, CARER = "N", "Q", "S", "T", "A", "G"
"""Kinds of what is compared for equality alone."""

MOST_WORDS = 4
"""Given or family words kept of one child; more would cost the index and find nobody."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything by which a child is found, from every source; sources may disagree."""

    child: int
    compartment: int = OPEN
    names: tuple[tuple[str, str], ...] = ()
    """Given names and family name of every current or former name, the legal one first."""
    births: tuple[date, ...] = ()
    years: tuple[int, ...] = ()
    """Birth years where no date is known."""
    sexes: frozenset[str] = frozenset()
    homes: tuple[tuple[str, str], ...] = ()
    """Address lines and postcode, the present ones first."""
    nhs: tuple[str, ...] = ()
    upn: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    """The numbers that agencies gave."""
    telephones: tuple[str, ...] = ()
    carers: tuple[tuple[str, str], ...] = ()


class Packed(NamedTuple):
    """An entry as it is stored: the line of text, and the hashes of what is compared for equality alone."""

    text: str
    hashes: bytes

    def to_bytes(self) -> bytes:
        """Return the record as it is written to the table."""
        return self.text.encode() + b"\n" + self.hashes

    @classmethod
    def from_bytes(cls, record: bytes) -> "Packed":
        """Return the record read from the table."""
        text, _, hashes = record.partition(b"\n")
        return cls(text.decode(), hashes)

    def kinds(self) -> str:
        """Return which kinds of hashes are held, a letter each."""
        return self.hashes[:: DIGEST + 1].decode()

    def tokens(self) -> list[bytes]:
        """Return the hashes one by one, each with the letter of its kind."""
        step = DIGEST + 1
        return [self.hashes[at : at + step] for at in range(0, len(self.hashes), step)]


def filed_as(child: int, compartment: int) -> int:
    """Return the number that an entry is stored under: a shielded entry stands beside the open one."""
    return -abs(child) if compartment == SHIELDED else abs(child)


DIGEST = 4
"""Bytes of a digest: the 32 bits of a key."""


@cache
def hasher(compartment: int) -> Callable[[str], bytes]:
    """Return what gives the 32 bits that stand for some content in one compartment and in no other."""
    salted = blake2b(str(compartment).encode(), digest_size=DIGEST)

    def of(content: str) -> bytes:
        begun = salted.copy()
        begun.update(content.encode())
        return begun.digest()

    return of


def digest(compartment: int, content: str) -> bytes:
    """Return 32 bits that stand for `content` in one compartment and in no other."""
    return hasher(compartment)(content)


def carer_content(given_names: str, family_name: str) -> str:
    """Return what two spellings of one carer have in common, or '' for a single name."""
    codes = sorted({sound(word) for word in name_words(f"{given_names} {family_name}")})
    return " ".join(codes) if len(codes) > 1 else ""


def _equal_only(entry: Entry) -> Iterable[tuple[str, str]]:
    yield from ((NHS, value) for value in map(numbers.nhs, entry.nhs))
    yield from ((UPN, value) for value in map(numbers.upn, entry.upn))
    yield from ((OWN, value) for value in map(numbers.own, entry.own))
    yield from ((TELEPHONE, value) for value in map(numbers.telephone, entry.telephones))
    yield from ((CARER, carer_content(*carer)) for carer in entry.carers)


def street_digest(compartment: int, street: str) -> bytes:
    """Return two bytes that stand for how a street's own word sounds."""
    return digest(compartment, ADDRESS + sound(street))[:2]


def dwelling_digest(compartment: int, dwelling: str) -> bytes:
    """Return two bytes that stand for a dwelling of a street; zeros where no number is known."""
    return digest(compartment, ADDRESS + dwelling)[:2] if dwelling else b"\0\0"


def _home_tokens(entry: Entry) -> Iterable[bytes]:
    for lines, _ in entry.homes:
        if street := places.street(lines):
            dwelling = dwelling_digest(entry.compartment, places.address(lines))
            yield ADDRESS.encode() + street_digest(entry.compartment, street) + dwelling


def base36(number: int) -> str:
    """Return a number in base 36, the shortest that `int(…, 36)` reads."""
    signs = ""
    while number:
        number, digit = divmod(number, 36)
        signs = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + signs
    return signs or "0"


def pack(entry: Entry) -> Packed:
    """Return the packed record of an entry."""
    given = dict.fromkeys(word for names, _ in entry.names for word in name_words(names))
    family = dict.fromkeys(word for _, name in entry.names for word in name_words(name))
    births = dict.fromkeys(base36(day.toordinal()) for day in entry.births)
    years = [f"y{year}" for year in dict.fromkeys(entry.years) if year not in {d.year for d in entry.births}]
    postcodes = dict.fromkeys(places.postcode(code).replace(" ", "") for _, code in entry.homes)
    text = "\t".join(
        (
            " ".join(list(given)[:MOST_WORDS]) + "," + " ".join(list(family)[:MOST_WORDS]),
            " ".join([*births, *years]),
            "".join(sorted(entry.sexes & {"M", "F"})),
            " ".join(code for code in postcodes if code),
            str(entry.compartment),
        )
    )
    hashes = dict.fromkeys(_home_tokens(entry)) | dict.fromkeys(
        kind.encode() + digest(entry.compartment, kind + value) for kind, value in _equal_only(entry) if value
    )
    return Packed(text, b"".join(hashes))
