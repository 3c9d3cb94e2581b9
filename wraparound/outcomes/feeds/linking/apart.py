"""A packed record taken apart into what two records are compared by. Pure."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from wraparound.outcomes.finding.engine.entry import Packed

NO_DWELLING = b"\0\0"
"""How a home token ends whose street has no number: a street is not a dwelling."""
_FIELDS = {"N": "nhs", "Q": "upn", "T": "telephone", "A": "address", "G": "carer"}


@dataclass(frozen=True, slots=True)
class Apart:
    """What a record says: words, dates, codes, and hashes of what is compared for equality alone."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    births: tuple[date, ...]
    years: tuple[int, ...]
    """Birth years where no date is known."""
    sexes: str
    postcodes: tuple[str, ...]
    """Without the space, the present one first."""
    nhs: tuple[bytes, ...] = ()
    upn: tuple[bytes, ...] = ()
    telephone: tuple[bytes, ...] = ()
    address: tuple[bytes, ...] = ()
    carer: tuple[bytes, ...] = ()


@lru_cache(maxsize=16_384)
def apart(packed: Packed) -> Apart:
    """Return what a packed record says, taken apart."""
    names, born, sex, homes, _ = packed.text.split("\t")
    given, _, family = names.partition(",")
    days = born.split()
    hashes: dict[str, tuple[bytes, ...]] = {}
    for token in packed.tokens():
        name = _FIELDS.get(chr(token[0]))
        if name and not (name == "address" and token.endswith(NO_DWELLING)):
            hashes[name] = (*hashes.get(name, ()), token[1:])
    return Apart(
        given=tuple(given.split()), family=tuple(family.split()),
        births=tuple(date.fromordinal(int(day, 36)) for day in days if day[0] != "y"),
        years=tuple(int(day[1:]) for day in days if day[0] == "y"),
        sexes=sex.replace("U", ""), postcodes=tuple(homes.split()), **hashes,
    )  # fmt: skip
