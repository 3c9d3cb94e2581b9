"""What a person's own agency says of a child, to be put right; and who is like a child to be created."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.dateparse import parse_date

from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.ui.public_ids import made_id
from wraparound.foundation.ui.rules import PartialDate
from wraparound.outcomes.access.queries import findable, sight
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.children.models import Birth, Child, Fact, Name
from wraparound.outcomes.children.services import KINDS
from wraparound.outcomes.children.spelling import shown_name
from wraparound.outcomes.finding.engine.query import from_box
from wraparound.outcomes.finding.engine.words import name_words
from wraparound.outcomes.index.records import THINGS, Line, lines_of

LABELS = {
    "name": "Name", "birth": "Birth", "address": "Address", "telephone": "Telephone",
    "identifier": "Number", "carer": "Who cares for the child", "language": "Language",
}  # fmt: skip
"""The kinds of fact that a person puts right by hand, as the page says them."""


@dataclass(frozen=True)
class OwnFact:
    """One fact of the actor's own agency, in words, with what it replaced."""

    key: UUID
    kind: str
    label: str
    words: str
    before: tuple[tuple[str, Any], ...]


def kinds_open_to(child: Child, *, actor: Actor) -> list[str]:
    """Return the kinds of fact that the actor's sight of the child opens."""
    seen = sight(actor, child.public_id)
    if seen is None:
        return []
    return [
        kind for kind in LABELS
        if seen.sees(Category.WHEREABOUTS if KINDS[kind].IS_WHEREABOUTS else Category.IDENTITY)
    ]  # fmt: skip


def own_facts(child: Child, *, actor: Actor) -> list[OwnFact]:
    """Return what the actor's own agency says of the child now, as far as the actor sees it."""
    found = []
    for kind in kinds_open_to(child, actor=actor):
        said = _own(child, kind, actor).order_by(F("superseded_at").desc(nulls_first=True), "pk")
        earlier = tuple((words_of(fact), fact.superseded_at) for fact in said if fact.superseded_at)
        standing = [fact for fact in said if not fact.superseded_at]
        for place, fact in enumerate(standing):
            before = earlier if place == 0 else ()
            found.append(OwnFact(made_id(fact), kind, LABELS[kind], words_of(fact), before))
    return found


def own_fact(child: Child, kind: str, key: UUID, *, actor: Actor) -> Fact | None:
    """Return one fact of the actor's own agency, standing or replaced since, or None."""
    return next((fact for fact in _own(child, kind, actor) if made_id(fact) == key), None)


def said_now(child: Child, kind: str, *, actor: Actor) -> list[str]:
    """Return in words what the actor's own agency says of a kind now: what somebody else wrote meanwhile."""
    return [words_of(fact) for fact in _own(child, kind, actor).filter(superseded_at__isnull=True)]


def words_of(fact: Fact) -> str:
    """Return a fact in words."""
    things = [thing for thing in THINGS if isinstance(fact, thing.kind)]
    return ", ".join(dict.fromkeys(words for thing in things if (words := thing.words(fact))))


def columns_of(fact: Fact) -> dict[str, Any]:
    """Return a fact as the form that corrects it asks for it."""
    columns = {field.attname: getattr(fact, field.attname) for field in fact._meta.concrete_fields}
    if isinstance(fact, Birth):
        year = PartialDate(fact.year) if fact.year else None
        day = fact.date
        columns["date_of_birth"] = PartialDate(day.year, day.month, day.day) if day else year
    return columns


def _own(child: Child, kind: str, actor: Actor) -> Any:
    return (
        KINDS[kind]
        ._default_manager.filter(source__child=child, source__agency=actor.agency_id)
        .select_related("source")
    )


@dataclass(frozen=True)
class NearLine:
    """Somebody who may be the child to be created, as a search shows a candidate."""

    child_id: int
    lines: tuple[Line, ...]


def near_lines(child_ids: Iterable[int], *, actor: Actor) -> list[NearLine]:
    """Return the near matches as a search shows candidates: names, birth date and sex."""
    shown = findable(actor, child_ids)
    return [
        NearLine(child, tuple(lines_of(child, Category.IDENTITY, actor=actor)[:3]))
        for child in child_ids
        if child in shown
    ]


def typed_before(typed: Mapping[str, str], today: date) -> dict[str, Any]:
    """Return what was typed in the search as the form of a new child starts with it."""
    known = _read_box(typed.get("box", ""), today)
    known |= {
        name: typed[name]
        for name in ("given_names", "family_name", "sex", "address", "postcode", "telephone", "nhs_number",
                     "upn", "carer_given_names", "carer_family_name", "words")
        if typed.get(name)
    }  # fmt: skip
    if born := parse_date(typed.get("date_of_birth", "")):
        known["date_of_birth"] = PartialDate(born.year, born.month, born.day)
    elif typed.get("date_of_birth", "")[:4].isdigit():
        known["date_of_birth"] = PartialDate(int(typed["date_of_birth"][:4]))
    return known


def _read_box(box: str, today: date) -> dict[str, Any]:
    """Return what stands in the box, by field: of several names the last is taken as the family's."""
    query = from_box(box, today)
    named = [word for word in box.split() if set(name_words(word)) & set(query.words)]
    *given, family = [word.title() if word.islower() else word for word in named] or [""]
    known: dict[str, Any] = {
        "given_names": " ".join(given) or family, "family_name": family if given else "", "sex": query.sex,
        "postcode": query.postcode, "telephone": query.telephone, "nhs_number": query.nhs, "upn": query.upn,
    }  # fmt: skip
    if query.birth:
        known["date_of_birth"] = PartialDate(query.birth.year, query.birth.month, query.birth.day)
    elif len(query.years) == 1:
        known["date_of_birth"] = PartialDate(query.years[0])
    return {name: value for name, value in known.items() if value}


def names_in_words(child_id: int) -> str:
    """Return the first name that is known of a child."""
    return name_of_each([child_id])[child_id]


def name_of_each(child_ids: Iterable[int]) -> dict[int, str]:
    """Return the first name that is known of each child, what stands before what stood, in one statement."""
    names = dict.fromkeys(child_ids, NAMELESS)
    said = Name.objects.filter(source__child__in=list(names)).select_related("source")
    for name in said.order_by(F("superseded_at").desc(nulls_first=True), "pk"):
        if str(name) and names[name.source.child_id] == NAMELESS:
            names[name.source.child_id] = shown_name(name)
    return names


NAMELESS = "No name yet"
