"""Each part of a card, read through a sight: nothing leaves here that its categories do not open."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils import timezone

from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import AgencyFootprint
from wraparound.foundation.agencies.queries import on, quiet_agencies
from wraparound.foundation.area.models import Postcode
from wraparound.foundation.ui.rules import date_words, telephone_words
from wraparound.outcomes.access.models import WAITS
from wraparound.outcomes.access.queries import (
    findable,
    hidden_by_a_siblings_shield,
    live_shields,
    shielded_from,
)
from wraparound.outcomes.access.rules import Category, Sight
from wraparound.outcomes.card.rules import (
    PLAN,
    SCHEMES,
    SHIELD,
    Attribution,
    BannerLine,
    CarerLine,
    Claim,
    Identity,
    Involvements,
    Particulars,
    Whereabouts,
    claims_of,
)
from wraparound.outcomes.card.workers import involvements_of
from wraparound.outcomes.children.models import (
    Address,
    Banner,
    Birth,
    Carer,
    Identifier,
    Involvement,
    Language,
    Name,
    Setting,
    Standing,
    Telephone,
)
from wraparound.outcomes.children.queries import labels_of
from wraparound.outcomes.children.rules import F, Label, same_words
from wraparound.outcomes.children.spelling import shown_name

WITH: dict[type, tuple[str, ...]] = {
    Involvement: ("team__service", "team__agency"),
    Setting: ("agency",),
    Standing: ("responsible",),
}
"""What is read along with a fact, so that forty of them take no more statements than one."""

SURE: dict[str, str] = {
    Birth.Status.CLAIMED: "no document seen",
    Birth.Status.DOCUMENTED: "seen on a document",
    Birth.Status.ASSESSED: "by an age assessment",
    Birth.Status.DISPUTED: "disputed",
    Birth.Status.EXPECTED: "expected",
}
"""How sure a birth date is, in words."""


@dataclass(frozen=True)
class Reading:
    """One reader at one child at one instant."""

    actor: Actor
    sight: Sight
    now: datetime

    @property
    def today(self) -> date:
        """The day in England."""
        return timezone.localdate(self.now)

    @cached_property
    def hidden(self) -> dict[type, set[int]]:
        """The keys of facts that would tell where a shielded child of the same home lives."""
        if not self.sight.categories & (Category.WHEREABOUTS | Category.INVOLVEMENT):
            return {}
        return dict(hidden_by_a_siblings_shield(self.actor, self.sight.child_id))

    @cached_property
    def attribution(self) -> Attribution:
        """Who may be named as having said something."""
        places = self._places_told if self.hidden else None
        return Attribution(self.sight, self.actor.agency_id, frozenset(quiet_agencies()), places)

    @property
    def _places_told(self) -> frozenset[int]:
        """The schools and practices that may be named, where another one would tell of a shared time."""
        said = Setting.objects.filter(source__child=self.sight.child_id, superseded_at__isnull=True)
        told = said.exclude(pk__in=self.hidden.get(Setting, ())).values_list("agency", flat=True)
        return frozenset(pk for pk in told if pk)

    def facts(self, kind: type[F], category: Category, **given: Any) -> list[F]:
        """Return what sources say now of one kind, when the reader sees `category`."""
        if not self.sight.sees(category):
            return []
        said = kind._default_manager.filter(
            source__child=self.sight.child_id, superseded_at__isnull=True, **given
        )
        said = said.exclude(pk__in=self.hidden.get(kind, ()))
        return list(said.select_related("source__agency", *WITH.get(kind, ())).order_by("pk"))

    def claims(self, facts: list[F], words: Any, key: Any = None) -> tuple[Claim, ...]:
        """Return what these facts say, and who said it."""
        return claims_of(facts, self.attribution, words=words, key=key or (lambda f: same_words(words(f))))


def standings(reading: Reading) -> list[Standing]:
    """Return what stands today, for the parts that each category opens to choose from."""
    said = reading.facts(Standing, Category.IDENTITY, holds_from__lte=reading.today)
    return [s for s in said if s.holds_until is None or s.holds_until >= reading.today]


def identity(reading: Reading) -> Identity:
    """Return names, births and sexes as each agency says them."""
    names = reading.facts(Name, Category.IDENTITY)
    births = reading.facts(Birth, Category.IDENTITY)

    def born(birth: Birth) -> str:
        if not (birth.date or birth.year):
            return f"Expected {date_words(birth.expected_date)}" if birth.expected_date else ""
        day = date_words(birth.date) if birth.date else str(birth.year)
        return f"{day}, {SURE[birth.status]}"

    kinds = {Name.Kind.KNOWN_AS: " (known as)", Name.Kind.FORMER: " (former)"}
    dated = [birth for birth in births if birth.date or birth.year] or births
    sexed = [birth for birth in births if birth.sex != Birth.Sex.UNKNOWN]
    return Identity(
        names=reading.claims(names, lambda n: f"{shown_name(n)}{kinds.get(n.kind, '')}" if str(n) else ""),
        births=reading.claims(dated, born, lambda b: (b.date, b.year, b.expected_date)),
        sexes=reading.claims(sexed, lambda b: b.get_sex_display()),
        is_disputed=any(birth.status == Birth.Status.DISPUTED for birth in births),
    )


def banners(reading: Reading, standing: list[Standing]) -> tuple[BannerLine, ...]:
    """Return what must be known before anything else, each once."""
    lines = [
        BannerLine(banner.kind, banner.words, banner.holds_until)
        for banner in reading.facts(Banner, Category.PARTICULARS)
        if banner.holds_until is None or banner.holds_until >= reading.today
    ]
    if reading.sight.sees(Category.PLAN_EXISTS):
        plans = [s for s in standing if s.kind == Standing.Kind.PROTECTION_PLAN]
        lines += [BannerLine(PLAN, until=plan.holds_until) for plan in plans]
    shields = live_shields(reading.now).exclude(why=WAITS)
    if not reading.sight.shielded_from and shields.filter(
        child_id=reading.sight.child_id, names__post=reading.actor.post_id, names__removed_at__isnull=True
    ):
        lines.append(BannerLine(SHIELD))
    return tuple(dict.fromkeys(lines))


def particulars(reading: Reading, standing: list[Standing]) -> Particulars:
    """Return the rest of the index, with the numbers that the reader's own sector uses."""
    sees = reading.sight.sees(Category.PARTICULARS)
    kinds: dict[str, list[Standing]] = {}
    for each in standing if sees else []:
        kinds.setdefault(each.kind, []).append(each)
    languages = reading.facts(Language, Category.PARTICULARS)
    numbers = reading.facts(
        Identifier, Category.PARTICULARS, scheme__in=SCHEMES.get(reading.actor.sector, ())
    )
    placed = [s for s in kinds.get(Standing.Kind.LOOKED_AFTER, []) if _is_told(reading, s)]
    return Particulars(
        carers=_carers(reading, reading.facts(Carer, Category.PARTICULARS)),
        languages=reading.claims(languages, lambda fact: fact.first_language),
        interpreters=reading.claims(languages, lambda fact: fact.interpreter),
        numbers=reading.claims(
            numbers, lambda f: f"{f.get_scheme_display()}: {f.value}", lambda f: (f.scheme, f.value)
        ),
        assessments=reading.claims(
            kinds.get(Standing.Kind.ASSESSMENT, []), lambda s: f"since {date_words(s.holds_from)}"
        ),
        leads=reading.claims(kinds.get(Standing.Kind.LEAD, []), lambda s: s.worker),
        responsible=reading.claims(placed, lambda s: s.responsible.name if s.responsible else ""),
    )


