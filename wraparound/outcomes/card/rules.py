"""What a card says: claims and who made them, banners in order of harm, why something is seen. Pure."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from wraparound.foundation.agencies.models import Agency
from wraparound.foundation.ui.rules import PartialDate, age_words, date_words, expected_words, moment_words
from wraparound.outcomes.access.categories import INDEX
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.access.rules import ROLE_ADDS, RULES, Category, Sight, Why
from wraparound.outcomes.children.models import Fact, Identifier
from wraparound.outcomes.children.rules import F, most_said

ANOTHER = "another agency"
"""Words that could stand for any agency."""
PLACES = frozenset({Agency.Kind.SCHOOL, Agency.Kind.PRACTICE})
"""Agencies whose name says where a child is in the day."""
SCHEMES: dict[str, frozenset[str]] = {
    Agency.Sector.HEALTH: frozenset({Identifier.Scheme.NHS}),
    Agency.Sector.EDUCATION: frozenset({Identifier.Scheme.UPN}),
    Agency.Sector.SOCIAL_CARE: frozenset({Identifier.Scheme.NHS, Identifier.Scheme.UPN}),
}
"""Whose numbers a viewer's own sector uses (access.md section 2)."""


@dataclass(frozen=True)
class Saying:
    """Who said a thing, as far as the reader may know it, and when last."""

    agency: str
    at: datetime


@dataclass(frozen=True)
class Claim:
    """One thing that agencies say of a child; `value` is a fact of theirs that says it."""

    text: str
    said: tuple[Saying, ...] = ()
    value: Any = None

    @property
    def at(self) -> datetime:
        """When it was last said by anyone; `said` is newest first."""
        return self.said[0].at


@dataclass(frozen=True)
class CarerLine:
    """What stands beside a carer's name; the telephone is empty for whoever may not ring it."""

    relation: str
    has_responsibility: bool | None
    telephone: str


@dataclass(frozen=True)
class Attribution:
    """Names who said something, where the name gives nothing away that the reader may not know.

    That an agency says anything of a child tells that it works with the child, and a school's or practice's
    name tells where the child is. `quiet` are agencies that only do what is sensitive; `places` are the
    schools and practices that may be named, where naming any other would tell of a shielded sibling.
    """

    sight: Sight
    own_agency: int
    quiet: frozenset[int] = frozenset()
    places: frozenset[int] | None = None

    def name(self, agency: Agency) -> str:
        """Return the agency's name, or words that could stand for any."""
        if self.sight.shielded_from:
            return ANOTHER
        if agency.pk == self.own_agency:
            return agency.name
        knows_work = self.sight.sees(Category.INVOLVEMENT)
        knows_place = agency.kind not in PLACES or (
            self.sight.sees(Category.WHEREABOUTS) and (self.places is None or agency.pk in self.places)
        )
        is_quiet = agency.pk in self.quiet and not self.sight.sees(Category.SENSITIVE)
        return agency.name if knows_work and knows_place and not is_quiet else ANOTHER

    def said(self, facts: Iterable[Fact]) -> tuple[Saying, ...]:
        """Return who said some facts that agree, the latest of each, newest first."""
        latest: dict[str, datetime] = {}
        for fact in facts:
            name = self.name(fact.source.agency)
            latest[name] = max(latest.get(name, fact.said_at), fact.said_at)
        return tuple(Saying(name, at) for name, at in sorted(latest.items(), key=lambda each: each[::-1]))[
            ::-1
        ]


def claims_of(
    facts: Sequence[F], attribution: Attribution, *, words: Callable[[F], str],
    key: Callable[[F], Hashable],
) -> tuple[Claim, ...]:  # fmt: skip
    """Return what agencies say, most of them first; the ones after the first disagree with it."""
    groups = most_said(facts, key)
    return tuple(Claim(words(g[0]), attribution.said(g), g[0]) for g in groups if words(g[0]))


@dataclass(frozen=True)
class BannerLine:
    """What must be known before anything else; `kind` is of children.models.Banner, a plan or a shield."""

    kind: str
    words: str = ""
    until: date | None = None


PLAN, SHIELD = "protection_plan", "shield"
"""Kinds of banner that no agency words: that a plan exists, that the reader is named on a shield."""


@dataclass(frozen=True)
class Worker:
    """One service that works or worked with the child, and how to reach it."""

    service: str
    agency: str = ""
    team: str = ""
    worker: str = ""
    telephone: str = ""
    cover: str = ""
    since: date | None = None
    until: date | None = None
    team_id: int | None = None
    post_id: int | None = None
    said_at: datetime | None = None
    is_further: bool = False
    """A sensitive service: that it is there, and nothing else of it."""


