"""How a team's time was spent, by level of need, by place, and by who did what: against what was planned."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from wraparound.delivery.contacts.models import Contact
from wraparound.delivery.universal.counts import quarter_before
from wraparound.delivery.universal.lists import unplaced
from wraparound.delivery.universal.models import EffortPlan, PostSkill
from wraparound.delivery.universal.schedule import Item, Schedule, Serving
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.queries import on
from wraparound.foundation.area.models import Footprint, FootprintLevel, Postcode
from wraparound.outcomes.access.queries import live_shields
from wraparound.outcomes.children.models import Address
from wraparound.outcomes.framework.queries import levels

NOT_SAID = "not_said"
EVERY_CHILD = "every_child"


@dataclass(frozen=True)
class EffortLine:
    """One level or place: the share that was planned, and what it came to."""

    code: str
    name: str
    planned: int
    minutes: int
    share: int

    @property
    def hours(self) -> str:
        """The time in hours and minutes."""
        return f"{self.minutes // 60} h {self.minutes % 60:02} min"

    @property
    def difference(self) -> int:
        """By how many per cent of the whole it came to more than planned."""
        return self.share - self.planned

    @property
    def fewer(self) -> int:
        """By how many per cent of the whole it came to less than planned."""
        return -self.difference


@dataclass(frozen=True)
class Spent:
    """What a plan came to: the sentence that says it, and the lines."""

    title: str
    lines: tuple[EffortLine, ...]
    minutes: int
    contacts: int
    untimed: int
    """Contacts of which nobody said how long they took."""


def codes_of(by_what: str, *, today: date) -> list[tuple[str, str]]:
    """Return what time is shared by: work with every child and each level, or each place of a level."""
    if by_what == EffortPlan.By.LEVEL:
        scale = levels(on=today).choices()
        return [(EVERY_CHILD, "What every child gets"), *scale, (NOT_SAID, "No level said")]
    return [*_localities(today).items(), (NOT_SAID, "Place not told")]


def _localities(today: date) -> dict[str, str]:
    """Return the places of the level above the smallest, or of the smallest where there is one level."""
    standing = list(FootprintLevel.objects.order_by("-position")[:2])
    places = Footprint.objects.filter(on(today), level=standing[-1]) if standing else Footprint.objects.none()
    return dict(places.order_by("name").values_list("code", "name"))


def contacts_between(actor: Actor, first: date, last: date) -> QuerySet[Contact]:
    """Return what the actor's team held in a period, without children whom a shield hides from counts."""
    hidden = live_shields(actor.now).exclude(names__post=actor.post_id or 0)
    held = Contact.objects.filter(
        team=actor.team_id or 0, state=Contact.State.HELD, happened_at__gte=_start(first),
        happened_at__lt=_start(last + timedelta(days=1)),
    )  # fmt: skip
    return held.exclude(child__in=hidden.values("child_id"))


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def spent(actor: Actor, plan: EffortPlan) -> Spent:
    """Return what a plan came to: minutes of the contacts that were held, by level or place."""
    codes = codes_of(plan.by_what, today=plan.first_day)
    planned = dict(plan.shares.values_list("code", "per_cent"))
    contacts = contacts_between(actor, plan.first_day, plan.last_day).order_by()
    rows = list(contacts.values_list("child", "minutes", "case", "case__level"))
    if plan.by_what == EffortPlan.By.LEVEL:
        sorted_out = [
            (NOT_SAID if case and not level else level or EVERY_CHILD, m) for _, m, case, level in rows
        ]
    else:
        places = _places(actor, {child for child, *_ in rows}, plan.first_day)
        sorted_out = [(places.get(child, NOT_SAID), minutes) for child, minutes, *_ in rows]
    known = dict(codes)
    minutes: Counter[str] = Counter()
    for code, taken in sorted_out:
        minutes[code if code in known else NOT_SAID] += taken or 0
    total = minutes.total()
    lines = tuple(
        EffortLine(code, name, planned.get(code, 0), minutes[code], _per_cent(minutes[code], total))
        for code, name in codes
        if planned.get(code) or minutes[code] or code != NOT_SAID
    )
    return Spent(_title(lines), lines, total, len(rows), sum(taken is None for _, taken in sorted_out))


def _per_cent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