def _is_told(reading: Reading, placed: Standing) -> bool:
    """Say whether the responsible authority is told: to holders of the record, or of a child placed across.

    A child is placed across when the authority serves no part of this area, or the home lies outside it.
    """
    if placed.responsible is None:
        return False
    if reading.sight.sees(Category.RECORD):
        return True
    if not AgencyFootprint.objects.filter(on(reading.today), agency=placed.responsible).exists():
        return True
    homes = Address.objects.filter(
        source__child=reading.sight.child_id, superseded_at__isnull=True, kind=Address.Kind.HOME
    )
    abroad = Postcode.objects.filter(postcode__in=homes.values("postcode"), footprint__isnull=True)
    return abroad.exists()


def _carers(reading: Reading, carers: list[Carer]) -> tuple[Claim, ...]:
    """Return carers by name; their telephones only to whoever sees where the child is."""
    may_ring = reading.sight.sees(Category.WHEREABOUTS)

    def line(carer: Carer) -> CarerLine:
        return CarerLine(carer.relation, carer.has_responsibility, carer.telephone if may_ring else "")

    return tuple(replace(claim, value=line(claim.value)) for claim in reading.claims(carers, shown_name))


def holders_before_the_shield(reading: Reading) -> tuple[Claim, ...]:
    """Return who held parental responsibility before the shield, by name alone: what a shield leaves."""
    shield = live_shields(reading.now).filter(child_id=reading.sight.child_id).order_by("starts_at").first()
    known = Carer.objects.filter(
        Q(superseded_at__isnull=True) | Q(superseded_at__gt=reading.now),
        source__child=reading.sight.child_id, has_responsibility=True,
        said_at__lte=shield.starts_at if shield else reading.now,
    )  # fmt: skip
    claims = reading.claims(list(known.select_related("source__agency").order_by("pk")), str)
    return tuple(Claim(claim.text) for claim in claims)


