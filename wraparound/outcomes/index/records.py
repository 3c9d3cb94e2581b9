"""What a record says, line by line, as far as categories open it: for pages that show it beside another."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils import timezone

from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.queries import quiet_agencies
from wraparound.foundation.ui.rules import date_words, telephone_words
from wraparound.outcomes.access.queries import hidden_by_a_siblings_shield
from wraparound.outcomes.access.rules import Category
from wraparound.outcomes.card.rules import ANOTHER
from wraparound.outcomes.children.models import (
    Address,
    Birth,
    Carer,
    Fact,
    Identifier,
    Involvement,
    Language,
    Name,
    Setting,
    SourceRecord,
    Telephone,
)
from wraparound.outcomes.children.rules import is_quiet

SECTORS = {Identifier.Scheme.NHS: "health", Identifier.Scheme.UPN: "education"}
"""Whose sector sees which number (access.md section 2); the agency that said it sees its own."""


@dataclass(frozen=True)
class Line:
    """One thing that a record says: its label, what each source says, and who said it when.

    `is_open` is False where the categories do not open it: nothing of it is in `values`.
    """

    label: str
    values: tuple[str, ...]
    said: tuple[str, ...] = ()
    is_open: bool = True


@dataclass(frozen=True)
class Thing:
    """How one label is read: the kind of fact, the category that opens it, and its words."""

    label: str
    kind: type[Fact]
    category: Category
    words: Callable[[Any], str]
    only: tuple[tuple[str, Any], ...] = ()


def _name(name: Name) -> str:
    also = "" if name.kind == Name.Kind.LEGAL else f" ({name.get_kind_display().lower()})"
    return f"{name}{also}"


def _birth(birth: Birth) -> str:
    if birth.date:
        return f"{date_words(birth.date)} ({birth.get_status_display().lower()})"
    if birth.expected_date:
        return f"expected {date_words(birth.expected_date)}"
    return f"{birth.year}, day not known" if birth.year else ""


def _sex(birth: Birth) -> str:
    return "" if birth.sex == Birth.Sex.UNKNOWN else birth.get_sex_display()


def _address(home: Address) -> str:
    where = ", ".join(part for part in (home.lines, home.postcode) if part)
    kind = "" if home.kind == Address.Kind.HOME else home.get_kind_display()
    return f"{where} ({kind.lower()})" if where and kind else where or kind


def _carer(carer: Carer) -> str:
    return f"{carer}, {carer.relation}" if carer.relation else str(carer)


def _language(language: Language) -> str:
    interpreter = f"interpreter: {language.interpreter}" if language.interpreter else ""
    return ", ".join(part for part in (language.first_language, interpreter) if part)


def _service(work: Involvement) -> str:
    if is_quiet(work):
        return ""
    until = f" until {date_words(work.involved_until)}" if work.involved_until else ""
    since = f" since {date_words(work.involved_from)}" if work.involved_from else ""
    return f"{work.team or work.as_written}{since}{until}"


THINGS = (
    Thing("Names", Name, Category.IDENTITY, _name),
    Thing("Date of birth", Birth, Category.IDENTITY, _birth),
    Thing("Sex", Birth, Category.IDENTITY, _sex),
    Thing("Address", Address, Category.WHEREABOUTS, _address),
    Thing("Telephone", Telephone, Category.WHEREABOUTS, lambda fact: telephone_words(fact.number)),
    Thing("School", Setting, Category.WHEREABOUTS, lambda fact: str(fact.agency or fact.as_written),
          (("kind", "school"),)),
    Thing("General practice", Setting, Category.WHEREABOUTS, lambda fact: str(fact.agency or fact.as_written),
          (("kind", "practice"),)),
    Thing("NHS number", Identifier, Category.PARTICULARS, lambda fact: fact.value, (("scheme", "nhs"),)),
    Thing("Pupil number", Identifier, Category.PARTICULARS, lambda fact: fact.value, (("scheme", "upn"),)),
    Thing("Who cares for the child", Carer, Category.PARTICULARS, _carer),
    Thing("Language", Language, Category.PARTICULARS, _language),
    Thing("Services", Involvement, Category.INVOLVEMENT, _service),
)  # fmt: skip


def lines_of(child_id: int, categories: Category, *, actor: Actor) -> list[Line]:
    """Return what a record says in the order of `THINGS`; what is not open looks as if none were held.

    What would tell where a shielded brother or sister lives is left out.
    """
    hidden = hidden_by_a_siblings_shield(actor, child_id)
    return [_line(thing, child_id, categories, actor, hidden.get(thing.kind, set())) for thing in THINGS]


def _line(thing: Thing, child_id: int, categories: Category, actor: Actor, hidden: set[int]) -> Line:
    if not categories & thing.category:
        return Line(thing.label, (), is_open=False)
    facts = thing.kind._default_manager.filter(
        source__child=child_id, superseded_at__isnull=True, **dict(thing.only)
    ).exclude(pk__in=hidden)
    also = ("team__service",) if thing.kind is Involvement else ()
    facts = facts.select_related("source__agency", *also).order_by(F("said_at").desc(), "pk")
    if thing.kind is Identifier and not _sees_number(thing, actor):
        facts = facts.filter(source__agency=actor.agency_id)
    said: dict[str, list[str]] = {}
    quiet = set(quiet_agencies()) - {actor.agency_id}
    for fact in facts:
        if words := thing.words(fact):
            said.setdefault(words, []).append(_who(fact, quiet))
    return Line(thing.label, tuple(said), tuple("; ".join(dict.fromkeys(who)) for who in said.values()))


def _sees_number(thing: Thing, actor: Actor) -> bool:
    return SECTORS[dict(thing.only)["scheme"]] == actor.sector


def _who(fact: Fact, quiet: set[int]) -> str:
    agency = ANOTHER if fact.source.agency_id in quiet else fact.source.agency
    return f"{agency}, {date_words(timezone.localdate(fact.said_at))}"


def agencies_of(child_ids: Iterable[int]) -> list[str]:
    """Return the names of the agencies that hold a record of any of the children, but the quiet ones."""
    found = SourceRecord.objects.filter(child__in=list(child_ids), ended_at__isnull=True)
    told = found.exclude(agency__in=quiet_agencies())
    return sorted(set(told.values_list("agency__name", flat=True)))
