"""What schools of the sample area sent of attendance, and children whom no school has."""

import csv
import io
import random
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from wraparound.delivery.attendance import home
from wraparound.delivery.attendance.models import AttendanceList, Enquiry, HomeEducation
from wraparound.delivery.attendance.reading import COLUMNS
from wraparound.delivery.attendance.receiving import receive
from wraparound.delivery.attendance.rules import born_between
from wraparound.delivery.attendance.services import start_search
from wraparound.delivery.caseloads.models import Case
from wraparound.foundation.accounts.rules import Actor
from wraparound.foundation.agencies.models import Agency
from wraparound.foundation.area.queries import days_without_school
from wraparound.foundation.area.rules import is_working_day
from wraparound.outcomes.access.models import Basis
from wraparound.outcomes.access.services import NewGrant, write_grants
from wraparound.outcomes.children.models import Birth, Child, Identifier, Setting, SourceRecord
from wraparound.outcomes.children.rules import BY_HAND
from wraparound.outcomes.openings.leaving import keep_for_a_while
from wraparound.site.sample.people import actor

WEEKS = 6
"""How many weeks the schools have sent."""
OFTEN, SELDOM = (0.12, 0.7), (0.0, 0.09)
"""The share of sessions that a pupil is away from: one who is often away, and any other."""
MISSING = 0.08
"""How many of the pupils are often away."""
LEFT_IN, GONE = 0.3, "Y99999999999X"
"""How many of the files still name a pupil who is on no roll of the area, and the number."""
LOST, AT_HOME, SOUGHT = 9, 6, 3
"""Children who left a school and whom none has since, more who are educated at home; how many are sought."""
AT_HOME_WORDS = ("Taught by both parents, with a group twice a week", "Was bullied at school", "")
LEFT = timedelta(days=45)


@dataclass(frozen=True)
class Week:
    """The school days of a week: the first, the last, and how many mornings and afternoons there were."""

    first: date
    last: date
    sessions: int


def send_attendance(*, now: datetime) -> None:
    """Let every school send the last weeks before today, in the file that its data manager would send."""
    if AttendanceList.objects.filter(finished_at__isnull=False).exists():
        return
    weeks = _weeks(timezone.localdate(now))
    sending = actor("data.manager", now)
    watched = set(Case.objects.filter(kind=Case.Kind.WELFARE).values_list("child", flat=True))
    for school, pupils in _pupils().items():
        content = _file(pupils, weeks, watched, random.Random(f"attendance of {school.code}"))  # noqa: S311
        name = f"{school.code} until {weeks[-1].last}.csv"
        receive(school=school, content=content, file_name=name, actor=sending, now=now)


def _weeks(today: date) -> list[Week]:
    """Return the last weeks with school days that were over before this one began, the earliest first."""
    closed = days_without_school(on=today)
    monday = today - timedelta(days=today.weekday())
    found: list[Week] = []
    while len(found) < WEEKS:
        monday -= timedelta(days=7)
        week = [monday + timedelta(days=at) for at in range(5)]
        if days := [day for day in week if is_working_day(day, closed=closed)]:
            found.insert(0, Week(days[0], days[-1], 2 * len(days)))
    return found


def _pupils() -> dict[Agency, list[tuple[str, int]]]:
    """Return the number and the child of each pupil, by the school whose roll it is on."""
    numbers = Identifier.objects.filter(scheme=Identifier.Scheme.UPN, superseded_at__isnull=True)
    said = numbers.filter(source__ended_at__isnull=True).values_list("source", "value", "source__child")
    by_source = {source: (value, child) for source, value, child in said}
    settings = Setting.objects.filter(
        kind=Setting.Kind.SCHOOL, superseded_at__isnull=True, source__in=list(by_source), agency__isnull=False
    ).order_by("agency__code", "source__source_id")
    schools = Agency.objects.in_bulk(settings.values_list("agency", flat=True))
    found: dict[Agency, list[tuple[str, int]]] = defaultdict(list)
    for school, source in settings.values_list("agency", "source"):
        found[schools[school]].append(by_source[source])
    return found