def whereabouts(reading: Reading) -> Whereabouts:
    """Return where the child lives, learns and is registered, and the telephones that reach them."""

    def words(address: Address) -> str:
        if address.kind in (Address.Kind.NO_FIXED, Address.Kind.LEFT_ENGLAND):
            return address.get_kind_display()
        return ", ".join(part for part in (address.lines, address.postcode) if part)

    addresses = reading.facts(Address, Category.WHEREABOUTS)
    past = [a for a in addresses if a.kind == Address.Kind.PREVIOUS or _is_over(a, reading.today)]
    settings = reading.facts(Setting, Category.WHEREABOUTS)
    schools = [s for s in settings if s.kind == Setting.Kind.SCHOOL]
    practices = [s for s in settings if s.kind == Setting.Kind.PRACTICE]
    return Whereabouts(
        addresses=reading.claims([a for a in addresses if a not in past], words),
        earlier=reading.claims(past, words),
        schools=reading.claims(schools, _setting),
        practices=reading.claims(practices, _setting),
        telephones=reading.claims(
            reading.facts(Telephone, Category.WHEREABOUTS), lambda f: telephone_words(f.number)
        ),
    )


def _is_over(address: Address, today: date) -> bool:
    return bool(address.lived_until and address.lived_until < today)


def _setting(setting: Setting) -> str:
    return setting.agency.name if setting.agency else setting.as_written


def involvements(reading: Reading) -> Involvements:
    """Return who works with the child; without the category, the reader's own service alone."""
    category = Category.INVOLVEMENT if reading.sight.sees(Category.INVOLVEMENT) else Category.IDENTITY
    facts = reading.facts(Involvement, category)
    return involvements_of(facts, reading.sight, now=reading.now)


def statuses(reading: Reading, standing: list[Standing]) -> tuple[Claim, ...]:
    """Return the child's statuses under an Act, for holders of the record."""
    if not reading.sight.sees(Category.RECORD):
        return ()
    apart = {Standing.Kind.ASSESSMENT, Standing.Kind.LEAD, Standing.Kind.PROTECTION_PLAN}
    return reading.claims(
        [s for s in standing if s.kind not in apart],
        lambda s: f"{s.get_kind_display()} since {date_words(s.holds_from)}",
    )


def household(reading: Reading) -> tuple[Label, ...]:
    """Return the other children of the home but those that a search would not show or a shield hides."""
    if not reading.sight.sees(Category.HOUSEHOLD):
        return ()
    at_home = Address.objects.filter(superseded_at__isnull=True, kind=Address.Kind.HOME)
    mine = at_home.filter(source__child=reading.sight.child_id, household__isnull=False)
    mine = mine.exclude(pk__in=reading.hidden.get(Address, ()))
    others = set(
        at_home.filter(household__in=mine.values("household")).values_list("source__child", flat=True)
    )
    shown = findable(reading.actor, others - {reading.sight.child_id})
    labels = labels_of(shown - shielded_from(reading.actor, shown))
    return tuple(sorted(labels.values(), key=lambda each: (str(each.born), each.name)))
