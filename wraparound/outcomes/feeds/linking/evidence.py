"""How a record of a list and a child compare, in the terms of the rules that hold a machine back. Pure."""

from dataclasses import replace
from datetime import date
from typing import Any

from wraparound.outcomes.children.said import Said
from wraparound.outcomes.finding.engine.entry import Packed
from wraparound.outcomes.index.evidence import compare
from wraparound.outcomes.index.rules import Evidence, Likeness

_FIELDS = {"N": "nhs", "Q": "upn", "T": "telephone", "G": "carer"}


def evidence_of(one: Packed, other: Packed) -> Evidence:
    """Return how two packed records compare, each standing for all that its sources say."""
    found = compare(_said(one), _said(other))
    if found.given_names is Likeness.DIFFER and _is_crossed(one, other):
        found = replace(found, given_names=Likeness.ALIKE, family_name=Likeness.ALIKE)
    ones, others = _hashes(one), _hashes(other)
    equal: dict[str, Any] = {name: _equal(ones.get(kind), others.get(kind)) for kind, name in _FIELDS.items()}
    return replace(found, **equal, home=_home(found.home, ones.get("A"), others.get("A")))


def _is_crossed(one: Packed, other: Packed) -> bool:
    """Say whether given and family name stand in each other's place."""
    given, family = one.text.split("\t")[0].split(",")
    crossed = Packed(one.text.replace(f"{given},{family}", f"{family},{given}", 1), one.hashes)
    found = compare(_said(crossed), _said(other))
    return Likeness.DIFFER not in (found.given_names, found.family_name) and bool(given and family)


def _said(packed: Packed) -> Said:
    names, born, sex, homes, _ = packed.text.split("\t")
    given, family = names.split(",")
    days = born.split()
    return Said(
        names=((given, family),),
        births=tuple(date.fromordinal(int(day, 36)) for day in days if day[0] != "y"),
        years=tuple(int(day[1:]) for day in days if day[0] == "y"),
        sexes=tuple(sex),
        homes=tuple(("", code, None) for code in homes.split()),
    )


def _hashes(packed: Packed) -> dict[str, set[bytes]]:
    found: dict[str, set[bytes]] = {}
    for token in packed.tokens():
        found.setdefault(chr(token[0]), set()).add(token[1:])
    return found


def _equal(one: set[bytes] | None, other: set[bytes] | None) -> Likeness:
    if not one or not other:
        return Likeness.UNSAID
    return Likeness.AGREE if one & other else Likeness.DIFFER


def _home(codes: Likeness, one: set[bytes] | None, other: set[bytes] | None) -> Likeness:
    """One dwelling is one address and one postcode; one of the two alone is a likeness."""
    dwelling = _equal(one, other)
    if dwelling is Likeness.AGREE and codes is Likeness.ALIKE:
        return Likeness.AGREE
    return Likeness.ALIKE if dwelling is Likeness.AGREE else codes


WORDS: dict[str, tuple[str, str]] = {
    "given_names": ("Same given name", "Given names are alike"),
    "family_name": ("Same family name", "Family names are alike"),
    "birth": ("Same birth date", "Birth dates are alike"),
    "nhs": ("Same NHS number", ""),
    "upn": ("Same pupil number", ""),
    "home": ("Same home", "Same postcode, or same house and street"),
    "telephone": ("Same telephone number", ""),
    "carer": ("A carer of the same name", "Carers' names are alike"),
}


def in_words(evidence: Evidence) -> list[str]:
    """Return what speaks for it, a short sentence each."""
    words = []
    for field, (same, alike) in WORDS.items():
        likeness = getattr(evidence, field)
        if likeness is Likeness.AGREE:
            words.append(f"{same}.")
        elif likeness is Likeness.ALIKE and alike:
            words.append(f"{alike}.")
    return words