def _file(
    pupils: Iterable[tuple[str, int]], weeks: Sequence[Week], watched: Container[int], dice: random.Random
) -> bytes:
    """Return a school's file: a row for the weeks together, or for each week of one who is often away."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    whole = Week(weeks[0].first, weeks[-1].last, sum(week.sessions for week in weeks))
    for upn, child in pupils:
        away = dice.uniform(*OFTEN) if child in watched or dice.random() < MISSING else dice.uniform(*SELDOM)
        for week in weeks if away >= OFTEN[0] else [whole]:
            rows.writerow([upn, week.first, week.last, *_sessions(week.sessions, away, dice)])
    if dice.random() < LEFT_IN:
        rows.writerow([GONE, whole.first, whole.last, *_sessions(whole.sessions, SELDOM[0], dice)])
    return text.getvalue().encode()


def _sessions(possible: int, away: float, dice: random.Random) -> tuple[int, ...]:
    missed = sum(dice.random() < away for _ in range(possible))
    unauthorised = sum(dice.random() < (0.6 if away >= OFTEN[0] else 0.2) for _ in range(missed))
    late = sum(dice.random() < 0.03 for _ in range(possible - missed))
    return possible, possible - missed, missed - unauthorised, unauthorised, late


def lose_pupils(*, now: datetime) -> None:
    """Let children leave a school whom none has since: some are looked for, some are educated at home."""
    if HomeEducation.objects.exists():
        return
    welfare = actor("education.welfare", now)
    with transaction.atomic():
        schools = list(Agency.objects.filter(name__endswith="Primary School").order_by("code"))
        children = _at_no_school(timezone.localdate(now))[: 7 * (LOST + AT_HOME) : 7]
        for place, child in enumerate(children):
            _leave(child, schools[place % len(schools)], at=now - LEFT)
        for place, child in enumerate(children[LOST:]):
            _teach_at_home(child, place, welfare, now)
        for child in children[:SOUGHT]:
            start_search(
                child=child, why="The old school heard that they moved", key=None, actor=welfare, now=now
            )


def _at_no_school(today: date) -> QuerySet[Child]:
    """Return children of school age of whom no list says a school, and that stand in the health service's."""
    births = Birth.objects.filter(date__range=born_between(today), superseded_at__isnull=True)
    said = SourceRecord.objects.filter(child=OuterRef("pk"), ended_at__isnull=True)
    found = Child.objects.filter(
        Exists(said.filter(pk__in=births.values("source"), agency__code="NHS-CH")),
        ~Exists(said.filter(pk__in=Setting.objects.filter(kind=Setting.Kind.SCHOOL).values("source"))),
        state=Child.State.LIVE,
    )
    return found.order_by("pk")


def _leave(child: Child, school: Agency, *, at: datetime) -> None:
    """Put a child on a school's roll for a while and take it off again on a day, as its list would."""
    since = at - timedelta(days=60)
    source = SourceRecord.objects.create(
        agency=school, source_id=f"{BY_HAND}left-{child.pk}", child=child, first_said_at=since,
        last_said_at=at, ended_at=at,
    )  # fmt: skip
    Setting.objects.create(
        source=source, said_at=since, superseded_at=at, kind=Setting.Kind.SCHOOL, agency=school,
        as_written=school.name,
    )  # fmt: skip
    team = school.population_team
    if team is None:
        raise LookupError(f"nobody reads for {school}")
    grant = NewGrant(
        holder_id=team.holder_id, child_id=child.pk, basis=Basis.POPULATION, source_kind="source_record",
        source_id=source.pk, service_id=team.service_id,
    )  # fmt: skip
    keep_for_a_while(ended=[made.pk for made in write_grants([grant], now=since)], now=at)


def _teach_at_home(child: Child, place: int, welfare: Actor, now: datetime) -> None:
    today = timezone.localdate(now)
    entry = home.enter(
        child=child, starts_on=today - timedelta(days=40 + 90 * place), words=AT_HOME_WORDS[place % 3],
        key=None, actor=welfare, now=now,
    )  # fmt: skip
    if place % 2:
        outcome = Enquiry.Outcome.SUITABLE if place % 4 == 1 else Enquiry.Outcome.NO_ANSWER
        home.enquire(
            entry=entry, on=today - timedelta(days=20), outcome=outcome, words="", key=None, actor=welfare,
            now=now,
        )  # fmt: skip
