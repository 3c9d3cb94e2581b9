"""What many agencies' facts come to: the name in use, the birth, and the ages that rules turn on. Pure."""

import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from wraparound.foundation.ui.rules import PartialDate
from wraparound.outcomes.children.models import Birth, Fact, Involvement, Name
from wraparound.outcomes.children.spelling import is_in_one_case, shown_name, shown_parts

F = TypeVar("F", bound=Fact)

BY_HAND = "hand-"
"""How the number begins of a record that an agency keeps here alone: no list of its own system holds it."""

ADULT_AGE, LAST_AGE = 18, 25
"""At 18 a record leaves search; with open work or the person's consent, at 25 (access.md section 4.5)."""


def years_before(day: date, years: int) -> date:
    """Return the day of birth of somebody who turns `years` on `day`."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


@dataclass(frozen=True)
class Label:
    """How one child is told from others in a list: what a shield leaves, and no more.

    `born` is a date, or a part of one when only the year is known, or None; `expected` is for the unborn.
    """

    child_id: int
    public_id: UUID
    number: str
    name: str
    other_names: tuple[str, ...]
    born: date | PartialDate | None
    expected: date | None
    sex: str
    died_on: date | None

    @property
    def sex_words(self) -> str:
        """The sex in words."""
        return Birth.Sex(self.sex).label


def most_said(facts: Iterable[F], key: Callable[[F], Hashable]) -> list[list[F]]:
    """Return the facts grouped by what they say, the one that most agencies say first, then the newest.

    Within a group the newest comes first. One agency counts once, however often it says a thing.
    """
    groups: dict[Hashable, list[F]] = {}
    for fact in sorted(facts, key=lambda fact: (fact.said_at, fact.pk), reverse=True):
        groups.setdefault(key(fact), []).append(fact)
    return sorted(
        groups.values(),
        key=lambda group: (len({f.source.agency_id for f in group}), group[0].said_at, group[0].pk),
        reverse=True,
    )


def same_words(*words: str) -> str:
    """Return a key under which two spellings of one thing are equal: case, spaces and marks aside."""
    return " ".join(re.sub(r"[^\w]+", " ", word.casefold()).strip() for word in words)


def name_in_use(names: Iterable[Name]) -> str:
    """Return the name as the child uses it: known as, with the family name that most agencies give."""
    by_kind: dict[str, list[Name]] = {}
    for name in names:
        by_kind.setdefault(name.kind, []).append(name)
    chosen = {kind: shown_parts(_spelling(most_said(said, _name_key)[0])) for kind, said in by_kind.items()}
    nothing = ("", "")
    given, family = chosen.get(Name.Kind.LEGAL) or chosen.get(Name.Kind.FORMER) or nothing
    known_as, known_family = chosen.get(Name.Kind.KNOWN_AS) or nothing
    return f"{known_as or given} {known_family or family}".strip() or "Name not known"


def other_names(names: Iterable[Name], in_use: str) -> tuple[str, ...]:
    """Return every other way in which agencies name the child, each once."""
    groups = most_said(names, _name_key)
    said = {same_words(str(group[0])): shown_name(_spelling(group)) for group in groups}
    said.pop(same_words(in_use), None)
    return tuple(words for words in said.values() if words)


def birth_in_use(births: Iterable[Birth]) -> Birth | None:
    """Return what most agencies say of the birth: a date before a year, a year before an expected date."""
    births = list(births)
    for said in (
        [b for b in births if b.date],
        [b for b in births if b.year],
        [b for b in births if b.expected_date],
        births,
    ):
        if said:
            return most_said(said, lambda b: (b.date, b.year, b.expected_date))[0][0]
    return None


def born_words(birth: Birth | None) -> date | PartialDate | None:
    """Return the date of birth as far as it is known."""
    if birth is None:
        return None
    return birth.date or (PartialDate(birth.year) if birth.year else None)


def sex_in_use(births: Iterable[Birth]) -> str:
    """Return the sex that most agencies say, where any does."""
    said = [birth for birth in births if birth.sex != Birth.Sex.UNKNOWN]
    return most_said(said, lambda birth: birth.sex)[0][0].sex if said else Birth.Sex.UNKNOWN


def _spelling(said: list[Name]) -> Name:
    """Return, of one name as it was said, the newest that tells which letters are capitals, or the newest."""
    return next((name for name in said if not is_in_one_case(name)), said[0])


def _name_key(name: Name) -> str:
    return same_words(name.given_names, "/", name.family_name)


def is_quiet(work: Involvement) -> bool:
    """Say whether the service is sensitive, also one that was not said to be when the list was sent."""
    service = work.team.service if work.team else None
    return work.is_sensitive or bool(service and service.is_sensitive)