@dataclass(frozen=True)
class Whereabouts:
    """Where the child lives, learns and is registered, and the telephones that reach them."""

    addresses: tuple[Claim, ...] = ()
    earlier: tuple[Claim, ...] = ()
    schools: tuple[Claim, ...] = ()
    practices: tuple[Claim, ...] = ()
    telephones: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class Particulars:
    """The rest of the index: carers, language, numbers, that an assessment exists, who leads."""

    carers: tuple[Claim, ...] = ()
    languages: tuple[Claim, ...] = ()
    interpreters: tuple[Claim, ...] = ()
    numbers: tuple[Claim, ...] = ()
    assessments: tuple[Claim, ...] = ()
    leads: tuple[Claim, ...] = ()
    responsible: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class Involvements:
    """Who works with the child now, and who did before."""

    now: tuple[Worker, ...] = ()
    before: tuple[Worker, ...] = ()


@dataclass(frozen=True)
class News:
    """Something said or written since the reader last looked."""

    words: str
    at: datetime


@dataclass(frozen=True)
class Identity:
    """Who this is: what a shield leaves."""

    names: tuple[Claim, ...] = ()
    births: tuple[Claim, ...] = ()
    sexes: tuple[Claim, ...] = ()
    is_disputed: bool = False


WHY: dict[Basis, str] = {
    Basis.OPENED: "You opened this record with a reason on {since}. It closes on {until}.",
    Basis.POPULATION: "The child has been in the population that your team serves since {day}.",
    Basis.INVOLVEMENT: "{service} is working with the child. This has been open to it since {day}.",
    Basis.FINISHING: "You are finishing work that has closed. This ends on {until}.",
    Basis.REFERRAL_RECEIVED: "Your team received a referral on {day}.",
    Basis.REFERRAL_SENT: "You sent a referral on {day}.",
    Basis.FRONT_DOOR: "Your team has been screening a referral since {day}.",
    Basis.DUTY_DESK: "You opened this on duty on {since}, until {until}; the day team reviews it.",
    Basis.ASSESSOR: "The family agreed to your assessment on {day}.",
    Basis.TEAM_AROUND: "You have been on the team around the child since {day}.",
    Basis.CONSENT: "The family agreed to share with {service} on {day}.",
    Basis.STATUTORY: "Your team has had a duty under an Act since {day}.",
    Basis.DECISION: "A decision to share with you was recorded on {day}. It ends on {until}.",
    Basis.ENQUIRY: "You have been named in a safeguarding enquiry since {day}.",
    Basis.SCRUTINY: "You have had a named duty of scrutiny since {day}. It ends on {until}.",
    Basis.EMERGENCY: "You opened this in an emergency on {since}, until {until}; the day team reviews it.",
    Basis.FAMILY: "This is your own family.",
}

COMING = "Work with the child is to come to you. Who and where they are has been open to you since {day}."


def why_lines(sight: Sight, role: str, *parts: Category) -> tuple[str, ...]:
    """Say, with dates, why one part of a page is seen: each basis that opens any of `parts`, once."""
    said: dict[tuple[Any, ...], str] = {}
    for why in sight.why:
        basis = INDEX if why.is_coming else RULES[why.basis].categories
        opens = basis | ROLE_ADDS.get((role, why.basis), Category(0))
        if any(opens & part for part in parts) or Category.IDENTITY in parts:
            said.setdefault((why.basis, why.service, why.line, why.is_coming), _sentence(why))
    return tuple(said.values())


def _sentence(why: Why) -> str:
    service = why.service if why.line else f"Your service, {why.service}," if why.service else "Your service"
    words = (COMING if why.is_coming else WHY[why.basis]).format(
        day=date_words(timezone.localtime(why.since)),
        since=moment_words(timezone.localtime(why.since)),
        until=moment_words(timezone.localtime(why.until)),
        service=service,
    )
    return f"Somebody who answers to you holds this: {words[0].lower()}{words[1:]}" if why.line else words


@dataclass(frozen=True)
class Card:
    """One child as one reader may see it: a part that they may not see at all is None."""

    sight: Sight
    identity: Identity
    name: str
    born: Any
    expected: date | None
    died_on: date | None
    number: str
    public_id: Any
    banners: tuple[BannerLine, ...]
    particulars: Particulars | None
    responsibility: tuple[Claim, ...]
    whereabouts: Whereabouts | None
    can_show_whereabouts: bool
    involvements: Involvements | None
    household: tuple[Any, ...] | None
    statuses: tuple[Claim, ...] | None
    may_telephone: bool
    news: tuple[News, ...] = ()
    last_looked: datetime | None = None
    also_shown: frozenset[int] = frozenset()
    """The household's other children, who are shown too: each gets a row of the look."""
    hides_places: bool = False
    """Some of this child's past would tell where a shielded sibling lives, and is left out."""


def age_of(born: date | PartialDate | None, expected: date | None, died_on: date | None, today: date) -> str:
    """Say how old a child is, as that is said: an age, an expected date, the day of death, or not known."""
    if died_on:
        return f"died {date_words(died_on)}"
    if born:
        return age_words(born, today)
    return expected_words(expected, today) if expected else "age not known"