def _title(lines: Iterable[EffortLine]) -> str:
    """Say in a sentence where the time went most otherwise than planned."""
    most = max(lines, key=lambda line: abs(line.difference), default=None)
    if most is None or not any(line.minutes for line in lines):
        return "No time is written down for this period yet"
    if abs(most.difference) < 3:
        return "Time went where it was planned to go"
    than = "more" if most.difference > 0 else "less"
    return f"{most.name} took {most.share} per cent of the time: {abs(most.difference)} {than} than planned"


def _places(actor: Actor, child_ids: set[int], today: date) -> dict[int, str]:
    """Return the place that each child lives in, of nobody whose home may tell where a hidden child is."""
    told = child_ids - set(unplaced(actor).filter(source__child__in=child_ids))
    homes = Address.objects.filter(
        source__child__in=told, superseded_at__isnull=True, kind=Address.Kind.HOME
    ).exclude(postcode="").order_by("said_at", "pk")  # fmt: skip
    postcodes = dict(homes.values_list("source__child", "postcode"))
    within = _within(_localities(today))
    lies_in = dict(
        Postcode.objects.filter(pk__in=set(postcodes.values()), footprint__in=within).values_list(
            "pk", "footprint"
        )
    )
    return {child: within[lies_in[code]] for child, code in postcodes.items() if code in lies_in}


def _within(localities: dict[str, str]) -> dict[int, str]:
    """Return for each footprint the locality that it is or lies in."""
    found = dict(Footprint.objects.filter(code__in=localities).values_list("pk", "code"))
    inner = Footprint.objects.filter(parent__in=found).values_list("pk", "parent")
    return found | {pk: found[parent] for pk, parent in inner if parent is not None}


@dataclass(frozen=True)
class SkillLine:
    """Who did one contact of the schedule: how many by each skill, and how many by one that it is not for."""

    item: Item
    by_skill: tuple[tuple[str, int, bool], ...]
    """The name of a skill, how many it did, and whether the schedule says that it may."""
    meant_for: str

    @property
    def count(self) -> int:
        """How many were done."""
        return sum(count for _, count, _ in self.by_skill)

    @property
    def outside(self) -> int:
        """How many were done by a skill that the schedule does not name."""
        return sum(count for _, count, may in self.by_skill if not may)


def skill_mix(actor: Actor, schedule: Schedule, serving: Serving) -> list[SkillLine]:
    """Return which skills did which contacts of the last three months, beside what the schedule says."""
    first, last = quarter_before(timezone.localdate(actor.now))
    held = contacts_between(actor, first, last).exclude(schedule_code="").order_by()
    skills: dict[int, list[tuple[date, date | None, str]]] = defaultdict(list)
    posts = PostSkill.objects.filter(post__in=held.values("post")).order_by("valid_from")
    for post, since, until, skill in posts.values_list("post", "valid_from", "valid_until", "skill"):
        skills[post].append((since, until, skill))
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for code, post, at in held.values_list("schedule_code", "post", "happened_at"):
        counted[code][_skill_on(skills[post], timezone.localdate(at))] += 1
    return [_skill_line(item, schedule, counted[item.code]) for item in serving.items]


def _skill_on(held: list[tuple[date, date | None, str]], day: date) -> str:
    fitting = [skill for since, until, skill in held if since <= day and (until is None or day <= until)]
    return fitting[-1] if fitting else ""


def _skill_line(item: Item, schedule: Schedule, counted: Counter[str]) -> SkillLine:
    named = tuple(
        (schedule.skill_name(skill), count, not item.done_by or skill in item.done_by)
        for skill, count in sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    )
    return SkillLine(
        item, named, ", ".join(schedule.skill_name(skill) for skill in item.done_by) or "Anybody"
    )


def skills_now(actor: Actor) -> dict[int, str]:
    """Return the skill of each post of the actor's team today."""
    today = timezone.localdate(actor.now)
    held = PostSkill.objects.filter(on(today), post__team=actor.team_id or 0)
    return dict(held.order_by("valid_from").values_list("post", "skill"))


def plans_of(actor: Actor) -> QuerySet[EffortPlan]:
    """Return the plans of the actor's team, the newest first."""
    return EffortPlan.objects.filter(Q(team=actor.team_id or 0)).select_related("team", "made_by__user")
