"""The keys under which a child is filed, and those that a look-up probes with what each would prove.

A key is 32 bits of a hash of a kind, some contents and the compartment. Equal keys mean a candidate and no
more: among 10^8 keys some are equal by chance, so what a key seems to prove is checked against the record
when it is scored.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import pairwise, product
from struct import Struct

from . import dates, numbers
from .entry import (
    ADDRESS,
    CARER,
    NHS,
    OWN,
    TELEPHONE,
    UPN,
    Packed,
    carer_content,
    hasher,
    street_digest,
)
from .nicknames import forms_of
from .query import Query
from .sounds import misheard, sound, sounds
from .vocabulary import Vocabulary

PAIR, PAIR_YEAR, WORD_DATE, INITIALS_DATE, WORD_YEAR = "P", "Y", "W", "I", "O"
POSTCODE, OUTWARD, STREET = "C", "U", "R"
CROWDED = frozenset((PAIR, PAIR_YEAR, WORD_YEAR, OUTWARD, STREET))
"""Kinds of key under which many children may stand."""

HOME = ADDRESS.encode()
Key = tuple[str, int]
"""The letter of a kind, and 32 bits as a signed number."""
Probes = dict[Key, int]
"""The keys of a look-up, each with the evidence that finding it proves."""

INITIAL_LETTERS = "AFHJKLMNPRSTX0"
"""The letters with which sounds begin."""
WORDS = 6
"""Name words of a look-up that evidence is kept of: a bit each when heard as typed, a bit when repaired."""
HEARD, REPAIRED = 1, 1 << WORDS
(
    DATE, SLIP, YEAR, NEAR_YEAR, INITIALS, AT_POSTCODE, AT_OUTWARD,
    AT_STREET, HAS_NHS, HAS_REPAIRED, HAS_UPN, HAS_OWN, HAS_TELEPHONE, HAS_CARER,
) = (1 << (2 * WORDS + place) for place in range(14))  # fmt: skip

WORTH = {
    DATE: 12, SLIP: 8, YEAR: 4, NEAR_YEAR: 1.5, INITIALS: 4, AT_POSTCODE: 11, AT_OUTWARD: 5, 
    AT_STREET: 10, HAS_NHS: 27,
    HAS_REPAIRED: 18, HAS_UPN: 27, HAS_OWN: 14, HAS_TELEPHONE: 15, HAS_CARER: 13,
}  # fmt: skip
"""Roughly how many bits each piece of evidence is worth: it only chooses whose records are read."""


@lru_cache(maxsize=65536)
def worth(evidence: int) -> float:
    """Return how promising a candidate with this evidence is."""
    total = sum(value for bit, value in WORTH.items() if evidence & bit)
    for place in range(WORDS):
        total += 9 if evidence & (HEARD << place) else 6 if evidence & (REPAIRED << place) else 0
    return total


NAMED = DATE - 1
"""All bits of name words."""


def rivals(evidence: int) -> bool:
    """Say whether a candidate with this evidence may be a twin of another, or bears the same number."""
    return bool(evidence & (HAS_NHS | HAS_UPN)) or bool(evidence & DATE and evidence & NAMED)


# --- Filing a child ---


_NUMBER = Struct(">i").unpack


def _ends(code: str) -> str:
    """Return how a sound begins and ends: what is left of a single name that was misheard in the middle."""
    return f"{code[0]}-{code[-1]}"


def _pairs(given: list[str], family: list[str]) -> list[tuple[str, str]]:
    """Return the pairs of sounds a child is known by; a child with one name is paired with nothing."""
    if not given or not family:
        words = given or family
        return list(pairwise(words)) or [(words[0], "")] if words else []
    return list(product(given, family))


def _name_keys(given: list[str], family: list[str], births: list[date], years: list[int]) -> Iterator[str]:
    """Yield what names and births alone file a child under; middle names cost two keys each, no more.

    The first two given names are a pair as well: who has a father's and a grandfather's name after their own
    is often known by the first of them. A single name is filed by how it begins and ends besides.
    """
    words = [*given, *family]
    for year in years:
        if len(given) > 1:
            yield f"{PAIR_YEAR}{' '.join(sorted(given[:2]))} {year}"
        if len(words) == 1:
            yield f"{WORD_YEAR}{_ends(words[0])} {year}"
    for at, (one, other) in enumerate(_pairs(given, family)):
        pair = " ".join(sorted((one, other)))
        is_main = at < len(family) or not family
        if is_main:
            yield PAIR + pair
        for year in years:
            yield f"{PAIR_YEAR}{pair} {year}"
            if is_main and other:
                yield f"{WORD_YEAR}{one} {other[0]} {year}"
                yield f"{WORD_YEAR}{other} {one[0]} {year}"
        for birth in births if is_main else ():
            yield f"{INITIALS_DATE}{''.join(sorted(one[:1] + other[:1]))} {birth.toordinal()}"
    for word, birth in product({*given, *family}, births):
        yield f"{WORD_DATE}{word} {birth.toordinal()}"


def keys_of(packed: Packed) -> list[Key]:
    """Return the keys that a packed record is filed under. Pure: safe to spread over processes."""
    names, born, _, places, compartment = packed.text.split("\t")
    salt = int(compartment)
    given_part, family_part = names.split(",")
    given = list(dict.fromkeys(sound(word) for word in given_part.split()))
    family = list(dict.fromkeys(sound(word) for word in family_part.split()))
    births = [date.fromordinal(int(day, 36)) for day in born.split() if day[0] != "y"]
    years = list(
        dict.fromkeys([day.year for day in births] + [int(y[1:]) for y in born.split() if y[0] == "y"])
    )
    contents = set(_name_keys(given, family, births, years))
    contents.update(POSTCODE + code for code in places.split())
    for code in places.split()[:1]:
        contents.update(f"{OUTWARD}{code[:-3]} {word}" for word in {*given[:1], *family[:2]})
    tokens = packed.tokens()
    for token in [token for token in tokens if token[:1] == HOME][:1]:
        contents.update(f"{STREET}{token[1:3].hex()} {word}" for word in {*given[:1], *family[:1]})
    hashed = hasher(salt)
    digests = [(content[0], hashed(content)) for content in sorted(contents)]
    digests += [(chr(token[0]), token[1:]) for token in tokens if token[:1] != HOME]
    return [(kind, _NUMBER(code)[0]) for kind, code in digests]


# --- Looking up ---


class _Gathered:
    """The keys of a look-up as they gather: key to evidence, with the best evidence kept."""

    def __init__(self, compartments: Iterable[int]) -> None:
        self.compartments = tuple(compartments)
        self.hashers = [hasher(compartment) for compartment in self.compartments]
        self.keys: Probes = {}

    def add(self, content: str, evidence: int) -> None:
        """Probe for `content` in every compartment; finding it there proves `evidence`."""
        kind, keys = content[0], self.keys
        for hashed in self.hashers:
            key = kind, _NUMBER(hashed(content))[0]
            keys[key] = keys.get(key, 0) | evidence


MOST_VARIANTS = 6
Variant = tuple[str, int]
"""A sound, and the bit that finding it proves."""


def variants(word: str, place: int, vocabulary: Vocabulary) -> list[Variant]:
    """Return the sounds a typed word may stand for: heard as typed first, then forms and neighbours."""
    heard, repaired = HEARD << place, REPAIRED << place
    primary, secondary = sounds(word)
    found: dict[str, int] = {primary: heard, secondary: heard}
    for code in misheard(primary):
        found.setdefault(code, repaired)
    for known in vocabulary.neighbours(word) if len(word) > 2 else ():
        found.setdefault(known.sound, repaired)
    for part in vocabulary.parts(word):
        found.setdefault(sound(part), repaired)
    known_forms = [form for form in forms_of(word) if form in vocabulary]
    for form in sorted(known_forms, key=vocabulary.share, reverse=True)[:5]:
        found.setdefault(sound(form), repaired)
    return list(found.items())[:MOST_VARIANTS]


def probes(query: Query, compartments: Iterable[int], vocabulary: Vocabulary) -> Probes:
    """Return the keys to probe for a look-up, each with the evidence that a hit proves."""
    gathered = _Gathered(compartments)
    words = list(dict.fromkeys(query.names))[:WORDS]
    heard = [variants(word, place, vocabulary) for place, word in enumerate(words)]
    if len(query.given) > 1:
        heard[0].append((sound("".join(query.given[:2])), REPAIRED))
    _number_probes(query, gathered)
    _place_probes(query, heard, gathered)
    _word_probes(query, heard, gathered)
    for one in range(len(heard)):
        for other in range(one + 1, len(heard)):
            _pair_probes(query, heard[one], heard[other], gathered)
    return gathered.keys


def _number_probes(query: Query, gathered: _Gathered) -> None:
    if query.nhs:
        gathered.add(NHS + query.nhs, HAS_NHS)
        for number in numbers.nhs_repairs(query.nhs):
            gathered.add(NHS + number, HAS_REPAIRED)
    if query.upn:
        gathered.add(UPN + query.upn, HAS_UPN)
        for number in numbers.upn_repairs(query.upn):
            gathered.add(UPN + number, HAS_REPAIRED)
    if query.own:
        gathered.add(OWN + query.own, HAS_OWN)
    if query.telephone:
        gathered.add(TELEPHONE + query.telephone, HAS_TELEPHONE)
    if any(query.carer) and (content := carer_content(*query.carer)):
        gathered.add(CARER + content, HAS_CARER)


def _place_probes(query: Query, heard: list[list[Variant]], gathered: _Gathered) -> None:
    if query.postcode:
        gathered.add(POSTCODE + query.postcode.replace(" ", ""), AT_POSTCODE | AT_OUTWARD)
    for compartment in gathered.compartments if query.street else ():
        street = street_digest(compartment, query.street).hex()
        for word in heard:
            for code, bit in word:
                gathered.add(f"{STREET}{street} {code}", AT_STREET | bit)
    if query.outward:
        for word in heard:
            for code, bit in word:
                gathered.add(f"{OUTWARD}{query.outward} {code}", AT_OUTWARD | bit)


def _word_probes(query: Query, heard: list[list[Variant]], gathered: _Gathered) -> None:
    if query.birth is not None:
        days = [(query.birth, DATE | YEAR)]
        days += [
            (day, SLIP | (YEAR if day.year == query.birth.year else 0)) for day in dates.slips(query.birth)
        ]
        for word in heard:
            for at, (code, bit) in enumerate(word):
                for day, evidence in days[: 1 if at else 9]:
                    gathered.add(f"{WORD_DATE}{code} {day.toordinal()}", bit | evidence)
    if len(heard) == 1:
        _lone_probes(query, heard[0], gathered)


def _years(query: Query) -> list[tuple[int, int]]:
    """Return the years to probe, each with what it proves: those typed, and beside a single one its next."""
    years = [(year, YEAR) for year in query.years]
    if len(years) == 1:
        years += [(years[0][0] + step, NEAR_YEAR) for step in (1, -1)]
    return years


def _lone_probes(query: Query, word: list[Variant], gathered: _Gathered) -> None:
    """Probe for a word typed alone: it may be all the child has, or one of two names."""
    heard, bit = word[0]
    gathered.add(f"{PAIR} {heard}", bit)
    for (code, bit), (year, evidence) in product(word, _years(query)):
        gathered.add(f"{PAIR_YEAR} {code} {year}", bit | evidence)
        gathered.add(f"{WORD_YEAR}{_ends(code)} {year}", INITIALS | evidence)
    if query.birth is None:
        return
    for initial in {code[0] for code, _ in word[:3]}:
        for letter in ("", *INITIAL_LETTERS):
            pair = "".join(sorted(initial + letter))
            gathered.add(f"{INITIALS_DATE}{pair} {query.birth.toordinal()}", INITIALS | DATE | YEAR)


def _pair_probes(query: Query, one: list[Variant], other: list[Variant], gathered: _Gathered) -> None:
    years = _years(query)
    for (at, (a, a_bit)), (bt, (b, b_bit)) in product(enumerate(one), enumerate(other)):
        if at and bt and at + bt > 3:
            continue
        pair = " ".join(sorted((a, b)))
        if not at or not bt:
            gathered.add(PAIR + pair, a_bit | b_bit)
        for year, evidence in years[: None if not (at or bt) else len(query.years)]:
            gathered.add(f"{PAIR_YEAR}{pair} {year}", a_bit | b_bit | evidence)
    for word, beside in ((one, other), (other, one)):
        initials = dict.fromkeys(code[0] for code, _ in beside[:3])
        for at, (code, bit) in enumerate(word[:3]):
            for initial, year in product(beside[0][0][0] if at else initials, query.years):
                gathered.add(f"{WORD_YEAR}{code} {initial} {year}", bit | YEAR)
    if query.birth is not None:
        for letters in {"".join(sorted(a[:1] + b[:1])) for (a, _), (b, _) in product(one[:3], other[:3])}:
            gathered.add(f"{INITIALS_DATE}{letters} {query.birth.toordinal()}", INITIALS | DATE | YEAR)
