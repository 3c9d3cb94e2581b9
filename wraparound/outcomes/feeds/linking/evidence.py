"""How a record of a list and a child compare, in the terms of the rules that hold a machine back. Pure."""

from collections.abc import Collection

from wraparound.outcomes.feeds.linking.apart import Apart
from wraparound.outcomes.index.evidence import births_alike, given_names_alike, names_alike
from wraparound.outcomes.index.rules import Evidence, Likeness


def evidence_of(one: Apart, other: Apart) -> Evidence:
    """Return how two records compare, each standing for all that its sources say."""
    given = given_names_alike(_name(one.given), _name(other.given))
    family = _names(one.family, other.family)
    if given is Likeness.DIFFER and _is_crossed(one, other):
        given = family = Likeness.ALIKE
    return Evidence(
        given_names=given, family_name=family,
        birth=births_alike(one.births, other.births, one.years, other.years),
        sex=_equal(one.sexes, other.sexes), home=_home(one, other),
        nhs=_equal(one.nhs, other.nhs), upn=_equal(one.upn, other.upn),
        telephone=_equal(one.telephone, other.telephone), carer=_equal(one.carer, other.carer),
    )  # fmt: skip


def _names(one: tuple[str, ...], other: tuple[str, ...]) -> Likeness:
    return names_alike(_name(one), _name(other))


def _name(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [words] if words else []


def _is_crossed(one: Apart, other: Apart) -> bool:
    """Say whether given and family name stand in each other's place."""
    if not one.given or not one.family:
        return False
    crossed = _names(one.family, other.given), _names(one.given, other.family)
    return Likeness.DIFFER not in crossed


def _equal(one: Collection[object], other: Collection[object]) -> Likeness:
    if not one or not other:
        return Likeness.UNSAID
    return Likeness.DIFFER if set(one).isdisjoint(other) else Likeness.AGREE


def _home(one: Apart, other: Apart) -> Likeness:
    """One dwelling is one address and one postcode; one of the two alone is a likeness."""
    codes = _equal(one.postcodes, other.postcodes)
    if _equal(one.address, other.address) is Likeness.AGREE:
        return Likeness.AGREE if codes is Likeness.AGREE else Likeness.ALIKE
    return Likeness.ALIKE if codes is Likeness.AGREE else codes


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
